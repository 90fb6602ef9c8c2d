"""A child's age in the words a record would use."""

from __future__ import annotations

from datetime import date

_WEEKS_BELOW = 12  # weeks: a young baby's age is said in weeks
_MONTHS_BELOW = 24


def age_words(born: date | None, day: date | None) -> str:
    """``"6y 4m"``, ``"14 months"``, ``"5 weeks"``, ``"3 days"``, ``"unborn"``; ``""`` where a date is not known.

    Whole units only, never rounded up: on the day before the birthday a child is still the younger age.
    """
    if born is None or day is None:
        return ""
    if day < born:
        return "unborn"
    days = (day - born).days
    if days < 14:
        return f"{days} day" if days == 1 else f"{days} days"
    if days < _WEEKS_BELOW * 7:
        return f"{days // 7} weeks"
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if months < _MONTHS_BELOW:
        return f"{months} months"
    return f"{months // 12}y {months % 12}m"
