"""Blind marking in words."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

ABOUT_WORDS = {
    "suggestion": pgettext_lazy("marking", "Suggestions that nobody decided about"),
    "moment": pgettext_lazy("marking", "Key moments"),
}
VERDICT_WORDS = {
    "key": pgettext_lazy("verdict", "A key moment"),
    "not-key": pgettext_lazy("verdict", "No key moment"),
    "unsure": pgettext_lazy("verdict", "Cannot say"),
}
