"""The pages on how a review runs, in the order in which their tabs stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from keymoments.reviews.permissions import Permission

# Name of the page, words of its tab, who sees it.
TABS = (
    ("running", _("At a glance"), Permission.PROCEDURE_VIEW),
    ("stages", _("Stages and clocks"), Permission.PROCEDURE_VIEW),
    ("decision", _("Decision"), Permission.DECISION_VIEW),
    ("quality", _("Quality"), Permission.QUALITY_VIEW),
    ("cost", _("Cost"), Permission.COST_VIEW),
    ("my_time", _("My time"), Permission.TIME_ADD),
    ("engagement", _("Who was heard"), Permission.ENGAGEMENT_VIEW),
    ("proceedings", _("Proceedings"), Permission.PROCEEDINGS_VIEW),
    ("independence", _("Independence"), Permission.INDEPENDENCE),
    ("pauses", _("Pauses"), Permission.PROCEDURE_VIEW),
    ("checks", _("Checks"), Permission.PROCEDURE_VIEW),
    ("owed", _("Who owes what"), Permission.OWED_VIEW),
    ("meetings", _("Meetings"), Permission.MEETING_VIEW),
    ("documents", _("Letters and documents"), Permission.DOCUMENT_MAKE),
)
