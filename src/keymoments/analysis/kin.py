"""Who is meant by what they are: "Mo", "MGM", "her big sister", "unborn", "both children"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from keymoments.analysis.bearers import Setting, Span
from keymoments.analysis.names import NUMBERS, Reading, Shape, word_set
from keymoments.analysis.roster import Roster

_PRONOUNS = word_set("his her their my our your its yr")
_SIBLINGS = word_set("brother sister sibling siblings half-sibling")
# whose relative → what that makes them for the child
_THROUGH = {
    ("mother", "mother"): "maternal grandmother",
    ("mother", "father"): "maternal grandfather",
    ("mother", "sister"): "maternal aunt",
    ("mother", "aunt"): "great-aunt",
    ("mother", "brother"): "maternal uncle",
    ("mother", "partner"): "partner",
    ("father", "mother"): "paternal grandmother",
    ("father", "father"): "paternal grandfather",
    ("father", "sister"): "paternal aunt",
    ("father", "brother"): "paternal uncle",
}
_CHILD_KINDS = word_set("baby unborn son daughter")
_BABY_MONTHS = 24
_PREGNANCY_DAYS = 300
_TEENAGE = 12
_DOUBTED_WITHIN = "'‘’\"“”"
_NOT_THE_FAMILY = word_set("other others another school looked young local class several many some these neighbour's")
_GROUP_THINGS = word_set("services service centre centres social and in act ward hospital panel team society of from")
_AT_SCHOOL = frozenset({"school", "nursery"})
_PAIRS = {"maternal grandparents": "maternal", "paternal grandparents": "paternal"}


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the family: a subject or a brother or sister."""

    id: str
    born: date | None
    unborn: bool


def family_children(roster: Roster) -> tuple[Child, ...]:
    """Subjects, brothers and sisters, in the order of ``case.toml``."""
    return tuple(Child(person, roster.traits[person].born, roster.traits[person].unborn) for person in roster.children)


def born_by(children: tuple[Child, ...], when: date | None) -> tuple[Child, ...]:
    """The children who were born by then; without a date, all but those who are only known unborn."""
    return tuple(c for c in children if not c.unborn and not (when and c.born and c.born > when))


def settle_role(span: Span, reading: Reading, roster: Roster, setting: Setting, spans: list[Span]) -> None:
    """Decide whom a word of kinship or a phrase for children means; nobody where that is not plain."""
    form = next((f for f in span.forms if f.shape in (Shape.ROLE, Shape.GROUP)), None)
    if form is None:
        return
    if form.shape is Shape.GROUP:
        span.people, span.how = _group(span, reading, roster, setting), "group"
        return
    span.how = "role"
    word = " ".join(reading.folds[span.i : span.j])
    if form.kind == "nobody" or not _is_role(span, word, reading, roster, spans):
        return
    whose = _whose(span, reading, roster, spans)
    if whose is None:
        return
    span.people = _relative(form.kind, word, whose, span, reading, roster, setting, spans)


def _is_role(span: Span, word: str, reading: Reading, roster: Roster, spans: list[Span]) -> bool:
    i, j = span.i, span.j
    before, after = reading.precedes(i), reading.after(j)[:1]
    doubted = bool(after) and reading.before(i) in _DOUBTED_WITHIN and after in _DOUBTED_WITHIN
    if before in roster.words.not_theirs or doubted or reading.follows(j) == "of":
        return False
    if len(word) == 2 and not _short_role(span, word, reading, roster):
        return False
    following = next((s for s in spans if s.i <= j < s.j), None)
    if reading.gap(j - 1).strip() in (",", "-", "–", ":") and following is not None and following.people:
        # "father, D. Roe": either he, or the next of a row; where he has another role, the words are in doubt
        return following.j - following.i < 2 or following.how == "role" or _same_kind(span, following, roster)
    if reading.gap(j - 1) != " ":
        return True
    if following is not None and following.shapes & {Shape.ROLE, Shape.GROUP}:
        return following.forms[0].kind not in ("brother", "sister", "sibling") or word not in roster.words.younger
    if following is not None:
        return False  # "Aunt Sonia": the name carries it
    later = reading.fold(j)
    known = later in roster.words.not_names or later in roster.words.titles or later in roster.words.work
    return reading.capitals or known or not reading.name_like(j)


def _same_kind(span: Span, named: Span, roster: Roster) -> bool:
    return any(roster.traits[person].kind == form.kind for person in named.people for form in span.forms)


def _short_role(span: Span, word: str, reading: Reading, roster: Roster) -> bool:
    """ "Mo" and "Fa", not "5/12 mo", "MO:" or a worker's initials."""
    raw = reading.raw(span.i)
    words = roster.words
    acts = reading.follows(span.j) in words.person_verbs or reading.precedes(span.i) in words.person_before
    if raw[0].isupper() and raw[1:].islower():
        return True
    if raw.isupper():
        return (reading.capitals and acts) or word not in ("mo", "fa", "ma", "da")
    return reading.precedes(span.i) in ("by", "with", "w", "from", "told", "the", "to", "saw", "her", "his")


