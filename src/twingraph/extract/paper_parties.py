"""The towns and organisations that a paper binds."""

from __future__ import annotations

import re

from twingraph.extract.circles import announced_circle
from twingraph.extract.main_partner import is_abroad
from twingraph.extract.paper_windows import followers_of, signs_in_sentence, towns_of_signers
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Paper, Party, Words, is_of_houses, is_public_house, party_of
from twingraph.extract.roles import RoleMention
from twingraph.extract.signers import ABSENT
from twingraph.extract.skeleton import expand_macros


def fill_parties(reading: Reading, paper: Paper, links: list[Link], pair: frozenset[Party]) -> None:
    """Take the parties that a rule ties to one of the paper's nouns, the largest set first.

    Else the main pair.
    """
    first = paper.windows[0]
    named = _links_of(paper, links, pair)
    towns = _signing_towns(reading, paper) if not named else set()
    circle: frozenset[Party] = _circle(reading, paper) if not named else frozenset()
    circle = circle if {("city", t) for t in towns} <= circle else frozenset()
    best = max(named, key=lambda k: (len(k.parties), -k.words.start), default=None)
    houses = _signing_houses(reading, paper) or _linked_houses(paper, links) if not named else frozenset()
    if houses:
        paper.parties = houses
        paper.party_words = Words(first.start, first.end, "paper-houses", 0.75)
    elif circle:
        paper.parties = circle
        paper.party_words = Words(first.start, first.end, "paper-circle", 0.75)
    elif paper.time == "new" and not best and (announced := announced_circle(reading)):
        paper.parties = announced
        paper.party_words = Words(first.start, first.end, "paper-announced", 0.7)
    elif len(towns) > 1:
        paper.parties = frozenset(("city", t) for t in towns)
        paper.party_words = Words(first.start, first.end, "paper-signatories", 0.8)
    elif best is None or (len(best.parties) == 2 and paper.time != "new"):
        told = _all_towns(reading, paper) or _visited(reading, paper, pair)
        paper.parties = best.parties if best else told or pair
        paper.party_words = Words(first.start, first.end, "paper-main-pair", 0.8)
    else:
        paper.parties = best.parties
        paper.party_words = best.words


def _links_of(paper: Paper, links: list[Link], pair: frozenset[Party]) -> list[Link]:
    """Return the links tied to the paper's nouns.

    An earlier paper is told by its parties only if not the pair's.
    """
    nouns = {w.noun for w in paper.windows}
    named = [k for k in links if k.noun in nouns]
    if paper.time != "new":
        return [k for k in named if k.parties != pair]
    if paper.qualifier:
        return named
    spread = [k for k in links if k.noun and k.noun.group == "relationship" and len(k.parties) > 2]
    shared = any(k.parties == s.parties for k in named for s in spread)
    return named + spread if shared else named


def _signing_towns(reading: Reading, paper: Paper) -> set[int]:
    """Return the towns whose officials stand where the text tells the signing of a new paper."""
    if paper.time != "new" or paper.planned or _all_towns(reading, paper):
        return set()
    told = [i for w in paper.windows for i in (w.sentence, *followers_of(reading, w))]
    return towns_of_signers(
        reading, [i for i in told if signs_in_sentence(reading, i) or _renews_by_two(reading, i)]
    )


def _renews_by_two(reading: Reading, index: int) -> bool:
    """True for a sentence in which two persons renew something: "le maire … et … ont renouvelé"."""
    return len(reading.skeletons[index].every("P")) >= _TWO and reading.has_cue("renew", index)


def _linked_houses(paper: Paper, links: list[Link]) -> frozenset[Party]:
    """Return the two organisations that words shortly before a paper without a name of its own tie."""
    if paper.time != "new" or not all(w.noun.is_weak for w in paper.windows):
        return frozenset()
    first = paper.windows[0]
    near = (k for k in links if 0 <= first.sentence - k.sentence <= _TWO and k.words.start < first.noun.start)
    bonds = (k for k in near if is_of_houses(k) and k.noun and k.noun.group.endswith("relationship"))
    return next((k.parties for k in bonds), frozenset())


_BOTH_HOUSES = re.compile(
    r"\b(?:der|beider|zwischen den|zwischen beiden|between|of|by|entre|des)(?: beiden| zwei| the| "
    r"les)?(?: two| both| deux)? "
    r"(?:Häuser|Einrichtungen|Kliniken|Krankenhäuser|Hochschulen|Universitäten|Schulen|Museen|Theater|"
    r"Unternehmen|"
    r"Feuerwehren|Archive|Bibliotheken|Vereine|Zoos|Institute|hospitals|universities|schools|museums|"
    r"institutions|"
    r"colleges|libraries|theatres|companies|hôpitaux|établissements|universités|écoles|musées|institutions|"
    r"lycées|structures|théâtres|directions|directrices|directeurs|Leitungen|Direktionen|directors)\b"
)


