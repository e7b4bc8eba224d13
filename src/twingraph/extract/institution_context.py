"""Names that no head tells from others: by the kind that stands before or behind them, by their people."""

from __future__ import annotations

from functools import lru_cache

from twingraph.extract.institution_patterns import CAP, Patterns, compiled

_RUN = (
    rf"{CAP}(?: (?:& |of |de |du |di |del |und (?=[A-ZÀ-Þ][\w-]+(?:[,.;)]| [a-z]))|y |et (?=[A-Z]))?"
    rf"{CAP}){{0,3}}"
)
"""Capital words in a row, with the small words that names hold."""

_GERMAN_KIND = (
    r"(?:Mälzerei|Gie(?:ß|ss)erei|Brauerei|Spinnerei|Weberei|Molkerei|Käserei|Spedition|Reederei|Werft|"
    r"\w*[Ff]abrik|Firma|Hersteller(?:in|s)?|Anbieters?|Betreiber(?:in|s)?|Dienstleisters?|Entsorgers?|"
    r"\w+(?:versorgers?|partners?)(?= [A-Z][a-z]+(?: [a-z]|[,.;]))|Buchhandlung|Druckerei|"
    r"\w*[Ss]oftwarehaus(?:es)?|\w*[Vv]erlag(?:s|es)?|(?:Architektur|Ingenieur|Planungs|Reise|Ingenieurs)büros?|"
    r"Caterers?|Spediteurs?|Zulieferers?|Automobilbauers?|Maschinenbauers?|Baukonzerns?|Bauträgers?|Vereins?|"
    r"\w+clubs?|"
    r"(?:Bau|Bus|Verkehrs|Tief|Transport|Wohnungs|Entsorgungs|Reinigungs|Abschlepp)unternehmens?|Autohaus(?:es)?|Modehaus(?:es)?|\w*[Mm]öbelhaus(?:es)?|(?:Rock|Punk|Big|Jazz|Blues)band|"
    r"(?:Tanz|Theater|Musik|Trachten|Volkstanz|Folklore)gruppe|Duos?|Trios?|Quartetts?|Ensembles?|"
    r"Hilfsorganisation|Organisation|Partnerschule|Kulturinitiative|Genossenschaft|"
    r"\w+[Hh]ersteller(?:s)?|Konzerns?|Unternehmens?)"
)
_FRENCH_KIND = (
    r"(?:conserverie|brasserie|fonderie|papeterie|verrerie|cristallerie|biscuiterie|confiserie|chocolaterie|"
    r"imprimerie|librairie|scierie|menuiserie|boulangerie|charpenterie|chaudronnerie|tannerie|tuilerie|"
    r"usine|entreprise|société(?: d[’']économie mixte)?|groupe(?: (?:folklorique|vocal|musical|de \w+))?|ONG|"
    r"opérateur|traiteur|concessionnaire|constructeur|club de \w+|troupe de \w+|"
    r"compagnie de \w+|firme|cabinet|bureau d[’']études|chantier naval|exploitant|prestataire|"
    r"transporteur|(?:auto)?cars|hébergeur|fournisseur|enseigne|troupe|fanfare|chorale|harmonie|batucada|compagnie)"
)
_ENGLISH_KIND = (
    r"(?:society|charity|choir|band|troupe|orchestra|ensemble|operator|contractor|brewer|manufacturer|developer|"
    r"(?:parking|bus|ferry|energy|business|insurance|media|training|software|logistics) "
    r"(?:operator|partner|company|firm|provider|supplier)|company|firm|non-?profit|organi[sz]ation|"
    r"social enterprise|engineering firm|dairy|distillery)"
)
_BODY = (
    r"(?:charity|museum|school|college|company|firm|club|society|choir|band|theatre|theater|hospital|"
    r"association|group|organi[sz]ation|centre|center|trust|non-?profit|institute|brewery|newspaper|orchestra|"
    r"foundation|university|agency|union|network|cooperative|consultancy|manufacturer|supplier|contractor|"
    r"operator|library|gallery|broadcaster|publisher|bakery|distillery|dairy|social enterprise)"
)
_LED = (
    r"(?:chair(?:man|woman|person)?|president|director|head|manager|secretary|treasurer|founder|principal|"
    r"head ?teacher|curator|conductor|coach|captain|leader|chief executive|spokes(?:man|woman|person)|"
    r"coordinator|co-?ordinator|co-founder|vice[- ]president|volunteers?|members?|musicians|players|runners|"
    r"teenagers|singers|riders|cyclists|dancers|pupils|students|staff|the people)"
)
_NOT = (
    r"(?!Mayor\b|Council(?:lor|man|woman)?\b|Cllr\b|Mrs?\b|Ms\b|Dr\b|Sir\b|Lord\b|Lady\b|Saint\b|St\b|God\b|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|Europe|Year)"
)

