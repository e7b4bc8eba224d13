"""What every page needs: store, settings, templates, words, and links that keep the language."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable, Hashable, Mapping
from copy import copy
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from twingraph.contradictions import QUESTIONS, Contradiction, find_contradictions
from twingraph.diff import FactChanges
from twingraph.iris import BASE, compact
from twingraph.query import load_query
from twingraph.serve.ask import Term
from twingraph.serve.bundles import Bundles
from twingraph.serve.changes import Changes
from twingraph.serve.citation import Citation, cite_page
from twingraph.serve.definitions import read_definitions
from twingraph.serve.evidence import is_asserted, literal_language
from twingraph.serve.links import SAFE, page_of, top_of, web_address
from twingraph.serve.policy import HEADER, content_policy
from twingraph.serve.query_examples import Example
from twingraph.serve.read_counts import Coverage, read_coverage
from twingraph.serve.search_index import SearchIndex, read_index
from twingraph.serve.views.atlas import Atlas, read_atlas
from twingraph.serve.views.kept import Kept
from twingraph.serve.views.map_data import MapData
from twingraph.serve.views.network_data import NetworkData
from twingraph.serve.words import LANGUAGES, Words, choose_language
from twingraph.settings import resource_dir
from twingraph.store.pinned import PinnedStore

if TYPE_CHECKING:
    from twingraph.settings import Settings
    from twingraph.store.base import Dataset, GraphStore

Made = TypeVar("Made")
HERE = Path(__file__).parent


def route_path(request: Request) -> str:
    """Return the path of a request, percent-decoded once, without the prefix that a proxy adds."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("root_path", ""))


def newest_of(request: Request) -> str:
    """Return the address of this page in the version that is served now, given one in an earlier version."""
    query = "?" + request.url.query if request.url.query else ""
    return top_of(request) + quote(route_path(request), safe=SAFE) + query


Ask = Callable[[str, str, int], bytes]
"""Answers a SELECT, for a client, with a number of rows at most, within the limits: JSON of SPARQL."""


