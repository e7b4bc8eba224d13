"""A request to the query endpoint, decoded to the letter of the SPARQL 1.1 Protocol."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from twingraph.engine.formats import BOOLEANS, CODINGS, GRAPHS, TABLES
from twingraph.errors import QueryRefused
from twingraph.serve.accept import choose_type, parse_weights
from twingraph.serve.asgi import Call, decode_form, too_large
from twingraph.serve.problem import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the graphs that the request names for it, and how the answer is wanted.

    ``as_found`` asks for the rows that are found in time, as they come.  Relative IRIs in the query are
    relative to ``base``, the address of the endpoint.
    """

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    seconds: float | None
    wanted: Wanted
    base: str | None = None
    has_services: bool = False
    for_spreadsheet: bool = False
    as_found: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """The media type for each sort of answer, None where the client takes none, and the content coding."""

    table: str | None
    boolean: str | None
    graph: str | None
    coding: str | None


async def read_query(call: Call, limit: int) -> Asked:
    """Return what a request of GET, HEAD or POST asks.

    Raises:
        Problem: 400, 406, 413, 415.
        QueryRefused: If it is an update.
    """
    fields = call.parameters()
    if call.method == "POST":
        media_type = read_media_type(call)
        body = await call.body(3 * limit + 65_536)  # each byte of a form may be written as three
        fields += _read_post(media_type, body)
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise QueryRefused("this endpoint takes queries; updates go to /update")
    query = one_of(fields, "query")
    if len(query.encode("utf-8", "replace")) > limit:
        raise too_large(limit)
    return asked_of(call, query, fields)


def asked_of(call: Call, query: str, fields: list[tuple[str, str]]) -> Asked:
    """Return *query* with what the other *fields* and the headers say about its answer."""
    return Asked(
        query,
        all_of(fields, "default-graph-uri"),
        all_of(fields, "named-graph-uri"),
        _seconds(next(iter(all_of(fields, "timeout")), None)),
        choose(
            call.header("accept"),
            next(iter(all_of(fields, "format")), None),
            call.header("accept-encoding"),
        ),
        f"{call.base_url}/sparql",
        as_found="yes" in all_of(fields, "partial"),
    )


def all_of(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    """Return the values of a field in order."""
    return tuple(value for key, value in fields if key == name)


def one_of(fields: list[tuple[str, str]], name: str) -> str:
    """Return the value of a field that must be given exactly once.

    Raises:
        Problem: 400.
    """
    found = all_of(fields, name)
    if len(found) != 1:
        detail = f"give exactly one parameter {name!r}; found {len(found)}"
        raise Problem(400, detail, rule=f"one-{name}")
    if name == "query" and not found[0].strip():
        raise Problem(400, "the query is empty", rule="one-query")
    return found[0]


def read_media_type(call: Call) -> str:
    """Return the media type of the body, whose parameters may name no charset but UTF-8.

    Raises:
        Problem: 415.
    """
    content_type, _, parameters = (call.header("content-type") or "").partition(";")
    charset = re.search(r'charset\s*=\s*"?([\w-]+)', parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"send UTF-8, not {charset[1]}", rule="charset")
    return content_type.strip().lower()


def _read_post(media_type: str, body: bytes) -> list[tuple[str, str]]:
    if media_type == FORM:
        return decode_form(body)
    if media_type == QUERY:
        return [("query", utf8(body))]
    if media_type == UPDATE:
        raise QueryRefused("this endpoint takes queries; updates go to /update")
    raise Problem(
        415, f"send the query as {FORM} or {QUERY}, with that Content-Type", headers={"Accept-Post": QUERY}
    )


def utf8(body: bytes) -> str:
    """Return a body as text.

    Raises:
        Problem: 400 where it is no UTF-8.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(400, "the body is not UTF-8", rule="utf-8") from error


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,6}(\.\d{1,30})?", text) or not float(text):
        raise Problem(400, f"timeout={text!r} is no number of seconds; give e.g. 2.5", rule="timeout")
    return float(text)


@lru_cache(maxsize=512)
def choose(accept: str | None, asked: str | None, accept_encoding: str | None) -> Wanted:
    """Return what to answer in: ``?format=`` (*asked*, a name or media type) goes before Accept.

    Raises:
        Problem: 406 where no sort of answer could be given.
    """
    table, boolean, graph = (_type(accept, asked, formats) for formats in (TABLES, BOOLEANS, GRAPHS))
    if not (table or boolean or graph):
        raise not_acceptable({**TABLES, **GRAPHS})
    return Wanted(table, boolean, graph, choose_coding(accept_encoding))


def _type(accept: str | None, asked: str | None, formats: Mapping[str, str]) -> str | None:
    offers = list(dict.fromkeys(formats.values()))
    if asked is None:
        return choose_type(accept, offers)
    return formats.get(asked.lower()) or (asked.lower() if asked.lower() in offers else None)


def not_acceptable(formats: Mapping[str, str]) -> Problem:
    """Return the problem of a client that takes none of *formats*."""
    names = ", ".join(dict.fromkeys(formats.values()))
    detail = f"there is no such format here; ask for one of: {names}"
    return Problem(406, detail, rule="format", headers={"Vary": "Accept"})


def choose_coding(header: str | None) -> str | None:
    """Return the content coding that the client likes most, ours of equals; None for none.

    >>> choose_coding("gzip;q=0.5, br, zstd;q=0"), choose_coding("identity"), choose_coding("*;q=0.1")
    ('br', None, 'zstd')
    """
    if not header:
        return None
    weights = dict(parse_weights(header))
    best = max(CODINGS, key=lambda coding: weights.get(coding, weights.get("*", 0.0)))
    return best if weights.get(best, weights.get("*", 0.0)) > 0 else None
