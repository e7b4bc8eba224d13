"""A small dataset of two releases, built from ``fixtures/sample`` as the contract of the graph says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from twingraph.iris import BASE, PREFIXES, expand
from twingraph.settings import resource_dir
from twingraph.store.embedded import EmbeddedStore

FOLDER = Path(__file__).parent / "fixtures" / "sample"
TITLES = {"moskau-2019": ("2019-10-10", "de"), "toulouse-2021": ("2021-01-22", "en")}
_TURTLE = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def iri(curie: str) -> str:
    """Return the IRI of a CURIE that is written as in ``facts.tsv``."""
    return expand(curie)


def term(text: str) -> ox.NamedNode | ox.Literal:
    if not text.startswith('"'):
        return node(text)
    [quad] = ox.parse(f"{_TURTLE}<x:s> <x:p> {text} .", ox.RdfFormat.TURTLE)
    assert isinstance(quad.object, ox.Literal)
    return quad.object


def open_store(
    folder: Path, dataset: Iterable[ox.Quad], texts: Mapping[str, str] | None = None
) -> EmbeddedStore:
    """Return a new store in *folder* that serves *dataset*."""
    store = EmbeddedStore(folder, create=True)
    store.publish(dataset, texts)
    return store


def texts() -> dict[str, str]:
    return {stem: (FOLDER / f"{stem}.txt").read_text(encoding="utf-8") for stem in TITLES}


def quads() -> Iterator[ox.Quad]:
    """Yield the facts, the graphs of the releases, what follows from them, and the two reference graphs."""
    facts = list(_facts())
    yield from facts
    yield from _derived(facts)
    for stem, text in texts().items():
        yield from _release(stem, text)
    yield from _graph(FOLDER / "reference.ttl", BASE + "id/graph/gazetteer")
    for path in sorted(resource_dir("ontology").glob("*.ttl")):
        if path.name != "shapes.ttl":
            yield from _graph(path, BASE + "ns")


def _graph(path: Path, graph: str) -> Iterator[ox.Quad]:
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


def _rows() -> Iterator[list[str]]:
    for line in (FOLDER / "facts.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def _facts() -> Iterator[ox.Quad]:
    for _, subject, predicate, object_, *_ in _rows():
        yield ox.Quad(node(subject), node(predicate), term(object_))


def _release(stem: str, text: str) -> Iterator[ox.Quad]:
    graph, release = node(f"id:graph/{stem}"), node(f"id:release/{stem}")
    issued, language = TITLES[stem]
    day = ox.Literal(issued, datatype=node("xsd:date"))
    about = {
        "rdf:type": node("tg:Release"),
        "dcterms:identifier": ox.Literal(stem),
        "dcterms:title": ox.Literal(text.splitlines()[0], language=language),
        "dcterms:issued": day,
        "dcterms:language": ox.Literal(language),
        "dcterms:publisher": ox.Literal("Landeshauptstadt Düsseldorf"),
        "dcterms:source": ox.NamedNode(f"https://www.duesseldorf.de/{stem}"),
        "tg:textDigest": ox.Literal(hashlib.sha256(text.encode()).hexdigest()),
    }
    for predicate, object_ in about.items():
        yield ox.Quad(release, node(predicate), object_, graph)
    for row in _rows():
        if row[0] == stem:
            yield from _statement(row, text, graph, release)


def _statement(row: list[str], text: str, graph: ox.NamedNode, release: ox.NamedNode) -> Iterator[ox.Quad]:
    stem, subject, predicate, object_, words, modality, rule = row
    key = "\x1f".join((str(node(subject)), str(node(predicate)), str(term(object_))))
    statement = node(f"id:statement/{stem}.{hashlib.sha256(key.encode()).hexdigest()[:16]}")
    about: dict[str, ox.NamedNode | ox.Literal] = {
        "rdf:type": node("tg:Statement"),
        "rdf:subject": node(subject),
        "rdf:predicate": node(predicate),
        "rdf:object": term(object_),
        "tg:source": release,
        "tg:confidence": ox.Literal("0.9", datatype=node("xsd:decimal")),
        "tg:modality": node(f"modality:{modality}"),
        "tg:rule": ox.Literal(rule),
    }
    for name, value in about.items():
        yield ox.Quad(statement, node(name), value, graph)
    for part in words.split("|"):
        yield from _span(statement, text, part, graph)


def _span(statement: ox.NamedNode, text: str, words: str, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    start = text.index(words)
    end = start + len(words)
    span = ox.NamedNode(f"{statement.value}.{start}-{end}")
    offset = node("xsd:nonNegativeInteger")
    yield ox.Quad(statement, node("tg:span"), span, graph)
    yield ox.Quad(span, node("rdf:type"), node("oa:TextPositionSelector"), graph)
    yield ox.Quad(span, node("oa:start"), ox.Literal(str(start), datatype=offset), graph)
    yield ox.Quad(span, node("oa:end"), ox.Literal(str(end), datatype=offset), graph)
    yield ox.Quad(span, node("oa:exact"), ox.Literal(words), graph)


def _derived(facts: Sequence[ox.Quad]) -> Iterator[ox.Quad]:
    store = ox.Store()
    store.extend(facts)
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    for rule in _RULES:
        for triple in store.query(prefixes + rule):
            yield ox.Quad(triple.subject, triple.predicate, triple.object)


_RULES = (
    """CONSTRUCT { ?a tg:partnerOf ?b } WHERE {
         ?x tg:kind ?kind ; tg:party ?a, ?b . ?a a tg:City . ?b a tg:City
         FILTER(?a != ?b && ?kind IN (kind:twinning, kind:friendship)) }""",
    "CONSTRUCT { ?x tg:signedBy ?p } WHERE { ?x tg:signature/tg:signatory ?p }",
    """CONSTRUCT { ?x tg:activeFrom ?day } WHERE {
         ?x a tg:Agreement OPTIONAL { ?x tg:validFrom ?valid } OPTIONAL { ?x tg:signedOn ?signed }
         BIND(SUBSTR(CONCAT(STR(COALESCE(?valid, ?signed)), "-01-01"), 1, 10) AS ?text)
         BIND(STRDT(?text, xsd:date) AS ?day) FILTER(BOUND(?day)) }""",
    """CONSTRUCT { ?x tg:activeUntil ?day } WHERE {
         ?x tg:validUntil ?until
         BIND(STRDT(SUBSTR(CONCAT(STR(?until), "-12-31"), 1, 10), xsd:date) AS ?day) }""",
)
