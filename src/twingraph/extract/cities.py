"""Normalised text -> mentions of towns, each settled on one place of the gazetteer."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.layout import ADDRESS, Document
from twingraph.extract.spelling import distance
from twingraph.lexicon import Gazetteer, Lexicon

_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’']*(?:-[\w’']+)*", re.U)
_TOWN_BEFORE = re.compile(
    r"(?:(?i:partnerschaft|freundschaft|vertrag|abkommen|vereinbarung|jumelage|partenariat|twinning|twinned|partnership|agreement|verschwistert)\w* "
    r"(?:mit|avec|with) |\b(?:Stadt|Städte|Gemeinde|Gemeinden|Hauptstadt|Landeshauptstadt|Partnerstadt|Partnerstädten?|Partnergemeinden?|Partnerkommunen?|Hansestadt|"
    r"Universitätsstadt|Hafenstadt|Großstadt|Kleinstadt|Metropole|Kommunen?|Ort|Ortschaft|Marktgemeinde|Schwesterstadt|Freundschaftsstadt|"
    r"city of|town of|village of|cities of|towns of|mayors? of|sister city|twin town|partner city|borough of|"
    r"villes? (?:jumelle )?de|villes? d[’']|communes? de|maires? de|maires? d[’']|mairie de|jumelage avec|"
    r"[Bb]ürgermeister(?:in|s)? (?:von|der Stadt|aus)) )$"
)
_PLACE_PREPOSITION = re.compile(
    r"\b(?:in|nach|aus|von|zwischen|bei|über|mit|zu|um|and|und|sowie|et|from|to|of|near|between|with|outside|at|à|a|de|avec|vers|entre|depuis|en|for|für)"
    r" $|[dD][’']$|(?:[A-ZÄÖÜ][\w-]+, |/|–|-| · )$",
)
_STRICT_PREPOSITION = re.compile(r"\b(?:in|nach|aus|zwischen|from|near|between|à|bei|aus|of|visited|vers) $")
_THING_AFTER = re.compile(
    r"^[ -](?:Ring|Straße|Str\.|Strasse|Allee|Platz|Tor|Weg|Damm|Chaussee|Brücke|Ufer|Kreuz|Street|Road|Avenue|Lane|Way|Drive|Würstchen|Schnitzel)\b"
)
_CODE_AFTER = re.compile(r"^ ?\(([A-Z]{1,3})\)|^ ?/ ?([A-Z]{1,2})\b|^, ([A-Z]{2})\b")
_CAR_CODES = {"D": "DE", "F": "FR", "A": "AT", "I": "IT", "E": "ES", "B": "BE", "H": "HU", "L": "LU", "P": "PT", "S": "SE", "N": "NO",
              "GB": "GB", "UK": "GB", "USA": "US", "PL": "PL", "CZ": "CZ", "RUS": "RU", "RO": "RO", "UA": "UA", "IL": "IL", "J": "JP",
              "SLO": "SI", "FIN": "FI", "EST": "EE", "IRL": "IE"}  # fmt: skip
_NAME_TAIL = re.compile(
    r"^ (?:am|an der|im|in der|bei|ob der|vor der|unter|auf|on|upon|sur|sous|en|les|a\. ?d\.) [A-ZÄÖÜ]"
)
_TOWNLET, _SMALL, _KNOWN = 3_000, 15_000, 100_000


@dataclass(frozen=True, slots=True)
class CityMention:
    """A town named in the normalised text; ``form`` is name, genitive, demonym or short."""

    start: int
    end: int
    geonames_id: int
    name: str
    form: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name a town, before it is settled which, or whether at all."""

    start: int
    end: int
    name: str
    ids: tuple[int, ...]
    form: str


def find_cities(
    document: Document, gazetteer: Gazetteer, lexicon: Lexicon, taken: Iterable[tuple[int, int]]
) -> list[CityMention]:
    """Return the towns that *document* names, outside the spans *taken* (persons, addresses), in order."""
    aside = ((b.start, b.end) for b in document.blocks if b.kind in ("navigation", "elsewhere"))
    closed = sorted([*taken, *((m.start(), m.end()) for m in ADDRESS.finditer(document.text)), *aside])
    candidates = [c for c in _candidates(document.text, gazetteer, lexicon) if not _overlaps(c, closed)]
    accepted = _accept(document, candidates, gazetteer, lexicon)
    names = {c.name for c in accepted}
    chosen = {
        name: _settle(name, [c for c in accepted if c.name == name], document, gazetteer, lexicon)
        for name in sorted(names)
    }
    _shorten(chosen)
    mentions = [
        CityMention(c.start, c.end, chosen[c.name][0], c.name, c.form, chosen[c.name][1]) for c in accepted
    ]
    mentions += _misspelled(document.text, mentions, closed)
    return _with_demonyms(mentions, [c for c in candidates if c.form == "demonym"], gazetteer)


