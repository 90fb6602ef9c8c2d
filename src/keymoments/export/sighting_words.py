"""What the records say of each child in plain words: one contact, a month of contacts, and the whole period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from keymoments.analysis.layout import MONTHS, day_words
from keymoments.analysis.records import Case, Entry, Person
from keymoments.analysis.result import Analysis
from keymoments.analysis.sightings.values import Answer, Attempt, Basis, Contact, Interpreter, Mode, Quote, Sighting
from keymoments.analysis.whereabouts import Mark, Month, Stretch, Tally, Whereabouts, is_young
from keymoments.export.shown import counted

SILENCE = (
    "Where the records are silent they do not say whether the child was seen: "
    "silence does not mean that it did not happen."
)
OBSERVED = "observed with no parent or carer there"
REPORTED = "reported by another professional"

# The words of the legend, in its order.
MARK_WORDS: dict[Mark, str] = {
    Mark.SEEN: "Seen",
    Mark.ALONE: "Seen alone: no parent, carer or other adult of the family there",
    Mark.REPORTED: "Reported only: another professional’s sighting, passed on",
    Mark.SPOKEN: "Spoken to by telephone or video, not seen",
    Mark.TRIED: "Tried: no access, refused, not brought or cancelled",
    Mark.NOT_SEEN: "Not seen",
    Mark.REMOTE: "A call, letter or message: the child could not be seen",
    Mark.NOT_RECORDED: "Not recorded: the entry does not say",
}
ALONE_YOUNG = "Observed: no parent, carer or other adult of the family there (the child was under two)"
ALONE_BOTH = (
    "Seen alone, or observed where the child was under two: no parent, carer or other adult of the family there"
)
SPOKEN_DOT = "A white dot in a mark: the child was also spoken to"

_ATTEMPTS = {
    Attempt.NO_ACCESS: "tried, no access",
    Attempt.REFUSED: "tried, refused",
    Attempt.NOT_BROUGHT: "not brought",
    Attempt.CANCELLED_BY_FAMILY: "cancelled by the family",
    Attempt.CANCELLED_BY_AGENCY: "cancelled by the agency",
}
_MODES = {Mode.VIDEO: "by video", Mode.PHONE: "by telephone", Mode.PAPER: "by letter or message"}
_INTERPRETERS = {
    Interpreter.PROFESSIONAL: "a professional interpreted",
    Interpreter.FAMILY: "one of the family interpreted",
    Interpreter.CHILD: "a child interpreted",
}
QUESTIONS = ("seen", "alone", "spoken_to")
_QUESTION_WORDS = {"seen": "seen", "alone": "alone", "spoken_to": "spoken to"}


def child_labels(case: Case) -> dict[str, str]:
    """Child id → the shortest name that tells the subject children apart."""
    first = {child.id: (child.name.split() or [child.id])[0] for child in case.subjects}
    short, whole = Counter(first.values()), Counter(child.name for child in case.subjects)
    return {
        child.id: first[child.id]
        if short[first[child.id]] == 1
        else child.name
        if whole[child.name] == 1
        else f"{child.name} ({child.id})"
        for child in case.subjects
    }


def month_words(month: Month | None) -> str:
    """``May 2020``."""
    return f"{MONTHS[month[1] - 1]} {month[0]}" if month else "Month not known"


def month_of(where: Whereabouts, month: Month | None) -> str:
    """The month, and that the child was not yet born in it."""
    born = where.child.born
    unborn = born is not None and month is not None and month < (born.year, born.month)
    return month_words(month) + (" (not yet born)" if unborn else "")


def span_words(first: date, last: date) -> str:
    """``3 May to 16 July 2020``, ``3 December 2019 to 4 January 2020``."""
    start = f"{first.day} {MONTHS[first.month - 1]}" if first.year == last.year else day_words(first)
    return f"{start} to {day_words(last)}"


# ---- one contact ----


@dataclass(frozen=True, slots=True)
class SightingShown:
    """One child's line under an entry: what it says, and the words that stand in columns (heading, words)."""

    child: str
    words: str
    quotes: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    view: str = ""

    @property
    def whole(self) -> str:
        """The line with its quotes, for a page that cannot mark them in the text."""
        words = "; ".join(f"“{quote}”" for quote in self.quotes)
        boxes = "".join(f"; column “{heading}”: “{words}”" for heading, words in self.columns)
        view = f"; in the child’s words or ways: “{self.view}”" if self.view else ""
        return self.words + (f" ({words})" if words else "") + boxes + view


