"""SERVICE, for the few hosts that the operator allows: asked by us, never by the engine.

Each call is answered first, and its rows take its place in the query as VALUES, which is what SPARQL says it
means.  The engine's own client would follow redirects anywhere and look hosts up unchecked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
import pyoxigraph as ox

from twingraph.errors import FetchError, QueryRefused
from twingraph.fetch.hosts import is_public, resolve
from twingraph.serve.guard import iri_of_token, prefixes_of
from twingraph.serve.problem import Problem
from twingraph.store.tokens import Token, prologue_of, read_tokens

_MOST_CALLS = 10
_MOST_REDIRECTS = 3
_MOST_BYTES = 10_000_000
_TYPE = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """SERVICE in a query: where it stands, whom it asks, what, and whether errors are to be silent."""

    start: int
    end: int
    endpoint: str
    group: str
    is_silent: bool


def find_calls(query: str) -> list[ServiceCall]:
    """Return the outermost calls of a query.

    Raises:
        QueryRefused: If one asks a variable, or what is no web address.
    """
    tokens = list(read_tokens(query))
    prefixes, calls, i = prefixes_of(tokens), list[ServiceCall](), 0
    while i < len(tokens):
        if tokens[i].sort == "word" and tokens[i].text.upper() == "SERVICE":
            call, i = _read_call(query, tokens, i, prefixes)
            calls.append(call)
        else:
            i += 1
    return calls


def _read_call(query: str, tokens: list[Token], i: int, prefixes: dict[str, str]) -> tuple[ServiceCall, int]:
    first, is_silent = tokens[i], tokens[i + 1].text.upper() == "SILENT"
    place = i + 1 + is_silent
    endpoint = iri_of_token(tokens[place], prefixes) if place < len(tokens) else None
    if endpoint is None or urlsplit(endpoint).scheme not in ("http", "https"):
        raise QueryRefused("SERVICE may name a web address of the allowed hosts, and nothing else")
    last = _closing(tokens, place + 1)
    group = query[tokens[place + 1].start : tokens[last].end]
    return ServiceCall(first.start, tokens[last].end, endpoint, group, is_silent), last + 1


def _closing(tokens: list[Token], opening: int) -> int:
    depth = 0
    for i in range(opening, len(tokens)):
        depth += (tokens[i].text == "{") - (tokens[i].text == "}")
        if depth <= 0:
            return i
    raise Problem(400, "the query cannot be read: a group behind SERVICE is not closed", rule="syntax")


async def answer_calls(query: str, allowed: Sequence[str], seconds: float, cap: int) -> str:
    """Return the query with the rows of each call in its place.

    Raises:
        QueryRefused: If a call asks a host that is not allowed.
        Problem: 503 where a service does not answer.
    """
    calls = find_calls(query)
    if len(calls) > _MOST_CALLS:
        raise QueryRefused(f"a query may call {_MOST_CALLS} services at most")
    for call in calls:
        check_host(call.endpoint, allowed)
    prologue = prologue_of(query)
    try:
        async with asyncio.timeout(seconds):
            blocks = await asyncio.gather(*(_block(call, prologue, allowed, cap) for call in calls))
    except TimeoutError as error:
        raise _silent_service("a service takes longer than the query may") from error
    for call, block in reversed(list(zip(calls, blocks, strict=True))):
        query = query[: call.start] + block + query[call.end :]
    return query


def check_host(url: str, allowed: Sequence[str]) -> None:
    """Refuse an address whose host, with its port where one is listed, is not allowed.

    Raises:
        QueryRefused: If it is not.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not {parts.hostname, parts.netloc} & set(allowed):
        raise QueryRefused(f"SERVICE <{url}>: this host is not among those that may be asked")


async def _block(call: ServiceCall, prologue: str, allowed: Sequence[str], cap: int) -> str:
    """Return the rows of a call as a group; what fails silently is one row that binds nothing."""
    query = f"{prologue}\nSELECT * WHERE {call.group}"
    try:
        return _values(await _ask(call.endpoint, query, allowed), cap)
    except (httpx.HTTPError, FetchError, ValueError, KeyError, SyntaxError) as error:
        if call.is_silent:
            return "{}"
        raise _silent_service(
            f"<{call.endpoint}> does not answer ({error or type(error).__name__})"
        ) from error


def _silent_service(words: str) -> Problem:
    return Problem(503, words[:500], headers={"Retry-After": "60"}, rule="service")


async def _ask(url: str, query: str, allowed: Sequence[str]) -> bytes:
    """Return the answer to a query; each redirect, and each address that a name has, is checked anew."""
    async with httpx.AsyncClient(timeout=30, follow_redirects=False, trust_env=False) as client:
        for _ in range(_MOST_REDIRECTS + 1):
            check_host(url, allowed)
            address = await asyncio.to_thread(_address, url)
            request = _request(client, url, address, query)
            response = await client.send(request, stream=True)
            try:
                if not response.is_redirect:
                    return await _read(response)
                url = urljoin(url, response.headers["location"])
            finally:
                await response.aclose()
    raise ValueError("too many redirects")


def _request(client: httpx.AsyncClient, url: str, address: str, query: str) -> httpx.Request:
    """Return a request to an address that was checked: the name is not looked up once more."""
    parts = urlsplit(url)
    there = httpx.URL(url).copy_with(host=address)
    headers = {"Host": parts.netloc, "Accept": _TYPE}
    extensions = {"sni_hostname": parts.hostname} if parts.scheme == "https" else {}
    return client.build_request("POST", there, data={"query": query}, headers=headers, extensions=extensions)


def _address(url: str) -> str:
    host = urlsplit(url).hostname or ""
    found = resolve(host, url)
    is_literal = host == str(found[0])  # the operator listed this very address
    if not is_literal and not all(is_public(address) for address in found):
        raise QueryRefused(f"SERVICE <{url}>: the host lies in a private network")
    return str(found[0])


async def _read(response: httpx.Response) -> bytes:
    response.raise_for_status()
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise ValueError(f"the answer is longer than {_MOST_BYTES} bytes")
    return bytes(body)


def _values(answer: bytes, cap: int) -> str:
    table = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    if not isinstance(table, ox.QuerySolutions):
        raise ValueError("the answer is no table")
    rows = list(_rows(table, cap))
    names = " ".join(f"?{variable.value}" for variable in table.variables)
    return f"{{ VALUES ({names}) {{ {' '.join(rows)} }} }}"


def _rows(table: ox.QuerySolutions, cap: int) -> Iterator[str]:
    for number, row in enumerate(table):
        if number >= cap:
            raise ValueError(f"the answer has more than {cap} rows")
        yield "(" + " ".join(_term(term) for term in row) + ")"


def _term(term: object) -> str:
    """Return a term as VALUES takes it; a blank node, which it does not take, by an IRI of its own."""
    if isinstance(term, ox.BlankNode):
        return f"<urn:twingraph:blank:{term.value}>"
    return "UNDEF" if term is None else str(term)


def read_hosts(setting: str) -> tuple[str, ...]:
    """Return the hosts of a setting that separates them by commas.

    >>> read_hosts("query.wikidata.org, 127.0.0.1:3030")
    ('query.wikidata.org', '127.0.0.1:3030')
    """
    return tuple(host.strip().lower() for host in setting.split(",") if host.strip())
