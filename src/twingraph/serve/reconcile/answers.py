"""What clients get, as records of the specification: results, suggestions, values, the manifest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.iris import PREFIXES
from twingraph.serve.problem import Problem
from twingraph.serve.reconcile.entities import TYPES
from twingraph.serve.reconcile.match import Candidate, find_candidates
from twingraph.serve.reconcile.properties import PROPERTIES, Property, properties_of, read_values
from twingraph.serve.search_index import keys_of

if TYPE_CHECKING:
    from twingraph.serve.ask import Term
    from twingraph.serve.reconcile.asked import Asked, Extension
    from twingraph.serve.reconcile.entities import Entities
    from twingraph.serve.search_index import Thing

Json = dict[str, Any]
PATH = "/reconcile"
_SUGGESTED = 20
_FARTHEST = 2_000
_XSD = PREFIXES["xsd"]
_NUMBERS = {"latitude", "longitude"}


def manifest(base_url: str, space: str, schema: str, words: Any, most: int) -> Json:
    """Return what the service says of itself."""
    service = {"service_url": base_url}
    return {
        "versions": ["0.2"],
        "name": words("reconcile.service"),
        "identifierSpace": space,
        "schemaSpace": schema,
        "documentation": f"{base_url}/about",
        "logo": f"{base_url}/static/icon.svg",
        "batchSize": most,
        "defaultTypes": [{"id": kind, "name": words(f"class.{kind}")} for kind in TYPES],
        "view": {"url": f"{base_url}{PATH}/view?id={{{{id}}}}"},
        "preview": {"url": f"{base_url}{PATH}/preview?id={{{{id}}}}", "width": 420, "height": 260},
        "suggest": {
            kind: {**service, "service_path": f"{PATH}/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {**service, "service_path": f"{PATH}/extend/propose"},
            "property_settings": _settings(words),
        },
    }


def _settings(words: Any) -> list[Json]:
    choices = [{"name": words(f"reconcile.content.{value}"), "value": value} for value in ("name", "iri")]
    about: dict[str, Json] = {
        "limit": {"type": "number", "default": 0},
        "content": {"type": "select", "default": "name", "choices": choices},
    }
    return [
        {
            "name": name,
            "label": words(f"reconcile.{name}"),
            "help_text": words(f"reconcile.{name}.help"),
            **more,
        }
        for name, more in about.items()
    ]


def results(entities: Entities, queries: Mapping[str, Asked]) -> Json:
    """Return the candidates of each query of a batch."""
    return {
        key: {"result": [_result(entities, one) for one in find_candidates(entities, asked)]}
        for key, asked in queries.items()
    }


def _result(entities: Entities, candidate: Candidate) -> Json:
    found, thing = candidate.found, candidate.found.thing
    name = thing.name(entities.words.language)
    other = "" if set(keys_of(found.name)) & set(keys_of(name)) else found.name
    return {
        "id": entities.id_of(thing.iri),
        "name": name,
        "description": entities.describe(thing, other),
        "type": [entities.type_of(thing.kind)],
        "score": candidate.score,
        "match": candidate.is_sure,
        "features": [{"id": id, "value": value} for id, value in candidate.features],
    }


def suggest_entities(entities: Entities, prefix: str, cursor: int, kinds: Sequence[str]) -> list[Json]:
    """Return things with a name that begins like *prefix* or holds it, some from *cursor* on."""
    limit = min(cursor + _SUGGESTED, _FARTHEST) if not kinds else _FARTHEST
    hits = (hit for hit in entities.hits(prefix, limit) if not kinds or hit.thing.kind in kinds)
    found = []
    for hit in islice(hits, cursor, cursor + _SUGGESTED):
        name = hit.thing.name(entities.words.language)
        other = "" if set(keys_of(hit.name)) & set(keys_of(name)) else hit.name
        about = entities.describe(hit.thing, other)
        notable = [entities.type_of(hit.thing.kind)]
        found.append({**entities.reference(hit.thing.iri), "description": about, "notable": notable})
    return found


def suggest_listed(listed: Mapping[str, tuple[str, str]], prefix: str, cursor: int) -> list[Json]:
    """Return types or properties, by id with name and description, whose id or name holds *prefix*."""
    wanted = prefix.casefold().strip()
    fitting = [
        {"id": id, "name": name, "description": about}
        for id, (name, about) in listed.items()
        if wanted in id.casefold() or wanted in name.casefold()
    ]
    fitting.sort(key=lambda one: not one["name"].casefold().startswith(wanted))
    return fitting[cursor : cursor + _SUGGESTED]


def listed_types(entities: Entities) -> dict[str, tuple[str, str]]:
    """Return name and count of the things of each type."""
    counts = dict.fromkeys(TYPES, 0)
    for thing in entities.things.values():
        counts[thing.kind] += 1
    words = entities.words
    return {kind: (words(f"class.{kind}"), words("reconcile.things", n=n)) for kind, n in counts.items()}


def listed_properties(entities: Entities) -> dict[str, tuple[str, str]]:
    """Return name of each property, and the types that have it."""
    words = entities.words
    return {
        one.id: (words(one.key), ", ".join(words(f"class.{kind}") for kind in one.types))
        for one in PROPERTIES.values()
    }


def propose(entities: Entities, kind: str, limit: int | None) -> Json:
    """Return the properties that things of a type have."""
    proposed = [{"id": one.id, "name": entities.words(one.key)} for one in properties_of(kind)[:limit]]
    told: Json = {"type": kind, "properties": proposed}
    return told if limit is None else {**told, "limit": limit}


def extension(entities: Entities, asked: Extension) -> Json:
    """Return the values of properties of things; what is not known has none.

    Raises:
        Problem: 400 for a property or a setting that there is not.
    """
    things = {id: thing for id in asked.ids if (thing := entities.find(id))}
    rows: dict[str, Json] = {id: {} for id in asked.ids}
    for pid, settings in asked.properties:
        wanted = PROPERTIES.get(pid)
        if wanted is None:
            raise Problem(
                400, f"there is no property {pid!r}; {PATH}/extend/propose lists them"[:300], rule="property"
            )
        limit, as_iri = _limit(pid, settings), settings.get("content", "name") == "iri"
        known = read_values(entities.site.store, wanted, things.values())
        for id in asked.ids:
            terms = known.get(things[id].iri, ()) if id in things else ()
            rows[id][pid] = [_cell(entities, wanted, term, as_iri) for term in terms][:limit]
    return {"meta": [_meta(entities, PROPERTIES[pid]) for pid, _ in asked.properties], "rows": rows}


def _limit(pid: str, settings: Mapping[str, Any]) -> int | None:
    """Return how many values are asked for, None for all; forms send numbers as text."""
    given = settings.get("limit") or 0
    if isinstance(given, bool) or not re.fullmatch(r"\d{1,9}", str(given), re.ASCII):
        raise Problem(400, f"{pid}: the setting limit is no number from 0 on", rule="settings")
    return int(given) or None


def _meta(entities: Entities, wanted: Property) -> Json:
    about: Json = {"id": wanted.id, "name": entities.words(wanted.key)}
    return about | {"type": entities.type_of(wanted.entity)} if wanted.entity in TYPES else about


def _cell(entities: Entities, wanted: Property, term: Term, as_iri: bool) -> Json:
    """Return a value as the specification has it.

    A day is a date; a year or a month is text as it is written, for no day of it is known.
    """
    if isinstance(term, ox.NamedNode):
        if as_iri:
            return {"str": term.value}
        is_thing = bool(wanted.entity) and term.value.startswith(entities.space)
        return dict(entities.reference(term.value)) if is_thing else {"str": entities.name(term.value)}
    datatype = term.datatype.value.removeprefix(_XSD)
    if datatype == "date":
        return {"date": f"{term.value}T00:00:00+00:00"}
    if wanted.id in _NUMBERS:
        return {"float": float(term.value)}
    return {"int": int(term.value)} if datatype.lower().endswith("integer") else {"str": term.value}


def preview(entities: Entities, thing: Thing) -> Json:
    """Return what a preview shows of a thing: some of its properties, each with a few values."""
    shown = []
    for one in properties_of(thing.kind):
        if one.id in _NOT_SHOWN:
            continue
        terms = read_values(entities.site.store, one, [thing]).get(thing.iri, ())
        if terms:
            values = [_shown(entities, one, term) for term in terms[:_FEW]]
            shown.append((entities.words(one.key), values, len(terms) - len(values)))
    return {"thing": thing, "about": entities.describe(thing), "rows": shown[:_ROWS]}


_NOT_SHOWN = (
    "iri",
    "name",
    "coordinates",
    "latitude",
    "longitude",
    "otherName",
    "activeFrom",
    "activeUntil",
    "release",
)
_FEW, _ROWS = 3, 6


def _shown(entities: Entities, one: Property, term: Term) -> str:
    if one.id == "country":
        return entities.site.country(term.value, entities.words.language)
    if isinstance(term, ox.NamedNode):
        return entities.name(term.value)
    return str(entities.words.literal(term))
