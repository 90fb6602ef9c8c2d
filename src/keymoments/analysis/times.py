"""Clock times and parts of the day, at a place in a text made plain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from keymoments.analysis.records import UncertainTime
from keymoments.analysis.vocabulary import DateWords

LAST_MINUTE = 24 * 60 - 1
BEFORE_FIGURES = r"(?![^\W\d_])"  # the end of a word that figures may follow at once: "c2012"
HEDGE = 30  # minutes either side of "about 2pm"

_DASHES = "‐‑‒–—―−﹘﹣－"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", " "),
        **dict.fromkeys("’‘ʼ′`", "'"),
        **dict.fromkeys("“”″", '"'),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰∗＊", "*"),  # all of them footnote marks
    }
)
MARKS = re.compile(r"(?:\s?(?:\*{1,4}|#(?![0-9a-z])|\[[0-9]{1,2}\]|\^[0-9]))+")


def plain(text: str) -> str:
    """The text in lower case with plain dashes, spaces and quotes, character for character as long as it was."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return folded.translate(_PLAIN)


def one_spaced(phrase: str) -> str:
    """The phrase with one space where several stood, or a line break."""
    return " ".join(phrase.split())


def phrase_pattern(phrases: tuple[str, ...], end: str = r"(?![^\W_])") -> str:
    """A regular expression for any of the phrases, longest first, each ending at the end of a word."""
    ordered = sorted({plain(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    if not ordered:
        return r"(?!)"
    return "|".join(
        re.escape(phrase).replace(r"\ ", r"\s{1,3}") + (end if phrase[-1].isalnum() else "") for phrase in ordered
    )


_CLOCK = re.compile(
    r"""(?:
    (?P<h>[0-9]{1,2})\s?(?P<mark>[:.;])\s?(?P<m>[0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]{1,6})?)?(?P<z>z|\s?\+[0-9]{4}(?![0-9])|[+-][0-9]{2}:?[0-9]{2})?
    | (?P<h4>[0-9]{2})(?P<m4>[0-9]{2})
    | (?P<hour>[0-9]{1,2})
    )(?![0-9]|[:.][0-9]|/[0-9]{1,2}(?![0-9:.]))
    (?:\s?(?:(?P<half>[ap])\.?\s?m|y\.?(?P<welsh>[bh]))(?=ish|[\W_]|$)\.?|\s?(?P<hrs>hrs?|hours|h|o'clock)(?![^\W_])\.?)?
    (?:\s(?:gmt|bst|utc))?(?=ish|[\W_]|$)""",
    re.VERBOSE,
)
_SHARED_HALF = re.compile(  # "2-3pm": the first takes its half of the day from the last
    r"(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2}))?(?=\s?(?:-|to|and|&|/)\s?"
    r"(?P<last>[0-9]{1,2})(?:[:.][0-9]{2})?\s?(?P<half>[ap])\.?\s?m(?![^\W_]))"
)
_WELSH_HALF = {"b": "a", "h": "p"}  # y bore, yr hwyr
_UNTIL = re.compile(r"\s{0,2}(?:-{1,2}|/|to|until|till|tan|i)\s{0,2}")


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time and where it ends; ``sure``: its form can be nothing but a time ("14:10", "1410hrs", "2pm")."""

    time: UncertainTime
    end: int
    sure: bool
    start: int = 0


class TimeForms:
    """The forms of times, compiled for one set of words."""

    __slots__ = ("_about", "_after", "_also", "_bound", "_counted", "_day_part", "_parts")

    def __init__(self, words: DateWords) -> None:
        self._parts = {plain(phrase): window for phrase, window in words.parts_of_day.items()}
        self._day_part = re.compile(phrase_pattern(tuple(words.parts_of_day)))
        about = phrase_pattern((*words.about, "?"))
        self._about = re.compile(rf"(?:(?:{about})\s{{0,2}}){{1,3}}")
        self._after = re.compile(rf"ish(?![^\W_])|\s?\(?(?:{about})\)?")
        self._counted = re.compile(rf"\s{{0,2}}(?:{phrase_pattern(words.counted)})")
        self._also = re.compile(rf"\s{{0,2}}(?:{phrase_pattern(words.also)})\s{{0,2}}")
        bounds = {"between": words.between, "before": words.before, "since": words.since}
        alternatives = "|".join(f"(?P<{name}>{phrase_pattern(phrases)})" for name, phrases in bounds.items())
        self._bound = re.compile(rf"(?:{alternatives})\s{{1,2}}")

    def at(self, text: str, start: int) -> FoundTime | None:
        """The time that stands at ``start`` of a plain text, with what it runs to and its marks.

        A time that is hedged ("approx 2pm", "after 3pm") is a window, for nobody wrote when it was.
        """
        bound = None if self._day_part.match(text, start) else self._bound.match(text, start)  # "after school"
        place = bound.end() if bound else start
        hedged = self._about.match(text, place)
        found = self._one(text, hedged.end() if hedged else place)
        if found is None:
            return None
        found = self._until(text, found, between=bound is not None and bound.lastgroup == "between")
        end = found.end
        after = self._after.match(text, end)
        end = after.end() if after else end
        if mark := MARKS.match(text, end):
            end = mark.end()
        time = _hedge(found.time) if hedged or after else found.time
        return FoundTime(_bounded(time, bound.lastgroup if bound else None), end, found.sure, start)

    def _until(self, text: str, found: FoundTime, *, between: bool) -> FoundTime:
        """The time with the end of its range ("14:10-15:00" began at 14:10; "between 2pm and 3pm" is a window)."""
        if between and (also := self._also.match(text, found.end)):
            last = self._one(text, also.end())
            if last is not None and last.time.latest >= found.time.earliest:
                return FoundTime(UncertainTime(found.time.earliest, last.time.latest, False), last.end, found.sure)
            return found
        join = _UNTIL.match(text, found.end)
        last = self._one(text, join.end()) if join else None
        if last is None or (found.sure and not last.sure):
            return found
        return FoundTime(found.time, last.end, found.sure or last.sure)

    def _one(self, text: str, start: int) -> FoundTime | None:
        part = self._day_part.match(text, start)
        if part is None:
            found = self._clock(text, start)
            after = (
                self._day_part.match(text, found.end + 1) if found and text[found.end : found.end + 1] == " " else None
            )
            return replace(found, end=after.end()) if found and found.sure and after else found
        clock = self._clock(text, part.end() + 1) if text[part.end() : part.end() + 1] == " " else None
        if clock is not None and clock.sure:  # "evening 7pm"
            return clock
        first, last = self._parts[one_spaced(part[0])]
        return FoundTime(UncertainTime(first, last, first == last), part.end(), False)

    def _clock(self, text: str, start: int) -> FoundTime | None:
        clock = _CLOCK.match(text, start)
        found = _clock(clock) if clock else None
        if found is not None and found.sure:
            return found
        shared = _SHARED_HALF.match(text, start)
        if shared and (first := _first_of_two(shared)):
            return first
        return None if found and self._counted.match(text, found.end) else found  # "1500 ml"


def _first_of_two(match: re.Match[str]) -> FoundTime | None:
    hour, minute, last = int(match["h"]), int(match["m"] or 0), int(match["last"])
    if not (1 <= hour <= 12 and 1 <= last <= 12 and minute <= 59):
        return None
    afternoon = (match["half"] == "p") != (hour % 12 > last % 12)  # "11-1pm" began in the morning
    begun = (hour % 12 + 12 * afternoon) * 60 + minute
    return FoundTime(UncertainTime(begun, begun, True), match.end(), True)


def _bounded(time: UncertainTime, bound: str | None) -> UncertainTime:
    if bound == "before":
        return UncertainTime(0, time.earliest, False)
    if bound == "since":
        return UncertainTime(time.earliest, LAST_MINUTE, False)
    return time


def _clock(match: re.Match[str]) -> FoundTime | None:
    half, hrs = match["half"] or _WELSH_HALF.get(match["welsh"]), match["hrs"]
    hour = int(match["h"] or match["h4"] or match["hour"])
    minute = int(match["m"] or match["m4"] or 0)
    if match["hour"] and not half and hrs != "o'clock":
        return None
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    if half and hour > 12:
        half = None if match["m"] or match["m4"] else "x"  # "14:10pm" is 14:10; "14pm" is nothing
        if half:
            return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    sure = bool(half or hrs or (match["mark"] == ":"))
    if hour == 24:  # the end of the day that was written, not its beginning
        return FoundTime(UncertainTime(LAST_MINUTE, LAST_MINUTE, False), match.end(), sure)
    minutes = hour * 60 + minute
    return FoundTime(UncertainTime(minutes, minutes, True), match.end(), sure)


def _hedge(time: UncertainTime) -> UncertainTime:
    """About two o'clock: half an hour either side, no clock time to be shown."""
    if not time.exact:
        return time
    return UncertainTime(max(0, time.earliest - HEDGE), min(LAST_MINUTE, time.latest + HEDGE), False)
