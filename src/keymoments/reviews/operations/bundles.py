"""Take a review in from its bundle, and see whether its newest analysis can be made again."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _

from keymoments.cores import spread
from keymoments.export.analysis_json import analysis_json
from keymoments.reviews import audit, bridge, vault
from keymoments.reviews.bundle import Bundle, BundleError, Told, tables, write_bundle
from keymoments.reviews.exports import write_export
from keymoments.reviews.models import (
    EarlierAudit,
    EditedVersion,
    EngagementStep,
    Finding,
    Job,
    KeyMoment,
    LineEvidence,
    MadeDocument,
    Meeting,
    Review,
    Run,
    SourceVersion,
    User,
)
from keymoments.reviews.operations.operation import NotAllowed, Refused, operation
from keymoments.reviews.operations.people import background, make_account
from keymoments.reviews.operations.runs import analysed, newest_read, parse
from keymoments.reviews.permissions import Permission, may
from keymoments.reviews.queries.chronology import Filter
from keymoments.reviews.queries.places import Place

Numbers = dict[type[models.Model], dict[int, int]]  # table → number in the bundle → number here


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether analysing a review again gives what its newest analysis gave, byte for byte.

    ``pack``: whether the definitions are the same ones; ``version``: whether the program is; ``read``: whether every
    file, read again as on the day it came, gives the same entries.
    """

    run: Run | None
    same: bool
    pack: bool
    version: bool
    read: bool


def replayed(review: Review) -> Replay:
    """Read the files as they came again, analyse them with people's decisions, and compare; changes nothing."""
    run = review.runs.first()
    if run is None or not run.output:
        return Replay(run, same=False, pack=False, version=False, read=False)
    found = analysed(review)
    analysis, read = found.analysis, all(_read_alike(version) for version in newest_read(review))
    same = read and found.output == run.output
    return Replay(run, same, analysis.pack_hash == run.pack_hash, analysis.version == run.version, read)


def _read_alike(version: SourceVersion) -> bool:
    """Whether a file gives the entries that it gave when it was read."""
    day = version.read_at.astimezone().date() if version.read_at else None
    again = bridge.reading_as_json(parse(version, today=day).entries)
    return again == b"".join(vault.pieces_of(version.read_as))


@operation(Permission.BUNDLE)
def ask_for_replay(review: Review, *, by: User) -> Job:
    """Have the newest analysis made again and compared; one that waits is enough."""
    waiting = review.jobs.filter(kind="replay", state=Job.State.QUEUED).first()
    job = waiting or Job.objects.create(review=review, kind="replay", made_by=by)
    audit.record("review:replay:ask", job, by=by)
    return job


def write_whole(place: Place, path: Path, *, told: Told) -> int:
    """Write the bundle of a review with its outputs: all that the analysis found, and the chronology as a table."""
    review = place.review
    outputs: list[tuple[str, bytes]] = []
    if review.runs.exists():
        outputs.append(("analysis.json", analysis_json(analysed(review).analysis, spread)))
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        table = Path(folder) / "chronology.csv"
        write_export(place, Filter(), "csv", table, when=review.made_at)
        outputs.append(("chronology.csv", table.read_bytes()))
    return write_bundle(review, path, outputs=outputs, told=told)


def import_bundle(bundle: Bundle, *, by: User) -> Review:
    """Make the review of a bundle here, with everything in it; all of it or nothing.

    People are known by their addresses; whoever has no account here gets one that nobody can sign in to until its
    holder asks for a password. Raises :class:`Refused` where the review is here already and
    :class:`~keymoments.reviews.bundle.BundleError` where a row does not fit.
    """
    if not (by.system or may(by, Permission.REVIEW_OPEN)):
        audit.record(f"refused:{Permission.REVIEW_OPEN}", by=by)
        raise NotAllowed(str(Permission.REVIEW_OPEN))
    if Review.objects.filter(reference=bundle.reference).exists():
        raise Refused(_("A review with this reference is here already."))
    kept: list[str] = []
    try:
        with transaction.atomic():
            review = _Taking(bundle, kept).everything()
            audit.record("review:bundle:import", review, by=by)
    except BaseException as error:
        for name in kept:
            vault.forget(name)
        if isinstance(error, (KeyError, ValueError, TypeError, AttributeError, ValidationError, DatabaseError)):
            raise BundleError("A row of this bundle does not fit: ask for it again where it came from.") from None
        raise
    return review