def _shorten(chosen: dict[str, tuple[int, float]]) -> None:
    """Let a short name mean the town whose full name the release gives too: Rio beside Rio de Janeiro."""
    for name in sorted(chosen):
        full = next((n for n in sorted(chosen) if n.startswith(name + " ")), None)
        if full:
            chosen[name] = chosen[full]


def _misspelled(text: str, mentions: list[CityMention], closed: list[tuple[int, int]]) -> list[CityMention]:
    """Return words one slip away from a town that the release spells right elsewhere ("Postdam" beside "Potsdam")."""
    known = {m.name: m.geonames_id for m in mentions if len(m.name) > 6 and m.form == "name"}
    busy = [(m.start, m.end) for m in mentions] + closed
    found = []
    for match in _WORD.finditer(text) if known else ():
        word = match.group()
        town = next(
            (n for n in sorted(known) if word[0] == n[0] and len(word) == len(n) and distance(word, n) == 1),
            None,
        )
        if town and not any(s < match.end() and match.start() < e for s, e in busy):
            found.append(CityMention(match.start(), match.end(), known[town], word, "misspelled", 0.8))
    return found


def _overlaps(candidate: Candidate, spans: list[tuple[int, int]]) -> bool:
    return any(s < candidate.end and candidate.start < e for s, e in spans)


