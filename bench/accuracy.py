"""Score the cases beside the checkout and the example against a careful reviewer's answers (design: contracts 4)."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
REACHED = ROOT / "bench" / "accuracy.toml"


def cases() -> list[Path]:
    """Folders with a case and its answers: those of ../shared first, then the example."""
    folders = [*sorted((SHARED / "cases").glob("*/")), *sorted((ROOT / "examples").glob("*/"))]
    return [folder for folder in folders if (folder / "gold.json").is_file() and (folder / "case.toml").is_file()]


def run(folders: list[Path], errors: int = 0) -> dict[str, float | None]:
    """Every figure of the scorer over the folders together."""
    with tempfile.TemporaryDirectory() as place:
        pairs: list[str] = []
        for folder in folders:
            out = Path(place) / folder.name
            command = [sys.executable, "-m", "keymoments.cli", "review", str(folder), "--out", str(out)]
            subprocess.run([*command, "--format", "json", "--quiet"], check=True)
            pairs += [str(folder), str(out / "analysis.json")]
        score = [sys.executable, str(SHARED / "tools" / "score.py"), *pairs, "--json", "--errors", str(errors)]
        done = subprocess.run(score, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def main() -> int:
    """Print the figures; with ``--gate`` fail where one is below the figure reached before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gate", action="store_true", help="fail where a figure is below bench/accuracy.toml")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N mistakes of each sort")
    parser.add_argument("--case", action="append", default=[], help="only this case (may be given again)")
    args = parser.parse_args()
    if not (SHARED / "tools" / "score.py").is_file():
        print("../shared is not beside the checkout: nothing can be scored.")
        return 1 if args.gate else 0
    folders = [folder for folder in cases() if not args.case or folder.name in args.case]
    reached = tomllib.loads(REACHED.read_text(encoding="utf-8"))
    shared = [folder for folder in folders if folder.is_relative_to(SHARED)]
    figures = run(shared or folders, args.errors)
    below = []
    print(f"{'figure':28} {'measured':>9} {'reached':>9} {'wanted':>9}")
    for name, value in figures.items():
        row = reached.get(name, {})
        floor, wanted = row.get("reached"), row.get("wanted")
        print(f"{name:28} {_number(value):>9} {_number(floor):>9} {_number(wanted):>9}")
        if floor is not None and (value is None or value < floor - 0.0005):
            below.append(name)
    for folder in folders if len(folders) > 1 else []:
        own = run([folder])
        told = ", ".join(
            f"{key} {_number(own[key])}"
            for key in (
                "entries_recall",
                "entries_precision",
                "texts_exact",
                "dates_exact",
                "times_exact",
                "same_event_f1",
            )
        )
        print(f"  {folder.name}: {told}")
    if args.gate and below:
        print(f"Below the figure reached before: {', '.join(below)}.")
        return 1
    return 0


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
