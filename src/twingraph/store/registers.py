"""Named graphs beside those of releases: what is known before one is written, and it replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from twingraph.iris import expand
from twingraph.store.base import Dataset, canonical_nquads
from twingraph.store.embedded import EmbeddedStore
from twingraph.store.provenance import Record
from twingraph.store.remote import RemoteStore
from twingraph.store.touched import touches_graphs

_SAME = " ".join(f"<{expand(name)}>" for name in ("owl:sameAs", "skos:exactMatch"))
_ITEMS = (
    f"SELECT DISTINCT ?city ?item {{ VALUES ?same {{ {_SAME} }}\n"
    "{ ?city ?same ?item } UNION { GRAPH ?g { ?city ?same ?item } }\n"
    f'FILTER(STRSTARTS(STR(?item), "{expand("wd:Q")}")) }} ORDER BY ?item DESC(STR(?city))'
)
_CITIES = f"SELECT ?city {{ ?city a <{expand('tg:City')}> }}"


def read_known(store: Dataset) -> tuple[dict[str, str], frozenset[str]]:
    """Return the city of each Wikidata item, and the cities of the default graph.

    What registers themselves say of items does not count: else it mattered which was imported first.
    """
    items: Any = store.query(_ITEMS)
    cities: Any = store.query(_CITIES)
    known = {row["item"].value.removeprefix(expand("wd:")): row["city"].value for row in items}
    return known, frozenset(row["city"].value for row in cities)


def publish_graph(
    store: EmbeddedStore | RemoteStore, graph: str, quads: Iterable[ox.Quad], record: Record, wait: float
) -> str | None:
    """Put *quads* in the place of all that *graph* held; return the generation, None of a remote store.

    In an embedded store it is a write, with provenance: builds keep it, and a rollback takes it back.

    Raises:
        StoreError: If it cannot be written.
    """
    named, content = ox.NamedNode(graph), list(quads)
    if isinstance(store, RemoteStore):
        triples = (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in content)
        store.send_graph("PUT", graph, canonical_nquads(triples))
        return None

    def change(database: ox.Store) -> None:
        database.remove_graph(named)
        database.bulk_extend(content)

    return store.write(change, record, wait=wait, touches=touches_graphs(named)).generation
