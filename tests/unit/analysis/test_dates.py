"""Dates as busy people write them, read for what they say and no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import keymoments.knowledge
from keymoments.analysis.dates import DateReading, read_date, write_date
from keymoments.analysis.records import UNDATED, Precision, UncertainDate
from keymoments.knowledge.vocabulary import load_vocabulary

WELSH = load_vocabulary("wales").dates
WORDS = load_vocabulary("england").dates
OF_NATION = {"england": WORDS, "wales": WELSH}
NEAR = date(2018, 6, 1)


def read(text: str, near: date | None = NEAR) -> DateReading:
    reading = read_date(text, WORDS, near=near)
    assert reading is not None, text
    return reading


def when(text: str, near: date | None = NEAR) -> UncertainDate:
    found = read(text, near).date
    assert found is not None, text
    return found


def span(text: str) -> tuple[str, str, str]:
    found = when(text)
    assert found.earliest is not None
    assert found.latest is not None
    return found.earliest.isoformat(), found.latest.isoformat(), found.precision.value


def pack_examples() -> list[Any]:
    """Every example that stands in a pack's words of dates."""
    packs = Path(keymoments.knowledge.__file__).parent / "packs"
    found = []
    for path in sorted(packs.glob("*/dates.yaml")):
        nation = "england" if path.parent.name == "uk" else path.parent.name
        examples = yaml.safe_load(path.read_text(encoding="utf-8"))["examples"]
        found += [pytest.param(nation, one, id=f"{path.parent.name}: {one['text']}") for one in examples]
    return found


@pytest.mark.parametrize(("nation", "example"), pack_examples())
def test_examples_of_the_packs(nation: str, example: dict[str, Any]) -> None:
    reading = read_date(example["text"], OF_NATION.get(nation) or load_vocabulary(nation).dates)
    assert reading is not None
    assert reading.same_day is example.get("same_day", False)
    assert (reading.time.clock if reading.time else None) == example.get("time")
    if "earliest" in example:
        assert reading.date is not None
        assert (reading.date.earliest, reading.date.latest) == (example["earliest"], example["latest"])
        assert reading.date.precision == example["precision"]
        assert reading.date.doubtful is example.get("doubtful", False)


