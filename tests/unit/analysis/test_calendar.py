"""Working days against the rules of the statute and the proclamations, year by year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.calendar import (
    NATIONS,
    add_months,
    add_working_days,
    bank_holidays,
    is_working_day,
    working_days_between,
)

YEARS = range(2008, 2029)
MOVED = {(2020, "early may"): date(2020, 5, 8), (2012, "spring"): date(2012, 6, 4), (2022, "spring"): date(2022, 6, 2)}
PROCLAIMED = (
    date(2011, 4, 29),  # royal wedding
    date(2012, 6, 5),  # diamond jubilee
    date(2022, 6, 3),  # platinum jubilee
    date(2022, 9, 19),  # funeral of the Queen
    date(2023, 5, 8),  # coronation
)
WORLD_CUP = date(2026, 6, 15)  # Scotland only


def easter(year: int) -> date:
    """Easter Sunday by the tables of the Book of Common Prayer."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    away = epact - weekday
    month = 3 + (away + 40) // 44
    return date(year, month, away + 28 - 31 * (month // 4))


def monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def last_monday(year: int, month: int) -> date:
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return end - timedelta(days=end.weekday())


def weekday_for(day: date, taken: set[date]) -> date:
    """The weekday given in place of a holiday at the weekend: the next that is not one already."""
    while day.weekday() >= 5 or day in taken:
        day += timedelta(days=1)
    return day


def by_statute(nation: str, year: int) -> set[date]:
    """The weekdays that were bank holidays, by the schedule of 1971, the acts since and the proclamations."""
    sunday = easter(year)
    days = {sunday - timedelta(days=2)}
    days.add(MOVED.get((year, "early may"), monday_from(date(year, 5, 1))))
    days.add(MOVED.get((year, "spring"), last_monday(year, 5)))
    days.update(day for day in PROCLAIMED if day.year == year)
    fixed = [date(year, 1, 1)]
    if nation == "scotland":
        fixed += [date(year, 1, 2), date(year, 11, 30)]
        days.add(monday_from(date(year, 8, 1)))
        days.update({WORLD_CUP} if year == 2026 else set())
    else:
        days |= {sunday + timedelta(days=1), last_monday(year, 8)}
    if nation == "northern-ireland":
        fixed += [date(year, 3, 17), date(year, 7, 12)]
    for day in [*fixed, date(year, 12, 25), date(year, 12, 26)]:
        if day.weekday() < 5:
            days.add(day)
    for day in [*fixed, date(year, 12, 25), date(year, 12, 26)]:
        if day.weekday() >= 5:
            days.add(weekday_for(day, days))
    return days


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("year", YEARS)
def test_bank_holidays_follow_the_statute(nation: str, year: int) -> None:
    weekdays = {day for day in bank_holidays(nation, year, year) if day.weekday() < 5}
    assert weekdays == by_statute(nation, year)


def test_easter_of_the_tables_is_easter() -> None:
    assert [easter(year) for year in (2008, 2011, 2016, 2019, 2024, 2038)] == [
        date(2008, 3, 23),
        date(2011, 4, 24),
        date(2016, 3, 27),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2038, 4, 25),
    ]


@pytest.mark.parametrize(
    ("nation", "day", "works"),
    [
        ("scotland", date(2024, 4, 1), True),  # Easter Monday is worked in Scotland
        ("england", date(2024, 4, 1), False),
        ("scotland", date(2023, 1, 3), False),
        ("england", date(2023, 1, 3), True),
        ("northern-ireland", date(2020, 7, 13), False),  # the Twelfth fell on a Sunday
        ("wales", date(2019, 3, 1), True),  # St David's Day is no bank holiday
        ("england", date(2020, 5, 4), True),  # moved to VE day
        ("england", date(2022, 5, 30), True),  # moved to the jubilee
        ("wales", date(2022, 9, 19), False),
        ("england", date(2021, 2, 6), False),
    ],
)
def test_is_working_day(nation: str, day: date, works: bool) -> None:
    assert is_working_day(day, nation) is works


@pytest.mark.parametrize(
    ("nation", "start", "end", "elapsed"),
    [
        ("england", date(2021, 2, 3), date(2021, 2, 3), 0),
        ("england", date(2021, 2, 3), date(2021, 2, 4), 1),
        ("england", date(2021, 2, 3), date(2021, 2, 24), 15),
        ("england", date(2021, 2, 5), date(2021, 2, 8), 1),  # over a weekend
        ("england", date(2021, 2, 6), date(2021, 2, 7), 0),  # within one
        ("england", date(2022, 12, 23), date(2022, 12, 28), 1),  # two substitute days
        ("scotland", date(2022, 12, 30), date(2023, 1, 4), 1),
        ("northern-ireland", date(2021, 7, 9), date(2021, 7, 13), 1),
    ],
)
def test_working_days_between(nation: str, start: date, end: date, elapsed: int) -> None:
    assert working_days_between(start, end, nation) == elapsed


def test_working_days_between_refuses_an_end_before_the_start() -> None:
    with pytest.raises(ValueError, match="2021-02-02 lies before 2021-02-03"):
        working_days_between(date(2021, 2, 3), date(2021, 2, 2), "england")


def test_unknown_nation_and_negative_count_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="unknown nation 'cornwall'"):
        is_working_day(date(2021, 2, 3), "cornwall")
    with pytest.raises(ValueError, match="-1 working days"):
        add_working_days(date(2021, 2, 3), -1, "england")
    with pytest.raises(ValueError, match="beyond the calendar"):
        add_working_days(date(9999, 12, 20), 60, "england")


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2021, 3, 15), 3, date(2021, 6, 15)),
        (date(2021, 10, 31), 6, date(2022, 4, 30)),
        (date(2021, 12, 31), 12, date(2022, 12, 31)),
        (date(2021, 3, 31), -1, date(2021, 2, 28)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
    ],
)
def test_add_months(start: date, count: int, due: date) -> None:
    assert add_months(start, count) == due


def test_add_months_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond the calendar"):
        add_months(date(9999, 12, 1), 1)


in_records = st.dates(date(2008, 1, 1), date(2028, 12, 31))
nations = st.sampled_from(sorted(NATIONS))


@given(in_records, st.integers(0, 400), nations)
def test_adding_and_counting_are_inverse(start: date, count: int, nation: str) -> None:
    due = add_working_days(start, count, nation)
    assert working_days_between(start, due, nation) == count
    if count:
        assert is_working_day(due, nation)
        assert working_days_between(start, due - timedelta(days=1), nation) == count - 1


@given(in_records, in_records, in_records, nations)
def test_elapsed_days_of_two_stretches_add_up(one: date, two: date, three: date, nation: str) -> None:
    first, middle, last = sorted((one, two, three))
    whole = working_days_between(first, last, nation)
    assert whole == working_days_between(first, middle, nation) + working_days_between(middle, last, nation)
    assert whole <= (last - first).days


@given(in_records, st.integers(0, 40), nations)
def test_elapsed_days_are_those_counted_one_by_one(start: date, length: int, nation: str) -> None:
    days = [start + timedelta(days=step + 1) for step in range(length)]
    assert working_days_between(start, start + timedelta(days=length), nation) == sum(
        is_working_day(day, nation) for day in days
    )
