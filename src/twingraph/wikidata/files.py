"""The candidates as a table that people read and correct, and those that are sure as a named graph."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from twingraph.errors import WikidataError
from twingraph.iris import BASE, expand, links_graph
from twingraph.wikidata.find import SURE, Candidate

_COLUMNS = ("thing", "kind", "name", "item", "label", "score", "evidence", "decision", "checked")


def write_candidates(found: Iterable[Candidate]) -> bytes:
    """Return the candidates as tab separated values, with a head; no cell holds a tab or a new line."""
    lines = ["\t".join(_COLUMNS)]
    for one in found:
        cells = (one.thing, one.kind, one.name, one.item, one.label, f"{one.score:.2f}",
                 "; ".join(one.evidence), one.decision, one.checked)  # fmt: skip
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    return ("\n".join(lines) + "\n").encode()


def read_candidates(path: Path) -> list[Candidate]:
    """Return the candidates of a file, none where there is no file.

    Raises:
        WikidataError: If it is no such file.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise WikidataError(str(path), "cannot be read", "give another file with --candidates") from error
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        cure = "give another file with --candidates, or remove it"
        raise WikidataError(str(path), f"has no column {missing[0]!r}", cure)
    return [_candidate(path, rows.line_num, row) for row in rows]


def _candidate(path: Path, line: int, row: dict[str, str | None]) -> Candidate:
    cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    cells["checked"] = cells["checked"].lower()
    for name, pattern in (("item", r"(Q[1-9]\d*)?"), ("score", r"([01](\.\d+)?)?"), ("checked", "(yes|no)?")):
        if not re.fullmatch(pattern, cells[name]):
            where = f"{path}, line {line}"
            raise WikidataError(where, f"{name} is {cells[name]!r}", f"it has to be like {pattern}")
    evidence = tuple(filter(None, cells["evidence"].split("; ")))
    return Candidate(
        cells["thing"], cells["kind"], cells["name"], cells["item"], cells["label"],
        float(cells["score"] or 0), evidence, cells["decision"], cells["checked"],
    )  # fmt: skip


def keep_checked(found: Iterable[Candidate], before: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates with what people said of those *before*; an item that they added stays."""
    said = {(one.thing, one.item): one for one in before if one.checked and one.item}
    listed = [replace(one, checked=said[one.thing, one.item].checked)
              if (one.thing, one.item) in said else one for one in found]  # fmt: skip
    known, things = {(one.thing, one.item) for one in listed}, {one.thing for one in listed}
    added = [one for key, one in sorted(said.items()) if key not in known and one.thing in things]
    places = {thing: number for number, thing in enumerate(dict.fromkeys(one.thing for one in listed))}
    return sorted([*listed, *added], key=lambda one: places[one.thing])


def chosen(found: Iterable[Candidate]) -> list[Candidate]:
    """Return the one candidate of each thing that counts: what a person says, else what is sure."""
    best: dict[str, Candidate] = {}
    for one in found:
        counts = one.checked == "yes" or (one.decision == SURE and one.checked != "no")
        if one.item and counts and (one.thing not in best or one.checked == "yes"):
            best[one.thing] = one
    return list(best.values())


def links_of(found: Iterable[Candidate]) -> dict[str, str]:
    """Return the item of each thing that has one for sure."""
    return {one.thing: one.item for one in chosen(found)}


def map_links(found: Iterable[Candidate], url: str, base: str = BASE) -> list[ox.Quad]:
    """Return the graph of the links: a city is the same as its item, other things match it closely.

    Args:
        url: The service that told.
    """
    graph = ox.NamedNode(links_graph("wikidata", base))
    quads = {ox.Quad(graph, ox.NamedNode(expand(name)), term, graph) for name, term in _about(url)}
    for one in chosen(found):
        predicate = ox.NamedNode(expand("owl:sameAs" if one.kind == "City" else "skos:closeMatch"))
        quads.add(ox.Quad(ox.NamedNode(one.thing), predicate, ox.NamedNode(expand(f"wd:{one.item}")), graph))
    return sorted(quads, key=str)


def _about(url: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield "rdf:type", ox.NamedNode(expand("prov:Entity"))
    yield "dcterms:title", ox.Literal("Links to Wikidata", language="en")
    yield "prov:hadPrimarySource", ox.NamedNode(url)


def summary(found: Iterable[Candidate]) -> Iterator[tuple[str, object]]:
    """Yield what to tell of a search: for each kind, how many things, links, open ones and none."""
    listed = list(found)
    links = links_of(listed)
    for kind in dict.fromkeys(one.kind for one in listed):
        things = {one.thing for one in listed if one.kind == kind}
        tried = {one.thing for one in listed if one.kind == kind and one.item and one.checked != "no"}
        linked = things & links.keys()
        told = f"{len(linked)} linked, {len(tried - linked)} to be checked"
        yield kind, f"{len(things)}, of which {told}, {len(things - tried - linked)} not found"
