"""Tables of every template a British agency sends: which rows are entries, and what each column means."""

from __future__ import annotations

import pytest

from .made_tables import LONG, read, summary


def test_plain_table_gives_one_draft_a_row_with_other_cells_as_columns() -> None:
    reading = read(
        ("Date", "Time", "Type", "Notes", "Worker"),
        ("03/02/2021", "14:10", "Home visit", LONG, "AB"),
        ("4.2.21", "", "T/C", "No answer.", ""),
    )
    assert summary(reading) == [("03/02/2021", "14:10", LONG), ("4.2.21", "", "No answer.")]
    assert reading.drafts[0].columns == (("Type", "Home visit"), ("Worker", "AB"))
    assert reading.drafts[1].columns == (("Type", "T/C"),)
    assert reading.header == ("Date", "Time", "Type", "Notes", "Worker")


def test_title_rows_above_and_parents_of_merged_headings() -> None:
    reading = read(
        "Northwick Children's Services – chronology",
        "Printed 19/08/2021",
        ("Date", "Details", "Child", "", "Staff"),
        ("", "", "Seen Y/N", "Alone Y/N", ""),
        ("03/02/2021", LONG, "Y", "N", "AB"),
    )
    assert summary(reading) == [("03/02/2021", "", LONG)]
    assert reading.drafts[0].columns == (("Child / Seen Y/N", "Y"), ("Child / Alone Y/N", "N"), ("Staff", "AB"))


def test_groups_over_headings_do_not_change_what_a_column_means() -> None:
    reading = read(
        ("CONTACT", "", "", "RESPONSE", ""),
        ("Incident date", "Type", "Details", "Action taken", "By"),
        ("1/9/20", "Parent", "Mum rang, upset about the letter and the way it was worded.", "Rang back", "JT"),
    )
    (draft,) = reading.drafts
    assert draft.text.startswith("Mum rang")
    assert ("CONTACT / Type", "Parent") in draft.columns


def test_name_and_value_rows_above_the_header_are_no_parents() -> None:
    reading = read(
        ("Name:", "Ro Marlowe", "DOB:", "3/4/2012"),
        ("Child name", "Ro Marlowe", "", ""),
        ("Date", "Event", "Outcome", "Author"),
        ("1/9/20", "Mum rang, upset about the letter.", "NFA", "JT"),
    )
    assert reading.header == ("Date", "Event", "Outcome", "Author")
    assert summary(reading) == [("1/9/20", "", "Mum rang, upset about the letter.")]


def test_bands_break_and_are_never_entries() -> None:
    reading = read(
        ("Date", "Entry"),
        ("1/9/20", "Seen at school."),
        "CLOSED 28/11/20   RE-OPENED 07/01/21",
        ("", "Letter sent to mother."),
        ("TERM 2", ""),
        ("9/1/21", "Absent all week."),
    )
    assert [draft.after_break for draft in reading.drafts] == [False, True, True]
    assert [draft.text for draft in reading.drafts] == ["Seen at school.", "Letter sent to mother.", "Absent all week."]
    assert reading.skipped[-2:] == ("table 1, row 3", "table 1, row 5")


def test_repeated_header_is_skipped_and_a_new_one_is_obeyed() -> None:
    reading = read(
        ("Date", "Entry", "Worker"),
        ("1/9/20", "Seen at school.", "AB"),
        ("DATE", "ENTRY", "WORKER"),
        ("2/9/20", "Rang mother.", "AB"),
        ("Date", "Worker", "Entry"),
        ("3/9/20", "CD", "Visited, no reply."),
    )
    assert [draft.text for draft in reading.drafts] == ["Seen at school.", "Rang mother.", "Visited, no reply."]
    assert reading.drafts[2].after_break


def test_footnotes_legends_and_totals_below_the_table_are_no_entries() -> None:
    reading = read(
        ("Date", "Entry", "Seen"),
        ("1/9/20", "Seen at school.*", "Y"),
        ("", "", ""),
        ("* typed up later from the diary", "", ""),
        ("Note: Seen is completed by the worker and may not reflect the account.", "", ""),
        ("Total", "1", ""),
        ("END OF EXTRACT", "", ""),
    )
    assert [draft.text for draft in reading.drafts] == ["Seen at school.*"]
    assert reading.problems == ()


