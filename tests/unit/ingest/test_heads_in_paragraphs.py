"""Heads that stand in the paragraph itself, end in their date, or name a birthday that is nobody's entry."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from keymoments.ingest.blocks import Draft, Line, Passage
from keymoments.ingest.passages import drafts_from_passage
from keymoments.ingest.plain_text import is_wrapped, line_of_text
from keymoments.ingest.word import read_docx
from keymoments.knowledge.vocabulary import load_vocabulary

from .made_word import package, run

WORDS = load_vocabulary("scotland")
BOLD = "<w:b/>"


def paragraphs(*lines: Line | str) -> tuple[Draft, ...]:
    made = tuple(
        Line(line, f"paragraph {number}") if isinstance(line, str) else line for number, line in enumerate(lines, 1)
    )
    return drafts_from_passage(Passage(made, "text"), WORDS.dates, WORDS.headings, "notes.docx", "1").drafts


def text_file(text: str) -> tuple[Draft, ...]:
    written = textwrap.dedent(text).strip("\n").split("\n")
    lines = tuple(line_of_text(one, f"line {number}") for number, one in enumerate(written, 1))
    passage = Passage(lines, "text", wrapped=is_wrapped(written))
    return drafts_from_passage(passage, WORDS.dates, WORDS.headings, "notes.txt", "1").drafts


def run_in(head: str, told: str) -> Line:
    return Line(f"{head} {told}", "", lead=len(head))


def dated(drafts: tuple[Draft, ...]) -> list[tuple[str, str]]:
    return [(draft.written_date, draft.text) for draft in drafts]


# --- bold run-in heads -----------------------------------------------------------------------------------------------


def test_a_bold_heading_in_front_of_the_narrative_is_not_told_as_part_of_it() -> None:
    drafts = paragraphs(
        run_in("Mon 4 May 2015. Referral in, Northgate School.", "Form from Miss Tay by e-mail. Put to the manager."),
        run_in("NIGHT TEAM Sat 09/05/15, 21.40.", "Call from Sgt Moy. Ada at her aunt's."),
        run_in("12/05/15 – Home visit, 3.15pm.", "Both parents in. Ada asleep upstairs."),
        run_in("14.05.15 Duty (R Poe).", "Letter sent to the practice. NFA."),
    )
    assert [(draft.written_date, draft.written_time) for draft in drafts] == [
        ("Mon 4 May 2015", ""),
        ("Sat 09/05/15", "21.40"),
        ("12/05/15", "3.15pm"),
        ("14.05.15", ""),
    ]
    assert [draft.text for draft in drafts] == [
        "Form from Miss Tay by e-mail. Put to the manager.",
        "Call from Sgt Moy. Ada at her aunt's.",
        "Both parents in. Ada asleep upstairs.",
        "Letter sent to the practice. NFA.",
    ]
    assert dict(drafts[1].columns)["Head"].startswith("NIGHT TEAM")
    assert "Home visit" in dict(drafts[2].columns)["Head"]


def test_a_single_bold_beginning_stays_in_the_narrative() -> None:
    drafts = paragraphs(
        run_in("04/05/15 Not seen today.", "Curtains drawn, card left."),
        Line("12/05/15 Seen at the door with his gran.", ""),
        Line("14/05/15 Letter sent to the practice.", ""),
    )
    assert drafts[0].text == "Not seen today. Curtains drawn, card left."


def test_a_paragraph_without_a_head_belongs_to_the_one_above_and_years_divide() -> None:
    drafts = paragraphs(
        run_in("11/12/15 Visit, 4pm.", "Ada in her pyjamas on the settee."),
        "Went up with her to see the new bed.",
        Line("Notes for 2016", "", bold=True),
        run_in("05/01/16 Closure.", "Nothing outstanding."),
        "Notes are typed by the office. End of print.",
    )
    assert [draft.text for draft in drafts] == [
        "Ada in her pyjamas on the settee.\nWent up with her to see the new bed.",
        "Nothing outstanding.",
    ]
    assert drafts[1].after_break


def test_a_bold_heading_of_a_print_whose_lines_are_broken_by_the_page() -> None:
    told = [
        ("04/05/15 Visit to the flat.", " Mother let me in and said that Ada was asleep in the"),
        ("12/05/15 Phone call out.", " Told the school nurse what the grandmother had said on"),
        ("14/05/15 Visit to the flat.", " Ada showed me her new shoes and her mother laughed at"),
    ]
    lines = []
    for number, (head, rest) in enumerate(told):
        lines += [
            Line(head + rest, f"page 1, line {3 * number + 1}", lead=len(head)),
            Line("the back of the room. All well.", f"page 1, line {3 * number + 2}"),
            Line("", f"page 1, line {3 * number + 2}"),
        ]
    passage = Passage(tuple(lines), "page 1", wrapped=True)
    drafts = drafts_from_passage(passage, WORDS.dates, WORDS.headings, "notes.pdf", "1").drafts
    assert [draft.text for draft in drafts] == [f"{rest.strip()} the back of the room. All well." for _, rest in told]


def test_word_says_how_much_of_a_paragraph_is_bold(tmp_path: Path) -> None:
    body = "".join(
        f"<w:p>{inner}</w:p>"
        for inner in (
            run("4/5/15 Visit. ", BOLD) + run("Seen with his gran."),
            run("All of it bold", BOLD),
            run("Plain, ") + run("then bold", BOLD),
        )
    )
    (passage,) = read_docx(package(tmp_path / "a.docx", body), "a.docx").blocks
    assert isinstance(passage, Passage)
    assert [(line.lead, line.bold) for line in passage.lines] == [(len("4/5/15 Visit. "), False), (0, True), (0, False)]


# --- headings that end in their date ---------------------------------------------------------------------------------


def test_headings_that_end_in_their_date_and_one_that_ends_in_same_day() -> None:
    drafts = text_file(
        """
        GREENBANK FAMILY PROJECT
        Contact sheet

        Home visit - R Poe - 14.11.16
        Mother on the settee with the baby. Kit at nursery and back at
        three.

        Joint visit - R Poe - 4pm 28.11.16
        With the social worker. Kit at the table with his jigsaw, he did
        not look up.

        Phone call out, SW - R Poe - same day
        Told her what Kit had said about the dog. She will write it down.

        Closure - R Poe - 9.12.16
        Letter out to the mother.
        """
    )
    assert [(draft.written_date, draft.written_time) for draft in drafts] == [
        ("14.11.16", ""),
        ("28.11.16", "4pm"),
        ("same day", ""),
        ("9.12.16", ""),
    ]
    assert drafts[2].text == "Told her what Kit had said about the dog. She will write it down."


def test_minutes_have_the_day_of_their_heading_and_not_of_the_next_meeting() -> None:
    drafts = paragraphs(
        "Board of Eastmoor – Minute of core group",
        Line("Core Group 1 – Friday 6th March 2015, 2.00pm, Northgate School", "", level=1, bold=True),
        "Present: R Poe (chair), Miss Tay, mother.",
        "Ada is on time every day.",
        "Date of next meeting: 3rd April 2015 (later put off)",
        "",
        "Minute of core group",
        Line("Core Group 2 – 5th May 2015, 10am, by phone", "", level=1, bold=True),
        "Present: R Poe (chair), Miss Tay.",
        "Mother not asked.",
        "Next meeting: 2nd June 2015",
    )
    assert [(draft.written_date, draft.written_time, draft.text) for draft in drafts] == [
        ("Friday 6th March 2015", "2.00pm", "Present: R Poe (chair), Miss Tay, mother.\nAda is on time every day."),
        ("5th May 2015", "10am", "Present: R Poe (chair), Miss Tay.\nMother not asked."),
    ]
    assert any("3rd April 2015" in value for _, value in drafts[0].columns)


# --- birthdays -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Nell ROWE  11/05/2013, 2/1 14 Weir Street",
        "Re: Baby ROWE (mother Ann ROWE), 2/1 14 Weir Street",
        "Re: Nell Rowe, DOB (confirmed) 11/05/2013",
        "Patient: Nell Rowe d.o.b. 11.05.2013",
        "Nell Rowe, CHI: 11/05/2013",
        "Nell Rowe 11/05/2013 (date of birth)",
    ],
)
def test_a_letter_has_the_day_of_the_contact_and_not_the_birthday(subject: str) -> None:
    drafts = paragraphs(
        Line("WEIRSIDE HOSPITAL", "", bold=True),
        "Typed: 9 January 2016",
        "Attended: 29 December 2015 at 01.35",
        "Dear Doctor",
        Line(subject, "", bold=True),
        "This child came with her aunt and two days of cough. Chest clear. Home with advice.",
        "Yours sincerely",
        "Dr M Tay",
    )
    assert [(draft.written_date, draft.written_time) for draft in drafts] == [("29 December 2015", "01.35")]
    assert drafts[0].text == "This child came with her aunt and two days of cough. Chest clear. Home with advice."


def test_a_birthday_broken_over_two_lines_begins_no_entry() -> None:
    lines = (
        Line("ROWE Nell (118) and ROWE Kit (119), both of 14 Weir Street, both dob", "page 1, line 1"),
        Line("20/09/2012. Date once only where more than one event on the day.", "page 1, line 2"),
        Line("", "page 1, line 2"),
        Line("04/05/2015 Visit to the flat. Nell let me in and said that her mother was asleep in", "page 1, line 3"),
        Line("the back room.", "page 1, line 4"),
        Line("12/05/2015 Letter sent.", "page 1, line 5"),
    )
    passage = Passage(lines, "page 1", wrapped=True)
    drafts = drafts_from_passage(passage, WORDS.dates, WORDS.headings, "notes.pdf", "1").drafts
    assert [draft.written_date for draft in drafts] == ["04/05/2015", "12/05/2015"]


@pytest.mark.parametrize("occasion", ["Strategy meeting", "Missing Episode", "Joint Interview", "Home Visit"])
def test_the_day_of_an_occasion_in_the_subject_line_counts(occasion: str) -> None:
    drafts = paragraphs(
        Line(f"Re: {occasion} 11/05/2015", "", bold=True),
        "Police and health joined by phone and it was agreed that Nell would be seen at school.",
    )
    assert [draft.written_date for draft in drafts] == ["11/05/2015"]
