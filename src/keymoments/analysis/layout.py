"""How a chronology that goes out is worded, so that a person and this program both read it exactly."""

from __future__ import annotations

import calendar
import re
from datetime import date

from keymoments.analysis.records import UNDATED, Precision, UncertainDate, UncertainTime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

NOT_DATED = "Not dated"
NO_TIME = "no time"
FROM_ROW_ABOVE = "Date taken from the row above"
YEAR_ASSUMED = "Year taken from neighbouring rows"
DOUBT_WRITTEN = "The record itself marks the date as doubtful"
OUT_OF_SCOPE = "Outside the period of the review"
NOTE = "Note: "
READ_BY_OCR = "Read from a picture of the page; check against the original"

# Headings of the sheet Chronology; texts too long for one cell go on in "<heading> (continued)".
SHEET_CHRONOLOGY = "Chronology"
SHEET_RUN = "About this run"
DATE = "Date"
TIME = "Time"
AGENCY = "Agency"
ENTRY = "Entry"
OTHER_DETAILS = "Other details"
PEOPLE = "People"
DOUBTS = "Doubts"
DATE_AS_WRITTEN = "Date as written"
TIME_AS_WRITTEN = "Time as written"
SOURCE_FILE = "Source file"
PLACE_IN_FILE = "Place in file"
REFERENCE = "Reference"
KEY = "Key"
CONTINUED = "(continued)"
AGENCY_KEY_HEADINGS = ("Mark", "Agency", "Short name in references")

# Names of paragraph styles by which report.docx is read back.
STYLE_TEXT = "Record text"
STYLE_DETAIL = "Record detail"
STYLE_DATE = "Record date"
STYLE_DOUBT = "Record doubt"
STYLE_TIME_WRITTEN = "Record time as written"
STYLE_DATE_WRITTEN = "Record date as written"
STYLE_REFERENCE = "Record reference"
STYLE_FILE = "Record file"
STYLE_PLACE = "Record place"
DOCX_HEADINGS = (DATE, TIME, AGENCY, "What the record says", "Source")
DOCX_DATE_WRITTEN = "Date as written: "
DOCX_TIME_WRITTEN = "Time as written: "

# ---- characters that XML cannot hold ----

_MARK = "\u2426"  # ␦, "substitute": the next character is meant as it stands
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\u2400-\u241f\u2426\ufffe\uffff\ud800-\udfff]")
_SHOWN = re.compile("\u2426.|[\u2400-\u241f]", re.DOTALL)


def _show(match: re.Match[str]) -> str:
    char = match.group()
    if char < " ":
        return chr(0x2400 + ord(char))
    return _MARK + char if char <= _MARK else "\ufffd"


def shown(text: str) -> str:
    """The text with control characters made visible (␀ ␁ …), so that any file format can hold it.

    Line ends become line feeds; what is no character at all becomes U+FFFD.
    """
    return _SPECIAL.sub(_show, line_feeds(text))


def line_feeds(text: str) -> str:
    """The text with every sort of line end written as a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unshown(text: str) -> str:
    """The text that :func:`shown` was given."""
    if not _SHOWN.search(text):
        return text
    return _SHOWN.sub(lambda match: match.group()[1:] or chr(ord(match.group()) - 0x2400), text)


# ---- dates ----

_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def day_words(day: date) -> str:
    """``3 February 2021``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _span_words(first: date, last: date) -> str:
    """``1 to 10 March 2021``, ``20 February to 10 March 2021``; one day twice is written twice."""
    if first.year != last.year:
        return f"{day_words(first)} to {day_words(last)}"
    if first.month != last.month or first == last:
        return f"{first.day} {MONTHS[first.month - 1]} to {day_words(last)}"
    return f"{first.day} to {day_words(last)}"


def _period_words(first: date, last: date) -> str | None:
    """``2021`` or ``March 2021`` where the days are just that year or month."""
    if (first.month, first.day, last.month, last.day, last.year) == (1, 1, 12, 31, first.year):
        return str(first.year)
    if first.day == 1 and last == _month_end(first.year, first.month):
        return f"{MONTHS[first.month - 1]} {first.year}"
    return None


