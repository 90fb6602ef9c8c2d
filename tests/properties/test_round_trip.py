"""What goes out comes back: whatever an agency may have written."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.invented_analysis import ANALYSIS

from keymoments.analysis import layout
from keymoments.analysis.records import Agency, Entry, Precision, UncertainDate, UncertainTime
from keymoments.export.analysis_json import write_analysis_json
from keymoments.export.report_docx import write_report_docx
from keymoments.export.workbook import write_workbook
from keymoments.ingest.exported import read_back

# Every character that text can hold; U+FFFE and U+FFFF are none.
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
odd = st.sampled_from(
    ["=1+1", "+44", "-", "@x", "a\nb", "\tt", "\x00\x07\x1b", "␀␦", "_x0041_", "😀", " lead", "trail ", "a\r\nb\rc",
     ": ", "\n\n    x", "Note: ", "<b>&amp;", "↵", "\x85\u2028", "x:\xa0y", "'quoted", "\ufeff", "e\u0301", "\u202eabc"]
)  # fmt: skip
texts = st.lists(odd | st.text(characters, max_size=12), max_size=4).map("".join)
columns = st.lists(st.tuples(texts, texts), max_size=3, unique_by=lambda pair: layout.line_feeds(pair[0])).map(tuple)


@st.composite
def dates(draw) -> UncertainDate:
    precision = draw(st.sampled_from(Precision))
    marks = {name: draw(st.booleans()) for name in ("doubtful", "inherited", "assumed_year")}
    if precision is Precision.NONE:
        return UncertainDate(None, None, precision, **marks)
    usual = st.sampled_from(
        [(date(2021, 2, 1), date(2021, 2, 28)), (date(2021, 1, 1), date(2021, 12, 31)),
         (date(2020, 2, 21), date(2020, 2, 29)), (date(2021, 3, 1), date(2021, 3, 10)),
         (date(2021, 3, 9), date(2021, 3, 9))]
    )  # fmt: skip
    first, last = draw(usual | st.tuples(st.dates(), st.dates()).map(sorted))
    return UncertainDate(first, last, precision, **marks)


times = st.none() | st.builds(
    lambda first, more, exact: UncertainTime(first, first + more, exact),
    st.integers(0, 1439), st.integers(0, 1500), st.booleans(),
)  # fmt: skip
entries = st.builds(
    Entry,
    id=texts, key=texts, agency=st.sampled_from(["csc", "police", "new"]), file=texts, where=texts, written_date=texts,
    date=dates(), text=texts, position=st.just(0), written_time=texts, time=times, columns=columns,
    in_scope=st.booleans(), notes=st.lists(texts, max_size=2).map(tuple),
    confidence=st.none() | st.integers(0, 100).map(lambda n: n / 100),
)  # fmt: skip
case = replace(
    ANALYSIS.case, agencies=(Agency("csc", "Same name", "other", ()), Agency("police", "Same name", "other", ()))
)


def parts(entry: Entry) -> dict[str, object]:
    """Everything that comes back from each of the outputs."""
    names = (
        "id",
        "agency",
        "file",
        "where",
        "written_date",
        "date",
        "text",
        "written_time",
        "time",
        "columns",
        "in_scope",
    )
    return {name: getattr(entry, name) for name in (*names, "notes", "confidence")}


def with_line_feeds(value: object) -> object:
    """Office formats know one sort of line end."""
    if isinstance(value, str):
        return layout.line_feeds(value)
    return tuple(map(with_line_feeds, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.json", write_analysis_json), ("a.xlsx", write_workbook), ("a.docx", write_report_docx)],
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.lists(entries, max_size=4))
@example(
    made=[replace(ANALYSIS.entries[1], text="😀=" * 33_000, columns=(("h" * 40_000, "v\n" * 40_000), ("x:", " y")))]
)
def test_outputs_come_back(name, write, made):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(replace(ANALYSIS, case=case, entries=tuple(made), same_event=(), differences=(), unknown_people=()), path)
        back = [parts(entry) for entry in read_back(path)]
    wanted = [parts(entry) for entry in made]
    if name != "a.json":
        wanted = [{key: with_line_feeds(value) for key, value in item.items()} for item in wanted]
    assert back == wanted


@given(dates())
def test_date_words_come_back(when):
    assert layout.read_date_words(layout.date_words(when), layout.date_doubts(when)) == when


@given(times)
def test_time_words_come_back(time):
    assert layout.read_time_words(layout.time_words(time)) == time


@given(texts)
def test_shown_texts_hold_no_control_character(text):
    kept = layout.shown(text)
    assert not [char for char in kept if char < " " and char not in "\n\t"]
    assert layout.unshown(kept) == layout.line_feeds(text)
