"""Key words that scanning or typing damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_texts import agreements, extract
from twingraph.extract.mending import repaired
from twingraph.extract.normalise import normalise
from twingraph.lexicon import read_words
from twingraph.settings import resource_dir

ROWS = sorted(read_words(resource_dir("data") / "lexicon" / "mended.tsv"))
WORDS = [word for word in ROWS if not word.startswith("=")]


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Städtepartnerschat", "Städtepartnerschaft"),
        ("Bürgermeistre", "Bürgermeister"),
        ("unterzeichnxt", "unterzeichnet"),
        ("STÄDTEPARTNERSCHAT", "STÄDTEPARTNERSCHAFT"),
        ("jumelqge", "jumelage"),
    ],
)
def test_one_letter_is_mended(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "word",
    [
        "Bürgermeisterin",
        "Partnership",
        "Vertrag",
        "unterzeichnender",
        "Berlin",
        "accords",
        "Leiter",
        "Kollege",
        "Präsidenten",
        "charte",
        "présidence",
        "chantier",
        "resident",
        "Carter",
        "Chartier",
        "letter",
        "college",
    ],
)
def test_other_words_stay(word: str) -> None:
    assert repaired(word) is None


@given(st.sampled_from(WORDS), st.data())
def test_a_word_without_one_of_its_letters_is_mended_or_left_alone(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    right = repaired(word[:at] + word[at + 1 :])
    assert right is None or right.lower() in {w.lower() for w in WORDS}


def test_the_damaged_word_stays_the_evidence() -> None:
    text = "Die Städtepartnerschat mit Lille lebt."
    normal = normalise(text)
    start = normal.text.index("Städtepartnerschaft")
    span = normal.span(start, start + len("Städtepartnerschaft"))
    assert text[span.start : span.end] == "Städtepartnerschat"


@pytest.mark.parametrize("word", ["ERNEUER", "Städtepartnerschat", "Bürgermeisterr"])
def test_every_letter_of_a_mended_word_comes_from_some(word: str) -> None:
    normal = normalise(word)
    spans = [normal.span(i, i + 1) for i in range(len(normal.text))]
    assert all(0 <= span.start < span.end <= len(word) for span in spans)


def test_a_damaged_release_is_read_all_the_same() -> None:
    text = "Stadt Gera\n3. Mai 2021\n\nDie Städtepartnerschat mit Pilsen wurde 1987 gegründet."
    assert "twinning Gera+Pilsen" in agreements(extract(text, issued="2021-05-03"))
