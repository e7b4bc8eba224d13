"""Items of Wikidata that a thing may be, each with a score and the evidence for and against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians

import pyoxigraph as ox

from twingraph.iris import PREFIXES
from twingraph.wikidata.client import Row, Wikidata
from twingraph.wikidata.things import Thing

SURE, OPEN = "sure", "open"
LANGUAGES, ANY = ("de", "en", "fr"), "mul"
"""Languages of names here, and the mark of a name that Wikidata gives for all languages."""

_IDS, _NAMES = 200, 60  # terms of one request
_NEAR, _AROUND = 10.0, 30.0  # km
_KM = 111.2  # a degree of latitude
_POINT = re.compile(r"(?:<[^>]*>\s*)?Point\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)

_BY_ID = """SELECT DISTINCT ?key ?item ?label WHERE {
  VALUES ?key { {values} }
  ?item wdt:P1566 ?key .
  OPTIONAL { ?item rdfs:label ?label FILTER(LANG(?label) IN ("en", "mul", "de", "fr")) }
} ORDER BY ?key ?item ?label"""
_PLACES = """SELECT DISTINCT ?key ?item ?code ?where ?id WHERE {
  VALUES ?key { {values} }
  ?item rdfs:label|skos:altLabel ?key ; wdt:P625 ?where .
  OPTIONAL { ?item wdt:P17/wdt:P297 ?code }
  OPTIONAL { ?item wdt:P1566 ?id }
} ORDER BY ?key ?item ?code ?where ?id"""
_BODIES = """SELECT DISTINCT ?key ?item ?city WHERE {
  VALUES ?key { {values} }
  ?item rdfs:label|skos:altLabel ?key .
  FILTER NOT EXISTS { ?item wdt:P31 wd:Q5 }
  OPTIONAL { ?item (wdt:P131/wdt:P131?)|wdt:P159|wdt:P276 ?city }
} ORDER BY ?key ?item ?city"""
_PEOPLE = """SELECT DISTINCT ?key ?item ?city ?headed WHERE {
  VALUES ?key { {values} }
  ?item rdfs:label|skos:altLabel ?key ; wdt:P31 wd:Q5 .
  OPTIONAL { ?headed p:P6/ps:P6 ?item }
  OPTIONAL { ?item wdt:P39/wdt:P1001 ?city }
} ORDER BY ?key ?item ?city ?headed"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a thing may be: ``score`` lies in 0..1; ``item`` is "" where none was found.

    ``checked`` is what a person wrote into the file: "yes", "no" or "".
    """

    thing: str
    kind: str
    name: str
    item: str
    label: str
    score: float
    evidence: tuple[str, ...]
    decision: str = OPEN
    checked: str = ""


def find_candidates(things: Sequence[Thing], wikidata: Wikidata) -> list[Candidate]:
    """Return the candidates of all things: cities first, for what else is found by the city it belongs to.

    Raises:
        WikidataError: If there is no answer.
    """
    cities = [thing for thing in things if thing.kind == "City"]
    found = decide(_by_id(cities, wikidata))
    known = {one.thing for one in found}
    found += decide(_by_place([city for city in cities if city.iri not in known], wikidata))
    found = _without_shared(found)
    items = {one.thing: one.item for one in found if one.decision == SURE}
    for kind, query, rate in (("Institution", _BODIES, _rate_body), ("Person", _PEOPLE, _rate_person)):
        some = [thing for thing in things if thing.kind == kind]
        rows = _named(some, wikidata, query)
        found += _without_shared(decide(_candidate(thing, item, rate(thing, group, items))
                                        for thing, item, group in rows))  # fmt: skip
    known = {one.thing for one in found}
    missing = (_candidate(thing, "", (0.0, ("not found",))) for thing in things if thing.iri not in known)
    return sorted([*found, *missing], key=lambda one: (_rank(one.kind), one.thing, -one.score, one.item))


def _rank(kind: str) -> int:
    return ("City", "Institution", "Person").index(kind)


def decide(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates, with those marked as sure that leave no doubt and have no rival.

    Whatever reaches nine tenths is beyond doubt; what comes within three tenths of it is a rival.
    """
    of: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        of[one.thing].append(one)
    decided: list[Candidate] = []
    for some in of.values():
        best, *others = sorted(some, key=lambda one: (-one.score, one.item))
        has_rival = any(other.score > best.score - 0.3 for other in others)
        is_sure = best.score >= 0.9 and not has_rival
        evidence = (*best.evidence, "rivals") if has_rival else best.evidence
        decided += [replace(best, decision=SURE if is_sure else OPEN, evidence=evidence), *others]
    return decided


