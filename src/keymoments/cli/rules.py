"""``keymoments rules``: list the rules in force, show one, and try one on a note, a case or its own examples."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from keymoments.analysis.facts.ledger import ledger_of
from keymoments.analysis.findings import Finding, plain_date
from keymoments.analysis.rules import Rule, Rules
from keymoments.analysis.suggestions import findings
from keymoments.errors import CaseFileError
from keymoments.ingest.casefile import read_case
from keymoments.knowledge import PackFolder, limits_of, pack_chain, vocabulary_of
from keymoments.knowledge.rule_examples import check_examples, faults
from keymoments.knowledge.rule_trial import ENDING, Trial, try_sentence
from keymoments.knowledge.rule_words import kind_words, limits_for, looks_for, own_phrases, status_words
from keymoments.knowledge.rules import RuleExample, fact_files, rule_files, rules_of

# Lines are no wider than this, and no narrower than the least, however wide the terminal is.
WIDEST, NARROWEST = 100, 60
# So many wrong examples are named at once.
MOST_FAULTS = 10


def run_list(nation: str, packs: tuple[Path, ...], *, as_json: bool) -> int:
    """Print every rule in force: name, kind, title, themes."""
    rules = rules_of(pack_chain(nation, packs))
    if as_json:
        return _json([_about(rule, rules) for rule in rules.rules])
    themes = {theme.key: theme.title for theme in rules.themes}
    wide = max((len(rule.key) for rule in rules.rules), default=0)
    for rule in rules.rules:
        retired = f" (retired on {rule.retired})" if rule.retired else ""
        print(f"{rule.key:{wide}}  {kind_words(rule.kind)}{retired}")
        _print(rule.title, "  ")
        _print(f"Themes: {'; '.join(themes[key] for key in rule.themes)}", "  ")
    print(f"\n{len(rules.rules)} rules in force in {nation}. See one with: keymoments rules show NAME")
    return 0


def run_show(name: str, nation: str, packs: tuple[Path, ...], *, as_json: bool) -> int:
    """Print all that is known of one rule: reason, source, themes, what it looks for, limits, examples."""
    chain = pack_chain(nation, packs)
    rules = rules_of(chain)
    rule = _named(name, rules, nation)
    limits = limits_for(rule, limits_of(chain))
    examples = next(told for _, other, told in rule_files(chain) if other.key == rule.key)
    if as_json:
        more = {"limits": list(limits), "examples": [one.model_dump(exclude_defaults=True) for one in examples]}
        return _json(_about(rule, rules) | more)
    themes = {theme.key: theme.title for theme in rules.themes}
    print(f"{rule.key}: {rule.title}\n")
    _print(f"Kind: {kind_words(rule.kind)}. It proposes: {kind_words(rule.moment)} (weight {rule.weight} of 10).")
    _print(f"Why: {rule.why}")
    _print(f"Source: {rule.source} [{status_words(rule.status)}]")
    _print(f"Themes: {'; '.join(themes[key] for key in rule.themes)}")
    _print(f"Sentence: {rule.because}")
    _section("What it looks for", looks_for(rule, rules))
    _section("Limits it is held against", limits)
    _section("Must match", [_example(one) for one in examples if one.found])
    _section("Must not match", [_example(one) for one in examples if not one.found])
    return 0


def run_test_sentence(
    name: str, sentence: str, agency: str, nation: str, packs: tuple[Path, ...], *, as_json: bool
) -> int:
    """Say whether a rule finds something in one note, by which words, or what is missing."""
    chain = pack_chain(nation, packs)
    rules = rules_of(chain)
    trial = try_sentence(_named(name, rules, nation), sentence, agency, chain, nation, rules)
    if as_json:
        parts = [
            {"part": part.key, "met": part.met, "words": list(part.words), "lacks": list(part.lacks)}
            for part in trial.parts
        ]
        return _json({"rule": name, "fires": trial.fires, "words": list(trial.words), "parts": parts})
    _print_trial(name, trial)
    return 0


def _print_trial(name: str, trial: Trial) -> None:
    if trial.fires:
        print(f"{name} finds this note.")
        _print(f"By the words: {'; '.join(f'“{words}”' for words in trial.words)}")
        _print(f"It would say: {trial.because}")
        return
    if trial.alone:
        print(f"{name} does not find this note.")
    else:
        _print(f"{name} looks at several entries together, so one note is never enough. Part by part:")
    for part in trial.parts:
        by = f" by the words {'; '.join(f'“{words}”' for words in part.words)}" if part.words else ""
        ends = part.key in ENDING
        if ends and part.met:
            _print(f"{part.key}: stands there{by}, so the rule stays silent", "  ")
        elif not ends:
            _print(f"{part.key}: {f'met{by}' if part.met else 'not met'}", "  ")
        for lack in () if ends else part.lacks:
            _print(f"- {lack}", "    ")


def run_test_case(name: str, folder: Path, packs: tuple[Path, ...], *, as_json: bool) -> int:
    """Print every place of a case at which a rule finds something: date, agency, where, words."""
    from keymoments.cli.review import analyse

    case = read_case(folder)
    chain = pack_chain(case.nation, packs)
    rules = rules_of(chain)
    rule = _named(name, rules, case.nation)
    found = analyse(case, folder, packs=packs)
    ledger = ledger_of(found.entries, found.contacts, found.waits, found.same_event, case, rules, vocabulary_of(chain))
    hits = sorted(findings((rule,), ledger), key=lambda hit: (hit.entries[0].date.earliest, hit.entries[0].id))
    if as_json:
        return _json([_hit(hit) for hit in hits])
    for hit in hits:
        first = hit.entries[0]
        print(f"{plain_date(ledger, first)[:1].upper()}{plain_date(ledger, first)[1:]} · {ledger.titles[first.agency]}")
        _print(f"{first.file}, {first.where}", "  ")
        for cited in hit.quotes:
            _print(f"“{cited.quote.words}” ({cited.entry})", "  ")
        _print(hit.because, "  ")
    share = len({hit.entries[0].id for hit in hits}) / len(found.entries)
    _print(f"{len(hits)} found in {len(found.entries)} entries ({share:.0%}).")
    if share > 0.1:
        _print("A rule that finds more than one entry in ten says little of any of them: narrow it.")
    return 0


def _hit(hit: Finding) -> dict[str, Any]:
    first = hit.entries[0]
    return {
        "date": str(first.date.earliest),
        "agency": first.agency,
        "file": first.file,
        "where": first.where,
        "entries": [entry.id for entry in hit.entries],
        "because": hit.because,
        "quotes": [{"entry": cited.entry, "in": cited.quote.place, "words": cited.quote.words} for cited in hit.quotes],
    }


def run_test_examples(name: str | None, nation: str, packs: tuple[Path, ...], *, as_json: bool) -> int:
    """Run the examples of the packs given (of all in force where none is), or of one rule."""
    chain = pack_chain(nation, packs)
    only = tuple(pack.name for pack in chain[-len(packs) :]) if packs else ()
    if name is not None:
        _named(name, rules_of(chain), nation)
        only = ()
    checked = _checked(chain, name, only)
    if as_json:
        wrong = [fault for fault in faults(chain, nation, only, name) if fault]
        _json({"examples": checked, "wrong": [{"file": w.file, "line": w.line, "what": w.what} for w in wrong]})
        return 2 if wrong else 0
    check_examples(chain, nation, only, MOST_FAULTS, name)
    print(f"All {checked} examples come out as they say.")
    return 0


def _checked(chain: tuple[PackFolder, ...], name: str | None, only: tuple[str, ...]) -> int:
    rules = [
        len(examples)
        for file, rule, examples in rule_files(chain)
        if (name is None or rule.key == name) and (not only or file.rsplit("/rules/", 1)[0] in only)
    ]
    facts = [
        len(fact.examples)
        for file, _, fact in fact_files(chain)
        if name is None and (not only or file.rsplit("/facts/", 1)[0] in only)
    ]
    return sum(rules) + sum(facts)


def _named(name: str, rules: Rules, nation: str) -> Rule:
    for rule in rules.rules:
        if rule.key == name:
            return rule
    near = get_close_matches(name, [rule.key for rule in rules.rules], 1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise CaseFileError(f"No rule {name!r} is in force in {nation}.{meant} See keymoments rules list.")


def _about(rule: Rule, rules: Rules) -> dict[str, Any]:
    return {
        "name": rule.key,
        "kind": rule.kind,
        "moment": rule.moment.value,
        "weight": rule.weight,
        "title": rule.title,
        "why": rule.why,
        "source": rule.source,
        "status": rule.status.value,
        "themes": list(rule.themes),
        "retired": str(rule.retired) if rule.retired else None,
        "looks_for": list(looks_for(rule, rules)),
        "phrases": list(own_phrases(rule)),
        "because": rule.because,
    }


def _example(example: RuleExample) -> str:
    lines = example.entries()
    if len(lines) == 1:
        return f"({kind_words(lines[0].agency)}) {lines[0].text}"
    return " → ".join(f"(day {line.day}, {kind_words(line.agency)}) {line.text}" for line in lines)


def _json(content: object) -> int:
    print(json.dumps(content, indent=1, ensure_ascii=False))
    return 0


def _section(title: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        print(f"\n{title}")
        for line in told:
            _print(f"- {line}", "  ")


def _print(text: str, indent: str = "") -> None:
    for line in _wrapped(text, indent):
        print(line)


def _wrapped(text: str, indent: str) -> Iterator[str]:
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))
    yield from textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=f"{indent}  ")
