"""Skeletons -> links: every place where the text says that towns are partners, and the main partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twingraph.extract.antecedents import has_antecedent, named_before, pair_before
from twingraph.extract.hits import Hit, find_hits
from twingraph.extract.listed import listed_links
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Party, Since, Words, party_of
from twingraph.extract.skeleton import Typed


def find_links(reading: Reading) -> list[Link]:
    """Return every link that a rule reads, in the order of the text.

    Rules are tried in the order of their files.  What an earlier one tied to a named town or to a larger
    circle, a later one does not tie to the issuing town or to a part of the circle.
    """
    found: list[Link] = []
    for index in reading.skeletons:
        claimed: set[int] = set()
        circles: list[frozenset[Party]] = []
        hits = list(find_hits(reading, index, "link"))
        pairs = (hit for hit in hits if hit.has("one") and hit.has("others"))
        owned = {m.start for hit in pairs for g in ("one", "others") for m in hit.mentions(g, "C")}
        for hit in hits:
            if hit.has("partners") and not hit.has("one") and _are_anothers(reading, hit, owned):
                continue
            if _is_claimed(hit, claimed, circles) or not has_antecedent(reading, hit):
                continue
            found += links_of(reading, hit)
            if hit.has("one") or hit.has("dated"):
                claimed |= {m.start for g in ("one", "others", "dated") for m in hit.mentions(g, "C")}
            if hit.has("parties"):
                circles.append(_parties(hit))
    found += listed_links(reading)
    found = [k for k in found if not is_rumour(reading, k) and not _is_denied(reading, k)]
    found = [k for k in found if _is_bond(reading, k)]
    return sorted(found, key=lambda k: (k.words.start, k.words.end, k.words.rule))


def _are_anothers(reading: Reading, hit: Hit, owned: set[int]) -> bool:
    """True where another rule says whose partners those are: "Kobe is also a sister city of Lille"."""
    partners = {m.start for m in hit.mentions("partners", "C")}
    named = {party_of(m) for m in hit.skeleton.every("C")}
    return bool(partners) and partners <= owned and reading.home_party not in named


def is_rumour(reading: Reading, link: Link) -> bool:
    """True where the sentence only repeats what others claim, or says that there is no such link."""
    return bool(reading.cue("rumour").search(reading.words(link.sentence)))


_NOT = re.compile(
    r"\b(?:(?:is|are|was|were) not|(?:is|are|was|were)n[’']t|has never been|have never been|"
    r"n[’']est (?:pas|point)|"
    r"ne sont pas|n[’']a jamais été|ist (?:jedoch |aber )?nicht|sind nicht|war nie|waren nie)\b"
    r"(?! (?:only|just|merely|yet|seulement|uniquement|nur|bloß|allein|erst|mehr|plus))"
)


def _is_denied(reading: Reading, link: Link) -> bool:
    """True for a link without a noun of its own that its words deny: "Leeds is not twinned with Lille"."""
    told = reading.document.flat[link.words.start : link.words.end]
    return link.noun is None and _NOT.search(told) is not None


_BARE = frozenset(
    {
        "link-shall-follow",
        "link-came-list",
        "link-came",
        "link-dated-chain",
        "link-dated-list",
        "link-joined-list",
        "link-joined-by-after",
    }
)
"""Rules for towns and years alone, which mean partners only where a release speaks of them."""


def _is_bond(reading: Reading, link: Link) -> bool:
    """True unless "1995 kam Zeitz hinzu" stands in a release that speaks of no twinning."""
    return link.words.rule not in _BARE or reading.speaks_of_twinning


def _is_claimed(hit: Hit, claimed: set[int], circles: list[frozenset[Party]]) -> bool:
    """True where an earlier rule has said of these towns with whom they are linked."""
    partners = {m.start for g in ("partners", "dated", "others") for m in hit.mentions(g, "C")}
    if partners and not hit.has("one") and partners <= claimed:
        return True
    parties = frozenset(party_of(m) for m in hit.mentions("parties", "CIH"))
    return bool(parties) and any(parties < circle for circle in circles)


def links_of(reading: Reading, hit: Hit) -> Iterator[Link]:
    """Yield the links of one hit: all *parties* with each other, or each of a list with the one town."""
    if hit.has("parties") and len(_parties(hit)) > 1:
        yield Link(_parties(hit), _noun(hit), hit.words, hit.sentence)
    if hit.has("both"):
        pair = pair_before(reading, hit)
        if pair:
            yield Link(pair, _noun(hit), hit.words, hit.sentence)
        return
    one = _one(reading, hit)
    if one:
        yield from _listed(reading, hit, "partners", one)
        yield from _listed(reading, hit, "more", one)
        yield from _listed(reading, hit, "others", one)
        yield from _dated(hit, one)


def _parties(hit: Hit) -> frozenset[Party]:
    return frozenset(party_of(m) for m in hit.mentions("parties", "CIH"))


def _one(reading: Reading, hit: Hit) -> Party | None:
    """Return the side that a list belongs to: the town named before it, else the one that speaks."""
    named = hit.mentions("one", "CI")
    if hit.has("again") and not named:
        return named_before(reading, hit)
    return party_of(named[0]) if named else _subject(reading, hit) or reading.home_party


_NO_SUBJECT = re.compile(
    r"\b(?:in|aus|nach|von|vom|bei|über|mit|zu|um|from|to|of|at|via|near|with|by|à|À|de|d[’']|dans|vers|"
    r"avec|par|chez|outside|"
    r"außer|neben|besides|sauf|wie|als|than|like|comme)(?: (?:der|dem|den|the|la|le|Stadt|city of|town "
    r"of|ville de))* $",
    re.I,
)


def _subject(reading: Reading, hit: Hit) -> Party | None:
    """Return the other town whose bond a sentence tells: "Leeds marks 25 years of twinning with Lille".

    It stands before what the rule reads, without a preposition, in a sentence that does not name the issuing
    town; or behind "für", and is taken up as "die Stadt".
    """
    before = [m for m in hit.skeleton.every("C") if m.start < hit.start]
    home = reading.home_party
    if len(before) != 1 or home is None or any(party_of(m) == home for m in hit.skeleton.every("CY")):
        return None
    told = (m for m in hit.skeleton.every("RT") if before[0].start < m.start <= hit.start)
    if any(m.start < hit.start or m.kind == "T" for m in told):
        return None  # "Lille ist seit 1977 Partnerstadt, Turin seit 1994"
    text = reading.document.text
    sentence = reading.document.sentences[hit.sentence]
    joined = _JOINED.search(text[sentence.start : before[0].start]) is not None  # "Mit Lille … die Stadt"
    taken_up = not joined and _AGAIN.search(text, before[0].end, hit.words.end) is not None
    free = _NO_SUBJECT.search(text[sentence.start : before[0].start]) is None
    clause = not _CLAUSE.search(text, before[0].end, hit.start)
    return party_of(before[0]) if taken_up or (free and clause and _ACTS.match(text, before[0].end)) else None


_AGAIN = re.compile(
    r"\b(?:die Stadt|der Ort|die Gemeinde|the town|the city|la ville|la commune)\b(?! (?:\w+ )?(?:mit|"
    r"with|avec|von|of|de)\b)"
)
_JOINED = re.compile(r"\b(?:[Mm]it|[Ww]ith|[Aa]vec|[Zz]u)(?: (?:der|dem|Stadt|the city of|la ville de))* $")
_CLAUSE = re.compile(r"[;:.]| (?:und|and|et|aber|but|mais) ")
_ACTS = re.compile(
    r" (?:is|was|has|had|marks?|celebrat\w+|renew\w+|keeps|ist|war|hat|hatte|feiert|begeht|pflegt|"
    r"unterhält|est|a\b|fête|célèbre|(?:ihre|seine|its|sa|son|une|eine)\b)"
)


def _noun(hit: Hit) -> AgreementNoun | None:
    """Return the word for the link."""
    records = [m.record for m in hit.mentions("anchor", "RTFAWVN")]
    return records[0] if records else None


def _link(
    hit: Hit, one: Party, other: Party, since: Since | None = None, noun: AgreementNoun | None = None
) -> Iterator[Link]:
    """Yield the link of two sides, unless they are the same; *noun* is one that stands in brackets."""
    if one != other:
        yield Link(frozenset({one, other}), noun or _noun(hit), hit.words, hit.sentence, since)


def _bracketed(hit: Hit, town: Typed) -> AgreementNoun | None:
    """Return the word for a bond in brackets right behind a town: "Lille (pacte d’amitié signé en 1962)"."""
    mentions = hit.skeleton.mentions
    at = next(i for i, m in enumerate(mentions) if m is town)
    following = mentions[at + 1] if at + 1 < len(mentions) else None
    near = following is not None and following.start - town.end <= _BRACKET and following.kind in "RFW"
    opens = near and hit.skeleton.text[hit.skeleton.positions[at] + 1 :].startswith(" (")
    noun: AgreementNoun | None = following.record if opens and following is not None else None
    return noun


_BRACKET = 12
"""Characters between a town and the word for its bond in brackets: " (seit einem …"."""


def _list_kinds(one: Party) -> str:
    """Return what a list holds.

    Towns and dates; a county or region has others of its kind for partners too.
    """
    return "CID" if one[0] == "institution" else "CD"


def _listed(reading: Reading, hit: Hit, group: str, one: Party) -> Iterator[Link]:
    """Yield a link for each town of a list, with the year that stands behind it.

    In a sentence about an end or a rest the year is no beginning, and the day of a renewal is none.
    """
    town: Party | None = None
    before: Party | None = None
    noun: AgreementNoun | None = None
    words_here = reading.words(hit.sentence)
    stopped = any(reading.cue(name).search(words_here) for name in ("ended", "suspended"))
    renewed = reading.cue("renew").search(words_here) is not None
    for mention in hit.mentions(group, _list_kinds(one)):
        if mention.kind != "D":
            if town:
                yield from _link(hit, one, town, noun=noun)
            before, town, noun = town, party_of(mention), _bracketed(hit, mention)
        elif town:
            words = Words(hit.start, mention.end, hit.rule.id, 0.9)
            is_other = stopped or (renewed and mention.record.date.day) or mention.record.rule in _TELLING
            since = None if is_other else (mention.record.date, words, mention.start)
            yield from _link(hit, one, town, since, noun)
            if before and _BOTH.search(reading.document.text, mention.start - 24, mention.start):
                yield from _link(hit, one, before, since)
            before = town = None
    if town:
        yield from _link(hit, one, town, noun=noun)


_BOTH = re.compile(r"\((?:beide|both|toutes deux|tous deux|les deux)\b[^()]*$")
"""Before a year that is that of the two towns before it: "Turin, Lille (beide seit 1990)"."""

_TELLING = frozenset(
    {
        "date-year-this",
        "date-year-next",
        "date-year-last",
        "date-year-before-last",
        "date-weekday",
        "date-today",
        "date-yesterday",
    }
)
"""Years told from the release's own: the news, not a beginning that stands behind a town."""


def _dated(hit: Hit, one: Party) -> Iterator[Link]:
    """Yield a link for each town of a chain in which the year stands before its towns."""
    mentions = hit.mentions("dated", _list_kinds(one))
    towns_first = bool(mentions) and mentions[0].kind != "D"
    date: Typed | None = None
    for mention in reversed(mentions) if towns_first else mentions:
        if mention.kind == "D":
            date = mention
        else:
            yield from _link(hit, one, party_of(mention), _since(hit, mention, date))


def _since(hit: Hit, town: Typed, date: Typed | None) -> Since | None:
    if date is None:
        return None
    words = Words(min(town.start, date.start), max(town.end, date.end), hit.rule.id, 0.9)
    return date.record.date, words, date.start
