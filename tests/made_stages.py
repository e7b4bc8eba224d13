"""Stages that read files of the kind that ``made_releases`` writes: real files, one rule, no lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from made_releases import PLACES, city_iri, planned, twinning
from twingraph.errors import ReadError
from twingraph.model import Evidence, Extraction, Fact, LinkedRelease, Literal, Place, PressRelease, Span
from twingraph.pipeline import Stages


def write_releases(folder: Path, count: int) -> list[Path]:
    """Write *count* releases to *folder* and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"r{number:04d}.txt"
        path.write_bytes(twinning(path.stem, str(1900 + number % 100)).release.text.encode())
    return sorted(folder.iterdir())


def find(paths: Sequence[Path]) -> list[Path]:
    found = [file for path in paths for file in (path.rglob("*.txt") if path.is_dir() else [path])]
    if not found:
        raise ReadError(paths[0], "no release in this folder", "give .txt files")
    return found


def read(path: Path) -> PressRelease:
    text = path.read_bytes().decode()
    if not text.strip():
        raise ReadError(path, "the file is empty", "remove it")
    return twinning(path.stem, _year(text) or "1900").release if _year(text) else planned(path.stem).release


def extract(release: PressRelease) -> Extraction:
    span = Span(0, 4)
    fact = Fact("city/1", "rdfs:label", Literal("Köln", language="de"), Evidence((span,), "made", 0.5))
    return Extraction(release, (), (fact, Fact("city/1", "rdf:type", "tg:City", fact.evidence)), (span,))


def link(extractions: list[Extraction]) -> tuple[list[LinkedRelease], dict[str, Place]]:
    linked = []
    for extraction in extractions:
        release = extraction.release
        year = _year(release.text)
        linked.append(twinning(release.id, year) if year else planned(release.id))
    return linked, {city_iri(name): place for name, place in PLACES.items()}


def _year(text: str) -> str | None:
    match = re.search(r"seit (\d{4})", text)
    return match[1] if match else None


def made_stages(version: str = "1") -> Stages:
    return Stages(find=find, read=read, extract=extract, link=link, version=version)
