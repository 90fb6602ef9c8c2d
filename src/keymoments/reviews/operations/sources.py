"""Ask an agency for records, take its files, hear that they are complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import PurePath

from django.utils.translation import gettext as _

from keymoments.reviews import audit, vault
from keymoments.reviews.models import Entry, Job, RecordsRequest, Review, ReviewAgency, Source, SourceVersion, User
from keymoments.reviews.operations.operation import Refused, allow, operation
from keymoments.reviews.operations.stopping import halt
from keymoments.reviews.permissions import Permission
from keymoments.reviews.whose_file import doubt_of_name

LONGEST_NAME = 200


class Came(Enum):
    """What a file that came is to what had come before."""

    NEW = "new"  # a name that had not come
    CHANGED = "changed"  # a new version
    AGAIN = "again"  # the same bytes under the same name
    TWIN = "twin"  # the same bytes as another file of the agency
    FOREIGN = "foreign"  # the same bytes as a file of another agency


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: the version that holds its bytes, and what it is to what had come before."""

    version: SourceVersion
    came: Came


@operation(Permission.REQUEST_MAKE)
def ask_for_records(
    agency: ReviewAgency, *, what: str, period_from: date, period_to: date, due: date, by: User
) -> RecordsRequest:
    """Ask an agency for its records."""
    if period_to < period_from:
        raise Refused(_("The period ends before it begins: swap the dates."))
    request = RecordsRequest.objects.create(
        review=agency.review,
        agency=agency,
        what=what,
        period_from=period_from,
        period_to=period_to,
        due=due,
        made_by=by,
    )
    audit.record("review:request:make", request, by=by)
    return request


def clean_name(name: str) -> str:
    """The file's name without folders and signs that could mislead."""
    plain = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in plain if sign.isprintable())[-LONGEST_NAME:] or "file"


def upload(agency: ReviewAgency, *, name: str, pieces: Iterable[bytes], by: User) -> SourceVersion:
    """Take a file and say which version it is: :func:`take` without what it is to the others."""
    return take(agency, name=name, pieces=pieces, by=by).version


def take(agency: ReviewAgency, *, name: str, pieces: Iterable[bytes], by: User) -> Taken:
    """Take a file: its bytes are kept whole before anything is read. The same bytes again change nothing.

    Writing a large file takes its time, so it is done before the transaction; what is refused then is not kept.
    """
    allow(Permission.SOURCE_UPLOAD, agency, by)
    kept = vault.keep(pieces)
    used = False
    try:
        taken = take_in(agency, name=name, kept=kept, by=by)
        used = taken.version.kept_as == kept[0]
    finally:
        if not used:
            vault.forget(kept[0])
    return taken


@operation(Permission.SOURCE_UPLOAD)
def take_in(agency: ReviewAgency, *, name: str, kept: tuple[str, str, int], by: User) -> Taken:
    """Make kept bytes (their name, SHA-256 and size) the newest version of an agency's file, and have it read."""
    kept_as, sha256, size = kept
    if not size:
        raise Refused(_("The file is empty: choose the file with the records and send it again."))
    name = clean_name(name)
    twin = _twin(agency, name, sha256)
    if twin is not None:
        return _once_more(twin, by=by)
    source, _made = Source.objects.get_or_create(agency=agency, name=name, defaults={"review_id": agency.review_id})
    newest = source.versions.first()
    if source.set_aside_at is not None:  # the agency hands in a better version of what had been taken out
        source.set_aside_at, source.set_aside_by, source.set_aside_why = None, None, ""
        source.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_why"])
        audit.record("review:source:bring-back", source, by=by)
    version = SourceVersion.objects.create(
        source=source,
        number=(newest.number if newest else 0) + 1,
        sha256=sha256,
        size=size,
        kept_as=kept_as,
        uploaded_by=by,
        doubted=doubt_of_name(name, agency.kind, agency.name),
    )
    version.problems = of_another_agency(version)
    version.save(update_fields=["problems"])
    _have_read(version, by=by)
    audit.record("review:source:upload-foreign" if version.problems else "review:source:upload", source, by=by)
    if version.problems:
        return Taken(version, Came.FOREIGN)
    return Taken(version, Came.CHANGED if newest else Came.NEW)


def _twin(agency: ReviewAgency, name: str, sha256: str) -> SourceVersion | None:
    """The newest version of a file of the agency that has these bytes: of the same name where there is one."""
    same = SourceVersion.objects.filter(source__agency=agency, sha256=sha256).select_related("source")
    newest = [one for one in same if one.pk == one.source.versions.values_list("pk", flat=True).first()]
    return min(newest, key=lambda one: (one.source.name != name, one.pk), default=None)


def _once_more(version: SourceVersion, *, by: User) -> Taken:
    """The same bytes as a file that is there: what was stopped or failed is read once more, else nothing changes."""
    source = version.source
    if source.set_aside_at is not None:
        raise Refused(_("This very file was handed in and taken out again: bring it back on the page of the file."))
    audit.record("review:source:upload-again", source, by=by)
    if version.state == SourceVersion.State.FAILED:
        version.state, version.problems = SourceVersion.State.WAITING, of_another_agency(version)
        version.save(update_fields=["state", "problems"])
        _have_read(version, by=by)
    return Taken(version, Came.AGAIN)


