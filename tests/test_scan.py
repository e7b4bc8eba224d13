"""Where patterns are tried: nothing is lost by trying them only around the words that they need."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_texts import LEXICON, extract
from twingraph.extract.gates import gate_of
from twingraph.extract.normalise import normalise
from twingraph.extract.pattern_words import Word, fold
from twingraph.extract.scan import Scan, Scanner, scanner_of
from twingraph.lexicon import LANGUAGES
from twingraph.read import read_release
from twingraph.settings import resource_dir

SAMPLES = sorted((resource_dir("data") / "releases").glob("*.txt")) + sorted(
    (Path(__file__).parent / "gold" / "read").glob("*.txt")
)

OWN = {language: {p.name for p in SAMPLES if read_release(p).language == language} for language in LANGUAGES}
"""The texts of each language, which are tried in more shapes than those of others."""


@pytest.mark.parametrize(
    ("pattern", "flags", "needs", "blanks"),
    [
        pytest.param(r"Amt für \w+", 0, [{"Amt für "}], 2, id="words in a row"),
        pytest.param(r"(?:Amt|Haus) [A-Z]", re.I, [{"amt ", "haus "}], 1, id="alternatives, folded"),
        pytest.param(r"zu(?:m|r)? Fest", 0, [{"zu Fest", "zum Fest", "zur Fest"}], 1, id="options"),
        pytest.param(r"\w+(?:haus|heim)", 0, [{"haus", "heim"}], 0, id="behind any letters"),
        pytest.param(r"abc.{0,3}cde", 0, [{"abc"}, {"cde"}], 3, id="two needs"),
        pytest.param(r"abc[^.]*", 0, [{"abc"}], None, id="without limit"),
        pytest.param(r"abc(?! \d)", 0, [{"abc"}], 1, id="what must not follow counts"),
        pytest.param(r"\w+(?= abc)", 0, [{" abc"}], 1, id="what must follow is a need"),
        pytest.param(r"\d\. Mai", 0, [{f"{d}. Mai" for d in range(10)}], 1, id="digits"),
        pytest.param(r"\w+ ", 0, [], 1, id="no word"),
    ],
)
def test_the_gate_of_a_pattern(pattern: str, flags: int, needs: list[set[str]], blanks: int | None) -> None:
    gate = gate_of(re.compile(pattern, flags))
    assert {frozenset(need.words) for need in gate.telling} == {frozenset(words) for words in needs}
    assert gate.blanks == blanks


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        pytest.param(
            r"(?:im )?\b(?:mai|mar)\b", {"mai": Word(1, True, True), "mar": Word(1, True, True)}, id="b"
        ),
        pytest.param(r"[a-z]+ \w*rat(?!\w)", {"rat": Word(1, True, True)}, id="no letter behind"),
        pytest.param(r"(?:\w*rat|amt-\w+)\b", {"rat": Word(0, True, True), "amt-": Word(0)}, id="one of two"),
        pytest.param(r"[a-z]\.?tel\.\b", {"tel.": Word(0, True)}, id="behind a full stop"),
    ],
)
def test_how_the_words_of_a_gate_stand(pattern: str, words: dict[str, Word]) -> None:
    assert words in [need.words for need in gate_of(re.compile(pattern)).needs]


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nothing_is_lost_in_samples(path: Path, language: str) -> None:
    text = normalise(path.read_text("utf-8")).text
    own = path.name in OWN[language]
    for variant in (text, text.upper(), _shuffled(text)) if own else (text,):
        assert_nothing_lost(variant, language)


def _shuffled(text: str) -> str:
    """Return the words of *text* in another order: other neighbours, other windows that touch."""
    words = text.split(" ")
    random.Random(5).shuffle(words)
    return " ".join(words)


PIECES = st.sampled_from(
    [
        "Amt für Kultur",
        "am 3. Mai 2019",
        "Stadtmuseum",
        "Bürgermeisterin Anna Berg",
        "seit 1962",
        "„Haus“",
        "die polnische",
        "Partnerstadt",
        "Städtepartnerschaft mit",
        "\n",
        "\n\n",
        " ",
        ",",
        ".",
        "İzmir",
        "ſein",
        "KÖLN",
        "heute",
        "gestern",
        "Dr. ",
        "(SKEW)",
        "http://a.de/x",
        "Ausschuss für Bau",
        "Friday, May 5th",
        "jumelage",
        "mayor of",
    ]
)


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map(" ".join))
def test_nothing_is_lost_in_anything(text: str) -> None:
    for language in ("de", "en", "fr"):
        assert_nothing_lost(text, language)


def assert_nothing_lost(text: str, language: str) -> None:
    scanner = scanner_of(LEXICON, language)
    if not scanner.patterns:
        extract("Köln unterzeichnete am 3. Mai 2019 einen Vertrag.", language)
    scan = Scan(text, scanner)
    for pattern in scanner.patterns:
        gated = [match.span() for match in scan.finditer(pattern)]
        assert gated == [match.span() for match in pattern.finditer(text)], pattern.pattern[:80]


def test_the_first_text_is_searched_as_the_second() -> None:
    pattern, text = re.compile(r"Amt|Kultur"), "Amt für Kultur"
    scanner = Scanner()
    for _ in range(2):
        assert [match.group() for match in Scan(text, scanner).finditer(pattern)] == ["Amt", "Kultur"]


def test_a_pattern_is_held_where_its_words_stand() -> None:
    pattern, scanner = re.compile(r"(?:Amt|Referat) für"), Scanner()
    scanner.know(pattern)
    scan = Scan("Das Referat für Kultur tagt.", scanner)
    assert scan.holds(pattern, 0, 20)
    assert not scan.holds(pattern, 15, 27)


@given(st.text())
def test_folding_keeps_the_number_of_characters(text: str) -> None:
    assert len(fold(text)) == len(text)
