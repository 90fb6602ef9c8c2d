"""Waits stay as they are when rows stand in another order, files have other names, or another matter is added."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.real_entries import folders, real

from keymoments.analysis import people
from keymoments.analysis.limits import Limits
from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings.contacts import Reader, contact_in, reader_of
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.analysis.waits import Wait, waits
from keymoments.knowledge import load_limits, load_vocabulary

FIRST, LAST = date(2021, 1, 4), date(2021, 12, 31)
AGENCIES = (
    Agency("csc", "Dunmere Children's Services", "childrens-social-care", ("a.csv",)),
    Agency("hv", "Dunmere Health Visitors", "health-visiting", ("b.csv",)),
    Agency("sch", "Brook Lane Primary", "school", ("c.csv",)),
    Agency("pol", "Dunshire Police", "police", ("d.csv",)),
    Agency("hsg", "Dunmere Homes", "housing", ("e.csv",)),
)
CASE = Case(
    "Child Ina",
    "england",
    FIRST,
    LAST,
    (
        Person("ina", "Ina Holt", "child", ("IH",), True, date(2015, 3, 1)),
        Person("kay", "Kay Holt", "mother", ("Mum",)),
    ),
    AGENCIES,
)
TOLD = (
    ("csc", "MARF from Brook Lane, bruise to cheek.", "Referral"),
    ("csc", "For assessment. Allocate to R Moss.", "Manager decision"),
    ("csc", "Police, HV. s47 joint. ICPC to be booked.", "Strategy discussion"),
    ("csc", "Made subject to a plan, neglect.", "ICPC"),
    ("csc", "Mum, HV, school. Plan reviewed.", "Core group"),
    ("csc", "Plan to continue.", "RCPC"),
    ("csc", "Ina seen alone in her room and spoken to.", "Home visit"),
    ("csc", "No reply, card left.", "Home visit"),
    ("csc", "Assessment completed, CIN plan.", "C&F assessment"),
    ("sch", "Ina has a bruise on her cheek, said Mum hit her. MARF sent to CSC.", "Concern"),
    ("sch", "Rang CSC to chase the MARF, no reply.", "Phone call"),
    ("hv", "E-mailed SW about weight loss, please advise.", "E-mail"),
    ("pol", "Domestic incident, Ina upstairs, injury to Mum. PPN submitted.", "Incident"),
)
OTHERS = ("Boiler serviced.", "Gutter cleared at number 12.", "Lift out of order, engineer booked.", "Bins moved.")


@cache
def words() -> tuple[Vocabulary, Limits, people.Roster]:
    vocabulary = load_vocabulary("england")
    return vocabulary, load_limits("england"), people.roster(CASE.people, AGENCIES, vocabulary.people)


def row(agency: str, text: str, sort: str, day: int, number: int) -> Entry:
    when = UncertainDate(FIRST + timedelta(days=day), FIRST + timedelta(days=day), Precision.DAY)
    made = Entry(
        f"{agency}-{number:03d}", f"k{number}", agency, "f.csv", f"row {number}", "", when, text, number,
        columns=(("Type", sort),),
    )  # fmt: skip
    return replace(made, people=people.people_in(words()[2], made))


@cache
def born_on(born: date) -> tuple[Case, Reader]:
    """The case with the child born then, and its reader."""
    case = replace(CASE, people=(replace(CASE.people[0], born=born), *CASE.people[1:]))
    return case, reader_of(case, words()[0])


def told(entries: list[Entry], born: date = date(2015, 3, 1)) -> tuple[Wait, ...]:
    vocabulary, limits, _ = words()
    case, reader = born_on(born)
    return waits(entries, [contact_in(one, reader) for one in entries], case, limits, vocabulary)


story = st.lists(st.tuples(st.sampled_from(TOLD), st.integers(0, 300)), min_size=1, max_size=9)


@settings(max_examples=25, deadline=None)
@given(story, st.lists(st.tuples(st.sampled_from(OTHERS), st.integers(0, 300)), max_size=5), st.integers(0, 999))
def test_order_names_and_another_matter_change_no_wait(
    lines: list[tuple[tuple[str, str, str], int]], more: list[tuple[str, int]], seed: int
) -> None:
    entries = [row(*line, day, number) for number, (line, day) in enumerate(lines)]
    entries.append(row("hsg", "File copied.", "Admin", 330, 499))  # how far records reach decides what is not yet due
    first = told(entries)
    mixed = [*entries, *(row("hsg", text, "Repair", day, 500 + number) for number, (text, day) in enumerate(more))]
    mixed = [replace(one, file="other.docx", where="table 2, row 1") for one in mixed]
    random.Random(seed).shuffle(mixed)
    assert told(mixed) == first
    for wait in first:
        assert wait.elapsed is None or wait.elapsed >= 0
        assert wait.ended is None or wait.ended >= wait.started
        assert wait.begins != wait.ends or wait.elapsed in (0, None)


@settings(max_examples=20, deadline=None)
@given(story, st.sampled_from((date(2021, 5, 5), date(2021, 8, 30))))
def test_no_wait_to_be_seen_begins_before_the_childs_birth(
    lines: list[tuple[tuple[str, str, str], int]], born: date
) -> None:
    entries = [row(*line, day, number) for number, (line, day) in enumerate(lines)]
    for wait in told(entries, born):
        if wait.standard in ("concern-to-seen", "child-seen", "looked-after-visit", "plan-visit", "return-interview"):
            assert wait.started >= born


@pytest.mark.parametrize("number", range(5))
def test_waits_of_a_real_case_stay_as_they_are(shared: Path, number: int) -> None:
    places = folders(shared)
    found = real(places[number % len(places)])
    limits = load_limits(found.case.nation)
    first = waits(found.entries, found.contacts, found.case, limits, found.vocabulary)
    assert first
    case = replace(found.case, agencies=(*found.case.agencies, Agency("zz", "Ashmoor Homes", "housing", ("z.csv",))))
    chance = random.Random(number)
    mixed = [replace(one, file="other.docx", where="row 1") for one in found.entries]
    for at, text in enumerate(OTHERS):
        day = chance.choice(found.entries).date
        mixed.append(Entry(f"zz-{at:03d}", f"zz{at}", "zz", "z.csv", f"row {at}", "", day, text, at))
    chance.shuffle(mixed)
    met = (*found.contacts, *(contact_in(one, found.reader) for one in mixed if one.agency == "zz"))
    assert waits(mixed, met, case, limits, found.vocabulary) == first
