"""Decide about suggestions: accept, join to a moment, reject; every new analysis keeps what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from keymoments.analysis.decided import carried
from keymoments.analysis.result import Analysis
from keymoments.analysis.rules import Sort
from keymoments.reviews import audit, bridge
from keymoments.reviews.bulk import BATCH
from keymoments.reviews.models import Entry, KeyMoment, Review, RunSuggestion, SuggestionDecision, User
from keymoments.reviews.operations.moments import MomentSaid, add_entries, create_moment
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission

State = SuggestionDecision.State


def store_suggestions(review: Review, analysis: Analysis, keys: Mapping[str, str]) -> None:
    """Put what an analysis proposes in place of what the one before did; decisions are laid to it anew.

    ``keys``: id of an entry → its key. A part of storing an analysis, and in its transaction.
    """
    RunSuggestion.objects.filter(review=review).delete()
    rows = []
    for one in analysis.suggestions:
        row = RunSuggestion(
            review=review,
            rank=one.rank,
            kind=str(one.kind),
            rule=one.rule,
            title=one.title,
            because=one.because,
            begins=one.begins,
            ends=one.ends,
            entries=[keys[entry] for entry in one.entries],
            quotes=[{"entry": keys[it.entry], **bridge.quotes_as_json([it.quote])[0]} for it in one.quotes],
            themes=list(one.themes),
            also=list(one.also),
            children=list(one.children),
            agencies=list(one.agencies),
        )
        row.key = bridge.proposal_key(bridge.proposal_of(row))
        rows.append(row)
    RunSuggestion.objects.bulk_create(rows, batch_size=BATCH)
    _lay(review)


def _lay(review: Review) -> None:
    """Lay every decision that counts to the suggestion that is the same place, wherever there is one."""
    decided = {}
    for one in review.suggestion_decisions.filter(taken_back_at=None).order_by("id"):
        decided[bridge.proposal_of(one)] = one
    rows = {bridge.proposal_of(row): row for row in review.suggestions.all()}
    places = carried(decided, rows)
    owners = {rows[place].pk: decided[one] for one, place in places.items()}
    changed = [row for row in rows.values() if row.decision_id != getattr(owners.get(row.pk), "pk", None)]
    for row in changed:
        row.decision = None  # a decision may move from one to the other
    RunSuggestion.objects.bulk_update(changed, ["decision"], batch_size=BATCH)
    for row in changed:
        row.decision = owners.get(row.pk)
    RunSuggestion.objects.bulk_update([row for row in changed if row.decision], ["decision"], batch_size=BATCH)


def _decided(
    suggestion: RunSuggestion, state: str, *, moment: KeyMoment | None = None, reason: str = "", by: User
) -> SuggestionDecision:
    """Keep a decision with the suggestion as it stands."""
    if suggestion.decision_id is not None:
        raise Refused(_("Somebody decided about this suggestion already: take that decision back first."))
    made = SuggestionDecision.objects.create(
        review=suggestion.review,
        state=state,
        moment=moment,
        reason=reason.strip(),
        rule=suggestion.rule,
        also=suggestion.also,
        entries=suggestion.entries,
        kind=suggestion.kind,
        title=suggestion.title,
        because=suggestion.because,
        quotes=suggestion.quotes,
        made_by=by,
    )
    suggestion.decision = made
    suggestion.save(update_fields=["decision"])
    return made


@operation(Permission.MOMENT_CHANGE)
def accept(suggestion: RunSuggestion, *, by: User, reason: str = "") -> KeyMoment:
    """Make a suggestion a key moment of its review; what it says is a beginning that people change."""
    suggestion.refresh_from_db(fields=["decision"])
    begins, ends = _days(suggestion)
    said = MomentSaid(
        title=suggestion.title,
        kind=suggestion.kind,
        begins=begins,
        ends=ends,
        absence=suggestion.kind == Sort.DELAY,
        children=tuple(suggestion.children),
        agencies=tuple(suggestion.agencies),
        happened=suggestion.because,
    )
    moment = create_moment(suggestion.review, said, by)
    add_entries(moment, suggestion.entries, by)
    _decided(suggestion, State.ACCEPTED, moment=moment, reason=reason, by=by)
    audit.record("review:suggestion:accept", suggestion, by=by)
    return moment


def _days(suggestion: RunSuggestion) -> tuple[date, date | None]:
    """When the moment was: from the first entry that it turns on to the second where it is about time that went by.

    Otherwise the later of the two, since only then was there what could be judged.
    """
    turning = suggestion.entries[:2]
    rows = Entry.objects.filter(review=suggestion.review, key__in=turning, earliest__isnull=False)
    days = sorted(row.earliest for row in rows if row.earliest) or [suggestion.begins or date.min]
    if suggestion.kind == Sort.DELAY and days[0] != days[-1]:
        return days[0], days[-1]
    return days[-1], None


@operation(Permission.MOMENT_CHANGE)
def join(suggestion: RunSuggestion, *, moment: KeyMoment, by: User, reason: str = "") -> KeyMoment:
    """Say that a suggestion tells of a moment that is there already; its entries become evidence of it."""
    suggestion.refresh_from_db(fields=["decision"])
    if moment.review_id != suggestion.review_id or moment.set_aside_at is not None:
        raise Refused(_("Choose one of the key moments of this review."))
    add_entries(moment, suggestion.entries, by)
    _decided(suggestion, State.ACCEPTED, moment=moment, reason=reason, by=by)
    audit.record("review:suggestion:join", suggestion, by=by)
    return moment


@operation(Permission.MOMENT_CHANGE)
def reject(suggestion: RunSuggestion, *, reason: str, by: User) -> SuggestionDecision:
    """Say that a suggestion is no key moment, and why."""
    suggestion.refresh_from_db(fields=["decision"])
    if not reason.strip():
        raise Refused(_("Say why it is no key moment: others will ask."))
    made = _decided(suggestion, State.REJECTED, reason=reason, by=by)
    audit.record("review:suggestion:reject", suggestion, by=by)
    return made


@operation(Permission.MOMENT_CHANGE)
def take_back(decision: SuggestionDecision, *, reason: str, by: User) -> SuggestionDecision:
    """Let a decision count no longer; it stays in the history, and a moment that it made stays a moment."""
    decision.refresh_from_db(fields=["taken_back_at"])
    if decision.taken_back_at is not None:
        raise Refused(_("This decision is taken back already."))
    if not reason.strip():
        raise Refused(_("Say why it is taken back."))
    decision.taken_back_at, decision.taken_back_by = datetime.now(UTC), by
    decision.taken_back_reason = reason.strip()
    decision.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    _lay(decision.review)
    audit.record("review:suggestion:take-back", decision, by=by)
    return decision