@pytest.mark.parametrize(
    "text",
    [
        "3/2/21", "03/02/2021", "03.02.2021", "3-2-21", "3.2.21", "3/2/2021.", " 3/2/21 ", "3 / 2 / 21", "3\\2\\21",
        "3rd Feb 2021", "3 Feb '21", "3 Feb 21", "Feb 3rd 2021", "February 3, 2021", "3-Feb-21", "03-Feb-2021",
        "3Feb21",
        "3rd of February 2021", "the 3rd of Feb. 2021", "2021-02-03", "2021/02/03", "20210203", "03022021",
        "Wed 3/2/21", "Wednesday 3rd February 2021", "Weds, 3 Feb 2021", "3/2/21 (Wed)", "on 3/2/21", "Date: 3/2/21",
        "3/2/21*", "3/2/21 †", "3/2/21¹", "3/2/21 [1]", "3/2/21#", "3/2/21,", "3\u00a0Feb\u00a02021", "3–2–21",
        "2021-02-03 00:00:00", "2021-02-03T00:00:00",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    reading = read(text, None)
    assert reading.date == UncertainDate(date(2021, 2, 3), date(2021, 2, 3), Precision.DAY)
    assert reading.time is None
    assert not reading.missing_year


@pytest.mark.parametrize(
    ("text", "year"),
    [("1/5/49", 2049), ("1/5/50", 1950), ("1/5/99", 1999), ("1/5/00", 2000), ("1 May '08", 2008), ("1 May 1932", 1932)],
)
def test_two_figures_of_a_year(text: str, year: int) -> None:
    assert when(text, None).earliest == date(year, 5, 1)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("3/2/21 14:10", "14:10"), ("03/02/2021 14:10", "14:10"), ("2021-02-03T14:10", "14:10"),
        ("2021-02-03T14:10:22Z", "14:10"), ("2021-02-03 14:10:22.123", "14:10"), ("14:10 03/02/2021", "14:10"),
        ("2.10pm on 3/2/21", "14:10"), ("3/2/21 at 14.10hrs", "14:10"), ("3/2/21 1410hrs", "14:10"),
        ("3/2/21 1410", "14:10"), ("3/2/21, 2.10pm", "14:10"), ("3/2/21 - 14:10", "14:10"), ("3/2/21 14.10", "14:10"),
        ("3/2/21\n14:10", "14:10"), ("3/2/21 14:10 - 15:00", "14:10"), ("3/2/21 14:10*", "14:10"),
        ("Wed 3 Feb 2021 2.10pm", "14:10"), ("Date 3/2/21 Time 14:10", "14:10"), ("3/2/21 @ 14:10", "14:10"),
        ("3/2/21 approx 2pm", None), ("3/2/21 late evening", None), ("Wed pm 3/2/21", None), ("3/2/21 24:00", None),
        ("03/02/2021 14:10:30", "14:10"), ("3/2/21 1410hrs - 3/2/21 1500hrs", "14:10"),
    ],
)  # fmt: skip
def test_day_with_a_time(text: str, clock: str | None) -> None:
    reading = read(text)
    assert reading.date == UncertainDate(date(2021, 2, 3), date(2021, 2, 3), Precision.DAY)
    assert reading.time is not None
    assert reading.time.clock == clock


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Feb 2021", ("2021-02-01", "2021-02-28", "month")),
        ("Feb 21", ("2021-02-01", "2021-02-28", "month")),
        ("February '20", ("2020-02-01", "2020-02-29", "month")),
        ("Sept. 2018", ("2018-09-01", "2018-09-30", "month")),
        ("09/2004", ("2004-09-01", "2004-09-30", "month")),
        ("2018-03", ("2018-03-01", "2018-03-31", "month")),
        ("2019", ("2019-01-01", "2019-12-31", "year")),
        ("early March 2021", ("2021-03-01", "2021-03-10", "approximate")),
        ("mid-July 2014", ("2014-07-11", "2014-07-20", "approximate")),
        ("late Feb 2021", ("2021-02-21", "2021-02-28", "approximate")),
        ("end of May 2020", ("2020-05-21", "2020-05-31", "approximate")),
        ("beginning of May 2020", ("2020-05-01", "2020-05-10", "approximate")),
        ("early 2014", ("2014-01-01", "2014-04-30", "approximate")),
        ("late 2014", ("2014-09-01", "2014-12-31", "approximate")),
        ("Summer 2009", ("2009-06-01", "2009-08-31", "approximate")),
        ("winter 2009", ("2009-12-01", "2010-02-28", "approximate")),
        ("autumn term 2012", ("2012-09-01", "2012-12-31", "approximate")),
        ("w/c 4 March 2019", ("2019-03-04", "2019-03-10", "range")),
        ("week commencing 4/3/19", ("2019-03-04", "2019-03-10", "range")),
        ("week ending 8 March 2019", ("2019-03-02", "2019-03-08", "range")),
        ("week of 3/6/24", ("2024-06-03", "2024-06-09", "range")),
        ("approx 3 June 2018", ("2018-05-31", "2018-06-06", "approximate")),
        ("c. 3/6/18", ("2018-05-31", "2018-06-06", "approximate")),
        ("about June 2018", ("2018-06-01", "2018-06-30", "approximate")),
        ("between 3 and 7 June 2018", ("2018-06-03", "2018-06-07", "range")),
        ("from 3 to 7 June 2018", ("2018-06-03", "2018-06-07", "range")),
        ("3-7 June 2018", ("2018-06-03", "2018-06-07", "range")),
        ("3–7/6/18", ("2018-06-03", "2018-06-07", "range")),
        ("3-7/06/18", ("2018-06-03", "2018-06-07", "range")),
        ("3/6/18 - 7/6/18", ("2018-06-03", "2018-06-07", "range")),
        ("3/6/18-7/6/18", ("2018-06-03", "2018-06-07", "range")),
        ("night of 3/4 June 2018", ("2018-06-03", "2018-06-04", "range")),
        ("28 Dec - 3 Jan 2019", ("2018-12-28", "2019-01-03", "range")),
        ("28 Dec 2018 to 3 Jan", ("2018-12-28", "2019-01-03", "range")),
        ("Nov 2013 - Jan 2014", ("2013-11-01", "2014-01-31", "range")),
        ("Jan/Feb 2021", ("2021-01-01", "2021-02-28", "range")),
        ("2018/19", ("2018-01-01", "2019-12-31", "range")),
        ("2009/10", ("2009-01-01", "2010-12-31", "range")),
        ("2013-2015", ("2013-01-01", "2015-12-31", "range")),
        ("between around 23 June 2016 and 12 August 2016", ("2016-06-23", "2016-08-12", "approximate")),
        ("before June 2019", ("2018-06-01", "2019-05-31", "approximate")),
        ("??/06/2019", ("2019-06-01", "2019-06-30", "month")),
        ("Feb-Mar 19", ("2019-02-01", "2019-03-31", "range")),
        ("Mon-Fri 3-7 June 2019", ("2019-06-03", "2019-06-07", "range")),
        ("1.4.17-31.3.18", ("2017-04-01", "2018-03-31", "range")),
        ("academic year 2018/19", ("2018-01-01", "2019-12-31", "range")),
        ("June 2019 onwards", ("2019-06-01", "2019-07-01", "approximate")),
        ("c2012", ("2012-01-01", "2012-12-31", "approximate")),
        ("since about June 2018", ("2018-06-01", "2018-07-01", "approximate")),
        ("15/02/2014 2347hrs - 16/02/2014 0300hrs", ("2014-02-15", "2014-02-16", "range")),
    ],
)
def test_less_than_a_day_known(text: str, expected: tuple[str, str, str]) -> None:
    assert span(text) == expected


