"""The words of a text that name people, settled in order of certainty: full names, single names, initials, kin."""

from __future__ import annotations

from datetime import date

from keymoments.analysis.bearers import Setting, Span, before_name, fits_title, settle_name
from keymoments.analysis.initials import are_initials
from keymoments.analysis.kin import settle_role
from keymoments.analysis.names import Form, Reading, Shape, read, word_set
from keymoments.analysis.roster import Roster, near_name

_NAMES = frozenset({Shape.WHOLE, Shape.INITIALLED, Shape.GIVEN_INITIAL, Shape.ALIAS, Shape.GIVEN, Shape.SURNAME})
_LETTERS = frozenset({Shape.LETTERS, Shape.BADGE})
_SIBLINGS = frozenset({"brother", "sister", "sibling"})
_KIN = frozenset({Shape.ROLE, Shape.GROUP})
_ALSO_MONTHS = word_set("jan april may june august")
_BEFORE_MONTHS = word_set("in on of since until by from early mid late th st nd rd last next")
_SPEAKING = word_set("spoke spoken speak speaking talked said handed known")
_TO_SOMEBODY = word_set("told asked informed named called met arrested victim suspect caller informant")
_TELLING = word_set("states stated says said told tells reports reported denies denied admits admitted advised called")
_NO_VERBS = word_set("not to in on at as or and if with")
_WHERE = word_set("at on with in")
_PLACES = word_set("school nursery home college hospital class bed cot clinic playgroup respite contact reception")
_QUOTES = frozenset("'‘’\"“”")
_INFLECTED = ("ed", "ing", "ly", "er", "es")
_MAX_REMEMBERED = 200_000  # words; the memory of a roster stays bounded in the largest case
# Texts just read: who is named in an entry is asked for its people, its contact and its strangers, one after the other.
_MAX_RECENT = 64


def settled(
    roster: Roster,
    text: str,
    *,
    agency: str,
    entry_date: date | None,
    columns: tuple[tuple[str, str], ...] = (),
) -> tuple[Reading, list[Span]]:
    """The text in words, and every span that may name somebody, settled in order of certainty."""
    plain: tuple[object, ...] = (text, agency, entry_date)
    for key in ((*plain, columns), plain) if columns else (plain,):
        known = roster.recent.get(key)
        if known is not None and (key is not plain or not columns or not known[2]):
            return known[0], known[1]
    reading, spans, of_row = _settled(roster, text, agency, entry_date, columns)
    if len(roster.recent) >= _MAX_RECENT:
        roster.recent.clear()
    roster.recent[(*plain, columns) if of_row and columns else plain] = (reading, spans, of_row)
    return reading, spans


def _settled(
    roster: Roster, text: str, agency: str, entry_date: date | None, columns: tuple[tuple[str, str], ...]
) -> tuple[Reading, list[Span], bool]:
    """The same, and whether the other cells of the row can change it."""
    if len(roster.folds) > _MAX_REMEMBERED:
        roster.folds.clear()
        roster.guesses.clear()
    reading = read(text, roster.folds)
    setting = Setting(roster.agency_kinds.get(agency, ""), entry_date)
    spans = _spans(reading, roster, setting)
    names = [span for span in spans if span.shapes & _NAMES]
    full = [span for span in names if _is_full(span, reading, roster)]
    for span in (*full, *(span for span in names if span not in full)):
        settle_name(span, reading, roster, setting, spans)
    for span in spans:
        if span.shapes & _LETTERS and not span.people:
            _settle_letters(span, roster, setting)
    if not roster.words.title_sex.keys().isdisjoint(reading.folds):
        spans += _titled_letters(reading, roster, spans, setting)
    kin = [span for span in spans if span.shapes & _KIN and not span.people]
    of_row = any(form.kind in _SIBLINGS for span in kin for form in span.forms)
    if columns and of_row:
        setting = Setting(setting.agency, entry_date, _children_in(columns, roster, agency, entry_date))
    for span in kin:
        settle_role(span, reading, roster, setting, spans)
    return reading, spans, of_row


def _children_in(
    columns: tuple[tuple[str, str], ...], roster: Roster, agency: str, when: date | None
) -> tuple[str, ...]:
    """The children of the family whom the other cells of a row name."""
    named = {
        person
        for _, value in columns
        for span in settled(roster, value, agency=agency, entry_date=when)[1]
        for person in span.people
    }
    return tuple(child for child in roster.children if child in named)


def _is_full(span: Span, reading: Reading, roster: Roster) -> bool:
    """Names of several words and names with a title come first: they help with the rest."""
    return span.j - span.i > 1 or bool(before_name(reading, span.i, roster).title)


def _spans(reading: Reading, roster: Roster, setting: Setting) -> list[Span]:
    spans: list[Span] = []
    heads, raws = roster.heads, reading.raws
    end = 0
    for i, word in enumerate(reading.folds):
        if word in heads:
            span = _declared(reading, i, roster, setting) if i >= end else None
        elif len(word) > 4 and i >= end and raws[i][0].isupper():
            span = _misspelt(reading, i, roster)
        else:
            continue
        if span is not None:
            spans.append(_with_given(span, reading, roster, spans))
            end = span.j
    return spans


