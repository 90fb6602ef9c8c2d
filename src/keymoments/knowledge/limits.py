"""Time limits and the events they are measured by, read strictly from packs; a nation's files over those below it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from keymoments.analysis.limits import (
    Choice,
    EventRule,
    Form,
    HappeningWords,
    Limit,
    Limits,
    MessageWords,
    Relaxed,
    Status,
    Unit,
    contradictions,
)
from keymoments.analysis.phrases import Phrases
from keymoments.errors import PackError
from keymoments.knowledge.packs_on_disk import PackFolder, explain, pack_chain
from keymoments.knowledge.yaml_file import line_of, read_yaml


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EventExample(_Strict):
    """A made-up entry that is the event, or is not."""

    text: str
    columns: dict[str, str] = Field(default_factory=dict)
    agency: str = "childrens-social-care"
    found: bool = True


class EventFile(_Strict):
    """``events/<key>.yaml``: a nation's file adds words to that of the pack it extends."""

    title: str | None = None
    kinds: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    spoils: tuple[str, ...] = ()
    loose: bool = False
    examples: tuple[EventExample, ...] = ()


class _RelaxedPart(_Strict):
    starts: date
    ends: date
    reason: str


class EditionPart(_Strict):
    """One edition of a limit."""

    count: int = Field(gt=0)
    unit: Unit
    source: str = Field(min_length=1)
    status: Literal["verified", "secondary", "unverified"]
    in_force_from: date | None = None
    in_force_to: date | None = None
    at_least: int | None = Field(default=None, ge=0)
    relaxed: tuple[_RelaxedPart, ...] = ()


class LimitExample(_Strict):
    """A stretch of time and what it comes to. ``started`` and ``ended`` are days, or days with a clock time."""

    started: str
    ended: str
    elapsed: int
    verdict: Literal["within", "exceeded", "early", "no_limit"]


class LimitFile(_Strict):
    """``limits/<key>.yaml``: a standard, its events and its editions; it replaces a file of the same name below it."""

    standard: str
    title: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    form: Form = Form.DEADLINE
    choice: Choice = Choice.FIRST
    following: bool = False
    include_start_day: bool = False
    editions: tuple[EditionPart, ...] = Field(min_length=1)
    examples: tuple[LimitExample, ...] = ()


Model = TypeVar("Model", bound=BaseModel)


def _files(chain: tuple[PackFolder, ...], folder: str, kind: type[Model]) -> list[tuple[str, str, Model]]:
    """Pack and file, key and content of every file of a folder, the most general pack first."""
    found = []
    for pack in chain:
        for path, data in pack.files:
            if not path.startswith(f"{folder}/"):
                continue
            name = f"{pack.name}/{path}"
            try:
                content = kind.model_validate(read_yaml(data, name))
            except ValidationError as error:
                raise PackError(explain(error, name)) from error
            found.append((name, path.removeprefix(f"{folder}/").removesuffix(".yaml"), content))
    return found


def event_files(chain: tuple[PackFolder, ...]) -> list[tuple[str, str, EventFile]]:
    """Name, key and content of every event file, for tests and documentation."""
    return _files(chain, "events", EventFile)


def limit_files(chain: tuple[PackFolder, ...]) -> list[tuple[str, str, LimitFile]]:
    """Name, key and content of every limit file, for tests and documentation."""
    return _files(chain, "limits", LimitFile)


_WORDS = ("kinds", "heads", "needs", "opens", "says", "unless", "spoils")


def _events(chain: tuple[PackFolder, ...]) -> tuple[EventRule, ...]:
    rules: dict[str, EventRule] = {}
    for name, key, file in event_files(chain):
        below = rules.get(key, EventRule(key, key))
        words: dict[str, Any] = {
            part: tuple(dict.fromkeys((*getattr(below, part), *getattr(file, part)))) for part in _WORDS
        }
        rules[key] = replace(below, title=file.title or below.title, loose=below.loose or file.loose, **words)
        try:
            Phrases({part: words[part] for part in _WORDS if part != "kinds"})
        except ValueError as error:
            raise PackError(f"{name}: {error}; put it right.") from error
    return tuple(rules[key] for key in sorted(rules))


