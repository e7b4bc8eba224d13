"""Patterns of French names of organisations, which begin with their head."""

from __future__ import annotations

from functools import lru_cache

from twingraph.extract.institution_patterns import CAP, Patterns, compiled, heads_of
from twingraph.lexicon import Lexicon

_OF = r"(?:de la |de l[’']|du |des |de |d[’']|aux? )"
_ADJECTIVE = (
    r"(?:[a-zà-ÿ]+(?:al|ale|aux|ales|ique|iques|aire|aires|ise|ises|aise|aises|ais|ois|oise|ier|ière|"
    r"iers|el|els|"
    r"elle|elles|if|ive|ifs|ives|ien|ienne|iens|iennes|éen|éenne|eur|ant|que)|"
    r"mixtes?|hôtes?|unie?s|jumelées|jumelles|amies|urbaine?s?|publi(?:c|cs|ques)|étrangers?|étrangères?|"
    r"plastiques|vivants?|belles|maritimes?|suisses?|belges?|tchèques?|slovaques?|maritime|royal|royale|rural|"
    r"intime|marine?s?|latine?s?|féminine?s?|commune?s?)"
)
"""Adjectives by their ends, and those that end otherwise."""

_INFINITIVE = r"(?!mer\b|fer\b|hiver\b|avenir\b|loisir\b|quartier\b|métier\b|ouvrier\b)[a-zà-ÿ]+(?:er|ir)\b"
_WORD = (
    r"(?!(?:ville|commune|place|rue|région|plus|notre|ce|cette|son|sa|ses|leurs?|nos)\b)"
    rf"(?!{_INFINITIVE})[a-zà-ÿ]{{3,}}"
)

_OFFICE = (
    r"(?P<name>\b(?i:direction|service|office|comité|maison|bureau|secrétariat|cabinet|pôle|département|"
    r"division|"
    rf"mission|greffe|commission) {_OF}"
    r"(?:communications?|jumelages?|relations (?:internationales|publiques|extérieures|médias)|tourisme|"
    r"fêtes|"
    r"affaires (?:culturelles|internationales|publiques|juridiques|scolaires|étrangères|européennes|"
    r"sociales)|culture|"
    r"sports?|jeunesse|environnement|finances|urbanisme|travaux publics|loisirs|vie associative|éducation|"
    r"patrimoine|"
    r"archives|protocole|coopération(?: décentralisée)?)(?: et (?:de la |des |du |de l[’'])?[a-zà-ÿ]+)?|"
    r"(?<![\w-])Greffe et affaires [a-z]+|"
    r"(?:(?<=[a-zé’'] )|(?<=[’']))(?:Hôpital|Conservatoire|Conseil|Centre|Musée) (?:régional|général|"
    r"universitaire|"
    r"départemental|national))"
)

_AGENCY = (
    r"(?P<name>\b(?:Agence|Office|Fonds|Fondation|Institut|Conseil|Ministère|Fédération|Caisse|Union|"
    r"Organisation) "
    r"[a-zà-ÿ]+(?:aise|ale|ique|enne|al|ais|éen|aire) (?:de l[’']|de la |de |du |des |pour (?:la |le |"
    r"les )?)[a-zà-ÿ]+)"
)

_MINISTRY = (
    rf"(?P<name>\b[Mm]inistère {_OF}(?:{CAP}|[a-zà-ÿ]+)(?: (?!et )[a-zà-ÿ]+(?:ères?|ures?|ale?s?|ieure?s?|"
    rf"aux))?"
    rf"(?:,? (?:et )?{_OF}(?:{CAP}|[a-zà-ÿ]+)(?: [a-zà-ÿ]+(?:ères?|ale?s?|ieure?s?|aux|iques?))?){{0,2}})"
)


def _long_names(heads: str) -> str:
    """Return the pattern of a head in capitals and small words: "Musée populaire de la dentelle"."""
    more = rf"(?: (?:et )?{_OF}(?:{_WORD}|{CAP})(?: {_ADJECTIVE}\b)?)"
    return (
        rf"(?<![\w-])(?P<name>(?:{heads})(?: {_ADJECTIVE}){{0,2}} {_OF}(?:{_WORD})(?: {_ADJECTIVE}\b)?"
        rf"{more}{{0,3}}(?:[ -]{CAP}){{0,3}})"
    )


def _begins(heads: str) -> str:
    """Return the pattern of a head before a capital word: "lycée technique de Lille"."""
    between = (
        r"(?:de [a-zéèà]+|(?:du|des|de la) [a-zéèà]+|de l[’'][a-zéèà]+|d[’'][a-zéè]+|"
        r"[a-zéèêà]+(?:al|ale|aux|ique|aire|ise|aise|ais|ois|oise|ier|ière|el|elle|if|ive|ien|ienne|eur|"
        r"ant|que|mixte|cole|valent|time|suisse|belge|royal|rale|rine|ine|ome))"
    )
    return rf"(?P<name>\b(?i:{heads})\b(?: {between}){{0,2}} (?:{_OF})?{CAP}(?:[ /-](?:{_OF})?{CAP}){{0,3}})"


_FRIENDS = (
    r"(?<![\w-])(?P<name>(?:Les )?Amis d(?:e la |e l[’']|u |es |e |"
    rf"[’'])(?:[a-zà-ÿ]+ )?{CAP}(?:[ -]{CAP}){{0,2}})"
)
_ENDS = (
    rf"(?<![\w-])(?P<name>{CAP}(?:-{CAP})* (?:Jumelages?|Solidarité|Agglomération|Agglo|Métropole|Habitat|"
    rf"Tourisme))(?!\w)"
)


_CAPITAL = (
    r"(?:(?<=\bla )|(?<=\ble )|(?<=\bdu )|(?<=\bau )|(?<=[lL][’'])|(?<=\bLa )|(?<=\bLe ))"
    r"(?P<name>(?:Harmonie|Cercle|Chorale|Orchestre|Fanfare|Amicale|Chœur|Ensemble|Société|Théâtre|Centre|"
    r"Bibliothèque|Médiathèque|Conservatoire|Mission|Clinique|Académie|Institut|Fondation|Union|"
    r"Philharmonie) "
    rf"(?:locale?|{_ADJECTIVE}))\b"
)
"""A body with a capital letter and an adjective only: "l’Harmonie municipale"."""

_QUOTED = (
    r"\b(?i:association|compagnie|troupe|chorale|groupe (?:de musique|vocal|folklorique|de danse)|ensemble|"
    r"collectif|"
    r"fanfare|harmonie|orchestre|club|entreprise|coopérative|amicale|cercle|centre|"
    r"maison)(?: [a-zà-ÿ]+){0,2}? "
    r"[«“\"] ?(?P<name>[A-ZÀ-Þ][^«»“”\"\n.!?;]{2,50}?) ?[»”\"]"
)


@lru_cache(maxsize=4)
def french_patterns(lexicon: Lexicon) -> Patterns:
    """Return the patterns of names in French texts, the surest first."""
    return compiled(
        ("institution-ministry", _MINISTRY),
        ("institution-begins", _begins(heads_of(lexicon, "begins"))),
        ("institution-long", _long_names(heads_of(lexicon, "long"))),
        ("institution-agency", _AGENCY),
        ("institution-office", _OFFICE),
        ("institution-capital", _CAPITAL),
        ("institution-friends", _FRIENDS),
        ("institution-quoted", _QUOTED),
        ("institution-ends", _ENDS),
    )
