"""Dated headings, labelled forms, letters and reports: which day counts, and what is narrative."""

from __future__ import annotations

import textwrap
from pathlib import Path

from keymoments.ingest.blocks import Draft, Line, Passage
from keymoments.ingest.passages import PassageReading, drafts_from_passage
from keymoments.ingest.plain_text import is_wrapped, line_of_text, read_text
from keymoments.knowledge.vocabulary import load_vocabulary

WORDS = load_vocabulary("wales")


def read(text: str, name: str = "text") -> PassageReading:
    written = textwrap.dedent(text).strip("\n").split("\n")
    lines = tuple(line_of_text(one, f"line {number}") for number, one in enumerate(written, 1))
    return drafts_from_passage(
        Passage(lines, name, wrapped=is_wrapped(written)), WORDS.dates, WORDS.headings, "notes.txt", "1"
    )


def told(text: str) -> list[tuple[str, str, str]]:
    return [(draft.written_date, draft.written_time, draft.text) for draft in read(text).drafts]


def paragraphs(*lines: Line | str) -> tuple[Draft, ...]:
    """Paragraphs of a Word file."""
    made = tuple(
        Line(line, f"paragraph {number}") if isinstance(line, str) else line for number, line in enumerate(lines, 1)
    )
    return drafts_from_passage(Passage(made, "text"), WORDS.dates, WORDS.headings, "notes.docx", "1").drafts


# --- headings ---------------------------------------------------------------------------------------------------------


def test_dated_headings_and_dated_paragraphs_of_word() -> None:
    drafts = paragraphs(
        Line("Case notes printed 3 March 2020", "paragraph 1", level=1),
        Line("15.10.2018, 12.20 – Referral from school", "paragraph 2", level=2),
        "Received by e-mail. Scratches to arm.",
        "To be screened by the manager.",
        Line("EDT – 07/03/2019 21:30 – Call from police", "paragraph 5", level=2),
        "Taken by J Bole. Child at her aunt's.",
        "8.3.19 HV 3.40pm BC",
        "No answer at the door.",
        Line("Same day – office", "paragraph 9", level=2),
        "Mother called in.",
        "BC = B Cole.",
    )
    assert [(draft.written_date, draft.written_time, draft.text) for draft in drafts] == [
        ("15.10.2018", "12.20", "Received by e-mail. Scratches to arm.\nTo be screened by the manager."),
        ("07/03/2019", "21:30", "Taken by J Bole. Child at her aunt's."),
        ("8.3.19", "3.40pm", "No answer at the door."),
        ("Same day", "", "Mother called in."),
    ]


def test_bold_dates_as_headings() -> None:
    drafts = paragraphs(
        Line("Fri 5th Oct 2018", "paragraph 1", bold=True),
        "Came with the twins. Would not take her coat off.",
        Line("Early January 2019", "paragraph 3", bold=True),
        "First night back.",
    )
    assert [(draft.written_date, draft.text) for draft in drafts] == [
        ("Fri 5th Oct 2018", "Came with the twins. Would not take her coat off."),
        ("Early January 2019", "First night back."),
    ]


def test_account_under_a_heading_without_date_is_kept_undated() -> None:
    account = "Nobody saw the boys that winter. " * 8
    drafts = paragraphs(
        Line("3 May 2019 – Visit", "paragraph 1", level=2),
        "Seen at home.",
        Line("Earlier involvement", "paragraph 3", level=2),
        account,
    )
    assert [(draft.written_date, draft.after_break) for draft in drafts] == [("3 May 2019", False), ("", True)]


def test_meeting_minutes_in_markdown(tmp_path: Path) -> None:
    path = tmp_path / "marac.md"
    path.write_text(
        "# Westlea minutes\n\n## 14 May 2019 – Case 7\n\nTwo children at the address.\n\n- IDVA to ring.\n\n"
        "## 11 June 2019 – Case 3 (repeat)\n\nMoved to her sister's.\n"
    )
    document = read_text(path, "marac.md")
    (block,) = document.blocks
    assert isinstance(block, Passage)
    drafts = drafts_from_passage(block, WORDS.dates, WORDS.headings, "marac.md", "1").drafts
    assert [(draft.written_date, draft.text) for draft in drafts] == [
        ("14 May 2019", "Two children at the address.\n- IDVA to ring."),
        ("11 June 2019", "Moved to her sister's."),
    ]


# --- labelled blocks --------------------------------------------------------------------------------------------------


