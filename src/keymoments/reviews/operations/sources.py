"""Ask an agency for records, take its files, hear that they are complete."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import PurePath

from django.utils.translation import gettext as _

from keymoments.reviews import audit, vault
from keymoments.reviews.models import Job, RecordsRequest, ReviewAgency, Source, SourceVersion, User
from keymoments.reviews.operations.operation import Refused, allow, operation
from keymoments.reviews.permissions import Permission

LONGEST_NAME = 200


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
    """Take a file: its bytes are kept whole before anything is read. The same bytes again change nothing.

    Writing a large file takes its time, so it is done before the transaction; what is refused then is not kept.
    """
    allow(Permission.SOURCE_UPLOAD, agency, by)
    kept = vault.keep(pieces)
    used = False
    try:
        version = take_in(agency, name=name, kept=kept, by=by)
        used = version.kept_as == kept[0]
    finally:
        if not used:
            vault.forget(kept[0])
    return version


@operation(Permission.SOURCE_UPLOAD)
def take_in(agency: ReviewAgency, *, name: str, kept: tuple[str, str, int], by: User) -> SourceVersion:
    """Make kept bytes (their name, SHA-256 and size) the newest version of an agency's file, and have it read."""
    kept_as, sha256, size = kept
    if not size:
        raise Refused(_("The file is empty: choose the file with the records and send it again."))
    source, _made = Source.objects.get_or_create(
        agency=agency, name=clean_name(name), defaults={"review_id": agency.review_id}
    )
    newest = source.versions.first()
    if newest is not None and newest.sha256 == sha256:
        audit.record("review:source:upload-again", newest.source, by=by)
        if newest.state == SourceVersion.State.FAILED:  # what was stopped or failed is tried once more
            newest.state, newest.problems = SourceVersion.State.WAITING, []
            newest.save(update_fields=["state", "problems"])
            Job.objects.create(review=agency.review, kind="read", about=newest.pk, made_by=by)
        return newest
    version = SourceVersion.objects.create(
        source=source,
        number=(newest.number if newest else 0) + 1,
        sha256=sha256,
        size=size,
        kept_as=kept_as,
        uploaded_by=by,
    )
    version.problems = of_another_agency(version)
    version.save(update_fields=["problems"])
    Job.objects.create(review=agency.review, kind="read", about=version.pk, made_by=by)
    audit.record("review:source:upload-foreign" if version.problems else "review:source:upload", source, by=by)
    return version


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
    """Say which heading of a file means what, and have it read again."""
    source.columns = {meaning: heading for meaning, heading in columns.items() if heading}
    source.save()
    version = source.versions.first()
    if version is not None:
        Job.objects.create(review=source.review, kind="read", about=version.pk, made_by=by)
    audit.record("review:source:columns", source, by=by, fields=["columns"])
    return source


@operation(Permission.SOURCE_SIGN_OFF)
def sign_off(request: RecordsRequest, *, by: User) -> RecordsRequest:
    """Say that the agency's records are complete and checked."""
    versions = SourceVersion.objects.filter(source__agency=request.agency)
    if not versions.filter(state=SourceVersion.State.READ).exists():
        raise Refused(_("No file of the agency has been read yet: send one first."))
    request.signed_off_at, request.signed_off_by = datetime.now(UTC), by
    request.save()
    audit.record("review:request:sign-off", request, by=by)
    return request
