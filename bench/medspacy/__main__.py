"""Keymoments and medspaCy on the same labelled notes in one run: figures, sentences a second on one core, the ratio."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.labelled_notes import HALVES, Note, Score, best_of, figures_table, notes_of
from bench.sentences import answered, prepared
from bench.speed import machine

HERE = Path(__file__).parent
PLACE = HERE / ".venv"
PYTHON = PLACE / "bin" / "python"
LONGEST = 900  # seconds to install
NAMES = {"medspacy_pyrush": "medspaCy", "sentencizer": "spaCy's splitter"}


def environment() -> str:
    """Make medspaCy's own environment where it is not there yet; returns why it cannot be made, else nothing."""
    wanted = HERE / "requirements.txt"
    stamp, mark = PLACE / "installed", hashlib.sha256(wanted.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == mark:
        return ""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    for command in ([sys.executable, "-m", "venv", "--clear", str(PLACE)], [*pip, "-r", str(wanted)]):
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
        except (OSError, subprocess.TimeoutExpired) as error:
            return type(error).__name__
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    stamp.write_text(mark, encoding="utf-8")
    return ""


def peer(notes: list[Note], times: int) -> dict[str, Any]:
    """What medspaCy answers and how long it takes, in a process of its own on one core."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "notes.json", Path(folder) / "answers.json"
        shown = [{key: note[key] for key in ("cast", "people", "text", "columns", "date")} for note in notes]
        source.write_text(json.dumps(shown), encoding="utf-8")  # the answers stay here
        command = [str(PYTHON), str(HERE / "peer.py"), str(source), str(target), str(times)]
        subprocess.run(command, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        return json.loads(target.read_text(encoding="utf-8"))


def main() -> int:
    """Print both side by side; one clear line where medspaCy cannot be had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "both"), default="open", help="which notes (open if not given)")
    parser.add_argument("--times", type=int, default=7, metavar="N", help="the best of N runs counts")
    args = parser.parse_args()
    if why := environment():
        print(f"medspaCy is left out: its environment could not be made ({why}).")
        return 0
    notes, where = notes_of(args.half), machine()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    start = time.process_time()
    ready = prepared(notes)
    made = time.process_time() - start
    before = best_of(args.times, lambda: answered(ready), time.process_time)
    found = peer(notes, args.times)
    seconds = min(before, best_of(args.times, lambda: answered(ready), time.process_time))
    ways = {NAMES[way]: told for way, told in found["ways"].items()}
    scores = {"Keymoments": Score(notes, answered(ready))}
    scores |= {name: Score(notes, told["answers"]) for name, told in ways.items()}
    sentences = next(iter(ways.values()))["sentences"]
    cases = len({note["cast"] for note in notes})
    print(f"Machine: {where}; one core used, processor time, best of {args.times}")
    print(f"medspaCy {found['versions']['medspacy']}, spaCy {found['versions']['spacy']}")
    print(f"{len(notes)} notes ({args.half}), {sentences} sentences, people of {cases} cases")
    print(figures_table(scores))
    rates = [sentences / seconds, *(sentences / told["seconds"] for told in ways.values())]
    constructions = [made, *(told["construction"] for told in ways.values())]
    print(f"{'sentences a second':22}" + "".join(f"{rate:>18,.0f}" for rate in rates))
    print(f"{'construction, s a case':22}" + "".join(f"{spent / cases:>18.2f}" for spent in constructions))
    print(f"{'Keymoments is … times':22}{'':>18}" + "".join(f"{rates[0] / rate:>18.2f}" for rate in rates[1:]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
