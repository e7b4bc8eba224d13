"""Networks for networkx that a notebook draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
from markupsafe import escape

from twingraph.notebook.drawing import MOST, draw
from twingraph.serve.networks.xml_files import as_networkx

if TYPE_CHECKING:
    from twingraph.serve.networks.net import Net


class _Drawn:
    """What a notebook shows of a network: its size, and a picture where it is small."""

    def _repr_svg_(self: Any) -> str | None:
        return draw(self) if 0 < len(self) <= MOST else None

    def _repr_html_(self: Any) -> str:
        size = f"{len(self)} nodes, {self.number_of_edges()} edges"
        picture = self._repr_svg_()
        why = f"; up to {MOST} nodes are drawn, take a subgraph" if len(self) > MOST else ""
        return f"{picture or ''}<p><small>{escape(size + why)}</small></p>"


class Network(_Drawn, nx.Graph):  # type: ignore[misc]
    """A graph of networkx that a notebook draws; copies and subgraphs are of this class too."""


class MultiNetwork(_Drawn, nx.MultiGraph):  # type: ignore[misc]
    """The same with several edges between two nodes."""


def make_graph(net: Net) -> Network | MultiNetwork:
    """Return a network with the attributes of its GraphML: lists as text with semicolons, days as text.

    What files call ``spells`` is ``times`` here: networkx takes that name for pairs when it writes GEXF.
    """
    made: Network | MultiNetwork = as_networkx(net, MultiNetwork if net.is_multi else Network)
    things = [about for _, about in made.nodes(data=True)] + [about for *_, about in made.edges(data=True)]
    for about in things:
        if "spells" in about:
            about["times"] = about.pop("spells")
    return made
