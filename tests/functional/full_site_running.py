"""How reviews run, for a walk over every page: days, more time, pauses, checks, criteria, decisions, a pilot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any


def run_example(review: Any, user: dict[str, Any]) -> None:
    """The example under its procedure, late in one stage, done in others, with everything that people write down."""
    from keymoments.reviews.operations import arrangements, deciding, procedures

    by = user["manager"]
    arrangements.make_arrangement(
        None, based_on="england-lcspr-2023", name="Quicker learning", starts=date(2024, 1, 1), ends=None,
        stages={"completion": arrangements.StageSaid("Complete the review", "The partners", 4, "months")},
        more=[arrangements.NewStage("Early learning to agencies", "Panel", "decided", 20, "working_days")], by=by,
    )  # fmt: skip
    procedures.record_event(review, event="aware", on=date(2021, 3, 8), note="The file of the duty team.", by=by)
    procedures.record_event(review, event="notified", on=date(2021, 3, 17), by=by)
    wrong = procedures.record_event(review, event="completed", on=date(2022, 3, 1), by=by)
    procedures.take_event_back(wrong, why="That was the draft.", by=by)
    procedures.choose_start(review, stage="rapid-review", event="aware", why="The Panel wrote so.", by=by)
    for one in (
        "abuse-or-neglect",
        "died-or-seriously-harmed",
        "improvements",
        "recurrent-themes",
        "agencies-together",
    ):
        deciding.answer_criterion(review, criterion=one, answer="unclear", why="Not read yet.", by=by)
    keys = [review.entries.filter(gone_at=None).first().key]
    deciding.answer_criterion(
        review, criterion="recurrent-themes", answer="met", why="He was not asked.", entries=keys, by=by
    )
    said = {"outcome": "none", "decided_by": "The partners", "reasons_for": "It came back.", "reasons_against": "One."}
    deciding.decide(review, **said, decided_on=date(2021, 4, 12), by=by)
    last = deciding.decide(review, **{**said, "outcome": "review"}, decided_on=date(2021, 4, 14), repeats="Yes.", by=by)
    deciding.tell_of_decision(last, who="The national Panel", on=date(2021, 4, 16), how="By letter", by=by)
    procedures.extend(
        review, stage="completion", sought_on=date(2021, 9, 1), new_due=date(2022, 3, 4), reason="A trial.",
        already_done="Schools were told.", told="The Panel, 1 March", by=by,
    )  # fmt: skip
    procedures.pause(
        review, sort="criminal", starts=date(2021, 6, 7), ends=date(2021, 11, 19), reason="A trial.", by=by
    )
    gone = procedures.pause(
        review, sort="inquest", starts=date(2021, 12, 1), ends=date(2021, 12, 9), reason="No.", by=by
    )
    procedures.take_pause_back(gone, why="There was none.", by=by)
    procedures.confirm_limit(review, stage="copy-before-publication", count=7, unit="weeks", source="Reg. 12.", by=by)
    procedures.check_progress(
        review, on=date(2021, 7, 1), time="behind", time_words="The school is late.", quality="good",
        asked="The draft.", next_on=date(2021, 10, 1), by=by,
    )  # fmt: skip


def run_long(review: Any, by: Any, lead: Any, long: str) -> None:
    """A review in which every word on how it runs is very long."""
    from keymoments.reviews.operations import deciding, procedures, quality

    round_ = quality.open_quality_round(review, scheme="markers-18", one=by, other=lead, by=by)
    quality.give_mark(round_, marker="report", grade="partly", reason=long, by=by)
    quality.add_marker_evidence(review, scheme="markers-18", marker="purpose", words=long, by=by)

    procedures.choose_procedure(review, key="england-lcspr-2023", on=date(2024, 1, 8), why=long, by=by)
    procedures.record_event(review, event="decided", on=date(2024, 1, 10), note=long, by=by)
    procedures.pause(review, sort="other", starts=date(2024, 2, 1), ends=date(2024, 2, 9), reason=long, by=by)
    procedures.extend(
        review, stage="completion", sought_on=date(2024, 3, 1), new_due=date(2024, 9, 4), reason=long,
        already_done=long, told=long, by=by,
    )  # fmt: skip
    deciding.answer_criterion(review, criterion="improvements", answer="met", why=long, by=by)
    procedures.check_progress(
        review, on=date(2024, 2, 1), time="behind", time_words=long, quality="concern", quality_words=long, by=by
    )


def mark_example(review: Any, user: dict[str, Any]) -> None:
    """A settled round, one to be settled and one that is being marked; evidence that stands and that was taken out."""
    from keymoments.knowledge.quality import scheme_named
    from keymoments.reviews.operations import quality

    lead, panel, by = user["lead"], user["panel"], user["manager"]
    for scheme, done in (("evaluation-2010", True), ("markers-18", True), ("markers-18", False)):
        round_ = quality.open_quality_round(review, scheme=scheme, one=lead, other=panel, by=by)
        markers = scheme_named(scheme, review.nation).markers
        grades = [key for key, _words in scheme_named(scheme, review.nation).grades]
        for place, one in enumerate(markers):
            for who, grade in ((lead, grades[place % 3]), (panel, grades[place % 4])):
                quality.give_mark(round_, marker=one.key, grade=grade, reason="As the page shows.", by=who)
        if done:
            for who in (lead, panel):
                quality.say_done(round_, by=who)
        if scheme == "markers-18" and done:
            for one in markers:
                try:
                    quality.settle_mark(round_, marker=one.key, grade=grades[0], reason="Read together.", by=by)
                except quality.Refused:
                    continue  # on this one they agree
    said = {"scheme": "markers-18", "marker": "purpose"}
    quality.add_marker_evidence(review, **said, words="The question.", about="line", number=1, by=panel)
    gone = quality.add_marker_evidence(review, **said, words="The letter of May.", by=panel)
    quality.take_marker_evidence_out(gone, by=lead)


def price_review(review: Any, by: Any, lead: Any, long: str = "") -> None:
    """Rates, lines with and without one, one put right, a budget that is overspent, timesheets in every state."""
    from django.utils import timezone

    from keymoments.reviews.operations import cost

    name, on = long[:180] or "Marsh Legal", timezone.localdate()
    source, hours = long[:290] or "The finance team", Decimal("7.4")
    cost.set_rate(review, what="sort", who="reviewer", per_day=Decimal(520), starts=on, source=source, by=by)
    cost.add_own_time(review, on=on, days=Decimal("2.5"), sort="reviewer", note=long[:490], by=lead)
    bill = cost.ItemSaid(on, name, "legal", money=Decimal("1250.40"), tax=Decimal("250.08"), note=long[:490])
    wrong = cost.add_item(review, said=bill, by=by)
    cost.put_item_right(wrong, said=bill, why="The bill was read again.", by=by)
    cost.add_item(review, said=cost.ItemSaid(on, "Panel", "panel", "completion", Decimal(3)), by=by)
    cost.set_budget(review, sort="", money=Decimal(2000), agreed_on=on, agreed_by=source, by=by)
    day = on.strftime("%d/%m/%Y")
    for number, rows in enumerate((f"{day},{name},1\n", f"{day},Lou,0.5\n31/02/2026,Lou,1\n")):
        file = {"name": f"{long[:100]}may-{number}.csv", "data": f"Date,Name,Days\n{rows}".encode()}
        cost.hand_timesheet_in(review, **file, hours_a_day=hours, by=by)
    gone = {"name": "gone.csv", "data": f"Date,Name,Days\n{day},Lou,0.25\n".encode()}
    cost.set_timesheet_aside(cost.hand_timesheet_in(review, **gone, hours_a_day=hours, by=by), by=by)


def hear(review: Any, by: Any, lead: Any, long: str = "") -> None:
    """Somebody heard, somebody who declined, somebody of whom nothing is known; courts, holds, declarations, folds."""
    from keymoments.reviews.operations import engagement, proceedings

    who, on, words = long[:190] or "His grandmother", date(2021, 5, 4), long or "She rang twice and nobody rang back."
    heard = engagement.name_engaged(review, sort="family", who=who, by=by)
    file = {"file_name": f"{long[:150]}letter.txt", "pieces": [b"Dear all"], "size": 8}
    engagement.take_step(heard, step="told", on=on, how=long[:290] or "By letter", by=by, **file)
    engagement.take_step(heard, step="asked", on=on, proof=long[:290] or "In the file of letters", by=by)
    asked = engagement.take_step(heard, step="question", on=on, words=words, by=by)
    engagement.take_step(heard, step="reply", on=on, words=words, answers=asked, by=by)
    engagement.take_step(heard, step="views", on=on, words=words, by=by)
    wrong = engagement.take_step(heard, step="met", on=on, by=by)
    engagement.take_step_back(wrong, why=long or "It was put off.", by=by)
    other = engagement.name_engaged(review, sort="parent", who=who, by=by)
    engagement.take_step(other, step="not-asked", on=on, words=words, by=by)
    school = review.agencies.first()
    engagement.name_engaged(review, sort="practitioner", who=long[:190] or "Class teacher", agency=school, by=by)
    gone = engagement.name_engaged(review, sort="child", who=who, by=by)
    engagement.set_engaged_aside(gone, why=words, by=by)
    event = engagement.hold_event(review, title=who, on=on, invited=20, came=14, who=words, by=by)
    engagement.take_point_back(engagement.add_point(event, words=words, by=by), by=by)
    engagement.add_point(event, words=words, changed=words, by=by)
    court = proceedings.ProceedingSaid("criminal", who, on, contact=long[:290], restrictions=words)
    made = proceedings.add_proceeding(review, said=court, by=by)
    proceedings.change_proceeding(made, said=court, by=by)
    proceedings.hold_publication(review, reason=words, proceeding=1, by=by)
    proceedings.lift_hold(proceedings.hold_publication(review, reason=words, by=by), why=words, by=by)
    answers = {**dict.fromkeys(proceedings.QUESTIONS, False), "earlier-review": True}
    declared = proceedings.declare_independence(review, answers=answers, words=words, by=lead)
    proceedings.judge_independence(declared, accepted=False, why=words, by=by)
    proceedings.declare_independence(review, answers=dict.fromkeys(proceedings.QUESTIONS, False), by=lead)
    for entry in review.entries.filter(gone_at=None)[:1]:
        proceedings.fold_entry(entry, folded=True, by=lead)
