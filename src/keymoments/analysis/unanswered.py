"""Concerns, referrals and requests to other agencies, and how long it was until somebody answered or acted."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import merge

from keymoments.analysis.chronology import order_key
from keymoments.analysis.correspondence import Letter, Post, only_meant, targets, wants_answer
from keymoments.analysis.docket import SOCIAL_CARE, WIDEST, Docket, Point, Wait, after, first_after, not_before
from keymoments.analysis.phrases import Found
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.spread import Spread, in_turn
from keymoments.analysis.stretches import Verdict, due_day
from keymoments.analysis.vocabulary import Vocabulary

STANDARD = "no-response"
# An answer that names no day is taken for one only so long after the message (days).
LONGEST = 300
# A message of the same two agencies within so many days of an open one chases it, where it says so.
SAME_MATTER = 60
# What came in from an agency names it within so many letters of its beginning.
OPENING = 80
# Being in touch, with nothing said of the message, settles it only so long after (days).
SOON = 100
# A message is logged by those to whom it went within so many days.
SAME_DAYS = 1


@dataclass(frozen=True, slots=True)
class Message:
    """A message that wants an answer; no ``targets`` where it went to somebody whose name is not known here."""

    letter: Letter
    targets: tuple[str, ...]
    quote: Quote


def unanswered(docket: Docket, vocabulary: Vocabulary, spread: Spread = in_turn) -> Iterator[Wait]:
    """Every message between agencies that wants an answer, and every relative's concern that was put away."""
    post = Post(docket, vocabulary, spread)
    reader = _Reader(docket, post)
    sent = tuple(reader.messages())
    open_until: list[tuple[Message, Point | None]] = []
    for message in sent:
        if _chases_one(post, message, open_until):
            continue
        end, known = reader.answer(message)
        if end is None and not known:
            continue
        open_until.append((message, end))
        start = Point(message.letter.point.moment, message.letter.entry, message.quote)
        wait = docket.wait(STANDARD, start, end, kinds=())
        if wait is not None:
            yield wait
    yield from _left_lying(docket, post)
    yield from _relatives(docket, post)


def _chases_one(post: Post, message: Message, earlier: list[tuple[Message, Point | None]]) -> bool:
    """Whether a message only follows up one that is still open, and not a matter of its own."""
    for other, end in reversed(earlier):
        since = (message.letter.point.moment.earliest - other.letter.point.moment.earliest).days
        if since > SAME_MATTER + WIDEST:
            break
        same = other.letter.agency == message.letter.agency and set(other.targets) & set(message.targets)
        days = (message.letter.point.moment.earliest - other.letter.point.moment.latest).days
        if not same or days > SAME_MATTER or (end is not None and not not_before(end, message.letter.point)):
            continue
        if message.letter.has("chases") or post.matter(message.letter) & post.matter(other.letter):
            return True
        if not message.letter.worried() and message.letter.has("papers") == other.letter.has("papers"):
            return True
    return False


