"""Of whom a note speaks when it names nobody, and what company and days at school say: from invented notes."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings import contacts
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.knowledge import load_vocabulary

DAY = date(2021, 3, 4)
PEOPLE = (
    Person("lucy", "Lucy Marr", "child", ("LMa",), True, date(2012, 6, 1)),
    Person("albie", "Albie Marr", "child", ("Bertie",), True, date(2018, 9, 1)),
    Person("jo", "Jo Marr", "mother", ("Mum", "Mo")),
    Person("pat", "Pat Oram", "grandmother", ("Gran",)),
)
KINDS = ("childrens-social-care", "police", "school", "nursery", "gp", "hospital", "housing")
LETTER = {"yes": "Y", "no": "N", "not_recorded": "-", "unclear": "?"}


@cache
def english() -> Vocabulary:
    return load_vocabulary("england")


def answers(text: str, child: str, kind: str = "childrens-social-care", **columns: str) -> str:
    case = Case(
        "Marr",
        "england",
        date(2020, 1, 1),
        date(2022, 1, 1),
        PEOPLE,
        tuple(Agency(k, k, k, ("f",)) for k in KINDS),
    )
    when = UncertainDate(DAY, DAY, Precision.DAY)
    entry = Entry("e-1", "k", kind, "f", "row 1", "4/3/21", when, text, 0, columns=tuple(columns.items()))
    (contact,) = contacts((entry,), case, english())
    sighting = next(s for s in contact.children if s.child == child)
    return "".join(LETTER[str(a)] for a in (sighting.seen, sighting.spoken_to, sighting.alone))


@pytest.mark.parametrize(
    ("text", "lucy", "albie"),
    [
        ("Both children seen. She read to me from her library book, he slept on the settee.", "YY-", "YN-"),
        ("Albie and Lucy both drawing on the floor. He told me about his tractor.", "Y--", "YY-"),
        ("Mum went out to the bin and Lucy and I talked. She said she was happier now.", "YYY", "---"),
        ("Albie asleep upstairs. Ten mins in the kitchen with Lucy while Mum was on the phone outside.", "Y-Y", None),
        ("When Lucy came in I asked her about her day.", "YY-", "---"),
        ("Lucy at her gran's for tea. Albie on Mum's knee.", "NNN", "Y-N"),
        ("Lucy seen. Albie round at a friend's.", "Y--", "NNN"),
        ("Lucy would not be parted from Albie so I saw them together, Mum out in the garden.", "Y-Y", "Y-Y"),
        ("Mum says no time with either child is free this week.", "---", "---"),
        ("'Bertie' came to the door with Mum and told me he is three.", "---", "YYN"),
    ],
)
def test_pronouns_pairs_and_those_who_left(text: str, lucy: str, albie: str | None) -> None:
    assert answers(text, "lucy", Type="Home visit") == lucy
    if albie is not None:
        assert answers(text, "albie", Type="Home visit") == albie


@pytest.mark.parametrize(
    ("kind", "text", "child", "wanted"),
    [
        ("school", "Late, hair wet. Mrs Toll met her at the gate. 'We slept at Gran's.'", "lucy", "YY-"),
        ("school", "Lucy in maths when HV called, said nothing to staff about home.", "lucy", "YN-"),
        ("nursery", "Settled well, water tray most of the morning.", "albie", "Y--"),
        ("nursery", "Albie: 'Daddy did it.'", "albie", "YY-"),
        ("childrens-social-care", "Lucy in maths, so not seen.", "lucy", "NNN"),
    ],
)
def test_a_school_or_nursery_writes_of_the_child_of_its_age(kind: str, text: str, child: str, wanted: str) -> None:
    assert answers(text, child, kind) == wanted


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("gp", "Sore ears. Brought by Mum. O/E throat red, chest clear.", "Y-N"),
        ("hospital", "Gran with us throughout. Slept on her shoulder.", "YNN"),
        ("hospital", "Seen with Gran. Asked about school and Gran answered for her each time.", "YNN"),
    ],
)
def test_a_patients_record_is_of_the_patient(kind: str, text: str, wanted: str) -> None:
    assert answers(text, "lucy", kind, Patient="Lucy Marr") == wanted


def test_a_cell_for_both_stands_for_each() -> None:
    for who in ("Both", "L & A"):
        assert answers("Ate all their lunch.", "albie", "nursery", Who=who)[0] == "Y"


def test_an_age_stands_for_the_child_of_that_age() -> None:
    assert answers("This 2 year old fell off a step. Came with Mum.", "albie", "hospital") == "Y-N"


@pytest.mark.parametrize(
    "text",
    [
        "Review conference. Mum attended. Weekly visits, children on their own every other week.",
        "Jo Marr outside the shops with a pram, Albie in it. Said hello.",
        "Lucy told me Mum stayed with us till the end.",
        "Mother seen alone at home, upset. Children not mentioned.",
    ],
)
def test_nobody_is_taken_for_alone(text: str) -> None:
    for child in ("lucy", "albie"):
        assert answers(text, child)[2] != "Y"


def test_a_grown_up_seen_alone_at_home_says_nothing_of_the_children() -> None:
    assert answers("Called to the house. Mum seen on her own, tearful.", "lucy", Type="Home visit") == "---"


def test_asking_to_see_a_child_alone_and_being_refused_is_no() -> None:
    text = "Asked Mum if I could see Lucy on her own. Mum refused. Lucy looked at the floor, did not say a word."
    assert answers(text, "lucy", Type="Home visit") == "YNN"


def test_a_box_for_the_children_is_of_each_where_the_note_names_none() -> None:
    box = {"Type": "Home visit", "Children seen?": "Y"}
    assert [answers("House tidy.", child, **box)[0] for child in ("lucy", "albie")] == ["Y", "Y"]
    assert answers("Lucy drew a house.", "albie", **box)[0] == "-"


def test_places_and_denials_belong_to_their_own_clause() -> None:
    assert answers("Advice given to Mum on doorstep.", "lucy", "police")[0] != "Y"
    assert answers("Nobody at the meeting has seen Lucy since May.", "lucy") == "NNN"
    assert answers("Mum in. No sign of Lucy, nor Albie.", "albie", Type="Home visit") == "NNN"


def test_a_refusal_is_about_the_child_it_names_where_another_was_there() -> None:
    text = "Mum would not let me up to see Lucy. Albie in his highchair."
    assert answers(text, "lucy", Type="Home visit") == "NNN"
    text = "Albie in his highchair, sore chin. Mum declined examination of it."
    assert answers(text, "lucy", Type="Home visit") == "---"


@pytest.mark.parametrize(
    ("text", "kind", "alone"),
    [
        ("Session alone with Lucy declined by Mum.", "childrens-social-care", "-"),
        ("Lucy to be seen tomorrow on her own.", "childrens-social-care", "-"),
        ("Lucy waited alone in the waiting room. Then Lucy and Mum seen together.", "childrens-social-care", "N"),
        ("34F, cut hand. Seen alone, says fell. Children with Gran.", "hospital", "-N"),
        ("Lucy plays alone at break.", "school", "-"),
        ("Planned to see Lucy alone and did, in the library. She likes her new class.", "childrens-social-care", "Y"),
    ],
)
def test_alone_needs_words_of_this_child_in_this_contact(text: str, kind: str, alone: str) -> None:
    assert answers(text, "lucy", kind)[2] in alone


def test_what_a_child_tells_of_home_is_no_company() -> None:
    text = "Lucy came to my office, just the two of us. She said that Mum held her down."
    assert answers(text, "lucy", "school") == "YYY"


def test_the_others_are_those_the_note_has_not_told_of() -> None:
    assert answers("Lucy met with Mum. The other one was at nursery.", "albie")[0] == "N"


def test_a_box_of_alone_against_a_grown_up_in_the_text_decides_nothing() -> None:
    assert answers("Lucy seen. Mum sat and talked about rent.", "lucy", **{"Seen alone": "Y"})[2] != "Y"
