"""The relationships of two cities that releases tell of: dates as written, and the releases to cite."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from twingraph.iris import PREFIXES, RELATIONSHIPS, expand
from twingraph.support import is_within

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

KINDS = ("twinning", "friendship")
"""The kinds that P190 means; its other names are sister city, twin town, partner city and friendship city."""

_SAYS = ("asserted", "reported")
_DATES = ("validFrom", "signedOn", "validUntil")
_NAMES = ("kind", "party", "status", *_DATES)


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A release that can be cited: it has an address.  Dates are as written, "" where not known."""

    issued: str
    url: str
    title: str = ""
    language: str = ""
    retrieved: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as it is written (1992, 1992-05, 1992-05-03), and the releases that say so."""

    value: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """A relationship of two cities: IRIs in their order, what releases say of it, and where.

    ``standing`` is False where it is planned, suspended, or over without a date: nothing that can be said in
    one statement of Wikidata.  A date over which releases disagree is None, and ``disputed`` names it.
    """

    agreement: str
    cities: tuple[str, str]
    kind: str
    start: Dated | None
    end: Dated | None
    references: tuple[Reference, ...]
    standing: bool = True
    disputed: tuple[str, ...] = ()

    @property
    def is_fit(self) -> bool:
        """Whether it may go out: P190 means its kind, it stands or is over by a date, a release says so."""
        return self.kind in KINDS and self.standing and bool(self.references)


Values = Mapping[str, Mapping[str, set[str]]]
Support = Mapping[tuple[str, str, str], set[str]]
"""Agreement, property and value -> the releases that say so."""


def read_bonds(store: Dataset) -> list[Bond]:
    """Return the relationships of two cities in the default graph, of two cities one: a twinning first."""
    facts, support, cited = _read_facts(store), _read_support(store), _read_references(store)
    cities = {row["city"].value for row in _rows(store, "SELECT ?city { ?city a tg:City }")}
    best: dict[tuple[str, str], Bond] = {}
    for agreement, values in sorted(facts.items()):
        kinds = [kind for kind in RELATIONSHIPS if expand(f"kind:{kind}") in values["kind"]]
        parties = sorted(values["party"])
        if not kinds or len(parties) != 2 or not cities.issuperset(parties):
            continue
        bond = _bond(agreement, kinds[0], (parties[0], parties[1]), values, support, cited)
        if bond.cities not in best or _rank(bond) < _rank(best[bond.cities]):
            best[bond.cities] = bond
    return [bond for _, bond in sorted(best.items())]


def _rank(bond: Bond) -> tuple[bool, int, str]:
    return not bond.is_fit, RELATIONSHIPS.index(bond.kind), bond.agreement


def _bond(
    agreement: str,
    kind: str,
    cities: tuple[str, str],
    values: Mapping[str, set[str]],
    support: Support,
    cited: Mapping[str, Reference],
) -> Bond:
    sources = [support.get((agreement, "party", city), set()) for city in cities]
    named = {name: _agreed(values[name]) for name in _DATES}
    dates = {
        name: Dated(value, _references(support.get((agreement, name, value), ()), cited))
        for name, value in named.items()
        if value
    }
    start = None if named["validFrom"] is None else dates.get("validFrom") or dates.get("signedOn")
    statuses = {iri.rpartition("/")[2] for iri in values["status"]}
    is_over = bool(statuses & {"ended", "expired"}) and "validUntil" not in dates
    return Bond(
        agreement, cities, kind, start, dates.get("validUntil"),
        _references(sources[0] & sources[1], cited),
        standing=not (is_over or statuses & {"planned", "suspended"}),
        disputed=tuple(name for name, value in named.items() if value is None),
    )  # fmt: skip


def _agreed(values: Iterable[str]) -> str | None:
    """Return the finest of dates that fit one another, "" where there is none, None where they do not fit.

    >>> _agreed({"1992", "1992-05"}), _agreed(set()), _agreed({"1992", "1993"})
    ('1992-05', '', None)
    """
    finest = max(values, key=lambda value: (len(value), value), default="")
    return finest if all(is_within(finest, value) for value in values) else None


def _references(releases: Iterable[str], cited: Mapping[str, Reference]) -> tuple[Reference, ...]:
    return tuple(sorted(cited[release] for release in releases if release in cited))


def _read_facts(store: Dataset) -> Values:
    wanted = " ".join(f"tg:{name}" for name in _NAMES)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    query = f"SELECT ?s ?p ?o {{ VALUES ?p {{ {wanted} }} ?s a tg:Agreement ; ?p ?o }}"
    for row in _rows(store, query):
        found[row["s"].value][_local(row["p"])].add(row["o"].value)
    return found


def _read_support(store: Dataset) -> Support:
    """Return the releases that plainly say the facts of agreements."""
    wanted = " ".join(f"tg:{name}" for name in _NAMES)
    says = ", ".join(f"<{expand(f'modality:{name}')}>" for name in _SAYS)
    query = (
        f"SELECT DISTINCT ?s ?p ?o ?release {{ VALUES ?p {{ {wanted} }}\n"
        "GRAPH ?g { ?x rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; tg:source ?release\n"
        f"OPTIONAL {{ ?x tg:modality ?m }} FILTER(!BOUND(?m) || ?m IN ({says})) }} }}"
    )
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in _rows(store, query):
        found[row["s"].value, _local(row["p"]), row["o"].value].add(row["release"].value)
    return found


def _read_references(store: Dataset) -> Mapping[str, Reference]:
    """Return the releases that have an address, with what a reference says of them."""
    query = (
        "SELECT ?release ?url ?title ?issued ?got { GRAPH ?g { ?release a tg:Release ; dcterms:source ?url\n"
        "OPTIONAL { ?release dcterms:title ?title } OPTIONAL { ?release dcterms:issued ?issued }\n"
        "OPTIONAL { ?release pav:retrievedOn ?got } } } ORDER BY ?release ?url ?title ?issued ?got"
    )
    found: dict[str, Reference] = {}
    for row in _rows(store, query):
        title, url = row["title"], row["url"].value
        if re.match(r"https?://", url):
            language = (title.language or "") if title else ""
            said = ((row[name].value if row[name] else "") for name in ("issued", "got"))
            issued, retrieved = said
            made = Reference(issued, url, title.value if title else "", language, retrieved[:10])
            found.setdefault(row["release"].value, made)
    return found


def pairs_of(store: Dataset) -> set[tuple[str, str]]:
    """Return all two cities of the graph that have any agreement together."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, "SELECT ?s ?o { ?s tg:party ?o . ?o a tg:City }"):
        found[row["s"].value].add(row["o"].value)
    return {pair for parties in found.values() for pair in combinations(sorted(parties), 2)}


_PROLOGUE = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("rdf", "tg", "dcterms", "pav"))


def _rows(store: Dataset, query: str) -> Iterator[Any]:
    rows: Any = store.query(_PROLOGUE + query)
    return iter(rows)


def _local(term: Any) -> str:
    return str(term.value).rpartition("#")[2]
