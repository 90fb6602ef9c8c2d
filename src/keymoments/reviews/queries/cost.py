"""What a review costs: lines and rates, sums by person, agency, stage, sort and month, budget against actual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from keymoments.analysis.cost import CostLine, DayRate, RateFor, Totals, by, price, share, total
from keymoments.ingest.timesheet import Timesheet as ReadTimesheet
from keymoments.reviews.models import Budget, CostItem, CostRate, Review, Timesheet
from keymoments.reviews.operations.cost import known_as, read_again
from keymoments.reviews.queries.places import NoSuchReview, Place
from keymoments.reviews.queries.procedures import course_of

PAGE = 50


def line_of(item: CostItem) -> CostLine:
    """A row as the sums know it."""
    agency = item.agency.key if item.agency else ""
    return CostLine(item.on, item.person, agency, item.sort, item.stage, item.days, item.money, item.tax)


def rates_of(rows: Iterable[CostRate]) -> tuple[DayRate, ...]:
    """Rates that count."""
    return tuple(
        DayRate(RateFor(row.what), row.who, row.per_day, row.starts) for row in rows if row.taken_back_at is None
    )


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget beside what it came to. ``used``: in percent, nothing where the budget is nought."""

    sort: str
    budget: Budget
    actual: Totals
    left: Decimal
    used: int | None


@dataclass(frozen=True, slots=True)
class CostSummary:
    """What a review costs in all. ``per_action`` waits for actions to be known to have worked."""

    totals: Totals
    budget: Decimal | None
    moments: int
    findings: int
    per_moment: Decimal | None
    per_finding: Decimal | None
    per_action: Decimal | None = None

    @property
    def within_budget(self) -> bool | None:
        """Whether it is; not known where there is no budget, or days without a rate might still go beyond it."""
        if self.budget is None:
            return None
        if self.totals.money > self.budget:
            return False
        return None if self.totals.unpriced else True


@dataclass(frozen=True, slots=True)
class CostShown:
    """The sums of a review by everything, and its budgets."""

    summary: CostSummary
    groups: Mapping[str, Mapping[str, Totals]]
    budgets: Sequence[BudgetLine]


def cost_of(place: Place) -> CostShown:
    """What a review costs, by everything."""
    review = place.review
    items = list(review.cost_items.filter(taken_back_at=None).select_related("agency"))
    rates = rates_of(review.cost_rates.all())
    lines = [line_of(item) for item in items]
    groups = {
        "sort": by(lambda line: line.sort, lines, rates),
        "stage": by(lambda line: line.stage, lines, rates),
        "agency": by(lambda line: line.agency, lines, rates),
        "person": by(lambda line: line.person, lines, rates),
        "month": by(lambda line: f"{line.on:%Y-%m}", lines, rates),
    }
    newest = {row.sort: row for row in review.budgets.all()}
    whole = total(lines, rates)
    budgets = [
        _budget(row, whole if not sort else groups["sort"].get(sort, Totals())) for sort, row in sorted(newest.items())
    ]
    return CostShown(cost_summaries([review])[review.pk], groups, budgets)


def _budget(row: Budget, actual: Totals) -> BudgetLine:
    used = round(actual.money * 100 / row.money) if row.money else None
    return BudgetLine(row.sort, row, actual, row.money - actual.money, used)


def cost_summaries(reviews: Sequence[Review]) -> Mapping[int, CostSummary]:
    """What reviews cost in all, by their numbers, in a fixed number of queries."""
    rows = (
        Review.objects.filter(pk__in=[review.pk for review in reviews])
        .prefetch_related("cost_items__agency", "cost_rates", "budgets")
        .annotate(
            live_moments=Count("moments", filter=Q(moments__set_aside_at=None), distinct=True),
            live_findings=Count("findings", filter=Q(findings__set_aside_at=None), distinct=True),
        )
    )
    return {row.pk: _summary(row) for row in rows}


def _summary(review: Review) -> CostSummary:
    items = [item for item in review.cost_items.all() if item.taken_back_at is None]
    sums = total([line_of(item) for item in items], rates_of(review.cost_rates.all()))
    newest = {row.sort: row for row in review.budgets.all()}
    budget = newest[""].money if "" in newest else sum((row.money for row in newest.values()), Decimal(0)) or None
    moments, findings = review.live_moments, review.live_findings  # type: ignore[attr-defined]  # counted above
    return CostSummary(sums, budget, moments, findings, share(sums.money, moments), share(sums.money, findings))


