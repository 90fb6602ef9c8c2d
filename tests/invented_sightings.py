"""A small invented review with sightings and waits of two children, already analysed: for the tests of outputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.invented_analysis import ANALYSIS, CASE, day

from keymoments.analysis.records import UNDATED, Entry, Person, UncertainTime
from keymoments.analysis.sightings.values import Answer, Attempt, Basis, Contact, Mode, Quote, Sighting
from keymoments.analysis.waits import Verdict, Wait

YES, NO, SILENT = Answer.YES, Answer.NO, Answer.NOT_RECORDED
NARRATIVE = "Linnet <seen> alone in the library, chatty; Wick asleep."


def quote(says: str, text: str, words: str, place: str = "text") -> Quote:
    start = text.index(words)
    return Quote(says, place, start, start + len(words), words)


def entry(key: str, when, text: str, **more) -> Entry:
    agency = key.rpartition("-")[0]
    return Entry(key, f"k-{key}", agency, f"records/{agency}.docx", f"row {key}", "", when, text, 0, **more)


def told(child: str, seen: Answer, spoken: Answer = SILENT, alone: Answer = SILENT, **more) -> Sighting:
    return Sighting(child, seen, spoken, alone, **more)


CASE_OF_TWO = replace(
    CASE,
    reference="Children Linnet and Wick",
    people=(
        CASE.people[0],
        Person("wick", "Wick Ashgrove", "child", subject=True, born=date(2021, 3, 10)),
        *CASE.people[1:],
    ),
)
ENTRIES = (
    entry("csc-101", day(2020, 12, 1), "Before the period: Linnet seen.", in_scope=False),
    entry("csc-102", day(2021, 1, 4), "Home visit. Linnet seen with Mum."),
    entry("police-101", day(2021, 2, 9), "No reply at the door."),
    entry(
        "school-101", day(2021, 4, 6), NARRATIVE, columns=(("Child seen?", "N"), ("Note", "x")),
        time=UncertainTime(600, 600, exact=True),
    ),
    entry("csc-103", day(2021, 4, 20), "GP says she saw Linnet last week."),
    entry("csc-104", day(2021, 7, 19), "Linnet rang in and said she was fine."),
    entry("csc-105", day(2021, 9, 1), "Linnet seen, Mum out of the room. Wick on the mat with nobody else there."),
    entry("csc-106", UNDATED, "Linnet seen in the office."),
)  # fmt: skip
TEXTS = {one.id: one.text for one in ENTRIES}
CONTACTS = (
    Contact("csc-101", True, (told("linnet", YES), told("wick", NO, NO, NO))),
    Contact(
        "csc-102", True,
        (
            told("linnet", YES, SILENT, NO, mode=Mode.IN_PERSON, company=("mother",), quotes=(
                quote("seen=yes", TEXTS["csc-102"], "Linnet seen"),
                quote("alone=no", TEXTS["csc-102"], "seen with Mum"),
            )),
            told("wick", NO, NO, NO, quotes=(Quote("seen=no", "born", 0, 10, "2021-03-10"),)),
        ),
    ),
    Contact("police-101", True, (
        told("linnet", NO, NO, NO, attempt=Attempt.NO_ACCESS, mode=Mode.IN_PERSON),
        told("wick", NO, NO, NO),
    )),
    Contact("school-101", True, (
        told("linnet", YES, YES, YES, conflict=True, view=quote("view", NARRATIVE, "chatty"), quotes=(
            quote("seen=yes", NARRATIVE, "<seen>"),
            quote("alone=yes", NARRATIVE, "<seen> alone"),
            quote("spoken_to=yes", NARRATIVE, "chatty"),
            quote("seen=no", "N", "N", "Child seen?"),
        )),
        told("wick", YES, NO, SILENT, quotes=(quote("seen=yes", NARRATIVE, "Wick asleep"),)),
    )),
    Contact("csc-103", True, (told("linnet", YES, basis=Basis.REPORTED, mode=Mode.PHONE), told("wick", SILENT))),
    Contact("csc-104", True, (told("linnet", NO, YES, NO, mode=Mode.PHONE), told("wick", NO, NO, NO, mode=Mode.PHONE))),
    Contact("csc-105", True, (told("linnet", YES, SILENT, YES), told("wick", YES, NO, YES))),
    Contact("csc-106", True, (told("linnet", YES), told("wick", SILENT))),
)  # fmt: skip


def wait(standard: str, begins: str, ends: str | None, first: date, last: date | None, **more) -> Wait:
    made = {
        "due": None, "elapsed": (last - first).days if last else None, "unit": "calendar_days", "limit": None,
        "verdict": Verdict.NO_LIMIT if last else Verdict.NO_END_RECORDED, "source": "None", "status": "unverified",
        "children": ("linnet",),
    }  # fmt: skip
    return Wait(standard, begins, ends, first, last, **(made | more))


WAITS = (
    wait("concern-to-seen", "csc-103", "csc-105", date(2021, 4, 20), date(2021, 9, 1),
         begin_quote=quote("concern", TEXTS["csc-103"], "saw Linnet")),
    wait("concern-to-seen", "csc-103", "csc-105", date(2021, 4, 20), date(2021, 9, 1), children=("wick",)),
    wait("concern-to-action", "csc-104", None, date(2021, 7, 19), None),
    wait("initial-conference", "csc-102", "school-101", date(2021, 1, 4), date(2021, 4, 6), elapsed=64,
         unit="working_days", limit=15, verdict=Verdict.EXCEEDED, source="Rule <of> the time", due=date(2021, 1, 25)),
    wait("no-response", "csc-105", None, date(2021, 9, 1), None, unit="working_days", limit=10, source="No rule"),
    wait("core-group", "school-101", "csc-103", date(2021, 4, 6), date(2021, 4, 20), unit="working_days", elapsed=10,
         limit=10, verdict=Verdict.WITHIN, status="secondary", source="Rule"),
)  # fmt: skip

SIGHTED = replace(
    ANALYSIS, case=CASE_OF_TWO, entries=ENTRIES, contacts=CONTACTS, waits=WAITS, same_event=(), differences=(),
    unknown_people=(),
)  # fmt: skip
