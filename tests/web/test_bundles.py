"""A review as one archive: export, wipe, import, the same pages; a changed byte shows; analyses can be made again."""

from __future__ import annotations

import hashlib
import html
import io
import json
import random
import re
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from tests.functional.full_site_chasing import chased
from tests.functional.full_site_running import hear, mark_example, price_review, run_example
from tests.invented_review import account

from keymoments.reviews import bundle, jobs, vault
from keymoments.reviews.models import AuditEvent, Export, Job, Review, User
from keymoments.reviews.operations import (
    bundles,
    comments,
    enquiry,
    entries,
    findings,
    knowledge,
    marking,
    members,
    moments,
    procedures,
    sources,
    suggestions,
)
from keymoments.reviews.operations.operation import NotAllowed, Refused

PAGES = ("chronology", "suggestions", "moments", "knowledge", "enquiry", "covered", "comments", "markings", "household",
         "timeline", "rule_record", "requests", "members", "owed", "meetings", "documents", "running",
         "stages", "decision", "pauses", "checks", "quality", "quality_rounds", "cost", "rates", "timesheets",
         "engagement", "learning", "proceedings", "independence")  # fmt: skip


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())


@pytest.fixture
def worked(filled):
    """A review in which people have done something of every sort."""
    review, lead, panel = filled.review, filled.lead, filled.panel
    moment = suggestions.accept(review.suggestions.first(), reason="She said so.", by=lead)
    for one in review.suggestions.filter(decision=None)[:1]:
        suggestions.reject(one, reason="The school had rung.", by=panel)
    said = moments.said_of(moment).as_kept()
    moments.change_moment(
        moment, said=moments.MomentSaid.from_kept({**said, "known": "The school knew."}), based_on=1, by=panel
    )
    row = review.entries.filter(contact=True).first()
    entries.correct_sighting(row, child="wren", field="alone", value="no", reason="The DSL stood by.", by=lead)
    fact = review.facts.filter(first=True).first()
    since = date(2021, 3, 9)
    knowledge.decide_held(review, sort=fact.sort, agency=fact.agency, since=since, reason="By letter.", by=lead)
    line = enquiry.ask(review, question="Was Wren heard?", by=lead)
    shows = enquiry.add_to_line(line, side="for", moment=moment, by=lead)
    enquiry.tell(line, whose="family", role="grandmother", words="She rang.", by=lead)
    finding = findings.find(line, said=findings.FindingSaid("Nobody asked.", "low", rests_on=(shows.pk,)), by=lead)
    findings.change_finding(
        finding, said=findings.FindingSaid("Nobody asked Wren.", "low", rests_on=(shows.pk,)), based_on=1, by=panel
    )
    findings.say(finding, agrees=True, version=2, by=panel)
    findings.sign_off(finding, version=2, by=lead)
    first = comments.comment(review, about="moment", thing=str(moment.number), text="And the GP?", by=panel)
    comments.comment(review, about="moment", thing=str(moment.number), text="No.", reply_to=first, by=lead)
    round_ = marking.open_round(review, about="moment", one=lead, other=panel, by=filled.manager)
    marking.mark(round_, thing=round_.things[0], verdict="key", by=lead)
    marking.mark(round_, thing=round_.things[0], verdict="not-key", by=panel)
    sources.ask_for_records(
        filled.agency("school"), what="All", period_from=since, period_to=since, due=since, by=filled.manager
    )
    chased(review, filled.manager, lead)
    procedures.choose_procedure(review, key="england-lcspr-2018", on=date(2021, 3, 8), by=filled.manager)
    run_example(review, filled.people)
    mark_example(review, filled.people)
    price_review(review, filled.manager, lead)
    hear(review, filled.manager, lead)
    jobs.work_on(until_empty=True)
    filled.own = {
        "meeting": 1,
        "moment": moment.number,
        "finding": finding.number,
        "line": line.number,
        "marking": round_.number,
    }
    return filled


def archive_of(made, client) -> bytes:
    """What the page gives to somebody who asks for the archive."""
    client.force_login(made.lead)
    client.post(reverse("bundle", args=[made.review.reference]), {"do": "bundle"}, follow=True)
    jobs.work_on(until_empty=True)
    export = Export.objects.filter(kind="zip").first()
    answer = client.get(reverse("take_export", args=[made.review.reference, export.pk]))
    assert "bundle.zip" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def pages_of(made, client) -> dict[str, str]:
    client.force_login(made.lead)
    reference = made.review.reference
    addresses = {name: reverse(name, args=[reference]) for name in PAGES}
    for name, number in made.own.items():
        addresses[name] = reverse(name, args=[reference, number])
    addresses["owed_item"] = reverse("owed_item", args=[reference, "item-1"])
    for name in ("moment", "finding", "meeting"):
        addresses[f"{name}_versions"] = reverse(f"{name}_versions", args=[reference, made.own[name]])
    addresses["thread"] = reverse("thread", args=[reference, "moment", made.own["moment"]])
    addresses["where"] = reverse("where", args=[reference, "wren"])
    for row in made.review.entries.all():
        addresses[f"entry {row.key}"] = reverse("entry", args=[reference, row.key])
    return {name: words_of(client.get(address)) for name, address in addresses.items()}


