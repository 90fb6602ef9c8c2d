"""The examples that the packs give for their words of sight, talk and company come out as they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import keymoments.knowledge
from keymoments.analysis.records import Agency, Case, Entry, Person, Precision, UncertainDate
from keymoments.analysis.sightings import contacts
from keymoments.knowledge import load_vocabulary
from keymoments.knowledge.yaml_file import read_yaml

PACKS = Path(keymoments.knowledge.__file__).parent / "packs"
DAY = date(2021, 3, 4)
PEOPLE = (
    Person("ali", "Ali Marsh", "son", (), True, date(2013, 2, 1)),
    Person("jo", "Jo Marsh", "mother", ("Mum", "Mam")),
)


def examples() -> list[tuple[str, dict[str, str]]]:
    return [
        (nation, example)
        for nation, pack in (("england", "uk"), ("wales", "wales"))
        for example in read_yaml((PACKS / pack / "context.yaml").read_bytes(), "context.yaml")["examples"]
    ]


@pytest.mark.parametrize(("nation", "example"), examples(), ids=lambda x: x["text"] if isinstance(x, dict) else x)
def test_examples_of_the_packs_hold(nation: str, example: dict[str, str]) -> None:
    kind = example["agency"]
    case = Case("Ali", nation, date(2020, 1, 1), date(2022, 1, 1), PEOPLE, (Agency("a", "A", kind, ("f",)),))
    day = UncertainDate(DAY, DAY, Precision.DAY)
    entry = Entry("a-1", "k", "a", "f", "row 1", "4/3/21", day, example["text"], 1)
    (contact,) = contacts((entry,), case, load_vocabulary(nation))
    (sighting,) = contact.children
    found = {name: str(getattr(sighting, name)) for name in ("seen", "spoken_to", "alone")}
    assert found == {name: example[name] for name in found}
