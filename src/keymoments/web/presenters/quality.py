"""Words for quality marks: what a pre-check asks, what it came to, and where it can be mended."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keymoments.analysis.quality import CheckState, Precheck, Scheme

CHECK_WORDS = {
    "requests_signed": gettext_lazy("Agencies have signed their records off"),
    "conflicts_declared": gettext_lazy("Members have answered the question about conflicts of interest"),
    "independence_declared": gettext_lazy("Independence is declared"),
    "questions_answered": gettext_lazy("Questions of the review have a finding"),
    "findings_resting": gettext_lazy("Findings rest on something"),
    "moments_complete": gettext_lazy("Key moments say what was known, expected and done, why, and what it meant"),
    "suggestions_decided": gettext_lazy("Suggestions are decided"),
    "weighty_answered": gettext_lazy("Weighty entries are in a finding or explained"),
    "comments_settled": gettext_lazy("Comments are settled"),
    "criteria_answered": gettext_lazy("Criteria of the decision are answered"),
    "engagement_told": gettext_lazy("People of the family were told of the review"),
    "engagement_heard": gettext_lazy("People of the family were heard, or it is written why not"),
    "stages_in_time": gettext_lazy("Stages are within their limits"),
    "findings_signed": gettext_lazy("Findings are signed off"),
    "family_accounts": gettext_lazy("Accounts of the child or the family stand beside the records"),
    "practitioner_accounts": gettext_lazy("Accounts of practitioners stand beside the records"),
    "progress_checks": gettext_lazy("Time and quality were looked at while it ran"),
    "decision_told": gettext_lazy("It is written who was told of the decision"),
    "earlier_findings": gettext_lazy("Earlier findings that this case repeats are named"),
    "learning_events": gettext_lazy("A learning event was held"),
    "holds_standing": gettext_lazy("Nothing forbids publication"),
    "proceedings_open": gettext_lazy("Other proceedings are written down"),
    "decision_recorded": gettext_lazy("The decision is written down"),
    "within_budget": gettext_lazy("The cost is within the budget"),
}
# Where each can be mended: the name of a page of the review.
CHECK_PAGES = {
    "requests_signed": "requests", "conflicts_declared": "members", "questions_answered": "enquiry",
    "findings_resting": "enquiry", "moments_complete": "moments", "suggestions_decided": "suggestions",
    "weighty_answered": "covered", "comments_settled": "comments", "criteria_answered": "decision",
    "stages_in_time": "stages", "findings_signed": "enquiry", "family_accounts": "enquiry",
    "practitioner_accounts": "enquiry", "progress_checks": "checks", "decision_told": "decision",
    "earlier_findings": "decision", "decision_recorded": "decision", "engagement_told": "engagement",
    "engagement_heard": "engagement", "learning_events": "learning", "holds_standing": "proceedings",
    "proceedings_open": "proceedings", "independence_declared": "independence", "within_budget": "cost",
}  # fmt: skip
STATE_WORDS = {
    CheckState.FULFILLED: gettext_lazy("yes"),
    CheckState.OPEN: gettext_lazy("not yet"),
    CheckState.UNKNOWN: gettext_lazy("cannot be known here"),
}
# English words of the packs that stand in Welsh as well: schemes of the field and their grades.
PACK_WORDS = {
    "The field's eighteen quality markers": gettext_lazy("The field’s eighteen quality markers"),
    "The four-grade evaluation of reviews under the procedure of 2010": gettext_lazy(
        "The four-grade evaluation of reviews under the procedure of 2010"
    ),
    "Not yet": gettext_lazy("Not yet"),
    "Partly": gettext_lazy("Partly"),
    "Mostly": gettext_lazy("Mostly"),
    "Fully": gettext_lazy("Fully"),
    "Cannot be said yet": gettext_lazy("Cannot be said yet"),
    "Does not apply": gettext_lazy("Does not apply"),
    "Inadequate": gettext_lazy("Inadequate"),
    "Adequate": gettext_lazy("Adequate"),
    "Good": gettext_lazy("Good"),
    "Outstanding": gettext_lazy("Outstanding"),
}


def check_words(check: Precheck) -> str:
    """A pre-check in a line, with its numbers."""
    said = f"{CHECK_WORDS[check.key]}: {STATE_WORDS[check.state]}"
    if check.done is not None and check.of is not None:
        return said + " " + _("(%(done)d of %(of)d)") % {"done": check.done, "of": check.of}
    return said + (f" ({check.done})" if check.done is not None else "")


def grade_words(scheme: Scheme, grade: str) -> str:
    """A grade, or what is no grade, in words."""
    found = dict((*scheme.grades, *scheme.outside)).get(grade, grade)
    return str(PACK_WORDS.get(found, found))


def grade_choices(scheme: Scheme) -> list[tuple[str, str]]:
    """What may be given, the best first, then what is no grade."""
    return [(key, grade_words(scheme, key)) for key, _words in (*reversed(scheme.grades), *scheme.outside)]


def kappa_words(value: float | None) -> str:
    """A weighted kappa with two places, or that it says nothing here."""
    if value is None:
        return _("says nothing here: too few markers with a grade, or all of one grade")
    return f"{value:.2f}"
