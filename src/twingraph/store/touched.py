"""Where a change may have an effect, so that two databases need not be compared as wholes.

A dump of a million quads takes 15 s, a look at the few that an update names takes none.  Each function here
returns a :data:`Touches`, which ``EmbeddedStore.write`` takes beside the change.  To say too much is safe and
slow.  To say too little is found out where it changes the number of quads, and then all is compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import pyoxigraph as ox

from twingraph.store.nquads import lines_of

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_MOST = 50_000
"""Quads to look at; where there are more, everything is compared."""
_PARSED = 45_000
"""Characters of an update that rdflib parses in a second."""
_DUMPED = 60_000
"""Quads that are dumped, sorted and compared in a second."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!.*/\.)[^\s<>\"{}|^`\\]*")


class Pattern(NamedTuple):
    """The quads with these terms; None stands for any."""

    subject: ox.NamedNode | ox.BlankNode | ox.Triple | None = None
    predicate: ox.NamedNode | None = None
    object: ox.NamedNode | ox.BlankNode | ox.Literal | None = None
    graph: Graph | None = None


Scope = frozenset[Pattern]
Touches = Callable[[int], Scope | None]
"""Tells by the number of quads in the store what a change may touch; None: everything."""


def touches_anything(_: int) -> None:
    """Say nothing: the databases are compared as wholes."""


def touches_graphs(*graphs: Graph) -> Touches:
    """Return the scope of a change to whole graphs."""
    scope = frozenset(Pattern(graph=graph) for graph in graphs)
    return lambda _: scope


def touches_quads(quads: Iterable[ox.Quad]) -> Touches:
    """Return the scope of a change that adds or removes some of *quads* and nothing else."""
    scope = frozenset(Pattern(quad.subject, quad.predicate, None, quad.graph_name) for quad in quads)
    return lambda _: scope


def touches_update(*texts: str) -> Touches:
    """Return the scope of SPARQL updates, as their templates say; everything where these are too general."""

    def scope(quads: int) -> Scope | None:
        if sum(map(len, texts)) / _PARSED > quads / _DUMPED:  # to parse them takes longer than a dump
            return None
        scopes = [_scope_of(text) for text in texts]
        known = [scope for scope in scopes if scope is not None]
        return frozenset().union(*known) if len(known) == len(scopes) else None

    return scope


def lines_in(store: ox.Store, scope: Scope) -> set[bytes] | None:
    """Return the lines of the quads in *scope*; None where they are so many that a dump is faster."""
    lines: set[bytes] = set()
    for pattern in scope:
        found = list(islice(store.quads_for_pattern(*pattern), _MOST + 1 - len(lines)))
        lines.update(lines_of(ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b""))
        if len(lines) > _MOST:
            return None
    return lines


def _scope_of(text: str) -> Scope | None:
    from rdflib.plugins.sparql.algebra import translateUpdate
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        translated: Any = translateUpdate(parseUpdate(text))
        if isinstance(translated, list):  # what rdflib makes of a request without an operation
            return frozenset()
        if translated.prologue.base:  # engines differ in how they resolve what is relative
            return None
        patterns = {pattern for step in translated.algebra for pattern in _patterns(step)}
    except Exception:  # whatever rdflib does not understand is done the slow way
        return None
    wide = {pattern.graph for pattern in patterns if not any(pattern[:3])}
    if None in wide:
        return None
    return frozenset(p for p in patterns if p.graph not in wide or not any(p[:3]))


def _patterns(step: Any) -> Iterator[Pattern]:
    """Yield where one step of an update may have an effect; a step of an unknown sort may everywhere."""
    name = step.name
    if name in ("InsertData", "DeleteData", "DeleteWhere"):
        yield from _of_template(step, None)
    elif name == "Modify":
        for part in (step.delete, step.insert):
            if part:
                yield from _of_template(part, step.withClause)
    elif name in ("Clear", "Drop", "Create"):
        yield Pattern(graph=_graph(step.graphiri))
    elif name in ("Add", "Move", "Copy"):
        yield from (Pattern(graph=_graph(graph)) for graph in step.graph)
    elif name == "Load":
        yield Pattern(graph=_graph(step.graphiri) if step.graphiri else ox.DefaultGraph())
    else:
        yield Pattern()


def _of_template(part: Any, default: Any) -> Iterator[Pattern]:
    graph = _graph(default) if default else ox.DefaultGraph()
    for triple in part.triples or ():
        yield _pattern(triple, graph)
    for name, triples in (part.quads or {}).items():
        yield from (_pattern(triple, _graph(name)) for triple in triples)


def _pattern(triple: Any, graph: Graph | None) -> Pattern:
    subject, predicate, value = map(_node, triple)
    return Pattern(subject, predicate, value, graph)


def _graph(term: Any) -> Graph | None:
    return ox.DefaultGraph() if str(term) == "DEFAULT" else _node(term)


def _node(term: Any) -> ox.NamedNode | None:
    """Return the IRI that both rdflib and the engine are sure to read alike, else None for any term."""
    from rdflib import URIRef

    return ox.NamedNode(str(term)) if isinstance(term, URIRef) and _PLAIN.fullmatch(term) else None
