"""The page of contradictions: each with its values, the better supported first, and the words behind them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from twingraph.contradictions import QUESTIONS, find_contradictions
from twingraph.query import load_query
from twingraph.serve.ask import read_labels
from twingraph.serve.site import Site

_SHOWN = 200  # contradictions of a page; the question of that name holds more


def list_contradictions(site: Site, request: Request) -> Response:
    """Return the page of all contradictions, or of those of the agreement that ``?about=`` names."""
    about = request.query_params.get("about") or None
    questions = [load_query(name).sparql for name in QUESTIONS]
    found = find_contradictions(site.store, questions, about=about)
    shown = found[:_SHOWN]
    iris = {iri for one in shown for iri in (one.agreement, one.property, *one.others)}
    iris |= {r.value for one in shown for r in one.readings if r.value.startswith("http")}
    labels = read_labels(site.store, iris, site.words(request).language)
    return site.page(
        request, "contradictions.html", found=shown, total=len(found), labels=labels, base=site.settings.base
    )
