"""Normalised text -> mentions of named organisations, each brought back to its base form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from twingraph.extract.cities import CityMention
from twingraph.extract.layout import ADDRESS, Document
from twingraph.lexicon import Lexicon

_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’]*(?:-[\w’]+)*"
_JOINER = r"(?:für|der|die|des|dem|den|und|in|im|am|an der|von|vom|zu|zur|beim|auf|of|the|and|for|de|du|des|de la|d’|d'|et|aux?|à|sur|&)"
_QUOTED = re.compile(r"[\"„“»«›‹]\s?(?P<name>[^\"„“”»«\n]{2,80}?)\s?[\"“”«»›‹]")
_ABBREVIATED = re.compile(r"\((?P<short>[A-ZÄÖÜ][\w.]*[A-Za-z]|[A-Z]{2,8})\)")
_CAMEL = re.compile(r"(?<![\w./-])(?:[A-Z]{2,}\.[A-Z]{2,}|[A-Z][a-zäöü]+[A-Z]\w+|[A-Z]{7,})(?![\w/]|\.[a-z])")
_GROUP = re.compile(
    r"\b(?:Band|Rockband|Gruppe|Tanzgruppe|Theatergruppe|Ensemble|Start-ups?|Firmen|Firma|Unternehmen|Konzern|Agentur|Startups?|"
    r"companies|company|firms?|band|start-ups?|entreprises?|sièges? de|société|groupe|\w*[Mm]usik von)"
    r"(?:(?: [a-zäöü]+){0,2}: |[\s,]+)(?:die |der |das |the )?"
)
_PUBLIC_HOUSE = re.compile(r"(?:(?:rat|stadt|kranken|kauf|hoch|wohn|gast|bürger|kreis|gemeinde)haus(?:es)?|hôtel de ville|town hall|city hall|mairie)(?!\w)", re.I)
_LEGAL_FORM = re.compile(r",? (?:gGmbH|GmbH(?: & Co\.? KG)?|AG|SE|e\. ?V\.|eG|Ltd\.?|Inc\.?|plc|SA|SAS|SARL|S\.A\.)$")
_TOWN_TAIL = re.compile(r"(?<=\w) (?:der Stadt|der Landeshauptstadt|in der Stadt) \S+$")
_FOREIGN = re.compile(
    r"(?<![\w-])(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{3,} (?:de|di|da|do|du|dos|del|della|dei|d[’'])(?: la| los| las| l[’'])? ?[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?)"
)
_NAME_RUN = re.compile(rf"{_CAP}(?: {_CAP})*")
_STOP = frozenset(
    [
        "Seite",
        "Foto",
        "Bild",
        "Stadt",
        "Jahr",
        "Hintergrund",
        "Kontakt",
        "Telefon",
        "Die",
        "Der",
        "Das",
        "The",
        "Le",
        "La",
    ]
)


@dataclass(frozen=True, slots=True)
class InstitutionMention:
    """A named organisation; ``city`` is the GeoNames id of its town where its name or the words beside it say one."""

    start: int
    end: int
    name: str
    city: int | None
    rule: str


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


def find_institutions(
    document: Document, lexicon: Lexicon, cities: list[CityMention], taken: Iterable[tuple[int, int]]
) -> list[InstitutionMention]:
    """Return the organisations that *document* names, outside the spans *taken* (persons, projects, addresses)."""
    closed = [*taken, *((m.start(), m.end()) for m in ADDRESS.finditer(document.text))]
    closed += [(b.start, b.end) for b in document.blocks if b.kind in ("navigation", "elsewhere")]
    found: list[InstitutionMention] = []
    finders = {"de": _german, "en": _english, "fr": _french}
    towns = {(c.start, c.end) for c in cities}
    for mention in (
        *_abbreviated(document),
        *_spelled(document),
        *finders[document.release.language](document, lexicon, cities),
        *_any(document),
    ):
        clean = None if (mention.start, mention.end) in towns else _trim(mention, document, lexicon)
        if clean and not any(s < clean.end and clean.start < e for s, e in closed):
            found.append(_with_city(clean, document, cities))
            closed.append((clean.start, clean.end))
    return _by_full_name(sorted(found, key=lambda m: m.start))


def _by_full_name(mentions: list[InstitutionMention]) -> list[InstitutionMention]:
    """Give a short name the full one that the release has too: "Stadtbücherei" beside "Stadtbücherei Jena"."""
    full = {m.name: m for m in mentions}
    joined = []
    for mention in mentions:
        longer = next((full[n] for n in sorted(full) if n.startswith(mention.name + " ")), None)
        joined.append(replace(mention, name=longer.name, city=longer.city) if longer else mention)
    return joined


def _trim(mention: InstitutionMention, document: Document, lexicon: Lexicon) -> InstitutionMention | None:
    """Bring the name to its base form; a lone everyday noun is no name."""
    name = base_form(" ".join(mention.name.split()), lexicon).strip(" ,;:-")
    if " " in _TOWN_TAIL.sub("", name):
        name = _TOWN_TAIL.sub("", name)
    name = _LEGAL_FORM.sub("", name)
    banned = name in lexicon.not_names or name in lexicon.country_names or name.split(" ")[0] in _STOP
    if len(name) < 3 or banned or _PUBLIC_HOUSE.search(name):
        return None
    return replace(mention, name=name)


def base_form(name: str, lexicon: Lexicon) -> str:
    """Return *name* in the nominative: genitive endings and weak adjective endings undone.

    >>> from twingraph.lexicon import read_lexicon
    >>> base_form("Jungen Schauspiel", read_lexicon()), base_form("Deutschen Oper am Rhein", read_lexicon())
    ('Junges Schauspiel', 'Deutsche Oper am Rhein')
    """
    words = name.split(" ")
    for i, word in enumerate(words):
        lower = word.lower()
        for ending, gender in _genders():
            if lower.endswith((ending + "s", ending + "es")) and not lower.endswith(ending):
                words[i] = word[: lower.rindex(ending) + len(ending)]
                lower = words[i].lower()
            if lower.endswith(ending) and i:
                words[:i] = [_nominative(w, gender) for w in words[:i]]
                return " ".join(words)
    return " ".join(words)


@lru_cache(maxsize=1)
def _genders() -> tuple[tuple[str, str], ...]:
    from twingraph.lexicon import read_rows
    from twingraph.settings import resource_dir

    rows = [
        (ending, gender) for ending, gender in read_rows(resource_dir("data") / "lexicon" / "heads.tsv", 2)
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def _nominative(word: str, gender: str) -> str:
    if re.fullmatch(r"[A-ZÄÖÜ][\w-]+(?:en|em|es)", word) and len(word) > 5 and not word.endswith("ßen"):
        return word[:-2] + {"n": "es", "f": "e", "m": "er"}[gender]
    return word


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
        "|".join(sorted({re.escape(c.name) for c in cities if c.form != "demonym"}, key=len, reverse=True))
        or "(?!)"
    )
    demonyms = (
        "|".join(sorted({re.escape(c.name) for c in cities if c.form == "demonym"}, key=len, reverse=True))
        or "(?!)"
    )
    head = rf"(?:[A-ZÄÖÜ][\w]*-(?:[A-ZÄÖÜ]\w*-)*)?(?i:(?:[a-zäöü]+(?:- und [a-zäöü]+)?)?(?:{heads.compound}|katastrophenschutz))"
    head = rf"(?=[A-ZÄÖÜ]){head}(?!\w)"
    named = rf"(?=[A-ZÄÖÜ])(?i:(?:[a-zäöü-]+)?(?:{heads.named}))(?!\w)"
    tail = rf"(?: (?:am|im|an der|auf|in der|zum|zur) {_CAP})?"
    patterns = (
        ("institution-name-head", rf"(?<=[\s(])(?P<name>{_CAP} {_CAP} (?:Museum|Stiftung|Theater|Institut|Orchester))(?!\w)"),
        ("institution-department", rf"(?P<name>(?:[A-ZÄÖÜ]\w*(?:abteilung|bereich)|Abteilung|Amt|Referat|Dezernat|Ausschuss) (?:für )?{_CAP}-?(?:(?:, {_CAP}-?)* und (?:[a-zäöü]+ )?{_CAP})?)"),
        ("institution-quoted", rf"(?:(?:{demonyms}) )?(?:[\w-]+ und )?{head} {_QUOTED.pattern}"),
        ("institution-of-city", rf"(?P<name>{head}(?: {_CAP})?(?:,? (?:für|der|des) (?!Stadt|Landeshauptstadt){_CAP})? (?:in |von |de |der Stadt |der Landeshauptstadt |des |der Region )?(?:{towns}))(?![\w-])"),
        ("institution-demonym", rf"(?P<name>(?:{demonyms}) (?:{_CAP}[ /])?{head}{tail})(?! [\"„“»])"),
        ("institution-phrase", rf"(?P<name>{named} (?:für|der|des|zur|zum) {_CAP}(?:(?:, (?=[^.;]{0,40} und )| und | & | der | für )(?:[a-zäöüß]+ )?{_CAP})*)"),
        ("institution-named", rf"(?P<name>{named} {_CAP}(?:-{_CAP})*(?: und {_CAP} {_CAP}| {_CAP}| \d+)?)"),
        ("institution-adjective", rf"(?<![.!?:\"„“»] )(?<!\n)(?P<name>[A-ZÄÖÜ][\w-]+(?:e|en|es|er|em) {head}{tail})(?! [\"„“»])"),
        ("institution-hyphen", rf"(?P<name>[A-ZÄÖÜ]\w+(?:-[A-ZÄÖÜ]\w+)*-(?i:{heads.compound}|society|club)(?: {_CAP})?)(?!\w)"),
        ("institution-municipal", r"(?<=[mnrse] )(?P<name>Stadt(?:bücherei|bibliothek|archiv|museum|theater|werke)|Volkshochschule)(?![\w-])"),
        ("institution-hall", r"(?P<name>Hangar \d+)"),
    )  # fmt: skip
    for rule, pattern in patterns:
        for match in re.finditer(pattern, text):
            yield InstitutionMention(match.start("name"), match.end("name"), match["name"], None, rule)
    for match in _FOREIGN.finditer(text):
        yield InstitutionMention(
            match.start("name"), match.end("name"), match["name"], None, "institution-foreign"
        )


def _english(document: Document, lexicon: Lexicon, cities: list[CityMention]) -> Iterator[InstitutionMention]:
    heads = _heads(lexicon)
    word = r"(?:[A-Z][\w’'.-]*|&)"
    patterns = (
        (
            "institution-ends",
            rf"(?P<name>(?:{word} (?:of |and |for (?:the )?)?){{1,5}}(?:{heads.ends}))\b(?! of [A-Z])",
        ),
        (
            "institution-of",
            rf"(?P<name>(?:{word} ){{0,3}}(?:{heads.of}) (?:of|for) (?:the )?{word}(?: (?:and |of )?{word}){{0,3}})",
        ),
        ("institution-hyphen", rf"(?P<name>[A-Z]\w+(?:-[A-Z]\w+)*-(?:{heads.ends}))\b"),
    )
    for rule, pattern in patterns:
        for match in re.finditer(pattern, document.text):
            name = re.sub(
                r"^(?:The|A|An|This|At|In|On|For|From|With|Our|And|Mayor|Lord Mayor|President|Director|Chair|Sister|Twin) ",
                "",
                match["name"],
            )
            start = match.end("name") - len(name)
            if re.search(r"[ -]", name):
                yield InstitutionMention(start, match.end("name"), name, None, rule)


def _french(document: Document, lexicon: Lexicon, cities: list[CityMention]) -> Iterator[InstitutionMention]:
    heads = _heads(lexicon)
    of = r"(?:de la |de l[’']|du |des |de |d[’']|aux? )"
    pattern = rf"(?P<name>\b(?i:{heads.begins})\b(?: (?:de [a-zéèà]+|[a-zéèêà]+(?:al|ale|ique|aire|ise|aise)|d[’'][a-zéè]+))? (?:{of})?{_CAP}(?:[ /](?:{of})?{_CAP}){{0,3}})"
    for match in re.finditer(pattern, document.text):
        yield InstitutionMention(
            match.start("name"), match.end("name"), match["name"], None, "institution-begins"
        )
    office = re.compile(
        r"(?P<name>\b(?i:direction|service|office|comité|maison) (?:de la |de l[’']|du |des )(?:communication|jumelages?|relations internationales|tourisme|fêtes))"
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


def _any(document: Document) -> Iterator[InstitutionMention]:
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


def _with_city(
    mention: InstitutionMention, document: Document, cities: list[CityMention]
) -> InstitutionMention:
    """Add the town inside or right beside the name: "Filmmuseum Düsseldorf", "Haus … der Stadt Moskau", "aus Jena"."""
    starts = [c.start for c in cities]
    if mention.rule == "institution-municipal":
        return mention
    for city in cities[bisect_left(starts, mention.start) : bisect_left(starts, mention.end)]:
        return replace(mention, city=city.geonames_id)
    text = document.text
    for city in cities:
        between = text[mention.end : city.start] if 0 <= city.start - mention.end < 25 else None
        if between is not None and re.fullmatch(
            r"[\"“”]?,? (?:der Stadt|der Landeshauptstadt|in|aus|im|of|de|à|from|in the city of)? ?", between
        ):
            return replace(mention, city=city.geonames_id)
        before = text[city.end : mention.start] if 0 <= mention.start - city.end < 22 else None
        if before is not None and city.form == "demonym" and re.fullmatch(r" (?:[\w-]+ ){0,2}[\"„]?", before):
            return replace(mention, city=city.geonames_id)
    return mention
