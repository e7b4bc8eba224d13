"""Towns abroad that no rule has tied to the issuing one -> links, where the words around them tell a bond."""

from __future__ import annotations

from collections.abc import Iterator

from twingraph.extract.bare_nouns import Table
from twingraph.extract.hits import Hit, find_hits
from twingraph.extract.links import is_abroad, is_rumour, links_of
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, party_of


def add_near_bonds(reading: Reading, table: Table) -> None:
    """Add to *table* what sentences tell of towns abroad that it does not tie to the issuing one yet.

    "Haarlem ist seit 1961 an unserer Seite" means a twinning in a release that speaks of twinnings, and
    nothing elsewhere.
    """
    if not reading.speaks_of_twinning or reading.home_party is None:
        return
    for index in reading.skeletons:
        for link in _links(reading, index):
            if not table.holds(link.parties) and not is_rumour(reading, link):
                table.add(link.noun.kind if link.noun else "twinning", link.parties, link)


def _links(reading: Reading, index: int) -> Iterator[Link]:
    """Yield the links that rules of the kind "near" read in a sentence, with towns abroad alone."""
    for hit in find_hits(reading, index, "near"):
        if not _is_of_others(reading, hit):
            for link in links_of(reading, hit):
                if all(p == reading.home_party or is_abroad(reading, p) for p in link.parties):
                    yield link


def _is_of_others(reading: Reading, hit: Hit) -> bool:
    """True where a further town abroad stands before the match, whose bond it may be."""
    before = (m for m in hit.skeleton.every("C") if m.start < hit.start)
    strange = {party_of(m) for m in before} - {reading.home_party}
    return bool(strange) and not hit.skeleton.every("T")
