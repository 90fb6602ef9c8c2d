"""Filters in words, part by part, and views that somebody keeps by name."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from keymoments.reviews.models import SavedView
from keymoments.reviews.operations import family, views

FILTER = "agency=school&agency=csc&seen=yes&first_day=1&first_month=3&first_year=2021&words=bruise"


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def lead(filled, client):
    client.force_login(filled.lead)
    return client


def chronology(made) -> str:
    return reverse("chronology", args=[made.review.reference])


def kept_views(made) -> str:
    return reverse("saved_views", args=[made.review.reference])


def without(page, words) -> str:
    """Where the link that takes a part away leads."""
    found = re.search(rf'<li>{words} <a class="govuk-link" href="([^"]+)">take away', page.content.decode())
    return html.unescape(found[1])


def test_the_filter_stands_in_words_and_each_part_can_be_taken_away(filled, lead):
    page = lead.get(f"{chronology(filled)}?{FILTER}")
    fewer = lead.get(without(page, "agency: Larkfield Primary"))
    assert "agency: Marsh" in text_of(fewer)
    assert "agency: Larkfield Primary take away" not in text_of(fewer)
    fewer = lead.get(without(fewer, "from 1 March 2021"))
    assert "from 1 March 2021" not in text_of(fewer)
    for words in ("seen: yes", "words: “bruise”"):
        fewer = lead.get(without(fewer, words))
    last = re.search(r'<li>agency: Marsh[^<]+<a class="govuk-link" href="([^"]+)">', fewer.content.decode())
    assert last[1] == chronology(filled)


def test_a_filter_that_cannot_be_used_says_so(filled, lead):
    page = text_of(lead.get(f"{chronology(filled)}?first_day=40&first_month=1&first_year=2021"))
    assert "There is a problem" in page
    assert "The filter cannot be used as it stands, so nothing is left out." in page


def test_a_view_is_kept_shown_in_words_renamed_overwritten_and_let_go(filled, lead):
    page = kept_views(filled)
    lead.post(page, {"name": "Bruises", "query": "words=bruise"})
    assert "Bruises Filter: words: “bruise”." in text_of(lead.get(page))
    view = SavedView.objects.get()
    lead.post(page, {"do": "rename", "view": view.pk, "name": "The bruise"})
    lead.post(page, {"name": "The bruise", "query": "words=bruise&seen=yes"})
    assert "The bruise Filter: seen: yes; words: “bruise”." in text_of(lead.get(page))
    assert SavedView.objects.get().pk == view.pk
    lead.post(page, {"do": "forget", "view": view.pk})
    assert not SavedView.objects.exists()


def test_a_name_that_is_taken_is_refused(filled, lead):
    one = views.save_view(filled.review, name="One", query="seen=yes", by=filled.lead)
    views.save_view(filled.review, name="Two", query="seen=no", by=filled.lead)
    answer = lead.post(kept_views(filled), {"do": "rename", "view": one.pk, "name": "Two"})
    assert "You keep a view of this name already" in text_of(answer)
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["One", "Two"]


def test_a_view_that_fits_nothing_here_any_more_says_so(filled, lead):
    views.save_view(filled.review, name="Old", query="agency=police", by=filled.lead)
    assert "asks for something that the review does not have any more" in text_of(lead.get(kept_views(filled)))


@pytest.mark.parametrize("do", ["rename", "forget"])
def test_nobody_changes_somebody_else_s_view(filled, client, do):
    view = views.save_view(filled.review, name="Mine", query="seen=yes", by=filled.lead)
    client.force_login(filled.panel)
    assert client.post(kept_views(filled), {"do": do, "view": view.pk, "name": "Yours"}).status_code == 404
    assert SavedView.objects.get().name == "Mine"


def test_the_boxes_of_the_filter_say_what_is_asked_and_of_whom(filled, client):
    client.force_login(filled.lead)
    address = reverse("chronology", args=[filled.review.reference])
    asked = client.get(address, {"words": "bruise", "agency": "csc", "after": "0"}).content.decode()
    assert 'value="bruise"' in asked
    assert 'value="csc" checked' in asked
    assert 'value="bruise"' not in client.get(address).content.decode()
    wrong = client.get(address, {"first_day": "99"}).content.decode()
    assert 'value="99"' in wrong
    assert "Enter a real date" in wrong
    person = filled.review.people.get(key="mother")
    family.change_person(person, said=family.PersonSaid("Dora Newname", "mother"), by=filled.lead)
    assert "Dora Newname" in client.get(address).content.decode()
    client.force_login(filled.author)  # an agency's people choose among what is theirs
    assert "Marsh Children" not in client.get(address).content.decode()
