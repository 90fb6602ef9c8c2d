"""What each stored field holds, so that retention, disguise and a subject access request reach all of it."""

from __future__ import annotations

from enum import StrEnum


class Holds(StrEnum):
    """The sort of thing that a field holds."""

    CASE = "case"  # words or facts about the family
    STAFF = "staff"  # about a person who works with the site
    PLAIN = "plain"  # neither


_C, _S, _P = Holds.CASE, Holds.STAFF, Holds.PLAIN
FIELDS: dict[str, dict[Holds, str]] = {
    "Arrangement": {_P: "id key name version based_on nation starts ends content made_at", _S: "made_by"},
    "ConfirmedLimit": {
        _P: "id review procedure stage count unit source made_at taken_back_at",
        _S: "made_by taken_back_by",
    },
    "Budget": {_P: "id review sort money days agreed_on made_at", _S: "agreed_by made_by"},
    "CostItem": {
        _P: "id review on agency sort stage days money tax timesheet made_at replaces taken_back_at",
        _C: "note taken_back_why",
        _S: "person user made_by taken_back_by",
    },
    "CostRate": {_P: "id review what per_day starts source made_at taken_back_at", _S: "who made_by taken_back_by"},
    "Timesheet": {
        _P: "id review number name sha256 hours_a_day made_at taken_at set_aside_at",
        _C: "content",
        _S: "people made_by",
    },
    "CriterionAnswer": {_P: "id review criterion answer entries made_at", _C: "why", _S: "made_by"},
    "Decision": {
        _P: "id review outcome decided_on made_at",
        _C: "reasons_for reasons_against repeats",
        _S: "decided_by made_by",
    },
    "DecisionTold": {_P: "id review decision on how made_at", _S: "who made_by"},
    "Engaged": {
        _P: "id review number sort agency made_at set_aside_at",
        _C: "who set_aside_why",
        _S: "made_by set_aside_by",
    },
    "EngagementStep": {
        _P: "id review engaged step on answers made_at taken_back_at",
        _C: "how words proof proof_name proof_as taken_back_why",
        _S: "made_by taken_back_by",
    },
    "EntryFold": {_P: "id review entry_key folded made_at", _S: "made_by"},
    "IndependenceDeclaration": {
        _P: "id review judged judged_at made_at",
        _S: "user answers words judged_why judged_by",
    },
    "LearningEvent": {_P: "id review number on invited came made_at", _C: "title who", _S: "made_by"},
    "LearningPoint": {
        _P: "id review event moment finding made_at taken_back_at",
        _C: "words changed",
        _S: "made_by taken_back_by",
    },
    "Proceeding": {
        _P: "id review number version sort began expected_end ended made_at",
        _C: "title reference restrictions outcome",
        _S: "contact phone email made_by",
    },
    "PublicationHold": {
        _P: "id review proceeding made_at lifted_at",
        _C: "reason lifted_why",
        _S: "made_by lifted_by",
    },
    "ReaderChoice": {_P: "id review fold", _S: "user"},
    "FoundBefore": {
        _P: "id review other number made_at taken_back_at",
        _C: "words note",
        _S: "made_by taken_back_by",
    },
    "LookBackFact": {
        _P: "id review fact made_at taken_back_at",
        _C: "so begins ends source",
        _S: "made_by taken_back_by",
    },
    "ProgressCheck": {
        _P: "id review on time quality next_on made_at taken_back_at",
        _C: "time_words quality_words asked taken_back_why",
        _S: "made_by taken_back_by",
    },
    "ReviewEvent": {
        _P: "id review event on made_at taken_back_at",
        _C: "note taken_back_why",
        _S: "made_by taken_back_by",
    },
    "ReviewPause": {
        _P: "id review sort starts ends made_at taken_back_at",
        _C: "reason taken_back_why",
        _S: "made_by taken_back_by",
    },
    "ReviewProcedure": {
        _P: "id review key title version based_on nation content bases chosen_at ended_at",
        _C: "why",
        _S: "chosen_by",
    },
    "StageExtension": {
        _P: "id review stage sought_on new_due made_at taken_back_at",
        _C: "reason already_done told taken_back_why",
        _S: "made_by taken_back_by",
    },
    "StartChoice": {_P: "id review stage event made_at", _C: "why", _S: "made_by"},
    "Account": {
        _P: "id review line whose made_at taken_out_at",
        _C: "role told_on words",
        _S: "made_by taken_out_by",
    },
    "Attendance": {
        _P: "id review meeting answer made_at taken_out_at",
        _C: "named role agency",
        _S: "member made_by taken_out_by",
    },
    "AuditEvent": {_P: "id at action review object fields previous hash", _S: "by"},
    "AuditHead": {_P: "id hash count"},
    "BoardTemplate": {_P: "id letter name kept_as made_at taken_out_at", _S: "made_by taken_out_by"},
    "Comment": {
        _P: "id review about thing reply_to facts_of made_at resolved_at",
        _C: "text",
        _S: "made_by resolved_by",
    },
    "Correction": {
        _P: "id review entry_key field made_at taken_back_at",
        _C: "child was value reason taken_back_reason",
        _S: "made_by taken_back_by",
    },
    "Draft": {_P: "id review about based_on at", _C: "values", _S: "user"},
    "EarlierAudit": {_P: "id review kept_as lines anchor at"},
    "EditedVersion": {_P: "id review about thing version made_at", _C: "values", _S: "made_by"},
    "Entry": {
        _P: "id review agency source version key name order position precision doubts time_exact in_scope confidence "
        "contact gone_at",
        _C: "where written_date written_time text columns earliest latest time_earliest time_latest people notes "
        "machine held_from events",
        _S: "made_by",
    },
    "EventDecision": {_P: "id review one other same made_at", _C: "reason", _S: "made_by"},
    "EventGroup": {_P: "id review entries", _C: "differences"},
    "Explained": {_P: "id review entry_key made_at taken_back_at", _C: "reason", _S: "made_by taken_back_by"},
    "Export": {
        _P: "id review agency kind language made_at kept_as size count ready_at let_go_at",
        _C: "wanted",
        _S: "made_by",
    },
    "FamilyPerson": {
        _P: "id review merged_at",
        _C: "key name role aliases identifiers subject born died pseudonym sex merged_into merge_reason",
        _S: "merged_by",
    },
    "FamilyPlace": {_P: "id review", _C: "key name kind aliases pseudonym"},
    "Finding": {
        _P: "id review line number confidence rests_on version made_at changed_at signed_off_at set_aside_at",
        _C: "text not_known answer set_aside_why",
        _S: "made_by changed_by signed_off_by set_aside_by",
    },
    "FindingVoice": {_P: "id review finding version agrees made_at", _C: "reason", _S: "made_by"},
    "HoldingDecision": {
        _P: "id review sort agency state entry made_at taken_back_at",
        _C: "since reason taken_back_reason",
        _S: "made_by taken_back_by",
    },
    "Invitation": {
        _P: "id review role agency token_hash expires_at made_at accepted_at",
        _S: "email name made_by",
    },
    "Job": {_P: "id review kind about state done total says stop_asked tries beat_at made_at ended_at", _S: "made_by"},
    "LineEvidence": {
        _P: "id review line moment entry_key side added_at taken_out_at",
        _C: "note",
        _S: "added_by taken_out_by",
    },
    "LineOfEnquiry": {
        _P: "id review number made_at set_aside_at",
        _C: "question set_aside_why",
        _S: "made_by set_aside_by",
    },
    "MadeDocument": {
        _P: "id review number letter stage agency template kept_as sha256 size to_fill_in made_at",
        _S: "made_by",
    },
    "Mark": {_P: "id review round thing verdict made_at", _C: "note", _S: "made_by"},
    "MarkingRound": {
        _P: "id review number about things made_at ended_at",
        _S: "one other made_by ended_by",
    },
    "Meeting": {
        _P: "id review number sort day time stage version state made_at changed_at",
        _C: "title place agenda minutes called_off_why",
        _S: "made_by changed_by",
    },
    "Membership": {
        _P: "id review role agency declared_at made_at ended_at",
        _S: "user conflict conflict_words cleared_by",
    },
    "KeptMail": {_P: "id at", _S: "to subject text"},
    "KeyMoment": {
        _P: "id review number kind begins_known ends_known absence agencies version made_at changed_at set_aside_at",
        _C: "title begins ends children known expected expected_source happened why meant set_aside_why",
        _S: "made_by changed_by set_aside_by",
    },
    "MomentEvidence": {
        _P: "id review moment entry_key added_at taken_out_at",
        _C: "note",
        _S: "added_by taken_out_by",
    },
    "Notice": {_P: "id review comment made_at seen_at mailed_at", _S: "user"},
    "OwnFact": {_P: "id review number made_at set_aside_at", _C: "words set_aside_why", _S: "made_by set_aside_by"},
    "Owed": {
        _P: "id review number sort agency due meeting made_at done_at set_aside_at",
        _C: "what named",
        _S: "member made_by done_by set_aside_by",
    },
    "OwedChange": {_P: "id review owed request sort was due made_at", _C: "words", _S: "made_by"},
    "RecordsRequest": {
        _P: "id review agency period_from period_to due made_at signed_off_at",
        _C: "what",
        _S: "made_by signed_off_by",
    },
    "MarkerEvidence": {
        _P: "id review scheme marker about number made_at taken_out_at",
        _C: "words",
        _S: "made_by taken_out_by",
    },
    "QualityMark": {_P: "id review round side marker grade made_at", _C: "reason", _S: "made_by"},
    "QualityRound": {
        _P: "id review number scheme scheme_version one_done_at other_done_at made_at settled_at",
        _S: "one other made_by settled_by",
    },
    "QualitySettlement": {_P: "id review round marker grade made_at", _C: "reason", _S: "made_by"},
    "Relation": {_P: "id review begins_known ends_known", _C: "person other kind begins ends"},
    "Reminder": {
        _P: "id review owed request step title due made_at sent_at dropped_at tries tried_at",
        _S: "user made_by",
    },
    "Residence": {_P: "id review begins_known ends_known", _C: "person place begins ends"},
    "Review": {
        _P: "id reference nation procedure made_at closed_at",
        _C: "title scope_from scope_to incident_date",
        _S: "made_by",
    },
    "ReviewAgency": {_P: "id review key name kind"},
    "Run": {_P: "id review version pack pack_version pack_hash entries made_at problems output", _S: "made_by"},
    "RunFact": {_P: "id review sort title weight agency entry first times order", _C: "known last children quote"},
    "RunSuggestion": {
        _P: "id review key decision rank kind rule title entries themes also agencies",
        _C: "because begins ends quotes children",
    },
    "RunWait": {
        _P: "id review standard begins ends limit unit status verdict order",
        _C: "child elapsed due",
    },
    "SavedView": {_P: "id review name", _C: "query", _S: "user"},
    "SentForm": {_P: "id token at"},
    "Settlement": {_P: "id review round thing verdict made_at", _C: "reason", _S: "made_by"},
    "Sighting": {
        _P: "id review entry child basis mode attempt conflict",
        _C: "seen spoken_to alone age company quotes machine",
    },
    "Source": {
        _P: "id review agency columns set_aside_at own_since",
        _C: "name set_aside_why",
        _S: "set_aside_by",
    },
    "SourceVersion": {
        _P: "id source number sha256 size kept_as read_as uploaded_at state read_at added removed kept "
        "new_keys gone_keys",
        _C: "problems taken_for doubted",
        _S: "uploaded_by",
    },
    "SuggestionDecision": {
        _P: "id review state moment rule also entries kind title made_at taken_back_at",
        _C: "reason because quotes taken_back_reason",
        _S: "made_by taken_back_by",
    },
    "UnknownName": {
        _P: "id review run count entries state decided_at",
        _C: "key written guess person reason",
        _S: "decided_by",
    },
    "User": {_P: "id standing is_active system made_at last_login password", _S: "email name"},
}
