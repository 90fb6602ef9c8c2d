"""Words beside a cue that give it another meaning: "said to be upstairs" is not said by the child."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from keymoments.analysis.language.patterns import Hit
from keymoments.analysis.language.units import Unit

WRITER = frozenset("i me we us my our self myself".split())
_PRESENT = frozenset("present there throughout".split())
_TURNED = frozenset(("but", "then", "though", "although"))
_REFUGE = frozenset("asylum minor minors uasc refugee migrant".split())
_AWAY = frozenset("out off away".split())
_TAKEN = frozenset("brought took drove conveyed walked escorted returned saw".split())
_NOT_APART_AFTER = frozenset("with w every each beside".split())
# "left with Mum", "an argument with Mum": not who was beside the child now
_HANDED = frozenset(
    "left lives living placed stays conveyed handed returned remain remains stay live argument arguments row rows "
    "relationship contact fight altercation disagreement issues problems angry cross annoyed upset discussed agreed "
    "shared liaised arguing fighting fallen".split()
)


def means_else(hit: Hit, units: list[Unit]) -> bool:
    """Whether the words beside a cue give it another meaning."""
    asks = _ASKS.get(hit.kind)
    return asks is not None and asks(hit, units)


def _talk(hit: Hit, units: list[Unit]) -> bool:
    return _told_by_writer(hit, units) or _said_of(hit, units)


def _told_by_writer(hit: Hit, units: list[Unit]) -> bool:
    """ "Told the DSL", "Asked him to ring" at the start of a sentence: the writer speaks, to somebody else."""
    opens = not hit.i or units[hit.i - 1].sentence != units[hit.i].sentence
    if not opens or units[hit.i].word not in ("told", "asked", "informed", "rang", "advised"):
        return False
    return units[hit.j].sort in ("worker", "adult", "someone") and units[hit.j].word not in WRITER


def _said_of(hit: Hit, units: list[Unit]) -> bool:
    """ "Sam said to be upstairs", "children reported by Mum to be asleep": said of the child, not by it."""
    after = [u.word for u in units[hit.j + 1 : hit.j + 7] if u.sentence == units[hit.j].sentence]
    if after[:1] == ["by"]:
        after = after[2:]
    return any(after[at : at + 2] in (["to", "be"], ["to", "have"]) for at in range(min(3, len(after))))


def _refused_alone(hit: Hit, units: list[Unit]) -> bool:
    """ "Refused but then agreed to me seeing Sam alone"."""
    return any(u.word in _TURNED for u in units[hit.i + 1 : hit.j])


def _not_seen(hit: Hit, units: list[Unit]) -> bool:
    if units[hit.i].word == "without":  # "without her mother"
        return hit.j + 1 < len(units) and units[hit.j + 1].sort == "adult"
    out = any(u.word in _AWAY for u in units[hit.i : hit.j + 1])
    return out and _away(hit, units)


def _away(hit: Hit, units: list[Unit]) -> bool:
    """ "Officers brought them home", "I took Sam out for a drink"."""
    return any(u.word in _TAKEN for u in units[max(0, hit.i - 4) : hit.i] if u.clause == units[hit.i].clause)


def _alone(hit: Hit, units: list[Unit]) -> bool:
    if units[hit.i].word == "unaccompanied":  # the standing of a young refugee
        return any(u.word in _REFUGE for u in units[hit.j + 1 : hit.j + 4])
    if units[hit.j].word != "separately":
        return False
    near = [u for u in units[hit.j + 1 : hit.j + 4] if u.sentence == units[hit.j].sentence]
    # "separately from Ali": Mum may have been there
    return bool(near) and near[0].word == "from" and any(u.sort == "child" and not u.owner for u in near)


def _company(hit: Hit, units: list[Unit]) -> bool:
    denied = any(u.word in ("not", "never") for u in units[hit.i : hit.j])
    if units[hit.j].word in _PRESENT and denied:  # "parents not present"
        return True
    if any(u.word in ("i", "we") for u in units[hit.i + 1 : hit.j]):  # "Mum went out and I sat with Sam"
        return True
    return bool(hit.i and units[hit.i].word in ("with", "w") and units[hit.i - 1].word in _HANDED)


def _here(hit: Hit, units: list[Unit]) -> bool:
    """ "The children played upstairs": heard of, not seen, unless other words tell of a sight."""
    clause = [u for u in units if u.clause == units[hit.i].clause]
    return any(u.word == "upstairs" for u in clause) and not any(u.sort == "worker" for u in clause)


def _apart(hit: Hit, units: list[Unit]) -> bool:
    if units[hit.j].word in ("me", "us"):  # "Mum stayed with us" while we talked
        return True
    return bool(hit.i and units[hit.i - 1].word in _NOT_APART_AFTER) or _followed_by_us(hit, units)


def _followed_by_us(hit: Hit, units: list[Unit]) -> bool:
    """ "Lee in the kitchen with us", "Mum in reception with the baby": not apart."""
    near = units[hit.j + 1 : hit.j + 4]
    return len(near) > 1 and near[0].word in ("with", "w", "holding", "carrying") and near[1].sort == "worker"


_ASKS: Mapping[str, Callable[[Hit, list[Unit]], bool]] = {
    "talk": _talk,
    "refused_alone": _refused_alone,
    "not_seen": _not_seen,
    "away": _away,
    "alone": _alone,
    "company": _company,
    "here": _here,
    "apart": _apart,
    "apart_still": _apart,
}