_MUNICIPAL = frozenset({"mayor", "deputy-mayor", "councillor", "governor", "minister"})


def _signing_houses(reading: Reading, paper: Paper) -> frozenset[Party]:
    """Return the two organisations whose heads sign: "an agreement of the two hospitals".

    One of them may be the one that issues the release.  Where a mayor signs too, the towns do.
    """
    if paper.time != "new" or paper.founding:
        return frozenset()
    indexes = sorted({i for w in paper.windows for i in (w.sentence, *followers_of(reading, w))})
    bounds = [(reading.document.sentences[i].start, reading.document.sentences[i].end) for i in indexes]
    held = [r for r in reading.roles if any(a <= r.start < b for a, b in bounds)]
    houses = {r.institution.name for r in held if r.institution and r.concept not in _MUNICIPAL}
    both = any(_BOTH_HOUSES.search(reading.document.text, *bound) for bound in bounds)
    official = any(r.concept in _MUNICIPAL and _may_sign(reading, r) for r in held)
    if official and not both:
        return frozenset()
    own = _issuing_house(reading)
    if len(houses) == 1 and own and own not in houses:
        houses.add(own)
    if len(houses) < _TWO and not official and (told := houses_told_before(reading, indexes)):
        return told
    return frozenset(("institution", name) for name in houses) if len(houses) == _TWO else frozenset()


def _may_sign(reading: Reading, role: RoleMention) -> bool:
    """True unless somebody only attends: "Bürgermeisterin Ann Roe, die der Unterzeichnung beiwohnte, …"."""
    near = [m for m in role.person.mentions if 0 <= m.start - role.end < _BEHIND]
    return not any(ABSENT.match(reading.document.text, m.end) for m in near)


_BEHIND = 30
_HOUSE_PAIR = re.compile(
    expand_macros(
        r"{H}(?:,? (?:\([^)]*\)|[^.;{H}]{2,40}),)?(?: (?:in|of|de|à|aus|von) {C})?,? (?:und|and|et|sowie) "
        r"(?:der |die |das |dem |the |le |la |l[’']|its |ihre |sein |seine "
        r")?(?:[A-ZÄÖÜ]?[a-zäöüß]+e[nrs]? ){0,2}{H}",
        {},
    )
)


def houses_told_before(reading: Reading, indexes: list[int]) -> frozenset[Party]:
    """Return the two organisations that a sentence before names.

    It says that they work together, or the sentences *indexes* say that both houses sign.
    """
    both = any(_BOTH_HOUSES.search(reading.words(i)) for i in indexes)
    for before in range(indexes[0] - 1, max(-1, indexes[0] - _NEAR), -1):
        skeleton = reading.skeletons.get(before)
        pair = _HOUSE_PAIR.search(skeleton.text) if skeleton else None
        if skeleton and pair and (both or _TOGETHER.search(skeleton.text, pair.end())):
            return frozenset(party_of(m) for m in skeleton.inside(pair.span(), "H"))
    return frozenset()


def house_pair(reading: Reading, links: list[Link]) -> frozenset[Party] | None:
    """Return the first two organisations that a release says work together, where it is about no towns."""
    tied = next((k.parties for k in links if is_of_houses(k)), None)
    if tied:
        return tied
    for skeleton in reading.skeletons.values():
        pair = _HOUSE_PAIR.search(skeleton.text) if skeleton.every("H") else None
        if pair and (skeleton.every("RFAVNW") or _TOGETHER.search(skeleton.text, pair.end())):
            houses = frozenset(party_of(m) for m in skeleton.inside(pair.span(), "H"))
            if any(is_public_house(str(name)) for _, name in houses):
                return houses
    return None


_NEAR = 5
_TOGETHER = re.compile(
    r"zusammen|kooperi|Partner\b|gemeinsam|Zusammenarbeit|together|partners|co-?operat|tauschen|teilen|"
    r"verabredet|vereinbar|verständigt|verbünde|vernetz|helfen|unterstütz|lern|exchang|share|swap|team|link|"
    r"collabor|ensemble|s[’']alli|s[’']uni|rapproch|échang|jumel|associ|"
    r"partenaires|partag|coopèr"
)
"""What two houses do that sign a paper in the sentence behind."""


