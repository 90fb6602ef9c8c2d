"""Sightings hold whatever stands in a note: true quotes, no crash, no answer without words."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings.contacts import Reader, contact_in, reader_of
from keymoments.knowledge import load_vocabulary

DAY = date(2021, 3, 4)
WORDS = (
    "alone|with Mum|not|told me|at school|Mum says|to see|.|'I like it'|she|his|their|on her own|last week|12/2|Mum|(6)"
)
PIECES = (*WORDS.split("|"), "Nell seen", "?seen", "Gus asleep", "both children", ",")


@cache
def reader() -> Reader:
    people = (
        Person("nell", "Nell Farrow", "child", ("NF", "N"), True, date(2013, 6, 1)),
        Person("gus", "Gus Farrow", "sibling", (), True, date(2020, 9, 1)),
        Person("jean", "Jean Farrow", "mother", ("Mo", "Mum")),
    )
    agencies = (Agency("csc", "csc", "childrens-social-care", ("f",)),)
    case = Case("Child Nell", "england", date(2020, 1, 1), date(2022, 1, 1), people, agencies)
    return reader_of(case, load_vocabulary("england"))


def entry(text: str) -> Entry:
    day = UncertainDate(DAY, DAY, Precision.DAY)
    return Entry("e-1", "k", "csc", "f", "row 1", "4/3/21", day, text, 1, columns=(("Type", "Home visit"),))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)))
def test_every_answer_has_words_that_stand_where_they_are_said_to_stand(text: str) -> None:
    contact = contact_in(entry(text), reader())
    for sighting in contact.children:
        said = {quote.says for quote in sighting.quotes}
        for question, answer in (("seen", sighting.seen), ("spoken_to", sighting.spoken_to), ("alone", sighting.alone)):
            assert answer not in ("yes", "no") or f"{question}={answer}" in said
        for quote in (*sighting.quotes, *((sighting.view,) if sighting.view else ())):
            source = {"text": text, "Type": "Home visit", "born": quote.words}[quote.place]
            assert source[quote.start : quote.end] == quote.words
    assert contact == contact_in(entry(text), reader())
