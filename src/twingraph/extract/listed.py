"""Lists under a heading ("Unsere Partnerstädte") -> links: one for each town that an item begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twingraph.extract.country_signs import names_country
from twingraph.extract.layout import Block
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Since, Words, party_of
from twingraph.extract.skeleton import TYPES, Skeleton, Typed, expand_macros

_LEAD = re.compile(
    r"(?:[-–—•*▪►✓·]\s*|\(?\d{1,2}[.)]\s*|\(?\w\)\s*)?(?:(?:Stadt|Gemeinde|City of|Town of|Ville de|"
    r"Commune de) )?"
)
"""What may stand before the town at the beginning of an item."""

_BEHIND = re.compile(
    rf"\s*(?:$|[,(:;/|–—·\[{TYPES['D']}]|-\s|(?:seit|since|depuis|in|en|aus|twinned|jumelé\w*) )"
)
"""What follows the town of an item: nothing, a country, a year."""

_PLURAL = re.compile(
    r"(?:städte|gemeinden|kommunen|schaften|orten?|dörfer|kreise|cities|towns|villages|communities|"
    r"links|ties|"
    r"twinnings|partnerships|relationships|partners|villes \w+|communes \w+|jumelages|partenariats|"
    r"jumelées)$",
    re.I,
)
_LONGEST_HEADING = 120
_LONGEST_LIST = 300
"""Characters of a heading, sentences of a list."""


def listed_links(reading: Reading) -> Iterator[Link]:
    """Yield a link of the issuing side and each town of a list below a heading that speaks of partners."""
    if reading.home_party is None:
        return
    read: set[int] = set()
    for index, noun in _headings(reading):
        items = [(i, town) for i, town in _items(reading, index) if i not in read]
        if len(items) > 1:
            read |= {i for i, _ in items}
            for item, town in items:
                yield from _link(reading, noun, item, town)


_PARTNERS = re.compile(
    r"\b(?:our|unsere|nos) (?:international )?(?:partners?|partenaires|friends abroad)\b", re.I
)


def _headings(reading: Reading) -> Iterator[tuple[int, AgreementNoun | None]]:
    """Yield the sentences that open a list, with their word for the partners."""
    for index, skeleton in reading.skeletons.items():
        words = reading.words(index).rstrip()
        opens = words.endswith(":") or _block(reading, index).kind == "headline"
        nouns = [m.record for m in skeleton.every("RTW") if _PLURAL.search(m.record.text)]
        if (nouns or _PARTNERS.search(words)) and opens and len(words) <= _LONGEST_HEADING:
            yield index, nouns[-1] if nouns else None


def _block(reading: Reading, index: int) -> Block:
    return reading.document.blocks[reading.document.sentences[index].block]


def _items(reading: Reading, heading: int) -> Iterator[tuple[int, Typed]]:
    """Yield the first sentence and the town of each item.

    Behind a further heading without a town only those count that give a year or a country beside the town.
    """
    start, closed = _block(reading, heading).end, False
    for index in range(heading + 1, min(heading + _LONGEST_LIST, len(reading.document.sentences))):
        skeleton = reading.skeletons.get(index)
        block = _block(reading, index)
        if skeleton is None or block.start < start or reading.document.sentences[index].start != block.start:
            continue
        town = lead_town(skeleton)
        closed = closed or (town is None and _is_heading(reading, block, skeleton))
        own = town is not None and party_of(town) == reading.home_party
        if town and not own and (not closed or _is_sure(reading, town, skeleton)):
            yield index, town
            yield from ((index, other) for other in _beside(skeleton))


_TWO_LEADS = re.compile(
    expand_macros(r"{C}(?:, [\w ]+)?,? (?:and|und|et) (?P<other>{C})(?:, [\w ]+)?[.:]?", {})
)


def _beside(skeleton: Skeleton) -> list[Typed]:
    """Return the second town of an item for two: "Lille, France, and Turin, Italy."."""
    match = _TWO_LEADS.fullmatch(skeleton.text.rstrip())
    return skeleton.inside(match.span("other"), "C") if match else []


def _is_heading(reading: Reading, block: Block, skeleton: Skeleton) -> bool:
    """True for a line of its own below a blank one, which names neither town nor year."""
    apart = reading.document.text[: block.start].endswith("\n\n")
    return block.kind == "headline" and apart and not skeleton.every("CYD")


def _is_sure(reading: Reading, town: Typed, skeleton: Skeleton) -> bool:
    """True where an item gives the town's country or one year beside it."""
    behind = reading.document.text[town.end : town.end + 40]
    return names_country(behind, reading.lexicon) or len(skeleton.every("D")) == 1


