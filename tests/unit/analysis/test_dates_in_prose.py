"""Dates at the head of a line and in prose, where most figures are no dates."""

from __future__ import annotations

from datetime import date

import pytest

from keymoments.analysis.dates import find_dates, find_head
from keymoments.knowledge.vocabulary import load_vocabulary

WORDS = load_vocabulary("england").dates
NEAR = date(2018, 6, 1)


@pytest.mark.parametrize(
    ("line", "day", "clock", "rest"),
    [
        ("08/12/11  [NB]  Joint clinic w specialist", "2011-12-08", None, "[NB]"),
        ("16/09/13 1135  [NB]  Seen w her partner", "2013-09-16", "11:35", "[NB]"),
        ("06/10/08 NB - Sign up", "2008-10-06", None, "NB -"),
        ("Sun 09-Dec-2018  14:22   BASE  Dr P", "2018-12-09", "14:22", "BASE"),
        ("Date/time: 15/02/2014 2347hrs Neighbour rang", "2014-02-15", "23:47", "Neighbour"),
        ("[12/03/2021 14:10] Rang mum", "2021-03-12", "14:10", "] Rang"),
        ("- 3rd Feb 2021: rang", "2021-02-03", None, ": rang"),
        ("4) 3/2/21 rang", "2021-02-03", None, "rang"),
        ("9/8 no access. Neighbour in.", "2018-08-09", None, "no access"),
        ("4/7 - rang mum", "2018-07-04", None, "- rang"),
        ("Feb 2009 NB - Tenant wrote in", "2009-02-01", None, "NB"),
        ("early March 22: rang", "2022-03-01", None, ": rang"),
        ("Fri 5 July", "2018-07-05", None, ""),
        ("2019: moved to the coast", "2019-01-01", None, ": moved"),
        ("On 5/3 CA told her", "2018-03-05", None, "CA told"),
        ("Sat 12/2 late evening, neighbour rang", "2018-02-12", None, ", neighbour"),
        ("12/6/09 1500 ml of milk", "2009-06-12", None, "1500 ml"),
    ],
)
def test_head_of_a_line(line: str, day: str, clock: str | None, rest: str) -> None:
    head = find_head(line, WORDS, near=NEAR)
    assert head is not None
    assert head.date is not None
    assert str(head.date.earliest) == day
    assert (head.time.clock if head.time else None) == clock
    assert line[head.end :].strip().startswith(rest)


@pytest.mark.parametrize(
    ("line", "clock", "same_day"),
    [
        ("15.40 | E. Tomos | form sent", "15:40", False),
        ("18:10. Mo came to the door", "18:10", False),
        ("same day 1610  [Des P]  also seen", "16:10", True),
        ("later - Tenant texted", None, True),
        ("Later same day – Office", None, True),
    ],
)
def test_head_without_a_date(line: str, clock: str | None, same_day: bool) -> None:
    head = find_head(line, WORDS, near=NEAR)
    assert head is not None
    assert head.date is None
    assert (head.time.clock if head.time else None, head.same_day) == (clock, same_day)


COUNTS = [
    "5 minutes in the hall", "2 chn seen", "12 week old baby", "15 lacs", "6 x superficial", "1.5cm cut", "30 mins",
    "3 yr old boy", "20/40 today", "18/52 well", "BP 112/68", "9+10 points", "01632 960123 rang", "£386.12 owed", "s47",
    "4.1 Background", "14 Marram Close", "2 of 6", "24/7 care", "4/7 cough", "6/52 check", "5/12 old", "2/7 hx of cold",
    "1/2 term", "3/4 bottle", "Later she rang", "May attended", "March past", "Summer scheme", "10 May Road", "am seen",
    "2/3 times", "12 March Street", "2:1 support", "8/10 pain", "5,6,7",
    "DO: two left feet", "first 24 hrs",
]  # fmt: skip


@pytest.mark.parametrize("line", [*COUNTS, "1,17/06/2013 09:05,Wren", "Since 3/6/18 she has been low"])
def test_counts_are_no_head(line: str) -> None:
    assert find_head(line, WORDS, near=NEAR) is None


@pytest.mark.parametrize("text", [*COUNTS, "pain 5/10 today", "cough for 4/7", "GCS 3/5", "20-12-3456"])
def test_counts_in_prose_are_no_dates(text: str) -> None:
    assert find_dates(f"She said {text} and left.", WORDS, near=NEAR) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("At the visit on 2/3 she said no.", ["2/3"]),
        ("Letter of 18/1 discussed. Core group 9/5, RCPC before 25/7.", ["18/1", "9/5", "25/7"]),
        ("Incident Sat 12/2 late evening, neighbour rang.", ["Sat 12/2 late evening"]),
        ("Offered w/c 17/2 when back.", ["w/c 17/2"]),
        ("Due 18 November, moved in mid Oct. Born 10/11/21.", ["18 November", "mid Oct", "10/11/21"]),
        ("Seen 3/6 and 06/07", ["3/6 and 06/07"]),
        ("Overnight 22-23 Aug with gran", ["22-23 Aug"]),
    ],
)
def test_dates_in_prose(text: str, words: list[str]) -> None:
    found = find_dates(text, WORDS, near=NEAR)
    assert [text[one.start : one.end] for one in found] == words or [text[one.start : one.end] for one in found] == [
        " and ".join(words)
    ]


def test_days_of_illness_are_dates_only_close_by() -> None:
    text = "Rang again 4/7, no reply."
    assert find_dates(text, WORDS, near=date(2018, 7, 9)) != ()
    assert find_dates(text, WORDS, near=date(2018, 1, 9)) == ()
