"""Which lines of a passage begin an entry: the heads that share one shape, told from dates inside the narrative."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from keymoments.analysis.records import Precision
from keymoments.analysis.vocabulary import DateWords, Headings
from keymoments.ingest.blocks import Line
from keymoments.ingest.heads import (
    Head,
    Kind,
    closing_form,
    closing_head,
    inside_head,
    label_head,
    line_head,
    run_in_head,
)
from keymoments.ingest.letters import (
    is_address_line,
    is_addressed,
    is_birth_before,
    is_greeting,
    is_sentence,
    is_sign_off,
)
from keymoments.ingest.scan import LONGEST_TITLE, Part, Scan
from keymoments.ingest.tails import tail_form

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Group:
    """The head lines of one entry, first to last, and the one whose date counts."""

    first: int
    last: int
    head: Head

    @property
    def is_log(self) -> bool:
        """Whether it is a line of a log, and not the head of a letter, a report or a section."""
        return self.head.kind in (Kind.START, Kind.FIELD)


def choose_heads(seen: Scan, dates: DateWords, headings: Headings) -> tuple[Group, ...]:
    """The heads of a passage, in order, those of one letter or report together."""
    found = [head for index in range(len(seen.lines)) if (head := _candidate(seen, index, dates, headings))]
    found = [
        _of_letter(seen, head, found[number + 1].index if number + 1 < len(found) else None)
        for number, head in enumerate(found)
    ]
    headed = [head for head in found if _is_heading(seen.lines[head.index]) and head.rank >= 0]
    logs = [head for head in found if head.kind in (Kind.START, Kind.FIELD) and head not in headed]
    labels = [head for head in found if head.kind is Kind.LABEL]
    inside = [head for head in found if head.kind is Kind.INSIDE and head not in headed]
    logs = _of_one_shape(seen, logs, headed)
    dated = sum(1 for head in logs if head.dated)
    if len(headed) == 1 and headed[0].kind is Kind.INSIDE and dated > 2:
        chosen = list(logs)  # the date in the title of a log
    elif headed:
        chosen = headed + logs
    elif dated > 1 and dated >= len(inside) and dated > len(labels):
        chosen = list(logs)
    elif labels and len(labels) >= dated:
        chosen = labels + logs + inside
    else:
        chosen = logs + inside
    taken = {head.index for head in found}
    chosen += _like(seen, chosen, taken, dates) + _closing(seen, chosen, taken, dates)
    return _grouped(seen, sorted(chosen, key=lambda head: head.index))


def _like(seen: Scan, chosen: list[Head], found: set[int], dates: DateWords) -> list[Head]:
    """Lines that say the same as a chosen head, but for the numbers: "LOG 0317 OF 14/02/2016", "LOG 0098 OF …"."""
    forms = {
        _DIGITS.sub("9", seen.lines[head.index].text) for head in chosen if head.kind is Kind.INSIDE and head.rank > 0
    }
    more = []
    for index, line in enumerate(seen.lines if forms else ()):
        if index not in found and seen.parts[index] is Part.TEXT and _DIGITS.sub("9", line.text) in forms:
            head = inside_head(index, line.text, dates)
            more += [head] if head else []
    return more


def _closing(seen: Scan, chosen: list[Head], found: set[int], dates: DateWords) -> list[Head]:
    """Heading lines that end in "same day" or an hour, where several others of so many fields end in their date."""
    last = [head for head in chosen if head.kind is Kind.INSIDE and not head.after.strip() and head.before.strip()]
    forms = Counter(closing_form(seen.lines[head.index].text) for head in last)
    usual = {form for form, count in forms.items() if form > 1 and count > 2}
    more = []
    for index, line in enumerate(seen.lines if usual else ()):
        if index in found or not seen.is_title(index) or not seen.is_break_above(index):
            continue
        head = closing_head(index, line.text, dates) if closing_form(line.text) in usual else None
        more += [head] if head else []
    return more


def _of_letter(seen: Scan, head: Head, end: int | None) -> Head:
    """A line that is only a date, with an addressee or a greeting below it, is the head of a letter."""
    if head.kind is not Kind.START or head.after.strip() or not head.dated or seen.lines[head.index].level:
        return head
    last = min(head.index + 14, len(seen.lines) if end is None else end)
    for index in range(head.index + 1, last):
        text = seen.lines[index].text
        if seen.parts[index] is Part.TEXT and (is_greeting(text) or is_addressed(text)):
            return replace(head, kind=Kind.INSIDE)
        if seen.parts[index] is Part.TEXT and not seen.is_title(index):
            return head
    return head


def _is_heading(line: Line) -> bool:
    return bool(line.level) or (line.bold and len(line.text) <= LONGEST_TITLE and not is_sentence(line.text))


def _candidate(seen: Scan, index: int, dates: DateWords, headings: Headings) -> Head | None:
    if seen.parts[index] is not Part.TEXT:
        return None
    text = seen.lines[index].text
    head = label_head(index, text, dates, headings)
    if head is not None:
        return head
    head = line_head(index, text, dates)
    if head is not None and _is_birth(seen, head):
        return None
    if seen.lines[index].lead:
        head = run_in_head(index, text, seen.lines[index].lead, dates, head)
    if head is not None and (head.kind is Kind.FIELD or not _inside_sentence(seen, index) or _is_full(head)):
        return head
    if _is_heading(seen.lines[index]) or (seen.is_title(index) and _may_head(seen, index)):
        head = inside_head(index, text, dates)
        if head is not None and head.reading.date and head.reading.date.precision in (Precision.RANGE, Precision.YEAR):
            return None
        return head
    return None


def _is_birth(seen: Scan, head: Head) -> bool:
    """Whether the line above broke off before its date of birth, which stands at the beginning of this one."""
    above = seen.above(head.index)
    begins = head.kind is Kind.START and not head.before
    return begins and above is not None and is_birth_before(seen.lines[above].text)


def _inside_sentence(seen: Scan, index: int) -> bool:
    return seen.runs_on(index) and not _ends_above(seen, index)


def _is_full(head: Head) -> bool:
    return bool(head.reading.written_date and head.reading.written_time and head.dated)


def _ends_above(seen: Scan, index: int) -> bool:
    above = seen.above(index)
    return above is None or is_sentence(seen.lines[above].text)


def _may_head(seen: Scan, index: int) -> bool:
    """Whether a line stands where the head of a letter or report stands: nothing but titles above it in its block."""
    if seen.is_break_above(index):
        return True
    for above in range(index - 1, max(-1, index - 8), -1):
        if seen.parts[above] is not Part.TEXT:
            return True
        text = seen.lines[above].text
        if not seen.is_title(above) and not is_address_line(text):
            below = index + 1
            follows = below < len(seen.lines) and is_sentence(seen.lines[below].text)
            return not seen.wrapped and follows and len(seen.lines[index].text) <= 80
    return True


# --- logs: heads that share one shape ---------------------------------------------------------------------------------


def _form(head: Head) -> str:
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", head.reading.written_date))


def _of_one_shape(seen: Scan, logs: list[Head], headed: list[Head]) -> list[Head]:
    """Drop dates and hours with which a wrapped line of narrative happens to begin."""
    dated = [head for head in logs if head.dated]
    sure = [head for head in dated if _is_clear(seen, head)]
    small = sum(1 for head in sure if _in_small_letters(head)) > 0.5 * len(sure)
    full = sum(1 for head in sure if _is_full(head)) > 0.6 * len(sure)
    if not sure and not headed:
        return []
    indents = Counter(round(seen.lines[head.index].indent) for head in sure)
    usual = max(indents, key=lambda indent: indents[indent]) if indents else 0
    forms = Counter(_form(head) for head in sure)
    tails = {tail_form(head.after) for head in sure} - {"plain", "nothing"}
    kept = []
    for head in logs:
        if head.dated:
            # Another form of date ("Feb 2019") begins an entry where what follows has the form of the other heads.
            same_tail = tail_form(head.after) in tails and _ends_above(seen, head.index)
            alike = _at(seen, head, usual) and (forms[_form(head)] > 0 or same_tail)
            fits = not seen.wrapped or _is_clear(seen, head) or alike
            if _inside_sentence(seen, head.index) and not (full and alike and _is_full(head)):
                fits = False
            if not small and _in_small_letters(head) and not _ends_above(seen, head.index):
                fits = fits and seen.is_break_above(head.index)
            misplaced = (
                seen.wrapped and indents[usual] > 0.8 * len(sure) > 2 and seen.lines[head.index].indent > usual + 3
            )
            if fits and not (misplaced and not seen.is_break_above(head.index)):
                kept.append(head)
        elif _is_line_of_log(seen, head, dated):
            kept.append(head)
    return kept


def _in_small_letters(head: Head) -> bool:
    """Whether the date is followed by plain words, as inside a sentence ("28.1.20 when he left")."""
    return bool(re.match(r",? [a-z]+ [a-z]", head.after))


def _at(seen: Scan, head: Head, indent: int) -> bool:
    return abs(round(seen.lines[head.index].indent) - indent) <= 2


def _is_clear(seen: Scan, head: Head) -> bool:
    """Whether nothing above runs on into this line."""
    if seen.is_break_above(head.index) or not seen.wrapped:
        return True
    return not seen.runs_on(head.index)


def _is_line_of_log(seen: Scan, head: Head, dated: list[Head]) -> bool:
    """Whether a line that begins with an hour or "same day" begins an entry like its neighbours."""
    if head.kind is Kind.FIELD or _is_heading(seen.lines[head.index]):
        return True
    if not _ends_above(seen, head.index) and not seen.is_break_above(head.index):
        return False
    forms = {tail_form(one.after) for one in dated}
    form = tail_form(head.after)
    if form in forms and form != "plain":
        return True
    if head.reading.same_day:
        return seen.is_break_above(head.index) or not seen.wrapped
    if not dated or form == "nothing":
        return False
    bare = [one for one in dated if not is_sentence(one.after)]
    below = head.index + 1
    has_body = below < len(seen.lines) and seen.parts[below] is Part.TEXT
    return len(bare) > 0.7 * len(dated) and has_body and not is_sentence(head.after) and head.after[:1] not in ",;."


# --- letters and reports: several dates above one narrative -----------------------------------------------------------


def _grouped(seen: Scan, heads: list[Head]) -> tuple[Group, ...]:
    groups: list[Group] = []
    for head in heads:
        if groups and _same_letter(seen, groups[-1], head):
            best, other = sorted((groups[-1].head, head), key=_weight, reverse=True)
            groups[-1] = replace(groups[-1], last=head.index, head=_with_hour(best, other))
        else:
            groups.append(Group(head.index, head.index, head))
    forms = Counter(_form_of_line(seen, group.head.index) for group in groups)
    return tuple(
        group
        for number, group in enumerate(groups)
        if not _is_only_a_title(seen, groups, number, again=forms[_form_of_line(seen, group.head.index)] > 1)
    )


def _weight(head: Head) -> tuple[bool, int, bool]:
    return head.dated, head.rank, not head.reading.missing_year


def _with_hour(best: Head, other: Head) -> Head:
    """ "Date: …" and "Time: …" on lines of their own."""
    if best.reading.written_time or other.dated or not other.reading.written_time:
        return best
    return replace(
        best, reading=replace(best.reading, time=other.reading.time, written_time=other.reading.written_time)
    )


def _form_of_line(seen: Scan, index: int) -> str:
    return _DIGITS.sub("9", seen.lines[index].text)


def _same_letter(seen: Scan, group: Group, head: Head) -> bool:
    """Whether two dates stand above the same narrative."""
    loose = (Kind.LABEL, Kind.INSIDE)
    if group.head.kind not in loose and head.kind not in loose:
        return False
    if _is_heading(seen.lines[head.index]) and _is_heading(seen.lines[group.last]):
        return False
    if group.head.kind is Kind.START and group.head.after.strip() and head.kind is not Kind.LABEL:
        return False
    if _form_of_line(seen, group.head.index) == _form_of_line(seen, head.index):
        return False
    between = range(group.last + 1, head.index)
    if any(seen.parts[index] is Part.RULE for index in between) or len(between) > 15:
        return False
    return all(
        seen.parts[index] is not Part.TEXT
        or is_address_line(seen.lines[index].text)
        or is_greeting(seen.lines[index].text)
        or (seen.is_title(index) and not is_sign_off(seen.lines[index].text))
        for index in between
    )


def _is_only_a_title(seen: Scan, groups: list[Group], number: int, *, again: bool) -> bool:
    """Whether a dated title stands above a log whose own lines are dated, or a date of typing below a letter.

    ``again``: a line of the same form begins another entry, so that short lines below it are what it tells.
    """
    group = groups[number]
    if group.is_log or (group.head.after.strip() and group.head.kind is Kind.LABEL and is_sentence(group.head.after)):
        return False
    end = groups[number + 1].first if number + 1 < len(groups) else len(seen.lines)
    told = any(
        seen.parts[index] is Part.TEXT
        and (again or not seen.is_title(index))
        and not is_sign_off(seen.lines[index].text)
        for index in range(group.last + 1, end)
    )
    if told or (
        _is_heading(seen.lines[group.last])
        and group.head.rank > 0
        and len(groups) > number + 1
        and not groups[number + 1].is_log
    ):
        return False
    return group.head.kind is Kind.INSIDE or group.head.rank == 0
