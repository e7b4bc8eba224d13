"""What the data set says of itself, and the files of it, read back by others."""

from __future__ import annotations

import csv
import io

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, VOID

import sample
from twingraph import __version__
from twingraph.iris import BASE
from twingraph.serve.about_page import read_quality
from twingraph.serve.linked.dumps import DUMPS
from twingraph.serve.networks.formats import offered
from twingraph.store.embedded import EmbeddedStore

DATASET = rdflib.URIRef(f"{BASE}id/dataset")
DQV = rdflib.Namespace("http://www.w3.org/ns/dqv#")


@pytest.fixture(scope="module")
def description(sample_url: str) -> rdflib.Graph:
    answer = httpx.get(f"{sample_url}/.well-known/void", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text, format="turtle")


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize(
    ("accept", "format_name"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
    ],
)
def test_page_and_well_known_address_say_the_same(
    sample_url: str, description: rdflib.Graph, accept: str, format_name: str
) -> None:
    answer = httpx.get(f"{sample_url}/dataset", headers={"Accept": accept})
    graph = rdflib.Graph().parse(data=answer.text, format=format_name)
    assert set(graph) == set(description)


def test_a_browser_gets_the_page(sample_url: str) -> None:
    answer = httpx.get(
        f"{sample_url}/.well-known/void", headers={"Accept": "text/html"}, follow_redirects=True
    )
    assert answer.url.path == "/dataset"
    assert "<h1>The data</h1>" in answer.text


def test_every_distribution_can_be_had_as_it_says(sample_url: str, description: rdflib.Graph) -> None:
    found = list(description.objects(DATASET, DCAT.distribution))
    assert len(found) == len(DUMPS) + len(offered())
    for distribution in found:
        url = str(description.value(distribution, DCAT.downloadURL))
        kind = str(description.value(distribution, DCAT.mediaType)).partition("media-types/")[2]
        answer = httpx.head(url)
        assert answer.status_code == 200, url
        assert answer.headers["content-type"].partition(";")[0] == kind
    assert set(description.objects(DATASET, VOID.dataDump)) == {
        rdflib.URIRef(f"{sample_url}/dumps/{name}") for name in DUMPS
    }


def test_counts_and_classes_are_true(description: rdflib.Graph, sample_store: EmbeddedStore) -> None:
    assert int(str(description.value(DATASET, VOID.triples))) == len(list(sample_store.quads()))
    parts = {
        str(description.value(part, VOID["class"])): int(str(description.value(part, VOID.entities)))
        for part in description.objects(DATASET, VOID.classPartition)
    }
    [row] = sample_store.query(f"SELECT (COUNT(*) AS ?n) {{ ?x a <{BASE}ns#City> }}")  # type: ignore[misc]
    assert parts[f"{BASE}ns#City"] == int(row["n"].value)  # type: ignore[index]


def test_the_run_tells_who_made_it_when_and_from_what(
    description: rdflib.Graph, sample_store: EmbeddedStore
) -> None:
    version = rdflib.URIRef(f"{BASE}id/generation/{sample_store.generation}")
    run = description.value(version, PROV.wasGeneratedBy)
    assert run is not None
    used = {str(iri) for iri in description.objects(run, PROV.used)}
    assert used == {f"{BASE}id/release/{stem}" for stem in sample.texts()}
    program = description.value(run, PROV.wasAssociatedWith)
    assert str(description.value(program, rdflib.URIRef("https://schema.org/softwareVersion"))) == __version__
    assert description.value(version, PROV.generatedAtTime) is not None
    assert (version, DCTERMS.isVersionOf, DATASET) in description


def test_quality_is_that_of_the_last_evaluation(description: rdflib.Graph) -> None:
    measured = {
        str(iri).partition("#")[2]: float(str(description.value(iri, DQV.value)))
        for iri in description.subjects(RDF.type, DQV.QualityMeasurement)
    }
    expected = {
        f"quality-{name}-{row.fact}-{figure}": getattr(row, figure)
        for name, (_, rows) in read_quality().items()
        for row in rows
        for figure in ("precision", "recall", "f1")
    }
    assert measured == pytest.approx(expected)


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_read_back_is_the_data_set(sample_url: str, sample_store: EmbeddedStore, name: str) -> None:
    content = httpx.get(f"{sample_url}/dumps/{name}").content
    dump, whole = DUMPS[name], set(sample_store.quads())
    read = set(ox.parse(content, dump.rdf_format))
    facts = {quad for quad in whole if quad.graph_name == ox.DefaultGraph()}
    assert read == (whole if dump.is_whole else facts)
    assert httpx.get(f"{sample_url}/dumps/{name}").content == content
    if not dump.is_whole:
        kind = {"facts.ttl": "turtle", "facts.nt": "nt"}[name]
        assert len(rdflib.Graph().parse(data=content, format=kind)) == len(facts)


def test_there_is_no_other_dump(sample_url: str) -> None:
    answer = httpx.get(f"{sample_url}/dumps/..%2f..%2fmeta.json")
    assert answer.status_code == 404
    assert "twingraph.nq" in httpx.get(f"{sample_url}/dumps/x").json()["detail"]


def test_the_text_of_a_release_is_what_its_spans_count_in(sample_url: str) -> None:
    answer = httpx.get(f"{sample_url}/texts/moskau-2019")
    assert answer.text == sample.texts()["moskau-2019"]
    query = (
        f"PREFIX tg: <{BASE}ns#> PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?start ?end ?exact {{"
        f"GRAPH <{BASE}id/graph/moskau-2019> {{ ?s tg:span ?span . "
        "?span oa:start ?start ; oa:end ?end ; oa:exact ?exact } }"
    )
    table = httpx.get(f"{sample_url}/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(table.content.decode(), newline="")))
    assert rows
    assert all(answer.text[int(row["start"]) : int(row["end"])] == row["exact"] for row in rows)
    assert httpx.get(f"{sample_url}/texts/none").status_code == 404
