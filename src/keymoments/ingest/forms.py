"""Blocks of "Label: value" lines: police notices, ambulance forms, concern forms, printed contact records."""

from __future__ import annotations

import re
from collections import Counter

from keymoments.analysis.vocabulary import Headings
from keymoments.ingest.heads import Kind, label_of, meaning_of
from keymoments.ingest.log_lines import Group
from keymoments.ingest.scan import Part, Scan
from keymoments.ingest.told import Told, merged, tell

TWO_FIELDS = re.compile(r"\s{2,}(?=[^\W\d][^:\n]{0,30}:\s)")


def label_at(seen: Scan, index: int) -> str:
    """The label of a line in small letters, "" where it has none."""
    label = label_of(seen.lines[index].text)
    return label[0].casefold() if label else ""


def _fields_of(
    text: str, headings: Headings, recurring: frozenset[str], *, inside_text: bool
) -> list[tuple[str, str, str]]:
    """Meaning, label and value of each field on a line; none where it goes on with the narrative."""
    found = []
    for part in TWO_FIELDS.split(text):
        label = label_of(part)
        if label is None or len(label[0].split()) > 5:
            return []
        meaning = meaning_of(label[0], headings)
        known = label[0].casefold() in recurring or re.fullmatch(r"[\d/.:\s-]+", label[1])
        if inside_text and not meaning and not (known and len(label[1].split()) <= 6):
            return []
        found.append((meaning, label[0], label[1]))
    return found


def recurring_labels(seen: Scan, groups: tuple[Group, ...]) -> frozenset[str]:
    """Labels that stand in every block of a form, once each."""
    blocks = sum(1 for group in groups if group.head.kind is Kind.LABEL)
    if blocks < 2:
        return frozenset()
    found = Counter(label_at(seen, index) for index in range(len(seen.lines)) if seen.parts[index] is Part.TEXT)
    return frozenset(label for label, count in found.items() if label and count == blocks)


def read_form(
    seen: Scan, group: Group, top: int, end: int, headings: Headings, recurring: frozenset[str]
) -> tuple[Told | None, set[int]] | None:
    """A block of "Label: value" lines with its narrative under one of them; ``None`` where no label means narrative."""
    if group.head.kind is not Kind.LABEL:
        return None
    fields: list[tuple[str, str, list[int]]] = []  # meaning, label, lines
    values: list[str] = []
    for index in range(top, end):
        part, text = seen.parts[index], seen.lines[index].text
        if part in (Part.END,) or (part is Part.RULE and fields and fields[-1][0] == "text"):
            break
        if part is not Part.TEXT:
            continue
        inside_text = bool(fields) and fields[-1][0] == "text"
        found = _fields_of(text, headings, recurring, inside_text=inside_text)
        if found:
            fields.extend((meaning, label, [index]) for meaning, label, _ in found)
            values.extend(value for _, _, value in found)
        elif fields and not (seen.is_title(index) and seen.is_break_above(index) and inside_text):
            fields[-1][2].append(index)
            joint = " " if seen.runs_on(index) else "\n"
            values[-1] = f"{values[-1]}{joint if values[-1] else ''}{text}"
    texts = [place for place, field in enumerate(fields) if field[0] == "text" and values[place]]
    if not texts:
        return None
    text = "\n".join(values[place] for place in texts)
    columns = [
        (field[1], values[place])
        for place, field in enumerate(fields)
        if place not in texts and field[1] != group.head.before
    ]
    lines = [index for field in fields for index in field[2]]
    return tell(seen, group, text, merged(columns), lines, labelled=True), {*range(top, group.last + 1), *lines}
