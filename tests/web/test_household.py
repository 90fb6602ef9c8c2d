"""The household's pages: what people say of a family is shown in pictures and words, and can be taken back."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from tests.invented_review import hand_in

from keymoments.analysis.household import Kinship
from keymoments.reviews.models import AuditEvent, Job
from keymoments.reviews.operations import family
from keymoments.reviews.operations.family import Period, PersonSaid

NOTES = 'Date,Case note\n03/05/2021,"Sandra Holt (neighbour) rang, worried about shouting next door."\n'
NO_DAYS = {f"{name}_{part}": "" for name in ("begins", "ends") for part in ("day", "month", "year")}


def page(made, name, *parts):
    return reverse(name, args=[made.review.reference, *parts])


def as_lead(client, made):
    client.force_login(made.lead)
    return client


def prefixed(prefix, **values):
    return {f"{prefix}-{name}": value for name, value in {**NO_DAYS, **values}.items()}


def text_of(answer) -> str:
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL).split())


def test_family_stands_in_pictures_and_in_words(empty, client):
    mother = empty.review.people.get(key="mother")
    home = family.add_place(empty.review, name="4 Reed Lane", kind="home", by=empty.lead)
    family.add_residence(mother, place=home, when=Period(datetime.date(2020, 2, 1)), by=empty.lead)
    answer = as_lead(client, empty).get(page(empty, "household"))
    shown = text_of(answer)
    assert answer.content.count(b'role="img"') == 2
    assert "Parent of Wren Tallow (by role, not confirmed)" in shown
    assert "4 Reed Lane, from 1 February 2020; the end is not known or it is still so" in shown
    assert "style=" not in answer.content.decode()


def test_a_relation_that_a_role_proposes_is_confirmed(empty, client):
    as_lead(client, empty).post(page(empty, "household"), {"do": "confirm", "relation": "mother parent wren"})
    relation = empty.review.relations.get()
    assert (relation.person.key, relation.kind, relation.other.key) == ("mother", "parent", "wren")
    assert "not confirmed" not in text_of(client.get(page(empty, "household")))


def test_a_relation_that_nobody_proposes_is_not_confirmed(empty, client):
    sent = {"do": "confirm", "relation": "wren parent mother"}
    assert as_lead(client, empty).post(page(empty, "household"), sent).status_code == 404
    assert not empty.review.relations.exists()


def test_a_person_is_named_with_other_names(empty, client):
    born = {f"{name}_{part}": "" for name in ("born", "died") for part in ("day", "month", "year")}
    sent = {"name": "Joel Frith", "role": "mother's partner", "aliases": "JF\nMr Frith\n", **born}
    assert as_lead(client, empty).post(page(empty, "new_person"), sent).status_code == 302
    assert empty.review.people.get(key="joel-frith").aliases == ["JF", "Mr Frith"]
    assert Job.objects.filter(kind="analyse", state="queued").count() == 1


def test_a_relation_and_a_home_are_added_and_taken_back_on_a_person(empty, client):
    address = page(empty, "person", "mother")
    as_lead(client, empty).post(address, {"do": "relation", **prefixed("relation", kind="parent", other="wren")})
    days = {"begins_day": "1", "begins_month": "2", "begins_year": "2020"}
    client.post(address, {"do": "residence", **prefixed("home", place="", new_place="4 Reed Lane", **days)})
    shown = text_of(client.get(address))
    assert "Dora Tallow: parent of Wren Tallow" in shown
    assert "4 Reed Lane: 1 February 2020 – end not known, or still so" in shown
    client.post(address, {"do": "drop-relation", "row": empty.review.relations.get().pk})
    client.post(address, {"do": "drop-residence", "row": empty.review.residences.get().pk})
    assert not empty.review.relations.exists()
    assert not empty.review.residences.exists()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (("", "", "2019", "", "", "2019"), "2019 – 2019"),
        (("", "3", "2019", "", "12", "2020"), "March 2019 – December 2020"),
        (("7", "3", "2019", "", "", ""), "7 March 2019 – end not known, or still so"),
    ],
)
def test_a_day_is_kept_as_exactly_as_it_is_known(empty, client, typed, shown):
    days = dict(zip(NO_DAYS, typed, strict=True))
    address = page(empty, "person", "mother")
    as_lead(client, empty).post(
        address, {"do": "residence", **prefixed("home", place="", new_place="4 Reed Lane", **days)}
    )
    assert f"4 Reed Lane: {shown}" in text_of(client.get(address))


@pytest.mark.parametrize("typed", [("7", "", "2019"), ("", "13", "2019"), ("", "3", ""), ("7", "3", ""), ("", "", "x")])
def test_a_day_that_is_none_is_refused(empty, client, typed):
    days = dict(zip(("begins_day", "begins_month", "begins_year"), typed, strict=True))
    answer = as_lead(client, empty).post(
        page(empty, "person", "mother"), {"do": "residence", **prefixed("home", place="", new_place="X", **days)}
    )
    assert "Enter a real date" in text_of(answer)
    assert not empty.review.residences.exists()


def test_what_is_refused_is_said_beside_what_was_typed(empty, client):
    days = {"begins_day": "2", "begins_month": "2", "begins_year": "2020"}
    days |= {"ends_day": "1", "ends_month": "2", "ends_year": "2020"}
    address = page(empty, "person", "mother")
    answer = as_lead(client, empty).post(
        address, {"do": "residence", **prefixed("home", place="", new_place="4 Reed Lane", **days)}
    )
    assert "The last day is before the first: swap them." in text_of(answer)
    assert b'value="4 Reed Lane"' in answer.content
    assert not empty.review.places.exists()


def test_people_are_merged_with_a_reason_and_parted_again(empty, client):
    double = family.add_person(empty.review, said=PersonSaid("D Tallow", aliases=("Dora Tallow",)), by=empty.lead)
    assert "Perhaps one person named twice" in text_of(as_lead(client, empty).get(page(empty, "household")))
    address = page(empty, "person", double.key)
    client.post(address, {"do": "merge", "merge-into": "mother", "merge-reason": "Same date of birth in both files"})
    double.refresh_from_db()
    assert double.merged_into.key == "mother"
    assert "Same date of birth in both files" in text_of(client.get(address))
    assert "D Tallow" in text_of(client.get(page(empty, "person", "mother")))
    client.post(address, {"do": "part"})
    double.refresh_from_db()
    assert double.merged_into is None


def test_what_was_said_of_a_merged_person_is_shown_and_taken_back_at_the_other_one(empty, client):
    mother, wren = (empty.review.people.get(key=key) for key in ("mother", "wren"))
    double = family.add_person(empty.review, said=PersonSaid("D Tallow"), by=empty.lead)
    family.add_relation(double, kind=Kinship.PARENT, other=wren, by=empty.lead)
    family.add_residence(double, place=None, new_place="4 Reed Lane", by=empty.lead)
    family.merge_people(double, into=mother, reason="The same", by=empty.lead)
    shown = text_of(as_lead(client, empty).get(page(empty, "household")))
    assert "Parent of Wren Tallow" in shown
    assert "D Tallow" in text_of(client.get(page(empty, "person", "mother")))
    assert "4 Reed Lane: beginning not known" in text_of(client.get(page(empty, "person", "mother")))
    client.post(page(empty, "person", "mother"), {"do": "drop-residence", "row": empty.review.residences.get().pk})
    assert not empty.review.residences.exists()


@pytest.fixture
def named(empty):
    hand_in(empty, "csc", "more.csv", NOTES)
    return empty


def open_name(made):
    return f"{page(made, 'unknown_people')}?name={made.review.unknown_names.get().pk}"


def test_an_unknown_name_is_shown_with_its_entries_and_named(named, client):
    listed = text_of(as_lead(client, named).get(page(named, "unknown_people")))
    assert "Sandra Holt Entries: 1 It may be: adult, neighbour" in listed
    assert "worried about shouting next door" in text_of(client.get(open_name(named)))
    born = {f"{name}_{part}": "" for name in ("born", "died") for part in ("day", "month", "year")}
    client.post(open_name(named), {"do": "name", "name": "Sandra Holt", "role": "neighbour", "aliases": "", **born})
    assert named.review.people.get(key="sandra-holt").role == "neighbour"
    assert "Named as a new person" in text_of(client.get(page(named, "unknown_people")))


def test_an_unknown_name_is_somebody_else_or_set_aside_and_both_are_taken_back(named, client):
    name = named.review.unknown_names.get()
    as_lead(client, named).post(open_name(named), {"do": "merge", "merge-person": "mother", "merge-reason": ""})
    name.refresh_from_db()
    assert (name.state, name.person.key) == ("merged", "mother")
    assert "Sandra Holt" in text_of(client.get(page(named, "person", "mother")))
    client.post(open_name(named), {"do": "undo"})
    client.post(open_name(named), {"do": "aside", "aside-reason": "A passer-by"})
    name.refresh_from_db()
    assert (name.state, name.reason, name.person) == ("aside", "A passer-by", None)


def test_who_may_only_look_changes_nothing(named, client):
    client.force_login(named.panel)
    shown = client.get(page(named, "household")).content + client.get(page(named, "person", "mother")).content
    assert b'name="do"' not in shown
    assert client.post(open_name(named), {"do": "aside", "aside-reason": ""}).status_code == 403
    assert named.review.unknown_names.get().state == "open"
    assert AuditEvent.objects.filter(action="refused:family:change", by=named.panel).exists()


def test_names_and_people_of_another_review_are_not_found(named, client):
    as_lead(client, named)
    for wrong in ("0", "999999", "x", "-1", "9" * 40, "²"):
        assert client.get(f"{page(named, 'unknown_people')}?name={wrong}").status_code == 404
    assert client.get(page(named, "person", "nobody")).status_code == 404
    sent = {"do": "drop-relation", "row": "9" * 40}
    assert client.post(page(named, "person", "mother"), sent).status_code == 404


def test_a_place_is_named_and_changed(empty, client):
    address = page(empty, "family_places")
    as_lead(client, empty).post(address, {"name": "4 Reed Lane", "kind": "home", "aliases": "No 4"})
    client.post(f"{address}?place=4-reed-lane", {"name": "4 Reed Lane", "kind": "home", "aliases": "No 4\nthe flat"})
    assert empty.review.places.get().aliases == ["No 4", "the flat"]


def test_household_asks_the_database_the_same_number_of_times_however_large(
    empty, client, django_assert_max_num_queries
):
    for number in range(12):
        one = family.add_person(empty.review, said=PersonSaid(f"Kin {number}", "aunt"), by=empty.lead)
        family.add_relation(one, kind=Kinship.SIBLING, other=empty.review.people.get(key="mother"), by=empty.lead)
    as_lead(client, empty)
    with django_assert_max_num_queries(30):
        client.get(page(empty, "household"))
