"""Contacts laid on days, weeks and months: columns without gaps, pages that meet, every contact in one place."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from keymoments.analysis.whereabouts import Glance, Mark
from keymoments.analysis.whereabouts_strip import PAGE, Scale, columns_of, lay, scale_for, window

SCALES = st.sampled_from(Scale)
DAYS = st.dates(date(2001, 1, 1), date(2032, 12, 31))


def contact(key, first, last=None, agency="csc"):
    return Glance(key, agency, Mark.SEEN, first, last or first, None, spoken=False, young=False)


def test_a_week_begins_on_monday_and_a_month_on_the_first_as_far_as_the_period_goes():
    weeks = columns_of(Scale.WEEK, date(2021, 3, 4), date(2021, 3, 16))
    assert [(one.first.day, one.last.day) for one in weeks] == [(4, 7), (8, 14), (15, 16)]
    months = columns_of(Scale.MONTH, date(2020, 12, 15), date(2021, 2, 28))
    assert [(one.first, one.days) for one in months] == [
        (date(2020, 12, 15), 17),
        (date(2021, 1, 1), 31),
        (date(2021, 2, 1), 28),
    ]
    assert columns_of(Scale.DAY, date(2021, 3, 5), date(2021, 3, 4)) == ()


def test_the_last_days_of_the_calendar_end_the_columns():
    for scale in Scale:
        assert columns_of(scale, date(9999, 12, 20), date.max)[-1].last == date.max


@given(SCALES, DAYS, st.integers(0, 800))
def test_columns_hold_every_day_of_a_period_once(scale, first, more):
    last = first + timedelta(days=more)
    columns = columns_of(scale, first, last)
    assert (columns[0].first, columns[-1].last) == (first, last)
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(columns))
    assert sum(column.days for column in columns) == more + 1


@given(SCALES, DAYS, st.integers(0, 800))
def test_pages_follow_one_another_without_a_gap(scale, first, more):
    last = first + timedelta(days=more)
    pages = [window(scale, first, last)]
    while pages[-1].later:
        assert len(pages) < 100
        pages.append(window(scale, first, last, pages[-1].later))
    assert [page.number for page in pages] == list(range(1, pages[0].of + 1))
    assert tuple(column for page in pages for column in page.columns) == columns_of(scale, first, last)
    assert all(len(page.columns) <= PAGE[scale] for page in pages)
    assert pages[0].earlier is None
    for one, two in pairwise(pages):
        assert window(scale, first, last, two.earlier) == one


def test_days_beside_the_period_lead_to_its_first_and_last_page():
    first, last = date(2020, 1, 1), date(2021, 12, 31)
    assert window(Scale.DAY, first, last, date(1990, 1, 1)).number == 1
    page = window(Scale.DAY, first, last, date(2050, 1, 1))
    assert (page.number, page.last, page.later) == (page.of, last, None)
    assert window(Scale.DAY, first, last, date(2020, 6, 1)).first.weekday() == 0


def test_a_contact_stands_in_the_column_that_holds_all_its_days():
    page = window(Scale.WEEK, date(2021, 3, 1), date(2021, 3, 31))
    sure = contact("a", date(2021, 3, 8), date(2021, 3, 14))
    over = contact("b", date(2021, 3, 14), date(2021, 3, 15))
    edge = contact("c", date(2021, 2, 20), date(2021, 3, 2))
    gone = contact("d", date(2021, 4, 1))
    never = Glance("e", "csc", Mark.SEEN, None, None, None, spoken=False, young=False)
    laid = lay((sure, over, edge, gone, never), page)
    assert laid.cells == {(1, "csc"): (sure,)}
    assert laid.wide == (over, edge)
    assert laid.undated == (never,)


@given(SCALES, DAYS, st.integers(0, 700), st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=20))
def test_every_contact_of_a_page_stands_on_it_once_and_no_other(scale, first, more, drawn):
    page = window(scale, first, first + timedelta(days=more))
    glances = [contact(str(n), day, day + timedelta(days=wide)) for n, (day, wide) in enumerate(drawn)]
    laid = lay(glances, page)
    placed = [glance for found in laid.cells.values() for glance in found]
    expected = [glance for glance in glances if glance.first <= page.last and glance.last >= page.first]
    assert sorted(glance.entry for glance in (*placed, *laid.wide)) == sorted(glance.entry for glance in expected)
    for (place, agency), found in laid.cells.items():
        column = page.columns[place]
        assert all(column.first <= one.first and one.last <= column.last and one.agency == agency for one in found)


@pytest.mark.parametrize(("days", "scale"), [(30, Scale.DAY), (200, Scale.WEEK), (900, Scale.MONTH)])
def test_a_stretch_is_shown_by_the_finest_scale_that_holds_it_on_a_page(days, scale):
    assert scale_for(days) is scale


@given(st.integers(0, 3000), DAYS)
def test_a_stretch_shown_by_its_scale_needs_at_most_two_pages(days, first):
    assume(days < PAGE[Scale.MONTH] * 28)
    assert window(scale_for(days), first, first + timedelta(days=days)).of <= 2
