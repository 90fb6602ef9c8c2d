"""What happened is told by the records of the day, or by the first that speak of it."""

from dataclasses import replace
from datetime import date

from tests.invented_analysis import CASE, day
from tests.invented_moments import FACTS
from tests.invented_sightings import entry

from keymoments.analysis.incident import incident
from keymoments.analysis.records import UncertainTime
from keymoments.analysis.rules import IncidentWords
from keymoments.knowledge.rules import load_rules

WORDS = load_rules("england").incident
DAY = replace(CASE, incident_date=date(2021, 5, 20))


def at(hour):
    return UncertainTime(hour * 60, hour * 60, exact=True)


ROUTINE = entry("school-1", day(2021, 5, 20), "Absent, no reason given.", time=at(9))
CALL = entry(
    "police-1", day(2021, 5, 20), "Tea at four. 999 call, girl unconscious on the stairs. Log closed.", time=at(17)
)
WARD = entry("csc-1", day(2021, 5, 21), "Ward rang. Linnet on PICU, not woken yet.", people=("linnet",))
FAR = entry("csc-2", day(2021, 5, 30), "Meeting about the day she was found unconscious.")


def told(entries, case=DAY, words=WORDS, facts=()):
    found = incident(entries, facts, case, words)
    return found, [(one.entry.id, one.entry.text[one.start : one.end]) for one in found.told] if found else []


def test_the_records_of_the_day_tell_it_by_time_and_those_of_the_next_days_after_them():
    found, said = told((WARD, CALL, ROUTINE))
    assert found.same_day
    assert said == [
        ("police-1", "999 call, girl unconscious on the stairs."),
        ("csc-1", "Linnet on PICU, not woken yet."),
    ]


def test_where_no_entry_of_the_day_is_there_the_first_that_speak_of_it_do():
    found, said = told((FAR, replace(ROUTINE, date=day(2021, 5, 22))))
    assert not found.same_day
    assert said == [("csc-2", "Meeting about the day she was found unconscious.")]


def test_where_no_word_of_it_is_found_what_was_recorded_on_that_day_stands():
    assert told((ROUTINE,))[1] == [("school-1", "Absent, no reason given.")]


def test_where_nothing_tells_of_it_nothing_is_told():
    found, said = told((replace(ROUTINE, date=day(2020, 1, 2)),))
    assert found.day == date(2021, 5, 20)
    assert said == []


def test_without_an_incident_it_is_the_last_of_the_gravest_concerns():
    school = entry("school-201", day(2021, 5, 3), "TA saw a bruise.")
    found, said = told((school,), case=CASE, facts=FACTS[:1])
    assert (found.day, found.named) == (date(2021, 5, 3), False)
    assert said == [("school-201", "TA saw a bruise.")]
    assert incident((school,), (), CASE, WORDS) is None


def test_without_words_of_a_pack_the_day_still_tells():
    assert told((CALL,), words=IncidentWords())[1][0][0] == "police-1"
