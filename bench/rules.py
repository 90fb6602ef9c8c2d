"""List what each rule finds over the cases: hits, share of entries, and how many turn on a moment a reviewer named."""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

from bench.accuracy import SHARED, cases
from keymoments.analysis.chronology import integrate
from keymoments.analysis.facts.ledger import ledger_of
from keymoments.analysis.records import Entry
from keymoments.analysis.same_event import same_events
from keymoments.analysis.sightings.contacts import contacts
from keymoments.analysis.suggestions import findings, suggest
from keymoments.analysis.waits import waits
from keymoments.ingest.casefile import read_case
from keymoments.ingest.reading import read_sources
from keymoments.knowledge import load_vocabulary
from keymoments.knowledge.limits import load_limits
from keymoments.knowledge.rules import load_rules

# A rule that fires on more than this share of all entries says nothing of any of them.
MOST = 0.10
SHOWN = 20


@dataclass(slots=True)
class Row:
    """What one rule came to: places it turns on, those that a reviewer named, and the same among the first twenty."""

    hits: int = 0
    true: int = 0
    shown: int = 0
    shown_true: int = 0


def main() -> int:
    """Print the table; return 1 where a rule fires on too many entries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", action="append", default=[], help="only this case (may be given again)")
    args = parser.parse_args()
    if not (SHARED / "tools" / "score.py").is_file():
        print("../shared is not beside the checkout: nothing can be measured.")
        return 0
    scorer = _scorer()
    rows: defaultdict[str, Row] = defaultdict(Row)
    entries = 0
    for folder in cases():
        if not args.case or folder.name in args.case:
            entries += _measure(folder, scorer, rows)
    print(f"{'rule':28} {'hits':>5} {'of entries':>10} {'useful':>7} {'first 20':>9} {'useful':>7}")
    too_many = 0
    for key, row in sorted(rows.items(), key=lambda item: (-item[1].shown_true, item[0])):
        share = row.hits / entries
        too_many += share > MOST
        note = "  fires too often" if share > MOST else "" if row.true else "  adds no moment"
        useful = row.true / row.hits if row.hits else 0.0
        print(f"{key:28} {row.hits:5} {share:10.1%} {useful:7.2f} {row.shown:9} {row.shown_true:7}{note}")
    return int(too_many > 0)


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit("tools/score.py cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _measure(folder: Path, scorer: ModuleType, rows: dict[str, Row]) -> int:
    case = read_case(folder)
    vocabulary, rules = load_vocabulary(case.nation), load_rules(case.nation)
    sources = read_sources(case, folder, vocabulary, today=date(2026, 1, 1))
    entries = integrate([source.entries for source in sources], case).entries
    same, _ = same_events(entries, case, vocabulary)
    seen = contacts(entries, case, vocabulary)
    took = waits(entries, seen, case, load_limits(case.nation), vocabulary)
    named = frozenset(_named(folder, scorer, entries))
    groups = {member: group for group in same for member in group}
    ledger = ledger_of(entries, seen, took, same, case, rules, vocabulary)

    def useful(ids: tuple[str, ...]) -> bool:
        return any(other in named for one in ids[:2] for other in groups.get(one, (one,)))

    for rule in rules.rules:
        rows.setdefault(rule.key, Row())
    turns = {(f.rule.key, f.entries[0].id): tuple(e.id for e in f.entries) for f in findings(rules.rules, ledger)}
    for (key, _), ids in turns.items():
        rows[key].hits += 1
        rows[key].true += useful(ids)
    for suggestion in suggest(entries, seen, took, same, case, rules, vocabulary)[:SHOWN]:
        rows[suggestion.rule].shown += 1
        rows[suggestion.rule].shown_true += useful(suggestion.entries)
    return len(entries)


def _named(folder: Path, scorer: ModuleType, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Ids of the entries on which a reviewer's moments turn."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    found = [
        {
            "id": entry.id,
            "agency": entry.agency,
            "text": entry.text,
            "date": {"earliest": str(entry.date.earliest), "latest": str(entry.date.latest)},
        }
        for entry in entries
    ]
    pairs = scorer.match(gold["entries"], found)
    for moment in (*gold["moments"], *gold.get("accepted", [])):
        yield from (pairs[entry] for entry in moment["entries"] if entry in pairs)


if __name__ == "__main__":
    raise SystemExit(main())
