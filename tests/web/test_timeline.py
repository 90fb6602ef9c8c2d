"""The review's timeline: everything in the picture stands in words, nearer and further, one picture for each agency."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from tests.invented_review import hand_in

from keymoments.analysis.rules import Sort
from keymoments.reviews.operations import family, moments
from keymoments.reviews.operations.family import Period, PersonSaid
from keymoments.reviews.operations.moments import MomentSaid

SPRING = "?first_day=1&first_month=3&first_year=2021&last_day=30&last_month=4&last_year=2021"
AUTUMN = "?first_day=1&first_month=9&first_year=2021&last_day=30&last_month=11&last_year=2021"


def page(made, query=""):
    return reverse("timeline", args=[made.review.reference]) + query


def words_of(answer) -> str:
    text = re.sub(r"<svg.*?</svg>", " ", html.unescape(answer.content.decode()), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def pictures_of(answer) -> list[str]:
    return re.findall(r'<svg class="km-timeline".*?</svg>', answer.content.decode(), flags=re.DOTALL)


@pytest.fixture
def lead(filled, client):
    client.force_login(filled.lead)
    return client


@pytest.fixture
def full(filled):
    said = MomentSaid("The visit", Sort.MISSED_OPPORTUNITY, date(2021, 3, 19), agencies=("csc",))
    moments.make_moment(filled.review, said=said, by=filled.lead)
    good = MomentSaid("The call", Sort.GOOD_PRACTICE, date(2021, 10, 1), ends=date(2021, 10, 20), agencies=("school",))
    moments.make_moment(filled.review, said=good, by=filled.lead)
    baby = PersonSaid("Ash Tallow", role="brother", born=date(2021, 4, 10))
    family.add_person(filled.review, said=baby, by=filled.lead)
    mother = filled.review.people.get(key="mother")
    home = family.add_place(filled.review, name="4 Reed Lane", kind="home", by=filled.lead)
    family.add_residence(mother, place=home, when=Period(date(2021, 2, 1), date(2021, 3, 31)), by=filled.lead)
    notes = 'Date,Case note\n08/03/2021,"Strategy discussion held with police and health."\n'
    hand_in(filled, "csc", "meetings.csv", notes)
    return filled


def test_everything_stands_in_the_picture_and_in_words(full, lead):
    answer = lead.get(page(full))
    (picture,) = pictures_of(answer)
    told = words_of(answer)
    for words in (
        "Key moment 1, Missed opportunity, 19 March 2021: The visit",
        "Key moment 2, Good practice, 1 October 2021 to 20 October 2021: The call",
        "Pregnancy before the birth of Ash Tallow on 10 April 2021",
        "Dora Tallow: 4 Reed Lane, from 1 February 2021 to 31 March 2021",
        "Strategy discussion, 8 March 2021",
    ):
        assert words in html.unescape(picture), words
        assert words in told, words
    assert "Marsh Children's Services : 4" in told.replace("Services:", "Services :")


def test_a_shorter_time_shows_what_lies_in_it(full, lead):
    told = words_of(lead.get(page(full, AUTUMN)))
    assert "The call" in told
    assert "The visit" not in told
    assert "Marsh Children's Services : 0" in told.replace("Services:", "Services :")


def test_each_agency_has_a_picture_of_its_own(full, lead):
    school, csc = pictures_of(lead.get(page(full, "?by=agency")))
    assert "The call" in school
    assert "The visit" not in school
    assert "The visit" in csc


def test_nearer_and_back_to_everything(full, lead):
    nearer = re.search(r'<a class="govuk-link" href="([^"]+)"[^>]*>Nearer</a>', lead.get(page(full)).content.decode())
    answer = lead.get(html.unescape(nearer[1]))
    assert "The whole review" in words_of(answer)
    assert "2 April 2021 – 1 October 2021" in words_of(answer)


def test_a_script_gets_the_part_that_changes_alone(full, lead):
    answer = lead.get(page(full, SPRING), headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith('<div id="timeline">')


@pytest.mark.parametrize("query", ["?first_day=99&first_month=1&first_year=2021", "?first_day=x&last_day=y"])
def test_days_that_are_none_show_everything_and_say_so(full, lead, query):
    told = words_of(lead.get(page(full, query)))
    assert "Enter a real date" in told
    assert "The visit" in told


def test_a_moment_that_was_set_aside_is_not_drawn(full, lead):
    moments.set_aside(full.review.moments.get(number=1), reason="Not ours.", by=full.lead)
    assert "The visit" not in lead.get(page(full)).content.decode()


def test_the_page_needs_as_many_questions_for_many_as_for_few(full, lead, django_assert_max_num_queries):
    for number in range(30):
        said = MomentSaid(f"Visit {number}", Sort.DELAY, date(2021, 5, 1 + number % 28))
        moments.make_moment(full.review, said=said, by=full.lead)
    with django_assert_max_num_queries(25):
        lead.get(page(full))
