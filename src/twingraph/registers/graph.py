"""The rows of a list -> the named graph of a register, and what became of each place."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

import pyoxigraph as ox

from twingraph.errors import RegisterError
from twingraph.iris import BASE, expand, register_graph, slug
from twingraph.lexicon import Gazetteer, Lexicon
from twingraph.registers.place import Known, Placed, Placer, count_shared
from twingraph.registers.presets import PRESETS
from twingraph.registers.read import Listed, Table

Term = ox.NamedNode | ox.Literal
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class About:
    """What is to be said of a list: ``name`` is the end of its IRI, ``source`` and ``licence`` are IRIs."""

    name: str
    title: str
    source: str
    licence: str
    retrieved: date

    @classmethod
    def of(
        cls, kind: str, name: str, retrieved: date, *, title: str = "", source: str = "", licence: str = ""
    ) -> Self:
        """Return what is to be said of a list; what is not given, its kind may tell.

        Raises:
            RegisterError: If it has no name, no licence, or an address that is none.
        """
        if kind not in PRESETS:
            raise RegisterError(f"--as {kind!r} is none of {', '.join(PRESETS)}")
        preset = PRESETS[kind]
        source, licence = source or preset.source, licence or preset.licence
        if not slug(name):
            raise RegisterError(f"--name {name!r} has no letter; give the register a name")
        if not licence:
            raise RegisterError("a list needs its licence; give its address with --licence URL")
        for option, url in (("source", source), ("licence", licence)):
            if url and not re.fullmatch(r'https?://[^\s<>"{}|\\^`]+', url):
                raise RegisterError(f"--{option} {url!r} is no address; give one that begins with https://")
        called = title or (f"{preset.title}: {name}" if preset.title else name)
        return cls(slug(name), called, source, licence, retrieved)


@dataclass(frozen=True, slots=True)
class Register:
    """A list over the cities of the graph; ``links`` are the directed pairs of IRIs, each once.

    ``loops`` counts rows whose two places are one city, ``repeated`` those that say a link again, and
    ``broken`` holds the lines that name no two places.
    """

    about: About
    graph: str
    links: tuple[Link, ...]
    joined: tuple[tuple[Listed, Listed], ...]
    places: Mapping[Listed, Placed]
    rows_of: Mapping[Listed, int]
    loops: int
    repeated: int
    broken: tuple[int, ...]
    quads: tuple[ox.Quad, ...]

    @property
    def unplaced(self) -> list[tuple[Listed, str, int]]:
        """The places without a city, why, and in how many rows; the most frequent first."""
        found = [(p, at.how, self.rows_of[p]) for p, at in self.places.items() if not at.is_found]
        return sorted(found, key=lambda one: (-one[2], one[0].name, one[0].item or "", one[0].country))

    @property
    def ways(self) -> dict[str, int]:
        """How many places were found how, or not found why."""
        return dict(Counter(at.how for at in self.places.values()).most_common())


def make_register(
    table: Table, about: About, gazetteer: Gazetteer, lexicon: Lexicon, known: Known, base: str = BASE
) -> Register:
    """Return a list as a named graph over the cities that its places are."""
    rows_of = Counter(place for row in table.rows for place in (row.one, row.two))
    placer = Placer(gazetteer, lexicon, known, count_shared(rows_of), base)
    places = {listed: placer.place(listed) for listed in rows_of}
    told = [(places[row.one].iri, places[row.two].iri) for row in table.rows]
    links = sorted({link for link in told if link[0] != link[1]})
    loops = sum(one == two for one, two in told)
    graph = ox.NamedNode(register_graph(about.name, base))
    quads = {ox.Quad(*t, graph) for t in _triples(graph, table, about, links, places, rows_of, placer)}
    return Register(
        about, graph.value, tuple(links), tuple((row.one, row.two) for row in table.rows), places, rows_of,
        loops, len(told) - loops - len(links), table.broken, tuple(sorted(quads, key=str)),
    )  # fmt: skip


_Triple = tuple[ox.NamedNode, ox.NamedNode, Term]


def _triples(
    graph: ox.NamedNode,
    table: Table,
    about: About,
    links: list[Link],
    places: Mapping[Listed, Placed],
    rows_of: Mapping[Listed, int],
    placer: Placer,
) -> Iterator[_Triple]:
    for predicate, value in _about(table, about, links):
        yield graph, _node(predicate), value
    linked, names = {iri for link in links for iri in link}, _main_names(places, rows_of)
    for listed, placed in places.items():
        if placed.iri in linked:
            for predicate, value in _describe(
                listed, placed, placer.country(listed.country), names[placed.iri]
            ):
                yield ox.NamedNode(placed.iri), _node(predicate), value
    for one, two in links:
        yield ox.NamedNode(one), _node("tg:registeredPartner"), ox.NamedNode(two)


def _main_names(places: Mapping[Listed, Placed], rows_of: Mapping[Listed, int]) -> Mapping[str, ox.Literal]:
    """Return the name by which most rows of the list call each city: one, so that nothing counts twice."""
    rows: dict[str, Counter[ox.Literal]] = defaultdict(Counter)
    for listed, placed in places.items():
        rows[placed.iri][_name(listed)] += rows_of[listed]
    return {iri: min(names, key=lambda name: (-names[name], str(name))) for iri, names in rows.items()}


def _name(listed: Listed) -> ox.Literal:
    return ox.Literal(listed.name, language=listed.language)


def _about(table: Table, about: About, links: list[Link]) -> Iterator[tuple[str, Term]]:
    yield "rdf:type", _node("dcat:Dataset")
    yield "rdf:type", _node("prov:Entity")
    yield "dcterms:title", ox.Literal(about.title)
    yield "dcterms:issued", ox.Literal(about.retrieved.isoformat(), datatype=_node("xsd:date"))
    yield "dcterms:identifier", ox.Literal(f"sha256:{hashlib.sha256(table.content).hexdigest()}")
    yield "dcterms:extent", ox.Literal(len(links))
    if about.source:
        yield "prov:hadPrimarySource", ox.NamedNode(about.source)
    yield "dcterms:license", ox.NamedNode(about.licence)


def _describe(
    listed: Listed, placed: Placed, country: str | None, main: ox.Literal
) -> Iterator[tuple[str, Term]]:
    """Yield what the list calls a city; where it is, GeoNames says of one that was found."""
    place = placed.place
    yield "rdf:type", _node("schema:City")
    called = _name(listed)
    yield "schema:name" if called == main else "schema:alternateName", called
    if listed.item:
        yield "schema:sameAs", _node(f"wd:{listed.item}")
    if place:
        yield "schema:sameAs", _node(f"gn:{place.geonames_id}/")
    if code := place.country if place else country:
        yield "schema:addressCountry", ox.Literal(code)
    where = (place.latitude, place.longitude) if place else (listed.latitude, listed.longitude)
    for name, degrees in zip(("schema:latitude", "schema:longitude"), where, strict=True):
        if degrees is not None:
            yield name, ox.Literal(f"{degrees:.4f}", datatype=_node("xsd:decimal"))


def _node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))
