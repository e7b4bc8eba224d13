"""The page of two parties: all that ties them, with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from twingraph.engine.formats import GRAPHS
from twingraph.serve.accept import negotiate
from twingraph.serve.arrange import AgreementRow, agreement_tables, group_facts
from twingraph.serve.ask import Row, ask_page, read_labels
from twingraph.serve.contradictions_page import find_about, label_all
from twingraph.serve.describe import Panel, describe_items
from twingraph.serve.linked.about import write_about
from twingraph.serve.linked.pairs import pair_signposts, read_pair
from twingraph.serve.linked.signposts import write_links
from twingraph.serve.links import address, pair_path
from twingraph.serve.problem import Problem
from twingraph.serve.views.files import FILES
from twingraph.serve.views.selection import Selection
from twingraph.serve.views.shown import Shown, show_selection
from twingraph.serve.views.thing_pictures import draw_pictures

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.serve.views.atlas import Atlas, Place


_MOST_TRIPLES = 200_000


def answer_pair(site: Site, request: Request) -> Response:
    """Return the page of two parties, or its RDF; the other order leads to it.

    Raises:
        Problem: 404 where either is unknown, 406 for an unknown format.
    """
    formats = {"html": "text/html"} | GRAPHS
    media_type = negotiate(request.headers.get("accept"), request.query_params.get("format"), formats)
    names = request.path_params["first"], request.path_params["second"]
    atlas = site.atlas()
    first, second = (_find(site, atlas, name) for name in names)
    if names[0] > names[1]:
        asked = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
        return RedirectResponse(address(request, pair_path(first.iri, second.iri), asked), 301)
    if media_type == "text/html":
        answer = _draw(site, request, first, second)
    else:
        written = write_about(read_pair(site, first, second), media_type, _MOST_TRIPLES)
        answer = Response(written.body, headers={"Content-Type": written.content_type})
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Link"] = write_links(pair_signposts(site, request, first, second))
    return answer


def _find(site: Site, atlas: Atlas, name: str) -> Place:
    for kind in ("city", "institution"):
        place = atlas.places.get(f"{site.settings.base}id/{kind}/{name}")
        if place is not None:
            return place
    raise Problem(404, f"no party of an agreement is known as {name!r}")


def _draw(site: Site, request: Request, first: Place, second: Place) -> Response:
    asked = Selection(cities=(first.iri, second.iri))
    shown, rows = show_selection(site, request, asked), _rows(site, first.iri, second.iri)
    iris = {row.agreement for row in rows}
    iris |= {value for row in rows for fact in row.facts for value in (fact.predicate, _iri(fact.value))}
    contradicted = find_about(site, (bond.iri for bond in shown.bonds))
    labels = read_labels(site.store, {iri for iri in iris if iri}, shown.language)
    return site.page(
        request,
        "pair.html",
        contradicted=contradicted,
        pair=(first, second),
        rows=rows,
        sentence=_sentence(site, request, shown, (first, second)),
        releases=_releases(site, first.iri, second.iri),
        files=FILES,
        formats=("turtle", "trig", "jsonld", "ntriples", "rdfxml"),
        **draw_pictures(site, request, shown),
        group_facts=group_facts,
        labels=labels | label_all(site, request, contradicted),
    )


def _iri(term: object) -> str:
    value = getattr(term, "value", "")
    return value if value.startswith("http") else ""


def _rows(site: Site, first: str, second: str) -> list[AgreementRow]:
    """Return the agreements of both as rows with their evidence, in the order of time."""
    answers = [ask_page(site.store, "city_agreements", entity=iri) for iri in (first, second)]
    both = set.intersection(*({row["item"].value for row in rows} for rows in answers))
    rows = [row for row in answers[0] if row["item"].value in both]
    panel = Panel("city_agreements", describe_items(site.store, first, rows))
    return agreement_tables([panel])["city_agreements"]


def _releases(site: Site, first: str, second: str) -> list[Row]:
    """Return the releases that support facts about both."""
    ours, theirs = (ask_page(site.store, "thing_releases", entity=iri) for iri in (first, second))
    known = {row["release"].value for row in theirs}
    return [row for row in ours if row["release"].value in known]


def _sentence(site: Site, request: Request, shown: Shown, pair: tuple[Place, Place]) -> str:
    """Return what ties the two, in one sentence made from data."""
    words = site.words(request)
    names = [
        f"{shown.name(place.iri)} ({site.country(place.country, words.language)})"
        if place.country
        else shown.name(place.iri)
        for place in pair
    ]
    if not shown.bonds:
        return words("pair.none", first=names[0], second=names[1])
    agreements = words("agreements", n=len(shown.bonds))
    first = next((bond.since[0] for bond in shown.bonds if bond.since), None)
    key = "pair.since" if first else "pair.undated"
    since = words.date(first) if first else ""
    return words(key, first=names[0], second=names[1], agreements=agreements, since=since)
