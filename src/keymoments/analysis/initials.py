"""Whether capitals that could be somebody's initials are: "T told me", not "T 36.8"; "MH rang", not "MH team"."""

from __future__ import annotations

import re

from keymoments.analysis.names import Form, Reading, word_set
from keymoments.analysis.vocabulary import PeopleWords

_WEIGHT = re.compile(
    r"\s+(?:(?:wt\s*)?\d+(?:\.\d+)?\s?(?:kgs?|kilos?|lbs?)|\d{1,2}(?:\+\d)?/(?:40|52))\b", re.IGNORECASE
)
_JOINED = frozenset("/&+#_\\@-–=<>^~*°%")
_ARTICLES = word_set("the a an our your my this each per every no")
_CAREFUL = frozenset("rlsmfpaioevnhgx")  # single letters that stand for much else in records
_SEX = frozenset("mf")
_SOAP = frozenset("soap")
_CLINICAL = frozenset({"gp", "hospital", "ambulance", "mental-health", "midwifery"})
_NEAR_CHILDREN = frozenset({"school", "nursery", "voluntary", "youth-justice"})
_WITH_CHILD = word_set(
    "seen asleep awake playing crying spoken sat unwell missing upset fed weighed undressed teething sleeping"
)
_AFTER_NUMBERS = word_set("am pm km kg mg ml mm cm lb oz st ft mb gb")
_NO_DOING = word_set("ongoing pending screening training meeting housing nursing counselling feeding hearing")
_BODILY = word_set("on in at asleep sat")


def are_initials(
    reading: Reading, i: int, j: int, form: Form, words: PeopleWords, agency: str, letters: frozenset[str]
) -> bool:
    """Whether words ``i`` to ``j`` are the initials ``form`` says: by case, neighbours and kind of agency.

    ``letters``: all initials that somebody in the case goes by.
    """
    written = "".join(reading.raws[i:j])
    if not written.isupper() or _joined(reading, i, j):
        return False
    if reading.possessive(j) and not reading.capitals:
        return reading.precedes(i) not in _ARTICLES
    if len(written) == 1:
        return not reading.capitals and _one_letter(reading, i, words, agency, letters)
    if j - i > 1:
        return written.casefold() not in ("am", "pm", "eg", "ie", "mo", "no", "ps", "nb")
    return _several_letters(reading, i, form, words, agency, letters)


def _joined(reading: Reading, i: int, j: int) -> bool:
    before, after = reading.before(i), reading.after(j)
    if before in _JOINED or (before == "." and i and len(reading.raw(i - 1)) == 1 and not reading.gap(i - 1)[1:]):
        return True
    if before in "'’" and i and reading.gap(i - 1) in ("'", "’"):
        return True
    if after[:1] in _JOINED and not reading.possessive(j):
        return True
    return after[:1] == "." and len(after) > 1 and after[1].isalnum()


def _one_letter(reading: Reading, i: int, words: PeopleWords, agency: str, letters: frozenset[str]) -> bool:
    letter = reading.folds[i]
    if _is_label(reading, i, letter, words) or (letter in _SEX and (agency == "police" or _both_sexes(reading))):
        return False
    after, next_gap = reading.follows(i + 1), reading.gap(i)
    if after and after[0].isdigit():
        return bool(_WEIGHT.match(reading.text, reading.ends[i])) and letter not in _SEX
    if reading.raw(i + 1)[:1].isupper() and next_gap.strip() == "":
        return False  # "T Hadley", "R SHIN": a surname, or words of another kind
    if letter in "lr" and _of_the_body(reading, i, words):
        return False
    if ":" in next_gap:
        return not (letter in _SOAP or (agency in _CLINICAL and letter in "oetprs")) and reading.begins(i)
    told_to = _told_to(reading, i, words)
    if letter == "i":
        return False
    if letter == "a" and not told_to:
        return False
    if letter in _CAREFUL:
        return told_to or after in words.person_verbs or after.endswith("ing") or _attributed(reading, i)
    return told_to or bool(after) or _attributed(reading, i) or _in_a_row(reading, i, letters)


def _is_label(reading: Reading, i: int, letter: str, words: PeopleWords) -> bool:
    """The letter names a thing: "vitamin D", "C section", "the T", "Lyla T"."""
    before, after = reading.precedes(i), reading.follows(i + 1)
    if before in words.letter_labels or before in _ARTICLES or after in words.letter_nouns:
        return True
    raw = reading.raw(i - 1)
    named = before and raw[:1].isupper() and before not in words.person_before and before not in words.person_verbs
    return bool(named and (len(raw) > 1 or letter != before))


