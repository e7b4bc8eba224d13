"""The command that brings sister-city lists of others into the store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from twingraph.cli_options import Store, out, settings_of, write


def import_register(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: CSV or TSV, in UTF-8.")],
    kind: Annotated[
        str, typer.Option("--as", metavar="wikidata|wikipedia|csv", help="What sort of list it is.")
    ] = "csv",
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN,...",
            help="Which columns hold name1, country1, latitude1, longitude1, wikidata1, geonames1, and the "
            "same of place 2.",
        ),
    ] = None,
    name: Annotated[
        str, typer.Option(help="Name of the register; importing it again replaces it. Default: FILE's name.")
    ] = "",
    title: Annotated[str, typer.Option(help="Title of the register, for people.")] = "",
    source: Annotated[str, typer.Option(metavar="URL", help="Where the list comes from.")] = "",
    licence: Annotated[str, typer.Option(metavar="URL", help="Licence of the list; csv needs it.")] = "",
    retrieved: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="DATE", help="Day it was retrieved. Default: FILE's date."
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what could not be placed to this CSV file.")
    ] = None,
    store: Store = None,
) -> None:
    """Bring a list of sister cities into a named graph of its own, over the same cities as the releases.

    Nothing of it becomes a fact: facts come from releases only.  Later builds keep it, unless they are told
    to --forget-writes; to import it again replaces it.  Places are found by Wikidata item or GeoNames id, by
    name and coordinates, name and country, or a name alone that leaves no choice.  What cannot be found stays
    in the graph of the register as a place of its own, and in --report.
    """
    from twingraph import registers
    from twingraph.cli_output import lines
    from twingraph.lexicon import read_gazetteer, read_lexicon
    from twingraph.store import open_store
    from twingraph.store.provenance import Record
    from twingraph.store.registers import publish_graph, read_known

    settings, day = settings_of(store), retrieved.date() if retrieved else None
    table = registers.read_list(file, kind, registers.parse_map(mapping or ()))
    about = registers.About.of(
        kind, name or file.stem, day or _date_of(file), title=title, source=source, licence=licence
    )
    with open_store(settings) as opened:
        known = registers.Known(*read_known(opened))
        made = registers.make_register(table, about, read_gazetteer(), read_lexicon(), known, settings.base)
        record = Record("import", "import of a register", str(file))
        generation = publish_graph(opened, made.graph, made.quads, record, settings.write_timeout)
    if report is not None:
        write(registers.write_report(made), report)
    lines(out, [*registers.summary(made), ("generation", generation or "that of the engine")])


def _date_of(file: Path) -> date:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
