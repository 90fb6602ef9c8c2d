"""Where a dated entry may begin: what a line says of a date, and how it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from keymoments.analysis.dates import DateReading, find_dates, find_head, read_time
from keymoments.analysis.vocabulary import DateWords, Headings
from keymoments.ingest.letters import is_personal, is_sentence, rank_of

_BULLET = re.compile(r"(?:[•·▪◦●○■□➢➤✓*>]|[-–—](?=\s)|\(?\d{1,3}[.)](?=\s)|\(?[a-z]\)(?=\s)|o(?=\s\d))\s*")
_FIELD = re.compile(r"\s{2,}|\t|\s*[|¦]\s*")
_LABEL = re.compile(r"([^\W\d][^:\n]{0,38}?)(?:\s*(?<!\d):|\s*:(?!\d\d))\s*(.*)$", re.DOTALL)
_TIME = re.compile(
    r"(?<![\d/.:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d/]|\.\d)(?:\s*(?:hrs?|[ap]\.?m\b\.?))?"
    r"|(?<![\d/.:])(?:[1-9]|1[0-2])\s?[ap]\.?m\b"
    r"|(?<![\d/.:])(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs?|hours|h)\b",
    re.IGNORECASE,
)
_TIME_FIELD = re.compile(rf"\b(?:time|amser)\b[^:\n]{{0,20}}:\s*({_TIME.pattern})", re.IGNORECASE)
_GAP = re.compile(r"\S(?:\s{2,}|\t|\s*[|¦]\s*)(?=\S)")
_LONGEST_HEADING = 130
_LONGEST_BEFORE = 40
_CLOSING = re.compile(r"\s+[-–—]\s+|\s*[|¦]\s*|\s{2,}|\t")
_TIME_BEFORE = re.compile(rf"(?<![\w.])({_TIME.pattern})[\s,]*(?:on\s+)?$", re.IGNORECASE)
# "Core Group 2 – Friday 5th June": the number is the title's, and no first day of a stretch of days.
_NUMBERED = re.compile(r"\d{1,2}\s+[-–—]\s+(?=[^\W\d])|\d{1,2}\s+[-–—]\s+(?=\d{1,2}[a-z/.\s])")
_COUNTED = re.compile(
    r"(?:group|meeting|conference|session|visit|review|number|no\.?|part|stage|contact|appointment|episode|week|call"
    r"|entry|minutes|cyfarfod|grŵp)\s+$",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """How a line carries its date."""

    START = "start"  # "12/03/21 14:10 NB - …"
    FIELD = "field"  # "#0431 | 12/03/21 | …"
    LABEL = "label"  # "Date of contact: 12/03/21"
    INSIDE = "inside"  # "Clinic of 12 March 2021", "EDT – 12/03/21 – Referral"


@dataclass(frozen=True, slots=True)
class Head:
    """A line that may begin an entry. ``before`` and ``after``: what stands around date and time on it."""

    index: int
    kind: Kind
    reading: DateReading
    before: str
    after: str
    rank: int = 1
    run_in: int = 0  # so many letters of ``after`` still belong to a bold run-in heading

    @property
    def dated(self) -> bool:
        """Whether a day of its own is written, not only an hour or "same day"."""
        return self.reading.date is not None or self.reading.impossible or self.reading.missing_year


def label_of(text: str) -> tuple[str, str] | None:
    """Label and value of a line "Location: 14 High St"; ``None`` where there is none."""
    match = _LABEL.match(text)
    return (match[1].strip(), match[2].strip()) if match and len(match[1].split()) <= 6 else None


def meaning_of(label: str, headings: Headings) -> str:
    """What a label means by the headings known ("date", "text" …), "" where it is not known."""
    wanted = " ".join(label.casefold().split()).strip(" .*")
    return next((meaning for meaning, known in headings.meanings.items() if wanted in known), "")


def label_head(index: int, text: str, dates: DateWords, headings: Headings) -> Head | None:
    """A line that gives a date (or an hour) under a label of its own."""
    found = label_of(text)
    if found is None or not found[1]:
        return None
    label, value = found
    meaning = meaning_of(label, headings)
    dated = meaning in ("date", "time", "recorded") or re.search(
        r"\bdat(?:e|ed)\b|dyddiad|typed|\bwhen\b|\bsent\b|anfonwyd", label, re.IGNORECASE
    )
    if not dated:
        return None
    rank = 0 if meaning == "recorded" else rank_of(f"{label}: ")
    if rank < 0:
        return None
    reading = find_head(value, dates)
    if reading is None:
        return None
    head = Head(index, Kind.LABEL, reading, label, value[reading.end :], rank)
    clock = _TIME_FIELD.search(head.after)
    if clock is None or reading.written_time or read_time(clock[1], dates) is None:
        return head
    return replace(head, reading=replace(reading, time=read_time(clock[1], dates), written_time=clock[1].strip()))


_TOKEN = re.compile(r"[\W_]*(\w+)")
_words_of_dates: dict[int, tuple[DateWords, frozenset[str]]] = {}


def _first_words(dates: DateWords) -> frozenset[str]:
    """The first words of everything by which a date may begin, kept: most lines of a record begin with none of them."""
    kept = _words_of_dates.get(id(dates))
    if kept is None or kept[0] is not dates:
        phrases = (
            phrase for part in fields(dates) if part.name not in _INSIDE_A_DATE for phrase in getattr(dates, part.name)
        )
        found = frozenset(match[1].casefold() for phrase in phrases if (match := _TOKEN.match(phrase)))
        if len(_words_of_dates) >= 16:
            _words_of_dates.clear()
        kept = _words_of_dates[id(dates)] = (dates, found)
    return kept[1]


_INSIDE_A_DATE = ("joins", "also", "counted", "ordinals", "signals", "spells", "scores")


def _may_begin(text: str, dates: DateWords) -> bool:
    """Whether it is worth asking a line for its date: a figure or a word of dates in front, or fields set apart."""
    token = _TOKEN.match(text)
    if token is None:
        return False
    word = token[1].casefold()
    if word[0].isdigit() or word in _first_words(dates):
        return True
    return (text[0].isupper() and bool(re.search(r"\d", text[:40]))) or bool(_GAP.search(text[:120]))


def line_head(index: int, text: str, dates: DateWords) -> Head | None:
    """A line that begins with its date, or has it in one of its first fields."""
    if not _may_begin(text, dates):
        return None
    found = _start(index, text, dates) or _hour(index, text, dates)
    if found is not None:
        return found
    bullet = _BULLET.match(text)
    if bullet:
        found = _start(index, text[bullet.end() :], dates)
        if found is not None:
            return found
    return _writer_first(index, text, dates) or _field(index, text, dates)


def _start(index: int, text: str, dates: DateWords) -> Head | None:
    reading = find_head(text, dates)
    if reading is None or not _looks_like_head(text, reading):
        return None
    after = text[reading.end :]
    if text[: reading.start].strip() in ("[", "(") or text[:1] in "[(":  # "[03/05/2019 09:12] (HV) …"
        after = re.sub(r"^\s*[\])]", "", after)
    return _with_time(Head(index, Kind.START, reading, "", after), dates)


def _looks_like_head(text: str, reading: DateReading) -> bool:
    after = text[reading.end :]
    if after[:1].isalnum():
        return False
    if reading.date is not None or reading.missing_year or reading.impossible:
        return True
    if reading.same_day and (reading.time is not None or " " in text[reading.start : reading.end].strip()):
        return not re.match(r"\s[a-z]{2,}\s[a-z]", after) or reading.time is not None
    # an hour, or "later", alone: only with something that divides it from what follows
    return not after.strip() or bool(re.match(r"\s*[-–—:\[(|]|\s{2,}|\t|\s+[A-Z]|\.\s+[A-Z]", after))


_WRITER = re.compile(r"[A-Z][\w/.]{1,10}(?: [A-Z][\w.'’]{0,14})?,?\s+(?=\d|[A-Z][a-z]{2,8}\s\d)")


def _writer_first(index: int, text: str, dates: DateWords) -> Head | None:
    """The writer's initials or a type of contact before the date, a sign behind it ("LP 04/06/2013: …")."""
    writer = _WRITER.match(text)
    if writer is None:
        return None
    rest = text[writer.end() :]
    reading = find_head(rest, dates)
    if reading is None or reading.date is None or reading.missing_year:
        return None
    after = rest[reading.end :]
    if not re.match(r"\s*[:–—\-\[]\s|\s*:|\s{2,}\S|\t|$", after) or rank_of(writer[0]) < 1:
        return None
    return Head(index, Kind.START, reading, writer[0].strip(" ,"), after)


