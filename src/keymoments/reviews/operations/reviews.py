"""Open a review, name its agencies and its family."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from keymoments.analysis.household import folded_name
from keymoments.analysis.records import AGENCY_KINDS, Case
from keymoments.reviews import audit
from keymoments.reviews.models import Export, FamilyPerson, FamilyPlace, Membership, Review, ReviewAgency, User
from keymoments.reviews.operations.keys import free_key
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.procedures import begin_under
from keymoments.reviews.operations.runs import ask_for_analysis
from keymoments.reviews.permissions import Permission, Role


@operation(Permission.REVIEW_OPEN)
def open_review(case: Case, *, title: str, by: User) -> Review:
    """Begin a review from what a case file says; whoever opens it is its business manager."""
    reference = slugify(case.reference)
    if not reference:
        raise Refused(_("Give the review a reference of letters and numbers."))
    if Review.objects.filter(reference=reference).exists():
        raise Refused(_("A review with this reference is there already: choose another."))
    review = Review.objects.create(
        reference=reference,
        title=title,
        nation=case.nation,
        procedure=case.procedure or "",
        scope_from=case.scope_from,
        scope_to=case.scope_to,
        incident_date=case.incident_date,
        made_by=by,
    )
    for agency in case.agencies:
        ReviewAgency.objects.create(review=review, key=agency.id, name=agency.name, kind=agency.kind)
    for person in case.people:
        FamilyPerson.objects.create(
            review=review,
            key=person.id,
            name=person.name,
            role=person.role,
            aliases=list(person.aliases),
            identifiers=list(person.identifiers),
            subject=person.subject,
            born=person.born,
            pseudonym=person.pseudonym or "",
        )
    for place in case.places:
        FamilyPlace.objects.create(
            review=review,
            key=place.id,
            name=place.name,
            kind=place.kind,
            aliases=list(place.aliases),
            pseudonym=place.pseudonym or "",
        )
    Membership.objects.create(review=review, user=by, role=Role.BUSINESS_MANAGER)
    audit.record("review:open", review, by=by)
    if case.procedure:
        begin_under(review, case.procedure, on=case.incident_date or timezone.localdate(), by=by)
    return review


@operation(Permission.REVIEW_CHANGE)
def change_review(
    review: Review, *, title: str, scope_from: date, scope_to: date, incident_date: date | None, by: User
) -> Review:
    """Put right what a review is called and when it looks; the entries are analysed again where days changed."""
    if scope_to < scope_from:
        raise Refused(_("The last day is before the first: swap them."))
    said = {"title": title, "scope_from": scope_from, "scope_to": scope_to, "incident_date": incident_date}
    changed = [name for name, value in said.items() if getattr(review, name) != value]
    if not changed:
        return review
    for name in changed:
        setattr(review, name, said[name])
    review.save(update_fields=changed)
    audit.record("review:change", review, by=by, fields=changed)
    if changed != ["title"]:
        ask_for_analysis(review, by=by)
    return review


@operation(Permission.REVIEW_CHANGE)
def add_agency(review: Review, *, name: str, kind: str, by: User) -> ReviewAgency:
    """Name another agency that knew the family: a review may have two schools."""
    _check_agency(review, name, kind)
    key = free_key(name, {one.key for one in review.agencies.all()}, otherwise="agency", longest=30)
    agency = ReviewAgency.objects.create(review=review, key=key, name=name, kind=kind)
    audit.record("review:agency:add", agency, by=by)
    return agency


@operation(Permission.REVIEW_CHANGE)
def change_agency(agency: ReviewAgency, *, name: str, kind: str, by: User) -> ReviewAgency:
    """Put right what an agency is called or what it is. Its entries keep the short name they are known by."""
    _check_agency(agency.review, name, kind, but=agency)
    said = {"name": name, "kind": kind}
    changed = [field for field, value in said.items() if getattr(agency, field) != value]
    if not changed:
        return agency
    agency.name, agency.kind = name, kind
    agency.save(update_fields=changed)
    audit.record("review:agency:change", agency, by=by, fields=changed)
    ask_for_analysis(agency.review, by=by)
    return agency


@operation(Permission.REVIEW_CHANGE)
def drop_agency(agency: ReviewAgency, *, by: User) -> None:
    """Take out an agency that was named by mistake, as long as nothing hangs on it."""
    review = agency.review
    hanging = (
        *(agency.requests, agency.sources, agency.entries, agency.members),
        *(review.invitations.filter(agency=agency), Export.objects.filter(agency=agency)),
    )
    if any(rows.exists() for rows in hanging):
        raise Refused(_("This agency was asked, has people or has records here already: it stays in the review."))
    audit.record("review:agency:drop", agency, by=by)
    agency.delete()


def _check_agency(review: Review, name: str, kind: str, *, but: ReviewAgency | None = None) -> None:
    if kind not in AGENCY_KINDS:
        raise Refused(_("Choose one of the answers offered."))
    others = review.agencies.all() if but is None else review.agencies.exclude(pk=but.pk)
    if folded_name(name) in {folded_name(other.name) for other in others}:
        raise Refused(_("An agency of this review has this name already: choose another."))
