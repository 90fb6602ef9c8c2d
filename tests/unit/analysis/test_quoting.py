"""Quotes are whole sentences."""

import pytest

from keymoments.analysis.quoting import MOST, first_passage, passage, sentences, widened


def around(text, words, wide=False):
    start = text.index(words)
    kept = passage(text, start, start + len(words))
    kept = widened(text, kept) if wide else kept
    return text[kept.start : kept.end], kept.left, kept.right


def parts(text):
    return [text[start:end] for start, end in sentences(text)]


def test_the_whole_sentence_stands_around_the_words():
    text = "Rang the flat about the referral. Dad said the boy fell off the swing, nobody saw it. Will ring again."
    assert around(text, "fell") == ("Dad said the boy fell off the swing, nobody saw it.", False, False)


def test_a_question_brings_its_answer():
    text = "Saw Ned by the pegs. Asked him how he got the mark? He looked at his shoes and said nothing. Bell went."
    assert around(text, "Asked")[0] == "Asked him how he got the mark? He looked at his shoes and said nothing."


def test_a_sentence_that_says_too_little_brings_its_neighbour():
    assert around("Father says she fell off. Accepted.", "Accepted")[0] == "Father says she fell off. Accepted."
    assert around("Seen. Quiet and pale today.", "Seen")[0] == "Seen. Quiet and pale today."


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Oakes and Dr. Lyle saw the boy at 2.10 p.m. in room no. 9 with his aunt.",
        "Call from L. Oakes, e.g. about the bruise, approx. 2 cm wide, wk. of the fair.",
        "He was found on the stairs of the block by a neighbour who\nrang the police from the shop next door.",
    ],
)
def test_abbreviations_and_broken_lines_end_no_sentence(text):
    assert parts(text) == [text]


def test_an_answer_of_one_word_an_empty_line_and_a_list_end_sentences():
    assert parts("Hurt? No. Went home.") == ["Hurt?", "No.", "Went home."]
    assert parts("First part\n\nsecond part") == ["First part", "second part"]
    assert parts("To do:\n- ring school\n- see the girl alone") == ["To do:", "- ring school", "- see the girl alone"]


def test_only_a_sentence_that_is_longer_is_cut_and_never_inside_a_word():
    text = "Word " * 100 + "bruise " + "later " * 100 + "end."
    words, left, right = around(text, "bruise")
    assert left
    assert right
    assert len(words) <= MOST
    assert set(words.split()) == {"Word", "bruise", "later"}


def test_as_many_sentences_beside_it_as_there_is_room_for():
    assert around("One is here. Two is here now. Three is here.", "Two", wide=True)[0].startswith("One is here. Two")
    long = "A" * 200 + " begins. The boy was found there. " + "B" * 290 + " ends."
    assert around(long, "found", wide=True)[0] == "A" * 200 + " begins. The boy was found there."


def test_how_a_text_begins_is_whole_sentences():
    kept = first_passage("One two three. Four five six. Seven eight.", most=30)
    assert (kept.start, kept.end, kept.right) == (0, 29, False)
    assert first_passage("").end == 0
