"""Letters and forms of a review as Word files, and the board's own files for them."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from keymoments.export.letter_words import FIELDS, LETTERS
from keymoments.reviews.operations import documents as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries import documents as queries
from keymoments.reviews.queries.places import NoSuchReview, Place, agency_in
from keymoments.reviews.vault import whole
from keymoments.web.forms.documents import MakingLetter, OwnTemplate
from keymoments.web.presenters.documents import ABOUT_WORDS, LETTER_WORDS
from keymoments.web.views.page import Confirmation, in_review, kept, kept_file, show

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@in_review(Permission.DOCUMENT_MAKE, reads="review:documents:view")
def documents(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Which letters there are, those that were made, and the board's own files."""
    do = request.POST.get("do", "")
    own = queries.own_templates()
    upload = OwnTemplate(request.POST if do == "take" else None, request.FILES if do == "take" else None, prefix="take")
    form: Form = upload if do == "take" else Confirmation(request.POST or None)

    def work() -> object:
        if do == "take":
            file = upload.cleaned_data["file"]
            return operations.take_template(
                None, letter=upload.cleaned_data["letter"], name=file.name, data=file.read(), by=place.user
            )
        template = own.get(request.POST.get("row", ""))
        if do != "let-go" or template is None:
            raise NoSuchReview
        return operations.let_template_go(template, by=place.user)

    if do and kept(request, form, work, done=_("Kept")):
        return redirect("documents", place.review.reference)
    return show(request, "documents/documents.jinja", review=place.review, letters=LETTERS, words=LETTER_WORDS,
                about=ABOUT_WORDS, rows=queries.documents_in(place), own=own, upload=upload, sent=form,
                may_take=place.may(Permission.ARRANGEMENT))  # fmt: skip


@in_review(Permission.DOCUMENT_MAKE, reads="review:documents:view")
def new_document(request: HttpRequest, place: Place, letter: str) -> HttpResponseBase:
    """Make one letter."""
    chosen = queries.letter_named(letter)
    agencies = [(one.key, one.name) for one in place.agencies]
    form = MakingLetter(request.POST or None, letter=chosen, agencies=agencies)

    def work() -> object:
        key = form.cleaned_data.get("agency", "")
        return operations.make_document(
            place.review, letter=letter, typed=form.typed(), place=place, by=place.user,
            agency=agency_in(place, key) if key else None, stage=form.cleaned_data["stage"],
        )  # fmt: skip

    if kept(request, form, work, done=_("The letter is made. Take it away below, and read it before you send it.")):
        return redirect("documents", place.review.reference)
    known = queries.known_values(place, chosen, None)
    return show(request, "documents/new-document.jinja", review=place.review, form=form, letter=chosen,
                words=LETTER_WORDS[letter], about=ABOUT_WORDS[letter], known=_known(known))  # fmt: skip


def _known(values: dict[str, str]) -> list[str]:
    """Fields that the review fills by itself, in words."""
    return [_(FIELDS[name]) for name, words in values.items() if words]


@in_review(Permission.DOCUMENT_MAKE)
def take_document(request: HttpRequest, place: Place, number: int) -> HttpResponseBase:  # noqa: ARG001
    """A letter as it was made, to take away again."""
    row = queries.document_in(place, number)
    if not whole(row.kept_as):
        raise Http404
    operations.note_taken(row, place.user)
    # A reference is often made from a name: what goes to a family does not carry it.
    whose = "" if row.letter == "family" else f"{place.review.reference}-"
    return kept_file(row.kept_as, f"{whose}{row.letter}-{row.number}.docx", WORD)


@in_review(Permission.DOCUMENT_MAKE)
def letter_template(request: HttpRequest, place: Place, letter: str) -> HttpResponseBase:  # noqa: ARG001
    """The file in use for a letter, with its fields in it, as a start for the board's own."""
    try:
        _name, data = operations.template_of(queries.letter_named(letter))
    except Refused:
        raise Http404 from None
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{letter}.docx"'}
    return HttpResponse(data, content_type=WORD, headers=headers)
