"""What stands before a name that is a town's too: a person's title, a region, a school, an article."""

from __future__ import annotations

import re

from twingraph.extract.city_names import Candidate
from twingraph.extract.layout import Document
from twingraph.lexicon import Lexicon

COUNCIL_BEFORE = re.compile(
    r"\b\w*(?:[Rr]at|[Vv]erwaltung|[Rr]athaus|[Ff]euerwehr|[Gg]ymnasium|[Gg]rundschule|[Mm]usikschule|"
    r"[Ss]tadtwerke|"
    r"[Vv]olkshochschule|[Kk]linikum|[Tt]ourismus|[Hh]auptbahnhof|[Vv]erein|[Pp]artnerschaftskomitee) $"
)
"""Bodies and houses that bear their town's name behind them: "Gemeinderat Lyss"."""

_PERSON_BEFORE = re.compile(
    r"\b(?:[Mm]ayors?|[Cc]ouncill?(?:or|man|woman)|Cllr\.?|Coun\.?|[Cc]ommissioner|[Pp]rovost|[Aa]lderman|Mr\.?|"
    r"Mrs\.?|Ms\.?|"
    r"Mme|MM?\.|Herrn?|Frau|[Bb]ürgermeister(?:in)?|[Ll]andrat|[Ll]andrätin|Dr\.|Prof\.|Professor(?:in)?|"
    r"Pfarrer(?:in)?|Col\.|Rev\.|Sr\.|Sir|Dame|Lady|Lord|Baron|Baroness)(?: [A-Z]\.?)? $"
)
"""Offices and forms of address: the name behind them is a person's."""


_NAMED_AFTER = re.compile(
    r"\b(?:[Pp]réfecture|[Pp]rovince|[Rr]égion|[Dd]épartement|[Oo]blast|[Vv]oïvodie|[Gg]ouvernorat|[Ww]ilaya|"
    r"[Pp]räfektur|[Pp]rovinz|Woiwodschaft|[Pp]refecture of|[Pp]rovince of|[Rr]egion of|[Oo]blast of|"
    r"[Vv]oivodeship of|[Ss]tate of|[Cc]ounty|Co\.|[Cc]omté)(?: d[eu]| la| le)* ?(?:[dl][’'])?$|"
    r"\b(?:[Ll]ycée|[Cc]ollège|[Éé]cole|[Rr]ue|[Pp]lace|[Aa]venue|[Bb]oulevard|[Qq]uai|[Pp]ont|[Gg]are|"
    r"[Rr]éseau|[Rr]eseau|[Nn]etzwerk|"
    r"[Cc]linique|[Pp]orte|[Tt]our|[Cc]hapelle|"
    r"[Gg]locken von|[Kk]irche|[Éé]glise|[Cc]hurch of|[Cc]loches de|bells of)(?: d[eu]s?| la| le)? $"
)
"""Regions, schools, streets and churches bear names that are towns' too."""

_STATE_BEFORE = re.compile(r"[A-ZÀ-Þ][\w’-]+(?:(?:,| in| en| im) | \()$")

_NICKNAME = re.compile(
    r" (?:des (?:Nordens|Südens|Ostens|Westens)|der (?:Prärie|Alpen|Nation)|of the [NSEW]\w+|du Nord)\b"
)
"""Behind a town that only lends its name to another: "Athen der Prärie"."""


_THE_BEFORE = re.compile(r"\b(?:the|a) $", re.I)
"""Before a saint's day or church: "the St Martin's service"."""
_CITY_BEHIND = re.compile(r" (?:city|town|village|port|capital|suburb|community) (?:of )?[A-Z]?")
"""Behind a state that stands for an adjective: "the New Jersey city of Bayonne"."""


_ARTICLE_BEFORE = re.compile(r"\b(?:[Aa]u|[Dd]u|[Ll]e|[Ll]a|[Ee]n) $")
"""French towns take "à" and no article: "au Québec" is the province, "la Vienne" the river."""


def is_anothers_name(document: Document, candidate: Candidate, lexicon: Lexicon) -> bool:
    """True where the words around a name say that it is no town here."""
    state = candidate.name in lexicon.states and _STATE_BEFORE.search(
        document.text[max(0, candidate.start - 30) : candidate.start]
    )
    adjective = candidate.name in lexicon.states and _CITY_BEHIND.match(document.text, candidate.end)
    holy = candidate.name.startswith(("St", "Saint")) and document.text.startswith(
        ("'s", "’s"), candidate.end
    )
    other = (
        (holy and document.search_in(_THE_BEFORE, candidate.start - 4, candidate.start))
        or adjective
        or state
        or _NAMED_AFTER.search(document.text[max(0, candidate.start - 30) : candidate.start])
        or _NICKNAME.match(document.text, candidate.end)
    )
    land = (
        document.release.language == "fr"
        and not candidate.name.startswith(("Le ", "La "))
        and _ARTICLE_BEFORE.search(document.text[max(0, candidate.start - 4) : candidate.start])
    )
    return bool(
        other or land or _PERSON_BEFORE.search(document.text[max(0, candidate.start - 20) : candidate.start])
    )
