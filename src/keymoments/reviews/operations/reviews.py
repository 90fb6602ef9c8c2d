"""Open a review, name its agencies and its family."""

from __future__ import annotations

from django.utils.text import slugify
from django.utils.translation import gettext as _

from keymoments.analysis.records import Case
from keymoments.reviews import audit
from keymoments.reviews.models import FamilyPerson, FamilyPlace, Membership, Review, ReviewAgency, User
from keymoments.reviews.operations.operation import Refused, operation
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
    return review


@operation(Permission.REVIEW_CHANGE)
def add_agency(review: Review, *, key: str, name: str, kind: str, by: User) -> ReviewAgency:
    """Name another agency that knew the family."""
    if review.agencies.filter(key=key).exists():
        raise Refused(_("An agency of this review has this short name already: choose another."))
    agency = ReviewAgency.objects.create(review=review, key=key, name=name, kind=kind)
    audit.record("review:agency:add", agency, by=by)
    return agency
