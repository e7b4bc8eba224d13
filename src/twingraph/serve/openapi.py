"""The OpenAPI description of the service: the protocols, and an operation for each question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from twingraph import __version__
from twingraph.engine.formats import GRAPHS, TABLES
from twingraph.iris import CONCEPTS
from twingraph.query import NamedQuery, Parameter
from twingraph.serve.asked import FORM, QUERY, UPDATE
from twingraph.serve.problem import MEDIA_TYPE
from twingraph.serve.reconcile.described import reconcile_paths

Json = dict[str, Any]

_ANSWERS = tuple(dict.fromkeys((*TABLES.values(), *GRAPHS.values())))
_TEXTS: dict[int, str] = {
    303: "A browser is sent to the page.",
    304: "The client has this answer already.",
    400: "The request cannot be read; the problem says where.",
    401: "The write token is missing, or another one.",
    403: "What is asked for is not allowed here.",
    404: "There is no such thing.",
    406: "There is no such format here.",
    409: "The update does not fit the data: a graph is missing, or there already.",
    413: "The body is longer than it may be.",
    415: "The body has another media type, or is no UTF-8.",
    422: "A value does not fit its parameter.",
    503: "The query reached a limit, or all places are taken; Retry-After says when to come back.",
}


MOST_CITIES = 1_000


def describe_api(base_url: str, queries: Iterable[NamedQuery], cities: list[str], *, writable: bool) -> Json:
    """Return the description; operations that write are there only where writing is.

    Args:
        cities: IRIs that a parameter for a city may have; names will do as well, but not any name.
    """
    paths = _protocol_paths(writable)
    paths |= reconcile_paths(_field, _operation)
    paths |= {f"/queries/{query.name}": _question(query, cities) for query in queries}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "twingraph",
            "version": __version__,
            "description": "A knowledge graph of city partnerships whose every fact cites its words. Each "
            "query takes timeout=SECONDS too, which lowers the limit. Graphs are taken in "
            "RDF/XML and JSON-LD too.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": base_url or "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM, "Written": _WRITTEN},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "rule": {"type": "string", "description": "Which rule refused."},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
        "request": {"type": "string"},
    },
}
_WRITTEN: Json = {
    "type": "object",
    "required": ["generation", "changed", "added", "removed", "write"],
    "properties": {
        "generation": {"type": ["string", "null"]},
        "changed": {"type": "boolean"},
        "added": {"type": "integer"},
        "removed": {"type": "integer"},
        "write": {"type": ["string", "null"], "description": "Its IRI in the provenance."},
    },
}


def _protocol_paths(writable: bool) -> Json:
    paths: Json = {
        "/sparql": {"get": _operation("query", _QUERY_FIELDS, _found()), "post": _post_query()},
        "/queries": {"get": _operation("questions", [], _json_or_page())},
        "/health": {"get": _operation("health", [], _plain("application/json"), problems=())},
        "/ready": {"get": _operation("ready", [], _plain("application/json", 200, 503), problems=())},
        "/metrics": {"get": _operation("metrics", [], _plain("text/plain"), problems=())},
    }
    paths["/data"] = {
        "get": _operation("read-graph", _GRAPH_FIELDS, _found(GRAPHS.values()), (400, 404, 406))
    }
    if writable:
        paths["/update"] = {"post": _write("update", [], _UPDATE_BODY)}
        content = {kind: {"schema": _PLAIN_TURTLE} for kind in ("text/turtle", "application/n-triples")}
        paths["/data"]["put"] = _write("put-graph", _GRAPH_FIELDS, content)
        new = [{**_GRAPH_FIELDS[0], "required": False}]  # without it, a graph is made
        paths["/data"]["post"] = _write("post-graph", new, content)
        paths["/data"]["patch"] = _write("patch-graph", _GRAPH_FIELDS, _UPDATE_BODY)
        paths["/data"]["delete"] = _write("delete-graph", _GRAPH_FIELDS, {})
    return paths


def _field(name: str, schema: Json, text: str, *, required: bool = False, example: object = None) -> Json:
    field = {"name": name, "in": "query", "required": required, "description": text, "schema": schema}
    return field if example is None else {**field, "example": example}


_TABLE_FORMAT = _field(
    "format", {"type": "string", "enum": ["json", "xml", "csv", "tsv"]}, "Goes before Accept."
)
_GRAPH_FORMAT = _field("format", {"type": "string", "enum": list(GRAPHS)}, "Goes before Accept.")
_TERM = r"(\?[a-z]{1,9}|<https?://[a-z]{1,9}\.example/[a-z0-9/#-]{0,30}>)"
_PLAIN_QUERY: Json = {
    "type": "string",
    "pattern": rf"^SELECT \* \{{( {_TERM} {_TERM} {_TERM} \.){{1,3}} \}} LIMIT [0-9]{{1,3}}$",
}
"""Any query of SPARQL 1.1 will do, and no schema can tell what one is.  This is the plainest sort, so that
programs that make up requests from this description make up queries."""
_PLAIN_UPDATE: Json = {
    "type": "string",
    "pattern": r"^(INSERT DATA \{ <https://[a-z]{1,9}\.example/> <https://a\.example/p> [0-9]{1,9} \})?$",
}
_UPDATE_BODY: Json = {
    UPDATE: {"schema": _PLAIN_UPDATE},
    FORM: {"schema": {"type": "object", "required": ["update"], "properties": {"update": _PLAIN_UPDATE}}},
}
_IRIS: Json = {"type": "array", "items": {"type": "string", "format": "uri"}}
_QUERY_FIELDS = [
    _field(
        "query",
        _PLAIN_QUERY,
        "Any query of SPARQL 1.1, not only one of the pattern; for a graph name a format of graphs.",
        required=True,
    ),
    _field("default-graph-uri", _IRIS, "Graphs whose union is the default graph."),
    _field("named-graph-uri", _IRIS, "Graphs that GRAPH may name."),
    _TABLE_FORMAT,
    _field(
        "partial",
        {"type": "string", "enum": ["yes", "no"]},
        "With yes, a table in TSV comes row by row as it is found, and says at its end what is missing.",
    ),
]
_GRAPH_FIELDS = [
    _field(
        "graph",
        {"type": "string", "format": "uri"},
        "The graph by its IRI; ?default, without a value, names the default graph instead.",
        required=True,
    ),
]
_PLAIN_TURTLE: Json = {
    "type": "string",
    "pattern": r"^(<https://[a-z]{1,9}\.example/> <https://a\.example/p> <https://a\.example/[0-9]> \.)?$",
}


def _operation(
    name: str, fields: list[Json], found: Json, problems: Iterable[int] = (400, 403, 406, 503)
) -> Json:
    responses = found | {str(status): _problem(status) for status in problems}
    return {"operationId": name, "parameters": fields, "responses": responses}


def _problem(status: int) -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": _TEXTS[status], "content": {MEDIA_TYPE: {"schema": schema}}}


def _found(media_types: Iterable[str] = _ANSWERS) -> Json:
    answer = {"description": "The answer.", "content": {kind: {} for kind in dict.fromkeys(media_types)}}
    return {"200": answer, "304": {"description": _TEXTS[304]}}


def _plain(media_type: str, *statuses: int) -> Json:
    return {
        str(status): {"description": "The state.", "content": {media_type: {}}}
        for status in statuses or (200,)
    }


def _json_or_page() -> Json:
    return {"200": {"description": "The list.", "content": {"application/json": {}, "text/html": {}}}}


def _form(name: str, schema: Json) -> Json:
    fields = {name: schema}
    return {"schema": {"type": "object", "required": [name], "properties": fields}}


def _post_query() -> Json:
    operation = _operation("query-by-post", _QUERY_FIELDS[1:], _found(), (400, 403, 406, 413, 415, 503))
    content = {QUERY: {"schema": _PLAIN_QUERY}, FORM: _form("query", _PLAIN_QUERY)}
    return operation | {"requestBody": {"required": True, "content": content}}


def _write(name: str, fields: list[Json], content: Json) -> Json:
    schema = {"$ref": "#/components/schemas/Written"}
    done = {"description": "It is published.", "content": {"application/json": {"schema": schema}}}
    found = {"200": done, "201": done, "204": {"description": "It is published."}}
    operation = _operation(name, fields, found, (400, 401, 403, 404, 409, 413, 415, 503))
    body = {"requestBody": {"required": True, "content": content}} if content else {}
    return operation | body | {"security": [{"token": []}]}


def _question(query: NamedQuery, cities: list[str]) -> Json:
    is_graph = "CONSTRUCT" in query.sparql or "DESCRIBE" in query.sparql
    fields = [_parameter(parameter, cities) for parameter in query.parameters]
    fields += [_GRAPH_FORMAT if is_graph else _TABLE_FORMAT]
    found = _found((*(GRAPHS if is_graph else TABLES).values(), "text/html"))
    operation = _operation(query.name, fields, found, (400, 406, 422, 503))
    operation["responses"]["422"]["content"]["text/html"] = {}
    texts = {"summary": query.title["en"], "description": query.question.get("en", query.title["en"])}
    return {"get": operation | texts}


def _parameter(parameter: Parameter, cities: list[str]) -> Json:
    schema, text = _schema(parameter, cities), parameter.text["en"]
    required = parameter.default is None and not parameter.optional
    if parameter.type == "city":
        text += "; an IRI, or a name in any language"
    if parameter.default is not None:
        text += f"; without it: {parameter.default}"
    return _field(parameter.name, schema, text, required=required)


def _schema(parameter: Parameter, cities: list[str]) -> Json:
    """Return what a value may be; an empty one, as forms send it, is none."""
    if parameter.type == "city":
        return {"type": "string", "enum": ["", *cities]}
    if parameter.type in CONCEPTS:
        return {"type": "string", "enum": ["", *CONCEPTS[parameter.type]]}
    return {"anyOf": [_SCHEMAS[parameter.type], {"type": "string", "maxLength": 0}]}


_SCHEMAS: dict[str, Json] = {
    "iri": {"type": "string", "format": "uri"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer", "minimum": 1 - 10**18, "maximum": 10**18 - 1},
    "string": {"type": "string"},
}
