"""Settings: quotes are true, and neither order nor what is unrelated changes an answer."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings.patterns import PatternBook, tokens_of
from keymoments.analysis.sightings.setting import Setting, SettingReader, setting_of, setting_reader
from keymoments.analysis.sightings.values import Quote
from keymoments.knowledge import load_vocabulary

NATIONS = ("england", "wales", "scotland", "northern-ireland")
VOCABULARY = load_vocabulary("wales")
KINDS = ("childrens-social-care", "police", "school", "gp", "housing")
CASE = Case(
    "Child Kit",
    "wales",
    date(2020, 1, 1),
    date(2022, 1, 1),
    (Person("kit", "Kit Marlow", "child", ("K",), True, date(2014, 6, 1)), Person("dawn", "Dawn", "mother", ("Mum",))),
    tuple(Agency(kind, kind, kind, ("f",)) for kind in KINDS),
)
READER = setting_reader(CASE, VOCABULARY)
PARTS = (
    "Kit seen alone in his room.",
    "No reply, card left.",
    "T/c from school:",
    "officers saw both children",
    "PPN received.",
    "NFA.",
    "‘I want to go home’",
    "Mum translated.",
    "was not brought",
    "to see Kit next week",
    "?seen",
    "Strategy discussion.",
    "Dim ateb.",
    "Home visit",
    "(15:40)",
    "\n",
    "Dr. A. Rees",
    "by phone",
    "E-mailed SW.",
)
texts = st.lists(st.sampled_from(PARTS), max_size=6).map(" ".join) | st.text(max_size=60)
cells = st.lists(
    st.tuples(
        st.sampled_from(
            ("Type", "Child seen?", "Ch. seen / alone (Y/N)", "Who seen", "Worker", "From", "To", "Subject")
        ),
        st.sampled_from(
            ("Y", "N", "Y / N", "?", "n/a", "Kit, mum", "T/C", "Home visit", "Mgmt decision", "Mum present")
        ),
    ),
    max_size=4,
    unique_by=lambda cell: cell[0],
)


def entry(text: str, columns: list[tuple[str, str]], agency: str = KINDS[0]) -> Entry:
    when = UncertainDate(date(2021, 3, 4), date(2021, 3, 4), Precision.DAY)
    return Entry("e", "k", agency, "f", "w", "", when, text, 0, columns=tuple(columns))


@settings(max_examples=150, deadline=None)
@given(texts, cells, st.sampled_from(KINDS))
def test_every_quote_is_true_and_no_contact_says_nothing_more(
    text: str, columns: list[tuple[str, str]], agency: str
) -> None:
    read = entry(text, columns, agency)
    found = setting_of(read, READER)
    fields = {"text": text, **dict(columns)}
    for value in (getattr(found, field.name) for field in dataclasses.fields(found)):
        if isinstance(value, Quote):
            assert fields[value.place][value.start : value.end] == value.words
    for tick in found.ticks:
        assert fields[tick.heading][tick.start : tick.end] == tick.words
    assert found.nobody_could_be_seen == (found.nobody is not None)
    assert found.relayed == (found.relay is not None)
    if not found.contact:
        assert found == Setting(False, found.why, ticks=found.ticks)


@cache
def turned_reader() -> SettingReader:
    """A reader whose words stand in the opposite order."""
    contacts = VOCABULARY.contacts
    turned = dataclasses.replace(
        contacts,
        classes={name: tuple(reversed(words)) for name, words in reversed(contacts.classes.items())},
        patterns={name: tuple(reversed(lines)) for name, lines in reversed(contacts.patterns.items())},
    )
    return setting_reader(CASE, dataclasses.replace(VOCABULARY, contacts=turned))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, cells, st.sampled_from(KINDS)), max_size=5), st.randoms())
def test_order_of_entries_and_of_words_in_the_pack_changes_nothing(
    rows: list[tuple[str, list[tuple[str, str]], str]], random: object
) -> None:
    read = [entry(*row) for row in rows]
    forwards = [setting_of(one, READER) for one in read]
    assert [setting_of(one, turned_reader()) for one in reversed(read)] == forwards[::-1]


@given(texts, cells)
@settings(max_examples=60, deadline=None)
def test_columns_about_something_else_change_nothing(text: str, columns: list[tuple[str, str]]) -> None:
    with_more = [("Ref", "A-17"), *columns, ("Date recorded", "4/3/21")]
    assert setting_of(entry(text, with_more), READER) == setting_of(entry(text, columns), READER)


@given(st.text(max_size=80))
def test_tokens_stand_where_they_say(text: str) -> None:
    tokens = tokens_of(text)
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert text[start:end].casefold().replace("’", "'") == word


@pytest.mark.parametrize("nation", NATIONS)
def test_patterns_speak_only_of_classes_that_exist(nation: str) -> None:
    words = load_vocabulary(nation).contacts
    known = {name.partition(" ")[0] for name in words.classes}
    known |= {"child", "family", "public", "named", "colleague", "agency", "named_child"}
    known |= {"interpreter_worker", "stranger"}
    for lines in (*words.patterns.values(), *words.heads.values()):
        for line in lines:
            used = {name for braces in re.findall(r"\{([^}]*)\}", line) for name in braces.split("|")}
            assert used <= known, line


def test_gaps_never_reach_over_the_end_of_a_sentence() -> None:
    book = PatternBook({"who": ["mum"]}, {"seen": ["{who} .. seen"], "near": ["{who} ~ seen"]})
    assert [hit.label for hit in book.find(tokens_of("Mum at 14.30 was seen"))] == ["seen"]
    assert [hit.label for hit in book.find(tokens_of("Mum was seen"))] == ["near", "seen"]
    assert not book.find(tokens_of("Rang mum. Kit seen"))
