"""Normalised text -> words that may name an organisation, language by language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import Document
from twingraph.lexicon import Lexicon

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’]*(?:-[\w’]+)*"

_QUOTED = re.compile(r"[\"„“»«›‹]\s?(?P<name>[^\"„“”»«\n]{2,80}?)\s?[\"“”«»›‹]")

_ABBREVIATED = re.compile(r"\((?P<short>[A-ZÄÖÜ][\w.]*[A-Za-z]|[A-Z]{2,8})\)")

_CAMEL = re.compile(r"(?<![\w./-])(?:[A-Z]{2,}\.[A-Z]{2,}|[A-Z][a-zäöü]+[A-Z]\w+|[A-Z]{7,})(?![\w/]|\.[a-z])")

_GROUP = re.compile(
    r"\b(?:Band|Rockband|Gruppe|Tanzgruppe|Theatergruppe|Ensemble|Start-ups?|Firmen|Firma|Unternehmen|"
    r"Konzern|Agentur|Startups?|"
    r"companies|company|firms?|band|start-ups?|entreprises?|sièges? de|société|groupe|\w*[Mm]usik von)"
    r"(?:(?: [a-zäöü]+){0,2}: |[\s,]+)(?:die |der |das |the )?"
)

_FOREIGN = re.compile(
    r"(?<![\w-])(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{3,} (?:de|di|da|do|du|dos|del|della|dei|d[’'])"
    r"(?: la| los| las| l[’'])? ?[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?)"
)

_NAME_RUN = re.compile(rf"{_CAP}(?: {_CAP})*")


@dataclass(frozen=True, slots=True)
class InstitutionMention:
    """A named organisation; ``city`` is the GeoNames id of its town where its name or the words beside it say one."""

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
    yield from _spelled(document)
    if document.release.language == "de":
        yield from _german(document, lexicon, cities)
    elif document.release.language == "en":
        yield from _english(document, lexicon)
    else:
        yield from _french(document, lexicon)
    yield from _listed(document)


@dataclass(frozen=True)
class Heads:
    """Compiled patterns over the heads of institutions' names."""

    compound: str
    named: str
    ends: str
    of: str
    begins: str


@lru_cache(maxsize=4)
def _heads(lexicon: Lexicon) -> Heads:
    def joined(kind: str) -> str:
        return "|".join(c.pattern for c in lexicon.institutions if c.values[0] == kind)

    return Heads(joined("compound"), joined("named"), joined("ends"), joined("of"), joined("begins"))


def _abbreviated(document: Document) -> Iterator[InstitutionMention]:
    """Yield full names whose abbreviation follows in brackets: "Servicestelle Kommunen in der Einen Welt (SKEW)"."""
    for match in _ABBREVIATED.finditer(document.text):
        short = match["short"]
        sentence = document.sentences[document.sentence_at(match.start())]
        before = document.text[sentence.start : match.start()].rstrip()
        starts = [w.start() for w in re.finditer(rf"(?<![\w-]){_CAP}", before)][-9:]
        for start in reversed(starts):
            name = before[start:]
            if " " in name and "," not in name and _abbreviates(short, name):
                yield InstitutionMention(
                    sentence.start + start,
                    sentence.start + len(before),
                    name,
                    None,
                    "institution-abbreviation",
                )
                break


def _abbreviates(short: str, name: str) -> bool:
    """True where the letters of *short* come in order in *name*, the first one first.

    >>> _abbreviates("SKEW", "Servicestelle Kommunen in der Einen Welt"), _abbreviates("CZ", "Jablonec nad Nisou")
    (True, False)
    """
    letters = [c for c in short.lower() if c.isalpha()]
    initials = "".join(w[0] for w in re.findall(r"[A-ZÄÖÜÉa-zäöüé]\w+", name) if w[0].isupper()).lower()
    if len(letters) < 3 or not name.lower().startswith(letters[0]) or len(initials) < 2:
        return False
    position = 0
    for letter in letters:
        position = name.lower().find(letter, position) + 1
        if not position:
            return False
    return all(i in letters for i in initials)


