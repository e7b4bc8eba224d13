"""What is published, and the file each address becomes; what is not published has no file."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from twingraph.iris import CONCEPTS, expand
from twingraph.query import load_queries
from twingraph.serve.linked.dumps import DUMPS
from twingraph.serve.linked.framing import FRAMES
from twingraph.serve.links import DOCUMENTS, page_of, pair_path
from twingraph.serve.networks.formats import offered

if TYPE_CHECKING:
    from twingraph.serve.site import Site

FORMATS = {"turtle": "ttl", "jsonld": "jsonld", "ntriples": "nt", "rdfxml": "rdf", "trig": "trig"}
"""Formats of the data of each thing, and how their files end."""

SEARCH = "/search"
_PAGES = (
    "/", "/about", "/dataset", "/ns", "/cities", "/countries", "/releases", "/agreements", "/timeline",
    "/map", "/network", "/queries", "/contradictions", "/changes", "/registers",
)  # fmt: skip
_VOID = "/.well-known/void"
_FILES = ("/context.jsonld", "/citation.bib", "/citation.json", "/CITATION.cff")
_PICTURE = re.compile(r"/(?:map|network)\.svg\Z")
_LONGEST = 120  # bytes of a part of a file's name
Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What is published: paths of pages, once for each language; of data; of other files.

    The first of *languages* stands at the top, each other one in a folder of its name.
    """

    languages: tuple[str, ...]
    formats: tuple[str, ...]
    pages: frozenset[str]
    data: frozenset[str]
    files: frozenset[str]

    def file(self, link: str, language: str) -> str | None:
        """Return the file that an address without host becomes, for a page in *language*; None for none.

        >>> pages, none = frozenset({"/", "/doc/x"}), frozenset[str]()
        >>> plan = Plan(("en", "de"), ("turtle",), pages, pages, none)
        >>> plan.file("/", "en"), plan.file("/doc/x?lang=de", "en"), plan.file("/doc/x?format=turtle", "de")
        ('index.html', 'de/doc/x.html', 'doc/x.ttl')
        >>> plan.file("/doc/x?sort=name", "en") is None
        True
        """
        parts = urlsplit(link)
        path, given = parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))
        if _PICTURE.search(path):
            return picture_file(link)
        if path == _VOID:
            return "void.ttl"
        language, form = given.pop("lang", language), given.pop("format", None)
        if any(given.values()) or language not in self.languages:
            return None
        if form is not None:
            return self._data_file(path, form)
        if path in self.pages:
            return self.page_file(path, language)
        return file_name(path) if path in self.files or path.startswith("/static/") else None

    def page_file(self, path: str, language: str) -> str:
        """Return the file of a page."""
        folder = "" if language == self.languages[0] else f"{language}/"
        return f"{folder}index.html" if path == "/" else f"{folder}{file_name(path)}.html"

    def _data_file(self, path: str, form: str) -> str | None:
        known = path in self.data and form in self.formats
        return f"{file_name(path)}.{FORMATS[form]}" if known else None


def picture_file(link: str) -> str:
    """Return the file of a picture: its address has parameters, so their digest names it."""
    return f"pictures/{hashlib.sha256(link.encode()).hexdigest()[:20]}.svg"


def file_name(path: str) -> str:
    """Return the name of a file for a path that is encoded once: no part is too long, or hidden.

    >>> file_name("/doc/city/k%C3%B6ln"), file_name("/doc/city/a%25b")
    ('doc/city/köln', 'doc/city/a%25b')
    """
    return posixpath.join(*(_part(part) for part in path.strip("/").split("/")))


def _part(part: str) -> str:
    name = re.sub(r'[%/\\:*?"<>|\x00-\x1f]', lambda match: quote(match[0], safe=""), unquote(part))
    if name.startswith(".") and name != ".well-known":
        name = f"%2E{name[1:]}"
    if len(name.encode()) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return name.encode()[: _LONGEST - 20].decode("utf-8", "ignore") + f"-{digest}"


def relative(target: str, page: str) -> str:
    """Return the link from the file *page* to the file *target*, encoded.

    >>> relative("doc/city/köln.html", "de/doc/city/x.html"), relative("index.html", "index.html")
    ('../../../doc/city/k%C3%B6ln.html', 'index.html')
    """
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."), safe="/.-_~'()!$&+,;=@")


def make_plan(site: Site, languages: tuple[str, ...], formats: tuple[str, ...]) -> Plan:
    """Return what there is to publish of the generation that *site* reads from."""
    things = frozenset(_things(site))
    pairs = frozenset(pair_path(pair.one, pair.two) for pair in site.atlas().pairs)
    pages = {*_PAGES, *things, *pairs, *(f"/country/{code}" for code in site.atlas().countries), SEARCH}
    pages |= {f"/queries/{name}" for name in load_queries()}
    files = {*_FILES, *(f"/frames/{kind}.jsonld" for kind in FRAMES), *(f"/dumps/{name}" for name in DUMPS)}
    files |= {f"/network.{ending}" for ending in offered()}
    return Plan(languages, formats, frozenset(pages), things | pairs | {"/ns"}, frozenset(files))


def _things(site: Site) -> Iterator[str]:
    found = site.search_index().things
    iris = {thing.iri for thing in found if thing.kind != "Country" and not thing.is_listed}
    iris |= {expand(f"{scheme}:{name}") for scheme, names in CONCEPTS.items() for name in names}
    iris |= {expand(f"{scheme}:").rstrip("/") for scheme in CONCEPTS}
    for iri in iris:
        path = page_of(iri, site.settings.base)
        if path is not None and path.startswith(DOCUMENTS):
            yield path
