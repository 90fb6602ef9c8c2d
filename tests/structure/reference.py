"""Make the pages of ``docs/reference`` from the code; a test holds them current."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.structure import rule_pages

from keymoments.cli.main import parser
from keymoments.errors import KeymomentsError
from keymoments.knowledge import load_vocabulary

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def commands() -> str:
    """Every command with its options, and the exit codes."""
    top = parser()
    lines = ["# Commands", "", top.description or "", ""]
    for name, command in _commands(top):
        usage = " ".join(command.format_usage().removeprefix("usage: ").split())
        lines += [f"## keymoments {name}", "", command.description or "", "", "```", usage, "```", ""]
        rows = [action for action in command._actions if action.dest != "help"]
        for action in rows:
            if isinstance(action, argparse._SubParsersAction):
                lines += [f"- `{part}`: {sub.description}" for part, sub in action.choices.items()]
        rows = [action for action in rows if not isinstance(action, argparse._SubParsersAction)]
        lines += ["| argument | meaning |", "|---|---|"] if rows else []
        for action in rows:
            shown = " ".join(filter(None, ["/".join(action.option_strings), _shown(action)])) or action.dest
            lines.append(f"| `{shown}` | {action.help} |")
        lines.append("")
    lines += ["## Exit codes", "", "| code | when |", "|---|---|", "| 0 | done, even with problems listed |"]
    codes: dict[int, list[str]] = {}
    for error in KeymomentsError.__subclasses__():
        codes.setdefault(error.exit_code, []).append((error.__doc__ or "").splitlines()[0].rstrip("."))
    meanings = {2: "the call, `case.toml` or a pack is wrong", 3: "nothing could be read", 4: "cannot write"}
    assert set(codes) == set(meanings)
    lines += [f"| {code} | {meanings[code]} |" for code in sorted(codes)]
    return "\n".join(lines) + "\n"


def _commands(top: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command and part of a command, as it is called."""
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield f"{before}{name}", command
                yield from _commands(command, f"{before}{name} ")


def _shown(action: argparse.Action) -> str:
    return str(action.metavar or "") if action.nargs != 0 else ""


def headings() -> str:
    """The headings by which columns are recognised."""
    lines = [
        "# Headings of columns",
        "",
        "A column is recognised by its heading, by words in it, and by what stands in it. Where that fails, name it in",
        '`case.toml` (`columns = {date = "…", text = "…"}`).',
        "",
        "| meaning | headings |",
        "|---|---|",
    ]
    for meaning, names in load_vocabulary("wales").headings.meanings.items():
        lines.append(f"| {meaning} | {', '.join(names)} |")
    return "\n".join(lines) + "\n"


def permissions() -> str:
    """Who may see which page of the site."""
    import django

    django.setup()
    from tests.structure.permissions import table

    return table()


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "headings.md": headings,
    "rules.md": rule_pages.rules,
    "facts.md": rule_pages.facts,
    "themes.md": rule_pages.themes,
    "permissions.md": permissions,
}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keymoments.config.settings")
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
