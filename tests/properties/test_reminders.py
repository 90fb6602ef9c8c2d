"""Whenever the worker looks, each step of a ladder is taken once at most, and no lower one after a higher."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.calendar import NATIONS, is_working_day
from keymoments.analysis.escalation import StepUnit, chase, step_day
from keymoments.knowledge.escalation import load_ladder

DAYS = st.dates(date(2010, 1, 4), date(2027, 12, 1))


@given(
    nation=st.sampled_from(sorted(NATIONS)),
    due=DAYS,
    asked_before=st.integers(-40, 200),
    looks=st.lists(st.integers(0, 120), max_size=30),
)
def test_each_step_once_and_in_order(nation, due, asked_before, looks):
    ladder = load_ladder(nation)
    order = [one.key for one in ladder.steps]
    asked = due - timedelta(days=asked_before)
    taken: list[str] = []
    for look in sorted(looks):
        today = asked + timedelta(days=look)
        found = chase(ladder, due=due, asked=asked, taken=taken, today=today, nation=nation)
        if found.now is not None:
            taken.append(found.now.key)
            again = chase(ladder, due=due, asked=asked, taken=taken, today=today, nation=nation)
            assert again.now is None, "looked twice in one day"
        if found.next is not None:
            assert found.next_day is not None
            assert found.next_day > today or found.now is not None
    assert taken == sorted(set(taken), key=order.index)


@given(nation=st.sampled_from(sorted(NATIONS)), due=DAYS)
def test_every_step_falls_on_a_working_day(nation, due):
    for step in load_ladder(nation).steps:
        day = step_day(step, due, nation)
        assert is_working_day(day, nation)
        assert (day < due) == (step.days < 0)
        if step.unit is StepUnit.CALENDAR_DAYS:
            assert 0 <= (day - due).days - step.days <= 5  # the longest run of days off: Christmas to the 29th
