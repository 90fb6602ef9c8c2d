"""The page of an entry: what counts and what the machine read, put right and taken back; two accounts side by side."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.invented_review import hand_in

from keymoments.reviews import jobs
from keymoments.reviews.models import Correction, Entry, EventDecision
from keymoments.reviews.operations import entries
from keymoments.web.presenters.same_events import _differing

NOTES = """Date,Case note
05/03/2021,Referral from school about a bruise to Wren's arm.
Mar 2021,Mother seen in town.
c. 10 March 2021,Neighbour spoke to us.
,Same day a second call came in.
"""


def address(row) -> str:
    return reverse("entry", args=[row.review.reference, row.key])


def starting(words) -> Entry:
    return Entry.objects.get(text__startswith=words)


def text_of(answer) -> str:
    words = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    return re.sub(r" (?=[.,:;)])|(?<=\() ", "", words)


def sent(client, row, **values):
    return client.post(address(row), values)


@pytest.fixture
def lead(filled, client):
    client.force_login(filled.lead)
    return client


def days(name, day="", month="", year=""):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def test_a_date_between_two_days_says_what_was_read_and_what_counts(lead):
    row = starting("Wren not in school")
    values = {"do": "date", "new-reason": "Register", **days("new-day", "1", "4", "2021")}
    assert sent(lead, row, **values, **days("new-until", "20", "4", "2021")).status_code == 302
    shown = text_of(lead.get(address(row)))
    assert "Between 1 April 2021 and 20 April 2021, 13:05 Uncertain date" in shown
    assert "corrected; read as 18 March 2021, written “18/03/2021”" in shown
    assert "Date: 18 March 2021 → between 1 April 2021 and 20 April 2021. Register Lead" in shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (days("new-day", "", "4", "2021"), "April 2021, the day is not known"),
        (days("new-day", "", "", "2020"), "2020, the day is not known"),
        (days("new-day", "3", "4", "2021") | {"new-about": "on"}, "About 3 April 2021"),
        (days("new-day", "", "4", "2021") | {"new-about": "on"}, "About between 1 April 2021 and 30 April 2021"),
    ],
)
def test_a_date_is_put_right_as_far_as_it_is_known(lead, typed, shown):
    row = starting("Wren not in school")
    sent(lead, row, do="date", **typed, **{"new-reason": "Register"})
    assert f"{shown}, 13:05 Uncertain date" in text_of(lead.get(address(row)))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (("14:10", ""), "14:10"),
        (("1410hrs", ""), "14:10"),
        (("2.10pm", ""), "14:10"),
        (("9:00", "12:00"), "between 09:00 and 12:00"),
        (("", ""), "no time"),
    ],
)
def test_a_time_is_put_right(lead, typed, shown):
    row = starting("Wren not in school")
    sent(lead, row, do="time", **{"clock-time": typed[0], "clock-time_until": typed[1], "clock-reason": "Register"})
    said = text_of(lead.get(address(row)))
    assert f"Time: {shown} (corrected; read as 13:05, written “13:05”)" in said


@pytest.mark.parametrize("typed", [("25:00", ""), ("14:70", ""), ("noon", ""), ("14", ""), ("13pm", ""), ("", "9:00")])
def test_a_time_that_is_none_is_told_beside_the_box(lead, typed):
    row = starting("Wren not in school")
    answer = sent(
        lead, row, do="time", **{"clock-time": typed[0], "clock-time_until": typed[1], "clock-reason": "Register"}
    )
    assert answer.status_code == 200
    assert "There is a problem" in text_of(answer)
    assert '<details class="govuk-details" id="correct-time" open>' in answer.content.decode()
    assert not Correction.objects.exists()


def test_people_and_contact_are_put_right_and_taken_back(lead):
    row = starting("Wren seen alone")
    sent(lead, row, do="people", **{"named-people": ["mother"], "named-reason": "It was Dora"})
    sent(lead, row, do="contact", **{"contact-contact": "no", "contact-reason": "Only a plan"})
    shown = text_of(lead.get(address(row)))
    assert "People it names: Dora Tallow (corrected; read as Wren Tallow)" in shown
    assert "Contact with the family: no" in shown
    assert "Correct the contact to record them" in shown
    made = Correction.objects.get(field="contact")
    sent(lead, row, do="back", **{"back-number": made.pk, "back-reason": "It took place"})
    jobs.work_on(until_empty=True)
    shown = text_of(lead.get(address(row)))
    assert "Taken back: It took place" in shown
    assert "Alone: Yes" in shown
    assert "Contact with the family: no" not in shown


def test_a_correction_of_another_entry_is_not_taken_back_here(filled, lead):
    made = entries.correct_time(starting("Wren seen alone"), value=None, reason="Why", by=filled.lead)
    other = starting("Wren not in school")
    assert sent(lead, other, do="back", **{"back-number": made.pk, "back-reason": "Wrong"}).status_code == 404
    made.refresh_from_db()
    assert made.taken_back_at is None


def test_who_may_only_look_sees_no_form_and_changes_nothing(filled, client):
    client.force_login(filled.panel)
    row = starting("Wren seen alone")
    assert b'value="people"' not in client.get(address(row)).content
    assert sent(client, row, do="contact", **{"contact-contact": "no", "contact-reason": "x"}).status_code == 403
    row.refresh_from_db()
    assert row.contact is True


def test_every_uncertain_date_of_the_chronology_is_shown_as_such(empty, client):
    hand_in(empty, "csc", "notes.csv", NOTES)
    client.force_login(empty.lead)
    shown = text_of(client.get(reverse("chronology", args=[empty.review.reference])))
    assert "March 2021, the day is not known Uncertain date" in shown
    assert "About between" in shown or "About 10 March 2021" in shown
    assert "the date stands once for several rows" in shown
    assert "5 March 2021 Uncertain date" not in shown


def test_an_entry_that_the_newest_file_has_no_more_leads_to_its_versions(filled, lead):
    row = starting("Wren not in school")
    hand_in(filled, "school", "school.csv", "Date,Time,Event,Seen alone\n04/03/2021,09:10,Wren at school today.,Yes\n")
    page = lead.get(address(row))
    assert "The newest version of the file no longer has this entry" in text_of(page)
    link = re.search(r'href="([^"]+)">an earlier version of school.csv', page.content.decode())
    assert lead.get(link[1]).status_code == 200


def test_the_reference_of_each_row_opens_its_place_in_the_file(lead, filled):
    page = lead.get(reverse("chronology", args=[filled.review.reference])).content.decode()
    links = re.findall(r'href="([^"]+/entries\?from=\d+)#(entry-[^"]+)"', page)
    assert len(links) == 6
    for link, place in links:
        assert f'id="{place}"' in lead.get(link).content.decode()


# ---- the same event ----


@pytest.fixture
def told_twice(filled):
    """Two agencies tell of one call."""
    call = "SW Larkin rang about the bruise on Wren's arm and asked for the body map."
    hand_in(filled, "school", "calls.csv", f"Date,Time,Event,Seen alone\n09/03/2021,18:40,{call},\n")
    hand_in(filled, "csc", "calls.csv", f"Date,Case note\n10/03/2021,{call}\n")
    return filled


def pair_of(made) -> tuple[Entry, Entry]:
    one, other = made.review.entries.filter(text__startswith="SW Larkin").order_by("order")
    return one, other


def decide(client, made, page, same, reason="Same call"):
    one, other = pair_of(made)
    return client.post(
        page,
        {"do": "event", "event-one": one.key, "event-other": other.key, "event-same": same, "event-reason": reason},
    )


def test_two_accounts_stand_side_by_side_with_their_differences_marked(told_twice, client):
    client.force_login(told_twice.lead)
    page = client.get(reverse("same_events", args=[told_twice.review.reference]))
    shown = text_of(page)
    assert "Not decided: 1" in shown
    assert "Differs: Date; Time" in shown
    assert '<mark class="km-differs">9 March 2021</mark>' in page.content.decode()
    assert '<mark class="km-differs">10 March 2021</mark>' in page.content.decode()


def test_a_decision_and_its_reason_are_changed_and_outlive_analysis(told_twice, client):
    client.force_login(told_twice.lead)
    page = reverse("same_events", args=[told_twice.review.reference])
    assert decide(client, told_twice, page, "yes").status_code == 302
    assert "Nothing waits for a decision." in text_of(client.get(page))
    assert decide(client, told_twice, page, "no", "Two calls after all").status_code == 302
    entries.correct_time(pair_of(told_twice)[0], value=None, reason="Why", by=told_twice.lead)
    jobs.work_on(until_empty=True)
    shown = text_of(client.get(f"{page}?show=decided"))
    assert "Decided: two events. Two calls after all" in shown
    assert "Decided before: the same event. Same call" in shown
    assert EventDecision.objects.count() == 2
    assert "Two calls after all" in text_of(client.get(address(pair_of(told_twice)[1])))


def test_a_decision_without_a_reason_is_told_at_its_own_pair(told_twice, client):
    client.force_login(told_twice.lead)
    answer = decide(client, told_twice, reverse("same_events", args=[told_twice.review.reference]), "yes", "")
    one, other = pair_of(told_twice)
    assert f'href="#event-{one.pk}-{other.pk}-event-reason"' in answer.content.decode()
    assert f'id="event-{one.pk}-{other.pk}-event-reason"' in answer.content.decode()
    assert not EventDecision.objects.exists()


def test_the_panel_sees_pairs_and_decides_nothing_and_an_agency_sees_none(told_twice, client):
    page = reverse("same_events", args=[told_twice.review.reference])
    client.force_login(told_twice.panel)
    assert b'name="event-same"' not in client.get(page).content
    assert decide(client, told_twice, page, "yes").status_code == 403
    client.force_login(told_twice.author)
    assert "SW Larkin" not in text_of(client.get(page))


def test_pages_of_pairs_ask_the_database_the_same_number_of_times(told_twice, client, django_assert_max_num_queries):
    client.force_login(told_twice.lead)
    with django_assert_max_num_queries(26):
        client.get(reverse("same_events", args=[told_twice.review.reference]))


@pytest.mark.parametrize(
    ("one", "other", "alone", "alike"),
    [
        ("Wren was seen at home today", "Wren was seen at school today", (["home"], ["school"]), True),
        ("Rang at 14:10, nobody in", "A letter of 3 pages came on the 12th", (["14:10"], ["3", "12th"]), False),
    ],
)
def test_only_what_one_text_alone_says_is_marked(one, other, alone, alike):
    first, second, compared = _differing(one, other)
    assert ([one[a:b] for a, b in first], [other[a:b] for a, b in second]) == alone
    assert compared is alike


# ---- entries by hand ----


def test_an_entry_by_hand_says_when_who_and_whether_it_is_a_contact(filled, lead):
    page = reverse("new_entry", args=[filled.review.reference])
    values = {"agency": "csc", "text": "A chat at the gate.", "source": "Paper file, p. 3", "contact": "yes"}
    values |= {"people": ["mother"], "time": "9:00", "time_until": "11:00"}
    values |= days("day", "1", "3", "2021") | days("until", "5", "3", "2021")
    assert lead.post(page, values).status_code == 302
    jobs.work_on(until_empty=True)
    shown = text_of(lead.get(address(starting("A chat"))))
    assert "Between 1 March 2021 and 5 March 2021, between 09:00 and 11:00 Uncertain date" in shown
    assert "People it names Dora Tallow" in shown
    assert "Contact with the family yes" in shown


def test_an_agency_s_author_is_not_offered_the_family(filled, client):
    client.force_login(filled.author)
    assert b"Dora Tallow" not in client.get(reverse("new_entry", args=[filled.review.reference])).content
