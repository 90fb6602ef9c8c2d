"""Kinds of agency in words."""

from django.utils.translation import gettext_lazy as _

from keymoments.analysis.records import AGENCY_KINDS

_WORDS = {
    "childrens-social-care": _("Children’s social care"),
    "police": _("Police"),
    "gp": _("General practice (GP)"),
    "health-visiting": _("Health visiting"),
    "midwifery": _("Midwifery"),
    "school": _("School"),
    "nursery": _("Nursery"),
    "education-welfare": _("Education welfare"),
    "housing": _("Housing"),
    "hospital": _("Hospital"),
    "ambulance": _("Ambulance service"),
    "mental-health": _("Mental health service"),
    "substance-use": _("Drug and alcohol service"),
    "probation": _("Probation"),
    "youth-justice": _("Youth justice"),
    "adult-social-care": _("Adult social care"),
    "voluntary": _("Voluntary organisation"),
    "court": _("Court"),
    "cafcass": _("Cafcass"),
    "legal": _("Legal services"),
    "other": _("Another agency"),
}
KIND_CHOICES = [(kind, _WORDS[kind]) for kind in AGENCY_KINDS]


def agency_kind_words(kind: str) -> str:
    """What an agency is."""
    return str(_WORDS.get(kind, kind))
