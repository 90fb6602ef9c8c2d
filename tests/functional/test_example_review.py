"""The invented example end to end: what a reviewer finds in the outputs of the product's own case."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = next(Path(__file__).parents[2].glob("examples/*/case.toml")).parent


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example") / "out"
    command = [sys.executable, "-m", "keymoments.cli", "review", str(EXAMPLE), "--out", str(folder), "--quiet"]
    subprocess.run([*command, "--format", "json,html"], check=True, timeout=120)
    return folder


def test_suggestions_stand_by_rank_with_words_that_the_records_hold(out: Path) -> None:
    found = json.loads((out / "analysis.json").read_text(encoding="utf-8"))
    entries = {entry["id"]: entry for entry in found["entries"]}
    suggestions = found["suggestions"]
    assert [item["rank"] for item in suggestions] == list(range(1, len(suggestions) + 1))
    assert len(suggestions) >= 10
    for item in suggestions:
        assert set(item["entries"]) <= set(entries)
        assert item["because"].endswith(".")
        assert not re.search(r"\bfail", item["because"].split("“")[0], re.I)
        for quote in item["quotes"]:
            entry = entries[quote["entry"]]
            field = entry["text"] if quote["in"] == "text" else entry["columns"].get(quote["in"])
            if field is not None:
                assert field[quote["start"] : quote["end"]] == quote["words"]


def test_page_lists_the_first_places_to_look_at_and_links_them(out: Path) -> None:
    found = json.loads((out / "analysis.json").read_text(encoding="utf-8"))
    page = (out / "report.html").read_text(encoding="utf-8")
    section = page.split('id="moments"', 1)[1].split('id="knowing"', 1)[0]
    assert section.count('class="moment"') == min(20, len(found["suggestions"]))
    for link in re.findall(r'href="#([^"]+)"', section):
        assert f'id="{link}"' in page
