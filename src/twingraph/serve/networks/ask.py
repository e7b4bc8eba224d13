"""What is asked of a network that becomes a file: the same names in an address and on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams

from twingraph.serve.networks.net import Net
from twingraph.serve.networks.project import PROJECTIONS
from twingraph.serve.networks.window import Window, parse_window
from twingraph.serve.problem import Problem
from twingraph.serve.views.selection import Selection, parse_selection, select

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Atlas

_OWN = ("from", "since", "until", "at", "project", "format", "lang", "all", "q")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which agreements, in which days, as what sort of network."""

    selection: Selection
    window: Window
    project: str = "cities"


def parse_network(pairs: Iterable[tuple[str, str]], base: str) -> Asked:
    """Return what names with values ask for: a selection, and ``from``, ``until``, ``at``, ``project``.

    ``from`` is called ``since`` as well.  A selection knows years: what is finer is left to the window.

    Raises:
        Problem: 422 for a value that cannot be.
    """
    given = [(name, value.strip()) for name, value in pairs]
    own = {name: value for name, value in given if name in _OWN and value}
    project = own.get("project", "cities")
    if project not in PROJECTIONS:
        raise Problem(422, f"project={project!r} is none of {', '.join(PROJECTIONS)}", rule="project")
    window = parse_window(own.get("from") or own.get("since", ""), own.get("until", ""), own.get("at", ""))
    years = [
        (name, str(day.year))
        for name, day in (("since", window.first or window.on), ("until", window.last or window.on))
        if day
    ]
    rest = [(name, value) for name, value in given if name not in _OWN]
    return Asked(parse_selection(QueryParams([*rest, *years]), base), window, project)


def make_network(atlas: Atlas, asked: Asked, language: str) -> Net:
    """Return the network of the agreements that are asked for; names are in *language*."""
    undated = asked.selection.undated
    bonds = [bond for bond in select(atlas, asked.selection) if asked.window.holds(bond, undated=undated)]
    return PROJECTIONS[asked.project](bonds, atlas, language)
