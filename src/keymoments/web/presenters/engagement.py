"""Words for engagement, proceedings and independence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from keymoments.analysis.engagement import Heard, Step

SORT_WORDS = {
    "child": _("A child"),
    "parent": _("A parent or carer"),
    "sibling": _("A brother or sister"),
    "family": _("Somebody else of the family"),
    "practitioner": _("A practitioner"),
}
STEP_WORDS = {
    Step.TOLD: _("Told of the review"),
    Step.ASKED: _("Asked to take part"),
    Step.ADVOCATE: _("An advocate: offered, taken, declined or not needed"),
    Step.INTERPRETER: _("An interpreter: offered, taken, declined or not needed"),
    Step.ANSWERED: _("Answered"),
    Step.MET: _("Met"),
    Step.VIEWS: _("Gave their views"),
    Step.DECLINED: _("Declined, and why"),
    Step.NOT_REACHED: _("Could not be reached, and what was tried"),
    Step.NOT_ASKED: _("Is not to be asked: why, and who decided it"),
    Step.QUESTION: _("Put a question to the review"),
    Step.REPLY: _("The review’s answer to a question"),
    Step.DRAFT: _("Was shown the draft"),
    Step.CHANGED: _("What changed because of them"),
    Step.PUBLICATION: _("Told before publication"),
}
HEARD_WORDS = {
    Heard.YES: _("Heard"),
    Heard.NO: _("Not heard, and it is written why"),
    Heard.NOT_RECORDED: _("Nothing is written down yet"),
}
HEARD_COLOURS = {Heard.YES: "green", Heard.NO: "grey", Heard.NOT_RECORDED: "yellow"}
PROCEEDING_WORDS = {
    "criminal": _("Criminal proceedings"),
    "inquest": _("Inquest"),
    "family-court": _("Family court"),
    "disciplinary": _("Disciplinary proceedings"),
    "other-review": _("Another review"),
    "regulator": _("A regulator"),
    "other": _("Other"),
}
QUESTION_WORDS = {
    "worked-for-agency": _("Have you worked for an agency of this review in the time that it looks at?"),
    "managed-somebody": _("Have you managed or supervised somebody who knew the family?"),
    "knew-family": _("Have you known the child or the family?"),
    "earlier-review": _("Have you worked on an earlier review of this board?"),
    "money": _("Do you have money or other gain from it beyond what was agreed?"),
    "other": _("Is there anything else that others may see as standing against your independence?"),
}
JUDGED_WORDS = {
    "waiting": _("Not looked at yet"),
    "accepted": _("Accepted"),
    "more": _("More is asked"),
}
