"""Quads to problems: SHACL on the facts and on the graph of each release, and a source for every fact."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from twingraph.iris import VOCABULARY_GRAPH, compact, expand, is_register
from twingraph.settings import resource_dir

DERIVED = frozenset(expand(f"tg:{name}") for name in ("activeFrom", "activeUntil", "partnerOf", "signedBy"))
"""Predicates of facts that follow from others and need no statement of their own."""


def validate(quads: Iterable[ox.Quad], *, passed: dict[str, bool] | None = None) -> list[str]:
    """Return what is wrong with a dataset, one line for each problem, sorted; nothing where it conforms.

    Args:
        passed: Digests of graphs known to conform; they are not checked again.  Those that conform now are
            added, and whatever this dataset made use of is set True.  A digest covers the shapes too, so
            that changed shapes check everything anew.
    """
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        name = quad.graph_name
        graphs[name.value if isinstance(name, ox.NamedNode) else ""].append(quad)
    graphs.pop(VOCABULARY_GRAPH, None)
    problems = unsupported_facts(graphs)
    for _, graph in sorted((name, graph) for name, graph in graphs.items() if not is_register(name)):
        problems += check_graph(graph, passed=passed)
    return sorted(problems)


def check_graph(quads: Iterable[ox.Quad], *, passed: dict[str, bool] | None = None) -> list[str]:
    """Return what the shapes find wrong with one graph."""
    ordered = sorted(quads, key=str)
    digest = hashlib.sha256("\n".join([_shapes()[1], *map(str, ordered)]).encode()).hexdigest()
    problems = [] if passed and digest in passed else _run_shacl(ordered)
    if passed is not None and not problems:
        passed[digest] = True
    return problems


def unsupported_facts(graphs: dict[str, list[ox.Quad]]) -> list[str]:
    """Return a problem for each fact of the default graph ("") that no statement of another graph makes."""
    parts: dict[str, dict[str, object]] = defaultdict(dict)
    names = {expand(f"rdf:{name}"): name for name in ("subject", "predicate", "object")}
    for quad in (quad for name, quads in graphs.items() if name for quad in quads):
        if quad.predicate.value in names:
            parts[str(quad.subject)][names[quad.predicate.value]] = quad.object
    said = {(p.get("subject"), p.get("predicate"), p.get("object")) for p in parts.values()}
    return [
        f"{compact(str(q.subject)[1:-1])} {compact(q.predicate.value)}: no statement of a release says so; "
        f"add its statement or take the fact out (found {q.object})"
        for q in graphs.get("", ())
        if q.predicate.value not in DERIVED and (q.subject, q.predicate, q.object) not in said
    ]


@cache
def _shapes() -> tuple[Graph, str]:
    """Return the shapes and the digest of their file."""
    path: Path = resource_dir("ontology") / "shapes.ttl"
    return Graph().parse(path), hashlib.sha256(path.read_bytes()).hexdigest()


def _run_shacl(quads: list[ox.Quad]) -> list[str]:
    shapes, _ = _shapes()
    conforms, results, _ = pyshacl.validate(
        _to_rdflib(quads), shacl_graph=shapes, inplace=True, allow_warnings=True, do_owl_imports=False
    )
    if conforms:
        return []
    nodes = results.subjects(SH.resultSeverity, SH.Violation)
    return sorted({_describe(results, node) for node in nodes if (None, SH.result, node) in results})


def _describe(results: Graph, node: Node) -> str:
    focus, path = results.value(node, SH.focusNode), results.value(node, SH.resultPath)
    value, message = results.value(node, SH.value), results.value(node, SH.resultMessage)
    where = compact(str(focus)) + (f" {compact(str(path))}" if isinstance(path, URIRef) else "")
    found = f" (found {compact(str(value))})" if value is not None and value != focus else ""
    return f"{where}: {message}{found}"


def _to_rdflib(quads: list[ox.Quad]) -> Graph:
    graph, terms = Graph(), dict[ox.NamedNode, URIRef]()
    for quad in quads:
        subject, predicate = (_iri(terms, term) for term in (quad.subject, quad.predicate))
        graph.add((subject, predicate, _term(terms, quad.object)))
    return graph


def _iri(terms: dict[ox.NamedNode, URIRef], term: object) -> URIRef:
    if not isinstance(term, ox.NamedNode):
        raise TypeError(f"{term} is no IRI; the dataset has no blank nodes")
    return terms.setdefault(term, URIRef(term.value))


def _term(terms: dict[ox.NamedNode, URIRef], term: object) -> Node:
    if not isinstance(term, ox.Literal):
        return _iri(terms, term)
    if term.language:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value == expand("xsd:string")
    return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)
