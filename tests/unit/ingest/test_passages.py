"""Running text of many agencies' systems: where an entry begins, what of it is narrative, what is left out."""

from __future__ import annotations

import random
import textwrap
import time

import pytest

from keymoments.ingest.blocks import Draft, Line, Passage
from keymoments.ingest.passages import PassageReading, drafts_from_passage
from keymoments.ingest.plain_text import is_wrapped, line_of_text
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


# --- logs -------------------------------------------------------------------------------------------------------------


def test_probation_print_with_columns_in_the_head_line() -> None:
    reading = read(
        """
        Probation Service                              Contact log
        Offender: STRAKER, Dean        CRN: X203944        Printed: 04/11/2019 10:02
        --------------------------------------------------------------------------

        05/03/2019 10:30   Planned Office Visit (NS)   Attended - complied   R Haig
        Attended on time with partner and pushchair, asked partner to wait outside.
        Says he is living at his mother's. Discussed the alcohol diary, none kept since
        12/02/2019 when he lost it. Next appt 12/03/2019.

        12/03/2019 15:10   Telephone call from police   -                    Duty
        DC Rowan asks for current address. Told of call-out on
        10/03/2019 when two small children were on the stairs.

        Page 1 of 1
        """
    )
    assert [(draft.written_date, draft.written_time) for draft in reading.drafts] == [
        ("05/03/2019", "10:30"),
        ("12/03/2019", "15:10"),
    ]
    assert reading.drafts[0].text.startswith("Attended on time with partner")
    assert reading.drafts[0].text.endswith("since 12/02/2019 when he lost it. Next appt 12/03/2019.")
    assert dict(reading.drafts[0].columns)["Head"] == "Planned Office Visit (NS) | Attended - complied | R Haig"
    assert reading.skipped == ("line 1", "line 2", "line 3", "line 14")


def test_gp_print_with_indented_narrative() -> None:
    found = told(
        """
        Patient Record Print            Sunnybank Practice
        Name: OKORO, Jay    Date of Birth: 04 May 2015    NHS Number: 999 000 1234

        14 Mar 2018 11:20   Surgery: Sunnybank   Dr Lena Voss (GP Partner)
           History: Cough 5/7, off food. Here with dad, mum at work.
           Examination: T 37.9. Chest clear. Quiet, did not look up.

        16 Mar 2018         Administration       Kay Dunne (Secretary)
           Letter from A&E scanned.

        Printed by kdunne on 01 Nov 2020 at 09:14
        Page 1
        """
    )
    assert found == [
        (
            "14 Mar 2018",
            "11:20",
            "History: Cough 5/7, off food. Here with dad, mum at work. "
            "Examination: T 37.9. Chest clear. Quiet, did not look up.",
        ),
        ("16 Mar 2018", "", "Letter from A&E scanned."),
    ]


def test_coded_problem_title_is_no_narrative() -> None:
    reading = read(
        """
        09-Mar-2016 14:30 Dr P Kerr [Surgery]
        Failed encounter (9N4..)
         Did not attend. Text sent.
        11-Mar-2016 09:10 Nurse Lyle [Telephone]
        Childhood eczema (M1120)
         Mum rang, cream not helping. Baby heard crying.
        """
    )
    assert [draft.text for draft in reading.drafts] == [
        "Did not attend. Text sent.",
        "Mum rang, cream not helping. Baby heard crying.",
    ]
    assert dict(reading.drafts[0].columns)["Title"] == "Failed encounter (9N4..)"


def test_mental_health_notes_leave_out_who_validated_them() -> None:
    found = told(
        """
        Progress Notes

        03 Feb 2021 14:15 - Care Coordinator Contact - J Mills, CPN
        Telephone call to Tara. She was in the car with the children so we kept it
        brief. Sleeping poorly.

        Plan
        To see at home on 10 Feb 2021.

        Validated by: J Mills, CPN 03 Feb 2021 16:20

        10 Feb 2021 11:00 - Care Coordinator Contact - J Mills, CPN
        Home visit as arranged. Tara alone with the baby, who fed throughout.

        Validated by: J Mills, CPN 10 Feb 2021 17:02
        """
    )
    assert found == [
        (
            "03 Feb 2021",
            "14:15",
            "Telephone call to Tara. She was in the car with the children so we kept it brief. Sleeping poorly.\n"
            "Plan\nTo see at home on 10 Feb 2021.",
        ),
        ("10 Feb 2021", "11:00", "Home visit as arranged. Tara alone with the baby, who fed throughout."),
    ]