def _whose(span: Span, reading: Reading, roster: Roster, spans: list[Span]) -> str | None:
    """Whose relative is meant: an id, ``""`` for the child's own, ``None`` where it is somebody else's or not plain."""
    i = span.i
    between = roster.words.elder | roster.words.younger | {"own"}
    while i and reading.fold(i - 1) in between and reading.gap(i - 1) == " ":
        i -= 1
    before = reading.fold(i - 1) if i and reading.gap(i - 1) == " " else ""
    if before == "s" and i > 1 and reading.gap(i - 2) in ("'", "’"):
        owner = next((s for s in spans if s.j == i - 1), None)
        if owner is not None and len(owner.people) == 1:
            return owner.people[0]
        return "" if reading.fold(i - 2) in ("child", "pt", "patient", "baby") else None
    if before in _PRONOUNS:
        earlier = _last_named(span, roster, spans)
        if not earlier:
            return ""
        if span.forms[0].kind in _SIBLINGS and _adult_named(span, roster, spans):
            return None  # "Mo says he came to see Bia and her sister was there": hers, or the baby's
        trait = roster.traits[earlier]
        return earlier if trait.family_child or (trait.kind == "mother" and span.forms[0].kind == "partner") else None
    return "" if i == span.i or reading.fold(i) != "own" else None


def _adult_named(span: Span, roster: Roster, spans: list[Span]) -> bool:
    named = {person for s in spans if s.j <= span.i for person in s.people}
    return any(not roster.traits[p].family_child and not roster.traits[p].professional for p in named)


def _last_named(span: Span, roster: Roster, spans: list[Span]) -> str:
    """The person named last before a pronoun, workers apart (nobody writes of a worker's mum)."""
    earlier = [s for s in spans if s.j <= span.i and len(s.people) == 1]
    earlier = [s for s in earlier if not roster.traits[s.people[0]].professional]
    return max(earlier, key=lambda s: s.i).people[0] if earlier else ""


def _relative(
    kind: str, word: str, whose: str, span: Span, reading: Reading, roster: Roster, setting: Setting, spans: list[Span]
) -> tuple[str, ...]:
    children = family_children(roster)
    if kind in _CHILD_KINDS:
        parent = not whose or roster.traits[whose].kind in ("mother", "father")
        return _child(kind, span, reading, roster, setting, children) if parent else ()
    if kind in _SIBLINGS:
        if whose and not roster.traits[whose].family_child:
            kind = _THROUGH.get((roster.traits[whose].kind, kind), "")
            return _only(roster.kin.get(kind, ()))
        return _sibling(kind, whose, span, reading, roster, setting, spans, children)
    if kind in ("eldest", "youngest"):
        return _by_age(kind, span, reading, setting, children) if not whose else ()
    if whose and not roster.traits[whose].family_child:
        return _only(roster.kin.get(_THROUGH.get((roster.traits[whose].kind, kind), ""), ()))
    if (kind == "partner" and not _mothers_partner(word, whose, roster, setting, children)) or (
        kind == "father" and not _one_father(whose, roster)
    ):
        return ()
    declared = roster.kin.get("=" + word, ())
    if len(declared) == 1:
        return declared
    if kind in _PAIRS:
        side = _PAIRS[kind]
        pair = tuple(p for k in ("grandmother", "grandfather") for p in roster.kin.get(f"{side} {k}", ()))
        return pair if len(pair) == 2 else ()
    return _only(roster.kin.get(kind, ()))


def _mothers_partner(word: str, whose: str, roster: Roster, setting: Setting, children: tuple[Child, ...]) -> bool:
    """A "boyfriend" may be a teenager's own."""
    if whose and roster.traits[whose].family_child:
        return word.startswith(("step", "llys"))
    teenage = any(c.born and setting.when and setting.when.year - c.born.year >= _TEENAGE for c in children)
    return not (teenage and word == "boyfriend")


def _one_father(whose: str, roster: Roster) -> bool:
    """Whether "father" is plain: not where the mother's partner is the father of one of the children."""
    partners = [roster.traits[p] for p in roster.kin.get("partner", ())]
    surnames = {part for trait in partners for surname in trait.parsed.surnames for part in surname}
    shared = [
        child.id
        for child in family_children(roster)
        if surnames.intersection(part for s in roster.traits[child.id].parsed.surnames for part in s)
    ]
    return not shared or (roster.traits[whose].family_child and whose not in shared if whose else False)


def _only(ids: tuple[str, ...]) -> tuple[str, ...]:
    return ids if len(ids) == 1 else ()


