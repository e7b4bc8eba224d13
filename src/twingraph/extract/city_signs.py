"""Candidates -> those that the text treats as towns, by the words around them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from twingraph.extract.city_choice import country_code
from twingraph.extract.city_frames import framed_starts
from twingraph.extract.city_guards import COUNCIL_BEFORE, is_anothers_name
from twingraph.extract.city_lists import KNOWN, SMALL, TOWNLET, with_listed
from twingraph.extract.city_names import Candidate
from twingraph.extract.country_signs import is_behind_adjective, names_country
from twingraph.extract.layout import Document
from twingraph.lexicon import Gazetteer, Lexicon

_TOWN_BEFORE = re.compile(
    r"(?:(?i:partnerschaft|freundschaft|vertrag|abkommen|vereinbarung|jumelage|partenariat|twinning|"
    r"twinned|partnership|agreement|verschwistert)\w* "
    r"(?:mit|avec|with) |\b(?:Stadt|Städte|Gemeinde|Gemeinden|Hauptstadt|Landeshauptstadt|Partnerstadt|"
    r"Partnerstädten?|Partnergemeinden?|Partnerkommunen?|"
    r"[A-ZÄÖÜ][a-zäöüß]{2,}stadt|Metropole|Kommunen?|Ort|Ortschaft|"
    r"Marktgemeinde|Schwesterstadt|Freundschaftsstadt|"
    r"[Cc]ity of|[Tt]own of|village of|cities of|towns of|mayors? of|sister city|twin town|partner city|"
    r"borough of|"
    r"STADT|STADTGEMEINDE|GEMEINDE|MARKTGEMEINDE|LANDESHAUPTSTADT|CITY OF|TOWN OF|VILLE DE|COMMUNE DE|"
    r"COMUNE DI|"
    r"Stadtgemeinde|Gemeindeblatt|[Cc]omune di|"
    r"[Vv]illes? (?:jumelle )?de|villes? d[’']|communes? de|maires? de|maires? d[’']|mairie de|jumelage avec|"
    r"(?:Ober)?[Bb]ürgermeister(?:in|s)? (?:von|der Stadt|aus)) )$"
)

_PLACE_PREPOSITION = re.compile(
    r"\b(?:[Ii]n|[Nn]ach|[Aa]us|[Vv]on|[Zz]wischen|bei|über|[Mm]it|[Zz]u|um|and|und|sowie|et|[Ff]rom|to|"
    r"of|near|"
    r"[Bb]etween|[Ww]ith|outside|at|à|À|a|de|[Aa]vec|vers|[Ee]ntre|depuis|en|for|für|après|outre|sans|"
    r"neben|außer|ohne|gegen|after|besides|unlike|sauf|hormis)"
    r" $|[dD][’']$|(?:[A-ZÄÖÜ][\w-]+, |/|–|-| · )$",
)

_STRICT_PREPOSITION = re.compile(r"\b(?:in|nach|aus|zwischen|from|near|between|à|bei|aus|of|visited|vers) $")

_THING_AFTER = re.compile(
    r"^[ -](?:Ring|Straße|Str\.|Strasse|Allee|Platz|Tor|Weg|Damm|Chaussee|Brücke|Ufer|Kreuz|Street|"
    r"Road|Avenue|Lane|Way|Drive|Würstchen|Schnitzel|[Rr]egion|oblast|province|prefecture|Prefecture|"
    r"Oblast|Voivodeship|Governorate|"
    r"Hall(?! of\b)|Labs?|Laborator(?:y|ies)|Institute|Theatre|Theater|Park|House|Station|"
    r"Hotel|Terminal|Building|Tower|Arms|Stadium|Arena|Pier|"
    r"Times|Herald|Gazette|Chronicle|Courier|Advertiser|Mercury|Observer|Telegraph|Anzeiger|Zeitung|Tagblatt|"
    r"Tageblatt|Nachrichten|Kurier|Rundschau|Wochenblatt)\b"
)

_DETERMINED = re.compile(
    r"\b(?:(?i:der|die|das|des|dem|den|eine?[nrms]?|zum|zur|beim|im|am|vom|keine?|viel|the|an?|le|la|les|"
    r"une?|du)|[a-zäöü]+e[nrsm]?) $"
)

_OFTEN = 3
"""How often a name stands in a release with it in the title, for it to be a town's and not its region's."""
_SURE = 2.5
"""How clear it must be that a name is a town's and not its region's."""
_METROPOLIS = 1_500_000
"""People of a town that is meant whatever else its name means."""


def accept_candidates(
    document: Document, candidates: list[Candidate], gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Candidate]:
    """Keep the candidates that the text treats as towns.

    A name that is an everyday word, or a small town, needs a sign somewhere in the release: a word such as
    "Stadt" before it, a preposition of place, a country code after it, its people named elsewhere.
    """
    named = [c for c in candidates if c.form in ("name", "genitive")]
    framed = framed_starts(document)
    signs: dict[str, float] = defaultdict(float)
    for c in named:
        signs[c.name] += 2.0 if c.start in framed else _sign(document, c, gazetteer, lexicon)
    peopled = {i for c in candidates if c.form == "demonym" for i in c.ids}
    for name, ids in {c.name: c.ids for c in named}.items():
        signs[name] += not peopled.isdisjoint(ids)
    counts = Counter(c.name for c in named)
    kept: list[Candidate] = []
    doubtful: list[Candidate] = []
    for c in named:
        if not is_anothers_name(document, c, lexicon) and not _THING_AFTER.match(
            document.text[c.end : c.end + 14]
        ):
            sure = _is_town(document, c, signs[c.name], counts[c.name], gazetteer, lexicon)
            (kept if sure else doubtful).append(c)
    return with_listed(document.text, kept, doubtful, gazetteer)


def _sign(document: Document, candidate: Candidate, gazetteer: Gazetteer, lexicon: Lexicon) -> float:
    """Return how clearly the words around say that this is a town: 2 for sure, 1 likely, 0 nothing."""
    first = max(0, candidate.start - 40)
    before = document.text[first : candidate.start]
    after = document.text[candidate.end : candidate.end + 12]
    line = max(first, document.text.rfind("\n", first, candidate.start) + 1)
    if document.search_in(_TOWN_BEFORE, line, candidate.start) and before.strip():
        return 2.0
    council = document.search_in(COUNCIL_BEFORE, first, candidate.start)
    if country_code(after) or is_behind_adjective(before, lexicon) or council:
        return 2.0
    behind = document.text[candidate.end : candidate.end + 40]
    if _OWN_COUNCIL.match(behind):
        return 2.0
    if names_country(behind, lexicon) or _APPOSITION.match(behind):
        return 2.0
    if _ADJECTIVE_BEFORE.search(before) or _is_among_twins(document, candidate, _TWINS):
        return 1.0
    if _STRICT_PREPOSITION.search(before) or _is_dateline(document, candidate):
        return 1.0
    placed = bool(_PLACE_PREPOSITION.search(before)) or (
        candidate.form == "genitive" and _owns(document, candidate)
    )
    telling = len(candidate.name) >= _TELLING and candidate.is_main_name(gazetteer)
    bound = telling and _is_among_twins(document, candidate, _BONDS)
    return 0.5 * placed + 0.5 * (bound and candidate.name not in lexicon.regions)


_OWN_COUNCIL = re.compile(r" (?:City|Town|Borough|Parish|Village|Municipal) (?:Council|Hall)\b")
_APPOSITION = re.compile(
    r", (?:(?:eine?[rmn]?|der|die|the|an?|une|la|le) )?(?:[a-zäöüßéè-]+ ){0,2}(?:Stadt|Kleinstadt|"
    r"Großstadt|Hafenstadt|"
    r"Gemeinde|Dorf|Städtchen|Ort|[Kk]reisstadt|town|city|village|port|municipality|ville|bourg|"
    r"bourgade|village|"
    r"commune|cité|port)\b"
)
"""What is said of a town right behind its name: "Dolgellau, bourg de 2 700 âmes"."""

_ADJECTIVE_BEFORE = re.compile(r"\b(?:mit|in|aus|nach|von) (?:dem|der) [a-zäöüß]+en $")
_TWINS = re.compile(
    r"befreundet|verschwistert|[Pp]artnerstadt|[Ss]tädtepartnerschaft|twinned|sister cit|jumelé|ville jumelle"
)
_BONDS = re.compile(
    r"[Pp]artner(?:städt|gemeinde|kommune|schaft)|[Ff]reundschaft|\b[Tt]win|[Ss]ister[- ](?:cit|town)|jumel|"
    r"amitié|villes? amie"
)


def _is_among_twins(document: Document, candidate: Candidate, words: re.Pattern[str]) -> bool:
    """True where one of the *words* for twin towns stands within reach in the same sentence."""
    sentence = document.sentences[document.sentence_at(candidate.start)]
    start, end = max(sentence.start, candidate.start - 80), min(sentence.end, candidate.end + 80)
    return candidate.form == "name" and words.search(document.text, start, end) is not None


_DATELINE_END = re.compile(r"(?:\.| [–—]|, (?:le )?\d)[ \n]")


def _is_dateline(document: Document, candidate: Candidate) -> bool:
    """True for a town at the start of a paragraph, set apart by a full stop or a dash: "Gera. Am Montag"."""
    starts = document.block_at(candidate.start).start == candidate.start
    return starts and _DATELINE_END.match(document.text, candidate.end) is not None


_FRENCH_BODY = (
    r"(?:[Vv]ille|[Cc]ommune|[Mm]airie|[Mm]aires?|municipal|communal|[Hh]abitants|[Cc]onseil) (?:de |d[’'])"
)


def _is_french_name(document: Document, candidate: Candidate) -> bool:
    """True for an everyday word that the release gives a body of a town: "bulletin municipal de Vitré"."""
    if document.release.language != "fr" or candidate.form != "name":
        return False
    return re.search(rf"\b{_FRENCH_BODY}{re.escape(candidate.name)}\b", document.text) is not None


_SMALL_BEFORE = re.compile(r"(?:^|[\s’'(])(?:to|in|from|near|à|vers|entre|between) $")
_MONTHS = frozenset({"March", "May", "August"})
_HOUSE_BEHIND = re.compile(
    r"(?: (?!City|Town|Borough|County|District)[A-Z][\w’'-]+){1,2} (?:College|School|Church|"
    r"Hospital|Chapel|Academy)\b"
)
_CANTON = re.compile(r"(?:Kantone?n?|[Cc]antons?) (?:of |de |du |d[’'])?[A-ZÀ-Þ]")
_CAPITAL_BEHIND = re.compile(r"[ -][A-ZÀ-Þ]")


def _is_written_as_name(document: Document, candidate: Candidate) -> bool:
    """True where no everyday word has a capital letter: behind a small word, in English and French."""
    if document.release.language == "de" or candidate.form != "name" or candidate.name in _MONTHS:
        return False
    small = document.search_in(_SMALL_BEFORE, candidate.start - 9, candidate.start)
    return small is not None and _CAPITAL_BEHIND.match(document.text, candidate.end) is None


def _is_town(
    document: Document, candidate: Candidate, sign: float, count: int, gazetteer: Gazetteer, lexicon: Lexicon
) -> bool:
    """True where the signs for a name, given *count* times, outweigh what else its words may mean."""
    population = candidate.population(gazetteer)
    main = candidate.is_main_name(gazetteer)
    determined = _DETERMINED.search(document.text[max(0, candidate.start - 24) : candidate.start]) is not None
    if candidate.name in lexicon.first_names and _HOUSE_BEHIND.match(document.text, candidate.end):
        return False  # "of Mary Immaculate College"
    if _CANTON.match(document.text, candidate.start):
        return False  # "der Kanton Thurgau" is no Guangzhou
    if not determined and _issues(candidate.name, document.release.issuer or ""):
        return True
    if len(candidate.name) < 4:
        word = document.release.language in gazetteer.common.get(candidate.name, ())
        if determined and word and _sign(document, candidate, gazetteer, lexicon) < 1:
            return False  # "auf dem Hof"
        known = sign >= 1 and population >= KNOWN
        return sign >= 2 or known or candidate.name in (document.release.issuer or "").split()
    languages = gazetteer.common.get(candidate.name, ())
    everyday = document.release.language in languages or (determined and bool(languages))  # "das Derby"
    everyday = everyday and not (population >= SMALL and _is_written_as_name(document, candidate))
    if everyday and population < _METROPOLIS and not _is_french_name(document, candidate):
        here = _sign(document, candidate, gazetteer, lexicon)
        if not main and candidate.name not in gazetteer.exonyms:
            return here >= 2  # "Kate Rolfe (Chair)" is no part of Skopje
        verb = document.release.language == "de" and len(candidate.name) >= _TELLING and here > 0
        rather = verb and not determined and _OBJECT_BEHIND.match(document.text, candidate.end) is None
        return (sign >= 2 and (here > 0 or not determined)) or (population >= KNOWN and (here >= 1 or rather))
    if candidate.name in lexicon.regions and population < KNOWN:
        titled = candidate.name.lower() in (document.release.title or "").lower()
        return sign >= _SURE or (titled and main and count >= _OFTEN and document.release.language == "en")
    if candidate.name in gazetteer.exonyms or " " in candidate.name:
        return True
    if candidate.name in lexicon.first_names:
        return sign >= 2 or (sign >= 1 and main)
    if not main:
        foreign = len(candidate.ids) == 1 and len(candidate.name) >= _TELLING and sign >= _LIKELY
        return sign >= 2 or ((sign >= 1 or foreign) and population >= SMALL)
    named_enough = sign >= 0.5 and (count > 1 or population >= TOWNLET)
    owns = candidate.form == "genitive" and _owns(document, candidate)
    known = population >= SMALL or sign >= 1 or named_enough or owns
    return known or _is_telling(candidate, population, lexicon)


_OBJECT_BEHIND = re.compile(r" (?:der|des|von|eine[rs]|und [a-zäöüß]+en\b)")
"""What follows a verb written as a noun: "mit Erlangen der Mündigkeit"; a town stands alone."""

_OWNED_BEHIND = re.compile(r"s (?:[a-zäöüß-]+ )?[A-ZÄÖÜ(„]")
_OWNED_BEFORE = re.compile(r"[A-ZÄÖÜ][\wäöüß-]+ $")


def _owns(document: Document, candidate: Candidate) -> bool:
    """True for a genitive that belongs to a noun: "Jenas Partnerstadt", not "Damals kamen alle"."""
    behind = _OWNED_BEHIND.match(document.text, candidate.end)
    return bool(behind or document.search_in(_OWNED_BEFORE, candidate.start - 30, candidate.start))


_TELLING = 6
_SHORT = 3
_MUNICIPAL = re.compile(
    r"(?:stadt|gemeinde|blatt|markt|verwaltung|ville|commune|mairie|city|town|village)(?: der| de| du| of)?"
    r"(?: (?:Stadt|Gemeinde))? $",
    re.I,
)
"""What an issuer is called before its town."""


def _issues(name: str, issuer: str) -> bool:
    """True for the town of the issuer: "Marktgemeinde Lauterach"."""
    at = issuer.find(name) if len(name) > _SHORT else -1
    ends = issuer[at + len(name) : at + len(name) + 1] in ("", " ")
    return at > 0 and ends and _MUNICIPAL.search(issuer, 0, at) is not None


_LIKELY = 0.5
"""Sign of a preposition: enough for a long name of one town alone, spelled as another language does."""


def _is_telling(candidate: Candidate, population: int, lexicon: Lexicon) -> bool:
    """True for a name that hardly means anything but its town: long, no surname, or of several parts."""
    name = candidate.name
    if name in lexicon.regions or name in lexicon.states:
        return False
    parts = name.count("-") > 1 or "-en-" in name or "-sur-" in name
    return parts or (len(name) >= _TELLING and population >= TOWNLET and name not in lexicon.surnames)
