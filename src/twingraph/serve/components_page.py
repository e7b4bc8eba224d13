"""A page that shows every component of the pages in every state, for whoever changes one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from twingraph.serve import made_up
from twingraph.serve.arrange import group_facts
from twingraph.serve.ask import read_labels
from twingraph.serve.search_page import Offer
from twingraph.serve.site import HERE
from twingraph.serve.views.files import FILES
from twingraph.serve.views.map_page import picture_of
from twingraph.serve.views.selection import Selection
from twingraph.serve.views.shown import Shown, show_selection
from twingraph.serve.views.table import Page
from twingraph.serve.views.timeline import draw_both

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from twingraph.serve.site import Site

_THINGS = ("City", "Country", "Pair", "Agreement", "Person", "Institution", "Project", "Release")
_COLOUR = re.compile(r"--([\w-]+): #")


def answer_components(site: Site, request: Request) -> Response:
    """Return the page of all components."""
    base, language = site.settings.base, site.words(request).language
    shown = _shown(site, request)
    facts = made_up.make_facts(base)
    iris = {*made_up.CONCEPTS, *made_up.PREDICATES}
    return site.page(
        request,
        "components.html",
        colours=_colours(),
        shown=shown,
        empty=replace(shown, bonds=()),
        page=Page(shown.bonds, 2, 3, "since", is_descending=False),
        sources={},
        files=FILES,
        facts=facts,
        group_facts=group_facts,
        rows=made_up.make_rows(base),
        contradicted=[made_up.make_contradiction()],
        offers=[Offer(kind, kind, "DE", "Example", "#results") for kind in _THINGS],
        labels=read_labels(site.store, iris, language),
        **{"drawings": draw_both(shown), **picture_of(site, request, Selection())},
    )


def _shown(site: Site, request: Request) -> Shown:
    """Return a selection that has every chip, of made-up agreements."""
    asked = Selection(kinds=made_up.CONCEPTS[:1], countries=("DE",), since=1950, undated=False)
    real, atlas = show_selection(site, request, asked), made_up.make_atlas()
    return replace(real, atlas=replace(atlas, names=real.atlas.names), bonds=atlas.in_order)


def _colours() -> list[str]:
    """Return the names of the colours among the design tokens."""
    text = (HERE / "static" / "tokens.css").read_text(encoding="utf-8")
    return list(dict.fromkeys(_COLOUR.findall(text)))
