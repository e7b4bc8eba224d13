"""Floors for what is read out of annotated releases: the samples, and two sets beside the repository."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from commands import run
from twingraph.evaluation import Evaluation, evaluate
from twingraph.pipeline import default_stages
from twingraph.serve.about_page import read_quality
from twingraph.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "evaluation" / "score.py"
SETS = {
    "seeds": (SHARED / "releases" / "seeds", None),
    "dev": (SHARED / "releases" / "dev", None),
    "samples": (ROOT / "tests" / "gold", ROOT / "data" / "releases"),
    "read": (ROOT / "tests" / "gold" / "read", None),
    "unread": (ROOT / "tests" / "gold" / "unread", None),
}
SLOTS = ("kind", "parties", "signatories", "place", "signed", "from", "until")
FLOORS = {
    "seeds": {
        "city": 1.0, "person": 1.0, "agreement": 1.0, "institution": 0.9, "project": 0.9, "person.role": 0.9,
        **{f"agreement.{slot}": 0.95 for slot in (*SLOTS, "topics")}, "entities": 0.97,
    },
    "dev": {
        "city": 0.97, "person": 0.97, "person.role": 0.92, "institution": 0.87, "agreement": 0.95,
        "project": 0.58, **{f"agreement.{slot}": 0.93 for slot in SLOTS},
        "agreement.topics": 0.70, "entities": 0.94,
    },
    "samples": {
        "city": 0.97, "person": 0.97, "person.role": 0.95, "agreement": 0.95, "entities": 0.94,
        "agreement.parties": 0.95, "agreement.kind": 0.95, "agreement.from": 0.93,
    },
    "read": {
        "city": 0.92, "person": 0.95, "person.role": 0.91, "institution": 0.78,
        "agreement": 0.78, "agreement.topics": 0.46, "entities": 0.87,
    },
    "unread": {
        "city": 0.89, "person": 0.92, "person.role": 0.86, "institution": 0.69,
        "agreement": 0.67, "entities": 0.81,
    },
}  # fmt: skip
"""F1, a little below what is measured."""


@lru_cache(maxsize=5)
def scored(name: str) -> Evaluation:
    gold, texts = SETS[name]
    if not gold.is_dir():
        pytest.skip(f"{gold} is not there: it belongs to no checkout")
    stages = default_stages(Settings())
    return evaluate(gold, lambda path: stages.extract(stages.read(path)), texts)


@pytest.mark.parametrize(
    ("name", "fact"), [(name, fact) for name, floors in FLOORS.items() for fact in floors]
)
def test_f1_is_at_its_floor_or_above(name: str, fact: str) -> None:
    result = scored(name)
    tally = result.entities if fact == "entities" else result.tallies[fact]
    assert tally.gold, f"no {fact} is annotated"
    told = [*tally.missed, *tally.extra] if name != "unread" else "nobody reads what was missed there"
    f1 = tally.f1  # by itself, so that a failure does not show the tally with all that was missed
    assert f1 >= FLOORS[name][fact], told


@pytest.mark.parametrize("name", read_quality())
def test_the_page_about_the_site_tells_what_is_measured(name: str) -> None:
    result, (releases, rows) = scored(name), read_quality()[name]
    assert releases == len(result.releases)
    for row in rows:
        tally = result.entities if row.fact == "entities" else result.tallies[row.fact]
        f1 = tally.f1
        assert row.f1 == pytest.approx(f1, abs=0.006), f"{row.fact}: run python data/compile/quality.py"


@pytest.mark.parametrize("name", SETS)
def test_every_fact_leads_back_to_words(name: str) -> None:
    result = scored(name)
    assert result.spans > 100
    assert (result.grounded_share, result.without_span) == (1.0, 0)


@pytest.mark.parametrize("name", SETS)
def test_every_annotation_has_its_text(name: str) -> None:
    assert len(scored(name).releases) == len(list(SETS[name][0].glob("*.json")))


@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_the_exported_graph_scores_the_same(name: str, tmp_path: Path) -> None:
    """The graph as it is built and exported, read by a scorer that knows nothing of twingraph."""
    ours, folder = scored(name), SETS[name][0]
    if not SCORER.is_file():
        pytest.skip(f"{SCORER} is not there: it belongs to no checkout")
    assert run("build", folder, "--store", tmp_path / "store").returncode == 0
    assert run("export", "--store", tmp_path / "store", "-o", tmp_path / "graph.nq").returncode == 0
    command = [sys.executable, SCORER, folder, tmp_path / "graph.nq", "--json", tmp_path / "out.json"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    theirs = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert theirs["grounded"]["share"] == 1.0
    assert theirs["grounded"]["without_span"] == 0
    for fact, floor in FLOORS[name].items():
        tally = ours.entities if fact == "entities" else ours.tallies[fact]
        assert theirs[fact]["f1"] >= floor, fact
        assert abs(theirs[fact]["f1"] - tally.f1) < 0.03, fact
