"""Answers about a child in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTION_WORDS = {"seen": _("Seen"), "spoken_to": _("Spoken to"), "alone": _("Alone")}
ANSWER_WORDS = {"yes": _("Yes"), "no": _("No"), "not_recorded": _("Not recorded"), "unclear": _("Unclear")}