def test_ambulance_forms_with_date_and_time_apart() -> None:
    reading = read(
        """
        NORTH FELLS AMBULANCE SERVICE
        Incident No: 20-448120
        Date: 12/08/2020
        Time of call: 02:14   On scene: 02:25
        Location: Flat 3, 9 Quay Row
        Narrative: Called by neighbour. O/A pt sat on stairs, lac to brow, says
        fell. Two children asleep in back bedroom, looked in on by crew.
        Crew: Pike / Osgood

        Incident No: 20-451777
        Date: 19/08/2020
        Time of call: 21:40   On scene: 21:58
        Location: Flat 3, 9 Quay Row
        Narrative: Scald L hand from tea. Conveyed with mum to ED.
        Crew: Pike / Osgood
        """
    )
    assert [(draft.written_date, draft.written_time) for draft in reading.drafts] == [
        ("12/08/2020", "02:14"),
        ("19/08/2020", "21:40"),
    ]
    assert reading.drafts[0].text == (
        "Called by neighbour. O/A pt sat on stairs, lac to brow, says fell. "
        "Two children asleep in back bedroom, looked in on by crew."
    )
    assert dict(reading.drafts[1].columns)["Incident No"] == "20-451777"


def test_concern_forms_without_blank_lines_between() -> None:
    reading = read(
        """
        Date: 14/09/2020
        Time: 08:50
        Child: Poppy W
        Concern: Poppy came in without a coat and said her brother had slept in the shed.
        Action: Told DSL.
        Reported by: Mrs Lane
        Date: 21/09/2020
        Time: 13:30
        Child: Poppy W
        Concern: Fell asleep in phonics.
        Action: Rang mum, no reply.
        Reported by: Mr Osei
        """
    )
    assert [(draft.written_date, draft.written_time, draft.text) for draft in reading.drafts] == [
        ("14/09/2020", "08:50", "Poppy came in without a coat and said her brother had slept in the shed."),
        ("21/09/2020", "13:30", "Fell asleep in phonics."),
    ]
    assert dict(reading.drafts[0].columns)["Reported by"] == "Mrs Lane"


def test_two_fields_on_a_line_and_narrative_below_its_label() -> None:
    reading = read(
        """
        CONTACT RECORD
        Contact Date/Time: 12 Mar 2019 14:00      Contact type: Home visit
        Recorded: 15 Mar 2019 09:30               Worker: A Stone
        Details:
        Visited as planned. Mum and Zak in. Zak showed me his bike in the yard while
        mum was on the phone indoors. He said he does not like Fridays.
        """
    )
    (draft,) = reading.drafts
    assert (draft.written_date, draft.written_time) == ("12 Mar 2019", "14:00")
    assert draft.text.startswith("Visited as planned.")
    assert dict(draft.columns)["Contact type"] == "Home visit"


# --- letters ----------------------------------------------------------------------------------------------------------


def test_hospital_letter_takes_the_day_of_the_clinic() -> None:
    reading = read(
        """
        NHS Lochaber Children's Services
        Department of Paediatrics

        Our Ref: KM/ht/2211
        Date Dictated: 3 May 2016
        Date Typed: 6 May 2016
        Clinic Date: 2 May 2016

        Private & Confidential
        Dr Ailsa McRae
        The Health Centre
        Kinlochmore

        Dear Dr McRae

        Fergus BAIN   DOB 11/02/2012   CHI 1102120000

        Thank you for asking me to see this boy. He came with his grandmother, who
        says that his mother is "not well just now". He had dropped from the 50th to
        the 9th centile since 14 September 2015.

        I shall see him again on 1 August 2016.

        Yours sincerely

        Dr Kirsty Munro
        Consultant Paediatrician

        cc Health Visitor, Kinlochmore
        """
    )
    (draft,) = reading.drafts
    assert draft.written_date == "2 May 2016"
    assert draft.text == (
        "Thank you for asking me to see this boy. He came with his grandmother, who says that his mother is "
        '"not well just now". He had dropped from the 50th to the 9th centile since 14 September 2015.\n'
        "I shall see him again on 1 August 2016."
    )


def test_two_letters_in_one_file() -> None:
    letter = """
        Moorside Hospital

        {day}

        Dr P Ames
        The Surgery

        Dear Dr Ames

        Re: Tia COLE  DOB 01/02/2014

        {body}

        Yours sincerely

        Mr H Venn
        """
    both = letter.format(day="12 March 2019", body="I saw Tia today with her foster carer. Six teeth are decayed.")
    both += letter.format(day="9 April 2019", body="Tia was not brought today.")
    assert told(both) == [
        ("12 March 2019", "", "I saw Tia today with her foster carer. Six teeth are decayed."),
        ("9 April 2019", "", "Tia was not brought today."),
    ]


