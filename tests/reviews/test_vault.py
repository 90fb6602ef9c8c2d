"""What processes that died left behind is taken away; what is in use or referred to stays."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from tests.invented_review import SCHOOL, hand_in

from keymoments.reviews import jobs, vault
from keymoments.reviews.models import Job, SourceVersion
from keymoments.reviews.operations import runs, sources
from keymoments.reviews.operations.operation import NotAllowed, Refused

YESTERDAY = 2 * 86_400


def kept():
    return {path.name for path in (settings.DATA / "sources").iterdir()}


def aged(path):
    os.utime(path, (time.time() - YESTERDAY,) * 2)


def test_half_files_of_the_dead_go_and_those_of_the_living_stay(db):
    incoming, folder = settings.DATA / "incoming", settings.DATA / "sources"
    (incoming / "tmp1.upload.csv").write_bytes(b"half")
    (incoming / "reader").mkdir()
    (incoming / "reader" / "notes.csv").write_bytes(b"plain bytes")
    (folder / "dead.part").write_bytes(b"half")
    holds = (
        "import fcntl,sys;f=open(sys.argv[1],'wb');fcntl.flock(f,fcntl.LOCK_EX);print(1,flush=True);sys.stdin.read()"
    )
    living = folder / "living.part"
    command = [sys.executable, "-c", holds, str(living)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        jobs.clear_away()
        assert living.exists()
        other.stdin.close()
    assert not list(incoming.iterdir())
    assert not (folder / "dead.part").exists()
    jobs.clear_away()
    assert not living.exists()


def test_bytes_that_no_row_refers_to_go_after_a_day_and_others_stay(empty):
    version = hand_in(empty, "school", "school.csv", SCHOOL)
    young, *_ = vault.keep([b"young"])
    old, *_ = vault.keep([b"old"])
    for name in (old, version.kept_as, version.read_as):
        aged(settings.DATA / "sources" / name)
    jobs.clear_away()
    assert {young, version.kept_as, version.read_as} <= kept()
    assert old not in kept()


def test_every_stored_name_of_a_kept_file_is_known_to_the_sweep(empty):
    version = hand_in(empty, "school", "school.csv", SCHOOL)
    assert {version.kept_as, version.read_as} <= jobs.names_kept()


@pytest.mark.parametrize("text", ["", SCHOOL])
def test_bytes_of_an_upload_that_was_refused_or_was_there_already_are_not_kept(empty, text):
    hand_in(empty, "school", "school.csv", SCHOOL)
    before = kept()
    if text:
        sources.upload(empty.agency("school"), name="school.csv", pieces=[text.encode()], by=empty.author)
    else:
        with pytest.raises(Refused):
            sources.upload(empty.agency("school"), name="school.csv", pieces=[], by=empty.author)
    assert kept() == before


def test_nothing_is_written_for_somebody_who_may_not_hand_in(empty):
    before = kept()

    def pieces():
        raise AssertionError("the file was read")
        yield b""

    with pytest.raises(NotAllowed):
        sources.upload(empty.agency("csc"), name="a.csv", pieces=pieces(), by=empty.author)
    assert kept() == before


def test_a_kept_file_that_was_emptied_is_refused(empty):
    version = hand_in(empty, "school", "school.csv", SCHOOL)
    (settings.DATA / "sources" / version.kept_as).write_bytes(b"")
    assert not vault.whole(version.kept_as)


def test_reading_again_that_fails_leaves_what_was_read(empty):
    version = hand_in(empty, "school", "school.csv", SCHOOL)
    (settings.DATA / "sources" / version.kept_as).write_bytes(b"changed")
    sources.name_columns(version.source, columns={"date": "Date"}, by=empty.manager)
    jobs.work_on(until_empty=True)
    version.refresh_from_db()
    assert version.state == SourceVersion.State.READ
    assert Job.objects.order_by("id").last().state == Job.State.FAILED
    assert empty.review.entries.filter(gone_at=None).count() == 3


def test_a_worker_told_to_end_leaves_its_work_to_the_next_and_it_counts_as_no_try(empty, monkeypatch):
    job = runs.ask_for_analysis(empty.review, by=empty.manager)

    def told_to_end(*_args):
        raise SystemExit(0)

    monkeypatch.setattr(runs, "analysed", told_to_end)
    for _many_times in range(5):
        with pytest.raises(SystemExit):
            jobs.work_on(until_empty=True)
        job.refresh_from_db()
        assert (job.state, job.tries) == (Job.State.QUEUED, 0)


def test_there_is_one_worker_on_a_data_folder(tmp_path, settings):
    settings.DATA = tmp_path
    asks = (
        "import fcntl,sys;f=open(sys.argv[1],'w')\n"
        "try: fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB); print('free')\n"
        "except OSError: print('taken')"
    )

    def place() -> str:
        command = [sys.executable, "-c", asks, str(tmp_path / "worker.lock")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with jobs.only_worker() as free:
        assert free
        assert place() == "taken"
    assert place() == "free"
