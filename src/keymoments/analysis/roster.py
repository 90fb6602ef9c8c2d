"""The people of a case, made ready to be found: their forms, their traits and their kinship."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz.distance import OSA

from keymoments.analysis.names import (
    NUMBERS,
    Form,
    ParsedName,
    Shape,
    Tree,
    add_letters,
    add_person,
    fold,
    is_role,
    parse_name,
    read,
)
from keymoments.analysis.records import Agency, Person
from keymoments.analysis.vocabulary import PeopleWords

_FEMALE = ("mother", "grandmother", "aunt", "sister", "daughter", "girl", "niece")
_MALE = ("father", "grandfather", "uncle", "brother", "son", "boy", "stepdad", "nephew")
_MINOR = ("child", "sibling", "brother", "sister", "cousin", "daughter", "son", "niece", "nephew")
_FAMILY_CHILD = frozenset({"child", "sibling", "brother", "sister", "half-sibling", "twin"})
_FIGURES = frozenset(map(str, range(2, 21)))  # with which a phrase for several children may begin
_ADULT_FROM = 16  # years
_SHORTEST_MISSPELT = 5  # letters: below it, one letter's difference is a different word
_LONG_NAME = 9  # letters from which two slips are allowed


@dataclass(frozen=True, slots=True)
class Trait:
    """What is known of a person beyond the name. ``kind``: the role in one word, ``""`` where it is none we know."""

    parsed: ParsedName
    kind: str
    professional: bool
    rank: bool
    doctor: bool
    sex: str
    minor: bool
    family_child: bool
    born: date | None
    unborn: bool

    def adult(self, when: date | None) -> bool:
        """Grown up at that time, as far as role and date of birth tell."""
        if self.born and when:
            return when.year - self.born.year >= _ADULT_FROM
        return not self.minor and not self.unborn

    def before_birth(self, when: date | None) -> bool:
        """Whether nobody can have met this person yet."""
        return bool(self.born and when and when < self.born)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody whom ``case.toml`` names, ready to be found in texts. Made by :func:`roster`."""

    people: tuple[Person, ...]
    words: PeopleWords
    tree: Tree
    traits: dict[str, Trait]
    kin: dict[str, tuple[str, ...]]  # kind of role → who; aliases that are roles stand under "=word"
    children: tuple[str, ...]  # subjects, brothers and sisters
    agency_kinds: dict[str, str]
    agency_words: frozenset[str]
    order: dict[str, int]
    heads: frozenset[str]  # words with which a form begins
    letters: frozenset[str]  # initials that somebody goes by
    names: dict[str, tuple[Form, ...]]  # folded single names of five letters and more → their forms
    folds: dict[str, str] = field(default_factory=dict)
    guesses: dict[str, tuple[Form, ...]] = field(default_factory=dict)
    recent: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False)  # texts just read, see `naming`
    days: dict[date | None, Any] = field(default_factory=dict, compare=False)  # people as they were then, see `cast`

    def professionals(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Those of ``ids`` who were there by their work."""
        return tuple(i for i in ids if self.traits[i].professional)

    def misspelt(self, raw: str) -> tuple[Form, ...]:
        """The forms whose misspelling a capitalised word may be; remembered by word."""
        known = self.guesses.get(raw)
        if known is None:
            known = self.guesses[raw] = self._guess(fold(raw))
        return known

    def _guess(self, word: str) -> tuple[Form, ...]:
        words = self.words
        real = (words.given_names, words.common, words.not_names, words.plain_words, words.place_words, words.body)
        if len(word) < _SHORTEST_MISSPELT or not word.isalpha() or any(word in known for known in real):
            return ()
        if word in words.roles or word in words.titles or word in words.work or word in self.agency_words:
            return ()
        near = [name for name in self.names if name != word and near_name(word, name)]
        forms = {form for name in near for form in self.names[name]}
        if len({form.person for form in forms}) != 1 and len(near) != 1:
            return ()
        return tuple(sorted(form._replace(misspelt=True) for form in forms))


def near_name(word: str, name: str) -> bool:
    """Whether a word is one slip (two in a long name) away from a name that begins alike."""
    if word[0] != name[0] or abs(len(word) - len(name)) > 1:
        return False
    slips = 2 if min(len(word), len(name)) >= _LONG_NAME else 1
    return 0 < OSA.distance(word, name, score_cutoff=slips) <= slips


def roster(people: tuple[Person, ...], agencies: tuple[Agency, ...], words: PeopleWords) -> Roster:
    """Make a case's people ready to be found in texts; pure and deterministic."""
    tree = Tree()
    words = _folded(words)
    traits = {person.id: _trait(person, words) for person in people}
    for phrase, kind in words.roles.items():
        tree.add(read(phrase, {}).folds, Form(Shape.ROLE, kind=kind), " -" if "/" not in phrase else "/")
        if "'" in phrase:
            tree.add(read(phrase, {}).folds, Form(Shape.ROLE, kind=kind), "'")
    for phrase, count in words.groups.items():
        tree.add(phrase.split(), Form(Shape.GROUP, kind=phrase, number=count))
    for agency in agencies:
        for part in agency.name.replace("–", "/").replace(",", "/").replace("(", "/").split("/"):
            tokens = read(part, {}).folds
            if len(tokens) > 1:
                tree.add(tokens, Form(Shape.NOBODY))
    for person in people:
        trait = traits[person.id]
        add_person(tree, person, trait.parsed, words, professional=trait.professional)
    _derive_letters(tree, people, traits, words)
    return Roster(
        people=people,
        words=words,
        tree=tree,
        traits=traits,
        kin=_kin(people, traits, words),
        children=tuple(person.id for person in people if traits[person.id].family_child),
        agency_kinds={agency.id: agency.kind for agency in agencies},
        agency_words=frozenset(word for agency in agencies for word in read(agency.name, {}).folds if len(word) > 2),
        order={person.id: number for number, person in enumerate(people)},
        heads=frozenset(word for _, word in tree.root.next) | frozenset(NUMBERS) | _FIGURES,
        letters=frozenset(fold(a) for person in people for a in person.aliases if a.isupper() and len(a) < 4),
        names=_long_names(people, traits),
    )


def _folded(words: PeopleWords) -> PeopleWords:
    """The same words with accents folded where the texts' words are folded too."""
    return PeopleWords(
        roles={fold(word): kind for word, kind in words.roles.items()},
        groups={fold(word): count for word, count in words.groups.items()},
        titles=words.titles,
        not_names=frozenset(map(fold, words.not_names)),
        ranks=words.ranks,
        title_sex=words.title_sex,
        work=words.work,
        given_names=frozenset(map(fold, words.given_names)),
        plain_words=words.plain_words,
        seldom_first=words.seldom_first,
        person_verbs=words.person_verbs,
        person_before=words.person_before,
        body=words.body,
        letter_labels=words.letter_labels,
        letter_nouns=words.letter_nouns,
        clashes=words.clashes,
        elder=words.elder,
        younger=words.younger,
        not_theirs=words.not_theirs,
        baby_things=words.baby_things,
        place_words=words.place_words,
        common=words.common,
    )


def _trait(person: Person, words: PeopleWords) -> Trait:
    parsed = parse_name(person.name, words)
    role = fold(person.role).replace("_", " ").strip()
    kind = _kind_of_role(role, words)
    titles = {parsed.title} | {fold(alias).split()[0].strip(".") for alias in person.aliases if alias.split()}
    professional = role in ("professional", "interpreter", "worker") or words.titles.get(parsed.title, False)
    professional = professional or role in words.work
    sex = next((words.title_sex[title] for title in sorted(titles) if title in words.title_sex), "")
    own = " ".join(word for word in role.replace("-", " ").split() if not word.endswith(("'s", "’s")))
    if own.endswith(_FEMALE):
        sex = "female"
    elif own.endswith(_MALE) and not own.endswith("person"):
        sex = "male"
    unborn = parsed.unborn and person.born is None
    minor = own.endswith(_MINOR) and not own.endswith("person")
    return Trait(
        parsed=parsed,
        kind=kind,
        professional=professional,
        rank=bool(titles & words.ranks),
        doctor="dr" in titles or "doctor" in titles,
        sex=sex,
        minor=(minor or person.subject) and not professional,
        family_child=person.subject or kind in _FAMILY_CHILD,
        born=person.born,
        unborn=unborn,
    )


def _kind_of_role(role: str, words: PeopleWords) -> str:
    """The kind of role in the words of :class:`PeopleWords`; the role itself where it is none of them."""
    spaced = role.replace("-", " ")
    for form in (role, spaced):
        if form in words.roles:
            return words.roles[form]
    if spaced.endswith(" partner") and spaced.split()[0] in ("mother's", "mum's", "mothers"):
        return "partner"
    if spaced in ("half brother", "half sister", "half sibling"):
        return "half-sibling"
    return role


def _kin(people: tuple[Person, ...], traits: dict[str, Trait], words: PeopleWords) -> dict[str, tuple[str, ...]]:
    kin: dict[str, list[str]] = {}
    for person in people:
        trait = traits[person.id]
        if not trait.professional:
            for kind in _kinds(person, traits, words):
                kin.setdefault(kind, []).append(person.id)
        for alias in person.aliases:
            if is_role(alias, words, professional=trait.professional):
                kin.setdefault("=" + " ".join(read(alias, {}).folds), []).append(person.id)
    return {kind: tuple(dict.fromkeys(ids)) for kind, ids in kin.items()}


def _kinds(person: Person, traits: dict[str, Trait], words: PeopleWords) -> list[str]:
    """The kinds of role a person has: with the side of the family where role, alias or surname tells it."""
    kind = traits[person.id].kind
    if kind == "father" or kind == "mother" or not kind:
        return [kind] if kind else []
    sides = {words.roles.get(" ".join(read(alias, {}).folds), "").split(" ")[0] for alias in person.aliases}
    plain = kind.removeprefix("maternal ").removeprefix("paternal ")
    if plain != kind:
        return [plain, kind]
    side = next((side for side in ("maternal", "paternal") if side in sides), "") or _side(person.id, traits)
    return [kind, f"{side} {kind}"] if side and kind in ("grandmother", "grandfather", "aunt", "uncle") else [kind]


def _side(person: str, traits: dict[str, Trait]) -> str:
    """The side of the family that a surname shows; ``""`` where both or neither share it."""
    surname = traits[person].parsed.surnames[:1]
    same = {
        kind
        for kind in ("mother", "father")
        for trait in traits.values()
        if trait.kind == kind and surname and trait.parsed.surnames[:1] == surname
    }
    if len(same) != 1:
        return ""
    return "maternal" if "mother" in same else "paternal"


def _derive_letters(tree: Tree, people: tuple[Person, ...], traits: dict[str, Trait], words: PeopleWords) -> None:
    """Initials of the family that ``case.toml`` does not list, where nothing else goes by them."""
    found: dict[str, list[str]] = {}
    for person in people:
        for alias in person.aliases:
            found.setdefault(fold(alias).replace(".", ""), []).append("")
    for person in people:
        parsed = traits[person.id].parsed
        if parsed.given and parsed.surnames:
            found.setdefault(parsed.given[0][0] + parsed.surnames[0][0][0], []).append(person.id)
    for letters, ids in found.items():
        clash = letters in words.clashes or letters in words.titles or letters in words.work or letters in words.roles
        if len(ids) == 1 and ids[0] and len(letters) == 2 and not clash and not traits[ids[0]].professional:
            add_letters(tree, ids[0], letters, derived=True)


def _long_names(people: tuple[Person, ...], traits: dict[str, Trait]) -> dict[str, tuple[Form, ...]]:
    names: dict[str, list[Form]] = {}
    for person in people:
        parsed = traits[person.id].parsed
        singles = [(word, Shape.GIVEN) for word in parsed.given] if len(parsed.given) == 1 else []
        singles += [(surname[0], Shape.SURNAME) for surname in parsed.surnames[:1] if len(surname) == 1]
        singles += [(fold(alias), Shape.ALIAS) for alias in person.aliases if alias.isalpha() and alias[0].isupper()]
        for name, shape in singles:
            if len(name) >= _SHORTEST_MISSPELT:
                names.setdefault(name, []).append(Form(shape, person.id))
    return {name: tuple(dict.fromkeys(forms)) for name, forms in names.items()}
