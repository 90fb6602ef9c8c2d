"""What people put right counts, stays beside what the machine read, and outlives every new analysis and file."""

from __future__ import annotations

import datetime

import pytest
from tests.invented_review import SCHOOL, hand_in

from keymoments.analysis.records import Precision, UncertainDate, UncertainTime
from keymoments.reviews import jobs
from keymoments.reviews.models import Correction, Entry, RunWait, Sighting
from keymoments.reviews.operations import entries
from keymoments.reviews.operations.entries import Said
from keymoments.reviews.operations.operation import NotAllowed, Refused
from keymoments.reviews.queries.corrected import date_from, date_value, time_from, time_value

SPRING = UncertainDate(datetime.date(2021, 4, 1), datetime.date(2021, 4, 20), Precision.RANGE)
WHY = {"reason": "The register says so"}


def starting(words) -> Entry:
    return Entry.objects.get(text__startswith=words)


def analysed_again(made) -> None:
    jobs.work_on(until_empty=True)
    hand_in(made, "school", "school.csv", SCHOOL + "25/03/2021,,Wren back in school.,\n")


@pytest.mark.parametrize(
    "when",
    [
        SPRING,
        UncertainDate(datetime.date(2021, 4, 1), datetime.date(2021, 4, 1), Precision.DAY, inherited=True),
        UncertainDate(None, None, Precision.NONE),
    ],
)
def test_a_date_is_read_back_as_it_was_kept(when):
    assert date_from(date_value(when)) == when


@pytest.mark.parametrize("time", [None, UncertainTime(550, 550, True), UncertainTime(540, 720, False)])
def test_a_time_is_read_back_as_it_was_kept(time):
    assert time_from(time_value(time)) == time


def test_an_earlier_correction_of_a_bare_day_is_read():
    assert date_from("2021-04-18").earliest == datetime.date(2021, 4, 18)


def test_uncertain_dates_and_times_outlive_analysis_and_a_new_version(filled):
    row = starting("Wren not in school")
    entries.correct_date(row, value=SPRING, **WHY, by=filled.lead)
    entries.correct_time(row, value=UncertainTime(540, 720, False), **WHY, by=filled.lead)
    row.refresh_from_db()
    assert (row.latest, row.time_latest) == (SPRING.latest, 720)  # at once
    analysed_again(filled)
    row.refresh_from_db()
    assert (row.earliest, row.latest, row.precision) == (SPRING.earliest, SPRING.latest, "range")
    assert (row.time_earliest, row.time_latest, row.time_exact) == (540, 720, False)
    assert (row.written_date, row.written_time) == ("18/03/2021", "13:05")
    assert date_from(row.machine["date"]).earliest == datetime.date(2021, 3, 18)
    assert time_from(row.machine["time"]) == UncertainTime(785, 785, True)


def test_people_are_added_and_taken_out_and_stay_so(filled):
    row = starting("Wren seen alone")
    assert row.people == ["wren"]
    made = entries.correct_people(row, people=["mother"], **WHY, by=filled.lead)
    assert [(one.child, one.was, one.value) for one in made] == [("mother", "no", "yes"), ("wren", "yes", "no")]
    analysed_again(filled)
    row.refresh_from_db()
    assert row.people == ["mother"]
    assert row.machine["people"] == ["wren"]


def test_no_contact_becomes_one_whose_answers_a_person_gives(filled):
    hand_in(filled, "csc", "more.csv", "Date,Case note\n06/04/2021,Case file audited by the service manager.\n")
    row = starting("Case file audited")
    assert row.contact is False
    with pytest.raises(Refused):
        entries.correct_sighting(row, child="wren", field="seen", value="yes", **WHY, by=filled.lead)
    entries.correct_contact(row, contact=True, **WHY, by=filled.lead)
    entries.correct_sighting(row, child="wren", field="seen", value="yes", **WHY, by=filled.lead)
    analysed_again(filled)
    row.refresh_from_db()
    sighting = row.sightings.get()
    assert (row.contact, sighting.seen, sighting.alone) == (True, "yes", "not_recorded")
    assert sighting.machine == {}
    assert row.machine["contact"] == "no"


def test_a_contact_that_was_none_has_no_answers_until_that_is_taken_back(filled):
    row = starting("Wren seen alone")
    made = entries.correct_contact(row, contact=False, **WHY, by=filled.lead)
    analysed_again(filled)
    row.refresh_from_db()
    assert (row.contact, row.sightings.count()) == (False, 0)
    entries.take_back(made, reason="It was one after all", by=filled.lead)
    analysed_again(filled)
    row.refresh_from_db()
    assert (row.contact, row.machine) == (True, {})
    assert row.sightings.get().alone == "yes"


