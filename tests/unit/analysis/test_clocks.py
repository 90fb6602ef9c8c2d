"""Clocks over Easter, Christmas and one-off holidays in each nation; what cannot be; the look-back; the forecast."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from keymoments.analysis.clocks import (
    ClockError,
    Extension,
    Happened,
    Pause,
    StageClock,
    State,
    clocks,
    holding_up,
)
from keymoments.analysis.comparing import figure_of
from keymoments.analysis.forecast import forecast
from keymoments.analysis.limits import Status, Unit
from keymoments.analysis.look_back import Period, look_back
from keymoments.analysis.procedures import LookBack, Procedure, ProcedureEvent, Stage, Timing

EVENTS = tuple(ProcedureEvent(key, key) for key in ("aware", "notified", "decided", "completed", "published"))
STAGES = (
    Stage("notification", "Notify", "A", ("aware",), "notified", count=5, unit=Unit.WORKING_DAYS,
          status=Status.SECONDARY),
    Stage("rapid-review", "Rapid review", "B", ("notified", "aware"), "decided", count=15, unit=Unit.WORKING_DAYS,
          status=Status.SECONDARY),
    Stage("completion", "Complete", "B", ("decided",), "completed", count=6, unit=Unit.MONTHS,
          status=Status.SECONDARY),
    Stage("copy", "Copy", "B", ("completed",), timing=Timing.BEFORE, before="published", count=7, unit=Unit.WEEKS,
          status=Status.SECONDARY),
    Stage("publication", "Publish", "B", ("completed",), "published"),
)  # fmt: skip
MADE = Procedure("made", "Made", "england", "children", "Board", "1", date(2000, 1, 1), None, EVENTS, STAGES,
                 finishes_with="published")  # fmt: skip


def told(key: str, *, today: date, nation: str = "england", made: Procedure = MADE, **happened) -> StageClock:
    return next(one for one in clocks(made, Happened(**happened), today=today, nation=nation) if one.stage.key == key)


@pytest.mark.parametrize(
    ("nation", "aware", "due"),
    [
        ("england", date(2008, 3, 20), date(2008, 3, 31)),  # Good Friday and Easter Monday
        ("scotland", date(2008, 3, 20), date(2008, 3, 28)),  # Easter Monday is worked
        ("wales", date(2028, 4, 13), date(2028, 4, 24)),
        ("northern-ireland", date(2028, 4, 13), date(2028, 4, 24)),
        ("england", date(2009, 12, 24), date(2010, 1, 5)),  # Boxing Day's substitute on the Monday
        ("scotland", date(2009, 12, 24), date(2010, 1, 6)),  # 2 January's on the Monday as well
        ("england", date(2011, 4, 28), date(2011, 5, 9)),  # the wedding and the May holiday
        ("england", date(2012, 6, 1), date(2012, 6, 12)),  # spring holiday moved, jubilee
        ("wales", date(2020, 5, 1), date(2020, 5, 11)),  # the May holiday moved to the Friday
        ("england", date(2022, 6, 1), date(2022, 6, 10)),  # two days of jubilee
        ("northern-ireland", date(2022, 9, 16), date(2022, 9, 26)),  # the funeral
        ("england", date(2023, 5, 5), date(2023, 5, 15)),  # the coronation
        ("northern-ireland", date(2020, 7, 10), date(2020, 7, 20)),  # the Twelfth on a Sunday, given on the Monday
        ("northern-ireland", date(2023, 3, 16), date(2023, 3, 24)),  # St Patrick
        ("scotland", date(2024, 11, 28), date(2024, 12, 6)),  # St Andrew on a Saturday, given on the Monday
    ],
)  # fmt: skip
def test_five_working_days_over_holidays(nation, aware, due):
    assert told("notification", today=aware, nation=nation, events={"aware": aware}).due == due


def test_months_end_where_the_month_does_and_stay_on_a_holiday():
    assert told("completion", today=date(2024, 9, 1), events={"decided": date(2024, 8, 31)}).due == date(2025, 2, 28)
    assert told("completion", today=date(2024, 9, 1), events={"decided": date(2024, 6, 25)}).due == date(2024, 12, 25)


def test_a_stage_goes_from_not_begun_to_running_to_due_soon_to_over_the_limit():
    events = {"notified": date(2024, 4, 8)}
    states = [
        told("rapid-review", today=day, events=events).state
        for day in (date(2024, 4, 7), date(2024, 4, 8), date(2024, 4, 24), date(2024, 4, 29), date(2024, 4, 30))
    ]
    assert states == [State.NOT_STARTED, State.RUNNING, State.DUE_SOON, State.DUE_SOON, State.OVERDUE]


def test_a_stage_is_counted_from_the_first_start_that_is_known_or_the_one_chosen():
    events = {"aware": date(2024, 4, 2), "notified": date(2024, 4, 8)}
    clock = told("rapid-review", today=date(2024, 4, 9), events=events)
    assert (clock.started_by, clock.due) == ("notified", date(2024, 4, 29))
    clock = told("rapid-review", today=date(2024, 4, 9), events=events, chosen={"rapid-review": "aware"})
    assert (clock.started_by, clock.due) == ("aware", date(2024, 4, 23))


def test_a_pause_is_shown_and_moves_nothing_unless_the_procedure_lets_it():
    events, pauses = {"decided": date(2024, 5, 1)}, (Pause(date(2024, 6, 1), date(2024, 6, 30), "trial"),)
    clock = told("completion", today=date(2024, 12, 1), events=events, pauses=pauses)
    assert (clock.due, clock.due_with_pauses) == (date(2024, 11, 1), date(2024, 12, 1))
    assert (clock.elapsed_days, clock.paused_days, clock.over_by) == (214, 30, 30)
    lets = replace(MADE, stages=tuple(replace(stage, may_pause=True) for stage in STAGES))
    clock = told("completion", made=lets, today=date(2024, 12, 1), events=events, pauses=pauses)
    assert (clock.due, clock.elapsed_days, clock.state) == (date(2024, 12, 1), 214, State.DUE_SOON)


def test_a_publication_that_is_planned_counts_back_and_has_not_happened():
    events = {"completed": date(2024, 5, 1), "published": date(2024, 8, 1)}
    assert told("copy", today=date(2024, 5, 2), events=events).due == date(2024, 6, 13)
    assert told("publication", today=date(2024, 5, 2), events=events).done is None
    assert told("publication", today=date(2024, 8, 1), events=events).done == date(2024, 8, 1)
    early = {"completed": date(2024, 5, 1), "published": date(2024, 5, 10)}  # seven weeks before lies before the report
    assert told("copy", today=date(2024, 5, 2), events=early).due == date(2024, 5, 1)


def test_a_stage_done_from_an_unknown_start_is_neither_late_nor_in_time():
    clock = told("notification", today=date(2024, 5, 2), events={"notified": date(2024, 5, 1)})
    assert (clock.state, clock.due, clock.done) == (State.NO_LIMIT, None, date(2024, 5, 1))


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (Happened({"wrong": date(2024, 1, 1)}), "The event 'wrong' is not known"),
        (Happened({"aware": date(2024, 3, 4), "notified": date(2024, 3, 1)}), "before it began on 4 March 2024"),
        (Happened({"notification-done": date(2025, 3, 1)}), "has not come yet"),
        (Happened(pauses=(Pause(date(2024, 3, 4), date(2024, 3, 1), "x"),)), "swap the days"),
        (Happened(pauses=(Pause(date(2024, 3, 1), date(2024, 3, 4), " "),)), "needs a lawful reason"),
        (Happened(chosen={"rapid-review": "published"}), "cannot be counted from 'published'"),
        (
            Happened(extensions=(Extension("completion", date(2024, 3, 4), date(2024, 3, 1), "x"),)),
            "lies before the day on which more time was sought",
        ),
        (Happened(extensions=(Extension("nothing", date(2024, 3, 1), date(2024, 3, 4), "x"),)), "is not known"),
        (
            Happened({"decided": date(2024, 6, 1)}, extensions=(
                Extension("completion", date(2024, 3, 1), date(2024, 3, 4), "x"),)),
            "lies before the stage began",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(happened, words):
    with pytest.raises(ClockError, match=words) as caught:
        clocks(MADE, happened, today=date(2024, 6, 2))
    assert "\n" not in str(caught.value)


def test_what_holds_the_review_up_is_begun_and_not_done_the_longest_over_first():
    events = {"aware": date(2024, 1, 8), "notified": date(2024, 1, 10)}
    held = holding_up(clocks(MADE, Happened(events), today=date(2024, 6, 1)))
    assert [one.stage.key for one in held] == ["rapid-review"]


LOOK = LookBack(6, "incident", ("on-register", "looked-after"), "concise", "extended", "SI 2012/1712", Status.VERIFIED)
BOTH = ("on-register", "looked-after")


@pytest.mark.parametrize(
    ("periods", "recorded", "kind"),
    [
        ((), BOTH, "concise"),
        ((), ("on-register",), None),  # nobody said whether he was looked after
        ((Period("on-register", date(2017, 1, 1), date(2018, 2, 28)),), BOTH, "concise"),  # ended the day before
        ((Period("on-register", date(2017, 1, 1), date(2018, 3, 1)),), (), "extended"),  # its last day is in it
        ((Period("looked-after", date(2018, 8, 31), None),), (), "extended"),
        ((Period("looked-after", date(2018, 9, 1), None),), BOTH, "concise"),  # began on the day itself
    ],
)
def test_the_look_back_chooses_the_kind_from_facts(periods, recorded, kind):
    found = look_back(LOOK, date(2018, 9, 1), periods, recorded)
    assert found.kind == kind
    assert (found.first, found.last) == (date(2018, 3, 1), date(2018, 8, 31))


def test_the_forecast_rests_on_earlier_reviews_that_lasted_as_long():
    today = date(2024, 6, 1)
    course = clocks(MADE, Happened({"decided": today - timedelta(days=100)}), today=today)
    past = {"completion": [50, 120, 130, 140, 150, 160], "publication": [10, 20, 30, 40, 50]}
    found = forecast(MADE, course, past, today)
    assert [(one.key, one.earlier) for one in found.stages] == [("completion", 5), ("publication", 5)]
    assert found.spread
    assert today + timedelta(30) <= found.earliest <= found.likely <= found.latest <= today + timedelta(110)
    assert found.likely == today + timedelta(70)


def test_with_too_few_earlier_reviews_only_the_limit_tells_and_no_spread():
    today = date(2024, 6, 1)
    course = clocks(MADE, Happened({"decided": date(2024, 3, 1)}), today=today)
    found = forecast(MADE, course, {"completion": [100, 120]}, today)
    assert found.likely is None
    assert found.unknown == ("Publish",)
    found = forecast(MADE, course, {"completion": [100, 120], "publication": [1, 1, 1, 1, 1]}, today)
    assert (found.earliest, found.likely, found.spread) == (date(2024, 9, 2), date(2024, 9, 2), False)


def test_a_figure_of_four_says_nothing():
    assert figure_of([1, 2, 3, 4]).too_few
    assert figure_of([5, 1, 3, 2, 4]).median == 3
