"""A selection in SPARQL: the rows that a view shows, for who wants to ask further."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twingraph.iris import PREFIXES, compact
from twingraph.serve.views.selection import Selection


def write_query(asked: Selection) -> str:
    """Return a SELECT with a row for each agreement of a selection, in the order of the views.

    >>> write_query(Selection(signed=1990)).splitlines()[3]
    'SELECT ?agreement (MIN(STR(?name)) AS ?label) (MIN(?kinds) AS ?kind)'
    """
    body = "\n".join(f"  {line}" for line in _patterns(asked))
    text = (
        "SELECT ?agreement (MIN(STR(?name)) AS ?label) (MIN(?kinds) AS ?kind)\n"
        "       (MIN(?begins) AS ?since) (MAX(?ends) AS ?until)\n"
        f"WHERE {{\n{body}\n}}\nGROUP BY ?agreement\n{_having(asked)}"
        "ORDER BY (!BOUND(?since)) ?since ?agreement\n"
    )
    used = sorted(prefix for prefix in PREFIXES if f"{prefix}:" in text)
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + "\n" + text


def _patterns(asked: Selection) -> Iterator[str]:
    yield "?agreement a tg:Agreement ; rdfs:label ?name ."
    yield "OPTIONAL { ?agreement tg:kind ?kinds }"
    yield "OPTIONAL { ?agreement tg:activeFrom ?begins }"
    yield "OPTIONAL { ?agreement tg:activeUntil ?ends }"
    yield from (f"?agreement tg:party <{city}> ." for city in asked.cities)
    for number, code in enumerate(asked.countries, 1):
        yield (
            f"FILTER EXISTS {{ ?agreement tg:party ?of{number} . "
            f'GRAPH ?gazetteer{number} {{ ?of{number} tg:country "{code}" }} }}'
        )
    for name, iris in (("kind", asked.kinds), ("status", asked.statuses), ("topic", asked.topics)):
        if iris:
            wanted = f"FILTER(?{name}Wanted IN ({_list(iris)}))"
            yield f"FILTER EXISTS {{ ?agreement tg:{name} ?{name}Wanted {wanted} }}"
    if asked.signed is not None:
        yield from _begun_in(asked.signed)


def _list(iris: Iterable[str]) -> str:
    return ", ".join(compact(iri) for iri in iris)


def _begun_in(year: int) -> Iterator[str]:
    """Yield the pattern of a year in a date however precise: validFrom, or signedOn where there is none."""
    is_year = f'FILTER(SUBSTR(STR(?day), 1, 4) = "{year:04d}")'
    yield f"FILTER(EXISTS {{ ?agreement tg:validFrom ?day {is_year} }}"
    yield "  || (NOT EXISTS { ?agreement tg:validFrom ?any }"
    yield f"    && EXISTS {{ ?agreement tg:signedOn ?day {is_year} }}))"


def _having(asked: Selection) -> str:
    """Return the restriction to years, on the first and the last day of all that releases say."""
    tests = []
    if asked.until is not None:
        tests.append(f'(COUNT(?begins) = 0 || MIN(?begins) <= "{asked.until:04d}-12-31"^^xsd:date)')
    if asked.since is not None:
        tests.append(f'(COUNT(?ends) = 0 || MAX(?ends) >= "{asked.since:04d}-01-01"^^xsd:date)')
    if not asked.undated:
        tests.append("(COUNT(?begins) + COUNT(?ends) > 0)")
    return f"HAVING ({' && '.join(tests)})\n" if tests else ""
