"""The files of one generation: how a folder is filled, and the database in it opened."""

from __future__ import annotations

import gc
import json
import os
import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox

from twingraph.iris import expand
from twingraph.store.ledger import Ledger, graph_node
from twingraph.store.nquads import lines_of, quads_of
from twingraph.store.provenance import count_writes, now
from twingraph.store.snapshot import text_name

_BLANK = b"_:"
_DIGEST = re.compile(rb'"([0-9a-f]{64})"')


def open_db(generation: Path) -> ox.Store:
    """Open the database of a generation for reading.

    Raises:
        OSError: If it is damaged.
    """
    try:
        return ox.Store.read_only(str(generation / "db"))
    except RuntimeError as error:  # what pyoxigraph raises for damaged files
        raise OSError(str(error)) from error


def write_db(folder: Path, nquads: bytes, empty: Iterable[str] = ()) -> None:
    """Write a database that agrees with *nquads*, label by label, and has the graphs of *empty*."""
    store = ox.Store(str(folder))
    if _BLANK in nquads:  # bulk_load gives blank nodes new labels
        lines = lines_of(nquads)
        store.bulk_extend(quads_of(line for line in lines if _BLANK in line))
        nquads = b"\n".join(line for line in lines if _BLANK not in line)
    store.bulk_load(input=BytesIO(nquads), format=ox.RdfFormat.N_QUADS)
    for name in empty:
        store.add_graph(graph_node(name))
    store.flush()
    del store
    gc.collect()  # pyoxigraph closes its files when the store is collected


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the texts of releases by their id."""
    (folder / "texts").mkdir()
    for release_id, text in texts.items():
        (folder / "texts" / text_name(release_id)).write_bytes(text.encode())


def link_texts(source: Path, folder: Path) -> None:
    """Give *folder* the texts of the generation in *source*, as the same files under another name."""
    (folder / "texts").mkdir()
    for path in (source / "texts").iterdir():
        os.link(path, folder / "texts" / path.name)


def write_lists(folder: Path, nquads: bytes, ledger: Ledger, counts: Mapping[str, int]) -> None:
    """Write all but database and texts."""
    (folder / "dataset.nq").write_bytes(nquads)
    for name, content in ledger.files().items():
        (folder / name).write_bytes(content)
    digests = "".join(f"{digest}\n" for digest in named_originals(nquads))
    (folder / "originals").write_text(digests, "ascii")
    meta = {"created": now().isoformat(timespec="seconds"), **counts, **_count_writes(ledger)}
    (folder / "meta.json").write_text(json.dumps(meta, indent=1), encoding="utf-8")


def count(lines: Iterable[bytes]) -> dict[str, int]:
    """Return how much a dataset holds; a line starts with subject, predicate and object."""
    source, kind = (f"<{expand(curie)}>".encode() for curie in ("tg:source", "rdf:type"))
    release = [kind, f"<{expand('tg:Release')}>".encode()]
    quads = releases = statements = 0
    for line in lines:  # no list of the parts: of a million lines it takes 400 MB
        head = line.split(b" ", 3)
        quads += 1
        releases += head[1:3] == release
        statements += head[1] == source
    return {"quads": quads, "releases": releases, "statements": statements}


def read_counts(folder: Path) -> dict[str, int] | None:
    """Return what the ``meta.json`` in *folder* counts of the dataset; None where it is damaged."""
    try:
        meta = json.loads((folder / "meta.json").read_bytes())
        return {name: int(meta[name]) for name in count(())}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _count_writes(ledger: Ledger) -> dict[str, int]:
    counts = {
        "writes": count_writes(ledger.provenance),
        "written": len(ledger.written),
        "withdrawn": len(ledger.withdrawn),
    }
    return counts if ledger else {}


def named_originals(nquads: bytes) -> list[str]:
    """Return the digests of the originals that a dataset names, sorted."""
    predicate = f" <{expand('tg:originalDigest')}> ".encode()
    digests, position = set(), nquads.find(predicate)
    while position >= 0:  # a search for plain bytes is 20 times as fast as one for a pattern with a subject
        subject = nquads[nquads.rfind(b"\n", 0, position) + 1 : position]
        digest = _DIGEST.match(nquads, position + len(predicate))
        if digest and b" " not in subject:
            digests.add(digest[1].decode())
        position = nquads.find(predicate, position + 1)
    return sorted(digests)
