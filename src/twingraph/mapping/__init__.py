"""Linked facts to quads: the graph of each release, the facts of all, the places of the gazetteer."""

from twingraph.mapping.facts import map_facts
from twingraph.mapping.reference import map_places, map_vocabulary
from twingraph.mapping.release import map_release
from twingraph.mapping.terms import parse_literal

__all__ = ["map_facts", "map_places", "map_release", "map_vocabulary", "parse_literal"]
