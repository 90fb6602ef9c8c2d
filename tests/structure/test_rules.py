"""Every fact and rule of the packs loads, carries examples of each sort and passes them; every kind is in the union."""

from __future__ import annotations

import inspect
import pkgutil
from functools import cache
from typing import get_args

import pytest

import keymoments.analysis.kinds as kinds
from keymoments.analysis.facts.finder import FactFinder
from keymoments.analysis.limits import Status
from keymoments.analysis.rules import Rule, Rules
from keymoments.analysis.suggestions import FINDERS
from keymoments.knowledge import NATIONS, pack_chain
from keymoments.knowledge.rule_examples import Bench, bench_of, entries_of, try_rule
from keymoments.knowledge.rules import FactFile, Line, RuleExample, fact_files, rule_files, rules_of

# Each file once, in the first nation that has it.
FACTS = {
    (name, key): (nation, file) for nation in reversed(NATIONS) for name, key, file in fact_files(pack_chain(nation))
}
RULES = {
    name: (nation, rule, examples)
    for nation in reversed(NATIONS)
    for name, rule, examples in rule_files(pack_chain(nation))
}


@cache
def ready(nation: str) -> tuple[Rules, Bench]:
    chain = pack_chain(nation)
    return rules_of(chain), bench_of(chain, nation)


@pytest.mark.parametrize(
    ("nation", "name", "key", "file"), [(n, *at, f) for at, (n, f) in FACTS.items()], ids=[at[0] for at in FACTS]
)
def test_every_fact_passes_its_examples(nation: str, name: str, key: str, file: FactFile) -> None:
    rules, bench = ready(nation)
    finder = FactFinder(rules.facts, rules.words, bench.case, bench.vocabulary)
    for wanted in (True, False):
        assert len([example for example in file.examples if example.found is wanted]) >= 2, name
    for example in file.examples:
        (entry,) = entries_of((Line(text=example.text, agency=example.agency, columns=example.columns),), bench)
        facts = [fact for fact in finder.facts(entry) if fact.key == key]
        assert bool(facts) is example.found, f"{name}: {example.text}"
        for fact in facts:
            place = entry.text if fact.quote.place == "text" else dict(entry.columns)[fact.quote.place]
            assert place[fact.quote.start : fact.quote.end] == fact.quote.words


@pytest.mark.parametrize(
    ("nation", "name", "rule", "examples"), [(n, k, *r) for k, (n, *r) in RULES.items()], ids=list(RULES)
)
def test_every_rule_passes_its_examples(nation: str, name: str, rule: Rule, examples: tuple[RuleExample, ...]) -> None:
    rules, bench = ready(nation)
    own = next(other for other in rules.rules if other.key == rule.key)
    for wanted in (True, False):
        assert len([example for example in examples if example.found is wanted]) >= 2, name
    for example in examples:
        found = try_rule(own, example.entries(), rules, bench)
        assert bool(found) is example.found, f"{name}: {[line.text for line in example.entries()]}"
        for finding in found:
            assert finding.because.endswith("."), finding.because
            assert "  " not in finding.because, finding.because
            assert "{" not in finding.because, finding.because


@pytest.mark.parametrize("name", RULES)
def test_no_sentence_blames(name: str) -> None:
    _, rule, _ = RULES[name]
    words = f"{rule.because} {getattr(rule, 'unheard', '')}".lower()
    assert not any(word in words for word in ("failed", "should have", "neglected to", "wrong", "careless", "poor"))


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_why_and_where_from(name: str) -> None:
    nation, rule, _ = RULES[name]
    themes = {theme.key for theme in ready(nation)[0].themes}
    assert rule.why
    assert rule.source
    assert rule.title
    assert rule.themes
    assert set(rule.themes) <= themes
    assert 1 <= rule.weight <= 10


def test_every_kind_is_in_the_union_and_documented() -> None:
    modules = {module.name for module in pkgutil.iter_modules(kinds.__path__)}
    union = {member.__dataclass_fields__["kind"].default: member for member in get_args(Rule)}
    assert modules == set(union) == set(FINDERS)
    for name, member in union.items():
        assert inspect.getdoc(member), name
        assert inspect.getdoc(FINDERS[name]), name


def test_every_kind_has_a_rule_that_is_shipped() -> None:
    assert {rule.kind for _, rule, _ in RULES.values() if rule.retired is None} == set(FINDERS)


def test_every_source_says_how_far_it_was_checked() -> None:
    assert [name for name, (_, rule, _) in RULES.items() if rule.status is Status.UNVERIFIED] == []


def test_every_theme_has_two_examples_and_bounds() -> None:
    for theme in ready("england")[0].themes:
        assert len(theme.examples) == 2
        assert theme.definition
        assert theme.includes
        assert theme.excludes