def test_what_people_put_right_counts_for_waits(filled):
    def ends() -> set[str]:
        return set(RunWait.objects.filter(review=filled.review).values_list("ends", flat=True))

    visit = starting("Home visit. Wren asleep")
    assert visit.key not in ends()
    for field in ("seen", "spoken_to"):
        entries.correct_sighting(visit, child="wren", field=field, value="yes", **WHY, by=filled.lead)
    jobs.work_on(until_empty=True)
    assert visit.key in ends()


@pytest.mark.parametrize("field", ["date", "time", "people", "seen", "contact"])
def test_a_correction_is_taken_back_and_the_one_before_counts_again(filled, field):
    row = starting("Wren seen alone")
    change = {
        "date": lambda day: entries.correct_date(row, value=datetime.date(2021, 4, day), **WHY, by=filled.lead),
        "time": lambda n: entries.correct_time(row, value=UncertainTime(n, n, True), **WHY, by=filled.lead),
        "people": lambda n: entries.correct_people(row, people=["wren", "mother"][: n + 1], **WHY, by=filled.lead)[0],
        "seen": lambda n: entries.correct_sighting(
            row, child="wren", field="seen", value=("yes", "no", "unclear")[n], **WHY, by=filled.lead
        ),
        "contact": lambda n: entries.correct_contact(row, contact=n == 1, **WHY, by=filled.lead),
    }[field]

    def now():
        row.refresh_from_db()
        seen = [one.seen for one in row.sightings.all()] if field == "seen" else []
        return row.earliest, row.time_earliest, row.people, row.contact, seen

    read = now()
    first = change(1)
    between = now()
    second = change(2) if field not in ("people",) else change(0)
    assert now() != between
    entries.take_back(second, reason="A slip", by=filled.lead)
    assert now() == between
    entries.take_back(first, reason="A slip", by=filled.lead)
    assert now() == read
    jobs.work_on(until_empty=True)
    assert now() == read
    assert row.machine == {}
    assert Correction.objects.filter(taken_back_reason="A slip", taken_back_by=filled.lead).count() == 2


def test_taking_back_needs_a_reason_a_permission_and_something_to_take_back(filled):
    made = entries.correct_time(starting("Wren seen alone"), value=None, **WHY, by=filled.lead)
    with pytest.raises(Refused):
        entries.take_back(made, reason=" ", by=filled.lead)
    with pytest.raises(NotAllowed):
        entries.take_back(made, reason="Because", by=filled.panel)
    entries.take_back(made, reason="Because", by=filled.lead)
    with pytest.raises(Refused):
        entries.take_back(made, reason="Again", by=filled.lead)


@pytest.mark.parametrize("time", [UncertainTime(600, 500, False), UncertainTime(0, 1440, False)])
def test_a_time_that_is_none_is_refused(filled, time):
    with pytest.raises(Refused):
        entries.correct_time(starting("Wren seen alone"), value=time, **WHY, by=filled.lead)


def test_days_the_wrong_way_round_and_no_change_are_refused(filled):
    row = starting("Wren seen alone")
    swapped = UncertainDate(SPRING.latest, SPRING.earliest, Precision.RANGE)
    with pytest.raises(Refused):
        entries.correct_date(row, value=swapped, **WHY, by=filled.lead)
    with pytest.raises(Refused):
        entries.correct_people(row, people=row.people, **WHY, by=filled.lead)
    with pytest.raises(Refused):
        entries.correct_people(row, people=["nobody"], **WHY, by=filled.lead)
    assert not Correction.objects.exists()


def test_what_is_said_of_an_entry_by_hand_outlives_analysis(filled):
    made = entries.add_entry(
        filled.agency("csc"),
        day=SPRING,
        text="Spoke about the weekend.",
        source="Paper file, page 12",
        said=Said(time=UncertainTime(600, 660, False), people=("mother",), contact=True),
        by=filled.lead,
    )
    jobs.work_on(until_empty=True)
    made.refresh_from_db()
    assert (made.earliest, made.latest, made.time_earliest, made.time_latest) == (
        SPRING.earliest,
        SPRING.latest,
        600,
        660,
    )
    assert (made.people, made.contact) == (["mother"], True)
    assert Sighting.objects.filter(entry=made, child__key="wren").exists()
