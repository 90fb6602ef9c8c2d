"""The manager puts right what a review is called, when it looks, and which agencies knew the family."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.invented_review import account, admitted, hand_in, invented, with_records

from keymoments.reviews import jobs
from keymoments.reviews.models import AuditEvent, Entry
from keymoments.reviews.operations import sources
from keymoments.reviews.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return with_records(invented())


def day(name: str, value: str) -> dict[str, str]:
    return {f"{name}_{part}": one for part, one in zip(("day", "month", "year"), value.split(), strict=True)}


def send(client, made, page: str, query: str = "", **sent: str):
    client.force_login(made.manager)
    return client.post(reverse(page, args=[made.review.reference]) + query, sent, follow=True)


def change(client, made, first: str, last: str, **more: str):
    sent = {"title": "Review 2021", **day("scope_from", first), **day("scope_to", last), **more}
    return send(client, made, "change_review", **sent)


def test_a_changed_period_counts_for_every_entry(client, made):
    assert Entry.objects.filter(in_scope=True).count() == 6
    answer = change(client, made, "1 3 2021", "15 3 2021", **day("incident_date", "14 3 2021"))
    assert "Day of the incident: 14 March 2021" in answer.content.decode()
    jobs.work_on(until_empty=True)
    assert Entry.objects.filter(in_scope=True).count() == 3
    made.review.refresh_from_db()
    assert made.review.incident_date == date(2021, 3, 14)
    event = AuditEvent.objects.get(action="review:change")
    assert event.fields == ["incident_date", "scope_from", "scope_to"]


def test_a_period_that_ends_before_it_begins_is_told(client, made):
    answer = change(client, made, "1 3 2021", "28 2 2021")
    assert "The last day is before the first: swap them." in answer.content.decode()
    made.review.refresh_from_db()
    assert made.review.scope_from == date(2021, 1, 1)


def test_a_title_alone_has_nothing_analysed_again(client, made):
    send(client, made, "change_review", title="Review W", **day("scope_from", "1 1 2021"),
         **day("scope_to", "31 12 2021"))  # fmt: skip
    made.review.refresh_from_db()
    assert made.review.title == "Review W"
    assert not made.review.jobs.filter(state="queued").exists()


def test_a_second_school_is_named_asked_and_its_records_are_read(client, made):
    answer = send(client, made, "agencies", name="Larkfield Primary Annexe", kind="school")
    assert "Larkfield Primary Annexe (School)" in answer.content.decode()
    hand_in(made, "larkfield-primary-annexe", "annexe.csv", "Date,Event\n05/05/2021,Wren seen alone in the library.\n")
    row = Entry.objects.get(agency__key="larkfield-primary-annexe")
    assert row.name.startswith("larkfield-primary-annexe-")
    assert row.sightings.get().alone == "yes"


def test_an_agency_is_named_otherwise_and_its_entries_stay_the_same(client, made):
    keys = set(Entry.objects.filter(agency__key="school").values_list("key", "name"))
    send(client, made, "agencies", "?agency=school", name="Larkfield Academy", kind="school")
    jobs.work_on(until_empty=True)
    assert made.agency("school").name == "Larkfield Academy"
    assert set(Entry.objects.filter(agency__key="school", gone_at=None).values_list("key", "name")) == keys


def test_two_agencies_cannot_have_one_name(client, made):
    answer = send(client, made, "agencies", name="larkfield  PRIMARY", kind="school")
    assert "An agency of this review has this name already" in answer.content.decode()
    assert made.review.agencies.count() == 2


@pytest.mark.parametrize("hanging", ["records", "request", "person", "nothing"])
def test_only_an_agency_on_which_nothing_hangs_is_taken_out(client, made, hanging):
    send(client, made, "agencies", name="Ferry Homes", kind="housing")
    agency = made.agency("ferry-homes")
    if hanging == "records":
        sources.upload(agency, name="a.csv", pieces=[b"Date,Event\n05/05/2021,Visit.\n"], by=made.manager)
    elif hanging == "request":
        days = {"period_from": date(2021, 1, 1), "period_to": date(2021, 12, 31), "due": date(2022, 1, 1)}
        sources.ask_for_records(agency, what="All", **days, by=made.manager)
    elif hanging == "person":
        admitted(made.review, account("landlord"), Role.AGENCY_AUTHOR, "ferry-homes", made.manager)
    answer = send(client, made, "agencies", "?agency=ferry-homes", do="drop")
    stays = hanging != "nothing"
    assert ("it stays in the review" in answer.content.decode()) is stays
    assert made.review.agencies.filter(key="ferry-homes").exists() is stays


def test_an_agency_that_is_not_there_is_no_page(client, made):
    client.force_login(made.manager)
    assert client.get(reverse("agencies", args=[made.review.reference]) + "?agency=none").status_code == 404
