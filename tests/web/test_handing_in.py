"""Handing in files: several at once, again, of somebody else, taken out, what columns mean, until all is signed off."""

from __future__ import annotations

import datetime
import html
import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.invented_review import SCHOOL, SOCIAL_CARE, hand_in

from keymoments import ingest
from keymoments.analysis import run as analysis_run
from keymoments.reviews import jobs
from keymoments.reviews.models import AuditEvent, Comment, Entry, Job, Source, SourceVersion
from keymoments.reviews.operations import comments, entries, runs, sources
from keymoments.web.presenters.problems import _HERE
from keymoments.web.presenters.work import SAID

MORE = SCHOOL + "20/04/2021,,Wren told the TA that she has a new puppy.,\n"
ODD = "Diwrnod,Teipiwyd,Beth oedd\n04/03/2021,01/02/2022,Wren seen at home with mother.\n"


def page_of(made, agency="school", name="sources", *rest) -> str:
    return reverse(name, args=[made.review.reference, agency, *rest])


def send(client, made, *files, agency="school", who="author", **headers):
    """Hand files in on the page, each a name and its bytes."""
    client.force_login(made.people[who])
    sent = [SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode()) for name, data in files]
    return client.post(page_of(made, agency), {"file": sent}, **headers)


def words(answer) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"\s+", " ", text)


def file_page(client, made, source, agency="school") -> str:
    return words(client.get(page_of(made, agency, "source", source.pk)))


def press(client, made, source, agency="school", **values):
    return client.post(page_of(made, agency, "source", source.pk), values, follow=True)


def read_all() -> None:
    jobs.work_on(until_empty=True)


def in_chronology(client, made, who="lead") -> str:
    client.force_login(made.people[who])
    return words(client.get(reverse("chronology", args=[made.review.reference])))


# Several at once


def test_one_bad_file_among_several_keeps_no_other_out(empty, client, settings):
    settings.LARGEST_UPLOAD = 2000
    answer = send(client, empty, ("a.csv", SCHOOL), ("large.csv", "x" * 3000), ("empty.csv", ""), ("b.csv", MORE))
    said = words(answer)
    assert "large.csv: It is larger than a record should be" in said
    assert "empty.csv: The file is empty" in said
    assert "2 files have come. They are being read." in said
    assert sorted(Source.objects.values_list("name", flat=True)) == ["a.csv", "b.csv"]


def test_nothing_chosen_says_so_at_the_box(empty, client):
    client.force_login(empty.author)
    assert "Choose a file with the agency’s records." in words(client.post(page_of(empty), {}))


def test_the_script_is_told_file_by_file(empty, client):
    answer = send(client, empty, ("a.csv", SCHOOL), ("empty.csv", ""), HTTP_ACCEPT="application/json")
    (good, bad) = json.loads(answer.content)["files"]
    assert (good["name"], good["says"], good["wrong"]) == ("a.csv", "The file has come. It is being read.", False)
    assert bad["wrong"]


# Again, and of somebody else


def test_the_same_bytes_under_another_name_are_not_taken_twice(filled, client):
    answer = send(client, filled, ("copy of school.csv", SCHOOL))
    assert "This very file was handed in before (“school.csv”). Nothing has changed." in words(
        client.get(answer["Location"])
    )
    assert filled.agency("school").sources.count() == 1
    assert not Job.objects.filter(state=Job.State.QUEUED).exists()


def test_a_file_that_speaks_of_another_agency_is_taken_and_asked_about(empty, client):
    answer = send(client, empty, ("police log.csv", SCHOOL))
    assert "speaks of another agency (“police”)" in words(client.get(answer["Location"]))
    read_all()
    source = Source.objects.get()
    assert "Whose record is it?" in file_page(client, empty, source)
    assert "Whose record is it?" in words(client.get(page_of(empty)))
    said = words(press(client, empty, source, do="own"))
    assert "Noted: it is the agency’s own record." in said
    assert "Whose record is it?" not in said
    assert "Whose record is it?" not in words(client.get(page_of(empty)))


def test_a_column_of_agencies_shows_whose_record_it_is(empty, client):
    rows = "\n".join(f"0{day}/03/2021,Police,Wren seen at home." for day in range(1, 8))
    send(client, empty, ("export.csv", f"Date,Agency,Event\n{rows}\n"))
    read_all()
    assert "speak of another agency (“police”)" in file_page(client, empty, Source.objects.get())


def test_a_file_of_the_agencys_own_kind_is_in_no_doubt(empty, client):
    send(client, empty, ("school safeguarding log.csv", SCHOOL))
    read_all()
    assert "Whose record is it?" not in file_page(client, empty, Source.objects.get())


# Taken out and brought back


