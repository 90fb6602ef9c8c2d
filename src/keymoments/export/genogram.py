"""The genogram of a family as SVG without script or style: generations as rows, partners joined, children below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from keymoments.analysis.household import DAY, Bond, Household, Kinship, Member
from keymoments.export.family_layout import CARD_HEIGHT, CARD_WIDTH, LANE, MARGIN, Bus, Layout, Line, laid_out
from keymoments.export.household import ENGLISH, HouseholdWords, bond_words, broken, facts_of

_GAP = 44
_INK = "#0b0c0c"
_FIT = 16  # letters of a name in one line of a card
_SYMBOL = 15  # half the size of the sign in a card
_FOOT = 14  # between feet of two lines at one card

# colour, width, dashes: each kind differs in more than its colour
STROKES: dict[Kinship | None, tuple[str, float, str]] = {
    Kinship.PARENT: (_INK, 2, ""),
    Kinship.PARTNER: ("#1d70b8", 5, ""),
    Kinship.SIBLING: ("#5b3a8e", 3, ""),
    Kinship.STEP_PARENT: ("#a8500a", 2.5, "12 4"),
    Kinship.GRANDPARENT: ("#005a30", 2.5, "12 4 2 4"),
    Kinship.CARER: ("#8f1d1d", 2.5, "6 4"),
    Kinship.FRIEND: ("#484d52", 2.5, "2 5"),
    Kinship.OTHER: ("#5f666b", 2, "1 3"),
    None: (_INK, 2, "4 3"),
}


@dataclass(frozen=True, slots=True)
class Legend:
    """A sign and what it means."""

    sign: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its legend; ``svg`` is empty where there is nobody to draw."""

    svg: Markup
    legend: tuple[Legend, ...]


def genogram(household: Household, key: str = "genogram", words: HouseholdWords = ENGLISH) -> Picture:
    """The picture. ``key``: tells ids of the page apart."""
    layout = laid_out(household)
    if not layout.rows:
        return Picture(Markup(), ())
    members = {one.key: one for one in household.members}
    drawing = _Drawing(layout, members, words)
    width = max(layout.left.values()) + CARD_WIDTH + MARGIN
    names = ", ".join(members[one].name for row in layout.rows for one in row)
    svg = (
        f'<svg class="km-genogram" role="img" aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {width:.0f} {drawing.height:.0f}" width="{width:.0f}" height="{drawing.height:.0f}">'
        f'<title id="{key}-title">{escape(words.genogram)}</title><desc id="{key}-desc">{escape(names)}</desc>'
        f"{''.join(drawing.parts())}</svg>"
    )
    return Picture(Markup(svg), tuple(_legend(layout, members, words)))  # noqa: S704 - numbers and escaped texts only