def _have_read(version: SourceVersion, *, by: User) -> None:
    Job.objects.create(review=version.source.review, kind="read", about=version.pk, made_by=by)


def of_another_agency(version: SourceVersion) -> list[dict[str, str]]:
    """A Problem where the very same bytes came from another agency of the review; it does not say from which."""
    source = version.source
    others = SourceVersion.objects.filter(source__review=source.review_id, sha256=version.sha256)
    if not others.exclude(source__agency=source.agency_id).exists():
        return []
    return [
        {
            "where": "",
            "what": "Another agency of this review handed in the very same file.",
            "how_to_fix": "Check whose record it is, and hand in your own agency’s instead.",
        }
    ]


def note_spoilt(version: SourceVersion, *, by: User) -> None:
    """Write down that a kept file is no longer what it was."""
    audit.record("refused:spoilt-file", version.source, by=by)


@operation(Permission.SOURCE_UPLOAD)
def name_columns(source: Source, *, columns: dict[str, str], by: User) -> Source:
    """Say which heading of a file means what, and have it read again.

    ``columns``: meaning to heading, as it stands in the file; an empty heading says nothing of its meaning.
    """
    source.columns = {meaning: heading for meaning, heading in columns.items() if heading}
    source.save(update_fields=["columns"])
    version = source.versions.first()
    if version is not None:
        _have_read(version, by=by)
    audit.record("review:source:columns", source, by=by, fields=["columns"])
    return source


@operation(Permission.SOURCE_UPLOAD)
def stop_reading(source: Source, *, by: User) -> Source:
    """Have the reading of an agency's own file stopped."""
    versions = list(source.versions.values_list("pk", flat=True))
    ongoing = Job.objects.filter(kind="read", about__in=versions, state__in=(Job.State.QUEUED, Job.State.RUNNING))
    stopped = [halt(job) for job in ongoing]
    if not any(stopped):
        raise Refused(_("This work has ended already."))
    audit.record("review:source:stop-reading", source, by=by)
    return source


@operation(Permission.SOURCE_UPLOAD)
def say_own(source: Source, *, by: User) -> Source:
    """Say that a file that looked to be another agency's is the agency's own record."""
    source.own_since = datetime.now(UTC)
    source.save(update_fields=["own_since"])
    audit.record("review:source:own", source, by=by, fields=["own_since"])
    return source


@operation(Permission.SOURCE_UPLOAD)
def take_out(source: Source, *, why: str, by: User) -> Source:
    """Take a file out of the chronology. Its bytes, its entries and what was decided about them stay."""
    if source.set_aside_at is not None:
        raise Refused(_("The file is taken out already."))
    if not why.strip():
        raise Refused(_("Say why the file is taken out."))
    source.set_aside_at, source.set_aside_by, source.set_aside_why = datetime.now(UTC), by, why.strip()
    source.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_why"])
    Entry.objects.filter(source=source, gone_at=None).update(gone_at=source.set_aside_at)
    _analyse(source.review, by=by)
    audit.record("review:source:take-out", source, by=by, fields=["set_aside_at", "set_aside_why"])
    return source


@operation(Permission.SOURCE_UPLOAD)
def bring_back(source: Source, *, by: User) -> Source:
    """Bring a file that was taken out back, with the entries it had."""
    if source.set_aside_at is None:
        raise Refused(_("The file is not taken out."))
    Entry.objects.filter(source=source, gone_at=source.set_aside_at).update(gone_at=None)
    source.set_aside_at, source.set_aside_by, source.set_aside_why = None, None, ""
    source.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_why"])
    _analyse(source.review, by=by)
    audit.record("review:source:bring-back", source, by=by, fields=["set_aside_at"])
    return source


def _analyse(review: Review, *, by: User) -> None:
    """Have the chronology laid and analysed anew; one waiting analysis is enough."""
    if not review.jobs.filter(kind="analyse", state=Job.State.QUEUED).exists():
        Job.objects.create(review=review, kind="analyse", made_by=by)


@operation(Permission.SOURCE_SIGN_OFF)
def sign_off(request: RecordsRequest, *, by: User) -> RecordsRequest:
    """Say that the agency's records are complete and checked."""
    files = request.agency.sources.filter(set_aside_at=None).prefetch_related("versions")
    states = [(one, one.versions.all()[0].state) for one in files if one.versions.all()]
    if any(state == SourceVersion.State.WAITING for _source, state in states):
        raise Refused(_("A file is still being read: wait until that is done."))
    if any(state == SourceVersion.State.FAILED for _source, state in states):
        raise Refused(_("A file could not be read: have it handed in in another form, or taken out with a reason."))
    if not states:
        raise Refused(_("No file of the agency has been read yet: send one first."))
    request.signed_off_at, request.signed_off_by = datetime.now(UTC), by
    request.save(update_fields=["signed_off_at", "signed_off_by"])
    audit.record("review:request:sign-off", request, by=by)
    return request
