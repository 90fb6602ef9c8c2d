"""Rows under a heading: their dates and times as written, days as bands, rows without words, forms, and speed."""

from __future__ import annotations

import time

from keymoments.ingest.blocks import Row, Table
from keymoments.ingest.tables import drafts_from_table

from .made_tables import LONG, WORDS, read, summary


def test_excel_serial_numbers_typed_without_a_date_format() -> None:
    reading = read(("Date", "Entry"), ("43500", LONG), ("43501.5", LONG), ("4/2/19", LONG))
    assert [(d.written_date, d.written_time) for d in reading.drafts] == [
        ("2019-02-04", ""),
        ("2019-02-05", "12:00"),
        ("4/2/19", ""),
    ]
    assert reading.drafts[0].notes


def test_from_and_to_make_a_range() -> None:
    reading = read(
        ("From", "To", "Event"), ("3/2/21", "5/2/21", LONG), ("6/2/21", "", LONG), ("7/2/21", "7/2/21", LONG)
    )
    assert [draft.written_date for draft in reading.drafts] == ["3/2/21 to 5/2/21", "6/2/21", "7/2/21"]


def test_uncertain_dates_stay_in_the_words_of_the_record() -> None:
    written = ["early March 22", "5 & 6/5/10", "same day 17.40", "31/02/2021", "Feb 2021", "not known", "w/c 4 March"]
    reading = read(("Date", "Entry"), ("1/9/20", "First."), *((words, "Rang mother.") for words in written))
    assert [draft.written_date for draft in reading.drafts][1:3] == written[:2]
    assert (reading.drafts[3].written_date, reading.drafts[3].written_time) == ("same day", "17.40")
    assert [draft.written_date for draft in reading.drafts][4:] == written[3:]


def test_date_cell_that_says_more_keeps_its_words_as_a_column() -> None:
    reading = read(("Date", "Entry"), ("1/9/20 HV", LONG), ("2/9/20 T/C", LONG), ("3/9/20", LONG))
    assert [draft.written_date for draft in reading.drafts] == ["1/9/20", "2/9/20", "3/9/20"]
    assert reading.drafts[0].columns == (("Date", "1/9/20 HV"),)


def test_empty_account_takes_the_next_best_cell_or_is_a_problem() -> None:
    reading = read(
        ("No", "Date", "Type", "Details", "Action", "Seen"),
        ("1", "1/9/20", "Visit", LONG, "", "Y"),
        ("2", "2/9/20", "Letter", "", "Letter sent to both parents", ""),
        ("3", "3/9/20", "", "", "", "Y"),
        ("4", "", "", "", "", ""),
    )
    assert [draft.text for draft in reading.drafts] == [LONG, "Letter sent to both parents"]
    assert reading.drafts[1].columns == (("No", "2"), ("Type", "Letter"))
    (problem,) = reading.problems
    assert problem.where == "table 1, row 4"
    assert problem.file == "records/log.docx"


def test_rows_without_date_inherit_and_continuations_are_marked() -> None:
    reading = read(
        ("Date", "Entry", "By"),
        ("1/9/20", "Mother said she would bring him to the", "AB"),
        ("", "clinic on Friday.", ""),
        ("", "Rang again later.", "AB"),
    )
    assert [draft.written_date for draft in reading.drafts] == ["1/9/20", "", ""]
    assert reading.drafts[1].notes == ("may go on from the row above",)
    assert reading.drafts[2].notes == ()


def test_days_that_stand_as_bands_give_their_date() -> None:
    reading = read(
        ("Time", "Note", "Staff"),
        "Monday 1 March 2021",
        ("08:00", "Up and dressed, ate breakfast.", "AB"),
        ("21:00", "Settled.", "CD"),
        "Tuesday 2 March 2021",
        ("08:10", "Did not want to go to school.", "AB"),
    )
    assert [(d.written_date, d.written_time) for d in reading.drafts] == [
        ("Monday 1 March 2021", "08:00"),
        ("Monday 1 March 2021", "21:00"),
        ("Tuesday 2 March 2021", "08:10"),
    ]


def test_accounts_that_begin_with_their_date() -> None:
    reading = read(("Worker", "Notes"), ("AB", "1/9/20 – Rang mother, no reply."), ("CD", "2/9/20 Visited. Nobody in."))
    assert summary(reading) == [("1/9/20", "", "Rang mother, no reply."), ("2/9/20", "", "Visited. Nobody in.")]


def test_forms_of_labels_and_values() -> None:
    reading = read(
        ("Name of child", "Ro Marlowe"),
        ("DOB", "3/4/2012"),
        ("Date of incident", "1/9/20"),
        ("Time of incident", "10:15"),
        ("Recorded by", "J Todd"),
        ("Details of concern", LONG),
        ("Action taken", "Told the head"),
    )
    assert summary(reading) == [("1/9/20", "10:15", LONG)]
    assert ("Action taken", "Told the head") in reading.drafts[0].columns


