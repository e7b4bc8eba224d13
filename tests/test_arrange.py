"""Facts are arranged: agreements in tables, facts of the same words together, few names of many."""

from __future__ import annotations

import re

import httpx
import pyoxigraph as ox
import pytest

from sample import iri, node
from twingraph.serve.arrange import agreement_tables, group_facts, split_names
from twingraph.serve.describe import ShownFact, describe_thing
from twingraph.serve.evidence import Piece, Quote
from twingraph.store.embedded import EmbeddedStore

CITY = "id:city/duesseldorf-2934246"


def quote(words: str, rule: str = "rule") -> Quote:
    sentences = ((Piece(words, True),),)
    return Quote("r", "r", "title", "de", None, None, "ev-1", "s", rule, "0.9", None, sentences)


def fact(predicate: str, value: str, *quotes: Quote, derived: bool = False) -> ShownFact:
    return ShownFact(iri(predicate), node(value), None, quotes, derived)


def test_a_table_has_a_row_for_each_agreement(sample_store: EmbeddedStore) -> None:
    thing = describe_thing(sample_store, iri(CITY), "City", "en")
    tables = agreement_tables(thing.panels)
    partners = {row.thing: row for row in tables["city_partners"]}
    warsaw = partners[iri("id:city/warsaw-756135")]
    assert warsaw.all("tg:kind") == [node("kind:twinning")]
    assert warsaw.first("tg:validFrom", "tg:signedOn") == ox.Literal("1989", datatype=node("xsd:gYear"))
    assert warsaw.sources == 1
    in_tables = [row.agreement for rows in tables.values() for row in rows]
    assert len(in_tables) == len(set(in_tables))
    agreements = {
        item.iri for panel in thing.panels if panel.name == "city_agreements" for item in panel.items
    }
    assert agreements == set(in_tables)


def test_the_partners_stand_in_a_table_with_their_words(sample_url: str) -> None:
    page = httpx.get(f"{sample_url}/doc/city/duesseldorf-2934246", headers={"Accept": "text/html"}).text
    rows = re.findall(r'<div class="row" role="row">(.*?)</figure>', page, re.DOTALL)
    [warsaw] = [row for row in rows if 'href="/doc/city/warsaw-756135"' in row]
    for text in ("<span>1989</span>", ">town twinning</a>", "1 source</summary>", "<mark>"):
        assert text in warsaw
    assert "Further agreements in the order of time" in page


def test_facts_of_the_same_words_stand_together() -> None:
    same, other = quote("Köln und Lille"), quote("1958")
    kind, since = fact("tg:kind", "kind:twinning", same), fact("tg:status", "status:active", other)
    party = fact("tg:party", "id:city/lille", quote("Köln und Lille", "another"))
    derived = fact("tg:partnerOf", "id:city/lille", derived=True)
    groups = group_facts([kind, since, party, derived])
    assert [group.facts for group in groups] == [(kind, party), (since,), (derived,)]
    assert [quote.rule for quote in groups[0].quotes] == ["rule, another"]
    assert groups[2].quotes == ()


@pytest.mark.parametrize(
    ("count", "shown", "more"), [pytest.param(5, 5, 0, id="few"), pytest.param(30, 8, 22, id="many")]
)
def test_of_many_names_few_are_shown(count: int, shown: int, more: int) -> None:
    names = [ox.Literal(f"Name {number:02}") for number in range(count)]
    few, rest = split_names({"skos:altLabel": [*names, ox.Literal("Label")]}, "Label")
    assert (len(few), len(rest)) == (shown, more)
    assert sorted(few + rest) == [name.value for name in names]


def test_names_of_our_own_list_come_first() -> None:
    names = [ox.Literal(name) for name in ("Aamu", "Bbmu", "Москва", "Moskau", "Moscou", *"CDEFGHI")]
    known = {"skos:altLabel": names, "skos:exactMatch": [ox.NamedNode("https://sws.geonames.org/524901/")]}
    few, rest = split_names(known, "Moscow")
    assert few[:2] == ["Moscou", "Moskau"]
    assert "Москва" in rest
