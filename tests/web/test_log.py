"""The log says what broke and where, and holds no name and no word of a case."""

from __future__ import annotations

import logging

import pytest
from django.urls import reverse

from keymoments.config.log import WithoutCaseText
from keymoments.web.views import where as where_view

FORMATTER = WithoutCaseText("{levelname} {name}: {message}", style="{")
SAID = ("Dora Tallow", "Wren has a bruise")


@pytest.fixture
def lines():
    """What a handler of the site writes."""
    found: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(FORMATTER.format(record))

    kept, logger = Kept(), logging.getLogger("django.request")
    logger.addHandler(kept)
    yield found
    logger.removeHandler(kept)


@pytest.mark.django_db
def test_an_address_with_a_name_in_it_goes_by_its_page(filled, client, lines):
    client.force_login(filled.lead)
    client.get(reverse("where", args=[filled.review.reference, "wren-tallow"]))
    client.get("/review/wren-2021/nothing/wren-tallow")
    assert lines == ["WARNING django.request: GET 404: where", "WARNING django.request: GET 404: no page of the site"]


@pytest.mark.django_db
def test_what_an_error_says_stays_out(filled, client, lines, monkeypatch):
    def broken(*_: object) -> None:
        try:
            raise KeyError(SAID[0])
        except KeyError as error:
            raise ValueError(SAID[1]) from error

    monkeypatch.setattr(where_view, "where_told", broken)
    client.raise_request_exception = False
    client.force_login(filled.lead)
    client.get(reverse("where", args=[filled.review.reference, "wren"]))
    (line,) = lines
    assert line.startswith("ERROR django.request: GET 500: where\n")
    assert "KeyError\n" in line
    assert line.endswith("ValueError")
    assert "test_log.py" in line
    assert not any(said in line for said in SAID)


def test_the_site_writes_its_log_so(settings):
    assert settings.LOGGING["formatters"]["plain"]["()"] == "keymoments.config.log.WithoutCaseText"