@pytest.mark.parametrize("text", ["?22 May 2016", "22 May 2016 ?", "? 22/5/16", "22/5/16 (?)", "possibly 22/5/16"])
def test_doubt_is_kept(text: str) -> None:
    assert when(text) == UncertainDate(date(2016, 5, 22), date(2016, 5, 22), Precision.DAY, doubtful=True)


@pytest.mark.parametrize(
    ("text", "near", "day"),
    [
        ("12/2", date(2022, 2, 14), date(2022, 2, 12)),
        ("Sat 12/2", date(2022, 2, 14), date(2022, 2, 12)),
        ("12th Feb", date(2022, 2, 14), date(2022, 2, 12)),
        ("29/12", date(2022, 1, 4), date(2021, 12, 29)),
        ("3 Jan", date(2021, 12, 20), date(2022, 1, 3)),
        ("12.3", date(2022, 2, 14), date(2022, 3, 12)),
    ],
)
def test_missing_year_is_the_nearest_and_said_to_be_assumed(text: str, near: date, day: date) -> None:
    reading = read(text, near)
    assert reading.missing_year
    assert reading.date == UncertainDate(day, day, Precision.DAY, assumed_year=True)


def test_missing_year_with_nothing_near_stays_open() -> None:
    reading = read("12/2", None)
    assert (reading.date, reading.missing_year, reading.impossible) == (None, True, False)