def wiped(made) -> None:
    """Everything of the review is gone from this machine; only its accounts stay."""
    Job.objects.all().delete()
    for model, rows in reversed(list(bundle.parts_of(made.review))):
        del model
        rows._raw_delete(rows.db)
    assert not Review.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_export_wipe_import_and_the_same_pages(worked, client):
    archive = archive_of(worked, client)
    before = pages_of(worked, client)
    letters = [b"".join(vault.pieces_of(row.kept_as)) for row in worked.review.documents.all()]
    Export.objects.all().delete()
    AuditEvent.objects.filter(review=worked.review).update(review=None)
    wiped(worked)
    client.force_login(worked.manager)
    sent = {"file": SimpleUploadedFile("wren-2021-bundle.zip", archive)}
    assert "The review is here." in words_of(client.post(reverse("import_bundle"), sent, follow=True))
    worked.review = Review.objects.get()
    after = pages_of(worked, client)
    for name, words in before.items():
        assert after[name] == words, name
    assert [b"".join(vault.pieces_of(row.kept_as)) for row in worked.review.documents.all()] == letters
    assert bundles.replayed(worked.review).same
    for version in worked.review.sources.first().versions.all():
        assert vault.whole(version.kept_as)


def test_a_bundle_is_the_same_bytes_for_the_same_review(worked, tmp_path):
    for name in ("one.zip", "two.zip"):
        bundle.write_bundle(worked.review, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_it_holds_the_files_as_they_came_the_outputs_and_the_audit(worked, client):
    archive = zipfile.ZipFile(io.BytesIO(archive_of(worked, client)))
    names = archive.namelist()
    originals = [archive.read(name).decode() for name in names if name.endswith("/original")]
    assert any("Wren seen alone by DSL" in text for text in originals)
    found = json.loads(archive.read("outputs/analysis.json"))
    assert found["case"]["reference"] == worked.review.reference
    assert b"Card left." in archive.read("outputs/chronology.csv")
    assert b"review:suggestion:accept" in archive.read("audit.csv")
    rows = [json.loads(line) for line in archive.read("rows/Comment.jsonl").splitlines()]
    assert [row["text"] for row in rows] == ["And the GP?", "No."]
    assert b"password" not in archive.read("people.jsonl")


def test_no_byte_can_be_changed_unseen(worked, client):
    archive = archive_of(worked, client)
    chance = random.Random(7)
    for place in (*chance.sample(range(len(archive)), 60), *range(len(archive) - 90, len(archive))):
        spoilt = bytearray(archive)
        spoilt[place] ^= 1 << chance.randrange(8)
        with pytest.raises(bundle.BundleError):
            bundle.Bundle(io.BytesIO(bytes(spoilt)))


@pytest.mark.parametrize("where", [0.1, 0.4, 0.7, 0.95])
def test_one_changed_byte_is_found_and_nothing_comes_in(worked, client, where):
    archive = bytearray(archive_of(worked, client))
    archive[int(len(archive) * where)] ^= 0x01
    Review.objects.update(reference="another")
    client.force_login(worked.manager)
    answer = client.post(reverse("import_bundle"), {"file": SimpleUploadedFile("b.zip", bytes(archive))})
    told = words_of(answer)
    assert "There is a problem" in told
    assert re.search("no bundle of a review|was changed since it was made|missing or were added", told)
    assert Review.objects.count() == 1


def changed(archive: bytes, name: str, content: bytes) -> io.BytesIO:
    """The same archive with another part, and a manifest that was made to fit."""
    old, out = zipfile.ZipFile(io.BytesIO(archive)), io.BytesIO()
    manifest = json.loads(old.read("manifest.json"))
    for part in manifest["parts"]:
        if part["name"] == name:
            part["sha256"], part["size"] = hashlib.sha256(content).hexdigest(), len(content)
    parts = {item: old.read(item) for item in old.namelist()}
    with zipfile.ZipFile(out, "w") as new:
        for item, there in {**parts, name: content, "manifest.json": json.dumps(manifest)}.items():
            new.writestr(item, there)
        new.comment = b"0" * bundle.SEAL
    bundle.seal(out)
    return out


def test_an_added_part_is_found(worked, client):
    out = io.BytesIO(archive_of(worked, client))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("rows/Extra.jsonl", "{}")
    bundle.seal(out)
    with pytest.raises(bundle.BundleError, match="missing or were added"):
        bundle.Bundle(out)


@pytest.mark.parametrize("line", [b"{}", b'{"pk": 1}', b'{"pk": 1, "review_id": 99, "number": "x"}', b"[]"])
def test_rows_that_do_not_fit_leave_nothing_behind(worked, client, line):
    archive = archive_of(worked, client)
    sources = len(list((vault.settings.DATA / "sources").glob("*")))
    there = zipfile.ZipFile(io.BytesIO(archive)).read("rows/KeyMoment.jsonl")
    out = changed(archive, "rows/KeyMoment.jsonl", there + line + b"\n")
    Review.objects.update(reference="another")
    with pytest.raises(bundle.BundleError, match="does not fit"):
        bundles.import_bundle(bundle.Bundle(out), by=worked.manager)
    assert Review.objects.count() == 1
    assert len(list((vault.settings.DATA / "sources").glob("*"))) == sources


def test_a_review_that_is_here_already_is_not_taken_in_again(worked, client):
    archive = archive_of(worked, client)
    with pytest.raises(Refused, match="here already"):
        bundles.import_bundle(bundle.Bundle(io.BytesIO(archive)), by=worked.manager)


def test_whoever_has_no_account_here_gets_one_without_a_password(worked, client):
    archive = archive_of(worked, client)
    Review.objects.update(reference="another")
    User.objects.filter(pk=worked.panel.pk).update(email="moved@example.org")
    bundles.import_bundle(bundle.Bundle(io.BytesIO(archive)), by=worked.manager)
    made = User.objects.get(email="panel@example.org")
    assert not made.has_usable_password()
    assert Review.objects.get(reference="wren-2021").memberships.filter(user=made).exists()


@pytest.mark.parametrize("person", ["panel", "author", "board", "analyst"])
def test_only_the_manager_and_the_lead_reviewer_take_everything(worked, client, person):
    client.force_login(worked.people[person])
    assert client.get(reverse("bundle", args=[worked.review.reference])).status_code == 403
    with pytest.raises(NotAllowed):
        bundles.ask_for_replay(worked.review, by=worked.people[person])
    with pytest.raises(NotAllowed):
        bundles.import_bundle(None, by=worked.people[person])


def test_who_left_before_the_archive_was_made_gets_none(worked, client):
    client.force_login(worked.lead)
    client.post(reverse("bundle", args=[worked.review.reference]), {"do": "bundle"})
    members.end_membership(worked.review.memberships.get(user=worked.lead), by=worked.manager)
    jobs.work_on(until_empty=True)
    assert Export.objects.get(kind="zip").kept_as == ""


# ---- making an analysis again ----


def test_the_newest_analysis_is_made_again_byte_for_byte(worked, client):
    client.force_login(worked.lead)
    client.post(reverse("bundle", args=[worked.review.reference]), {"do": "replay"})
    jobs.work_on(until_empty=True)
    assert "The same, byte for byte." in words_of(client.get(reverse("jobs", args=[worked.review.reference])))


def test_what_changed_since_is_said(worked, capsys):
    call_command("replay", worked.review.reference)
    assert "The same, byte for byte" in capsys.readouterr().out
    row = worked.review.entries.filter(contact=True).last()
    entries.correct_date(row, value=date(2021, 4, 20), reason="The diary says so.", by=worked.lead)
    with pytest.raises(CommandError, match="what people decided changed since"):
        call_command("replay", worked.review.reference)
    run = worked.review.runs.first()
    run.pack_hash = "0" * 64
    run.save()
    with pytest.raises(CommandError, match="the definitions changed since"):
        call_command("replay", worked.review.reference)


def test_the_files_themselves_are_read_again(worked):
    """What the reader gave is kept beside each file; where it is not what the file says, the replay shows it."""
    version = worked.review.sources.first().versions.first()
    kept = b"".join(vault.pieces_of(version.read_as))
    version.read_as = vault.keep([kept.replace(b"Says home is fine.", b"Says nothing at home.")])[0]
    version.save()
    jobs.runs.ask_for_analysis(worked.review, by=worked.lead)
    jobs.work_on(until_empty=True)  # the newest analysis rests on it, and is made again just so
    with pytest.raises(CommandError, match="the reading of a file changed since"):
        call_command("replay", worked.review.reference)


def test_a_review_without_an_analysis_says_so(empty):
    account("somebody")
    with pytest.raises(CommandError, match="Nothing of this review"):
        call_command("replay", empty.review.reference)


def test_the_command_takes_an_archive_in(worked, client, tmp_path, capsys):
    path = tmp_path / "b.zip"
    path.write_bytes(archive_of(worked, client))
    Review.objects.update(reference="another")
    call_command("import_bundle", str(path))
    assert "wren-2021: 6 entries, 1 key moments" in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_bundle", str(tmp_path / "none.zip"))
