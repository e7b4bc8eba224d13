"""The word lists and the gazetteer that come with the program."""

from __future__ import annotations

import gzip
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from twingraph.errors import LexiconError
from twingraph.extract.nouns import SKELETON_TYPE
from twingraph.iris import CONCEPTS
from twingraph.lexicon import LANGUAGES, read_cues, read_gazetteer, read_lexicon, read_rows
from twingraph.settings import resource_dir

DATA = resource_dir("data")
LEXICON, GAZETTEER = DATA / "lexicon", DATA / "gazetteer"
COLUMNS = {
    "agreements": 4, "roles": 3, "topics": 3, "cues": 3, "institutions": 3, "projects": 3, "months": 3,
    "heads": 2, "feasts": 3,
    "countries": 7, "exonyms": 6, "demonyms": 3, "first_names": 1, "first_names_extra": 1,
    "not_names": 1, "historical": 1, "states": 1, "regions": 1, "mended": 1, "surnames": 1,
}  # fmt: skip
CUES = {
    "agreements": 2, "roles": 1, "topics": 1, "cues": 1, "institutions": 1, "projects": 1, "months": 1,
    "feasts": 1,
}  # fmt: skip


def rows(name: str) -> list[tuple[str, ...]]:
    return list(read_rows(LEXICON / f"{name}.tsv", COLUMNS[name]))


def test_every_list_is_tested_here() -> None:
    assert {path.stem for path in LEXICON.glob("*.tsv")} == set(COLUMNS)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_list_says_what_it_holds_and_has_no_row_twice(name: str) -> None:
    text = (LEXICON / f"{name}.tsv").read_text("utf-8")
    assert text.startswith("# ")
    assert [row for row, count in Counter(rows(name)).items() if count > 1] == []
    assert all(field == field.strip() for row in rows(name) for field in row)


@pytest.mark.parametrize("name", CUES)
def test_cues_compile_and_match_no_empty_text(name: str) -> None:
    cues = read_cues(LEXICON / f"{name}.tsv", CUES[name])
    assert cues
    for cue in cues:
        assert not re.compile(cue.pattern, re.I).fullmatch(""), cue.pattern
        assert set(cue.languages) <= set(LANGUAGES)


@pytest.mark.parametrize(
    ("name", "column", "scheme"), [("agreements", 1, "kind"), ("roles", 0, "role"), ("topics", 0, "topic")]
)
def test_cues_name_concepts_of_the_schemes(name: str, column: int, scheme: str) -> None:
    named = {cue.values[column] for cue in read_cues(LEXICON / f"{name}.tsv", CUES[name])}
    assert named - {"counterpart"} <= set(CONCEPTS[scheme])


