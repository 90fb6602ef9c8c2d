"""Was the child seen, spoken to, alone: from invented notes of many agencies."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings import Contact, contacts
from keymoments.analysis.vocabulary import Vocabulary
from keymoments.knowledge import load_vocabulary

DAY = date(2021, 3, 4)
PEOPLE = (
    Person("nell", "Nell Farrow", "child", ("NF",), True, date(2013, 6, 1)),
    Person("gus", "Gus Farrow", "sibling", (), True, date(2020, 9, 1)),
    Person("unborn", "Unborn Farrow", "sibling", (), True, date(2021, 8, 1)),
    Person("jean", "Jean Farrow", "mother", ("Mo", "Mum")),
    Person("rob", "Rob Tarn", "partner", ("RT",)),
    Person("pike", "Ann Pike", "professional"),
)
KINDS = ("childrens-social-care", "police", "school", "health-visiting", "gp")
LETTER = {"yes": "Y", "no": "N", "not_recorded": "-", "unclear": "?"}


@cache
def words(nation: str) -> Vocabulary:
    return load_vocabulary(nation)


def entry_of(text: str, kind: str, columns: tuple[tuple[str, str], ...], number: int = 1) -> Entry:
    day = UncertainDate(DAY, DAY, Precision.DAY)
    return Entry(f"e-{number}", f"k{number}", kind, "f", f"row {number}", "4/3/21", day, text, number, columns=columns)


def case_in(nation: str) -> Case:
    agencies = tuple(Agency(k, k, k, ("f",)) for k in KINDS)
    return Case("Child Nell", nation, date(2020, 1, 1), date(2022, 1, 1), PEOPLE, agencies)


def read(
    text: str,
    kind: str = "childrens-social-care",
    nation: str = "england",
    columns: tuple[tuple[str, str], ...] = (("Type", "Home visit"),),
) -> Contact:
    (contact,) = contacts((entry_of(text, kind, columns),), case_in(nation), words(nation))
    return contact


def answers(contact: Contact, child: str = "nell") -> str:
    sighting = next(s for s in contact.children if s.child == child)
    return "".join(LETTER[str(a)] for a in (sighting.seen, sighting.spoken_to, sighting.alone))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nell seen alone in her bedroom.", "Y-Y"),
        ("Saw Nell on her own. She told me she likes school.", "YYY"),
        ("Nell and I talked in the library, just the two of us.", "YYY"),
        ("Nell told me about her hamster. Mum sat in throughout.", "YYN"),
        ("Spoke to Nell while Mum waited outside.", "YYY"),
        ("Nell asleep on the sofa beside Mum, not woken.", "YNN"),
        ("Visited. Nell not seen, said to be at her friend's.", "NNN"),
        ("Mum in. Nell was at school.", "NNN"),
        ("Nell seen with Mum. Did not get an opportunity to speak to her alone.", "Y-N"),
        ("SW to see Nell alone next week. Mum tearful about money.", "---"),
    ],
)
def test_plain_notes_give_their_answers(text: str, wanted: str) -> None:
    assert answers(read(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Mum seen alone re her own mood.",
        "Mum says Nell plays alone in the street.",
        "Nell should have been seen alone.",
        "Has Nell been seen alone?",
        "Mum left Nell home alone on Friday, neighbour says.",
        "Nell to be seen alone on Tuesday.",
        "Mum reports she is seen alone by the counsellor.",
    ],
)
def test_alone_in_another_sense_is_never_a_child_seen_alone(text: str) -> None:
    assert answers(read(text))[2] != "Y"


def test_a_baby_is_not_spoken_to_and_its_birth_date_says_so() -> None:
    sighting = next(s for s in read("Gus on Mum's knee, alert.").children if s.child == "gus")
    assert (str(sighting.seen), str(sighting.spoken_to), str(sighting.alone)) == ("yes", "no", "no")
    assert ("spoken_to=no", "born", "2020-09-01") in {(q.says, q.place, q.words) for q in sighting.quotes}


def test_a_child_not_yet_born_is_neither_seen_nor_spoken_to() -> None:
    assert answers(read("Nell seen. Mum well, 20 weeks."), "unborn") == "NNN"


def test_one_child_seen_alone_says_nothing_of_the_other() -> None:
    assert answers(read("Nell seen alone in her room."), "gus") == "---"


def test_all_but_one_seen_is_that_one_unseen() -> None:
    contact = read("Both children seen. Nell chatty, told me about swimming. Gus asleep in cot.")
    assert answers(contact)[:2] == "YY"
    assert answers(contact, "gus")[:2] == "YN"


def test_the_box_counts_only_where_the_note_is_silent_and_a_clash_is_told() -> None:
    boxes = (("Type", "Home visit"), ("Child", "Nell"), ("Child seen?", "Y"))
    contact = read("Nell not seen today, Mum at home.", columns=boxes)
    sighting = next(s for s in contact.children if s.child == "nell")
    assert str(sighting.seen) == "no"
    assert sighting.conflict


def test_the_childs_own_words_are_its_view() -> None:
    sighting = read("Saw Nell at school by herself. She said 'Rob shouts at Mum'.").children[0]
    assert sighting.view is not None
    assert sighting.view.words == "Rob shouts at Mum"
    assert sighting.age == "7y 9m"


def test_every_yes_and_no_has_true_words() -> None:
    text = "Nell told me she is fine, Mum stayed in the room. Gus asleep in pram."
    for sighting in read(text).children:
        said = {quote.says for quote in sighting.quotes}
        for question, answer in (("seen", sighting.seen), ("spoken_to", sighting.spoken_to), ("alone", sighting.alone)):
            if str(answer) in ("yes", "no"):
                assert f"{question}={answer}" in said
        for quote in sighting.quotes:
            source = text if quote.place == "text" else quote.words
            assert source[quote.start : quote.end] == quote.words


def test_welsh_words_are_read_in_wales() -> None:
    assert answers(read("Gwelwyd Nell ar ei phen ei hun yn yr ysgol.", nation="wales"))[2] == "Y"


def test_no_answer_changes_when_other_entries_are_added_or_turned_round() -> None:
    texts = ("Nell seen alone at school.", "No reply, card left.", "Gus in pram with Mum, asleep.", "T/c to Mum.")
    columns = (("Type", "Visit"),)
    entries = tuple(entry_of(text, "childrens-social-care", columns, n) for n, text in enumerate(texts))
    case, vocabulary = case_in("england"), words("england")
    together = {contact.entry: contact for contact in contacts(entries, case, vocabulary)}
    turned = {contact.entry: contact for contact in contacts(entries[::-1], case, vocabulary)}
    alone = {entry.id: contacts((entry,), case, vocabulary)[0] for entry in entries}
    assert together == turned == alone
