"""What a reader finds on the first page, in who is who, and beside the dates of the chronology."""

from dataclasses import replace
from datetime import date

import docx
import lxml.html
import pytest
from tests.invented_analysis import ANALYSIS, day
from tests.invented_moments import FACTS, SUGGESTIONS, TOLD
from tests.invented_sightings import entry

from keymoments.analysis.people import UnknownPerson
from keymoments.analysis.records import Agency, Person, UncertainTime
from keymoments.analysis.sightings.values import Quote
from keymoments.export.agency_names import AgencyNames, short_names
from keymoments.export.first_page import first_page
from keymoments.export.knowing import fact_rows
from keymoments.export.linked import plain
from keymoments.export.report_docx import write_report_docx
from keymoments.export.report_html import report_html
from keymoments.export.shown import agencies_shown, late_notes
from keymoments.export.who import initials_used, who_is_who
from keymoments.knowledge.rules import load_rules

WORDS = load_rules("england")
NIGHT = entry(
    "police-301", day(2021, 8, 9), "Ambulance request. Girl found unconscious on the stairs, father asleep.",
    time=UncertainTime(1290, 1290, exact=True), people=("linnet",),
)  # fmt: skip
MORNING = entry("csc-301", day(2021, 8, 10), "EDT handover. L on PICU, Wick at his aunt's.", people=("linnet", "wick"))
HARMED = replace(
    TOLD,
    case=replace(TOLD.case, incident_date=date(2021, 8, 9)),
    entries=(*TOLD.entries, NIGHT, MORNING),
    rules=replace(TOLD.rules, incident=WORDS.incident, initials=WORDS.initials),
)


def lines(analysis, key):
    part = next((one for one in first_page(analysis) if one.key == f"shows-{key}"), None)
    return [plain(one) for s in part.lines for one in (s.line, *s.under, *s.folded)] if part else []


def words(element):
    return " ".join(element.text_content().split())


# ---- what happened ----


def test_the_first_page_begins_with_what_happened_in_the_words_of_the_records():
    first = first_page(HARMED)[0]
    assert first.heading == "What happened on 9 August 2021"
    said = lines(HARMED, "happened")
    assert said[0] == "On 9 August 2021 Linnet was 6 years old and Wick was not yet a year old."
    assert said[1] == (
        "On 9 August 2021, at 21:30, Marlshire Police recorded: "
        "“Ambulance request. Girl found unconscious on the stairs, father asleep.”"
    )
    assert said[2].startswith("On 10 August 2021, Wrayford Children’s Services recorded: “EDT handover. L on PICU")


def test_its_dates_lead_to_the_entries():
    page = lxml.html.fromstring(report_html(HARMED))
    heading = page.get_element_by_id("shows-happened")
    assert heading.getnext().xpath(".//@href") == ["#entry-police-301", "#entry-csc-301"]
    assert page.xpath("//section[@aria-labelledby='shows']//h3")[0] is heading


def test_it_says_so_where_no_entry_tells_of_the_incident():
    silent = replace(HARMED, case=replace(HARMED.case, incident_date=date(2022, 6, 1)))
    assert lines(silent, "happened")[1] == (
        "The records in hand do not tell what happened on 1 June 2022, the day that the case file names."
    )


def test_without_an_incident_the_last_grave_event_is_told():
    said = lines(TOLD, "happened")
    assert "The case file names no incident. The last grave event in the records is of 2 June 2021." in said


def test_a_case_without_incident_or_facts_says_so():
    assert lines(ANALYSIS, "happened") == ["The case file names no incident, and the records tell of no grave event."]


# ---- names and codes ----


def test_no_entry_code_stands_in_its_sentences():
    codes = {one.id for one in HARMED.entries}
    said = " ".join(
        plain(one) for part in first_page(HARMED) for s in part.lines for one in (s.line, *s.under, *s.folded)
    )
    assert not [code for code in codes if code in said]


