"""The files of an agency: hand in, see how far reading is and what was read, name headings, take out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keymoments.reviews.operations import sources as operations
from keymoments.reviews.operations.operation import Refused
from keymoments.reviews.operations.sources import Came
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.chronology import FILE_PAGE, entries_in_file
from keymoments.reviews.queries.places import Place, agency_in
from keymoments.reviews.queries.sources import changes_of, files_of, keys_at
from keymoments.reviews.vault import whole
from keymoments.web.forms.sources import Columns, TakeOut, Upload
from keymoments.web.presenters.columns import headings_of, not_found
from keymoments.web.presenters.problems import problems_shown
from keymoments.web.presenters.work import said_of, share_of
from keymoments.web.views.page import Confirmation, in_review, kept, kept_file, show

FIRST = 20  # entries that the page of a file shows
MOST_CHANGES = 200  # entries of each sort that the page of changes shows


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file that was sent."""

    name: str
    says: str
    wrong: bool = False
    plain: bool = False  # nothing to be said but that it has come


@in_review(Permission.SOURCE_VIEW, reads="review:source:list")
def sources(request: HttpRequest, place: Place, agency: str) -> HttpResponseBase:
    """The files of an agency, and the place to hand in others."""
    own = agency_in(place, agency)
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    if request.method == "POST" and form.is_valid():
        outcomes = [_taken(own, file, place) for file in form.cleaned_data["file"]]
        if request.headers.get("Accept") == "application/json":  # the page's own script sends one file at a time
            files = [{"name": one.name, "says": one.says, "wrong": one.wrong} for one in outcomes]
            return JsonResponse({"files": files})
        _tell(request, form, outcomes)
        if not form.errors:
            return redirect("sources", place.review.reference, agency)
    return show(request, "sources/sources.jinja", form=form, largest=filesizeformat(settings.LARGEST_UPLOAD),
                **_files(place, own))  # fmt: skip


def _taken(own: Any, file: Any, place: Place) -> Outcome:
    """Hand one file in, whatever becomes of the others."""
    name = operations.clean_name(file.name)
    if file.size > settings.LARGEST_UPLOAD:
        too_large = _("It is larger than a record should be (%(size)s at most): hand it in as several files.")
        return Outcome(name, too_large % {"size": filesizeformat(settings.LARGEST_UPLOAD)}, wrong=True)
    try:
        taken = operations.take(own, name=file.name, pieces=file.chunks(), by=place.user)
    except Refused as refusal:
        return Outcome(name, str(refusal), wrong=True)
    if taken.came is Came.AGAIN:
        there = taken.version.source.name
        if taken.version.state == taken.version.State.WAITING:
            return Outcome(
                name, _("This very file was handed in before (“%(name)s”). It is being read.") % {"name": there}
            )
        return Outcome(
            name, _("This very file was handed in before (“%(name)s”). Nothing has changed.") % {"name": there}
        )
    if taken.came is Came.FOREIGN:
        return Outcome(
            name, _("The file has come. Another agency handed in the very same one: check whose record it is.")
        )
    if taken.version.doubted:
        says = _("The file has come. Its name speaks of another agency (“%(word)s”): check whose record it is.")
        return Outcome(name, says % {"word": taken.version.doubted})
    if taken.came is Came.CHANGED:
        return Outcome(name, _("The file has come as a new version. It is being read."))
    return Outcome(name, _("The file has come. It is being read."), plain=True)


def _tell(request: HttpRequest, form: Form, outcomes: list[Outcome]) -> None:
    """Say what became of files that were sent without the script: what was refused stands at the box for files."""
    plain = sum(one.plain for one in outcomes)
    if plain:
        come = ngettext(
            "The file has come. It is being read.", "%(count)s files have come. They are being read.", plain
        )
        messages.success(request, come % {"count": plain} if plain > 1 else come)
    for one in outcomes:
        if one.wrong:
            form.add_error("file", f"{one.name}: {one.says}")
        elif not one.plain:
            messages.success(request, f"{one.name}: {one.says}")


def _files(place: Place, own: Any) -> dict[str, Any]:
    """What the list of files shows."""
    rows = files_of(own)
    return {
        "review": place.review,
        "agency": own,
        "rows": rows,
        "waiting": any(row.waiting for row in rows),
        "may_upload": place.may(Permission.SOURCE_UPLOAD, own),
        "said_of": said_of,
        "share_of": share_of,
    }


@in_review(Permission.SOURCE_VIEW)
def file_states(request: HttpRequest, place: Place, agency: str) -> HttpResponseBase:
    """The list of files alone, asked for again and again while something is being read: no record stands in it."""
    return show(request, "sources/_files.jinja", **_files(place, agency_in(place, agency)))


@in_review(Permission.SOURCE_VIEW)
def source_state(request: HttpRequest, place: Place, agency: str, number: int) -> HttpResponseBase:
    """How far the reading of a file is; once it has ended, the page of the file is to be shown anew."""
    own = agency_in(place, agency)
    row = next(iter(files_of(own, only=number)), None)
    if row is None:
        raise Http404
    answer: HttpResponse = show(request, "sources/_reading.jinja", row=row, **_about(place, own))
    if row.waiting is None:
        answer["HX-Refresh"] = "true"
    return answer


