"""Working days and bank holidays of the four nations."""

from keymoments.analysis.calendar.bank_holidays import NATIONS, bank_holidays
from keymoments.analysis.calendar.working_days import (
    add_months,
    add_working_days,
    is_working_day,
    working_days_between,
)

__all__ = ["NATIONS", "add_months", "add_working_days", "bank_holidays", "is_working_day", "working_days_between"]
