"""IRIs of the graph <-> paths of this server, the documents about them, and addresses that lead there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from twingraph.iris import BASE, CONCEPTS
from twingraph.serve.words import LANGUAGES

if TYPE_CHECKING:
    from starlette.requests import Request

VOCABULARY = ("ns", *CONCEPTS)
DOCUMENTS = "/doc"
"""Where the documents about things stand, each at the rest of the path of its thing."""

SAFE = "/:@!$&'()*+,;=-._~"


def iri_of(path: str, base: str) -> str:
    """Return the IRI that *path*, percent-decoded once, answers for.

    >>> iri_of("/id/city/köln-2886242", "https://example.org/")
    'https://example.org/id/city/köln-2886242'
    >>> iri_of("/kind/twinning", "https://example.org/")
    'https://w3id.org/twingraph/kind/twinning'
    """
    local = path.lstrip("/")
    return (base if local.startswith("id/") else BASE) + local


def path_of(iri: str, base: str) -> str | None:
    """Return the path that answers for *iri* here, encoded once; None for an IRI of elsewhere.

    >>> path_of("https://w3id.org/twingraph/id/city/k%C3%B6ln", "https://w3id.org/twingraph/")
    '/id/city/k%25C3%25B6ln'
    >>> path_of("https://w3id.org/twingraph/ns#party", "https://example.org/")
    '/ns#party'
    """
    if iri.startswith(base + "id/"):
        return "/" + quote(iri[len(base) :], safe=SAFE)
    if iri.startswith(BASE):
        local, _, fragment = iri[len(BASE) :].partition("#")
        if local.partition("/")[0] in VOCABULARY:
            return "/" + quote(local, safe=SAFE) + ("#" + quote(fragment, safe=SAFE) if fragment else "")
    return None


def page_of(iri: str, base: str) -> str | None:
    """Return the path of the document about *iri* here, encoded once; None for an IRI of elsewhere.

    A city is no document, so its IRI leads to one by a 303; the vocabulary is one, its terms are parts.

    >>> [page_of(f"{BASE}{local}", BASE) for local in ("id/city/bonn-1", "kind", "ns#party")]
    ['/doc/city/bonn-1', '/doc/kind', '/ns#party']
    """
    path = path_of(iri, base)
    if path is None or path.startswith(f"/{VOCABULARY[0]}"):
        return path
    return DOCUMENTS + path.removeprefix("/id")


def iri_of_page(path: str, base: str) -> str:
    """Return the IRI of what the document at *path*, percent-decoded once, is about.

    >>> iri_of_page("/doc/city/bonn-1", BASE), iri_of_page("/doc/kind/twinning", "https://e.example/")
    ('https://w3id.org/twingraph/id/city/bonn-1', 'https://w3id.org/twingraph/kind/twinning')
    """
    local = path.removeprefix(DOCUMENTS)
    return iri_of(local if local.split("/")[1] in CONCEPTS else f"/id{local}", base)


def web_address(iri: str) -> str | None:
    """Return *iri* where a browser may follow it, None for javascript: and all else that is no web address.

    >>> web_address("javascript:alert(1)") is None, web_address("https://a.example/x")
    (True, 'https://a.example/x')
    """
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    return iri if parts.scheme in ("http", "https") and parts.hostname else None


def address(request: Request, path: str, parameters: Iterable[tuple[str, str]] = ()) -> str:
    """Return an address on this server for an encoded *path* that keeps the language asked for."""
    asked = request.query_params.get("lang")
    given = [*parameters, *([("lang", asked)] if asked in LANGUAGES else [])]
    root: str = request.scope.get("root_path", "")
    return root + path + ("?" + urlencode(given) if given else "")


def absolute(request: Request, path: str) -> str:
    """Return the whole address that an encoded *path* has for this client."""
    root: str = request.scope.get("root_path", "")
    return f"{request.url.scheme}://{request.url.netloc}{root}{path}"


def top_of(request: Request) -> str:
    """Return the prefix of the addresses of this server, also for a request to one of its versions."""
    root: str = request.scope.get("root_path", "")
    return root.partition("/versions/")[0]


def version_address(request: Request, generation: str, path: str = "/") -> str:
    """Return the whole address of a path in a version."""
    host = f"{request.url.scheme}://{request.url.netloc}{top_of(request)}"
    return f"{host}/versions/{generation}{path}"


def pair_path(first: str, second: str) -> str:
    """Return the path of the page of two parties, encoded once, given their IRIs in any order.

    >>> pair_path("https://e.example/id/city/b-2", "https://e.example/id/city/a-1")
    '/pair/a-1/b-2'
    """
    a, b = sorted(iri.rpartition("/")[2] for iri in (first, second))
    return "/pair/" + "/".join(quote(name, safe=SAFE.replace("/", "")) for name in (a, b))
