"""Who knew what, from when: store what the analysis read, and decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.analysis.known import holdings
from keymoments.analysis.result import Analysis
from keymoments.reviews import audit, bridge
from keymoments.reviews.bulk import BATCH
from keymoments.reviews.models import Entry, HoldingDecision, OwnFact, Review, RunFact, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission

State = HoldingDecision.State


def store_facts(review: Review, analysis: Analysis, keys: Mapping[str, str]) -> None:
    """Put the facts that an analysis read in place of those of the one before. ``keys``: id of an entry → its key.

    A part of storing an analysis, and in its transaction.
    """
    RunFact.objects.filter(review=review).delete()
    titles = {rule.key: rule.told or rule.title for rule in analysis.rules.facts}
    rows: list[RunFact] = []
    for sort, held in holdings(analysis.facts):
        for holding in held:
            for number, fact in enumerate(holding.facts):
                rows.append(
                    RunFact(
                        review=review,
                        sort=sort,
                        title=titles.get(sort, sort),
                        weight=fact.weight,
                        agency=holding.agency,
                        entry=keys[fact.entry],
                        known=fact.known,
                        children=list(fact.children),
                        quote=bridge.quotes_as_json([fact.quote])[0],
                        first=number == 0,
                        times=len(holding.facts) if number == 0 else 0,
                        last=holding.last.known if number == 0 else None,
                        order=len(rows),
                    )
                )
    RunFact.objects.bulk_create(rows, batch_size=BATCH)


@operation(Permission.MOMENT_CHANGE)
def name_fact(review: Review, *, words: str, by: User) -> OwnFact:
    """Name a fact that somebody may have held and that no rule looks for."""
    if not words.strip():
        raise Refused(_("Say what it is that somebody may have known."))
    number = (review.own_facts.aggregate(last=Max("number"))["last"] or 0) + 1
    made = OwnFact.objects.create(review=review, number=number, words=words.strip(), made_by=by)
    audit.record("review:fact:name", made, by=by)
    return made


@operation(Permission.MOMENT_CHANGE)
def set_fact_aside(fact: OwnFact, *, reason: str, by: User) -> OwnFact:
    """Ask about a fact that people named no more; what was decided about it is kept."""
    if not reason.strip():
        raise Refused(_("Say why the fact is set aside."))
    fact.set_aside_at, fact.set_aside_by, fact.set_aside_why = datetime.now(UTC), by, reason.strip()
    fact.save()
    audit.record("review:fact:set-aside", fact, by=by)
    return fact


@operation(Permission.MOMENT_CHANGE)
def decide_held(
    review: Review, *, sort: str, agency: str, since: date, by: User, entry: str = "", reason: str = ""
) -> HoldingDecision:
    """Say that an agency held a fact from a day on; ``entry``: the key of the one that shows it, of that agency.

    Without an entry a reason must say how it is known.
    """
    _check(review, sort, agency)
    if entry and not Entry.objects.filter(review=review, key=entry, agency__key=agency).exists():
        raise Refused(_("This entry is not one of that agency."))
    if not entry and not reason.strip():
        raise Refused(_("Name the entry that shows it, or say how it is known."))
    return _decide(review, sort, agency, State.HELD, since, entry, reason, by)


@operation(Permission.MOMENT_CHANGE)
def decide_not_held(review: Review, *, sort: str, agency: str, reason: str, by: User) -> HoldingDecision:
    """Say that an agency did not hold a fact, whatever words of its records a rule met."""
    _check(review, sort, agency)
    if not reason.strip():
        raise Refused(_("Say why: the words of the record stand against it."))
    return _decide(review, sort, agency, State.NOT_HELD, None, "", reason, by)


def _check(review: Review, sort: str, agency: str) -> None:
    own = {fact.sort for fact in review.own_facts.all()}
    there = sort in own or review.facts.filter(sort=sort).exists()
    if not there and not review.holding_decisions.filter(sort=sort).exists():
        raise Refused(_("No such fact stands in this review."))
    if not review.agencies.filter(key=agency).exists():
        raise Refused(_("Choose an agency of this review."))


def _decide(
    review: Review, sort: str, agency: str, state: str, since: date | None, entry: str, reason: str, by: User
) -> HoldingDecision:
    made = HoldingDecision.objects.create(
        review=review,
        sort=sort,
        agency=agency,
        state=state,
        since=since,
        entry=entry,
        reason=reason.strip(),
        made_by=by,
    )
    audit.record("review:holding:decide", made, by=by)
    return made


@operation(Permission.MOMENT_CHANGE)
def take_holding_back(decision: HoldingDecision, *, reason: str, by: User) -> HoldingDecision:
    """Let a decision about a holding count no longer; it stays in the history."""
    decision.refresh_from_db()
    if decision.taken_back_at is not None:
        raise Refused(_("This decision is taken back already."))
    if not reason.strip():
        raise Refused(_("Say why it is taken back."))
    decision.taken_back_at, decision.taken_back_by = datetime.now(UTC), by
    decision.taken_back_reason = reason.strip()
    decision.save()
    audit.record("review:holding:take-back", decision, by=by)
    return decision