def _hour(index: int, text: str, dates: DateWords) -> Head | None:
    """An hour in front of capitals ("23:58 INC 1107 UPDATE"): whether an entry begins there, its neighbours say."""
    match = _TIME.match(text)
    if match is None or not re.match(r"\s+[A-Z\[(]", text[match.end() :]):
        return None
    time = read_time(match[0], dates)
    if time is None:
        return None
    return Head(
        index, Kind.START, DateReading(None, time, 0, match.end(), "", match[0].strip()), "", text[match.end() :]
    )


def _field(index: int, text: str, dates: DateWords) -> Head | None:
    if not _GAP.search(text):
        return None
    start = 0
    for number, gap in enumerate(_FIELD.finditer(text)):
        part = text[start : gap.start()]
        if number and part:
            reading = find_head(part, dates) or _whole_date(part, dates)
            if reading is not None and not part[reading.end :].strip(" ,"):
                following = text[gap.end() :]
                clock = _FIELD.split(following, maxsplit=1)
                time = (
                    read_time(clock[0], dates)
                    if clock[0] and not reading.written_time and clock[0][0].isdigit()
                    else None
                )
                if time is not None:
                    reading = replace(reading, time=time, written_time=clock[0].strip())
                    following = clock[1] if len(clock) > 1 else ""
                before = text[:start].strip(" |¦\t")
                if rank_of(f"{before} {part[: reading.start]}") < 0:
                    return None
                return Head(index, Kind.FIELD, reading, before, following)
        start = gap.end()
        if number >= 3:
            break
    return None