def _declared(reading: Reading, i: int, roster: Roster, setting: Setting) -> Span | None:
    for j, forms in roster.tree.ends(reading, i):
        usable = [form for form in forms if _usable(form, reading, i, j, roster, setting)]
        if usable:
            return Span(i, j, usable)
    return None


def _usable(form: Form, reading: Reading, i: int, j: int, roster: Roster, setting: Setting) -> bool:
    before, after = reading.before(i), reading.after(j)
    if form.shape is Shape.LETTERS:
        return are_initials(reading, i, j, form, roster.words, setting.agency, roster.letters)
    if form.shape is Shape.BADGE:
        return reading.precedes(i) in roster.words.ranks or reading.precedes(i) in ("by", "officer", "collar")
    if before in "@_\\" or after[:1] in ("@", "_") or (after[:1] == "." and after[1:2].isalpha()):
        return False
    if before == "-" and i and reading.gap(i - 1) == "-":
        return False
    if after[:1] == "-" and after[1:2].isalnum():
        return False
    if before in "'’" and i and reading.gap(i - 1) in ("'", "’") and form.shape is not Shape.ROLE:
        return False
    if form.shape in _KIN or form.shape is Shape.NOBODY:
        return True
    return _cased(form, reading, i, j, roster)


def _cased(form: Form, reading: Reading, i: int, j: int, roster: Roster) -> bool:
    """A name is written with capitals; a rare one is known in small letters too; an everyday word needs more."""
    if form.kind == "alias" or (form.shape is Shape.ALIAS and form.cased[:1].islower()):
        parts = [part for part in form.cased.split() if part[:1].isalpha()]
        big = all(not p[0].isupper() or w[0].isupper() for p, w in zip(parts, reading.raws[i:j], strict=False))
        return big or (len(form.cased) > 4 and not any(len(part) < 3 for part in parts))
    capital = all(raw[0].isupper() for raw in reading.raws[i:j])
    if form.shape in (Shape.INITIALLED, Shape.GIVEN_INITIAL):
        return capital and _initial_stands(form, reading, i, j, roster)
    if form.shape is Shape.WHOLE:
        if "," in reading.gap(i) and form.kind == "surname first":
            return (i == 0 or reading.raw(i).isupper()) and not before_name(reading, i, roster).title
        return capital or not any(word in roster.words.plain_words for word in reading.folds[i:j])
    word = reading.folds[i]
    plain = word in roster.words.plain_words or word in roster.words.not_names or len(word) < 3
    if not capital:
        rare = len(word) > 3 and not plain and word not in roster.words.common and form.shape is not Shape.SURNAME
        return rare and not reading.capitals
    if not plain:
        return True
    if form.shape is Shape.ALIAS and len(word) == 2 and reading.raw(i) == form.cased and not reading.begins(i):
        return True
    if word in roster.words.seldom_first and form.shape in (Shape.GIVEN, Shape.ALIAS):
        return True
    return _shows_person(reading, i, j, roster)


def _shows_person(reading: Reading, i: int, j: int, roster: Roster) -> bool:
    """Something beside an everyday word that shows a person: a title, a verb, a possessive, a place in a row."""
    words = roster.words
    before, after = reading.precedes(i), reading.follows(j)
    dated = before[:1].isdigit() or before in _BEFORE_MONTHS or after[:1].isdigit()
    if dated and (reading.folds[i] in words.not_names or reading.folds[i] in _ALSO_MONTHS):
        return False
    if reading.possessive(j) or before_name(reading, i, roster).title:
        return True
    if reading.before(i) in _QUOTES and reading.after(j)[:1] in _QUOTES:
        return True  # a name in inverted commas: 'Jay' is 29
    if reading.capitals:
        told = before in _TO_SOMEBODY or (before == "to" and reading.fold(i - 2) in _SPEAKING)
        near = after in ("at", "fr", "from") and len(reading.folds[i]) < 4
        return told or near or after in _TELLING
    if not reading.begins(i):
        return True
    strong = after in words.person_verbs and after not in _NO_VERBS
    return strong or after == "from" or reading.after(j) in (" (", ", ") or _placed(reading, i, j, roster)


def _placed(reading: Reading, i: int, j: int, roster: Roster) -> bool:
    """Whether a sentence says at once where somebody is: "Harry at school", "Jack on Mum's knee", "Lily with gran"."""
    if reading.folds[i] in roster.words.not_names or reading.folds[i] in _ALSO_MONTHS:
        return False
    beside = reading.fold(j + 1)
    return reading.fold(j) in _WHERE and (beside in _PLACES or beside in roster.words.roles)


