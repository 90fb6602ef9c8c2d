"""What a moment may claim of the records: no passing on, not seen alone, the child's own words."""

from __future__ import annotations

import pytest

from keymoments.analysis.events import EventFinder
from keymoments.analysis.rules import Rules
from keymoments.knowledge import pack_chain
from keymoments.knowledge.limits import load_limits
from keymoments.knowledge.rule_examples import Bench, bench_of, entries_of, try_rule
from keymoments.knowledge.rules import Line, rules_of


@pytest.fixture(scope="module")
def bench() -> Bench:
    return bench_of(pack_chain("england"), "england")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_of(pack_chain("england"))


def found(rules: Rules, bench: Bench, key: str, *lines: tuple[int, str, str]) -> tuple[str, ...]:
    rule = next(rule for rule in rules.rules if rule.key == key)
    made = tuple(Line(text=text, day=day, agency=agency) for day, agency, text in lines)  # type: ignore[arg-type]
    return tuple(finding.because for finding in try_rule(rule, made, rules, bench))


HELD = (0, "hospital", "Sam has a bruise to the ear and grip marks.")
DECIDED = (20, "childrens-social-care", "Visit. Sam seen, all well. Explanation accepted, NFA.")


def test_no_passing_on_is_claimed_where_the_holder_sent_word_before_the_decision(rules: Rules, bench: Bench) -> None:
    assert found(rules, bench, "injury-kept", HELD, DECIDED)
    sent = (12, "hospital", "Referral sent to social care about Sam.")
    assert not found(rules, bench, "injury-kept", HELD, sent, DECIDED)


def test_a_telephone_call_is_no_sight_of_a_child_beside_its_parents(rules: Rules, bench: Bench) -> None:
    concern = (0, "school", "Sam has a bruise to the ear.")
    rang = (5, "childrens-social-care", "T/C to Mum. Says Sam is well and asleep.")
    assert not found(rules, bench, "heard-in-company", concern, rang)


def test_no_notice_heads_no_protective_step(bench: Bench) -> None:
    limits = load_limits("england")
    finder = EventFinder(limits.events, limits.happenings)
    for disposal, told in (("NO PPN", False), ("PPN", True)):
        line = Line(text="Quiet on arrival.", agency="police", columns={"Disposal": disposal})
        keys = {event.key for event in finder.events(entries_of((line,), bench)[0], "police")}
        assert ("protective-step" in keys) is told
