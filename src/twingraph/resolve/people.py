"""Persons of all releases: which spellings at which town are one person, and what to call it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from twingraph.iris import slug
from twingraph.model import Entity, Extraction
from twingraph.resolve.groups import Groups
from twingraph.resolve.spelling import fold_name, is_misread


@dataclass
class _Spelling:
    """One spelling of a name at one town: the releases that have it, the offices they give to it."""

    releases: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)


class People:
    """Who is who, asked by name and town (a segment of an IRI), or by the name alone."""

    def __init__(self) -> None:
        self._spellings: dict[str, dict[str, _Spelling]] = defaultdict(lambda: defaultdict(_Spelling))
        self._names: dict[tuple[str, str], str] = {}
        self._towns: dict[str, set[str]] = defaultdict(set)

    def learn(self, extraction: Extraction, towns: dict[str, str]) -> None:
        """Remember the persons of a release; *towns* holds the segment of each ref of a town."""
        offices = dict(_offices(extraction.entities))
        for entity in extraction.entities:
            if entity.kind == "Person":
                town = towns.get(entity.key[1][1:], "") if len(entity.key) > 1 else ""
                spelling = self._spellings[town][slug(entity.key[0])]
                spelling.releases.add(extraction.release.id)
                spelling.offices |= offices.get(entity.ref, set())

    def settle(self) -> None:
        """Decide which spellings are one person; ask only after that."""
        for town, spellings in self._spellings.items():
            for group in _same(spellings, misread=bool(town)):
                best = min(group, key=lambda name: (-len(spellings[name].releases), name))
                for name in group:
                    self._names[name, town] = best
                    if town:
                        self._towns[fold_name(name)].add(f"{best}\n{town}")

    def parts(self, name: str, town: str) -> list[str]:
        """Return what identifies a person: the name that most releases use, and the town.

        A name without a town joins the one person so called, if there is only one.
        """
        known = self._towns.get(fold_name(name), set())
        if not town and len(known) == 1:
            return next(iter(known)).split("\n")
        return [self._names.get((slug(name), town), name), *([town] if town else [])]


def _offices(entities: Iterable[Entity]) -> Iterator[tuple[str, set[str]]]:
    """Yield for each person's ref the offices, as the memberships of one release have them."""
    held: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        if entity.kind == "Membership" and entity.key[-1] != "other":
            held[entity.key[0].removeprefix("@")].add(entity.key[-1])
    yield from held.items()


def _same(spellings: dict[str, _Spelling], *, misread: bool) -> list[set[str]]:
    """Return the spellings of one town in groups of one person each.

    Transliterations are one.  What only looks *misread* is one where both hold the same office and no release
    tells them apart.
    """
    groups = Groups(sorted(spellings))
    folded: dict[str, list[str]] = defaultdict(list)
    for name in sorted(spellings):
        folded[fold_name(name)].append(name)
    for alike in folded.values():
        for other in alike[1:]:
            groups.join(alike[0], other)
    for one, other in _pairs(folded) if misread else ():
        if is_misread(one, other) and _may_be_one(spellings, folded[one], folded[other]):
            groups.join(folded[one][0], folded[other][0])
    return groups.all()


def _pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of folded names that begin and end alike: no others can be misread for each other."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(names):
        first, _, surname = name.rpartition(" ")
        alike[f"{first} {surname[:1]}", surname[-1:]].append(name)
    for group in alike.values():
        yield from combinations(group, 2)


def _may_be_one(spellings: dict[str, _Spelling], ones: list[str], others: list[str]) -> bool:
    pairs = [(spellings[one], spellings[other]) for one in ones for other in others]
    apart = any(one.releases & other.releases for one, other in pairs)
    return not apart and any(one.offices & other.offices for one, other in pairs)
