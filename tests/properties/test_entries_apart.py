"""An entry's answers are its own: true quotes, whatever else is added, in whatever order and under whatever names."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.real_entries import folders, real

from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings.contacts import Reader, contact_in, contacts, reader_of
from keymoments.analysis.sightings.values import Answer, Contact
from keymoments.knowledge import load_vocabulary

KINDS = ("childrens-social-care", "police", "school", "health-visiting", "housing", "hospital")
CASE = Case(
    "Children Orla and Pip",
    "wales",
    date(2018, 1, 1),
    date(2022, 12, 31),
    (
        Person("orla", "Orla Venn", "child", ("OV",), True, date(2012, 5, 6)),
        Person("pip", "Pip Venn", "child", (), True, date(2021, 2, 1)),
        Person("jo", "Jo Venn", "mother", ("Mum", "Mo")),
        Person("lee", "Lee Cray", "partner", ("LC",)),
        Person("max", "Max Venn", "brother", (), False, date(2009, 1, 1)),
    ),
    tuple(Agency(kind, kind, kind, (f"{kind}.csv",)) for kind in KINDS),
)
PHRASES = (
    "Orla seen alone in her room.",
    "Both children seen, Lee in the kitchen.",
    "Pip asleep in the Moses basket.",
    "Mum present throughout and answered for her.",
    "Orla told me ‘I like it at Nan’s’.",
    "She was not spoken to.",
    "No reply, card left.",
    "T/c from school: OV in class, quiet.",
    "HV saw Pip on Monday, gaining weight.",
    "To see Orla alone next week.",
    "If Orla is in, talk to her on her own.",
    "?seen by the window",
    "Max seen on his own, says all fine.",
    "Gwelwyd Orla gyda Mam.",
    "Orla heb ei gweld.",
    "Mum seen alone at the office.",
    "Lee said he would bring both boys.",
    "OV SEEN AND SPOKEN TO, ALONE.",
    "Unborn baby active, FHH.",
    "Letter sent.",
    "Strategy discussion held, police to visit.",
    "Last seen 4/3.",
    "I met with the eldest at school. Told me nothing new.",
    "\n",
    "e-mailed SW –",
)
CELLS = (
    ("Child seen?", ("Y", "N", "Orla", "?", "n/a")),
    ("Seen alone", ("Yes", "No", "")),
    ("Type", ("Home visit", "T/C", "Letter", "ABE interview", "School visit", "Mgmt decision")),
    ("Present", ("Mum, Orla", "LC", "Pip + HV")),
    ("Who seen", ("both chn", "mother only", "Orla")),
)


@cache
def reader() -> Reader:
    return reader_of(CASE, load_vocabulary("wales"))


texts = st.lists(st.sampled_from(PHRASES), max_size=4).map(" ".join) | st.text(max_size=40)
cells = st.lists(
    st.sampled_from(CELLS).flatmap(lambda cell: st.tuples(st.just(cell[0]), st.sampled_from(cell[1]))),
    max_size=3,
    unique_by=lambda cell: cell[0],
)
days = st.dates(date(2018, 1, 1), date(2022, 12, 31))
rows = st.tuples(texts, cells, st.sampled_from(KINDS), days)
Row = tuple[str, list[tuple[str, str]], str, date]


def entry(row: Row, number: int) -> Entry:
    text, columns, agency, day = row
    when = UncertainDate(day, day, Precision.DAY)
    return Entry(
        f"{agency}-{number:03d}", f"key {number}", agency, f"{agency}.csv", f"row {number}", str(day), when, text,
        number, columns=tuple(columns),
    )  # fmt: skip


def assert_true_quotes(contact: Contact, entry: Entry, case: Case) -> None:
    """Every yes and no has its words, and all words stand where they are said to stand."""
    fields = {"text": (entry.text,)}
    for heading, value in entry.columns:  # a heading may stand twice in a row
        fields[heading] = (*fields.get(heading, ()), value)
    born = {person.id: (str(person.born),) for person in case.people if person.born}
    for sighting in contact.children:
        quotes = (*sighting.quotes, *((sighting.view,) if sighting.view else ()))
        for quote in quotes:
            held = born[sighting.child] if quote.place == "born" else fields[quote.place]
            assert quote.words
            assert any(field[quote.start : quote.end] == quote.words for field in held), (entry.id, quote)
        said = {quote.says for quote in sighting.quotes}
        for question, answer in (("seen", sighting.seen), ("spoken_to", sighting.spoken_to), ("alone", sighting.alone)):
            assert answer not in (Answer.YES, Answer.NO) or f"{question}={answer}" in said, (entry.id, question)
    assert not contact.children or contact.contact


@settings(max_examples=200, deadline=None)
@given(rows)
def test_every_quote_of_an_invented_entry_is_true(row: Row) -> None:
    made = entry(row, 1)
    assert_true_quotes(contact_in(made, reader()), made, CASE)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, min_size=1, max_size=4), st.lists(rows, max_size=6), st.randoms(use_true_random=False))
def test_added_entries_order_and_names_change_no_answer(own: list[Row], more: list[Row], chance: random.Random) -> None:
    entries = [entry(row, number) for number, row in enumerate(own)]
    alone = {one.id: contact_in(one, reader()) for one in entries}
    mixed = [*entries, *(entry(row, 100 + number) for number, row in enumerate(more))]
    chance.shuffle(mixed)
    together = {contact.entry: contact for contact in (contact_in(one, reader()) for one in mixed)}
    assert {key: together[key] for key in alone} == alone
    for one in entries:
        moved = replace(one, id="x", key="y", file="other/name.docx", where="table 4, row 9", position=77)
        assert replace(contact_in(moved, reader()), entry=one.id) == alone[one.id]


def test_answers_are_those_of_a_reader_made_anew() -> None:
    entries = [entry((text, [], KINDS[n % 6], date(2021, 3, 4)), n) for n, text in enumerate(PHRASES)]
    vocabulary = load_vocabulary("wales")
    forwards = tuple(contact_in(one, reader()) for one in entries)
    files = tuple(replace(agency, files=("renamed.docx",)) for agency in reversed(CASE.agencies))
    other = replace(CASE, agencies=files, reference="Other")
    assert contacts(entries[::-1], other, vocabulary)[::-1] == forwards


@pytest.mark.parametrize("number", range(5))
def test_real_entries_have_true_quotes_and_stand_apart(shared: Path, number: int) -> None:
    places = folders(shared)
    found = real(places[number % len(places)])
    for contact, one in zip(found.contacts, found.entries, strict=True):
        assert_true_quotes(contact, one, found.case)
    chosen = random.Random(number).sample(found.entries, len(found.entries) // 3)
    moved = [replace(one, file="other.docx", where="row 1", position=0, key="k") for one in chosen]
    told = {contact.entry: contact for contact in found.contacts}
    assert tuple(contact_in(one, found.reader) for one in moved) == tuple(told[one.id] for one in chosen)
