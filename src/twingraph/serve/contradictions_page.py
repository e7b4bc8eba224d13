"""Contradictions: each with its values, the better supported first, and the words behind them."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from twingraph.contradictions import Contradiction
from twingraph.serve.ask import read_labels
from twingraph.serve.site import Site

_SHOWN = 200  # contradictions of a page; the question of that name holds more


def list_contradictions(site: Site, request: Request) -> Response:
    """Return the page of all contradictions, or of those of the agreement that ``?about=`` names."""
    about = request.query_params.get("about")
    found = find_about(site, {about}) if about else site.contradictions()
    shown = found[:_SHOWN]
    labels = label_all(site, request, shown)
    return site.page(request, "contradictions.html", found=shown, total=len(found), labels=labels)


def find_about(site: Site, agreements: Iterable[str]) -> list[Contradiction]:
    """Return the contradictions about *agreements*."""
    wanted = set(agreements)
    return [one for one in site.contradictions() if wanted & {one.agreement, *one.others}]


def label_all(site: Site, request: Request, found: Iterable[Contradiction]) -> dict[str, ox.Literal]:
    """Return names for all that a page tells of contradictions."""
    iris = {iri for one in found for iri in (one.agreement, one.property, *one.others)}
    iris |= {r.value for one in found for r in one.readings if r.value.startswith("http")}
    return read_labels(site.store, iris, site.words(request).language) if iris else {}
