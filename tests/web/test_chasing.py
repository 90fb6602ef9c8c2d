"""Who owes what: one page, due days on working days, reminders by the ladder, once, to people of the review alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from tests.invented_owed import ENGLAND, days_ago, page, wanted, words_of

from keymoments.analysis.escalation import working_day_after
from keymoments.reviews.models import Owed, RecordsRequest
from keymoments.reviews.operations import chasing, sources
from keymoments.reviews.operations.operation import NotAllowed, Refused


@pytest.fixture
def overdue(empty) -> Owed:
    return wanted(empty, days_ago(1))


# ---- wanting, the day, done ----


def test_what_is_wanted_stands_with_who_owes_it_and_how_late_it_is(empty, client):
    client.force_login(empty.manager)
    due = days_ago(5)
    answer = client.post(page(empty, "owed"), {
        "want-sort": "information", "want-what": "The seating plan", "want-whom": "agency-school", "want-named": "",
        "want-due_day": due.day, "want-due_month": due.month, "want-due_year": due.year,
    })  # fmt: skip
    assert answer.status_code == 302
    told = words_of(client.get(page(empty, "owed")))
    assert "Larkfield Primary" in told
    assert "The seating plan" in told
    assert f"{(timezone.localdate() - due).days} days over, 5 working days" in told


def test_the_agency_most_overdue_stands_first_and_records_stand_once(empty, client):
    wanted(empty, days_ago(2))
    request = sources.ask_for_records(
        empty.agency("csc"), what="Everything", period_from=date(2021, 1, 1), period_to=date(2021, 12, 31),
        due=days_ago(9), by=empty.manager,
    )  # fmt: skip
    client.force_login(empty.lead)
    told = words_of(client.get(page(empty, "owed")))
    assert told.index("Marsh Children's Services") < told.index("Larkfield Primary")
    assert told.count("Everything") == 1
    RecordsRequest.objects.filter(pk=request.pk).update(signed_off_at=datetime.now(UTC), signed_off_by=empty.signer)
    assert "Everything" not in words_of(client.get(page(empty, "owed")))
    assert "Everything" in words_of(client.get(page(empty, "owed"), {"show": "closed"}))


@pytest.mark.parametrize(
    ("day", "nation", "before", "after"),
    [
        (date(2026, 3, 14), "england", "Friday 13 March 2026", "Monday 16 March 2026"),
        (date(2026, 4, 3), "england", "Thursday 2 April 2026", "Tuesday 7 April 2026"),  # Good Friday
        (date(2026, 4, 5), "scotland", "Thursday 2 April 2026", "Monday 6 April 2026"),  # no Easter Monday there
        (date(2026, 3, 17), "northern-ireland", "Monday 16 March 2026", "Wednesday 18 March 2026"),
    ],
)
def test_a_day_on_which_nobody_works_is_refused_with_the_days_around_it(empty, day, nation, before, after):
    empty.review.nation = nation
    empty.review.save()
    with pytest.raises(Refused, match=rf"before it is {before}.*after it {after}"):
        wanted(empty, day)
    assert not empty.review.owed.exists()


def test_another_day_keeps_the_earlier_one_with_the_reason(overdue, empty, client):
    client.force_login(empty.manager)
    was, day = overdue.due, working_day_after(timezone.localdate(), ENGLAND)
    sent = {"do": "due", "due-due_day": day.day, "due-due_month": day.month, "due-due_year": day.year}
    address = page(empty, "owed_item", overdue.key)
    told = words_of(client.post(address, {**sent, "due-reason": ""}))
    assert "Why it is another day: This field is required." in told
    overdue.refresh_from_db()
    assert overdue.due == was
    client.post(address, {**sent, "due-reason": "The head was away."})
    told = words_of(client.get(address))
    assert "The head was away." in told
    assert f"{was.day} {was:%B %Y} → {day.day} {day:%B %Y}" in told


@pytest.mark.parametrize("person", ["author", "signer"])
def test_an_agency_says_that_it_is_done_and_the_manager_sees_it(overdue, empty, client, person):
    client.force_login(empty.people[person])
    told = words_of(client.get(page(empty, "our_part")))
    assert "When was Wren's desk moved?" in told
    sent = {"row": overdue.key, f"{overdue.key}-note": ""}
    assert "There is a problem" in words_of(client.post(page(empty, "our_part"), sent))
    client.post(page(empty, "our_part"), {**sent, f"{overdue.key}-note": "In May. See the plan."})
    overdue.refresh_from_db()
    assert overdue.done_by == empty.people[person]
    client.force_login(empty.manager)
    assert "In May. See the plan." in words_of(client.get(page(empty, "owed"), {"show": "closed"}))
    chasing.not_done(overdue, reason="Which May?", by=empty.manager)
    told = words_of(client.get(page(empty, "owed_item", overdue.key)))
    assert "Which May?" in told
    assert "In May. See the plan." in told  # nothing anybody said is lost
    client.force_login(empty.people[person])
    assert "Not done yet : Which May?" in words_of(client.get(page(empty, "our_part")))


def test_an_agencys_people_see_and_answer_their_own_things_alone(overdue, empty, client):
    other = wanted(empty, days_ago(3), agency=empty.agency("csc"))
    Owed.objects.filter(pk=other.pk).update(what="The social worker's diary")
    client.force_login(empty.author)
    assert "diary" not in words_of(client.get(page(empty, "our_part")))
    assert client.get(page(empty, "owed")).status_code == 403
    assert client.get(page(empty, "owed_item", overdue.key)).status_code == 403
    with pytest.raises((NotAllowed, Refused)):
        chasing.say_done(other, note="Mine", by=empty.author)
    client.post(page(empty, "our_part"), {"row": other.key, f"{other.key}-note": "Mine"})
    other.refresh_from_db()
    assert other.done_at is None


def test_a_member_says_that_what_they_owe_is_done(empty, client):
    row = wanted(empty, days_ago(1), member=empty.panel)
    client.force_login(empty.panel)
    address = page(empty, "owed_item", row.key)
    assert "Give another day" not in words_of(client.get(address))
    client.post(address, {"do": "own", "own-note": "Sent round."})
    row.refresh_from_db()
    assert row.done_by == empty.panel
    other = wanted(empty, days_ago(1), member=empty.lead)
    with pytest.raises(Refused):
        chasing.say_own_done(other, note="Not mine", by=empty.panel)


@pytest.mark.parametrize("whom", [{}, {"named": "Ann", "member": "lead"}, {"member": "outsider"}, {"member": "board"}])
def test_it_is_wanted_from_one_who_can_see_it(empty, whom):
    whom = {**whom, **({"member": empty.people[whom["member"]]} if "member" in whom else {})}
    with pytest.raises(Refused):
        chasing.want(empty.review, sort="draft", what="A draft", due=days_ago(0), **whom, by=empty.manager)
    assert not empty.review.owed.exists()


def test_what_is_set_aside_is_kept_with_the_reason_and_comes_back(overdue, empty, client):
    chasing.set_owed_aside(overdue, reason="The plan is in the file.", by=empty.manager)
    client.force_login(empty.panel)
    assert "The plan is in the file." in words_of(client.get(page(empty, "owed"), {"show": "closed"}))
    chasing.bring_owed_back(overdue, by=empty.manager)
    assert "When was Wren's desk moved?" in words_of(client.get(page(empty, "owed")))
    with pytest.raises(NotAllowed):
        chasing.set_owed_aside(overdue, reason="x", by=empty.panel)


def test_records_are_asked_for_by_a_working_day_too(empty, client):
    client.force_login(empty.manager)
    sent = {"what": "All"}
    for name, (day, month, year) in {
        "period_from": (1, 1, 2021), "period_to": (31, 12, 2021), "due": (14, 3, 2026),
    }.items():  # fmt: skip
        sent |= {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
    told = words_of(client.post(page(empty, "new_request", "school"), sent))
    assert "Saturday 14 March 2026 is no working day" in told
    assert not empty.review.requests.exists()
    client.post(page(empty, "new_request", "school"), {**sent, "due_day": 13})
    assert empty.review.requests.get().due == date(2026, 3, 13)
