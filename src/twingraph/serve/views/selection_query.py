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
    # An agreement joins two of the parties that are near.
    having = "HAVING (COUNT(DISTINCT ?near) > 1)\n" if asked != asked.bare else ""
    text = (
        "SELECT ?agreement (MIN(STR(?name)) AS ?label) (MIN(?kinds) AS ?kind)\n"
        "       (MIN(?begins) AS ?since) (MAX(?ends) AS ?until)\n"
        f"WHERE {{\n{body}\n}}\nGROUP BY ?agreement\n{having}"
        "ORDER BY (!BOUND(?since)) ?since ?agreement\n"
    )
    used = sorted(prefix for prefix in PREFIXES if f"{prefix}:" in text)
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + "\n" + text


def _patterns(asked: Selection) -> Iterator[str]:
    if asked != asked.bare:
        yield "{ SELECT DISTINCT ?near WHERE {"
        yield from (f"  {line}" for line in (_walks(asked) if asked.focus else _well_tied(asked, "near")))
        yield "} }"
        yield "?agreement tg:party ?near ."
    yield "?agreement a tg:Agreement ; rdfs:label ?name ."
    yield "OPTIONAL { ?agreement tg:kind ?kinds }"
    yield "OPTIONAL { ?agreement tg:activeFrom ?begins }"
    yield "OPTIONAL { ?agreement tg:activeUntil ?ends }"
    yield from _restrictions(asked, "agreement")


def _walks(asked: Selection) -> Iterator[str]:
    """Yield the ways to who is near the focus: none, and over each number of agreements."""
    yield f"{{ BIND(<{asked.focus}> AS ?near) }}"
    for steps in range(1, asked.depth + 1):
        yield "UNION {"
        at = f"<{asked.focus}>"
        for step in range(1, steps + 1):
            reached, over = "near" if step == steps else f"via{step}", f"over{step}"
            yield f"  ?{over} tg:party {at}, ?{reached} ."
            yield from (f"  {line}" for line in _restrictions(asked, over))
            if asked.partners > 1:
                yield from (f"  {line}" for line in _well_tied(asked, reached))
            at = f"?{reached}"
        yield "}"


def _well_tied(asked: Selection, name: str) -> Iterator[str]:
    """Yield the pattern of a party that has as many partners as are asked for."""
    yield f"{{ SELECT ?{name} WHERE {{"
    yield f"    ?tie tg:party ?{name}, ?partner . FILTER(?partner != ?{name})"
    yield from (f"    {line}" for line in _restrictions(asked, "tie"))
    yield f"  }} GROUP BY ?{name} HAVING (COUNT(DISTINCT ?partner) >= {asked.partners}) }}"


def _restrictions(asked: Selection, name: str) -> Iterator[str]:
    """Yield the patterns of an agreement, a variable called *name*, that the selection may hold."""
    if asked.agreements:
        yield f"FILTER(?{name} IN ({', '.join(f'<{iri}>' for iri in asked.agreements)}))"
    yield from (f"?{name} tg:party <{city}> ." for city in asked.cities)
    for code in asked.countries:
        gazetteer = f'GRAPH ?gazetteer {{ ?of tg:country "{code}" }}'
        yield f"FILTER EXISTS {{ ?{name} tg:party ?of . {gazetteer} }}"
    for concept, iris in (("kind", asked.kinds), ("status", asked.statuses), ("topic", asked.topics)):
        if iris:
            yield f"FILTER EXISTS {{ ?{name} tg:{concept} ?value FILTER(?value IN ({_list(iris)})) }}"
    yield from _in_years(asked, name)


def _list(iris: Iterable[str]) -> str:
    return ", ".join(compact(iri) for iri in iris)


def _in_years(asked: Selection, name: str) -> Iterator[str]:
    """Yield the restriction to years, on the first and the last day of all that releases say."""
    begins, ends = f"?{name} tg:activeFrom ?day", f"?{name} tg:activeUntil ?day"
    if asked.signed is not None:
        yield from _begun_in(asked.signed, name)
    if asked.until is not None:
        is_early = f'FILTER(?day <= "{asked.until:04d}-12-31"^^xsd:date)'
        yield f"FILTER(NOT EXISTS {{ {begins} }} || EXISTS {{ {begins} {is_early} }})"
    if asked.since is not None:
        is_late = f'FILTER(?day >= "{asked.since:04d}-01-01"^^xsd:date)'
        yield f"FILTER(NOT EXISTS {{ {ends} }} || EXISTS {{ {ends} {is_late} }})"
    if not asked.undated:
        yield f"FILTER(EXISTS {{ {begins} }} || EXISTS {{ {ends} }})"


def _begun_in(year: int, name: str) -> Iterator[str]:
    """Yield the pattern of a year in a date however precise: validFrom, or signedOn where there is none."""
    is_year = f'FILTER(SUBSTR(STR(?day), 1, 4) = "{year:04d}")'
    yield f"FILTER(EXISTS {{ ?{name} tg:validFrom ?day {is_year} }}"
    yield f"  || (NOT EXISTS {{ ?{name} tg:validFrom ?any }}"
    yield f"    && EXISTS {{ ?{name} tg:signedOn ?day {is_year} }}))"