def test_reports_of_an_emergency_department_in_word() -> None:
    drafts = paragraphs(
        "ST BEDE'S HOSPITAL",
        "",
        "Ivy HALL  d.o.b. 14/10/2005  Hosp no 501932",
        "Attended ED 14 February 2009, 13:25 hrs",
        "Dear Doctor, this 3 year old pushed a bead up her nostril. Home.",
        "Dr T Vance, F2",
        "",
        "Ivy HALL  d.o.b. 14/10/2005  Hosp no 501932",
        "X-ray report issued 27 January 2010",
        "Subtle irregularity of the femur. Suggest paediatric opinion.",
        "Dr J Poole, Radiology",
    )
    assert [(draft.written_date, draft.written_time, draft.text) for draft in drafts] == [
        (
            "14 February 2009",
            "13:25 hrs",
            "Dear Doctor, this 3 year old pushed a bead up her nostril. Home.",
        ),
        ("27 January 2010", "", "Subtle irregularity of the femur. Suggest paediatric opinion."),
    ]


def test_birth_with_its_hour_is_the_day_and_a_birthday_never() -> None:
    drafts = paragraphs(
        "Newborn discharge summary. Typed 06/04/09",
        "Baby HALL (Joe), born 3rd April 2009 at 04.12",
        "Term, normal delivery. Home on day two.",
    )
    assert [(draft.written_date, draft.written_time) for draft in drafts] == [("3rd April 2009", "04.12")]


def test_neighbours_letter_with_the_date_on_top() -> None:
    (found,) = told(
        """
        14th October 2014

        To the Duty Social Worker

        I am writing about the two children at number 9. The little one was outside in a nappy again last night, and
        the big one was looking for his mum. I have rung you twice.

        A neighbour
        """
    )
    assert found[0] == "14th October 2014"
    assert found[2].startswith("I am writing")
    assert found[2].endswith("twice.")


def test_long_account_without_any_date_is_one_undated_entry() -> None:
    reading = read(
        "Dear Panel\n\n" + "She came to me hungry and I told the school. " * 12 + "\n\nYours faithfully\nM Gorse"
    )
    assert [(draft.written_date, draft.text[:20]) for draft in reading.drafts] == [("", "She came to me hungr")]
    assert reading.skipped == ("line 1", "line 5", "line 6")


def test_short_text_without_any_date_is_no_entry() -> None:
    reading = read("Chronology\nPrepared for the panel")
    assert reading.drafts == ()
    assert reading.skipped == ("line 1", "line 2")


def test_bold_lines_of_a_letter_end_nothing() -> None:
    drafts = paragraphs(
        "Royal Infirmary",
        "Clinic date: 3 May 2016",
        "Dear Dr Low",
        Line("Finn ROY, dob 3/4/2011", "paragraph 4", level=2, bold=True),
        "He came with his aunt, who waited outside.",
        Line("Plan", "paragraph 6", level=2, bold=True),
        "To see him again in September.",
        "Yours sincerely",
        "Dr M Hay",
    )
    assert [(draft.written_date, draft.text) for draft in drafts] == [
        ("3 May 2016", "He came with his aunt, who waited outside.\nPlan\nTo see him again in September.")
    ]


def test_date_in_the_title_of_a_log_is_no_entry() -> None:
    drafts = paragraphs(
        Line("Account of the nursery, 4 May 2019", "paragraph 1", level=1),
        "Written by the manager from the day book of the toddler room.",
        "12/01/2019 - Rory in, wet through.",
        "14/01/2019 - Not in.",
        "15/01/2019 - Rory in, quiet.",
    )
    assert [draft.written_date for draft in drafts] == ["12/01/2019", "14/01/2019", "15/01/2019"]


def test_printed_e_mails_are_dated_by_when_they_were_sent() -> None:
    reading = read(
        """
        From: Rhona Pike
        Sent: 26 February 2021 09:10
        To: Duty
        Subject: Ivo

        Hi

        He was late again and had not eaten.

        Rhona Pike
        Head of Year

        From: Duty
        Sent: 24 February 2021 16:31
        To: Rhona Pike
        Subject: RE: Ivo

        We have logged your call about the 23rd.

        Kind regards
        Duty team
        """
    )
    assert [(draft.written_date, draft.written_time, draft.text) for draft in reading.drafts] == [
        ("26 February 2021", "09:10", "He was late again and had not eaten."),
        ("24 February 2021", "16:31", "We have logged your call about the 23rd."),
    ]


def test_minutes_of_a_meeting_are_one_entry() -> None:
    (draft,) = read(
        """
        Minute of strategy meeting held on 12 May 2014 at 10.00am
        Present: A Bell (chair), DC Low, N Fry (HV)

        1. Background
        Police called to the flat on 9 May 2014. Two children present, asleep.

        2. Decision
        Joint visit today.
        """
    ).drafts
    assert (draft.written_date, draft.written_time) == ("12 May 2014", "10.00am")
    assert draft.text.startswith("Police called")
    assert draft.text.endswith("Joint visit today.")