def test_every_message_without_an_answer_stands_there_and_long_lists_are_folded_on_screen_only():
    wait = next(one for one in TOLD.waits if one.standard == "no-response")
    many = tuple(replace(wait, started=date(2021, 9, number)) for number in range(1, 11))
    analysis = replace(HARMED, waits=many)
    assert len([line for line in lines(analysis, "unanswered") if line.startswith("On ")]) == 10
    page = lxml.html.fromstring(report_html(analysis))
    folded = page.xpath("//section[@aria-labelledby='shows']//details")[0]
    assert words(folded.find("summary")) == "Show the other 4"
    assert not folded.get("class")  # stands on paper


def test_children_are_named_and_counts_told():
    heading = next(part.heading for part in first_page(HARMED) if part.key == "shows-children")
    assert heading == "When professionals saw Linnet and Wick"
    assert f"Found in them: {len(SUGGESTIONS)} moments to look at, " in " ".join(lines(HARMED, "read"))
    page = lxml.html.fromstring(report_html(HARMED))
    assert f"Moments to look at (20 of {len(SUGGESTIONS)})" in words(page.find(".//nav"))
    assert "· about Linnet" in words(page.get_element_by_id("moment-1").getparent())


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("PSNI, Carnmoor District and CAIU", "PSNI"),
        ("Marl Hospital (children’s ward)", "Marl Hospital"),
        ("Wrayford Children and Young People’s Services", "Wrayford Children’s Services"),
        ("St Brannoc’s Primary", "St Brannoc’s Primary"),
        ("Police, north", "Police, north"),
    ],
)
def test_agencies_have_a_short_name(name, short):
    assert short_names({"a": name}) == {"a": short}


def test_short_names_that_are_the_same_stay_whole():
    names = {"a": "Marl Hospital, ward 1", "b": "Marl Hospital, ward 2"}
    assert short_names(names) == names


def test_an_agency_is_named_once_in_a_sentence_and_shortly_after_its_first_mention():
    agencies = (
        Agency("csc", "Wrayford Trust, family support", "childrens-social-care", ()),
        *ANALYSIS.case.agencies[1:],
    )
    names = AgencyNames(agencies_shown(replace(ANALYSIS, case=replace(ANALYSIS.case, agencies=agencies))))
    closed = "Wrayford Trust, family support closed a matter on 3 May 2021 and {} closed again on 4 May 2021."
    told = names.retold(closed.format("Wrayford Trust, family support"))
    assert told == "Wrayford Trust, family support closed a matter on 3 May 2021 and closed it again on 4 May 2021."
    later = names.retold(
        "Marlshire Police wrote “Wrayford Trust, family support rang”; Wrayford Trust, family support read it."
    )
    assert later == "Marlshire Police wrote “Wrayford Trust, family support rang”; Wrayford Trust read it."


# ---- who is who ----


def test_who_is_who_explains_namesakes_and_initials():
    people = (
        *HARMED.case.people,
        Person("ashe", "Linnet Ashe", "professional", ("LA", "L Ashe")),
        Person("linsey", "Linsey Moss", "neighbour"),
        Person("wyck", "Wyck Oram", "neighbour"),
    )
    analysis = replace(
        HARMED,
        case=replace(HARMED.case, people=people),
        unknown_people=(UnknownPerson("Linnet Brown", ("csc-301",), "child"),),
    )
    rows = {one.name: one for one in who_is_who(analysis)}
    assert rows["Linnet Ashgrove"].role == "child of the review, born 2 April 2015"
    assert "mean this person or Linnet" in rows["Linnet Ashe"].namesake
    assert rows["Linsey Moss"].namesake == "Not the child: the name is like Linnet’s."
    assert rows["Wyck Oram"].namesake == "Not the child: the name is like Wick’s."
    assert "seems to be another person" in rows["Linnet Brown"].namesake
    assert rows["Dee Ashgrove"].namesake == ""
    initials = dict(initials_used(analysis))
    assert initials["LA"] == "Linnet Ashgrove (child of the review); or Linnet Ashe (professional)"
    assert initials["EDT"].startswith("emergency duty team")
    assert "MARAC" not in initials  # occurs nowhere


