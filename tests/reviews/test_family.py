"""Who belongs to the family is said by people alone, kept, and taken back without loss."""

from __future__ import annotations

import datetime

import pytest
from tests.invented_review import hand_in

from keymoments.analysis.household import Kinship
from keymoments.reviews import bridge, jobs
from keymoments.reviews.models import AuditEvent, Entry, FamilyPerson, Job, UnknownName
from keymoments.reviews.operations import family, unknown_people
from keymoments.reviews.operations.family import Period, PersonSaid
from keymoments.reviews.operations.operation import NotAllowed, Refused

DAY = datetime.date
NOTES = """Date,Case note
03/05/2021,"Sandra Holt (neighbour) rang, worried about shouting next door."
10/05/2021,"Sandra Holt rang again. Wren seen in the garden."
12/05/2021,"Mr Kendrick rang about the tenancy."
"""


@pytest.fixture
def named(empty):
    """A review whose records name two people whom nobody has told about."""
    hand_in(empty, "csc", "more.csv", NOTES)
    return empty


def unknown(made, written) -> UnknownName:
    return made.review.unknown_names.get(written=written)


def person(made, key) -> FamilyPerson:
    return made.review.people.get(key=key)


def added(made, name, **said) -> FamilyPerson:
    return family.add_person(made.review, said=PersonSaid(name, **said), by=made.lead)


def again(made):
    jobs.work_on(until_empty=True)
    assert not Job.objects.filter(state=Job.State.FAILED).exists()
    return made


def test_names_that_nobody_placed_are_proposed_with_the_entries_that_name_them(named):
    found = unknown(named, "Sandra Holt")
    assert (found.state, found.count, found.guess) == ("open", 2, "adult, neighbour")
    texts = Entry.objects.filter(key__in=found.entries).values_list("text", flat=True)
    assert all("Sandra Holt" in text for text in texts)
    assert found.run == named.review.runs.first()


def test_a_named_person_is_found_in_the_entries_and_proposed_no_more(named):
    made = unknown_people.name_person(
        unknown(named, "Sandra Holt"), said=PersonSaid("Alexandra Holt", "neighbour"), by=named.lead
    )
    again(named)
    entry = Entry.objects.get(text__contains="shouting next door")
    assert made.key in entry.people
    assert made.aliases == ["Sandra Holt"]
    kept = unknown(named, "Sandra Holt")
    assert (kept.state, kept.person, kept.decided_by) == ("named", made, named.lead)


def test_a_name_that_is_somebody_else_counts_as_theirs_until_it_is_taken_back(named):
    name = unknown(named, "Sandra Holt")
    unknown_people.merge_unknown(name, person=person(named, "mother"), reason="Her maiden name", by=named.lead)
    again(named)
    entry = Entry.objects.get(text__contains="shouting next door")
    assert "mother" in entry.people
    unknown_people.undo_unknown(unknown(named, "Sandra Holt"), by=named.lead)
    again(named)
    entry.refresh_from_db()
    assert "mother" not in entry.people
    assert unknown(named, "Sandra Holt").state == "open"
    assert person(named, "mother").aliases == []


def test_what_was_decided_stays_when_the_records_are_analysed_again(named):
    unknown_people.set_unknown_aside(unknown(named, "Mr Kendrick"), reason="Housing clerk", by=named.lead)
    hand_in(named, "school", "later.csv", "Date,Event\n01/06/2021,MR KENDRICK rang. Mr Kendrick will write.\n")
    kept = unknown(named, "Mr Kendrick")
    assert (kept.state, kept.reason) == ("aside", "Housing clerk")
    assert kept.run == named.review.runs.first()


def test_an_open_name_that_no_record_has_any_more_is_gone(named):
    hand_in(named, "csc", "more.csv", "Date,Case note\n12/05/2021,Mr Kendrick rang about the tenancy.\n")
    assert list(named.review.unknown_names.values_list("written", flat=True)) == ["Mr Kendrick"]