def _part_words(first: date, last: date) -> str | None:
    """``early March 2021 (1 to 10 March)`` where the days are a usual part of one month."""
    if (first.year, first.month) != (last.year, last.month):
        return None
    month, end_of_month = MONTHS[first.month - 1], _month_end(first.year, first.month).day
    for part, (start, end) in _PARTS.items():
        if (first.day, last.day) == (start, min(end, end_of_month)):
            return f"{part} {month} {first.year} ({start} to {last.day} {month})"
    return None


def date_words(when: UncertainDate) -> str:
    """The date as a reader sees it: ``3 February 2021``, ``? 22 May 2016``, ``About early March 2021 (1 to 10 March)``.

    :func:`read_date_words` reads the same days, precision and doubt back. That a date was taken from a neighbour is
    said apart, by :func:`date_doubts`.
    """
    if when.earliest is None or when.latest is None:
        return NOT_DATED
    first, last = when.earliest, when.latest
    period = _period_words(first, last)
    if when.precision is Precision.DAY and first == last:
        words = day_words(first)
    elif (
        when.precision in (Precision.MONTH, Precision.YEAR)
        and period
        and ((when.precision is Precision.YEAR) == period.isdigit())
    ):
        words = period
    elif when.precision is Precision.APPROXIMATE:
        words = f"About {period or _part_words(first, last) or _about(first, last)}"
    elif when.precision is Precision.RANGE:
        words = _span_words(first, last)
    else:
        words = f"{_span_words(first, last)} ({when.precision.value})"
    return f"? {words}" if when.doubtful else words


def _about(first: date, last: date) -> str:
    return day_words(first) if first == last else _span_words(first, last)


def date_doubts(when: UncertainDate) -> tuple[str, ...]:
    """What a reader must know before relying on the date, in fixed sentences."""
    marks = ((when.doubtful, DOUBT_WRITTEN), (when.inherited, FROM_ROW_ABOVE), (when.assumed_year, YEAR_ASSUMED))
    return tuple(words for marked, words in marks if marked)


def is_uncertain(when: UncertainDate) -> bool:
    """Whether the date is anything but one day that the row itself states."""
    return when.precision is not Precision.DAY or bool(date_doubts(when))


_MONTH = "(" + "|".join(MONTHS) + ")"
_DAY_FORM = re.compile(rf"(\d{{1,2}}) {_MONTH} (\d{{1,4}})")
_SPAN_FORM = re.compile(rf"(\d{{1,2}})(?: {_MONTH}(?: (\d{{1,4}}))?)? to (\d{{1,2}}) {_MONTH} (\d{{1,4}})")
_PERIOD_FORM = re.compile(rf"(?:{_MONTH} )?(\d{{1,4}})")
_PART_FORM = re.compile(rf"(?:early|mid|late) {_MONTH} (\d{{1,4}}) \((\d{{1,2}}) to (\d{{1,2}}) {_MONTH}\)")
_NAMED = re.compile(r"(.+) \((day|month|year)\)")


def _days(words: str) -> tuple[date, date, Precision]:
    """First and last day of the words, and the precision that this form has; raises ValueError for any other words."""
    if found := _DAY_FORM.fullmatch(words):
        day = date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
        return day, day, Precision.DAY
    if found := _SPAN_FORM.fullmatch(words):
        last = date(int(found[6]), MONTHS.index(found[5]) + 1, int(found[4]))
        month = MONTHS.index(found[2]) + 1 if found[2] else last.month
        return date(int(found[3] or last.year), month, int(found[1])), last, Precision.RANGE
    if found := _PART_FORM.fullmatch(words):
        year, month = int(found[2]), MONTHS.index(found[1]) + 1
        return date(year, month, int(found[3])), date(year, month, int(found[4])), Precision.APPROXIMATE
    if found := _PERIOD_FORM.fullmatch(words):
        year = int(found[2])
        if found[1] is None:
            return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
        month = MONTHS.index(found[1]) + 1
        return date(year, month, 1), _month_end(year, month), Precision.MONTH
    raise ValueError("no date in the words this program writes")


def read_date_words(words: str, doubts: tuple[str, ...] = ()) -> UncertainDate:
    """The date that :func:`date_words` and :func:`date_doubts` wrote; raises ValueError for any other words."""
    inherited, assumed = FROM_ROW_ABOVE in doubts, YEAR_ASSUMED in doubts
    doubtful = words.startswith("? ") or DOUBT_WRITTEN in doubts
    words = words.removeprefix("? ")
    if words == NOT_DATED:
        return UncertainDate(None, None, UNDATED.precision, doubtful, inherited, assumed)
    about = words.startswith("About ")
    named = _NAMED.fullmatch(words)
    first, last, precision = _days(named[1] if named else words.removeprefix("About "))
    if about:
        precision = Precision.APPROXIMATE
    elif named:
        precision = Precision(named[2])
    return UncertainDate(first, last, precision, doubtful, inherited, assumed)