@dataclass(frozen=True, slots=True)
class Priced:
    """A line with what it costs; ``cost`` is ``None`` where no rate is known for its days."""

    item: CostItem
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class CostPage:
    """A page of lines."""

    rows: Sequence[Priced]
    total: int
    after: int | None
    before: int | None


def items_in(place: Place, *, start: int = 0, sort: str = "", person: str = "", back: bool = False) -> CostPage:
    """A page of lines, the newest work first; ``back``: those that were taken back."""
    rows = place.review.cost_items.select_related("agency", "made_by", "taken_back_by", "replaces")
    rows = rows.exclude(taken_back_at=None) if back else rows.filter(taken_back_at=None)
    if sort:
        rows = rows.filter(sort=sort)
    if person:
        rows = rows.filter(person__iexact=person)
    rates = rates_of(place.review.cost_rates.all())
    count = rows.count()
    shown = [Priced(item, price(line_of(item), rates)) for item in rows[start : start + PAGE]]
    after = start + PAGE if start + PAGE < count else None
    return CostPage(shown, count, after, max(0, start - PAGE) if start else None)


def own_items(place: Place) -> Sequence[CostItem]:
    """The lines that somebody wrote down of themselves."""
    return list(place.review.cost_items.filter(user=place.user).select_related("taken_back_by"))


def item_in(place: Place, number: str) -> CostItem:
    """A line by its number; raises :class:`NoSuchReview`."""
    rows = place.review.cost_items.select_related("agency")
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise NoSuchReview
    return found


def rate_in(place: Place, number: str) -> CostRate:
    """A rate by its number; raises :class:`NoSuchReview`."""
    found = place.review.cost_rates.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NoSuchReview
    return found


def rates_in(place: Place) -> Sequence[CostRate]:
    """Every rate, in order of time."""
    return list(place.review.cost_rates.select_related("made_by", "taken_back_by"))


def budgets_in(place: Place) -> Sequence[Budget]:
    """Every budget that was set, the newest first."""
    return list(place.review.budgets.select_related("made_by").order_by("-id"))


def timesheets_in(place: Place) -> Sequence[Timesheet]:
    """Every timesheet, the newest first."""
    return list(place.review.timesheets.select_related("made_by"))


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A timesheet with what it says, and the names that nobody has placed."""

    sheet: Timesheet
    read: ReadTimesheet
    unknown: Sequence[str]
    names: Mapping[str, str]


def timesheet_in(place: Place, number: int) -> SheetShown:
    """One timesheet by its number; raises :class:`NoSuchReview`."""
    sheet = place.review.timesheets.filter(number=number).first()
    if sheet is None:
        raise NoSuchReview
    read = read_again(sheet)
    names = {name: known_as(sheet, name) for name in sorted({row.person for row in read.rows})}
    return SheetShown(sheet, read, [name for name, known in names.items() if not known], names)


def stages_for(place: Place) -> Sequence[tuple[str, str]]:
    """Stages of the review's procedure, key and title, to which work can belong."""
    course = course_of(place.review)
    return [(stage.key, stage.title) for stage in course.procedure.stages] if course.procedure else []


def members_of(place: Place) -> Sequence[str]:
    """Names of those who belong to the review, under which work may count."""
    members = place.review.memberships.filter(ended_at=None).select_related("user")
    return sorted({one.user.name for one in members})


def lines_for_export(place: Place) -> Iterable[tuple[date, str, str, str, str, str, str, str, str]]:
    """Every line that counts, oldest first, as text."""
    rates = rates_of(place.review.cost_rates.all())
    rows = place.review.cost_items.filter(taken_back_at=None).select_related("agency").order_by("on", "id")
    for item in rows:
        cost = price(line_of(item), rates)
        yield (
            item.on, item.person, item.agency.name if item.agency else "", item.sort, item.stage,
            "" if item.days is None else str(item.days), "" if cost is None else str(cost), str(item.tax), item.note,
        )  # fmt: skip
