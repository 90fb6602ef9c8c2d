"""Keymoments: from agencies' files to the moments that mattered in a child safeguarding review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keymoments.analysis.chronology import integrate
from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, Problem, UncertainDate
from keymoments.analysis.result import Analysis
from keymoments.errors import KeymomentsError

if TYPE_CHECKING:
    from keymoments.ingest.casefile import read_case
    from keymoments.ingest.reading import read_sources
    from keymoments.knowledge import load_vocabulary

__version__ = "0.1.0"

__all__ = [
    "Agency",
    "Analysis",
    "Case",
    "Entry",
    "KeymomentsError",
    "Person",
    "Precision",
    "Problem",
    "UncertainDate",
    "__version__",
    "integrate",
    "load_vocabulary",
    "read_case",
    "read_sources",
]

# What reads files and packs is imported when first used: the values alone need no library but the standard one.
_LATER = {
    "load_vocabulary": "keymoments.knowledge",
    "read_case": "keymoments.ingest.casefile",
    "read_sources": "keymoments.ingest.reading",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
