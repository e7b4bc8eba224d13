"""The network holds the right things, and the same triples give the same picture."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

import sample
from twingraph.network import KINDS, build_network, draw_network, keep_kinds


def triples() -> list[ox.Triple]:
    return [quad.triple for quad in sample.quads() if isinstance(quad.graph_name, ox.DefaultGraph)]


def test_things_and_links() -> None:
    graph = build_network(triples(), language="de")
    assert {kind for _, kind in graph.nodes(data="kind")} == set(KINDS)
    city, person = sample.iri("id:city/moscow-524901"), sample.iri("id:person/sergej-cheremin.moscow-524901")
    assert graph.nodes[city]["label"] == "Moskau"
    assert graph.has_edge(person, city)
    assert not graph.has_edge(city, city)


@pytest.mark.parametrize(
    ("on", "count"),
    [
        pytest.param(date(1988, 6, 1), 2, id="1988"),
        pytest.param(date(2020, 6, 30), 8, id="2020"),
        pytest.param(date(1900, 1, 1), 0, id="before-all"),
    ],
)
def test_agreements_in_force_on_a_day(on: date, count: int) -> None:
    graph = build_network(triples(), on=on)
    assert sum(kind == "Agreement" for _, kind in graph.nodes(data="kind")) == count


@pytest.mark.parametrize(("width", "height"), [(1100.0, 640.0), (360.0, 560.0)])
def test_all_nodes_stand_apart_within_the_frame(width: float, height: float) -> None:
    drawing = draw_network(build_network(triples()), width=width, height=height)
    assert all(0 <= node.x <= width and 0 <= node.y <= height for node in drawing.nodes)
    assert len({(node.x, node.y) for node in drawing.nodes}) == len(drawing.nodes) == drawing.total - 1
    assert all(0 <= edge.start < edge.end < len(drawing.nodes) for edge in drawing.edges)


def test_the_cap_keeps_what_is_linked_and_cities_first() -> None:
    graph = build_network(triples())
    drawing = draw_network(graph, cap=6)
    assert [node.kind for node in drawing.nodes] == ["City"] * 6
    assert drawing.total == len(graph) > 6
    everything = {node.iri for node in draw_network(graph).nodes}
    assert set(graph) - everything == {
        sample.iri("id:institution/deutsche-oper-am-rhein.duesseldorf-2934246")
    }


def test_kinds_can_be_left_out() -> None:
    graph = keep_kinds(build_network(triples()), ["City", "Agreement"])
    assert {kind for _, kind in graph.nodes(data="kind")} == {"City", "Agreement"}


def test_nothing_gives_an_empty_drawing() -> None:
    assert draw_network(build_network([])).nodes == ()


def test_order_and_hash_seed_do_not_matter() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_network as t\n"
        "all = t.triples(); all = all[::-1] if sys.argv[2] == '1' else all\n"
        "print(t.draw_network(t.build_network(all)))"
    )
    folder = str(Path(__file__).parent)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, folder, seed],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
