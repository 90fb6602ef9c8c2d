"""The bank holidays of a nation, with substitute days and those proclaimed for one year only."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}


def bank_holidays(nation: str, first_year: int, last_year: int) -> tuple[date, ...]:
    """The bank holidays of a nation from one year to another, both included, in order.

    A holiday that falls on a Saturday or Sunday stands beside the weekday given in its place. Raises ``ValueError``
    for a nation other than "england", "wales", "scotland" and "northern-ireland".

    Source: Banking and Financial Dealings Act 1971, St Andrew's Day Bank Holiday (Scotland) Act 2007 and the royal
    proclamations. The dates come from the library ``holidays``; the tests check them against the rules of the statute.
    """
    return tuple(day for year in range(first_year, last_year + 1) for day in of_year(nation, year))


@lru_cache(maxsize=1024)
def of_year(nation: str, year: int) -> tuple[date, ...]:
    """The bank holidays of one year, in order."""
    if nation not in NATIONS:
        raise ValueError(f"unknown nation {nation!r}: use one of {', '.join(NATIONS)}")
    found = holidays.country_holidays("GB", subdiv=NATIONS[nation], years=year, expand=False)
    return tuple(sorted(day for day in found if day.year == year))
