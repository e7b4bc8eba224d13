"""Normalised text -> counties, provinces, cantons: regions that may be sides of an agreement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from twingraph.extract.institution_names import InstitutionMention
from twingraph.extract.layout import Document
from twingraph.extract.spans import Spans
from twingraph.lexicon import Lexicon

_CAP = r"[A-ZÀ-Þ][\w’-]+"
_HEADS = {
    "de": re.compile(
        r"\b(?P<head>Land|Freistaat|Bundesland|Kanton|Gebiet|Oblast|Landkreis|Kreis|Provinz|Präfektur|"
        rf"Woiwodschaft|Komitat|Powiat|Rajon)(?:e?s)? (?P<rest>{_CAP}(?:-{_CAP})*)"
    ),
    "en": re.compile(
        r"\b(?P<head>(?:State|Free State|Province|Prefecture|Canton|Oblast|Voivodeship) of|County) "
        rf"(?P<rest>{_CAP}(?: {_CAP})?)"
    ),
    "fr": re.compile(
        r"\b(?P<head>(?i:république et canton|canton|territoire|région|département|province|préfecture|"
        r"comté|oblast|voïvodie))"
        rf" (?P<rest>(?:d[eu] |d[’']|des )(?:la |l[’'])?{_CAP}(?:-[\w’-]+)*)"
    ),
}
_ENDS = re.compile(
    rf"(?<![\w-])(?P<rest>{_CAP}) (?P<head>Prefecture|Province|Oblast|Voivodeship|County|Region)\b"
)
"""Names that end in their kind, as in English: "Kyoto Prefecture"."""

REGION = re.compile(
    r"^(?:Grand(?! [Hh]ôtel)|County|Canton|Kanton|Comté|Metropolregion|Landkreis|Kreis|Region|"
    r"Regionalverband|Bezirk|Woiwodschaft|Département|Land(?! [a-z])|Gebiet|Oblast|State of|Province of|"
    r"Province de|"
    r"Province du|Region of|Canton de|Canton du|canton|Territoire|territoire|République et Canton|"
    r"république|Région|Freistaat|Bundesland|Provinz|Präfektur|Prefecture of|"
    r"Communauté|Métropole|District|Powiat|Zweckverband|"
    r"Verbandsgemeinde|Samtgemeinde|Landschaftsverband|Komitat|Gespanschaft|Rajon|Raion|Städteregion|Rhein-Kreis)\b|"
    r"^(?!Freundes|Arbeits|Förder|Unterstützer|Gesprächs|Stadt|Kultur|Runder)[\w-]+(?:kreis|-Kreis)$|"
    r"(?:ische[rn]?) Kreis$|"
    r"\b(?:County|District|Métropole|Region|(?<!City and )County Council|District Council|"
    r"Prefecture|Oblast|Province|"
    r"Voivodeship|Regional Council)$"
)
"""Names of those that may be sides as towns are: counties, provinces, metropolitan bodies."""


def find_regions(
    document: Document, lexicon: Lexicon, taken: Iterable[tuple[int, int]]
) -> Iterator[InstitutionMention]:
    """Yield regions by their kind and name, outside the spans *taken*.

    Many a region is only named for orientation: who signs nothing is no side of anything.
    """
    closed = Spans([*taken, *document.closed("navigation", "elsewhere")])
    language = document.release.language
    patterns = [_HEADS[language], *([_ENDS] if language == "en" else [])]
    for pattern in patterns:
        for match in document.finditer(pattern):
            last = match["rest"].split()[-1]
            everyday = last in lexicon.not_names and last not in lexicon.regions
            if not everyday and not closed.overlaps(*match.span()):
                name = _name(match)
                yield InstitutionMention(match.start(), match.end(), name, None, "institution-region")


def _name(match: re.Match[str]) -> str:
    """Return the name in its base form: "des Landkreises Fulda" names the Landkreis Fulda."""
    head, rest = match["head"], match["rest"]
    return f"{head} {rest}" if match.start("head") < match.start("rest") else f"{rest} {head}"
