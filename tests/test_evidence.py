"""The sentence around the words: where it begins and ends."""

from __future__ import annotations

import pytest

from twingraph.model import Span
from twingraph.serve.evidence import find_sentence


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        pytest.param("One. Two three. Four.", "three", "Two three.", id="full stop"),
        pytest.param("Title\n\nBonn is twinned.", "Bonn", "Bonn is twinned.", id="blank line"),
        pytest.param("Title\r\n\r\nBonn is twinned.", "Bonn", "Bonn is twinned.", id="blank line, CR LF"),
        pytest.param("---\ntitle: T\n---\nStadt Bonn", "Bonn", "Stadt Bonn", id="front matter"),
        pytest.param("---\r\ntitle: T\r\n---\r\nStadt Bonn", "Bonn", "Stadt Bonn", id="front matter, CR LF"),
        pytest.param("Es sprach Dr. Geisel. Ende.", "Geisel", "Es sprach Dr. Geisel.", id="title"),
        pytest.param("Am 10. Oktober in Bonn.", "Bonn", "Am 10. Oktober in Bonn.", id="day"),
        pytest.param(
            "Es sprach Dr.\nGeisel.", "Geisel", "Es sprach Dr.\nGeisel.", id="title at a line's end"
        ),
    ],
)
def test_the_sentence_around_the_words(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    found = find_sentence(text, Span(start, start + len(words)))
    assert text[found.start : found.end] == sentence