def test_youth_justice_log_without_years_and_with_same_day() -> None:
    found = told(
        """
        YOUTH JUSTICE SERVICE - RUNNING RECORD - R. Pell

        Tues 8 Jan 2019 - Office, JC. Riley on time, hood up. Did the worksheet with
        me. Said nan is "sick of it".

        Fri 11 Jan - t/c nan. Riley not been home since Weds. Advised ring 101.

        Same day - police confirm no report made until 13 Jan 23:00.

        22/1 - DNA.
        """
    )
    assert [(date, text) for date, _, text in found] == [
        ("Tues 8 Jan 2019", 'Office, JC. Riley on time, hood up. Did the worksheet with me. Said nan is "sick of it".'),
        ("Fri 11 Jan", "t/c nan. Riley not been home since Weds. Advised ring 101."),
        ("Same day", "police confirm no report made until 13 Jan 23:00."),
        ("22/1", "DNA."),
    ]


def test_bars_newest_first() -> None:
    reading = read(
        """
        ASB CASE 8841 - NOTES (newest first)

        2020-09-14T09:12 | jsmith | NOTE | Neighbour at 6 rang again, shouting and a child crying till 2am.
        2020-09-11T16:40 | kdoyle | VISIT | No answer. Card left.
        """
    )
    assert [draft.written_date for draft in reading.drafts] == ["2020-09-14", "2020-09-11"]
    assert [draft.text for draft in reading.drafts][1] == "No answer. Card left."
    assert dict(reading.drafts[0].columns)["Head"] == "jsmith | NOTE"


def test_reference_before_the_date_and_hour_alone() -> None:
    found = told(
        """
        #101 | 10/01/2024 09:30 | Mr Price | Attendance
        Guto in at ten, wet through, no bag.
        ----------------------------------------
        #102 | yr un diwrnod 11.15 | Carys (TA) | Wellbeing
        Guto asked could he stay in at break.
        ----------------------------------------
        #103 | 15.40 | Mr Price | Admin
        Rang home, no answer.
        ----------------------------------------
        Diwedd. TA = teaching assistant.
        """
    )
    assert found == [
        ("10/01/2024", "09:30", "Guto in at ten, wet through, no bag."),
        ("yr un diwrnod", "11.15", "Guto asked could he stay in at break."),
        ("", "15.40", "Rang home, no answer."),
    ]


def test_police_log_in_capitals_with_an_update() -> None:
    found = told(
        """
        18/11/2014 20:47 INC 0412 DOMESTIC PC1187 HARKER
           NEIGHBOUR REPORTS RAISED VOICES FROM 4 BRIAR CL. O/A 21:02. FEMALE STATES A ROW OVER
           MONEY. CHILD OF 3 CHECKED, ASLEEP. MALE SPOKEN TO OUTSIDE AND LEFT FOR THE NIGHT AT
           21:30, ALL QUIET.
           23:58 INC 0412 UPDATE
           MALE BACK AT ADDRESS PER NEIGHBOUR. NO UNIT TO SEND.
        19/11/2014 08:15 INC 0412 PPU
           NOTICE FAXED.
        """
    )
    assert [(date, clock) for date, clock, _ in found] == [
        ("18/11/2014", "20:47"),
        ("", "23:58"),
        ("19/11/2014", "08:15"),
    ]
    assert found[0][2].endswith("LEFT FOR THE NIGHT AT 21:30, ALL QUIET.")


def test_date_at_the_start_of_a_wrapped_line_begins_no_entry() -> None:
    found = told(
        """
        Health visitor record, family 22

        03/06/2011 Home visit. Weighed, 5.2 kg. Mum tearful and told me about the row on
        05/06/2011 was booked for the scan but she wants to move it because of work and
        because her sister cannot mind the boys.
        09/06/2011 Phone call. Scan moved. Says all well, boys in background shouting to
        each other.
        20/06/2011 Clinic. Not brought.
        """
    )
    assert [date for date, _, _ in found] == ["03/06/2011", "09/06/2011", "20/06/2011"]


def test_date_and_small_letters_after_an_open_sentence_begin_no_entry() -> None:
    found = told(
        """
        3.2.20 LW. First meeting at the library. K brought Mia (2) who slept in the
        buggy. K says he has not been round since
        28.1.20 when he broke the door. Wants no contact with police for now. Agreed
        10.2.20 for next meeting, same place.
        10.2.20 LW. Did not come. Text 11:40, no reply.
        17.2.20 LW. K there at 10. Mia with nan. Said he knows about the
        library. Moved to the children's centre from now on.
        """
    )
    assert [date for date, _, _ in found] == ["3.2.20", "10.2.20", "17.2.20"]


def test_writer_before_the_date() -> None:
    reading = read(
        """
        HOUSING OPTIONS - file 2231

        LP 04/06/2013: Presented as homeless with 2 chn, both in the office drawing.
        GT 05/06/2013: B&B offered, Room 4.
        LP 19/06/2013: Manager of B&B rang - children left alone in room on 17/06/2013 from 9 till midnight.
        """
    )
    assert [draft.text for draft in reading.drafts][1:] == [
        "B&B offered, Room 4.",
        "Manager of B&B rang - children left alone in room on 17/06/2013 from 9 till midnight.",
    ]
    assert [dict(draft.columns)["Head"] for draft in reading.drafts] == ["LP", "GT", "LP"]


