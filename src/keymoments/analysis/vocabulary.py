"""The words the reading of records needs, as values: packs fill them, the analysis never opens a file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words of dates and times, all casefolded without accents lost; phrases may hold spaces.

    ``months``/``weekdays``: word → 1…12 / 0…6 (Monday 0). ``seasons``: word → (first month, last month).
    ``parts_of_month``: "early" → (1, 10). ``parts_of_day``: "late evening" → (minutes from, minutes to).
    ``same_day``: phrases that take the day of the row above ("same day", "yr un diwrnod", "later").
    ``doubt``: words of doubt beside a date ("approx", "about", "?"). ``week_of``: "w/c", "week commencing".
    ``between``/``joins``: words of ranges ("between", "from"; "and", "to", "until", "-").
    ``also``: words of lists ("and", "&", "+"); ``about``: words that blur a date or time ("approx", "on or around").
    ``week_ending``: "week ending". ``before``/``since``/``onwards``: open periods. ``unknown``: "not known", "undated".
    ``lead``: words that may stand before a date or time and say nothing ("on", "dated", "at").
    ``ordinals``: endings of a day ("st", "fed"). ``counted``: words after a number that make it a count or an
    address, never a date ("mins", "weeks", "children", "close").
    Words before figures such as "4/7": ``signals`` show a date ("on", "dated"), ``spells`` a length of time ("for",
    "past"), ``scores`` a mark or measure ("pain", "gcs").
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, tuple[int, int]]
    parts_of_month: dict[str, tuple[int, int]]
    parts_of_day: dict[str, tuple[int, int]]
    same_day: tuple[str, ...]
    doubt: tuple[str, ...]
    week_of: tuple[str, ...]
    between: tuple[str, ...]
    joins: tuple[str, ...]
    also: tuple[str, ...] = ("and", "&", "+", ",")
    about: tuple[str, ...] = ()
    week_ending: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    onwards: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ("st", "nd", "rd", "th")
    counted: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    spells: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headings:
    """Meaning of a column → headings it goes by, casefolded ("date" → "contact date", "dyddiad").

    Meanings: ``date``, ``time``, ``end_date``, ``end_time``, ``recorded`` (when it was written down: never the entry's
    date while there is a ``date``), ``text`` (the narrative), ``type``, ``worker``, ``source``, ``who`` (child or
    patient of the row), ``seen``, ``alone``, ``action``, ``agency``, ``reference``, ``comment`` (analysis, comment,
    expected practice: kept, never evidence).
    """

    meanings: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """How records name people by what they are.

    ``roles``: word or abbreviation → kind of role ("mo" → "mother", "mgm" → "maternal grandmother", "foc" → "father").
    ``groups``: phrases for several children ("both children" → 2, "all 3 chn" → 3).
    ``titles``: "mr", "mrs", "dr", "pc", "dc" → whether it marks a professional.
    ``not_names``: capitalised words that are no person ("monday", "asq", "calpol").

    ``ranks``: titles of the police. ``title_sex``: "mrs" → "female". ``work``: title or abbreviation → the work it
    stands for ("hv" → "health visitor"). ``given_names``: first names people really have (a real name is no
    misspelling of another). ``plain_words``: names that are also everyday words or months ("will", "may").
    ``seldom_first``: those of them that hardly ever open a sentence but as a name ("lily"), for those who bear it.
    ``person_verbs``: what stands after a person ("said", "asleep"). ``person_before``: what stands before one
    ("told", "with"). ``body``: words after "L" or "R" that make it left or right. ``letter_labels``/``letter_nouns``:
    words before/after a single capital that make it no person ("vitamin D", "C section"). ``clashes``: initials that
    are abbreviations too → words beside them that show the other meaning ("mh" → "team"). ``elder``/``younger``:
    words before "brother" and the like. ``not_theirs``: words before a role that make it somebody else's ("another").
    ``baby_things``: words after "baby" that make it a thing. ``place_words``: last words of names of places.
    ``common``: everyday words of five letters and more that a sentence may begin with, never a misspelt name.
    """

    roles: dict[str, str]
    groups: dict[str, int]
    titles: dict[str, bool]
    not_names: frozenset[str] = field(default_factory=frozenset)
    ranks: frozenset[str] = field(default_factory=frozenset)
    title_sex: dict[str, str] = field(default_factory=dict)
    work: dict[str, str] = field(default_factory=dict)
    given_names: frozenset[str] = field(default_factory=frozenset)
    plain_words: frozenset[str] = field(default_factory=frozenset)
    seldom_first: frozenset[str] = field(default_factory=frozenset)
    person_verbs: frozenset[str] = field(default_factory=frozenset)
    person_before: frozenset[str] = field(default_factory=frozenset)
    body: frozenset[str] = field(default_factory=frozenset)
    letter_labels: frozenset[str] = field(default_factory=frozenset)
    letter_nouns: frozenset[str] = field(default_factory=frozenset)
    clashes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    elder: frozenset[str] = field(default_factory=frozenset)
    younger: frozenset[str] = field(default_factory=frozenset)
    not_theirs: frozenset[str] = field(default_factory=frozenset)
    baby_things: frozenset[str] = field(default_factory=frozenset)
    place_words: frozenset[str] = field(default_factory=frozenset)
    common: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """How records speak of other agencies and of what agencies do together.

    ``kinds``: kind of agency (contract 1) → words for it, its papers and places; ``staff``: kind → words for its staff.
    ``sent``/``received``: words by which word goes out to somebody, or came in from somebody. ``events``: meetings and
    joint work → words; ``papers``: referrals, notices → words. ``days_before``: "yesterday" → (1, 1): how many days
    earlier the thing told happened, at least and at most.
    """

    kinds: dict[str, tuple[str, ...]]
    staff: dict[str, tuple[str, ...]]
    sent: tuple[str, ...]
    received: tuple[str, ...]
    events: dict[str, tuple[str, ...]]
    papers: dict[str, tuple[str, ...]]
    days_before: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ContactWords:
    """How records show whether a contact came about, and how.

    ``classes``: name → words, the kinds of word that patterns speak of. ``heads``: sort of row ("desk", "incoming",
    "live", "meeting", "conference", "phone" …; "desk gp": only of that kind of agency) → patterns for what stands in
    columns of type or title and opens a text. ``patterns``: group → patterns (see sightings/patterns.py) for the
    narrative. ``ticks``: "seen", "alone", "spoken_to": words of headings that ask it; "other": of headings that do
    not; "yes", "no", "unclear", "blank", "company": values.
    """

    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ticks: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContextWords:
    """How records word what was seen and said of a child, and what puts such words in another light.

    ``people``: sort of person ("boy", "girl", "child", "baby", "group", "older", "adult", "worker" …) → nouns for it.
    ``names``: "male" or "female" → first names most people take for theirs. ``sets``: name → words that patterns call
    by ``@name``. ``cues``: kind of cue → patterns, as ``analysis/language/patterns.py`` reads them; the kinds are told
    in ``analysis/sightings/evidence.py``.
    """

    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cues: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of it, for one nation."""

    dates: DateWords
    headings: Headings
    people: PeopleWords
    agencies: AgencyWords
    contacts: ContactWords = field(default_factory=ContactWords)
    context: ContextWords = field(default_factory=ContextWords)
