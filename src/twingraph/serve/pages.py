"""The table of the pages: path -> who draws it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twingraph.iris import CONCEPTS
from twingraph.serve.about_page import answer_about
from twingraph.serve.changes_page import answer_changes, answer_changes_json, answer_patch
from twingraph.serve.components_page import answer_components
from twingraph.serve.contradictions_page import list_contradictions
from twingraph.serve.country_page import answer_country, list_countries
from twingraph.serve.feed import answer_feed
from twingraph.serve.home_page import answer_home
from twingraph.serve.linked.citations import answer_bibtex, answer_cff, answer_csl
from twingraph.serve.linked.crawling import answer_opensearch, answer_robots, answer_sitemap
from twingraph.serve.linked.dataset_page import answer_dataset, answer_void
from twingraph.serve.linked.dumps import PATH as DUMPS_PATH
from twingraph.serve.linked.dumps import answer_dump
from twingraph.serve.linked.framing import CONTEXT_PATH, answer_context, answer_frame
from twingraph.serve.list_pages import list_cities, list_releases
from twingraph.serve.networks.answer import PATHS as NETWORK_FILES
from twingraph.serve.networks.answer import answer_file
from twingraph.serve.pair_page import answer_pair
from twingraph.serve.query_page import answer_labels, answer_query, answer_schema, write_draft
from twingraph.serve.question_pages import answer_question, list_questions
from twingraph.serve.registers_page import list_registers
from twingraph.serve.release_page import answer_text
from twingraph.serve.search_page import answer_search, answer_suggest
from twingraph.serve.site import Site
from twingraph.serve.thing_page import answer_identifier, answer_thing
from twingraph.serve.views.map_page import map_embed, map_json, map_page, map_svg
from twingraph.serve.views.network_page import network_embed, network_json, network_page, network_svg
from twingraph.serve.views.pages import answer_agreements, answer_timeline

Handler = Callable[[Site, Request], Response]

_METHODS = ["GET"]  # HEAD comes with it

HANDLERS: dict[str, Handler] = {
    "/": answer_home,
    "/search": answer_search,
    "/suggest": answer_suggest,
    "/map": map_page,
    "/map/data.json": map_json,
    "/map.svg": map_svg,
    "/embed/map": map_embed,
    "/network": network_page,
    "/network/data.json": network_json,
    "/network.svg": network_svg,
    "/embed/network": network_embed,
    **dict.fromkeys(NETWORK_FILES, answer_file),
    "/timeline": answer_timeline,
    "/agreements": answer_agreements,
    "/pair/{first}/{second}": answer_pair,
    "/countries": list_countries,
    "/country/{code}": answer_country,
    "/cities": list_cities,
    "/releases": list_releases,
    "/queries": list_questions,
    "/queries/{name}": answer_question,
    "/contradictions": list_contradictions,
    "/registers": list_registers,
    "/about": answer_about,
    "/changes": answer_changes,
    "/changes.atom": answer_feed,
    "/changes.json": answer_changes_json,
    "/changes.rdfp": answer_patch,
    "/components": answer_components,
    "/query": answer_query,
    "/query/draft": write_draft,
    "/schema.json": answer_schema,
    "/labels.json": answer_labels,
    "/doc/{rest:path}": answer_thing,
    "/texts/{name}": answer_text,
    CONTEXT_PATH: answer_context,
    "/frames/{kind}": answer_frame,
    "/dataset": answer_dataset,
    "/citation.bib": answer_bibtex,
    "/citation.json": answer_csl,
    "/CITATION.cff": answer_cff,
    DUMPS_PATH: answer_dump,
    "/.well-known/void": answer_void,
    "/robots.txt": answer_robots,
    "/sitemap.xml": answer_sitemap,
    "/opensearch.xml": answer_opensearch,
    "/id/{rest:path}": answer_identifier,
    "/ns": answer_thing,
    **{f"/{name}": answer_identifier for name in CONCEPTS},
    **{f"/{name}/{{rest:path}}": answer_identifier for name in CONCEPTS},
}


def page_routes(site: Site) -> list[Route]:
    """Return the routes of all pages."""
    return [Route(path, _pinned(site, handler), methods=_METHODS) for path, handler in HANDLERS.items()]


def _pinned(site: Site, handler: Handler) -> Callable[[Request], Response]:
    """Return a handler that reads one generation to the end, whatever is published meanwhile."""

    def answer(request: Request) -> Response:
        pinned = site.pinned()
        response = handler(pinned, request)
        if pinned.store.generation:
            response.headers["Twingraph-Generation"] = pinned.store.generation
        return response

    return answer
