"""The site finds what the command line finds, and people's corrections count over it."""

import datetime
import json

import pytest
from tests.invented_review import CASE, SCHOOL, SOCIAL_CARE

from keymoments.analysis import run
from keymoments.cli.main import main
from keymoments.reviews import jobs
from keymoments.reviews.models import Entry, Job, RunWait, Sighting
from keymoments.reviews.operations import entries, runs
from keymoments.reviews.operations.operation import NotAllowed, Refused

TOML = """[case]
reference = "wren-2021"
nation = "england"
scope_from = 2021-01-01
scope_to = 2021-12-31
[[person]]
id = "wren"
name = "Wren Tallow"
role = "child"
aliases = ["Wren"]
subject = true
born = 2013-05-02
[[person]]
id = "mother"
name = "Dora Tallow"
role = "mother"
[[agency]]
id = "school"
name = "Larkfield Primary"
kind = "school"
files = ["school.csv"]
[[agency]]
id = "csc"
name = "Marsh Children's Services"
kind = "childrens-social-care"
files = ["notes.csv"]
"""


def test_answers_equal_those_of_the_command_line(filled, tmp_path):
    (tmp_path / "case.toml").write_text(TOML)
    (tmp_path / "school.csv").write_text(SCHOOL)
    (tmp_path / "notes.csv").write_text(SOCIAL_CARE)
    assert main(["review", str(tmp_path), "--out", str(tmp_path / "out"), "--format", "json", "--quiet"]) == 0
    told = json.loads((tmp_path / "out" / "analysis.json").read_text())
    assert CASE.reference == "wren-2021"
    mine = {row.key: row for row in Entry.objects.filter(review=filled.review)}
    assert [entry["key"] for entry in told["entries"]] == [
        row.key for row in sorted(mine.values(), key=lambda row: row.order)
    ]
    for entry in told["entries"]:
        row = mine[entry["key"]]
        assert (row.name, row.text, row.contact) == (entry["id"], entry["text"], entry["contact"])
        for child, answers in entry["children"].items():
            stored = Sighting.objects.get(entry=row, child__key=child)
            said = (stored.seen, stored.spoken_to, stored.alone)
            assert said == (answers["seen"], answers["spoken_to"], answers["alone"])
    assert RunWait.objects.filter(review=filled.review).count() == len(told["waits"])


def test_a_corrected_date_moves_the_entry_and_the_written_one_stays(filled):
    row = Entry.objects.get(text__startswith="Wren not in school")
    entries.correct_date(row, value=datetime.date(2021, 4, 18), reason="Register says April", by=filled.lead)
    jobs.work_on(until_empty=True)
    row.refresh_from_db()
    assert row.written_date == "18/03/2021"
    last = Entry.objects.filter(review=filled.review).order_by("order").last()
    assert (last.pk, str(last.earliest)) == (row.pk, "2021-04-18")


def test_an_entry_added_by_hand_stands_in_its_place_and_is_read(filled):
    made = entries.add_entry(
        filled.agency("csc"),
        day=datetime.date(2021, 3, 8),
        text="Wren seen alone at school by SW, says she is well.",
        source="Paper file, page 12",
        by=filled.lead,
    )
    jobs.work_on(until_empty=True)
    made.refresh_from_db()
    days = list(Entry.objects.filter(review=filled.review).order_by("order").values_list("earliest", flat=True))
    assert days == sorted(days)
    assert made.sightings.get().alone == "yes"


def test_a_correction_needs_a_reason_and_the_right_place(filled):
    row = Entry.objects.get(text__startswith="Wren seen alone")
    change = {"child": "wren", "field": "alone", "value": "no"}
    with pytest.raises(Refused):
        entries.correct_sighting(row, **change, reason=" ", by=filled.lead)
    with pytest.raises(NotAllowed):
        entries.correct_sighting(row, **change, reason="Because", by=filled.panel)
    assert Sighting.objects.get(entry=row).alone == "yes"


def test_work_that_a_dead_worker_began_is_done_once_by_the_next(empty):
    runs.ask_for_analysis(empty.review, by=empty.manager)
    job = jobs.take()
    assert job.state == Job.State.RUNNING
    jobs.work_on(until_empty=True)  # another worker comes after the first one died
    job.refresh_from_db()
    assert (job.state, job.tries) == (Job.State.DONE, 2)


def test_work_that_kills_its_worker_every_time_is_given_up(empty):
    runs.ask_for_analysis(empty.review, by=empty.manager)
    for _try in range(3):
        jobs.take_back()
        assert jobs.take() is not None
    jobs.take_back()
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert job.says


def test_waiting_work_is_stopped_and_nothing_is_done(empty):
    job = runs.ask_for_analysis(empty.review, by=empty.manager)
    runs.stop(job, by=empty.manager)
    jobs.work_on(until_empty=True)
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED
    assert not empty.review.runs.exists()


def test_running_work_stops_at_the_next_step_and_stores_nothing(filled, monkeypatch):
    before = filled.review.runs.count()
    runs.ask_for_analysis(filled.review, by=filled.manager)

    def asked(*args, **kwargs):
        Job.objects.filter(state=Job.State.RUNNING).update(stop_asked=True)
        return real(*args, **kwargs)

    real = run.read_entries
    monkeypatch.setattr(run, "read_entries", asked)
    jobs.work_on(until_empty=True)
    assert Job.objects.order_by("-id").first().state == Job.State.STOPPED
    assert filled.review.runs.count() == before
