"""What was in the graph and is there no more: when it went, and why, so that its IRI can say so.

DIR/tombstones.jsonl holds a line for each thing; one that came back is found in the graph before it is looked
for here, so its line does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from twingraph.iris import CLASSES, expand
from twingraph.store.files import sync
from twingraph.store.nquads import Difference, quads_of

FILE = "tombstones.jsonl"
_KINDS = frozenset(expand(f"tg:{name}") for name in CLASSES if name not in ("Statement", "Signature"))
_TYPE, _SUBJECT, _DIGEST = (expand(curie) for curie in ("rdf:type", "rdf:subject", "tg:textDigest"))
_RELEASE = expand("tg:Release")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A thing that went: generation *last* had it, *gone* has it no more, since the time *at* (ISO 8601).

    ``reason``: ``release-withdrawn``, ``text-changed``, ``written`` (somebody removed it), or ``read-anew``
    (the rules read the same releases otherwise); ``releases`` are the IRIs of those that it was from.
    """

    iri: str
    last: str
    gone: str
    at: str
    reason: str
    releases: tuple[str, ...] = ()


class Tombstones:
    """The tombstones of the store in *folder*; what is read is kept until the file changes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._read: tuple[object, dict[str, Tombstone]] = (None, {})

    def read(self) -> dict[str, Tombstone]:
        """Return them by IRI; a damaged line is left out."""
        try:
            stamp = self._path.stat().st_mtime_ns
            if self._read[0] != stamp:
                stones = map(_parse, self._path.read_bytes().splitlines())
                self._read = stamp, {stone.iri: stone for stone in stones if stone is not None}
        except OSError:
            return {}
        return self._read[1]

    def bury(self, by: Difference, last: str, gone: str, at: str, *, is_write: bool = False) -> None:
        """Write a tombstone for each thing that *by* takes out of the graph.

        Raises:
            OSError: If they cannot be written.
        """
        reasons = _gone(by, is_write=is_write)
        if reasons:
            stones = {iri: Tombstone(iri, last, gone, at, *why) for iri, why in reasons.items()}
            self._write({**self.read(), **stones})

    def _write(self, stones: Mapping[str, Tombstone]) -> None:
        lines = (json.dumps(asdict(stones[iri]), ensure_ascii=False) for iri in sorted(stones))
        new = self._path.with_name(f"{FILE}.new")
        new.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        sync(new)
        new.replace(self._path)


def _parse(line: bytes) -> Tombstone | None:
    try:
        said: Mapping[str, Any] = json.loads(line)
        return Tombstone(**{**said, "releases": tuple(said["releases"])})
    except (ValueError, KeyError, TypeError):
        return None


def _gone(by: Difference, *, is_write: bool) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the things that went with the reason and the releases that had told of them."""
    left = {iri for iri, _ in _typed(by.removed)} - {iri for iri, _ in _typed(by.added)}
    if not left:
        return {}
    withdrawn = {graph for iri, graph in _typed(by.removed) if iri in left and graph}
    changed = {quad.graph_name.value for quad in _with(by.removed, _DIGEST)} - withdrawn
    sources: dict[str, set[str]] = {}
    for quad in _with(by.removed, _SUBJECT):
        sources.setdefault(quad.object.value, set()).add(quad.graph_name.value)
    own = {iri: graph for iri, graph in _typed(by.removed) if graph}
    told = {iri: {own[iri]} if iri in own else sources.get(iri, set()) for iri in left}
    return {
        iri: (_reason(graphs, withdrawn, changed, is_write), _releases(graphs))
        for iri, graphs in told.items()
    }


def _reason(graphs: set[str], withdrawn: set[str], changed: set[str], is_write: bool) -> str:
    if is_write:
        return "written"
    if graphs & withdrawn:
        return "release-withdrawn"
    return "text-changed" if graphs & changed else "read-anew"


def _releases(graphs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(graph.replace("/id/graph/", "/id/release/", 1) for graph in graphs))


def _typed(lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Yield things of our classes with the graph that says so: of a release its own, else the default one."""
    for quad in _with(lines, _TYPE):
        kind, graph = getattr(quad.object, "value", ""), quad.graph_name
        named = graph.value if isinstance(graph, ox.NamedNode) else ""
        if kind in _KINDS and bool(named) == (kind == _RELEASE):
            yield quad.subject.value, named


def _with(lines: Iterable[bytes], predicate: str) -> Iterator[Any]:
    """Yield the quads with a predicate; few lines are parsed for it."""
    marked = f" <{predicate}> ".encode()
    yield from quads_of(line for line in lines if marked in line)
