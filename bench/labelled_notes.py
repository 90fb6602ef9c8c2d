"""The labelled notes of ``bench/sentences`` and the figures of anybody's answers to them; standard library only."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent / "sentences"
HALVES = ("open", "closed")
SECOND = ("second-a", "second-b")  # by two other hands, after the rules had been tuned on the open half
QUESTIONS = ("seen", "spoken_to", "alone")
VALUES = ("yes", "no", "not_recorded")  # "unclear" counts as not recorded
Note = dict[str, Any]
Told = dict[str, Any]  # {"contact": bool, "children": {id: {"seen", "spoken_to", "alone", "basis"}}}


def notes_of(half: str) -> list[Note]:
    """The notes of a half ("open", "closed", "both" or "second"), each with the ``people`` of its cast."""
    casts = json.loads((PLACE / "casts.json").read_text(encoding="utf-8"))
    found = []
    for part in {"both": HALVES, "second": SECOND}.get(half, (half,)):
        for line in (PLACE / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
            note = json.loads(line)
            if "people" in note["people"]:
                note["people"] = note["people"]["people"]
            if isinstance(note["people"], dict):
                note["cast"] = note["people"]["cast"]
                note["people"] = casts[note["cast"]]["people"]
            else:
                note["cast"] = " ".join(person["name"] for person in note["people"])
            found.append(note)
    return found


def subjects_of(note: Note) -> list[str]:
    """Ids of the children the review is about."""
    return [person["id"] for person in note["people"] if person["subject"]]


class Score:
    """What was right and wrong: per question every pair of wanted and given answers, and the mistakes of each kind."""

    def __init__(self, notes: Sequence[Note], answers: Sequence[Told]) -> None:
        self.contact = Counter[bool]()
        self.pairs: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self.notes = Counter(note["kind"] for note in notes)
        self.asked = Counter[str]()
        self.wrong: dict[str, Counter[str]] = defaultdict(Counter)
        self.mistakes: list[tuple[str, str, str, str, str, Note]] = []
        for note, told in zip(notes, answers, strict=True):
            self._note(note, told)

    def _note(self, note: Note, told: Told) -> None:
        kind = note["kind"]
        self.contact[told["contact"] == note["contact"]] += 1
        if told["contact"] != note["contact"]:
            self._mistake(note, "contact", "", str(note["contact"]), str(told["contact"]))
        given = told["children"] if told["contact"] else {}
        for child in subjects_of(note):
            wanted, got = note["children"].get(child), given.get(child, {})
            for question in QUESTIONS:
                have = _value(got.get(question))
                if wanted is None and have != "yes":  # no contact: only a sighting made up counts, as in score.py
                    continue
                want = _value(wanted[question]) if wanted else "not_recorded"
                self.pairs[question][want, have] += 1
                self.asked[kind] += 1
                if want != have:
                    self._mistake(note, question, child, want, have)
            if wanted:
                bases = wanted.get("basis", "own"), got.get("basis", "own")
                self.pairs["basis"][bases] += 1
                if bases[0] != bases[1]:
                    self._mistake(note, "basis", child, *bases)

    def _mistake(self, note: Note, question: str, child: str, want: str, have: str) -> None:
        self.wrong[note["kind"]][question] += 1
        self.mistakes.append((note["kind"], question, child, want, have, note))

    def figures(self) -> dict[str, float | None]:
        """Name → figure, as ``score.py`` of the cases names and reckons them."""
        alone, basis = self.pairs["alone"], self.pairs["basis"]
        yes = alone["yes", "yes"]
        false = sum(many for (want, have), many in alone.items() if have == "yes" != want)
        missed = sum(many for (want, have), many in alone.items() if want == "yes" != have)
        right = sum(many for (want, have), many in basis.items() if want == have)
        return {
            "contact_accuracy": _share(self.contact[True], self.contact.total()),
            **{f"{question}_macro_f1": macro_f1(self.pairs[question]) for question in QUESTIONS},
            "alone_yes_precision": _share(yes, yes + false),
            "alone_yes_recall": _share(yes, yes + missed),
            "basis_accuracy": _share(right, basis.total()),
            "reported_f1": _f1(basis["reported", "reported"], basis["own", "reported"], basis["reported", "own"]),
        }

    def by_kind(self) -> str:
        """A table of mistakes: a line a kind, most mistakes first."""
        heads = ("contact", *QUESTIONS, "basis")
        rows = [f"{'kind':22}{'notes':>6}{'asked':>6}" + "".join(f"{head:>10}" for head in heads) + f"{'right':>8}"]
        order = sorted(self.notes, key=lambda kind: (-self.wrong[kind].total(), kind))
        for kind in order:
            wrong = self.wrong[kind]
            missed = sum(wrong[question] for question in QUESTIONS)
            right = 1 - missed / self.asked[kind] if self.asked[kind] else 1.0
            rows.append(
                f"{kind:22}{self.notes[kind]:>6}{self.asked[kind]:>6}"
                + "".join(f"{wrong[head] or '':>10}" for head in heads)
                + f"{right:>8.3f}"
            )
        return "\n".join(rows)


def _value(answer: str | None) -> str:
    return answer if answer in VALUES else "not_recorded"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(true: int, false: int, missed: int) -> float | None:
    return _share(2 * true, 2 * true + false + missed)


def macro_f1(pairs: Counter[tuple[str, str]]) -> float | None:
    """The mean F1 of yes, no and not recorded."""
    scores = []
    for value in VALUES:
        true = pairs[value, value]
        false = sum(many for (want, have), many in pairs.items() if have == value != want)
        missed = sum(many for (want, have), many in pairs.items() if want == value != have)
        if (score := _f1(true, false, missed)) is not None:
            scores.append(score)
    return sum(scores) / len(scores) if scores else None


def figures_table(columns: dict[str, Score]) -> str:
    """Figures side by side: a line a figure, a column for each score."""
    told = {name: score.figures() for name, score in columns.items()}
    rows = [f"{'figure':22}" + "".join(f"{name:>18}" for name in told)]
    rows.extend(
        f"{figure:22}" + "".join(f"{_number(values[figure]):>18}" for values in told.values())
        for figure in next(iter(told.values()))
    )
    return "\n".join(rows)


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def best_of(times: int, work: Callable[[], object], clock: Callable[[], float]) -> float:
    """The least time of several runs of the same work."""
    spent = []
    for _ in range(times):
        start = clock()
        work()
        spent.append(clock() - start)
    return min(spent)
