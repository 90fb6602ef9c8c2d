"""What a review costs: rates, lines, budget, own time, timesheets with unknown people, who sees what."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from keymoments.reviews.models import AuditEvent, CostItem, Timesheet
from keymoments.reviews.operations import cost, suggestions
from keymoments.reviews.operations.operation import NotAllowed, Refused
from keymoments.reviews.queries.cost import cost_of, cost_summaries
from keymoments.reviews.queries.places import Place

SHEET = (
    "Date,Name,Agency,Days,Stage,Type,Note\n"
    "{day},Lead,,1,rapid-review,reviewer,Read the files\n"
    "{day},J Bloggs,Larkfield Primary,0.5,rapid-review,agency-time,Chronology\n"
)


def on() -> date:
    return timezone.localdate() - timedelta(days=3)


def sheet(text: str = SHEET) -> bytes:
    return text.format(day=on().strftime("%d/%m/%Y")).encode()


def place_of(site, who) -> Place:
    return Place(who, site.review, site.review.memberships.get(user=who), None)


def item(site, **values):
    said = {"on": on(), "person": "Lead", "sort": "reviewer", "days": Decimal(2), **values}
    return cost.add_item(site.review, said=cost.ItemSaid(**said), by=site.manager)


def rate(site, what="sort", who="reviewer", per_day="500", starts=None):
    starts = starts or on() - timedelta(days=9)
    return cost.set_rate(
        site.review, what=what, who=who, per_day=Decimal(per_day), starts=starts, source="Finance", by=site.manager
    )


def page_of(client, who, name, site, *args, **values):
    client.force_login(who)
    return client.get(reverse(name, args=[site.review.reference, *args]), values).content.decode()


def day(prefix, when):
    return {f"{prefix}_day": when.day, f"{prefix}_month": when.month, f"{prefix}_year": when.year}


def test_days_without_a_rate_are_said_apart_and_never_taken_for_nothing(empty, client):
    item(empty)
    page = page_of(client, empty.manager, "cost", empty)
    assert "2 days, £0.00; of these 2 days without a known rate" in page
    rate(empty)
    page = page_of(client, empty.manager, "cost", empty)
    assert "2 days, £1,000.00" in page
    assert "without a known rate" not in page


def test_the_most_particular_rate_that_had_begun_counts(empty):
    item(empty)
    rate(empty)
    rate(empty, what="person", who="Lead", per_day="650.50")
    rate(empty, what="person", who="Lead", per_day="900", starts=on() + timedelta(days=1))
    assert cost_of(place_of(empty, empty.manager)).summary.totals.money == Decimal("1301.00")


def test_budget_against_actual_says_over_in_words(empty, client):
    item(empty, days=None, money=Decimal("1200.50"), tax=Decimal("240.10"), sort="legal")
    cost.set_budget(
        empty.review, sort="legal", money=Decimal(1000), agreed_on=on(), agreed_by="The partners", by=empty.manager
    )
    page = page_of(client, empty.manager, "cost", empty)
    assert "over by £200.50" in page
    assert "(120 % used)" in page
    assert "Tax beside it: £240.10" in page
    assert cost_summaries([empty.review])[empty.review.pk].within_budget is False


def test_cost_for_each_moment_and_finding_or_that_there_is_none(filled, client):
    item(filled, days=None, money=Decimal(900))
    page = page_of(client, filled.manager, "cost", filled)
    assert "no key moment yet" in page
    assert "no finding yet" in page
    for one in list(filled.review.suggestions.filter(decision=None)[:2]):
        suggestions.accept(one, by=filled.lead)
    moments = filled.review.moments.count()
    assert cost_summaries([filled.review])[filled.review.pk].per_moment == Decimal(900) / moments


def test_a_line_is_put_right_with_a_reason_and_the_first_is_kept(empty, client):
    made = item(empty)
    client.force_login(empty.manager)
    said = {"do": "right", "right-person": "Lead", "right-sort": "reviewer", "right-days": "1.5", "right-why": "Half.",
            **day("right-on", on())}  # fmt: skip
    client.post(reverse("cost_line", args=[empty.review.reference, made.pk]), said)
    assert cost_of(place_of(empty, empty.manager)).summary.totals.days == Decimal("1.5")
    page = page_of(client, empty.manager, "cost_lines", empty, show="back")
    assert "Half." in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"days": None}, "days, money or both"),
        ({"days": Decimal(-1)}, "a little more than 0"),
        ({"on": date(2019, 1, 1)}, "more than two years before"),
        ({"person": " "}, "who worked"),
        ({"sort": "gifts"}, "what sort of cost"),
        ({"money": Decimal(-5)}, "without a minus"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changed(empty, values, words):
    with pytest.raises(Refused, match=words):
        item(empty, **values)
    with pytest.raises(Refused, match="future"):
        item(empty, on=timezone.localdate() + timedelta(days=1))
    assert not CostItem.objects.exists()


def test_everybody_writes_their_own_time_and_sees_no_other_s(empty, client):
    item(empty, note="Secret of the manager")
    client.force_login(empty.author)
    said = {"do": "add", "add-days": "0.5", "add-sort": "agency-time", **day("add-on", on())}
    client.post(reverse("my_time", args=[empty.review.reference]), said)
    page = page_of(client, empty.author, "my_time", empty)
    assert "0.5 days" in page
    assert "Secret of the manager" not in page
    made = CostItem.objects.get(user=empty.author)
    assert made.agency.key == "school"
    assert client.get(reverse("cost", args=[empty.review.reference])).status_code == 403
    with pytest.raises(NotAllowed):
        cost.take_item_back(made, why="x", by=empty.author)
    with pytest.raises(Refused, match="Somebody else"):
        cost.take_own_time_back(made, why="x", by=empty.lead)
    page = page_of(client, empty.board, "cost", empty)
    assert "2.5 days" in page


def test_a_timesheet_with_unknown_people_changes_nothing_until_they_are_named(empty, client):
    client.force_login(empty.manager)
    file = SimpleUploadedFile("may.csv", sheet(), "text/csv")
    address = reverse("timesheets", args=[empty.review.reference])
    page = client.post(address, {"file": file, "hours_a_day": "7.4"}, follow=True).content.decode()
    assert "J Bloggs" in page.split("Whom these names mean")[1]
    assert "Nothing counts before" in page
    sheet_page = reverse("timesheet", args=[empty.review.reference, 1])
    page = client.post(sheet_page, {"do": "take"}, follow=True).content.decode()
    assert "Nothing was taken" in page
    assert not CostItem.objects.exists()
    client.post(sheet_page, {"do": "people", "who-0": "Author"})
    page = client.post(sheet_page, {"do": "take"}, follow=True).content.decode()
    assert "written: J Bloggs" in page
    rows = {row.person: row for row in CostItem.objects.all()}
    assert rows["Author"].days == Decimal("0.50")
    assert rows["Author"].agency.key == "school"
    assert rows["Lead"].stage == "rapid-review"


def test_the_same_file_and_the_same_lines_are_refused(empty):
    made = cost.hand_timesheet_in(empty.review, name="a.csv", data=sheet(), hours_a_day=Decimal(7), by=empty.manager)
    with pytest.raises(Refused, match="already"):
        cost.hand_timesheet_in(empty.review, name="b.csv", data=sheet(), hours_a_day=Decimal(7), by=empty.manager)
    cost.say_who(made, people={"J Bloggs": "J Bloggs"}, by=empty.manager)
    assert cost.take_timesheet(made, by=empty.manager) == 2
    again = cost.hand_timesheet_in(
        empty.review, name="c.csv", data=sheet() + b"\n", hours_a_day=Decimal(7), by=empty.manager
    )
    cost.say_who(again, people={"J Bloggs": "J Bloggs"}, by=empty.manager)
    with pytest.raises(Refused, match="2 lines stand there already"):
        cost.take_timesheet(again, by=empty.manager)
    assert CostItem.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Date,Name,Days\n31/02/2026,Lead,1\n", "Line 2: &#39;31/02/2026&#39;: this is no day"),
        ("Date,Name,Days\n\n{day},,1\n", "Line 3: no name stands there"),
        ("Date;Name;Hours\n{day};Lead;x\n", "this is no number"),
        ("Date,Name,Days\n{day},Lead,-1\n", "less than nothing"),
        ("Date,Name,Days\n{day},Lead,3\n", "more than one day of work on one day"),
        ("Date,Name,Days\n{day},Lead,\n", "neither days nor hours nor money"),
    ],
)
def test_a_wrong_line_is_named_with_how_to_mend_it_and_nothing_is_taken(empty, client, text, words):
    made = cost.hand_timesheet_in(
        empty.review, name="a.csv", data=sheet(text), hours_a_day=Decimal(7), by=empty.manager
    )
    assert words in page_of(client, empty.manager, "timesheet", empty, made.number)
    with pytest.raises(Refused, match="Nothing was taken"):
        cost.take_timesheet(made, by=empty.manager)
    assert not CostItem.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 900, b"just words\n", b"a,b\n1,2\n"])
def test_a_file_that_is_no_timesheet_is_refused(empty, data):
    with pytest.raises(Refused, match="cannot be read as a timesheet"):
        cost.hand_timesheet_in(empty.review, name="x", data=data, hours_a_day=Decimal(7), by=empty.manager)
    assert not Timesheet.objects.exists()


def test_a_timesheet_in_another_encoding_is_read_the_same(empty):
    made = cost.hand_timesheet_in(
        empty.review, name="a.csv", data=sheet().decode().encode("utf-16"), hours_a_day=Decimal(7), by=empty.manager
    )
    cost.say_who(made, people={"J Bloggs": "J Bloggs"}, by=empty.manager)
    assert cost.take_timesheet(made, by=empty.manager) == 2


def test_a_timesheet_set_aside_can_be_handed_in_again(empty):
    made = cost.hand_timesheet_in(empty.review, name="a.csv", data=sheet(), hours_a_day=Decimal(7), by=empty.manager)
    cost.set_timesheet_aside(made, by=empty.manager)
    cost.hand_timesheet_in(empty.review, name="a.csv", data=sheet(), hours_a_day=Decimal(7), by=empty.manager)
    assert Timesheet.objects.count() == 2


def test_the_csv_gives_every_line_and_no_formula(empty, client):
    item(empty, note="=HYPERLINK(1)")
    text = page_of(client, empty.manager, "cost_csv", empty)
    assert "'=HYPERLINK(1)" in text
    assert f"{on().isoformat()},Lead,,reviewer,,2.00,,0.00" in text
    assert "HYPERLINK" not in str([row.__dict__ for row in AuditEvent.objects.all()])


def test_costs_of_many_reviews_are_asked_at_once(empty, django_assert_num_queries):
    item(empty)
    with django_assert_num_queries(4):
        cost_summaries([empty.review])
