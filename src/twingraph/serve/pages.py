"""The pages for people: first page, lists, search, questions, the form for SPARQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twingraph.iris import compact
from twingraph.network import Drawing, build_network, draw_network, keep_kinds
from twingraph.serve.ask import ask_page, ask_rows, page_query, read_labels
from twingraph.serve.contradictions_page import list_contradictions
from twingraph.serve.country_page import answer_country, list_countries
from twingraph.serve.links import VOCABULARY
from twingraph.serve.pair_page import answer_pair
from twingraph.serve.question_pages import answer_question, list_questions
from twingraph.serve.search_page import answer_search, answer_suggest
from twingraph.serve.site import Site
from twingraph.serve.thing_page import answer_thing
from twingraph.serve.views.map_page import map_embed, map_json, map_page, map_svg
from twingraph.serve.views.network_page import network_embed, network_json, network_page, network_svg
from twingraph.serve.views.pages import answer_agreements, answer_timeline

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_PICTURES: dict[str, Callable[[Site, Request], Response]] = {
    "/map": map_page,
    "/map/data.json": map_json,
    "/map.svg": map_svg,
    "/embed/map": map_embed,
    "/network": network_page,
    "/network/data.json": network_json,
    "/network.svg": network_svg,
    "/embed/network": network_embed,
}
_METHODS = ["GET"]  # HEAD comes with it
_KEPT = 4  # drawings: those of two generations in two languages


class Pages:
    """The handlers of the pages; each takes a request and returns a response, from one generation."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._drawings: dict[tuple[str | None, str], dict[str, Drawing]] = {}

    def routes(self) -> list[Route]:
        """Return the routes of all pages."""
        handlers = {
            "/": Pages.home,
            "/search": Pages.search,
            "/suggest": Pages.suggest,
            "/agreements": Pages.agreements,
            "/timeline": Pages.timeline,
            "/pair/{first}/{second}": Pages.pair,
            "/countries": Pages.countries,
            "/country/{code}": Pages.country,
            "/cities": Pages.cities,
            "/releases": Pages.releases,
            "/queries": Pages.questions,
            "/queries/{name}": Pages.question,
            "/contradictions": Pages.contradictions,
            "/query": Pages.form,
            **{path: _of_site(draw) for path, draw in _PICTURES.items()},
            "/id/{rest:path}": Pages.thing,
        }
        handlers |= {f"/{name}": Pages.thing for name in VOCABULARY}
        handlers |= {f"/{name}/{{rest:path}}": Pages.thing for name in VOCABULARY}
        return [Route(path, self._pinned(handler), methods=_METHODS) for path, handler in handlers.items()]

    def _pinned(self, handler: Callable[[Pages, Request], Response]) -> Callable[[Request], Response]:
        """Return a handler that reads one generation to the end, whatever is published meanwhile."""

        def answer(request: Request) -> Response:
            pages = copy(self)  # the drawings are shared
            pages.site = self.site.pinned()
            return handler(pages, request)

        return answer

    def home(self, request: Request) -> Response:
        store, language = self.site.store, self.site.words(request).language
        examples = _examples(store)
        return self.site.page(
            request,
            "home.html",
            counts=_counts(store),
            drawings=self._draw(language),
            releases=ask_page(store, "releases_list")[:5],
            examples=examples,
            labels=read_labels(store, examples, language),
        )

    def _draw(self, language: str) -> dict[str, Drawing]:
        """Return the pictures of the first page; a new generation is a new picture."""
        key = self.site.store.generation, language
        if key not in self._drawings:
            while len(self._drawings) >= _KEPT:
                self._drawings.pop(next(iter(self._drawings)), None)
            self._drawings[key] = self._draw_home(language)
        return self._drawings[key]

    def _draw_home(self, language: str) -> dict[str, Drawing]:
        """Return the picture for a wide screen, and one with fewer kinds for a narrow one."""
        triples = self.site.store.query(page_query("home_network").sparql)
        assert not isinstance(triples, ox.QuerySolutions | ox.QueryBoolean)
        graph = build_network(triples, language=language)
        labels = read_labels(self.site.store, graph, language)
        nx.set_node_attributes(graph, {iri: label.value for iri, label in labels.items()}, "label")
        wide = draw_network(graph, cap=240, width=1160, height=820, margin=48)
        few = keep_kinds(graph, ("City", "Agreement"))
        narrow = draw_network(few, cap=52, width=360, height=640, margin=32, type_size=12.5)
        return {"wide": wide, "narrow": narrow}

    def thing(self, request: Request) -> Response:
        return answer_thing(self.site, request)

    def search(self, request: Request) -> Response:
        return answer_search(self.site, request)

    def suggest(self, request: Request) -> Response:
        return answer_suggest(self.site, request)

    def agreements(self, request: Request) -> Response:
        return answer_agreements(self.site, request)

    def timeline(self, request: Request) -> Response:
        return answer_timeline(self.site, request)

    def pair(self, request: Request) -> Response:
        return answer_pair(self.site, request)

    def countries(self, request: Request) -> Response:
        return list_countries(self.site, request)

    def country(self, request: Request) -> Response:
        return answer_country(self.site, request)

    def cities(self, request: Request) -> Response:
        store, language = self.site.store, self.site.words(request).language
        rows = ask_page(store, "cities_list")
        releases = {row["city"].value: row["releases"].value for row in ask_page(store, "cities_releases")}
        labels = read_labels(store, [row["city"].value for row in rows], language)
        rows.sort(key=lambda row: labels[row["city"].value].value if row["city"].value in labels else "")
        return self.site.page(request, "cities.html", rows=rows, releases=releases, labels=labels)

    def releases(self, request: Request) -> Response:
        return self.site.page(request, "releases.html", rows=ask_page(self.site.store, "releases_list"))

    def questions(self, request: Request) -> Response:
        return list_questions(self.site, request)

    def question(self, request: Request) -> Response:
        return answer_question(self.site, request, request.path_params["name"])

    def contradictions(self, request: Request) -> Response:
        return list_contradictions(self.site, request)

    def form(self, request: Request) -> Response:
        return self.site.page(request, "query.html", sparql=request.query_params.get("query") or _EXAMPLE)


def _of_site(draw: Callable[[Site, Request], Response]) -> Callable[[Pages, Request], Response]:
    return lambda pages, request: draw(pages.site, request)


_EXAMPLE = """PREFIX tg: <https://w3id.org/twingraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?city ?name ?partner
WHERE { ?city tg:partnerOf ?partner ; rdfs:label ?name }
ORDER BY ?name ?partner
LIMIT 50
"""


def _counts(store: Dataset) -> Counter[str]:
    rows = ask_page(store, "home_counts")
    return Counter({compact(row["class"].value).removeprefix("tg:"): int(row["count"].value) for row in rows})


def _examples(store: Dataset) -> list[str]:
    """Return three things worth a look: the best linked city, person and agreement."""
    found = []
    for kind, link in (
        ("City", "?other tg:party ?thing"),
        ("Agreement", "?thing tg:party|tg:topic|tg:signature ?other"),
        ("Person", "?other tg:signatory ?thing"),
    ):
        rows = ask_rows(
            store,
            f"SELECT ?thing (COUNT(?other) AS ?n) WHERE {{ ?thing a tg:{kind} . {link} }}\n"
            "GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT 1",
        )
        found += [row["thing"].value for row in rows if "thing" in row]
    return found
