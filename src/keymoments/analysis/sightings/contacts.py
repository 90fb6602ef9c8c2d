"""For every entry: was it a contact, and what does it say of each child."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.language.patterns import Patterns, compiled
from keymoments.analysis.people import mentions
from keymoments.analysis.records import Case, Entry
from keymoments.analysis.sightings.evidence import evidence_of
from keymoments.analysis.sightings.judge import Judge
from keymoments.analysis.sightings.note import Scene
from keymoments.analysis.sightings.setting import SettingReader, setting_of, setting_reader
from keymoments.analysis.sightings.values import Contact, Quote
from keymoments.analysis.sightings.who import scene_of
from keymoments.analysis.vocabulary import ContextWords, Vocabulary

_EITHER = frozenset(("mental-health", "substance-use", "other"))  # services that see children or grown-ups
_CHILDRENS = re.compile(r"camhs|child|young|youth|adolescent|paediatric|plant", re.IGNORECASE)
_PATIENTS = frozenset(("mental-health", "substance-use", "probation", "midwifery", "adult-social-care", "gp"))
_LONGEST_SORT = 60  # characters
_PRIVATE = re.compile(
    r"\b(?:ABE|JII)\b(?! (?:plan|requested|declined|refused|booked|cancelled))"
    r"|\bELSA\b(?! (?:referral|request|waiting))|\b(?:1:1|1-1|one[ -]to[ -]one)(?: (?:session|work))?(?: with)?"
    r" (?:the )?(?:child|pupil|student|yp|young person)\b(?! *\?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A case's words and people made ready for its entries. Made by :func:`reader_of`."""

    case: Case
    words: ContextWords
    settings: SettingReader
    patterns: Patterns
    kinds: dict[str, str]  # agency → its kind, "childrens" for a mental health service of children's own


def reader_of(case: Case, vocabulary: Vocabulary) -> Reader:
    """Make a case ready to have its entries read; once for a run."""
    patterns = compiled(vocabulary.context.cues, vocabulary.context.sets)
    return Reader(case, vocabulary.context, setting_reader(case, vocabulary), patterns, _kinds(case))


def _kinds(case: Case) -> dict[str, str]:
    return {
        agency.id: "childrens" if agency.kind in _EITHER and _CHILDRENS.search(agency.name) else agency.kind
        for agency in case.agencies
    }


def contacts(entries: Sequence[Entry], case: Case, vocabulary: Vocabulary) -> tuple[Contact, ...]:
    """What each entry says of each subject child, in the order of the entries.

    An entry is read by itself: no other entry changes its answers. Pure and deterministic.
    """
    reader = reader_of(case, vocabulary)
    return tuple(contact_in(entry, reader) for entry in entries)


def contact_in(entry: Entry, reader: Reader) -> Contact:
    """What one entry says of each subject child."""
    people = reader.settings.roster
    day = entry.date.earliest if entry.date.earliest == entry.date.latest else None
    named = mentions(people, entry.text, agency=entry.agency, entry_date=day, columns=entry.columns)
    setting = setting_of(entry, reader.settings, named)
    if not setting.contact:
        return Contact(entry.id, False)
    day = entry.date.earliest
    kind = reader.kinds.get(entry.agency, "")
    scene = scene_of(entry, people, named, reader.words, day, kind)
    judge = Judge(
        scene.passage,
        evidence_of(scene, reader.patterns, day),
        setting,
        day,
        row_of(scene, reader.case, day),
        kind,
        patient=kind in _PATIENTS and scene.topic is not None and scene.topic.sort == "adult",
        private=_private(entry),
    )
    return Contact(entry.id, True, tuple(judge.sighting(child) for child in reader.case.subjects))


def _private(entry: Entry) -> Quote | None:
    """The sort of row, where it is a session or an interview with a child and nobody of the family."""
    for heading, value in entry.columns:
        found = _PRIVATE.search(value) if len(value) <= _LONGEST_SORT else None
        if found:
            return Quote("alone=yes", heading, found.start(), found.end(), found[0])
    return None


def row_of(scene: Scene, case: Case, day: date | None) -> tuple[str, ...]:
    """The children a tick box without a name is about: those of the row, else the only one there is."""
    if scene.topic is not None and scene.topic.sort == "child":
        return scene.topic.people
    born = tuple(child.id for child in case.subjects if not (child.born and day and day < child.born))
    return born if len(born) == 1 else ()
