"""Roles in words."""

from django.utils.translation import gettext_lazy as _

from keymoments.reviews.permissions import Role

ROLE_WORDS = {
    Role.BUSINESS_MANAGER: _("Business manager"),
    Role.LEAD_REVIEWER: _("Lead reviewer"),
    Role.PANEL_MEMBER: _("Panel member"),
    Role.AGENCY_AUTHOR: _("Agency author"),
    Role.AGENCY_LEAD: _("Agency lead"),
    Role.BOARD_MEMBER: _("Board member"),
    Role.ANALYST: _("Analyst"),
}
