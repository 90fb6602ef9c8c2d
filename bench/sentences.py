"""Score what Keymoments reads from the labelled notes of ``bench/sentences``: figures, and mistakes by kind."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date

from bench.labelled_notes import HALVES, Note, Score, Told, figures_table, notes_of
from keymoments.analysis.records import AGENCY_KINDS, Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings.contacts import Reader, contact_in, reader_of
from keymoments.knowledge import load_vocabulary

AGENCIES = tuple(Agency(kind, kind.replace("-", " ").capitalize(), kind, ("notes",)) for kind in AGENCY_KINDS)


def case_of(note: Note) -> Case:
    """The case of a note's people, with one agency of each kind."""
    people = tuple(
        Person(
            person["id"],
            person["name"],
            person["role"],
            tuple(person["aliases"]),
            person["subject"],
            date.fromisoformat(person["born"]) if person["born"] else None,
        )
        for person in note["people"]
    )
    return Case(note["cast"], note["nation"], date(2000, 1, 1), date(2030, 12, 31), people, AGENCIES)


def entry_of(note: Note) -> Entry:
    """The note as an entry of its agency."""
    day = date.fromisoformat(note["date"])
    when = UncertainDate(day, day, Precision.DAY)
    return Entry(
        note["id"], note["id"], note["agency"], "notes", "row 1", note["date"], when, note["text"], 0,
        columns=tuple(note["columns"].items()),
    )  # fmt: skip


Prepared = list[tuple[Entry, Reader]]


def prepared(notes: Sequence[Note]) -> Prepared:
    """Every note with the reader of its case; a reader is made once for a cast in a nation."""
    readers: dict[tuple[str, str], Reader] = {}
    ready = []
    for note in notes:
        key = note["cast"], note["nation"]
        if key not in readers:
            readers[key] = reader_of(case_of(note), load_vocabulary(note["nation"]))
        ready.append((entry_of(note), readers[key]))
    return ready


def answered(ready: Prepared) -> list[Told]:
    """What Keymoments says of each note."""
    told = []
    for entry, reader in ready:
        contact = contact_in(entry, reader)
        children = {
            child.child: {
                "seen": child.seen.value,
                "spoken_to": child.spoken_to.value,
                "alone": child.alone.value,
                "basis": child.basis.value,
            }
            for child in contact.children
        }
        told.append({"contact": contact.contact, "children": children})
    return told


def errors_of(score: Score, most: int) -> str:
    """The first mistakes of each kind with their notes."""
    shown: dict[str, list[str]] = {}
    for kind, question, child, want, have, note in score.mistakes:
        row = (
            f"  {note['id']}{' ' + child if child else ''} {question}: wanted {want}, got {have}\n      {note['text']}"
        )
        if note["columns"]:
            row += f"  {note['columns']}"
        shown.setdefault(kind, []).append(row)
    parts = [f"{kind} ({len(rows)})\n" + "\n".join(rows[:most]) for kind, rows in sorted(shown.items())]
    return "\n".join(parts)


def main() -> int:
    """Print figures and mistakes by kind; the closed half never shows a note."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--half", choices=(*HALVES, "both", "second"), default="open", help="which notes (open if not given)"
    )
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show N mistakes of each kind: never of the closed half"
    )
    args = parser.parse_args()
    if args.errors and args.half in ("closed", "both"):
        parser.error("--errors shows notes, and the closed half is not to be looked at: use it with --half open")
    halves = HALVES if args.half == "both" else (args.half,)
    columns, every, told = {}, [], []
    for half in halves:
        notes = notes_of(half)
        answers = answered(prepared(notes))
        columns[half] = Score(notes, answers)
        every += notes
        told += answers
    if len(halves) > 1:
        columns["both"] = Score(every, told)
    score = columns[args.half]
    print(f"{len(every)} notes ({args.half})")
    print(figures_table(columns))
    print("\nMistakes by kind (answers of a child; contact of a note):")
    print(score.by_kind())
    if args.errors:
        print()
        print(errors_of(score, args.errors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
