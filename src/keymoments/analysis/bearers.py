"""Who bears a written name here: titles, ranks, age, work and neighbours decide, and real doubt leaves it open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.names import Form, Reading, Shape, word_set
from keymoments.analysis.roster import Roster, near_name

_TELLING = word_set("rang rings called phoned emailed e-mailed e says said advised asked visited wants wanting")
_FETCHING = word_set("collected collecting collect picked pick fetched fetch brought home back took up")
_TOLD = word_set("told tells telling informed asked advised updated rang")
_BASES = word_set("clinic surgery office hub council gateway base practice")
_SMALL = word_set("baby little wee young master child")
_STOPPED = word_set("mr mrs ms dr sgt insp prof const rev fr cllr")
_SINGLE = frozenset({Shape.GIVEN, Shape.SURNAME, Shape.ALIAS})


@dataclass(slots=True)
class Span:
    """Words ``i`` to ``j`` that may name somebody; ``people`` once it is settled, ``how`` in words."""

    i: int
    j: int
    forms: list[Form]
    people: tuple[str, ...] = ()
    how: str = ""
    shapes: frozenset[Shape] = frozenset()

    def __post_init__(self) -> None:
        self.shapes = frozenset([form.shape for form in self.forms])


@dataclass(frozen=True, slots=True)
class Setting:
    """The kind of agency, the day of the entry, and the children whom the other cells of the row name."""

    agency: str
    when: date | None
    row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """The title and the initial before a name; ``start`` is the first word of them."""

    title: str
    initial: str
    start: int


def before_name(reading: Reading, i: int, roster: Roster) -> Before:
    """Read "PC 2219", "Mrs P", "SW", "social worker" before word ``i``."""
    start, initial, title = i, "", ""
    raw = reading.raw(i - 1)
    if i and len(raw) == 1 and raw.isalpha() and raw.isupper() and reading.gap(i - 1) in (" ", ".", ". "):
        start, initial = i - 1, reading.fold(i - 1)
    k = start - 1
    if k > 0 and reading.raw(k).isdigit() and reading.gap(k).isspace() and reading.fold(k - 1) in roster.words.ranks:
        k -= 1
    if (
        k >= 0
        and _is_title(reading, k, roster)
        and (reading.gap(k).strip(" ") == "" or (reading.gap(k) in (".", ". ") and reading.fold(k) in _STOPPED))
    ):
        title, start = reading.fold(k), k
    elif k > 0 and reading.gap(k) == " " and f"{reading.fold(k - 1)} {reading.fold(k)}" in roster.words.work:
        title, start = f"{reading.fold(k - 1)} {reading.fold(k)}", k - 1
    return Before(title, initial, start)


def _is_title(reading: Reading, k: int, roster: Roster) -> bool:
    word = reading.fold(k)
    return word in roster.words.titles and (reading.raw(k)[0].isupper() or len(word) > 4)


def settle_name(span: Span, reading: Reading, roster: Roster, setting: Setting, spans: list[Span]) -> None:
    """Decide whose name a span is. Leaves ``people`` empty where it is nobody's or it is in doubt."""
    before = before_name(reading, span.i, roster)
    if span.shapes & _SINGLE:
        people = _single(span, before, reading, roster, setting, spans)
    else:
        people = _of_several_words(span, before, roster, setting)
    if len(people) == 1:
        span.people = people
        form = next(form for form in span.forms if form.person == people[0])
        span.how = "misspelling" if form.misspelt else str(form.shape)
        if before.title and form.shape is Shape.SURNAME:
            span.i, span.how = before.start, "title and surname"


def _of_several_words(span: Span, before: Before, roster: Roster, setting: Setting) -> tuple[str, ...]:
    people = _unique(form.person for form in span.forms if form.person)  # a role word is nobody’s own
    if before.title and not all(form.shape in (Shape.WHOLE, Shape.BADGE) for form in span.forms):
        people = tuple(p for p in people if fits_title(p, before.title, roster, setting))
    elif before.title in roster.words.title_sex:
        people = tuple(p for p in people if _sex_fits(p, before.title, roster))
    if len(people) > 1:  # one initial and surname for mother and child: a title, or being born, may decide
        people = tuple(p for p in people if not roster.traits[p].before_birth(setting.when))
    if len(people) > 1 and before.title:
        people = tuple(p for p in people if roster.traits[p].adult(setting.when))
    return people


