"""What ``/sparql`` says about itself: a Service Description with VoID counts, or the page with the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.engine.formats import GRAPHS, TABLES, content_type, rdf_format
from twingraph.iris import PREFIXES
from twingraph.serve.accept import choose_type
from twingraph.serve.asgi import Answer, Call
from twingraph.serve.asked import choose, not_acceptable

if TYPE_CHECKING:
    from twingraph.serve.state import State

_NAMESPACES = PREFIXES | {
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "format": "http://www.w3.org/ns/formats/",
}
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
_IN_GRAPHS = "SELECT ?x (COUNT(*) AS ?n) { GRAPH ?x { ?s ?p ?o } } GROUP BY ?x"
_OF_CLASSES = "SELECT ?x (COUNT(*) AS ?n) { ?s a ?x } GROUP BY ?x"
_OF_PROPERTIES = "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x"
Term = ox.NamedNode | ox.Literal | ox.BlankNode


class Description:
    """Describes the service; what it counts is counted once for each generation."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._counts: tuple[str | None, dict[str, dict[str, int]]] = ("", {})

    async def answer(self, call: Call) -> Answer:
        """Return the description in the RDF format that is wanted; a browser goes on to the form.

        Raises:
            Problem: 406.
        """
        accept, headers = call.header("accept"), {"Vary": "Accept"}
        if choose_type(accept, ["text/turtle", "text/html", *GRAPHS.values()]) == "text/html":
            return Answer(303, {**headers, "Location": f"{call.scope.get('root_path', '')}/query"})
        media_type = choose(accept, None, None).graph
        if media_type is None:
            raise not_acceptable(GRAPHS)
        state = self._state
        graphs, counts, lacks = sorted(await state.graphs()), await self._count(), await state.lacks()
        triples = _describe(call.base_url, state.settings.write_token, graphs, counts, lacks)
        body = ox.serialize(triples, format=rdf_format(media_type), prefixes=_NAMESPACES) or b""
        return Answer(200, {**headers, "Content-Type": content_type(media_type)}, body)

    async def _count(self) -> dict[str, dict[str, int]]:
        generation = self._state.generation()
        if self._counts[0] != generation or generation is None:
            queries = {"graphs": _IN_GRAPHS, "classes": _OF_CLASSES, "properties": _OF_PROPERTIES}
            counts = {name: await self._count_by(query) for name, query in queries.items()}
            self._counts = generation, counts
        return self._counts[1]

    async def _count_by(self, query: str) -> dict[str, int]:
        rows: list[dict[str, Any]] = await self._state.ask(query)
        return {
            row["x"]["value"]: int(row["n"]["value"]) for row in rows if row.get("x", {}).get("type") == "uri"
        }


def _describe(
    base: str, token: str, graphs: list[str], counts: dict[str, dict[str, int]], lacks: tuple[str, ...]
) -> Iterator[ox.Triple]:
    endpoint = f"{base}/sparql"
    service = ox.NamedNode(endpoint + "#service")
    yield from _describe_service(service, ox.NamedNode(endpoint), "SPARQL11Query")
    for media_type in dict.fromkeys((*TABLES.values(), *GRAPHS.values())):
        if name := _FORMATS.get(media_type):
            yield _triple(service, "sd:resultFormat", _iri(f"format:{name}"))
    dataset = ox.NamedNode(endpoint + "#dataset")
    yield _triple(service, "sd:defaultDataset", dataset)
    for lack in lacks:
        yield _triple(service, "rdfs:comment", ox.Literal(f"Not here: {lack}", language="en"))
    if token:
        update = ox.NamedNode(f"{base}/update#service")
        yield from _describe_service(update, ox.NamedNode(f"{base}/update"), "SPARQL11Update")
        for media_type in _INPUTS:
            yield _triple(update, "sd:inputFormat", _iri(f"format:{_FORMATS[media_type]}"))
        yield _triple(update, "sd:defaultDataset", dataset)
    yield from _describe_dataset(dataset, endpoint, graphs, counts)


_INPUTS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


def _describe_service(service: ox.NamedNode, endpoint: ox.NamedNode, language: str) -> Iterator[ox.Triple]:
    yield _triple(service, "rdf:type", _iri("sd:Service"))
    yield _triple(service, "sd:endpoint", endpoint)
    yield _triple(service, "sd:supportedLanguage", _iri(f"sd:{language}"))


def _describe_dataset(
    dataset: ox.NamedNode, endpoint: str, graphs: list[str], counts: dict[str, dict[str, int]]
) -> Iterator[ox.Triple]:
    default = ox.NamedNode(endpoint + "#default")
    for class_ in ("sd:Dataset", "void:Dataset"):
        yield _triple(dataset, "rdf:type", _iri(class_))
    yield _triple(dataset, "void:sparqlEndpoint", ox.NamedNode(endpoint))
    yield _triple(dataset, "sd:defaultGraph", default)
    in_default = sum(counts["properties"].values())
    yield from _describe_graph(default, in_default, counts)
    yield _triple(dataset, "void:triples", ox.Literal(in_default + sum(counts["graphs"].values())))
    for number, graph in enumerate(graphs):
        named, content = (ox.NamedNode(f"{endpoint}#{part}-{number}") for part in ("named", "graph"))
        yield _triple(dataset, "sd:namedGraph", named)
        yield _triple(named, "rdf:type", _iri("sd:NamedGraph"))
        yield _triple(named, "sd:name", ox.NamedNode(graph))
        yield _triple(named, "sd:graph", content)
        yield _triple(content, "rdf:type", _iri("sd:Graph"))
        yield _triple(content, "void:triples", ox.Literal(counts["graphs"].get(graph, 0)))


def _describe_graph(
    default: ox.NamedNode, triples: int, counts: dict[str, dict[str, int]]
) -> Iterator[ox.Triple]:
    """Yield what VoID says of the default graph: its classes and its properties, each with its number."""
    yield _triple(default, "rdf:type", _iri("sd:Graph"))
    yield _triple(default, "rdf:type", _iri("void:Dataset"))
    yield _triple(default, "void:triples", ox.Literal(triples))
    for sort, partition, count in (("class", "classes", "entities"), ("property", "properties", "triples")):
        for number, (iri, size) in enumerate(sorted(counts[partition].items())):
            part = ox.NamedNode(f"{default.value}-{sort}-{number}")
            yield _triple(default, f"void:{sort}Partition", part)
            yield _triple(part, f"void:{sort}", ox.NamedNode(iri))
            yield _triple(part, f"void:{count}", ox.Literal(size))


def _iri(curie: str) -> ox.NamedNode:
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(_NAMESPACES[prefix] + local)


def _triple(subject: ox.NamedNode, predicate: str, object_: Term) -> ox.Triple:
    return ox.Triple(subject, _iri(predicate), object_)
