"""Decide about people whom the analysis found named and could not place: new, somebody known, or set aside."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from keymoments.analysis.household import folded_name
from keymoments.reviews import audit
from keymoments.reviews.models import FamilyPerson, UnknownName, User
from keymoments.reviews.operations.family import PersonSaid, add_person
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.runs import ask_for_analysis
from keymoments.reviews.permissions import Permission

State = UnknownName.State


@operation(Permission.FAMILY_CHANGE)
def name_person(unknown: UnknownName, *, said: PersonSaid, by: User, reason: str = "") -> FamilyPerson:
    """Make somebody whom the records name a person of the review; the name as written counts as theirs."""
    _still_open(unknown)
    known = (*said.aliases, unknown.written)
    aliases = known if folded_name(unknown.written) != folded_name(said.name) else said.aliases
    person = add_person(
        unknown.review,
        said=PersonSaid(said.name, said.role, said.subject, said.born, said.died, said.sex, aliases),
        by=by,
    )
    _decide(unknown, State.NAMED, person, reason, by)
    audit.record("review:unknown:name", unknown, by=by)
    return person


@operation(Permission.FAMILY_CHANGE)
def merge_unknown(unknown: UnknownName, *, person: FamilyPerson, by: User, reason: str = "") -> FamilyPerson:
    """Say that a name as written is another name of somebody of the review; the entries are analysed again."""
    _still_open(unknown)
    if person.review_id != unknown.review_id or person.merged_into_id is not None:
        raise Refused(_("Choose a person of this review."))
    _decide(unknown, State.MERGED, person, reason, by)
    audit.record("review:unknown:merge", unknown, by=by)
    ask_for_analysis(unknown.review, by=by)
    return person


@operation(Permission.FAMILY_CHANGE)
def set_unknown_aside(unknown: UnknownName, *, by: User, reason: str = "") -> UnknownName:
    """Say that a name matters nothing to the review; it is asked about no more."""
    _still_open(unknown)
    _decide(unknown, State.ASIDE, None, reason, by)
    audit.record("review:unknown:aside", unknown, by=by)
    return unknown


@operation(Permission.FAMILY_CHANGE)
def undo_unknown(unknown: UnknownName, *, by: User) -> UnknownName:
    """Take a decision about a name back; a person whom it made goes, unless something was said of them since."""
    unknown.refresh_from_db(from_queryset=UnknownName.objects.select_for_update())
    if unknown.state == State.OPEN:
        raise Refused(_("Nothing was decided about this name."))
    made = unknown.person if unknown.state == State.NAMED else None
    again = unknown.state != State.ASIDE
    unknown.state, unknown.person, unknown.reason = State.OPEN, None, ""
    unknown.decided_by, unknown.decided_at = None, None
    unknown.save()
    audit.record("review:unknown:undo", unknown, by=by)
    if made is not None:
        _forget(made, by)
    if again:
        ask_for_analysis(unknown.review, by=by)
    return unknown


def _still_open(unknown: UnknownName) -> None:
    unknown.refresh_from_db(from_queryset=UnknownName.objects.select_for_update())  # of two at once the first decides
    if unknown.state != State.OPEN:
        raise Refused(_("Something was decided about this name already: take that back first."))


def _decide(unknown: UnknownName, state: UnknownName.State, person: FamilyPerson | None, reason: str, by: User) -> None:
    unknown.state, unknown.person, unknown.reason = state, person, reason.strip()
    unknown.decided_by, unknown.decided_at = by, datetime.now(UTC)
    unknown.save()


def _forget(person: FamilyPerson, by: User) -> None:
    hanging = (person.relations, person.related, person.residences, person.merged, person.names_found)
    corrected = person.review.corrections.filter(child=person.key).exists()
    if corrected or person.merged_into_id is not None or any(rows.exists() for rows in hanging):
        raise Refused(_("More was said about this person since, such as a relation or a home: take that back first."))
    audit.record("review:person:forget", person, by=by)
    person.delete()
