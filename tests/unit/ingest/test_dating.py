"""Dates settled among their neighbours, as a reviewer sees them: inherited days, missing years, doubts, double rows."""

from __future__ import annotations

from datetime import date

import pytest

from keymoments.analysis.records import Entry, Precision, Problem
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.ingest.blocks import Draft
from keymoments.ingest.dating import settle

TODAY = date(2025, 1, 1)


def draft(written: str, text: str = "Seen at home.", time: str = "", **more: object) -> Draft:
    values = {"where": f"row {written or 'blank'}", "series": "table 1", **more}
    return Draft(text=text, written_date=written, written_time=time, **values)  # type: ignore[arg-type]


def read(vocabulary: Vocabulary, *drafts: Draft) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    return settle(drafts, agency="csc", file="f.docx", words=vocabulary.dates, today=TODAY)


def days(entries: tuple[Entry, ...]) -> list[str | None]:
    return [entry.date.earliest.isoformat() if entry.date.earliest else None for entry in entries]


def test_blank_date_takes_the_day_but_not_the_time_of_the_row_above(vocabulary: Vocabulary) -> None:
    entries, problems = read(vocabulary, draft("3/2/21", time="14:10"), draft(""), draft("", time="16:00"))
    assert days(entries) == ["2021-02-03"] * 3
    assert [entry.date.inherited for entry in entries] == [False, True, True]
    assert [entry.time.clock if entry.time else None for entry in entries] == ["14:10", None, "16:00"]
    assert problems == ()


@pytest.mark.parametrize("words", ["same day", "Later same day", "ditto", "same day 1610"])
def test_same_day_takes_the_day_above(vocabulary: Vocabulary, words: str) -> None:
    entries, _ = read(vocabulary, draft("3/2/21"), draft(words))
    assert days(entries) == ["2021-02-03", "2021-02-03"]
    assert entries[1].date.inherited
    assert entries[1].written_date == words


def test_no_day_is_inherited_over_a_heading_or_into_the_first_row(vocabulary: Vocabulary) -> None:
    entries, problems = read(vocabulary, draft(""), draft("3/2/21"), draft("", after_break=True), draft("4/2/21"))
    assert days(entries) == [None, "2021-02-03", None, "2021-02-04"]
    assert [problem.what for problem in problems] == [
        "This entry has no date, and none above it that it could take."
    ] * 2


def test_no_day_is_inherited_from_another_table(vocabulary: Vocabulary) -> None:
    entries, _ = read(vocabulary, draft("3/2/21"), draft("", series="table 2"))
    assert days(entries) == ["2021-02-03", None]


def test_missing_year_comes_from_the_neighbours_and_is_said(vocabulary: Vocabulary) -> None:
    entries, _ = read(vocabulary, draft("20/12/18"), draft("Thurs 27/12"), draft("4th Jan"), draft("9/1/19"))
    assert days(entries) == ["2018-12-20", "2018-12-27", "2019-01-04", "2019-01-09"]
    assert entries[2].date.assumed_year
    assert "year taken from the entries beside it or the title above" in entries[2].notes


def test_missing_year_without_dated_neighbour_stays_undated(vocabulary: Vocabulary) -> None:
    entries, problems = read(vocabulary, draft("12th Feb"))
    assert entries[0].date.precision is Precision.NONE
    assert problems[0].what == "“12th Feb” has no year, and no dated entry stands beside it."


@pytest.mark.parametrize(
    ("period", "written", "day"),
    [
        ("sheet Autumn 2011", "12th Sept", "2011-09-12"),
        ("Pastoral book - Spring 2012", "18th Jan", "2012-01-18"),
        ("Room diary 2012", "Tuesday 20th March", "2012-03-20"),
        ("Session 2018/19 - P2", "3rd Oct", "2018-10-03"),
        ("Session 2018/19 - P2", "26 April", "2019-04-26"),
        ("Log, December 2015", "31/12", "2015-12-31"),
        ("Diary 2012 and 2013", "3rd Oct", None),
        ("Log of contacts", "3rd Oct", None),
    ],
)
def test_missing_year_comes_from_the_title_above(vocabulary: Vocabulary, period: str, written: str, day: str) -> None:
    entries, _ = read(vocabulary, draft(written, period=period), draft("ditto", period=period))
    assert days(entries) == [day, day]


def test_impossible_unreadable_and_future_dates_are_problems(vocabulary: Vocabulary) -> None:
    entries, problems = read(vocabulary, draft("31/02/2021"), draft("sometime"), draft("3/2/2031"))
    assert days(entries) == [None, None, "2031-02-03"]
    assert [problem.what for problem in problems] == [
        "There is no such day as “31/02/2021”.",
        "The date “sometime” could not be read.",
        "The date “3/2/2031” lies in the future.",
    ]


