"""From the heads of a passage to entries: what of each is narrative, and what head, label or signature."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from keymoments.analysis.vocabulary import Headings
from keymoments.ingest.forms import TWO_FIELDS, label_at, read_form, recurring_labels
from keymoments.ingest.heads import Kind, label_of, meaning_of
from keymoments.ingest.letters import (
    is_address_line,
    is_addressed,
    is_greeting,
    is_next_meeting,
    is_record_mark,
    is_sentence,
    is_sign_off,
    is_signature,
    names_somebody,
)
from keymoments.ingest.log_lines import Group
from keymoments.ingest.scan import Part, Scan
from keymoments.ingest.tails import split_tail, tail_form
from keymoments.ingest.told import Told, join_lines, merged, tell

# Read codes ("9N4..", "13If."), SNOMED concept numbers: GP systems print them behind the title of a consultation.
_CODED = re.compile(r"\((?:[0-9A-Za-z]{1,5}\.{0,4}|\d{6,18})\)$")
_SHORT_TITLE = 10
_MOST_ABOVE = 8
_FEWEST_WORDS_UNDATED = 25


@dataclass(frozen=True, slots=True)
class _Habits:
    """What most entries of a passage have in common."""

    below: bool  # the narrative stands below its head line
    forms: frozenset[str]  # of what follows the date on the head line
    titled: bool  # a title of its own stands above each narrative
    paragraphs: bool  # narratives have blank lines in them
    signed: bool  # narratives end with a name
    recurring: frozenset[str]  # labels that stand in every block
    run_in: bool  # a bold run-in heading stands before the narrative, longer than its date


def read_segments(seen: Scan, groups: tuple[Group, ...], headings: Headings) -> tuple[tuple[Told, ...], frozenset[int]]:
    """The entries that the heads begin, and the lines that went into them."""
    first = _top(seen, groups, 0, headings, "")
    first_label = next((label for index in range(first, groups[0].last + 1) if (label := label_at(seen, index))), "")
    tops = [first, *(_top(seen, groups, number, headings, first_label) for number in range(1, len(groups)))]
    ends = [*tops[1:], len(seen.lines)]
    habits = _habits(seen, groups, ends)
    told: list[Told] = []
    used: set[int] = set()
    broken = False
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        found, lines, rest = _segment(seen, group, (tops[number], ends[number]), habits, headings, last=last)
        titled_above = any(_is_band(seen, index) for index in range(tops[number], group.first))
        if found is not None:
            told.append(replace(found, after_break=True) if broken or titled_above else found)
            used.update(lines)
        broken = any(_is_band(seen, index) for index in rest) or (broken and found is None)
        undated = _undated(seen, rest)
        if undated is not None:
            told.append(undated[0])
            used.update(undated[1])
    return tuple(told), frozenset(used)


def _is_band(seen: Scan, index: int) -> bool:
    if seen.parts[index] is not Part.TEXT or not seen.is_title(index):
        return False
    line, text = seen.lines[index], seen.lines[index].text
    if line.level or line.bold or (text.isupper() and len(text) > 4):
        return True
    below = index + 1
    alone = seen.is_break_above(index) and (below >= len(seen.lines) or seen.parts[below] is not Part.TEXT)
    return alone and label_of(text) is None and not is_signature(text) and not names_somebody(text)


def _undated(seen: Scan, rest: list[int]) -> tuple[Told, list[int]] | None:
    """What stands at length under a heading without a date: an entry without a date, so that it is not lost."""
    start = next((place for place, index in enumerate(rest) if seen.lines[index].level), None)
    if start is None:
        return None
    body = [index for index in rest[start + 1 :] if seen.parts[index] is Part.TEXT and not seen.lines[index].level]
    text = join_lines(seen, body)
    if len(text.split()) < _FEWEST_WORDS_UNDATED or not any(is_sentence(seen.lines[index].text) for index in body):
        return None
    head = seen.lines[rest[start]].text
    lines = tuple(seen.lines[index] for index in body)
    return Told(text, lines[0].where, "", "", (("Heading", head),), True, lines), body


# --- where a segment begins and ends ----------------------------------------------------------------------------------


def _top(seen: Scan, groups: tuple[Group, ...], number: int, headings: Headings, first_label: str) -> int:
    """The first line that belongs to a group's head: references, patient, letterhead directly above its date."""
    group = groups[number]
    floor = groups[number - 1].last if number else -1
    top = group.first
    if number and group.head.kind is Kind.LABEL and first_label:
        above = [
            index for index in range(top, max(floor, top - _MOST_ABOVE), -1) if label_at(seen, index) == first_label
        ]
        if above:  # the label with which the first block begins
            return above[0]
    while top - 1 > floor and group.first - top < _MOST_ABOVE and _belongs_above(seen, group, top - 1, headings):
        top -= 1
    return top