def answer_words(question: str, answer: Answer, *, young: bool = False) -> str:
    """``seen``, ``not seen``, ``not recorded whether seen``, ``unclear whether alone``."""
    name = _QUESTION_WORDS[question]
    if question == "alone" and young:
        name = "observed without a parent or carer"
    return {
        Answer.YES: name,
        Answer.NO: f"not {name}",
        Answer.UNCLEAR: f"unclear whether {name}",
        Answer.NOT_RECORDED: f"not recorded whether {name}",
    }[answer]


def sighting_words(sighting: Sighting, *, young: bool, names: dict[str, str]) -> str:
    """One line: ``seen, not alone (with Dee Ashgrove), spoken to``."""
    own = sighting.basis is Basis.OWN
    parts = [answer_words("seen", sighting.seen)]
    if sighting.attempt is not None:
        tried = _ATTEMPTS[sighting.attempt]
        parts = [f"not seen: {tried}"] if sighting.seen is Answer.NO else [*parts, tried]
    if sighting.seen is Answer.YES or sighting.spoken_to is Answer.YES:
        parts += _met_words(sighting, young=young, names=names)
    elif sighting.alone is Answer.NO and sighting.seen is not Answer.NO:
        parts.append(answer_words("alone", sighting.alone, young=young))
    if own and sighting.mode in _MODES and sighting.seen is not Answer.YES:
        parts.append(_MODES[sighting.mode])
    if sighting.interpreter is not None:
        parts.append(_INTERPRETERS[sighting.interpreter])
    return ", ".join(parts) + ("" if own else f" – {REPORTED}")


def _met_words(sighting: Sighting, *, young: bool, names: dict[str, str]) -> Iterator[str]:
    """Alone, with whom, spoken to; what is not recorded is said once, last."""
    company = ", ".join(names.get(one, one.replace("-", " ").replace("_", " ")) for one in sighting.company)
    company = f"with {company}" if company else ""
    if young and sighting.alone is not Answer.UNCLEAR:
        alone = {Answer.YES: OBSERVED, Answer.NO: "with a parent, carer or other adult of the family"}
        word = alone.get(sighting.alone, "")
    else:
        word = "" if sighting.alone is Answer.NOT_RECORDED else answer_words("alone", sighting.alone, young=young)
    if word or company:
        yield f"{word} ({company})" if word and company else word or company
    if sighting.spoken_to is not Answer.NOT_RECORDED:
        yield answer_words("spoken_to", sighting.spoken_to)
    silent = ["alone"] if sighting.alone is Answer.NOT_RECORDED and not young else []
    silent += ["spoken to"] if sighting.spoken_to is Answer.NOT_RECORDED else []
    if silent:
        yield f"not recorded whether {' or '.join(silent)}"


def born_of(case: Case) -> dict[str, Person]:
    """Child id → the child."""
    return {child.id: child for child in case.subjects}


def entry_lines(analysis: Analysis) -> dict[str, tuple[SightingShown, ...]]:
    """Entry id → a line for each child of which it says anything; a child not yet born has none."""
    labels, names, children = child_labels(analysis.case), _names(analysis.case), born_of(analysis.case)
    entries = {entry.id: entry for entry in analysis.entries}
    return {
        contact.entry: tuple(_lines(contact, entries[contact.entry], children, labels, names))
        for contact in analysis.contacts
        if contact.contact and contact.entry in entries
    }


