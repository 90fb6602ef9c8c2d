"""Words of a family in the reader's language."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from keymoments.analysis.household import DAY, MONTH, Kinship
from keymoments.export.household import HouseholdWords
from keymoments.web.templating import day

KINSHIP_WORDS = {
    Kinship.PARENT: _("parent"),
    Kinship.PARTNER: _("partner"),
    Kinship.SIBLING: _("brother or sister"),
    Kinship.STEP_PARENT: _("step-parent"),
    Kinship.GRANDPARENT: _("grandparent"),
    Kinship.CARER: _("carer"),
    Kinship.FRIEND: _("friend of the family"),
    Kinship.OTHER: _("other relation"),
}
KINSHIP_CHOICES = [(str(kind), words) for kind, words in KINSHIP_WORDS.items()]


def known_day(value: date | None, known: str = DAY) -> str:
    """What is known of a day: the day, its month or its year."""
    return _said(value, known, get_language())


@lru_cache(maxsize=4096)  # a picture of years names the same days again and again
def _said(value: date | None, known: str, _language: str | None) -> str:
    if value is None or known == DAY:
        return day(value)
    return date_format(value, "F Y" if known == MONTH else "Y")


def household_words() -> HouseholdWords:
    """Every word of the pictures and of their twin in text."""
    upward = {
        Kinship.PARENT: now("parent of {name}"),
        Kinship.PARTNER: now("partner of {name}"),
        Kinship.SIBLING: now("brother or sister of {name}"),
        Kinship.STEP_PARENT: now("step-parent of {name}"),
        Kinship.GRANDPARENT: now("grandparent of {name}"),
        Kinship.CARER: now("carer of {name}"),
        Kinship.FRIEND: now("friend of the family of {name}"),
        Kinship.OTHER: now("has to do with {name}"),
    }
    downward = {
        **upward,
        Kinship.PARENT: now("child of {name}"),
        Kinship.STEP_PARENT: now("stepchild of {name}"),
        Kinship.GRANDPARENT: now("grandchild of {name}"),
        Kinship.CARER: now("cared for by {name}"),
        Kinship.FRIEND: now("family friend: {name}"),
    }
    return HouseholdWords(
        day=known_day,
        upward=upward,
        downward=downward,
        subject=now("child of the review"),
        born=now("born {day}"),
        died=now("died {day}"),
        called=now("also called {names}"),
        female=now("female"),
        male=now("male"),
        by_role=now("{what} (by role, not confirmed)"),
        period=now("{what}, {begins} to {ends}"),
        begins=now("{what}, from {day}; the end is not known or it is still so"),
        ends=now("{what}, until {day}; the beginning is not known"),
        undated=now("{what}; when is not known"),
        alone_from=now("{what} from {day}"),
        alone_until=now("{what} until {day}"),
        genogram=now("Genogram of the family"),
        timeline=now("Who lived where"),
        sex_unknown=now("sex not recorded"),
        has_died=now("has died"),
        together=now("have a child together"),
        ended=now("has ended"),
        parents=now("parent and child"),
        partners=now("partners"),
        siblings=now("brothers and sisters"),
        step_parents=now("step-parent"),
        grandparents=now("grandparent"),
        carers=now("carer"),
        friends=now("friend of the family"),
        others=now("other relation"),
        by_role_line=now("taken from a role, not confirmed"),
        open_end=now("beginning or end not known (to the day), or still so"),
        nothing=now("no home recorded"),
        review_days=now("days of the review"),
    )