def lead_town(skeleton: Skeleton) -> Typed | None:
    """Return the town that a sentence begins with as an item or a small heading does: "Lille: …"."""
    town = next(
        ((p, m) for p, m in zip(skeleton.positions, skeleton.mentions, strict=True) if m.kind == "C"), None
    )
    if town is None:
        return None
    position, mention = town
    leads = _LEAD.fullmatch(skeleton.text, 0, position) and _BEHIND.match(skeleton.text, position + 1)
    return mention if leads else None


def _link(reading: Reading, noun: AgreementNoun | None, index: int, town: Typed) -> Iterator[Link]:
    home = reading.home_party
    assert home is not None
    words = Words(town.start, town.end, "link-listed", 0.9)
    own = [m.record for m in reading.skeletons[index].every("RF")]
    since = _since(reading, index, town)
    yield Link(frozenset({home, party_of(town)}), (own or [noun])[0], words, index, since)


_YEAR = re.compile(r"\d{4}|[’']\d\d\b")


def _since(reading: Reading, index: int, town: Typed) -> Since | None:
    """Return the one date of an item; where it speaks of an end, none."""
    dates = [m for m in reading.skeletons[index].every("D") if m.record.until is None]
    stopped = any(reading.cue(name).search(reading.words(index)) for name in ("ended", "suspended"))
    dates = dates or _labelled(reading, index) or _told_below(reading, index)
    if len(dates) != 1 or stopped or not _YEAR.search(reading.document.text, dates[0].start, dates[0].end):
        return None  # "who row in August" tells no year
    words = Words(town.start, dates[0].end, "since-listed", 0.9)
    return dates[0].record.date, words, dates[0].start


_BEGAN = re.compile(
    r"\b(?:added|since|dates? (?:back )?(?:to|from)|goes back to|joined|began|founded|established|formalized|"
    r"made official|twinned|paired|became|signed|signing|seit|geht auf|gegründet|begründet|besiegelt|"
    r"geschlossen|unterzeichnet|Unterzeichnung|kam|stieß|Anfang|Urkunden?|ausgetauscht|hinzu|dazu|verbindet|Vertrag|"
    r"Jahreszahl|verschwistert|Partnerin|charter|exchanged|linked|first|commence|début|charte|acte|née?|"
    r"nouée?|depuis|remonte|date d|signée?|scellée?|jumelée?|rejoint|"
    r"ajoutée?)\b",
    re.I,
)


def _told_below(reading: Reading, index: int) -> list[Typed]:
    """Return the one date of the first sentence behind an item's town that tells a beginning."""
    block = reading.document.sentences[index].block
    if reading.document.blocks[block].kind == "headline":  # what stands below a heading is a block of its own
        block += 1
    for later in range(index + 1, min(index + 4, len(reading.document.sentences))):
        skeleton = reading.skeletons.get(later)
        if skeleton is None or reading.document.sentences[later].block > block or lead_town(skeleton):
            return []
        days = [m for m in skeleton.every("D") if m.record.until is None]
        if days:
            return days if len(days) == 1 and _BEGAN.search(reading.words(later)) else []
    return []


_LABELLED = 60
"""Characters of a line that is but a label and its year."""

_LABEL = re.compile(
    r"^(?:\w+[ -])?(?:seit|since|depuis|gegründet|begründet|year|jahr|année|twinned|established)\b", re.I
)


def _labelled(reading: Reading, index: int) -> list[Typed]:
    """Return the date of a line below an item that is labelled so: "Partnerstadt seit: 1953"."""
    for later in range(index + 1, min(index + 4, len(reading.document.sentences))):
        skeleton = reading.skeletons.get(later)
        if skeleton is None or lead_town(skeleton):
            return []
        if _LABEL.match(reading.words(later)) and len(reading.words(later)) < _LABELLED:
            return [m for m in skeleton.every("D") if m.record.until is None][:1]
    return []
