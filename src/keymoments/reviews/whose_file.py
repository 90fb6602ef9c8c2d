"""Whether a file looks to be another agency's: what its name, its headings and its column of agencies say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from keymoments.ingest.blocks import TakenFor

# Words by which files name the body that keeps them. Only whole names: "medical" or "duty" may stand in anybody's.
_NAMES: dict[str, tuple[str, ...]] = {
    "childrens-social-care": ("social care", "social services", "childrens services", "social work", "csc", "mash"),
    "police": ("police", "heddlu", "psni", "ppn"),
    "gp": ("gp", "surgery", "general practice"),
    "health-visiting": ("health visiting", "health visitor", "health visitors", "school nursing", "school nurse"),
    "midwifery": ("midwifery", "midwife", "maternity"),
    "school": ("school", "academy", "college", "ysgol", "cpoms"),
    "nursery": ("nursery", "preschool", "pre school", "playgroup"),
    "education-welfare": ("education welfare", "ewo"),
    "housing": ("housing",),
    "hospital": ("hospital", "emergency department"),
    "ambulance": ("ambulance",),
    "mental-health": ("camhs", "cmht", "mental health"),
    "substance-use": ("substance misuse", "substance use", "drug service"),
    "probation": ("probation",),
    "youth-justice": ("youth justice", "youth offending", "yot"),
    "adult-social-care": ("adult social care",),
    "voluntary": ("womens aid", "home start"),
    "court": ("cafcass",),
}
_FEWEST_HEADINGS = 2
_MOSTLY = 0.8
_SHORTEST = 4  # letters of a word that tells one agency's name from another's


def doubt_of_name(name: str, kind: str, agency: str) -> str:
    """The word in a file's name that speaks of an agency of another kind, or nothing.

    ``kind`` and ``agency``: of the one that hands it in. A name that speaks of that one too is in no doubt.
    """
    return _doubt([name], kind, agency, least=1)


def doubt_of_content(
    taken: Iterable[TakenFor], columns: Iterable[Sequence[tuple[str, str]]], kind: str, agency: str
) -> str:
    """The word by which headings, or most cells of a column of agencies, speak of an agency of another kind."""
    tables = list(taken)
    headings = [heading for table in tables for heading, _ in table.columns]
    told = _doubt(headings, kind, agency, least=_FEWEST_HEADINGS)
    if told:
        return told
    of_agencies = {heading for table in tables for heading, meaning in table.columns if meaning == "agency"}
    cells = Counter(
        " ".join(value.split()) for row in columns for heading, value in row if heading in of_agencies and value.strip()
    )
    if not cells:
        return ""
    most, count = cells.most_common(1)[0]
    return _doubt([most], kind, agency, least=1) if count >= _MOSTLY * cells.total() else ""


def _doubt(texts: Sequence[str], kind: str, agency: str, *, least: int) -> str:
    said = [f" {_plain(text)} " for text in texts]
    own = {*_NAMES.get(kind, ()), *(word for word in _plain(agency).split() if len(word) >= _SHORTEST)}
    if any(f" {word} " in text for word in own for text in said):
        return ""
    for other, words in _NAMES.items():
        if other == kind:
            continue
        found = [word for text in said for word in words if f" {word} " in text]
        if len(found) >= least:
            return found[0]
    return ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", text.replace("’", "").replace("'", "").casefold()).split())
