"""Who is named in an entry: names that collide, initials that are abbreviations, roles and groups."""

from __future__ import annotations

import json
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest

import keymoments.knowledge
from keymoments.analysis.people import Roster, mentions, people_in, roster
from keymoments.analysis.records import Agency, Entry, Person, Precision, UncertainDate
from keymoments.knowledge.vocabulary import load_vocabulary
from keymoments.knowledge.yaml_file import read_yaml

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "cases"
WORDS = load_vocabulary("england").people
AGENCIES = (
    Agency("csc", "Larchfield Children's Services", "childrens-social-care", ()),
    Agency("pol", "Larchshire Police", "police", ()),
    Agency("sch", "Hawthorn Gate Primary School", "school", ()),
    Agency("gp", "Quay Street Surgery", "gp", ()),
    Agency("hv", "Larchfield Health Visiting", "health-visiting", ()),
    Agency("nur", "Hawthorn Gate Nursery", "nursery", ()),
)


def person(ident: str, name: str, role: str, *aliases: str, born: date | None = None, subject: bool = False) -> Person:
    return Person(ident, name, role, tuple(aliases), subject, born)


FAMILY = (
    person("nell", "Nellie Brannock", "child", "NB", "N", "Nell", born=date(2014, 3, 9), subject=True),
    person("owen", "Owen Brannock", "sibling", "OB", "O", born=date(2020, 5, 2)),
    person("tina", "Christina Brannock", "mother", "Mo", "Tina", "Ms B", "TB", born=date(1990, 1, 1)),
    person("lee", "Lee Quill", "father", "LQ"),
    person("dom", "Dominic Haste", "partner", "Dom", "DH", "stepdad"),
    person("vera", "Vera Brannock", "grandmother", "MGM", "Nan"),
    person("pgm", "Joan Quill", "paternal grandmother", "PGM"),
    person("mel", "Melanie Orr", "aunt", "Mel"),
    person("marsh", "DC Marsh", "professional"),
    person("hv", "Rita Owen", "professional", "R Owen", "RO"),
    person("tm", "Moira Hale", "professional", "MH", "Mrs H"),
    person("nels", "PC 3307 Nellie Fairhurst", "professional", "PC Fairhurst"),
)
ROSTER = roster(FAMILY, AGENCIES, WORDS)
DAY = date(2021, 6, 1)


def named(text: str, *, agency: str = "csc", when: date | None = DAY, who: Roster = ROSTER) -> list[str]:
    """The mentions of a text as "words=person"."""
    return [f"{m.words}={m.person}" for m in mentions(who, text, agency=agency, entry_date=when)]


