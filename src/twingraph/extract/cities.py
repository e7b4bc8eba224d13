"""Normalised text -> mentions of towns, each settled on one place of the gazetteer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twingraph.extract.city_choice import countries_told, settle_place
from twingraph.extract.city_lists import KNOWN
from twingraph.extract.city_names import Candidate, demonym_stems, find_candidates, find_contracted
from twingraph.extract.city_signs import accept_candidates
from twingraph.extract.city_unlisted import find_longer, find_paired, find_unlisted
from twingraph.extract.english_style import countries_of_style
from twingraph.extract.layout import Document
from twingraph.extract.spans import Spans
from twingraph.extract.spelling import distance
from twingraph.lexicon import Gazetteer, Lexicon


@dataclass(frozen=True, slots=True)
class CityMention:
    """A town named in the normalised text; ``form`` is name, genitive, demonym, misspelled or adjective."""

    start: int
    end: int
    geonames_id: int
    name: str
    form: str
    confidence: float = 1.0


def find_cities(
    document: Document, gazetteer: Gazetteer, lexicon: Lexicon, taken: Sequence[tuple[int, int]]
) -> list[CityMention]:
    """Return the towns that *document* names, outside the spans *taken* (persons, addresses), in order."""
    closed = [*taken, *document.closed("navigation", "elsewhere")]
    paired = _paired(document, closed, gazetteer, lexicon)
    shut = Spans([*closed, *((m.start, m.end) for m in paired)])
    issuer = document.release.issuer or ""
    candidates = [
        c
        for c in find_candidates(document, gazetteer, lexicon)
        if not shut.overlaps(c.start, c.end) or (c.name not in lexicon.states and _heads(c, issuer, taken))
    ]
    known = Spans([*closed, *((m.start, m.end) for m in paired), *((c.start, c.end) for c in candidates)])
    candidates += [c for c in find_contracted(document, gazetteer) if not known.overlaps(c.start, c.end)]
    accepted = accept_candidates(document, candidates, gazetteer, lexicon)
    told, styled = countries_told(document, lexicon), countries_of_style(document)
    chosen = {
        name: settle_place(
            name, [c for c in accepted if c.name == name], document, gazetteer, lexicon, told, styled
        )
        for name in sorted({c.name for c in accepted})
    }
    _shorten(chosen, document.release.issuer or "")
    mentions = [
        CityMention(c.start, c.end, chosen[c.name][0], c.name, c.form, chosen[c.name][1]) for c in accepted
    ]
    mentions += paired
    mentions += _misspelled(document, mentions, closed)
    mentions += _unlisted(document, mentions, closed, gazetteer, lexicon)
    mentions += _halved(document, mentions, closed, gazetteer)
    return _with_demonyms(document, mentions, [c for c in candidates if c.form == "demonym"], gazetteer)


_HEAD = 300
"""Characters at the top of a release, among which its letterhead stands."""


def _heads(candidate: Candidate, issuer: str, taken: Iterable[tuple[int, int]]) -> bool:
    """True for the town of the issuer in the letterhead, though that is but a line of navigation."""
    if candidate.start > _HEAD or candidate.form != "name" or candidate.name not in issuer:
        return False
    return not Spans(taken).overlaps(candidate.start, candidate.end)


def _shorten(chosen: dict[str, tuple[int, float]], issuer: str) -> None:
    """Let a short name mean the town whose full name the release gives too: Rio beside Rio de Janeiro.

    The name of the town that speaks stays its own: Fribourg beside Fribourg-en-Brisgau.
    """
    words = set(re.findall(r"[\w-]+", issuer))
    for name in sorted(chosen):
        full = next((n for n in sorted(chosen) if n.startswith((name + " ", name + "-"))), None)
        if full and (name not in words or full in issuer):
            chosen[name] = chosen[full]


def _misspelled(
    document: Document, mentions: list[CityMention], closed: list[tuple[int, int]]
) -> list[CityMention]:
    """Return words one slip away from a town that the release spells right elsewhere ("Postdam")."""
    known = {m.name: m.geonames_id for m in mentions if len(m.name) > 6 and m.form == "name"}
    busy = Spans([(m.start, m.end) for m in mentions] + closed)
    alike: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in sorted(known):
        alike[name[0], len(name)].append(name)
    found = []
    for start, word in document.capitals if known else ():
        names = alike.get((word[0], len(word)), ())
        town = next((name for name in names if _is_slip(word, name)), None)
        if town and not busy.overlaps(start, start + len(word)):
            found.append(CityMention(start, start + len(word), known[town], word, "misspelled", 0.8))
    return found


_WHOLE = re.compile(
    r"(?P<half>(?!Saint|Sankt|Sint|Bad|Villa|Castel|Mont|Pont|Port|Château|Neu|Alt)[A-ZÀ-Þ][\w’'-]{2,}?)"
    r"(?:-(?:sur|sous|en|lès|les|le|la|du|de|des|aux|upon|am|an|d[’'])-?| (?:am|an|im|in|ob|vor|upon|on|"
    r"nad|sul|"
    r"del|della|de|bei) )[\w’' -]+"
)
"""A name of two halves, of which the first is enough where the whole has been said."""


_TWO_WORDS = re.compile(
    r"(?P<half>(?!Puerto|Nueva|Santa|Santo|Villa|Castel|Lower|Upper|North|South|Great|Little|Ciudad|Grand)"
    r"[A-ZÀ-Þ][\w’'-]{5,}) [A-ZÀ-Þ][\w’-]+"
)
_LONG = 5
"""Letters of a half that means its town in any release; a shorter one does in those of its own town."""


def _halved(
    document: Document, mentions: list[CityMention], closed: list[tuple[int, int]], gazetteer: Gazetteer
) -> list[CityMention]:
    """Return where only the first half of a town's name stands: "Boulogne" beside Boulogne-sur-Mer."""
    issuer = document.release.issuer or ""
    halves = {m["half"]: c for c in mentions if c.form == "name" and (m := _TWO_WORDS.fullmatch(c.name))}
    halves |= {m["half"]: c for c in mentions if c.form == "name" and (m := _WHOLE.fullmatch(c.name))}
    halves = {half: c for half, c in halves.items() if len(half) >= _LONG or c.name in issuer}
    if document.release.language == "de":  # elsewhere no common noun has a capital letter
        halves = {half: c for half, c in halves.items() if half not in gazetteer.common}
    busy = Spans([(m.start, m.end) for m in mentions] + closed)
    return [
        CityMention(start, start + len(word), halves[word].geonames_id, word, "name", 0.8)
        for start, word in (document.capitals if halves else ())
        if word in halves and not busy.overlaps(start, start + len(word))
    ]


