"""Windows -> lanes: which pair a paper is about, in a release that tells of papers with several partners."""

from __future__ import annotations

from collections import defaultdict

from twingraph.extract.focus import Focus
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.records import Link, Party, Window

Lane = frozenset[Party] | None
"""Parties that the words for a paper are about; None where all papers of the release are of one circle."""


def find_lanes(windows: list[Window], links: list[Link], focus: Focus) -> dict[Window, Lane]:
    """Return the lane of each window: its own parties, else those that its sentence is about.

    Where one set of parties holds all the others (three towns, and two of them), there is but one lane.
    """
    by_noun: dict[AgreementNoun | None, list[frozenset[Party]]] = defaultdict(list)
    by_sentence: dict[int, list[frozenset[Party]]] = defaultdict(list)
    for link in links:
        by_noun[link.noun].append(link.parties)
        by_sentence[link.sentence].append(link.parties)
    told = {
        w: _parties(by_noun[w.noun], by_sentence[w.sentence]) or focus.pair_at(w.sentence) for w in windows
    }
    sets = [parties for parties in told.values() if parties]
    widest = max(sets, key=len, default=None)
    if widest is None or all(parties <= widest for parties in sets):
        other = focus.main is not None and not focus.main <= (widest or focus.main)
        return dict.fromkeys(windows, widest if other else None)
    return {window: _widest(parties, sets) or focus.main for window, parties in told.items()}


def _parties(own: list[frozenset[Party]], here: list[frozenset[Party]]) -> Lane:
    """Return the widest parties of the noun's own links, else those that its sentence agrees on."""
    alone = here if len(set(here)) == 1 else []
    return max(own or alone, key=len, default=None)


def _widest(parties: Lane, sets: list[frozenset[Party]]) -> Lane:
    """Return the one larger circle that *parties* are part of, else *parties*."""
    if parties is None:
        return None
    wider = {other for other in sets if parties < other}
    return max(wider, key=len) if len(wider) == 1 else parties
