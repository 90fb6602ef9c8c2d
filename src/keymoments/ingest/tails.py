"""What follows the date on the line that begins an entry: who and what kind, then the narrative."""

from __future__ import annotations

import re

from keymoments.ingest.letters import is_sentence

_GAP = re.compile(r"\S(?:\s{2,}|\t|\s*[|¦]\s*)(?=\S)")
_AUTHOR_DASH = re.compile(r"([^.?!;–—]{1,40}?)\s+[-–—]\s+(?=\S)")
_AUTHOR_COLON = re.compile(r"([^.?!;:]{1,30}?):\s+(?=\S)")
_NAME_WORDS = re.compile(r"(?:(?:[A-Z][\w'’.&/-]*|[A-Z]/[A-Z]|of|the|and|&|/|\d{1,5})\s*){1,5}$")


def tail_form(after: str) -> str:
    """In what form the rest of a head line follows its date: compared among the lines of a log."""
    rest = after.strip()
    if not rest:
        return "nothing"
    if re.match(r"[\[(][^\])]{1,60}[\])]", rest):
        return "bracket"
    if re.match(r"[-–—]", rest):
        return "dash"
    if _gap_field(rest):
        return "gap"
    dash = _AUTHOR_DASH.match(rest)
    if dash and len(dash[1].split()) <= 5:
        return "author dash"
    colon = _AUTHOR_COLON.match(rest)
    if colon and len(colon[1].split()) <= 4:
        return "author colon"
    return "plain"


def split_tail(after: str, usual: frozenset[str]) -> tuple[str, str]:
    """Take the rest of a head line apart into who and what kind, and narrative; ``usual``: the forms of this log."""
    rest, head, led = after.strip(), [], ""
    for _ in range(4):
        bracket = re.match(r"[\[(]([^\])]{1,60})[\])]\s*", rest)
        if bracket and (
            bracket[0].startswith("[") or "bracket" in usual or re.match(r"[-–—:]|$", rest[bracket.end() :])
        ):
            head.append(bracket[1].strip())
            rest = rest[bracket.end() :]
            continue
        sign = re.match(r"(?:[-–—:|,;]+|\.)(?:\s+|(?=[A-Z\[(]))", rest)
        if not sign:
            break
        led += sign[0].strip()
        rest = rest[sign.end() :]
    for _ in range(3):
        field = _gap_field(rest)
        if not field:
            break
        head.append(re.sub(r"^[\[(](.*)[\])]$", r"\1", field[0].strip(" ,:")))
        rest = rest[field[1] :].lstrip(" -–—:")
    if not (led and led[-1] in "-–—:" and "author dash" not in usual):
        rest = _author(rest, usual, head)
    return " | ".join(part for part in head if part), rest.strip()


def _gap_field(rest: str) -> tuple[str, int] | None:
    """A short first field, set off by a wide gap or a bar, and where the next begins."""
    gap = _GAP.search(rest[:60])
    if gap is None:
        return None
    field = rest[: gap.start() + 1]
    if len(field) > 40 or (is_sentence(field) and not re.match(r"(?:[A-Z]\.?\s?){1,3}$|\w{1,4}\.$", field)):
        return None
    return field, gap.end()


def _author(rest: str, usual: frozenset[str], head: list[str]) -> str:
    for form, pattern, most in (("author dash", _AUTHOR_DASH, 5), ("author colon", _AUTHOR_COLON, 4)):
        found = pattern.match(rest)
        if (
            found
            and len(found[1].split()) <= most
            and (form in usual or (form == "author dash" and _NAME_WORDS.match(found[1])))
        ):
            head.append(found[1].strip())
            return rest[found.end() :]
    return rest
