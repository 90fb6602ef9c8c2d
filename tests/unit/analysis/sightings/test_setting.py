"""The setting of an entry: a contact or paperwork, how it came about, and whose sighting it passes on."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings.ages import age_words
from keymoments.analysis.sightings.setting import Setting, SettingReader, setting_of, setting_reader
from keymoments.analysis.sightings.values import Attempt, Interpreter, Mode, Quote
from keymoments.knowledge import load_vocabulary

PACKS = Path(__file__).parents[4] / "src" / "keymoments" / "knowledge" / "packs"
DAY = date(2021, 3, 4)
PEOPLE = (
    Person("kit", "Kit Marlow", "child", ("KM",), True, date(2014, 6, 1)),
    Person("wren", "Wren Marlow", "sibling", (), True, date(2019, 2, 1)),
    Person("dawn", "Dawn Marlow", "mother", ("Mo", "Mum")),
    Person("joss", "Joss Tully", "partner", ("JT",)),
    Person("price", "PC Alun Price", "professional"),
    Person("hale", "Orla Hale", "interpreter"),
)
KINDS = ("childrens-social-care", "police", "school", "nursery", "gp", "hospital", "health-visiting", "probation")


words_of = cache(load_vocabulary)


@cache
def reader(nation: str = "england") -> SettingReader:
    agencies = tuple(Agency(kind, kind, kind, ("f",)) for kind in KINDS)
    case = Case("Child Kit", nation, date(2020, 1, 1), date(2022, 1, 1), PEOPLE, agencies)
    return setting_reader(case, words_of(nation))


def entry(text: str, agency: str = "childrens-social-care", **columns: str) -> Entry:
    when = UncertainDate(DAY, DAY, Precision.DAY)
    cells = tuple((heading.replace("_", " "), value) for heading, value in columns.items())
    return Entry("e-1", "k", agency, "f", "row 1", "4/3/21", when, text, 1, columns=cells)


def setting(text: str, agency: str = "childrens-social-care", **columns: str) -> Setting:
    return setting_of(entry(text, agency, **columns), reader())


def examples() -> list[tuple[str, dict[str, object]]]:
    return [
        (nation, example)
        for pack, nation in (("uk", "england"), ("wales", "wales"))
        for example in yaml.safe_load((PACKS / pack / "contacts.yaml").read_text(encoding="utf-8"))["examples"]
    ]


@pytest.mark.parametrize(("nation", "example"), examples(), ids=lambda x: x["text"] if isinstance(x, dict) else x)
def test_examples_of_the_packs_hold(nation: str, example: dict[str, object]) -> None:
    kind = str(example["agency"])
    case = dataclasses.replace(reader().case, nation=nation, agencies=(Agency("x", "x", kind, ("f",)),))
    found = setting_of(entry(str(example["text"]), "x"), setting_reader(case, words_of(nation)))
    got = {
        "contact": found.contact,
        "mode": found.mode,
        "attempt": found.attempt,
        "interpreter": found.interpreter,
        "relayed": found.relayed,
        "nobody": found.nobody_could_be_seen,
    }
    assert {name: got[name] for name in example if name in got} == {n: w for n, w in example.items() if n in got}


@pytest.mark.parametrize(
    ("text", "agency", "columns"),
    [
        (
            "Lateral checks back. Meets threshold, to assessment team.",
            "childrens-social-care",
            {"Type": "Mgmt decision"},
        ),
        (
            "Chair, police, health, school. S47 agreed, single agency.",
            "childrens-social-care",
            {"Type": "Strategy mtg"},
        ),
        ("Report for conference sent.", "health-visiting", {"Contact": "Admin"}),
        ("Rang the social worker, on leave, message left.", "school", {}),
        (
            "Many thanks, noted.",
            "childrens-social-care",
            {"From": "a@x.example", "To": "b@x.example", "Subject": "RE:"},
        ),
        ("SW rang: will see Kit on his own on Thursday.", "school", {"Category": "Agency contact"}),
    ],
)
def test_paperwork_and_talk_between_agencies_is_no_contact(text: str, agency: str, columns: dict[str, str]) -> None:
    found = setting(text, agency, **columns)
    assert (found.contact, found.relayed, found.mode) == (False, False, None)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Mum rang, wants the visit moved.", "childrens-social-care"),
        ("Neighbour at 12 reports screaming, then quiet.", "police"),
        ("In class, very quiet, no coat.", "school"),
        ("Sore throat 3/7. Temp 38.1. Calpol.", "gp"),
        ("Dawn seen, low in mood.", "health-visiting"),
        ("Attended supervision. Living with JT again.", "probation"),
        ("No access. Card left.", "childrens-social-care"),
    ],
)
def test_family_neighbours_and_vain_attempts_are_contacts(text: str, agency: str) -> None:
    assert setting(text, agency).contact


def test_meeting_that_was_not_held_is_no_contact() -> None:
    assert not setting("RCPC stood down, no chair. New date to follow.", Type="RCPC").contact
    assert setting("Mo present with her advocate. Both children to stay on plan.", Type="RCPC").contact


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Call from school. The boy told his teacher he had no tea.", "childrens-social-care"),
        ("PPN: officers saw Kit and Wren asleep, no concerns.", "childrens-social-care"),
        ("Health visitor rang, she weighed Wren on Monday.", "childrens-social-care"),
        ("Nursery rang: Wren in today, tired.", "childrens-social-care"),
    ],
)
def test_sighting_of_another_agency_is_passed_on_with_its_words(text: str, agency: str) -> None:
    found = setting(text, agency)
    assert found.contact
    assert found.relayed
    assert found.relay is not None
    assert text[found.relay.start : found.relay.end] == found.relay.words


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Mum says the school nurse saw Kit last week.", "childrens-social-care"),
        ("PC PRICE SPOKE TO KIT ON STAIRS.", "police"),
        ("Home visit. Kit seen in the lounge, told me about football.", "childrens-social-care"),
        ("Rang school, asked that somebody speaks to Kit.", "childrens-social-care"),
        ("Aunt rang. Says she saw Kit yesterday, very thin.", "childrens-social-care"),
    ],
)
def test_own_contacts_plans_and_relatives_words_are_not_passed_on(text: str, agency: str) -> None:
    assert not setting(text, agency).relayed


@pytest.mark.parametrize(
    ("text", "mode", "attempt"),
    [
        ("T/c to Mum, all well.", Mode.PHONE, None),
        ("Mo by phone: school is going fine.", Mode.PHONE, None),
        ("Teams call with Mum and Kit.", Mode.VIDEO, None),
        ("Unannounced. No reply x3, curtains drawn.", Mode.IN_PERSON, Attempt.NO_ACCESS),
        ("Mum cancelled the visit.", None, Attempt.CANCELLED_BY_FAMILY),
        ("JT opened the door and would not let me in.", Mode.IN_PERSON, Attempt.REFUSED),
    ],
)
def test_when_nobody_could_be_seen_the_words_say_so(text: str, mode: Mode | None, attempt: Attempt | None) -> None:
    found = setting(text)
    assert found.nobody_could_be_seen
    assert found.nobody is not None
    assert found.attempt is attempt
    assert mode is None or found.mode is mode


@pytest.mark.parametrize(
    "text",
    [
        "Home visit. Wren on Mum's lap, Kit at the table.",
        "Visit. Mum shouted up the stairs twice, no answer. Went up and saw Kit asleep.",
        "Saw Kit in my office, nobody else in the room.",
        "Visit with telephone interpreter. Kit seen.",
    ],
)
def test_a_visit_at_which_somebody_was_met_is_not_empty(text: str) -> None:
    found = setting(text)
    assert not found.nobody_could_be_seen
    assert found.mode is Mode.IN_PERSON


def test_a_call_home_says_nothing_of_the_child_in_school() -> None:
    assert not setting("Kit pale, asked to lie down. Rang Mum, no answer.", "school").nobody_could_be_seen
    assert setting("Not in. Rang Mum, says he has a cold.", "school").nobody_could_be_seen


@pytest.mark.parametrize(
    ("text", "interpreter"),
    [
        ("Visit with Orla Hale interpreting.", Interpreter.PROFESSIONAL),
        ("Via LanguageLine. Mum well.", Interpreter.PROFESSIONAL),
        ("Visit. JT translated for Mum.", Interpreter.FAMILY),
        ("Visit. Kit translated for Mum.", Interpreter.CHILD),
        ("Visit. No interpreter, managed with gestures.", None),
        ("Visit. To book interpreter for next time.", None),
    ],
)
def test_who_interpreted(text: str, interpreter: Interpreter | None) -> None:
    assert setting(text).interpreter is interpreter


def test_every_quote_stands_where_it_says() -> None:
    found = entry("Rang Mum, no reply. Tried again 4.30, JT answered and translated.", Type="T/C", Child_seen="N")
    result = setting_of(found, reader())
    fields = {"text": found.text, **dict(found.columns)}
    quotes = [getattr(result, field.name) for field in dataclasses.fields(result)]
    true = [fields[q.place][q.start : q.end] == q.words for q in quotes if isinstance(q, Quote)]
    assert len(true) >= 4
    assert all(true)


@pytest.mark.parametrize(
    ("born", "day", "words"),
    [
        (date(2015, 3, 4), date(2021, 7, 4), "6y 4m"),
        (date(2015, 3, 4), date(2021, 3, 3), "5y 11m"),
        (date(2021, 1, 1), date(2021, 1, 2), "1 day"),
        (date(2021, 1, 1), date(2021, 2, 6), "5 weeks"),
        (date(2020, 1, 1), date(2021, 3, 1), "14 months"),
        (date(2021, 5, 1), date(2021, 3, 1), "unborn"),
        (None, date(2021, 3, 1), ""),
        (date(2021, 3, 1), None, ""),
    ],
)
def test_age_in_words(born: date | None, day: date | None, words: str) -> None:
    assert age_words(born, day) == words


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("childrens-social-care", "Duty. 10.15 call from Gran, hard to follow."),
        ("police", "Mum interviewed under caution. Denies."),
        ("gp", "Mum attended alone, sleeping badly."),
        ("probation", "Joss in. No children with him."),
        ("childrens-social-care", "Neither in when I called at 4."),
    ],
)
def test_where_only_a_grown_up_was_met_no_child_could_be_seen(agency: str, text: str) -> None:
    found = setting(text, agency)
    assert found.nobody_could_be_seen
    assert found.nobody is not None
    assert found.nobody.words in text


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("childrens-social-care", "Mum seen on her own in the kitchen."),  # a child may be in the next room
        ("police", "Mum interviewed under caution. Kit brought in with her and spoken to."),
        ("police", "Call from neighbour. Officers attended, Kit asleep."),
        ("police", "Video interview of Kit, one hour."),  # a recording, not a call
        ("childrens-social-care", "Virtual visit declined by Mo. Kit seen at the park."),
        ("childrens-social-care", "Kit turned away whenever Joss came near."),
    ],
)
def test_where_a_child_may_have_been_seen_it_is_left_open(agency: str, text: str) -> None:
    assert not setting(text, agency).nobody_could_be_seen