def test_chat_of_a_support_worker() -> None:
    found = told(
        """
        12/03/2021, 14:02 - Jo Support: Hi Amy are you in tomorrow?
        12/03/2021, 14:40 - Amy: no going mums
        12/03/2021, 14:41 - Jo Support: Ok. How is Theo's arm?
        13/03/2021, 09:15 - Amy: fine its fine
        """
    )
    assert [text for _, _, text in found] == [
        "Jo Support: Hi Amy are you in tomorrow?",
        "Amy: no going mums",
        "Jo Support: Ok. How is Theo's arm?",
        "Amy: fine its fine",
    ]


def test_columns_of_a_typed_day_book() -> None:
    reading = read(
        """
        Date        Worker  Note
        12/03/21    JB      Visited. Mum in, Ollie at nan's. Talked about
                            school and the move.
        13/03/21    JB      T/c to school, no answer.
        """
    )
    assert [draft.text.replace("\n", " ") for draft in reading.drafts] == [
        "Visited. Mum in, Ollie at nan's. Talked about school and the move.",
        "T/c to school, no answer.",
    ]
    assert dict(reading.drafts[0].columns)["Head"] == "JB"


def test_bullets_with_dates() -> None:
    found = told(
        """
        Diary pages for Bobby

        * 4th Nov 2021: Bobby dropped off by mum's friend, no name given.
        * 5th Nov 2021: Not in. No call.
        * 8th Nov 2021: Mum says tummy bug.
        """
    )
    assert [date for date, _, _ in found] == ["4th Nov 2021", "5th Nov 2021", "8th Nov 2021"]


def test_title_stands_between_and_ends_the_inheriting() -> None:
    reading = read(
        """
        01/02/2017 HV - Seen at home.

        TRANSFERRED TO AREA 4

        later - Rang mum.
        """
    )
    assert [draft.after_break for draft in reading.drafts] == [False, True]


def test_key_footnotes_and_closing_words_are_left_out() -> None:
    reading = read(
        """
        Clinical notes (UDS = urine drug screen; T/A = take-away dose)

        08/12/11  [NB]  Joint clinic. Baby moving, scan booked.

        12/08/13  [NB]  Back from leave. Message from SW.[1]

        [1] Message dated 23/7.
        NB = nurse Bray. SW = social worker.
        -- end of extract --
        """
    )
    assert [draft.text for draft in reading.drafts] == [
        "Joint clinic. Baby moving, scan booked.",
        "Back from leave. Message from SW.[1]",
    ]
    assert len(reading.skipped) == 4


# --- pages, pace and noise --------------------------------------------------------------------------------------------


def test_what_a_printer_repeats_on_each_page_is_no_narrative() -> None:
    lines = []
    for page in (1, 2):
        texts = (
            "RESTRICTED - LOG EXTRACT",
            f"0{page}/02/2017 10:00 INC {page} PC ORR",
            f"Female states he left at {page}. Child asleep and",
            f"not woken by unit {page}.",
            f"Printed 01/01/2020 page {page}",
        )
        lines += [Line(text, f"page {page}, line {number}") for number, text in enumerate(texts, 1)]
    drafts = drafts_from_passage(
        Passage(tuple(lines), "text", wrapped=True), WORDS.dates, WORDS.headings, "a.pdf", "1"
    ).drafts
    assert [draft.text for draft in drafts] == [
        "Female states he left at 1. Child asleep and not woken by unit 1.",
        "Female states he left at 2. Child asleep and not woken by unit 2.",
    ]


def test_narrative_goes_on_over_a_page() -> None:
    lines = (
        Line("HEADER OF THE PRINT", "page 1, line 1"),
        Line("01/02/2017 NB - Visited the flat and spoke to both of the adults in the", "page 1, line 2"),
        Line("HEADER OF THE PRINT", "page 2, line 1"),
        Line("kitchen. Baby not seen.", "page 2, line 2"),
        Line("05/02/2017 NB - No answer.", "page 2, line 3"),
    )
    drafts = drafts_from_passage(Passage(lines, "text", wrapped=True), WORDS.dates, WORDS.headings, "a.pdf", "1").drafts
    assert drafts[0].text == "Visited the flat and spoke to both of the adults in the kitchen. Baby not seen."


