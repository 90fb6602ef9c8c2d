"""What a rule looks for, in plain words: for the command ``rules``, the reference and whoever writes a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from keymoments.analysis.facts import from_contacts
from keymoments.analysis.limits import Limits, Status, Unit
from keymoments.analysis.rules import Overdue, Phrase, Rule, Rules, Sign

# What the facts that sightings give are called in a sentence.
FROM_CONTACTS: Mapping[str, str] = {
    "own-view": "what a child said or showed",
    "refused-entry": "entry refused",
    "no-access": "nobody at home",
    "put-off": "a visit that an agency put off",
    "missed": "a child not brought",
    "relative-interprets": "a relative who interpreted",
    "on-screen": "a contact by video",
}
_SIGHTS = {
    "seen": "at which a child was seen",
    "not_seen": "that is a contact in person at which no child was seen",
    "without_sight": "that is a contact of any sort at which no child was seen",
    "alone": "at which a child was seen or spoken to alone",
    "not_alone": "at which a child was seen, and none of them alone",
    "spoken_to": "at which a child was spoken to",
    "no_contact": "that is no contact with the family",
}
_WHOSE = {"same": "the same agency’s records", "other": "another agency’s records", "either": "any agency’s records"}
_STATUS = {
    Status.VERIFIED: "checked in the source itself",
    Status.SECONDARY: "checked in another text about the source",
    Status.UNVERIFIED: "not checked: look it up before you rely on it",
    Status.LOCAL: "your own organisation’s",
}
_UNITS = {Unit.CALENDAR_DAYS: "days", Unit.WORKING_DAYS: "working days"}


def status_words(status: Status) -> str:
    """How far a source was checked."""
    return _STATUS[status]


def kind_words(kind: str) -> str:
    """A kind of agency or of rule as words: "childrens-social-care" → "children’s social care"."""
    return kind.replace("childrens", "children’s").replace("-", " ").replace("_", " ")


def fact_words(name: str, rules: Rules) -> str:
    """A fact or group of facts as words."""
    if name in FROM_CONTACTS:
        return FROM_CONTACTS[name]
    for fact in rules.facts:
        if fact.key == name and name.startswith("words of "):
            return " or ".join(f"“{phrase}”" for phrase in fact.says)
        if fact.key == name:
            return fact.told or fact.title[:1].lower() + fact.title[1:]
    told = [fact.told or fact.title for fact in rules.facts if fact.group == name]
    told += [FROM_CONTACTS[key] for key, group in from_contacts.KEYS.items() if group == name]
    return either(told)


def either(words: Iterable[str]) -> str:
    """ "a, b or c"."""
    return _list(words, "or")


def _list(words: Iterable[str], last: str) -> str:
    every = list(dict.fromkeys(words))
    return f"{', '.join(every[:-1])} {last} {every[-1]}" if len(every) > 1 else "".join(every)


def any_of(names: Sequence[str], rules: Rules) -> str:
    """Several facts of which one is enough, as words."""
    return either(fact_words(name, rules) for name in names)


def sign_words(sign: Sign, rules: Rules) -> str:
    """Which entries a sign means: "an entry of police that tells of an injury, but not of word passed on"."""
    if sign == Sign():
        return "any entry"
    of = f" of {either(kind_words(kind) for kind in sign.kinds)}" if sign.kinds else ""
    if sign.not_kinds:
        of += f" (not of {either(kind_words(kind) for kind in sign.not_kinds)})"
    told = [any_of(names, rules) for names in (sign.any, sign.also, sign.third) if names]
    tells = f" that tells of {'; and of '.join(told)}" if told else ""
    if sign.none:
        tells += f"{';' if told else ' that tells'} but not of {any_of(sign.none, rules)}".replace("tells but", "tells")
    sight = f"{',' if tells else ''} {_SIGHTS[sign.sight]}" if sign.sight else ""
    return f"an entry{of}{tells}{sight}"


def looks_for(rule: Rule, rules: Rules) -> tuple[str, ...]:
    """What a rule of ``rules`` looks for, a sentence for each part."""
    return tuple(_sentence(part) for part in _KINDS[rule.kind](rule, lambda sign: sign_words(sign, rules)))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def own_phrases(rule: Rule) -> tuple[str, ...]:
    """The phrases that stand in the rule itself."""
    return rule.phrases if isinstance(rule, Phrase) else ()


_Say = Callable[[Sign], str]


def _phrase(rule: Any, say: _Say) -> list[str]:
    return [f"one entry is enough: {say(rule.entry)}"]


def _sequence(rule: Any, say: _Say) -> list[str]:
    named = "the later" if rule.turns_on == "then" else "the earlier"
    parts = [
        f"first {say(rule.first)}",
        f"then, at most {rule.within} days later in {_WHOSE[rule.agencies]}, {say(rule.then)}",
    ]
    if rule.unless is not None:
        parts.append(f"not where between the two there is {say(rule.unless)}")
    return [*parts, f"the moment turns on {named} of the two"]


def _frequency(rule: Any, say: _Say) -> list[str]:
    parts = [f"{rule.count} times within {rule.within} days: {say(rule.entry)}"]
    return parts + ([f"not where between them there is {say(rule.unless)}"] if rule.unless is not None else [])


def _silence(rule: Any, say: _Say) -> list[str]:
    how = "seen alone" if rule.alone else "seen"
    return [
        f"first {say(rule.after)}",
        f"then at least {rule.days} days in which the records show no worker to whom the child was {how}, although "
        "somebody had contact with the family",
    ]


def _overdue(rule: Any, say: _Say) -> list[str]:
    what = either(kind_words(standard) for standard in rule.standards)
    if rule.days is not None:
        parts = [f"a wait of at least {rule.days} days ({what})"]
    else:
        over = "" if rule.least <= 1 else f" by {rule.least:g} times or more"
        parts = [f"a wait longer than its limit{over}: {what}"]
    if rule.unended:
        parts.append("also where the records show no end of it")
    return parts + ([f"it starts with {say(rule.start)}"] if rule.start != Sign() else [])


def _disagreement(rule: Any, say: _Say) -> list[str]:
    return [
        f"two agencies’ accounts of one event, one of them {say(rule.entry)}",
        "one passes on that the child was seen; the other says that it was not",
    ]


def _not_shared(rule: Any, say: _Say) -> list[str]:
    return [
        f"one agency holds something: {say(rule.holds)}",
        f"neither that entry nor one of the same agency in the next {rule.soon} days is {say(rule.passing)}",
        f"it weighs more where within {rule.within} days another agency has {say(rule.decides)}",
        *([f"and more still where it is {say(rule.stronger)}"] if rule.stronger else []),
    ]


def _not_heard(rule: Any, say: _Say) -> list[str]:
    return [
        f"first, at most {rule.within} days before, {say(rule.concern)}",
        f"then {say(rule.contact)}",
        f"not where somebody saw the child alone in the next {rule.soon} days",
        *([f"it weighs more where the contact is {say(rule.stronger)}"] if rule.stronger else []),
    ]


def _not_followed(rule: Any, say: _Say) -> list[str]:
    return [
        f"first {say(rule.promise)}",
        f"then, at most {rule.within} days later, {say(rule.contrary)}",
        f"not where that entry, or one of the same agency in the next {rule.soon} days, is {say(rule.answer)}",
    ]


def _not_escalated(rule: Any, say: _Say) -> list[str]:
    answer = "no answer" if rule.answer == "none" else "only a late answer"
    return [
        f"a message to another agency, {say(rule.concern)}, to which the records show {answer}",
        f"not where its sender has, in the next {rule.within} days, {say(rule.higher)}",
    ]


def _repeated_closure(rule: Any, say: _Say) -> list[str]:
    return [
        f"{say(rule.closing)}",
        f"in the {rule.within} days before it, {rule.count} or more times, {say(rule.concern)}",
    ]


def _face_value(rule: Any, say: _Say) -> list[str]:
    return [
        f"{say(rule.explained)}",
        f"not where that entry, or one in the next {rule.soon} days, is {say(rule.checked)}",
        "nor where somebody saw the child alone in that time",
    ]


def _threshold_cycle(rule: Any, say: _Say) -> list[str]:
    return [
        f"{rule.count} or more rounds within {rule.within} days: first {say(rule.concern)}",
        f"and then {say(rule.closing)}",
    ]


def _good_practice(rule: Any, say: _Say) -> list[str]:
    return [
        f"{say(rule.heard)}",
        f"and in that entry, or in one of the same agency in the next {rule.soon} days, {say(rule.acted)}",
    ]


_KINDS: Mapping[str, Callable[[Any, _Say], list[str]]] = {
    "phrase": _phrase,
    "sequence": _sequence,
    "frequency": _frequency,
    "silence": _silence,
    "overdue": _overdue,
    "disagreement": _disagreement,
    "not_shared": _not_shared,
    "not_heard": _not_heard,
    "not_followed": _not_followed,
    "not_escalated": _not_escalated,
    "repeated_closure": _repeated_closure,
    "face_value": _face_value,
    "threshold_cycle": _threshold_cycle,
    "good_practice": _good_practice,
}


def limits_for(rule: Rule, limits: Limits) -> tuple[str, ...]:
    """The limits that a rule about waits is held against, each edition a line with its source."""
    if not isinstance(rule, Overdue):
        return ()
    lines = []
    for limit in limits.limits:
        if limit.standard not in rule.standards:
            continue
        unit = _UNITS.get(limit.unit, limit.unit.value)
        began = f"from {limit.in_force_from.year}" if limit.in_force_from else ""
        until = f"to {limit.in_force_to.year}" if limit.in_force_to else ""
        when = " ".join(filter(None, (began, until))) or "in all years"
        lines.append(
            f"{kind_words(limit.standard)}: {limit.count} {unit} ({when}); {limit.source} "
            f"[{status_words(limit.status)}]"
        )
    return tuple(lines)
