"""How right rules are on annotated releases, and the confidence that follows from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run
from made_texts import extract
from test_evaluation import folder, scored, unchanged
from twingraph.errors import LexiconError
from twingraph.evaluation import score_rules
from twingraph.extract.precision import measured_confidence, read_precision, smooth
from twingraph.extract.rules import read_rules
from twingraph.settings import resource_dir

__all__ = ["folder"]  # a fixture
FILE = resource_dir("data") / "rules" / "precision.tsv"
ROOT = Path(__file__).resolve().parents[1]


def test_the_file_has_its_shape_and_says_how_it_is_made() -> None:
    head = [line for line in FILE.read_text("utf-8").splitlines() if line.startswith("#")]
    [command] = [line.partition("Made by: python ")[2] for line in head if "Made by:" in line]
    assert (ROOT / command).is_file()
    measured = read_precision()
    assert len(measured) > 20
    assert list(measured) == sorted(measured)
    assert all(0 < confidence < 1 for confidence in measured.values())
    assert {rule.id for rule in read_rules()} & set(measured)


def test_statements_carry_the_measured_confidence() -> None:
    facts = extract("Ulm und Angers verbindet seit 1967 eine Städtepartnerschaft.", issued="2020-05-04").facts
    used = {f.evidence.rule: f.evidence.confidence for f in facts}
    known = {rule: c for rule, c in used.items() if rule in read_precision() and not rule.startswith("city-")}
    assert known
    assert known == {rule: read_precision()[rule] for rule in known}


def test_a_rule_that_was_not_measured_keeps_its_own_confidence() -> None:
    assert measured_confidence("no-such-rule", 0.77) == 0.77


def test_a_choice_among_towns_counts_too() -> None:
    sure, unsure = measured_confidence("city-name", 1.0), measured_confidence("city-name", 0.6)
    assert sure == read_precision()["city-name"]
    assert unsure == pytest.approx(0.6 * sure, abs=0.005)


@pytest.mark.parametrize("row", ["a\t1\t2", "a\tx\t1", "a\t1", "a\t-1\t0"])
def test_a_broken_row_is_told(row: str, tmp_path: Path) -> None:
    path = tmp_path / "precision.tsv"
    path.write_text(f"# head\n{row}\n", "utf-8")
    with pytest.raises(LexiconError):
        read_precision(path)


def test_without_the_file_nothing_is_measured(tmp_path: Path) -> None:
    assert read_precision(tmp_path / "none.tsv") == {}


@pytest.mark.parametrize(("right", "facts"), [(0, 0), (0, 9), (9, 9), (5000, 5000)])
def test_smoothing_stays_within_its_bounds(right: int, facts: int) -> None:
    assert 0 < smooth(right, facts) <= 1


def test_every_rule_of_a_release_read_in_full_is_right(folder: Path) -> None:
    scores = score_rules(scored(folder, unchanged))
    assert sum(score.facts for score in scores) == len(scored(folder, unchanged).extractions[0].facts)
    assert {score.wrong for score in scores} == {0}
    assert any(score.right for score in scores)
    assert all(score.judged <= score.facts for score in scores)


def test_a_wrong_fact_counts_against_its_rule_and_stands_first(folder: Path) -> None:
    result = scored(folder, lambda gold: gold["agreements"][0].update(signed="2021-05-06"))
    [wrong] = [v for v in result.verdicts if v.fact is not None and not v.right]
    assert wrong.kind == "agreement.signed"
    assert wrong.fact is not None
    first = score_rules(result)[0]
    assert (first.rule, first.wrong) == (wrong.fact.evidence.rule, 1)
    assert first.precision is not None
    assert first.precision < 1


def test_nothing_is_right_about_an_agreement_that_there_is_not(folder: Path) -> None:
    result = scored(folder, lambda gold: gold["agreements"].clear())
    wrong = {v.kind for v in result.verdicts if v.fact is not None and not v.right}
    assert {"agreement", "agreement.parties", "agreement.kind", "agreement.signatories"} <= wrong


def test_what_was_not_found_is_a_verdict_without_a_fact(folder: Path) -> None:
    result = scored(folder, lambda gold: gold["agreements"][0].update(valid_until="2025"))
    assert [(v.kind, v.right) for v in result.verdicts if v.fact is None] == [("agreement.until", False)]


def test_recall_is_the_share_of_all_annotated_facts_of_its_kinds(folder: Path) -> None:
    result = scored(folder, unchanged)
    for score in score_rules(result):
        assert score.gold == sum(result.tallies[kind].gold for kind in score.kinds)
        assert score.recall is None or 0 <= score.recall <= 1


def test_the_command_prints_tables_and_json() -> None:
    arguments = "rules", ROOT / "tests" / "gold", "--texts", ROOT / "data" / "releases"
    shown, data = run(*arguments), run(*arguments, "--format", "json")
    assert (shown.returncode, data.returncode) == (0, 0)
    rows = json.loads(data.stdout)
    harm = [row["wrong"] for row in rows]
    assert harm == sorted(harm, reverse=True)
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["rule", *(row["rule"] for row in rows)]
