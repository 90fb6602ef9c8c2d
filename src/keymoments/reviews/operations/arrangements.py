"""A board's own arrangements: copied from a procedure, changed, piloted from a day on, compared afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from keymoments.analysis.limits import Unit
from keymoments.errors import PackError
from keymoments.knowledge.procedures import content_of, file_of, procedure_named
from keymoments.reviews import audit
from keymoments.reviews.models import Arrangement, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission


@dataclass(frozen=True, slots=True)
class StageSaid:
    """What a board wants of a stage. ``count`` is ``None`` for no limit; ``kept`` false leaves the stage out."""

    title: str
    who: str
    count: int | None
    unit: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class NewStage:
    """A stage that the procedure has not: it is counted from an event, and ends when it is said to be done."""

    title: str
    who: str
    starts_from: str
    count: int | None
    unit: str


@operation(Permission.ARRANGEMENT)
def make_arrangement(
    last: Arrangement | None,
    /,
    *,
    based_on: str,
    name: str,
    starts: date,
    ends: date | None,
    stages: Mapping[str, StageSaid],
    by: User,
    more: Sequence[NewStage] = (),
) -> Arrangement:
    """Copy a procedure, change it, and give it a name and a start; ``last``: the version before, where there is one.

    A version is never changed: reviews that began under it keep it. Stages that are not named stay as they are.
    """
    if not name.strip():
        raise Refused(_("Give the arrangement a name."))
    if ends is not None and ends < starts:
        raise Refused(_("The arrangement ends before it begins: check both days."))
    try:
        standing = procedure_named(based_on)
    except PackError:
        raise Refused(_("There is no such procedure: choose one of the list.")) from None
    content = dict(last.content if last is not None else content_of(based_on))
    content["stages"] = [*_changed(content["stages"], stages), *(_added(one) for one in more)]
    content["title"] = name.strip()
    content["in_force_from"] = starts.isoformat()
    content["in_force_to"] = ends.isoformat() if ends else None
    key = last.key if last is not None else _free(name)
    try:
        file_of(content, name.strip())
    except PackError as error:
        raise Refused(str(error)) from error
    version = str(Arrangement.objects.filter(key=key).count() + 1)
    made = Arrangement.objects.create(
        key=key, name=name.strip(), version=version, based_on=based_on, nation=standing.nation,
        starts=starts, ends=ends, content=content, made_by=by,
    )  # fmt: skip
    audit.record("arrangement:make", made, by=by)
    return made


def _free(name: str) -> str:
    key = "own-" + (slugify(name)[:60] or "arrangement")
    if Arrangement.objects.filter(key=key).exists():
        raise Refused(_("An arrangement of this name is there: make a new version of it, or choose another name."))
    return key


def _changed(stages: Sequence[dict[str, Any]], said: Mapping[str, StageSaid]) -> list[dict[str, Any]]:
    made = []
    for stage in stages:
        wish = said.get(stage["key"])
        if wish is None:
            made.append(stage)
            continue
        if not wish.kept:
            continue
        if not wish.title.strip() or not wish.who.strip():
            raise Refused(_("Each stage needs a title and somebody who does it."))
        new = {**stage, "title": wish.title.strip(), "who": wish.who.strip()}
        new.pop("examples", None)
        number = (stage.get("count"), stage.get("unit"))
        if number != (wish.count, wish.unit if wish.count else None):
            new |= _number(wish.count, wish.unit)
            new |= {"status": "local", "source": str(_("This board’s own arrangement"))}
            new.pop("at_least", None)
        made.append(new)
    if not made:
        raise Refused(_("An arrangement needs at least one stage."))
    return made


def _number(count: int | None, unit: str) -> dict[str, Any]:
    if count is None:
        return {"count": None, "unit": None}
    if not 0 < count < 1000 or unit not in list(Unit):
        raise Refused(_("Give a number from 1 to 999, and days, weeks or months."))
    return {"count": count, "unit": unit}


def _added(wish: NewStage) -> dict[str, Any]:
    if not wish.title.strip() or not wish.who.strip():
        raise Refused(_("Each stage needs a title and somebody who does it."))
    return {
        "key": slugify(wish.title)[:50] or "stage",
        "title": wish.title.strip(),
        "who": wish.who.strip(),
        "starts_from": [wish.starts_from],
        "source": str(_("This board’s own arrangement")),
        "status": "local",
        **_number(wish.count, wish.unit),
    }
