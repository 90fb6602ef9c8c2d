"""Times as they are written, and never more exact than they were."""

from __future__ import annotations

import pytest

from keymoments.analysis.dates import read_time
from keymoments.analysis.records import UncertainTime
from keymoments.knowledge.vocabulary import load_vocabulary

WORDS = load_vocabulary("england").dates
WELSH = load_vocabulary("wales").dates


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:10", "14:10"), ("14.10", "14:10"), ("1410", "14:10"), ("1410hrs", "14:10"), ("14:10 hrs", "14:10"),
        ("2.10pm", "14:10"), ("2:10 p.m.", "14:10"), ("2pm", "14:00"), ("2 pm", "14:00"), ("9.20am", "09:20"),
        ("0930am", "09:30"), ("0007hrs", "00:07"), ("2347hrs", "23:47"), ("14:10:05", "14:10"), ("12 noon", "12:00"),
        ("noon", "12:00"), ("midday", "12:00"), ("12pm", "12:00"), ("12am", "00:00"), ("13:40*", "13:40"),
        ("14:10-15:00", "14:10"), ("23:50 - 00:20", "23:50"), ("14:10 to 15:00", "14:10"), ("2-3pm", "14:00"),
        ("11-1pm", "11:00"), ("2.30 - 3.30pm", "14:30"), ("10 o'clock", "10:00"), ("at 14:10hrs", "14:10"),
        ("@ 2pm", "14:00"), ("evening 7pm", "19:00"), ("7pm evening", "19:00"), ("14:10 GMT", "14:10"),
        ("00:00", "00:00"),
        ("14\u00a0:10", "14:10"), ("14:10.", "14:10"), ("Time: 14:10", "14:10"), ("10.00/10.30", "10:00"),
    ],
)  # fmt: skip
def test_clock_times(text: str, clock: str) -> None:
    time = read_time(text, WORDS)
    assert time is not None
    assert time.exact
    assert time.clock == clock


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("approx 2pm", 13 * 60 + 30, 14 * 60 + 30),
        ("c.14:10", 13 * 60 + 40, 14 * 60 + 40),
        ("14:10 (approx)", 13 * 60 + 40, 14 * 60 + 40),
        ("14:10?", 13 * 60 + 40, 14 * 60 + 40),
        ("about 00:10", 0, 40),
        ("between 2 and 3pm", 14 * 60, 15 * 60),
        ("after 3pm", 15 * 60, 23 * 60 + 59),
        ("before 9am", 0, 9 * 60),
        ("after school", 15 * 60, 18 * 60),
        ("late evening", 21 * 60, 23 * 60 + 59),
        ("lunchtime", 11 * 60 + 30, 14 * 60),
        ("Break", 10 * 60, 11 * 60 + 30),
        ("am", 0, 12 * 60 - 1),
        ("PM", 12 * 60, 23 * 60 + 59),
        ("24:00", 23 * 60 + 59, 23 * 60 + 59),
    ],
)
def test_windows_show_no_clock_time(text: str, earliest: int, latest: int) -> None:
    time = read_time(text, WORDS)
    assert time == UncertainTime(earliest, latest, False)
    assert time is not None
    assert time.clock is None


@pytest.mark.parametrize(
    "text",
    ["", "-", "9", "25:10", "12:61", "14pm", "10hrs", "30 mins", "unknown", "14:10 rang mum", "3/2/21", "x" * 400],
)
def test_what_is_no_time(text: str) -> None:
    assert read_time(text, WORDS) is None


def test_welsh_parts_of_the_day() -> None:
    assert read_time("amser cinio", WELSH) == UncertainTime(11 * 60 + 30, 14 * 60, False)
    noon = read_time("hanner dydd", WELSH)
    assert noon is not None
    assert noon.clock == "12:00"
