"""Words beside a name that say in which country or region it lies, as only a town's name has them."""

from __future__ import annotations

import re

from twingraph.lexicon import Lexicon

_COUNTRY = re.compile(
    r"\s?(?:[(,/–-]\s?(?:(?:in|en|im|auf|on|au|aux)(?: der| dem| the| la| Grand-Duché de)? )?|(?:in|en|"
    r"im|auf|on)(?: der| dem| the| la)? )"
    r"(?P<name>(?:l[’'])?(?:Isle of (?:the )?)?[A-ZÉÖ][\w .’-]+?)(?=[),;:.]|$| ?–| (?:[a-z(]|[A-Z]{2}))"
)


def names_country(after: str, lexicon: Lexicon) -> bool:
    """True where a country or region follows: "Ulm (Deutschland)", "Dinan, en Bretagne"."""
    match = _COUNTRY.match(after.split("\n")[0])
    name = match["name"].strip() if match else ""
    told = name.title() if name.isupper() and len(name) > 3 else name
    if told in lexicon.country_names or told in lexicon.regions or told in lexicon.states:
        return True
    words = name.lower().split()
    if len(words) > 1 and any(lexicon.country_of_adjective(w) for w in words if len(w) > _ADJECTIVE):
        return True
    return _REGION_AFTER.match(after) is not None


_ADJECTIVE = 4
"""Letters that an adjective of a country has at least, so that no article is taken for one."""

_REGION_AFTER = re.compile(
    r"(?:,| \()? ?(?:(?i:in|im|en|dans|au|aux|on|auf|an|am|sur|from|aus)(?: der| dem| den| the| la| le| "
    r"l[’'])? ?)?"
    r"(?:[A-ZÀ-Þ][\w’-]+ ){0,2}"
    r"(?:(?:r|R)egion|[Rr]égion|[Oo]blast|[Pp]rovince|[Pp]rovinz|[Dd]épartement|[Cc]ounty|[Pp]refecture|"
    r"[Pp]räfektur|"
    r"Woiwodschaft|[Vv]oivodeship|Bezirk|Landkreis|Kanton|[Cc]anton|Bundesstaat|Gouvernement|Komitat|"
    r"Gebiet)\b"
)
"""What says of a name that it lies in a region: ", in the Sumy region", "(Département Manche)"."""


def is_behind_adjective(before: str, lexicon: Lexicon) -> bool:
    """True where the last word is an adjective of a country: "dem nicaraguanischen "."""
    words = before.replace("’", "’ ").replace("'", "' ").lower().split()
    if not words or not before.endswith((" ", "’", "'")):
        return False
    near = words[-3:-1] if words[-1] in _OF else words[-1:]
    return any(len(w) > _ADJECTIVE and lexicon.country_of_adjective(w) is not None for w in near)


_OF = frozenset({"de", "d’", "d'", "of", "von"})
"""What may stand between an adjective of a country and a town: "l’île grecque de Naxos"."""
