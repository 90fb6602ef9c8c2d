"""Make letters and forms of a review as Word files, and take the board's own files for them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from keymoments.errors import UnreadableSource
from keymoments.export.letter_words import LETTERS, Letter
from keymoments.export.letters import Filled, LetterError, built_in, fill
from keymoments.ingest.archive import Archive
from keymoments.reviews import audit, vault
from keymoments.reviews.models import BoardTemplate, MadeDocument, Review, ReviewAgency, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.operations.sources import clean_name
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.documents import known_values, own_templates
from keymoments.reviews.queries.places import Place

LARGEST = 5 * 1024 * 1024  # bytes of a board's own file: letterheads hold pictures
LONGEST = 20_000  # characters that somebody may type for one field


def template_of(letter: Letter) -> tuple[str, bytes]:
    """The file in use for a letter: the name of the board's own and its bytes, or no name and the built-in one."""
    own = own_templates().get(letter.key)
    if own is None:
        return "", built_in(letter)
    try:
        return own.name, b"".join(vault.pieces_of(own.kept_as))
    except vault.SpoiltFile as error:
        raise Refused(str(error)) from error


@operation(Permission.DOCUMENT_MAKE)
def make_document(
    review: Review,
    *,
    letter: str,
    typed: Mapping[str, str],
    place: Place,
    by: User,
    agency: ReviewAgency | None = None,
    stage: str = "",
) -> MadeDocument:
    """Make a letter from what the review knows and what is typed; the file is kept whole or nothing is.

    ``typed``: for the fields that the letter asks for. ``place``: of whoever makes it.
    """
    chosen = LETTERS.get(letter)
    if chosen is None:
        raise Refused(_("Choose a letter."))
    if chosen.to_agency and agency is None:
        raise Refused(_("Choose the agency that the letter is to."))
    if unknown := sorted(set(typed) - set(chosen.typed)):
        raise Refused(_("This letter does not ask for %(field)s.") % {"field": unknown[0]})
    if any(len(words) > LONGEST for words in typed.values()):
        raise Refused(_("This is too long for one field of a letter: shorten it."))
    name, data = template_of(chosen)
    filled = _filled(data, chosen, {**known_values(place, chosen, agency), **typed})
    kept_as, sha256, size = vault.keep([filled.data])
    number = (review.documents.aggregate(last=Max("number"))["last"] or 0) + 1
    made = MadeDocument.objects.create(
        review=review, number=number, letter=letter, stage=stage.strip(), agency=agency, template=name,
        kept_as=kept_as, sha256=sha256, size=size, to_fill_in=filled.to_fill_in, made_by=by,
    )  # fmt: skip
    audit.record("review:document:make", made, by=by)
    return made


def _filled(data: bytes, letter: Letter, values: Mapping[str, str]) -> Filled:
    try:
        return fill(data, letter, values)
    except LetterError as error:
        raise Refused(str(error)) from error


@operation(Permission.ARRANGEMENT)
def take_template(_nothing: None, *, letter: str, name: str, data: bytes, by: User) -> BoardTemplate:
    """Take the board's own Word file for a letter, for every review; a field that it has not is refused by name."""
    if letter not in LETTERS:
        raise Refused(_("Choose a letter."))
    if len(data) > LARGEST:
        raise Refused(_("This file is larger than 5 MB: make its pictures smaller."))
    try:
        with Archive(io.BytesIO(data)):
            pass
        fill(data, LETTERS[letter], {})  # every part of it is read once, so that no letter fails over it later
    except (LetterError, UnreadableSource) as error:
        raise Refused(str(error)) from error
    _take_out(letter, by)
    made = BoardTemplate.objects.create(letter=letter, name=clean_name(name), kept_as=vault.keep([data])[0], made_by=by)
    audit.record("template:take", made, by=by)
    return made


@operation(Permission.ARRANGEMENT)
def let_template_go(template: BoardTemplate, *, by: User) -> BoardTemplate:
    """Use the built-in letter again; the board's file is kept."""
    template.refresh_from_db()
    if template.taken_out_at is not None:
        raise Refused(_("The built-in letter is in use already."))
    _take_out(template.letter, by)
    audit.record("template:let-go", template, by=by)
    return template


def _take_out(letter: str, by: User) -> None:
    BoardTemplate.objects.filter(letter=letter, taken_out_at=None).update(
        taken_out_at=datetime.now(UTC), taken_out_by=by
    )


def note_taken(document: MadeDocument, by: User) -> None:
    """Write down that somebody took a letter away."""
    audit.record("review:document:take", document, by=by)