def people(text: str, *, agency: str = "csc", when: date | None = DAY, who: Roster = ROSTER) -> set[str]:
    return {m.person for m in mentions(who, text, agency=agency, entry_date=when)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nellie Brannock seen at home.", ["Nellie Brannock=nell"]),
        ("Saw Nell and Tina.", ["Nell=nell", "Tina=tina"]),
        ("BRANNOCK Nellie b 9.3.14", ["BRANNOCK Nellie=nell"]),
        ("Brannock, Nellie: referral received.", ["Brannock, Nellie=nell"]),
        ("N. Brannock absent", ["N. Brannock=nell"]),
        ("Dom Haste opened the door.", ["Dom Haste=dom"]),
        ("Tina Brannock rang.", ["Tina Brannock=tina"]),
        ("Visit by DC Marsh.", ["DC Marsh=marsh"]),
        ("Mr Quill rang the office.", ["Mr Quill=lee"]),
        ("Nell’s coat was wet.", ["Nell=nell"]),
        ("at Mel's for tea", ["Mel=mel"]),
        ("text said nellie got sick again", ["nellie=nell"]),
    ],
)
def test_name_in_any_form(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O/A 22:10. NELLIE BRANNOCK 7 YRS ASLEEP. HASTE D STATES NOISE ONLY.", {"nell", "dom"}),
        ("MALE HASTE REFUSED DETAILS. DC MARSH INFORMED OF ALL THIS.", {"dom", "marsh"}),
        ("QUILL L NOT AT ADDRESS. MOTHER STATES HE LEFT AT 19:00.", {"lee", "tina"}),
        ("PC 3307 FAIRHURST ATTENDED AND SPOKE TO NELLIE AT THE ADDRESS.", {"nels", "nell"}),
        ("SPOKE TO M AND F AT DOOR. N WAY OUT. T/C TO O AT 9.", set()),
    ],
)
def test_capitals_throughout(text: str, expected: set[str]) -> None:
    assert people(text, agency="pol") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Temp 37.1, N 12, R 30.",
        "O/E chest clear. N/V intact. O&A done.",
        "Blood group O negative, vitamin N drops.",
        "Option O was chosen.",
        "N Fairbrother rang.",
        "Sent to Dept N/B.",
        "DH1 seized.",
        "the MH team will see",
        "poor MH, hx of self harm",
        "MH issues noted",
        "referral to MH services",
        "Q: how. O: chest clear.",
        "no one at home",
        "NB: see note",
        "N.B. allergic to eggs",
        "DO NOT RING. seen AS IS.",
    ],
)
def test_letters_that_are_no_initials(text: str) -> None:
    assert people(text, agency="gp") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saw N on her own for 10 mins.", {"nell"}),
        ("N told me she is tired.", {"nell"}),
        ("N's drawing is on file.", {"nell"}),
        ("Asked N about school, then O came in.", {"nell", "owen"}),
        ("O 7.4kg, 9th centile.", {"owen"}),
        ("?seen N at window", {"nell"}),
        ("N: 'I hid under the bed'", {"nell"}),
        ("DH answered the door.", {"dom"}),
        ("MH rang MASH at 10.05.", {"tm"}),
        ("Told MH at break.", {"tm"}),
        ("T.B. and O.B. both in.", {"tina", "owen"}),
        ("TB, DH and me.", {"tina", "dom"}),
    ],
)
def test_initials_in_use(text: str, expected: set[str]) -> None:
    assert people(text, agency="sch") == expected


def test_worker_who_shares_the_childs_name_is_not_the_child() -> None:
    assert people("R Owen weighed him.", agency="hv") == {"hv"}
    assert people("Got hold of Rita Owen.") == {"hv"}
    assert people("HV Owen to follow up.") == {"hv"}
    assert people("Message left for Owen (HV).") == {"hv"}
    assert people("Nellie from the council rang about the form.", who=_two_nellies()) == {"worker"}
    assert people("PC 3307 Nellie FAIRHURST attended.", agency="pol") == {"nels"}
    assert people("Owen asleep in his cot.") == {"owen"}
    assert people("Mrs Owen rang.") == {"hv"}


def test_bare_name_after_the_worker_was_named_in_full_is_left_open() -> None:
    text = "PC Nellie FAIRHURST attended. Nellie sat with mother for ten minutes."
    assert people(text, agency="pol") == {"nels", "tina"}


def _two_nellies() -> Roster:
    worker = person("worker", "Nellie Stott", "professional")
    return roster((*FAMILY[:-1], worker), (*AGENCIES, Agency("cc", "Larchfield Council", "other", ())), WORDS)


def test_child_is_not_named_before_birth() -> None:
    before = date(2020, 2, 1)
    assert people("Copy to Owen for the record.", agency="hv", when=before) == {"hv"}
    assert people("Unborn well, scan booked.", when=before) == {"owen"}
    assert people("Baby kicking well.", agency="gp", when=before) == {"owen"}
    assert people("Unborn: form offered.") == set()


def test_another_persons_name_is_not_the_childs() -> None:
    assert people("Nell Sugden came to play.") == set()
    assert people("Susan Haste rang.") == set()
    assert people("D Brannock wrote.") == set()
    assert people("S Quill rang.") == set()
    assert people("PC Haste attended.") == set()
    assert people("Met at Owen Road, opposite Haste Close.") == set()
    assert people("Anne-Nellie and Owen-James joined.") == set()
    assert people("mail nellie@post.example or nell.brannock@post.example") == set()


def test_names_that_are_everyday_words() -> None:
    family = (
        person("may", "May Hope", "child", born=date(2012, 1, 1), subject=True),
        person("will", "Will Hope", "father"),
        person("non", "Non Parry", "aunt"),
        person("mark", "Mark Dean", "partner"),
    )
    who = roster(family, AGENCIES, WORDS)
    assert people("In May the school wrote. Will be seen 4 May. Mark on left cheek.", who=who) == set()
    assert people("May told me. Will rang at 4. Saw Mark.", who=who) == {"may", "will", "mark"}
    assert people("NON MOLESTATION ORDER SERVED. RED MARK SEEN ON ARM. WILL ATTEND.", agency="pol", who=who) == set()
    assert people("Non-accidental injury. Non compliance with plan.", who=who) == set()
    assert people("Stayed at Non's.", who=who) == {"non"}
    assert people("Hope to visit soon. No hope.", who=who) == set()


