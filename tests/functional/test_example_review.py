"""The invented example end to end: what a reviewer finds in the outputs of the product's own case."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import lxml.html
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


def test_nothing_dated_after_the_day_of_a_moment_stands_as_known_then(out: Path) -> None:
    found = json.loads((out / "analysis.json").read_text(encoding="utf-8"))
    first = {f"#entry-{entry['id']}": entry["date"]["earliest"] for entry in found["entries"]}
    page = lxml.html.fromstring((out / "report.html").read_text(encoding="utf-8"))
    moments = page.find_class("moment")
    assert moments
    for moment in moments:
        said = re.search(r"What was known by (\d+ \w+ \d+), and by whom", moment.text_content())
        assert said is not None
        day = datetime.strptime(said[1], "%d %B %Y").date()  # noqa: DTZ007 - a day has no time zone
        links = [link for known in moment.find_class("known") for link in known.xpath(".//a/@href")]
        assert all(date.fromisoformat(first[link]) <= day for link in links)


def test_first_page_counts_what_the_analysis_holds(out: Path) -> None:
    found = json.loads((out / "analysis.json").read_text(encoding="utf-8"))
    page = lxml.html.fromstring((out / "report.html").read_text(encoding="utf-8"))
    shows = " ".join(page.find_class("shows")[0].text_content().split())
    assert f"hold {len(found['entries'])} entries" in shows
    waits = [w for w in found["waits"] if w["standard"] == "no-response" and w["verdict"] == "no_end_recorded"]
    never = {(w["from"], w["started"]) for w in waits}  # one message about two children is told once
    many = f"To {len(never)} concern{'s and messages' if len(never) > 1 else ' or message'} the records show no answer"
    assert (many in shows) is bool(never)
    for item in found["suggestions"][:5]:
        for words in re.findall(r"“([^”]+)”", item["because"]):  # there the whole sentence around them
            assert " ".join(words.split()).strip("… ") in shows
    assert "What happened on 6 March 2021" in shows
    assert not [entry["id"] for entry in found["entries"] if re.search(rf"\b{entry['id']}\b", shows)]
