"""Fill an empty site for a walk over every page: the example, a review of very long names, one with nothing in it.

``python -m tests.functional.full_site`` in the environment of the site; what it prints last is JSON: addresses of
things that a page is about, by review.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.functional import full_site_chasing
from tests.functional.full_site_running import hear, mark_example, price_review, run_example, run_long

PASSWORD = "long-enough-for-anybody"
ROOT = Path(__file__).parents[2]
# No browser breaks these by itself.
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-Featherstonehaugh-Cholmondeley"
LONGER = LONG + "-" + LONG
FOUR = date(2021, 3, 4)
# name here → name of the account that load_example makes
ACCOUNTS = {
    "manager": "manager",
    "lead": "lead-reviewer",
    "panel": "panel-member",
    "author": "agency-author",
    "signer": "agency-lead",
    "board": "board-member",
    "analyst": "analyst",
    "auditor": "auditor",
    "administrator": "administrator",
    "outsider": "outsider",
}


def fill() -> dict[str, Any]:
    """Everything; returns what a page may be about, by review, and the links of invitations."""
    from django.core.management import call_command

    from keymoments.reviews.models import User
    from keymoments.reviews.operations import people

    call_command("load_example", str(ROOT / "examples" / "two-brothers"), "--password", PASSWORD, stdout=io.StringIO())
    by = people.background()
    for name, address in (("Otis Outsider", "outsider"), (f"Ngozi {LONG}", "long")):
        people.make_account(
            None, email=f"{address}@example.org", name=name, standing="manager" * (address == "long"),
            password=PASSWORD, by=by,
        )  # fmt: skip
    people.make_account(
        None, email=f"a.{LONG[:60]}@{LONG[:60].lower()}.example.org", name=LONGER, standing="",
        password=PASSWORD, by=by,
    )  # fmt: skip
    user = {name: User.objects.get(email=f"{address}@example.org") for name, address in ACCOUNTS.items()}
    links = _the_example(user)
    _long_names(User.objects.get(email="long@example.org"), user)
    _nothing_yet(user["manager"], user["lead"])
    return {"links": links, **_addresses()}


def _the_example(user: dict[str, Any]) -> dict[str, str]:
    """Decisions of every sort, work in every state, somebody who waits to be let in; returns links of invitations."""
    from keymoments.reviews.models import Invitation, Job, Review
    from keymoments.reviews.operations import (
        comments,
        drafts,
        entries,
        exports,
        knowledge,
        members,
        moments,
        runs,
        sources,
        suggestions,
        unknown_people,
        views,
    )
    from keymoments.reviews.operations.family import PersonSaid
    from keymoments.reviews.permissions import Role
    from keymoments.reviews.queries.chronology import Filter

    review, lead, manager = Review.objects.get(), user["lead"], user["manager"]
    contact = review.entries.filter(contact=True).order_by("order")[3]
    child = review.people.filter(subject=True).first().key
    entries.correct_sighting(contact, child=child, field="alone", value="no", reason="Says who was there.", by=lead)
    made = entries.correct_date(contact, value=FOUR, reason="The letter has the day.", by=lead)
    entries.take_back(made, reason="The letter was of another child.", by=lead)
    comments.comment(
        contact.review, about="entry", thing=contact.key, text="Ask the school who was in the room.", by=user["panel"]
    )
    one, other = review.event_groups.first().entries[:2]
    spoken = comments.comment(review, about="entry", thing=contact.key, text="Who is M?", by=lead)
    comments.comment(review, about="entry", thing=contact.key, text="Matas.", reply_to=spoken, by=user["panel"])
    comments.resolve(spoken, by=lead)
    own = review.entries.filter(agency=review.memberships.get(user=user["author"]).agency, gone_at=None).first()
    facts = comments.say_facts(own, text="The visit was a day later.", by=user["author"])
    comments.comment(review, about="entry", thing=own.key, text="Thank you.", reply_to=facts, by=lead)
    told = review.entries.get(key=one)
    entries.decide_event(told, other=other, same=False, reason="Two visits on one day.", by=lead)
    names = list(review.unknown_names.filter(state="open")[:4])
    unknown_people.name_person(names[0], said=PersonSaid(names[0].written), by=lead)
    unknown_people.merge_unknown(names[1], person=review.people.first(), reason="The school says so.", by=lead)
    unknown_people.set_unknown_aside(names[2], reason="A shop.", by=lead)
    views.save_view(review, name="Nobody saw him", query="seen=no", by=lead)
    first, second, third, fourth = review.suggestions.order_by("rank")[:4]
    moment = suggestions.accept(first, reason="He said it himself.", by=lead)
    suggestions.join(second, moment=moment, by=user["panel"])
    suggestions.reject(third, reason="The school had rung the same day.", by=user["panel"])
    undone = suggestions.reject(fourth, reason="Not ours.", by=lead)
    suggestions.take_back(undone, reason="The panel wants to see it.", by=user["panel"])
    said = moments.said_of(moment)
    why = {"workload": "The worker held 31 cases.", "family": "His mother says that nobody explained."}
    told = replace(said, known="The school knew.", expected="A visit.", meant="He stayed afraid.", why=why)
    moments.change_moment(moment, said=told, based_on=1, by=user["panel"])
    last = review.entries.filter(gone_at=None, earliest__isnull=False).order_by("-order").first()
    comments.comment(review, about="moment", thing=str(moment.number), text="And the father?", by=user["panel"])
    late = moments.add_evidence(moment, entry=last.key, note="Told only later.", by=lead)
    moments.take_out_evidence(moments.add_evidence(moment, entry=contact.key, by=lead), by=lead)
    gone = suggestions.accept(review.suggestions.filter(decision=None).order_by("rank").first(), by=lead)
    moments.set_aside(gone, reason="Two accounts of one visit.", by=late.added_by)
    fact, second_fact = review.facts.filter(first=True).order_by("-times")[:2]
    held = {"sort": fact.sort, "agency": fact.agency}
    knowledge.decide_held(review, **held, since=fact.known, entry=fact.entry, reason="So they say.", by=lead)
    undone = knowledge.decide_not_held(
        review, sort=second_fact.sort, agency=second_fact.agency, reason="Of another child.", by=user["panel"]
    )
    knowledge.take_holding_back(undone, reason="It was of him.", by=lead)
    knowledge.name_fact(review, words="that the father worked abroad", by=lead)
    _findings(review, moment, contact, lead, user["panel"])
    run_example(review, user)
    mark_example(review, user)
    price_review(review, user["manager"], lead)
    hear(review, user["manager"], lead)
    full_site_chasing.chased(review, manager, lead)
    for number in (moment.number, "new"):
        drafts.keep_draft(review, about=f"moment-{number}", values={"title": ["Half typed"]}, based_on=2, by=lead)
    sources.sign_off(review.requests.filter(agency=review.agencies.first()).get(), by=user["signer"])
    torn = members.admit(review, user=user["outsider"], role=Role.PANEL_MEMBER, by=manager)
    members.declare(torn, conflict=True, words="I supervised the health visitor.", by=user["outsider"])
    members.end_membership(torn, by=manager)
    _work_all()
    exports.ask_for_export(review, wanted=Filter(), kind="csv", by=lead)
    _work_all()
    runs.stop(runs.ask_for_analysis(review, by=lead), by=lead)
    running = runs.ask_for_analysis(review, by=lead)
    Job.objects.filter(pk=running.pk).update(state="running", done=3, total=8)  # as while a worker is at it
    first = Job.objects.filter(kind="analyse").first()
    Job.objects.filter(pk=first.pk).update(state="failed", says="Something went wrong in the program.")
    exports.ask_for_export(review, wanted=Filter(), kind="xlsx", by=lead)
    open_one, link = members.invite(review, email="new@example.org", name="Nia New", role=Role.PANEL_MEMBER, by=manager)
    late, ended = members.invite(review, email="late@example.org", name="Lou", role=Role.PANEL_MEMBER, by=manager)
    Invitation.objects.filter(pk=late.pk).update(expires_at=datetime.now(UTC) - timedelta(days=1))
    return {"open": link, "ended": ended, "address": open_one.email}


def _findings(review: Any, moment: Any, contact: Any, lead: Any, panel: Any) -> None:
    """Questions with what speaks for and against them, findings in every state, an entry that is explained."""
    from keymoments.reviews.operations import drafts, enquiry, findings, marking
    from keymoments.reviews.operations.findings import FindingSaid

    line = enquiry.ask(review, question="Was he asked alone what was happening at home?", by=lead)
    shows = enquiry.add_to_line(line, side="for", moment=moment, note="Nobody went back to him.", by=lead)
    against = enquiry.add_to_line(line, side="against", entry=contact.key, by=panel)
    enquiry.tell(line, whose="family", role="grandmother", words="She rang twice.", told_on=FOUR, by=lead)
    said = FindingSaid("Nobody asked him alone for a year.", "medium", "What he would have said.", (shows.pk,))
    signed = findings.find(line, said=said, by=lead)
    findings.say(signed, agrees=True, version=1, by=panel)
    findings.say(signed, agrees=False, version=1, reason="The school did.", by=lead)
    findings.sign_off(signed, version=1, answer="Only in class.", by=lead)
    bare = findings.find(line, said=replace(said, rests_on=()), by=panel)
    findings.change_finding(bare, said=replace(said, rests_on=(against.pk,), confidence="low"), based_on=1, by=lead)
    findings.set_finding_aside(findings.find(line, said=said, by=lead), reason="Said already.", by=panel)
    findings.find(line, said=replace(said, rests_on=()), by=panel)
    enquiry.set_line_aside(enquiry.ask(review, question="Who paid?", by=lead), reason="Not ours.", by=lead)
    pair = {"one": lead, "other": panel}
    ended = marking.open_round(review, about="suggestion", most=6, **pair, by=lead)
    for place, thing in enumerate(ended.things):
        marking.mark(ended, thing=thing, verdict="key", by=lead)
        marking.mark(ended, thing=thing, verdict="not-key" if place < 3 else "key", note="Too late.", by=panel)
    marking.settle(ended, thing=ended.things[0], verdict="key", reason="It was in time.", by=lead)
    marking.open_round(review, about="moment", **pair, by=lead)
    enquiry.explain(review, entry=moment.evidence.first().entry_key, reason="Told by another entry.", by=lead)
    for number in (f"new-{line.number}", signed.number):
        drafts.keep_draft(review, about=f"finding-{number}", values={"text": ["Half"]}, based_on=1, by=lead)


def _long_names(manager: Any, user: dict[str, Any]) -> None:
    """A review in which everything that has a name has a very long one."""
    from tests.invented_review import CASE, admitted

    from keymoments.reviews.operations import (
        comments,
        enquiry,
        entries,
        family,
        findings,
        members,
        moments,
        reviews,
        sources,
        suggestions,
        unknown_people,
        views,
    )
    from keymoments.reviews.operations.family import Period, PersonSaid
    from keymoments.reviews.permissions import Role

    child, mother = CASE.people
    case = replace(
        CASE,
        reference="long-names-" + "and-nothing-else-" * 2 + "2021",
        people=(
            replace(child, name=f"Wren {LONG}", aliases=("Wren", LONGER)),
            replace(mother, name=f"Dora {LONG}", aliases=("Mother",)),
        ),
        agencies=tuple(replace(one, name=f"{one.name} of {LONG}") for one in CASE.agencies),
    )
    review = reviews.open_review(case, title=f"Review {LONGER}"[:200], by=manager)
    members.declare(review.memberships.get(user=manager), conflict=False, words="", by=manager)
    admitted(review, user["lead"], Role.LEAD_REVIEWER, None, manager)
    admitted(review, user["author"], Role.AGENCY_AUTHOR, "school", manager)
    torn = members.admit(review, user=user["outsider"], role=Role.PANEL_MEMBER, by=manager)
    members.declare(torn, conflict=True, words=f"I know {LONG}.", by=user["outsider"])
    for agency in review.agencies.all():
        for rows in (_record(), _record()[:-1]):  # a second version, with an entry less
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            sources.upload(agency, name=f"{agency.key}-{LONGER}.csv", pieces=[text.getvalue().encode()], by=manager)
            _work_all()
        sources.ask_for_records(
            agency, what=f"Everything of {LONGER}.", period_from=FOUR, period_to=FOUR, due=FOUR, by=manager
        )
    school = review.agencies.get(key="school")
    odd = f"{LONG},{LONG[::-1]}\n04/03/2021,Wren seen at school.\n"
    sources.upload(school, name=f"headings-{LONG}.csv", pieces=[odd.encode()], by=manager)
    sources.upload(school, name=f"broken-{LONG}.docx", pieces=[b"no Word file"], by=manager)
    _work_all()
    row = review.entries.filter(contact=True).first()
    entries.correct_sighting(row, child="wren", field="alone", value="no", reason=f"See {LONGER}.", by=manager)
    comments.comment(row.review, about="entry", thing=row.key, text=f"Ask {LONGER}.", by=manager)
    entries.add_entry(school, day=FOUR, text=f"Wren at {LONGER}.", source=LONGER[:190], by=manager)
    views.save_view(review, name=LONG[:80], query="seen=no", by=manager)
    for one in review.suggestions.order_by("rank")[:1]:
        moment = suggestions.accept(one, reason=LONGER, by=manager)
        texts = dict.fromkeys(("title", "known", "expected", "expected_source", "happened", "meant"), LONGER)
        told = replace(moments.said_of(moment), **texts, why={"people": LONGER})
        moments.change_moment(moment, said=told, based_on=1, by=manager)
        line = enquiry.ask(review, question=LONGER, by=manager)
        shows = enquiry.add_to_line(line, side="for", moment=moment, note=LONGER, by=manager)
        enquiry.tell(line, whose="practitioner", role=LONGER, words=LONGER, by=manager)
        said = findings.FindingSaid(LONGER, "high", LONGER, (shows.pk,))
        findings.say(
            findings.find(line, said=said, by=manager), agrees=False, version=1, reason=LONGER, by=user["lead"]
        )
    run_long(review, manager, user["lead"], LONGER)
    price_review(review, manager, user["lead"], LONGER)
    hear(review, manager, user["lead"], LONGER)
    full_site_chasing.chased(review, manager, user["lead"], LONGER)
    home = family.add_place(review, name=LONGER, kind=LONG[:60], aliases=(LONG,), by=manager)
    for person in review.people.all():
        family.add_residence(person, place=home, when=Period(date(2020, 2, 1)), by=manager)
    other = family.add_person(review, said=PersonSaid(f"Hal {LONG}", role=LONG), by=manager)
    family.merge_people(
        family.add_person(review, said=PersonSaid(f"Hall {LONG}"), by=manager), into=other, reason=LONGER, by=manager
    )
    for name in review.unknown_names.filter(state="open")[:1]:
        unknown_people.set_unknown_aside(name, reason=LONGER, by=manager)
    _work_all()


def _record() -> list[tuple[str, ...]]:
    """Rows of a record whose words are long, with a heading that is, too."""
    seen = f"Wren seen alone by {LONG} at {LONGER}."
    return [
        ("Date", "Time", "Event", "Seen alone", LONG),
        ("04/03/2021", "09:10", seen, "Yes", LONGER),
        ("05/03/2021", "", f"Home visit, Wren not seen. Sandra {LONG} (neighbour) rang.", "", "https://" + LONGER),
        ("?/04/2021", "", f"Wren asleep. {LONG}", "Yes", ""),
    ]


def _nothing_yet(manager: Any, lead: Any) -> None:
    """A review that was only just opened."""
    from tests.invented_review import CASE, admitted

    from keymoments.reviews.operations import enquiry, findings, knowledge, members, procedures, quality, reviews
    from keymoments.reviews.permissions import Role

    case = replace(CASE, reference="nothing-yet", people=CASE.people[:1])
    review = reviews.open_review(case, title="A review just opened", by=manager)
    members.declare(review.memberships.get(user=manager), conflict=False, words="", by=manager)
    procedures.choose_procedure(review, key="england-lcspr-2023", on=date(2024, 1, 8), by=manager)
    admitted(review, lead, Role.LEAD_REVIEWER, None, manager)
    quality.open_quality_round(review, scheme="markers-18", one=lead, other=manager, by=manager)
    knowledge.name_fact(review, words="that nobody had met the father", by=manager)
    line = enquiry.ask(review, question="Was she heard?", by=manager)
    findings.find(line, said=findings.FindingSaid("Nobody can say yet.", "low"), by=manager)
    full_site_chasing.one_each(review, manager)
    price_review(review, manager, lead)
    hear(review, manager, lead)


def _work_all() -> None:
    from keymoments.reviews import jobs

    jobs.work_on(until_empty=True)


def _addresses() -> dict[str, Any]:
    """For each review what its pages may be about: each a list, the first one the plainest."""
    from keymoments.reviews.models import Review
    from keymoments.reviews.queries.procedures import course_of

    return {
        review.reference: {
            "agency": list(review.agencies.values_list("key", flat=True)),
            "request": [[one.agency.key, one.pk] for one in review.requests.order_by("-signed_off_at", "pk")],
            "source": [[one.agency.key, one.pk] for one in review.sources.select_related("agency")],
            "entry": [[one.agency.key, one.key] for one in _telling(review)],
            "child": list(review.people.filter(subject=True).values_list("key", flat=True)),
            "person": list(review.people.order_by("merged_into_id", "pk").values_list("key", flat=True)),
            "unknown": list(review.unknown_names.order_by("-state").values_list("pk", flat=True)),
            "moment": list(review.moments.order_by("number").values_list("number", flat=True)),
            "thread": [["entry", one.key] for one in _telling(review)]
            + [["moment", one.number] for one in review.moments.all()],
            "earlier": list(review.earlier_audits.values_list("pk", flat=True)),
            "round": list(review.marking_rounds.order_by("-number").values_list("number", flat=True)),
            "line": list(review.lines.values_list("number", flat=True)),
            "finding": list(review.findings.values_list("number", flat=True)),
            "suggestion": list(review.suggestions.order_by("rank").values_list("key", flat=True)),
            "fact": [[fact.sort, fact.agency] for fact in review.facts.filter(first=True).order_by("-times")]
            or [["own-1", review.agencies.first().key]],
            "engaged": list(review.engaged.values_list("number", flat=True)),
            "proof": list(review.engagement_steps.exclude(proof_as="").values_list("pk", flat=True)),
            "sheet": list(review.timesheets.values_list("number", flat=True)),
            "cost_line": list(review.cost_items.values_list("pk", flat=True)),
            "quality_round": list(review.quality_rounds.values_list("number", flat=True)) or [0],
            "stage": [one.stage.key for one in course_of(review).clocks][:40] or ["completion"],
            **full_site_chasing.addresses(review),
            "export": list(review.exports.values_list("pk", flat=True)),
        }
        for review in Review.objects.all()
    }


def _telling(review: Any) -> list[Any]:
    """Entries with the most to show: corrected ones first, then some of each agency."""
    rows = review.entries.filter(gone_at=None).select_related("agency")
    corrected = list(rows.filter(key__in=review.corrections.values("entry_key")))
    return corrected + [row for agency in review.agencies.all() for row in rows.filter(agency=agency)[:2]]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keymoments.config.settings")
    import django

    django.setup()
    print(json.dumps(fill()))