def _sex_fits(person: str, title: str, roster: Roster) -> bool:
    sex = roster.traits[person].sex
    return not sex or sex == roster.words.title_sex.get(title, sex)


def fits_title(person: str, title: str, roster: Roster, setting: Setting) -> bool:
    """Whether a person may be called by a title: a constable is no health visitor, a child no "Mrs"."""
    trait = roster.traits[person]
    if title in roster.words.ranks:
        return trait.rank
    if title == "master":
        return not trait.adult(setting.when) and _sex_fits(person, title, roster)
    if title in roster.words.title_sex or title in ("mx", "miss"):
        return trait.adult(setting.when) and not trait.rank and _sex_fits(person, title, roster)
    if title in ("dr", "doctor"):
        return trait.doctor or trait.professional
    return trait.professional and not trait.rank


def _single(
    span: Span, before: Before, reading: Reading, roster: Roster, setting: Setting, spans: list[Span]
) -> tuple[str, ...]:
    """One word: a given name, a surname or an alias, each perhaps of several people."""
    by_first = [form.person for form in span.forms if form.shape in (Shape.GIVEN, Shape.ALIAS)]
    by_last = [form.person for form in span.forms if form.shape is Shape.SURNAME]
    if before.initial and not _letter_of_somebody(before.initial, roster, reading, span.i):
        return ()  # "D Ellis": the initial and surname of a stranger
    if before.title:
        return _with_title(span, before, by_first, by_last, reading, roster, setting)
    if _stranger_beside(span, reading, roster, by_first):
        return ()
    aliases = [form.person for form in span.forms if form.shape is Shape.ALIAS]
    met = [p for p in _unique(by_first) if not roster.traits[p].before_birth(setting.when)]
    everyone = _unique([*met, *by_last])
    marked = _at_work(span, reading, roster)
    if marked:
        workers = roster.professionals(everyone)
        return workers if marked == "work" else () if workers and len(everyone) > 1 else tuple(met)
    if reading.precedes(span.i) in _SMALL and met:
        met = [p for p in met if not roster.traits[p].professional]
    if met:
        return _by_given_name(tuple(met), aliases, roster, spans)
    return _by_surname(span, _unique(by_last), reading, roster, setting, spans)


def _letter_of_somebody(letter: str, roster: Roster, reading: Reading, i: int) -> bool:
    """ "spoke to T. Robyn came": the letter is a person of its own and its stop ends a sentence."""
    node = roster.tree.root.next.get((" ", letter))
    return reading.gap(i - 1) == ". " and bool(node and any(form.shape is Shape.LETTERS for form in node.forms))


def _with_title(
    span: Span,
    before: Before,
    by_first: list[str],
    by_last: list[str],
    reading: Reading,
    roster: Roster,
    setting: Setting,
) -> tuple[str, ...]:
    fitting = [p for p in _unique(by_last) if fits_title(p, before.title, roster, setting)]
    workers = roster.professionals(_unique(by_first))
    if before.title not in roster.words.title_sex:
        family = [p for p in by_first if p not in workers]
        if fitting and family and reading.fold(before.start - 1) in _TOLD:
            return ()  # "told HV Ellis had fallen": the health visitor, or the child of that name
        workers = tuple(p for p in workers if fits_title(p, before.title, roster, setting))
    elif before.title != "miss":
        workers = ()
    if len(fitting) > 1:
        known_as = [p for p in fitting if _titled_alias(p, before.title, span, reading, roster)]
        fitting = known_as or fitting
    return tuple(fitting) or workers


def _titled_alias(person: str, title: str, span: Span, reading: Reading, roster: Roster) -> bool:
    """ "Ms Moreira" or "Ms M" is declared for this one of several."""
    word = reading.fold(span.i)
    aliases = next(p.aliases for p in roster.people if p.id == person)
    return any(alias.casefold().replace(".", "") in (f"{title} {word}", f"{title} {word[0]}") for alias in aliases)