def _candidates(text: str, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the longest names of towns, their genitives, and their demonyms."""
    done = 0
    for match in _WORD.finditer(text):
        if match.start() < done:
            continue
        candidate = _longest(text, match, gazetteer) or _single(text, match, gazetteer)
        if candidate and not _is_banned(candidate, gazetteer, lexicon):
            done = candidate.end
            yield candidate


def _is_banned(candidate: Candidate, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """True for countries, everyday capital words, and other names of towns that begin with a function word ("Im Zentrum")."""
    name = candidate.name
    main = any(gazetteer.place(i).name == name for i in candidate.ids) or name in gazetteer.exonyms
    if name in lexicon.country_names or name in lexicon.not_names:
        return True
    return " " in name and not main and name.split(" ")[0] in lexicon.not_names


def _longest(text: str, match: re.Match[str], gazetteer: Gazetteer) -> Candidate | None:
    """Return a name of several words that begins at *match*."""
    first = match.group()
    words = gazetteer.longest.get(first) or (first.isupper() and gazetteer.longest.get(first.capitalize()))
    if not words:
        return None
    pieces = list(re.finditer(r"\S+", text[match.start() : match.start() + 80]))[:words]
    for n in range(len(pieces), 1, -1):
        name = text[match.start() : match.start() + pieces[n - 1].end()].rstrip(".,;:!?)»“”\"'")
        plain = name.title() if name.isupper() else name
        if " " in name and (ids := gazetteer.find(plain)):
            return Candidate(match.start(), match.start() + len(name), plain, ids, "name")
    return None


def _single(text: str, match: re.Match[str], gazetteer: Gazetteer) -> Candidate | None:
    word = re.sub(r"[’']s?$", "", match.group())
    start = match.start()
    if len(word) < 3 and word != "Au":
        return None
    if word.isupper() and len(word) > 4:
        word = word.capitalize()
    if ids := gazetteer.find(word):
        return Candidate(start, start + len(word), word, ids, "name")
    if word.endswith("s") and len(word) > 4 and (ids := gazetteer.find(word[:-1])):
        return Candidate(start, start + len(word) - 1, word[:-1], ids, "genitive")
    if town := demonym_town(word, gazetteer):
        return Candidate(start, start + len(word), word, (town,), "demonym")
    for part in re.finditer(r"[^-]+", word) if "-" in word else ():
        if (
            text[start : start + len(word)] == word
            and (ids := gazetteer.find(part.group()))
            and _is_pair(word, gazetteer)
        ):
            return Candidate(start + part.start(), start + part.end(), part.group(), ids, "name")
    return None


def _is_pair(word: str, gazetteer: Gazetteer) -> bool:
    """True for "Düsseldorf-Palermo": every part is a town, so the word joins towns rather than naming a thing."""
    return all(gazetteer.find(part) for part in word.split("-"))


@lru_cache(maxsize=50_000)
def _demonym_stems(word: str) -> tuple[str, ...]:
    """Return the names that a German demonym in -er may come from.

    >>> _demonym_stems("Tübinger")[:3]
    ('Tübing', 'Tübingen', 'Tübinge')
    """
    if not word.endswith("er") or len(word) < 5:
        return ()
    stem = word[:-2]
    stems = [stem, stem + "en", stem + "e"]
    if stem.endswith("n"):
        stems.append(stem[:-1] + "en")
    if stem.endswith("an"):
        stems += [stem[:-2], stem[:-2] + "a", stem[:-2] + "o"]
    if stem.endswith("ens"):
        stems += [stem[:-3], stem[:-3] + "e", stem[:-3] + "a"]
    if stem.endswith("l"):
        stems.append(stem[:-1] + "el")
    return tuple(stems)


def demonym_town(word: str, gazetteer: Gazetteer) -> int | None:
    """Return the GeoNames id of the town whose people or things *word* names ("Düsseldorfer"), or None."""
    if word in gazetteer.demonyms:
        return gazetteer.demonyms[word]
    best: tuple[int, int] | None = None
    for stem in _demonym_stems(word):
        if stem in gazetteer.common and "de" in gazetteer.common[stem]:
            continue
        for number in gazetteer.exonyms.get(stem, ()) or gazetteer.by_name.get(stem, ()):
            best = max(best or (0, 0), (gazetteer.place(number).population, number))
    return best[1] if best else None


def _accept(
    document: Document, candidates: list[Candidate], gazetteer: Gazetteer, lexicon: Lexicon
) -> list[Candidate]:
    """Keep the candidates that the text treats as towns.

    A name that is an everyday word, or a small town, needs a sign somewhere in the release: a word such as "Stadt"
    before it, a preposition of place, a country code after it.
    """
    named = [c for c in candidates if c.form in ("name", "genitive")]
    signs: dict[str, float] = defaultdict(float)
    for c in named:
        signs[c.name] += _sign(document, c, lexicon)
    counts = Counter(c.name for c in named)
    kept: list[Candidate] = []
    doubtful: list[Candidate] = []
    for c in named:
        if not _THING_AFTER.match(document.text[c.end : c.end + 14]):
            sure = _is_town(document, c, signs[c.name], counts[c.name], gazetteer, lexicon)
            (kept if sure else doubtful).append(c)
    return _with_listed(document.text, kept, doubtful, gazetteer)


_BETWEEN = re.compile(r"(?: ?\([^()]{1,30}\))?(?: (?:seit|since|depuis) \d{4})?(?:,|;| ·)?(?: (?:und|and|et|sowie))?(?: (?:mit|with|avec|à))? ")


def _with_listed(text: str, kept: list[Candidate], doubtful: list[Candidate], gazetteer: Gazetteer) -> list[Candidate]:
    """Add names that stand in one list with sure towns: "Nice" in "Munich, Nice and Dunedin"."""
    known = {c.start: c for c in kept}
    ends = {c.end: c for c in kept}
    for c in (*doubtful, *reversed(doubtful)):
        if c.start in known or not (c.name in gazetteer.exonyms or any(gazetteer.place(i).population > _SMALL for i in c.ids)):
            continue
        before = any(_BETWEEN.fullmatch(text[e : c.start]) for e in ends if 0 < c.start - e < 45)
        behind = any(_BETWEEN.fullmatch(text[c.end : s]) for s in known if 0 < s - c.end < 45)
        comma = "," in text[c.start - 3 : c.start] or "," in text[c.end : c.end + 14] or (before and behind)
        known_town = max(gazetteer.place(i).population for i in c.ids) >= _KNOWN
        if (before or behind) and (comma or known_town):
            known[c.start] = c
            ends[c.end] = c
    return sorted(known.values(), key=lambda c: c.start)


def _is_country_adjective(before: str, lexicon: Lexicon) -> bool:
    """True where the last word is an adjective of a country: "dem nicaraguanischen "."""
    words = before.split()
    last = words[-1].lower() if words and before.endswith(" ") else ""
    return len(last) > 4 and lexicon.country_of_adjective(last) is not None


def _sign(document: Document, candidate: Candidate, lexicon: Lexicon) -> float:
    """Return how clearly the words around say that this is a town: 2 for sure, 1 likely, 0 nothing."""
    before = document.text[max(0, candidate.start - 40) : candidate.start]
    after = document.text[candidate.end : candidate.end + 12]
    if _TOWN_BEFORE.search(before.rsplit("\n", 1)[-1]) and before.strip():
        return 2.0
    if _country_code(after) or _is_country_adjective(before, lexicon):
        return 2.0
    if _STRICT_PREPOSITION.search(before):
        return 1.0
    return 0.5 if _PLACE_PREPOSITION.search(before) or candidate.form == "genitive" else 0.0


def _country_code(after: str) -> str | None:
    match = _CODE_AFTER.match(after)
    code = next((g for g in match.groups() if g), "") if match else ""
    return _CAR_CODES.get(code)


def _is_town(
    document: Document, candidate: Candidate, sign: float, count: int, gazetteer: Gazetteer, lexicon: Lexicon
) -> bool:
    language = document.release.language
    population = max(gazetteer.place(i).population for i in candidate.ids)
    main = (
        any(gazetteer.place(i).name == candidate.name for i in candidate.ids)
        or candidate.name in gazetteer.exonyms
    )
    common = language in gazetteer.common.get(candidate.name, ())
    if len(candidate.name) < 4:
        return sign >= 2
    if common and population < 1_500_000:
        here = _sign(document, candidate, lexicon)
        return (sign >= 2 and here > 0) or (population >= _KNOWN and here >= 1)
    if candidate.name in gazetteer.exonyms or " " in candidate.name:
        return True
    if candidate.name in lexicon.first_names:
        return sign >= 1 and (main or sign >= 2)
    if main and population >= _SMALL:
        return True
    if main:
        listed = sign >= 0.5 and (count > 1 or population >= _TOWNLET)
        return sign >= 1 or listed or candidate.form == "genitive"
    return (sign >= 1 and population >= _SMALL) or sign >= 2


def _settle(
    name: str, mentions: list[Candidate], document: Document, gazetteer: Gazetteer, lexicon: Lexicon
) -> tuple[int, float]:
    """Return which town *name* means in this release, and how sure that is.

    The country that the text gives it counts most, then an exonym, then the main name, then people.
    """
    countries = Counter(code for m in mentions for code in _countries_near(document, m, lexicon))
    ids = {i for m in mentions for i in m.ids}
    home = {"de": {"DE", "AT", "CH"}, "fr": {"FR", "BE", "CH"}, "en": {"GB", "US", "IE"}}[
        document.release.language
    ]
    scores = {}
    for number in sorted(ids):
        place = gazetteer.place(number)
        score = math.log10(place.population + 10)
        score += 3.0 * (countries[place.country] > 0)
        score += 2.5 * (number in gazetteer.exonyms.get(name, ()))
        score += 1.5 * (place.name == name)
        score += 0.5 * (place.country in home)
        scores[number] = score
    ranked = sorted(scores, key=lambda i: (-scores[i], i))
    lead = scores[ranked[0]] - scores[ranked[1]] if len(ranked) > 1 else 3.0
    return ranked[0], round(min(1.0, 0.6 + lead / 5), 2)


def _countries_near(document: Document, mention: Candidate, lexicon: Lexicon) -> set[str]:
    """Return the countries that a code, name or adjective right beside the name gives it."""
    before = document.text[max(0, mention.start - 45) : mention.start]
    after = document.text[mention.end : mention.end + 40]
    found = {_country_code(after)}
    tail = re.match(r"^,? (?:\(|in |, )?((?:the )?[A-ZÉ][\w. -]+)", after)
    if tail:
        heads = tail.group(1).removeprefix("the ").split(" ")
        found |= {lexicon.country_names.get(" ".join(heads[:n]).strip(".,")) for n in range(1, len(heads) + 1)}
    words = re.findall(r"[\w-]+", before.lower())[-4:]
    found |= {lexicon.country_of_adjective(word) for word in words}
    return {code for code in found if code}


def _with_demonyms(
    mentions: list[CityMention], demonyms: list[Candidate], gazetteer: Gazetteer
) -> list[CityMention]:
    """Add the demonyms of towns that the release names, and of well-known ones."""
    named = {m.geonames_id for m in mentions}
    by_stem = {stem: m.geonames_id for m in mentions for stem in (m.name,)}
    for c in demonyms:
        own = next((by_stem[s] for s in _demonym_stems(c.name) if s in by_stem), None)
        town = own or c.ids[0]
        if own or town in named or gazetteer.place(town).population >= _KNOWN:
            mentions.append(CityMention(c.start, c.end, town, c.name, "demonym", 0.9))
    return sorted(mentions, key=lambda m: m.start)
