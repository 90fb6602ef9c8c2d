"""The pictures of a family are well-formed, without style, the same every time, and their text twin says all."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from keymoments.analysis.household import (
    Bond,
    Home,
    Household,
    Kinship,
    Member,
    Stay,
    bonds_by_role,
    generations,
    likeliest,
    lived_together,
    perhaps_the_same,
    sex_told_by,
)
from keymoments.export.family_layout import CARD_WIDTH, laid_out
from keymoments.export.genogram import genogram
from keymoments.export.household import broken, people_in_words, together_in_words
from keymoments.export.household_timeline import household_timeline

SVG = "{http://www.w3.org/2000/svg}"
MEMBERS = (
    Member("ada", "Ada <Frith> & Co", "child", True, date(2014, 3, 2), None, "female", ("A", "Addy")),
    Member("ben", "Ben Frith", "child", True, date(2014, 3, 2), None, "male"),
    Member("cleo", "Cleo Marsh", "half-sister", False, date(2020, 7, 1), date(2020, 12, 24), "female"),
    Member("dora", "Dora Frith", "mother", False, date(1990, 1, 5), None, "female"),
    Member("eli", "Eli Frith", "father", sex="male"),
    Member("finn", "Finn Marsh", "mother's partner"),
    Member("gwen", "Gwenllian Montgomery-Featherstonehaugh the Elder", "maternal grandmother", sex="female"),
    Member("hugo", "Hugo Teal", "neighbour"),
    Member("ivy", "Ivy Orr", "professional"),
)
BONDS = (
    *(Bond(parent, Kinship.PARENT, child) for parent in ("dora", "eli") for child in ("ada", "ben")),
    Bond("dora", Kinship.PARENT, "cleo"),
    Bond("finn", Kinship.PARENT, "cleo"),
    Bond("dora", Kinship.PARTNER, "eli", date(2012, 1, 1), date(2018, 6, 1)),
    Bond("finn", Kinship.PARTNER, "dora", date(2019, 1, 1)),
    Bond("finn", Kinship.STEP_PARENT, "ada"),
    Bond("gwen", Kinship.PARENT, "dora", stated=False),
    Bond("gwen", Kinship.GRANDPARENT, "ben"),
    Bond("hugo", Kinship.FRIEND, "dora"),
)
HOMES = (Home("reed", "4 Reed Lane"), Home("mill", "The Mill & Weir"))
STAYS = (
    Stay("ada", "reed", date(2019, 2, 1)),
    Stay("ada", "mill", date(2020, 5, 1), date(2020, 6, 1)),
    Stay("dora", "reed", None, date(2020, 8, 1)),
    Stay("finn", "mill"),
    Stay("cleo", "reed", date(2020, 7, 1), date(2020, 12, 24)),
)
FAMILY = Household(MEMBERS, BONDS, HOMES, STAYS, date(2019, 1, 1), date(2021, 1, 31))


def pictures(household=FAMILY):
    return {"genogram": genogram(household), "timeline": household_timeline(household)}


@pytest.mark.parametrize("name", ["genogram", "timeline"])
def test_picture_is_well_formed_and_named_and_needs_no_style(name):
    picture = pictures()[name]
    root = ElementTree.fromstring(str(picture.svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    ids = {part.get("id") for part in root.iter() if part.get("id")}
    assert set(root.get("aria-labelledby").split()) <= ids
    for text in (str(picture.svg), *(str(line.sign) for line in picture.legend)):
        assert not re.search(r"style|<script|\son\w+=|href", text)
    for used in re.findall(r"url\(#([^)]+)\)", str(picture.svg)):
        assert used in ids


@pytest.mark.parametrize("name", ["genogram", "timeline"])
def test_picture_is_the_same_every_time(name):
    assert pictures()[name] == pictures()[name]


def titles(svg) -> str:
    root = ElementTree.fromstring(str(svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    return "\n".join(part.text or "" for part in root.iter(f"{SVG}title"))


def test_everything_a_picture_says_stands_in_its_twin():
    twin = people_in_words(FAMILY)
    said = {f"{one.name}: {words}" for one in twin for words in (*one.bonds, *one.homes)}
    shown = titles(genogram(FAMILY).svg) + "\n" + titles(household_timeline(FAMILY).svg)
    for line in shown.splitlines():
        for part in line.split(". "):
            if ": " in part:
                assert part in said
    for one in twin:
        for home in one.homes:
            assert f"{one.name}: {home}" in shown
        if one.drawn:
            assert "; ".join((one.name, *one.facts)) in shown
    for bond in BONDS:
        name = next(one.name for one in MEMBERS if one.key == bond.person)
        assert any(line.startswith(f"{name}: ") or f". {name}: " in line for line in shown.splitlines())


def test_twin_says_both_sides_dates_and_what_nobody_confirmed():
    words = {one.key: one for one in people_in_words(FAMILY)}
    assert words["cleo"].facts == ("half-sister", "female", "born 1 July 2020", "died 24 December 2020")
    assert "partner of Eli Frith, 1 January 2012 to 1 June 2018" in words["dora"].bonds
    assert "partner of Dora Frith, 1 January 2012 to 1 June 2018" in words["eli"].bonds
    assert "parent of Dora Frith (by role, not confirmed)" in words["gwen"].bonds
    assert "child of Gwenllian Montgomery-Featherstonehaugh the Elder (by role, not confirmed)" in words["dora"].bonds
    assert words["dora"].homes == ("4 Reed Lane, until 1 August 2020; the beginning is not known",)
    assert words["finn"].homes == ("The Mill & Weir; when is not known",)
    assert [one.key for one in words.values() if not one.drawn] == ["ivy"]


def test_who_lived_together_changes_where_somebody_comes_or_goes():
    rows = [(one.place, one.when, one.names) for one in together_in_words(FAMILY)][:3]
    assert rows == [
        ("4 Reed Lane", "until 31 January 2019; the beginning is not known", ("Dora Frith",)),
        ("4 Reed Lane", "1 February 2019 to 30 June 2020", ("Ada <Frith> & Co", "Dora Frith")),
        ("4 Reed Lane", "1 July 2020 to 1 August 2020", ("Ada <Frith> & Co", "Dora Frith", "Cleo Marsh")),
    ]


def test_a_month_or_a_year_is_never_told_as_a_day():
    stays = (
        Stay("ada", "reed", date(2019, 3, 1), date(2020, 12, 31), "month", "year"),
        Stay("ben", "reed", date(2019, 3, 1)),
    )
    household = Household(MEMBERS, (), HOMES, stays, date(2019, 1, 1), date(2021, 1, 31))
    assert people_in_words(household)[0].homes == ("4 Reed Lane, March 2019 to 2020",)
    assert [one.when for one in together_in_words(household)] == [
        "March 2019 to 2020",
        "from 2021; the end is not known or it is still so",
    ]
    assert str(household_timeline(household).svg).count("url(#") == 3  # the ends not known to the day, and the open one


def test_nobody_lived_there_twice_over_where_a_home_was_said_in_two_parts():
    stays = (Stay("a", "x", date(2020, 1, 1), date(2020, 1, 31)), Stay("a", "x", date(2020, 2, 1)))
    (only,) = lived_together(stays)
    assert (only.begins, only.ends, only.people) == (date(2020, 1, 1), None, ("a",))


def test_generations_stand_in_rows_and_nobody_stands_on_another():
    layout = laid_out(FAMILY)
    assert [set(row) for row in layout.rows] == [
        {"gwen", "hugo"},
        {"dora", "eli", "finn"},
        {"ada", "ben", "cleo"},
    ]
    for row in layout.rows:
        for one, other in combinations(row, 2):
            assert abs(layout.left[one] - layout.left[other]) >= CARD_WIDTH
    middle = list(layout.rows[1])
    assert middle.index("dora") == 1  # between the two with whom she has children


def test_bonds_that_contradict_each_other_are_drawn_all_the_same():
    bonds = (
        Bond("a", Kinship.PARENT, "b"),
        Bond("b", Kinship.PARENT, "c"),
        Bond("c", Kinship.PARTNER, "a"),
        Bond("a", Kinship.SIBLING, "c"),
    )
    members = tuple(Member(key, key.upper()) for key in "abc")
    household = Household(members, bonds, (), (), date(2020, 1, 1), date(2020, 2, 1))
    assert generations(members, bonds) == {"a": 2, "b": 1, "c": 0}
    assert "A" in genogram(household).svg


def test_a_large_family_is_laid_out_without_overlap():
    members = tuple(Member(f"p{n}", f"Person {n}", born=date(1950 + n, 1, 1)) for n in range(60))
    bonds = tuple(Bond(f"p{(n - 1) // 3}", Kinship.PARENT, f"p{n}") for n in range(1, 60))
    layout = laid_out(Household(members, bonds, (), (), date(2020, 1, 1), date(2020, 2, 1)))
    for row in layout.rows:
        edges = sorted(layout.left[key] for key in row)
        assert all(b - a >= CARD_WIDTH for a, b in pairwise(edges))


def test_a_review_without_relations_or_homes_has_no_empty_pictures():
    bare = Household((Member("ivy", "Ivy Orr", "professional"),), (), (), (), date(2020, 1, 1), date(2020, 2, 1))
    assert genogram(bare).svg == household_timeline(bare).svg == ""


def test_legend_tells_the_signs_that_stand_in_the_picture_and_no_others():
    said = [line.words for line in genogram(FAMILY).legend]
    assert {"has ended", "taken from a role, not confirmed", "step-parent", "has died"} <= set(said)
    assert "carer" not in said
    assert [line.words for line in household_timeline(FAMILY).legend][1:3] == ["4 Reed Lane", "The Mill & Weir"]


def test_roles_propose_only_what_they_tell_for_certain():
    proposed = bonds_by_role(MEMBERS, ())
    told = {(bond.person, str(bond.kind), bond.other) for bond in proposed}
    assert ("dora", "parent", "ada") in told
    assert ("finn", "partner", "dora") in told
    assert ("gwen", "parent", "dora") in told
    assert ("cleo", "sibling", "ben") in told
    assert not any({"hugo", "ivy"} & {bond.person, bond.other} for bond in proposed)
    assert not any(bond.stated for bond in proposed)


def test_two_mothers_leave_the_role_open_and_what_was_said_counts_over_it():
    two = (*MEMBERS, Member("zoe", "Zoe Teal", "mother"))
    assert not any(bond.person in ("dora", "zoe") for bond in bonds_by_role(two, ()))
    assert bonds_by_role(MEMBERS, BONDS) == ()


@pytest.mark.parametrize(
    ("role", "sex"),
    [("mother", "female"), ("Maternal grandmother", "female"), ("uncle", "male"), ("mother's partner", ""), ("", "")],
)
def test_a_role_tells_the_sex_or_does_not(role, sex):
    assert sex_told_by(role) == sex


def test_people_with_one_name_are_proposed_and_twins_and_couples_never():
    def pairs(*members, bonds=()):
        return perhaps_the_same(members, bonds)

    one = Member("a", "Dora Frith", aliases=("D Frith",))
    assert pairs(one, Member("b", "D. FRITH")) == (("a", "b"),)
    assert pairs(one, Member("b", "D Frith"), bonds=(Bond("a", Kinship.PARTNER, "b"),)) == ()
    assert pairs(one, Member("b", "Dean Frith", aliases=("D Frith",))) == ()  # two given names
    twins = (Member("a", "J Frith", subject=True), Member("b", "J Frith", subject=True))
    assert pairs(*twins) == ()
    assert pairs(Member("a", "J Frith", born=date(2014, 3, 2)), Member("b", "J Frith", born=date(2014, 3, 3))) == ()


def test_the_likeliest_person_for_a_name_comes_first():
    assert likeliest("Mrs Marsh", MEMBERS)[0].key == "cleo"
    assert len(likeliest("Nobody", MEMBERS)) == len(MEMBERS)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ada", ["Ada"]),
        ("Ada Montgomery-Featherstonehaugh", ["Ada", "Montgomery-Fea…"]),
        ("Ada Beth Cleo Dora Eli Finn", ["Ada Beth Cleo", "Dora Eli Finn"]),
        ("", [""]),
    ],
)
def test_a_long_name_is_broken_into_two_lines(name, lines):
    assert broken(name, 15) == lines