def _names(case: Case) -> dict[str, str]:
    return {person.id: person.name for person in case.people}


def _lines(
    contact: Contact, entry: Entry, children: dict[str, Person], labels: dict[str, str], names: dict[str, str]
) -> Iterator[SightingShown]:
    for sighting in contact.children:
        child = children.get(sighting.child)
        latest = entry.date.latest
        if child is None or (child.born and latest and latest < child.born):
            continue
        words = sighting_words(sighting, young=is_young(child, entry.date.earliest), names=names)
        if sighting.conflict:
            words += " – a tick box says otherwise"
        columns = tuple(dict.fromkeys((q.place, q.words) for q in sighting.quotes if q.place not in ("text", "born")))
        quotes = tuple(dict.fromkeys(q.words for q in sighting.quotes if q.place == "text"))
        view = sighting.view.words if sighting.view else ""
        yield SightingShown(labels[sighting.child], words, quotes, columns, view)


def quote_words(quote: Quote, label: str) -> str:
    """What a marked quote says: ``Wren: not alone``."""
    question, _, answer = quote.says.partition("=")
    if question in _QUESTION_WORDS and answer in tuple(Answer):
        return f"{label}: {answer_words(question, Answer(answer))}"
    return f"{label}: {question.replace('_', ' ')}" if question else label


# ---- tick boxes that the notes contradict ----


@dataclass(frozen=True, slots=True)
class TickShown:
    """A tick box and the note beside it that says otherwise. ``ticks``: heading and words; ``notes``: words."""

    entry: Entry
    child: str
    ticks: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    words: str


def contradicted_ticks(analysis: Analysis) -> tuple[TickShown, ...]:
    """The tick boxes that the notes contradict, in the order of the chronology; the note decides."""
    labels, names, children = child_labels(analysis.case), _names(analysis.case), born_of(analysis.case)
    contacts = {contact.entry: contact for contact in analysis.contacts}
    found = []
    for entry in analysis.entries:
        contact = contacts.get(entry.id)
        for sighting in contact.children if contact else ():
            if not sighting.conflict or sighting.child not in labels:
                continue
            young = is_young(children[sighting.child], entry.date.earliest)
            ticks, notes = _sides(sighting)
            words = sighting_words(sighting, young=young, names=names)
            found.append(TickShown(entry, labels[sighting.child], ticks, notes, words))
    return tuple(found)


