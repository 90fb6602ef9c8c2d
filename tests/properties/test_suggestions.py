"""Suggestions are stable, never rest on what was written down later without saying so, and blame nobody."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Rules
from keymoments.analysis.sightings.contacts import contact_in
from keymoments.analysis.suggestions import Suggestion, suggest
from keymoments.knowledge import NATIONS, pack_chain
from keymoments.knowledge.rule_examples import FIRST_DAY, Bench, bench_of, entries_of, try_rule
from keymoments.knowledge.rules import Line, rule_files, rules_of

SOCIAL = "childrens-social-care"
STORY = (
    Line(text="Sam has a black eye. Said Lee hit me. MARF sent.", agency="school"),
    Line(day=1, text="MARF from school. Account plausible. NFA.", agency=SOCIAL),
    Line(day=6, text="Bruise to the ear, fell off his bike per Lee. Home.", agency="gp"),
    Line(day=20, text="Sam seen with Mum and Lee present throughout.", agency=SOCIAL, columns={"Type": "Home visit"}),
    Line(day=40, text="Marsh has a conviction for wounding, HMP 2015.", agency="police"),
    Line(day=50, text="Case closed, manager agrees.", agency=SOCIAL),
)
ORDINARY = ("Boiler serviced.", "Repeat issued.", "Assembly in the hall.", "Room booked.", "Minutes typed.")


@cache
def ready() -> tuple[Rules, Bench]:
    chain = pack_chain("england")
    return rules_of(chain), bench_of(chain, "england")


def told(entries: tuple[Entry, ...]) -> tuple[Suggestion, ...]:
    rules, bench = ready()
    contacts = tuple(contact_in(entry, bench.reader) for entry in entries)
    return suggest(entries, contacts, (), (), bench.case, rules, bench.vocabulary)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 760), st.sampled_from(("housing", "gp", "school", SOCIAL)), st.sampled_from(ORDINARY)),
        max_size=8,
    ),
    st.integers(0, 1000),
)
def test_unrelated_entries_and_order_change_nothing(more: list[tuple[int, str, str]], seed: int) -> None:
    _, bench = ready()
    alone = entries_of(STORY, bench)
    lines = (*STORY, *(Line(day=day, agency=agency, text=text) for day, agency, text in more))
    entries = list(entries_of(lines, bench))
    random.Random(seed).shuffle(entries)
    assert told(tuple(entries)) == told(alone)


# What was known on the day is one thing; what was typed into the record afterwards another.
LATE = (
    Line(text="Sam has a black eye. Said Lee hit me.", agency="school", columns={"Date recorded": "20/04/2022"}),
    Line(day=3, text="Account plausible. NFA.", agency=SOCIAL),
    Line(day=9, text="Sam seen with Mum present throughout.", agency=SOCIAL, columns={"Type": "Home visit"}),
    Line(day=12, text="Case closed, manager agrees.", agency=SOCIAL),
)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 70))
def test_nothing_rests_on_what_was_written_later_without_saying_so(later: int) -> None:
    _, bench = ready()
    recorded = FIRST_DAY + timedelta(days=later)
    first = LATE[0].model_copy(update={"columns": {"Date recorded": f"{recorded:%d/%m/%Y}"}})
    entries = entries_of((first, *LATE[1:]), bench)
    by_id = {entry.id: entry for entry in entries}
    for suggestion in told(entries):
        days = {one: by_id[one].date.latest for one in suggestion.entries}
        decided = days[suggestion.entries[0]]
        if entries[0].id in suggestion.entries and decided is not None and recorded > decided:
            assert "written down on" in suggestion.because, suggestion.because
    assert later or any(entries[0].id in s.entries[1:] for s in told(entries)), "known at once, it counts"
    decisions = {s.entries[0] for s in told(entries) if entries[0].id in s.entries[1:]}
    for decision in decisions:
        day = by_id[decision].date.latest
        assert day is not None
        assert recorded <= day, "a decision was held against what its record did not hold yet"


JUDGING = re.compile(
    r"\b(fail\w*|should have|ought|wrong\w*|careless\w*|negl[ie]g\w*|ignor\w+|bother\w*|lazy|incompetent|"
    r"poor\w*|blam\w+|deliberate\w*|intend\w*|intention\w*|pretend\w*|lied|lying|chose|wanted to|tried to hide|"
    r"cover\w* up|collud\w*|disguised|manipulat\w*|hard to engage|because (?:he|she|they|it))\b",
    re.IGNORECASE,
)


def test_no_sentence_judges_or_guesses_a_motive() -> None:
    seen = set()
    for nation in NATIONS:
        chain = pack_chain(nation)
        rules, bench = rules_of(chain), bench_of(chain, nation)
        own = {rule.key: rule for rule in rules.rules}
        for _, rule, examples in rule_files(chain):
            if rule.key in seen:
                continue
            seen.add(rule.key)
            found = [one for example in examples for one in try_rule(own[rule.key], example.entries(), rules, bench)]
            assert found, rule.key
            for finding in found:
                plain = re.sub(r"“[^”]*”", "", finding.because)
                assert JUDGING.search(plain) is None, plain
                starts = (*(agency.name for agency in bench.case.agencies), "The records show")
                assert plain.startswith(starts), plain
