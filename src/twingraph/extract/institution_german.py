"""Patterns of German names of organisations: compounds, heads before a name, what people join for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.institution_patterns import CAP, Patterns, Rows, compiled, heads_of
from twingraph.extract.institution_towns import BesideTowns
from twingraph.lexicon import Lexicon

_QUOTED = re.compile(r"[\"„“»«›‹]\s?(?P<name>[^\"„“”»«\n]{2,80}?)\s?[\"“”«»›‹]")

_FOREIGN_HEAD = (
    r"(?:Cent?ro|Centre|Casa|Câmara|Cámara|Camera|Cinémathèque|Maison|Teatro|Banda|Grupo|Gruppo|Coro|Coral|"
    r"Corale|Orquesta|Orquestra|Orchestra|Colegio|Colégio|Collegio|Asociación|Associação|Junta|Ballet|"
    r"Compañía|Companhia|Compagnia|Sociedade?|Società|Unión|Unione|União|Hospital|Accademia|Academia|Archiv[io]o?|"
    r"Arquivo|Comité|Comitato|Comisión|Conservatorio|Consejo|Consiglio|Corpo|Cuerpo|Diputación|Federación|"
    r"Filarmonica|Hermandad|Mercato|Mercado|Parco|Parque|Rádio|Radio|Servi[cz]io|Sindicato|Amici|Amigos|"
    r"Cantina|Bodegas?|Confraternita|Cofradía|Polisportiva|Circolo|Círculo|Club|Rancho|Misericórdia|"
    r"Bombeiros|Agrupamento|Agrupación|Ateneo|Galleria|Galería|Musei|Museu)"
)
_FOREIGN = (
    rf"(?<![\w-])(?P<name>{_FOREIGN_HEAD} (?:de|di|da|do|du|dos|del|della|dei|d[’'])"
    r"(?: la| los| las| l[’'])? ?[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?)"
)


@dataclass(frozen=True)
class German:
    """The patterns of German names, in the order in which they are tried."""

    offices: Patterns
    quoted: Patterns
    beside: BesideTowns
    others: Patterns


@lru_cache(maxsize=4)
def german_patterns(lexicon: Lexicon) -> German:
    compound = heads_of(lexicon, "compound")
    head = _german_head(compound)
    others = (*_heads_first(heads_of(lexicon, "named")), *_compounds(compound), *_GERMAN_FIXED)
    quoted = ("institution-quoted", rf"(?:[\w-]+ und )?{head} {_QUOTED.pattern}")
    return German(compiled(*_GERMAN_OFFICES), compiled(quoted), _beside_towns(head), compiled(*others))


def _german_head(compound: str) -> str:
    """Return the pattern of a compound noun whose last part is a head: Stadtmuseum, Louise-Otto-Gymnasium."""
    prefix = r"(?:[A-ZÄÖÜ][\w]*-(?:(?:von-|van-|de-|der-|vom-)?[A-ZÄÖÜ]\w*-)*)?"
    return (
        rf"(?=[A-ZÄÖÜ]){prefix}(?i:(?:[a-zäöü]+(?:- und [a-zäöü]+)?)?"
        rf"(?:{compound}|katastrophenschutz))(?!\w)"
    )


_TAIL = rf"(?: (?:am|im|an der|auf|in der|zum|zur) {CAP})?"

_CAUSE = (
    r"(?<![\w-])(?P<name>(?:Vereins?|(?:Bürger)?[Ii]nitiative|(?:Förder|Unterstützer|Arbeits)kreis(?:es)?|Stiftung|"
    r"Bündnis(?:ses)?|Netzwerks?|Aktion|Hilfsvereins?|Hilfsorganisation|Gruppe) (?:"
    rf"{CAP}(?: {CAP})? für (?:den |die |das |eine |ein )?{CAP}|"
    r"(?:Freundschaft|Partnerschaft|Hilfe|Brücken?|Gemeinsam|Solidarität|Leben|Kontakte|Begegnung|Austausch|"
    rf"Dialog|Frieden|Zukunft|Wege?|Hoffnung|Kultur|Herz|Hand) "
    rf"(?:mit|nach|gegen|ohne|und|zu) (?:den |dem |der )?{CAP}|"
    rf"{CAP} {CAP} {CAP}(?= [a-zäöü]|[.,;]))(?: und {CAP})?)(?![\w-])"
)
"""What people join for: "Verein Brücke nach Osteuropa", "Initiative Gemeinsam für Sumy"."""

_GERMAN_OFFICES = (
    (
        "institution-name-head",
        rf"(?<=[\s(])(?P<name>{CAP} {CAP} (?:Museum|Stiftung|Theater|Institut|Orchester))(?!\w)",
    ),
    (
        "institution-one-name-head",
        rf"(?<=[a-zäöüß] )(?P<name>(?!Im |Am |Das |Ein |Vom |Zum |Ins |Beim |Jahre |Neue){CAP} "
        rf"(?:Museum|Theater|Stiftung|Orchester|Ensemble))(?![\w-]| [A-ZÄÖÜ])",
    ),
    ("institution-cause", _CAUSE),
    (
        "institution-department",
        rf"(?P<name>(?:[A-ZÄÖÜ]\w*(?:abteilung|bereich)|Abteilung|Amt|Referat|Dezernat|Ausschuss) "
        rf"(?:für )?{CAP}-?(?:(?:, {CAP}-?)* und (?:[a-zäöü]+ )?{CAP})?)",
    ),
)


_ADJECTIVE = r"(?:[A-ZÄÖÜ][\w-]+(?:isch|lich|tär)|Freiwillig|Neu|Vereinigt|Groß)e[nrsm]?"


def _beside_towns(head: str) -> BesideTowns:
    """Return the patterns of compounds with a town or the adjective of a town beside them."""
    return BesideTowns(
        before_town=re.compile(
            rf"(?:{_ADJECTIVE} )?{head}(?: {CAP})?(?:(?:,? für| der| des) (?!Stadt|Landeshauptstadt){CAP})? "
            r"(?:in |von |de |der Stadt |der Landeshauptstadt |des |der Region )?"
        ),
        behind_demonym=re.compile(rf" (?:{CAP}[ /])?{head}{_TAIL}(?! [\"„“»])"),
    )


def _heads_first(heads: str) -> Rows:
    """Return the patterns of names that begin with their head: "Amt für Kultur", "Museum Folkwang"."""
    named = rf"(?=[A-ZÄÖÜ])(?i:(?:[a-zäöü-]+)?(?:{heads}))(?!\w)"
    return (
        (
            "institution-phrase",
            rf"(?P<name>{named} (?:für (?:[a-zäöüß]+(?:e|en|er) )?|(?:der|des|zur|zum) ){CAP}"
            rf"(?:(?: und | & | der | für )(?:[a-zäöüß]+ )?{CAP})*)",
        ),
        (
            "institution-named",
            rf"(?P<name>{named} (?:St\. |Sankt )?{CAP}(?:-{CAP})*(?: & {CAP}| und {CAP} {CAP}| {CAP}| \d+)?)",
        ),
    )


def _compounds(compound: str) -> Rows:
    """Return the patterns of compounds behind an adjective or a hyphen.

    "Städtisches Museum", "Lions-Club".
    """
    head = _german_head(compound)
    return (
        (
            "institution-adjective",
            rf"(?<![.!?:\"„“»] )(?<!\n)(?P<name>(?!Kolleg(?:inn)?en|Freund(?:inn)?en|"
            rf"Partner(?:inn)?en)[A-ZÄÖÜ][\w-]+(?:e|en|es|er|em)"
            rf"(?<!straße)(?<!strasse)(?<!gasse)(?<!allee)(?<!brücke)(?<!woche) {head}{_TAIL})(?! [\"„“»])",
        ),
        (
            "institution-hyphen",
            rf"(?P<name>(?:(?:[A-Z]\. ?){{1,3}}-)?[A-ZÄÖÜ]\w+(?:-(?:von-|van-|de-|der-|vom-)?[A-ZÄÖÜ]\w+)*-"
            rf"(?i:{compound}|\w+(?:schule|gesellschaft|verein|museum|zentrum|gymnasium|institut|akademie|stiftung|"
            rf"bibliothek|archiv|theater|orchester|chor|klinik|komitee|kolleg)|society|club)"
            rf"(?: {CAP})?)(?!\w)",
        ),
    )


_GERMAN_FIXED = (
    (
        "institution-municipal",
        r"(?<=[mnrse] )(?P<name>Stadt(?:bücherei|bibliothek|archiv|museum|theater|werke)|"
        r"Volkshochschule)(?![\w-])",
    ),
    (
        "institution-short-head",
        rf"(?<![\w.-])(?P<name>(?:FH|PH|TU|HTL|HAK|HLW|HTW|IGS|KGS|BBS|BRG|ORG|VHS|IHK|PTS|OSZ|BSZ|FOS) "
        rf"(?!Der |Die |Das |In |Im ){CAP}(?:-{CAP})*)(?![\w-])",
    ),
    ("institution-foreign", _FOREIGN),
    ("institution-embassy", r"(?P<name>[a-zäöü]+ische[nr]? (?:Botschaft|Generalkonsulat|Konsulat))(?![\w-])"),
)