def test_weekday_that_does_not_fit_is_a_problem(vocabulary: Vocabulary) -> None:
    _, problems = read(vocabulary, draft("Mon 27/11/08"))
    assert "weekday and the date do not agree" in problems[0].what


def test_date_that_breaks_the_order_of_its_file_is_a_problem(vocabulary: Vocabulary) -> None:
    written = ["1/3/21", "2/3/21", "5/3/21", "9/3/12", "11/3/21", "14/3/21"]
    _, problems = read(vocabulary, *(draft(day) for day in written))
    assert [problem.where for problem in problems] == ["row 9/3/12"]
    _, backwards = read(vocabulary, *(draft(day) for day in reversed(written)))
    assert [problem.where for problem in backwards] == ["row 9/3/12"]


def test_month_among_its_days_does_not_break_the_order(vocabulary: Vocabulary) -> None:
    written = [
        "1/3/21",
        "2/3/21",
        "March 2021",
        "9/3/21",
        "early April 21",
        "2/4/21",
        "14/4/21",
        "June 2019",
        "20/4/21",
    ]
    _, problems = read(vocabulary, *(draft(day) for day in written))
    assert [problem.where for problem in problems] == ["row June 2019"]


def test_file_without_order_is_not_blamed_line_by_line(vocabulary: Vocabulary) -> None:
    written = ["1/9/21", "2/3/21", "5/7/21", "9/1/21", "11/5/21", "14/2/21"]
    assert read(vocabulary, *(draft(day) for day in written))[1] == ()


def test_row_with_two_dates_and_two_accounts_gives_two_entries(vocabulary: Vocabulary) -> None:
    text = "7/9 called, nobody in. 10/9 went again, door answered by an uncle. Next visit 12/10."
    entries, _ = read(vocabulary, draft("07/09/20 + 10/09/20", text, columns=(("Worker", "K Ashe"),)))
    assert [(day, entry.text) for day, entry in zip(days(entries), entries, strict=True)] == [
        ("2020-09-07", "7/9 called, nobody in."),
        ("2020-09-10", "10/9 went again, door answered by an uncle. Next visit 12/10."),
    ]
    assert entries[1].columns == (("Worker", "K Ashe"),)


def test_second_event_with_its_own_time_in_one_row(vocabulary: Vocabulary) -> None:
    text = "11/05 2320hrs call from mother, male at door. 12/05 10:00 rang back, no reply."
    entries, _ = read(vocabulary, draft("11/05/2020", text, time="23:20"))
    assert days(entries) == ["2020-05-11", "2020-05-12"]
    assert [entry.time.clock for entry in entries if entry.time] == ["23:20", "10:00"]


@pytest.mark.parametrize(
    "text",
    [
        "At the visit on 2/3 she said he was well. 5/3 clinic cancelled by mum.",
        "Plan: 10/3 core group. 24/3 review.",
        "Seen 3/2. Due back 9/2/21.",
        "Letter of 1/2 received. Conference 9/2.",
    ],
)
def test_other_dates_in_the_narrative_are_only_spoken_of(vocabulary: Vocabulary, text: str) -> None:
    entries, _ = read(vocabulary, draft("3/2/21", text))
    assert [entry.text for entry in entries] == [text]
    assert days(entries) == ["2021-02-03"]


def test_two_dates_with_one_account_are_a_span(vocabulary: Vocabulary) -> None:
    entries, _ = read(vocabulary, draft("5 & 6/5/10", "On the ward both days, mother staying."))
    assert (entries[0].date.precision, len(entries)) == (Precision.RANGE, 1)
    assert str(entries[0].date.latest) == "2010-05-06"


def test_unreadable_time_is_said_and_the_entry_kept(vocabulary: Vocabulary) -> None:
    entries, problems = read(vocabulary, draft("3/2/21", time="period 3b"))
    assert entries[0].time is None
    assert entries[0].written_time == "period 3b"
    assert "time" in problems[0].what


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("16.00. Door opened by an uncle.", "16:00"),
        ("12:40 T/C from school.", "12:40"),
        ("2.15pm 3 yr review, all well.", "14:15"),
        ("1410hrs Seen on the ward.", "14:10"),
        ("4.70kg, on his line.", None),
        ("2.30 was the time of the visit planned.", None),
        ("3 yr review. 10.30 next time.", None),
        ("12/2 Seen at home.", None),
    ],
)
def test_clock_time_that_opens_the_narrative_is_the_time(vocabulary: Vocabulary, text: str, clock: str | None) -> None:
    entries, _ = read(vocabulary, draft("3/2/21", text))
    assert (entries[0].time.clock if entries[0].time else None) == clock
    assert entries[0].text == text
