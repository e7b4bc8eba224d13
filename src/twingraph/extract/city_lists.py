"""Names that stand in one list with sure towns -> towns."""

from __future__ import annotations

import re
from collections.abc import Container

from twingraph.extract.city_names import Candidate
from twingraph.lexicon import Gazetteer

TOWNLET, SMALL, KNOWN = 3_000, 15_000, 100_000
"""People of a town that is trusted with few signs, or known without any."""
_BETWEEN = re.compile(
    r"(?! $)(?: ?\([^()]{1,30}\))?(?: (?:seit|since|depuis) \d{4})?(?:,|;| ·)?(?: (?:und|and|et|sowie))?"
    r"(?: (?:mit|with|avec|à))? "
)


def with_listed(
    text: str, kept: list[Candidate], doubtful: list[Candidate], gazetteer: Gazetteer
) -> list[Candidate]:
    """Add names that stand in one list with sure towns: "Nice" in "Munich, Nice and Dunedin".

    A headline joins towns however small they are, where the release speaks of partners.
    """
    starts = {c.start: c for c in kept}
    ends = {c.end for c in kept}
    twins = _TWINS.search(text) is not None
    for c in doubtful if twins else ():
        if c.start < _HEAD and c.name not in gazetteer.common and _is_paired(text, c, starts, ends):
            starts[c.start] = c
            ends.add(c.end)
    for c in (*doubtful, *reversed(doubtful)):  # a list grows in both directions
        if c.start not in starts and _is_listed(text, c, starts, ends, gazetteer):
            starts[c.start] = c
            ends.add(c.end)
    return sorted(starts.values(), key=lambda c: c.start)


def _is_paired(text: str, c: Candidate, starts: Container[int], ends: Container[int]) -> bool:
    """True for a name that "and" or a dash joins to a sure town."""
    before = any(e in ends and _JOINT.fullmatch(text, e, c.start) for e in range(c.start - 9, c.start))
    return before or any(
        s in starts and _JOINT.fullmatch(text, c.end, s) for s in range(c.end + 1, c.end + 10)
    )


def _is_listed(
    text: str, c: Candidate, starts: Container[int], ends: Container[int], gazetteer: Gazetteer
) -> bool:
    """True where a name stands in one list with a sure town, or is well known and stands beside one."""
    least = TOWNLET if c.start < _HEAD else SMALL
    if c.name not in gazetteer.exonyms and c.population(gazetteer) <= least:
        return False
    before = any(e in ends and _BETWEEN.fullmatch(text, e, c.start) for e in range(c.start - 44, c.start))
    behind = any(s in starts and _BETWEEN.fullmatch(text, c.end, s) for s in range(c.end + 1, c.end + 45))
    comma = "," in text[c.start - 3 : c.start] or "," in text[c.end : c.end + 14]
    if before and behind:
        return True
    joined = c.start < _HEAD and _AND.search(text, c.start - 5, c.end + 5) is not None
    return (before or behind) and (comma or joined or c.population(gazetteer) >= KNOWN)


_JOINT = re.compile(r" (?:und|and|et|&|[–—-]) | ?[/–-] ?")
_TWINS = re.compile(
    r"[Pp]artner(?:stadt|städt|gemeinde|kommune)|[Ss]tädtepartner|[Vv]erschwister|\b[Tt]win(?:n|[- ][Tt]own)|"
    r"[Ss]ister[- ][Cc]it|[Jj]umel|villes? amie|\bPartner\b"
)
_HEAD = 250
"""Characters at the top, where a headline says between which towns something happens."""
_AND = re.compile(r" (?:und|and|et|&) ")
