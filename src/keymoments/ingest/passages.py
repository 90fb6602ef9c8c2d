"""Running text into drafts: dated lines of logs, dated headings, labelled blocks, letters and e-mails."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from keymoments.analysis.dates import find_dates
from keymoments.analysis.records import Problem
from keymoments.analysis.vocabulary import DateWords, Headings
from keymoments.ingest.blocks import Draft, Line, Message, Passage, Table
from keymoments.ingest.heads import Kind
from keymoments.ingest.letters import (
    goes_to_review,
    is_cover,
    is_greeting,
    is_sentence,
    is_sign_off,
    without_spoken_greeting,
)
from keymoments.ingest.log_lines import Group, choose_heads
from keymoments.ingest.scan import Part, Scan, scan
from keymoments.ingest.segments import read_segments
from keymoments.ingest.told import Told, join_lines

FEWEST_WORDS_OF_AN_ACCOUNT = 40
_LONGEST_SIGNATURE = 12


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What a passage or message gave. ``skipped``: where its titles, greetings, signatures and keys stand."""

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[str, ...] = ()


def drafts_from_passage(
    passage: Passage,
    dates: DateWords,
    headings: Headings,
    file: str,  # noqa: ARG001 - tables and messages name it in their Problems; one signature for all three
    series: str,
) -> PassageReading:
    """The entries of running text, in file order. ``series`` names the log: years are assumed only within it."""
    told, skipped, _ = _read(passage, dates, headings)
    if told:
        return PassageReading(tuple(_draft(one, series) for one in told), (), skipped)
    return _account(passage, series)


def _read(
    passage: Passage, dates: DateWords, headings: Headings
) -> tuple[tuple[Told, ...], tuple[str, ...], tuple[Group, ...]]:
    seen = scan(passage)
    groups = choose_heads(seen, dates, headings)
    if not groups:
        return (), (), ()
    told, used = read_segments(seen, groups, headings)
    skipped = tuple(
        line.where for index, line in enumerate(seen.lines) if index not in used and seen.parts[index] is not Part.BLANK
    )
    return told, skipped, groups


def _draft(told: Told, series: str) -> Draft:
    sure = [line.confidence for line in told.lines if line.confidence is not None]
    notes = tuple(dict.fromkeys(note for line in told.lines for note in line.notes))
    return Draft(
        text=told.text,
        where=told.where,
        written_date=told.written_date,
        written_time=told.written_time,
        series=series,
        after_break=told.after_break,
        columns=told.columns,
        notes=notes,
        confidence=min(sure) if sure else None,
    )


def _account(passage: Passage, series: str) -> PassageReading:
    """A passage without any date: one undated draft if it tells something at length, otherwise nothing."""
    seen = scan(passage)
    body = [
        index for index in range(len(seen.lines)) if seen.parts[index] is Part.TEXT and not _stands_apart(seen, index)
    ]
    words = sum(len(seen.lines[index].text.split()) for index in body)
    sentences = sum(1 for index in body if is_sentence(seen.lines[index].text))
    if words < FEWEST_WORDS_OF_AN_ACCOUNT or not sentences:
        return PassageReading(skipped=tuple(line.where for line in seen.lines if line.text.strip()))
    lines = [seen.lines[index] for index in body]
    told = Told(join_lines(seen, body), lines[0].where, "", "", (), True, tuple(lines))
    left = tuple(line.where for index, line in enumerate(seen.lines) if index not in set(body) and line.text.strip())
    return PassageReading((_draft(told, series),), (), left)


def _stands_apart(seen: Scan, index: int) -> bool:
    text = seen.lines[index].text
    return is_greeting(text) or is_sign_off(text) or (seen.is_title(index) and len(text.split()) < 12)


# --- e-mails ----------------------------------------------------------------------------------------------------------


def drafts_from_message(
    message: Message, dates: DateWords, headings: Headings, file: str, series: str
) -> PassageReading:
    """The entries of one e-mail: those of the log, list or table it holds, otherwise the message itself.

    A message to those who run the review that only brings a thread, a file or a log along is no entry.
    """
    drafts: list[Draft] = []
    problems: list[Problem] = []
    skipped: list[str] = []
    for number, block in enumerate(message.body):
        if isinstance(block, Table):
            found = _table(block, dates, headings, file, f"{series}.{number}")
        else:
            found = _log_of(block, message, dates, headings, f"{series}.{number}")
        drafts.extend(found.drafts)
        problems.extend(found.problems)
        skipped.extend(found.skipped)
    if drafts:
        return PassageReading(tuple(drafts), tuple(problems), tuple(skipped))
    return _message_itself(message, dates, series, tuple(problems))


def _table(table: Table, dates: DateWords, headings: Headings, file: str, series: str) -> PassageReading:
    from keymoments.ingest.tables import drafts_from_table

    found = drafts_from_table(table, headings, dates, (), file=file)
    if not any(draft.written_date for draft in found.drafts):
        return PassageReading(skipped=tuple(row.where for row in table.rows))
    return PassageReading(tuple(replace(draft, series=series) for draft in found.drafts), found.problems)