class _Drawing:
    """Where everything stands once the gaps between rows are as wide as their lines need."""

    def __init__(self, layout: Layout, members: dict[str, Member], words: HouseholdWords) -> None:
        self.layout, self.members, self.words = layout, members, words
        self.names = {key: one.name for key, one in members.items()}
        self.feet = _feet(layout)
        self.lane_of: dict[int, int] = {}
        lanes = {gap: self._lanes(gap) for gap in range(-1, len(layout.rows))}
        self.tops: list[float] = []
        self.gap_top: dict[int, float] = {-1: float(MARGIN)}
        at = MARGIN + (lanes[-1] * LANE + LANE if lanes[-1] else 0.0)
        for row in range(len(layout.rows)):
            self.tops.append(at)
            self.gap_top[row] = at + CARD_HEIGHT
            last = row == len(layout.rows) - 1
            room = lanes[row] * LANE + (LANE if lanes[row] else 0) if last else _GAP + lanes[row] * LANE
            at += CARD_HEIGHT + room
        self.height = at + MARGIN
        self.row_of = {key: n for n, row in enumerate(layout.rows) for key in row}

    def _lanes(self, gap: int) -> int:
        """Give each line across a gap a lane in which it meets no other; how many lanes that takes."""
        ends: list[float] = []
        mine = [
            (min(self._reach(n)), max(self._reach(n)), n) for n, bus in enumerate(self.layout.buses) if bus.gap == gap
        ]
        for first, last, n in sorted(mine):
            lane = next((lane for lane, end in enumerate(ends) if end + 12 < first), len(ends))
            if lane == len(ends):
                ends.append(0.0)
            ends[lane] = last
            self.lane_of[n] = lane
        return len(ends)

    def _reach(self, n: int) -> list[float]:
        bus = self.layout.buses[n]
        found = [self._foot(n, key, below=False) for key in bus.above] + [
            self._foot(n, key, below=True) for key in bus.below
        ]
        return [*found, self._between(bus.through)] if bus.through else found

    def _foot(self, n: int, key: str, *, below: bool) -> float:
        here = self.feet[key, below]
        return self.layout.left[key] + CARD_WIDTH / 2 + (here.index(n) - (len(here) - 1) / 2) * _FOOT

    def _between(self, pair: tuple[str, str]) -> float:
        return (self.layout.left[pair[0]] + CARD_WIDTH + self.layout.left[pair[1]]) / 2

    def _middle(self, key: str) -> float:
        return self.tops[self.row_of[key]] + CARD_HEIGHT / 2

    def parts(self) -> list[str]:
        """Lines first, then the cards over them."""
        found = [self._straight(line) for line in self.layout.lines if not line.beside]
        found += [self._bus(n, bus) for n, bus in enumerate(self.layout.buses)]
        found += [self._couple(line) for line in self.layout.lines if line.beside]
        found += [self._card(self.members[key]) for row in self.layout.rows for key in row]
        return found

    def _bus(self, n: int, bus: Bus) -> str:
        y = self.gap_top[bus.gap] + LANE + self.lane_of[n] * LANE
        reach = self._reach(n)
        path = [f"M{min(reach):.1f} {y:.1f}H{max(reach):.1f}"] if max(reach) > min(reach) else []
        path += [f"M{self._foot(n, key, below=False):.1f} {self.gap_top[bus.gap]:.1f}V{y:.1f}" for key in bus.above]
        if bus.below:
            end = self.tops[bus.gap + 1]
            path += [f"M{self._foot(n, key, below=True):.1f} {y:.1f}V{end:.1f}" for key in bus.below]
        if bus.through:
            path.append(f"M{self._between(bus.through):.1f} {self._middle(bus.through[0]):.1f}V{y:.1f}")
        at = (
            self._between(bus.through)
            if bus.through
            else self._foot(n, (bus.above or bus.below)[0], below=not bus.above)
        )
        return self._line(bus.kind, bus.stated, "".join(path), bus.bonds, (at, y))

    def _couple(self, line: Line) -> str:
        y = self._middle(line.one)
        left, right = self.layout.left[line.one] + CARD_WIDTH, self.layout.left[line.other]
        at = ((left + right) / 2, y)
        return self._line(line.kind, line.stated, f"M{left:.1f} {y:.1f}H{right:.1f}", line.bonds, at)

    def _straight(self, line: Line) -> str:
        upper, lower = sorted((line.one, line.other), key=lambda key: self.row_of[key])
        ends = [self.layout.left[key] + CARD_WIDTH / 2 for key in (upper, lower)]
        y, end = self.tops[self.row_of[upper]] + CARD_HEIGHT, self.tops[self.row_of[lower]]
        at = (ends[0] + (ends[1] - ends[0]) * 0.12, y + (end - y) * 0.12)
        return self._line(line.kind, line.stated, f"M{ends[0]:.1f} {y:.1f}L{ends[1]:.1f} {end:.1f}", line.bonds, at)

    def _line(
        self, kind: Kinship | None, stated: bool, path: str, bonds: Sequence[Bond], at: tuple[float, float]
    ) -> str:
        told = [
            f"{self.names[bond.person]}: {bond_words(bond, bond.person, self.names, self.words)}" for bond in bonds
        ] or [self.words.together]
        ended = bool(bonds) and all(bond.ends for bond in bonds)
        return (
            f"<g><title>{escape('. '.join(told))}</title>{_stroke(kind, path)}"
            f"{_ended(at) if ended else ''}{'' if stated else _doubt(at)}</g>"
        )

    def _card(self, one: Member) -> str:
        x, y = self.layout.left[one.key], self.tops[self.row_of[one.key]]
        lines = broken(one.name, _FIT)
        small = [
            text.format(day=self.words.day(day, DAY))
            for text, day in ((self.words.born, one.born), (self.words.died, one.died))
            if day
        ][: 4 - len(lines)]
        if not small and one.role:
            small = broken(one.role, 20, 1)
        height = 18 * len(lines) + 16 * len(small)
        at = y + (CARD_HEIGHT - height) / 2 + 13
        texts = []
        for n, text in enumerate(lines):
            texts.append(
                f'<text x="{x + 48:.1f}" y="{at + 18 * n:.1f}" font-size="15" font-weight="700" fill="{_INK}">'
                f"{escape(text)}</text>"
            )
        at += 18 * len(lines) - 2
        for n, text in enumerate(small):
            texts.append(
                f'<text x="{x + 48:.1f}" y="{at + 16 * n:.1f}" font-size="13" fill="#383f43">{escape(text)}</text>'
            )
        told = "; ".join((one.name, *facts_of(one, self.words)))
        return (
            f'<g><title>{escape(told)}</title><rect x="{x:.1f}" y="{y:.1f}" width="{CARD_WIDTH}" '
            f'height="{CARD_HEIGHT}" rx="4" fill="{"#fff7d6" if one.subject else "#ffffff"}" stroke="{_INK}" '
            f'stroke-width="{3 if one.subject else 1}"/>{_sign(one, x + 26, y + CARD_HEIGHT / 2)}{"".join(texts)}</g>'
        )


