"""One analysis of a case, whole: every step over its entries, in the order in which each stands on the ones before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from keymoments.analysis.case_problems import case_problems
from keymoments.analysis.entry_readings import Readings, Remembered, read_entries
from keymoments.analysis.facts.ledger import ledger_of
from keymoments.analysis.known import telling_facts
from keymoments.analysis.limits import Limits
from keymoments.analysis.records import Case, Entry, Problem
from keymoments.analysis.result import Analysis, SourceFile
from keymoments.analysis.rules import Rules
from keymoments.analysis.same_event import same_events
from keymoments.analysis.spread import Spread, in_turn
from keymoments.analysis.strangers import together
from keymoments.analysis.suggestions import findings, grouped, ranked
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.analysis.waits import wait_problems, waits

# How far the work is when a step begins, in hundredths of the usual time; the last part is kept for storing.
_WAITS, _SAME, _LOOKING, ANALYSED = 75, 80, 92, 96
WHOLE = 100
Told = Callable[[int, int, str], None]  # how much is done, of how much, what is being done; may raise to stop


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a nation's pack and an organisation's own say, and the pack they are known by."""

    pack: str
    pack_version: str
    pack_hash: str
    vocabulary: Vocabulary
    limits: Limits
    rules: Rules


def analyse(
    entries: Sequence[Entry],
    case: Case,
    known: Definitions,
    *,
    version: str,
    problems: Sequence[Problem] = (),
    files: Sequence[SourceFile] = (),
    spread: Spread = in_turn,
    told: Told = lambda _done, _of, _what: None,
    remembered: Remembered | None = None,
    settle: Callable[[Readings], Readings] = lambda read: read,
) -> Analysis:
    """Everything found in the entries of a chronology, which stand in order.

    ``version``: of the program; ``problems`` and ``files``: what reading gave; ``told`` is called before each step
    and while entries are read; ``remembered``: what was read of the case before; ``settle`` gets what was read and
    gives what shall count instead, before anything is measured by it.
    Pure: the same entries and definitions give the same answer, however ``spread`` does its work.
    """
    vocabulary, limits, rules = known.vocabulary, known.limits, known.rules
    reading = "Reading who saw the children"
    told(0, WHOLE, reading)
    read = read_entries(
        entries,
        (case, vocabulary, limits, rules),
        spread,
        told=lambda done: told(_WAITS * done // max(1, len(entries)), WHOLE, reading),
        remembered=remembered,
    )
    read = settle(read)
    told(_WAITS, WHOLE, "Measuring what took long")
    waited = waits(read.entries, read.contacts, case, limits, vocabulary, events=read.events, spread=spread)
    told(_SAME, WHOLE, "Finding the same event told twice")
    groups, differences = same_events(read.entries, case, vocabulary, spread=spread)
    told(_LOOKING, WHOLE, "Looking for places to look at")
    ledger = ledger_of(read.entries, read.contacts, waited, groups, case, rules, vocabulary, told=read.facts)
    return Analysis(
        version=version,
        pack=known.pack,
        pack_version=known.pack_version,
        pack_hash=known.pack_hash,
        case=case,
        entries=read.entries,
        same_event=groups,
        differences=differences,
        unknown_people=together(read.entries, read.strangers),
        problems=(
            *problems,
            *case_problems(read.entries, read.contacts, case, vocabulary.people),
            *wait_problems(read.entries, case, limits, read.events),
        ),
        contacts=read.contacts,
        waits=waited,
        suggestions=ranked(grouped(findings(rules.rules, ledger), ledger), ledger),
        facts=telling_facts(ledger),
        rules=rules,
        files=tuple(files),
    )
