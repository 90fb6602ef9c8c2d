"""How a contact came about: in person, by video, by telephone or on paper; tried in vain; who interpreted."""

from __future__ import annotations

from dataclasses import dataclass

from keymoments.analysis.sightings.scene import Scene
from keymoments.analysis.sightings.touch import CHILDREN_THERE
from keymoments.analysis.sightings.values import Attempt, Interpreter, Mode, Quote

# In the order in which they are believed: who cancelled says more than that nobody was there.
_ATTEMPTS = (
    Attempt.CANCELLED_BY_FAMILY,
    Attempt.CANCELLED_BY_AGENCY,
    Attempt.NOT_BROUGHT,
    Attempt.NO_ACCESS,
    Attempt.REFUSED,
)
_NOBODY_THERE = frozenset(
    {Attempt.CANCELLED_BY_FAMILY, Attempt.CANCELLED_BY_AGENCY, Attempt.NOT_BROUGHT, Attempt.NO_ACCESS}
)
_SENT_OUT = frozenset({"ambulance", "police"})  # who go when they are called
# Where grown-ups come for their own sake: one seen alone there has brought no child.
_GROWN_UPS_COME = frozenset(
    {"adult-social-care", "gp", "mental-health", "midwifery", "police", "probation", "substance-use"}
)
_AT_A_DISTANCE = ((Mode.VIDEO, "video"), (Mode.PHONE, "phone"), (Mode.PAPER, "paper"))


@dataclass(frozen=True, slots=True)
class Way:
    """How a contact came about, each answer with its words. ``nobody``: the words by which no child could be seen."""

    mode: Mode | None = None
    mode_quote: Quote | None = None
    attempt: Attempt | None = None
    attempt_quote: Quote | None = None
    interpreter: Interpreter | None = None
    interpreter_quote: Quote | None = None
    nobody: Quote | None = None


def way_of(scene: Scene, relayed: bool) -> Way:
    """How the contact of an entry came about; ``relayed``: it passes on another's sighting, not one on the line."""
    attempt, attempt_quote = _attempt(scene)
    mode, mode_quote = _mode(scene)
    interpreter, interpreter_quote = _interpreter(scene)
    nobody = None if relayed else _nobody(scene, mode, mode_quote, attempt, attempt_quote)
    if attempt is Attempt.NO_ACCESS and not nobody and (scene.kind in CHILDREN_THERE or scene.asserted("met", "doing")):
        attempt, attempt_quote = None, None  # a person in the room, or a parent rung from school, gave no answer
    return Way(mode, mode_quote, attempt, attempt_quote, interpreter, interpreter_quote, nobody)


def _nobody(
    scene: Scene, mode: Mode | None, mode_quote: Quote | None, attempt: Attempt | None, attempt_quote: Quote | None
) -> Quote | None:
    """The words by which no child could be seen, if so."""
    met = scene.asserted("met")
    if scene.kind in CHILDREN_THERE:
        if met or scene.asserted("there"):  # a call home says nothing of the child who is in class
            return None
        absent = scene.opening("absent")
        if absent:
            return absent
    if mode in (Mode.PHONE, Mode.VIDEO, Mode.PAPER):
        return mode_quote
    without = _grown_up_only(scene)
    if without:
        return without
    there = met or scene.asserted("doing")
    if there:
        return None
    return attempt_quote if attempt in _NOBODY_THERE else scene.tried("entry_refused")


def _grown_up_only(scene: Scene) -> Quote | None:
    """The words by which only a grown-up was met, and no child with them."""
    if scene.asserted("child_met", "child_there", "doing"):
        return None
    without = scene.unplanned("no_child_there")
    if without:
        return without
    if scene.kind == "police":
        return scene.unplanned("adult_elsewhere")
    if scene.kind not in _GROWN_UPS_COME or scene.first("home"):
        return None
    named = scene.unplanned("grown_up_alone")
    return named or (scene.unplanned("adult_alone") if scene.first("parent_told_of") else None)


def _mode(scene: Scene) -> tuple[Mode | None, Quote | None]:
    video = None if scene.first("no_video") else scene.head("video", "opening video")
    if video:
        return Mode.VIDEO, video
    live = scene.head("live")
    for mode, name in _AT_A_DISTANCE:
        head = scene.head(name)
        if head and not live:
            return mode, head
    here = scene.asserted("in_person", "met")
    together = scene.head("conference", "opening conference")
    way, said = _on_a_line(scene, bool(live), here is not None, together is not None)
    if said:
        return way, said
    written = None if live or together or scene.asserted("met") else scene.opening("paper_in")
    if written:
        return Mode.PAPER, written
    if here or live:
        return Mode.IN_PERSON, here or live
    paper = scene.mail() or scene.opening("paper") or scene.head("opening paper")
    return (Mode.PAPER, paper) if paper else (None, None)


def _on_a_line(scene: Scene, live: bool, here: bool, together: bool) -> tuple[Mode | None, Quote | None]:
    """Video or telephone, as the text tells; ``live``, ``here``, ``together``: what speaks for a meeting in person."""
    if scene.kind in _SENT_OUT and scene.first("on_scene"):
        return None, None
    outright = None if live or together or scene.asserted("own_visit") else scene.by_itself("on_phone")
    if outright:
        return Mode.PHONE, outright
    for mode, name in _AT_A_DISTANCE[:2]:
        if mode is Mode.VIDEO and scene.first("no_video"):
            continue
        said = scene.opening(name) or scene.after_heading(name)
        said = said or (None if here or live or together else scene.unplanned(name))
        if said and not (here and scene.unplanned("own_visit")):
            return mode, said
    said = scene.unplanned("on_phone")
    if said and not (live or together or scene.asserted("met", "own_visit")):
        return Mode.PHONE, said
    return None, None


def _attempt(scene: Scene) -> tuple[Attempt | None, Quote | None]:
    for attempt in _ATTEMPTS:
        quote = scene.tried(attempt.value)
        if quote:
            return attempt, quote
    return None, None


def _interpreter(scene: Scene) -> tuple[Interpreter | None, Quote | None]:
    absent = scene.first("no_interpreter")
    for interpreter in (Interpreter.CHILD, Interpreter.FAMILY, Interpreter.PROFESSIONAL):
        quote = scene.unplanned(f"interpreter_{interpreter.value}")
        if quote and not (interpreter is Interpreter.PROFESSIONAL and absent):
            return interpreter, quote
    return None, None
