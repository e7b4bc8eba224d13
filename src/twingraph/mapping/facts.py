"""All releases to the facts: each once, and what follows from them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations

import pyoxigraph as ox

from twingraph.iris import RELATIONSHIPS, expand
from twingraph.mapping.release import Claim, best_evidence, read_claims
from twingraph.mapping.terms import Term, node, sort_quads, tg, typed
from twingraph.model import Evidence, LinkedRelease, PartialDate
from twingraph.support import Claim as Told
from twingraph.support import weigh

Properties = dict[str, dict[Term, dict[str, Evidence]]]
"""Of one subject: predicate, object and release id to the best evidence: who says what."""

Support = dict[str, Properties]

_NOT_STANDING = {expand(f"status:{status}") for status in ("planned", "ended", "expired")}
_RELATIONSHIPS = {expand(f"kind:{kind}") for kind in RELATIONSHIPS}


def map_facts(releases: Iterable[LinkedRelease]) -> list[ox.Quad]:
    """Return the default graph, sorted: every fact once, and what follows from the facts together.

    Contradicting values all stay.  One thing gives way: "planned" is left out of the facts once a release
    knows the agreement as concluded; the statement that it was planned stays in the graph of its release.

    Raises:
        MappingError: If a literal or an IRI is not what it says it is.
    """
    support = _support(releases)
    claims: set[Claim] = {
        (node(s), node(p), o)
        for s, properties in support.items()
        for p, objects in properties.items()
        for o in objects
    }
    planned = node(expand("status:planned"))
    for agreement, properties in support.items():
        if _is_overtaken(properties):
            claims.discard((node(agreement), tg("status"), planned))
            properties.get(expand("tg:status"), {}).pop(planned, None)
    claims.update(_derived(support))
    return sort_quads({ox.Quad(s, p, o) for s, p, o in claims})


def _support(releases: Iterable[LinkedRelease]) -> Support:
    support: Support = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    for linked in releases:
        for (subject, predicate, value), evidence in read_claims(linked).items():
            support[subject.value][predicate.value][value][linked.release.id] = best_evidence(evidence)
    return support


def _is_overtaken(properties: Properties) -> bool:
    """True where an agreement that some release calls planned is signed, or concluded in another."""
    planners = properties.get(expand("tg:status"), {}).get(node(expand("status:planned")), {})
    if not planners or expand("tg:signedOn") in properties:
        return bool(planners)
    types = properties.get(expand("rdf:type"), {}).values()
    plain = {r for by in types for r, e in by.items() if e.modality not in ("planned", "wished")}
    return bool(plain - set(planners))


def _derived(support: Support) -> Iterator[Claim]:
    for iri, properties in sorted(support.items()):
        if tg("Agreement") in properties.get(expand("rdf:type"), {}):
            yield from _active_bounds(node(iri), properties)
            yield from _signatories(node(iri), properties, support)
            yield from _partners(properties, support)


def _active_bounds(agreement: ox.NamedNode, properties: Properties) -> Iterator[Claim]:
    """Yield the days between which an agreement holds: none of a plan, and no end before the beginning."""
    if node(expand("status:planned")) in properties.get(expand("tg:status"), {}):
        return
    begin = _best_date(properties.get(expand("tg:validFrom")) or properties.get(expand("tg:signedOn")) or {})
    end = _best_date(properties.get(expand("tg:validUntil")) or {})
    if begin:
        yield agreement, tg("activeFrom"), typed(begin.first_day().isoformat(), "date")
    if end and not (begin and end.last_day() < begin.first_day()):
        yield agreement, tg("activeUntil"), typed(end.last_day().isoformat(), "date")


def _best_date(values: dict[Term, dict[str, Evidence]]) -> PartialDate | None:
    """Return the better supported of the dates that releases give, as finely as one of them tells it."""
    claims = (
        Told(term.value, release, evidence.confidence, evidence.modality)
        for term, by in values.items()
        for release, evidence in by.items()
    )
    sides = weigh(claims)
    return PartialDate(*map(int, sides[0].value.split("-"))) if sides else None


def _signatories(agreement: ox.NamedNode, properties: Properties, support: Support) -> Iterator[Claim]:
    for signature in properties.get(expand("tg:signature"), {}):
        for person in support.get(signature.value, {}).get(expand("tg:signatory"), {}):
            yield agreement, tg("signedBy"), person


def _partners(properties: Properties, support: Support) -> Iterator[Claim]:
    """Yield partnerOf both ways, where a relationship of two cities is neither only planned nor over."""
    kinds = {kind.value for kind in properties.get(expand("tg:kind"), {})}
    statuses = {status.value for status in properties.get(expand("tg:status"), {})}
    if not kinds & _RELATIONSHIPS or statuses & _NOT_STANDING:
        return
    parties = properties.get(expand("tg:party"), {})
    cities = [p for p in parties if tg("City") in support.get(p.value, {}).get(expand("rdf:type"), {})]
    if len(cities) == 2:
        for one, other in permutations(cities):
            yield node(one.value), tg("partnerOf"), other
