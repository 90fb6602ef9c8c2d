"""The command ``keymoments clocks`` as it is called."""

from __future__ import annotations

import json

import pytest

from keymoments.cli.main import main

REVIEW = ("england-lcspr-2023", "--today", "2024-04-20")
AWARE = ("--event", "aware=2024-03-25")


def call(capsys, *words: str) -> tuple[int, str, str]:
    code = main(["clocks", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def stages(capsys, *words: str) -> dict[str, dict]:
    code, out, _err = call(capsys, *words, "--json")
    assert code == 0
    return {one["key"]: one for one in json.loads(out)["stages"]}


def test_json_says_of_each_stage_what_other_programs_need(capsys):
    told = stages(capsys, *REVIEW, *AWARE, "--event", "notified=2024-04-05")
    one = told["notification"]
    assert {
        "key", "title", "who", "starts_from", "limit", "unit", "due", "done", "state", "over_by", "source", "status",
    } <= set(one)  # fmt: skip
    assert (one["limit"], one["unit"], one["starts_from"]) == (5, "working_days", "aware")
    assert (one["due"], one["done"], one["state"], one["over_by"]) == ("2024-04-03", "2024-04-05", "done_late", 2)
    assert told["rapid-review"]["start_choices"] == ["notified", "aware"]
    assert told["completion"]["state"] == "not_started"


def test_a_stage_may_be_done_under_its_own_name(capsys):
    told = stages(capsys, *REVIEW, *AWARE, "--event", "notification-done=2024-04-02")
    assert told["notification"]["state"] == "done_in_time"
    assert told["rapid-review"]["started"] == "2024-04-02"


def test_both_days_are_shown_with_a_pause_and_with_more_time(capsys):
    more = ("--pause", "2024-06-01..2024-06-30=trial", "--extension", "completion=2024-10-01..2025-02-03=trial")
    one = stages(capsys, "england-lcspr-2023", "--event", "decided=2024-05-01", "--today", "2024-12-01", *more)[
        "completion"
    ]
    assert (one["due"], one["due_with_pauses"], one["agreed_due"]) == ("2024-11-01", "2024-12-01", "2025-02-03")
    assert (one["elapsed_days"], one["paused_days"], one["state"]) == (214, 30, "overdue")


def test_working_days_are_those_of_the_nation_that_is_asked_for(capsys):
    assert stages(capsys, *REVIEW, *AWARE)["notification"]["due"] == "2024-04-03"
    assert stages(capsys, *REVIEW, *AWARE, "--nation", "scotland")["notification"]["due"] == "2024-04-02"


def test_a_number_that_nobody_confirmed_is_said_to_be_so(capsys):
    _code, out, _err = call(capsys, "england-scr-2010", "--event", "attention=2010-03-31", "--today", "2010-05-10")
    assert "1 month from: The case came to the attention of the board's chair (not confirmed, check)" in out
    assert "exceeded by 10 calendar days" in out
    assert "failed" not in out


def test_one_area_s_own_timetable_is_shown_only_when_asked(capsys):
    assert "agency-summaries" not in stages(capsys, *REVIEW)
    assert "agency-summaries" in stages(capsys, *REVIEW, "--local")


def test_a_procedure_that_was_not_in_force_is_told_without_fail(capsys):
    code, out, err = call(capsys, "england-lcspr-2023", "--event", "aware=2021-03-25", "--json")
    assert code == 0
    assert "was not in force on 25 March 2021" in err
    assert json.loads(out)["warnings"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "The procedure 'nothing' is not known"),
        ((*REVIEW, "--event", "aware"), "write it as NAME=DATE"),
        ((*REVIEW, "--event", "aware=yesterday"), "write it as 2024-03-25"),
        ((*REVIEW, "--event", "wrong=2024-03-25"), "The event 'wrong' is not known"),
        ((*REVIEW, *AWARE, "--event", "aware=2024-03-26"), "given twice"),
        ((*REVIEW, *AWARE, "--event", "notified=2024-03-01"), "before it began on 25 March 2024"),
        ((*REVIEW, "--pause", "2024-04-01..=trial"), "it has no end"),
        ((*REVIEW, "--pause", "2024-04-01..2024-03-01=trial"), "swap the days"),
        ((*REVIEW, "--extension", "completion=2024-04-01..2024-05-01"), "say why"),
        ((*REVIEW, "--start", "rapid-review=published"), "cannot be counted from 'published'"),
        ((*REVIEW, "--nation", "france"), "argument --nation"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence_and_code_2(capsys, words, said):
    code, out, err = call(capsys, *words)
    assert code == 2
    assert out == ""
    assert said.lower() in err.lower()
    assert len(err.strip().splitlines()) == 1


def test_without_a_procedure_all_are_listed(capsys):
    code, out, _err = call(capsys)
    assert code == 0
    assert "wales-susr-2024" in out
    assert "from 2010-" in out or "from 2009-" in out


def test_a_board_s_own_folder_brings_its_own_procedure(capsys, tmp_path):
    own = tmp_path / "own"
    (own / "procedures").mkdir(parents=True)
    (own / "pack.yaml").write_text("title: Own\nversion: '1'\n")
    (own / "procedures" / "own-review.yaml").write_text(
        "title: Own review\nbody: Board\nin_force_from: 2024-01-01\nsource: Board\nevents: {begun: It began}\n"
        "stages:\n- {key: read, title: Read, who: Anybody, starts_from: [begun], count: 3, unit: working_days, "
        "source: Board, status: local}\n"
    )
    told = stages(capsys, "own-review", "--event", "begun=2024-03-28", "--today", "2024-04-01", "--pack", str(own))
    assert told["read"]["due"] == "2024-04-04"
    other = tmp_path / "other"
    own.rename(other)
    (other / "procedures" / "own-review.yaml").write_text("title: Own\nwrong: 1\n")
    code, _out, err = call(capsys, "own-review", "--pack", str(other))
    assert code == 2
    assert "other/procedures/own-review.yaml" in err
