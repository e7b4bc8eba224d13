"""Offices beside a town that only its country names: "für die israelische Stadt unterschrieb …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import Document
from twingraph.extract.role_places import RoleWords, town_before
from twingraph.extract.roles import HEADS, RoleMention
from twingraph.extract.spans import Along


def with_countries(
    document: Document, roles: Sequence[RoleMention], towns: Sequence[CityMention]
) -> tuple[RoleMention, ...]:
    """Return *roles*, those of heads without a town given the one of *towns* that stands before or inside."""
    along = Along(list(towns))
    return tuple(_placed(document, role, along) for role in roles)


def _placed(document: Document, role: RoleMention, towns: Along[CityMention]) -> RoleMention:
    if role.city is not None or role.concept not in HEADS:
        return role
    inside = towns.between(role.start, role.end)
    words = RoleWords(role.start, role.start, role.end, role.title, role.rule)
    town = inside[0].geonames_id if inside else town_before(document, words, towns)
    return replace(role, city=town) if town else role