def test_what_is_taken_out_leaves_the_chronology_and_comes_back_with_its_decisions(filled, client):
    seen = Entry.objects.get(text__startswith="Wren seen alone")
    comments.comment(seen.review, about="entry", thing=seen.key, text="Ask who was there.", by=filled.panel)
    entries.correct_sighting(seen, child="wren", field="alone", value="no", reason="Door open", by=filled.lead)
    source = seen.source
    client.force_login(filled.author)
    assert "Say why" not in file_page(client, filled, source)
    assert "This field is required." in words(press(client, filled, source, do="out", why=""))
    said = words(press(client, filled, source, do="out", why="It was another pupil's."))
    assert "Taken out of the chronology" in said
    assert "It was another pupil's." in said
    read_all()
    assert "Wren seen alone" not in in_chronology(client, filled)
    assert "Home visit" in in_chronology(client, filled)

    client.force_login(filled.author)
    press(client, filled, source, do="back")
    read_all()
    said = in_chronology(client, filled)
    assert said.count("Wren seen alone by DSL") == 1
    assert "Alone: No (corrected; read as Yes)" in said
    assert Comment.objects.filter(thing=seen.key).exists()


def test_the_same_file_after_it_was_taken_out_is_to_be_brought_back(filled, client):
    source = filled.agency("school").sources.get()
    sources.take_out(source, why="Wrong child", by=filled.author)
    assert "bring it back on the page of the file" in words(send(client, filled, ("school.csv", SCHOOL)))
    read_all()
    assert "Wren seen alone" not in in_chronology(client, filled)


def test_a_better_version_of_what_was_taken_out_is_in_again(filled, client):
    source = filled.agency("school").sources.get()
    sources.take_out(source, why="Half of it was missing", by=filled.author)
    send(client, filled, ("school.csv", MORE))
    read_all()
    said = in_chronology(client, filled)
    assert said.count("Wren seen alone by DSL") == 1
    assert "new puppy" in said


# Versions


def test_what_a_version_changed_is_told_however_often_it_is_read(filled, client):
    source = filled.agency("school").sources.get()
    changed = MORE.replace("Call to mother. No reply.", "Call to mother. She hung up.")
    send(client, filled, ("school.csv", changed))
    for _again in range(2):
        read_all()
        said = words(client.get(page_of(filled, "school", "source_changes", source.pk)))
        assert "New (2)" in said
        assert "Gone (1)" in said
        assert "Unchanged (2)" in said
        assert (
            said.index("She hung up.") < said.index("Gone (1)") < said.index("No reply.") < said.index("Unchanged (2)")
        )
        sources.name_columns(source, columns={"time": "Time"}, by=filled.author)


def test_a_first_version_has_nothing_to_compare_with(filled, client):
    client.force_login(filled.author)
    source = filled.agency("school").sources.get()
    assert "There is no earlier version" in words(client.get(page_of(filled, "school", "source_changes", source.pk)))


# What columns mean


def test_headings_are_shown_with_what_they_were_taken_for_and_put_right(empty, client):
    version = hand_in(empty, "school", "odd.csv", ODD, by="author")
    client.force_login(empty.author)
    source = version.source
    page = client.get(page_of(empty, "school", "source", source.pk)).content.decode()
    boxes = dict(re.findall(r'<label class="govuk-label[^"]*" for="id_(column-\d)">\s*([^<]+?)\s*</label>', page))
    by_heading = {heading: box for box, heading in boxes.items()}
    assert set(by_heading) == {"Diwrnod", "Teipiwyd", "Beth oedd"}
    twice = {by_heading["Diwrnod"]: "date", by_heading["Teipiwyd"]: "date", by_heading["Beth oedd"]: "text"}
    assert "cannot both be: Date of what happened" in words(press(client, empty, source, do="columns", **twice))
    right = {by_heading["Diwrnod"]: "date", by_heading["Teipiwyd"]: "recorded", by_heading["Beth oedd"]: "text"}
    press(client, empty, source, do="columns", **right)
    read_all()
    (entry,) = Entry.objects.filter(source=source, gone_at=None)
    assert (entry.written_date, entry.text) == ("04/03/2021", "Wren seen at home with mother.")


# Reading that goes on


def test_how_far_reading_is_stands_on_the_page_and_the_agency_may_stop_it(empty, client):
    send(client, empty, ("school.csv", SCHOOL))
    source = Source.objects.get()
    assert "The file is being read" in file_page(client, empty, source)
    state = reverse("source_state", args=[empty.review.reference, "school", source.pk])
    assert "HX-Refresh" not in client.get(state).headers
    said = words(press(client, empty, source, do="stop"))
    assert "Reading was stopped." in said
    assert client.get(state)["HX-Refresh"] == "true"
    read_all()
    assert not Entry.objects.exists()
    send(client, empty, ("school.csv", SCHOOL))  # the same file once more has it read
    read_all()
    assert Entry.objects.count() == 3


