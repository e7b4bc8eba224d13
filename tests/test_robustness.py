"""Texts that are cut, shouted, repeated, damaged, or no texts at all."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_texts import GAZETTEER, LEXICON, extract, make_release
from twingraph.evaluation import evaluate
from twingraph.extract import extract_release
from twingraph.read import read_release

SHARED = Path(__file__).resolve().parents[2] / "shared" / "releases" / "dev"
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "releases"
TEXTS = sorted(p for p in SAMPLES.glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_a_text_may_be_cut_anywhere(path: Path) -> None:
    release = read_release(path)
    for at in range(1, len(release.text), 97):
        for part in (release.text[:at], release.text[at:]):
            extract(part, release.language, issued="2020-01-01")


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_a_text_may_be_shouted_or_whispered(path: Path) -> None:
    release = read_release(path)
    for text in (release.text.upper(), release.text.lower(), release.text.swapcase()):
        every_span_reproduces_its_words(text, release.language)


def every_span_reproduces_its_words(text: str, language: str) -> None:
    result = extract(text, language, issued="2020-01-01")
    for fact in result.facts:
        for span in fact.evidence.spans:
            assert 0 <= span.start < span.end <= len(text)


def test_repeating_a_text_adds_no_facts() -> None:
    release = read_release(TEXTS[0])
    once = {
        (f.subject, f.predicate, str(f.object)) for f in extract_release(release, LEXICON, GAZETTEER).facts
    }
    many = make_release((release.text + "\n\n") * 20, release.language)
    again = {(f.subject, f.predicate, str(f.object)) for f in extract_release(many, LEXICON, GAZETTEER).facts}
    assert len(again) < 1.5 * len(once)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_characters_are_read_without_an_error(text: str) -> None:
    for language in ("de", "en", "fr"):
        every_span_reproduces_its_words(text or "x", language)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_any_order_of_words_is_read_without_an_error(seed: int) -> None:
    chance = random.Random(seed)
    words = " ".join(path.read_text("utf-8") for path in TEXTS).split()
    text = " ".join(chance.choice(words) for _ in range(200))
    every_span_reproduces_its_words(text, chance.choice(["de", "en", "fr"]))


def damaged(text: str, seed: str, share: float = 0.02) -> str:
    """Return *text* with some of its characters lost, wrong or doubled."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    out = []
    for character in text:
        if character.isalpha() and chance.random() < share:
            out.append(chance.choice(["", chance.choice(letters), character * 2]))
        else:
            out.append(character)
    return "".join(out)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there: it belongs to no checkout")
def test_damage_costs_little() -> None:
    """Two characters of a hundred lost, wrong or doubled: most is found all the same."""

    def read(path: Path, *, harm: bool) -> object:
        release = read_release(path)
        text = damaged(release.text, path.stem) if harm else release.text
        given = make_release(text, release.language)
        return extract_release(given, LEXICON, GAZETTEER)

    whole = evaluate(SHARED, lambda path: read(path, harm=False), None).entities.f1  # type: ignore[arg-type,return-value]
    harmed = evaluate(SHARED, lambda path: read(path, harm=True), None).entities.f1  # type: ignore[arg-type,return-value]
    assert harmed >= 0.8 * whole
