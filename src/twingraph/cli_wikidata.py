"""The commands that find the things of the store in Wikidata, and compare both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twingraph.cli_options import Store, err, out, settings_of, write
from twingraph.errors import WikidataError

if TYPE_CHECKING:
    from twingraph.settings import Settings
    from twingraph.wikidata.client import Wikidata

Refresh = Annotated[bool, typer.Option("--refresh", help="Ask anew, whatever answers are kept.")]
Candidates = Annotated[
    Path | None,
    typer.Option(
        "--candidates",
        metavar="FILE",
        help="Table of the candidates. Default: beside the store, STORE.wikidata.tsv.",
    ),
]


def link(
    store: Store = None,
    candidates: Candidates = None,
    refresh: Refresh = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write the table, and nothing else.")] = False,
) -> None:
    """Find the items that Wikidata has of the cities, institutions and persons.

    A table keeps every candidate with its score and the evidence.  Only what is sure becomes a link, in a
    named graph of its own that builds keep: a city with the same GeoNames id, or with the same name and
    country at the same place, without a rival; an institution of that name in the city; a person with that
    name and an office of the city.  Write yes or no under `checked` and run it again: that counts more, and
    stays.  A run that was cut off goes on where it stopped.
    """
    from twingraph.cli_output import lines
    from twingraph.iris import links_graph
    from twingraph.store import open_store
    from twingraph.store.provenance import Record
    from twingraph.store.registers import publish_graph
    from twingraph.wikidata.files import keep_checked, map_links, read_candidates, summary, write_candidates
    from twingraph.wikidata.find import find_candidates
    from twingraph.wikidata.things import read_things

    settings, generation = settings_of(store), None
    path, service = candidates or _beside(settings), _service(settings, refresh=refresh)
    before = read_candidates(path)
    with open_store(settings) as opened:
        found = keep_checked(find_candidates(read_things(opened), service), before)
        write(write_candidates(found), path)
        if not dry_run:
            graph, record = links_graph("wikidata", settings.base), Record("link", "links to Wikidata")
            quads = map_links(found, settings.wikidata_url, settings.base)
            generation = publish_graph(opened, graph, quads, record, settings.write_timeout)
    asked = f"{service.asked} asked, {service.kept} kept from before"
    lines(out, [*summary(found), ("requests", asked), ("candidates", path)])
    lines(out, [("generation", generation)] if generation else [])


def compare(
    what: Annotated[str, typer.Argument(metavar="wikidata", help="What to compare the store with.")],
    store: Store = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write all lines to this CSV file.")
    ] = None,
    quickstatements: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what Wikidata lacks, as QuickStatements.")
    ] = None,
    mismatch: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write contradicting dates, as CSV for the Mismatch Finder."),
    ] = None,
    candidates: Candidates = None,
    refresh: Refresh = False,
) -> None:
    """Tell which partner cities stand only here, only in Wikidata (P190), or with other dates.

    It takes the links that `link` found.  What goes out for others has a release with an address behind it,
    is a relationship, and no plan; read it before you send it.
    """
    from twingraph.cli_output import align_table, lines
    from twingraph.store import open_store
    from twingraph.wikidata import compare as comparing
    from twingraph.wikidata.bonds import read_bonds
    from twingraph.wikidata.files import links_of, read_candidates
    from twingraph.wikidata.outgoing import write_mismatches, write_statements
    from twingraph.wikidata.things import read_things

    if what != "wikidata":
        raise WikidataError(f"compare {what}", "is not known", "write `twingraph compare wikidata`")
    settings = settings_of(store)
    path = candidates or _beside(settings)
    links = links_of(read_candidates(path))
    if not links:
        raise WikidataError(str(path), "holds no link yet", "run `twingraph link` first")
    with open_store(settings) as opened:
        bonds, things = read_bonds(opened), read_things(opened)
    names = {thing.iri: thing.name for thing in things if thing.kind == "City"}
    linked = {iri: item for iri, item in links.items() if iri in names}
    claims = comparing.read_claims(linked.values(), _service(settings, refresh=refresh))
    findings = comparing.compare(bonds, claims, linked, names)
    for content, file in (
        (comparing.write_findings, output),
        (write_statements, quickstatements),
        (write_mismatches, mismatch),
    ):
        if file is not None:
            write(content(findings), file)
    rows = [list(comparing.cells_of(one)[:10]) for one in findings]
    if output is None and rows:
        align_table(out, list(comparing.COLUMNS[:10]), rows)
    lines(out, comparing.summary(findings, bonds, linked))


def _beside(settings: Settings) -> Path:
    """Return the table of the candidates: beside the folder of the store; of an endpoint, in this folder."""
    if re.match(r"https?:/", str(settings.store)):
        return Path("wikidata.tsv")
    folder = settings.store.resolve()
    return folder.parent / f"{folder.name}.wikidata.tsv"


def _service(settings: Settings, *, refresh: bool) -> Wikidata:
    from twingraph.wikidata.client import Wikidata

    def tell(text: str) -> None:
        err.print(text, markup=False, highlight=False, soft_wrap=True)

    return Wikidata(settings, refresh=refresh, tell=tell)
