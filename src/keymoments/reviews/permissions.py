"""Who may do what, as data: each role and the permissions it has in a review it belongs to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keymoments.reviews.models import Membership, Review, ReviewAgency, User


class Role(StrEnum):
    """A place in a review."""

    BUSINESS_MANAGER = "business-manager"
    LEAD_REVIEWER = "lead-reviewer"
    PANEL_MEMBER = "panel-member"
    AGENCY_AUTHOR = "agency-author"
    AGENCY_LEAD = "agency-lead"
    BOARD_MEMBER = "board-member"
    ANALYST = "analyst"


class Permission(StrEnum):
    """Something a person may do. What an agency's people may do, they may do to their own agency's things alone."""

    REVIEW_OPEN = "review:open"  # begin a new review
    REVIEW_VIEW = "review:view"  # its front page: what it is and how far
    REVIEW_CHANGE = "review:change"
    MEMBERS_VIEW = "members:view"
    MEMBERS_CHANGE = "members:change"
    REQUEST_MAKE = "request:make"
    REQUEST_VIEW = "request:view"
    SOURCE_VIEW = "source:view"
    SOURCE_UPLOAD = "source:upload"
    SOURCE_SIGN_OFF = "source:sign-off"
    CHRONOLOGY_VIEW = "chronology:view"
    ENTRY_CORRECT = "entry:correct"
    ENTRY_ADD = "entry:add"
    COMMENT_VIEW = "comment:view"
    COMMENT_ADD = "comment:add"
    COMMENT_FACTS = "comment:facts"  # an agency's word on the facts of its own entries
    THREAD_VIEW = "thread:view"
    FAMILY_VIEW = "family:view"
    FAMILY_CHANGE = "family:change"
    MOMENT_VIEW = "moment:view"  # suggestions, and what people made of them
    MOMENT_CHANGE = "moment:change"
    FINDING_VIEW = "finding:view"  # lines of enquiry and what the review finds
    FINDING_CHANGE = "finding:change"
    FINDING_SIGN = "finding:sign"
    PROCEDURE_VIEW = "procedure:view"  # stages, clocks, delays and checks: no case material
    PROCEDURE_CHANGE = "procedure:change"
    ARRANGEMENT = "arrangement"  # the board's own arrangements, copied from a procedure and piloted
    DECISION_VIEW = "decision:view"  # criteria with their evidence, and the decision to review
    DECISION_CHANGE = "decision:change"
    OWED_VIEW = "owed:view"  # who owes what, all agencies
    OWED_CHANGE = "owed:change"
    MEETING_VIEW = "meeting:view"
    MEETING_CHANGE = "meeting:change"
    DOCUMENT_MAKE = "document:make"  # letters and forms filled from the review
    ENGAGEMENT_VIEW = "engagement:view"  # family and practitioners, and the proof that they were asked
    ENGAGEMENT_CHANGE = "engagement:change"
    PROCEEDINGS_VIEW = "proceedings:view"  # courts and inquests beside the review, and holds on publication
    PROCEEDINGS_CHANGE = "proceedings:change"
    INDEPENDENCE = "independence"  # declare one's own independence
    COST_VIEW = "cost:view"
    COST_CHANGE = "cost:change"
    TIME_ADD = "time:add"  # one's own days
    QUALITY_VIEW = "quality:view"
    QUALITY_MARK = "quality:mark"
    QUALITY_CHANGE = "quality:change"  # open a round of marking, settle what two markers gave
    EXPORT = "export"
    BUNDLE = "bundle"  # everything of a review as one archive
    JOB_VIEW = "job:view"
    JOB_STOP = "job:stop"
    ANALYSE = "analyse"
    AUDIT_VIEW = "audit:view"
    ACCOUNTS = "accounts"
    DECLARE = "declare"  # answer the question about conflicts of interest


_P = Permission
_READS = frozenset(
    (
        _P.REVIEW_VIEW,
        _P.CHRONOLOGY_VIEW,
        _P.FAMILY_VIEW,
        _P.SOURCE_VIEW,
        _P.COMMENT_VIEW,
        _P.THREAD_VIEW,
        _P.MOMENT_VIEW,
        _P.MOMENT_CHANGE,
        _P.FINDING_VIEW,
        _P.FINDING_CHANGE,
        _P.EXPORT,
    )
)
_RUNS = frozenset(  # how the review runs, for those who carry it
    (
        _P.PROCEDURE_VIEW,
        _P.DECISION_VIEW,
        _P.OWED_VIEW,
        _P.MEETING_VIEW,
        _P.ENGAGEMENT_VIEW,
        _P.PROCEEDINGS_VIEW,
        _P.INDEPENDENCE,
        _P.TIME_ADD,
        _P.QUALITY_VIEW,
        _P.QUALITY_MARK,
    )
)
_OWN = frozenset(
    (
        _P.TIME_ADD,
        _P.REVIEW_VIEW,
        _P.REQUEST_VIEW,
        _P.SOURCE_VIEW,
        _P.CHRONOLOGY_VIEW,
        _P.COMMENT_FACTS,
        _P.THREAD_VIEW,
        _P.JOB_VIEW,
        _P.EXPORT,
    )
)
ROLES: dict[Role, frozenset[Permission]] = {
    Role.BUSINESS_MANAGER: _READS
    | _RUNS
    | {
        _P.PROCEDURE_CHANGE,
        _P.DECISION_CHANGE,
        _P.OWED_CHANGE,
        _P.MEETING_CHANGE,
        _P.DOCUMENT_MAKE,
        _P.ENGAGEMENT_CHANGE,
        _P.PROCEEDINGS_CHANGE,
        _P.COST_VIEW,
        _P.COST_CHANGE,
        _P.QUALITY_CHANGE,
        _P.REVIEW_CHANGE,
        _P.BUNDLE,
        _P.MEMBERS_VIEW,
        _P.MEMBERS_CHANGE,
        _P.REQUEST_MAKE,
        _P.REQUEST_VIEW,
        _P.SOURCE_UPLOAD,
        _P.ENTRY_CORRECT,
        _P.ENTRY_ADD,
        _P.COMMENT_ADD,
        _P.FAMILY_CHANGE,
        _P.JOB_VIEW,
        _P.JOB_STOP,
        _P.ANALYSE,
        _P.AUDIT_VIEW,
    },
    Role.LEAD_REVIEWER: _READS
    | _RUNS
    | {
        _P.OWED_CHANGE,
        _P.MEETING_CHANGE,
        _P.DOCUMENT_MAKE,
        _P.ENGAGEMENT_CHANGE,
        _P.FINDING_SIGN,
        _P.BUNDLE,
        _P.MEMBERS_VIEW,
        _P.REQUEST_VIEW,
        _P.ENTRY_CORRECT,
        _P.ENTRY_ADD,
        _P.COMMENT_ADD,
        _P.FAMILY_CHANGE,
        _P.JOB_VIEW,
        _P.JOB_STOP,
        _P.ANALYSE,
    },
    Role.PANEL_MEMBER: _READS | _RUNS | {_P.MEMBERS_VIEW, _P.COMMENT_ADD},
    Role.AGENCY_AUTHOR: _OWN | {_P.SOURCE_UPLOAD, _P.ENTRY_ADD},
    Role.AGENCY_LEAD: _OWN | {_P.SOURCE_SIGN_OFF},
    Role.BOARD_MEMBER: frozenset(
        (_P.REVIEW_VIEW, _P.PROCEDURE_VIEW, _P.COST_VIEW, _P.QUALITY_VIEW, _P.QUALITY_MARK, _P.INDEPENDENCE)
    ),
    Role.ANALYST: frozenset(),  # what is published or disguised, which later parts of the site hold
}
OWN_AGENCY = frozenset((Role.AGENCY_AUTHOR, Role.AGENCY_LEAD))
STANDINGS: dict[str, frozenset[Permission]] = {
    "": frozenset(),
    "manager": frozenset((_P.REVIEW_OPEN, _P.ARRANGEMENT)),
    "auditor": frozenset((_P.AUDIT_VIEW,)),
    "administrator": frozenset((_P.ACCOUNTS,)),
}


def may(
    user: User, permission: Permission, membership: Membership | None = None, agency: ReviewAgency | None = None
) -> bool:
    """Whether somebody may do something: by standing, or by an open membership, to its own agency where it is one's.

    ``agency``: the one whose thing it is, where it is one's.
    """
    if not user.is_active:
        return False
    if permission in STANDINGS[user.standing]:
        return True
    if membership is None or membership.user_id != user.pk or membership.ended_at is not None:
        return False
    if permission is Permission.DECLARE:
        return True
    role = Role(membership.role)
    if not membership.open or permission not in ROLES[role]:
        return False
    return role not in OWN_AGENCY or agency is None or agency.pk == membership.agency_id


def membership_of(user: User, review: Review) -> Membership | None:
    """Somebody's place in a review, if there is one that has not ended."""
    return review.memberships.filter(user=user, ended_at=None).select_related("agency").first()