def test_keys_families_professionals_and_plans_are_no_logs() -> None:
    assert not read(("CA", "Cerys Abel (mother)"), ("NG", "Nia Gray (aunt)"), ("TAF", "Team Around the Family")).drafts
    assert not read(("Abbreviation", "Meaning"), ("HV", "Health visitor or home visit"), ("EH", "Early help")).drafts
    family = read(
        ("Name", "DOB", "Relationship", "Address"),
        ("Ro Marlowe", "3/4/2012", "Child", "4 Elm Row"),
        ("Jo Marlowe", "9/8/1985", "Mother", "4 Elm Row"),
    )
    assert not family.drafts
    plan = read(
        ("Action", "By whom", "By when"),
        ("Dentist to be booked for all of the children", "Mother", "3/4/2021"),
        ("Refer to the young carers' project", "SW", "9/4/2021"),
    )
    assert not plan.drafts
    assert not read(("Name", "Role", "Agency", "Contact details"), ("A Bell", "HV", "NHS", "01632 960123")).drafts
    assert family.problems == ()
    assert plan.problems == ()


# Headings, a row ("~" stands for the account), and the date and time that must be read from it.
SYSTEMS = {
    "police": ("INC_NO|REPORTED|CLASS|LOG|OIC", "12|01/02/2020 23:15|DOM|~|4471", "01/02/2020 23:15"),
    "police unit": ("Ref|Date / time|Circumstances|Child seen", "7|1/2/20 23:15|~|Y", "1/2/20 23:15"),
    "gp": ("Consultation date|Consulter|Entry", "01-Feb-2020|Dr A|~", "01-Feb-2020"),
    "gp event": ("Date|Consulter|Event Details", "01 Feb 2020 09:40|Dr A|~", "01 Feb 2020 09:40"),
    "probation": (
        "Contact Date|Start Time|End Time|Contact Type|Outcome|Notes",
        "1/2/20|10:00|10:40|O|A|~",
        "1/2/20 10:00",
    ),
    "school": ("Incident date|Date logged|Category|Incident", "1/2/20|3/2/20|Neglect|~", "1/2/20"),
    "school log": ("No.|Logged|Pupil|Details|Action taken", "1|17/06/2013 09:05|Ro|~|", "17/06/2013 09:05"),
    "ambulance": ("Call Date|Call Time|Crew|Clinical narrative", "1/2/20|0310|K41|~", "1/2/20 0310"),
    "scotland": (
        "Date or period of event|Significant event|Source|Impact (positive / negative)",
        "1/2/20|~|HV|N",
        "1/2/20",
    ),
    "ireland": (
        "Date/Time of Contact|Contact With|Details of Contact|Professional",
        "1/2/20 2.10pm|M|~|SW",
        "1/2/20 2.10pm",
    ),
    "wales": ("Dyddiad|Amser|Cofnod|Plentyn|Cofnodwyd gan", "1/2/20|10.30|~|RM|LB", "1/2/20 10.30"),
    "court": ("Serial Number|Date|Event detail|Witness or document reference", "1|1/2/20|~|B14", "1/2/20"),
    "review": (
        "Start Date|Start Time|End Date|End Time|Sequence|Source of Information|Event|Comment",
        "1/2/20|10:00|||1|File|~|Poor.",
        "1/2/20 10:00",
    ),
    "our own": (
        "Date|Time|Agency|Entry|Source file|Place in file|Date as written",
        "1 February 2020|10:00|HV|~|a.docx|row 3|1/2/20",
        "1 February 2020 10:00",
    ),
    "housing": ("Tenancy ref|Diary date|Officer|Account notes", "T1|1/2/20|JB|~", "1/2/20"),
    "misspelt": ("Dtae|Narative|Wroker", "1/2/20|~|JB", "1/2/20"),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_headings_of_many_systems(system: str) -> None:
    header, row, when = SYSTEMS[system]
    cells = tuple(LONG if cell == "~" else cell for cell in row.split("|"))
    reading = read(tuple(header.split("|")), cells, cells)
    assert [(f"{d.written_date} {d.written_time}".strip(), d.text) for d in reading.drafts] == [(when, LONG)] * 2
    assert not reading.problems


def test_event_date_outranks_date_of_recording_wherever_it_stands() -> None:
    reading = read(
        ("Recorded on", "Event date", "DOB", "Text"),
        ("9/9/20", "1/9/20", "3/4/2012", LONG),
        ("9/9/20", "", "3/4/2012", LONG),
    )
    assert [draft.written_date for draft in reading.drafts] == ["1/9/20", ""]
    assert reading.drafts[0].columns == (("Recorded on", "9/9/20"), ("DOB", "3/4/2012"))


def test_analysis_is_never_the_account_however_long() -> None:
    reading = read(
        ("Date", "Event", "Expected practice", "Author's comments"),
        ("1/9/20", "Visit, no reply to the door.", LONG * 3, LONG * 4),
        ("2/9/20", "Rang mother, voicemail left.", LONG * 3, LONG * 4),
    )
    assert [draft.text for draft in reading.drafts] == ["Visit, no reply to the door.", "Rang mother, voicemail left."]


def test_a_column_of_labels_gives_way_to_the_real_account() -> None:
    reading = read(
        ("Date", "Event", "Details", "Concern"),
        ("1/9/20", "Home visit", LONG, "Neglect"),
        ("2/9/20", "Call", LONG, "Neglect"),
    )
    assert [draft.text for draft in reading.drafts] == [LONG, LONG]
    only_comments = read(("Date", "Contact", "Comments"), ("1/9/20", "Visit", LONG), ("2/9/20", "Call", LONG))
    assert [draft.text for draft in only_comments.drafts] == [LONG, LONG]


def test_no_header_at_all() -> None:
    reading = read(("1/9/20", "Visit", LONG, "AB"), ("2/9/20", "Call", "Rang mother, no reply.", "AB"))
    assert summary(reading) == [("1/9/20", "", LONG), ("2/9/20", "", "Rang mother, no reply.")]
    assert reading.drafts[0].columns == (("column 2", "Visit"), ("column 4", "AB"))


def test_headings_nobody_knows() -> None:
    reading = read(("Quando", "Cosa", "Chi"), ("1/9/20", LONG, "AB"), ("2/9/20", LONG, "AB"))
    assert summary(reading) == [("1/9/20", "", LONG), ("2/9/20", "", LONG)]


def test_columns_named_in_the_case_file_are_obeyed() -> None:
    reading = read(
        ("Date", "Happened", "Notes", "Musings"),
        ("9/9/20", "1/9/20", LONG, "Short."),
        chosen=(("date", "happened"), ("text", "Musings")),
    )
    assert summary(reading) == [("1/9/20", "", "Short.")]


def test_duplicate_and_missing_headings_are_told_apart() -> None:
    reading = read(("Date", "Entry", "Initials", "Initials", ""), ("1/9/20", LONG, "AB", "CD", "x"))
    assert reading.drafts[0].columns == (("Initials", "AB"), ("Initials (2)", "CD"), ("column 5", "x"))


def test_headings_with_instructions() -> None:
    reading = read(
        (
            "Date of contact (dd/mm/yyyy)",
            "Details of the contact. Please say who was there, what was said and by whom, how the child seemed to you",
            "Was the child seen? If so, was the child seen alone? Please give the reason if the child was not alone",
        ),
        ("1/9/20", LONG, "Y"),
    )
    assert summary(reading) == [("1/9/20", "", LONG)]


def test_incident_date_outranks_a_bare_date() -> None:
    reading = read(("Date", "Incident date", "Details"), ("3/9/20", "1/9/20", LONG), ("4/9/20", "2/9/20", LONG))
    assert [draft.written_date for draft in reading.drafts] == ["1/9/20", "2/9/20"]


def test_a_heading_known_whole_outranks_one_of_which_a_word_is_known() -> None:
    reading = read(("Date requested", "Date of visit", "Outcome of visit"), ("1/9/20", "5/9/20", LONG))
    assert reading.drafts[0].written_date == "5/9/20"


def test_comments_before_actions_where_nothing_else_tells() -> None:
    reading = read(
        ("Date", "Type", "Comments", "Action taken"),
        ("1/9/20", "Visit", LONG, LONG + LONG),
        ("2/9/20", "T/C", LONG, ""),
    )
    assert [draft.text for draft in reading.drafts] == [LONG, LONG]
