"""Names that follow one fashion in all languages: sports clubs, newspapers, letterheads, foreign heads."""

from __future__ import annotations

from functools import lru_cache

from twingraph.extract.institution_patterns import CAP, Patterns, Rows, compiled, heads_of
from twingraph.lexicon import Lexicon

_CLUB = (
    r"(?<![\w.-])(?P<name>(?:1\. )?(?:TSV|SV|FC|VfB|VfL|VfR|TuS|SpVgg|TSG|ASV|MTV|FSV|ESV|DJK|SpVg|KSV|SSV|"
    r"ATSV|HSG|JSG|"
    r"USC|AFC|RFC|GKS|MKS|RSV|BSG|ASKÖ|UFC|EHC|EC|KSC|OSC|TTC|HSV|BSC|MSV|RC|SC|U\. S\.|A\. ?S\.|F\. ?C\.|"
    r"A\. ?C\.|AC)"
    rf" (?:\d{{2,4}} )?(?:St\. )?{CAP}(?: \d{{2,4}}| {CAP})?)(?![\w-])"
)
_CLUB_BEHIND = (
    r"(?<![\w.-])(?P<name>[A-ZÄÖÜ][\w-]+er (?:SV|TSV|FC|SC|VfB|VfL|TV|TuS|AC|SK|FK|BC|HC|RC|EV|Turnerbund|"
    r"Ruderclub|Sportclub|Schachclub))(?![\w-])"
)
_FRENCH_CLUB = (
    rf"(?<![\w.-])(?P<name>(?:AS|US|ASD|AC|ES|CS|SCO|Racing [Cc]lub|Stade|Olympique|Étoile sportive|"
    rf"Union sportive|"
    rf"Amicale laïque) (?:de |d[’']|du )?{CAP}(?:-{CAP})*)"
)

_NEWSPAPERS = {
    "de": r"(?<![\w-])(?P<name>[A-ZÄÖÜ][\w-]+(?:er|e|en|r|s|-) (?:Zeitung|Nachrichten|Anzeiger|Tagblatt|"
    "Tageblatt|Rundschau|"
    r"Kurier|Volksblatt|Allgemeine Zeitung|Kreisblatt|Stadtanzeiger|Wochenblatt|Morgenpost|"
    r"Abendblatt))(?![\w-])",
    "en": rf"(?<![\w-])(?P<name>(?:(?!The ){CAP} ){{1,3}}(?:Courier|Gazette|Herald|Tribune|Chronicle|"
    "Observer|"
    r"Advertiser|Mercury|Sentinel|Examiner|Journal|Argus|Daily News|Echo|Evening Post))(?![\w-])",
    "fr": r"(?<![\w-])(?:L[’']|Le |La |Les )(?P<name>(?:Écho|ÉCHO|Courrier|COURRIER|Journal|JOURNAL|"
    "Progrès|Dépêche|Voix|"
    r"VOIX|Gazette|Nouvelliste|Républicain|Dauphiné|Télégramme|Éveil|Messager|Quotidien)"
    r"(?i: (?:du |de la |de l[’']|des |de |d[’'])?)[A-ZÀ-Þ][\w’-]+)",
}

_SHOUTED_ENDS = (
    r"COMMISSION|COMMITTEE|ASSOCIATION|SOCIETY|NETWORK|FOUNDATION|TRUST|SISTER CITIES|CHAMBER OF COMMERCE|"
    r"UNIVERSITY|"
    r"COLLEGE|SCHOOL|MUSEUM|LIBRARY|ORCHESTRA|COURIER|GAZETTE|HERALD|TRIBUNE|CHRONICLE|OBSERVER|ADVERTISER|"
    r"MERCURY|"
    r"SENTINEL|EXAMINER|JOURNAL|ALLIANCE|PARTNERSHIP|CLUB|CHOIR|VEREIN|STIFTUNG|HOCHSCHULE|UNIVERSITÄT|"
    r"GYMNASIUM|"
    r"FREUNDESKREIS|KLINIKUM"
)
_LETTERHEAD = (
    rf"(?<![^\n])(?P<name>(?:[A-ZÀ-Þ][A-ZÀ-Þ’'.-]+ |& ){{1,5}}(?:{_SHOUTED_ENDS}))(?= ?(?:[,|–(-]|\n|$))"
)
"""The first lines of a release give the sender in capitals."""

