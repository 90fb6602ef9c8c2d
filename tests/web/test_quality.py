"""Quality marks: what the site sees, evidence, two who mark apart, what they differ on, history, one who leaves."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from keymoments.knowledge.quality import load_schemes
from keymoments.reviews.models import MarkerEvidence, QualityMark, QualityRound
from keymoments.reviews.operations import enquiry, findings, members, quality
from keymoments.reviews.operations.operation import NotAllowed, Refused
from keymoments.reviews.permissions import Role
from keymoments.reviews.queries.quality import quality_summaries

SCHEME = "markers-18"
MARKERS = [one.key for one in next(one for one in load_schemes() if one.key == SCHEME).markers]


@pytest.fixture
def opened(empty):
    empty.round = quality.open_quality_round(
        empty.review, scheme=SCHEME, one=empty.lead, other=empty.panel, by=empty.manager
    )
    return empty


def mark_all(site, round_, who, **but):
    for key in MARKERS:
        quality.give_mark(round_, marker=key, grade=but.get(key, "mostly"), reason=f"Seen by {who.name}.", by=who)
    quality.say_done(round_, by=who)


def page_of(client, who, name, *args, **values):
    client.force_login(who)
    return client.get(reverse(name, args=args), values).content.decode()


def test_the_eighteen_markers_say_what_is_not_confirmed_and_what_the_site_can_see(filled, client):
    reference = filled.review.reference
    page = page_of(client, filled.manager, "quality", reference)
    assert len(MARKERS) == 18
    assert page.count("(not confirmed, check)") == 3  # statements that could not be read
    assert "Findings rest on something: not yet (0 of 0)" in page
    line = enquiry.ask(filled.review, question="Was he heard?", by=filled.lead)
    entry = filled.review.entries.first()
    shows = enquiry.add_to_line(line, side="for", entry=entry.key, by=filled.lead)
    findings.find(line, said=findings.FindingSaid("No.", "high", rests_on=(shows.pk,)), by=filled.lead)
    page = page_of(client, filled.manager, "quality", reference)
    assert "Findings rest on something: yes (1 of 1)" in page
    assert "The cost is within the budget: cannot be known here" in page


def test_a_review_of_2010_is_marked_by_the_four_grades_first(empty, client):
    empty.review.procedure = "england-scr-2010"
    empty.review.save()
    page = page_of(client, empty.manager, "quality", empty.review.reference)
    assert "Terms of reference and scope" in page
    page = page_of(client, empty.manager, "quality_rounds", empty.review.reference)
    assert page.index("The four-grade evaluation") < page.index("eighteen quality markers")


def test_neither_sees_the_other_s_marks_before_both_are_done(opened, client):
    reference = opened.review.reference
    mark_all(opened, opened.round, opened.lead, report="fully")
    address = ("quality_round", reference, 1)
    for who in (opened.panel, opened.manager, opened.board):
        page = page_of(client, who, *address)
        assert "Seen by Lead" not in page
    assert "Seen by" not in page_of(client, opened.manager, "quality_csv", reference, 1)
    mark_all(opened, opened.round, opened.panel, report="not-yet")
    page = page_of(client, opened.panel, *address)
    assert "Seen by Lead" in page
    differ = page.split("Where they differ")[1].split("Where they agree")[0]
    assert "The report" in differ
    assert "Referral" not in differ
    assert "17 of 18 markers that both gave a grade" in page


def test_what_differs_is_settled_with_a_reason_and_the_round_ends(opened, client):
    mark_all(opened, opened.round, opened.lead, report="fully", family="partly")
    mark_all(opened, opened.round, opened.panel, report="not-yet", family="mostly")
    with pytest.raises(Refused, match="agree"):
        quality.settle_mark(opened.round, marker="purpose", grade="fully", reason="So.", by=opened.manager)
    client.force_login(opened.manager)
    address = reverse("quality_round", args=[opened.review.reference, 1])
    for marker in ("report", "family"):
        said = {"do": "settle", "marker": marker, f"{marker}-grade": "partly", f"{marker}-reason": "Read together."}
        page = client.post(address, said, follow=True).content.decode()
    assert "Settled:" in page
    page = page_of(client, opened.manager, "quality", opened.review.reference)
    assert "Marks of round" in page
    text = page_of(client, opened.manager, "quality_csv", opened.review.reference, 1)
    rows = {row["marker"]: row for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))}
    assert rows["The report"]["counts"] == "partly"


def test_marks_that_agree_settle_the_round_at_once_and_history_shows_what_rose(opened, client):
    mark_all(opened, opened.round, opened.lead)
    mark_all(opened, opened.round, opened.panel)
    opened.round.refresh_from_db()
    assert opened.round.settled_at is not None
    again = quality.open_quality_round(
        opened.review, scheme=SCHEME, one=opened.lead, other=opened.manager, by=opened.manager
    )
    mark_all(opened, again, opened.lead, report="fully")
    mark_all(opened, again, opened.manager, report="fully")
    page = page_of(client, opened.manager, "quality_rounds", opened.review.reference)
    row = page.split("How marks changed")[1].split("14. The report")[1].split("</tr>")[0]
    assert row.index("Mostly") < row.index("Fully")
    found = quality_summaries([opened.review])[opened.review.pk]
    assert (found.counts["mostly"], found.counts["fully"], found.median) == (17, 1, "mostly")


def test_a_mark_needs_a_reason_and_all_must_be_marked_before_one_is_done(opened, client):
    client.force_login(opened.lead)
    address = reverse("quality_round", args=[opened.review.reference, 1])
    said = {"do": "mark", "marker": "report", "report-grade": "fully", "report-reason": " "}
    assert "This field is required" in client.post(address, said, follow=True).content.decode()
    assert not QualityMark.objects.exists()
    said["report-reason"] = "Easy to read."
    client.post(address, said)
    page = client.post(address, {"do": "done"}, follow=True).content.decode()
    assert "17 markers have no mark yet" in page
    opened.round.refresh_from_db()
    assert opened.round.one_done_at is None
    assert "Easy to read." in page_of(client, opened.lead, "quality_round", opened.review.reference, 1)


def test_one_s_own_mark_can_be_given_otherwise_until_one_is_done_and_the_first_is_kept(opened):
    quality.give_mark(opened.round, marker="report", grade="partly", reason="Long.", by=opened.lead)
    mark_all(opened, opened.round, opened.lead)
    assert [one.grade for one in QualityMark.objects.filter(marker="report")] == ["partly", "mostly"]
    with pytest.raises(Refused, match="your marks stand"):
        quality.give_mark(opened.round, marker="report", grade="fully", reason="No.", by=opened.lead)


def test_somebody_goes_on_with_the_marks_of_a_marker_who_left(opened, client):
    quality.give_mark(opened.round, marker="report", grade="partly", reason="Long.", by=opened.panel)
    members.end_membership(opened.review.memberships.get(user=opened.panel), by=opened.manager)
    page = page_of(client, opened.manager, "quality_round", opened.review.reference, 1)
    assert "no longer belongs to the review" in page
    client.post(
        reverse("quality_round", args=[opened.review.reference, 1]),
        {"do": "another", "leaves": opened.panel.pk, "another-comes": opened.manager.pk},
    )
    page = page_of(client, opened.manager, "quality_round", opened.review.reference, 1)
    assert "Long." in page
    assert "1 of 18" in page


def test_evidence_leads_to_the_thing_and_is_taken_out_without_being_lost(filled, client):
    line = enquiry.ask(filled.review, question="Was he heard?", by=filled.lead)
    client.force_login(filled.panel)
    address = reverse("quality_marker", args=[filled.review.reference, SCHEME, "purpose"])
    said = {"do": "add", "words": "The question is plain.", "about": "line", "number": line.number}
    page = client.post(address, said, follow=True).content.decode()
    assert reverse("line", args=[filled.review.reference, line.number]) in page
    wrong = client.post(address, {**said, "number": 99}, follow=True).content.decode()
    assert "nothing of this kind with this number" in wrong
    assert "or neither" in client.post(address, {**said, "number": ""}, follow=True).content.decode()
    row = MarkerEvidence.objects.get()
    page = client.post(address, {"do": "out", "row": row.pk}, follow=True).content.decode()
    assert "taken out" in page
    assert "The question is plain." in page


def test_who_may_not_mark_is_not_chosen_and_two_are_needed(empty):
    with pytest.raises(Refused, match="two different"):
        quality.open_quality_round(empty.review, scheme=SCHEME, one=empty.lead, other=empty.lead, by=empty.manager)
    with pytest.raises(Refused, match="who may mark"):
        quality.open_quality_round(empty.review, scheme=SCHEME, one=empty.lead, other=empty.author, by=empty.manager)
    with pytest.raises(NotAllowed):
        quality.open_quality_round(empty.review, scheme=SCHEME, one=empty.lead, other=empty.panel, by=empty.lead)
    assert not QualityRound.objects.exists()


def test_a_board_member_may_mark_and_an_agency_sees_nothing(empty, client):
    round_ = quality.open_quality_round(
        empty.review, scheme=SCHEME, one=empty.board, other=empty.panel, by=empty.manager
    )
    assert "Mark it" in page_of(client, empty.board, "quality_round", empty.review.reference, round_.number)
    client.force_login(empty.author)
    assert client.get(reverse("quality", args=[empty.review.reference])).status_code == 403
    assert empty.review.memberships.get(user=empty.board).role == Role.BOARD_MEMBER


def test_summaries_of_many_reviews_are_asked_at_once(opened, django_assert_num_queries):
    mark_all(opened, opened.round, opened.lead)
    mark_all(opened, opened.round, opened.panel)
    with django_assert_num_queries(3):
        assert len(quality_summaries([opened.review])) == 1
