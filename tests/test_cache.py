"""Extractions come back from the cache as they went in, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twingraph.cache import ExtractionCache, decode, encode
from twingraph.errors import StoreError
from twingraph.model import Entity, Evidence, Extraction, Fact, Literal, PartialDate, PressRelease, Span

RELEASE = PressRelease(
    "a", "Köln\r\n\u2028", "0" * 64, "de", title="Köln", title_span=Span(0, 4), issued=PartialDate(2020, 5)
)
EXTRACTION = Extraction(
    RELEASE,
    (Entity("city/1", "City", "Köln", ("Köln", "@city/2")),),
    (
        Fact("city/1", "rdf:type", "tg:City", Evidence((Span(0, 4), Span(1, 2)), "made", 0.5, "planned")),
        Fact("city/1", "rdfs:label", Literal("Köln", language="de"), Evidence((Span(0, 4),), "made")),
    ),
    (Span(2, 3),),
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
spans = st.builds(Span, st.integers(0, 9), st.integers(0, 9))
evidence = st.builds(Evidence, st.lists(spans, min_size=1).map(tuple), texts, st.floats(0, 1), texts)
literals = st.builds(Literal, texts, st.none() | texts, st.none() | texts)
facts = st.builds(Fact, texts, texts, texts | literals, evidence)


@given(st.lists(facts).map(tuple), texts, st.none() | texts)
def test_every_extraction_comes_back(made: tuple[Fact, ...], text: str, title: str | None) -> None:
    release = PressRelease("x", text, "", "de", title=title)
    extraction = Extraction(release, (), made)
    json_text = encode(extraction)
    assert decode(Extraction, json.loads(json_text)) == extraction
    assert encode(decode(Extraction, json.loads(json_text))) == json_text


def test_what_was_put_is_got(tmp_path: Path) -> None:
    ExtractionCache(tmp_path / "cache").put("k", EXTRACTION)
    assert ExtractionCache(tmp_path / "cache").get("k") == EXTRACTION
    assert ExtractionCache(tmp_path / "cache").get("other") is None


def test_without_a_folder_nothing_is_kept() -> None:
    cache = ExtractionCache(None)
    cache.put("k", EXTRACTION)
    cache.put_checked(["d"])
    cache.prune()
    assert cache.get("k") is None
    assert cache.checked() == set()


@pytest.mark.parametrize("cut", [0, 1, 64, 65, 66, 200, -1])
def test_a_file_that_was_cut_short_is_not_believed(tmp_path: Path, cut: int) -> None:
    cache = ExtractionCache(tmp_path)
    cache.put("k", EXTRACTION)
    content = (tmp_path / "k.json").read_bytes()
    (tmp_path / "k.json").write_bytes(content[:cut])
    assert cache.get("k") is None


def test_records_of_another_shape_are_not_believed() -> None:
    with pytest.raises(KeyError):
        decode(Span, {"start": 1})
    with pytest.raises(TypeError):
        decode(Span, {"start": 1, "end": "2"})


def test_prune_forgets_what_nobody_asked_for(tmp_path: Path) -> None:
    cache = ExtractionCache(tmp_path)
    for key in ("old", "new"):
        cache.put(key, EXTRACTION)
    (tmp_path / "dead.json.new").write_text("half")
    cache = ExtractionCache(tmp_path)
    cache.put_checked(["d", "e"])
    assert cache.get("new") == EXTRACTION
    cache.prune()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checked", "new.json"]
    assert cache.checked() == {"d", "e"}


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written"):
        ExtractionCache(tmp_path / "cache").put("k", EXTRACTION)