class _Reader:
    def __init__(self, docket: Docket, post: Post) -> None:
        self._docket = docket
        self._post = post
        self._of: defaultdict[str, list[Letter]] = defaultdict(list)
        for letter in post.letters:
            self._of[letter.agency].append(letter)
        self._incoming = {p.entry.id for p in docket.of("referral-received", "call-received") if p.entry}
        self._actions = docket.of("strategy-discussion", "placement", "initial-conference")
        self._linked = self._links()

    def _links(self) -> dict[str, list[Letter]]:
        """Entry id of a message → the later entries that speak of a message of its day."""
        by_day: defaultdict[date, list[Letter]] = defaultdict(list)
        for letter in self._post.letters:
            if letter.point.moment.exact:
                by_day[letter.point.moment.earliest].append(letter)
        linked: defaultdict[str, list[Letter]] = defaultdict(list)
        for later in self._post.letters:
            for day in sorted(later.days):
                for letter in by_day.get(day, ()):
                    if letter.entry.id != later.entry.id and _may_mean(later, letter):
                        linked[letter.entry.id].append(later)
        return dict(linked)

    def messages(self) -> Iterator[Message]:
        """The messages that want an answer, in order."""
        for letter in self._post.letters:
            reached = targets(letter)
            if reached is None or not letter.entry.in_scope:
                continue
            names, item = reached
            if only_meant(letter, item) and letter.entry.id not in self._linked:
                continue
            care = any(self._docket.kinds.get(name) == SOCIAL_CARE for name in names)
            if wants_answer(letter, item, to_social_care=care):
                words = letter.entry.text[item.start : item.end]
                yield Message(letter, names, Quote(STANDARD, "text", item.start, item.end, words))

    def answer(self, message: Message) -> tuple[Point | None, bool]:
        """When the message was answered, and whether the records in hand could tell.

        To several, it is answered when the last of those who answered has.
        """
        found: list[Point] = []
        known = False
        for target in message.targets or ("",):
            inside = target in self._docket.kinds
            end = self._end(message, target)
            if end is not None:
                found.append(end)
            known = (
                known or inside or any(later.has("chases") for later in self._linked.get(message.letter.entry.id, ()))
            )
        if found:
            return max(found, key=_when), True
        return None, known

    def _end(self, message: Message, target: str) -> Point | None:
        start = message.letter.point
        last = start.moment.latest + timedelta(days=LONGEST)
        linked = {letter.entry.id for letter in self._linked.get(message.letter.entry.id, ())}
        about = self._post.matter(message.letter)
        rows = [self._of[message.letter.agency], self._of[target] if target in self._docket.kinds else []]
        for letter in merge(*(self._from(row, start) for row in rows), key=lambda x: order_key(x.entry)):
            if letter.point.moment.earliest > last:
                break
            if not after(letter.point, start):
                continue
            own = letter.agency == message.letter.agency
            answers = (
                self._own_word(letter, message, target, linked)
                if own
                else self._their_word(letter, message, linked, about)
            )
            if answers:
                return letter.point
        return self._acted(start, target)

    @staticmethod
    def _from(row: list[Letter], start: Point) -> Iterator[Letter]:
        """The letters of an ordered row that may come at or after a point."""
        earliest = start.moment.earliest - timedelta(days=WIDEST)
        first = bisect_left(row, earliest, key=lambda letter: letter.point.moment.earliest)
        return (row[index] for index in range(first, len(row)))

    def _own_word(self, letter: Letter, message: Message, target: str, linked: set[str]) -> bool:
        """Whether the sender's own record says that an answer came."""
        if letter.sender is not None and letter.sender == target:
            return not (message.letter.subject and letter.subject) or message.letter.subject == letter.subject
        answers = letter.answers
        chases = letter.found.get("chases", ())
        if chases and (not answers or min(c.start for c in chases) < min(a.start for a in answers)):
            return _outright(letter)
        named = letter.speaks_of(target)
        if letter.has("arrivals") and message.letter.has("papers"):
            return named or not target or letter.entry.id in linked
        if letter.entry.id in linked:
            return named or bool(answers)
        return named and _near(letter, answers, target)

    def _their_word(self, letter: Letter, message: Message, linked: set[str], about: frozenset[str]) -> bool:
        """Whether the record of those to whom it went shows that they answered or took it up."""
        if letter.has("shelved") and not letter.answers:
            return False
        if letter.entry.id in linked:
            return True
        sender = message.letter.agency
        if letter.answers and self._receipt(message, letter.agency) & self._post.matter(letter):
            return True
        if not letter.speaks_of(sender):
            return False
        if _near(letter, letter.answers, sender) or (letter.entry.id in self._incoming and _opens_with(letter, sender)):
            return True
        return self._talked(letter, message, about)

    def _talked(self, letter: Letter, message: Message, about: frozenset[str]) -> bool:
        """Whether they were in touch soon after, so that the matter can have been settled by word of mouth."""
        weeks_later = (letter.point.moment.earliest - message.letter.point.moment.latest).days > SOON
        if weeks_later or not _near(letter, letter.found.get("talks", ()), message.letter.agency):
            return False
        to = self._post.addressees(message.letter)
        same = bool(about & self._post.matter(letter)) or bool(to & self._post.all_words(letter))
        return same or not message.letter.has("papers")

    def _receipt(self, message: Message, target: str) -> frozenset[str]:
        """Rare words of what came in to the receivers on the day of a message: they may name its sender otherwise."""
        start = message.letter.point
        last = start.moment.latest + timedelta(days=SAME_DAYS)
        words: set[str] = set()
        for letter in self._of[target]:
            if (
                letter.entry.id in self._incoming
                and not_before(letter.point, start)
                and letter.point.moment.earliest <= last
            ):
                words |= self._post.matter(letter)
        return frozenset(words)

    def _acted(self, start: Point, target: str) -> Point | None:
        """A step of social care within the limit, such as a strategy discussion, is an answer to whoever raised it."""
        limit = self._docket.limit(STANDARD, start.moment.earliest)
        if limit is None or self._docket.kinds.get(target) != SOCIAL_CARE:
            return None
        step = first_after(self._actions, start)
        last = due_day(limit, start.moment.earliest, self._docket.case.nation)
        return step if step is not None and step.moment.latest <= last else None