def _sides(sighting: Sighting) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The quotes of boxes that disagree with the answer, and the quotes of the note on the same question."""
    answers = {question: getattr(sighting, question).value for question in QUESTIONS}
    boxes = [quote for quote in sighting.quotes if quote.place not in ("text", "born")]
    against = [quote for quote in boxes if _said(quote)[1] != answers.get(_said(quote)[0])] or boxes
    asked = {_said(quote)[0] for quote in against}
    written = [quote for quote in sighting.quotes if quote.place == "text"]
    notes = [quote for quote in written if _said(quote)[0] in asked] or written
    return (
        tuple(dict.fromkeys((quote.place, quote.words) for quote in against)),
        tuple(dict.fromkeys(quote.words for quote in notes)),
    )


def _said(quote: Quote) -> tuple[str, str]:
    question, _, answer = quote.says.partition("=")
    return question, answer


# ---- counts ----


def tally_words(tally: Tally) -> str:
    """``3 seen (1 alone, 2 spoken to); 1 tried``; nothing for no contact."""
    near = tally.spoken - tally.spoken_far
    inside = [
        words
        for number, words in (
            (tally.alone, f"{tally.alone} alone"),
            (tally.observed, f"{tally.observed} observed without a parent or carer"),
            (near, f"{near} spoken to"),
        )
        if number
    ]
    parts = [f"{tally.seen} seen" + (f" ({', '.join(inside)})" if inside else "")] if tally.seen else []
    parts += [
        f"{number} {words}"
        for number, words in (
            (tally.spoken_far, "spoken to, not seen"),
            (tally.reported, "reported"),
            (tally.tried, "tried"),
            (tally.not_seen, "not seen"),
            (tally.remote, "by call or letter"),
            (tally.not_recorded, "not recorded"),
        )
        if number
    ]
    return "; ".join(parts)


# ---- the whole period ----


def stretch_words(stretch: Stretch) -> str:
    """``74 days, 3 May to 16 July 2020``, and where the records begin or end."""
    words = f"{counted(stretch.days, 'day')}, {span_words(stretch.begins, stretch.ends)}"
    if stretch.after is None and stretch.before is None:
        return words + ", from where the records in hand begin to where they end"
    if stretch.after is None:
        return words + ", from where the records in hand begin or the child was born"
    if stretch.before is None:
        return words + ", where the records in hand end"
    return words


def _of_them(total: Tally) -> str:
    parts = [f"{total.alone:,} of them alone"] if total.alone else []
    parts += [f"{total.observed:,} of them {OBSERVED}"] if total.observed else []
    return " and ".join(parts) or "none of them recorded as alone"


def _spoken(where: Whereabouts, label: str) -> Iterator[str]:
    near = where.total.spoken - where.total.spoken_far
    if near:
        yield f"{label} was spoken to at {near:,} of these."
    elif where.total.seen and not all(glance.young for glance in where.glances):  # nobody asks that of a baby
        yield f"None of these says that {label} was spoken to."
    if where.total.spoken_far:
        further = where.total.spoken_far
        occasions = "one further occasion" if further == 1 else f"{further} further occasions"
        yield f"On {occasions} {label} was spoken to by telephone or video."


def summary_sentences(where: Whereabouts, label: str) -> tuple[str, ...]:
    """How often the child was seen, what others reported, and the longest time without a sighting."""
    total = where.total
    sentences = []
    if not total.seen:
        sentences.append(f"The records in hand show no sighting of {label} by a professional in this period.")
    else:
        sentences.append(
            f"In the records in hand, {label} was seen by a professional {_times(total.seen)}"
            f"{_when(where)}, {_of_them(total)}."
        )
    sentences += _spoken(where, label)
    if total.reported:
        sentences.append(
            "One more sighting was passed on by another professional; it is not counted here."
            if total.reported == 1
            else f"{total.reported:,} more sightings were passed on by other professionals; they are not counted here."
        )
    if where.stretch is not None:
        sentences.append(f"The longest time without a recorded sighting was {stretch_words(where.stretch)}.")
        if where.stretch.reported:
            sentences.append(
                f"In that time {_numbered(where.stretch.reported, 'sighting was', 'sightings were').lower()} "
                "passed on by another professional."
            )
    return tuple(sentences)


def _when(where: Whereabouts) -> str:
    first, last = where.first_seen, where.last_seen
    if first is None or last is None:
        return ""
    return f" on {day_words(first)}" if first == last else f" between {day_words(first)} and {day_words(last)}"


def _times(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number:,} times"


def _numbered(number: int, one: str, many: str) -> str:
    return f"One {one}" if number == 1 else f"{number:,} {many}"


def used_marks(all_where: Sequence[Whereabouts]) -> tuple[Mark, ...]:
    """The marks that any picture shows, in the order of the legend."""
    found = {glance.mark for where in all_where for glance in where.glances}
    return tuple(mark for mark in MARK_WORDS if mark in found)


def legend_words(mark: Mark, glances: Iterable[tuple[Mark, bool]]) -> str:
    """The words of a mark; for "alone" those that fit the ages of the children. ``glances``: mark and under two."""
    if mark is not Mark.ALONE:
        return MARK_WORDS[mark]
    ages = {young for one, young in glances if one is Mark.ALONE}
    return ALONE_BOTH if len(ages) == 2 else ALONE_YOUNG if ages == {True} else MARK_WORDS[mark]
