"""What looks like the name of an organisation and is none: where a town lies, whose office, whose paper."""

from __future__ import annotations

import re

from twingraph.extract.institution_names import InstitutionMention
from twingraph.extract.layout import Document

_REGION = re.compile(
    r"^(?:Land|Kreis|Landkreis|Komitat|Rajon|Raion|Powiat|Bezirk|Oblast|Woiwodschaft|Präfektur|Gebiet|Region|Provinz|Departement|"
    r"Département|Gouvernement|département|région|préfecture|province|wilaya|gouvernorat|voïvodie) |"
    r" (?:County|Prefecture|Province|Oblast|Voivodeship)$"
)
_PLACED = re.compile(
    r"(?:\b(?:[Ii]m|[Ii]n(?: der| die| das| dem| den)?|[Aa]us(?: der| dem)?|[Ii]ns|[Nn]ach|near|from|across|"
    r"[Dd]ans (?:la |le |l[’'])|[Dd]e la |[Dd]u |[Àà] la|[Aa]u) ?|, |\(|\bcoast of )$"
)
"""What stands before a region that only says where something lies."""
_OWN_PAPER = 220
"""Characters at the head of a release in which a newspaper's name is its own."""


def _tells(document: Document, end: int) -> bool:
    """True where the line goes on to a full stop: a sentence, and no masthead."""
    line_end = document.text.find("\n", end)
    return document.text[end : line_end if line_end >= 0 else None].rstrip().endswith(".")


_NO_NAME = re.compile(
    r" (?:St|M|Mme|Dr|DG)\.?$|"
    r" (?:zum|zur) (?!Förder|Erhalt|Pflege|Unterst|Wahrung|Bewahr|Hilfe|Schutz|Rettung)|"
    r"^(?:Ville|Mairie|Commune|Comune|Municipio|Município|Ayuntamiento|Gemeente|Città) d|"
    r"^(?:(?:Ober)?[Bb]ürgermeisteramt (?:in|von) \w+|Press Office|Office of the (?:Mayor|"
    r"Lord Mayor|President|Clerk)|"
    r"Büro des (?:Ober)?[Bb]ürgermeisters|"
    r"Kreis der \w+|Referat (?:Ober)?[Bb]ürgermeister)$|"
    r"(?:quartett|ensemble|klasse|gruppe|chor) der (?:Musikschule|Stadtkapelle|Schule)$"
)


def is_no_institution(mention: InstitutionMention, document: Document) -> bool:
    """True for a paper that names itself, the office of a mayor, a region in which something lies."""
    if mention.rule == "institution-newspaper":
        return mention.start < _OWN_PAPER and not _tells(document, mention.end)
    if _NO_NAME.search(mention.name):
        return True
    before = document.text[max(0, mention.start - 12) : mention.start]
    return bool(_REGION.search(mention.name) and _PLACED.search(before))
