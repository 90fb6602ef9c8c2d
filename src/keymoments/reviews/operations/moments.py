"""Make and change the key moments of a review, and say which entries show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.analysis.household import DAY
from keymoments.analysis.moments import Factor
from keymoments.analysis.rules import Sort
from keymoments.reviews import audit
from keymoments.reviews.models import EditedVersion, Entry, KeyMoment, MomentEvidence, Review, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.versions import Merged, note_version, settled
from keymoments.reviews.permissions import Permission

ABOUT = EditedVersion.About.MOMENT


@dataclass(frozen=True, slots=True)
class MomentSaid:
    """What people say of a moment. ``ends``: nothing where it did not last; ``children``/``agencies``: keys."""

    title: str
    kind: str
    begins: date
    begins_known: str = DAY
    ends: date | None = None
    ends_known: str = DAY
    absence: bool = False
    children: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    known: str = ""
    expected: str = ""
    expected_source: str = ""
    happened: str = ""
    why: Mapping[str, str] = field(default_factory=dict)
    meant: str = ""

    def as_kept(self) -> dict[str, Any]:
        """As it stands in the history of versions: a value for each box of the form."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        days = {
            "begins": f"{self.begins.isoformat()} {self.begins_known}",
            "ends": f"{self.ends.isoformat()} {self.ends_known}" if self.ends else "",
        }
        keys = {"children": sorted(self.children), "agencies": sorted(self.agencies)}
        return {**plain, **days, **keys, **{f"why_{factor}": self.why.get(factor, "") for factor in Factor}}

    @classmethod
    def from_kept(cls, values: Mapping[str, Any]) -> MomentSaid:
        """What :meth:`as_kept` gave."""
        begins, begins_known = values["begins"].split()
        ends, ends_known = values["ends"].split() if values["ends"] else (None, DAY)
        return cls(
            **{name: values[name] for name in _PLAIN},
            begins=date.fromisoformat(begins),
            begins_known=begins_known,
            ends=date.fromisoformat(ends) if ends else None,
            ends_known=ends_known,
            children=tuple(values["children"]),
            agencies=tuple(values["agencies"]),
            why={str(factor): words for factor in Factor if (words := values[f"why_{factor}"])},
        )


_PLAIN = ("title", "kind", "absence", "known", "expected", "expected_source", "happened", "meant")


def said_of(moment: KeyMoment) -> MomentSaid:
    """What is said of a moment now."""
    plain = {name: getattr(moment, name) for name in MomentSaid.__dataclass_fields__}
    return MomentSaid(**{**plain, "children": tuple(moment.children), "agencies": tuple(moment.agencies)})


def _check(review: Review, said: MomentSaid) -> None:
    if not said.title.strip():
        raise Refused(_("Give the moment a title."))
    if said.kind not in {str(kind) for kind in Sort}:
        raise Refused(_("Choose what sort of moment it is."))
    if said.ends is not None and said.ends < said.begins:
        raise Refused(_("The last day lies before the first one."))
    if not set(said.why) <= {str(factor) for factor in Factor}:
        raise Refused(_("Choose one of the contributory factors offered."))
    known = set(review.agencies.values_list("key", flat=True))
    people = set(review.people.values_list("key", flat=True))
    if not set(said.agencies) <= known or not set(said.children) <= people:
        raise Refused(_("Choose children and agencies of this review."))


def _put(moment: KeyMoment, said: MomentSaid, by: User) -> None:
    for name in MomentSaid.__dataclass_fields__:
        value = getattr(said, name)
        setattr(moment, name, list(value) if isinstance(value, tuple) else value)
    moment.why = {name: words for name, words in said.why.items() if words}
    moment.changed_by = by


def create_moment(review: Review, said: MomentSaid, by: User) -> KeyMoment:
    """Make a moment inside an operation that writes down what it does."""
    _check(review, said)
    number = (review.moments.aggregate(last=Max("number"))["last"] or 0) + 1
    moment = KeyMoment(review=review, number=number, made_by=by)
    _put(moment, said, by)
    moment.save(force_insert=True)
    note_version(review, ABOUT, moment.pk, moment.version, said.as_kept(), by)
    return moment


