"""Every format is parsed back to the same quads, and the same quads give the same bytes."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from made_releases import planned, twinning
from twingraph.errors import UnknownNameError
from twingraph.export import DATASET_FORMATS, FORMATS, export_quads
from twingraph.mapping import map_facts, map_release
from twingraph.store import canonical_nquads

RELEASES = [twinning(), planned()]
ODD = ox.Quad(
    ox.NamedNode("https://e.example/ö"),
    ox.NamedNode("https://e.example/p"),
    ox.Literal("a\r\n\t\"'\\ <b> & ]]> \u2028 \U0001f680", language="de"),
)
FACTS = [ODD, *map_facts(RELEASES)]
QUADS = [*FACTS, *(quad for linked in RELEASES for quad in map_release(linked))]
GRAPH = str(map_release(RELEASES[1])[0].graph_name)[1:-1]


def parse(content: bytes, name: str) -> set[ox.Quad]:
    return set(ox.parse(content, format=FORMATS[name]))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_comes_back(name: str) -> None:
    assert parse(export_quads(QUADS, name), name) == set(QUADS if name in DATASET_FORMATS else FACTS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_quads_changes_no_byte(name: str) -> None:
    shuffled = [*QUADS, *QUADS]
    random.Random(7).shuffle(shuffled)
    assert export_quads(shuffled, name) == export_quads(QUADS, name)


@pytest.mark.parametrize("name", FORMATS)
def test_one_graph_is_written_as_if_it_were_the_default(name: str) -> None:
    quads = parse(export_quads(QUADS, name, graph=GRAPH), name)
    assert {quad.triple for quad in quads} == {quad.triple for quad in map_release(RELEASES[1])}
    assert all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_dataset_is_an_empty_document(name: str) -> None:
    assert parse(export_quads([], name), name) == set()


def test_nquads_are_the_canonical_bytes() -> None:
    assert export_quads(QUADS, "nquads") == canonical_nquads(QUADS)


@pytest.mark.parametrize(("name", "theirs"), [("turtle", "turtle"), ("rdfxml", "xml"), ("ntriples", "nt")])
def test_another_library_reads_the_same_graph(name: str, theirs: str) -> None:
    assert len(Graph().parse(export_quads(QUADS, name), format=theirs)) == len(set(FACTS))


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning", "ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize(("name", "theirs"), [("trig", "trig"), ("jsonld", "json-ld"), ("nquads", "nquads")])
def test_another_library_reads_the_same_dataset(name: str, theirs: str) -> None:
    dataset = Dataset()
    dataset.parse(data=export_quads(QUADS, name).decode(), format=theirs)
    assert sum(1 for _ in dataset.quads()) == len(set(QUADS))


def test_prefixes_make_turtle_readable() -> None:
    text = export_quads(FACTS, "turtle").decode()
    assert "a tg:City" in text
    assert "tg:kind kind:twinning" in text


@pytest.mark.parametrize(
    ("name", "graph", "message"),
    [
        ("excel", None, "choose one of nquads, trig"),
        ("turtle", "https://e.example/none", "no graph https://e.ex"),
    ],
)
def test_what_is_not_there_is_named(name: str, graph: str | None, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        export_quads(QUADS, name, graph=graph)