def test_another_agencys_people_neither_see_nor_stop_it(filled, client):
    version = sources.upload(
        filled.agency("csc"), name="more.csv", pieces=[SOCIAL_CARE.encode() + b"\n"], by=filled.manager
    )
    client.force_login(filled.author)
    assert press(client, filled, version.source, "csc", do="stop").status_code == 404
    assert "more.csv" not in words(client.get(reverse("jobs", args=[filled.review.reference])))
    job = Job.objects.get(kind="read", about=version.pk)
    answer = client.post(reverse("jobs", args=[filled.review.reference]), {"job": job.pk, "do": "stop"})
    assert answer.status_code in (403, 404)
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


# Requests and signing off


@pytest.fixture
def asked(empty):
    due = timezone.localdate() + datetime.timedelta(days=3)
    period = {"period_from": datetime.date(2021, 1, 1), "period_to": datetime.date(2021, 12, 31)}
    request = sources.ask_for_records(empty.agency("school"), what="All", due=due, **period, by=empty.manager)
    return empty, request


def requests_page(client, made, who="manager") -> str:
    client.force_login(made.people[who])
    return words(client.get(reverse("requests", args=[made.review.reference])))


def sign(client, made, request, **values):
    client.force_login(made.signer)
    return client.post(reverse("sign_off", args=[made.review.reference, request.pk]), values, follow=True)


def test_a_request_says_how_it_stands(asked, client):
    made, request = asked
    assert "3 days left" in requests_page(client, made)
    request.__class__.objects.filter(pk=request.pk).update(due=timezone.localdate() - datetime.timedelta(days=2))
    assert "2 days overdue" in requests_page(client, made)
    hand_in(made, "school", "school.csv", SCHOOL, by="author")
    sign(client, made, request)
    said = requests_page(client, made)
    assert "Signed off" in said
    assert "overdue" not in said
    hand_in(made, "school", "school.csv", MORE, by="author")
    assert "Changed since it was signed off" in requests_page(client, made)


def test_nobody_signs_off_what_waits_or_could_not_be_read(asked, client):
    made, request = asked
    assert "No file of the agency has been read yet" in words(sign(client, made, request))
    send(client, made, ("school.csv", SCHOOL))
    assert "A file is still being read" in words(sign(client, made, request))
    read_all()
    hand_in(made, "school", "broken.docx", "no document", by="author")
    broken = Source.objects.get(name="broken.docx")
    assert broken.versions.first().state == SourceVersion.State.FAILED
    assert "A file could not be read" in words(sign(client, made, request, looked="on"))
    sources.take_out(broken, why="Sent by mistake", by=made.author)
    assert "Signed off" in words(sign(client, made, request))


def test_problems_are_looked_at_before_signing_off(asked, client):
    made, request = asked
    hand_in(made, "school", "school.csv", SCHOOL + "someday,,Wren late again.,\n", by="author")
    assert SourceVersion.objects.get().problems
    said = words(sign(client, made, request))
    assert "Look at what could not be read, then say so here." in said
    request.refresh_from_db()
    assert request.signed_off_at is None
    sign(client, made, request, looked="on")
    request.refresh_from_db()
    assert request.signed_off_at is not None


# Words


def test_every_sentence_of_the_worker_is_known_to_the_pages():
    constants = {value for name, value in vars(jobs).items() if name.isupper() and isinstance(value, str)}
    told: set[str] = set()
    for module in (analysis_run, jobs):
        told.update(re.findall(r'told\([^"\n]*"([A-Z][^"]+)"\)', Path(module.__file__).read_text(encoding="utf-8")))
    told.update(re.findall(r'reading = "([A-Z][^"]+)"', Path(analysis_run.__file__).read_text(encoding="utf-8")))
    assert len(told) == 4
    assert told | constants <= set(SAID), (told | constants) - set(SAID)


def test_advice_put_in_the_sites_words_is_still_given_by_the_readers():
    folder = Path(ingest.__path__[0])
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("**/*.py"))
    source = re.sub(r'"\s*\n\s*f?"', "", source)
    assert [advice for advice in _HERE if advice not in source] == []


def test_no_name_of_a_file_and_no_words_of_it_stand_in_the_audit(filled, client):
    send(client, filled, ("Wren Tallow secret.csv", MORE))
    read_all()
    runs.ask_for_analysis(filled.review, by=filled.lead)
    lines = [f"{line.action} {line.object} {line.fields}" for line in AuditEvent.objects.all()]
    assert not any(re.search("Tallow|secret|puppy|Bruise", line) for line in lines)