def test_word_holds_the_same_first_page_and_people(tmp_path):
    write_report_docx(HARMED, tmp_path / "report.docx")
    document = docx.Document(str(tmp_path / "report.docx"))
    text = "\n".join(p.text for p in document.paragraphs)
    for part in first_page(HARMED):
        assert part.heading in text
        for sentence in part.lines:
            assert all(plain(one) in text for one in (sentence.line, *sentence.under, *sentence.folded))
    assert any(table.cell(0, 0).text == "Initials" for table in document.tables)
    assert "As at moment 2 (3 May 2021), and since then:" in text


# ---- chronology ----


def test_what_was_recorded_later_stands_beside_the_date(tmp_path):
    added = entry("csc-401", day(2021, 2, 1), "Anon call. Added retrospectively 04/07/22.")
    column = entry("csc-402", day(2021, 2, 2), "Visit.", columns=(("Remark", "late entry, written 9/2"),))
    ticked = entry("csc-404", day(2021, 2, 4), "Call.", columns=(("Retrospective?", "Yes"), ("Late entry?", "")))
    not_ticked = entry("csc-405", day(2021, 2, 5), "Call.", columns=(("Retrospective?", "No"),))
    plain_one = entry("csc-403", day(2021, 2, 3), "Came late to school, entered the class quietly.")
    analysis = replace(TOLD, entries=(added, column, ticked, not_ticked, plain_one, *TOLD.entries))
    notes = late_notes(analysis)
    assert notes["csc-401"] == "Recorded later: “Added retrospectively 04/07/22”"
    assert "late entry, written 9/2" in notes["csc-402"]
    assert notes["csc-404"] == "Recorded later: “Retrospective?: Yes”"
    assert "csc-403" not in notes
    assert "csc-405" not in notes
    assert notes["police-202"] == "Recorded later: written down on 20 May 2021"
    page = lxml.html.fromstring(report_html(analysis))
    when = page.get_element_by_id("entry-csc-401").find_class("when")[0]
    assert "1 February 2021" in words(when)
    assert "Added retrospectively 04/07/22" in words(when)
    write_report_docx(analysis, tmp_path / "report.docx")
    cells = [row.cells[0].text for table in docx.Document(str(tmp_path / "report.docx")).tables for row in table.rows]
    assert "1 February 2021\nRecorded later: “Added retrospectively 04/07/22”" in cells


def test_entries_of_a_moment_stand_by_day_and_time():
    page = lxml.html.fromstring(report_html(TOLD))
    moment = page.get_element_by_id("moment-1").getparent()
    said = [words(item) for item in moment.xpath("./ul[last()]/li")]
    assert [item.split(":")[0] for item in said][1:3] == [
        "6 May 2021, 12", "6 May 2021, 15",
    ]  # fmt: skip
    assert "Wrayford" in said[1]
    assert moment.xpath("./ul[last()]/li//mark")


def test_records_of_one_day_stand_by_time_in_who_knew_what():
    early = entry("school-501", day(2021, 5, 6), "Mark seen at 8.", time=UncertainTime(480, 480, exact=True))
    at_eight = replace(FACTS[2], entry="school-501", quote=Quote("injury", "text", 0, 4, "Mark"))
    analysis = replace(TOLD, entries=(early, *TOLD.entries), facts=(*FACTS[:3], at_eight, *FACTS[3:]))
    rows = [row.entry for row in fact_rows(analysis) if row.known == "6 May 2021"]
    assert rows == ["school-501", "school-202"]


def test_long_lists_are_folded_on_screen_and_whole_on_paper():
    many = tuple(UnknownPerson(f"Person {number}", ("csc-101",), "") for number in range(20))
    page = lxml.html.fromstring(report_html(replace(TOLD, unknown_people=many)))
    section = page.get_element_by_id("also-named").getparent()
    assert len(section.xpath("./div//tbody/tr")) == 15
    folded = section.find("details")
    assert words(folded.find("summary")) == "Show the other 5"
    assert len(folded.xpath(".//tbody/tr")) == 5
    assert not folded.get("class")
