"""Entries of the labelled cases beside the checkout, made once: text and day as the labels have them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from keymoments.analysis import people
from keymoments.analysis.chronology import in_scope
from keymoments.analysis.records import Case, Entry, Precision, UncertainDate
from keymoments.analysis.sightings.contacts import Reader, contact_in, reader_of
from keymoments.analysis.sightings.values import Contact
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.ingest.casefile import read_case
from keymoments.knowledge import load_vocabulary


@dataclass(frozen=True)
class Real:
    """A case with its entries and what they say of each child."""

    case: Case
    entries: tuple[Entry, ...]
    vocabulary: Vocabulary
    reader: Reader
    contacts: tuple[Contact, ...]


def folders(shared: Path) -> list[Path]:
    """The labelled cases."""
    return [path.parent for path in sorted((shared / "cases").glob("*/gold.json"))]


@cache
def real(folder: Path) -> Real:
    """One labelled case."""
    case = read_case(folder)
    vocabulary = load_vocabulary(case.nation)
    roster = people.roster(case.people, case.agencies, vocabulary.people)
    told = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["entries"]
    entries = []
    for position, line in enumerate(line for line in told if line["date"]):
        day = date.fromisoformat(line["date"])
        when = UncertainDate(day, day, Precision.DAY)
        entry = Entry(
            line["id"], line["id"], line["agency"], line["file"], f"row {position}", line["date"], when, line["text"],
            position, in_scope=in_scope(when, case),
        )  # fmt: skip
        entries.append(replace(entry, people=people.people_in(roster, entry)))
    reader = reader_of(case, vocabulary)
    return Real(case, tuple(entries), vocabulary, reader, tuple(contact_in(entry, reader) for entry in entries))