def test_accents_and_decomposed_accents_are_one() -> None:
    family = (person("tomas", "Tomás Ríos", "child", born=date(2012, 1, 1), subject=True),)
    who = roster(family, AGENCIES, WORDS)
    assert named("Tomas seen, TOMÁS SEEN, Toma\u0301s seen.", who=who) == [
        "Tomas=tomas",
        "TOMÁS=tomas",
        "Toma\u0301s=tomas",
    ]
    assert people("Tom seen.", who=who) == set()


def test_misspelt_names() -> None:
    family = (
        person("sadie", "Sadie Whitlock", "child", born=date(2012, 1, 1), subject=True),
        person("kiera", "Kiera Whitlock", "sibling", born=date(2014, 1, 1)),
        person("keira", "Keira Munro", "professional"),
    )
    who = roster(family, AGENCIES, WORDS)
    found = mentions(who, "I saw Sadei on Monday.", agency="csc", entry_date=DAY)
    assert [(m.words, m.person, m.how) for m in found] == [("Sadei", "sadie", "misspelling")]
    assert people("Mrs Whitlok rang.", who=who) == set()  # two children only: no grown-up of that name
    assert people("Sadie WHITLOCKE seen, then WHITLOK S", who=who) == {"sadie"}
    assert people("Saw Kiera. Spoke to Keira.", who=who) == {"kiera", "keira"}
    assert people("Spoke to Kierra about it.", who=who) <= {"kiera"}


@pytest.mark.parametrize(
    "text", ["Turned quiet.", "Walked home.", "Weight 9th.", "In March he left.", "Broke his arm."]
)
def test_everyday_word_is_no_misspelling(text: str) -> None:
    family = tuple(
        person(name.casefold(), f"{first} {name}", "professional")
        for first, name in [("Jo", "Turner"), ("Al", "Walker"), ("Di", "Wright"), ("Ed", "Marsh"), ("Sam", "Brooke")]
    )
    assert people(text, who=roster(family, AGENCIES, WORDS)) == set()


def test_misspelt_surname_of_several_needs_more() -> None:
    assert people("Brannok D wrote.") == set()
    assert people("Mr Hasste left.") == {"dom"}
    assert people("Vera Branock rang.") == {"vera"}


def test_near_identical_brothers_are_kept_apart() -> None:
    family = (
        person("jayden", "Jayden Moss", "child", born=date(2012, 1, 1), subject=True),
        person("jaydon", "Jaydon Moss", "sibling", born=date(2014, 1, 1)),
        person("ellie", "Ellie Moss", "sibling", born=date(2015, 1, 1)),
        person("ella", "Ella Moss", "sibling", born=date(2016, 1, 1)),
    )
    who = roster(family, AGENCIES, WORDS)
    assert named("Jayden hit Jaydon. Ella cried, Ellie slept.", who=who) == [
        "Jayden=jayden",
        "Jaydon=jaydon",
        "Ella=ella",
        "Ellie=ellie",
    ]
    assert people("Spoke to Jaydan.", who=who) == set()
    assert people("All 4 children seen.", who=who) == {"jayden", "jaydon", "ellie", "ella"}
    assert people("All 3 chn seen, eldest alone.", who=who) == set()


