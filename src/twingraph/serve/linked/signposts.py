"""FAIR Signposting: links in the header of a document, by which a program finds its way without reading it.

Source: https://signposting.org/FAIR/ (level 1), RFC 8288 (Link), RFC 8574 (cite-as), RFC 9264 (linkset).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from twingraph.engine.formats import GRAPHS
from twingraph.iris import expand
from twingraph.serve.linked.framing import FRAMED_TYPE, FRAMES
from twingraph.serve.links import SAFE, absolute, page_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site

LINKSET = "application/linkset+json"
FORMATS = {
    name: media_type
    for name, media_type in GRAPHS.items()
    if name not in ("ttl", "nt", "rdf", "nq", "nquads")
}
"""The RDF formats of a document, each once, by the names that `format=` takes."""

_SCHEMA = {
    "City": ("City",),
    "Person": ("Person",),
    "Institution": ("Organization",),
    "Project": ("Project",),
    "Release": ("NewsArticle",),
    "Concept": ("DefinedTerm",),
    "Scheme": ("DefinedTermSet",),
    "Vocabulary": ("DefinedTermSet",),
    "Dataset": ("Dataset",),
}


@dataclass(frozen=True, slots=True)
class Signpost:
    """A link from a document: its relation, where it leads, and the media type there where that is known."""

    relation: str
    href: str
    media_type: str = ""

    def __str__(self) -> str:
        """Return the link as RFC 8288 writes it."""
        kind = f'; type="{_quoted(self.media_type)}"' if self.media_type else ""
        return f'<{ascii_iri(self.href)}>; rel="{self.relation}"{kind}'


def signposts(site: Site, request: Request, iri: str, kind: str, media_type: str) -> list[Signpost]:
    """Return the links of a document about a thing: the page leads to the data, the data to the page."""
    document = absolute(request, page_of(iri, site.settings.base) or "/").partition("#")[0]
    if media_type != "text/html":
        return [Signpost("cite-as", iri), Signpost("describes", document, "text/html"), _license(site)]
    return [
        Signpost("cite-as", iri),
        *_types(kind),
        *_described_by(document, kind),
        _license(site),
        Signpost("collection", absolute(request, "/dataset"), "text/html"),
        *_items(site, request, iri, kind),
        Signpost("linkset", f"{document}?format=linkset", LINKSET),
    ]


def write_links(links: Iterable[Signpost]) -> str:
    """Return links as the value of a Link header."""
    return ", ".join(map(str, links))


def write_linkset(anchor: str, links: Iterable[Signpost]) -> bytes:
    """Return links as a link set in JSON (RFC 9264, section 4.2)."""
    targets: dict[str, list[dict[str, str]]] = {}
    for link in links:
        if link.relation != "linkset":
            kind = {"type": link.media_type} if link.media_type else {}
            targets.setdefault(link.relation, []).append({"href": ascii_iri(link.href), **kind})
    return json.dumps({"linkset": [{"anchor": anchor, **targets}]}, indent=1).encode() + b"\n"


def ascii_iri(iri: str) -> str:
    """Return the URI of an IRI, as headers want it; what is escaped stays as it is.

    >>> ascii_iri("https://e.example/köln%C3%B6")
    'https://e.example/k%C3%B6ln%C3%B6'
    """
    return quote(iri, safe=SAFE + "#?[]%")


def _types(kind: str) -> list[Signpost]:
    classes = [*(f"schema:{name}" for name in _SCHEMA.get(kind, ())), "schema:AboutPage"]
    return [Signpost("type", expand(name)) for name in classes]


def _described_by(document: str, kind: str) -> list[Signpost]:
    found = [Signpost("describedby", f"{document}?format={name}", kind_) for name, kind_ in FORMATS.items()]
    if kind in FRAMES:
        found.append(Signpost("describedby", f"{document}?format=framed", FRAMED_TYPE))
    return found


def _license(site: Site) -> Signpost:
    return Signpost("license", site.settings.data_licence)


def _items(site: Site, request: Request, iri: str, kind: str) -> list[Signpost]:
    """Return what belongs to a thing and can be fetched: of a release, its text."""
    name = unquote(iri.rpartition("/")[2])
    if kind != "Release" or site.store.text(name) is None:
        return []
    return [Signpost("item", absolute(request, f"/texts/{quote(name, safe='')}"), "text/plain")]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
