"""What the patterns of organisations' names share, and the names that are the same everywhere."""

from __future__ import annotations

import re
from functools import lru_cache

from twingraph.lexicon import Lexicon

CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’]*(?:-[\w’]+)*"
Rows = tuple[tuple[str, str], ...]
Patterns = tuple[tuple[str, re.Pattern[str]], ...]
"""Rule ids, each with a pattern whose group "name" is the name."""


def heads_of(lexicon: Lexicon, kind: str) -> str:
    """Return one alternation of the heads of names of one class of institutions.tsv."""
    return "|".join(c.pattern for c in lexicon.institutions if c.values[0] == kind)


def compiled(*rows: tuple[str, str]) -> Patterns:
    return tuple((rule, re.compile(pattern)) for rule, pattern in rows)


_LEGAL_FORM = (
    r"(?:g?GmbH|AG|KGaA|KG|OHG|GbR|SE|eG(?:en)?|mbH|Ltd\.?|LLC|Inc\.?|Corp\.|plc|S\.A\.(?:S\.)?|SAS|SARL|"
    r"Sàrl|B\.V\.|"
    r"d\.o\.o\.|a\.s\.|SpA|"
    r"S\.p\.A\.|s\.r\.o\.|"
    r"Sp\. z o\.\s?o\.|Kft\.?)"
)


_FRENCH_HEAD = (
    r"(?:Lycée|Collège|Université|Hôpital|Musée|Théâtre|École|Médiathèque|Bibliothèque|Conservatoire|Régie)"
)
_FOREIGN_REST = (
    rf"(?: (?:de|di|du|des|da|do|del|della|dei|la|le|los|las|el|im\.)| d[’'])*[ ’']{CAP}"
    rf"(?: (?:(?:de|di|du|des|da|do|del|della|la|le|i|y|e|et) )?{CAP}){{0,3}}"
)
"""Names of houses abroad, whose head stands first: "Empresa Municipal de Aguas"."""


_UNIVERSITY = (
    r"(?<![\w-])(?P<name>University of (?:California|Texas|Wisconsin|North Carolina|Illinois|Massachusetts|"
    r"Michigan|Maryland|Nevada|Minnesota|Tennessee|Missouri|Alabama|Colorado|Nebraska|Arkansas|Hawai[‘’]?i)"
    rf"(?:, | at |–|-| in ){CAP}(?: (?:Angeles|Diego|Barbara|Cruz|Hill|Antonio|Vegas|Louis|Rock))?|"
    rf"(?:University|Trinity|Imperial|King[’']s|Queen[’']s) College (?:Dublin|London|Cork|Galway|{CAP})|"
    rf"(?:Technological|National|Technical|Metropolitan|Queen[’']s) University,? (?:of )?{CAP})(?![\w-])"
)
"""Universities whose town stands behind their name: "University of California, Davis"."""


@lru_cache(maxsize=8)
def known_patterns(lexicon: Lexicon, language: str) -> Patterns:
    """Return the patterns of well-known organisations, companies, and English names in other languages."""
    cues = [c for c in lexicon.institutions if language in c.languages]
    known = "|".join(c.pattern for c in cues if c.values[0] == "known") or "(?!)"
    abroad = (
        r"High School|College|University|Council|Society|Association|Foundation|Trust|Academy|"
        r"Committee|Commission|Orchestra|Symphony|Choir|Chorus|Museum|Library|Hospital|Theatre|Theater|Institute|"
        r"Chamber of Commerce|Authority|Cathedral|Elementary School|Brass Band|Marching Band"
    )
    rows: Rows = (
        ("institution-known", rf"(?<![\w-])(?P<name>{known})(?![\w-])"),
        ("institution-university", _UNIVERSITY),
        (
            "institution-company",
            rf"(?<![\w-])(?P<name>{CAP}(?: (?:& |und |et )?{CAP}){{0,3}})(?=,? {_LEGAL_FORM}(?!\w))",
        ),
    )
    begins, ends = heads_of(lexicon, "abroad-begins"), heads_of(lexicon, "abroad-ends")
    heads = rf"(?:{begins})" if language == "fr" else rf"(?:{begins}|{_FRENCH_HEAD})"
    rows += (
        ("institution-foreign-head", rf"(?<![\w-])(?P<name>{heads}{_FOREIGN_REST})"),
        (
            "institution-foreign-end",
            rf"(?<![\w-])(?P<name>(?!(?:The|D[aei][sremn]|L[ea]s?|Ein|Eine) )(?:{CAP} ){{1,4}}"
            rf"(?:{ends}))(?![\w-])",
        ),
    )
    if language != "en":
        rows += (
            (
                "institution-of-abroad",
                rf"(?P<name>(?:{CAP} ){{0,2}}(?:University|College|Council|Museum|Institute) of "
                rf"{CAP}(?: {CAP})?)",
            ),
            (
                "institution-abroad",
                rf"(?<![\w-])(?!(?:Das|Die|Der|Dem|Den|Des|Le|La|Les|Ein|"
                rf"Eine) )(?P<name>(?:{CAP} ){{1,3}}(?:{abroad}))(?![\w-])",
            ),
        )
    return compiled(*rows)


@lru_cache(maxsize=8)
def bare_patterns(lexicon: Lexicon, language: str) -> Patterns:
    """Return the pattern of bodies of a town that stand without its name: "das Kulturamt"."""
    cues = [c for c in lexicon.institutions if language in c.languages and c.values[0] == "bare"]
    bare = "|".join(c.pattern for c in cues) or "(?!)"
    return compiled(
        (
            "institution-bare",
            rf"(?:(?<=[a-zäöüéß,’'] )|(?<![^\n])(?=[^\n]{{3,40}}(?:\n|"
            rf"$)))(?P<name>{bare})(?![\w-])(?! [A-ZÄÖÜ])",
        )
    )
