"""The whole dataset as files to take along: what there is, and the bytes of each."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import FileResponse, Response

from twingraph.iris import PREFIXES
from twingraph.serve.problem import Problem
from twingraph.store.snapshot import Snapshot

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.store.base import Dataset


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of the dataset; ``is_whole`` tells that the named graphs are in it, not the facts alone."""

    name: str
    media_type: str
    rdf_format: ox.RdfFormat
    is_whole: bool


DUMPS = {
    dump.name: dump
    for dump in (
        Dump("twingraph.nq", "application/n-quads", ox.RdfFormat.N_QUADS, is_whole=True),
        Dump("twingraph.trig", "application/trig", ox.RdfFormat.TRIG, is_whole=True),
        Dump("facts.ttl", "text/turtle", ox.RdfFormat.TURTLE, is_whole=False),
        Dump("facts.nt", "application/n-triples", ox.RdfFormat.N_TRIPLES, is_whole=False),
    )
}
"""The files by name: all graphs, or the facts of the default graph."""

PATH = "/dumps/{name}"


def answer_dump(site: Site, request: Request) -> Response:
    """Return a file of the dataset.

    Raises:
        Problem: 404 for a name that is none.
    """
    dump = DUMPS.get(request.path_params["name"])
    if dump is None:
        raise Problem(404, f"there is no such file; there are {', '.join(DUMPS)}")
    path = dump_file(site, dump)
    headers = {"Content-Disposition": f'attachment; filename="{dump.name}"'}
    return FileResponse(path, media_type=dump.media_type, headers=headers)


def dump_file(site: Site, dump: Dump) -> Path:
    """Return where a file of this generation lies; it is written where nobody has asked for it before."""
    dataset = _dataset_of(site.store)
    if dump.rdf_format == ox.RdfFormat.N_QUADS and dataset is not None:
        return dataset
    kept: Written = site.once(("dump", dump.name), lambda: Written(site.store, dump))
    return kept.path


class Written:
    """A file that is there as long as this object, and no longer than the process."""

    def __init__(self, store: Dataset, dump: Dump) -> None:
        folder = tempfile.mkdtemp(prefix="twingraph-dump-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = Path(folder) / dump.name
        write_dump(store, dump, self.path)


def write_dump(store: Dataset, dump: Dump, path: Path) -> None:
    """Write a dump of *store*: equal datasets give equal bytes, for the lines come sorted."""
    dataset = _dataset_of(store)
    quads = ox.parse(path=str(dataset), format=ox.RdfFormat.N_QUADS) if dataset else _sorted(store)
    kept = quads if dump.is_whole else (q for q in quads if q.graph_name == ox.DefaultGraph())
    statements = kept if dump.rdf_format.supports_datasets else (quad.triple for quad in kept)
    ox.serialize(statements, output=str(path), format=dump.rdf_format, prefixes=PREFIXES)


def _sorted(store: Dataset) -> list[ox.Quad]:
    return sorted(store.quads(), key=str)


def _dataset_of(store: Dataset) -> Path | None:
    """Return the canonical N-Quads of a generation, None where the store is elsewhere or empty."""
    if isinstance(store, Snapshot) and store.folder is not None:
        return store.folder / "dataset.nq"
    return None
