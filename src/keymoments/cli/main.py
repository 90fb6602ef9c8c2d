"""The command ``keymoments``: parse the call, run it, print errors in one place and end with the right exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from keymoments import __version__
from keymoments.errors import CaseFileError, KeymomentsError

FORMATS = ("html", "docx", "xlsx", "json")


class _Parser(argparse.ArgumentParser):
    """Errors of the call are one sentence and exit code 2."""

    def error(self, message: str) -> NoReturn:
        raise CaseFileError(f"{message[:1].upper()}{message[1:]}. Run {self.prog} --help to see how it is called.")


def parser() -> argparse.ArgumentParser:
    """Every command and option; the reference in ``docs/reference/commands.md`` is made from it."""
    top = _Parser(
        prog="keymoments",
        description="From agencies' files to one chronology, on this machine. Nothing is sent anywhere.",
    )
    top.add_argument("--version", action="version", version=f"keymoments {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    review = commands.add_parser(
        "review",
        help="read a case folder and write its chronology and report",
        description="Read the files that CASE_DIR/case.toml names and write report.html, report.docx, chronology.xlsx "
        "and analysis.json.",
    )
    review.add_argument("case_dir", metavar="CASE_DIR", type=Path, help="the folder that holds case.toml")
    review.add_argument("--out", metavar="OUT_DIR", type=Path, required=True, help="where to write; made if need be")
    review.add_argument(
        "--format",
        metavar="LIST",
        type=_formats,
        default=FORMATS,
        help=f"which outputs, with commas between: {','.join(FORMATS)} (all of them if not given)",
    )
    review.add_argument(
        "--pack", metavar="DIR", type=Path, action="append", default=[], help="a folder of your own definitions"
    )
    review.add_argument("--quiet", action="store_true", help="print nothing but errors")
    return top


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [part for part in chosen if part not in FORMATS]
    if unknown or not chosen:
        raise argparse.ArgumentTypeError(f"{text!r} is not known; use {', '.join(FORMATS)} with commas between")
    return chosen


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (contract 2) and never lets a traceback reach the user."""
    for stream in (sys.stdout, sys.stderr):  # names in a case may hold letters that an old terminal does not know
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        call = parser().parse_args(argv)
        from keymoments.cli.review import run_review

        return run_review(call.case_dir, call.out, formats=call.format, packs=tuple(call.pack), quiet=call.quiet)
    except KeymomentsError as error:
        print(f"keymoments: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("keymoments: stopped; nothing was written.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