def _about(place: Place, own: Any) -> dict[str, Any]:
    return {
        "review": place.review,
        "agency": own,
        "may_upload": place.may(Permission.SOURCE_UPLOAD, own),
        "said_of": said_of,
        "share_of": share_of,
    }


@in_review(Permission.SOURCE_VIEW, reads="review:source:view")
def source(request: HttpRequest, place: Place, agency: str, number: int) -> HttpResponseBase:
    """One file: how far reading is, what was read, each problem with how to fix it, what its columns mean."""
    own = agency_in(place, agency)
    row = next(iter(files_of(own, only=number)), None)
    if row is None or row.version is None:
        raise Http404
    one, version = row.source, row.version
    headings = headings_of(version.taken_for, one.columns)
    asked = request.POST.get("do", "columns") if request.method == "POST" else ""
    columns = Columns(request.POST if asked == "columns" else None, headings=headings,
                      initial=not_found(headings, one.columns))  # fmt: skip
    why = TakeOut(request.POST if asked == "out" else None)
    button = Confirmation(request.POST if asked in _BUTTONS else None)
    form, work, done = _asked(asked, one, place, columns=columns, why=why, button=button)
    if kept(request, form, work, done=done):
        return redirect("source", place.review.reference, agency, number)
    entries = list(one.entries.filter(gone_at=None).order_by("position", "id")[:FIRST])
    keys = keys_at(one, [problem["where"] for problem in version.problems])
    return show(request, "sources/source.jinja", form=form, columns=columns, why=why, row=row, source=one,
                newest=version, problems=problems_shown(version.problems, keys), entries=entries,
                versions=one.versions.select_related("uploaded_by").defer("new_keys", "gone_keys"),
                doubted=version.doubted if one.own_since is None else "", **_about(place, own))  # fmt: skip


_BUTTONS = ("back", "own", "stop")


def _asked(
    asked: str, one: Any, place: Place, *, columns: Columns, why: TakeOut, button: Form
) -> tuple[Form, Callable[[], object], str]:
    """Which of a file's forms was sent, what it asks for, and what to say when it is done."""
    if asked == "out":
        return why, lambda: operations.take_out(one, why=why.cleaned_data["why"], by=place.user), _("The file is out.")
    if asked == "back":
        return button, lambda: operations.bring_back(one, by=place.user), _("The file is back.")
    if asked == "own":
        return button, lambda: operations.say_own(one, by=place.user), _("Noted: it is the agency’s own record.")
    if asked == "stop":
        return button, lambda: operations.stop_reading(one, by=place.user), _("Reading is being stopped.")
    return (
        columns,
        lambda: operations.name_columns(one, columns=columns.cleaned_data, by=place.user),
        _("The file is being read again."),
    )


@in_review(Permission.SOURCE_VIEW, reads="review:source:changes")
def source_changes(request: HttpRequest, place: Place, agency: str, number: int) -> HttpResponseBase:
    """What the newest version of a file changed: entries that are new, gone and unchanged."""
    one = _source(place, agency, number)
    version = one.versions.first()
    if version is None:
        raise Http404
    return show(request, "sources/source-changes.jinja", review=place.review, agency=one.agency, source=one,
                version=version, changes=changes_of(version, MOST_CHANGES), most=MOST_CHANGES)  # fmt: skip


@in_review(Permission.SOURCE_VIEW, reads="review:source:read-through")
def source_entries(request: HttpRequest, place: Place, agency: str, number: int) -> HttpResponseBase:
    """A file in its own order, as it was read; an entry's reference leads to its place here."""
    one = _source(place, agency, number)
    start = request.GET.get("from", "0")
    rows = list(entries_in_file(one, int(start) if start.isdecimal() and len(start) < 9 else 0))
    return show(request, "sources/source-entries.jinja", review=place.review, agency=one.agency, source=one,
                rows=rows[:FILE_PAGE], more=rows[FILE_PAGE].position if len(rows) > FILE_PAGE else None)  # fmt: skip


@in_review(Permission.SOURCE_VIEW, reads="review:source:take")
def original(request: HttpRequest, place: Place, agency: str, number: int) -> HttpResponseBase:
    """The file as it came, byte for byte."""
    one = _source(place, agency, number)
    version = one.versions.first()
    if version is None:
        raise Http404
    if not whole(version.kept_as):
        operations.note_spoilt(version, by=place.user)
        answer = show(request, "sources/spoilt.jinja", review=place.review, source=one, agency=one.agency)
        answer.status_code = 500
        return answer
    return kept_file(version.kept_as, one.name, "application/octet-stream")


def _source(place: Place, agency: str, number: int) -> Any:
    one = agency_in(place, agency).sources.select_related("agency").filter(pk=number).first()
    if one is None:
        raise Http404
    return one