def _both_sexes(reading: Reading) -> bool:
    return "M" in reading.raws and "F" in reading.raws


def _of_the_body(reading: Reading, i: int, words: PeopleWords) -> bool:
    """Left or right: before a part of the body, or after "on", "to" without a person's verb behind it."""
    if any(reading.fold(k) in words.body for k in (i + 1, i + 2)):
        return reading.fold(i + 1) in words.body or reading.follows(i + 1) not in words.person_verbs
    before = reading.precedes(i)
    return before in ("on", "to", "of", "upper", "lower", "both", "and", "side") and (
        reading.follows(i + 1) not in words.person_verbs
    )


def _told_to(reading: Reading, i: int, words: PeopleWords) -> bool:
    return reading.precedes(i) in words.person_before


def _attributed(reading: Reading, i: int) -> bool:
    """A saying with its speaker: "R - 'mummy's asleep'", "'I sleep here.' M"."""
    after = reading.gap(i).strip(" ")
    if reading.begins(i) and after[:1] in ("-", "–", ":") and not reading.fold(i + 1)[:1].isdigit():
        return True
    return reading.text[max(0, reading.starts[i] - 2) : reading.starts[i]] in ("' ", "’ ", '" ', "” ")


def _in_a_row(reading: Reading, i: int, letters: frozenset[str]) -> bool:
    """One of several people: "T, Lara and Bia", "JG & LT"."""

    def person(k: int) -> bool:
        return reading.name_like(k) or (reading.raw(k).isupper() and reading.fold(k) in letters)

    right = reading.gap(i).strip(" ") in (",", "&", "+") and person(i + 1)
    left = i > 0 and reading.gap(i - 1).strip(" ") in (",", "&", "+") and person(i - 1)
    return right or left


def _several_letters(
    reading: Reading, i: int, form: Form, words: PeopleWords, agency: str, known: frozenset[str]
) -> bool:
    letters, before, after = reading.folds[i], reading.precedes(i), reading.follows(i + 1)
    if before in _ARTICLES or before in words.letter_labels or (letters in _AFTER_NUMBERS and before[-1:].isdigit()):
        return False
    if _WEIGHT.match(reading.text, reading.ends[i]):
        return True
    if letters in words.titles and (agency == "police" or (reading.name_like(i + 1) and after)):
        return False
    if after and after[0].isdigit():
        return False
    clash = letters in words.clashes or letters in words.roles
    if not clash and letters not in words.work and not form.derived and not reading.capitals:
        return True
    if {before, reading.fold(i + 1)}.intersection(words.clashes.get(letters, ())):
        return False
    if _bracketed(reading, i) or (clash and _shouted(reading, i)):
        return False
    if letters in words.work and len(letters) == 2 and letters not in words.ranks:
        return _meets(reading, i, before, after, words, agency, known)
    if reading.capitals and clash:
        return False
    return _acts(reading, i, before, after, words, known)


def _bracketed(reading: Reading, i: int) -> bool:
    """An explanation of the name before it: "D Quarmby (TM)"."""
    return reading.before(i) == "(" and reading.after(i + 1)[:1] == ")"


def _shouted(reading: Reading, i: int) -> bool:
    """Words in capitals beside it: "AS IS KNOWN" is no row of initials."""
    right = len(reading.raw(i + 1)) > 1 and reading.raw(i + 1).isupper() and reading.gap(i) == " "
    left = len(reading.raw(i - 1)) > 1 and reading.raw(i - 1).isupper() and i > 0 and reading.gap(i - 1) == " "
    return right or left


def _acts(reading: Reading, i: int, before: str, after: str, words: PeopleWords, known: frozenset[str]) -> bool:
    acts = after in words.person_verbs or before in words.person_before or _attributed(reading, i)
    doing = after.endswith("ing") and after not in _NO_DOING
    return acts or doing or _in_a_row(reading, i, known) or reading.after(i + 1) in (" (", " '", " ‘")


def _meets(
    reading: Reading, i: int, before: str, after: str, words: PeopleWords, agency: str, known: frozenset[str]
) -> bool:
    """Initials that are a worker's abbreviation too: only where a child's doings stand beside them."""
    if agency in _NEAR_CHILDREN:
        return _acts(reading, i, before, after, words, known)
    second = reading.fold(i + 2)
    return after in _WITH_CHILD or (after in ("was", "is") and second in _BODILY)
