"""Figures beside annotations, from records made by hand and from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commands import run
from made_texts import GAZETTEER, LEXICON, make_release
from twingraph.errors import ReadError
from twingraph.evaluation import Evaluation, Tally, evaluate
from twingraph.evaluation.names import is_same_name, is_same_role
from twingraph.extract import extract_release
from twingraph.model import Evidence, Extraction, Fact, Literal, Span

TEXT = (
    "Ulm und Angers sind Partner\n\nUlm, 8. Mai 2021\n\nAm 7. Mai 2021 haben in Angers Oberbürgermeisterin "
    "Anna Berger und Bürgermeister Luc Petit einen Freundschaftsvertrag zwischen Ulm und Angers "
    "unterzeichnet. Die Zusammenarbeit gilt dem Sport."
)
GOLD: dict[str, Any] = {
    "id": "a",
    "cities": [
        {"name": "Ulm", "canonical": "Ulm", "country": "DE", "role": "party"},
        {"name": "Angers", "canonical": "Angers", "country": "FR", "role": "party"},
    ],
    "persons": [
        {"name": "Anna Berger", "role": "Oberbürgermeisterin", "of": "Ulm"},
        {"name": "Luc Petit", "role": "Bürgermeister", "of": "Angers"},
    ],
    "institutions": [],
    "agreements": [
        {
            "kind": "friendship", "label": "Freundschaftsvertrag", "parties": ["Ulm", "Angers"],
            "signed": "2021-05-07", "signatories": ["Anna Berger", "Luc Petit"], "place": "Angers",
            "since": None, "valid_from": None, "valid_until": None, "topics": ["sport"],
        }
    ],
    "projects": [],
}  # fmt: skip


def extract(path: Path) -> Extraction:
    release = make_release(path.read_text("utf-8"), issued="2021-05-08", issuer="Stadt Ulm")
    return extract_release(replace(release, id=path.stem), LEXICON, GAZETTEER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


def scored(
    folder: Path, change: Callable[[dict[str, Any]], object], read: Callable[[Path], Extraction] = extract
) -> Evaluation:
    gold = json.loads(json.dumps(GOLD))
    change(gold)
    (folder / "a.json").write_text(json.dumps(gold), "utf-8")
    return evaluate(folder, read)


def unchanged(gold: dict[str, Any]) -> None:
    assert gold == GOLD


def test_a_release_read_in_full_scores_one_everywhere(folder: Path) -> None:
    result = scored(folder, unchanged)
    assert {name for name, tally in result.tallies.items() if tally.f1 < 1} == set()
    assert result.tallies["agreement"].gold == 1
    assert result.tallies["agreement.signatories"].hits == 2
    assert (result.entities.hits, result.grounded_share, result.without_span) == (5, 1.0, 0)


CHANGES = [
    pytest.param(
        "city", lambda g: g["cities"][0].update(name="Kiel", canonical="Kiel"), (1, 2, 2), id="city"
    ),
    pytest.param("city", lambda g: g["cities"][0].update(country="AT"), (1, 2, 2), id="country"),
    pytest.param("person", lambda g: g["persons"].pop(), (1, 1, 2), id="person too much"),
    pytest.param("person", lambda g: g["persons"][0].update(name="Ann Berg"), (1, 2, 2), id="person"),
    pytest.param("person.role", lambda g: g["persons"][0].update(role="Dezernentin"), (1, 2, 2), id="role"),
    pytest.param("agreement", lambda g: g["agreements"].pop(), (0, 0, 1), id="agreement too much"),
    pytest.param(
        "agreement.kind", lambda g: g["agreements"][0].update(kind="twinning"), (0, 1, 1), id="kind"
    ),
    pytest.param(
        "agreement.signed", lambda g: g["agreements"][0].update(signed="2021-05-08"), (0, 1, 1), id="signed"
    ),
    pytest.param(
        "agreement.signed", lambda g: g["agreements"][0].update(signed=None), (0, 0, 1), id="not signed"
    ),
    pytest.param(
        "agreement.signed", lambda g: g["agreements"][0].update(signed="2021-05"), (1, 1, 1), id="finer"
    ),
    pytest.param(
        "agreement.until", lambda g: g["agreements"][0].update(valid_until="2025"), (0, 1, 0), id="until"
    ),
    pytest.param("agreement.from", lambda g: g["agreements"][0].update(since="1990"), (0, 1, 0), id="since"),
    pytest.param("agreement.place", lambda g: g["agreements"][0].update(place="Ulm"), (0, 1, 1), id="place"),
    pytest.param(
        "agreement.topics", lambda g: g["agreements"][0]["topics"].append("health"), (1, 2, 1), id="topics"
    ),
    pytest.param(
        "agreement.signatories", lambda g: g["agreements"][0]["signatories"].pop(), (1, 1, 2), id="signatory"
    ),
]


@pytest.mark.parametrize(("fact", "change", "figures"), CHANGES)
def test_a_difference_shows_in_its_own_figure(
    folder: Path, fact: str, change: Callable[[dict[str, Any]], object], figures: tuple[int, int, int]
) -> None:
    tally = scored(folder, change).tallies[fact]
    assert (tally.hits, tally.gold, tally.found) == figures
    assert tally.missed or tally.extra or tally.f1 == 1


@pytest.mark.parametrize(
    ("key", "thing", "fact"),
    [
        ("cities", {"name": "Kiel", "canonical": "Kiel", "country": "DE", "role": "mentioned"}, "city"),
        ("persons", {"name": "Ida Roth", "role": "Fotografin", "of": None, "credit": True}, "person"),
        ("institutions", {"name": "Pressestelle", "city": "Ulm"}, "institution"),
        ("projects", {"name": "Austausch", "named": False}, "project"),
    ],
)
def test_what_need_not_be_found_costs_nothing(
    folder: Path, key: str, thing: dict[str, Any], fact: str
) -> None:
    assert scored(folder, lambda gold: gold[key].append(thing)).tallies[fact].recall == 1


def test_spans_outside_the_text_and_facts_without_span_are_counted(folder: Path) -> None:
    def damaged(path: Path) -> Extraction:
        extraction = extract(path)
        label = Literal("x")
        outside = Fact("city/1", "rdfs:label", label, Evidence((Span(5, 10_000),), "made"))
        nowhere = Fact("city/2", "rdfs:label", label, Evidence((), "made"))
        return replace(extraction, facts=(*extraction.facts, outside, nowhere))

    result = scored(folder, unchanged, damaged)
    assert (result.spans - result.grounded, result.without_span) == (1, 1)
    assert result.grounded_share < 1


def test_tallies_divide_nothing_by_nothing() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (1.0, 1.0, 1.0)
    assert (Tally(gold=2).precision, Tally(gold=2).f1) == (0.0, 0.0)
    assert (Tally(found=2).precision, Tally(found=2).recall) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Deutsche Oper am Rhein", "Deutschen Oper am Rhein", True),
        ("Universität Kiel", "Universitätsklinikum Kiel", True),
        ("Universität Kiel", "Universität Trier", False),
        ("Stadt", "stadt", True),
    ],
)
def test_names_share_most_of_their_words(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is same


@pytest.mark.parametrize(
    ("role", "titles", "same"),
    [
        ("Oberbürgermeisterin", ["Oberbürgermeisterin der Stadt Ulm"], True),
        ("mayor of Angers", ["Mayor"], True),
        ("Amtskollege", ["Bürgermeister"], True),
        ("Amtskollege", [], False),
        ("Dezernentin", ["Bürgermeister"], False),
    ],
)
def test_roles_share_their_first_word(role: str, titles: list[str], same: bool) -> None:
    assert is_same_role(role, titles) is same


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param({}, "no annotation (ID.json) in this folder", id="nothing"),
        pytest.param({"a.json": json.dumps(GOLD)}, "no text of an annotation, such as a.txt", id="no text"),
        pytest.param({"a.json": "{", "a.txt": "x"}, "a.json: no JSON", id="no JSON"),
        pytest.param({"a.json": "[]", "a.txt": "x"}, "no annotation: id, cities", id="no annotation"),
        pytest.param(
            {"a.json": json.dumps({**GOLD, "cities": [{"name": "Ulm"}]}), "a.txt": TEXT},
            "an entry without 'country'",
            id="entry",
        ),
    ],
)
def test_folders_that_cannot_be_scored_say_why(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(ReadError, match=message.replace("(", r"\(").replace(")", r"\)")):
        evaluate(tmp_path, extract)


def test_the_command_prints_figures_misses_and_json(folder: Path) -> None:
    texts, gold = folder / "texts", folder / "gold"
    texts.mkdir()
    gold.mkdir()
    (folder / "a.txt").rename(texts / "a.txt")
    changed = {**GOLD, "persons": [{"name": "Ida Roth", "role": "Stadträtin", "of": None}]}
    (gold / "a.json").write_text(json.dumps(changed), "utf-8")
    result = run("evaluate", gold, "--texts", texts, "--misses", "--json", folder / "out.json")
    assert result.returncode == 0
    assert "missed person  a: Ida Roth" in result.stdout
    assert "extra person  a: Anna Berger" in result.stdout
    figures = json.loads((folder / "out.json").read_text("utf-8"))
    assert figures["person"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "hits": 0, "gold": 1, "found": 2}
    assert figures["releases"] == ["a"]


def test_the_command_says_in_one_line_what_is_missing(folder: Path) -> None:
    for arguments in (
        ("evaluate", folder / "nowhere"),
        ("evaluate", folder),
        ("evaluate", folder, "--texts", "no"),
    ):
        result = run(*arguments)
        assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
