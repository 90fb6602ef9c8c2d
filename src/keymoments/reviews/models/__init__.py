"""The tables, a file for each part of a review."""

from keymoments.reviews.models.audit import AuditEvent, AuditHead, EarlierAudit
from keymoments.reviews.models.chasing import KeptMail, Owed, OwedChange, Reminder
from keymoments.reviews.models.comments import Comment, Notice
from keymoments.reviews.models.cost import Budget, CostItem, CostRate, Timesheet
from keymoments.reviews.models.deciding import CriterionAnswer, Decision, DecisionTold, FoundBefore, LookBackFact
from keymoments.reviews.models.decisions import EventDecision
from keymoments.reviews.models.editing import Draft, EditedVersion
from keymoments.reviews.models.engagement import Engaged, EngagementStep, LearningEvent, LearningPoint
from keymoments.reviews.models.enquiry import (
    Account,
    Explained,
    Finding,
    FindingVoice,
    LineEvidence,
    LineOfEnquiry,
)
from keymoments.reviews.models.entries import Correction, Entry
from keymoments.reviews.models.exports import Export
from keymoments.reviews.models.family import FamilyPerson, FamilyPlace, Relation, Residence, UnknownName
from keymoments.reviews.models.jobs import Job
from keymoments.reviews.models.knowledge import HoldingDecision, OwnFact, RunFact
from keymoments.reviews.models.marking import Mark, MarkingRound, Settlement, Verdict
from keymoments.reviews.models.meetings import Attendance, BoardTemplate, MadeDocument, Meeting
from keymoments.reviews.models.membership import Invitation, Membership
from keymoments.reviews.models.moments import KeyMoment, MomentEvidence, SuggestionDecision
from keymoments.reviews.models.people import User
from keymoments.reviews.models.procedures import (
    Arrangement,
    ConfirmedLimit,
    ProgressCheck,
    ReviewEvent,
    ReviewPause,
    ReviewProcedure,
    StageExtension,
    StartChoice,
)
from keymoments.reviews.models.proceedings import (
    EntryFold,
    IndependenceDeclaration,
    Proceeding,
    PublicationHold,
    ReaderChoice,
)
from keymoments.reviews.models.quality import MarkerEvidence, QualityMark, QualityRound, QualitySettlement
from keymoments.reviews.models.review import Review, ReviewAgency
from keymoments.reviews.models.runs import EventGroup, Run, RunSuggestion, RunWait, Sighting
from keymoments.reviews.models.sent import SentForm
from keymoments.reviews.models.sources import RecordsRequest, Source, SourceVersion
from keymoments.reviews.models.views import SavedView

__all__ = [
    "Account",
    "Arrangement",
    "Attendance",
    "AuditEvent",
    "AuditHead",
    "BoardTemplate",
    "Budget",
    "Comment",
    "ConfirmedLimit",
    "Correction",
    "CostItem",
    "CostRate",
    "CriterionAnswer",
    "Decision",
    "DecisionTold",
    "Draft",
    "EarlierAudit",
    "EditedVersion",
    "Engaged",
    "EngagementStep",
    "Entry",
    "EntryFold",
    "EventDecision",
    "EventGroup",
    "Explained",
    "Export",
    "FamilyPerson",
    "FamilyPlace",
    "Finding",
    "FindingVoice",
    "FoundBefore",
    "HoldingDecision",
    "IndependenceDeclaration",
    "Invitation",
    "Job",
    "KeptMail",
    "KeyMoment",
    "LearningEvent",
    "LearningPoint",
    "LineEvidence",
    "LineOfEnquiry",
    "LookBackFact",
    "MadeDocument",
    "Mark",
    "MarkerEvidence",
    "MarkingRound",
    "Meeting",
    "Membership",
    "MomentEvidence",
    "Notice",
    "Owed",
    "OwedChange",
    "OwnFact",
    "Proceeding",
    "ProgressCheck",
    "PublicationHold",
    "QualityMark",
    "QualityRound",
    "QualitySettlement",
    "ReaderChoice",
    "RecordsRequest",
    "Relation",
    "Reminder",
    "Residence",
    "Review",
    "ReviewAgency",
    "ReviewEvent",
    "ReviewPause",
    "ReviewProcedure",
    "Run",
    "RunFact",
    "RunSuggestion",
    "RunWait",
    "SavedView",
    "SentForm",
    "Settlement",
    "Sighting",
    "Source",
    "SourceVersion",
    "StageExtension",
    "StartChoice",
    "SuggestionDecision",
    "Timesheet",
    "UnknownName",
    "User",
    "Verdict",
]
