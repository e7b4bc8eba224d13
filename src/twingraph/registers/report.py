"""What became of a list: counts for people, and a table of what could not be placed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from twingraph.registers.graph import Register

_COLUMNS = ("name", "country", "latitude", "longitude", "wikidata", "rows", "reason")


def summary(made: Register) -> Iterator[tuple[str, object]]:
    """Yield what to tell of an import: name and value."""
    both = {tuple(sorted(link)) for link in made.links}
    yield "register", made.graph
    yield "rows", f"{len(made.joined)}, {made.repeated} said again, {made.loops} of one city with itself"
    if made.broken:
        yield "left out", f"{len(made.broken)} rows without two names, the first in line {made.broken[0]}"
    yield "links", f"{len(made.links)}, {len(both)} pairs"
    yield "places", len(made.places)
    for way, count in made.ways.items():
        yield f"  {way}", count
    lost = sum(not all(made.places[place].is_found for place in ends) for ends in made.joined)
    yield "not placed", f"{len(made.unplaced)} places, in {lost} rows"


def write_report(made: Register) -> bytes:
    """Return the places that no city was found for, with the reason and the number of rows, as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for place, reason, rows in made.unplaced:
        degrees = ("" if value is None else value for value in (place.latitude, place.longitude))
        cells = (place.name, place.country, *degrees, place.item or "", rows, reason)
        writer.writerow([_disarm(cell) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue().encode()


def _disarm(cell: str) -> str:
    """Return a cell with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