def test_every_class_of_agreement_nouns_has_its_letter() -> None:
    assert {cue.values[0] for cue in read_lexicon().agreements} <= set(SKELETON_TYPE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_words_of_every_kind(language: str) -> None:
    lexicon = read_lexicon()
    for name in ("agreements", "roles", "topics", "cues", "projects", "months"):
        assert lexicon.patterns(name, language) != r"(?!)", name
    months = {c.values[0] for c in lexicon.months if language in c.languages}
    assert months == {f"m{n}" for n in range(1, 13)} | {f"w{n}" for n in range(7)}


def test_countries_have_codes_of_two_letters_and_names_in_three_languages() -> None:
    assert all(re.fullmatch("[A-Z]{2}", row[0]) and all(row) for row in rows("countries"))
    names = read_lexicon().country_names
    assert (names["Österreich"], names["Austria"], names["Autriche"]) == ("AT", "AT", "AT")


def test_exonyms_and_demonyms_point_to_towns_of_the_gazetteer() -> None:
    gazetteer = read_gazetteer()
    for exonym, language, kind, main, country, number in rows("exonyms"):
        place = gazetteer.place(int(number))
        assert (place.name, place.country) == (main, country), exonym
        assert (language in LANGUAGES, kind in ("exonym", "former", "short")) == (True, True), exonym
    for form, main, number in rows("demonyms"):
        assert gazetteer.place(int(number)).name == main, form


def test_a_few_hundred_exonyms_of_each_language() -> None:
    counts = Counter(row[1] for row in rows("exonyms"))
    assert all(counts[language] >= 200 for language in LANGUAGES)


def test_the_gazetteer_is_small_and_names_its_source() -> None:
    assert sum(path.stat().st_size for path in GAZETTEER.iterdir()) <= 8_000_000
    head = gzip.decompress((GAZETTEER / "places.tsv.gz").read_bytes())[:2_000].decode(errors="ignore")
    comment = "\n".join(line for line in head.splitlines() if line.startswith("#"))
    assert "GeoNames" in comment
    assert "CC BY 4.0" in comment


def test_every_place_has_a_country_and_stands_on_the_globe() -> None:
    gazetteer = read_gazetteer()
    assert len(gazetteer.rows) > 100_000
    for number in gazetteer.rows:
        place = gazetteer.place(number)
        assert re.fullmatch("[A-Z]{2}", place.country), place
        assert -90 <= place.latitude <= 90, place
        assert -180 <= place.longitude <= 180, place
        assert place.name, number


@pytest.mark.parametrize(
    ("name", "main", "country"),
    [
        pytest.param("Aachen", "Aachen", "DE", id="main name"),
        pytest.param("Aix-la-Chapelle", "Aachen", "DE", id="french exonym"),
        pytest.param("Breslau", "Wrocław", "PL", id="german exonym"),
        pytest.param("Florence", "Florence", "IT", id="english exonym"),
        pytest.param("Karl-Marx-Stadt", "Chemnitz", "DE", id="former name"),
        pytest.param("Lemberg", "Lviv", "UA", id="lemberg"),
        pytest.param("Lüttich", "Liège", "BE", id="luettich"),
    ],
)
def test_towns_are_found_by_all_their_names(name: str, main: str, country: str) -> None:
    gazetteer = read_gazetteer()
    places = [gazetteer.place(number) for number in gazetteer.find(name)]
    assert (main, country) in {(place.name, place.country) for place in places}


def test_small_towns_of_europe_are_there_and_of_the_world_only_larger_ones() -> None:
    gazetteer = read_gazetteer()
    places = [gazetteer.place(row) for row in gazetteer.rows]
    small = Counter(p.country for p in places if 5 < p.population < 5_000)
    assert small["DE"] > 1_000
    assert small["FR"] > 1_000
    assert small["US"] > 1_000
    assert small["MX"] < 50
    tiny = Counter(p.country for p in places if 5 < p.population < 1_000)
    assert tiny["DE"] > 1_000
    assert tiny["US"] < 50


def test_towns_that_geonames_has_not_counted_are_there() -> None:
    assert {place.country for place in map(read_gazetteer().place, read_gazetteer().find("Prijepolje"))} == {
        "RS"
    }


def test_a_hamlet_called_as_a_person_is_none() -> None:
    assert not read_gazetteer().find("Rosemary")


def damaged(tmp_path: Path, name: str, row: str) -> Path:
    folder = tmp_path / "lexicon"
    shutil.copytree(LEXICON, folder)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    return folder


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        pytest.param("topics.tsv", "sport\tde", "2 fields where 3 belong", id="column missing"),
        pytest.param("topics.tsv", "spo(rt\tde\tsport", "pattern 'spo\\(rt'", id="pattern"),
        pytest.param("roles.tsv", "sindaco\tit\tmayor", "language 'it' is none of", id="language"),
    ],
)
def test_a_damaged_list_is_named_with_its_line(tmp_path: Path, name: str, row: str, reason: str) -> None:
    with pytest.raises(LexiconError, match=reason) as caught:
        read_lexicon(damaged(tmp_path, name, row))
    assert caught.value.path.endswith(name)
    assert caught.value.line > 0
