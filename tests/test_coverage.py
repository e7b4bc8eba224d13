"""Sentences with a trigger word that no rule explained: listed, counted, kept in the graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from made_texts import extract
from twingraph.coverage import cover_extraction, cover_releases, read_coverage
from twingraph.errors import ReadError
from twingraph.query import load_query
from twingraph.store import EmbeddedStore

HEAD = "Ulm und Angers\n\nUlm, 4. Mai 2020\n\n"
CLEAR = "Ulm und Angers verbindet seit 1967 eine Städtepartnerschaft."
DARK = "Die Unterzeichnung in Berlin war gestern kein Thema im Rathaus."
QUESTION = load_query("unexplained").sparql


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{HEAD}{CLEAR} Es regnete.\n\n{DARK}\n", "utf-8")
    (folder / "b.txt").write_text(f"{HEAD}{CLEAR}\n", "utf-8")
    return folder


def test_a_sentence_that_gave_a_fact_is_explained() -> None:
    covered = cover_extraction(extract(CLEAR, issued="2020-05-04", issuer="Stadt Ulm"))
    assert (covered.triggers, covered.gaps) == (1, ())


def test_a_sentence_that_gave_none_is_listed_with_line_and_words() -> None:
    extraction = extract(f"{CLEAR} Es regnete.\n\n{DARK}", issued="2020-05-04", issuer="Stadt Ulm")
    covered = cover_extraction(extraction)
    [gap] = covered.gaps
    assert (covered.triggers, gap.line, gap.words) == (2, 3, DARK)
    assert extraction.release.text[gap.start : gap.end] == gap.words


def test_a_sentence_without_a_trigger_word_is_none_of_it() -> None:
    assert cover_extraction(extract("In Ulm regnete es.", issued="2020-05-04")).triggers == 0


def test_the_store_keeps_the_ledger_that_reading_gives(folder: Path, tmp_path: Path) -> None:
    built = run("build", folder, "--store", tmp_path / "store")
    assert "1 of 3 sentences with a trigger word (33.3 %)" in built.stdout
    with EmbeddedStore(tmp_path / "store") as store:
        kept = read_coverage(store, QUESTION)
    assert [(r.release, r.triggers, [(g.line, g.words) for g in r.gaps]) for r in kept.releases] == [
        ("a", 2, [(7, DARK)]),
        ("b", 1, []),
    ]
    assert (kept.triggers, kept.unexplained, round(kept.share, 3)) == (3, 1, 0.333)
    read, shown = run("coverage", folder), run("coverage", "--store", tmp_path / "store")
    assert read.stdout == shown.stdout
    assert f"line 7: {DARK}" in shown.stdout
    assert run("validate", "--store", tmp_path / "store").returncode == 0


def test_a_release_that_is_withdrawn_takes_its_ledger_along(folder: Path, tmp_path: Path) -> None:
    run("build", folder, "--store", tmp_path / "store")
    run("build", folder / "b.txt", "--store", tmp_path / "store")
    with EmbeddedStore(tmp_path / "store") as store:
        assert read_coverage(store, QUESTION).unexplained == 0


def test_json_holds_the_same(folder: Path) -> None:
    found = json.loads(run("coverage", folder, "--format", "json").stdout)
    assert (found["triggers"], found["unexplained"], found["skipped"]) == (3, 1, [])
    assert [release["release"] for release in found["releases"]] == ["a", "b"]
    assert found["releases"][0]["gaps"][0]["words"] == DARK


def test_what_cannot_be_read_is_skipped_with_its_reason(folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"")
    result = run("coverage", folder)
    assert result.returncode == 3
    assert f"skipped {folder / 'c.txt'}: the file is empty" in result.stdout


def test_an_error_of_reading_does_not_end_it(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        raise ReadError(path, "no text", "give another")

    report = cover_releases([tmp_path], fail)  # type: ignore[arg-type]
    assert report.skipped == [(str(tmp_path), "no text; give another")]
    assert report.share == 0
