"""What a review says of itself for a letter, the letters that were made, and the board's own files for them."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from keymoments.export.letter_words import LETTERS, Letter
from keymoments.reviews.models import BoardTemplate, MadeDocument, ReviewAgency
from keymoments.reviews.permissions import Role
from keymoments.reviews.queries.chasing import open_members
from keymoments.reviews.queries.places import NoSuchReview, Place

ROLE_NAMES = {
    Role.BUSINESS_MANAGER: "Business manager",
    Role.LEAD_REVIEWER: "Lead reviewer",
    Role.PANEL_MEMBER: "Panel member",
    Role.AGENCY_AUTHOR: "Agency author",
    Role.AGENCY_LEAD: "Agency lead",
    Role.BOARD_MEMBER: "Board member",
    Role.ANALYST: "Analyst",
}


def letter_named(key: str) -> Letter:
    """A letter by its key; raises :class:`NoSuchReview`."""
    if key not in LETTERS:
        raise NoSuchReview
    return LETTERS[key]


def known_values(place: Place, letter: Letter, agency: ReviewAgency | None) -> dict[str, str]:
    """What the review itself gives for the fields that a letter may hold, and nothing for any other."""
    review = place.review
    members = open_members([review])[review.pk]
    role = place.membership.role if place.membership else ""
    asked = review.requests.filter(agency=agency, signed_off_at=None).order_by("-pk").first() if agency else None
    roles = list(ROLE_NAMES)
    people = sorted(members, key=lambda one: (roles.index(Role(one.role)), one.user.name))
    own = [one for one in people if agency is not None and one.agency_id == agency.pk]
    agencies = {one.pk: one.name for one in review.agencies.all()}
    values = {
        "board": settings.PARTNERSHIP,
        "today": _day(timezone.localdate()),
        "made_by": place.user.name,
        "made_by_role": ROLE_NAMES[Role(role)] if role else "",
        "review_reference": review.reference,
        "review_title": review.title,
        "nation": capfirst(review.nation.replace("-", " ")),
        "period": f"{_day(review.scope_from)} to {_day(review.scope_to)}",
        "agencies": "\n".join(agencies.values()),
        "lines_of_enquiry": "\n".join(
            f"{number}. {line.question}" for number, line in enumerate(review.lines.filter(set_aside_at=None), 1)
        ),
        "people_by_role": "\n".join(
            f"{ROLE_NAMES[Role(one.role)]}: {one.user.name}"
            + (f", {agencies[one.agency_id]}" if one.agency_id in agencies else "")
            for one in people
        ),
        "agency": agency.name if agency else "",
        "agency_people": ", ".join(f"{one.user.name} ({ROLE_NAMES[Role(one.role)].lower()})" for one in own),
        "what_is_wanted": asked.what if asked else "",
        "due_day": _day(asked.due) if asked else "",
    }
    return {name: values[name] for name in letter.fields if name in values}


def _day(value: object) -> str:
    return date_format(value, "j F Y")  # type: ignore[arg-type]


def documents_in(place: Place) -> QuerySet[MadeDocument]:
    """The letters and forms that were made, the newest first."""
    return place.review.documents.select_related("made_by", "agency")


def document_in(place: Place, number: int) -> MadeDocument:
    """One of them by its number; raises :class:`NoSuchReview`."""
    found = documents_in(place).filter(number=number).first()
    if found is None:
        raise NoSuchReview
    return found


def own_templates() -> dict[str, BoardTemplate]:
    """The board's own file for each letter that has one."""
    rows = BoardTemplate.objects.filter(taken_out_at=None).select_related("made_by").order_by("id")
    return {one.letter: one for one in rows}
