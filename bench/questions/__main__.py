"""``python -m bench.questions``: the report of a case to read, and its ten questions with or without answers."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from bench.questions.reading import text_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = {path.stem: path for path in sorted(HERE.glob("*.toml"))}


def main(arguments: list[str] | None = None) -> int:
    """Print what is asked for; returns 0, or 1 where the case is not there."""
    parser = argparse.ArgumentParser(prog="python -m bench.questions", description=__doc__)
    parser.add_argument("--text", metavar="CASE", choices=CASES, help="the report of a case as plain text")
    parser.add_argument("--ask", metavar="CASE", choices=CASES, help="the ten questions on a case, without answers")
    parser.add_argument("--answers", metavar="CASE", choices=CASES, help="the questions with answers, to mark by")
    parser.add_argument("--out", type=Path, help="with --text: also keep report.html and report.txt in this folder")
    args = parser.parse_args(arguments)
    if args.text:
        return _text(args.text, args.out)
    case = args.ask or args.answers
    if not case:
        parser.print_help()
        return 0
    for number, question in enumerate(questions(case), 1):
        print(f"{number}. {question['ask']}")
        if args.answers:
            print(f"   {question['answer']} [{', '.join(question['entries'])}]")
    return 0


def questions(case: str) -> list[dict[str, object]]:
    """The questions on a case: ``ask``, ``answer`` and the ``entries`` (of its gold answers) that it rests on."""
    found: list[dict[str, object]] = tomllib.loads(CASES[case].read_text(encoding="utf-8"))["question"]
    return found


def folder_of(case: str) -> Path:
    """Where the case is: among the examples, or in ../shared/cases."""
    example = ROOT / "examples" / case
    return example if example.exists() else ROOT.parent / "shared" / "cases" / case


def _text(case: str, out: Path | None) -> int:
    folder = folder_of(case)
    if not folder.exists():
        print(f"{folder} is not there: the report of {case} cannot be made.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as place:
        target = out or Path(place)
        command = [sys.executable, "-m", "keymoments.cli", "review", str(folder), "--out", str(target), "--quiet"]
        subprocess.run([*command, "--format", "html"], check=True, cwd=ROOT)
        text = text_of((target / "report.html").read_text(encoding="utf-8"))
        if out:
            (out / "report.txt").write_text(text, encoding="utf-8")
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