def _belongs_above(seen: Scan, group: Group, index: int, headings: Headings) -> bool:
    if seen.parts[index] is not Part.TEXT or seen.pages[index] != seen.pages[group.first] or seen.lines[index].level:
        return False
    text = seen.lines[index].text
    label = label_of(text)
    if label is not None and meaning_of(label[0], headings) == "text":
        return False
    if is_address_line(text) or (label is not None and len(label[1].split()) <= 8 and not is_sentence(text)):
        return True
    return not group.is_log and not seen.lines[group.first].level and seen.is_title(index)


def _body_below(seen: Scan, group: Group) -> int | None:
    """The line of text directly below a head, a rule or a blank line between them allowed."""
    index = group.last + 1
    while index < len(seen.lines) and seen.parts[index] in (Part.RULE, Part.FURNITURE, Part.BLANK):
        index += 1
    return index if index < len(seen.lines) and seen.parts[index] is Part.TEXT else None


def _goes_on(seen: Scan, group: Group, end: int) -> bool:
    """Whether the narrative begins on the head line itself."""
    tail = group.head.after.strip()
    below = _body_below(seen, group)
    if below is None or below >= end:
        return bool(tail)
    words, next_line = len(tail.split()), seen.lines[below].text
    fields = re.split(r"\s{2,}|\t|\s*[|¦]\s*", group.head.after)
    if len(fields) > 2 and len(fields[-1]) <= 40 and not is_sentence(fields[-1]) and not next_line[:1].islower():
        return False
    flows = seen.runs_on(below) and (not next_line[:1].isupper() or words > 8 or bool(re.search(r"[.?!] \S", tail)))
    return flows or (is_sentence(tail) and words > 3)


def _habits(seen: Scan, groups: tuple[Group, ...], ends: list[int]) -> _Habits:
    logs = [(group, end) for group, end in zip(groups, ends, strict=True) if group.is_log]
    inline = sum(1 for group, end in logs if _goes_on(seen, group, end))
    forms = Counter(tail_form(group.head.after) for group, _ in logs if group.head.dated)
    usual = frozenset(form for form, count in forms.items() if count > 1 and count >= 0.5 * sum(forms.values()))
    titled = signed = several = 0
    for number, (group, end) in enumerate(zip(groups, ends, strict=True)):
        body = _text_lines(seen, range(group.last + 1, end))
        titled += len(body) > 1 and _is_subtitle(seen, group, body)
        signed += len(body) > 1 and is_signature(seen.lines[body[-1]].text) and is_sentence(seen.lines[body[-2]].text)
        if number < len(groups) - 1:
            several += _paragraphs(seen, range(group.last + 1, end)) > 1
    return _Habits(
        below=inline * 2 < len(logs),
        forms=usual,
        titled=titled >= 0.6 * len(groups),
        paragraphs=several > 0.25 * (len(groups) - 1),
        signed=signed >= 0.5 * len(groups),
        recurring=recurring_labels(seen, groups),
        run_in=inline * 2 >= len(logs) and sum(1 for group, _ in logs if group.head.run_in) > max(1, 0.5 * len(logs)),
    )


def _text_lines(seen: Scan, indexes: range | list[int]) -> list[int]:
    return [index for index in indexes if seen.parts[index] is Part.TEXT]


def _paragraphs(seen: Scan, indexes: range) -> int:
    """How many blocks of narrative, titles at the end not counted."""
    blocks: list[list[int]] = [[]]
    for index in indexes:
        if seen.parts[index] is Part.TEXT:
            blocks[-1].append(index)
        elif seen.parts[index] is Part.RULE and blocks[0]:
            break
        elif blocks[-1]:
            blocks.append([])
    return sum(1 for block in blocks if block and not all(seen.is_title(index) for index in block))


