"""People the records name and ``case.toml`` does not."""

from __future__ import annotations

from datetime import date

from keymoments.analysis.people import roster, unknown_people
from keymoments.analysis.records import Agency, Entry, Person, Precision, UncertainDate
from keymoments.knowledge.vocabulary import load_vocabulary

DAY = UncertainDate(date(2021, 6, 1), date(2021, 6, 1), Precision.DAY)
AGENCIES = (
    Agency("csc", "Larchfield Children's Services", "childrens-social-care", ()),
    Agency("pol", "Larchshire Police", "police", ()),
)
ROSTER = roster(
    (
        Person("nell", "Nellie Brannock", "child", ("N",), True, date(2014, 3, 9)),
        Person("tina", "Christina Brannock", "mother", ("Mo",)),
        Person("hv", "Rita Owen", "professional"),
    ),
    AGENCIES,
    load_vocabulary("england").people,
)


def unknown(*texts: str, agency: str = "csc") -> dict[str, str]:
    """Written → guess."""
    entries = [Entry(f"{agency}-{n}", "", agency, "f", "row", "", DAY, text, n) for n, text in enumerate(texts)]
    return {stranger.written: stranger.guess for stranger in unknown_people(ROSTER, entries)}


def test_titles_initials_and_given_names() -> None:
    found = unknown(
        "Mrs Couling rang.", "Dr Vance saw N.", "S. Kendal asked.", "Bev says he eats well.", "SW Lomas in."
    )
    assert found == {
        "Mrs Couling": "adult",
        "Dr Vance": "professional, doctor",
        "S. Kendal": "",
        "Bev": "",
        "SW Lomas": "professional, social worker",
    }


def test_words_beside_the_name_make_the_guess() -> None:
    assert unknown("Neighbour Mrs Pell complained.") == {"Mrs Pell": "adult, neighbour"}
    assert unknown("J Trevis, social worker, came.") == {"J Trevis": "professional, social worker"}
    assert unknown("Played with Orla (9).") == {"Orla": "child"}
    assert unknown("Ruth (counsellor) saw her.") == {"Ruth": "professional, counsellor"}
    assert unknown("Present: Mrs Amory, HV, me.") == {"Mrs Amory": "adult"}


def test_capitals_of_the_police() -> None:
    assert unknown("CALLER MRS ORMSBY AT 16 REPORTS NOISE. PC 1187 HENDRICK ATTENDED AT ONCE.", agency="pol") == {
        "MRS ORMSBY": "adult",
        "PC 1187 HENDRICK": "professional, police officer",
    }


def test_one_person_in_several_forms_is_listed_once() -> None:
    entries = [
        Entry(f"csc-{n}", "", "csc", "f", "row", "", DAY, text, n)
        for n, text in enumerate(
            ["CMW Sandra Puddick rang.", "S. Puddick sent notes.", "Sandra came.", "PC Puddick came."]
        )
    ]
    found = unknown_people(ROSTER, entries)
    assert [(s.written, s.entries) for s in found] == [
        ("CMW Sandra Puddick", ("csc-0", "csc-1", "csc-2")),
        ("PC Puddick", ("csc-3",)),
    ]


def test_declared_people_are_not_unknown() -> None:
    assert unknown("Nellie Brannock seen. Ms Brannock rang. N told HV Owen. Rita Owen rang. N Brannock in.") == {}


def test_titles_with_initials_and_apostrophes() -> None:
    found = unknown("Mrs A Kowalczyk rang.", "Ms D. O'Hanlon came.", "HV B Lorrimer in.", "Uncle Pete's van.")
    assert found == {
        "Mrs A Kowalczyk": "adult",
        "Ms D. O'Hanlon": "adult",
        "HV B Lorrimer": "professional, health visitor",
        "Pete": "relative, uncle",
    }


def test_stranger_with_a_declared_name() -> None:
    assert unknown("PC Owen attended.") == {"PC Owen": "professional, police officer"}
    assert unknown("Susan Brannock wrote.") == {"Susan Brannock": ""}


def test_words_that_are_no_people() -> None:
    text = (
        "On Monday 4 May Calpol given. Logged on Mosaic and CPOMS. Visit to 4 Victoria Road and Harry Street. "
        "St Thomas Hospital rang. Larchfield Children's Services told. Dr to see. MASH and MARAC on Tues. "
        "Half Term. Early Help Hub. Core Group. Plan B. Class A drugs. A Portuguese interpreter. Marks seen."
    )
    assert unknown(text) == {}


def test_a_verb_that_is_also_a_name_is_nobody() -> None:
    assert unknown("Said Mum was out, says she rang.", "Visit. Said, he was fine.") == {}
