"""The house keeps its shape: the map, the layers' names, file lengths, reasons beside dependencies, no addresses."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "keymoments"
# Django writes the steps of the tables itself, at whatever length they have.
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations" or path.stem == "__init__")
# Longer files, each with the reason why it is one room.
LONG_FILES: dict[str, str] = {}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
PUBLIC_NAMES = (
    "Agency",
    "Analysis",
    "Case",
    "Entry",
    "KeymomentsError",
    "Person",
    "Precision",
    "Problem",
    "UncertainDate",
    "__version__",
    "integrate",
    "load_vocabulary",
    "read_case",
    "read_sources",
)


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S607
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_map_in_contributing_matches_the_tree() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = text.split("```map\n", 1)[1].split("```", 1)[0]
    told = {line.split()[0] for line in block.splitlines() if line.strip()}
    found = {str(path.relative_to(SOURCE)) for path in MODULES if path.name not in ("__init__.py", "__main__.py")}
    assert told == found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_says_in_one_sentence_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert doc.splitlines()[0].rstrip().endswith(".")


def test_no_file_is_longer_than_400_lines_without_a_reason() -> None:
    long = {
        str(path.relative_to(SOURCE)): length
        for path in MODULES
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert set(long) == set(LONG_FILES), long


def test_no_module_hides_behind_an_empty_name() -> None:
    assert [path for path in MODULES if FORBIDDEN_NAMES & set(path.with_suffix("").parts)] == []


def test_public_names_equal_the_recorded_list() -> None:
    import keymoments

    assert tuple(sorted(keymoments.__all__)) == PUBLIC_NAMES
    for name in PUBLIC_NAMES:
        assert getattr(keymoments, name) is not None


def test_importing_the_library_needs_neither_pydantic_nor_django() -> None:
    code = (
        "import sys, keymoments; print(sorted(m for m in ('pydantic', 'django', 'yaml', 'lxml') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    blocks = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    assert (len(blocks), len(lines) > 15) == (2, True)
    assert [line for line in lines if not re.search(r"#\s*\S+ \S+", line)] == []


def test_base_install_needs_no_django() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert not [name for name in project["dependencies"] if "django" in name.lower()]
    locked = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    assert "\ndjango==" not in locked
    names = {re.split(r"[<>=\[; ]", name)[0].lower() for name in project["dependencies"]}
    assert {name for name in names if f"\n{name}==" not in locked} == set()


def test_no_address_of_a_registry_stands_in_a_file() -> None:
    hosts = ("py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in (".txt", ".toml", ".md", ".py", ".json", ".yaml", ".yml", "")
        and path.stat().st_size < 2_000_000
        if any(host in path.read_text(encoding="utf-8", errors="replace") for host in hosts)
    ]
    assert found == []


def test_locks_hold_a_hash_for_every_package() -> None:
    for name in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==[^\n]*\n\s+--hash=sha256:", text, re.M | re.I)
        assert len(pins) == len(re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.M | re.I))
        assert len(pins) > 15


def test_make_says_what_each_target_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = text.split(".PHONY:", 1)[1].splitlines()[0].split()
    assert [name for name in phony if not re.search(rf"^{name}:.*## \w", text, re.M)] == []


def test_reference_pages_are_current() -> None:
    from tests.structure.reference import PAGES

    stale = [name for name, page in PAGES.items() if (ROOT / "docs" / "reference" / name).read_text("utf-8") != page()]
    assert stale == [], "run make docs"
