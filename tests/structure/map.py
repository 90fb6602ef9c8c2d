"""Write the map in CONTRIBUTING.md anew from the modules' own sentences (``make docs``)."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.structure.test_structure import MODULES, ROOT, SOURCE

LAYERS = (
    "errors.py",
    "analysis",
    "ingest",
    "knowledge",
    "export",
    "cores.py",
    "collector.py",
    "reviews",
    "web",
    "cli",
    "config",
)


def lines() -> str:
    """A line a module: where it is and what it is for, layer by layer from the ground up."""
    rows = []
    for path in MODULES:
        name = path.relative_to(SOURCE)
        if path.name in ("__init__.py", "__main__.py"):
            continue
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        rows.append((LAYERS.index(name.parts[0]), str(name), doc.splitlines()[0].rstrip(".")))
    width = max(len(name) for _, name, _ in rows)
    return "".join(f"{name:{width}}  {said}\n" for _, name, said in sorted(rows))


def write(path: Path = ROOT / "CONTRIBUTING.md") -> None:
    """Put the map in its place."""
    before, rest = path.read_text(encoding="utf-8").split("```map\n", 1)
    _, after = rest.split("```", 1)
    path.write_text(f"{before}```map\n{lines()}```{after}", encoding="utf-8")


if __name__ == "__main__":
    write()