def test_mother_and_daughter_of_one_name() -> None:
    family = (
        person("young", "Kim Ash", "child", born=date(2010, 1, 1), subject=True),
        person("old", "Kim Ash", "mother", born=date(1988, 1, 1)),
    )
    who = roster(family, AGENCIES, WORDS)
    assert people("Kim seen.", who=who) == set()
    assert people("Ms Ash rang.", who=who) == {"old"}
    assert people("Mum rang.", who=who) == {"old"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo and MGM present.", {"tina", "vera"}),
        ("Mum rang.", {"tina"}),
        ("brought by mo today", {"tina"}),
        ("aged 5 mo, well", set()),
        ("Stepdad at the door.", {"dom"}),
        ("Mum's partner answered.", {"tina", "dom"}),
        ("PGM rang.", {"pgm"}),
        ("Paternal grandmother rang.", {"pgm"}),
        ("Staying with Nan.", {"vera"}),
        ("Nell's dad rang.", {"nell", "lee"}),
        ("Mum's mum has him.", {"tina", "vera"}),
        ("Brought by 'dad', tall man.", set()),
        ("Another mum at the gate.", set()),
        ("foster mum rang", set()),
        ("a friend's mum rang", set()),
        ("Partner Dom came.", {"dom"}),
        ("Dom went to his mum's.", {"dom"}),
        ("Nell lives with her mum.", {"nell", "tina"}),
        ("Aunt rang.", {"mel"}),
        ("Great-aunt rang.", set()),
        ("Father, Dominic Haste, came.", {"dom"}),
        ("Nell in. Brother asleep.", {"nell", "owen"}),
        ("Nell came with her little brother.", {"nell", "owen"}),
        ("Big sister held him.", {"nell"}),
        ("Mum's sister translated.", {"tina"}),
        ("Ward sister rang.", set()),
        ("Baby asleep in pram.", {"owen"}),
        ("Baby gate fitted. Mum and baby group. A baby cried.", {"tina"}),
        ("Neighbour's baby cried.", set()),
        ("Mother of Lee was present.", {"lee"}),
        ("Mel (key worker) said so.", set()),
        ("LQ's mum will supervise.", {"lee", "pgm"}),
        ("She looked to her mother, and her mother said no.", {"tina"}),
    ],
)
def test_roles(text: str, expected: set[str]) -> None:
    assert people(text) == expected


def test_teenagers_boyfriend_is_not_the_mothers_partner() -> None:
    assert people("She has told us of a new boyfriend online.", when=date(2028, 1, 1)) == set()


def test_role_of_two_people_is_left_open() -> None:
    family = (
        person("a", "Ann Roe", "child", born=date(2012, 1, 1), subject=True),
        person("b", "Ben Poe", "child", born=date(2012, 1, 1), subject=True),
        person("m1", "Una Roe", "mother"),
        person("m2", "Eve Poe", "mother"),
    )
    who = roster(family, AGENCIES, WORDS)
    assert people("Mum rang. Mother seen.", who=who) == set()
    assert people("Both children seen.", who=who) == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Both children seen.", {"nell", "owen"}),
        ("2 chn in bed.", {"nell", "owen"}),
        ("All 3 chn seen and spoken to, eldest alone.", set()),
        ("Both chn seen, eldest alone.", {"nell", "owen"}),
        ("Children's Services rang. Seen on the children's ward.", set()),
        ("took food from other chn's bags", set()),
        ("Kids fine.", {"nell", "owen"}),
    ],
)
def test_groups(text: str, expected: set[str]) -> None:
    assert people(text) == expected


def test_groups_count_only_those_born() -> None:
    assert people("Both children seen.", when=date(2019, 1, 1)) == set()
    assert people("The children were dancing.", agency="sch") == set()


def test_welsh_and_northern_words() -> None:
    welsh = roster(FAMILY, AGENCIES, load_vocabulary("wales").people)
    assert people("Aros efo Nain. Mam yn y gwaith.", who=welsh) == {"tina"}  # two grandmothers: open
    irish = roster(FAMILY, AGENCIES, load_vocabulary("northern-ireland").people)
    assert people("Her mammy rang.", who=irish) == {"tina"}
    assert people("Her mummy rang, the weans were in bed.", who=irish) == {"tina", "nell", "owen"}


def test_family_initials_that_are_not_listed() -> None:
    family = (
        person("zed", "Zadie Vale", "child", born=date(2012, 1, 1), subject=True),
        person("am", "Amy Moor", "mother"),
    )
    who = roster(family, AGENCIES, WORDS)
    assert people("ZV told me so.", who=who) == {"zed"}
    assert people("Room ZV is shut. Seen at 9 AM and on Tues AM.", who=who) == set()


def test_people_in_reads_other_cells_and_keeps_the_order_of_the_case() -> None:
    when = UncertainDate(DAY, DAY, Precision.DAY)
    entry = Entry(
        "csc-1", "", "csc", "f", "row 1", "", when, "Mel rang about Nell.", 0, columns=(("Worker", "Moira Hale"),)
    )
    assert people_in(ROSTER, entry) == ("nell", "mel", "tm")