def editions_of(file: LimitFile) -> tuple[Limit, ...]:
    """The editions of a limit file as values."""
    return tuple(
        Limit(
            standard=file.standard,
            starts=file.starts,
            ends=file.ends,
            count=part.count,
            unit=part.unit,
            source=part.source,
            status=Status(part.status),
            form=file.form,
            choice=file.choice,
            at_least=part.at_least,
            in_force_from=part.in_force_from,
            in_force_to=part.in_force_to,
            following=file.following,
            include_start_day=file.include_start_day,
            relaxed=tuple(Relaxed(x.starts, x.ends, x.reason) for x in part.relaxed),
        )
        for part in file.editions
    )


def limits_of(chain: tuple[PackFolder, ...]) -> Limits:
    """The limits of a chain of packs; raises :class:`PackError` naming file and key, also where two contradict."""
    events = _events(chain)
    known = {rule.key for rule in events}
    chosen: dict[str, tuple[str, LimitFile]] = {key: (name, file) for name, key, file in limit_files(chain)}
    limits: list[tuple[str, int, Limit]] = []  # file, number of the edition in it, edition
    for key in sorted(chosen):
        name, file = chosen[key]
        for event in (*file.starts, *file.ends):
            if event not in known:
                raise PackError(f"{name}: the event {event!r} is not known; check its spelling or add its file.")
        limits.extend((name, number, limit) for number, limit in enumerate(editions_of(file)))
    _refuse_contradictions(limits, chain)
    happenings = HappeningWords(**_word_lists(chain, "happenings.yaml", HappeningWords))
    messages = MessageWords(**_word_lists(chain, "messages.yaml", MessageWords))
    return Limits(tuple(limit for _, _, limit in limits), events, happenings, messages)


def _word_lists(chain: tuple[PackFolder, ...], path: str, kind: type) -> dict[str, Any]:
    """The lists of a file of words, those of every pack of the chain together."""
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {name: (hint, get_origin(hint)()) for name, hint in hints.items()}
    fields["examples"] = (list[dict[str, Any]], [])
    schema = create_model(f"{kind.__name__}File", __config__=ConfigDict(extra="forbid"), **fields)
    merged: dict[str, Any] = {name: get_origin(hint)() for name, hint in hints.items()}
    for pack in chain:
        if (data := pack.file(path)) is None:
            continue
        name = f"{pack.name}/{path}"
        try:
            content = schema.model_validate(read_yaml(data, name))
            for part in hints:
                value = getattr(content, part)
                Phrases(value if isinstance(value, dict) else {part: value})
                merged[part] = _added(merged[part], value)
        except ValidationError as error:
            raise PackError(explain(error, name)) from error
        except ValueError as error:
            raise PackError(f"{name}: {error}; put it right.") from error
    return merged


def _added(below: Any, above: Any) -> Any:
    if isinstance(below, dict):
        return {key: _added(below.get(key, ()), above.get(key, ())) for key in (*below, *above)}
    return tuple(dict.fromkeys((*below, *above)))


def _refuse_contradictions(limits: list[tuple[str, int, Limit]], chain: tuple[PackFolder, ...]) -> None:
    places = {id(limit): (name, number) for name, number, limit in limits}

    def at(limit: Limit) -> str:
        """File and line of an edition."""
        name, number = places[id(limit)]
        data = next(data for pack in chain for path, data in pack.files if f"{pack.name}/{path}" == name)
        return f"{name}, line {line_of(data, ('editions', number))}"

    for _, _, limit in limits:
        if limit.in_force_from and limit.in_force_to and limit.in_force_to < limit.in_force_from:
            raise PackError(f"{at(limit)}: an edition ends before it begins; check in_force_from and in_force_to.")
        if limit.at_least is not None and limit.at_least > limit.count:
            raise PackError(f"{at(limit)}: at_least is more than count; the near end of a window comes first.")
    for one, two in contradictions([limit for _, _, limit in limits]):
        raise PackError(
            f"{at(one)}, and {at(two)}, contradict each other: {one.standard} is {one.count} {one.unit.value} and "
            f"{two.count} {two.unit.value} on the same day; end one edition before the other begins."
        )


def load_limits(nation: str, own: tuple[Path, ...] = ()) -> Limits:
    """The limits in force for a nation ("england", "wales", "scotland", "northern-ireland")."""
    return limits_of(pack_chain(nation, own))
