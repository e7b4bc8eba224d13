"""The sample keeps the contract that everything which reads a graph relies on."""

from __future__ import annotations

import sample
from twingraph.store.embedded import EmbeddedStore


def test_every_span_cuts_out_its_words(sample_store: EmbeddedStore) -> None:
    texts, count = sample.texts(), 0
    rows = sample_store.query(
        """PREFIX tg: <https://w3id.org/twingraph/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?id ?start ?end ?exact { GRAPH ?g {
            ?release dcterms:identifier ?id . ?statement tg:source ?release ; tg:span ?span .
            ?span oa:start ?start ; oa:end ?end ; oa:exact ?exact } }"""
    )
    for row in rows:
        text = texts[row["id"].value]
        assert text[int(row["start"].value) : int(row["end"].value)] == row["exact"].value
        count += 1
    assert count > 200


def test_facts_stand_once_in_the_default_graph(sample_store: EmbeddedStore) -> None:
    [row] = sample_store.query(
        "PREFIX tg: <https://w3id.org/twingraph/ns#> SELECT (COUNT(*) AS ?n) { ?agreement a tg:Agreement }"
    )
    assert row["n"].value == "11"