def _without_shared(found: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates; an item that two things of ours are is none for sure."""
    listed = list(found)
    of: dict[str, set[str]] = defaultdict(set)
    for one in listed:
        if one.decision == SURE:
            of[one.item].add(one.thing)
    shared = {item for item, things in of.items() if len(things) > 1}
    return [replace(one, decision=OPEN, evidence=(*one.evidence, "found for two things"))
            if one.decision == SURE and one.item in shared else one for one in listed]  # fmt: skip


def _by_id(cities: Iterable[Thing], wikidata: Wikidata) -> Iterator[Candidate]:
    of = {city.geonames: city for city in cities if city.geonames}
    rows = list(wikidata.ask_each(_BY_ID, (f'"{number}"' for number in of), _IDS))
    called = labels_of(rows, "item")
    for key, iri in dict.fromkeys((row["key"].value, row["item"].value) for row in rows):
        if (item := item_of(iri)) is not None:
            yield _candidate(of[key], item, (0.98, ("same GeoNames id",)), called.get(item, ""))


def _by_place(cities: Sequence[Thing], wikidata: Wikidata) -> Iterator[Candidate]:
    for city, item, rows in _named(cities, wikidata, _PLACES):
        yield _candidate(city, item, _rate_place(city, rows))


def _named(things: Sequence[Thing], wikidata: Wikidata, query: str) -> Iterator[tuple[Thing, str, list[Row]]]:
    """Yield each thing with each item that has one of its names, and all rows about that."""
    of: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in things:
        for name, language in thing.names:
            for tag in (language, ANY) if language in LANGUAGES else (*LANGUAGES, ANY):
                of[name, tag].append(thing)
    found: dict[tuple[Thing, str], list[Row]] = defaultdict(list)
    for row in wikidata.ask_each(query, (_quoted(*key) for key in of), _NAMES):
        key, item = row["key"], item_of(row["item"].value)
        for thing in of.get((key.value, getattr(key, "language", "") or ""), ()):
            if item is not None:
                found[thing, item].append(row)
    yield from ((thing, item, rows) for (thing, item), rows in found.items())


def _quoted(text: str, language: str) -> str:
    """Return a text as SPARQL writes it.

    >>> _quoted('the "Old" town', "en")
    '"the \\\\"Old\\\\" town"@en'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(escaped.split())}"@{language}'


def item_of(iri: str) -> str | None:
    """Return the number of an item, None for what is none.

    >>> item_of("http://www.wikidata.org/entity/Q1718"), item_of("http://www.wikidata.org/.well-known/genid/1")
    ('Q1718', None)
    """
    name = iri.removeprefix(PREFIXES["wd"])
    return name if re.fullmatch(r"Q[1-9]\d*", name) else None


def labels_of(rows: Iterable[Row], name: str) -> dict[str, str]:
    """Return what to call items: in English, in all languages, or as it comes."""
    best: dict[str, tuple[bool, bool, str]] = {}
    for row in rows:
        item, label = item_of(row[name].value), row.get("label")
        if item and isinstance(label, ox.Literal):
            ranked = (label.language != "en", label.language != ANY, label.value)
            best[item] = min(best.get(item, ranked), ranked)
    return {item: ranked[2] for item, ranked in best.items()}


Rated = tuple[float, tuple[str, ...]]


def _candidate(thing: Thing, item: str, rated: Rated, label: str = "") -> Candidate:
    score, evidence = rated
    return Candidate(thing.iri, thing.kind, thing.name, item, label, round(score, 2), evidence)


def _rate_place(city: Thing, rows: Iterable[Row]) -> Rated:
    """Return what speaks for a place of the same name."""
    score, evidence = 0.3, ["same name"]
    texts = _column(rows)
    if city.country and city.country in texts["code"]:
        score, evidence = score + 0.3, [*evidence, "same country"]
    ways = [way for text in texts["where"] if (way := _way(city, text)) is not None]
    if ways and min(ways) <= _AROUND:
        score += 0.35 if min(ways) <= _NEAR else 0.1
        evidence.append(f"{min(ways):.0f} km away")
    if city.geonames and texts["id"] and city.geonames not in texts["id"]:
        score, evidence = score - 0.3, [*evidence, "another GeoNames id"]
    return max(score, 0.1), tuple(evidence)


def _rate_body(thing: Thing, rows: Iterable[Row], items: Mapping[str, str]) -> Rated:
    """Return what speaks for an institution of the same name: that it is in the same city."""
    ours = {items[city] for city in thing.cities if city in items}
    theirs = {item_of(iri) for iri in _column(rows)["city"]}
    if ours & theirs:
        return 0.95, ("same name", "in the same city")
    return (0.3, ("same name", "in another city")) if ours and theirs else (0.5, ("same name",))


def _rate_person(thing: Thing, rows: Iterable[Row], items: Mapping[str, str]) -> Rated:
    """Return what speaks for a person of the same name: an office of the same city."""
    ours = {items[city] for city in thing.cities if city in items}
    texts = _column(rows)
    if ours & {item_of(iri) for iri in texts["headed"]}:
        is_mayor = "mayor" in thing.roles
        return 0.95 if is_mayor else 0.8, ("same name", "head of government of the same city")
    if ours & {item_of(iri) for iri in texts["city"]}:
        return 0.9, ("same name", "an office of the same city")
    return 0.4, ("same name",)


def _column(rows: Iterable[Row]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name, term in row.items():
            found[name].add(term.value)
    return found


def _way(city: Thing, point: str) -> float | None:
    """Return the kilometres between a city and a point in WKT, None where one of them is nowhere on earth."""
    match = _POINT.fullmatch(point)
    if match is None or point.startswith("<") or city.latitude is None or city.longitude is None:
        return None
    east = (float(match[1]) - city.longitude + 180) % 360 - 180
    return _KM * hypot(float(match[2]) - city.latitude, east * cos(radians(city.latitude)))