def _is_subtitle(seen: Scan, group: Group, body: list[int]) -> bool:
    """Whether the first line below a head is a title of the entry (a coded problem of a GP print)."""
    first, second = seen.lines[body[0]], seen.lines[body[1]]
    if is_sentence(first.text) and not _CODED.search(first.text):
        return False
    if len(first.text.split()) > _SHORT_TITLE or seen.runs_on(body[1]):
        return False
    head = seen.lines[group.last]
    hangs = abs(first.indent - head.indent) <= 1.5 and second.indent > first.indent + 1.5
    return bool(_CODED.search(first.text)) or hangs


# --- one segment ------------------------------------------------------------------------------------------------------


def _segment(
    seen: Scan, group: Group, span: tuple[int, int], habits: _Habits, headings: Headings, *, last: bool
) -> tuple[Told | None, set[int], list[int]]:
    """An entry, the lines it is made of, and the lines of its span that are not in it."""
    top, end = span
    labelled = read_form(seen, group, top, end, headings, habits.recurring)
    if labelled is not None:
        told, lines = labelled
    elif group.is_log:
        told, lines = _log_entry(seen, group, end, habits, last=last)
    else:
        told, lines = _letter(seen, group, top, end, habits, last=last)
    rest = [index for index in range(group.last + 1, end) if index not in lines]
    return told, lines, rest


def _kept_body(seen: Scan, group: Group, end: int, habits: _Habits, *, last: bool) -> list[int]:
    """The lines below a head that are its narrative."""
    body: list[int] = []
    gap = False
    level = seen.lines[group.first].level
    for index in range(group.last + 1, end):
        part, line = seen.parts[index], seen.lines[index]
        if part is Part.END or (part is Part.RULE and body):
            break
        if line.level and (line.level <= level if level else group.is_log):  # a letter's own headings end nothing
            break
        if part is Part.BLANK:
            gap = bool(body) or (bool(group.head.after.strip()) and not habits.below)
        elif part is Part.TEXT and not is_record_mark(line.text):
            if is_sign_off(line.text) and _only_short(seen, range(index, end)):
                break
            if gap and last and group.is_log and not habits.paragraphs and (len(body) > 0 or group.head.after.strip()):
                break
            body.append(index)
    tail = group.head.after.strip()
    return _without_titles(seen, body, least=0 if is_sentence(tail) or len(tail.split()) > 3 else 1)


def _only_short(seen: Scan, indexes: range) -> bool:
    return all(len(seen.lines[index].text.split()) <= 14 for index in _text_lines(seen, indexes))


def _without_titles(seen: Scan, body: list[int], *, least: int) -> list[int]:
    """Take titles of the next part off the end: short lines, no sentences, set off by a blank line or a page."""
    cut = len(body)
    while cut > least and seen.is_title(body[cut - 1]) and not label_of(seen.lines[body[cut - 1]].text):
        cut -= 1
        if seen.is_break_above(body[cut]) or _is_period(seen, body[cut]):
            body = body[:cut]
    return body


