"""The whole of a review as one archive: sources, every row, outputs, audit, and a manifest by which a change shows."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.db import models

from keymoments import __version__
from keymoments.errors import KeymomentsError
from keymoments.reviews import vault
from keymoments.reviews.models import AuditEvent, AuditHead, EngagementStep, MadeDocument, Review, SourceVersion, User

SCHEMA = "keymoments/bundle/1"
MANIFEST = "manifest.json"
CHANGED = "This bundle was changed since it was made: ask for it again where it came from."
SEAL = 64  # letters of the hash in the comment at the end
# Work of this machine alone, or one person's own until it is sent; and the audit, which has a part of its own.
LEFT_OUT = frozenset(("AuditEvent", "Job", "Export", "Invitation", "Draft", "EarlierAudit"))
LARGEST = 1 << 33  # bytes of one part: more is no review
_WHEN = (1980, 1, 1, 0, 0, 0)  # of every part, so that the same review gives the same bytes
Told = Callable[[int, int], None]
# What reading an archive raises that was changed, cut off or is none.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError, TypeError),
    *(AttributeError, NotImplementedError, RuntimeError),
)


class BundleError(KeymomentsError):
    """An archive that is no bundle, or is not what it was."""


# ---- what belongs to a review ----


def parts_of(review: Review) -> Iterator[tuple[type[models.Model], models.QuerySet[Any]]]:
    """Every table that holds something of a review and its rows there, what others refer to before them."""
    yield Review, Review.objects.filter(pk=review.pk)
    for model in tables():
        path = "source__review" if model is SourceVersion else "review"
        yield model, model._default_manager.filter(**{path: review}).order_by("pk")


def tables() -> list[type[models.Model]]:
    """The tables of a review but for its own, each after those that it refers to."""
    every = [
        model
        for model in apps.get_app_config("reviews").get_models()
        if model.__name__ not in LEFT_OUT and (model is SourceVersion or _of_review(model))
    ]
    found: list[type[models.Model]] = []
    while len(found) < len(every):
        ready = [
            model for model in every
            if model not in found and all(other in found or other is model for other in _refers_to(model, every))
        ]  # fmt: skip
        found += sorted(ready, key=lambda model: model.__name__)
    return found


def _of_review(model: type[models.Model]) -> bool:
    return any(field.name == "review" for field in model._meta.concrete_fields)


def _refers_to(model: type[models.Model], among: Iterable[type[models.Model]]) -> set[type[models.Model]]:
    targets = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    return {other for other in among if other in targets}


# ---- writing ----


def write_bundle(
    review: Review, path: Path, *, outputs: Iterable[tuple[str, bytes]] = (), told: Told = lambda _done, _of: None
) -> int:
    """Write the archive of a review; how many rows it holds. The same review gives the same bytes.

    ``outputs``: further parts, name and bytes, under ``outputs/``. ``told`` is called with how many parts are written
    and how many there are; what it raises ends the writing.
    """
    parts: list[dict[str, Any]] = []
    rows: dict[str, int] = {}
    every = list(parts_of(review))
    of = len(every) + 3
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, pieces: Iterable[bytes]) -> None:
            digest, size = hashlib.sha256(), 0
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as out:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    out.write(piece)
            parts.append({"name": name, "sha256": digest.hexdigest(), "size": size})

        for done, (model, found) in enumerate(every):
            told(done, of)
            name = model.__name__
            rows[name] = found.count()
            put(f"rows/{name}.jsonl", _lines(found))
        put("people.jsonl", _people(review, every))
        told(len(every) + 1, of)
        for version in SourceVersion.objects.filter(source__review=review).order_by("pk"):
            put(f"sources/{version.pk}/original", vault.pieces_of(version.kept_as))
            if version.read_as:
                put(f"sources/{version.pk}/read", vault.pieces_of(version.read_as))
        for document in MadeDocument.objects.filter(review=review).order_by("pk"):
            put(f"documents/{document.pk}", vault.pieces_of(document.kept_as))
        for step in EngagementStep.objects.filter(review=review).exclude(proof_as="").order_by("pk"):
            put(f"proofs/{step.pk}", vault.pieces_of(step.proof_as))
        told(len(every) + 2, of)
        for name, content in outputs:
            put(f"outputs/{name}", [content])
        put("audit.csv", [audit_lines(review)])
        head = AuditHead.objects.filter(pk=1).first()
        manifest = {
            "schema": SCHEMA,
            "version": __version__,
            "review": review.reference,
            "rows": rows,
            "anchor": head.hash if head else "",
            "parts": sorted(parts, key=lambda part: str(part["name"])),
        }
        archive.writestr(zipfile.ZipInfo(MANIFEST, _WHEN), json.dumps(manifest, indent=1, sort_keys=True) + "\n")
        archive.comment = b"0" * SEAL
    with path.open("r+b") as whole:
        seal(whole)
    return sum(rows.values())


def seal(archive: BinaryIO) -> None:
    """Write the hash of all that comes before it into the comment at the end of an archive, where room was left.

    The hashes of the manifest say which part was changed; this one leaves no byte between the parts unseen.
    """
    digest = _digest(archive)
    archive.seek(-SEAL, io.SEEK_END)
    archive.write(digest)


def _digest(archive: BinaryIO) -> bytes:
    size = archive.seek(0, io.SEEK_END) - SEAL
    archive.seek(0)
    digest = hashlib.sha256()
    while size > 0 and (piece := archive.read(min(vault.PIECE, size))):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest().encode()


def _lines(found: models.QuerySet[Any]) -> Iterator[bytes]:
    fields = [field for field in found.model._meta.concrete_fields if not field.primary_key]
    for row in found.iterator(chunk_size=500):
        values = {field.attname: _plain(getattr(row, field.attname)) for field in fields}
        yield json.dumps({"pk": row.pk, **values}, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)  # exact to the penny
    return value.isoformat() if isinstance(value, (datetime, date)) else value


def _people(review: Review, every: Iterable[tuple[type[models.Model], models.QuerySet[Any]]]) -> Iterator[bytes]:
    """Everybody to whom a row refers: the number, the address and the name; never a password."""
    wanted: set[int] = {review.made_by_id}
    for model, found in every:
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                wanted.update(found.exclude(**{field.name: None}).order_by().values_list(field.attname, flat=True))
    for user in User.objects.filter(pk__in=wanted).order_by("pk"):
        said = {"pk": user.pk, "email": user.email, "name": user.name, "system": user.system}
        yield json.dumps(said, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def audit_lines(review: Review) -> bytes:
    """The audit of a review as CSV, with the links of the chain."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(("number", "at", "by", "action", "object", "fields", "previous", "hash"))
    for one in AuditEvent.objects.filter(review=review).select_related("by").order_by("pk"):
        by = one.by.name if one.by else ""
        at = one.at.isoformat()
        lines.writerow((one.pk, at, by, one.action, one.object, " ".join(one.fields), one.previous, one.hash))
    return out.getvalue().encode()