def _issuing_house(reading: Reading) -> str | None:
    """Return the hospital, university or museum that heads a release, None where a town does."""
    first = reading.document.blocks[0].end if reading.document.blocks else 0
    heads = [i.name for i in reading.institutions if i.start < first and _HOUSE.search(i.name)]
    short = (i.name for i in reading.institutions if heads and _abbreviates(i.name, heads[0]))
    return next(short, heads[0]) if heads else None


def _abbreviates(name: str, full: str) -> bool:
    """True for "CHU d’Angers" beside "CENTRE HOSPITALIER UNIVERSITAIRE D’ANGERS"."""
    first = name.split()[0]
    initials = "".join(word[0] for word in full.split())
    return len(first) > 1 and first.isupper() and first != full.split()[0] and initials.startswith(first)


_HOUSE = re.compile(
    r"klinik|krankenhaus|spital|hôpital|hospital|universit|hochschule|museum|musée|theat|théât|feuerwehr|zoo|"
    r"stadtwerke|werke\b|utilit|college|school|schule|lycée|collège|orchest|bibliothek|library|archiv|"
    r"institut",
    re.I,
)


_TWO = 2

_RUN = re.compile(
    expand_macros(
        r"{CI}(?:, (?:der |the |le |la )?(?:[a-zäöüß]+e )?{CI})+,? (?:und|and|et|sowie) (?:der |the |le "
        r"|la )?(?:[a-zäöüß]+e )?{CI}",
        {},
    )
)


def _circle(reading: Reading, paper: Paper) -> frozenset[Party]:
    """Return the three towns or more that the sentence before the paper lists, the issuing one among them."""
    if paper.time != "new" or reading.home_party is None:
        return frozenset()
    index = paper.windows[0].sentence
    for before in (index, index - 1):
        skeleton = reading.skeletons.get(before)
        run = _RUN.search(skeleton.text) if skeleton else None
        towns = (
            frozenset(party_of(m) for m in skeleton.inside(run.span(), "CI"))
            if skeleton and run
            else frozenset()
        )
        if len(towns) > 2 and reading.home_party in towns:
            return towns
    return frozenset()


_HELD_UP = re.compile(
    r"\b(?:aufgehalten|verhindert|verreist|zurückgehalten|detained|held up|delayed|"
    r"away (?:in|at)|retenue?|empêchée?)\b"
)
"""Somebody who is kept in a town did not sign there."""


def _visited(reading: Reading, paper: Paper, pair: frozenset[Party]) -> frozenset[Party]:
    """Return the issuing town and the one abroad where, as the sentence says, two persons sign.

    "travelled to Lille, where he and Mayor Ann Roe signed": the main partner is not named near.
    """
    home = reading.home_party
    for window in paper.windows if paper.time == "new" and home in pair else ():
        near = [
            reading.skeletons[i] for i in (window.sentence - 1, window.sentence) if i in reading.skeletons
        ]
        if any(_HELD_UP.search(skeleton.text) for skeleton in near):
            continue
        towns = {party_of(m) for skeleton in near for m in skeleton.every("CY")} - {home}
        people = len(reading.skeletons[window.sentence].every("P"))
        both = people >= _TWO and signs_in_sentence(reading, window.sentence)
        if both and len(towns) == 1 and not towns & pair and is_abroad(reading, next(iter(towns))):
            return frozenset({*towns, home}) if home else frozenset()
    return frozenset()


_ALL = re.compile(
    r"\b(?:aller (?P<n>drei|vier|fünf|sechs)|der (?P<m>drei|vier|fünf|sechs)|"
    r"all (?P<e>three|four|five)|(?:les|des) (?P<f>trois|quatre|cinq)) "
    r"(?:Städte|Partnerstädte|Kommunen|Partner|cities|towns|villes|communes)",
    re.I,
)

_COUNT = {
    count: number
    for number, words in (
        (3, "drei three trois"),
        (4, "vier four quatre"),
        (5, "fünf five cinq"),
        (6, "sechs"),
    )
    for count in words.split()
}


def _all_towns(reading: Reading, paper: Paper) -> frozenset[Party]:
    """Return the parties of a paper "of all four towns".

    The home town and the towns first named up to there.
    """
    for window in paper.windows:
        match = _ALL.search(reading.document.text[window.start : window.end])
        if match:
            count = _COUNT[next(g for g in match.groups() if g).lower()]
            named = (c.geonames_id for c in reading.cities if c.start < window.end)
            towns = list(dict.fromkeys([reading.home, *(t for t in named if t not in reading.oriented)]))
            if len(towns) >= count:
                return frozenset(("city", t) for t in towns[:count] if t is not None)
    return frozenset()
