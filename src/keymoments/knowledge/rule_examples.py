"""Tries rules on made-up entries: the examples that every rule carries, or a sentence somebody wants to test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from keymoments.analysis.facts.finder import FactFinder
from keymoments.analysis.facts.ledger import ledger_of
from keymoments.analysis.findings import Finding
from keymoments.analysis.limits import Limits
from keymoments.analysis.people import mentions
from keymoments.analysis.records import AGENCY_KINDS, Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.rules import Rule, Rules
from keymoments.analysis.sightings.contacts import Reader, contact_in, reader_of
from keymoments.analysis.suggestions import findings
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.analysis.waits import waits
from keymoments.errors import PackError
from keymoments.knowledge.limits import limits_of
from keymoments.knowledge.packs_on_disk import PackFolder
from keymoments.knowledge.rules import FactExample, Line, fact_files, rule_files, rules_of
from keymoments.knowledge.vocabulary import vocabulary_of
from keymoments.knowledge.yaml_file import line_of

FIRST_DAY = date(2022, 3, 7)
PEOPLE = (
    Person("sam", "Sam Field", "child", subject=True, born=date(2014, 2, 3)),
    Person("dana", "Dana Field", "mother"),
    Person("lee", "Lee Marsh", "partner"),
    Person("joan", "Joan Field", "grandmother"),
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A made-up case with one agency of each kind, ready for entries: one child, Sam, his mother, her partner."""

    case: Case
    vocabulary: Vocabulary
    limits: Limits
    reader: Reader


def bench_of(chain: tuple[PackFolder, ...], nation: str) -> Bench:
    """The made-up case in a nation."""
    agencies = tuple(Agency(kind, kind.replace("-", " ").capitalize(), kind, ()) for kind in AGENCY_KINDS)
    case = Case("example", nation, FIRST_DAY - timedelta(days=30), FIRST_DAY + timedelta(days=800), PEOPLE, agencies)
    vocabulary = vocabulary_of(chain)
    return Bench(case, vocabulary, limits_of(chain), reader_of(case, vocabulary))


def entries_of(lines: Sequence[Line], bench: Bench) -> tuple[Entry, ...]:
    """Made-up entries, the first on :data:`FIRST_DAY`."""
    made = []
    for number, line in enumerate(lines, 1):
        day = FIRST_DAY + timedelta(days=line.day)
        when = UncertainDate(day, day, Precision.DAY)
        columns = tuple(line.columns.items())
        entry = Entry(f"{line.agency}-{number}", str(number), line.agency, "", "", "", when, line.text, number)
        found = mentions(bench.reader.settings.roster, line.text, agency=line.agency, entry_date=day, columns=columns)
        people = tuple(dict.fromkeys(mention.person for mention in found))
        made.append(replace(entry, columns=columns, people=people))
    return tuple(made)


def try_rule(rule: Rule, lines: Sequence[Line], rules: Rules, bench: Bench) -> tuple[Finding, ...]:
    """What one rule finds in made-up entries."""
    entries = entries_of(lines, bench)
    contacts = tuple(contact_in(entry, bench.reader) for entry in entries)
    took = waits(entries, contacts, bench.case, bench.limits, bench.vocabulary)
    ledger = ledger_of(entries, contacts, took, _same(lines, entries), bench.case, rules, bench.vocabulary)
    return findings((rule,), ledger)


def _same(lines: Sequence[Line], entries: Sequence[Entry]) -> tuple[tuple[str, ...], ...]:
    """Lines of an example that are marked as telling one event."""
    groups: dict[str, list[str]] = {}
    for line, entry in zip(lines, entries, strict=True):
        if line.event:
            groups.setdefault(line.event, []).append(entry.id)
    return tuple(tuple(members) for members in groups.values() if len(members) > 1)


# A rule or fact says what it means only with so many examples of each sort.
EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """An example that does not come out as it says, or too few of them: the file, the line, what to do."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}"


def faults(
    chain: tuple[PackFolder, ...], nation: str, only: Sequence[str] = (), rule: str | None = None
) -> Iterator[Fault]:
    """Every fault of the examples of rules and facts; ``only``: names of packs to look at (all, where empty).

    ``rule``: the examples of this rule and of nothing else.
    """
    rules, bench = rules_of(chain), bench_of(chain, nation)
    contents = {f"{pack.name}/{path}": data for pack in chain for path, data in pack.files}
    ready = {rule.key: rule for rule in rules.rules}
    for name, own, examples in rule_files(chain):
        if rule is not None and own.key != rule:
            continue
        if not only or name.rsplit("/rules/", 1)[0] in only:
            outcomes = [bool(try_rule(ready[own.key], one.entries(), rules, bench)) for one in examples]
            yield from _told(name, contents[name], [one.found for one in examples], outcomes)
    finder = FactFinder(rules.facts, rules.words, bench.case, bench.vocabulary)
    for name, key, file in fact_files(chain) if rule is None else ():
        if not only or name.rsplit("/facts/", 1)[0] in only:
            outcomes = [_tells(finder, key, one, bench) for one in file.examples]
            yield from _told(name, contents[name], [one.found for one in file.examples], outcomes)


def _tells(finder: FactFinder, key: str, example: FactExample, bench: Bench) -> bool:
    line = Line(text=example.text, agency=example.agency, columns=example.columns)
    return any(fact.key == key for entry in entries_of((line,), bench) for fact in finder.facts(entry))


def _told(name: str, data: bytes, wanted: Sequence[bool], outcomes: Sequence[bool]) -> Iterator[Fault]:
    if min(wanted.count(True), wanted.count(False)) < EXAMPLES:
        line = line_of(data, ["examples"])
        yield Fault(name, line, f"give it {EXAMPLES} examples that must match and {EXAMPLES} with 'found: false'.")
    for number, (want, came) in enumerate(zip(wanted, outcomes, strict=True)):
        if want is not came:
            says = "must match and does not" if want else "must not match and does ('found: false')"
            yield Fault(name, line_of(data, ["examples", number]), f"this example {says}; mend it or the words above.")


def check_examples(
    chain: tuple[PackFolder, ...],
    nation: str,
    only: Sequence[str] = (),
    most: int = 1,
    rule: str | None = None,
) -> None:
    """Raise :class:`PackError` with file and line of the first ``most`` faults of examples; none of their words."""
    first = list(islice(faults(chain, nation, only, rule), most))
    if first:
        raise PackError("\n  ".join(str(fault) for fault in first))
