"""The case file: whole ones are read, wrong ones are refused by name, line and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from keymoments.errors import CaseFileError
from keymoments.ingest.casefile import read_case

WHOLE = """\
[case]
reference = "Child Wren"
nation = "england"
scope_from = 2019-01-01
scope_to = 2020-06-30

[[person]]
id = "wren"
name = "Wren Attlow"
aliases = ["WA"]
subject = true
born = 2014-02-09

[[agency]]
id = "csc"
name = "Ostrey Children's Social Care"
kind = "childrens-social-care"
files = ["notes.txt"]
columns = {date = "Event date"}

[[limit]]
standard = "plan-visit"
count = 10
unit = "working_days"
from = 2019-03-01
source = "plan of 1 March 2019"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes.txt").write_text("3/2/19 Seen.", encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str) -> Path:
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return folder


def test_whole_case_file_gives_every_value(folder: Path) -> None:
    case = read_case(write(folder, WHOLE))
    assert case.reference == "Child Wren"
    assert case.subjects[0].born == date(2014, 2, 9)
    assert case.agencies[0].columns == (("date", "Event date"),)
    assert (case.limits[0].standard, case.limits[0].starts) == ("plan-visit", date(2019, 3, 1))


def test_byte_order_mark_and_windows_line_ends_do_not_matter(folder: Path) -> None:
    (folder / "case.toml").write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert read_case(folder).reference == "Child Wren"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('nation = "england"', 'nation = "britain"', "line 3: 'nation' is not known; use one of england"),
        ('nation = "england"', 'country = "england"', "'country' is not known: check its spelling"),
        ('reference = "Child Wren"\n', "", "[case] has no 'reference': add it"),
        ('reference = "Child Wren"', 'reference = "  "', "line 2: 'reference' is empty"),
        ('reference = "Child Wren"', "reference = 7", "line 2: 'reference' is not text"),
        ("2020-06-30", "2018-06-30", "line 5: the scope ends before it begins"),
        ("2020-06-30", '"30/06/2020"', "line 5: 'scope_to' is not a date; write it as 2021-02-28"),
        ('name = "Wren Attlow"\n', "", "line 7: [[person]] has no 'name': add it"),
        ("subject = true", "subject = false", "names no child the review is about"),
        ("subject = true", 'subject = "yes"', "'subject' has the wrong form: write true or false"),
        ('id = "wren"', 'id = "Wren A"', "line 8: 'id' is not an id"),
        ('kind = "childrens-social-care"', 'kind = "social"', "line 17: 'kind' is not known"),
        ('files = ["notes.txt"]', "files = []", "line 18: 'files' is empty: name at least one file"),
        ('files = ["notes.txt"]', 'files = "notes.txt"', "'files' has the wrong form: write a list"),
        (
            'files = ["notes.txt"]',
            'files = ["missing.docx"]',
            "'missing.docx' of the agency 'csc' is not in the case folder",
        ),
        ('files = ["notes.txt"]', 'files = ["../notes.txt"]', "lies outside the case folder"),
        ('files = ["notes.txt"]', 'files = ["/etc/passwd"]', "lies outside the case folder"),
        ('files = ["notes.txt"]', 'files = ["sub"]', "is a folder: name the files inside it"),
        ('columns = {date = "Event date"}', 'columns = {when = "Event date"}', "'when' is not known"),
        ("count = 10", "count = 0", "'count' must be greater than 0"),
        ("[[limit]]", "[[limits]]", "'limits' is not known"),
        ("[case]", "[case", "not sound TOML"),
    ],
)
def test_wrong_value_is_refused_by_name(folder: Path, old: str, new: str, says: str) -> None:
    (folder / "sub").mkdir()
    assert old in WHOLE
    with pytest.raises(CaseFileError) as raised:
        read_case(write(folder, WHOLE.replace(old, new, 1)))
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 2


def test_two_agencies_cannot_claim_one_file(folder: Path) -> None:
    second = WHOLE + '\n[[agency]]\nid = "police"\nfiles = ["./notes.txt"]\n'
    with pytest.raises(CaseFileError, match=r"line 30: the agencies 'csc' and 'police' both claim"):
        read_case(write(folder, second))


def test_link_that_leads_out_of_the_folder_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("3/2/19 Secret.", encoding="utf-8")
    (folder / "notes.txt").unlink()
    (folder / "notes.txt").symlink_to(secret)
    with pytest.raises(CaseFileError, match="leads outside the case folder"):
        read_case(write(folder, WHOLE))


def test_missing_folder_file_and_empty_case_file_each_say_what_to_do(folder: Path) -> None:
    with pytest.raises(CaseFileError, match="There is no folder"):
        read_case(folder / "nowhere")
    with pytest.raises(CaseFileError, match="is a file: give the folder"):
        read_case(folder / "notes.txt")
    with pytest.raises(CaseFileError, match=r"holds no case\.toml"):
        read_case(folder)
    with pytest.raises(CaseFileError, match="is empty: fill it in"):
        read_case(write(folder, ""))
    (folder / "case.toml").write_bytes(b"\xff\xfe\x00[")
    with pytest.raises(CaseFileError, match="not UTF-8"):
        read_case(folder)
