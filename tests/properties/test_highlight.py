"""Marks in a text stand exactly at the words that are quoted, however quotes touch, overlap or nest."""

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from keymoments.analysis import layout
from keymoments.export.highlight import marked, pieces_of

texts = st.text(st.sampled_from("ab <&\r\n\x07␦é😀\"'"), max_size=40)


@st.composite
def quoted(draw):
    text = draw(texts)
    places = st.integers(0, len(text))
    spans = []
    for number in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(places), draw(places)))
        spans.append((start, end, text[start:end], f"q{number}"))
    return text, spans


@given(quoted())
def test_pieces_are_the_whole_text_and_each_knows_its_quotes(made):
    text, spans = made
    pieces = pieces_of(text, spans)
    assert "".join(piece.text for piece in pieces) == layout.shown(text)
    for start, end, words, says in spans:
        marked = "".join(piece.text for piece in pieces if says in piece.says)
        if "\r" not in text:  # a line end of two characters is never cut in two
            assert marked == layout.shown(text[start:end]) == layout.shown(words)
        else:
            assert layout.line_feeds(text).count("\n") == layout.unshown(layout.shown(text)).count("\n")


@given(quoted())
def test_marks_in_the_page_hold_the_quoted_words_and_the_text_stays_whole(made):
    text, spans = made
    text = text.replace("\r", "")
    spans = [(start, end, text[start:end], says) for start, end, _, says in spans if end <= len(text)]
    paragraph = lxml.html.fromstring(f"<p>{marked(text, spans)}</p>")
    assert paragraph.text_content() == layout.shown(text)
    covered = {place for start, end, _, _ in spans for place in range(start, end)}
    wanted = "".join(layout.shown(text[place]) for place in sorted(covered))
    assert "".join(mark.text_content() for mark in paragraph.iter("mark")) == wanted


@given(texts, st.integers(-50, 50), st.integers(-50, 50), texts)
def test_words_that_do_not_stand_there_are_never_marked(text, start, end, words):
    for piece in pieces_of(text, [(start, end, words, "q")]):
        if piece.says:
            assert 0 <= start < end <= len(text)
            assert text[start:end] == words
