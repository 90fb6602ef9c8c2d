"""The stages of a review, their clocks, more time, pauses and checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.invented_review import CASE

from keymoments.analysis.calendar import add_working_days
from keymoments.analysis.clocks import State
from keymoments.reviews.models import AuditEvent, ReviewEvent, ReviewPause, ReviewProcedure, StageExtension
from keymoments.reviews.operations import (
    arrangements,
    members,
    procedures,
    reviews,
)
from keymoments.reviews.operations.operation import NotAllowed, Refused
from keymoments.reviews.queries.procedures import course_of, courses_of

AWARE, NOTIFIED = date(2024, 3, 25), date(2024, 4, 2)  # Good Friday and Easter Monday lie between


@pytest.fixture
def under(empty):
    procedures.choose_procedure(empty.review, key="england-lcspr-2023", on=AWARE, by=empty.manager)
    return empty


def post(client, who, name, site, *args, **values):
    client.force_login(who)
    return client.post(reverse(name, args=[site.review.reference, *args]), values, follow=True)


def day(prefix, on):
    return {f"{prefix}_day": on.day, f"{prefix}_month": on.month, f"{prefix}_year": on.year}


def test_choosing_a_procedure_and_writing_down_a_day_starts_a_clock(empty, client):
    page = post(client, empty.manager, "procedure", empty, procedure="england-lcspr-2023", **day("on", AWARE))
    assert "The procedure is chosen" in page.content.decode()
    page = post(client, empty.manager, "stages", empty, do="day", **{"day-event": "aware"}, **day("day-on", AWARE))
    words = page.content.decode()
    assert "3 April 2024" in words
    assert "Over the limit" in words
    assert course_of(empty.review).clock("notification").state is State.OVERDUE


def test_a_due_day_shows_from_what_it_is_counted_and_another_start_may_be_chosen(under, client):
    procedures.record_event(under.review, event="aware", on=AWARE, by=under.manager)
    procedures.record_event(under.review, event="notified", on=NOTIFIED, by=under.manager)
    assert course_of(under.review).clock("rapid-review").due == date(2024, 4, 23)
    page = post(
        client,
        under.manager,
        "stage",
        under,
        "rapid-review",
        do="start",
        **{"start-event": "aware", "start-why": "The Panel says so."},
    )
    words = page.content.decode()
    assert "The local authority became aware" in words
    assert "The Panel says so." in words
    assert course_of(under.review).clock("rapid-review").due == date(2024, 4, 17)


def test_an_event_before_the_one_it_follows_is_refused_and_nothing_changed(under, client):
    procedures.record_event(under.review, event="aware", on=AWARE, by=under.manager)
    page = post(
        client,
        under.manager,
        "stages",
        under,
        do="day",
        **{"day-event": "notified"},
        **day("day-on", AWARE - timedelta(days=3)),
    )
    assert "before it began on 25 March 2024" in page.content.decode()
    assert not ReviewEvent.objects.filter(event="notified").exists()


def test_a_second_day_of_an_event_needs_a_reason_and_the_first_is_kept(under):
    procedures.record_event(under.review, event="aware", on=AWARE, by=under.manager)
    with pytest.raises(Refused, match="say why"):
        procedures.record_event(under.review, event="aware", on=AWARE + timedelta(days=1), by=under.manager)
    procedures.record_event(
        under.review, event="aware", on=AWARE + timedelta(days=1), why="The log says so.", by=under.manager
    )
    assert [row.on for row in under.review.procedure_events.all()] == [AWARE, AWARE + timedelta(days=1)]
    assert course_of(under.review).happened.events["aware"] == AWARE + timedelta(days=1)


def test_a_stage_that_is_done_by_its_event_is_the_same_thing_under_both_names(under):
    procedures.record_event(under.review, event="aware", on=AWARE, by=under.manager)
    procedures.record_event(under.review, event="notification-done", on=NOTIFIED, by=under.manager)
    course = course_of(under.review)
    assert course.clock("notification").done == NOTIFIED
    assert course.clock("rapid-review").started == NOTIFIED


def test_a_procedure_that_was_not_in_force_is_refused(empty, client):
    page = post(
        client, empty.manager, "procedure", empty, procedure="england-lcspr-2023", **day("on", date(2021, 5, 4))
    )
    assert "was not in force on 4 May 2021" in page.content.decode()
    assert not ReviewProcedure.objects.exists()


def test_a_review_is_never_under_two_procedures(under):
    with pytest.raises(Refused, match="already"):
        procedures.choose_procedure(under.review, key="england-lcspr-2023", on=AWARE, by=under.manager)
    assert ReviewProcedure.objects.filter(ended_at=None).count() == 1


def test_a_review_that_changed_its_procedure_goes_on_and_keeps_what_was_written(under):
    procedures.record_event(under.review, event="notified", on=NOTIFIED, by=under.manager)
    procedures.choose_procedure(
        under.review, key="england-sar-2014", on=AWARE, why="She was nineteen.",
        instead_of=under.review.procedures.get(ended_at=None), by=under.manager,
    )  # fmt: skip
    procedures.record_event(under.review, event="decided", on=NOTIFIED, by=under.manager)
    course = course_of(under.review)
    assert course.clock("completion").due == date(2024, 10, 2)
    assert "notified" not in course.happened.events
    assert under.review.procedure_events.count() == 2


def test_more_time_leaves_the_limit_s_own_day_and_says_what_was_done(under, client):
    decided = timezone.localdate() - timedelta(days=100)
    procedures.record_event(under.review, event="decided", on=decided, by=under.manager)
    due = course_of(under.review).clock("completion").due
    new = add_working_days(due, 40, "england")
    values = {
        "extend-reason": "The trial.",
        "extend-already_done": "Two agencies trained.",
        "extend-told": "The Panel.",
    }
    sought = day("extend-sought_on", timezone.localdate())
    page = post(
        client,
        under.manager,
        "stage",
        under,
        "completion",
        do="extend",
        **values,
        **sought,
        **day("extend-new_due", new),
    )
    assert "Two agencies trained." in page.content.decode()
    clock = course_of(under.review).clock("completion")
    assert (clock.due, clock.agreed_due) == (due, new)


def test_more_time_until_a_holiday_is_refused_with_the_days_around_it(under):
    procedures.record_event(under.review, event="decided", on=date(2026, 6, 1), by=under.manager)
    with pytest.raises(
        Refused, match=r"25 December 2026 is no working day: choose 24 December 2026 or 29 December 2026"
    ):
        procedures.extend(
            under.review,
            stage="completion",
            sought_on=date(2026, 11, 2),
            new_due=date(2026, 12, 25),
            reason="Trial.",
            already_done="Training.",
            told="The Panel.",
            by=under.manager,
        )
    assert not StageExtension.objects.exists()


def test_a_pause_moves_no_due_day_and_hides_no_time(under, client):
    procedures.record_event(under.review, event="decided", on=date(2024, 5, 1), by=under.manager)
    before = course_of(under.review, today=date(2024, 9, 1)).clock("completion")
    page = post(
        client,
        under.manager,
        "pauses",
        under,
        do="pause",
        **{"pause-sort": "criminal"},
        **{"pause-reason": "Trial."},
        **day("pause-starts", date(2024, 6, 1)),
        **day("pause-ends", date(2024, 6, 30)),
    )
    assert "Criminal proceedings" in page.content.decode()
    after = course_of(under.review, today=date(2024, 9, 1)).clock("completion")
    assert (after.due, after.elapsed_days) == (before.due, before.elapsed_days)
    assert after.paused_days == 30


def test_a_pause_without_an_end_is_refused(under, client):
    page = post(
        client,
        under.manager,
        "pauses",
        under,
        do="pause",
        **{"pause-sort": "inquest", "pause-reason": "Inquest."},
        **day("pause-starts", date(2024, 6, 1)),
    )
    assert "Give the day on which the pause is expected to end" in page.content.decode()
    assert not ReviewPause.objects.exists()


def test_a_pause_gets_another_end_and_the_first_is_kept(under, client):
    made = procedures.pause(
        under.review,
        sort="inquest",
        starts=date(2024, 6, 1),
        ends=date(2024, 6, 30),
        reason="Inquest.",
        by=under.manager,
    )
    page = post(
        client,
        under.manager,
        "pauses",
        under,
        do="ends",
        row=made.pk,
        **{"ends-why": "Adjourned."},
        **day("ends-ends", date(2024, 7, 12)),
    )
    assert "12 July 2024" in page.content.decode()
    assert "Adjourned." in page.content.decode()
    assert under.review.pauses.get(taken_back_at=None).ends == date(2024, 7, 12)


def test_a_number_is_confirmed_with_its_source_and_serves_the_next_review(under):
    procedures.confirm_limit(
        under.review,
        stage="copy-before-publication",
        count=5,
        unit="working_days",
        source="Regulation 12.",
        by=under.manager,
    )
    stage = course_of(under.review).procedure.stage("copy-before-publication")
    assert (stage.count, stage.source, stage.confirmed) == (5, "Regulation 12.", True)
    other = reviews.open_review(replace(CASE, reference="other"), title="Other", by=under.manager)
    members.declare(other.memberships.get(), conflict=False, words="", by=under.manager)
    procedures.choose_procedure(other, key="england-lcspr-2023", on=AWARE, by=under.manager)
    assert course_of(other).procedure.stage("copy-before-publication").count == 5


def test_a_check_says_what_is_behind_and_when_the_next_one_is(under, client):
    today = timezone.localdate()
    page = post(
        client,
        under.manager,
        "checks",
        under,
        do="check",
        **{"check-time": "behind", "check-quality": "good"},
        **day("check-on", today),
    )
    assert "Say what is behind, and why." in page.content.decode()
    page = post(
        client,
        under.manager,
        "checks",
        under,
        do="check",
        **{"check-time": "behind", "check-time_words": "The school is late.", "check-quality": "good"},
        **day("check-on", today),
    )
    assert "The school is late." in page.content.decode()


def test_only_the_manager_changes_how_the_review_runs(under):
    with pytest.raises(NotAllowed):
        procedures.record_event(under.review, event="aware", on=AWARE, by=under.lead)
    with pytest.raises(NotAllowed):
        arrangements.make_arrangement(
            None, based_on="england-lcspr-2023", name="X", starts=AWARE, ends=None, stages={}, by=under.lead
        )


def test_many_reviews_are_asked_in_as_many_questions_as_one(under, django_assert_num_queries):
    for number in range(3):
        case = CASE.__class__(**{**{f: getattr(CASE, f) for f in CASE.__slots__}, "reference": f"more-{number}"})
        more = reviews.open_review(case, title="More", by=under.manager)
        members.declare(more.memberships.get(), conflict=False, words="", by=under.manager)
        procedures.choose_procedure(more, key="england-lcspr-2023", on=AWARE, by=under.manager)
    every = list(type(under.review).objects.all())
    with django_assert_num_queries(8):
        assert len(courses_of(every)) == 4


def test_no_word_of_a_reason_stands_in_the_audit(under):
    procedures.pause(
        under.review,
        sort="other",
        starts=date(2024, 6, 1),
        ends=date(2024, 6, 2),
        reason="SECRETWORD",
        by=under.manager,
    )
    assert not any("SECRETWORD" in str(row.__dict__) for row in AuditEvent.objects.all())
