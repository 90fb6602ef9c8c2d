"""A filter of the chronology in words, part by part: for the page, for views kept by name and for what is exported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keymoments.reviews.queries.chronology import Filter
from keymoments.reviews.queries.places import Place


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a filter asks: the name of its box, the value where the box may hold several, and both in words."""

    name: str
    value: str
    words: str


Names = Mapping[str, str]  # key of a person → name


def names_in(place: Place) -> dict[str, str]:
    """The names of everybody in a review, merged or not, by key."""
    return dict(place.review.people.values_list("key", "name"))


def parts_of(place: Place, wanted: Filter, names: Names | None = None) -> list[Part]:
    """What a filter asks, each part in words: nothing where it narrows nothing. ``names``: where they are known."""
    needed = names is None and bool(wanted.child or wanted.person)
    return list(_parts(place, wanted, names_in(place) if needed else names or {}))


def filter_words(place: Place, wanted: Filter, names: Names | None = None) -> str:
    """A filter as one line of words."""
    return "; ".join(part.words for part in parts_of(place, wanted, names)) or _("everything, no filter")


def _parts(place: Place, wanted: Filter, names: Names) -> Iterator[Part]:
    agencies = {agency.key: agency.name for agency in place.agencies} if wanted.agencies else {}
    for key in wanted.agencies:
        yield Part("agency", key, _("agency: %(name)s") % {"name": agencies.get(key, key)})
    if wanted.child:
        yield Part("child", "", _("child: %(name)s") % {"name": names.get(wanted.child, wanted.child)})
    yield from _answers(wanted)
    if wanted.wait:
        yield Part("wait", "", _waits().get(wanted.wait, wanted.wait))
    if wanted.person:
        yield Part("person", "", _("names %(name)s") % {"name": names.get(wanted.person, wanted.person)})
    if wanted.first:
        yield Part("first", "", _("from %(day)s") % {"day": _day(wanted.first)})
    if wanted.last:
        yield Part("last", "", _("until %(day)s") % {"day": _day(wanted.last)})
    if wanted.suggestion:
        yield Part("suggestion", "", _("part of a suggested place to look at"))
    if wanted.conflict:
        yield Part("conflict", "", _("tick box and words disagree"))
    if wanted.words:
        yield Part("words", "", _("words: “%(words)s”") % {"words": wanted.words})


def _answers(wanted: Filter) -> Iterator[Part]:
    answers = {"yes": _("yes"), "no": _("no"), "not_recorded": _("not recorded"), "unclear": _("unclear")}
    questions = {"seen": _("seen"), "spoken_to": _("spoken to"), "alone": _("alone"), "contact": _("contact")}
    for name, question in questions.items():
        if value := getattr(wanted, name):
            yield Part(name, "", f"{question}: {answers.get(value, value)}")


def _waits() -> dict[str, str]:
    return {
        "any": _("part of a wait"),
        "exceeded": _("part of a wait whose limit was exceeded"),
        "no_end_recorded": _("part of a wait whose end the records do not show"),
    }


def _day(value: date) -> str:
    return date_format(value, "j F Y")
