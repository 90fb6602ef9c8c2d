"""Write findings together, agree or disagree with them, and sign them off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import EditedVersion, Finding, FindingVoice, LineOfEnquiry, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.versions import Merged, note_version, settled
from keymoments.reviews.permissions import Permission

ABOUT = EditedVersion.About.FINDING


@dataclass(frozen=True, slots=True)
class FindingSaid:
    """What people say in a finding. ``rests_on``: numbers of the evidence of its line."""

    text: str
    confidence: str
    not_known: str = ""
    rests_on: tuple[int, ...] = ()

    def as_kept(self) -> dict[str, Any]:
        """As it stands in the history of versions."""
        return {
            "text": self.text,
            "confidence": str(self.confidence),
            "not_known": self.not_known,
            "rests_on": sorted(self.rests_on),
        }

    @classmethod
    def from_kept(cls, values: Mapping[str, Any]) -> FindingSaid:
        """What :meth:`as_kept` gave."""
        return cls(**{**values, "rests_on": tuple(values["rests_on"])})


def finding_said(finding: Finding) -> FindingSaid:
    """What a finding says now."""
    return FindingSaid(finding.text, finding.confidence, finding.not_known, tuple(finding.rests_on))


def _check(line: LineOfEnquiry, said: FindingSaid) -> None:
    if not said.text.strip():
        raise Refused(_("Write what the review finds."))
    if said.confidence not in Finding.Confidence.values:
        raise Refused(_("Say how sure the review is."))
    there = set(line.evidence.filter(taken_out_at=None).values_list("pk", flat=True))
    if not set(said.rests_on) <= there:
        raise Refused(_("A finding rests on what stands under its question: choose from that."))


@operation(Permission.FINDING_CHANGE)
def find(line: LineOfEnquiry, *, said: FindingSaid, by: User) -> Finding:
    """Write what the review finds about a question."""
    _check(line, said)
    number = (line.review.findings.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Finding.objects.create(
        review=line.review, line=line, number=number, made_by=by, changed_by=by, **said.as_kept()
    )
    note_version(line.review, ABOUT, made.pk, 1, said.as_kept(), by)
    audit.record("review:finding:make", made, by=by)
    return made


@operation(Permission.FINDING_CHANGE)
def change_finding(finding: Finding, *, said: FindingSaid, based_on: int, by: User) -> Merged:
    """Write it otherwise; a finding that was signed off is signed off no longer. ``based_on``: as for moments."""
    finding.refresh_from_db()
    found = settled(ABOUT, finding.pk, finding.version, based_on, said.as_kept())
    together = FindingSaid.from_kept(found.values)
    _check(finding.line, together)
    before = finding_said(finding).as_kept()
    changed = [name for name, value in together.as_kept().items() if value != before[name]]
    if changed:
        for name, value in together.as_kept().items():
            setattr(finding, name, value)
        finding.version += 1
        finding.changed_by = by
        finding.signed_off_at, finding.signed_off_by, finding.answer = None, None, ""
        finding.save()
        note_version(finding.review, ABOUT, finding.pk, finding.version, together.as_kept(), by)
    audit.record("review:finding:change", finding, by=by, fields=changed)
    return found


@operation(Permission.FINDING_CHANGE)
def say(finding: Finding, *, agrees: bool, version: int, by: User, reason: str = "") -> FindingVoice:
    """Agree with a version of a finding, or say why not."""
    finding.refresh_from_db()
    if version != finding.version:
        raise Refused(_("The finding was changed meanwhile: read it again, then say whether you agree."))
    if not agrees and not reason.strip():
        raise Refused(_("Say what you do not agree with."))
    made = FindingVoice.objects.create(
        review=finding.review, finding=finding, version=version, agrees=agrees, reason=reason.strip(), made_by=by
    )
    audit.record("review:finding:agree" if agrees else "review:finding:disagree", finding, by=by)
    return made


def voices_of(finding: Finding) -> list[FindingVoice]:
    """What each person says of the version that stands there now."""
    rows = finding.voices.filter(version=finding.version).select_related("made_by").order_by("id")
    return list({row.made_by_id: row for row in rows}.values())


@operation(Permission.FINDING_SIGN)
def sign_off(finding: Finding, *, version: int, by: User, answer: str = "") -> Finding:
    """Make a finding the review's own.

    It must rest on something, somebody else must agree, and whoever does not is answered.
    """
    finding.refresh_from_db()
    if version != finding.version:
        raise Refused(_("The finding was changed meanwhile: read it again, then sign it off."))
    if finding.signed_off_at is not None or finding.set_aside_at is not None:
        raise Refused(_("This finding is signed off or set aside already."))
    there = set(finding.line.evidence.filter(taken_out_at=None).values_list("pk", flat=True))
    if not set(finding.rests_on) & there:
        raise Refused(_("No finding is signed off that rests on nothing: choose the moments or entries that show it."))
    voices = voices_of(finding)
    if not any(one.agrees and one.made_by_id != by.pk for one in voices):
        raise Refused(_("Somebody else of the panel must agree first."))
    if any(not one.agrees for one in voices) and not answer.strip():
        raise Refused(_("Somebody does not agree: answer them before you sign it off."))
    finding.signed_off_at, finding.signed_off_by, finding.answer = datetime.now(UTC), by, answer.strip()
    finding.save()
    audit.record("review:finding:sign-off", finding, by=by)
    return finding


@operation(Permission.FINDING_CHANGE)
def set_finding_aside(finding: Finding, *, reason: str, by: User) -> Finding:
    """Say that it is no finding after all; it is kept, with the reason."""
    finding.refresh_from_db()
    if not reason.strip():
        raise Refused(_("Say why the finding is set aside."))
    finding.set_aside_at, finding.set_aside_by, finding.set_aside_why = datetime.now(UTC), by, reason.strip()
    finding.signed_off_at, finding.signed_off_by = None, None
    finding.save()
    audit.record("review:finding:set-aside", finding, by=by)
    return finding


@operation(Permission.FINDING_CHANGE)
def bring_finding_back(finding: Finding, *, by: User) -> Finding:
    """Let a finding that was set aside count again."""
    finding.refresh_from_db()
    if finding.line.set_aside_at is not None:
        raise Refused(_("Its question is set aside: bring that back first."))
    finding.set_aside_at, finding.set_aside_by, finding.set_aside_why = None, None, ""
    finding.save()
    audit.record("review:finding:bring-back", finding, by=by)
    return finding
