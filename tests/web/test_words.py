"""No word of a page stands outside the catalogue, and the pages speak Welsh where it has the words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from jinja2 import Environment

from keymoments import reviews
from keymoments.web import templating

MODULES = sorted(path for package in (reviews, templating) for path in Path(package.__file__).parent.rglob("*.py"))
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


def bare_sentences(source: str) -> Iterator[str]:
    """Words for people in a module that are not asked of the catalogue: refusals, labels, help and choices."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            told = [word.value for word in node.keywords if word.arg in ("label", "help_text")]
            if isinstance(node.func, ast.Name) and node.func.id == "Refused":
                told += node.args
            yield from (one.value for one in told if isinstance(one, ast.Constant) and one.value)
        elif isinstance(node, ast.ClassDef) and any("TextChoices" in ast.unparse(base) for base in node.bases):
            pairs = [line.value.elts for line in node.body if isinstance(getattr(line, "value", None), ast.Tuple)]
            yield from (pair[1].value for pair in pairs if isinstance(pair[1], ast.Constant))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_sentence_of_a_module_escapes_the_catalogue(path):
    assert list(bare_sentences(path.read_text(encoding="utf-8"))) == []


def test_a_bare_sentence_would_be_found():
    assert list(bare_sentences('raise Refused("No.")')) == ["No."]
    assert list(bare_sentences('x = Field(label="Day", help_text=_("Help"))')) == ["Day"]
    assert list(bare_sentences('class S(models.TextChoices):\n    A = "a", "Open"')) == ["Open"]


def test_pages_speak_welsh_where_the_catalogue_has_the_words(filled, client):
    client.force_login(filled.lead)
    client.post(reverse("set_language"), {"language": "cy", "next": "/"})
    page = client.get(reverse("chronology", args=[filled.review.reference])).content.decode()
    assert '<html lang="cy"' in page
    assert "Cronoleg" in page
    assert "Bruise on left arm noticed." in page  # records stay as they were written
