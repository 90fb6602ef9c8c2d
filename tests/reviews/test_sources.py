"""Files as they come: kept whole and encrypted, read, read again, never doubled."""

import hashlib

import pytest
from django.conf import settings
from tests.invented_review import SCHOOL, hand_in

from keymoments.reviews import jobs, vault
from keymoments.reviews.models import Correction, Entry, Sighting, SourceVersion
from keymoments.reviews.operations import entries, sources
from keymoments.reviews.operations.operation import NotAllowed, Refused


def texts(made, agency="school"):
    rows = Entry.objects.filter(review=made.review, agency__key=agency, gone_at=None)
    return list(rows.order_by("order").values_list("text", flat=True))


def test_a_file_is_read_into_entries_with_their_places(empty):
    version = hand_in(empty, "school", "school.csv", SCHOOL)
    assert version.state == SourceVersion.State.READ
    row = Entry.objects.get(text__startswith="Wren seen alone")
    assert (str(row.earliest), row.clock, row.agency.key, row.where) == ("2021-03-04", "09:10", "school", "row 2")
    assert texts(empty)[0].startswith("Wren seen alone")


def test_bytes_are_kept_whole_and_not_readable_on_the_disk(empty):
    version = hand_in(empty, "school", "school.csv", SCHOOL)
    assert b"".join(vault.pieces_of(version.kept_as)) == SCHOOL.encode()
    assert version.sha256 == hashlib.sha256(SCHOOL.encode()).hexdigest()
    for path in settings.DATA.rglob("*"):
        if path.is_file() and path.suffix != ".sqlite3":
            assert b"Bruise" not in path.read_bytes()
    assert not list((settings.DATA / "incoming").iterdir())


@pytest.mark.parametrize("place", [20, 40, -1])
def test_a_kept_file_that_was_changed_is_refused(empty, place):
    version = hand_in(empty, "school", "school.csv", SCHOOL)
    path = settings.DATA / "sources" / version.kept_as
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(vault.SpoiltFile):
        list(vault.pieces_of(version.kept_as))


def test_pieces_of_a_large_file_cannot_be_cut_off(db):
    name, _, size = vault.keep([b"a" * 700_000] * 4)
    path = settings.DATA / "sources" / name
    data = path.read_bytes()
    assert len(b"".join(vault.pieces_of(name))) == size == 2_800_000
    path.write_bytes(data[: vault.PIECE + 28])
    with pytest.raises(vault.SpoiltFile):
        list(vault.pieces_of(name))


def test_the_same_file_twice_changes_nothing(empty):
    first = hand_in(empty, "school", "school.csv", SCHOOL)
    before = texts(empty)
    again = hand_in(empty, "school", "school.csv", SCHOOL)
    assert again.pk == first.pk
    assert texts(empty) == before


def test_a_new_version_says_what_changed_and_decisions_stay(filled):
    row = Entry.objects.get(text__startswith="Wren seen alone")
    entries.correct_sighting(row, child="wren", field="alone", value="unclear", reason="See the form", by=filled.lead)
    changed = "\n".join(
        [SCHOOL.splitlines()[0], "01/03/2021,,Wren late.,", *SCHOOL.splitlines()[1:2], *SCHOOL.splitlines()[3:]]
    )
    version = hand_in(filled, "school", "school.csv", changed + "\n")
    assert (version.number, version.added, version.removed, version.kept) == (2, 1, 1, 2)
    assert "Call to mother. No reply." not in texts(filled)
    assert Entry.objects.get(text__startswith="Call to mother").gone_at is not None
    sighting = Sighting.objects.get(entry__key=row.key)
    assert (sighting.alone, sighting.machine["alone"]) == ("unclear", "yes")
    assert Correction.objects.filter(entry_key=row.key).count() == 1


def test_an_entry_that_was_gone_comes_back_as_itself(filled):
    key = Entry.objects.get(text__startswith="Call to mother").key
    short = "\n".join([*SCHOOL.splitlines()[:2]]) + "\n"
    hand_in(filled, "school", "school.csv", short)
    assert Entry.objects.get(key=key).gone_at is not None
    hand_in(filled, "school", "school.csv", SCHOOL)
    assert Entry.objects.get(key=key).gone_at is None


def test_an_unread_heading_is_named_and_the_file_read_again(empty):
    version = hand_in(empty, "school", "odd.csv", SCHOOL.replace("Date,Time,Event", "Pryd,Time,Beth oedd"))
    sources.name_columns(version.source, columns={"date": "Pryd", "text": "Beth oedd"}, by=empty.manager)
    jobs.work_on(until_empty=True)
    assert "Call to mother. No reply." in texts(empty)


def test_an_agency_sees_to_its_own_files_only(empty):
    hand_in(empty, "school", "school.csv", SCHOOL, by="author")
    with pytest.raises(NotAllowed):
        hand_in(empty, "csc", "notes.csv", SCHOOL, by="author")


def test_an_empty_file_is_refused_and_leaves_nothing(empty):
    with pytest.raises(Refused):
        hand_in(empty, "school", "empty.csv", "")
    assert not SourceVersion.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Users\\a\\notes.csv", "a\x00b.csv"])
def test_no_name_of_a_file_leads_out_of_its_folder(empty, name):
    version = hand_in(empty, "school", name, SCHOOL)
    assert "/" not in version.source.name
    assert "\\" not in version.source.name
    assert "\x00" not in version.source.name


def test_a_file_that_cannot_be_read_says_what_to_do(empty):
    version = hand_in(empty, "school", "broken.docx", "this is no Word file")
    assert version.state == SourceVersion.State.FAILED
    assert version.problems[0]["how_to_fix"]


def test_signing_off_needs_a_file_that_was_read(empty):
    request = sources.ask_for_records(
        empty.agency("school"),
        what="Everything",
        period_from=empty.review.scope_from,
        period_to=empty.review.scope_to,
        due=empty.review.scope_to,
        by=empty.manager,
    )
    with pytest.raises(Refused):
        sources.sign_off(request, by=empty.signer)
    hand_in(empty, "school", "school.csv", SCHOOL)
    sources.sign_off(request, by=empty.signer)
    assert request.signed_off_by == empty.signer
    with pytest.raises(NotAllowed):
        sources.sign_off(request, by=empty.author)
