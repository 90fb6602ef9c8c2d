"""Events are what happened: not what was planned, cancelled, asked for or spoken of."""

from __future__ import annotations

from datetime import date

import pytest

from keymoments.analysis.events import EventFinder
from keymoments.analysis.phrases import Phrases, level
from keymoments.analysis.records import Entry, Precision, UncertainDate
from keymoments.knowledge.limits import load_limits

LIMITS = load_limits("england")
FINDER = EventFinder(LIMITS.events, LIMITS.happenings)
DAY = date(2022, 5, 4)


def told(text: str, kind: str = "childrens-social-care", **columns: str) -> set[str]:
    day = UncertainDate(DAY, DAY, Precision.DAY)
    entry = Entry("a-1", "k", "a", "f", "w", "", day, text, 0, columns=tuple(columns.items()))
    return {event.key for event in FINDER.events(entry, kind)}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Core group booked for the 12th.", "core-group"),
        ("Core group to be held at the clinic.", "core-group"),
        ("ICPC by 3/6.", "initial-conference"),
        ("ICPC stood down, no chair.", "initial-conference"),
        ("Strategy discussion requested, police to come back to us.", "strategy-discussion"),
        ("Awaiting strategy meeting.", "strategy-discussion"),
        ("RCPC did not take place.", "review-conference"),
        ("RHI to be done by the missing team.", "return-interview"),
        ("Single assessment not completed, extension agreed.", "assessment-completed"),
    ],
)
def test_a_plan_or_a_cancelled_thing_is_no_event(text: str, event: str) -> None:
    assert event not in told(text)


@pytest.mark.parametrize(
    ("text", "columns", "event"),
    [
        ("1st core group, held late (due 2/5). Mo, HV, self.", {}, "core-group"),
        ("Mo, HV and school.", {"Contact type": "Core Group Meeting"}, "core-group"),
        ("Chair P Vane. Register, neglect.", {"Event": "Initial CP Conference"}, "initial-conference"),
        ("By phone with DS Roe. Section 47.", {"Type": "Strategy Disc."}, "strategy-discussion"),
        ("Completed and sent to TM, who authorised it.", {"Type": "C&F Assessment"}, "assessment-completed"),
        ("Plan to continue.", {"Record type": "Review Child Protection Conference"}, "review-conference"),
    ],
)
def test_the_head_or_the_opening_tells_what_it_was(text: str, columns: dict[str, str], event: str) -> None:
    assert event in told(text, **columns)


def test_a_review_is_no_initial_conference() -> None:
    assert "initial-conference" not in told("Plan to continue.", Type="Review Child Protection Conference")


def test_brackets_beside_a_visit_do_not_undo_it() -> None:
    assert "new-birth-visit" in told("Day 12 (first appt cancelled by us). Baby 3.9 kg.", "health-visiting", Type="NBV")
    assert "new-birth-visit" not in told("No access, card left.", "health-visiting", Type="NBV")


def test_only_the_agency_whose_work_it_is_tells_it() -> None:
    assert "decision" in told("NFA.", Type="Manager decision")
    assert "decision" not in told("NFA.", "police", Type="Manager decision")


def test_words_around_a_worker_or_column_do_not_matter_where_the_column_is_no_head() -> None:
    assert "core-group" not in told("Rang mother.", Worker="Core group chair")


def test_phrases_with_gaps_open_ends_and_signs() -> None:
    phrases = Phrases({"a": ["assessment … signed off"], "b": ["t/c from"], "c": ["invit*"], "d": ["rec'd"]})
    text = level("Assessment was at last signed off. T/C FROM école. Invited. Rec’d.")
    assert [item.key for item in phrases.find(text)] == ["a", "b", "c", "d"]
    assert not list(phrases.find(level("Assessment begun. Form signed off.")))


def test_levelled_text_keeps_every_character_in_its_place() -> None:
    for text in ("Siôn Ŵyn", "ﬁne İ ß … ½", "plain"):
        assert len(level(text)) == len(text)


def test_a_phrase_without_a_word_at_its_head_is_refused() -> None:
    with pytest.raises(ValueError, match="must begin with a word"):
        Phrases({"a": ["… off"]})
