"""Read notes with medspaCy (PyRuSH, target rules, ConText) and map what it finds to the answers of the contract.

Runs in an environment of its own (``requirements.txt`` beside it); ``python -m bench.medspacy`` calls it.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import tomllib
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import spacy
from loguru import logger
from medspacy.context import ConText, ConTextRule
from medspacy.target_matcher import TargetRule
from spacy.language import Language
from spacy.tokens import Doc, Span

logger.remove()  # its debug lines cost more than its work
logging.disable(logging.CRITICAL)

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
PEOPLE: dict[str, str] = WORDS["people"]
# A "but" ends what a denial, a plan, a time past or a doubt reaches.
TERMINATED = {name: ["BUT"] for name in ("NEGATED_EXISTENCE", "HYPOTHETICAL", "HISTORICAL", "POSSIBLE_EXISTENCE")}
BABY = 548  # days: eighteen months
NOT_TODAY = {"HYPOTHETICAL", "HISTORICAL", "POSSIBLE_EXISTENCE"}
ABSENT = {"ELSEWHERE", "NEGATED_EXISTENCE", "HYPOTHETICAL"}
Answers = dict[str, dict[str, str]]


def literals(row: str) -> list[str]:
    """The phrases of a row."""
    return [" ".join(word.split()) for word in row.split("|")]


def pattern_of(nlp: Language, literal: str) -> list[dict[str, str]]:
    """Token by token: initials and short forms as written or in capitals, everything else in any case."""
    tokens = [token.text for token in nlp.make_doc(literal)]
    exact = len(literal) <= 2 and literal.isupper()
    return [{"ORTH": token} if exact else {"LOWER": token.lower()} for token in tokens]


def rule_of(nlp: Language, literal: str, label: str) -> TargetRule:
    return TargetRule(literal, label, pattern=pattern_of(nlp, literal))


def pipeline(people: list[dict[str, Any]], splitter: str) -> Language:
    """A blank English pipeline with the targets and the context of one case's people."""
    nlp = spacy.blank("en")
    nlp.add_pipe(splitter)
    matcher = nlp.add_pipe("medspacy_target_matcher", config={"rules": None})
    rules = [TargetRule(literal, label) for label, row in WORDS["targets"].items() for literal in literals(row)]
    rules += [TargetRule(literal, "CHILDREN") for literal in literals(PEOPLE["all_children"])]
    rules += [TargetRule(literal, "CHILD") for literal in literals(PEOPLE["one_child"])]
    adults = literals(PEOPLE["grown_up_words"])
    for person in people:
        names = [person["name"], person["name"].split()[0], *person["aliases"]]
        if person["subject"]:
            rules += [rule_of(nlp, name, f"SUBJECT:{person['id']}") for name in dict.fromkeys(names)]
        elif person["role"] in literals(PEOPLE["grown_up_roles"]):
            adults += [name.lower() for name in names if len(name) > 2]
        elif person["role"] == "professional":
            rules.append(rule_of(nlp, person["name"], "WORKER"))
        else:
            rules += [rule_of(nlp, name, "OTHER") for name in dict.fromkeys(names)]
    adults = list(dict.fromkeys(adults))
    rules += [TargetRule(literal, "ADULT") for literal in adults if " " not in literal]
    matcher.add(rules)
    context: ConText = nlp.add_pipe(
        "medspacy_context",
        config={"rules": None, "terminating_types": TERMINATED},
    )
    modifiers = [
        ConTextRule(literal, category, direction=direction)
        for category, rows in WORDS["context"].items()
        for direction, row in rows.items()
        for literal in literals(row)
    ]
    modifiers += [
        ConTextRule(literal, "ELSEWHERE", direction="BACKWARD", max_scope=4)
        for literal in literals(PEOPLE["elsewhere"])
    ]
    names = [name for name in adults if " " not in name]
    beside = [word for word in literals(PEOPLE["beside"]) if " " not in word]
    modifiers.append(
        ConTextRule(
            "with mum",
            "COMPANY",
            pattern=[
                {"LOWER": {"IN": ["with", "by", "to", "and", "beside", "gyda", "&", "on", "near"]}},
                {"LOWER": {"IN": ["her", "his", "their", "the", "both", "in"]}, "OP": "?"},
                {"LOWER": {"IN": names}},
            ],
        )
    )
    modifiers.append(
        ConTextRule(
            "mum present",
            "COMPANY",
            pattern=[{"LOWER": {"IN": names}}, {"IS_ALPHA": True, "OP": "?"}, {"LOWER": {"IN": beside}}],
        )
    )
    for literal in (
        "in her presence",
        "in his presence",
        "in presence of",
        "in the presence of",
        "mo's lap",
        "held by",
    ):
        modifiers.append(ConTextRule(literal, "COMPANY"))
    for first, second in ((PEOPLE["professionals"], PEOPLE["tells"]), (PEOPLE["tells"], PEOPLE["professionals"])):
        pattern = [
            {"LOWER": {"IN": literals(first)}},
            *({"IS_ALPHA": True, "OP": "?"} for _ in range(3)),
            {"LOWER": {"IN": literals(second)}},
        ]
        modifiers.append(ConTextRule("school rang", "REPORTED", pattern=pattern))
    modifiers.append(
        ConTextRule("mum said", "FAMILY", pattern=[{"LOWER": {"IN": names}}], direction="FORWARD", max_scope=2)
    )
    context.add(modifiers)
    return nlp


