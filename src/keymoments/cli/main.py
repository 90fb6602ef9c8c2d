"""The command ``keymoments``: parse the call, run it, print errors in one place and end with the right exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from keymoments import __version__
from keymoments.analysis.records import AGENCY_KINDS
from keymoments.collector import collect_seldom
from keymoments.errors import CaseFileError, KeymomentsError
from keymoments.knowledge import NATIONS

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
    _add_rules(commands)
    _add_clocks(commands)
    return top


def _add_clocks(commands: Any) -> None:
    told = commands.add_parser(
        "clocks",
        help="when each stage of a procedure is due, and how it stands",
        description="From the days of events, say when each stage of a review's procedure is due and how it stands. "
        "Without PROCEDURE, list the procedures.",
    )
    told.add_argument("procedure", metavar="PROCEDURE", nargs="?", help="the procedure, as the list names it")
    told.add_argument(
        "--event", metavar="NAME=DATE", action="append", default=[],
        help="the day of an event, or STAGE-done=DATE for a stage that is done; as often as need be",
    )  # fmt: skip
    told.add_argument(
        "--pause", metavar="FROM..TO=REASON", action="append", default=[],
        help="a time in which the review waited; it hides no time and moves no due day unless the procedure lets it",
    )  # fmt: skip
    told.add_argument(
        "--extension", metavar="STAGE=SOUGHT..NEW=REASON", action="append", default=[],
        help="more time for a stage; both days are shown",
    )  # fmt: skip
    told.add_argument(
        "--start", metavar="STAGE=EVENT", action="append", default=[],
        help="count a stage from another of its possible events",
    )  # fmt: skip
    told.add_argument("--today", metavar="DATE", help="how it stood on this day (today if not given)")
    told.add_argument(
        "--nation", metavar="NATION", choices=NATIONS, help="whose working days count (the procedure's if not given)"
    )
    told.add_argument("--local", action="store_true", help="show one area's own timetable as well")
    told.add_argument(
        "--pack", metavar="DIR", type=Path, action="append", default=[], help="a folder of your own definitions"
    )
    told.add_argument("--json", action="store_true", help="print JSON for other programs")


def _add_rules(commands: Any) -> None:
    rules = commands.add_parser(
        "rules",
        help="list, show and try the rules that propose moments",
        description="The rules by which moments are proposed: list them, show one, or try one on a note, on a case or "
        "on its own examples.",
    )
    parts = rules.add_subparsers(dest="part", metavar="PART", required=True, parser_class=_Parser)
    listed = parts.add_parser(
        "list", help="every rule", description="Every rule in force with its kind, title and themes."
    )
    show = parts.add_parser(
        "show",
        help="one rule whole",
        description="One rule: its reason, source, themes, what it looks for, its limits, and its examples.",
    )
    show.add_argument("name", metavar="NAME", help="the rule, as list names it")
    test = parts.add_parser(
        "test",
        help="try rules",
        description="Try one rule on a note (--sentence) or on a case (CASE_DIR). With neither, run the examples that "
        "rules and facts carry: of the rule NAME, of the folders given with --pack, or of all.",
    )
    test.add_argument("name", metavar="NAME", nargs="?", help="the rule, as list names it; all of them if not given")
    test.add_argument("case_dir", metavar="CASE_DIR", nargs="?", type=Path, help="the folder that holds case.toml")
    test.add_argument("--sentence", metavar="TEXT", help="a note to try the rule on")
    test.add_argument(
        "--agency",
        metavar="KIND",
        choices=AGENCY_KINDS,
        default="childrens-social-care",
        help="the kind of agency that wrote the note (childrens-social-care if not given)",
    )
    for part in (listed, show, test):
        part.add_argument(
            "--nation",
            metavar="NATION",
            choices=NATIONS,
            default="england",
            help=f"{', '.join(NATIONS)} (england if not given; a case has its own)",
        )
        part.add_argument(
            "--pack", metavar="DIR", type=Path, action="append", default=[], help="a folder of your own definitions"
        )
        part.add_argument("--json", action="store_true", help="print JSON for other programs")


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
    collect_seldom()
    try:
        return _run(parser().parse_args(argv))
    except KeymomentsError as error:
        print(f"keymoments: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("keymoments: stopped; nothing was written.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0


def _run(call: argparse.Namespace) -> int:
    """Run what was called; each command is imported only when it is called."""
    packs = tuple(call.pack)
    if call.command == "review":
        from keymoments.cli.review import run_review

        return run_review(call.case_dir, call.out, formats=call.format, packs=packs, quiet=call.quiet)
    if call.command == "clocks":
        return _run_clocks(call, packs)
    from keymoments.cli import rules

    if call.part == "list":
        return rules.run_list(call.nation, packs, as_json=call.json)
    if call.part == "show":
        return rules.run_show(call.name, call.nation, packs, as_json=call.json)
    if call.sentence is not None and (call.name is None or call.case_dir is not None):
        raise CaseFileError(
            "--sentence needs the name of one rule and no case: keymoments rules test NAME --sentence …"
        )
    if call.sentence is not None:
        return rules.run_test_sentence(call.name, call.sentence, call.agency, call.nation, packs, as_json=call.json)
    if call.case_dir is not None:
        return rules.run_test_case(call.name, call.case_dir, packs, as_json=call.json)
    return rules.run_test_examples(call.name, call.nation, packs, as_json=call.json)


def _run_clocks(call: argparse.Namespace, packs: tuple[Path, ...]) -> int:
    from keymoments.cli import clocks

    if call.procedure is None:
        return clocks.run_list(packs, as_json=call.json)
    return clocks.run_clocks(
        call.procedure, events=call.event, pauses=call.pause, extensions=call.extension, starts=call.start,
        today=call.today, nation=call.nation, local=call.local, packs=packs, as_json=call.json,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
