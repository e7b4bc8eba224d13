"""Normalised text -> mentions of named organisations, each with its town where the text says one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from twingraph.extract.base_forms import base_form
from twingraph.extract.cities import CityMention
from twingraph.extract.institution_guards import is_no_institution
from twingraph.extract.institution_names import InstitutionMention, find_institution_names
from twingraph.extract.institution_patterns import CAP
from twingraph.extract.layout import Document
from twingraph.extract.spans import Along, Spans
from twingraph.lexicon import Lexicon

_PUBLIC_HOUSE = re.compile(
    r"(?:(?:rat|stadt|kauf|hoch|wohn|gast|bürger|kreis|gemeinde)haus(?:es)?|krankenhaus(?:es)?$|"
    r"hôtel de ville|town hall|city hall|mairie)(?!\w)",
    re.I,
)

_LEGAL_FORM = re.compile(
    r",? (?:gGmbH|GmbH(?: & Co\.? KG)?|AG|SE|e\. ?V\.|eG|Ltd\.?|Inc\.?|plc|SA|SAS|SARL|S\.A\.)$"
)

_FULL_STOP = re.compile(r"(?<=[a-zß-ÿ]{4})\.$")

_TOWN_TAIL = re.compile(r"(?<=\w) (?:der Stadt|der Landeshauptstadt|in der Stadt) \S+$")

_STOP = frozenset(
    "Seite Foto Bild Stadt Jahr Hintergrund Kontakt Telefon Die Der Das The Le La".split()  # noqa: SIM905
)
"""First words that begin no name."""


def find_institutions(
    document: Document, lexicon: Lexicon, cities: list[CityMention], taken: Iterable[tuple[int, int]]
) -> list[InstitutionMention]:
    """Return the organisations that *document* names, outside the spans *taken* (persons, projects)."""
    persons = list(taken)
    closed = Spans([*persons, *document.closed("navigation", "elsewhere")])
    towns = {(c.start, c.end) for c in cities}
    along = Along(cities)
    found: list[InstitutionMention] = []
    for mention in find_institution_names(document, lexicon, cities):
        whole = _with_foreign_rest(_behind_person(mention, document, persons), document)
        none = (mention.start, mention.end) in towns or is_no_institution(mention, document)
        clean = None if none else _trim(whole, lexicon)
        if clean and not closed.overlaps(clean.start, clean.end):
            found.append(_with_city(clean, document.text, along))
            closed.add(clean.start, clean.end)
    found += _short_regions(document, found, {c.name for c in cities}, closed)
    found += _abbreviations(document, found, closed)
    return _by_full_name(sorted(found, key=lambda m: m.start))


_FOREIGN_REST = re.compile(
    rf"(?:(?<=[\w’]) (?:di|del|della|dello|dei|degli|dos|do|y|din|nad|pod|van|och|og|ve|z|ze)"
    rf"(?: la| los| las)? {CAP}(?:[ -]{CAP})?)+(?![\w-])"
)
"""What follows the first word of a foreign name: "Verein Amici di Lucca"."""


def _with_foreign_rest(mention: InstitutionMention, document: Document) -> InstitutionMention:
    """Carry a name on over the small words of other languages."""
    rest = _FOREIGN_REST.match(document.text, mention.end)
    if rest is None or mention.name[-1:] in ".!?":
        return mention
    return replace(mention, end=rest.end(), name=mention.name + rest.group())


_OF = re.compile(r" (?:of|from|at) (?:the )?")


def _behind_person(
    mention: InstitutionMention, document: Document, persons: list[tuple[int, int]]
) -> InstitutionMention:
    """Cut off the person whose house is named: "Ann Roe of Elm Hill Hospital"."""
    for start, end in persons:
        joint = _OF.match(document.text, end) if start <= mention.start < end < mention.end else None
        if joint and joint.end() < mention.end:
            return replace(mention, start=joint.end(), name=document.text[joint.end() : mention.end])
    return mention


_REGION_OF = re.compile(
    r"(?:Bezirk|District|Borough|Kreis|Landkreis|County|Region|Metropolregion|Komitat|Rajon|Raion|Powiat|"
    r"Woiwodschaft|Oblast|Gebiet) (?P<rest>[A-ZÀ-Þ][\w-]+)$"
)


def _short_regions(
    document: Document, found: list[InstitutionMention], towns: set[str], closed: Spans
) -> list[InstitutionMention]:
    """Return mentions of regions by their name alone, where no town is called so: "Kirklees"."""
    short = {
        m["rest"]: i for i in reversed(found) if (m := _REGION_OF.match(i.name)) and m["rest"] not in towns
    }
    return [
        replace(region, start=match.start(), end=match.end(), rule="institution-short")
        for rest, region in sorted(short.items())
        for match in re.finditer(rf"(?<![\w-]){re.escape(rest)}(?![\w-])", document.text)
        if not closed.overlaps(*match.span())
    ]


_IN_BRACKETS = re.compile(r" \([„“\"]?(?P<short>[A-ZÄÖÜ][A-ZÄÖÜa-z]{0,3}[A-ZÄÖÜ]{1,5})[”“\"]?\)")
"""The abbreviation that a name is given: "Technische Betriebe Gera (TBG)"."""


def _abbreviations(
    document: Document, found: list[InstitutionMention], closed: Spans
) -> list[InstitutionMention]:
    """Return where a house is named by the abbreviation that stands in brackets behind its name."""
    told = ((_IN_BRACKETS.match(document.text, house.end), house) for house in found)
    return [
        replace(house, start=match.start(), end=match.end(), rule="institution-short")
        for bracket, house in told
        if bracket
        for match in re.finditer(rf"(?<![\w-]){bracket['short']}(?![\w-])", document.text)
        if match.start() > bracket.end() and not closed.overlaps(*match.span())
    ]


def _by_full_name(mentions: list[InstitutionMention]) -> list[InstitutionMention]:
    """Give a short name the full one that the release has too.

    "Stadtbücherei" beside "Stadtbücherei Jena".
    """
    mentions = _without_adjective(mentions)
    full = {m.name: m for m in mentions}
    names = sorted(full)
    joined = []
    for mention in mentions:
        following = names[bisect_left(names, mention.name + " ") :][:1]
        longer = next((full[n] for n in following if n.startswith(mention.name + " ")), None)
        joined.append(replace(mention, name=longer.name, city=longer.city) if longer else mention)
    return joined


def _without_adjective(mentions: list[InstitutionMention]) -> list[InstitutionMention]:
    """Give a name without its first word the full one too: "Klinikum Gera", "Städtisches Klinikum Gera"."""
    longer = {m.name.partition(" ")[2]: m for m in mentions if m.name.count(" ") > 1}
    return [replace(m, name=longer[m.name].name) if m.name in longer else m for m in mentions]


_ANY_HOUSE = re.compile(
    r"(?:Bibliothek|Bücherei|Schule|Kirche|Museum|Krankenhaus|Klinik|Haus|Theater|Galerie|Kindergarten|"
    r"Verein|Chor|"
    r"Kino|Zentrum|Werkstatt|Grundschule|Feuerwehr|Kapelle|Kita|Akademie|Büro|Amt|Kammer|Bank|Messe|Hafen) "
    r"(?:in|von|aus) "
)
"""A noun for any house of its kind, with the town in which it stands: no name."""


def _trim(mention: InstitutionMention, lexicon: Lexicon) -> InstitutionMention | None:
    """Bring the name to its base form; a lone everyday noun is no name."""
    name = base_form(" ".join(mention.name.split()), lexicon).strip(" ,;:-")
    if " " in _TOWN_TAIL.sub("", name):
        name = _TOWN_TAIL.sub("", name)
    name = _FULL_STOP.sub("", _LEGAL_FORM.sub("", name))
    name = name.removeprefix("Firma ")
    banned = name in lexicon.not_names or name in lexicon.country_names or name.split(" ")[0] in _STOP
    if len(name) < 3 or banned or _PUBLIC_HOUSE.search(name) or _ANY_HOUSE.match(name):
        return None
    return replace(mention, name=name)


_TOWN_BEHIND = re.compile(
    r"[\"“”]?,? (?:der Stadt|der Landeshauptstadt|in|aus|im|of|de|à|from|in the city of)? ?"
)
_DEMONYM_BEFORE = re.compile(r" (?:[\w-]+ ){0,2}[\"„]?")


def _with_city(mention: InstitutionMention, text: str, cities: Along[CityMention]) -> InstitutionMention:
    """Add the town inside or right beside the name: "Filmmuseum Düsseldorf", "Haus … der Stadt Moskau"."""
    if mention.rule in _WITHOUT_TOWN:
        return mention
    inside = iter(cities.between(mention.start, mention.end))
    near = cities.between(mention.start - _REACH, mention.end + _REACH)
    beside = (c for c in near if _is_beside(mention, text, c))
    city = next(inside, None) or next(beside, None)
    return replace(mention, city=city.geonames_id) if city else mention


_WITHOUT_TOWN = frozenset({"institution-municipal", "institution-before-kind"})
"""Rules for names beside or in which no town is that of the house: the Cross of Nails is in no Nails."""
_REACH = 60
"""Characters beside a name in which its town can begin."""


def _is_beside(mention: InstitutionMention, text: str, city: CityMention) -> bool:
    """True for a town right behind the name ("aus Jena"), and for its adjective right before it."""
    if 0 <= city.start - mention.end < 25 and _TOWN_BEHIND.fullmatch(text, mention.end, city.start):
        return True
    near = city.form == "demonym" and 0 <= mention.start - city.end < 22
    return near and _DEMONYM_BEFORE.fullmatch(text, city.end, mention.start) is not None