def test_naming_is_taken_back_with_the_person_it_made(named):
    name = unknown(named, "Sandra Holt")
    made = unknown_people.name_person(name, said=PersonSaid("Sandra Holt", "neighbour"), by=named.lead)
    unknown_people.undo_unknown(name, by=named.lead)
    assert not named.review.people.filter(pk=made.pk).exists()


def test_naming_is_not_taken_back_while_more_hangs_on_the_person(named):
    name = unknown(named, "Sandra Holt")
    made = unknown_people.name_person(name, said=PersonSaid("Sandra Holt", "neighbour"), by=named.lead)
    family.add_relation(made, kind=Kinship.FRIEND, other=person(named, "mother"), by=named.lead)
    with pytest.raises(Refused):
        unknown_people.undo_unknown(name, by=named.lead)
    name.refresh_from_db()
    assert (name.state, name.person) == ("named", made)


def test_a_name_is_decided_once(named):
    name = unknown(named, "Sandra Holt")
    unknown_people.set_unknown_aside(name, by=named.lead)
    with pytest.raises(Refused):
        unknown_people.merge_unknown(name, person=person(named, "mother"), by=named.lead)


def test_of_two_who_decide_at_once_the_first_one_counts(named):
    mine, yours = unknown(named, "Sandra Holt"), unknown(named, "Sandra Holt")
    unknown_people.set_unknown_aside(mine, by=named.lead)
    with pytest.raises(Refused):
        unknown_people.name_person(yours, said=PersonSaid("Sandra Holt"), by=named.manager)
    assert not named.review.people.filter(name="Sandra Holt").exists()


def test_two_people_are_not_merged_into_each_other(empty):
    one, two = added(empty, "Theodora Marsh"), added(empty, "Teddy Marsh")
    stale = person(empty, two.key)
    family.merge_people(one, into=two, reason="Same", by=empty.lead)
    with pytest.raises(Refused):
        family.merge_people(stale, into=person(empty, one.key), reason="Same", by=empty.lead)


def test_a_merged_person_gives_the_names_and_comes_back_whole(empty):
    double = added(empty, "Theodora Marsh", role="mother", aliases=("Teddy M",))
    family.merge_people(double, into=person(empty, "mother"), reason="Maiden name, birth certificate", by=empty.lead)
    known = {one.id: one for one in bridge.people_of(empty.review)}
    assert known["mother"].aliases == ("Theodora Marsh", "Teddy M")
    assert double.key not in known
    family.part_people(double, by=empty.lead)
    known = {one.id: one for one in bridge.people_of(empty.review)}
    assert known["mother"].aliases == ()
    assert known[double.key].aliases == ("Teddy M",)


def test_names_go_through_every_merge(empty):
    one, two = added(empty, "Theodora Marsh"), added(empty, "T Tallow")
    family.merge_people(one, into=two, reason="Same", by=empty.lead)
    family.merge_people(two, into=person(empty, "mother"), reason="Same", by=empty.lead)
    known = {found.id: found for found in bridge.people_of(empty.review)}
    assert known["mother"].aliases == ("Theodora Marsh", "T Tallow")
    assert set(known) == {"wren", "mother"}


def test_twins_and_couples_are_never_merged(empty):
    twin = added(empty, "Robin Tallow", role="child", subject=True, born=DAY(2013, 5, 2))
    with pytest.raises(Refused, match="child of the review is never merged"):
        family.merge_people(twin, into=person(empty, "wren"), reason="Same birthday", by=empty.lead)
    partner = added(empty, "D Tallow", role="partner")
    family.add_relation(partner, kind=Kinship.PARTNER, other=person(empty, "mother"), by=empty.lead)
    with pytest.raises(Refused, match="two people"):
        family.merge_people(partner, into=person(empty, "mother"), reason="Same initial", by=empty.lead)


