"""Find things by name, in any language that the graph knows, accents and case aside."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from twingraph.iris import compact, slug
from twingraph.serve.ask import ask_page

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_KINDS = ("City", "Agreement", "Institution", "Project", "Person", "Release")
_NEAR = 0.75  # share of letters from which a name counts as a near spelling


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found by one of its names; ``rank``: 0 the whole name, 1 a start, 2 inside, 3 near."""

    rank: int
    kind: str
    name: str
    iri: str


def search(store: Dataset, text: str, *, limit: int = 60) -> list[Hit]:
    """Return what has a name like *text*, the best first; near spellings only where nothing fits.

    >>> slug("Wrocław") == slug("WROCLAW")
    True
    """
    wanted = slug(text)
    if not wanted:
        return []
    names = [(row, slug(row["label"].value)) for row in ask_page(store, "search_labels")]
    best: dict[str, Hit] = {}
    for near in (False, True):
        for row, name in names:
            rank = _near_rank(wanted, name) if near else _rank(wanted, name)
            if rank is not None:
                kind = compact(row["class"].value).removeprefix("tg:")
                hit = Hit(rank, kind, row["label"].value, row["thing"].value)
                best[hit.iri] = min(best.get(hit.iri, hit), hit, key=_order)
        if best:
            break
    return sorted(best.values(), key=_order)[:limit]


def _order(hit: Hit) -> tuple[int, int, str, str]:
    return hit.rank, _KINDS.index(hit.kind), hit.name.casefold(), hit.iri


def _rank(wanted: str, name: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted) or f"-{wanted}" in name:
        return 1
    return 2 if wanted in name else None


def _near_rank(wanted: str, name: str) -> int | None:
    matcher = SequenceMatcher(None, wanted, name, autojunk=False)
    return 3 if matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR else None
