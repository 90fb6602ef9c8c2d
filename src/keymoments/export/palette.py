"""Colours of agencies: never the only sign (a letter and the name stand beside them), and readable by everybody."""

from __future__ import annotations

from dataclasses import dataclass

_BLACK = "#0b0c0c"
_WHITE = "#ffffff"

# Light grounds under dark text, then, for the ninth agency on, dark grounds under white text. They stay apart for
# readers with any of the three colour-blindnesses (a test computes it).
_PAIRS: tuple[tuple[str, str], ...] = (
    ("#a9cdf0", _BLACK),
    ("#f2d14e", _BLACK),
    ("#d3ecc8", _BLACK),
    ("#e07b39", _BLACK),
    ("#bdbdbd", _BLACK),
    ("#1fa08f", _BLACK),
    ("#ffc9de", _BLACK),
    ("#8f86cf", _BLACK),
    ("#1a4d86", _WHITE),
    ("#6b2355", _WHITE),
    ("#7d5a00", _WHITE),
    ("#3a3a3a", _WHITE),
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A ground and the text that stands on it, as ``#rrggbb``."""

    background: str
    text: str


def colours() -> tuple[Colour, ...]:
    """All pairs, in the order in which agencies take them."""
    return tuple(Colour(*pair) for pair in _PAIRS)


def colour_of(position: int) -> Colour:
    """The colour of the agency at this position of the case file (from 0); after the last they begin again."""
    return Colour(*_PAIRS[position % len(_PAIRS)])


def mark_of(position: int) -> str:
    """The letter of the agency at this position: A … Z, AA … : no two are the same."""
    mark = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        mark = chr(ord("A") + letter) + mark
    return mark


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2, from 1 to 21; 4.5 is needed for text."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
