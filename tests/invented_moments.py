"""A small invented review with suggestions, facts and themes, already analysed: for the tests of the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.invented_analysis import day
from tests.invented_sightings import SIGHTED, entry, wait

from keymoments.analysis.facts.values import Fact, FactRule
from keymoments.analysis.findings import Cited
from keymoments.analysis.records import UncertainTime
from keymoments.analysis.result import Difference, SourceFile, Suggestion
from keymoments.analysis.rules import Disagreement, NotShared, Overdue, Rules, Sign, Sort, Theme
from keymoments.analysis.sightings.values import Quote
from keymoments.analysis.waits import Verdict

NOON = UncertainTime(720, 720, exact=True)
ENTRIES = (
    entry("school-201", day(2021, 5, 3), "TA saw a bruise on Linnet’s arm, <b>thumb-shaped</b>.", people=("linnet",)),
    entry("police-201", day(2021, 5, 5), "Father has a <conviction> for assault.", people=("linnet",)),
    entry("csc-201", day(2021, 5, 6), "Visit. Father says she fell. Accepted.", people=("linnet",), time=NOON),
    entry("school-202", day(2021, 5, 6), "Second bruise seen at 3pm.", people=("linnet",),
          time=UncertainTime(900, 900, exact=True)),
    entry("police-202", day(2021, 5, 4), "Bruise seen by PC. Added on 20/05/21.", people=("linnet",)),
    entry("csc-202", day(2021, 6, 1), "Strategy discussion.", people=("linnet",)),
    entry("school-203", day(2021, 6, 2), "Strategy discussion held, about a bruise.", people=("linnet",)),
)  # fmt: skip
TEXTS = {one.id: one.text for one in ENTRIES}


def words(says: str, entry_id: str, text: str) -> Quote:
    start = TEXTS[entry_id].index(text)
    return Quote(says, "text", start, start + len(text), text)


def fact(key: str, entry_id: str, text: str, known: date, group: str = "concern") -> Fact:
    agency = entry_id.partition("-")[0]
    return Fact(key, group, 3, entry_id, agency, known, ("linnet",), words(key, entry_id, text))


FACTS = (
    fact("injury", "school-201", "bruise", date(2021, 5, 3)),
    fact("adult-risk", "police-201", "<conviction>", date(2021, 5, 5), "adult-risk"),
    fact("injury", "school-202", "bruise", date(2021, 5, 6)),
    fact("injury", "police-202", "Bruise", date(2021, 5, 20)),  # written down afterwards
    fact("injury", "school-203", "bruise", date(2021, 6, 2)),
)
_HEAD = {"why": "What one holds the others need.", "source": "A review of reviews, 2011", "weight": 5, "because": "-"}
RULES = Rules(
    rules=(
        NotShared(
            key="kept", title="A risk that was kept", themes=("not-shared",), moment=Sort.NOT_SHARED, holds=Sign(),
            passing=Sign(), decides=Sign(), unheard="-", within=9, **_HEAD,
        ),
        Overdue(
            key="late", title="A meeting after its limit", themes=("drift",), moment=Sort.DELAY,
            standards=("strategy-discussion",), **_HEAD,
        ),
        Disagreement(
            key="differ", title="Accounts that differ", themes=("not-shared", "drift"), moment=Sort.MISTAKE, **_HEAD
        ),
    ),
    facts=(
        FactRule("injury", "A bruise or other injury", "concern", "an injury", 3),
        FactRule("adult-risk", "What makes an adult dangerous", "adult-risk", "a danger of an adult", 3),
    ),
    themes=(
        Theme("not-shared", "T10", "Information not shared", "One agency held what another needed.", "", "", ()),
        Theme("drift", "T14", "Drift", "Nothing changed in time.", "", "", ()),
        Theme("unused", "T99", "A theme of no place", "Never found.", "", "", ()),
    ),
)  # fmt: skip


def suggestion(rank: int, rule: str, kind: Sort, title: str, themes: tuple[str, ...], *turns: str, because: str = "",
               quotes: tuple[Cited, ...] = ()) -> Suggestion:  # fmt: skip
    days = [next(one.date.earliest for one in ENTRIES if one.id == turn) for turn in turns]
    agencies = tuple(dict.fromkeys(turn.partition("-")[0] for turn in turns))
    because = because or f"The records of {rank} show this."
    return Suggestion(
        rank, kind, rule, title, min(days), max(days), turns, ("linnet",), agencies, because, quotes, themes, 9.0 - rank
    )


SUGGESTIONS = (
    suggestion(
        1, "kept", Sort.NOT_SHARED, "A risk that was kept", ("not-shared",), "csc-201", "police-201",
        because="Marlshire Police recorded on 5 May 2021 “a <conviction>”; the visit of 6 May 2021 does not name it.",
        quotes=(
            Cited("csc-201", words("accepted", "csc-201", "Accepted")),
            Cited("police-201", words("adult-risk", "police-201", "<conviction>")),
            Cited("school-202", words("injury", "school-202", "bruise")),
            Cited("csc-202", words("protected", "csc-202", "Strategy")),
        ),
    ),
    suggestion(2, "late", Sort.DELAY, "A meeting after its limit", ("drift",), "csc-202", "school-201"),
    suggestion(3, "differ", Sort.MISTAKE, "Accounts that differ", ("not-shared", "drift"), "school-203", "csc-202"),
    *(
        suggestion(rank, "kept", Sort.NOT_SHARED, "A risk that was kept", ("not-shared",), "csc-201")
        for rank in range(4, 24)
    ),
)  # fmt: skip

TOLD = replace(
    SIGHTED,
    entries=(*SIGHTED.entries, *ENTRIES),
    facts=FACTS,
    rules=RULES,
    suggestions=SUGGESTIONS,
    same_event=(("csc-202", "school-203"),),
    differences=(Difference(("csc-202", "school-203"), "date", ("2021-06-01", "2021-06-02")),),
    waits=(
        *SIGHTED.waits,
        wait("strategy-discussion", "school-201", "csc-202", date(2021, 5, 3), date(2021, 6, 1), elapsed=20,
             unit="working_days", limit=1, verdict=Verdict.EXCEEDED, source="A <rule> of 2018", status="verified"),
    ),
    files=(SourceFile("school", "records/school.docx", "ab" * 32),),
)  # fmt: skip
