"""Lines of the log without case text: addresses and messages of errors can hold names of children."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutCaseText(logging.Formatter):
    """A request goes by the name of its page, an error by its type and where in the program it was raised."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the way to an error below it."""
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            page = match.view_name if match is not None else "no page of the site"
            record = logging.makeLogRecord(record.__dict__)
            record.msg, record.args = "%s %s: %s", (request.method, getattr(record, "status_code", "refused"), page)
        if record.exc_text:  # made by another formatter, which knows nothing of this
            record = logging.makeLogRecord(record.__dict__ | {"exc_text": None})
        return super().format(record)

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - the name is that of the library
        """Types and places, of the error that led to another one too; never what an error says."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines = [*traceback.format_tb(error.__traceback__), type(error).__name__, *lines]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(line.rstrip() for line in lines)
