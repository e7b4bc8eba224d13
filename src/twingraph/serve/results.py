"""A graph of ours -> bytes of a format, cut at a number of triples and then marked as cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyoxigraph as ox

from twingraph.engine.formats import content_type, rdf_format
from twingraph.iris import PREFIXES


@dataclass(frozen=True, slots=True)
class Written:
    """The body of an answer; ``truncated`` tells that triples are missing at its end."""

    body: bytes
    media_type: str
    truncated: bool = False

    @property
    def content_type(self) -> str:
        """The media type, with the charset where the type is text."""
        return content_type(self.media_type)


def write_graph(triples: Iterable[ox.Triple] | Iterable[ox.Quad], media_type: str, cap: int) -> Written:
    """Return *triples*, or quads where the format knows graphs, in a format of :data:`GRAPHS`."""
    kept: list[Any] = list(islice(triples, cap + 1))
    truncated, kept = len(kept) > cap, kept[:cap]
    wanted = rdf_format(media_type)
    body = ox.serialize(kept, format=wanted, prefixes=PREFIXES) or b""
    if truncated and wanted in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N_TRIPLES):
        body += f"# truncated after {cap} triples\n".encode()
    return Written(body, media_type, truncated)
