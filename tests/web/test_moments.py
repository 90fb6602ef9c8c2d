"""Key moments on their pages: what people say, what shows it, two people at once, what was typed and not sent."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from tests.invented_review import SOCIAL_CARE, hand_in

from keymoments.analysis.moments import Factor
from keymoments.analysis.rules import Sort
from keymoments.reviews.models import AuditEvent, Draft
from keymoments.reviews.operations import family, moments
from keymoments.reviews.operations.family import PersonSaid
from keymoments.reviews.operations.moments import MomentSaid
from keymoments.reviews.operations.operation import NotAllowed, Refused

DAY = date(2021, 3, 19)


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


def said(title="The visit", **more) -> MomentSaid:
    return MomentSaid(title=title, kind=Sort.MISSED_OPPORTUNITY, begins=DAY, **more)


def sent(based_on=0, day="19", month="3", year="2021", **more):
    """What the form of a moment sends."""
    days = {"begins_day": day, "begins_month": month, "begins_year": year}
    none = dict.fromkeys(("ends_day", "ends_month", "ends_year"), "")
    texts = dict.fromkeys(("known", "expected", "expected_source", "happened", "meant"), "")
    why = {f"why_{factor}": "" for factor in Factor}
    plain = {"title": "The visit", "kind": "missed_opportunity", "based_on": based_on}
    return {**plain, **days, **none, **texts, **why, **more}


@pytest.fixture
def lead(filled, client):
    client.force_login(filled.lead)
    return client


@pytest.fixture
def moment(filled):
    return moments.make_moment(filled.review, said=said(), by=filled.lead)


def entry_of(made, words):
    return made.review.entries.get(text__contains=words)


def test_a_moment_is_made_and_says_what_is_missing(filled, lead):
    lead.post(page(filled, "new_moment"), sent(happened="Wren was asleep upstairs and not seen.", children=["wren"]))
    one = filled.review.moments.get()
    told = words_of(lead.get(page(filled, "moment", one.number)))
    assert "19 March 2021" in told
    assert "Wren was asleep upstairs and not seen." in told
    assert "No entry shows this moment yet." in told
    assert "Still to be said : which entries show it; what was known then" in told.replace("said:", "said :")


def test_a_moment_may_last_and_be_known_to_the_month_alone(filled, lead):
    last = {"ends_day": "", "ends_month": "6", "ends_year": "2021"}
    lead.post(page(filled, "new_moment"), sent(day="", **last, absence="on"))
    told = words_of(lead.get(page(filled, "moment", 1)))
    assert "March 2021 to June 2021. It rests on something that was not done." in told
    form = lead.get(page(filled, "change_moment", 1)).content.decode()
    assert 'name="begins_day" type="text" value=""' in form  # what is not known stays empty


def test_the_last_day_is_not_before_the_first(filled, lead):
    last = {"ends_day": "1", "ends_month": "1", "ends_year": "2021"}
    answer = lead.post(page(filled, "new_moment"), sent(**last))
    assert "The last day lies before the first one." in words_of(answer)


def test_the_limit_that_was_in_force_stands_beside_what_should_have_happened(filled, lead, moment):
    notes = (
        'Date,Case note\n08/03/2021,"Strategy discussion held with police and health. S47 enquiry begun."\n'
        "20/04/2021,Initial child protection conference held.\n"
    )
    hand_in(filled, "csc", "meetings.csv", notes)
    wait = filled.review.waits.get(standard="initial-conference")
    moments.add_evidence(moment, entry=wait.begins, by=filled.lead)
    told = words_of(lead.get(page(filled, "moment", 1)))
    assert "Limits that its entries begin or end:" in told
    assert f"within {wait.limit} working days (" in told
    assert "it took 29 working days" in told


def test_evidence_of_after_the_moment_is_marked(filled, lead, moment):
    for words in ("Referral from school", "Home visit. Wren asleep", "no access"):
        moments.add_evidence(moment, entry=entry_of(filled, words).key, by=filled.lead)
    shown = re.findall(
        r'<li class="(km-hindsight)?">(.*?)</li>', lead.get(page(filled, "moment", 1)).content.decode(), re.S
    )
    marked = {("no access" in text, "Referral" in text): bool(mark) for mark, text in shown if "km-text" in text}
    assert marked == {(True, False): True, (False, True): False, (False, False): False}
    assert "from after it: not known then" in words_of(lead.get(page(filled, "moment", 1)))


def test_an_entry_is_added_by_its_name_and_from_its_own_page(filled, lead, moment):
    row, other = entry_of(filled, "Referral"), entry_of(filled, "no access")
    lead.post(page(filled, "moment", 1), {"do": "show", "show-entry": row.name, "show-note": "The school had told."})
    lead.post(page(filled, "entry", other.key), {"do": "moment", "moment-moment": "1", "moment-note": ""})
    told = words_of(lead.get(page(filled, "moment", 1)))
    assert "The school had told." in told
    assert other.text in told
    assert "1. The visit" in words_of(lead.get(page(filled, "entry", other.key)))


def test_a_name_that_no_entry_has_is_refused(filled, lead, moment):
    answer = lead.post(page(filled, "moment", 1), {"do": "show", "show-entry": "school-999", "show-note": ""})
    assert "No entry of the chronology has this name." in words_of(answer)


def test_an_entry_that_a_new_version_no_longer_has_stays_as_evidence_and_says_so(filled, lead, moment):
    row = entry_of(filled, "no access")
    moments.add_evidence(moment, entry=row.key, by=filled.lead)
    hand_in(filled, "csc", "notes.csv", SOCIAL_CARE.replace('02/04/2021,"Home visit, no access. Card left."\n', ""))
    told = words_of(lead.get(page(filled, "moment", 1)))
    assert "Card left." in told
    assert "No longer in the newest version of the file" in told


def test_evidence_is_taken_out_and_stays_in_the_history(filled, lead, moment):
    one = moments.add_evidence(moment, entry=entry_of(filled, "no access").key, by=filled.lead)
    lead.post(page(filled, "moment", 1), {"do": "out", "row": one.pk})
    told = words_of(lead.get(page(filled, "moment", 1)))
    assert "No entry shows this moment yet." in told
    assert "Taken out: 1" in told


# ---- two people at once ----


def test_two_people_who_change_different_boxes_lose_nothing(filled, lead, moment):
    moments.change_moment(moment, said=said(known="The school knew."), based_on=1, by=filled.panel)
    lead.post(page(filled, "change_moment", 1), sent(1, expected="A visit within a day."))
    moment.refresh_from_db()
    assert (moment.known, moment.expected, moment.version) == ("The school knew.", "A visit within a day.", 3)


def test_who_comes_second_in_one_box_sees_both_and_chooses(filled, lead, moment):
    moments.change_moment(moment, said=said(known="The school knew."), based_on=1, by=filled.panel)
    answer = lead.post(page(filled, "change_moment", 1), sent(1, known="The police knew.", expected="A visit."))
    told = words_of(answer)
    assert "Two people wrote at the same time" in told
    assert "The school knew." in told
    assert "The police knew." in told
    moment.refresh_from_db()
    assert (moment.known, moment.version) == ("The school knew.", 2)  # nothing changes until they have chosen
    kept = {"based_on": 2, "known": "The police knew.", "expected": "A visit."}
    lead.post(page(filled, "change_moment", 1), {**sent(), **kept, "keep": "known"})
    moment.refresh_from_db()
    assert (moment.known, moment.expected, moment.version) == ("The school knew.", "A visit.", 3)


def test_who_comes_second_may_take_their_own(filled, lead, moment):
    moments.change_moment(moment, said=said(known="The school knew."), based_on=1, by=filled.panel)
    lead.post(page(filled, "change_moment", 1), sent(1, known="The police knew."))
    lead.post(page(filled, "change_moment", 1), sent(2, known="The school and the police knew."))
    moment.refresh_from_db()
    assert moment.known == "The school and the police knew."
    history = words_of(lead.get(page(filled, "moment_versions", 1)))
    assert history.index("The school and the police knew.") < history.index("The school knew.")


def test_a_version_that_never_was_is_no_way_round(filled, lead, moment):
    moments.change_moment(moment, said=said(known="The school knew."), based_on=1, by=filled.panel)
    answer = lead.post(page(filled, "change_moment", 1), sent(99, known="The police knew."))
    assert "Two people wrote at the same time" in words_of(answer)


# ---- what was typed and not sent ----


def test_what_is_typed_is_kept_and_comes_back(filled, lead, moment):
    typed = {**sent(1, day="", month="4", known="Half a sen"), "do": "draft"}
    answer = lead.post(page(filled, "change_moment", 1), typed, headers={"HX-Request": "true"})
    assert "What you typed is kept" in words_of(answer)
    form = lead.get(page(filled, "change_moment", 1)).content.decode()
    assert "Half a sen" in form
    assert 'name="begins_month" type="text" value="4"' in form
    moment.refresh_from_db()
    assert moment.known == ""
    lead.post(page(filled, "change_moment", 1), sent(1, known="Half a sentence, whole."))
    assert not Draft.objects.exists()


def test_a_draft_is_its_writers_alone_and_can_be_let_go(filled, lead, moment, client):
    lead.post(page(filled, "change_moment", 1), {**sent(1, known="Mine alone"), "do": "draft"})
    client.force_login(filled.panel)
    assert "Mine alone" not in words_of(client.get(page(filled, "change_moment", 1)))
    client.force_login(filled.lead)
    assert "Mine alone" in client.get(page(filled, "change_moment", 1)).content.decode()
    client.post(page(filled, "change_moment", 1), {"do": "let-go"})
    assert "Mine alone" not in client.get(page(filled, "change_moment", 1)).content.decode()


def test_a_draft_of_an_older_version_still_finds_what_changed_meanwhile(filled, lead, moment):
    lead.post(page(filled, "change_moment", 1), {**sent(1, known="The police knew."), "do": "draft"})
    moments.change_moment(moment, said=said(known="The school knew."), based_on=1, by=filled.panel)
    form = lead.get(page(filled, "change_moment", 1)).content.decode()
    assert re.search(r'name="based_on" value="1"', form)
    answer = lead.post(page(filled, "change_moment", 1), sent(1, known="The police knew."))
    assert "Two people wrote at the same time" in words_of(answer)


# ---- setting aside, refusals, audit ----


def test_a_moment_is_set_aside_with_a_reason_and_brought_back(filled, lead, moment):
    assert "Why it is no key moment after all" in words_of(lead.post(page(filled, "moment", 1), {"do": "aside"}))
    lead.post(page(filled, "moment", 1), {"do": "aside", "aside-reason": "Two accounts of one visit."})
    assert "The visit" not in words_of(lead.get(page(filled, "moments")))
    assert "The visit" in words_of(lead.get(page(filled, "moments") + "?show=aside"))
    lead.post(page(filled, "moment", 1), {"do": "bring-back"})
    assert "The visit" in words_of(lead.get(page(filled, "moments")))


def test_a_person_of_a_moment_who_is_merged_and_parted_again_stays_named(filled, lead):
    twin = family.add_person(filled.review, said=PersonSaid("Wren T", subject=True), by=filled.lead)
    one = moments.make_moment(filled.review, said=said(children=("wren", twin.key)), by=filled.lead)
    family.change_person(twin, said=PersonSaid("Wren T"), by=filled.lead)
    family.merge_people(twin, into=filled.review.people.get(key="mother"), reason="A slip.", by=filled.lead)
    assert "Children: Wren Tallow, Wren T." in words_of(lead.get(page(filled, "moment", one.number)))
    assert lead.get(page(filled, "change_moment", one.number)).status_code == 200
    family.part_people(filled.review.people.get(key=twin.key), by=filled.lead)
    rest = sent(1, children=["wren", twin.key], known="The school knew.")
    lead.post(page(filled, "change_moment", one.number), rest)
    one.refresh_from_db()
    assert (one.children, one.known) == (sorted(["wren", twin.key]), "The school knew.")


def test_good_practice_stands_among_them(filled, lead, moment):
    good = replace(said("He was listened to"), kind=Sort.GOOD_PRACTICE)
    moments.make_moment(filled.review, said=good, by=filled.panel)
    assert "He was listened to" in words_of(lead.get(page(filled, "moments") + "?kind=good_practice"))
    assert "The visit" not in words_of(lead.get(page(filled, "moments") + "?kind=good_practice"))


@pytest.mark.parametrize("person", ["author", "signer", "board", "analyst"])
def test_only_the_panel_changes_moments(filled, moment, person):
    with pytest.raises(NotAllowed):
        moments.change_moment(moment, said=said("Mine"), based_on=1, by=filled.people[person])


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"kind": "nonsense"},
        {"children": ("nobody",)},
        {"agencies": ("nobody",)},
        {"why": {"the weather": "Rain."}},
    ],
)
def test_what_no_form_offers_is_refused(filled, wrong):
    with pytest.raises(Refused):
        moments.make_moment(filled.review, said=replace(said(), **wrong), by=filled.lead)
    assert not filled.review.moments.exists()


def test_the_audit_names_the_boxes_and_not_what_stands_in_them(filled, lead, moment):
    moments.change_moment(moment, said=said(known="The school knew."), based_on=1, by=filled.panel)
    line = AuditEvent.objects.filter(action="review:moment:change").get()
    assert line.fields == ["known"]
    assert "school knew" not in str(list(AuditEvent.objects.values()))


def test_the_list_needs_as_many_questions_for_many_as_for_few(filled, lead, django_assert_max_num_queries):
    for number in range(30):
        moments.make_moment(filled.review, said=said(f"Visit {number}"), by=filled.lead)
    with django_assert_max_num_queries(20):
        lead.get(page(filled, "moments"))