_FRENCH_ABROAD = (
    rf"(?<![\w-])(?P<name>(?:{CAP} )?Comité de [Jj]umelage(?: (?:de |d[’'])?{CAP})?|(?:{CAP}"
    rf" )?Comite de Jumelage|"
    r"(?:Lycée|Collège|École|Musée|Université|Hôpital|Métropole|Association|Amicale|Conservatoire|Théâtre|"
    r"Office|"
    r"Harmonie|Chorale|Cercle|Chambre|Conseil|Maison|Fondation|Médiathèque|Bibliothèque|Centre|Clinique|"
    r"Institut|"
    r"Orchestre)(?: [A-Zà-ÿ][a-zà-ÿ]+){0,2}? "
    rf"(?:de la |de l[’']|du |des |de |d[’']){CAP}(?:[ -]{CAP})*|Les Amis (?:de |du |d[’']|des ){CAP}|"
    rf"(?:Lycée|Collège) {CAP}(?: {CAP})?)"
)
_GERMAN_ABROAD = (
    r"(?<![\w-])(?P<name>(?:[A-ZÄÖÜ][a-zäöüß]+er "
    r")?[A-ZÄÖÜ][a-zäöüß]{2,}(?:-[A-ZÄÖÜ][a-zäöüß]+)*-?[a-zäöüßCOMVGHT]?"
    r"(?:orchester|chor|verein|gymnasium|hochschule|stiftung|gesellschaft|philharmoniker|sinfoniker|bibliothek|"
    r"akademie|klinikum|theater|schauspielhaus|opernhaus|kapelle|sparkasse)|"
    r"[A-ZÄÖÜ][a-zäöüß]+er (?:Philharmoniker|Symphoniker|Sinfoniker|Kammerorchester|Universität|Messe|Dom)|"
    rf"(?:{CAP}-)*(?:Gymnasium|Realschule|Gesamtschule|Volkshochschule|Hochschule|"
    rf"Stadtwerke|Sparkasse|"
    r"Freundeskreis|Partnerschaftsverein|Städtepartnerschaftsverein|Förderverein|Musikschule|Stadtmuseum|"
    r"Stadtarchiv|"
    rf"Stadttheater|Stiftung|Verkehrsverbund|Universität|Rathaus-Chor|Musikverein|"
    rf"Feuerwehr)(?: {CAP})?)(?![\w-])"
)


@lru_cache(maxsize=8)
def kind_patterns(lexicon: Lexicon, language: str) -> Patterns:
    """Return the patterns of names that look alike whatever the language of the text around them."""
    rows: Rows = (
        ("institution-letterhead", _LETTERHEAD),
        ("institution-county", rf"(?<![\w-])(?P<name>{heads_of(lexicon, 'county')})(?=(?:e?s)?(?![\w-]))"),
        ("institution-club", _CLUB),
        ("institution-club", _CLUB_BEHIND),
        ("institution-newspaper", _NEWSPAPERS[language]),
        ("institution-association", _registered()),
    )
    if language == "fr":
        rows += (("institution-club", _FRENCH_CLUB),)
    else:
        rows += (("institution-french", _FRENCH_ABROAD),)
    if language == "de":
        rows += _german(heads_of(lexicon, "alone"))
    else:
        rows += (("institution-german", _GERMAN_ABROAD),)
    return compiled(*rows)


def _registered() -> str:
    """Return the pattern of what stands before "e. V."."""
    return rf"(?<![\w-])(?P<name>{CAP}(?: (?:& |und |für |der |des |von |in )?{CAP}){{0,4}})(?=,? e\. ?V\.)"


def _german(alone: str) -> Rows:
    """Return the pattern of compounds that are names by themselves: "in der Johanneskirche"."""
    return (("institution-alone", rf"(?<=[a-zäöüß,] )(?P<name>(?=[A-ZÄÖÜ])(?i:{alone}))(?![\w-])"),)
