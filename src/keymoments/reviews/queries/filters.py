"""A filter of the chronology in words, part by part: for the page, for views kept by name and for what is exported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keymoments.reviews.models import FamilyPerson
from keymoments.reviews.queries.chronology import Filter
from keymoments.reviews.queries.places import Place


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a filter asks: the name of its box, the value where the box may hold several, and both in words."""

    name: str
    value: str
    words: str


def parts_of(place: Place, wanted: Filter) -> list[Part]:
    """What a filter asks, each part in words; a filter that narrows nothing has none."""
    return list(_parts(place, wanted))


def filter_words(place: Place, wanted: Filter) -> str:
    """A filter as one line of words."""
    return "; ".join(part.words for part in parts_of(place, wanted)) or _("everything, no filter")


def _parts(place: Place, wanted: Filter) -> Iterator[Part]:
    agencies = {agency.key: agency.name for agency in place.agencies}
    for key in wanted.agencies:
        yield Part("agency", key, _("agency: %(name)s") % {"name": agencies.get(key, key)})
    names = _names(place, wanted)
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


def _names(place: Place, wanted: Filter) -> dict[str, str]:
    if not (wanted.child or wanted.person):
        return {}
    people = FamilyPerson.objects.filter(review=place.review, key__in=(wanted.child, wanted.person))
    return dict(people.values_list("key", "name"))


def _day(value: date) -> str:
    return date_format(value, "j F Y")