_GERMAN_CONTRACT = (
    r"\b\w*(?:[Vv]ertr(?:ag|ages|ags)|[Aa]uftrags?|[Kk]onzession|"
    r"[Vv]ergabe)\b(?: [a-zäöü][\w-]*| [A-ZÄÖÜ][a-zäöü]+ung"
    rf"){{0,4}}? (?:mit|an) (?P<name>(?!Die |Der |Das |Frau |Herrn |Dr){_RUN})(?=,|\. |;|\n| [a-zäöü])"
)
"""Whom a contract is made with: "Der Liefervertrag mit Solarwatt läuft bis 2027." """
_FRENCH_CONTRACT = (
    r"\b(?:contrat|marché|concession|délégation de service public|commande)\b(?: [a-zà-ÿ’'-]+){0,6}? "
    rf"(?:avec|à|par|auprès de) (?P<name>{_RUN})(?=,|\. |;|\n| [a-zà-ÿ(])"
)
_ENGLISH_CONTRACT = (
    r"\b(?:contract|tender|franchise|concession|lease|order)\b(?: [a-z][\w-]*|"
    r" [A-Z][a-z]+ (?:Street|Road|Avenue),?){0,9}? "
    rf"(?:with|to|from|by) (?P<name>{_NOT}{_RUN})(?=,|\. |;|\n| [a-z(])"
)
_FRENCH_VENUE = (
    rf"\b(?:à la |à l[’']|au |dans le |dans la )(?P<name>(?:Espace|Halle|Pavillon|Grange|Ferme|Villa|Salle) "
    rf"(?:aux |des |du |de la |de |d[’'])?{CAP}(?:[ -]{CAP})?)(?![\w-])"
)
_GERMAN_VENUE = (
    r"(?<=[im]m |ns )(?P<name>(?!(?:Rat|Kranken|Gast|Wirts|Stadt|Treppen|Stiegen|Kreis|Zeug|Schul|Wohn|Pfarr|"
    r"Gemeinde|Eltern|Bürger|Hoch|Vorder|Hinter|Neben|Forst|Bade|Boots|Vereins|Feuerwehr|Gewächs|Park|Auto|"
    r"Möbel|Mode|Kauf|Waren|Brau|Geburts|Lager|Frauen|Mehrfamilien|Einfamilien|Ferien|Land|Fach|Bauern|Holz|"
    r"Glas|Club|Opern|Konzert|Schauspiel|Lehr|Funk|Gottes|Herren|Kultur|Jugend|Kinder|Alten|Senioren|Pfleg|"
    r"Pflege|Gäste|Schützen|Tier|Tierschutz|Abgeordneten|Reihen|Doppel|Miets|Miet|Gemeinschafts|Regierungs|"
    r"Amts|Spritzen|Back|Toten|Vater|Trauer|Ärzte|Literatur|Festspiel|Schlacht|Kühl|Maschinen|Pump|Fest|Lust|"
    r"Literatur|Tanz|Theater|Volks|Gewerkschafts|Europa|Partner|Nachbar|Leucht|Wärter|Schul|Bahnhofs|Vogel)"
    r"haus)[A-ZÄÖÜ][a-zäöü]{2,}haus)(?![\w-])"
)
"""A house by its own name in which something takes place: "der Empfang im Gildehaus"."""
_ENGLISH_VENUE = (
    r"\b(?:at|in|toured|visited|inside|to) (?:the )?(?P<name>(?!(?:City|Town|Civic|Guild|"
    r"Village|Parish|County|"
    r"Old|Sports|Council|Masonic|Church|Mansion|Government|Opera|Court|State|White|Upper|Lower|Great|Manor|"
    rf"Community|Market|Memorial|Music|Concert|Royal Town|New|Great) (?:Hall|House)){_NOT}"
    r"(?:[A-Z][\w’'-]* (?:of )?){1,3}(?<!City )(?<!Town )(?<!Civic )"
    r"(?:Halls?|House|Centre|Center|Pavilion|Manor|Mill|Exchange|Arena|Inn|Hotel|Theatr))(?![\w-])"
)
"""Where a meal, a signing or a concert takes place, by its name: "at Abbot Hall"."""


