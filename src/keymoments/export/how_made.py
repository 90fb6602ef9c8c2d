"""How the report was made, and what it cannot know: said in every copy of it."""

from __future__ import annotations

from collections import Counter

from keymoments.analysis.layout import shown
from keymoments.analysis.result import Analysis
from keymoments.export.shown import agencies_shown

CANNOT_KNOW = (
    "It knows only the files in hand. What no agency wrote down, or did not send, is not in it.",
    "Silence in the records is no proof. “The records show no …” never means that it did not happen.",
    "It does not know why anything was done or not done, what workers thought, or how much work they had.",
    "“Known” means that an agency’s records held it by then, not that the people who decided had read it.",
    "It reads words by rules. Unusual wording, spelling, irony and handwriting can be missed or misread; a quote "
    "stands beside every answer so that a reader can check it.",
    "A time limit is the one that guidance or a local rule gave on that day, as far as it could be confirmed; each "
    "says how far. More time than a limit names is no proof of harm or fault.",
)
MACHINE_AND_PEOPLE = (
    "The moments, themes and differing accounts are suggestions of a machine. It cannot weigh what they meant for the "
    "child. People decide what was a key moment, and what should be learned from it."
)
MEASURED = (
    "How well it reads is measured on invented cases that careful readers marked: the share of entries found and of "
    "dates read rightly; precision and recall for whether a child was seen, spoken to and alone; the lengths of waits; "
    "entries of one event; and how many of the moments that the readers marked stand among the first twenty. The "
    "figures are kept with the program’s source, in bench/accuracy.toml. On other records it may read better or worse."
)
LOCAL = (
    "It was made on this computer. No text of the case left the machine: no service, language model or network was "
    "used. The same files and the same knowledge pack give the same report again."
)


def made_by(analysis: Analysis) -> str:
    """The version of the program and of what it knows."""
    return (
        f"Made by Keymoments {analysis.version} with the knowledge pack "
        f"{analysis.pack} {analysis.pack_version} ({analysis.pack_hash[:12]})."
    )


def file_rows(analysis: Analysis) -> tuple[tuple[str, str, str, str], ...]:
    """Every file that was read: its name, agency, how many entries it gave, and the SHA-256 of its bytes."""
    labels = {agency.id: agency.label for agency in agencies_shown(analysis)}
    counts = Counter(entry.file for entry in analysis.entries)
    return tuple(
        (shown(file.name), shown(labels.get(file.agency, file.agency)), f"{counts[file.name]:,}", file.sha256)
        for file in analysis.files
    )
