"""The same event told by two agencies: linked for reasons a reviewer would give, and not for a shared day alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from keymoments.analysis.chronology import integrate
from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate, UncertainTime
from keymoments.analysis.same_event import same_events
from keymoments.analysis.telling import Finder, own_names
from keymoments.analysis.vocabulary import Vocabulary

AGENCIES = (
    Agency("csc", "Ostrey Children's Services", "childrens-social-care", ("f",)),
    Agency("pol", "Ostrey Constabulary", "police", ("f",)),
    Agency("sch", "Thornlea Primary School", "school", ("f",)),
    Agency("hv", "Ostrey 0-19 Health Visiting", "health-visiting", ("f",)),
)
PEOPLE = (
    Person("wren", "Wren Attlow", "child", subject=True, born=date(2014, 2, 9)),
    Person("ashe", "Kirsty Ashe", "professional", ("KA",)),
)
CASE = Case("Wren", "england", date(2019, 1, 1), date(2021, 1, 1), PEOPLE, AGENCIES)


def entry(agency: str, day: str, text: str, time: str = "", **columns: str) -> Entry:
    when = date.fromisoformat(day)
    minutes = int(time[:2]) * 60 + int(time[3:]) if time else 0
    clock = UncertainTime(minutes, minutes, True) if time else None
    date_ = UncertainDate(when, when, Precision.DAY)
    return Entry("", "", agency, "f", "row", day, date_, text, 0, time=clock, columns=tuple(columns.items()))


def filler() -> list[Entry]:
    """Ordinary entries, so that ordinary words weigh little."""
    start = date(2019, 3, 1)
    texts = (
        "Routine visit, all well at home.",
        "Rang mother, no reply.",
        "Attendance letter sent.",
        "Weight on the line.",
    )
    return [
        entry(agency.id, (start + timedelta(days=17 * n + k)).isoformat(), texts[(n + k) % 4])
        for n in range(8)
        for k, agency in enumerate(AGENCIES)
    ]


def links(vocabulary: Vocabulary, *told: Entry) -> set[frozenset[str]]:
    by_agency = [[item for item in (*told, *filler()) if item.agency == agency.id] for agency in AGENCIES]
    entries = integrate(by_agency, CASE).entries
    groups, _ = same_events(entries, CASE, vocabulary)
    text = {item.id: item.text for item in entries}
    return {frozenset(text[member] for member in group) for group in groups}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            entry("sch", "2019-11-04", "Rang children's services about the graze on his chin.", "09:40"),
            entry("csc", "2019-11-04", "T/c from school, graze to chin, says he fell off the climbing frame.", "09:45"),
        ),
        (
            entry("csc", "2019-11-06", "Core group at school. HV, Mrs Dell and mother. Dentist booked."),
            entry("hv", "2019-11-07", "1st core group with SW and school. Dentist to be booked by mum."),
        ),
        (
            entry(
                "csc", "2019-11-06", "Joint visit with HV. Kept on the doorstep, dog barking.", "10:00", Worker="K Ashe"
            ),
            entry("hv", "2019-11-05", "Joint visit with SW Ashe, not let past the doorstep."),
        ),
        (
            entry("pol", "2019-11-02", "Neighbour reports shouting. Male left before arrival. Boy asleep.", "23:50"),
            entry("csc", "2019-11-05", "PPN re shouting on Saturday night, male left before police came, boy asleep."),
        ),
    ],
)
def test_two_tellings_of_one_event_are_linked(vocabulary: Vocabulary, one: Entry, two: Entry) -> None:
    assert links(vocabulary, one, two) == {frozenset((one.text, two.text))}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            entry("sch", "2019-11-04", "Harvest assembly, sang well.", "09:40"),
            entry("hv", "2019-11-04", "Weighed at clinic, on his line.", "14:00"),
        ),
        (
            entry("csc", "2019-11-04", "Core group at school, dentist booked."),
            entry("hv", "2019-12-04", "Core group at school, dentist still to be booked."),
        ),
        (
            entry("csc", "2019-11-04", "Rang school, attendance 91%.", "09:00"),
            entry("csc", "2019-11-04", "Rang school again, attendance confirmed.", "09:30"),
        ),
    ],
)
def test_a_shared_day_or_subject_is_not_enough(vocabulary: Vocabulary, one: Entry, two: Entry) -> None:
    assert links(vocabulary, one, two) == set()


def test_the_call_and_not_the_injury_is_the_same_event_as_its_receipt(vocabulary: Vocabulary) -> None:
    seen = entry("sch", "2019-11-04", "Mrs Dell noticed a sore place under his mouth first thing.", "08:50")
    rang = entry("sch", "2019-11-04", "Rang social care about the chin, duty worker took it down.", "09:40")
    told = entry("csc", "2019-11-04", "T/c from school DSL, graze to chin at register, dog did it. For TM.", "09:45")
    assert frozenset((rang.text, told.text)) in links(vocabulary, seen, rang, told)


def test_differences_of_day_and_hour_are_listed(vocabulary: Vocabulary) -> None:
    one = entry("csc", "2019-11-06", "Joint visit with HV. Kept on the doorstep, dog barking.", "10:00")
    two = entry("hv", "2019-11-05", "Joint visit with SW, not let past the doorstep, dog barking.")
    three = entry("sch", "2019-12-04", "Rang children's services about the graze on his chin.", "09:40")
    four = entry("csc", "2019-12-04", "T/c from school, graze to chin, says he fell off the frame.", "10:05")
    by_agency = [[item for item in (one, two, three, four, *filler()) if item.agency == a.id] for a in AGENCIES]
    _, differences = same_events(integrate(by_agency, CASE).entries, CASE, vocabulary)
    assert [(item.what, item.values) for item in differences] == [
        ("date", ("5 November 2019", "6 November 2019")),
        ("time", ("09:40", "10:05")),
    ]


def test_a_worker_named_stands_for_the_agency_and_the_family_never_does(vocabulary: Vocabulary) -> None:
    signed = [entry("csc", "2019-11-04", "Visit.", Worker="K Ashe"), entry("sch", "2019-11-04", "Log.", Staff="Attlow")]
    names = own_names(signed, CASE, vocabulary)
    assert (names["ashe"], names["kirsty"], names["thornlea"]) == ("csc", "csc", "sch")
    assert "attlow" not in names
    assert "ostrey" not in names


def test_examples_of_the_pack_are_read_as_it_says(vocabulary: Vocabulary) -> None:
    from pathlib import Path

    import keymoments.knowledge
    from keymoments.knowledge.yaml_file import read_yaml

    path = Path(keymoments.knowledge.__file__).parent / "packs" / "uk" / "agencies.yaml"
    kinds = list(vocabulary.agencies.kinds)
    agencies = (Agency("x", "X", "other", ("f",)), *(Agency(kind, "N", kind, ("f",)) for kind in kinds))
    case = Case("c", "england", date(2019, 1, 1), date(2021, 1, 1), (), agencies)
    for example in read_yaml(path.read_bytes(), "agencies.yaml")["examples"]:
        told = Finder((), case, vocabulary).told(entry("x", "2019-11-04", example["text"]))
        assert set(told.names) == set(example["names"]), example
        assert set(example.get("events", [])) <= told.together
