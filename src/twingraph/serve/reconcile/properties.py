"""The properties that things are described and told apart by: one line each, read by one query each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twingraph.serve.ask import Term, ask_rows, values_of

if TYPE_CHECKING:
    from twingraph.serve.search_index import Thing
    from twingraph.store.base import Dataset

Values = Mapping[str, Sequence[Term]]
"""Values by the IRI of a thing, in order, each once."""

_ALL = ("City", "Institution", "Person", "Agreement", "Project")


@dataclass(frozen=True, slots=True)
class Property:
    """What is known of things of some types.

    ``pattern`` finds ``?value`` of ``?thing``. ``entity`` is the type of values that are things, ``Any``
    where they are of several.
    """

    id: str
    types: tuple[str, ...]
    pattern: str
    entity: str = ""

    @property
    def key(self) -> str:
        """Its name in the words of the pages."""
        return f"reconcile.property.{self.id}"


_OF_CITY = "GRAPH ?gazetteer { ?thing tg:country ?country ; %s ?value }"
_COORDINATES = (
    "GRAPH ?gazetteer { ?thing tg:country ?country ; geo:lat ?lat ; geo:long ?long } "
    'BIND(CONCAT(STR(?lat), ",", STR(?long)) AS ?value)'
)
_RELEASE = "GRAPH ?says { ?claim rdf:subject ?thing ; tg:source ?text . ?text dcterms:identifier ?value }"
_LINES: tuple[tuple[str, tuple[str, ...], str] | tuple[str, tuple[str, ...], str, str], ...] = (
    ("country", ("City",), "GRAPH ?gazetteer { ?thing tg:country ?value }"),
    ("coordinates", ("City",), _COORDINATES),
    ("latitude", ("City",), _OF_CITY % "geo:lat"),
    ("longitude", ("City",), _OF_CITY % "geo:long"),
    ("geonames", ("City",), 'BIND(REPLACE(STR(?thing), "^.*-", "") AS ?value)'),
    ("population", ("City",), _OF_CITY % "tg:population"),
    ("name", _ALL, "?thing rdfs:label|foaf:name ?value"),
    ("otherName", ("City",), "GRAPH ?gazetteer { ?thing tg:country ?country ; skos:altLabel ?value }"),
    ("partner", ("City",), "?thing tg:partnerOf ?value", "City"),
    ("agreement", ("City", "Institution"), "?value tg:party ?thing", "Agreement"),
    ("person", ("City", "Institution"), "?role org:organization ?thing ; org:member ?value", "Person"),
    ("institution", ("City",), "?value tg:locatedIn ?thing", "Institution"),
    ("city", ("Institution",), "?thing tg:locatedIn ?value", "City"),
    ("organization", ("Person",), "?role org:member ?thing ; org:organization ?value", "Any"),
    ("role", ("Person",), "?role org:member ?thing ; tg:roleTitle ?value"),
    ("signed", ("Person",), "?value tg:signedBy ?thing", "Agreement"),
    ("party", ("Agreement",), "?thing tg:party ?value", "Any"),
    ("kind", ("Agreement",), "?thing tg:kind ?value"),
    ("signedOn", ("Agreement",), "?thing tg:signedOn ?value"),
    ("signedIn", ("Agreement",), "?thing tg:signedIn ?value", "City"),
    ("validFrom", ("Agreement",), "?thing tg:validFrom ?value"),
    ("validUntil", ("Agreement",), "?thing tg:validUntil ?value"),
    ("activeFrom", ("Agreement",), "?thing tg:activeFrom ?value"),
    ("activeUntil", ("Agreement",), "?thing tg:activeUntil ?value"),
    ("signatory", ("Agreement",), "?thing tg:signedBy ?value", "Person"),
    ("under", ("Agreement", "Project"), "?thing tg:under ?value", "Agreement"),
    ("replaces", ("Agreement",), "?thing tg:replaces ?value", "Agreement"),
    ("participant", ("Project",), "?thing tg:participant ?value", "Any"),
    ("topic", ("Agreement", "Project"), "?thing tg:topic ?value"),
    ("status", ("Agreement", "Project"), "?thing tg:status ?value"),
    ("iri", _ALL, "BIND(STR(?thing) AS ?value)"),
    ("release", _ALL, _RELEASE),
)
PROPERTIES: Mapping[str, Property] = {line[0]: Property(*line) for line in _LINES}
"""All properties by id, in the order in which they are proposed."""


def properties_of(kind: str) -> list[Property]:
    """Return what things of a type have; of an unknown or no type, everything.

    >>> [one.id for one in properties_of("Person")][:3]
    ['name', 'organization', 'role']
    """
    return [one for one in PROPERTIES.values() if kind in one.types or kind not in _ALL]


def read_values(store: Dataset, wanted: Property, things: Iterable[Thing]) -> Values:
    """Return what the graph holds of a property; things of other types have none."""
    iris = [thing.iri for thing in things if thing.kind in wanted.types]
    if not iris:
        return {}
    block = f"VALUES ?thing {{ {values_of(iris)} }}"
    rows = ask_rows(store, f"SELECT DISTINCT ?thing ?value {{ {block} {wanted.pattern} }}")
    found: dict[str, set[Term]] = defaultdict(set)
    for row in rows:
        found[row["thing"].value].add(row["value"])
    return {iri: sorted(values, key=str) for iri, values in found.items()}
