"""Lists under a heading ("Unsere Partnerstädte") -> links: one for each town that an item begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Since, Words, party_of
from twingraph.extract.skeleton import TYPES, Skeleton, Typed

_LEAD = re.compile(
    r"(?:[-–—•*▪►✓·]\s*|\(?\d{1,2}[.)]\s*|\w\)\s*)?(?:(?:Stadt|Gemeinde|City of|Town of|Ville de|Commune de) )?"
)
"""What may stand before the town at the beginning of an item."""

_BEHIND = re.compile(
    rf"\s*(?:$|[,(:;/|–—·\[{TYPES['D']}]|-\s|(?:seit|since|depuis|in|en|aus|twinned|jumelé\w*) )"
)
"""What follows the town of an item: nothing, a country, a year."""

_PLURAL = re.compile(
    r"(?:städte|gemeinden|kommunen|schaften|orten?|dörfer|kreise|cities|towns|villages|communities|links|ties|"
    r"twinnings|partnerships|relationships|partners|villes \w+|communes \w+|jumelages|partenariats|jumelées)$",
    re.I,
)
_LONGEST_HEADING = 120


def listed_links(reading: Reading) -> Iterator[Link]:
    """Yield a link of the issuing side and each town of a list below a heading that speaks of partners."""
    if reading.home_party is None:
        return
    for index, noun in _headings(reading):
        items = list(_items(reading, index))
        if len(items) > 1:
            for item, town in items:
                yield from _link(reading, noun, item, town)


def _headings(reading: Reading) -> Iterator[tuple[int, AgreementNoun]]:
    """Yield the sentences that open a list, with their word for the partners."""
    for index, skeleton in reading.skeletons.items():
        words = reading.words(index).rstrip()
        opens = words.endswith(":") or reading.document.blocks[_block(reading, index)].kind == "headline"
        nouns = [m.record for m in skeleton.every("RTW") if _PLURAL.search(m.record.text)]
        if nouns and opens and len(words) <= _LONGEST_HEADING:
            yield index, nouns[-1]


def _block(reading: Reading, index: int) -> int:
    return reading.document.sentences[index].block


def _items(reading: Reading, heading: int) -> Iterator[tuple[int, Typed]]:
    """Yield the first sentence and the town of each item, up to the next heading that names no town."""
    block = _block(reading, heading)
    later = (i for i in reading.skeletons if _block(reading, i) > block)
    for index in takewhile(lambda i: not _closes(reading, i), later):
        town = lead_town(reading.skeletons[index])
        if town and _begins_block(reading, index) and party_of(town) != reading.home_party:
            yield index, town


def _begins_block(reading: Reading, index: int) -> bool:
    sentence = reading.document.sentences[index]
    return sentence.start == reading.document.blocks[sentence.block].start


def _closes(reading: Reading, index: int) -> bool:
    """True for a heading without a town, which ends the list."""
    is_heading = reading.document.blocks[_block(reading, index)].kind == "headline"
    return is_heading and not reading.skeletons[index].every("CYD")


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


def _link(reading: Reading, noun: AgreementNoun, index: int, town: Typed) -> Iterator[Link]:
    home = reading.home_party
    assert home is not None
    words = Words(town.start, town.end, "link-listed", 0.9)
    own = [m.record for m in reading.skeletons[index].every("RF")]
    since = _since(reading, index, town)
    yield Link(frozenset({home, party_of(town)}), (own or [noun])[0], words, index, since)


def _since(reading: Reading, index: int, town: Typed) -> Since | None:
    """Return the one date of an item; where it speaks of an end, none."""
    dates = [m for m in reading.skeletons[index].every("D") if m.record.until is None]
    stopped = any(reading.cue(name).search(reading.words(index)) for name in ("ended", "suspended"))
    if len(dates) != 1 or stopped:
        return None
    words = Words(town.start, dates[0].end, "since-listed", 0.9)
    return dates[0].record.date, words, dates[0].start