def _german(document: Document, lexicon: Lexicon, cities: list[CityMention]) -> Iterator[InstitutionMention]:
    heads, text = _heads(lexicon), document.text
    towns = (
        "|".join(
            sorted({re.escape(c.name) for c in cities if c.form != "demonym"}, key=lambda n: (-len(n), n))
        )
        or "(?!)"
    )
    demonyms = (
        "|".join(
            sorted({re.escape(c.name) for c in cities if c.form == "demonym"}, key=lambda n: (-len(n), n))
        )
        or "(?!)"
    )
    head = (
        rf"(?:[A-ZÄÖÜ][\w]*-(?:[A-ZÄÖÜ]\w*-)*)?(?i:(?:[a-zäöü]+(?:- und [a-zäöü]+)?)?"
        rf"(?:{heads.compound}|katastrophenschutz))"
    )
    head = rf"(?=[A-ZÄÖÜ]){head}(?!\w)"
    named = rf"(?=[A-ZÄÖÜ])(?i:(?:[a-zäöü-]+)?(?:{heads.named}))(?!\w)"
    tail = rf"(?: (?:am|im|an der|auf|in der|zum|zur) {_CAP})?"
    patterns = (
        (
            "institution-name-head",
            rf"(?<=[\s(])(?P<name>{_CAP} {_CAP} (?:Museum|Stiftung|Theater|Institut|Orchester))(?!\w)",
        ),
        (
            "institution-department",
            rf"(?P<name>(?:[A-ZÄÖÜ]\w*(?:abteilung|bereich)|Abteilung|Amt|Referat|Dezernat|Ausschuss) "
            rf"(?:für )?{_CAP}-?(?:(?:, {_CAP}-?)* und (?:[a-zäöü]+ )?{_CAP})?)",
        ),
        ("institution-quoted", rf"(?:(?:{demonyms}) )?(?:[\w-]+ und )?{head} {_QUOTED.pattern}"),
        (
            "institution-of-city",
            rf"(?P<name>{head}(?: {_CAP})?(?:,? (?:für|der|des) (?!Stadt|Landeshauptstadt){_CAP})? "
            rf"(?:in |von |de |der Stadt |der Landeshauptstadt |des |der Region )?(?:{towns}))(?![\w-])",
        ),
        ("institution-demonym", rf"(?P<name>(?:{demonyms}) (?:{_CAP}[ /])?{head}{tail})(?! [\"„“»])"),
        (
            "institution-phrase",
            rf"(?P<name>{named} (?:für|der|des|zur|zum) {_CAP}"
            rf"(?:(?:, (?=[^.;]{0, 40} und )| und | & | der | für )(?:[a-zäöüß]+ )?{_CAP})*)",
        ),
        ("institution-named", rf"(?P<name>{named} {_CAP}(?:-{_CAP})*(?: und {_CAP} {_CAP}| {_CAP}| \d+)?)"),
        (
            "institution-adjective",
            rf"(?<![.!?:\"„“»] )(?<!\n)(?P<name>[A-ZÄÖÜ][\w-]+(?:e|en|es|er|em) {head}{tail})(?! [\"„“»])",
        ),
        (
            "institution-hyphen",
            rf"(?P<name>[A-ZÄÖÜ]\w+(?:-[A-ZÄÖÜ]\w+)*-(?i:{heads.compound}|society|club)(?: {_CAP})?)(?!\w)",
        ),
        (
            "institution-municipal",
            r"(?<=[mnrse] )(?P<name>Stadt(?:bücherei|bibliothek|archiv|museum|theater|werke)|"
            r"Volkshochschule)(?![\w-])",
        ),
        ("institution-hall", r"(?P<name>Hangar \d+)"),
    )
    for rule, pattern in patterns:
        for match in re.finditer(pattern, text):
            yield InstitutionMention(match.start("name"), match.end("name"), match["name"], None, rule)
    for match in _FOREIGN.finditer(text):
        yield InstitutionMention(
            match.start("name"), match.end("name"), match["name"], None, "institution-foreign"
        )


def _english(document: Document, lexicon: Lexicon) -> Iterator[InstitutionMention]:
    heads = _heads(lexicon)
    word = r"(?:[A-Z][\w’'.-]*|&)"
    patterns = (
        (
            "institution-ends",
            rf"(?P<name>(?:{word} (?:of |and |for (?:the )?)?){{1,5}}(?:{heads.ends}))\b(?! of [A-Z])",
        ),
        (
            "institution-of",
            rf"(?P<name>(?:{word} ){{0,3}}(?:{heads.of}) (?:of|for) (?:the )?{word}"
            rf"(?: (?:and |of )?{word}){{0,3}})",
        ),
        ("institution-hyphen", rf"(?P<name>[A-Z]\w+(?:-[A-Z]\w+)*-(?:{heads.ends}))\b"),
    )
    for rule, pattern in patterns:
        for match in re.finditer(pattern, document.text):
            name = re.sub(
                r"^(?:The|A|An|This|At|In|On|For|From|With|Our|And|Mayor|Lord Mayor|President|Director|"
                r"Chair|Sister|Twin) ",
                "",
                match["name"],
            )
            start = match.end("name") - len(name)
            if re.search(r"[ -]", name):
                yield InstitutionMention(start, match.end("name"), name, None, rule)


def _french(document: Document, lexicon: Lexicon) -> Iterator[InstitutionMention]:
    heads = _heads(lexicon)
    of = r"(?:de la |de l[’']|du |des |de |d[’']|aux? )"
    pattern = (
        rf"(?P<name>\b(?i:{heads.begins})\b(?: (?:de [a-zéèà]+|[a-zéèêà]+(?:al|ale|ique|aire|ise|"
        rf"aise)|d[’'][a-zéè]+))? (?:{of})?{_CAP}(?:[ /](?:{of})?{_CAP}){{0,3}})"
    )
    for match in re.finditer(pattern, document.text):
        yield InstitutionMention(
            match.start("name"), match.end("name"), match["name"], None, "institution-begins"
        )
    office = re.compile(
        r"(?P<name>\b(?i:direction|service|office|comité|maison) (?:de la |de l[’']|du |des )"
        r"(?:communication|jumelages?|relations internationales|tourisme|fêtes))"
    )
    for match in office.finditer(document.text):
        yield InstitutionMention(
            match.start("name"), match.end("name"), match["name"], None, "institution-office"
        )


def _spelled(document: Document) -> Iterator[InstitutionMention]:
    """Yield names that their spelling gives away (NRW.INVEST, DigiHub)."""
    for match in _CAMEL.finditer(document.text):
        words = document.words(document.sentences[document.sentence_at(match.start())])
        if sum(c.islower() for c in words) > len(words) / 3:
            yield InstitutionMention(match.start(), match.end(), match.group(), None, "institution-spelling")


def _listed(document: Document) -> Iterator[InstitutionMention]:
    """Yield the names listed behind "Band", "Start-ups", "sièges de"."""
    for cue in _GROUP.finditer(document.text):
        position = cue.end()
        while name := _NAME_RUN.match(document.text, position):
            yield InstitutionMention(name.start(), name.end(), name.group(), None, "institution-group")
            more = re.compile(r"(?:,| und| and| et)(?: die| the| d[’']| de)? ?").match(
                document.text, name.end()
            )
            if not more:
                break
            position = more.end()
