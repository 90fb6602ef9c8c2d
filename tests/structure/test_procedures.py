"""Every procedure loads, and every stage of it has a worked example that comes out as it says."""

from __future__ import annotations

import pytest

from keymoments.analysis.clocks import Happened, State, clocks
from keymoments.analysis.limits import Status
from keymoments.analysis.procedures import Sure
from keymoments.knowledge import NATIONS, pack_chain
from keymoments.knowledge.procedures import all_procedures, procedure_files, procedure_of

# Procedures, events and stages that other programs call by name.
CALLED = {
    "england-scr-2010": ({"attention", "decided", "overview-done"}, {"decision", "completion", "publication"}),
    "england-scr-2015": ({"aware", "notified", "decided"}, {"notification", "decision", "completion"}),
    "england-lcspr-2018": (
        {"aware", "notified", "decided", "completed"},
        {"notification", "rapid-review", "completion", "copy-before-publication"},
    ),
    "england-lcspr-2023": (
        {"aware", "notified", "decided", "completed"},
        {"notification", "rapid-review", "completion", "copy-before-publication"},
    ),
    "wales-cpr-2013": (set(), {"completion"}),
    "wales-susr-2024": (set(), {"completion"}),
    "scotland-learning-review-2021": (set(), {"completion"}),
    "northern-ireland-cmr-2012": (set(), {"completion"}),
}
FILES = {
    key: (file, procedure_of(file, key, nation))
    for nation in NATIONS
    for _name, pack, key, file in procedure_files(pack_chain(nation))
    if pack == nation
}
EXAMPLES = [
    pytest.param(key, part.key, example, id=f"{key}-{part.key}-{number}")
    for key, (file, _made) in FILES.items()
    for part in file.stages
    for number, example in enumerate(part.examples)
]


@pytest.mark.parametrize(("key", "stage", "example"), EXAMPLES)
def test_a_worked_example_comes_out_as_it_says(key, stage, example):
    told = clocks(FILES[key][1], Happened(example.events), today=example.today, local=True)
    clock = next(one for one in told if one.stage.key == stage)
    assert (clock.state, clock.due, clock.over_by) == (State(example.state), example.due, example.over_by)


@pytest.mark.parametrize("key", FILES)
def test_every_stage_has_a_worked_example(key):
    assert [part.key for part in FILES[key][0].stages if not part.examples] == []


@pytest.mark.parametrize("key", FILES)
def test_a_stage_without_a_number_that_is_sure_answers_no_limit(key):
    made = FILES[key][1]
    first = {event.key: made.in_force_from for event in made.events}
    for clock in clocks(made, Happened(first), today=made.in_force_from):
        numbered = clock.stage.count or clock.stage.month_day
        if not numbered or (clock.stage.status is Status.UNVERIFIED and clock.stage.sure is Sure.MEDIUM):
            assert clock.state is State.NO_LIMIT
            assert clock.due is None


@pytest.mark.parametrize("key", CALLED)
def test_what_other_programs_call_by_name_is_there(key):
    events, stages = CALLED[key]
    made = FILES[key][1]
    assert events <= {event.key for event in made.events}
    assert stages <= {stage.key for stage in made.stages}


def test_an_adults_and_a_domestic_abuse_review_fit_the_same_shape():
    assert {one.about for one in all_procedures()} == {"children", "adults", "domestic-abuse", "any"}