def _stranger_beside(span: Span, reading: Reading, roster: Roster, by_first: list[str]) -> bool:
    """Another name joined to this one makes it somebody else: "Robyn Smith", "Susan Ellis"."""
    words = roster.words
    earlier = reading.fold(span.i - 1)
    if span.i and reading.gap(span.i - 1) == " " and reading.name_like(span.i - 1):
        plain = earlier in words.plain_words or earlier in words.person_before or earlier in words.roles
        if earlier in words.given_names and not plain and not _declared(earlier, roster):
            return True
    later = reading.fold(span.j)
    if not by_first or reading.capitals or not reading.name_like(span.j) or reading.gap(span.j - 1) != " ":
        return later in words.place_words and reading.gap(span.j - 1) == " " and reading.raw(span.j)[:1].isupper()
    known = later in words.not_names or later in words.titles or later in words.work or later in words.roles
    if known or (reading.raw(span.j).isupper() and len(later) < 5 and not _declared(later, roster)):
        return later in words.place_words
    return not any(near_name(later, s[0]) for p in by_first for s in roster.traits[p].parsed.surnames[:1])


def _declared(word: str, roster: Roster) -> bool:
    return (" ", word) in roster.tree.root.next


def _at_work(span: Span, reading: Reading, roster: Roster) -> str:
    """``work`` where the words after show a worker ("Ellis (HV)", "Robin from the council rang"), else ``doubt``."""
    words, j = roster.words, span.j
    gap = reading.gap(j - 1)
    one, two = reading.fold(j), f"{reading.fold(j)} {reading.fold(j + 1)}"
    if gap.strip() == "(" and (one in words.work or two in words.work):
        return "work"
    if gap.strip() == "," and (two in words.work or (one in words.work and len(one) > 4)):
        beyond = reading.gap(j + 1 if two in words.work else j)
        workers = roster.professionals(_unique(form.person for form in span.forms))
        return "work" if beyond.strip()[:1] in (",", ".", ";", ":") and workers else ""
    if gap == " " and one in words.work and reading.raw(j).isupper() and not reading.capitals:
        return "work"
    if gap != " " or one not in ("from", "at"):
        return ""
    k = j + 2 if reading.fold(j + 1) in ("the", "our") else j + 1
    place = reading.fold(k)
    if one == "at":
        return ("work" if reading.precedes(span.i) in ("to", "rang") else "doubt") if place in _BASES else ""
    if not (place in _BASES or place in roster.agency_words or place in words.work or place == "social"):
        return ""
    fetched = any(reading.fold(n) in _FETCHING for n in range(span.i - 3, span.i))
    tells = any(reading.fold(n) in _TELLING for n in range(k + 1, k + 4))
    return "work" if tells and not fetched else "" if fetched else "doubt"


def _by_given_name(met: tuple[str, ...], aliases: list[str], roster: Roster, spans: list[Span]) -> tuple[str, ...]:
    if len(met) == 1:
        return met
    declared = _unique(p for p in aliases if p in met)
    if len(declared) == 1:
        return declared
    family = tuple(p for p in met if not roster.traits[p].professional)
    if len(family) != 1:
        return ()
    others = set(met) - set(family)
    # "PC Osian Roe called. Osian sat with her": whoever writes the worker's given name may use it alone
    named_in_full = any(p in others and span.how == Shape.WHOLE for span in spans for p in span.people)
    return () if named_in_full else family


def _by_surname(
    span: Span, by_last: tuple[str, ...], reading: Reading, roster: Roster, setting: Setting, spans: list[Span]
) -> tuple[str, ...]:
    """A bare surname: of the only grown-up who has it, or of the one whom the entry names more fully."""
    if len(by_last) == 1:
        return by_last
    adults = tuple(p for p in by_last if roster.traits[p].adult(setting.when))
    if len(adults) == 1:
        return adults
    fuller = _unique(p for other in spans if other is not span for p in other.people if p in adults)
    if len(fuller) == 1:
        return fuller
    if fuller or setting.agency != "police":
        return ()
    # Police write the grown-up of the household by surname and bring in a grandmother or aunt by that word.
    parents = tuple(p for p in adults if roster.traits[p].kind in ("mother", "father", "partner"))
    others = {roster.traits[p].kind.split(" ")[-1] for p in adults if p not in parents}
    kin = {roster.words.roles.get(word, "").split(" ")[-1] for word in reading.folds}
    return parents if len(parents) == 1 and others.isdisjoint(kin) else ()


def _unique(people: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people))
