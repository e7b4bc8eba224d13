"""The files about the whole: the description of the data set, the index of the search, the sitemap."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape

import pyoxigraph as ox

from twingraph.serve.linked.catalogue import describe_dataset
from twingraph.serve.linked.triples import NAMESPACES
from twingraph.serve.links import page_of
from twingraph.serve.publishing.plan import SEARCH, Plan
from twingraph.serve.publishing.render import HOST
from twingraph.serve.words import Words

if TYPE_CHECKING:
    from twingraph.serve.site import Site

_ORIGIN = f"http://{HOST}"
_NAMES = 30  # names of one thing that the search knows
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def describe(site: Site, plan: Plan, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the description of the data set as Turtle, where people and where programs look for it.

    What is no file is left out.  Without an address links are relative to the description.
    """
    triples = [kept for triple in describe_dataset(site, _ORIGIN) if (kept := _placed(triple, plan, address))]
    body = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=NAMESPACES) or b""
    for name, up in (("void.ttl", ""), (".well-known/void", "../")):
        yield name, body.replace(f"<{_ORIGIN}/".encode(), f"<{up}".encode())


def _placed(triple: ox.Triple, plan: Plan, address: str) -> ox.Triple | None:
    """Return a triple with the addresses of files; None where one of them is no file."""
    subject, value = (_place(term, plan, address) for term in (triple.subject, triple.object))
    return None if subject is None or value is None else ox.Triple(subject, triple.predicate, value)


def _place(term: object, plan: Plan, address: str) -> ox.NamedNode | None:
    if isinstance(term, ox.NamedNode) and term.value == f"{_ORIGIN}/dataset#sparql":
        return None
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(f"{_ORIGIN}/"):
        return term  # type: ignore[return-value]
    link, _, fragment = term.value.removeprefix(_ORIGIN).partition("#")
    target = plan.file(link, plan.languages[0])
    if target is None:
        return None
    return ox.NamedNode(f"{address or _ORIGIN + '/'}{quote(target)}{'#' if fragment else ''}{fragment}")


def search_index(site: Site, plan: Plan, language: str) -> bytes:
    """Return what can be found by name, for the search box of the files: JSON, the best first."""
    index, words = site.search_index(), Words(language)
    names: dict[int, list[str]] = {}
    for owner, name in zip(index.owners, index.names, strict=True):
        names.setdefault(owner, []).append(name)
    found = []
    for number, thing in enumerate(index.things):
        is_country = thing.kind == "Country"
        path = f"/country/{thing.iri}" if is_country else page_of(thing.iri, site.settings.base)
        target = plan.file(path, language) if path else None
        if target is not None:
            about = site.country(thing.country, language) if thing.country else ""
            called = list(dict.fromkeys(names.get(number, ())))[:_NAMES]
            found.append([thing.name(language), words(f"class.{thing.kind}"), about, quote(target), called])
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def sitemap(plan: Plan, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap and robots.txt, where the address is known that they must name."""
    if not address:
        return
    pages = (plan.page_file(path, plan.languages[0]) for path in sorted(plan.pages) if path != SEARCH)
    lines = "".join(f"<url><loc>{escape(address + quote(page))}</loc></url>\n" for page in pages)
    yield (
        "sitemap.xml",
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAP}">\n{lines}</urlset>\n'.encode(),
    )
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n".encode()