class _Taking:
    """Rows of a bundle on their way into this database, where they have other numbers."""

    def __init__(self, bundle: Bundle, kept: list[str]) -> None:
        self._bundle, self._kept = bundle, kept
        self._numbers: Numbers = {User: self._people()}

    def _people(self) -> dict[int, int]:
        found = {}
        for said in self._bundle.lines_of("people.jsonl"):
            if said["system"]:
                found[said["pk"]] = background().pk
                continue
            user = User.objects.filter(email=said["email"]).first()
            if user is None:
                user = make_account(
                    None, email=said["email"], name=said["name"], standing="", password=None, by=background()
                )
            found[said["pk"]] = user.pk
        return found

    def everything(self) -> Review:
        """Every row, and the bytes of every source."""
        # Versions name their moment or finding by its number only, so they come when those are here.
        every: list[type[models.Model]] = [Review, *(it for it in tables() if it is not EditedVersion), EditedVersion]
        for model in every:
            self._table(model)
        (number,) = self._numbers[Review].values()
        review = Review.objects.get(pk=number)
        for finding in review.findings.all():
            Finding.objects.filter(pk=finding.pk).update(rests_on=self._moved(finding.rests_on))
        content = b"".join(self._bundle.pieces_of("audit.csv"))
        EarlierAudit.objects.create(
            review=review,
            kept_as=self._keep([content]),
            lines=max(0, content.count(b"\r\n") - 1),
            anchor=str(self._bundle.manifest["anchor"]),
        )
        return review

    def _keep(self, pieces: Any) -> str:
        name, _sha256, _size = vault.keep(pieces)
        self._kept.append(name)
        return name

    def _table(self, model: type[models.Model]) -> None:
        numbers = self._numbers.setdefault(model, {})
        own: list[tuple[int, str, int]] = []  # a row that refers to another one of its table
        name = f"rows/{model.__name__}.jsonl"
        if not self._bundle.has(name):  # a table that the version which made the bundle did not have
            return
        for said in self._bundle.lines_of(name):
            row = model()
            for field in model._meta.concrete_fields:
                if field.primary_key or field.attname not in said:
                    continue
                value = said[field.attname]
                if field.is_relation and value is not None:
                    target: Any = field.related_model
                    if target is model:
                        own.append((said["pk"], field.attname, value))
                        value = None
                    else:
                        value = self._numbers[target][value]
                setattr(row, field.attname, field.to_python(value) if not field.is_relation else value)
            if isinstance(row, SourceVersion):
                self._files(row, said["pk"])
            if isinstance(row, MadeDocument):
                row.kept_as = self._keep(self._bundle.pieces_of(f"documents/{said['pk']}"))
            if isinstance(row, EngagementStep) and row.proof_as:
                row.proof_as = self._keep(self._bundle.pieces_of(f"proofs/{said['pk']}"))
            if isinstance(row, EditedVersion):
                self._version(row)
            row.save_base(raw=True, force_insert=True)  # as it was, also where a column fills itself
            numbers[said["pk"]] = row.pk
        for number, attname, other in own:
            model._default_manager.filter(pk=numbers[number]).update(**{attname: numbers[other]})

    def _files(self, version: SourceVersion, number: int) -> None:
        version.kept_as = self._keep(self._bundle.pieces_of(f"sources/{number}/original"))
        if version.read_as:
            version.read_as = self._keep(self._bundle.pieces_of(f"sources/{number}/read"))

    def _version(self, version: EditedVersion) -> None:
        tables_of: dict[str, type[models.Model]] = {"moment": KeyMoment, "finding": Finding, "meeting": Meeting}
        version.thing = self._numbers[tables_of[version.about]][version.thing]
        if "rests_on" in version.values:
            version.values = {**version.values, "rests_on": self._moved(version.values["rests_on"])}

    def _moved(self, numbers: list[int]) -> list[int]:
        """Numbers of evidence that stand inside of values."""
        here = self._numbers[LineEvidence]
        return sorted(here[number] for number in numbers)
