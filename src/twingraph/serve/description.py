"""What ``/sparql`` says about itself: a Service Description in RDF, or the page with the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twingraph.iris import PREFIXES
from twingraph.serve.accept import choose_type, negotiate
from twingraph.serve.results import GRAPHS, TABLES, write_graph

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}


def describe_service(request: Request, store: Dataset) -> Response:
    """Return the description in the RDF format that is wanted; a browser goes on to the form."""
    accept = request.headers.get("accept")
    headers = {"Vary": "Accept"}
    if choose_type(accept, ["text/turtle", "text/html", *GRAPHS.values()]) == "text/html":
        return RedirectResponse(f"{request.scope.get('root_path', '')}/query", 303, headers)
    media_type = negotiate(accept, None, GRAPHS)
    endpoint = str(request.base_url).rstrip("/") + "/sparql"
    answer = write_graph(_describe(endpoint, store.graphs()), media_type, 1_000_000)
    return Response(answer.body, headers={**headers, "Content-Type": answer.content_type})


def _describe(endpoint: str, graphs: list[str]) -> Iterator[ox.Triple]:
    service, dataset, default = (
        ox.NamedNode(endpoint + part) for part in ("#service", "#dataset", "#default")
    )
    yield from (
        _triple(service, "rdf:type", _sd("Service")),
        _triple(service, "sd:endpoint", ox.NamedNode(endpoint)),
        _triple(service, "sd:supportedLanguage", _sd("SPARQL11Query")),
        _triple(service, "sd:defaultDataset", dataset),
        _triple(dataset, "rdf:type", _sd("Dataset")),
        _triple(dataset, "sd:defaultGraph", default),
        _triple(default, "rdf:type", _sd("Graph")),
    )
    for media_type in dict.fromkeys((*TABLES.values(), *GRAPHS.values())):
        if name := _FORMATS.get(media_type):
            yield _triple(service, "sd:resultFormat", ox.NamedNode(f"http://www.w3.org/ns/formats/{name}"))
    for number, graph in enumerate(graphs):
        named = ox.NamedNode(f"{endpoint}#graph-{number}")
        yield _triple(dataset, "sd:namedGraph", named)
        yield _triple(named, "rdf:type", _sd("NamedGraph"))
        yield _triple(named, "sd:name", ox.NamedNode(graph))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _triple(subject: ox.NamedNode, predicate: str, object_: ox.NamedNode) -> ox.Triple:
    prefix, _, local = predicate.partition(":")
    return ox.Triple(subject, ox.NamedNode((_SD if prefix == "sd" else PREFIXES[prefix]) + local), object_)
