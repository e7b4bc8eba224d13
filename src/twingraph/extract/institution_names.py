"""Normalised text -> words that may name an organisation, language by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from twingraph.extract.abbreviations import is_full_name
from twingraph.extract.cities import CityMention
from twingraph.extract.institution_context import context_patterns
from twingraph.extract.institution_english import english_names, english_patterns
from twingraph.extract.institution_french import french_patterns
from twingraph.extract.institution_kinds import kind_patterns
from twingraph.extract.institution_patterns import (
    CAP,
    Patterns,
    Rows,
    bare_patterns,
    compiled,
    heads_of,
    known_patterns,
)
from twingraph.extract.institution_towns import BesideTowns, names_beside_towns
from twingraph.extract.layout import Document
from twingraph.lexicon import Lexicon

_QUOTED = re.compile(r"[\"„“»«›‹]\s?(?P<name>[^\"„“”»«\n]{2,80}?)\s?[\"“”«»›‹]")

_ABBREVIATED = re.compile(r"\((?P<short>[A-ZÄÖÜ][\w.]*[A-Za-z]|[A-Z]{2,8})\)")

_CAMEL = re.compile(
    r"(?<![\w./-])(?:[A-Z]{2,}\.[A-Z]{2,}|(?!M(?:a?c)[A-Z]|(?:De|La|Le|Van|Di|"
    r"Fitz)[A-Z])[A-Z][a-zäöü]+[A-Z]\w+|[A-Z]{7,})(?![\w/]|\.[a-z])"
)

_GROUP = re.compile(
    r"\b(?:Band|Rockband|Gruppe|Tanzgruppe|Theatergruppe|Ensemble|Start-ups?|Firmen|Firma|Unternehmen|"
    r"Konzern|Agentur|Startups?|Kooperative|Genossenschaft|"
    r"companies|company|firms?|band|start-ups?|entreprises?|sièges? de|société|groupe|\w*[Mm]usik von)"
    r"(?:(?: [a-zäöü]+){0,2}: |[\s,]+)(?:die |der |das |the |namens |called |named |nommée? )?"
)

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

_NAME_RUN = re.compile(rf"{CAP}(?: {CAP})*")

_NEXT_OF_LIST = re.compile(r"(?:,| und| and| et)(?: die| the| d[’']| de)? ?")


@dataclass(frozen=True, slots=True)
class InstitutionMention:
    """A named organisation; ``city`` is the GeoNames id of its town where the words around say one."""

    start: int
    end: int
    name: str
    city: int | None
    rule: str


def find_institution_names(
    document: Document, lexicon: Lexicon, cities: list[CityMention]
) -> Iterator[InstitutionMention]:
    """Yield what looks like the name of an organisation, the surest kinds first; they may overlap."""
    yield from _abbreviated(document)
    yield from _named(document, known_patterns(lexicon, document.release.language))
    yield from _named(document, kind_patterns(lexicon, document.release.language))
    yield from _spelled(document)
    if document.release.language == "de":
        yield from _german(document, lexicon, cities)
    elif document.release.language == "en":
        yield from _english(document, lexicon)
    else:
        yield from _french(document, lexicon)
    yield from _named(document, bare_patterns(lexicon, document.release.language))
    yield from _listed(document)
    yield from _named(document, context_patterns(document.release.language))


def _named(
    document: Document, patterns: Iterable[tuple[str, re.Pattern[str]]]
) -> Iterator[InstitutionMention]:
    """Yield what the group "name" of each (rule, pattern) finds."""
    for rule, pattern in patterns:
        for match in document.finditer(pattern):
            yield InstitutionMention(match.start("name"), match.end("name"), match["name"], None, rule)


def _abbreviated(document: Document) -> Iterator[InstitutionMention]:
    """Yield full names whose abbreviation follows in brackets.

    "Servicestelle Kommunen in der Einen Welt (SKEW)".
    """
    for match in document.finditer(_ABBREVIATED):
        sentence = document.sentences[document.sentence_at(match.start())]
        before = document.text[sentence.start : match.start()].rstrip()
        starts = [w.start() for w in re.finditer(rf"(?<![\w-]){CAP}", before)][-9:]
        start = next((s for s in reversed(starts) if is_full_name(match["short"], before[s:])), None)
        if start is not None:
            first, last = sentence.start + start, sentence.start + len(before)
            yield InstitutionMention(first, last, before[start:], None, "institution-abbreviation")


def _german(document: Document, lexicon: Lexicon, cities: list[CityMention]) -> Iterator[InstitutionMention]:
    """Yield German names: a head before a name (Museum X), or a compound (Stadtmuseum) beside a town."""
    german = _german_patterns(lexicon)
    yield from _named(document, german.offices)
    yield from _named(document, german.quoted)
    for rule, start, end in names_beside_towns(document, german.beside, cities):
        yield InstitutionMention(start, end, document.text[start:end], None, rule)
    yield from _named(document, german.others)


@dataclass(frozen=True)
class _German:
    """The patterns of German names, in the order in which they are tried."""

    offices: Patterns
    quoted: Patterns
    beside: BesideTowns
    others: Patterns


@lru_cache(maxsize=4)
def _german_patterns(lexicon: Lexicon) -> _German:
    compound = heads_of(lexicon, "compound")
    head = _german_head(compound)
    others = (*_heads_first(heads_of(lexicon, "named")), *_compounds(compound), *_GERMAN_FIXED)
    quoted = ("institution-quoted", rf"(?:[\w-]+ und )?{head} {_QUOTED.pattern}")
    return _German(compiled(*_GERMAN_OFFICES), compiled(quoted), _beside_towns(head), compiled(*others))


def _german_head(compound: str) -> str:
    """Return the pattern of a compound noun whose last part is a head: Stadtmuseum, Louise-Otto-Gymnasium."""
    prefix = r"(?:[A-ZÄÖÜ][\w]*-(?:(?:von-|van-|de-|der-|vom-)?[A-ZÄÖÜ]\w*-)*)?"
    return (
        rf"(?=[A-ZÄÖÜ]){prefix}(?i:(?:[a-zäöü]+(?:- und [a-zäöü]+)?)?"
        rf"(?:{compound}|katastrophenschutz))(?!\w)"
    )


_TAIL = rf"(?: (?:am|im|an der|auf|in der|zum|zur) {CAP})?"

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


def _english(document: Document, lexicon: Lexicon) -> Iterator[InstitutionMention]:
    """Yield English names, which end in their head or have "of" or "for" behind it."""
    for mention in _named(document, english_patterns(lexicon)):
        for start, name in english_names(mention.name, lexicon):
            first = mention.start + start
            yield replace(mention, start=first, end=first + len(name), name=name)


def _french(document: Document, lexicon: Lexicon) -> Iterator[InstitutionMention]:
    """Yield French names, which begin with their head; "une brasserie de Lille" names none."""
    for mention in _named(document, french_patterns(lexicon)):
        before = document.text[max(0, mention.start - 24) : mention.start]
        if not (mention.name[0].islower() and _ANY_OF_ITS_KIND.search(before)):
            yield mention


_ANY_OF_ITS_KIND = re.compile(
    r"\b(?:une?|des|deux|trois|quatre|plusieurs|quelques|chaque|aucune?|autres?|comme) (?:[a-zà-ÿ]+ )?$",
    re.I,
)


def _spelled(document: Document) -> Iterator[InstitutionMention]:
    """Yield names that their spelling gives away (NRW.INVEST, DigiHub)."""
    found = (_CAMEL.finditer(document.text, start, end + 2) for start, end in document.chunks(_is_spelled))
    for match in chain.from_iterable(found):
        words = document.words(document.sentences[document.sentence_at(match.start())])
        behind_word = document.text[max(0, match.start() - 2) : match.start() - 1].islower()
        shouted = match.group().isupper() and not behind_word
        if sum(c.islower() for c in words) > len(words) / 3 and not shouted:
            yield InstitutionMention(match.start(), match.end(), match.group(), None, "institution-spelling")


def _is_spelled(word: str) -> bool:
    """True for words with a capital letter amid them."""
    return not word.istitle() and _CAPITAL_AMID.search(word) is not None


_CAPITAL_AMID = re.compile(r"[A-Za-zäöü][A-Z]")


def _listed(document: Document) -> Iterator[InstitutionMention]:
    """Yield the names listed behind "Band", "Start-ups", "sièges de"."""
    for cue in document.finditer(_GROUP):
        position = cue.end()
        while name := _NAME_RUN.match(document.text, position):
            yield InstitutionMention(name.start(), name.end(), name.group(), None, "institution-group")
            more = _NEXT_OF_LIST.match(document.text, name.end())
            if not more:
                break
            position = more.end()
