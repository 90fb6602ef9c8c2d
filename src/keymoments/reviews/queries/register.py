"""Reviews in the fields that national registers and notification forms ask for; nothing names a child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings

from keymoments.analysis.clocks import State
from keymoments.reviews.models import FamilyPerson, Review, User
from keymoments.reviews.queries.board import BoardRow, board_of

COLUMNS = (
    *("review_reference", "board", "nation", "procedure", "version", "pilot_of", "legal_bases"),
    *("incident_date", "became_aware", "notified", "decision_date", "decision", "completed", "published"),
    *("children", "child_ages_at_incident", "child_sexes", "agencies", "kinds_of_agency"),
    *("stages_in_time", "stages_late", "days_paused", "extensions", "finished"),
)


def register_of(user: User) -> Iterator[tuple[str, ...]]:
    """A row a review that the person may see; what is not recorded stays empty rather than guessed."""
    rows, _groups = board_of(user)
    every = {
        review.pk: review
        for review in Review.objects.filter(pk__in=[row.review.pk for row in rows]).prefetch_related(
            "people", "agencies", "decisions_to_review"
        )
    }
    for row in sorted(rows, key=lambda one: one.review.reference):
        yield _line(row, every[row.review.pk])


def _line(row: BoardRow, review: Review) -> tuple[str, ...]:
    course, chosen = row.course, row.course.row
    events = course.happened.events
    children = [one for one in review.people.all() if one.subject and one.merged_into_id is None]
    decisions = review.decisions_to_review.all()
    agencies = list(review.agencies.all())
    states = [one.state for one in course.clocks]
    paused = {
        day for pause in course.happened.pauses
        for day in range(pause.starts.toordinal(), min(pause.ends, course.today).toordinal() + 1)
    }  # fmt: skip
    cells = (
        review.reference, settings.PARTNERSHIP, review.nation, chosen.key if chosen else "",
        chosen.version if chosen else "", chosen.based_on if chosen else "",
        "; ".join(chosen.bases) if chosen else "",
        _day(review.incident_date), _first(events, ("aware", "attention", "referred")), _first(events, ("notified",)),
        _first(events, ("decided",)), decisions[0].outcome if decisions else "",
        _first(events, ("completed", "overview-done")), _first(events, ("published",)),
        str(len(children)), "; ".join(_age(one, review.incident_date) for one in children),
        "; ".join(one.sex or "not recorded" for one in children), str(len(agencies)),
        "; ".join(sorted({one.kind for one in agencies})),
        str(states.count(State.DONE_IN_TIME)),
        str(states.count(State.DONE_LATE) + states.count(State.OVERDUE)),
        str(len(paused)), str(len(course.happened.extensions)), _day(course.finished),
    )  # fmt: skip
    return tuple(_safe(cell) for cell in cells)


def _safe(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _first(events: object, keys: Sequence[str]) -> str:
    assert isinstance(events, dict)  # noqa: S101 - a mapping of days
    return next((events[key].isoformat() for key in keys if key in events), "")


def _age(child: FamilyPerson, on: date | None) -> str:
    """Whole years at the incident; in a register a day of birth would name a child."""
    if child.born is None or on is None or on < child.born:
        return "not recorded"
    return str(on.year - child.born.year - ((on.month, on.day) < (child.born.month, child.born.day)))