class Mapping:
    """One note's answers from the entities and modifiers of its document."""

    def __init__(self, doc: Doc, note: dict[str, Any]) -> None:
        self.doc, self.note = doc, note
        self.children = [person for person in note["people"] if person["subject"]]
        self.ids = [person["id"] for person in self.children]
        self.found: dict[str, dict[str, str]] = {child: {} for child in self.ids}
        self.reported = False
        self.labels = {span.label_ for span in doc.ents}

    def answer(self) -> dict[str, Any]:
        """The note's answers as :mod:`bench.labelled_notes` scores them."""
        contact = self._contact()
        if not contact:
            return {"contact": False, "children": {}}
        last: list[str] = self.ids if len(self.ids) == 1 else []
        for sentence in self.doc.sents:
            last = self._sentence(sentence, last)
        self._columns()
        return {"contact": True, "children": {child["id"]: self._settled(child) for child in self.children}}

    def _contact(self) -> bool:
        if "PAPER" in self.labels and not self.labels & {"ADULT", "NOBODY", "SEEN"}:
            return False
        if "OFFICE" in self.labels and not self.labels & {"REMOTE", "NOBODY", "ADULT"}:
            return False
        only_planned = [
            span
            for span in self.doc.ents
            if span.label_ in ("SEEN", "TALK") and not (categories(span) & {"HYPOTHETICAL", "POSSIBLE_EXISTENCE"})
        ]
        known = self.labels & {"REMOTE", "NOBODY", "ADULT", "ADULT_ONLY"} or any(
            not categories(span) & {"HYPOTHETICAL"} for span in self.doc.ents if self._ids(span)
        )
        return bool(only_planned or known) or bool(self.note["columns"])

    def _ids(self, span: Span) -> list[str]:
        if span.label_.startswith("SUBJECT:"):
            return [span.label_.removeprefix("SUBJECT:")]
        if span.label_ == "CHILDREN":
            return self.ids
        return self.ids if span.label_ == "CHILD" and len(self.ids) == 1 else []

    def _sentence(self, sentence: Span, last: list[str]) -> list[str]:
        spans = list(sentence.ents)
        self.here: dict[str, None] = {}
        named = [(span, self._ids(span)) for span in spans if self._ids(span)]
        others = [span for span in spans if span.label_ in ("OTHER", "ADULT", "WORKER")]
        for span, ids in named:
            if "ELSEWHERE" in categories(span):
                for child in ids:
                    self._say(child, "seen", "no")
        for span in spans:
            if span.label_ not in ("SEEN", "TALK", "ALONE"):
                continue
            whose = self._whose(span, named, others, last)
            self._event(span, whose)
            self.here.update(dict.fromkeys(whose))
        self._company(spans, others)
        if any("REPORTED" in categories(span) for span in spans):
            self.reported = True
        found = [child for _, ids in named for child in ids]
        return list(dict.fromkeys(found)) or last

    def _company(self, spans: list[Span], others: list[Span]) -> None:
        """A grown-up of the family in the sentence in which a child was seen is taken to have been there."""
        adults = [span for span in others if span.label_ == "ADULT" and not categories(span) & {"NEGATED_EXISTENCE"}]
        told = [span for span in spans if span.label_ in ("SEEN", "TALK") and not categories(span) & NOT_TODAY]
        alone = any(span.label_ == "ALONE" for span in spans)
        if adults and told and not alone:
            for child in self.here:
                if self.found[child].get("seen") == "yes" and "alone" not in self.found[child]:
                    self._say(child, "alone", "no")

    def _in_company(self) -> bool:
        """A grown-up of the family told to be there anywhere in the note, not negated."""
        return any(span.label_ == "ADULT" and not categories(span) & ABSENT for span in self.doc.ents)

    def _whose(self, span: Span, named: list[Any], others: list[Span], last: list[str]) -> list[str]:
        """The child nearest to the word, with those joined to it; nobody where another person stands nearer before."""
        if not named:
            nearer = [other for other in others if other.end <= span.start or other.start - span.end < 2]
            return [] if nearer else last
        distance = [
            (abs(child.start - span.start) + (2 if child.start > span.start else 0), n)
            for n, (child, _) in enumerate(named)
        ]
        nearest = min(distance)[1]
        chosen = list(named[nearest][1])
        child = named[nearest][0]
        if any(child.end <= other.start and other.end <= span.start for other in others) and span.label_ == "TALK":
            return []
        if any(span.start > other.start > child.start and other.label_ == "OTHER" for other in others):
            return []
        for step in (-1, 1):
            at, edge = nearest + step, named[nearest][0]
            while 0 <= at < len(named) and joined(self.doc, edge, named[at][0]):
                chosen += named[at][1]
                edge, at = named[at][0], at + step
        return chosen

    def _event(self, span: Span, whose: list[str]) -> None:
        told = categories(span)
        question = {"SEEN": "seen", "TALK": "spoken_to", "ALONE": "alone"}[span.label_]
        if told & {"HYPOTHETICAL", "HISTORICAL"} or (span.label_ == "TALK" and "FAMILY" in told):
            return
        for child in whose:
            if "POSSIBLE_EXISTENCE" in told:
                self._say(child, question, "unclear")
            elif "NEGATED_EXISTENCE" in told:
                self._say(child, question, "no")
            else:
                self._say(child, question, "yes")
                if question == "spoken_to":
                    self._say(child, "seen", "yes")
                if question == "alone":
                    self._say(child, "seen", "yes")
            if "COMPANY" in told:
                self._say(child, "alone", "no")

    def _say(self, child: str, question: str, value: str) -> None:
        rank = {"unclear": 0, "no": 1, "yes": 2}
        if question == "alone":
            rank = {"unclear": 0, "yes": 1, "no": 2}
        have = self.found[child].get(question)
        if have is None or rank[value] > rank[have]:
            self.found[child][question] = value

    def _columns(self) -> None:
        """Tick boxes, where the narrative is silent."""
        for heading, cell in self.note["columns"].items():
            value = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "do": "yes"}.get(cell.strip().lower())
            low = heading.lower()
            question = (
                "alone" if "alone" in low else "spoken_to" if "spoken" in low else "seen" if "seen" in low else None
            )
            if value and question:
                for child in self.ids:
                    self.found[child].setdefault(question, value)

    def _settled(self, child: dict[str, Any]) -> dict[str, str]:
        found = {
            "seen": "not_recorded",
            "spoken_to": "not_recorded",
            "alone": "not_recorded",
            **self.found[child["id"]],
        }
        age = (
            (date.fromisoformat(self.note["date"]) - date.fromisoformat(child["born"])).days if child["born"] else None
        )
        remote, nobody = "REMOTE" in self.labels, "NOBODY" in self.labels
        unborn = age is not None and age < 0
        seen_here = found["seen"] == "yes" and not (remote and not self.reported)
        if unborn or ((nobody or remote or "ADULT_ONLY" in self.labels) and not seen_here):
            talked = remote and found["spoken_to"] == "yes" and not unborn
            found = {"seen": "no", "spoken_to": "yes" if talked else "no", "alone": found["alone"] if talked else "no"}
        elif found["seen"] == "no":
            found = {"seen": "no", "spoken_to": "no", "alone": "no"}
        elif found["seen"] == "yes":
            if age is not None and age < BABY:
                found["spoken_to"] = "no"
            if found["alone"] == "not_recorded" and self._in_company():
                found["alone"] = "no"
        return {**found, "basis": "reported" if self.reported else "own"}


