"""The small map and the timeline on the page of a thing: of the agreements that it stands for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from twingraph.iris import compact
from twingraph.serve.views.map_page import picture_of
from twingraph.serve.views.selection import Selection
from twingraph.serve.views.timeline import draw_both

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.serve.views.atlas import Atlas
    from twingraph.serve.views.shown import Shown

_FIELDS = {"kind": "kinds", "status": "statuses", "topic": "topics"}
_MOST_NAMED = 100  # agreements that an address can name


def find_selection(atlas: Atlas, iri: str, kind: str, named: Iterable[str]) -> Selection | None:
    """Return the agreements that a thing stands for, None where it stands for none.

    Cities and institutions stand for those they are party to, an agreement for all between its parties, a
    concept for those that have it, another thing for those that its page names.
    """
    if kind == "City" or iri in atlas.bonds_of:
        return Selection(cities=(iri,))
    if iri in atlas.bonds and len(atlas.bonds[iri].parties) > 1:
        return Selection(cities=atlas.bonds[iri].parties)
    if kind == "Concept":
        field = _FIELDS.get(compact(iri).partition(":")[0])
        chosen: dict[str, Any] = {field: (iri,)} if field else {}
        return Selection(**chosen) if chosen else None
    agreements = tuple(sorted(name for name in named if name in atlas.bonds))
    return Selection(agreements=agreements) if 0 < len(agreements) <= _MOST_NAMED else None


def draw_pictures(site: Site, request: Request, shown: Shown) -> dict[str, Any]:
    """Return what templates need to draw map and timeline of a selection."""
    return {"shown": shown, "drawings": draw_both(shown), **picture_of(site, request, shown.asked)}