@lru_cache(maxsize=4)
def context_patterns(language: str) -> Patterns:
    """Return the patterns of names that their surroundings show to be those of organisations."""
    if language == "de":
        return compiled(
            (
                "institution-behind-kind",
                rf"(?<![\w-]){_GERMAN_KIND} (?P<name>(?!Die |Der |Das ){_RUN}(?<!ung)(?<!heit)(?<!keit))"
                r"(?=,|\.(?: |\n|$)|;|\)| (?:in|aus|und|hat|hatte|ist|war|wird|mit|bei|zu|von|für|auf|über|"
                r"bis|läuft|spielte?|tritt|trat|gastierte?|sorgte|liefert|lieferte|fährt|fuhr|besteht|baut|baute|plant|"
                r"übernimmt|übernahm|erhielt|erhält|gewann|druckte?|stellte?|spendete?|organisierte?|lädt|lud|"
                r"sammelte?|half|hilft|gehört|feiert|feierte|kommt|kam|reiste?)\b)",
            ),
            ("institution-of-contract", _GERMAN_CONTRACT),
            ("institution-venue", _GERMAN_VENUE),
        )
    if language == "fr":
        return compiled(
            (
                "institution-behind-kind",
                rf"(?<![\w-]){_FRENCH_KIND} (?P<name>{_RUN})(?![\w-])",
            ),
            ("institution-of-contract", _FRENCH_CONTRACT),
            ("institution-venue", _FRENCH_VENUE),
        )
    return compiled(
        ("institution-behind-kind", rf"(?<![\w-]){_ENGLISH_KIND} (?P<name>{_NOT}{_RUN})(?![\w-])"),
        (
            "institution-before-kind",
            rf"(?<![\w’'-])(?P<name>{_NOT}(?:[A-ZÀ-Þ][a-z]+ of the )?(?:[A-ZÀ-Þ][\w’'-]*)"
            r"(?: (?:of |and |for )?[A-ZÀ-Þ][\w’'-]*){0,3}), "
            rf"(?:the|a|an|our|their|its) (?:[a-z][\w-]* ){{0,3}}{_BODY}\b",
        ),
        (
            "institution-of-people",
            rf"\b{_LED} (?:of|at|from|for) (?:the )?(?P<name>{_NOT}[A-ZÀ-Þ][\w’'-]*"
            r"(?: (?:of |and |for )?[A-ZÀ-Þ0-9][\w’'-]*){1,4})(?![\w-])",
        ),
        ("institution-of-contract", _ENGLISH_CONTRACT),
        ("institution-venue", _ENGLISH_VENUE),
    )