class Site:
    """Draws pages from the templates beside this module.

    Queries of our own are asked of the store; ``ask`` is for those that a reader sets the values of.
    """

    def __init__(self, live: GraphStore, settings: Settings, ask: Ask) -> None:
        self.live, self.settings, self.ask = live, settings, ask
        self.changes, self.maps = Kept[Changes](), Kept[MapData](8)
        self.fact_changes = Kept[FactChanges](8)
        self.examples, self.schemas = Kept[Mapping[str, list[Example]]](4), Kept[bytes](4)
        self.store: Dataset = live
        self.bundles = Bundles(HERE / "static")
        self.today: Callable[[], date] = lambda: datetime.now(UTC).date()
        self._atlases, self._indexes, self._coverages = Kept[Atlas](), Kept[SearchIndex](), Kept[Coverage]()
        self._contradictions = Kept[list[Contradiction]]()
        self.places = Kept[dict[str, tuple[float, float]]]()
        self.drawn = Kept[str](12)
        self.networks = Kept[NetworkData](8)
        self._more = Kept[Any](200)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def pinned(self) -> Self:
        """Return a site like this one that reads from one generation: a page may ask for many things."""
        site = copy(self)
        site.store = self.live.snapshot()
        return site

    def atlas(self) -> Atlas:
        """Return all agreements of the generation that this site reads from; those of two are kept."""
        return self._atlases.get(self.store.generation, "", lambda: read_atlas(self.store))

    def search_index(self) -> SearchIndex:
        """Return the names of everything in the generation that this site reads from."""
        return self._indexes.get(self.store.generation, "", lambda: read_index(self.store, self.atlas()))

    def coverage(self) -> Coverage:
        """Return what was read for the generation that this site reads from."""
        return self._coverages.get(self.store.generation, "", lambda: read_coverage(self.store))

    def contradictions(self) -> list[Contradiction]:
        """Return where the releases of the generation that this site reads from contradict each other."""
        return self._contradictions.get(self.store.generation, "", self._find_contradictions)

    def _find_contradictions(self) -> list[Contradiction]:
        return find_contradictions(self.store, [load_query(name).sparql for name in QUESTIONS])

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what *make* makes of the generation that this site reads from; it is kept under *key*."""
        made: Made = self._more.get(self.store.generation, key, make)
        return made

    def country(self, code: str, language: str) -> str:
        """Return the name of a country by its ISO code."""
        return country_names(language).get(code, code)

    def words(self, request: Request) -> Words:
        """Return the words of the language that the reader asks for."""
        accepted = request.headers.get("accept-language")
        return Words(choose_language(request.query_params.get("lang"), accepted))

    def page(self, request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """Return a page made of *template*."""
        words = self.words(request)
        view = View(self, request, words, context.get("labels", {}))
        context = {"t": words, "view": view, "concepts": BASE, **context}
        html = self._templates.get_template(template).render(context)
        headers = {"Vary": "Accept, Accept-Language", **view.policy()}
        return HTMLResponse(html, status, headers)


class View:
    """What a template calls to write links, terms and the parts of its own address."""

    def __init__(self, site: Site, request: Request, words: Words, labels: dict[str, ox.Literal]) -> None:
        self._site, self._request, self._words, self._labels = site, request, words, labels
        asked = request.query_params.get("lang")
        self.asked_language = asked if asked in LANGUAGES else None
        self.generation = site.store.generation
        self.path, self.base = route_path(request), site.settings.base
        self.address = str(request.url.replace(fragment=""))
        self.endpoint = request.scope.get("root_path", "") + "/sparql"
        self.licence = site.settings.data_licence
        self.top = top_of(request)
        self.newest = newest_of(request) if isinstance(site.live, PinnedStore) else None

    @property
    def languages(self) -> dict[str, str]:
        """The languages of the pages, and what each calls itself."""
        return {code: Words(code)("language.name") for code in sorted(LANGUAGES)}

    @cached_property
    def nonce(self) -> str:
        """What a style element must carry that a script writes into this page."""
        return secrets.token_urlsafe(16)

    def policy(self) -> dict[str, str]:
        """Return the policy of the page as a header, where it differs from that of all others."""
        given = self.__dict__.get("nonce")
        return {HEADER: content_policy(route_path(self._request), given)} if given else {}

    def island(self, name: str, **words: str) -> Markup:
        """Return the tags of a script of ``islands/``; one that takes words runs before the page is drawn."""
        return self._site.bundles.tags(name, self._request.scope.get("root_path", ""), words or None)

    def href(self, path: str, **parameters: str) -> str:
        """Return an address on this server; a language that was asked for stays asked for."""
        local, _, fragment = path.partition("#")
        if self.asked_language and not local.startswith("/static/"):
            parameters.setdefault("lang", self.asked_language)
        query = "?" + urlencode(parameters) if parameters else ""
        root = self._request.scope.get("root_path", "")
        return f"{root}{local}{query}{'#' + fragment if fragment else ''}"

    def link(self, iri: str) -> str | None:
        """Return where a link to *iri* leads: a page of ours, the web, or nowhere."""
        path = page_of(iri, self._site.settings.base)
        return self.href(path) if path else web_address(iri)

    def here(self, **parameters: str) -> str:
        """Return the address of this page with some parameters changed."""
        kept = [pair for pair in self._request.query_params.multi_items() if pair[0] not in parameters]
        root = self._request.scope.get("root_path", "")
        return (
            f"{root}{quote(route_path(self._request), safe=SAFE)}?{urlencode([*kept, *parameters.items()])}"
        )

    def name(self, term: Term | str) -> str:
        """Return what to call a thing, or what a literal says."""
        if isinstance(term, ox.Literal):
            return self._words.literal(term)
        iri = term if isinstance(term, str) else term.value
        if iri in self._labels:
            return self._labels[iri].value
        return self._site.atlas().name(iri, self._words.language)

    def lang(self, term: Term | str) -> str | None:
        """Return the language of :meth:`name` where it differs from that of the page."""
        iri = term if isinstance(term, str) else term.value
        named = term if isinstance(term, ox.Literal) else self._labels.get(iri)
        language = None if named is None else literal_language(named)
        return language if language != self._words.language else None

    def definition(self, iri: str) -> str | None:
        """Return what a concept means, None for what is none."""
        return read_definitions(self._words.language).get(iri)

    def predicate(self, iri: str) -> str:
        """Return a predicate in words: ours, else the ontology's."""
        key = f"says.{compact(iri)}"
        return self._words(key) if self._words.has(key) else self.name(iri)

    def report_address(self, about: str) -> str | None:
        """Return where a mistake can be told, None where who runs the server gives no contact."""
        contact = self._site.settings.contact
        subject, body = f"twingraph: {about}", f"{self.address}\n{self.generation or ''}\n\n"
        if "@" in contact and "://" not in contact:
            return f"mailto:{quote(contact, safe='@')}?subject={quote(subject)}&body={quote(body)}"
        if not contact:
            return None
        mark = "&" if "?" in contact else "?"
        return f"{contact}{mark}{urlencode({'title': subject, 'body': body})}"

    def citation(self, title: str) -> Citation:
        """Return how to cite this page, as read today."""
        return cite_page(title, self.address, self.generation, self._site.today(), self._words("cite.text"))

    def modality(self, iri: str | None) -> str | None:
        """Return how a release means it, None where it simply says so."""
        if iri is None or is_asserted(iri):
            return None
        return self._words(f"modality.{iri.rpartition('/')[2]}")

    def confidence(self, value: str | None) -> str | None:
        """Return a confidence in words and as number."""
        if value is None:
            return None
        number = float(value)
        level = "high" if number >= 0.85 else "fair" if number >= 0.6 else "low"
        return self._words(f"confidence.{level}", value=f"{number:.2f}")

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO code."""
        return self._site.country(code, self._words.language)


@cache
def country_names(language: str) -> dict[str, str]:
    """Return the names of countries by ISO code."""
    column = {"de": 1, "en": 3, "fr": 5}.get(language, 3)
    path = resource_dir("data") / "lexicon" / "countries.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) > column]
    return {row[0]: row[column].partition("|")[0] for row in rows if not row[0].startswith("#")}