def _feet(layout: Layout) -> dict[tuple[str, bool], list[int]]:
    """Which lines stand on each card: at its lower edge (``False``) and at its upper edge (``True``)."""
    found: dict[tuple[str, bool], list[int]] = {}
    for n, bus in enumerate(layout.buses):
        for below, keys in ((False, bus.above), (True, bus.below)):
            for key in keys:
                found.setdefault((key, below), []).append(n)
    return found


def _stroke(kind: Kinship | None, path: str) -> str:
    colour, width, dashes = STROKES[kind]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _ended(at: tuple[float, float]) -> str:
    x, y = at
    return f'<path d="M{x - 7:.1f} {y + 8:.1f}l6-16M{x + 1:.1f} {y + 8:.1f}l6-16" stroke="{_INK}" stroke-width="2"/>'


def _doubt(at: tuple[float, float]) -> str:
    x, y = at
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="#ffffff" stroke="{_INK}"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" font-size="13" font-weight="700" text-anchor="middle" '
        f'fill="{_INK}">?</text>'
    )


def _sign(one: Member, x: float, y: float) -> str:
    """A circle for a female, a square for a male, a diamond where it is not known; doubled for a child reviewed."""
    parts = [_shape(one.sex, x, y, _SYMBOL)]
    if one.subject:
        parts.append(_shape(one.sex, x, y, _SYMBOL - 5))
    if one.died:
        arm = _SYMBOL + 2
        parts.append(
            f'<path d="M{x - arm:.1f} {y - arm:.1f}l{2 * arm} {2 * arm}m0-{2 * arm}l-{2 * arm} {2 * arm}" '
            f'stroke="{_INK}" stroke-width="2"/>'
        )
    return "".join(parts)


def _shape(sex: str, x: float, y: float, size: float) -> str:
    if sex == "female":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="#ffe1ec" stroke="{_INK}" stroke-width="2"/>'
    if sex == "male":
        return (
            f'<rect x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size}" height="{2 * size}" '
            f'fill="#d4e6f7" stroke="{_INK}" stroke-width="2"/>'
        )
    far = size + 2
    return (
        f'<path d="M{x:.1f} {y - far:.1f}l{far} {far}-{far} {far}-{far}-{far}z" fill="#ececec" '
        f'stroke="{_INK}" stroke-width="2"/>'
    )


def _legend(layout: Layout, members: dict[str, Member], words: HouseholdWords) -> list[Legend]:
    """What the picture's own signs mean, and no others."""
    drawn = [members[key] for row in layout.rows for key in row]
    found = [
        Legend(_small(_shape(sex, 20, 20, _SYMBOL)), said)
        for sex, said in (("female", words.female), ("male", words.male), ("", words.sex_unknown))
        if any(one.sex == sex for one in drawn)
    ]
    if any(one.subject for one in drawn):
        found.append(Legend(_small(_shape("", 20, 20, 15) + _shape("", 20, 20, 10)), words.subject))
    if any(one.died for one in drawn):
        dead = Member("", "", died=next(one.died for one in drawn if one.died))
        found.append(Legend(_small(_sign(dead, 20, 20)), words.has_died))
    kinds: dict[Kinship | None, str] = {
        Kinship.PARENT: words.parents,
        Kinship.PARTNER: words.partners,
        Kinship.SIBLING: words.siblings,
        Kinship.STEP_PARENT: words.step_parents,
        Kinship.GRANDPARENT: words.grandparents,
        Kinship.CARER: words.carers,
        Kinship.FRIEND: words.friends,
        Kinship.OTHER: words.others,
        None: words.together,
    }
    there: list[Bus | Line] = [*layout.buses, *layout.lines]
    found += [
        Legend(_small(_stroke(kind, "M2 20H38")), said)
        for kind, said in kinds.items()
        if any(one.kind == kind for one in there)
    ]
    marks: tuple[tuple[Callable[[tuple[float, float]], str], str, bool], ...] = (
        (_ended, words.ended, any(one.bonds and all(bond.ends for bond in one.bonds) for one in there)),
        (_doubt, words.by_role_line, not all(one.stated for one in there)),
    )
    found += [
        Legend(_small(_stroke(Kinship.PARENT, "M2 20H38") + mark((20, 20))), said)
        for mark, said, is_there in marks
        if is_there
    ]
    return found


def _small(drawn: str) -> Markup:
    return Markup(  # noqa: S704 - our own shapes
        f'<svg width="40" height="40" viewBox="0 0 40 40" aria-hidden="true" focusable="false">{drawn}</svg>'
    )