def test_labels_of_a_front_sheet_are_no_entries() -> None:
    assert not read(
        ("Name:", "Ro Marlowe"), ("DOB", "3/4/2012"), ("Date of referral", "1/9/20"), ("Worker", "A B")
    ).drafts
    assert not read(("Ro Marlowe", "3/4/2012", "Child"), ("Jo Marlowe", "9/8/1985", "Mother")).drafts
    homes = read(("Address", "From", "To"), ("4 Elm Row, Northwick", "1/2/19", "3/4/20"), ("9 High St", "3/4/20", ""))
    assert homes.drafts == ()
    assert homes.problems == ()


def test_midnight_that_an_export_adds_to_every_day_is_no_time() -> None:
    rows = [(f"0{day}/09/2020 00:00", LONG) for day in range(1, 6)]
    assert {draft.written_time for draft in read(("Date", "Entry"), *rows).drafts} == {""}
    mixed = read(("Date", "Entry"), *rows, ("06/09/2020 14:10", LONG))
    assert [draft.written_time for draft in mixed.drafts][4:] == ["00:00", "14:10"]


def test_not_applicable_is_no_date() -> None:
    reading = read(("When", "Alone", "Notes"), ("1/9/20", "n/a", LONG), ("n/k", "n/a", LONG))
    assert [draft.written_date for draft in reading.drafts] == ["1/9/20", "n/k"]


def test_years_that_stand_as_bands() -> None:
    reading = read(("Date", "Event"), ("2019", ""), ("3 March", "Born at term."), "2020", ("1 May", "Moved house."))
    assert [draft.written_date for draft in reading.drafts] == ["3 March 2019", "1 May 2020"]
    assert reading.problems == ()


def test_long_text_over_a_whole_row() -> None:
    dated = f"3/9/20 Strategy meeting held. {LONG}"
    reading = read(("Date", "Type", "Entry"), ("1/9/20", "Visit", LONG), dated, LONG + LONG, ("4/9/20", "T/C", LONG))
    assert [draft.written_date for draft in reading.drafts] == ["1/9/20", "3/9/20", "4/9/20"]
    assert [problem.where for problem in reading.problems] == ["table 1, row 4"]


def test_narratives_in_capitals_are_entries_and_shouted_lines_are_bands() -> None:
    police = read(("DATE", "LOG"), ("1/9/20", "NO REPLY."), ("", "OFFICERS RESUMED"), ("2/9/20", "ALL QUIET"))
    assert len(police.drafts) == 3
    other = read(
        ("Date", "Type", "Log"), ("1/9/20", "Visit", "No reply."), ("", "", "TEAM TWO"), ("2/9/20", "Visit", "In.")
    )
    assert [draft.text for draft in other.drafts] == ["No reply.", "In."]


def test_every_row_is_accounted_for() -> None:
    rows: list[tuple[str, ...] | str] = [("Date", "Type", "Entry", "Seen")]
    for number in range(40):
        rows.append(
            (f"{number % 28 + 1}/3/20", "", "", "Y") if number % 7 == 0 else ("", "Visit", f"Note {number}.", "")
        )
        if number % 9 == 0:
            rows.append(f"PART {number}")
    reading = read(*rows)
    places = [d.where for d in reading.drafts] + [p.where for p in reading.problems] + list(reading.skipped)
    assert sorted(places) == sorted(f"table 1, row {number}" for number in range(1, len(rows) + 1))


def test_the_readers_notes_and_confidence_go_with_the_row() -> None:
    table = Table(
        (Row(("Date", "Entry"), "row 1"), Row(("1/9/20", LONG), "row 2", notes=("hidden row",), confidence=0.8)), "t"
    )
    (draft,) = drafts_from_table(table, WORDS.headings, WORDS.dates, file="a").drafts
    assert draft.notes == ("hidden row",)
    assert draft.confidence == 0.8


def test_empty_and_odd_tables_do_no_harm() -> None:
    for rows in ((), (Row((), "row 1"),), (Row(("",), "row 1"),), (Row(("only",), "row 1"), Row(("a", "b"), "row 2"))):
        assert drafts_from_table(Table(rows, "t"), WORDS.headings, WORDS.dates, file="a").drafts == ()


def test_table_that_goes_on_without_its_headings() -> None:
    table = Table((Row(("1/9/20", "Visit", LONG), "row 1"),), "table 2")
    reading = drafts_from_table(
        table, WORDS.headings, WORDS.dates, file="a", header=("Date", "Type of contact", "Case note")
    )
    assert reading.drafts[0].columns == (("Type of contact", "Visit"),)


def test_fifty_thousand_rows_do_not_take_minutes() -> None:
    rows = [Row(("Date", "Time", "Type", "Entry", "By"), "row 1")]
    rows += [
        Row(
            (f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{2010 + n % 10}", "14:10", "Home visit", f"{LONG} {n}", "AB"),
            f"row {n}",
        )
        for n in range(2, 50_002)
    ]
    started = time.process_time()
    reading = drafts_from_table(Table(tuple(rows), "t"), WORDS.headings, WORDS.dates, file="a")
    assert len(reading.drafts) == 50_000
    assert time.process_time() - started < 60
