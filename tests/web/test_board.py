"""A review at a glance, all reviews of a board, a pilot beside the standing procedure, calendars, the register."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from tests.invented_review import CASE, account

from keymoments.reviews.operations import arrangements, chasing, cost, members, procedures, reviews
from keymoments.reviews.permissions import Role

DAY = date(2024, 1, 8)


def opened(by, reference, took, *, key="england-lcspr-2023", version=""):
    """A review that was decided on ``DAY`` and took so many days."""
    made = reviews.open_review(replace(CASE, reference=reference), title="Wren", by=by)
    members.declare(made.memberships.get(), conflict=False, words="", by=by)
    procedures.choose_procedure(made, key=key, version=version, on=DAY, by=by)
    for event, on in (("aware", DAY), ("decided", DAY + timedelta(days=20)), ("completed", DAY + timedelta(took))):
        procedures.record_event(made, event=event, on=on, by=by)
    return made


@pytest.fixture
def pilot(empty):
    return arrangements.make_arrangement(
        None, based_on="england-lcspr-2023", name="Quicker", starts=DAY, ends=None,
        stages={"completion": arrangements.StageSaid("Complete", "Partners", 4, "months")}, by=empty.manager,
    )  # fmt: skip


def page_of(client, who, name, *args):
    client.force_login(who)
    return client.get(reverse(name, args=args)).content.decode()


def test_a_pilot_stands_beside_the_procedure_with_medians_of_both(empty, pilot, client):
    for number, took in enumerate((120, 150, 180, 210, 240)):
        opened(empty.manager, f"standing-{number}", took)
    for number, took in enumerate((60, 90, 100, 110, 130)):
        opened(empty.manager, f"pilot-{number}", took, key=pilot.key, version=pilot.version)
    page = page_of(client, empty.manager, "board")
    table = page.split("How long reviews take")[1]
    assert "160 days; half of them 130 to 190 (5 reviews)" in table
    assert "80 days; half of them 70 to 90 (5 reviews)" in table
    assert table.index("Rapid review and local") < table.index("Quicker")


def test_with_four_reviews_nothing_is_said(empty, client):
    for number in range(4):
        opened(empty.manager, f"standing-{number}", 120)
    table = page_of(client, empty.manager, "board").split("How long reviews take")[1]
    assert "too few to say (4)" in table
    assert "half of them" not in table


def test_the_board_shows_nobody_a_review_that_is_not_theirs(empty, client):
    opened(empty.manager, "secret-one", 100)
    stranger = account("stranger", "manager")
    assert "secret-one" not in page_of(client, stranger, "board")
    assert "secret-one" not in page_of(client, empty.author, "board")
    assert "secret-one" in page_of(client, empty.manager, "board")


def test_a_board_member_sees_how_reviews_run_and_no_child(empty, client):
    made = opened(empty.manager, "one", 100)
    place = members.admit(made, user=empty.board, role=Role.BOARD_MEMBER, by=empty.manager)
    members.declare(place, conflict=False, words="", by=empty.board)
    for name, args in (("board", ()), ("running", ("one",)), ("stages", ("one",))):
        page = page_of(client, empty.board, name, *args)
        assert "one" in page
        assert "Tallow" not in page


def test_at_a_glance_says_what_holds_the_review_up_in_a_picture_and_in_words(empty, client):
    day = timezone.localdate() - timedelta(days=300)
    procedures.choose_procedure(empty.review, key="england-lcspr-2023", on=day, by=empty.manager)
    procedures.record_event(empty.review, event="decided", on=day, by=empty.manager)
    procedures.pause(empty.review, sort="criminal", starts=day + timedelta(9), ends=day + timedelta(40), reason="A",
                     by=empty.manager)  # fmt: skip
    page = page_of(client, empty.manager, "running", empty.review.reference)
    holding = page.split("What is holding it up now")[1].split("Stages on the calendar")[0]
    assert "Complete and publish the review" in holding
    assert "exceeded by" in holding
    assert "<svg" in page
    assert "Pause:" in page


def test_due_days_open_in_a_calendar_program_without_a_word_of_the_family(empty, client):
    day = timezone.localdate() - timedelta(days=2)
    procedures.choose_procedure(empty.review, key="england-lcspr-2023", on=day, by=empty.manager)
    procedures.record_event(empty.review, event="decided", on=day, by=empty.manager)
    for name, args in (("due_days", (empty.review.reference,)), ("board_calendar", ())):
        client.force_login(empty.manager)
        answer = client.get(reverse(name, args=args))
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert [str(one["summary"]) for one in events] == ["wren-2021: Complete and publish the review due"]
        assert b"Tallow" not in answer.content
        again = Calendar.from_ical(client.get(reverse(name, args=args)).content).walk("VEVENT")
        assert str(again[0]["uid"]) == str(events[0]["uid"])


def test_the_register_has_dates_ages_and_kinds_and_no_name(empty, client):
    opened(empty.manager, "one", 100)
    client.force_login(empty.manager)
    text = client.get(reverse("register")).content.decode("utf-8-sig")
    rows = {row["review_reference"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["one"]["decision_date"] == "2024-01-28"
    assert rows["one"]["completed"] == "2024-04-17"
    assert rows["one"]["child_sexes"] == "not recorded"
    assert rows["one"]["kinds_of_agency"] == "childrens-social-care; school"
    assert "Wren" not in text
    assert "Tallow" not in text


def test_the_board_asks_as_often_for_many_reviews_as_for_one(empty, client, django_assert_max_num_queries):
    for number in range(6):
        opened(empty.manager, f"one-{number}", 100)
    client.force_login(empty.manager)
    with django_assert_max_num_queries(30):
        client.get(reverse("board"))


def test_the_finish_is_forecast_from_this_board_s_own_past_and_says_what_it_rests_on(empty, client):
    day = timezone.localdate() - timedelta(days=60)
    procedures.choose_procedure(empty.review, key="england-lcspr-2023", on=day, by=empty.manager)
    procedures.record_event(empty.review, event="decided", on=day, by=empty.manager)
    page = page_of(client, empty.manager, "running", empty.review.reference)
    assert "neither a limit nor enough of this board’s own past for Publish" in page
    for number, took in enumerate((120, 150, 180, 210, 240)):
        made = opened(empty.manager, f"standing-{number}", took)
        procedures.record_event(made, event="published", on=DAY + timedelta(took + 40), by=empty.manager)
    page = page_of(client, empty.manager, "running", empty.review.reference)
    told = page.split("When it may be finished")[1].split("Stages on the calendar")[0]
    likely = timezone.localdate() + timedelta(days=160 - 60 + 40)
    assert f"Likely {likely.day} {likely:%B} {likely.year}" in told
    assert "earlier reviews of this board that lasted as long: 5" in told


def test_the_board_shows_what_is_owed_cost_and_quality_and_compares_cost(empty, pilot, client):
    for number in range(5):
        made = opened(empty.manager, f"standing-{number}", 120)
        bill = cost.ItemSaid(timezone.localdate(), "Firm", "legal", money=Decimal(1000 * (number + 1)))
        cost.add_item(made, said=bill, by=empty.manager)
    chasing.want(made, sort="draft", what="A draft", due=date(2024, 3, 13), named="Ann", by=empty.manager)
    page = page_of(client, empty.manager, "board")
    assert "late: 1" in page
    assert "0 days, £5,000.00" in page
    assert "£3,000; half of them £2,000 to £4,000 (5 reviews)" in page
    page = page_of(client, empty.manager, "running", "standing-4")
    assert "Still wanted: 1" in page
    assert "no round was settled yet" in page
