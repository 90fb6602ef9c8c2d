"""Limits are read strictly, by nation and year; a pack of one's own adds or replaces; contradictions are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from keymoments.analysis.limits import Limits, Status, Unit, limit_on
from keymoments.analysis.records import Case, LocalLimit
from keymoments.errors import PackError
from keymoments.knowledge.limits import load_limits

ENGLAND, SCOTLAND = load_limits("england"), load_limits("scotland")


def a_case(nation: str, *local: LocalLimit) -> Case:
    return Case("R", nation, date(2008, 1, 1), date(2024, 1, 1), (), (), limits=local)


def count(limits: Limits, nation: str, standard: str, day: date) -> tuple[int, Unit] | None:
    limit = limit_on(limits, a_case(nation), standard, day)
    return (limit.count, limit.unit) if limit else None


@pytest.mark.parametrize(
    ("day", "initial", "single"),
    [
        (date(2010, 3, 31), 7, None),
        (date(2010, 4, 1), 10, None),
        (date(2013, 4, 14), 10, None),
        (date(2013, 4, 15), None, 45),
    ],
)
def test_the_edition_in_force_on_the_day_counts(day: date, initial: int | None, single: int | None) -> None:
    found = count(ENGLAND, "england", "initial-assessment", day)
    assert (found[0] if found else None) == initial
    found = count(ENGLAND, "england", "assessment", day)
    assert (found[0] if found else None) == single


def test_scotland_changed_days_and_units_in_2021() -> None:
    before, after = date(2021, 9, 1), date(2021, 9, 2)
    assert count(SCOTLAND, "scotland", "planning-meeting", before) == (21, Unit.CALENDAR_DAYS)
    assert count(SCOTLAND, "scotland", "planning-meeting", after) == (28, Unit.CALENDAR_DAYS)
    assert count(SCOTLAND, "scotland", "core-group", before) == (15, Unit.CALENDAR_DAYS)
    assert count(SCOTLAND, "scotland", "core-group", after) == (15, Unit.WORKING_DAYS)


def test_no_national_limit_for_visits_under_a_plan() -> None:
    assert count(ENGLAND, "england", "plan-visit", date(2022, 1, 1)) is None


def test_a_number_from_memory_is_never_shown_as_checked() -> None:
    wales = load_limits("wales")
    states = {limit.standard: limit.status for limit in wales.limits if limit.holds_on(date(2023, 1, 1))}
    assert states["referral-decision"] is Status.UNVERIFIED
    assert states["core-group"] is Status.VERIFIED


def test_a_local_rule_stands_before_the_nations_within_its_time() -> None:
    local = LocalLimit("initial-assessment", 7, "working_days", date(2011, 1, 1), date(2011, 12, 31), "Council, 2011")
    case = a_case("england", local)
    inside = limit_on(ENGLAND, case, "initial-assessment", date(2011, 6, 1))
    outside = limit_on(ENGLAND, case, "initial-assessment", date(2012, 6, 1))
    assert inside is not None
    assert (inside.count, inside.status, inside.ends) == (7, Status.LOCAL, ("initial-assessment-completed",))
    assert outside is not None
    assert outside.count == 10


def own_pack(folder: Path, **files: str) -> tuple[Path, ...]:
    (folder / "pack.yaml").write_text('title: Ours\nversion: "1"\n', encoding="utf-8")
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return (folder,)


EDITION = "{count: 5, unit: working_days, source: Our board, status: secondary}"
LIMIT = f"standard: core-group\ntitle: Ours\nstarts: [initial-conference]\nends: [core-group]\neditions: [{EDITION}]\n"


def test_a_file_of_the_same_name_replaces_and_adds_words(tmp_path: Path) -> None:
    own = own_pack(
        tmp_path, **{"limits__core-group_yaml": LIMIT, "events__core-group_yaml": "heads: [circle meeting]\n"}
    )
    limits = load_limits("england", own)
    assert count(limits, "england", "core-group", date(2022, 1, 1)) == (5, Unit.WORKING_DAYS)
    rule = next(rule for rule in limits.events if rule.key == "core-group")
    assert {"core group", "circle meeting"} <= set(rule.heads)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"limits__our-core-group_yaml": LIMIT}, "contradict each other: core-group is"),
        (
            {"limits__x_yaml": LIMIT.replace("ends: [core-group]", "ends: [tea-party]")},
            "the event 'tea-party' is not known",
        ),
        ({"limits__x_yaml": LIMIT.replace("count: 5", "count: 0")}, "limits/x.yaml: 'editions.0.count' is wrong"),
        ({"limits__x_yaml": LIMIT.replace("status: secondary", "status: sure")}, "'editions.0.status' is wrong"),
        ({"limits__x_yaml": LIMIT + "titel: Ours\n"}, "the key 'titel' is not known"),
        ({"limits__x_yaml": LIMIT.replace("source: Our board", "source: ''")}, "'editions.0.source' is wrong"),
        (
            {"limits__x_yaml": LIMIT.replace("status", "in_force_from: 2020-01-01, in_force_to: 2019-01-01, status")},
            "ends before it begins",
        ),
        ({"limits__x_yaml": LIMIT.replace("status", "at_least: 9, status")}, "at_least is more than count"),
        ({"events__x_yaml": "heads: ['*']\n"}, "must begin with a word"),
        ({"events__x_yaml": "head: [a]\n"}, "the key 'head' is not known"),
        ({"happenings_yaml": "plan: [a]\n"}, "the key 'plan' is not known"),
        ({"messages_yaml": "sends: [': ']\n"}, "must begin with a word"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, files: dict[str, str], says: str) -> None:
    with pytest.raises(PackError) as raised:
        load_limits("england", own_pack(tmp_path, **files))
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
