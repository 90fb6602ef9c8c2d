"""The pages of ``docs/reference`` that tell of rules, facts and themes, made from the packs."""

from __future__ import annotations

from collections.abc import Iterator

from keymoments.analysis.rules import Rules
from keymoments.knowledge import NATIONS, limits_of, pack_chain
from keymoments.knowledge.rule_words import kind_words, limits_for, looks_for, own_phrases, status_words
from keymoments.knowledge.rules import FactExample, FactFile, Line, RuleExample, fact_files, rule_files, rules_of

TITLES = {
    "missed_opportunity": "Missed opportunities",
    "mistake": "Mistakes",
    "delay": "Delays",
    "child_not_heard": "The child not heard",
    "not_shared": "Not shared",
    "not_escalated": "Not escalated",
    "good_practice": "Good practice",
}


def rules() -> str:
    """Every rule that comes with the program, by the sort of moment it proposes."""
    lines = [
        "# Rules",
        "",
        "A rule proposes a place at which judging matters; a person decides. Each is a file of",
        "`src/keymoments/knowledge/packs/<pack>/rules/`, and its examples are its tests. `keymoments rules show NAME`",
        "prints one of them, `keymoments rules test` tries it; [how to write a rule](../guide/write-a-rule.md) tells",
        "the rest. Which words tell the facts named here stands in [facts](facts.md), what the themes mean in",
        "[themes](themes.md).",
        "",
    ]
    shown: dict[str, list[str]] = {sort: [] for sort in TITLES}
    told: set[str] = set()
    for nation in ("england", *(other for other in NATIONS if other != "england")):
        chain = pack_chain(nation)
        ready, limits = rules_of(chain), limits_of(chain)
        examples = {rule.key: found for _, rule, found in rule_files(chain)}
        for rule in ready.rules:
            if rule.key in told:
                continue
            told.add(rule.key)
            titles = {theme.key: theme.title for theme in ready.themes}
            where = "" if nation == "england" else f" Only in {kind_words(nation).title()}."
            part = [f"### {rule.key}", "", f"**{rule.title}.** {rule.why}{where}", ""]
            part += [f"- {line}" for line in looks_for(rule, ready)]
            part += [f"- Its own words: {', '.join(own_phrases(rule))}."] if own_phrases(rule) else []
            part += [f"- Limit: {line}" for line in limits_for(rule, limits)]
            part += ["", f"Kind: {kind_words(rule.kind)}. Weight: {rule.weight} of 10. Themes: "]
            part[-1] += f"{', '.join(titles[key] for key in rule.themes)}."
            part += [f"Source: {rule.source} ({status_words(rule.status)}).", ""]
            part += list(_examples(examples[rule.key]))
            shown[rule.moment.value] += [*part, ""]
    for sort, title in TITLES.items():
        lines += [f"## {title}", "", *shown[sort]]
    return "\n".join(lines).rstrip("\n") + "\n"


def _examples(examples: tuple[RuleExample, ...]) -> Iterator[str]:
    yield "| must it match? | made-up entries |"
    yield "|---|---|"
    for example in examples:
        lines = example.entries()
        one = len(lines) == 1
        told = [f"{'' if one else f'day {line.day}, '}{_told(line)}" for line in lines]
        yield f"| {'yes' if example.found else 'no'} | {_cell('<br>'.join(told))} |"


def _told(line: Line | FactExample) -> str:
    cells = "".join(f" [{heading}: {cell}]" for heading, cell in line.columns.items())
    return f"{kind_words(line.agency)}: {line.text}{cells}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def facts() -> str:
    """Every fact that rules may name, by group, with the words that tell it."""
    lines = [
        "# Facts",
        "",
        "A rule names facts, or groups of them: the headings of this page. A fact is told by words of the narrative",
        "or of a short cell. `*` ends a word openly and `…` leaves out up to four words. Where the page says so, a",
        "fact that is denied (“no bruises”) or only planned is none. Some facts come from the sightings themselves:",
        "entry refused, nobody at home, a child not brought, a visit put off, a relative who interpreted, a contact by",
        "video, what a child said.",
        "",
    ]
    ready: Rules = rules_of(pack_chain("wales"))
    files: dict[str, list[FactFile]] = {}
    for nation in reversed(NATIONS):
        for _, key, file in fact_files(pack_chain(nation)):
            if file not in files.setdefault(key, []):
                files[key].append(file)
    for group in sorted({fact.group for fact in ready.facts if fact.group}):
        lines += [f"## {group}", ""]
        for fact in (fact for fact in ready.facts if fact.group == group):
            lines += [f"### {fact.key}", "", f"**{fact.title}.** Weight {fact.weight} of 3."]
            lines += [f"Only in records of: {', '.join(map(kind_words, fact.kinds))}."] if fact.kinds else []
            lines += ["", f"Words: {'; '.join(fact.says)}."]
            lines += [f"Short cells: {'; '.join(fact.cells)}."] if fact.cells else []
            lines += [f"Not beside: {'; '.join(fact.unless)}."] if fact.unless else []
            spoils = [word for word, on in (("a denial", fact.denied), ("a plan", fact.planned)) if on]
            lines += [f"Ended by: {' or '.join(spoils)} before it."] if spoils else []
            lines += ["", "| is it? | made-up entry |", "|---|---|"]
            lines += [
                f"| {'yes' if one.found else 'no'} | {_cell(_told(one))} |"
                for file in files[fact.key]
                for one in file.examples
            ]
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def themes() -> str:
    """Every theme: what it covers, what it does not, examples, and which rules carry it."""
    ready = rules_of(pack_chain("england"))
    lines = [
        "# Themes",
        "",
        "A theme is a label that runs through cases. It decides nothing: a person confirms it. A pack may add themes.",
        "",
    ]
    for theme in ready.themes:
        carried = [rule.key for rule in ready.rules if theme.key in rule.themes]
        lines += [
            f"## {theme.code} {theme.title} (`{theme.key}`)",
            "",
            theme.definition,
            "",
            f"- Includes: {theme.includes}",
            f"- Does not include: {theme.excludes}",
            *(f"- Example: {example}" for example in theme.examples),
            f"- Rules: {', '.join(carried)}." if carried else "- Rules: none yet.",
            "",
        ]
    return "\n".join(lines).rstrip("\n") + "\n"
