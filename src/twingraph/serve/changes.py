"""What differs between two generations: agreements that came, went or say something else, and releases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twingraph.serve.ask import ask_page
from twingraph.serve.views.atlas import Atlas, Bond, read_atlas

if TYPE_CHECKING:
    from twingraph.store.base import Dataset


@dataclass(frozen=True)
class Changes:
    """The agreements and releases by which the graph differs from an earlier one.

    ``before`` is the atlas that names what went, ``after`` what is there; ``changed`` holds agreements as
    they are in the later generation.
    """

    before: Atlas
    after: Atlas
    added: tuple[Bond, ...]
    removed: tuple[Bond, ...]
    changed: tuple[Bond, ...]
    releases_added: tuple[str, ...]
    releases_removed: tuple[str, ...]


def compare_agreements(earlier: Dataset, later: Dataset) -> Changes:
    """Return what differs from *earlier* to *later*."""
    before, after = read_atlas(earlier), read_atlas(later)
    old, new = _releases(earlier), _releases(later)
    return Changes(
        before=before,
        after=after,
        added=_of(after, after.bonds.keys() - before.bonds.keys()),
        removed=_of(before, before.bonds.keys() - after.bonds.keys()),
        changed=tuple(
            bond for iri, bond in after.bonds.items() if iri in before.bonds and before.bonds[iri] != bond
        ),
        releases_added=tuple(sorted(new - old)),
        releases_removed=tuple(sorted(old - new)),
    )


def _of(atlas: Atlas, iris: Iterable[str]) -> tuple[Bond, ...]:
    return tuple(atlas.bonds[iri] for iri in sorted(iris))


def _releases(store: Dataset) -> set[str]:
    return {row["release"].value for row in ask_page(store, "releases_list")}
