"""Lines of enquiry with what speaks for and against, findings with who agrees, and coverage both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from keymoments.analysis.coverage import Coverage, coverage
from keymoments.reviews.models import (
    Account,
    Entry,
    Explained,
    Finding,
    FindingVoice,
    LineEvidence,
    LineOfEnquiry,
    MomentEvidence,
)
from keymoments.reviews.operations.findings import voices_of
from keymoments.reviews.queries.places import NoSuchReview, Place

PAGE = 50
TOP = 50  # suggestions that nobody decided about and whose first entry is weighty: those at the head of the list


@dataclass(frozen=True, slots=True)
class LineShown:
    """A question with how much stands under it."""

    line: LineOfEnquiry
    speaks_for: int
    speaks_against: int
    accounts: int
    findings: Sequence[Finding]


def lines_in(place: Place, *, aside: bool = False) -> list[LineShown]:
    """The questions of a review, or those that were set aside."""
    there = Q(evidence__taken_out_at=None)
    rows: Any = place.review.lines.filter(set_aside_at__isnull=not aside).annotate(
        speaks_for=Count("evidence", filter=there & Q(evidence__side="for"), distinct=True),
        speaks_against=Count("evidence", filter=there & Q(evidence__side="against"), distinct=True),
        told=Count("accounts", filter=Q(accounts__taken_out_at=None), distinct=True),
    )
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings_of(place):
        found[finding.line_id].append(finding)
    return [LineShown(row, row.speaks_for, row.speaks_against, row.told, found[row.pk]) for row in rows]


def findings_of(place: Place) -> QuerySet[Finding]:
    """The findings that count."""
    return place.review.findings.filter(set_aside_at=None).select_related("line", "signed_off_by")


@dataclass(frozen=True, slots=True)
class Speaks:
    """A moment or an entry under a question; ``entry`` is nothing for a moment, or where the review has none left."""

    evidence: LineEvidence
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class AboutLine:
    """A question with everything that hangs on it."""

    line: LineOfEnquiry
    speaks_for: Sequence[Speaks]
    speaks_against: Sequence[Speaks]
    accounts: Sequence[Account]
    findings: Sequence[Finding]
    aside: Sequence[Finding]


def line_in(place: Place, number: int) -> LineOfEnquiry:
    """One question by its number; raises :class:`NoSuchReview`."""
    found = place.review.lines.filter(number=number).select_related("made_by", "set_aside_by").first()
    if found is None:
        raise NoSuchReview
    return found


def about_line(place: Place, number: int) -> AboutLine:
    """A question, what speaks for and against an answer, the accounts beside it and what was found."""
    line = line_in(place, number)
    speaks = speaks_in(line)
    findings = list(line.findings.select_related("signed_off_by"))
    return AboutLine(
        line,
        [one for one in speaks if one.evidence.side == "for"],
        [one for one in speaks if one.evidence.side == "against"],
        list(line.accounts.filter(taken_out_at=None).select_related("made_by")),
        [one for one in findings if one.set_aside_at is None],
        [one for one in findings if one.set_aside_at is not None],
    )


def speaks_in(line: LineOfEnquiry, numbers: Iterable[int] | None = None) -> list[Speaks]:
    """What stands under a question now; ``numbers``: only these."""
    rows = line.evidence.filter(taken_out_at=None).select_related("moment", "added_by")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    found = list(rows)
    keys = [one.entry_key for one in found if one.entry_key]
    entries = {row.key: row for row in _entries(place_review=line.review_id, keys=keys)}
    return [Speaks(one, entries.get(one.entry_key)) for one in found]


def _entries(place_review: int, keys: Iterable[str]) -> QuerySet[Entry]:
    return Entry.objects.filter(review=place_review, key__in=list(keys)).select_related("agency", "source")


def line_evidence_in(line: LineOfEnquiry, number: str) -> LineEvidence:
    """One piece of what stands under a question; raises :class:`NoSuchReview`."""
    found = line.evidence.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found


def account_in(line: LineOfEnquiry, number: str) -> Account:
    """One account; raises :class:`NoSuchReview`."""
    found = line.accounts.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found


@dataclass(frozen=True, slots=True)
class AboutFinding:
    """A finding with what it rests on, who agrees with it as it stands, and what was said of earlier versions."""

    finding: Finding
    rests_on: Sequence[Speaks]
    voices: Sequence[FindingVoice]
    earlier: Sequence[FindingVoice]
    lost: int

    @property
    def disputed(self) -> bool:
        """Whether somebody does not agree."""
        return any(not one.agrees for one in self.voices)


def finding_in(place: Place, number: int) -> Finding:
    """One finding by its number; raises :class:`NoSuchReview`."""
    rows = place.review.findings.select_related("line", "made_by", "changed_by", "signed_off_by", "set_aside_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise NoSuchReview
    return found


def about_finding(place: Place, number: int) -> AboutFinding:
    """A finding with everything that hangs on it; ``lost``: how much it rested on that no longer stands there."""
    finding = finding_in(place, number)
    rests = speaks_in(finding.line, finding.rests_on)
    earlier = finding.voices.exclude(version=finding.version).select_related("made_by")
    return AboutFinding(finding, rests, voices_of(finding), list(earlier), len(finding.rests_on) - len(rests))


# ---- coverage ----


@dataclass(frozen=True, slots=True)
class CoverageShown:
    """How far findings and records answer each other; ``entries``: those of this page, by key."""

    counts: Coverage
    findings: Sequence[Finding]
    open: Sequence[Entry]
    explained: Sequence[tuple[Entry | None, Explained]]
    after: int | None
    before: int | None


def coverage_in(place: Place, *, start: int = 0) -> CoverageShown:
    """Findings without evidence, and weighty entries in no finding, each answered or explained."""
    by_moment: dict[int, list[str]] = defaultdict(list)
    shown = MomentEvidence.objects.filter(review=place.review, taken_out_at=None, moment__set_aside_at=None)
    for moment, key in shown.order_by("moment__begins", "id").values_list("moment_id", "entry_key"):
        by_moment[moment].append(key)
    suggested = place.review.suggestions.filter(decision=None).order_by("rank").values_list("entries", flat=True)[:TOP]
    weighty = [key for keys in by_moment.values() for key in keys] + [keys[0] for keys in suggested if keys]
    findings = list(findings_of(place))
    rests = _rests(place, findings, by_moment)
    notes = {row.entry_key: row for row in place.review.explained.filter(taken_back_at=None).select_related("made_by")}
    counts = coverage(rests, weighty, notes)
    keys = counts.open[start : start + PAGE]
    rows = {row.key: row for row in _entries(place.review.pk, [*keys, *counts.explained])}
    return CoverageShown(
        counts,
        [one for one in findings if str(one.number) in counts.bare],
        [rows[key] for key in keys if key in rows],
        [(rows.get(key), notes[key]) for key in counts.explained],
        start + PAGE if start + PAGE < len(counts.open) else None,
        max(0, start - PAGE) if start else None,
    )


def _rests(place: Place, findings: Sequence[Finding], by_moment: Mapping[int, Sequence[str]]) -> dict[str, list[str]]:
    """Number of a finding → the keys of the entries that show it, directly or through a moment."""
    told = place.review.line_evidence.filter(taken_out_at=None).values_list("pk", "moment_id", "entry_key")
    keys = {pk: list(by_moment.get(moment, ())) if moment else [key] for pk, moment, key in told}
    return {str(one.number): [key for pk in one.rests_on for key in keys.get(pk, ())] for one in findings}


def explained_in(place: Place, number: str) -> Explained:
    """One explanation that counts; raises :class:`NoSuchReview`."""
    rows = place.review.explained.filter(taken_back_at=None)
    found = rows.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found
