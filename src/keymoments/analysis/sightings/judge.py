"""From what a note says of a child to the three answers, each with the words that carry it."""

from __future__ import annotations

from dataclasses import replace

from keymoments.analysis.records import Person
from keymoments.analysis.sightings.ages import age_words
from keymoments.analysis.sightings.evidence import Evidence
from keymoments.analysis.sightings.touch import CHILDREN_THERE
from keymoments.analysis.sightings.values import Answer, Attempt, Basis, Interpreter, Mode, Quote, Sighting
from keymoments.analysis.sightings.weighing import Told, Weighing

_BESIDE = 2  # sentences between a sight of the child and words of who was not there
# kinds of cue that show the child was there
_SHOWS = frozenset(("seen", "asleep", "here", "daily", "talk", "alone", "told_of"))
_WORDS_OF_ALONE = frozenset("alone own himself herself separately 1:1 privately".split())
_OF_FAMILY = (Interpreter.CHILD, Interpreter.FAMILY)
_STRONG = frozenset(("seen", "asleep", "talk", "alone"))
_TELLS = frozenset("said says told tells disclosed discloses stated states reported described explained denied".split())
_THROUGHOUT = frozenset("present throughout beside listening sat sitting watching there behind".split())
_WITH = frozenset("with w while whilst but".split())
_SPELLS = frozenset("mins minutes min time hour".split())  # with which words of seeing may begin


