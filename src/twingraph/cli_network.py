"""The command that writes the network of agreements for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twingraph.cli_options import Store, err, settings_of, write


def network(
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Its ending says the format: .gexf, .graphml, .geojson, .cyjs, .csv, .parquet.",
        ),
    ],
    store: Store = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only agreements of this kind, such as twinning; may come again.")
    ] = None,
    first: Annotated[
        str, typer.Option("--from", metavar="DATE", help="In force on this year, month or day, or later.")
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="In force on this year, month or day, or earlier.")
    ] = "",
    at: Annotated[str, typer.Option(metavar="DATE", help="Known to be in force on this day.")] = "",
    project: Annotated[
        str,
        typer.Option(
            metavar="cities|bipartite",
            help="cities: an edge for each two cities, with a weight; bipartite: agreements are nodes too, "
            "joined to their parties.",
        ),
    ] = "cities",
    language: Annotated[
        str, typer.Option("--lang", metavar="de|en|fr", help="Language of the names.")
    ] = "en",
) -> None:
    """Write the network of the agreements for Gephi, Cytoscape, QGIS, a spreadsheet or a notebook.

    CSV and Parquet are two tables: `-o net.csv` writes net.nodes.csv and net.edges.csv; `-o net.edges.csv`
    writes that one alone.  What begins in "1992" begins on 1 January, what ends in it ends on 31 December; of
    dates that contradict each other the best supported decides, and all are written beside it.  With --at an
    agreement must be known to have begun and be more than planned; with --from and --until what has no date
    is kept.
    """
    from twingraph.serve.networks.ask import make_network, parse_network
    from twingraph.serve.networks.formats import files_of
    from twingraph.serve.views.atlas import read_atlas
    from twingraph.store import open_store

    settings, files = settings_of(store), files_of(output)
    given = [("from", first), ("until", until), ("at", at), ("project", project)]
    asked = parse_network([*given, *(("kind", name) for name in kind or ())], settings.base)
    with open_store(settings) as opened:
        net = make_network(read_atlas(opened.snapshot()), asked, language)
    for path, write_file in files.items():
        write(write_file(net), path)
        err.print(f"{path}: {len(net.nodes)} nodes, {len(net.edges)} edges", highlight=False, soft_wrap=True)