def _is_period(seen: Scan, index: int) -> bool:
    """Whether a line in bold among plain ones names the year that begins there ("Notes for 2020")."""
    line = seen.lines[index]
    return line.bold and bool(re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", line.text)) and len(line.text.split()) <= 6


def _log_entry(seen: Scan, group: Group, end: int, habits: _Habits, *, last: bool) -> tuple[Told | None, set[int]]:
    body = _kept_body(seen, group, end, habits, last=last)
    if habits.run_in and group.head.run_in:
        return _run_in_entry(seen, group, body)
    head, tail = split_tail(group.head.after, habits.forms)
    inline = _goes_on(seen, group, end) or (not habits.below and (len(tail.split()) > 3 or is_sentence(tail)))
    columns = [("Head", " | ".join(part for part in (group.head.before, head) if part))]
    if body and not inline:
        columns = [
            ("Head", " | ".join(part.strip() for part in (group.head.before, _bare(group.head.after)) if part.strip()))
        ]
        if habits.titled and len(body) > 1 and _is_subtitle(seen, group, body):
            columns.append(("Title", seen.lines[body[0]].text))
            body = body[1:]
        body = _without_signature(seen, body, habits.signed)
        return tell(seen, group, join_lines(seen, body), columns, body), {*range(group.first, group.last + 1), *body}
    text = tail
    if body:
        joint = " " if seen.runs_on(body[0]) else "\n"
        text = f"{tail}{joint}{join_lines(seen, body)}" if tail else join_lines(seen, body)
    if not text and head:  # "12/03/21 NB": the words that would be the head are all there is
        text, columns = _bare(group.head.after), [("Head", group.head.before)]
    return tell(seen, group, text, columns, body), {*range(group.first, group.last + 1), *body}


def _run_in_entry(seen: Scan, group: Group, body: list[int]) -> tuple[Told | None, set[int]]:
    """An entry with a bold heading of its own in front of the narrative, in one paragraph with it."""
    after, length = group.head.after, group.head.run_in
    tail = after[length:].lstrip(" \t.,;:–—-")
    columns = [("Head", " | ".join(part for part in (group.head.before, _bare(after[:length])) if part))]
    joint = " " if body and seen.runs_on(body[0]) else "\n"
    text = joint.join(part for part in (tail, join_lines(seen, body)) if part)
    return tell(seen, group, text, columns, body), {*range(group.first, group.last + 1), *body}


def _bare(after: str) -> str:
    return re.sub(r"\s*[|¦]\s*|\s{2,}|\t", " | ", after.strip(" \t,;:.-–—|")).strip()


def _without_signature(seen: Scan, body: list[int], usual: bool) -> list[int]:
    if len(body) < 2 or not usual:
        return body
    text, above = seen.lines[body[-1]].text, seen.lines[body[-2]].text
    return body[:-1] if is_signature(text) and is_sentence(above) else body


def _letter(
    seen: Scan, group: Group, top: int, end: int, habits: _Habits, *, last: bool
) -> tuple[Told | None, set[int]]:
    """A letter, a report, or what stands under a dated heading."""
    body = _kept_body(seen, group, end, habits, last=last)
    loose = not seen.lines[group.first].level
    above = [index for index in range(top, group.last + 1) if index != group.head.index]
    start = _narrative_start(seen, body) if loose else 0
    above.extend(index for index in body[:start] if not is_greeting(seen.lines[index].text))
    told = [index for index in body[start:] if not is_greeting(seen.lines[index].text) or (start == 0 and not loose)]
    if loose or habits.signed or (told and names_somebody(seen.lines[told[-1]].text)):
        told = _without_signature(seen, _without_copies(seen, told), True)
    planned = [index for index in told if is_next_meeting(seen.lines[index].text)]
    told = [index for index in told if index not in planned] or told
    above.extend(index for index in planned if index not in told)
    head = " ".join(part.strip(" ,–-—:|") for part in (group.head.before, group.head.after) if part.strip(" ,–-—:|"))
    columns = [("Head", head)]
    for index in above:
        for field in TWO_FIELDS.split(seen.lines[index].text):
            label = label_of(field)
            columns.append(label if label and label[1] else ("Head", field))
    text = join_lines(seen, told)
    if not text and not loose:
        text = head
    return tell(seen, group, text, merged(columns), told), {*range(top, group.last + 1), *body[:start], *told}


def _narrative_start(seen: Scan, body: list[int]) -> int:
    """How many lines at the beginning are addressee, reference, greeting or title, with narrative below them."""
    start = 0
    while start < len(body):
        text = seen.lines[body[start]].text
        if not (
            is_addressed(text)
            or is_address_line(text)
            or is_greeting(text)
            or (seen.is_title(body[start]) and len(text.split()) <= _SHORT_TITLE)
        ):
            break
        start += 1
    if start == len(body):  # nothing but short lines: they are the narrative, the labels above them are not
        start = 0
        while start < len(body) and (
            is_address_line(seen.lines[body[start]].text) or is_greeting(seen.lines[body[start]].text)
        ):
            start += 1
    return start


def _without_copies(seen: Scan, told: list[int]) -> list[int]:
    while len(told) > 1 and re.match(
        r"(?:cc|copy|copies|copi|c\.c\.|enc|encs|bcc)\b", seen.lines[told[-1]].text, re.IGNORECASE
    ):
        told = told[:-1]
    return told
