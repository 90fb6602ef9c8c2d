"""Every event and limit of the packs loads, carries examples of each sort, and passes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from keymoments.analysis.events import EventFinder
from keymoments.analysis.limits import Unit
from keymoments.analysis.records import Entry, Precision, UncertainDate
from keymoments.analysis.stretches import Moment, judged
from keymoments.knowledge import NATIONS, pack_chain
from keymoments.knowledge.limits import EventFile, LimitFile, editions_of, event_files, limit_files, limits_of

CHAINS = {nation: pack_chain(nation) for nation in NATIONS}
LIMITS_OF = {nation: limits_of(chain) for nation, chain in CHAINS.items()}
FINDERS = {nation: EventFinder(limits.events, limits.happenings) for nation, limits in LIMITS_OF.items()}
EVENTS = {(name, key): (nation, file) for nation in NATIONS for name, key, file in event_files(CHAINS[nation])}
LIMITS = {(name, key): (nation, file) for nation in NATIONS for name, key, file in limit_files(CHAINS[nation])}
DAY = date(2021, 3, 1)


@pytest.mark.parametrize("nation", NATIONS)
def test_every_nation_has_limits(nation: str) -> None:
    standards = {limit.standard for limit in LIMITS_OF[nation].limits}
    assert {"core-group", "review-conference", "new-birth-visit", "no-response"} <= standards


@pytest.mark.parametrize(("nation", "name", "key", "file"), [(n, *at, f) for at, (n, f) in EVENTS.items()], ids=str)
def test_every_event_passes_its_examples(nation: str, name: str, key: str, file: EventFile) -> None:
    assert len([example for example in file.examples if example.found]) >= 2, name
    assert len([example for example in file.examples if not example.found]) >= 2, name
    for example in file.examples:
        entry = Entry(
            id="a-1",
            key="k",
            agency="a",
            file="f",
            where="w",
            written_date="",
            date=UncertainDate(DAY, DAY, Precision.DAY),
            text=example.text,
            position=0,
            columns=tuple(example.columns.items()),
        )
        events = [event for event in FINDERS[nation].events(entry, example.agency) if event.key == key]
        assert bool(events) is example.found, f"{name}: {example.text}"
        for event in events:
            place = entry.text if event.quote.place == "text" else dict(entry.columns)[event.quote.place]
            assert place[event.quote.start : event.quote.end] == event.quote.words


@pytest.mark.parametrize(("nation", "name", "file"), [(n, at[0], f) for at, (n, f) in LIMITS.items()], ids=str)
def test_every_limit_passes_its_examples(nation: str, name: str, file: LimitFile) -> None:
    verdicts = [example.verdict for example in file.examples]
    assert verdicts.count("within") >= 2, name
    assert verdicts.count("exceeded") >= 2, name
    for example in file.examples:
        start, end = _moment(example.started), _moment(example.ended)
        limit = next(limit for limit in editions_of(file) if limit.holds_on(start.earliest))
        result = judged(limit, start, end, nation, date(2030, 1, 1))
        assert (result.elapsed, result.verdict.value) == (example.elapsed, example.verdict), (
            f"{name}: {example.started}"
        )


def _moment(text: str) -> Moment:
    when = datetime.fromisoformat(text)
    minutes = when.hour * 60 + when.minute if "T" in text else None
    return Moment(when.date(), when.date(), minutes)


def test_hours_need_clock_times() -> None:
    for (name, _), (_, file) in LIMITS.items():
        for limit in editions_of(file):
            if limit.unit is Unit.HOURS:
                assert all("T" in example.started for example in file.examples), name