def test_child_of_the_row_tells_whose_brother() -> None:
    found = mentions(ROSTER, "Brother at school.", agency="hv", entry_date=DAY, columns=(("Patient", "Owen Brannock"),))
    assert [m.person for m in found] == ["nell"]


def test_quotes_stand_where_they_say_in_every_shared_case() -> None:
    cases = sorted(SHARED.glob("case-*/gold.json"))
    if not cases:
        pytest.skip("the shared cases are absent")
    for path in cases:
        who, entries = _shared(path)
        for entry in entries:
            when = date.fromisoformat(entry["date"])
            for m in mentions(who, entry["text"], agency=entry["agency"], entry_date=when):
                assert entry["text"][m.start : m.end] == m.words


KINDS = (
    *("child", "sibling", "mother", "father", "mother's partner", "aunt"),
    *("maternal grandmother", "paternal grandmother", "maternal grandfather"),
)


@pytest.mark.parametrize("nation", ["uk", "wales", "scotland", "northern-ireland"])
def test_examples_of_the_packs(nation: str) -> None:
    names = ("Ada", "Bo", "Cleo", "Drusus", "Ebo", "Fay", "Gwladys", "Hesper", "Ingram")
    born = {"child": date(2014, 1, 1), "sibling": date(2018, 1, 1)}
    crowd = tuple(
        person(
            kind,
            f"{name} {'Yule' if kind.endswith('partner') else 'Zander'}",
            kind,
            born=born.get(kind),
            subject=kind == "child",
        )
        for kind, name in zip(KINDS, names, strict=True)
    )
    who = roster(crowd, AGENCIES, load_vocabulary("england" if nation == "uk" else nation).people)
    path = Path(keymoments.knowledge.__file__).parent / "packs" / nation / "people.yaml"
    for example in read_yaml(path.read_bytes(), nation)["examples"]:
        assert people(example["text"], who=who) == set(example["named"]), example["text"]


def test_twenty_thousand_entries_do_not_take_minutes() -> None:
    texts = [
        "HV. Mo and N seen at home with MGM. Dom in kitchen, said little. N told me about school, O asleep in cot.",
        "UNIT ATTENDED, MALE HASTE AT DOOR, CALM. NELLIE BRANNOCK 7 ASLEEP UPSTAIRS. NO OFFENCES. DC MARSH INFORMED.",
    ]
    began = time.process_time()
    for number in range(2_000):
        mentions(ROSTER, texts[number % 2], agency="csc", entry_date=DAY)
    assert time.process_time() - began < 15  # an explosion would take hours


def _shared(path: Path) -> tuple[Roster, list[dict[str, str]]]:
    case = tomllib.loads((path.parent / "case.toml").read_text())
    crowd = tuple(
        Person(
            p["id"], p["name"], p.get("role", ""), tuple(p.get("aliases", ())), p.get("subject", False), p.get("born")
        )
        for p in case["person"]
    )
    agencies = tuple(Agency(a["id"], a["name"], a["kind"], ()) for a in case["agency"])
    words = load_vocabulary(case["case"]["nation"]).people
    return roster(crowd, agencies, words), json.loads(path.read_text())["entries"]


def test_an_alias_that_is_a_role_word_too_names_its_person() -> None:
    words = keymoments.knowledge.load_vocabulary("wales").people
    family = (Person("cai", "Cai Pugh", "child", subject=True), Person("beti", "Beti Pugh", "grandmother", ("Mam-gu",)))
    agencies = (Agency("school", "Ysgol y Bryn", "school", ()),)
    found = mentions(roster(family, agencies, words), "Ffoniodd Mam-gu am Cai.", agency="school", entry_date=None)
    assert [mention.person for mention in found] == ["beti", "cai"]


def test_an_everyday_word_names_a_child_where_its_place_is_told() -> None:
    case = roster(
        (person("lily", "Lily Brook", "child", subject=True), person("mo", "Ann Brook", "mother", "Mum")), (), WORDS
    )
    for text in ("Lily at school.", "Lily on Mum's knee.", "Lily with gran."):
        assert "lily" in [m.person for m in mentions(case, text, agency="csc", entry_date=None)], text