# ---- reading ----


class Bundle:
    """An archive that is whole: every part is there and is what the manifest says."""

    def __init__(self, source: BinaryIO) -> None:
        """Raises :class:`BundleError` where it is no bundle, of another form, or was changed."""
        try:
            self._archive = zipfile.ZipFile(source)
            self.manifest: dict[str, Any] = json.loads(self._archive.read(MANIFEST))
            self._parts = {str(part["name"]): part for part in self.manifest["parts"]}
        except _UNREADABLE:
            raise BundleError("This file is no bundle of a review: choose the archive that was exported.") from None
        if self.manifest.get("schema") != SCHEMA:
            raise BundleError("This bundle has a form that this version does not know: bring the program up to date.")
        source.seek(-SEAL, io.SEEK_END)
        if source.read(SEAL) != _digest(source):
            raise BundleError(CHANGED)
        self._check()

    def _check(self) -> None:
        names = set(self._archive.namelist()) - {MANIFEST}
        if names != set(self._parts) or len(names) + 1 != len(self._archive.namelist()):
            raise BundleError("Parts of this bundle are missing or were added: ask for it again where it came from.")
        for name, part in self._parts.items():
            digest, size = hashlib.sha256(), 0
            for piece in self.pieces_of(name):
                digest.update(piece)
                size += len(piece)
            if (digest.hexdigest(), size) != (part["sha256"], part["size"]):
                raise BundleError(CHANGED)

    @property
    def reference(self) -> str:
        """The reference of the review."""
        return str(self.manifest["review"])

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._parts

    def pieces_of(self, name: str) -> Iterator[bytes]:
        """The bytes of a part; raises :class:`BundleError` where they are not readable."""
        try:
            if self._archive.getinfo(name).file_size > LARGEST:
                raise BundleError("A part of this bundle is too large to be a review's.")
            with self._archive.open(name) as part:
                while piece := part.read(vault.PIECE):
                    yield piece
        except _UNREADABLE:
            raise BundleError(
                "This bundle was changed since it was made: ask for it again where it came from."
            ) from None

    def lines_of(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a part, one a line."""
        waiting = b""
        for piece in self.pieces_of(name):
            *lines, waiting = (waiting + piece).split(b"\n")
            for line in lines:
                yield json.loads(line)
        if waiting:
            yield json.loads(waiting)
