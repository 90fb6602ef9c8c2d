"""What a review costs, in days and in money: lines priced by rates, sums by anything, what has no price said apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

PENNY = Decimal("0.01")
NOTHING = Decimal(0)


class RateFor(StrEnum):
    """For whom a day's rate is stated; the first that fits a line counts."""

    PERSON = "person"
    AGENCY = "agency"
    SORT = "sort"


@dataclass(frozen=True, slots=True)
class DayRate:
    """A day's rate in pounds from a day on. ``who``: the person's name, the agency's key or the sort of work."""

    what: RateFor
    who: str
    per_day: Decimal
    starts: date


@dataclass(frozen=True, slots=True)
class CostLine:
    """Work or a bill. ``days`` of work, ``money`` in pounds without tax, or both; ``tax`` beside the money."""

    on: date
    person: str
    agency: str
    sort: str
    stage: str
    days: Decimal | None = None
    money: Decimal | None = None
    tax: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Totals:
    """A sum. ``unpriced``: days for which no rate is known, which are in ``days`` and not in ``money``."""

    lines: int = 0
    days: Decimal = NOTHING
    money: Decimal = NOTHING
    tax: Decimal = NOTHING
    unpriced: Decimal = NOTHING

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.lines + other.lines,
            self.days + other.days,
            self.money + other.money,
            self.tax + other.tax,
            self.unpriced + other.unpriced,
        )


def price(line: CostLine, rates: Sequence[DayRate]) -> Decimal | None:
    """What a line costs in pounds without tax: the money it states, or its days at the rate then in force.

    ``None`` where it has days and no rate is known: that is not nought. Pence are rounded half up, line by line.
    """
    if line.money is not None:
        return line.money
    if line.days is None:
        return NOTHING
    rate = rate_for(line, rates)
    return None if rate is None else (line.days * rate.per_day).quantize(PENNY, ROUND_HALF_UP)


def rate_for(line: CostLine, rates: Sequence[DayRate]) -> DayRate | None:
    """The rate for a line: the person's before the agency's before that of the sort, the newest that had begun."""
    wanted = ((RateFor.PERSON, line.person), (RateFor.AGENCY, line.agency), (RateFor.SORT, line.sort))
    for what, who in wanted:
        fitting = [rate for rate in rates if rate.what is what and rate.who == who and rate.starts <= line.on]
        if who and fitting:
            return max(fitting, key=lambda rate: rate.starts)
    return None


def totals_of(line: CostLine, rates: Sequence[DayRate]) -> Totals:
    """One line as a sum."""
    days, cost = line.days or NOTHING, price(line, rates)
    return Totals(1, days, cost or NOTHING, line.tax, days if cost is None else NOTHING)


def total(lines: Iterable[CostLine], rates: Sequence[DayRate]) -> Totals:
    """The sum of lines."""
    made = Totals()
    for line in lines:
        made += totals_of(line, rates)
    return made


def by(key: Callable[[CostLine], str], lines: Iterable[CostLine], rates: Sequence[DayRate]) -> Mapping[str, Totals]:
    """Sums of lines that have the same key, in the order of the keys."""
    made: dict[str, Totals] = {}
    for line in lines:
        made[key(line)] = made.get(key(line), Totals()) + totals_of(line, rates)
    return dict(sorted(made.items()))


def share(money: Decimal, count: int) -> Decimal | None:
    """Money for each of so many things, to the penny; ``None`` where there is none of them yet."""
    return None if count == 0 else (money / count).quantize(PENNY, ROUND_HALF_UP)
