"""Normalised text -> mentions of named organisations, each with its town where the text says one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from twingraph.extract.base_forms import base_form
from twingraph.extract.cities import CityMention
from twingraph.extract.institution_names import InstitutionMention, find_institution_names
from twingraph.extract.layout import ADDRESS, Document
from twingraph.lexicon import Lexicon

_PUBLIC_HOUSE = re.compile(
    r"(?:(?:rat|stadt|kranken|kauf|hoch|wohn|gast|bürger|kreis|gemeinde)haus(?:es)?|hôtel de ville|"
    r"town hall|city hall|mairie)(?!\w)",
    re.I,
)

_LEGAL_FORM = re.compile(
    r",? (?:gGmbH|GmbH(?: & Co\.? KG)?|AG|SE|e\. ?V\.|eG|Ltd\.?|Inc\.?|plc|SA|SAS|SARL|S\.A\.)$"
)

_TOWN_TAIL = re.compile(r"(?<=\w) (?:der Stadt|der Landeshauptstadt|in der Stadt) \S+$")

_STOP = frozenset(
    [
        "Seite",
        "Foto",
        "Bild",
        "Stadt",
        "Jahr",
        "Hintergrund",
        "Kontakt",
        "Telefon",
        "Die",
        "Der",
        "Das",
        "The",
        "Le",
        "La",
    ]
)


def find_institutions(
    document: Document, lexicon: Lexicon, cities: list[CityMention], taken: Iterable[tuple[int, int]]
) -> list[InstitutionMention]:
    """Return the organisations that *document* names, outside the spans *taken* (persons, projects, addresses)."""
    closed = [*taken, *((m.start(), m.end()) for m in ADDRESS.finditer(document.text))]
    closed += [(b.start, b.end) for b in document.blocks if b.kind in ("navigation", "elsewhere")]
    found: list[InstitutionMention] = []
    towns = {(c.start, c.end) for c in cities}
    for mention in find_institution_names(document, lexicon, cities):
        clean = None if (mention.start, mention.end) in towns else _trim(mention, document, lexicon)
        if clean and not any(s < clean.end and clean.start < e for s, e in closed):
            found.append(_with_city(clean, document, cities))
            closed.append((clean.start, clean.end))
    return _by_full_name(sorted(found, key=lambda m: m.start))


def _by_full_name(mentions: list[InstitutionMention]) -> list[InstitutionMention]:
    """Give a short name the full one that the release has too: "Stadtbücherei" beside "Stadtbücherei Jena"."""
    full = {m.name: m for m in mentions}
    joined = []
    for mention in mentions:
        longer = next((full[n] for n in sorted(full) if n.startswith(mention.name + " ")), None)
        joined.append(replace(mention, name=longer.name, city=longer.city) if longer else mention)
    return joined


def _trim(mention: InstitutionMention, document: Document, lexicon: Lexicon) -> InstitutionMention | None:
    """Bring the name to its base form; a lone everyday noun is no name."""
    name = base_form(" ".join(mention.name.split()), lexicon).strip(" ,;:-")
    if " " in _TOWN_TAIL.sub("", name):
        name = _TOWN_TAIL.sub("", name)
    name = _LEGAL_FORM.sub("", name)
    banned = name in lexicon.not_names or name in lexicon.country_names or name.split(" ")[0] in _STOP
    if len(name) < 3 or banned or _PUBLIC_HOUSE.search(name):
        return None
    return replace(mention, name=name)


def _with_city(
    mention: InstitutionMention, document: Document, cities: list[CityMention]
) -> InstitutionMention:
    """Add the town inside or right beside the name: "Filmmuseum Düsseldorf", "Haus … der Stadt Moskau", "aus Jena"."""
    starts = [c.start for c in cities]
    if mention.rule == "institution-municipal":
        return mention
    for city in cities[bisect_left(starts, mention.start) : bisect_left(starts, mention.end)]:
        return replace(mention, city=city.geonames_id)
    text = document.text
    for city in cities:
        between = text[mention.end : city.start] if 0 <= city.start - mention.end < 25 else None
        if between is not None and re.fullmatch(
            r"[\"“”]?,? (?:der Stadt|der Landeshauptstadt|in|aus|im|of|de|à|from|in the city of)? ?", between
        ):
            return replace(mention, city=city.geonames_id)
        before = text[city.end : mention.start] if 0 <= mention.start - city.end < 22 else None
        if before is not None and city.form == "demonym" and re.fullmatch(r" (?:[\w-]+ ){0,2}[\"„]?", before):
            return replace(mention, city=city.geonames_id)
    return mention