def test_least_sure_word_and_notes_of_all_lines_are_kept() -> None:
    lines = (
        Line("01/02/2017 NB - Visited.", "page 1, line 1", confidence=0.9),
        Line("Baby not seen.", "page 1, line 2", confidence=0.4, notes=("tracked change",)),
    )
    (draft,) = drafts_from_passage(Passage(lines, "text"), WORDS.dates, WORDS.headings, "a.pdf", "1").drafts
    assert draft.confidence == 0.4
    assert draft.notes == ("tracked change",)


def test_time_grows_no_faster_than_the_text() -> None:
    def seconds(count: int) -> float:
        lines = [
            Line(text, f"line {number}")
            for number in range(count)
            for text in (
                "12/03/2021 14:10 NB - Visited the flat and spoke to both of",
                "the adults in the kitchen.",
                "",
            )
        ]
        began = time.process_time()
        drafts = drafts_from_passage(
            Passage(tuple(lines), "t", wrapped=True), WORDS.dates, WORDS.headings, "a", "1"
        ).drafts
        assert len(drafts) == count
        return time.process_time() - began

    seconds(50)
    assert seconds(4000) < 40 * max(seconds(500), 0.02)


@pytest.mark.parametrize("seed", range(20))
def test_noise_never_crashes_and_every_line_is_accounted_for(seed: int) -> None:
    chance = random.Random(seed)
    bits = (
        "12/03/21", "14:10", "same day", "Date:", "Details:", "Dear Dr Ho", "-----", "", "Yours sincerely", "NB = x.",
        "page 2",
        "Mum was in. Baby asleep", "|", "  [AB]  ", "RE", "- ", "May 2020", "END OF NOTES", "1", "Cc: x",
        "\u2028", "…", "=" * 40,
    )  # fmt: skip
    lines = tuple(
        Line(
            " ".join(chance.choices(bits, k=chance.randrange(5))).strip(),
            f"page {number // 9}, line {number}",
            chance.choice((0, 0, 0, 1)),
        )
        for number in range(60)
    )
    reading = drafts_from_passage(Passage(lines, "t", wrapped=seed % 2 == 0), WORDS.dates, WORDS.headings, "a.txt", "1")
    places = {line.where for line in lines}
    assert set(reading.skipped) <= places
    assert {draft.where for draft in reading.drafts} <= places
    assert all(draft.text.strip() for draft in reading.drafts)


def test_same_words_at_the_foot_of_two_pages_stay_narrative() -> None:
    lines = tuple(
        Line(text, f"page {page}, line {number}")
        for page in (1, 2)
        for number, text in enumerate((f"0{page}/02/2017 NB - Called at the flat.", "No answer. Card left."), 1)
    )
    drafts = drafts_from_passage(Passage(lines, "text"), WORDS.dates, WORDS.headings, "a.pdf", "1").drafts
    assert [draft.text for draft in drafts] == ["Called at the flat.\nNo answer. Card left."] * 2


def test_date_and_hour_in_brackets() -> None:
    reading = read(
        """
        [03/05/2019 09:12] (HV) Mum rang, baby feeding well.
        [04/05/2019 14:30] (HV) Visit. Baby asleep, not woken.
        [10/05/2019] (NN) Clinic DNA.
        """
    )
    assert [(draft.written_date, draft.text) for draft in reading.drafts] == [
        ("03/05/2019", "Mum rang, baby feeding well."),
        ("04/05/2019", "Visit. Baby asleep, not woken."),
        ("10/05/2019", "Clinic DNA."),
    ]


def test_log_titles_alike_but_for_their_numbers() -> None:
    found = told(
        """
        CONTROL LOG 0317 OF 14/02/2016
        22:51 CALLER STATES NEIGHBOUR SCREAMING, CHILD CRYING
        23:40 MALE LEFT PREMISES. CHILD, 4, SEEN ASLEEP ON SOFA. RESULT: ADVICE
        CONTROL LOG 0098 OF 02/03/2016
        09:12 SCHOOL REPORT CHILD NOT COLLECTED YESTERDAY
        """
    )
    assert [date for date, _, _ in found] == ["14/02/2016", "02/03/2016"]


def test_another_form_of_date_begins_an_entry_where_what_follows_has_the_form_of_the_others(vocabulary) -> None:
    lines = (
        "Tenancy notes",
        "",
        "04/02/19 ML - Message picked up and rang back, the family are doing well she says.",
        "Feb 2019 ML - Growth chart filed, nothing to add, weight on the same line as before.",
        "Summer 2019 ML - Letter about the garden sent and no answer to it had by the end of it.",
    )
    passage = Passage(tuple(Line(text, f"line {number}") for number, text in enumerate(lines, 1)), "file", wrapped=True)
    reading = drafts_from_passage(passage, vocabulary.dates, vocabulary.headings, "f", "s")
    assert [draft.written_date for draft in reading.drafts] == ["04/02/19", "Feb 2019", "Summer 2019"]
