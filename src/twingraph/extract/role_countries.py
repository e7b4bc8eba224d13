"""Offices beside a town that only its country names: "für die israelische Stadt unterschrieb …"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import Document
from twingraph.extract.role_places import RoleWords, town_before
from twingraph.extract.roles import HEADS, RoleMention
from twingraph.extract.spans import Along
from twingraph.lexicon import Lexicon


def roles_with_towns(
    document: Document,
    lexicon: Lexicon,
    roles: tuple[RoleMention, ...],
    named: Sequence[CityMention],
    by_country: Mapping[str, Set[int]],
) -> tuple[RoleMention, ...]:
    """Return *roles*, offices given the town that only the adjective of its country names.

    *named* are the words that mean such a town, *by_country* the towns of each country (ISO code).
    """
    placed = _with_countries(document, roles, named) if named else roles
    if any(r.counterpart and r.city is None for r in placed):
        placed = _counterparts_placed(document, lexicon, placed, by_country)
    return placed


def _with_countries(
    document: Document, roles: Sequence[RoleMention], towns: Sequence[CityMention]
) -> tuple[RoleMention, ...]:
    """Return *roles*, those of heads without a town given the one of *towns* that stands before or inside."""
    along = Along(list(towns))
    return tuple(_placed(document, role, along) for role in roles)


_WORD = re.compile(r"[^\W\d_]{4,}")


def _counterparts_placed(
    document: Document,
    lexicon: Lexicon,
    roles: Sequence[RoleMention],
    by_country: Mapping[str, Set[int]],
) -> tuple[RoleMention, ...]:
    """Return *roles*, counterparts given the one town of the country that they are called by.

    "Sein polnischer Amtskollege" acts for the one Polish town that the release names.
    """

    def placed(role: RoleMention) -> RoleMention:
        if not role.counterpart or role.city is not None:
            return role
        words = _WORD.findall(document.text, max(0, role.start - 16), role.end)
        codes = {lexicon.country_of_adjective(word.lower()) for word in words}
        towns = {town for code in codes if code for town in by_country.get(code, ())}
        return replace(role, city=towns.pop()) if len(towns) == 1 else role

    return tuple(map(placed, roles))


def _placed(document: Document, role: RoleMention, towns: Along[CityMention]) -> RoleMention:
    if role.city is not None or role.concept not in HEADS:
        return role
    inside = towns.between(role.start, role.end)
    words = RoleWords(role.start, role.start, role.end, role.title, role.rule)
    town = inside[0].geonames_id if inside else town_before(document, words, towns)
    return replace(role, city=town) if town else role
