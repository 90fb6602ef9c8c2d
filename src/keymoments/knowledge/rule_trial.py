"""Whether a rule finds something in one note, by which words, and if not, what it still lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keymoments.analysis.facts.ledger import Ledger, ledger_of
from keymoments.analysis.findings import Finding
from keymoments.analysis.phrases import Phrases, level
from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Rule, Rules, Sign
from keymoments.analysis.sightings.contacts import contact_in
from keymoments.analysis.suggestions import findings
from keymoments.knowledge.packs_on_disk import PackFolder
from keymoments.knowledge.rule_examples import bench_of, entries_of
from keymoments.knowledge.rule_values import signs_of
from keymoments.knowledge.rule_words import any_of, either, fact_words, kind_words, sign_words
from keymoments.knowledge.rules import Line

# Rules that one note alone can meet.
ONE_NOTE = frozenset(("phrase", "not_shared", "face_value", "good_practice"))
# Parts of a rule that end it where they are met, and parts that only make it weigh more.
ENDING = frozenset(("unless", "passing", "answer", "checked", "higher"))
ADDING = frozenset(("stronger", "decides"))


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a rule asks for: its key in the file, whether the note is it, by which words, what it lacks."""

    key: str
    met: bool
    words: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule tried on one note. ``alone``: whether one note can be enough for a rule of this kind."""

    fires: bool
    alone: bool
    because: str
    words: tuple[str, ...]
    parts: tuple[Part, ...]


def try_sentence(
    rule: Rule, sentence: str, agency: str, chain: tuple[PackFolder, ...], nation: str, rules: Rules
) -> Trial:
    """Try ``rule`` of ``rules`` on a note as an agency of this kind would write it, in a made-up family."""
    bench = bench_of(chain, nation)
    entries = entries_of((Line(text=sentence, agency=agency),), bench)
    contacts = tuple(contact_in(entry, bench.reader) for entry in entries)
    ledger = ledger_of(entries, contacts, (), (), bench.case, rules, bench.vocabulary)
    found = findings((rule,), ledger)
    parts = tuple(
        _part(name, sign, entries[0], ledger, rules)
        for name, sign in signs_of(rule)
        if sign != Sign() and name not in ADDING
    )
    return Trial(bool(found), rule.kind in ONE_NOTE, found[0].because if found else "", _words(found), parts)


def _words(found: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cited.quote.words for finding in found for cited in finding.quotes))


def _part(name: str, sign: Sign, entry: Entry, ledger: Ledger, rules: Rules) -> Part:
    quotes = ledger.named(entry, (*sign.any, *sign.also, *sign.third))
    words = tuple(dict.fromkeys(fact.quote.words for fact in quotes))
    return Part(name, ledger.fits(sign, entry), words, tuple(_lacks(sign, entry, ledger, rules)))


def _lacks(sign: Sign, entry: Entry, ledger: Ledger, rules: Rules) -> Iterator[str]:
    """What a note lacks to be what a sign asks for, or has too much."""
    kind = ledger.kinds.get(entry.agency, "")
    if (sign.kinds and kind not in sign.kinds) or kind in sign.not_kinds:
        wanted = f"of {either(map(kind_words, sign.kinds))}" if sign.kinds else "of another kind of agency"
        yield f"the note must be {wanted}, and this one is of {kind_words(kind)} (see --agency)"
    labels = ledger.labels.get(entry.id, frozenset())
    for names in (sign.any, sign.also, sign.third):
        if names and labels.isdisjoint(names):
            spoilt = [told for name in names for told in _spoilt(name, entry, rules)]
            yield f"it must tell of {any_of(names, rules)}" + (f"; {spoilt[0]}" if spoilt else "")
    for fact in ledger.named(entry, sign.none):
        yield f"“{fact.quote.words}” tells of {fact_words(fact.key, rules)}, which it must not"
    if sign.sight and not ledger.sight(entry, sign.sight):
        yield f"it must be {sign_words(Sign(sight=sign.sight), rules)}"


def _spoilt(name: str, entry: Entry, rules: Rules) -> Iterator[str]:
    """Words that stand there and do not count, because others beside them make them something else."""
    for fact in rules.facts:
        if name in (fact.key, fact.group):
            for found in Phrases({fact.key: fact.says}).find(level(entry.text)):
                words = entry.text[found.start : found.end]
                yield f"“{words}” does not count here: the words beside it deny it, plan it or make it something else"