def add_entries(moment: KeyMoment, keys: Iterable[str], by: User) -> None:
    """Make entries evidence of a moment inside an operation; those that are it already stay as they are."""
    there = set(moment.evidence.filter(taken_out_at=None).values_list("entry_key", flat=True))
    MomentEvidence.objects.bulk_create(
        MomentEvidence(review=moment.review, moment=moment, entry_key=key, added_by=by)
        for key in dict.fromkeys(keys)
        if key not in there
    )


@operation(Permission.MOMENT_CHANGE)
def make_moment(review: Review, *, said: MomentSaid, by: User, entries: Iterable[str] = ()) -> KeyMoment:
    """Make a key moment that no rule proposed; ``entries``: keys of those that show it."""
    moment = create_moment(review, said, by)
    add_entries(moment, _entries_of(review, entries), by)
    audit.record("review:moment:make", moment, by=by)
    return moment


@operation(Permission.MOMENT_CHANGE)
def change_moment(moment: KeyMoment, *, said: MomentSaid, based_on: int, by: User) -> Merged:
    """Say something else of a moment. ``based_on``: the version that the person saw.

    Where somebody else changed other boxes meanwhile both changes count; where they changed the same ones
    :class:`~keymoments.reviews.operations.versions.Overtaken` is raised and nothing changes.
    """
    moment.refresh_from_db()
    found = settled(ABOUT, moment.pk, moment.version, based_on, said.as_kept())
    together = MomentSaid.from_kept(found.values)
    _check(moment.review, together)
    before = said_of(moment).as_kept()
    changed = [name for name, value in together.as_kept().items() if value != before[name]]
    if changed:
        _put(moment, together, by)
        moment.version += 1
        moment.save()
        note_version(moment.review, ABOUT, moment.pk, moment.version, together.as_kept(), by)
    audit.record("review:moment:change", moment, by=by, fields=changed)
    return found


def _entries_of(review: Review, keys: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(keys))
    there = set(Entry.objects.filter(review=review, key__in=wanted).values_list("key", flat=True))
    if set(wanted) - there:
        raise Refused(_("One of these entries is not in this review."))
    return wanted


@operation(Permission.MOMENT_CHANGE)
def add_evidence(moment: KeyMoment, *, entry: str, by: User, note: str = "") -> MomentEvidence:
    """Say that an entry shows a moment. ``entry``: its key."""
    (key,) = _entries_of(moment.review, [entry])
    if moment.evidence.filter(entry_key=key, taken_out_at=None).exists():
        raise Refused(_("This entry is evidence of the moment already."))
    made = MomentEvidence.objects.create(
        review=moment.review, moment=moment, entry_key=key, note=note.strip(), added_by=by
    )
    audit.record("review:moment:evidence", moment, by=by)
    return made


@operation(Permission.MOMENT_CHANGE)
def take_out_evidence(evidence: MomentEvidence, *, by: User) -> None:
    """Say that an entry does not show a moment after all; that it once counted stays in the history."""
    evidence.refresh_from_db(fields=["taken_out_at"])
    if evidence.taken_out_at is not None:
        raise Refused(_("This entry is taken out already."))
    evidence.taken_out_at, evidence.taken_out_by = datetime.now(UTC), by
    evidence.save(update_fields=["taken_out_at", "taken_out_by"])
    audit.record("review:moment:evidence-out", evidence.moment, by=by)


@operation(Permission.MOMENT_CHANGE)
def set_aside(moment: KeyMoment, *, reason: str, by: User) -> KeyMoment:
    """Say that it is no key moment after all. It is kept, with the reason."""
    moment.refresh_from_db()
    if not reason.strip():
        raise Refused(_("Say why the moment is set aside."))
    if moment.set_aside_at is not None:
        raise Refused(_("This moment is set aside already."))
    moment.set_aside_at, moment.set_aside_by, moment.set_aside_why = datetime.now(UTC), by, reason.strip()
    moment.save()
    audit.record("review:moment:set-aside", moment, by=by)
    return moment


@operation(Permission.MOMENT_CHANGE)
def bring_back(moment: KeyMoment, *, by: User) -> KeyMoment:
    """Let a moment that was set aside count again."""
    moment.refresh_from_db()
    if moment.set_aside_at is None:
        raise Refused(_("This moment is not set aside."))
    moment.set_aside_at, moment.set_aside_by, moment.set_aside_why = None, None, ""
    moment.save()
    audit.record("review:moment:bring-back", moment, by=by)
    return moment
