"""Tries rules on made-up entries: the examples that every rule carries, or a sentence somebody wants to test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from keymoments.analysis.facts.ledger import ledger_of
from keymoments.analysis.findings import Finding
from keymoments.analysis.limits import Limits
from keymoments.analysis.people import mentions
from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.rules import Rule, Rules
from keymoments.analysis.sightings.contacts import Reader, contact_in, reader_of
from keymoments.analysis.suggestions import findings
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.analysis.waits import waits
from keymoments.errors import PackError
from keymoments.knowledge.limits import limits_of
from keymoments.knowledge.packs_on_disk import PackFolder
from keymoments.knowledge.rules import Line, RuleExample, line_of, rule_files, rules_of
from keymoments.knowledge.vocabulary import vocabulary_of

FIRST_DAY = date(2022, 3, 7)
KINDS = (
    *("childrens-social-care", "police", "gp", "school", "nursery", "health-visiting", "midwifery", "hospital"),
    *("housing", "mental-health", "substance-use", "voluntary", "probation", "ambulance"),
)
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
    agencies = tuple(Agency(kind, kind.replace("-", " ").capitalize(), kind, ()) for kind in KINDS)
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


def failing(chain: tuple[PackFolder, ...], nation: str, only: Sequence[str] = ()) -> Iterator[tuple[str, int, str]]:
    """File, number and words of every example that does not come out as its rule says; ``only``: packs to look at."""
    rules, bench = rules_of(chain), bench_of(chain, nation)
    ready = {rule.key: rule for rule in rules.rules}
    for name, rule, examples in rule_files(chain):
        if only and name.split("/", 1)[0] not in only:
            continue
        for number, example in enumerate(examples):
            if bool(try_rule(ready[rule.key], example.entries(), rules, bench)) is not example.found:
                yield name, number, _words(example)


def _words(example: RuleExample) -> str:
    return " / ".join(line.text for line in example.entries())


def check_examples(chain: tuple[PackFolder, ...], nation: str, only: Sequence[str] = ()) -> None:
    """Raise :class:`PackError` naming file and line where an example does not come out as its rule says."""
    contents = {f"{pack.name}/{path}": data for pack in chain for path, data in pack.files}
    for name, number, words in failing(chain, nation, only):
        line = line_of(contents[name], ["examples", number])
        raise PackError(f"{name}, line {line}: the example {words!r} does not come out as 'found' says; mend either.")
