"""No word of a page stands outside the catalogue, and the pages speak Welsh where it has the words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from jinja2 import Environment

from keymoments.web import templating

TEMPLATES = sorted((Path(templating.__file__).parent / "templates").rglob("*.jinja"))
# Names of things that are the same in every language.
SAME = {"Keymoments", "Word", "Excel", "SHA", "English", "Cymraeg"}


def bare_words(source: str) -> list[str]:
    """Words of a template that a reader sees and that are not asked of the catalogue."""
    lexed = Environment().lex(source)  # noqa: S701 - nothing is rendered
    data = "".join(value if kind == "data" else "\x00" for _, kind, value in lexed)
    spoken = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"\x00]+)"', data)
    text = " ".join([re.sub(r"&[a-z]+;", " ", re.sub(r"<[^>]*>", " ", data)), *spoken])
    return [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in SAME]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_word_escapes_the_catalogue(path):
    assert bare_words(path.read_text(encoding="utf-8")) == []


def test_a_bare_word_would_be_found():
    assert bare_words('<p>{{ _("Yes") }} bare</p>') == ["bare"]
    assert bare_words('<nav aria-label="Pages"></nav>') == ["Pages"]


def test_pages_speak_welsh_where_the_catalogue_has_the_words(filled, client):
    client.force_login(filled.lead)
    client.post(reverse("set_language"), {"language": "cy", "next": "/"})
    page = client.get(reverse("chronology", args=[filled.review.reference])).content.decode()
    assert '<html lang="cy"' in page
    assert "Cronoleg" in page
    assert "Bruise on left arm noticed." in page  # records stay as they were written