def _whole_date(part: str, dates: DateWords) -> DateReading | None:
    found = find_dates(part, dates)
    return found[0] if len(found) == 1 and not is_sentence(part) and len(part) < 40 else None


def inside_head(index: int, text: str, dates: DateWords) -> Head | None:
    """A short line, no sentence, with a date somewhere in it that is no birthday and no day of printing."""
    if len(text) > _LONGEST_HEADING or is_personal(text) or (is_sentence(text) and not text.endswith(")")):
        return None
    best: Head | None = None
    for reading in _with_numbers_apart(text, dates):
        if reading.date is None and not reading.missing_year:
            continue
        before, after = text[: reading.start], text[reading.end :]
        rank = rank_of(before, after, timed=bool(reading.written_time))
        if rank < 0:
            continue
        head = _with_time(_with_time_before(Head(index, Kind.INSIDE, reading, before, after, rank), dates), dates)
        if best is None or rank > best.rank:
            best = head
    return best


def _with_numbers_apart(text: str, dates: DateWords) -> tuple[DateReading, ...]:
    """The dates of a heading line; the number of a meeting in front of its date is no part of it."""
    found = []
    for reading in find_dates(text, dates):
        number = _NUMBERED.match(text, reading.start)
        if number is None or not (text[number.end()].isalpha() or _COUNTED.search(text[: reading.start])):
            found.append(reading)
            continue
        rest = find_dates(text[number.end() :], dates)
        found += [replace(one, start=one.start + number.end(), end=one.end + number.end()) for one in rest[:1]]
    return tuple(found)


def _with_time_before(head: Head, dates: DateWords) -> Head:
    """Take an hour that stands directly before the date ("Home visit - J Poe - 4pm 12.3.20")."""
    clock = None if head.reading.written_time else _TIME_BEFORE.search(head.before)
    time = read_time(clock[1], dates) if clock else None
    if clock is None or time is None:
        return head
    return replace(
        head,
        before=head.before[: clock.start()],
        reading=replace(head.reading, time=time, written_time=clock[1].strip()),
    )


def run_in_head(index: int, text: str, lead: int, dates: DateWords, found: Head | None) -> Head | None:
    """The head of a paragraph that begins with ``lead`` bold letters: "**Duty, Mon 4 May 2020, 3pm.** Mother rang …".

    ``found`` is what the line says without regard to its letters; a date further on is none of the heading.
    """
    head = found
    if found is None or found.kind not in (Kind.START, Kind.FIELD) or len(text) - len(found.after) > lead:
        bold = text[:lead].rstrip(" \t.,:;–—-")
        inside = inside_head(index, bold, dates) if len(bold) <= _LONGEST_HEADING else None
        if inside is None or inside.rank < 1 or len(inside.before) > _LONGEST_BEFORE:
            return found
        head = replace(
            inside, kind=Kind.START, before=inside.before.strip(" –—-|,;:"), after=text[len(bold) - len(inside.after) :]
        )
    if head is None:
        return None
    run_in = max(0, len(head.after) - (len(text) - lead))
    clock = _TIME.search(head.after[:run_in])
    time = read_time(clock[0], dates) if clock and not head.reading.written_time else None
    if clock and time:
        written = re.sub(r"(?<=[ap]m)\.$", "", clock[0].strip())  # the point behind "3.15pm" ends the heading
        head = replace(head, reading=replace(head.reading, time=time, written_time=written))
    return replace(head, run_in=run_in)


def closing_head(index: int, text: str, dates: DateWords) -> Head | None:
    """A heading line whose last field is its day or hour: "Call out - J Poe - same day"."""
    parts = list(_CLOSING.finditer(text))
    if not parts or len(text) > _LONGEST_HEADING:
        return None
    last = text[parts[-1].end() :]
    reading = find_head(last, dates)
    if reading is None or last[reading.end :].strip(" .)"):
        return None
    return Head(index, Kind.INSIDE, reading, text[: parts[-1].start()], "")


def closing_form(text: str) -> int:
    """How many fields, set off by dashes or bars, stand on a heading line."""
    return len(_CLOSING.findall(text)) + 1


def _with_time(head: Head, dates: DateWords) -> Head:
    """Take an hour that stands near the date on a heading line ("… HV 3.40pm (G Orr)", "…, arrived 06:24")."""
    if head.reading.written_time or len(head.after) > 60 or is_sentence(head.after):
        return head
    found = _TIME.search(head.after)
    time = read_time(found[0], dates) if found else None
    if found is None or time is None:
        return head
    return replace(head, reading=replace(head.reading, time=time, written_time=found[0].strip()))