def _log_of(passage: Passage, message: Message, dates: DateWords, headings: Headings, series: str) -> PassageReading:
    """The dated entries that a message's text lists; nothing where it only tells something itself."""
    body = _without_signature(passage, message.sender)
    told, skipped, groups = _read(body, dates, headings)
    left = tuple(line.where for line in passage.lines[len(body.lines) :] if line.text.strip())
    labelled = any(group.head.kind is Kind.LABEL for group in groups) and any(one.labelled for one in told)
    logged = [group for group in groups if group.is_log and group.head.dated]
    alone = len(logged) == 1 and goes_to_review(f"{message.to} {message.subject}")
    headed = [one for one in told if one.headed]
    if not told or not (labelled or len(logged) > 1 or alone or len(headed) > 1):
        return PassageReading(skipped=tuple(line.where for line in passage.lines if line.text.strip()))
    return PassageReading(tuple(_draft(one, series) for one in told), (), (*skipped, *left))


def _message_itself(message: Message, dates: DateWords, series: str, problems: tuple[Problem, ...]) -> PassageReading:
    everything = [
        (line.where, line.text) for block in message.body if isinstance(block, Passage) for line in block.lines
    ]
    kept: list[tuple[Scan, list[int]]] = []
    for block in message.body:
        if isinstance(block, Passage):
            seen = scan(_without_greeting(_without_signature(block, message.sender), message.to))
            kept.append(
                (
                    seen,
                    [
                        index
                        for index, part in enumerate(seen.parts)
                        if part in (Part.TEXT, Part.NOTE, Part.KEY, Part.END)
                    ],
                )
            )
    text = without_spoken_greeting("\n".join(join_lines(seen, indexes) for seen, indexes in kept if indexes).strip())
    used = {seen.lines[index].where for seen, indexes in kept for index in indexes}
    everywhere = tuple(where for where, written in everything if written.strip())
    reviewers = goes_to_review(message.to)
    if not text or (reviewers and (message.brings or (is_cover(text) and len(text.split()) < 80))):
        return PassageReading(problems=problems, skipped=everywhere or (message.where,))
    written_date, written_time = _sent(message, dates)
    columns = (("From", message.sender), ("To", message.to), ("Subject", message.subject))
    draft = Draft(
        text=text,
        where=message.where,
        written_date=written_date,
        written_time=written_time,
        series=series,
        after_break=True,
        columns=tuple((name, value) for name, value in columns if value),
    )
    return PassageReading((draft,), problems, tuple(where for where in everywhere if where not in used))


_CLOCK = re.compile(r"(?<![\d:])\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\b\.?)?", re.IGNORECASE)


def _sent(message: Message, dates: DateWords) -> tuple[str, str]:
    """The words of the date and time in the header; those of the date read where the header's form is foreign."""
    found = next((one for one in find_dates(message.written_date, dates) if one.date or one.missing_year), None)
    if found is None or (found.missing_year and message.sent):
        if message.sent is None:
            return message.written_date, ""
        return message.sent.strftime("%d %b %Y"), message.sent.strftime("%H:%M") if _CLOCK.search(
            message.written_date
        ) else ""
    rest = message.written_date[found.end :] or ""
    said = _CLOCK.search(found.written_time)
    clock = (said[0] if said else found.written_time) or next((one[0] for one in _CLOCK.finditer(rest)), "")
    clock = clock or next((one[0] for one in _CLOCK.finditer(message.written_date[: found.start])), "")
    return found.written_date, clock


def _names(address: str) -> set[str]:
    shown = re.sub(r"<[^>]*>", " ", address)
    words = re.findall(r"[^\W\d_]+", shown) or re.findall(r"[^\W\d_]+", address.split("@")[0])
    return {word.casefold() for word in words if len(word) > 1}


def _without_greeting(passage: Passage, to: str) -> Passage:
    lines = list(passage.lines)
    first = next((index for index, line in enumerate(lines) if line.text.strip()), None)
    if first is None:
        return passage
    text = lines[first].text.strip()
    words = re.findall(r"[^\W\d_]+", text)
    called = len(words) <= 3 and (text.endswith(",") or {word.casefold() for word in words} <= _names(to))
    if not is_greeting(text) and not (words and called and not is_sentence(text)):
        return passage
    return replace(passage, lines=tuple(lines[first + 1 :]))


def _without_signature(passage: Passage, sender: str) -> Passage:
    """The passage up to the signature: a sign-off, the writer's own name or initial, or the line "-- "."""
    ends: Callable[[Line], bool] = _ends_for(sender)
    told = False
    for index, line in enumerate(passage.lines):
        text = line.text.strip()
        if text == "--" or (told and text and ends(line)):
            return replace(passage, lines=passage.lines[:index])
        told = told or len(text.split()) > 3 or bool(re.search(r"\d", text))
    return passage


def _ends_for(sender: str) -> Callable[[Line], bool]:
    names = _names(sender)
    initials = {name[0] for name in names}

    def is_named(words: list[str], text: str) -> bool:
        """The sender's name or initial and surname, perhaps with a post behind it ("J Poe", "Duty Team, Ourtown")."""
        if len(words) < 2 or len(words) > _LONGEST_SIGNATURE or is_sentence(text) or words[1] not in names:
            return False
        called = words[0] in names or (len(words[0]) == 1 and words[0] in initials)
        return called and (len(words) == 2 or bool(re.match(r"[^\W\d_]+\.? [^\W\d_]+\s*(?:[,|(–-]|$)", text)))

    def ends(line: Line) -> bool:
        text = line.text.strip()
        words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]
        if is_sign_off(text) or is_named(words, text):
            return True
        if not words or len(words) > 6 or (is_sentence(text) and len(words) > 2) or re.search(r"\d", text):
            return False
        if words[0] in names:
            return len(words) <= 2 or "," in text or all(word in names for word in words[:2])
        return len(words[0]) == 1 and words[0] in initials and all(set(word) <= {"x"} for word in words[1:])

    return ends