def _when(point: Point) -> tuple[date, int]:
    return point.moment.earliest, point.moment.minutes or 0


def _may_mean(later: Letter, earlier: Letter) -> bool:
    """Whether a message of that day may be this one: both of one agency, or one names the other."""
    if later.agency == earlier.agency:
        return earlier.has("sends") or earlier.has("tries") or bool(earlier.to)
    return later.speaks_of(earlier.agency) or earlier.speaks_of(later.agency)


def _outright(letter: Letter) -> bool:
    return any(letter.text[f.start : f.end].startswith("no trace") for f in letter.found.get("answers", ()))


def _near(letter: Letter, items: Sequence[Found], agency: str) -> bool:
    """Whether one of these phrases stands in one sentence with the name of an agency."""
    places = [name.start for name in letter.names if name.key == agency]
    return any(any(_within(letter, item, place) for place in places) for item in items)


def _opens_with(letter: Letter, agency: str) -> bool:
    """Whether an entry names an agency at its very beginning, as one that came from it does."""
    return agency in letter.cells or any(name.key == agency and name.start <= OPENING for name in letter.names)


def _within(letter: Letter, item: Found, place: int) -> bool:
    begin, end = letter.sentence(item)
    return begin <= place < end


def _relatives(docket: Docket, post: Post) -> Iterator[Wait]:
    """What relatives and neighbours told social care and social care put away, until it next went to the family."""
    visits = sorted((*docket.sightings(None, SOCIAL_CARE), *docket.of("plan-visit")), key=_when)
    told = {p.entry.id for p in docket.of("call-received", "referral-received") if p.entry}
    for letter in post.letters:
        if docket.kinds.get(letter.agency) != SOCIAL_CARE or letter.entry.id not in told or not letter.entry.in_scope:
            continue
        callers = letter.found.get("callers", [])
        away = letter.found.get("turned_away", [])
        if not callers or not away or callers[0].start > 80:
            continue
        item = callers[0]
        quote = Quote(STANDARD, "text", item.start, item.end, letter.entry.text[item.start : item.end])
        end = first_after(visits, letter.point)
        wait = docket.wait(STANDARD, Point(letter.point.moment, letter.entry, quote), end, kinds=())
        if wait is not None and wait.verdict is not Verdict.NO_LIMIT:
            yield wait


def _left_lying(docket: Docket, post: Post) -> Iterator[Wait]:
    """Referrals and worried calls to social care, until it did something, where no limit is set for deciding."""
    worried = {letter.entry.id for letter in post.letters if letter.worried()}
    incoming = docket.of("referral-received", "call-received")
    known = {point.entry.id for point in incoming if point.entry}
    work = [p for p in docket.written_by(SOCIAL_CARE) if p.entry and p.entry.id not in known and _is_work(docket, p)]
    for start in incoming:
        if start.entry is None or not start.entry.in_scope or docket.has("decided-at-once", start.entry):
            continue
        if not docket.has("referral-received", start.entry) and start.entry.id not in worried:
            continue
        if docket.limit("referral-decision", start.moment.earliest):
            continue
        wait = docket.wait(STANDARD, start, first_after(work, start), kinds=(SOCIAL_CARE,))
        if wait is not None:
            yield wait


def _is_work(docket: Docket, point: Point) -> bool:
    """Whether an entry is a decision, a meeting or a contact, not a mere note; every entry, where that is not known."""
    if point.entry is None or not docket.contacts:
        return True
    contact = docket.contacts.get(point.entry.id)
    told = docket.told_by(point.entry, "decision", "strategy-discussion", "initial-conference", "planning-meeting")
    return told is not None or (contact is not None and contact.contact)
