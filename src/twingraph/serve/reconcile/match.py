"""Names and properties -> candidates with a score from 0 to 100; a match only where there is no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from twingraph.lexicon import read_gazetteer
from twingraph.serve.reconcile.compare import Verdict, codes_of, distance, judge
from twingraph.serve.reconcile.entities import TYPES
from twingraph.serve.search import Hit, find_pair, near
from twingraph.serve.search_index import keys_of

if TYPE_CHECKING:
    from twingraph.serve.reconcile.asked import Asked
    from twingraph.serve.reconcile.entities import Entities
    from twingraph.serve.search_index import Thing

_LOOKED_AT = 200  # hits of the search
_SURE = 95.0
_OTHER_NAME, _PART, _REWRITTEN = 1.0, 0.8, 4.0
_RIGHT, _WRONG, _OTHER_TYPE = 0.5, 40.0, 20.0
_PAIR = 90.0


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that a name leads to: by which name of its own, how like both are, whether equal."""

    thing: Thing
    name: str
    likeness: float
    is_exact: bool
    is_shown_name: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing with its score; ``features`` say what it comes from."""

    found: Found
    score: float
    is_sure: bool = False
    features: tuple[tuple[str, float | bool], ...] = field(default=())


def find_candidates(entities: Entities, asked: Asked) -> list[Candidate]:
    """Return what a query may mean, the likeliest first.

    Only one can be a match: by its id, or by a name that is equal but for accents and case, if no other thing
    has it, no property speaks against it, and no larger town of the gazetteer is called so.
    """
    found = [one for one in _find(entities, asked) if _is_wanted(one.thing, asked)]
    verdicts = _judge(entities, asked, [one.thing for one in found])
    scored = [_score(entities, asked, one, verdicts[number]) for number, one in enumerate(found)]
    scored.sort(key=lambda one: (-one.score, -one.found.thing.weight, one.found.thing.iri))
    return _mark_match(entities, asked, scored, _speaking(found, verdicts))[: asked.limit]


def _is_wanted(thing: Thing, asked: Asked) -> bool:
    if thing.kind not in TYPES:
        return False
    if not asked.types or asked.strict == "should":
        return True
    return thing.kind in asked.types and (asked.strict == "any" or len(asked.types) == 1)


def _find(entities: Entities, asked: Asked) -> list[Found]:
    """Return each thing once, by the name that is most like the text."""
    best: dict[str, Found] = {}
    for one in _leads(entities, asked):
        known = best.get(one.thing.iri)
        if known is None or (one.is_exact, one.likeness) > (known.is_exact, known.likeness):
            best[one.thing.iri] = one
    return list(best.values())


def _leads(entities: Entities, asked: Asked) -> Iterator[Found]:
    text = asked.text
    if thing := _by_id(entities, asked):
        yield Found(thing, thing.name(entities.words.language), 100.0, is_exact=True)
    if not text:
        return
    for variant, lost in variants(text):
        hits = entities.hits(variant, _LOOKED_AT)
        wanted = [hit for hit in hits if _is_wanted(hit.thing, asked)]
        if not wanted and (keys := keys_of(variant)):
            wanted = list(near(entities.index, keys[0]))
        yield from (_found(hit, variant, lost) for hit in wanted)
    yield from _between(entities, text)


def _by_id(entities: Entities, asked: Asked) -> Thing | None:
    """Return the thing whose id, IRI or GeoNames id is given, as the text or as a property."""
    numbers = {given.values[0] for given in asked.properties if given.pid == "geonames" and given.values}
    if asked.text.isascii() and asked.text.isdecimal():
        numbers.add(asked.text)
    for number in numbers:
        for thing in entities.things.values():
            if entities.geonames(thing) == number.rpartition("/")[2]:
                return thing
    is_id = re.match(r"\w+[:/]", asked.text)
    return entities.find(asked.text) if is_id else None


def variants(text: str) -> Iterator[tuple[str, float]]:
    """Yield a text and what else it may be written for, with what is taken off the score.

    >>> [variant for variant, _ in variants("Geisel, Thomas")]
    ['Geisel, Thomas', 'Thomas Geisel', 'Geisel']
    >>> [variant for variant, _ in variants("Halle (Saale)")]
    ['Halle (Saale)', 'Halle']
    """
    yield text, 0.0
    first, comma, rest = text.partition(",")
    if comma and rest.strip() and "," not in rest and not codes_of(rest):
        yield f"{rest.strip()} {first.strip()}", 0.0
    bare = re.sub(r"\s*\([^)]*\)", "", first).strip()
    if bare and bare != text.strip():
        yield bare, 0.0 if codes_of(_rest(text)) else _REWRITTEN


def _rest(text: str) -> str:
    """Return what stands in brackets or behind a comma."""
    found = re.search(r"\(([^)]*)\)|,\s*(.+)", text)
    return (found[1] or found[2] or "") if found else ""


def _found(hit: Hit, text: str, lost: float) -> Found:
    """Return a hit with its likeness; a whole name within another counts for four fifths."""
    shown = hit.name in hit.thing.names.values()
    likeness = max(_likeness(one, two) for one in keys_of(text) for two in keys_of(hit.name))
    is_exact = hit.rank == 0
    likeness = (100.0 if is_exact else min(likeness, 99.0)) - lost
    return Found(hit.thing, hit.name, likeness, is_exact and not lost, shown)


def _likeness(one: str, two: str) -> float:
    whole = float(fuzz.ratio(one, two))
    words = float(fuzz.token_set_ratio(one.replace("-", " "), two.replace("-", " ")))
    return max(whole, words * _PART)


def _between(entities: Entities, text: str) -> Iterator[Found]:
    """Yield the agreements of the two cities that a text names."""
    pair = find_pair(entities.index, text)
    if pair is None or pair[0].kind != "City":
        return
    for bond in entities.atlas.bonds_of.get(pair[0].iri, ()):
        thing = entities.things.get(bond.iri)
        if thing and pair[1].iri in bond.parties:
            yield Found(thing, thing.name(entities.words.language), _PAIR, is_exact=False)


def _judge(entities: Entities, asked: Asked, things: Sequence[Thing]) -> list[dict[str, Verdict]]:
    """Return for each thing what there is to say of each property, the country behind a name among them."""
    judged = {given.pid: judge(entities, given, things) for given in asked.properties}
    codes = codes_of(_rest(asked.text)) if asked.text else frozenset()
    told: list[dict[str, Verdict]] = [
        {pid: by_iri.get(t.iri) for pid, by_iri in judged.items()} for t in things
    ]
    for verdicts, thing in zip(told, things, strict=True):
        if codes and thing.country and "country" not in verdicts:
            verdicts["country"] = thing.country in codes
    return told


def _speaking(
    found: Sequence[Found], verdicts: Sequence[dict[str, Verdict]]
) -> dict[str, dict[str, Verdict]]:
    return {one.thing.iri: told for one, told in zip(found, verdicts, strict=True)}


def _score(entities: Entities, asked: Asked, one: Found, verdicts: dict[str, Verdict]) -> Candidate:
    """Return a candidate: what fits lifts its score half the way to 100, what does not takes 40 off."""
    right, wrong = (sum(verdict is truth for verdict in verdicts.values()) for truth in (True, False))
    score = one.likeness - (0 if one.is_shown_name or one.likeness < 2 else _OTHER_NAME)
    if verdicts:
        score += (100 - score) * _RIGHT * right / len(verdicts) - _WRONG * wrong / len(verdicts)
    if asked.types and one.thing.kind not in asked.types:
        score -= _OTHER_TYPE
    return Candidate(
        one, round(min(100.0, max(0.0, score)), 1), features=tuple(_features(entities, asked, one, verdicts))
    )


def _features(
    entities: Entities, asked: Asked, one: Found, verdicts: dict[str, Verdict]
) -> Iterator[tuple[str, float | bool]]:
    yield "name_likeness", round(one.likeness, 1)
    yield "name_equal", one.is_exact
    yield "agreements", one.thing.weight
    for pid, verdict in verdicts.items():
        if verdict is not None:
            yield f"{pid}_fits", verdict
    for given in asked.properties:
        if given.pid == "coordinates" and (away := distance(entities, given, one.thing)) is not None:
            yield "kilometres", round(away, 1)


def _mark_match(
    entities: Entities, asked: Asked, scored: list[Candidate], told: dict[str, dict[str, Verdict]]
) -> list[Candidate]:
    """Return the candidates, the first one as a match where nothing else can be meant."""
    if not scored:
        return []
    best, doubt = scored[0], [one for one in scored[1:] if one.found.is_exact and one.score >= _SURE]
    verdicts = told[best.found.thing.iri].values()
    is_named = best.found.is_exact and best.score >= _SURE and not doubt and False not in verdicts
    is_told = told[best.found.thing.iri].get("geonames") is True
    if is_told or (is_named and (True in verdicts or not _is_outdone(entities, best.found, asked.text))):
        return [Candidate(best.found, best.score, True, best.features), *scored[1:]]
    return scored


def _is_outdone(entities: Entities, one: Found, text: str) -> bool:
    """Return whether the gazetteer has a larger town of that name, which the graph does not know."""
    own = entities.geonames(one.thing)
    gazetteer = read_gazetteer()
    if own is None or int(own) not in gazetteer.rows or one.thing.iri == text:
        return False
    largest = gazetteer.place(int(own)).population
    called = {number for name in (text, one.name) for number in gazetteer.find(name)}
    return any(gazetteer.place(number).population > largest for number in called - {int(own)})