def _initial_stands(form: Form, reading: Reading, i: int, j: int, roster: Roster) -> bool:
    after = reading.after(j)
    last = len(reading.raws[j - 1]) == 1
    if not last:
        return reading.before(i) not in "/&+'’"
    if after[:1] in ("/", "&", "+", "-") or (reading.fold(j)[:1].isdigit() and reading.gap(j - 1) == " "):
        return False
    if reading.raws[j - 1].casefold() in ("l", "r") and reading.fold(j) in roster.words.body:
        return False
    return form.kind != "surname first" or "," not in reading.gap(i) or reading.raw(i).isupper()


def _misspelt(reading: Reading, i: int, roster: Roster) -> Span | None:
    """A capitalised word that is one slip away from one person's name, where it stands as a name."""
    forms = roster.misspelt(reading.raws[i])
    if not forms or not _usable(forms[0]._replace(shape=Shape.ROLE), reading, i, i + 1, roster, Setting("", None)):
        return None
    span = Span(i, i + 1, list(forms))
    partner = _other_half(span, reading, roster)
    if partner is not None:
        return partner
    before = before_name(reading, i, roster)
    if before.title and any(form.shape is Shape.SURNAME for form in forms):
        return span
    if before.initial or reading.capitals or (reading.name_like(i + 1) and reading.gap(i) == " "):
        return None
    word = reading.folds[i]
    if reading.begins(i):
        after = reading.follows(i + 1)
        target = next(name for name in sorted(roster.names) if near_name(word, name))
        inflected = any(word.endswith(end) and not target.endswith((end, "i")) for end in _INFLECTED)
        if not reading.possessive(i + 1) and (inflected or after not in roster.words.person_verbs):
            return None
    return span


def _other_half(span: Span, reading: Reading, roster: Roster) -> Span | None:
    """A misspelt name beside the same person's other name or initial: "Elis GARETY", "SUDBERY W"."""
    found: list[Span] = []
    for form in span.forms:
        parsed = roster.traits[form.person].parsed
        others = parsed.given if form.shape is Shape.SURNAME else parsed.surnames[0] if parsed.surnames else ()
        for k in (span.j, span.i - 1):
            if len(others) == 1 and _is_other_half(reading, k, span, others[0], form):
                whole = form._replace(shape=Shape.WHOLE)
                found.append(Span(min(k, span.i), max(k + 1, span.j), [whole]))
    return found[0] if len({span.forms[0].person for span in found}) == 1 else None


def _is_other_half(reading: Reading, k: int, span: Span, other: str, form: Form) -> bool:
    if not 0 <= k < len(reading) or reading.gap(min(k, span.i)).strip(" .") or not reading.raw(k)[0].isupper():
        return False
    beside = reading.fold(k)
    if form.shape is Shape.SURNAME and beside == other[0]:
        return not (k > span.i and reading.after(k + 1)[:1] == "/")
    return beside == other or (len(beside) > 3 and near_name(beside, other))


def _with_given(span: Span, reading: Reading, roster: Roster, spans: list[Span]) -> Span:
    """A surname written right beside a misspelt given name of its bearer: "Elis Garrity", "Lyla MARSDEN"."""
    surnames = [form for form in span.forms if form.shape is Shape.SURNAME]
    if not surnames or span.j - span.i > 1:
        return span
    for k in (span.i - 1, span.j):
        beside = reading.fold(k)
        if len(beside) < 4 or not reading.raw(k)[0].isupper() or reading.gap(min(k, span.i)) != " ":
            continue
        if (" ", beside) in roster.tree.root.next:
            continue  # another declared name always beats a misspelling
        near = [f for f in surnames for g in roster.traits[f.person].parsed.given[:1] if near_name(beside, g)]
        if len(near) == 1:
            if spans and spans[-1].j > k:
                spans.pop()
            whole = near[0]._replace(shape=Shape.WHOLE, misspelt=True)
            return Span(min(k, span.i), max(k + 1, span.j), [whole])
    return span


def _settle_letters(span: Span, roster: Roster, setting: Setting) -> None:
    """Initials that one person has; shared ones stay open."""
    forms = [form for form in span.forms if form.shape in (Shape.LETTERS, Shape.BADGE)]
    people = tuple(dict.fromkeys(form.person for form in forms))
    unborn = [p for p in people if roster.traits[p].before_birth(setting.when)]
    if len(people) == 1 and not unborn:
        span.people, span.how = people, str(forms[0].shape)


def _titled_letters(reading: Reading, roster: Roster, spans: list[Span], setting: Setting) -> list[Span]:
    """ "Ms G" in an entry that has named "Ms Garrity"."""
    found: list[Span] = []
    for i in range(1, len(reading)):
        title = reading.folds[i - 1]
        if len(reading.raws[i]) != 1 or title not in roster.words.title_sex or not reading.raws[i].isupper():
            continue
        if any(span.i <= i < span.j for span in spans):
            continue
        people = {
            person
            for span in spans
            for person in span.people
            if span.j <= i
            and roster.traits[person].parsed.surnames
            and roster.traits[person].parsed.surnames[0][0][0] == reading.folds[i]
            and fits_title(person, title, roster, setting)
        }
        if len(people) == 1:
            found.append(Span(i - 1, i + 1, [], tuple(people), "title and initial"))
    return found