def _unlisted(
    document: Document,
    mentions: list[CityMention],
    closed: list[tuple[int, int]],
    gazetteer: Gazetteer,
    lexicon: Lexicon,
) -> list[CityMention]:
    busy = Spans([(m.start, m.end) for m in mentions] + closed)
    found = find_unlisted(document, gazetteer, lexicon)
    return [
        CityMention(start, end, number, name, "name", 0.7)
        for start, end, number, name in found
        if not busy.overlaps(start, end) or (start < _HEAD and name in (document.release.issuer or ""))
    ]


def _paired(
    document: Document, closed: list[tuple[int, int]], gazetteer: Gazetteer, lexicon: Lexicon
) -> list[CityMention]:
    """Return districts that bear two names ("Newry & Mourne"), and names longer than those we know."""
    busy = Spans(closed)
    found = (*find_paired(document, gazetteer), *find_longer(document, gazetteer, lexicon))
    return [
        CityMention(start, end, number, name, "name", 0.7)
        for start, end, number, name in found
        if not busy.overlaps(start, end)
    ]


def _is_slip(word: str, name: str) -> bool:
    """True for words of one length that differ in a letter, or in two that have changed places."""
    return sum(a != b for a, b in zip(word, name, strict=True)) < 3 and distance(word, name) == 1


_OFFICE_BEHIND = re.compile(
    r" (?:\w*[Bb]ürgermeister|Stadtpräsident|Amtskolleg|Rathaus|Stadtrat|Gemeinderat|Delegation|Partnerstadt)"
)
"""What only a town has: its adjective before it names the town, however small."""


def _with_demonyms(
    document: Document, mentions: list[CityMention], demonyms: list[Candidate], gazetteer: Gazetteer
) -> list[CityMention]:
    """Add the demonyms of towns that the release names, and of well-known ones."""
    named = {m.geonames_id for m in mentions}
    by_name = {m.name: m.geonames_id for m in mentions}
    for c in demonyms:
        own = next((by_name[s] for s in demonym_stems(c.name) if s in by_name), None)
        town = own or c.ids[0]
        office = _OFFICE_BEHIND.match(document.text, c.end)
        if own or office or town in named or gazetteer.place(town).population >= KNOWN:
            mentions.append(CityMention(c.start, c.end, town, c.name, "demonym", 0.9))
    return sorted(mentions, key=lambda m: m.start)


_CHAIN = re.compile(r"(?<![\w-])[A-ZÀ-Þ][^\W\d_]+(?:-(?:[a-z]{2,3}-)*[A-ZÀ-Þ][^\W\d_]+){2,}(?![\w-])")
"""Three names or more with hyphens: a county or a merged commune, "Győr-Moson-Sopron"."""


_WORD_BEFORE = re.compile(r"[\w-]+ $")


def without_parts_of_regions(
    cities: list[CityMention], text: str, regions: frozenset[str]
) -> list[CityMention]:
    """Leave out towns that are part of a county's or a state's name: Sopron in "Győr-Moson-Sopron"."""
    chains = [match.span() for match in _CHAIN.finditer(text)]

    def is_part(city: CityMention) -> bool:
        if any(a <= city.start and city.end <= b and city.end - city.start < b - a for a, b in chains):
            return True
        before = _WORD_BEFORE.search(text, max(0, city.start - 20), city.start)
        return before is not None and before.group() + text[city.start : city.end] in regions

    return [city for city in cities if not is_part(city)]


def without_parts_of_names(cities: list[CityMention], names: list[tuple[int, int]]) -> list[CityMention]:
    """Leave out "towns" that stand only within names of something else, and not at their end.

    "Filmmuseum Leeds" is in Leeds, but the Green of "LIFE Green Heart" is no town.
    """

    ends = dict(sorted(names))
    starts = sorted(ends)

    def is_part(city: CityMention) -> bool:
        at = bisect_right(starts, city.start) - 1
        return city.form == "name" and at >= 0 and city.end < ends[starts[at]]

    own = {c.geonames_id for c in cities if not is_part(c)}
    return [c for c in cities if c.geonames_id in own]
