"""A small register of made-up agreements between real cities all over the world, for map and network."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from twingraph.iris import BASE, expand
from twingraph.mapping import map_vocabulary
from twingraph.settings import resource_dir

CITIES = {
    "duesseldorf-2934246": ("Düsseldorf", "DE", 51.22, 6.78),
    "koeln-2886242": ("Köln", "DE", 50.93, 6.95),
    "moscow-524901": ("Moskau", "RU", 55.75, 37.62),
    "simferopol-693805": ("Simferopol", "UA", 44.95, 34.1),
    "laayoune-2462881": ("El Aaiún", "EH", 27.15, -13.2),
    "tokyo-1850147": ("Tokio", "JP", 35.69, 139.69),
    "los-angeles-5368361": ("Los Angeles", "US", 34.05, -118.24),
    "suva-2198148": ("Suva", "FJ", -18.14, 178.44),
    "toulouse-2972315": ("Toulouse", "FR", 43.6, 1.44),
}
AGREEMENTS = (
    ("twinning", ("duesseldorf-2934246", "moscow-524901"), "1992", None, ""),
    ("communique.2019", ("duesseldorf-2934246", "moscow-524901"), "2019", "2023", ""),
    ("friendship", ("duesseldorf-2934246", "toulouse-2972315"), "2003", None, ""),
    ("twinning", ("duesseldorf-2934246", "simferopol-693805"), "1989", None, ""),
    ("contact", ("laayoune-2462881", "toulouse-2972315"), None, None, "planned"),
    ("twinning", ("los-angeles-5368361", "tokyo-1850147"), "1969", None, ""),
    ("twinning", ("los-angeles-5368361", "suva-2198148"), "1980", "1999", ""),
    ("solidarity", ("koeln-2886242", "moscow-524901", "toulouse-2972315"), "1958", None, ""),
)
"""Kind with what follows in the address, parties, from, until, status."""


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def city(local: str) -> str:
    return f"{BASE}id/city/{local}"


def quads() -> Iterator[ox.Quad]:
    """Yield the register as a dataset."""
    for local, (name, country, latitude, longitude) in CITIES.items():
        iri = ox.NamedNode(city(local))
        yield ox.Quad(iri, node("rdf:type"), node("tg:City"))
        yield ox.Quad(iri, node("rdfs:label"), ox.Literal(name, language="de"))
        about = {"tg:country": country, "geo:lat": str(latitude), "geo:long": str(longitude)}
        for key, value in about.items():
            yield ox.Quad(iri, node(key), ox.Literal(value), node("id:graph/gazetteer"))
    for agreement in AGREEMENTS:
        yield from _agreement(*agreement)
    yield from _house()
    ontology = (resource_dir("ontology") / name for name in ("twingraph.ttl", "concepts.ttl"))
    yield from map_vocabulary(ontology)


def _agreement(
    kind: str, parties: tuple[str, ...], first: str | None, last: str | None, status: str
) -> Iterator[ox.Quad]:
    iri = node(f"id:agreement/{kind}.{'.'.join(parties)}")
    yield ox.Quad(iri, node("rdf:type"), node("tg:Agreement"))
    yield ox.Quad(iri, node("rdfs:label"), ox.Literal(f"{kind} {parties}"))
    yield ox.Quad(iri, node("tg:kind"), node(f"kind:{kind.partition('.')[0]}"))
    for party in parties:
        yield ox.Quad(iri, node("tg:party"), ox.NamedNode(city(party)))
    if first:
        yield ox.Quad(iri, node("tg:validFrom"), ox.Literal(first, datatype=node("xsd:gYear")))
        yield ox.Quad(iri, node("tg:activeFrom"), ox.Literal(f"{first}-01-01", datatype=node("xsd:date")))
    if last:
        yield ox.Quad(iri, node("tg:activeUntil"), ox.Literal(f"{last}-12-31", datatype=node("xsd:date")))
    if status:
        yield ox.Quad(iri, node("tg:status"), node(f"status:{status}"))


def _house() -> Iterator[ox.Quad]:
    """Yield an agreement of a museum, which has no place of its own."""
    museum, iri = node("id:institution/aquazoo.duesseldorf-2934246"), node("id:agreement/cooperation.aquazoo")
    yield ox.Quad(museum, node("rdf:type"), node("tg:Institution"))
    yield ox.Quad(museum, node("rdfs:label"), ox.Literal("Aquazoo", language="de"))
    yield ox.Quad(iri, node("rdf:type"), node("tg:Agreement"))
    yield ox.Quad(iri, node("tg:kind"), node("kind:cooperation"))
    yield ox.Quad(iri, node("rdfs:label"), ox.Literal("Aquazoo"))
    for party in (museum, ox.NamedNode(city("toulouse-2972315"))):
        yield ox.Quad(iri, node("tg:party"), party)
