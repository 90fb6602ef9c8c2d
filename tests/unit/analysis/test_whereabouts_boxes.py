"""A tick box against the words beside it: both sides, and only those that disagree."""

from dataclasses import replace

import pytest
from tests.invented_sightings import NO, SILENT, YES, quote, told

from keymoments.analysis.sightings.ticks import TickWords
from keymoments.analysis.whereabouts_boxes import against
from keymoments.knowledge.packs_on_disk import pack_chain
from keymoments.knowledge.vocabulary import vocabulary_of

TEXT = "Linnet was at nursery all day today. Spoke to Mum only, on the step."


@pytest.fixture(scope="module")
def words():
    return TickWords(vocabulary_of(pack_chain("england", ())).contacts)


def test_the_box_that_disagrees_stands_against_the_words_on_its_question(words):
    sighting = replace(told("linnet", NO, NO), quotes=(
        quote("seen=no", TEXT, "Linnet was at nursery"), quote("spoken_to=no", TEXT, "Spoke to Mum only"),
    ))  # fmt: skip
    columns = (("Worker", "Y Day"), ("Child seen?", "Y"), ("Child spoken to?", "N"))
    sides = against(sighting, TEXT, columns, words, ("linnet",))
    assert sides.boxes == (("Child seen?", "Y"),)
    assert (sides.words, sides.whole) == (("Linnet was at nursery all day today.",), False)


def test_a_box_that_says_alone_disagrees_where_the_words_do_not(words):
    text = "All of them in the front room with Nan."
    sides = against(told("linnet", YES, SILENT, SILENT), text, (("Seen alone?", "Yes"),), words, ("linnet",))
    assert sides.boxes == (("Seen alone?", "Yes"),)
    assert (sides.words, sides.whole) == ((text,), True)


def test_a_box_of_another_child_is_left_out(words):
    sides = against(told("linnet", NO), TEXT, (("Child seen?", "N / Y"),), words, ("linnet", "wick"))
    assert sides.boxes == (("Child seen?", "N"),)


def test_where_no_box_can_be_told_to_disagree_all_that_answer_are_shown(words):
    sides = against(told("linnet", YES), TEXT, (("Child seen?", "Y"),), words, ("linnet",))
    assert sides.boxes == (("Child seen?", "Y"),)


def test_a_long_narrative_is_cut_at_a_word(words):
    sides = against(told("linnet", SILENT), "word " * 300, (("Seen?", "Y"),), words, ("linnet",))
    assert len(sides.words[0]) < 410
    assert sides.words[0].endswith("word …")
