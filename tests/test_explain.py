"""Each fact of a thing comes with the words that say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from made_releases import city_iri, planned, twinning
from twingraph.errors import UnknownNameError
from twingraph.explain import ExplainedFact, explain, find_thing, parse_name
from twingraph.iris import compact, expand
from twingraph.mapping import map_facts, map_release
from twingraph.store import EmbeddedStore

RELEASES = [twinning("a"), twinning("b"), planned()]
KOELN = city_iri("Köln")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    folder: Path = tmp_path_factory.mktemp("store")
    with EmbeddedStore(folder / "store", create=True) as made:
        made.publish([*map_facts(RELEASES), *(quad for linked in RELEASES for quad in map_release(linked))])
        yield made


def fact(facts: list[ExplainedFact], predicate: str, value: str) -> ExplainedFact:
    return next(f for f in facts if f.predicate == predicate and f.object == value)


def test_every_quote_stands_where_it_says(store: EmbeddedStore) -> None:
    texts = {linked.release.id: linked.release.text for linked in RELEASES}
    facts = explain(store, KOELN)
    quotes = [quote for f in facts for quote in f.quotes]
    assert quotes
    assert all(texts[q.release][q.start : q.end] == q.words for q in quotes)


def test_a_fact_of_several_releases_quotes_each(store: EmbeddedStore) -> None:
    label = fact(explain(store, KOELN), "rdfs:label", "Köln @de")
    assert [quote.release for quote in label.quotes] == ["a", "b", "koeln-turin"]
    assert label.quotes[0].words == "Köln"
    quote = label.quotes[0]
    assert (quote.rule, quote.confidence, quote.issued) == ("made", "1", "2020-05-04")


def test_modality_is_told(store: EmbeddedStore) -> None:
    agreement = next(f.subject for f in explain(store, city_iri("Turin")) if f.predicate == "tg:party")
    assert fact(explain(store, agreement), "tg:status", "status:planned").quotes[0].modality == "planned"


def test_a_derived_fact_has_no_quote(store: EmbeddedStore) -> None:
    derived = fact(explain(store, KOELN), "tg:partnerOf", compact(city_iri("Lille")))
    assert derived.quotes == ()


def test_its_own_facts_come_first(store: EmbeddedStore) -> None:
    own = [f.subject == compact(KOELN) for f in explain(store, KOELN)]
    assert own == sorted(own, reverse=True)
    assert not all(own)


@pytest.mark.parametrize(
    "name",
    ["city/koeln-2886242", "/id/city/koeln-2886242", "id:city/koeln-2886242", f"<{KOELN}>"],
)
def test_names_of_every_shape(store: EmbeddedStore, name: str) -> None:
    assert explain(store, name) == explain(store, KOELN)


def test_a_near_miss_is_told(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownNameError, match="did you mean id:city/koeln-2886242"):
        explain(store, "id:city/koeln-288624")


@pytest.mark.parametrize("name", ["Köln", " KÖLN ", "Koeln"])
def test_a_label_is_a_name_too(store: EmbeddedStore, name: str) -> None:
    assert find_thing(store, name).value == KOELN
    assert explain(store, name) == explain(store, KOELN)


def test_a_label_of_several_things_lists_them(tmp_path: Path) -> None:
    label, kind = ox.NamedNode(expand("rdfs:label")), ox.NamedNode(expand("rdf:type"))
    cities = [ox.NamedNode(expand(f"id:city/{name}")) for name in ("frankfurt-1", "frankfurt-2")]
    quads = [ox.Quad(city, label, ox.Literal("Frankfurt")) for city in cities]
    quads += [ox.Quad(city, kind, ox.NamedNode(expand("tg:City"))) for city in cities]
    with EmbeddedStore(tmp_path / "store", create=True) as made:
        made.publish(quads)
        with pytest.raises(
            UnknownNameError, match="things; give one of id:city/frankfurt-1, id:city/frankfurt-2"
        ):
            explain(made, "frankfurt")


def test_a_release_shows_what_is_known_of_it_and_what_it_states(store: EmbeddedStore) -> None:
    shown = explain(store, "release/koeln-turin")
    about = [f for f in shown if f.subject == "id:release/koeln-turin"]
    assert ("dcterms:identifier", "koeln-turin", "id:graph/koeln-turin") in {
        (f.predicate, f.object, f.graph) for f in about
    }
    stated = [f for f in shown if f not in about]
    assert {quote.release for f in stated for quote in f.quotes} == {"koeln-turin"}
    linked = next(linked for linked in RELEASES if linked.release.id == "koeln-turin")
    assert {(f.subject, f.predicate) for f in stated} == {
        (compact(f.subject), compact(f.predicate)) for f in linked.facts
    }


@pytest.mark.parametrize("name", ["", "a b> } #", "https://e.example/ x"])
def test_what_is_no_iri_is_said_to_be(name: str, store: EmbeddedStore) -> None:
    with pytest.raises(UnknownNameError):
        explain(store, name)


def test_a_concept_can_be_explained(store: EmbeddedStore) -> None:
    assert {f.predicate for f in explain(store, "kind:twinning")} == {"tg:kind"}
    assert parse_name("kind:twinning").value.endswith("/kind/twinning")
