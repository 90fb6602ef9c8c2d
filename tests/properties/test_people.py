"""Mentions stand where they say, in order, whatever is written."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.people import mentions, roster, unknown_people
from keymoments.analysis.records import Agency, Entry, Person, Precision, UncertainDate
from keymoments.knowledge.vocabulary import load_vocabulary

PEOPLE = (
    Person("zoe", "Zoë O'Hara-Finch", "child", ("Z", "ZF", "Zo"), True, date(2014, 3, 9)),
    Person("ian", "Ian O'Hara", "sibling", ("I",), False, date(2021, 3, 9)),
    Person("mo", "Straße Finch", "mother", ("Mo", "SF")),
    Person("pc", "PC 3307 İpek Łoś", "professional", ("3307",)),
    Person("ub", "Unborn baby Finch", "sibling", ("Unborn",)),
)
ROSTER = roster(PEOPLE, (Agency("pol", "Larchshire Police", "police", ()),), load_vocabulary("wales").people)
WRITTEN = (
    "Zoë ZOE zoe\u0308 Z Z.F. ZF O'Hara O’Hara-Finch Finch FINCH Ian I Mo mum MGM Straße STRASSE PC 3307 İpek "
    "Łoś LOS both children all 3 chn baby unborn Mrs Dr her 's ' ’ . , ( ) / - – & + ? 4kg 7 two said told "
    "with Zoe\u0301 _ @"
)
PIECES = st.sampled_from(WRITTEN.split())
JOINED = st.lists(PIECES, max_size=25)
TEXTS = st.one_of(st.text(max_size=80), JOINED.map(" ".join), JOINED.map("".join))


@given(TEXTS, st.sampled_from(["pol", "none"]), st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2023, 1, 1))))
def test_mentions_stand_where_they_say(text: str, agency: str, when: date | None) -> None:
    found = mentions(ROSTER, text, agency=agency, entry_date=when)
    known = {person.id for person in PEOPLE}
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.words
        assert mention.person in known
        assert mention.how
    assert [(m.start, m.end) for m in found] == sorted((m.start, m.end) for m in found)
    assert found == mentions(ROSTER, text, agency=agency, entry_date=when)


@given(st.lists(TEXTS, max_size=4))
def test_unknown_people_are_written_in_their_entries(texts: list[str]) -> None:
    day = UncertainDate(date(2020, 1, 1), date(2020, 1, 1), Precision.DAY)
    entries = [Entry(str(n), "", "pol", "f", "row", "", day, text, n) for n, text in enumerate(texts)]
    for stranger in unknown_people(ROSTER, entries):
        assert stranger.entries
        assert any(stranger.written in texts[int(entry)] for entry in stranger.entries)
