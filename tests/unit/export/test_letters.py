"""Letters as Word files: every field filled or said to be missing, a board's own file, unknown fields by name."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from tests.functional.fuzzing import damaged

from keymoments.export.letter_words import FIELDS, LETTERS
from keymoments.export.letters import LetterError, built_in, fields_in, fill, to_fill_in

AGENCY = LETTERS["agency"]


def words_in(data: bytes) -> str:
    """All words of a Word file, tables and headers included, as Word itself would show them."""
    document = Document(io.BytesIO(data))
    parts = [document.element.body, *(part._element for one in document.sections for part in (one.header, one.footer))]
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = [one for part in parts for one in part.iter(f"{space}p")]
    lines = [
        "".join((one.text or "") if one.tag == f"{space}t" else "\n" for one in it.iter(f"{space}t", f"{space}br"))
        for it in paragraphs
    ]
    return "\n".join(lines)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("key", LETTERS)
def test_a_built_in_letter_holds_every_word_and_no_field_is_left(key):
    letter = LETTERS[key]
    values = {name: f"The words of {name}." for name in letter.fields}
    filled = fill(built_in(letter), letter, values)
    told = words_in(filled.data)
    assert "{{" not in told
    assert filled.to_fill_in == 0
    used = set(re.findall(r"\{\{(\w+)\}\}", " ".join(letter.words)))
    assert used <= set(letter.fields)
    for name in used:
        assert f"The words of {name}." in told
    assert set(letter.typed) <= used, "what is asked for and stands nowhere"


@pytest.mark.parametrize("key", LETTERS)
def test_what_is_not_known_says_so(key):
    letter = LETTERS[key]
    filled = fill(built_in(letter), letter, {})
    told = words_in(filled.data)
    places = re.findall(r"\[to be filled in: [^\]]+\]", told)
    assert len(places) == filled.to_fill_in > 0
    assert f"[to be filled in: {FIELDS['board']}]" in places


def test_the_letter_to_a_family_knows_nothing_of_the_review():
    assert not set(LETTERS["family"].fields) & {
        "review_reference", "review_title", "period", "agencies", "lines_of_enquiry", "people_by_role", "nation",
    }  # fmt: skip


def test_a_letter_is_on_british_paper_in_british_english():
    document = Document(io.BytesIO(built_in(AGENCY)))
    assert [round(one.page_width.mm) for one in document.sections] == [210]
    lang = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lang"
    value = lang.replace("lang", "val")
    assert {one.get(value) for one in document.styles.element.iter(lang)} == {"en-GB"}


def test_the_same_values_give_the_same_bytes():
    letter = LETTERS["decision"]
    template = built_in(letter)
    assert fill(template, letter, {"board": "B"}) == fill(template, letter, {"board": "B"})


def test_a_field_that_word_cut_into_pieces_is_still_filled_in_its_look():
    document = Document()
    paragraph = document.add_paragraph("To ")
    for piece in ("{", "{agen", "cy}", "} with {{con"):
        paragraph.add_run(piece).bold = True
    paragraph.add_run("tact}}, thanks")
    filled = fill(saved(document), AGENCY, {"agency": "Larkfield Primary", "contact": "Ada, 01632 960000"})
    (made,) = Document(io.BytesIO(filled.data)).paragraphs
    assert made.text == "To Larkfield Primary with Ada, 01632 960000, thanks"
    assert next(run.text for run in made.runs if run.bold and run.text) == "Larkfield Primary"


def test_fields_in_tables_headers_and_footers_are_filled():
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "{{agency}}"
    document.sections[0].header.paragraphs[0].text = "{{board}}"
    document.sections[0].footer.paragraphs[0].text = "{{ review_reference }}"
    told = words_in(fill(saved(document), AGENCY, {"agency": "A", "board": "B", "review_reference": "r-1"}).data)
    assert told.split() == ["A", "B", "r-1"]


def test_a_field_alone_becomes_a_paragraph_for_each_line_in_order():
    document = Document()
    document.add_paragraph("{{agencies}}", style="List Bullet")
    document.add_paragraph("End: {{agencies}}")
    made = Document(io.BytesIO(fill(saved(document), AGENCY, {"agencies": "One\nTwo\nThree"}).data))
    assert [one.text for one in made.paragraphs] == ["One", "Two", "Three", "End: One\nTwo\nThree"]
    assert [one.style.name for one in made.paragraphs[:3]] == ["List Bullet"] * 3


def test_what_was_typed_is_no_field_and_no_markup():
    words = "{{agency}} & <w:t>x</w:t> \x00\x0b"
    told = words_in(fill(built_in(AGENCY), AGENCY, {"own_words": words, "agency": "Larkfield"}).data)
    assert "{{agency}} & <w:t>x</w:t>" in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("{{childs_secret}}", r"no field \{\{childs_secret\}\}: use one of \{\{board\}\}"),
        ("{{}}", r"no field \{\{\}\}"),
        ("{{agency", "not closed"),
        ("agency}}", "not closed"),
    ],
)
def test_a_field_that_is_not_known_or_not_closed_is_refused(words, says):
    document = Document()
    document.add_paragraph("Fine: {{agency}}")
    document.add_paragraph(words)
    with pytest.raises(LetterError, match=says):
        fill(saved(document), AGENCY, {"agency": "A"})


def test_a_field_of_another_letter_is_refused_in_a_letter_to_the_family():
    document = Document()
    document.add_paragraph("{{review_title}}")
    with pytest.raises(LetterError, match="review_title"):
        fields_in(saved(document), LETTERS["family"])


def with_part(name: str) -> bytes:
    out = io.BytesIO(built_in(AGENCY))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"no zip", built_in(AGENCY)[:-200], with_part("word/vbaProject.bin"), with_part("word/header9.xml")],
    ids=["empty", "text", "cut off", "macros", "no XML"],
)  # fmt: skip
def test_what_is_no_word_file_is_refused_with_what_to_do(data):
    with pytest.raises(LetterError, match=r"\.docx"):
        fields_in(data, AGENCY)


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_file_is_filled_or_refused_and_nothing_else(seed):
    data = damaged(built_in(AGENCY), seed, container=True)
    try:
        filled = fill(data, AGENCY, {"agency": "A"})
    except LetterError:
        return
    assert filled.data.startswith(b"PK")


def test_what_is_missing_is_named_in_plain_words():
    assert to_fill_in("due_day") == "[to be filled in: the day by which it is wanted]"
