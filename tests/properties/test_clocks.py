"""No order of events, pauses and extensions makes a due day earlier than its start, or hides elapsed time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.calendar import NATIONS
from keymoments.analysis.clocks import ClockError, Extension, Happened, Pause, State, clocks
from keymoments.analysis.forecast import forecast
from keymoments.analysis.look_back import Period, look_back
from keymoments.knowledge.procedures import all_procedures

PROCEDURES = all_procedures()
DAYS = st.dates(date(2009, 1, 1), date(2027, 12, 31))
PAUSES = st.lists(st.builds(lambda day, length: Pause(day, day + timedelta(length), "x"), DAYS, st.integers(0, 300)),
                  max_size=4)  # fmt: skip


@st.composite
def courses(draw):
    """A procedure, days in any order, pauses and extensions that may or may not fit, and a day on which to look."""
    made = draw(st.sampled_from(PROCEDURES))
    names = [event.key for event in made.events] + [f"{stage.key}-done" for stage in made.stages]
    events = draw(st.dictionaries(st.sampled_from(names), DAYS, max_size=6))
    more = st.builds(lambda stage, day, length: Extension(stage.key, day, day + timedelta(length), "x"),
                     st.sampled_from(made.stages), DAYS, st.integers(0, 400))  # fmt: skip
    happened = Happened(events, tuple(draw(PAUSES)), tuple(draw(st.lists(more, max_size=3))))
    return made, happened, draw(DAYS), draw(st.sampled_from(list(NATIONS)))


def told(course):
    made, happened, today, nation = course
    try:
        return clocks(made, happened, today=today, nation=nation, local=True)
    except ClockError:
        return ()  # refused, which is the other right answer


@given(courses())
def test_nothing_is_due_before_it_began(course):
    for one in told(course):
        for day in (one.due, one.agreed_due, one.due_with_pauses, one.due_if_confirmed):
            assert day is None or one.started is None or day >= one.started


@given(courses())
def test_elapsed_time_is_all_the_days_since_the_start_paused_or_not(course):
    today = course[2]
    for one in told(course):
        if one.elapsed_days is not None:
            end = max(one.started, one.done or today)
            assert one.elapsed_days == (end - one.started).days
            assert 0 <= one.paused_days <= one.elapsed_days


@given(courses(), PAUSES)
def test_another_pause_hides_nothing_and_moves_no_due_day(course, more):
    made, happened, today, nation = course
    with_more = Happened(happened.events, (*happened.pauses, *more), happened.extensions)
    for one, other in zip(told(course), told((made, with_more, today, nation)), strict=True):
        assert (one.due, one.elapsed, one.elapsed_days, one.state, one.over_by) == (
            other.due, other.elapsed, other.elapsed_days, other.state, other.over_by,
        )  # fmt: skip
        assert one.paused_days <= other.paused_days


@given(courses())
def test_the_order_in_which_things_are_told_changes_nothing(course):
    made, happened, today, nation = course
    turned = Happened(
        dict(reversed(list(happened.events.items()))), happened.pauses[::-1], happened.extensions, happened.chosen
    )
    assert told(course) == told((made, turned, today, nation))


@given(courses())
def test_a_stage_is_late_exactly_when_its_limit_has_passed(course):
    today = course[2]
    for one in told(course):
        late = one.state in (State.OVERDUE, State.DONE_LATE)
        assert late == (one.state is not State.NO_LIMIT and one.due is not None and one.started <= today
                        and (one.done or today) > one.due)  # fmt: skip
        assert one.over_by is None or one.over_by >= 0


LENGTHS = st.lists(st.integers(0, 400), max_size=12)


@given(courses(), st.data())
def test_a_forecast_never_lies_in_the_past_and_its_days_are_in_order(course, data):
    made, _happened, today, _nation = course
    past = {stage.key: data.draw(LENGTHS) for stage in made.stages}
    found = forecast(made, told(course), past, today)
    if found.likely is not None:
        assert today <= found.earliest <= found.likely <= found.latest
        assert found.spread or found.earliest == found.latest or any(not one.by_limit for one in found.stages)


FACTS = ("on-register", "looked-after")
PERIODS = st.lists(
    st.builds(lambda fact, day, length: Period(fact, day, None if length is None else day + timedelta(length)),
              st.sampled_from(FACTS), DAYS, st.none() | st.integers(0, 900)),
    max_size=5,
)  # fmt: skip
TEST = next(one.look_back for one in PROCEDURES if one.look_back)


@given(DAYS, PERIODS)
def test_the_look_back_finds_a_fact_exactly_when_a_day_of_the_window_has_it(event, periods):
    found = look_back(TEST, event, periods, FACTS)
    days = [found.first + timedelta(number) for number in range((found.last - found.first).days + 1)]
    held = any(one.begins <= day and (one.ends is None or day <= one.ends) for one in periods for day in days)
    assert found.kind == ("extended" if held else "concise")
