"""People whom the records name and ``case.toml`` does not, each with a careful guess at who it may be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from keymoments.analysis.bearers import Setting, Span, before_name, fits_title
from keymoments.analysis.names import Reading, Shape, word_set
from keymoments.analysis.naming import settled
from keymoments.analysis.records import Entry
from keymoments.analysis.roster import Roster

_AGE = re.compile(r"\s*[,(]\s*(?:aged?\s+)?(\d{1,2})\s*(?:yrs?|years?|y/?o)?\s*[,);.]", re.IGNORECASE)
_CHILD_BEFORE = word_set("girl boy pupil classmate schoolfriend child lad")
_NEIGHBOURS = ("neighbour", "nbr", "n/bour", "neighbor")
_CHILD_KINDS = word_set("nobody baby son daughter eldest youngest unborn")
_FULL_AGE = 18
_IN_CAPITALS = word_set("mr mrs ms miss dr pc wpc dc ds di ps sgt insp con")
_SAINTS = word_set("st saint sant san santa mount port")
_ABOUT = 4  # words on either side in which "neighbour" is looked for


@dataclass(frozen=True, slots=True)
class UnknownPerson:
    """Somebody the records name: as ``written``, in which ``entries`` (ids), and a ``guess`` ("adult, neighbour")."""

    written: str
    entries: tuple[str, ...]
    guess: str


@dataclass(frozen=True, slots=True)
class Named:
    """One place where a stranger is named; ``given`` may be a single letter."""

    written: str
    title: str
    given: str
    surname: str
    guess: str
    sort: str = ""  # "police", "work", "male" or "female", where the title tells


@dataclass(slots=True)
class _Stranger:
    found: list[Named] = field(default_factory=list)
    entries: dict[str, int] = field(default_factory=dict)  # id → place among all entries


def unknown_people(roster: Roster, entries: Iterable[Entry]) -> tuple[UnknownPerson, ...]:
    """Everybody whom texts and cells name by a proper name and ``case.toml`` does not, in order of appearance."""
    rows = tuple(entries)
    return together(rows, [named_in(roster, entry) for entry in rows])


def named_in(roster: Roster, entry: Entry) -> tuple[Named, ...]:
    """Every place where an entry names somebody who is not in ``case.toml``."""
    when = entry.date.earliest if entry.date.earliest == entry.date.latest else None
    setting = Setting(roster.agency_kinds.get(entry.agency, ""), when)
    found: list[Named] = []
    for text in (entry.text, *(value for _, value in entry.columns)):
        reading, spans = settled(roster, text, agency=entry.agency, entry_date=when)
        found.extend(_strangers_in(reading, spans, roster, setting))
    return tuple(found)


def together(entries: Sequence[Entry], named: Sequence[Sequence[Named]]) -> tuple[UnknownPerson, ...]:
    """The strangers of all entries, those who may be one person told once; ``named``: whom each entry names."""
    strangers: list[_Stranger] = []
    alike: defaultdict[tuple[str, str], list[_Stranger]] = defaultdict(list)
    for number, (entry, places) in enumerate(zip(entries, named, strict=True)):
        for found in places:
            _remember(found, entry.id, number, strangers, alike[found.surname, "" if found.surname else found.given])
    strangers = _by_given_name_alone(strangers)
    return tuple(
        UnknownPerson(
            max((found.written for found in stranger.found), key=len),
            tuple(sorted(stranger.entries, key=lambda ident: stranger.entries[ident])),
            max((found.guess for found in stranger.found), key=len),
        )
        for stranger in strangers
    )


def _remember(found: Named, entry: str, number: int, strangers: list[_Stranger], alike: list[_Stranger]) -> None:
    """Add a place to the stranger who may be meant; ``alike``: the strangers of that surname, or of that given name."""
    stranger = next((s for s in alike if all(_same(found, other) for other in s.found)), None)
    if stranger is None:
        stranger = _Stranger()
        strangers.append(stranger)
        alike.append(stranger)
    if found not in stranger.found:
        stranger.found.append(found)
    stranger.entries.setdefault(entry, number)


def _same(one: Named, other: Named) -> bool:
    """Whether two ways to name somebody may be one person: same surname, nothing that speaks against it."""
    if one.surname != other.surname or (not one.surname and one.given != other.given):
        return False
    shorter, longer = sorted((one.given, other.given), key=len)
    if not longer.startswith(shorter[:1]) or (len(shorter) > 1 and shorter != longer):
        return False
    sorts = {one.sort, other.sort} - {""}
    return len(sorts) < 2 or ("police" not in sorts and sorts != {"male", "female"})


def _by_given_name_alone(strangers: list[_Stranger]) -> list[_Stranger]:
    """Join "Angharad" to the only "Angharad Puw"."""
    kept: list[_Stranger] = []
    called: defaultdict[str, list[_Stranger]] = defaultdict(list)
    for stranger in strangers:
        for given in dict.fromkeys(found.given for found in stranger.found if found.surname):
            called[given].append(stranger)
    for stranger in strangers:
        first = stranger.found[0]
        full = called.get(first.given, ())
        if first.surname or len(full) != 1:
            kept.append(stranger)
            continue
        full[0].found += stranger.found
        full[0].entries |= stranger.entries
    return kept


def _strangers_in(reading: Reading, spans: list[Span], roster: Roster, setting: Setting) -> Iterator[Named]:
    taken = {k for span in spans if span.people or Shape.NOBODY in span.shapes for k in range(span.i, span.j)}
    several = {k for span in spans if span.j - span.i > 1 and not _all_roles(span) for k in range(span.i, span.j)}
    doubtful = {span.i for span in spans if any(form.person for form in span.forms)}
    i = 0
    while i < len(reading):
        end = i + 1
        if i not in taken and i not in several and reading.raws[i][0].isupper():
            match = _titled(reading, i, roster, setting, spans) or _named(reading, i, roster, setting)
            if match is not None and match[1] == i + 1 and i in doubtful and not match[0].title:
                match = None  # a declared name alone, of one or the other: in doubt, but no stranger
            if match is not None and taken.isdisjoint(range(i, match[1])):
                found, end = match
                yield found
        i = end


def _all_roles(span: Span) -> bool:
    return span.shapes <= {Shape.ROLE, Shape.GROUP}


def _is_surname(reading: Reading, i: int, roster: Roster) -> bool:
    """Whether word ``i`` is written as a name and is no known word of another kind."""
    words, word = roster.words, reading.fold(i)
    if not reading.name_like(i) or reading.after(i + 1)[:1] == "@":
        return False
    known = (words.not_names, words.titles, words.work, words.roles, words.place_words, words.common)
    if any(word in group for group in known) or word in roster.agency_words or word in words.person_verbs:
        return False
    following = reading.fold(i + 1)
    return not (following in words.place_words and reading.gap(i) == " " and reading.raw(i + 1)[0].isupper())


def _titled(reading: Reading, i: int, roster: Roster, setting: Setting, spans: list[Span]) -> tuple[Named, int] | None:
    """ "Mrs Couto", "PC 1187 Hendry", "HV B Lorne", "nurse Quinn"."""
    irish = reading.raw(i) in ("O", "D") and reading.gap(i) in ("'", "’") and reading.name_like(i + 1)
    if not irish and not _is_surname(reading, i, roster):
        return None
    before = before_name(reading, i, roster)
    if not before.title or (reading.capitals and before.title not in _IN_CAPITALS):
        return None
    bearers = [form.person for span in spans if span.i <= i < span.j for form in span.forms if form.person]
    if any(fits_title(person, before.title, roster, setting) for person in bearers):
        return None  # one of several declared people: in doubt, but no stranger
    end, given = (i + 2, before.initial) if irish else _with_surname(reading, i, before.initial, roster)
    written = reading.text[reading.starts[before.start] : reading.ends[end - 1]]
    lone_given = end - i == 1 and before.title in roster.words.work and reading.fold(i) in roster.words.given_names
    surname = "" if lone_given and not before.initial else reading.fold(end - 1)
    given = reading.fold(i) if lone_given else given
    guess = _guess(reading, before.start, end, before.title, roster)
    words = roster.words
    other = words.title_sex.get(before.title, "work" if words.titles.get(before.title) else "")
    sort = "police" if before.title in words.ranks else other
    return Named(written, before.title, given, surname, guess, sort), end


def _with_surname(reading: Reading, i: int, initial: str, roster: Roster) -> tuple[int, str]:
    """The end of the name that begins at ``i``, and its given name where two words stand."""
    joined = reading.gap(i) in (" ", "-") and not reading.capitals
    if not initial and joined and _is_surname(reading, i + 1, roster):
        if reading.gap(i) == "-":
            return i + 2, ""
        return (i + 3 if reading.gap(i + 1) == "-" and reading.name_like(i + 2) else i + 2), reading.fold(i)
    return i + 1, initial


def _named(reading: Reading, i: int, roster: Roster, setting: Setting) -> tuple[Named, int] | None:
    """ "S. Kendrick", "Sandra Holt", "Bev says"."""
    if reading.capitals:
        return None
    letter = reading.raws[i]
    if len(letter) == 1:
        return _initial_and_surname(reading, i, roster, setting)
    word, words = reading.folds[i], roster.words
    if word not in words.given_names or reading.precedes(i) in _SAINTS or word in words.not_names:
        return None
    if letter.isupper() and len(letter) < 4:
        return None
    if word in words.person_verbs and reading.begins(i):
        return None  # "Said Mum was out": a verb, though some are called so
    following = reading.fold(i + 1)
    if reading.gap(i) == " " and following in words.place_words and reading.raw(i + 1)[0].isupper():
        return None
    end, given = _with_surname(reading, i, "", roster)
    if end > i + 1 and given:
        written = reading.text[reading.starts[i] : reading.ends[end - 1]]
        return Named(written, "", given, reading.fold(end - 1), _guess(reading, i, end, "", roster)), end
    relative = words.roles.get(reading.precedes(i), "nobody") != "nobody"
    if (word in words.plain_words and not relative) or end > i + 1 or not _acts(reading, i, roster):
        return None
    return Named(letter, "", word, "", _guess(reading, i, end, "", roster)), end


def _acts(reading: Reading, i: int, roster: Roster) -> bool:
    """Something beside a lone given name shows a person; a name after another capital may be a street's or a firm's."""
    words = roster.words
    if reading.name_like(i - 1) and reading.gap(i - 1) == " " and reading.precedes(i) not in words.person_before:
        return reading.precedes(i) in words.roles or reading.precedes(i) in words.work or reading.begins(i - 1)
    after = reading.after(i + 1)
    return (
        reading.possessive(i + 1)
        or any(reading.follows(k) in words.person_verbs for k in range(i + 1, min(i + 1 + _ABOUT, len(reading))))
        or reading.precedes(i) in words.person_before
        or after in (" (", ", ")
        or (after[:1] in ".;" and not reading.begins(i))
    )


def _initial_and_surname(reading: Reading, i: int, roster: Roster, setting: Setting) -> tuple[Named, int] | None:
    letter = reading.folds[i]
    gap = reading.gap(i)
    if before_name(reading, i, roster).title:
        return None  # "Mrs A Roe": read from the surname, with its title
    if not letter.isalpha() or letter == "i" or gap not in (" ", ".", ". ") or not _is_surname(reading, i + 1, roster):
        return None
    if (gap == ". " and letter in roster.letters) or reading.before(i) in "/&+'’-.":
        return None
    if reading.raw(i + 1).isupper() and setting.agency != "police":
        return None
    if reading.precedes(i) in roster.words.letter_labels or reading.fold(i + 1) in roster.words.letter_nouns:
        return None
    article = letter == "a" and gap == " " and reading.begins(i) and reading.before(i) != "("
    if article and reading.follows(i + 2) not in roster.words.person_verbs:
        return None
    end = i + 3 if reading.gap(i + 1) == "-" and reading.name_like(i + 2) else i + 2
    written = reading.text[reading.starts[i] : reading.ends[end - 1]]
    return Named(written, "", letter, reading.fold(end - 1), _guess(reading, i, end, "", roster)), end


def _guess(reading: Reading, start: int, end: int, title: str, roster: Roster) -> str:
    """Who it may be, from the title, the words beside the name, and an age."""
    words = roster.words
    work = _work_beside(reading, start, end, title, roster)
    if work:
        return f"professional, {work}"
    if words.titles.get(title):
        return "professional"
    near = (reading.fold(k) for k in range(start - _ABOUT, end + _ABOUT))
    if any(word.startswith(_NEIGHBOURS) for word in near):
        return "adult, neighbour"
    kind = words.roles.get(reading.precedes(start), "")
    if kind and kind not in _CHILD_KINDS:
        return f"relative, {kind}"
    age = _AGE.match(reading.text, reading.ends[end - 1])
    if (age and int(age[1]) < _FULL_AGE) or reading.precedes(start) in _CHILD_BEFORE or kind:
        return "child"
    return "adult" if title in words.title_sex and title != "master" else ""


def _work_beside(reading: Reading, start: int, end: int, title: str, roster: Roster) -> str:
    work = roster.words.work
    if title in work:
        return work[title]
    one, two = reading.fold(end), f"{reading.fold(end)} {reading.fold(end + 1)}"
    gap = reading.gap(end - 1).strip()
    if gap == "(" or (gap == "," and reading.raw(end).islower()) or (gap == "" and reading.raw(end).isupper()):
        beside = work.get(two, "") or (work.get(one, "") if gap != "," or len(one) > 4 else "")
        if beside:
            return beside
    before = f"{reading.fold(start - 2)} {reading.fold(start - 1)}"
    if start and reading.gap(start - 1) == " ":
        return work.get(before, "") or work.get(reading.fold(start - 1), "")
    return ""