def categories(span: Span) -> set[str]:
    return {modifier.category for modifier in span._.modifiers}


def away(child: Span, event: Span) -> int:
    """Words between a child and what happened; a child named after it counts as a little farther."""
    return abs(child.start - event.start) + (2 if child.start > event.start else 0)


def joined(doc: Doc, one: Span, two: Span) -> bool:
    first, second = (one, two) if one.start < two.start else (two, one)
    between = doc[first.end : second.start]
    return all(token.lower_ in ("and", "&", "+", ",", "a", "/") for token in between)


def measured(notes: list[dict[str, Any]], splitter: str, times: int) -> dict[str, Any]:
    """Answers, seconds of processor time to make the pipelines, and the best of several to read the notes."""
    start = time.process_time()
    pipelines: dict[str, Language] = {}
    for note in notes:
        if note["cast"] not in pipelines:
            pipelines[note["cast"]] = pipeline(note["people"], splitter)
    made = time.process_time() - start
    spent = []
    for _ in range(times):
        start = time.process_time()
        docs = [pipelines[note["cast"]](note["text"]) for note in notes]
        answers = [Mapping(doc, note).answer() for doc, note in zip(docs, notes, strict=True)]
        spent.append(time.process_time() - start)
    return {
        "answers": answers,
        "construction": made,
        "seconds": min(spent),
        "sentences": sum(len(list(doc.sents)) for doc in docs),
    }


def main() -> None:
    """``peer.py NOTES.json OUT.json TIMES``: what :func:`measured` gives for each way to split sentences."""
    source, target, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    notes = json.loads(source.read_text(encoding="utf-8"))
    found = {splitter: measured(notes, splitter, times) for splitter in ("medspacy_pyrush", "sentencizer")}
    versions = {name: version(name) for name in ("medspacy", "spacy")}
    target.write_text(json.dumps({"versions": versions, "ways": found}), encoding="utf-8")


if __name__ == "__main__":
    main()
