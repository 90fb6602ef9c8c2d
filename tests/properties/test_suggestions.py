"""Suggestions do not change when unrelated entries are added elsewhere or the rows stand in another order."""

from __future__ import annotations

import random
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from keymoments.analysis.records import Entry
from keymoments.analysis.rules import Rules
from keymoments.analysis.sightings.contacts import contact_in
from keymoments.analysis.suggestions import Suggestion, suggest
from keymoments.knowledge import pack_chain
from keymoments.knowledge.rule_examples import Bench, bench_of, entries_of
from keymoments.knowledge.rules import Line, rules_of

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
        st.tuples(
            st.integers(500, 760), st.sampled_from(("housing", "gp", "school", SOCIAL)), st.sampled_from(ORDINARY)
        ),
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