def test_people_born_on_different_days_are_not_merged(empty):
    wren = person(empty, "wren")
    other = added(empty, "Wren Tallow", born=DAY(2014, 5, 2))
    with pytest.raises(Refused, match="different days"):
        family.merge_people(other, into=wren, reason="Same name", by=empty.lead)


def test_the_program_merges_nobody_by_itself(named):
    added(named, "Dora Tallow", role="grandmother")
    again(named)
    assert not named.review.people.exclude(merged_into=None).exists()
    assert set(named.review.unknown_names.values_list("state", flat=True)) == {"open"}


@pytest.mark.parametrize(
    ("kind", "upper", "lower"), [(Kinship.PARENT, "wren", "mother"), (Kinship.GRANDPARENT, "wren", "mother")]
)
def test_nobody_is_their_own_ancestor(empty, kind, upper, lower):
    family.add_relation(person(empty, "mother"), kind=Kinship.PARENT, other=person(empty, "wren"), by=empty.lead)
    with pytest.raises(Refused, match="ancestor"):
        family.add_relation(person(empty, upper), kind=kind, other=person(empty, lower), by=empty.lead)


def test_the_same_relation_counts_once_from_both_sides_and_again_later(empty):
    mother, man = person(empty, "mother"), added(empty, "Joel Frith")
    said = {"kind": Kinship.PARTNER, "by": empty.lead}
    family.add_relation(mother, other=man, when=Period(DAY(2019, 1, 1), DAY(2019, 6, 1)), **said)
    with pytest.raises(Refused):
        family.add_relation(man, other=mother, when=Period(DAY(2019, 5, 1)), **said)
    assert family.add_relation(man, other=mother, when=Period(DAY(2020, 5, 1)), **said).pk


def test_a_relation_is_of_the_closed_set(empty):
    with pytest.raises(Refused, match="relations offered"):
        family.add_relation(person(empty, "mother"), kind="landlord", other=person(empty, "wren"), by=empty.lead)


def test_a_parent_is_older_than_the_child(empty):
    young = added(empty, "Kit Frith", born=DAY(2015, 1, 1))
    with pytest.raises(Refused, match="older"):
        family.add_relation(young, kind=Kinship.PARENT, other=person(empty, "wren"), by=empty.lead)


def test_a_home_is_said_once_for_a_time_and_fits_the_life(empty):
    home = family.add_place(empty.review, name="4 Reed Lane", kind="home", by=empty.lead)
    wren = person(empty, "wren")
    family.add_residence(wren, place=home, when=Period(DAY(2019, 1, 1), DAY(2020, 1, 1)), by=empty.lead)
    for begins, ends in (
        (DAY(2019, 6, 1), None),
        (None, None),
        (DAY(2012, 1, 1), DAY(2012, 2, 1)),
        (DAY(2021, 2, 1), DAY(2021, 1, 1)),
    ):
        with pytest.raises(Refused):
            family.add_residence(wren, place=home, when=Period(begins, ends), by=empty.lead)
    with pytest.raises(Refused):
        family.add_place(empty.review, name="4 REED LANE", kind="home", by=empty.lead)
    assert wren.residences.count() == 1


def test_a_review_keeps_a_child_it_is_about(empty):
    with pytest.raises(Refused, match="at least one child"):
        family.change_person(person(empty, "wren"), said=PersonSaid("Wren Tallow"), by=empty.lead)


def test_only_those_who_may_change_the_family_and_no_name_stands_in_the_audit(empty):
    with pytest.raises(NotAllowed):
        family.add_person(empty.review, said=PersonSaid("Joel Frith"), by=empty.panel)
    added(empty, "Joel Frith", aliases=("JF",))
    lines = AuditEvent.objects.filter(review=empty.review).values_list("action", "object", "fields")
    assert "review:person:add" in {line[0] for line in lines}
    assert "Frith" not in str(list(lines))


def test_two_people_of_one_name_get_short_names_of_their_own(empty):
    assert [added(empty, "Joël Frith").key, added(empty, "Joel Frith").key] == ["joel-frith", "joel-frith-2"]