# ---- times ----


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def time_words(time: UncertainTime | None) -> str:
    """``14:10``, ``between 18:00 and 23:59`` where no clock time was written, or nothing."""
    if time is None:
        return ""
    if not time.exact:
        return f"between {_clock(time.earliest)} and {_clock(time.latest)}"
    return _clock(time.earliest) + (f" to {_clock(time.latest)}" if time.latest != time.earliest else "")


_TIME_FORM = re.compile(r"(between )?(\d\d+):(\d\d)(?: (?:and|to) (\d\d+):(\d\d))?")


def read_time_words(words: str) -> UncertainTime | None:
    """The time that :func:`time_words` wrote; raises ValueError for any other words."""
    if words in ("", NO_TIME):
        return None
    found = _TIME_FORM.fullmatch(words)
    if found is None:
        raise ValueError("no time in the words this program writes")
    first = int(found[2]) * 60 + int(found[3])
    last = int(found[4]) * 60 + int(found[5]) if found[4] else first
    return UncertainTime(first, last, exact=not found[1])


# ---- columns of a row under their headings ----

_LINE = "\u21b5"  # ↵ stands for a line break inside a heading
_INDENT = "    "


def heading_words(heading: str) -> str:
    """A heading on one line with what ends it: a colon and a space.

    A heading that has its own colon at the end keeps just that one; a no-break space then tells the two apart.
    """
    own = heading.endswith(":")
    kept = shown(heading.removesuffix(":")).replace(_LINE, _MARK + _LINE).replace("\n", _LINE)
    kept = re.sub(":(?=[ \xa0]|$)", _MARK + ":", kept)
    return (_MARK + kept if kept[:1] == " " else kept) + (":\xa0" if own else ": ")


def _heading_unshown(words: str) -> str:
    return re.sub(
        "\u2426.|[\u2400-\u241f\u21b5]",
        lambda m: m.group()[1:] or ("\n" if m.group() == _LINE else chr(ord(m.group()) - 0x2400)),
        words,
        flags=re.DOTALL,
    )


def details_words(columns: tuple[tuple[str, str], ...]) -> str:
    """The other cells of a row, one "Heading: value" a line; further lines of a value are set in."""
    return "\n".join(
        f"{heading_words(heading)}{shown(value)}".replace("\n", "\n" + _INDENT) for heading, value in columns
    )


_HEADING_FORM = re.compile(r"((?:\u2426.|:(?![ \xa0]|\Z)|[^:\u2426])*):( |\xa0|\Z)", re.DOTALL)


def read_details_words(words: str) -> tuple[tuple[str, str], ...]:
    """The columns that :func:`details_words` wrote; raises ValueError where a line has no heading."""
    columns: list[tuple[str, str]] = []
    for item in re.split(r"\n(?! {4})", words) if words else ():
        found = _HEADING_FORM.match(item)
        if found is None:
            raise ValueError("a line of the other details has no heading")
        value = item[found.end() :].replace("\n" + _INDENT, "\n")
        own = ":" if found[2] == "\xa0" else ""
        columns.append((_heading_unshown(found[1]) + own, unshown(value)))
    return tuple(columns)


def note_words(note: str) -> str:
    """A note on how the row was read, on one line."""
    return NOTE + shown(note).replace(_LINE, _MARK + _LINE).replace("\n", _LINE)


def read_note_words(words: str) -> str:
    """The note that :func:`note_words` wrote."""
    return _heading_unshown(words.removeprefix(NOTE))


def confidence_words(confidence: float) -> str:
    """How sure the reading of a picture was."""
    return f"{READ_BY_OCR} ({round(confidence * 100)}% sure of the words)"


def read_confidence_words(words: str) -> float | None:
    """The confidence that :func:`confidence_words` wrote, to the hundredth; ``None`` for other words."""
    found = re.fullmatch(re.escape(READ_BY_OCR) + r" \((\d+)% sure of the words\)", words)
    return int(found[1]) / 100 if found else None