def _child(
    kind: str, span: Span, reading: Reading, roster: Roster, setting: Setting, children: tuple[Child, ...]
) -> tuple[str, ...]:
    if kind in ("son", "daughter"):
        born = born_by(children, setting.when)
        of_others = reading.follows(span.j) == "of" or reading.precedes(span.i) in ("his", "their", "own", "s")
        initial = len(reading.raw(span.j)) == 1 and reading.raw(span.j).isupper() and reading.follows(span.j)
        return (born[0].id,) if len(born) == 1 and not of_others and not initial and setting.when else ()
    if kind == "baby":
        after, second = reading.fold(span.j), reading.fold(span.j + 1)
        if after in roster.words.baby_things or second in ("unit", "group", "home", "toddler"):
            return ()
        young = [c for c in born_by(children, setting.when) if c.born and _months(c.born, setting.when) < _BABY_MONTHS]
        if young:
            return (young[0].id,) if len(young) == 1 else ()
    return _expected(children, setting.when)


def _months(born: date, when: date | None) -> int:
    return (when.year - born.year) * 12 + when.month - born.month if when else _BABY_MONTHS


def _expected(children: tuple[Child, ...], when: date | None) -> tuple[str, ...]:
    """The one child who was on the way then."""
    if when is None:
        return ()
    coming = [c.id for c in children if c.born and 0 < (c.born - when).days <= _PREGNANCY_DAYS]
    coming = coming or [c.id for c in children if c.unborn]
    return tuple(coming) if len(coming) == 1 else ()


def _sibling(
    kind: str,
    whose: str,
    span: Span,
    reading: Reading,
    roster: Roster,
    setting: Setting,
    spans: list[Span],
    children: tuple[Child, ...],
) -> tuple[str, ...]:
    """A brother or sister is the other one of two children, where the entry has just named one of them."""
    born = born_by(children, setting.when)
    ids = {c.id for c in born}
    anchor = whose or _last_named(span, roster, spans)
    if kind == "siblings":
        rest = tuple(c.id for c in born if not _is_subject(c.id, roster))
        return rest if sum(p.subject for p in roster.people) == 1 else ()
    if len(born) != 2 or (anchor and anchor not in ids):
        return ()
    if not anchor and len(setting.row) == 1 and setting.row[0] in ids:
        anchor = setting.row[0]
    if not anchor:
        return _by_adjective(reading.precedes(span.i), born, roster)
    other = tuple(c.id for c in born if c.id != anchor)
    adjective = _by_adjective(reading.precedes(span.i), born, roster)
    return other if not adjective or adjective == other else ()


def _is_subject(person: str, roster: Roster) -> bool:
    return any(p.subject for p in roster.people if p.id == person)


def _by_adjective(word: str, born: tuple[Child, ...], roster: Roster) -> tuple[str, ...]:
    """ "big sister", "baby brother": the elder or the younger of two."""
    elder, younger = word in roster.words.elder, word in roster.words.younger
    dated = sorted((c.born, c.id) for c in born if c.born)
    if len(dated) != 2 or dated[0][0] == dated[1][0] or not (elder or younger):
        return ()
    return (dated[0][1],) if elder else (dated[1][1],)


def _by_age(kind: str, span: Span, reading: Reading, setting: Setting, children: tuple[Child, ...]) -> tuple[str, ...]:
    """The eldest of the family; not where the entry itself says who it was, or counts other children in."""
    born = born_by(children, setting.when)
    after = reading.gap(span.j - 1).strip()
    if len(born) < 2 or not all(c.born for c in born) or after[:1] in ("(", "-", "–", "—", ","):
        return ()
    for n, word in enumerate(reading.folds):
        number = NUMBERS.get(word) or (int(word) if word.isdigit() and len(word) == 1 else 0)
        if number and reading.fold(n + 1) in ("chn", "children", "kids", "seen") and number != len(born):
            return ()
    ordered = sorted((c.born, c.id) for c in born if c.born)
    end = ordered[:2] if kind == "eldest" else ordered[:-3:-1]
    return (end[0][1],) if end[0][0] != end[1][0] else ()


def _group(span: Span, reading: Reading, roster: Roster, setting: Setting) -> tuple[str, ...]:
    """All children of the family who were born by then, where the number fits."""
    born = born_by(family_children(roster), setting.when)
    form = next(f for f in span.forms if f.shape is Shape.GROUP)
    if reading.possessive(span.j) or reading.after(span.j)[:1] in ("'", "’"):
        return ()
    before, after = reading.precedes(span.i), reading.follows(span.j)
    if before in _NOT_THE_FAMILY or after in ("of", "from"):
        return ()
    if form.number == 0:
        named = form.kind.startswith(("the ", "all ", "y "))
        if len(born) < 2 or (setting.agency in _AT_SCHOOL and not form.kind.startswith("all the")):
            return ()
        if not named and (after in _GROUP_THINGS or before in ("a", "no", "young") or reading.name_like(span.j)):
            return ()
        if after in ("services", "centre", "centres", "social", "act", "ward"):
            return ()
        return tuple(c.id for c in born)
    count = form.number if form.number > 0 else _number(span, reading)
    return tuple(c.id for c in born) if len(born) == count and count > 1 else ()


def _number(span: Span, reading: Reading) -> int:
    for word in reading.folds[span.i : span.j]:
        if word in NUMBERS or word.isdigit():
            return NUMBERS.get(word) or int(word)
    return 0
