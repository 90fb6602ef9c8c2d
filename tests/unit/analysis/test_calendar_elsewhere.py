"""Working days beside two calendars that others keep: the government's own list, and another library's rules."""

from __future__ import annotations

from datetime import date

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from workalendar.europe import UnitedKingdom
from workalendar.registry import registry

from keymoments.analysis.calendar import NATIONS, bank_holidays, is_working_day

LISTED = BankHolidays(use_cached_holidays=True)  # the list as its package carries it: nothing is fetched
DIVISIONS = {
    "england": BankHolidays.ENGLAND_AND_WALES,
    "wales": BankHolidays.ENGLAND_AND_WALES,
    "scotland": BankHolidays.SCOTLAND,
    "northern-ireland": BankHolidays.NORTHERN_IRELAND,
}
LIBRARY = {"england": UnitedKingdom, "wales": UnitedKingdom, "northern-ireland": registry.get("GB-NIR")}
# What the other source does not know: proclaimed after its list was made, or left out there.
NOT_LISTED = {("scotland", date(2026, 6, 15))}
NOT_IN_LIBRARY = {date(2023, 5, 8)}


def weekdays(nation: str, year: int) -> set[date]:
    return {day for day in bank_holidays(nation, year, year) if day.weekday() < 5}


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("year", range(2012, 2029))
def test_holidays_are_those_of_the_government_s_list(nation: str, year: int) -> None:
    listed = {one["date"] for one in LISTED.get_holidays(division=DIVISIONS[nation], year=year)}
    known = {day for day in weekdays(nation, year) if (nation, day) not in NOT_LISTED}
    assert known == {day for day in listed if day.weekday() < 5}


@pytest.mark.parametrize("nation", LIBRARY)
@pytest.mark.parametrize("year", range(2008, 2029))
def test_holidays_are_those_of_another_library(nation: str, year: int) -> None:
    told = {day for day, _name in LIBRARY[nation]().holidays(year) if day.weekday() < 5}
    assert weekdays(nation, year) - NOT_IN_LIBRARY == told


@pytest.mark.parametrize("nation", NATIONS)
def test_every_day_from_2008_to_2028_is_a_working_day_or_has_a_reason(nation: str) -> None:
    for number in range(date(2008, 1, 1).toordinal(), date(2029, 1, 1).toordinal()):
        day = date.fromordinal(number)
        assert is_working_day(day, nation) is (day.weekday() < 5 and day not in weekdays(nation, day.year))
