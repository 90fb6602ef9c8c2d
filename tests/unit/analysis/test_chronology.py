"""Merging: nothing lost, duplicates told once, order by uncertain date, scope marked, keys that hold."""

from __future__ import annotations

from datetime import date

from keymoments.analysis.chronology import integrate
from keymoments.analysis.records import UNDATED, Agency, Case, Entry, Precision, UncertainDate, UncertainTime


def case(*agencies: str) -> Case:
    return Case(
        reference="Child Wren",
        nation="england",
        scope_from=date(2020, 1, 1),
        scope_to=date(2020, 12, 31),
        people=(),
        agencies=tuple(Agency(name, name, "other", ("f",)) for name in agencies),
    )


def entry(
    agency: str, day: str | None, text: str = "Visit, all seen and well today.", time: int | None = None, **more: object
) -> Entry:
    when = UNDATED if day is None else UncertainDate(date.fromisoformat(day), date.fromisoformat(day), Precision.DAY)
    clock = None if time is None else UncertainTime(time, time, True)
    values = {"file": "f", "where": "row 1", "position": 0, **more}
    return Entry(id="", key="", agency=agency, written_date=day or "", date=when, text=text, time=clock, **values)  # type: ignore[arg-type]


def test_entries_stand_by_day_time_agency_and_undated_ones_last() -> None:
    result = integrate(
        [
            [
                entry("b", "2020-03-02", "b late", 900),
                entry("b", None, "b undated"),
                entry("b", "2020-03-02", "b no time"),
            ],
            [entry("a", "2020-03-02", "a late", 900), entry("a", "2020-03-01", "a early", 1000)],
        ],
        case("a", "b"),
    )
    assert [item.text for item in result.entries] == ["a early", "b no time", "a late", "b late", "b undated"]


def test_ids_run_in_file_order_over_the_files_of_an_agency() -> None:
    result = integrate(
        [[entry("a", "2020-03-09", "one"), entry("a", "2020-03-01", "two")], [entry("a", "2020-02-01", "three")]],
        case("a"),
    )
    assert {item.text: item.id for item in result.entries} == {"one": "a-001", "two": "a-002", "three": "a-003"}


def test_duplicate_row_is_told_once_with_a_problem_that_names_it() -> None:
    first, again = entry("a", "2020-03-01", where="row 4"), entry("a", "2020-03-01", where="row 5")
    result = integrate([[first, again]], case("a"))
    assert len(result.entries) == 1
    assert result.problems[0].where == "row 5"
    assert "row 4" in result.problems[0].what


def test_short_habitual_notes_and_other_times_are_no_duplicates() -> None:
    rows = [
        entry("a", "2020-03-01", "No reply.", columns=(("Type", "Call 1"),)),
        entry("a", "2020-03-01", "No reply.", columns=(("Type", "Call 2"),)),
        entry("a", "2020-03-01", "Rang mother, no reply, left a message.", 600),
        entry("a", "2020-03-01", "Rang mother, no reply, left a message.", 900),
    ]
    assert len(integrate([rows], case("a")).entries) == 4


def test_same_words_of_two_agencies_are_two_entries() -> None:
    result = integrate([[entry("a", "2020-03-01")], [entry("b", "2020-03-01")]], case("a", "b"))
    assert len(result.entries) == 2


def test_out_of_scope_is_kept_and_marked_and_what_may_be_inside_is_in() -> None:
    year = UncertainDate(date(2019, 1, 1), date(2020, 12, 31), Precision.RANGE)
    rows = [entry("a", "2019-12-31", "before"), entry("a", "2020-01-01", "first"), entry("a", None, "undated")]
    rows.append(Entry("", "", "a", "f", "row", "2019/20", year, "maybe", 0))
    marked = {item.text: item.in_scope for item in integrate([rows], case("a")).entries}
    assert marked == {"before": False, "first": True, "undated": True, "maybe": True}


def test_keys_hold_when_other_rows_come_and_go() -> None:
    kept = [entry("a", "2020-03-01", "One visit to the home."), entry("a", "2020-03-05", "Another visit to the home.")]
    before = {item.text: item.key for item in integrate([kept], case("a")).entries}
    more = [entry("a", "2020-02-01", "New row above."), kept[1], kept[0]]
    after = {item.text: item.key for item in integrate([more], case("a")).entries}
    assert before == {text: after[text] for text in before}
    assert len(set(after.values())) == 3
