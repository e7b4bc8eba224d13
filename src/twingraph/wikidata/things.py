"""What the graph knows of the things that are to be found in Wikidata."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twingraph.iris import PREFIXES, expand

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

KINDS = ("City", "Institution", "Person")
Values = Mapping[str, Mapping[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Thing:
    """A city, institution or person; ``names`` with their languages, degrees and ISO code where known.

    ``cities`` are the IRIs of the cities an institution is in, or a person has an office of; ``roles`` are
    the last parts of the IRIs of these offices.
    """

    iri: str
    kind: str
    names: tuple[tuple[str, str], ...]
    geonames: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    cities: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What to call it: the first of its names."""
        return self.names[0][0]


def read_things(store: Dataset) -> list[Thing]:
    """Return the cities, institutions and persons of the default graph, in this order and by IRI."""
    said = _values(store, "{ ?s ?p ?o } { ?s a ?kind }", KINDS, ("rdf:type", "rdfs:label", "tg:locatedIn"))
    listed = _values(store, "GRAPH ?g { ?s ?p ?o } { ?s a ?kind }", ("City",), _REFERENCE)
    offices = _read_offices(store)
    return [
        _thing(iri, kind, known, listed.get(iri, {}), offices.get(iri, set()))
        for kind in KINDS
        for iri, known in sorted(said.items())
        if _is_a(kind, known) and known.get("rdfs:label")
    ]


_REFERENCE = ("skos:exactMatch", "skos:prefLabel", "tg:country", "geo:lat", "geo:long")


def _is_a(kind: str, known: Mapping[str, list[Any]]) -> bool:
    return any(term.value == expand(f"tg:{kind}") for term in known["rdf:type"])


def _values(store: Dataset, where: str, kinds: Iterable[str], predicates: Iterable[str]) -> Values:
    """Return the values of things by IRI and predicate, in one order."""
    wanted = {expand(curie): curie for curie in predicates}
    block, classes = (
        " ".join(f"<{iri}>" for iri in iris) for iris in (wanted, [expand(f"tg:{kind}") for kind in kinds])
    )
    rows: Any = store.query(
        f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?kind {{ {classes} }} VALUES ?p {{ {block} }} {where} }}"
    )
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows, key=str):
        found[row["s"].value][wanted[row["p"].value]].append(row["o"])
    return found


def _thing(
    iri: str,
    kind: str,
    known: Mapping[str, list[Any]],
    place: Mapping[str, list[Any]],
    held: set[tuple[str, str]],
) -> Thing:
    names = [(label.value, label.language or "") for label in known["rdfs:label"]]
    names += [(label.value, "") for label in place.get("skos:prefLabel", [])]
    cities = {term.value for term in known.get("tg:locatedIn", [])} | {city for city, _ in held}
    first = {curie: terms[0].value for curie, terms in place.items()}
    return Thing(
        iri, kind, tuple(dict.fromkeys(names)),
        geonames=_geonames(first.get("skos:exactMatch", "")),
        country=first.get("tg:country"),
        latitude=float(first["geo:lat"]) if "geo:lat" in first else None,
        longitude=float(first["geo:long"]) if "geo:long" in first else None,
        cities=tuple(sorted(cities)),
        roles=tuple(sorted({role for _, role in held})),
    )  # fmt: skip


def _geonames(iri: str) -> str | None:
    number = iri.removeprefix(PREFIXES["gn"]).rstrip("/")
    return number if number.isascii() and number.isdigit() else None


def _read_offices(store: Dataset) -> Mapping[str, set[tuple[str, str]]]:
    """Return for each person the cities and roles of its memberships."""
    rows: Any = store.query(
        f"PREFIX org: <{PREFIXES['org']}> PREFIX tg: <{PREFIXES['tg']}>\n"
        "SELECT ?person ?city ?role { ?held org:member ?person ; org:organization ?city . ?city a tg:City\n"
        "OPTIONAL { ?held org:role ?role } }"
    )
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for person, city, role in _texts(rows, "person", "city", "role"):
        found[person].add((city, role.rpartition("/")[2]))
    return found


def _texts(rows: Any, *names: str) -> Iterator[tuple[str, ...]]:
    """Yield the values of rows as texts, "" for what is unbound."""
    for row in rows:
        yield tuple(row[name].value if row[name] is not None else "" for name in names)
