"""Reconciliation in the OpenAPI description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twingraph.serve.asked import FORM
from twingraph.serve.reconcile.answers import PATH
from twingraph.serve.reconcile.entities import TYPES
from twingraph.serve.reconcile.properties import PROPERTIES

Json = dict[str, Any]
_WORD = r"[A-Za-z]{1,9}"
_QUERIES: Json = {"type": "string", "pattern": rf'^\{{"q0": \{{"query": "{_WORD}"\}}\}}$'}
_PROPERTY = rf'\{{"id": "({"|".join(PROPERTIES)})"\}}'
_EXTEND: Json = {
    "type": "string",
    "pattern": rf'^\{{"ids": \["city/[a-z]{{1,9}}"\], "properties": \[{_PROPERTY}\]\}}$',
}
"""The plainest sort of each: JSON as the specification of reconciliation has it."""
_CALLBACK: Json = {"type": "string", "pattern": rf"^{_WORD}$"}
_NUMBER: Json = {"type": "integer", "minimum": 0, "maximum": 999_999}


def reconcile_paths(field: Callable[..., Json], operation: Callable[..., Json]) -> Json:
    """Return the paths; *field* and *operation* are those of the rest of the description."""
    callback = field("callback", _CALLBACK, "A function of JavaScript that is called with the answer.")
    prefix = field("prefix", {"type": "string"}, "How it begins.", required=True)
    cursor = field("cursor", _NUMBER, "How many to leave out.")
    paths: Json = {
        f"{PATH}/suggest/{kind}": {
            "get": operation(f"suggest-{kind}", [prefix, cursor, callback], _found(), (400,))
        }
        for kind in ("entity", "type", "property")
    }
    proposed = [
        field("type", {"type": "string"}, f"What the rows are: {', '.join(TYPES)}."),
        field("limit", _NUMBER, "At most."),
        callback,
    ]
    paths[f"{PATH}/extend/propose"] = {"get": operation("propose", proposed, _found(), (400,))}
    queries = field("queries", _QUERIES, "A batch of reconciliation queries; without it, the manifest.")
    paths[PATH] = {
        "get": operation("reconcile", [queries, callback], _found(), (400, 413)),
        "post": _post(operation("reconcile-by-post", [], _found(), (400, 413, 415)), "queries", _QUERIES),
    }
    extend = field("extend", _EXTEND, "A data extension query; without it, the manifest.")
    paths[f"{PATH}/extend"] = {
        "get": operation("extend", [extend, callback], _found(), (400, 413)),
        "post": _post(operation("extend-by-post", [], _found(), (400, 413, 415)), "extend", _EXTEND),
    }
    thing = field("id", {"type": "string"}, "The id of a thing.", required=True)
    page = {"200": {"description": "A small page.", "content": {"text/html": {}}}}
    paths[f"{PATH}/preview"] = {"get": operation("preview", [thing], page, (404,))}
    return paths


def _found() -> Json:
    return {
        "200": {
            "description": "The answer.",
            "content": {"application/json": {}, "application/javascript": {}},
        }
    }


def _post(operation: Json, name: str, schema: Json) -> Json:
    form = {"type": "object", "required": [name], "properties": {name: schema}}
    return operation | {"requestBody": {"required": True, "content": {FORM: {"schema": form}}}}