class Judge(Weighing):
    """Weighs the evidence of one entry for one child after the other."""

    def sighting(self, child: Person) -> Sighting:
        """What the entry says of a child."""
        own = [e for e in self.evidence if e.child in (child.id, "") and not self._elsewhere(e)]
        if self._unborn(child):
            return self._unborn_sighting(child)
        seen = self._seen(own, child)
        spoken = self._spoken(own, seen, child)
        if spoken.answer is Answer.YES and seen.answer is Answer.NOT_RECORDED and not self._far(own):
            seen = self._as(Answer.YES, "seen", spoken.quote)
        alone = self._alone(own, seen, spoken, child)
        if alone.answer is Answer.YES and spoken.answer is Answer.NOT_RECORDED and not self._baby(child):
            spoken = self._spoken_alone(own) or spoken
        return self._sighting(child, seen, spoken, alone, own)

    # -- seen

    def _seen(self, own: list[Evidence], child: Person) -> Told:
        setting, past = self.setting, self.setting.relayed
        yes = [e for e in own if e.kind in _SHOWS and e.child and self._true(e, past)]
        yes = [
            e
            for e in yes
            if e.kind != "alone" or not (e.light.habit or e.light.unsafe or self._session(e) or self._absence(e))
        ]
        far = [e for e in own if e.kind == "far_talk" and self._true(e, past)]
        if far:
            yes = [e for e in yes if e.kind not in ("talk", "alone")]
        if self.kind in CHILDREN_THERE:  # who would not say a word to them was there
            yes += [e for e in own if e.kind == "mute" and e.child and not e.light.planned and self._stated_of(e)]
        strong = [e for e in yes if e.kind in _STRONG and not e.group]
        if setting.nobody_could_be_seen and setting.nobody and not (strong and self.in_person):
            return self._as(Answer.NO, "seen", setting.nobody)
        no = far + [e for e in own if e.child == child.id and self._unseen(e)]
        if no and not self._outweighs(strong, no):
            return self._told(Answer.NO, "seen", no[0])
        away = [e for e in own if e.kind == "away" and self._stated(e)]
        away += [e for e in own if e.kind == "asleep" and e.light.by_relative and self._stated(e)]
        if away and all(a.group for a in away):  # "both now at Nan's": where they were seen
            strong += [e for e in yes if e.kind in _STRONG and e.group and e.clause != away[0].clause and e.named]
            strong += [e for e in yes if e.kind == "seen" and e.sentence == away[0].sentence and e.first > away[0].last]
        strong = [e for e in strong if not any(a.clause == e.clause and e.kind == "asleep" for a in away)]
        if strong:
            return self._told(Answer.YES, "seen", strong[0])
        if any(e.kind == "seen" and e.light.doubted and not e.light.planned for e in own) and not yes:
            return Told(Answer.UNCLEAR)
        here = [e for e in yes if not any(a.clause == e.clause for a in away)]
        if self.setting.meeting or (not past and self.setting.mode in (Mode.PAPER, Mode.PHONE, Mode.VIDEO)):
            here = [e for e in here if e.kind != "told_of"]
        if here and not (away and all(e.group for e in here)):
            return self._told(Answer.YES, "seen", here[0])
        if away:
            return self._told(Answer.NO, "seen", away[0])
        return self._ticked("seen", child) or self._by_setting(own, child) or Told()

    def _stated_of(self, e: Evidence) -> bool:
        light = e.light
        return not (light.past or light.by_relative or light.asked)

    def _unseen(self, e: Evidence) -> bool:
        """Whether the words say of the child itself that it was not seen."""
        light = e.light
        if light.planned or light.past or light.asked or light.by_relative or self._denies_alone(e):
            return False
        if e.kind == "seen" and self.text.units[e.first].word in _SPELLS:
            return False  # "no time with either child" is a rule, not a sight
        return e.kind == "not_seen" or (e.kind == "seen" and light.negated and e.named)

    def _refused_of(self, child: Person) -> bool:
        """Whether the sentence of a refusal names the child: "would not let me up to see Sam"."""
        quote, units = self.setting.attempt_quote, self.text.units
        if quote is None or quote.place != "text":
            return False
        here = {u.sentence for u in units if quote.start <= u.start < quote.end}
        return any(child.id in u.people for u in units if u.sentence in here)

    def _by_setting(self, own: list[Evidence], child: Person) -> Told | None:
        """Where the note is silent: a visit in vain, an appointment missed, a grown-up seen alone."""
        met = _STRONG if self._refused_of(child) else _STRONG | {"here"}  # another was: the refusal is about that one
        if any(e.kind in met and e.child and self._true(e, self.setting.relayed) for e in self.evidence):
            return None
        if self.setting.attempt is not None and self.setting.attempt_quote is not None:
            return self._as(Answer.NO, "seen", self.setting.attempt_quote)
        if self.setting.at_home or self.kind in CHILDREN_THERE:
            return None  # children may be in the next room
        for e in own:
            if e.kind == "adult_alone" and e.light.happened and not (e.light.past or e.light.unsafe):
                return self._told(Answer.NO, "seen", e)
        return None

    def _outweighs(self, strong: list[Evidence], no: list[Evidence]) -> bool:
        """A sight told of a child by name outweighs a denial that only the subject of the clause carries."""
        return any(s.named for s in strong) and not any(n.named and n.kind != "far_talk" for n in no)

    def _denies_alone(self, e: Evidence) -> bool:
        """Whether what is denied is only that the child was alone: "not seen alone"."""
        return any(
            other.kind == "refused_alone" and other.first <= e.last and e.first <= other.last for other in self.evidence
        )

    def _far(self, own: list[Evidence]) -> bool:
        return self.setting.nobody_could_be_seen or any(e.kind == "far_talk" for e in own)

    # -- spoken to

    def _spoken(self, own: list[Evidence], seen: Told, child: Person) -> Told:
        past = self.setting.relayed
        talk = [e for e in own if e.kind in ("talk", "far_talk") and self._true(e, past)]
        talk += [e for e in own if self._told_staff(e, past)]
        mute = [e for e in own if e.kind in ("mute",) and not e.light.planned and not e.light.by_relative]
        mute += [e for e in own if e.kind == "talk" and e.light.negated and not e.light.planned]
        asleep = [e for e in own if e.kind == "asleep" and self._true(e, past)]
        if seen.answer is Answer.NO:
            far = [e for e in own if e.kind == "far_talk" and self._true(e, past)]
            if self.setting.mode is Mode.VIDEO:
                far = far + [e for e in talk if e.kind == "talk"]
            if far:
                return self._told(Answer.YES, "spoken_to", far[0])
            return self._as(Answer.NO, "spoken_to", seen.quote)
        if seen.answer is Answer.YES and self._baby(child):
            return self._born(child, "spoken_to")
        talk = [e for e in talk if not any(m.first <= e.last and e.first <= m.last for m in mute)]
        if talk:
            return self._told(Answer.YES, "spoken_to", talk[0])
        if seen.answer is Answer.YES and not mute and not asleep and not past:
            met = [e for e in own if e.kind in _SHOWS - {"daily"} and e.child and self._true(e, past)]
            for e in own if met else ():
                if e.kind == "quoted" and not (e.light.by_relative or (e.light.past and not past)):
                    return self._told(Answer.YES, "spoken_to", e)
        if mute or asleep:
            return self._told(Answer.NO, "spoken_to", (mute or asleep)[0])
        return self._ticked("spoken_to", child) or Told()

    def _told_staff(self, e: Evidence, past: bool) -> bool:
        """A child's words, told as a speech in the log of those who have it with them all day, are said to them."""
        if self.kind not in CHILDREN_THERE or e.kind != "quoted" or not e.first or past or not self._true(e, past):
            return False
        speaker = self.text.units[e.first - 1]
        return speaker.sort == "child" and e.child in speaker.people  # "Sam: 'I want Nan'"

    def _spoken_alone(self, own: list[Evidence]) -> Told | None:
        """Words or wishes told of when a worker had the child alone are the child's."""
        past = self.setting.relayed
        for e in own:
            said = e.kind in ("quoted", "words", "wish") and not (e.light.by_relative or e.light.planned)
            if said and (past or not e.light.past):
                return self._told(Answer.YES, "spoken_to", e)
        return None

    # -- alone

    def _alone(self, own: list[Evidence], seen: Told, spoken: Told, child: Person) -> Told:
        past = self.setting.relayed
        denied = [e for e in own if e.kind == "refused_alone" and not e.light.planned and not e.light.past]
        if seen.answer is Answer.NO and spoken.answer is not Answer.YES:
            return self._as(Answer.NO, "alone", seen.quote)
        alone = [e for e in own if e.kind == "alone" and self._alone_there(e, past)]
        if self._far(own):
            outright = [e for e in alone if self._outright(e)]
            if outright and not denied and spoken.answer is Answer.YES:
                return self._told(Answer.YES, "alone", outright[0])
            return self._told(Answer.NO, "alone", denied[0]) if denied else self._as(Answer.NO, "alone", spoken.quote)
        company = [e for e in own if e.kind == "company" and self._true_company(e, past)]
        apart = [e for e in own if e.kind in ("apart", "apart_still") and self._true(e, past)]
        beside = {c.clause for c in company if c.named and c.child == child.id}  # "Mum in the kitchen with baby"
        apart = [a for a in apart if a.clause not in beside]
        company = [c for c in company if not any(c.clause == a.clause for a in apart)]
        company = [c for c in company if not self._in_its_words(own, c)]
        met = seen.answer is Answer.YES or spoken.answer is Answer.YES
        alone = [a for a in alone if not any(self._but(a, c) for c in company)]
        alone = [a for a in alone if met or not self._session(a)]
        if alone and not denied:
            return self._told(Answer.YES, "alone", alone[0])
        if denied and met:
            return self._told(Answer.NO, "alone", denied[0])
        if met and (asked := self._asked_in_vain(own)):
            return asked
        if apart and met and (found := self._apart(own, apart, company, spoken)):
            return found
        if company and met:
            return self._told(Answer.NO, "alone", company[0])
        if denied:
            return self._told(Answer.NO, "alone", denied[0])
        return self._by_others(own, spoken, child) if met else Told()

    def _in_its_words(self, own: list[Evidence], company: Evidence) -> bool:
        """Whether the company stands in what the child tells: "said that Dad held him"."""
        units = self.text.units
        for e in own:
            if e.kind != "talk" or not e.child or e.sentence != company.sentence or e.last >= company.first:
                continue
            if not {u.word for u in units[company.first : company.last + 1]}.isdisjoint(_THROUGHOUT):
                continue
            near = units[e.first : company.first]
            told = next((k for k, u in enumerate(near) if u.word in _TELLS), -1)
            between = near[told + 1 :]
            if told < 0 or any(u.clause != near[told].clause and u.word in _WITH for u in between):
                continue
            at = units[company.first]
            straight = at.clause == near[told].clause and at.word not in _WITH
            if straight or any(u.word in ("that", "how", "when", "because", "if") for u in between):
                return True
        return False

    def _asked_in_vain(self, own: list[Evidence]) -> Told | None:
        """ "Asked Mum if I could see Sam on his own. She said no": what was asked for was refused."""
        if self.setting.attempt is not Attempt.REFUSED or self.setting.attempt_quote is None:
            return None
        wished = any(e.kind == "alone" and e.child and e.light.planned and not e.light.negated for e in own)
        return self._as(Answer.NO, "alone", self.setting.attempt_quote) if wished else None

    def _by_others(self, own: list[Evidence], spoken: Told, child: Person) -> Told:
        """Where no word says who was with a child who was met: the sort of row, who else is told of, whose record."""
        past = self.setting.relayed
        witness = [e for e in own if e.kind == "witness" and self._true(e, past)]
        if witness and spoken.answer is Answer.YES:
            return self._told(Answer.YES, "alone", witness[0])
        theirs = child.id in self.row or (not self.row and any(e.kind == "quoted" and e.child == child.id for e in own))
        if self.private is not None and theirs:
            return self._as(Answer.YES, "alone", self.private)
        if not past and self.setting.interpreter in _OF_FAMILY:
            return self._as(Answer.NO, "alone", self.setting.interpreter_quote)
        if near := self._near(own, child):
            return self._told(Answer.NO, "alone", near)
        if self.patient and not past:
            shown = [e for e in own if e.kind in _SHOWS and e.child and self._true(e, past)]
            return self._told(Answer.NO, "alone", shown[0]) if shown else Told()
        ticked = self._ticked("alone", child) or Told()
        spoken_of = any(u.word in _WORDS_OF_ALONE for u in self.text.units)  # of somebody else, it seems
        doubted = spoken_of or self._grown_up_there(own)
        return Told() if ticked.answer is Answer.YES and doubted else ticked

    def _grown_up_there(self, own: list[Evidence]) -> bool:
        """Whether the text tells of a grown-up of the family as being there, against a box that says "alone"."""
        apart = {e.clause for e in own if e.kind.startswith("apart") or e.kind == "adult_alone"}
        there = (e for e in own if e.kind in ("grown_up", "company") and e.clause not in apart)
        text, units = self.text.text, self.text.units
        return any(self._true(e, False) and text[units[e.last].end :][:1] not in ("'", "’") for e in there)

    def _alone_there(self, e: Evidence, past: bool) -> bool:
        if not e.child or not self._true(e, past) or e.light.unsafe or e.light.habit:
            return False
        return e.named or not (self._of_grown_up(e) or self._manner(e))

    def _but(self, alone: Evidence, company: Evidence) -> bool:
        """ "Without Dad, but Mum was there": company named after a turn in the same sentence."""
        if company.sentence != alone.sentence or company.first < alone.last:
            return False
        return any(u.word in ("but", "though", "although") for u in self.text.units[alone.last : company.first + 1])

    def _near(self, own: list[Evidence], child: Person) -> Evidence | None:
        """A grown-up of the family told of in the sentence in which the child was seen; for a baby, anywhere."""
        past = self.setting.relayed
        if past:
            return None
        talk = [e for e in own if e.kind in ("talk", "wish") and e.child]
        apart = {e.clause for e in own if e.kind.startswith("apart") or e.kind == "adult_alone"}
        shown = _SHOWS - {"daily"}
        sights = {e.sentence for e in own if e.kind in shown and e.child and not e.group and self._true(e, past)}
        for e in own:
            there = e.kind == "grown_up" and e.clause not in apart and self._true(e, past)
            if any(t.sentence == e.sentence and t.last < e.first for t in talk):
                continue  # of whom the child tells
            beside = self._baby(child) and any(abs(s - e.sentence) < 2 for s in sights)
            if there and (e.sentence in sights or beside):
                return e
        return None

    def _apart(self, own: list[Evidence], apart: list[Evidence], company: list[Evidence], spoken: Told) -> Told | None:
        """The grown-ups stood elsewhere while the child was spoken to or looked after."""
        past = self.setting.relayed
        sights = [e for e in own if e.kind in _SHOWS and e.child and self._true(e, past)]
        for e in apart:
            beside = [s for s in sights if s.sentence == e.sentence and (e.kind == "apart" or s.kind in _STRONG)]
            if any(s.adults and s.first <= e.last and e.first <= s.last for s in sights):
                continue  # "till Mum came down with Sam"
            if not beside and self._of_another(e, sights):
                continue
            if not beside and spoken.answer is Answer.YES and e.kind == "apart":
                beside = [s for s in sights if s.kind in _STRONG and abs(s.sentence - e.sentence) <= _BESIDE]
            if beside and not any(c.sentence in {s.sentence for s in beside} for c in company):
                return self._told(Answer.YES, "alone", e)
        return None

    def _of_another(self, apart: Evidence, sights: list[Evidence]) -> bool:
        """Whether the sentence in which a grown-up went out tells of another child, and not of this one."""
        there = {e.child for e in self.evidence if e.kind in _SHOWS and e.child and e.sentence == apart.sentence}
        return bool(there) and not any(s.sentence == apart.sentence for s in sights)

    def _true_company(self, e: Evidence, past: bool) -> bool:
        light = e.light
        if past and self.text.units[e.first].word in ("brought", "b/b", "accompanied"):
            return False  # who came along, as another service tells it
        return not (light.planned or light.negated or light.asked or (light.past and not past))

    # -- age, ticks, quotes

    def _unborn_sighting(self, child: Person) -> Sighting:
        seen, spoken, alone = (self._born(child, question) for question in ("seen", "spoken_to", "alone"))
        return self._sighting(child, seen, spoken, alone, [])

    def _company(self, own: list[Evidence], alone: Told) -> tuple[str, ...]:
        """Who was with the child; where it was alone, nobody of the family may stand here."""
        past = self.setting.relayed
        if alone.answer is Answer.YES:
            return ()
        with_child = [e for e in own if e.kind == "company" and self._true_company(e, past)]
        return tuple(dict.fromkeys(adult for e in with_child for adult in e.adults))

    def _view(self, own: list[Evidence], child: Person) -> Quote | None:
        """The first of the child's own words between inverted commas."""
        for e in own:
            if e.kind == "quoted" and e.child == child.id and not e.light.by_relative:
                told = self._told(Answer.YES, "view", e).quote
                return replace(told, says="view") if told is not None else None
        return None

    def _conflict(self, child: Person, seen: Told, spoken: Told, alone: Told, own: list[Evidence]) -> bool:
        """Whether a tick box says yes where the narrative says no, or the other way round."""
        for question, told in (("seen", seen), ("spoken_to", spoken), ("alone", alone)):
            for tick in self._ticks(question, child):
                against = question == "alone" and tick.answer is Answer.YES and told.answer is Answer.NOT_RECORDED
                if against and self._grown_up_there(own):
                    return True
                plain = {tick.answer, told.answer} == {Answer.YES, Answer.NO}
                if plain and told.kind != "tick" and (tick.children or child.id in self.row):
                    return True
        return False

    def _sighting(self, child: Person, seen: Told, spoken: Told, alone: Told, own: list[Evidence]) -> Sighting:
        quotes = tuple(t.quote for t in (seen, spoken, alone) if t.quote is not None)
        setting = self.setting
        return Sighting(
            child=child.id,
            seen=seen.answer,
            spoken_to=spoken.answer,
            alone=alone.answer,
            basis=Basis.REPORTED if setting.relayed else Basis.OWN,
            mode=setting.mode or (Mode.IN_PERSON if seen.answer is Answer.YES else None),
            attempt=setting.attempt,
            interpreter=setting.interpreter,
            company=self._company(own, alone) if seen.answer is Answer.YES else (),
            view=self._view(own, child),
            age=age_words(child.born, self.day),
            conflict=self._conflict(child, seen, spoken, alone, own),
            quotes=quotes,
        )
