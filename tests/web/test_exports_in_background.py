"""Large exports: asked for, made in the background, taken by whoever asked and nobody else, deleted in time."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.invented_review import admitted

from keymoments.reviews import jobs, vault
from keymoments.reviews.models import AuditEvent, Export, Job
from keymoments.reviews.operations import exports, members
from keymoments.reviews.permissions import Role
from keymoments.reviews.queries.chronology import Filter


@pytest.fixture(autouse=True)
def everything_is_large(settings):
    settings.DIRECT_EXPORT = 1


def exports_page(made) -> str:
    return reverse("exports", args=[made.review.reference])


def ask(client, made, kind="csv", query="", who="lead"):
    """Follow the link of the chronology and press the button that stands there."""
    client.force_login(made.people[who])
    offered = client.get(f"{reverse('export', args=[made.review.reference, kind])}?{query}")
    assert offered.status_code == 302
    return client.post(offered["Location"], {"do": "ask"}, follow=True)


def take(client, made, who="lead"):
    client.force_login(made.people[who])
    return client.get(reverse("take_export", args=[made.review.reference, Export.objects.first().pk]))


def kept_files(settings) -> list[str]:
    return sorted(path.name for path in (settings.DATA / "sources").iterdir())


def test_a_small_export_comes_at_once(filled, client, settings):
    settings.DIRECT_EXPORT = 1000
    client.force_login(filled.lead)
    answer = client.get(reverse("export", args=[filled.review.reference, "csv"]))
    assert answer["Content-Type"].startswith("text/csv")
    assert not Export.objects.exists()


def test_a_link_alone_has_nothing_made_and_says_what_would_be(filled, client):
    client.force_login(filled.lead)
    page = client.get(reverse("export", args=[filled.review.reference, "xlsx"]) + "?agency=school", follow=True)
    words = re.sub(r"<[^>]+>", " ", page.content.decode())
    assert "3 entries" in words
    assert "Larkfield Primary" in words
    assert not Job.objects.filter(kind="export").exists()


def test_csv_holds_what_the_filter_left_and_says_so(filled, client):
    page = ask(client, filled, query="agency=school").content.decode()
    assert "Waiting" in page
    jobs.work_on(until_empty=True)
    assert "3 entries" in client.get(exports_page(filled)).content.decode()
    answer = take(client, filled)
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert ["Filter", "agency: Larkfield Primary"] in lines
    assert ["Taken by", "Lead"] in lines
    assert sum("school.csv" in " ".join(line) for line in lines) == 3
    assert not any("Home visit" in cell for line in lines for cell in line)


def test_word_and_excel_files_open_again(filled, client):
    for kind in ("xlsx", "docx"):
        ask(client, filled, kind)
        jobs.work_on(until_empty=True)
        data = io.BytesIO(b"".join(take(client, filled).streaming_content))
        if kind == "xlsx":
            cells = [cell for sheet in load_workbook(data) for row in sheet.iter_rows(values_only=True) for cell in row]
            words = " ".join(str(cell) for cell in cells if cell)
        else:
            with zipfile.ZipFile(data) as parts:
                words = re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())
        assert "Bruise on left arm" in words
        assert "no access. Card left" in words


def test_asked_for_twice_while_it_waits_is_made_once(filled, client):
    ask(client, filled)
    ask(client, filled)
    assert Export.objects.count() == Job.objects.filter(kind="export").count() == 1


def test_nobody_else_is_given_it_and_the_audit_says_who_tried(filled, client):
    ask(client, filled)
    jobs.work_on(until_empty=True)
    assert take(client, filled, "panel").status_code == 404
    assert AuditEvent.objects.filter(action="refused:export", by=filled.panel).exists()
    assert "Take the file" not in client.get(exports_page(filled)).content.decode()
    assert take(client, filled).status_code == 200
    assert AuditEvent.objects.filter(action="review:export:take", by=filled.lead).exists()


def test_an_author_gets_the_own_agencys_entries_only(filled, client):
    ask(client, filled, who="author")
    jobs.work_on(until_empty=True)
    data = b"".join(take(client, filled, "author").streaming_content).decode("utf-8-sig")
    assert "Wren seen alone by DSL" in data
    assert "Home visit" not in data


def test_who_left_meanwhile_gets_nothing_and_no_file_is_made(filled, client, settings):
    before = kept_files(settings)
    ask(client, filled)
    members.end_membership(filled.review.memberships.get(user=filled.lead), by=filled.manager)
    jobs.work_on(until_empty=True)
    assert take(client, filled).status_code == 404
    assert kept_files(settings) == before
    admitted(filled.review, filled.lead, Role.LEAD_REVIEWER, None, filled.manager)
    page = client.get(exports_page(filled)).content.decode()
    assert "may not have it any more" in page


def test_what_was_made_before_somebody_moved_to_an_agency_is_not_given_out(filled, client):
    ask(client, filled)
    jobs.work_on(until_empty=True)
    members.end_membership(filled.review.memberships.get(user=filled.lead), by=filled.manager)
    admitted(filled.review, filled.lead, Role.AGENCY_AUTHOR, "school", filled.manager)
    assert take(client, filled).status_code == 404


def test_stopped_before_it_began_it_leaves_nothing(filled, client, settings):
    before = kept_files(settings)
    ask(client, filled)
    answer = client.post(exports_page(filled), {"export": Export.objects.get().pk, "do": "stop"}, follow=True)
    assert "The export is being stopped." in answer.content.decode()
    jobs.work_on(until_empty=True)
    assert kept_files(settings) == before
    assert "No file was kept" in client.get(exports_page(filled)).content.decode()
    again = client.post(exports_page(filled), {"export": Export.objects.get().pk, "do": "stop"}, follow=True)
    assert "This work has ended already." in again.content.decode()


def test_stopped_while_it_is_written_it_leaves_nothing(filled, client, settings, monkeypatch):
    before = kept_files(settings)
    ask(client, filled)
    export = Export.objects.get()
    keep = vault.keep

    def kept(pieces):
        exports.stop_export(export, by=filled.lead)  # somebody presses the button at the last moment
        return keep(pieces)

    monkeypatch.setattr(vault, "keep", kept)
    jobs.work_on(until_empty=True)
    assert Job.objects.get(kind="export").state == Job.State.STOPPED
    assert kept_files(settings) == before


def test_deleted_by_hand_or_in_time_it_is_gone_and_the_page_says_so(filled, client, settings):
    before = kept_files(settings)
    ask(client, filled)
    jobs.work_on(until_empty=True)
    assert len(kept_files(settings)) == len(before) + 1
    client.post(exports_page(filled), {"export": Export.objects.get().pk, "do": "let-go"})
    assert kept_files(settings) == before
    gone = take(client, filled)
    assert gone.status_code == 410
    assert "ask for the export again" in gone.content.decode()

    ask(client, filled, "xlsx")
    jobs.work_on(until_empty=True)
    new = Export.objects.exclude(kept_as="").get()
    jobs.clear_away()
    assert Export.objects.get(pk=new.pk).kept_as
    settings.EXPORT_DAYS = 0
    jobs.clear_away()
    assert kept_files(settings) == before
    assert "The file was deleted" in client.get(exports_page(filled)).content.decode()


def test_a_filter_survives_being_stored(filled, client):
    wanted = Filter(agencies=("school",), child="wren", first=datetime.date(2021, 3, 5), alone="yes", suggestion=True)
    export = exports.ask_for_export(filled.review, wanted=wanted, kind="csv", by=filled.lead)
    from keymoments.reviews.queries.exports import filter_from_json

    export.refresh_from_db()
    assert filter_from_json(export.wanted) == wanted


def test_no_words_of_a_record_stand_in_what_is_kept_of_the_work(filled, client):
    ask(client, filled, query="words=bruise")
    jobs.work_on(until_empty=True)
    said = [*Job.objects.values_list("says", flat=True), *AuditEvent.objects.values_list("action", flat=True)]
    assert not any("bruise" in word.lower() for word in said)
