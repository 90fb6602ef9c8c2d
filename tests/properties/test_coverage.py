"""Coverage counts add up: every finding and every weighty entry is counted once and in the right place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis.coverage import coverage

KEYS = st.lists(st.sampled_from("abcdefgh"), max_size=10)
FINDINGS = st.dictionaries(st.sampled_from(["one", "two", "three"]), KEYS)


@given(FINDINGS, KEYS, KEYS)
def test_every_weighty_entry_is_counted_once(findings, weighty, explained):
    found = coverage(findings, weighty, explained)
    assert sorted((*found.used, *found.explained, *found.open)) == sorted(set(weighty))
    assert found.weighty == len(set(weighty))


@given(FINDINGS, KEYS, KEYS)
def test_each_stands_where_it_belongs(findings, weighty, explained):
    found = coverage(findings, weighty, explained)
    rested = {key for keys in findings.values() for key in keys}
    assert set(found.used) == set(weighty) & rested
    assert set(found.explained) == (set(weighty) & set(explained)) - rested
    assert set(found.open) == set(weighty) - rested - set(explained)


@given(FINDINGS, KEYS, KEYS)
def test_every_finding_without_an_entry_is_named(findings, weighty, explained):
    found = coverage(findings, weighty, explained)
    assert set(found.bare) == {name for name, keys in findings.items() if not keys}
    assert found.findings == len(findings)


@given(FINDINGS, KEYS, KEYS)
def test_what_is_answered_leaves_nothing_open(findings, weighty, explained):
    found = coverage(findings, weighty, explained)
    assert found.answered == (all(findings.values()) and not found.open)
