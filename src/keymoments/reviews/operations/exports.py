"""Ask for an export that takes long, have it stopped, take it, and let it go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keymoments.reviews import audit, vault
from keymoments.reviews.exports import BUNDLE
from keymoments.reviews.models import Export, Job, Review, User
from keymoments.reviews.operations.operation import NotAllowed, Refused, operation
from keymoments.reviews.operations.people import background
from keymoments.reviews.operations.stopping import halt
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import Filter
from keymoments.reviews.queries.exports import filter_as_json, own_place


@operation(Permission.EXPORT)
def ask_for_export(review: Review, *, wanted: Filter, kind: str, by: User) -> Export:
    """Have an export made in the background; one that is being made already is the same one.

    ``wanted``: the filter; ``kind``: the sort of file, as :data:`keymoments.reviews.exports.KINDS` names them.
    """
    place = own_place(by, review)
    if place is None:
        raise NotAllowed(str(Permission.EXPORT))
    asked = filter_as_json(wanted)
    ongoing = Job.objects.filter(review=review, kind="export", state__in=(Job.State.QUEUED, Job.State.RUNNING))
    for export in review.exports.filter(made_by=by, kind=kind, pk__in=ongoing.values("about")):
        if export.wanted == asked:
            audit.record("review:export:ask", export, by=by)
            return export
    export = Export.objects.create(
        review=review,
        agency=place.own,
        kind=kind,
        wanted=asked,
        language=get_language() or settings.LANGUAGE_CODE,
        made_by=by,
    )
    Job.objects.create(review=review, kind="export", about=export.pk, made_by=by)
    audit.record("review:export:ask", export, by=by)
    return export


@operation(Permission.BUNDLE)
def ask_for_bundle(review: Review, *, by: User) -> Export:
    """Have the whole review made into one archive in the background."""
    audit.record("review:bundle:ask", review, by=by)
    return ask_for_export(review, wanted=Filter(), kind=BUNDLE, by=by)


@operation(Permission.EXPORT)
def store_export(export: Export, *, kept: tuple[str, str, int], count: int, by: User) -> Export:
    """Offer a finished file, kept under its name in the vault, to whoever asked for it."""
    export.kept_as, _sha256, export.size = kept
    export.count, export.ready_at = count, datetime.now(UTC)
    export.save()
    audit.record("review:export:store", export, by=by)
    return export


@operation(Permission.EXPORT)
def stop_export(export: Export, *, by: User) -> Export:
    """Have an export stopped by whoever asked for it: no file of it stays."""
    _mine(export, by)
    job = Job.objects.filter(kind="export", about=export.pk).order_by("-id").first()
    if job is None or not halt(job):
        raise Refused(_("This work has ended already."))
    audit.record("review:export:stop", export, by=by)
    return export


@operation(Permission.EXPORT)
def take_export(export: Export, *, by: User) -> Export:
    """Write down that a file is given to whoever asked for it."""
    _mine(export, by)
    if not export.kept_as:
        raise Refused(_("The file is not there any more: ask for the export again."))
    audit.record("review:export:take", export, by=by)
    return export


@operation(Permission.EXPORT)
def let_go(export: Export, *, by: User) -> Export:
    """Let the file of an export go."""
    if not by.system:
        _mine(export, by)
    name = export.kept_as
    if not name:
        raise Refused(_("The file is not there any more: ask for the export again."))
    export.kept_as, export.let_go_at = "", datetime.now(UTC)
    export.save(update_fields=["kept_as", "let_go_at"])
    vault.forget(name)
    audit.record("review:export:let-go", export, by=by)
    return export


def let_go_of_old() -> int:
    """Let the files go that were kept for as long as the setting says; how many there were."""
    before = datetime.now(UTC) - timedelta(days=settings.EXPORT_DAYS)
    old = list(Export.objects.filter(ready_at__lt=before).exclude(kept_as=""))
    for export in old:
        let_go(export, by=background())
    return len(old)


def _mine(export: Export, by: User) -> None:
    if export.made_by_id != by.pk:
        audit.record("refused:export", export, by=by)
        raise NotAllowed(str(Permission.EXPORT))