@pytest.mark.parametrize(
    "text", ["31/02/2021", "30/2", "02/23/2021", "31 June 2018", "29/2/2021", "0/5/21", "3/6/119", "7/6/18 - 3/6/18"]
)
def test_impossible_day_is_never_made_possible(text: str) -> None:
    reading = read(text)
    assert reading.impossible
    assert reading.date is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5 & 6/5/10", ["2010-05-05", "2010-05-06"]),
        ("05/09/24 + 09/09/24", ["2024-09-05", "2024-09-09"]),
        ("26/5 + 3/6/10", ["2010-05-26", "2010-06-03"]),
        ("28/8 and 3/9/14", ["2014-08-28", "2014-09-03"]),
        ("5, 6 and 9 May 2010", ["2010-05-05", "2010-05-06", "2010-05-09"]),
        ("05/09/24 + 09/09", ["2024-09-05", "2024-09-09"]),
        ("5th and 6th May 2010", ["2010-05-05", "2010-05-06"]),
        ("3/2/21; 4/2/21", ["2021-02-03", "2021-02-04"]),
        ("3/2/21\n4/2/21", ["2021-02-03", "2021-02-04"]),
        ("3/2/21 10:00\n4/2/21 11:00", ["2021-02-03", "2021-02-04"]),
    ],
)
def test_cell_with_several_dates(text: str, days: list[str]) -> None:
    reading = read(text)
    found = [one for one in (reading.date, *reading.more) if one and one.earliest]
    assert [str(one.earliest) for one in found] == days
    assert all(one.precision is Precision.DAY for one in found)


@pytest.mark.parametrize(
    "text",
    ["same day", "Same day", "later same day", "Later", "ditto", '"', "as above", "same date", "Later same day."],
)
def test_same_day(text: str) -> None:
    reading = read(text)
    assert (reading.date, reading.time, reading.same_day) == (None, None, True)


def test_same_day_with_a_time() -> None:
    reading = read("same day 1610")
    assert reading.same_day
    assert reading.time is not None
    assert (reading.time.clock, reading.written_date, reading.written_time) == ("16:10", "same day", "1610")


@pytest.mark.parametrize("text", ["N.K.", "unknown", "undated", "Not known", "n/k"])
def test_unknown_is_no_date_and_takes_none_from_above(text: str) -> None:
    assert when(text) == UNDATED


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "Telephone call",
        "3/2/21 rang mum",
        "see 3/2/21",
        "21.11.24\n6/12",
        "21.11.24, 6/12",
        "14 Marram Close",
        "2 chn",
        "O3/02/2021",
        "x" * 400,
    ],
)
def test_cell_that_is_no_date(text: str) -> None:
    assert read_date(text, WORDS, near=NEAR) is None


def test_weekday_and_what_was_written_are_told() -> None:
    reading = read("Thurs 27/11/08, 2pm")
    assert (reading.weekday, reading.written_date, reading.written_time) == (3, "Thurs 27/11/08", "2pm")


def test_bare_time_in_a_date_cell() -> None:
    reading = read("15.40")
    assert reading.date is None
    assert reading.time is not None
    assert reading.time.clock == "15:40"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 Fawrth 2024", "2024-03-05"),
        ("1af o Orffennaf 2023", "2023-07-01"),
        ("dydd Iau 7fed Mehefin 2018", "2018-06-07"),
    ],
)
def test_welsh_days(text: str, day: str) -> None:
    reading = read_date(text, WELSH)
    assert reading is not None
    assert reading.date is not None
    assert str(reading.date.earliest) == day


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (UncertainDate(date(2021, 2, 3), date(2021, 2, 3), Precision.DAY), "3 February 2021"),
        (UncertainDate(date(2021, 2, 1), date(2021, 2, 28), Precision.MONTH), "February 2021"),
        (UncertainDate(date(2021, 1, 1), date(2021, 12, 31), Precision.YEAR), "2021"),
        (
            UncertainDate(date(2021, 3, 1), date(2021, 3, 10), Precision.APPROXIMATE),
            "about 1 March 2021 to 10 March 2021",
        ),
        (UncertainDate(date(2021, 2, 3), date(2021, 2, 9), Precision.RANGE), "3 February 2021 to 9 February 2021"),
        (UNDATED, "undated"),
        (
            UncertainDate(
                date(2021, 2, 3), date(2021, 2, 3), Precision.DAY, doubtful=True, inherited=True, assumed_year=True
            ),
            "? 3 February 2021 (from the row above) (year assumed)",
        ),
    ],
)
def test_write_date(value: UncertainDate, text: str) -> None:
    assert write_date(value) == text
