"""Papers of all releases: what is told with a day here, a year there and no date elsewhere is one paper."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from twingraph.model import Entity, Extraction, Literal
from twingraph.support import is_within

_WHEN = re.compile(r"\d{4}|(?:from|until)-\d{4}|undated")
_DATES = ("tg:signedOn", "tg:validFrom", "tg:validUntil")

Line = tuple[str, ...]
"""What papers of one line share: kind, parties, and what else tells them apart but for the year."""


@dataclass
class _Told:
    """One year of a line: the releases that tell it, its dates, who signed."""

    releases: set[str] = field(default_factory=set)
    dates: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    signatories: set[str] = field(default_factory=set)


class Papers:
    """Which papers are one, asked by the parts of a key and the release that tells it."""

    def __init__(self) -> None:
        self._lines: dict[Line, dict[str, _Told]] = defaultdict(lambda: defaultdict(_Told))
        self._undated: dict[tuple[Line, str], tuple[str, set[str]]] = {}
        self._years: dict[tuple[Line, str], str] = {}
        self._found: dict[tuple[Line, str], str] = {}

    def learn(self, extraction: Extraction, iris: Mapping[str, str]) -> None:
        """Remember the papers of a release; *iris* holds the IRIs of its towns, organisations and persons."""
        dates, signatories = _dates(extraction), _signatories(extraction, iris)
        for entity in extraction.entities:
            line, when = split_key(entity, iris)
            if not when:
                continue
            if when == "undated":
                about = _issued(extraction), signatories[entity.ref]
                self._undated[line, extraction.release.id] = about
                continue
            told = self._lines[line][when]
            told.releases.add(extraction.release.id)
            told.signatories |= signatories[entity.ref]
            for predicate, values in dates[entity.ref].items():
                told.dates[predicate] |= values

    def settle(self) -> None:
        """Decide which papers are one; ask only after that."""
        for line, told in self._lines.items():
            for when in sorted(told):
                self._years[line, when] = _signed_as(told, when)
        for (line, release), (issued, signatories) in self._undated.items():
            possible = _possible(self._lines.get(line, {}), release, issued, signatories)
            years = {self._years[line, when] for when in possible}
            if len(years) == 1:
                self._found[line, release] = years.pop()

    def year(self, line: Line, when: str, release: str) -> str:
        """Return the year part under which a paper goes across releases."""
        if when == "undated":
            return self._found.get((line, release), when)
        return self._years.get((line, when), when)


def split_key(entity: Entity, iris: Mapping[str, str]) -> tuple[Line, str]:
    """Return what a paper shares with others of its line, and the part of its key that tells its year.

    The year is "" where the key holds none: then it is a relationship, or no agreement.
    """
    if entity.kind != "Agreement" or len(entity.key) < 2 or not _WHEN.fullmatch(entity.key[1]):
        return (), ""
    own = [part for part in (entity.key[0], *entity.key[2:]) if not part.startswith("@")]
    parties = sorted(iris[part[1:]] for part in entity.key if part.startswith("@"))
    return (*own, *parties), entity.key[1]


def _signed_as(told: Mapping[str, _Told], when: str) -> str:
    """Return the year of the one other paper of the line that *when* tells by its term only, else *when*.

    Rather by its signing than by its beginning, rather by its beginning than by its end.
    """
    for kind in (r"\d{4}", r"from-\d{4}"):
        if re.fullmatch(kind, when):
            return when
        years = [y for y in sorted(told) if re.fullmatch(kind, y) and _is_one(told[y], told[when])]
        if len(years) == 1:
            return _signed_as(told, years[0])
    return when


def _is_one(one: _Told, other: _Told) -> bool:
    """True where both have a date that fits, none that does not, and no release tells them apart."""
    both = [name for name in _DATES if one.dates[name] and other.dates[name]]
    fits = [_fit(one.dates[name], other.dates[name]) for name in both]
    return bool(fits) and all(fits) and not one.releases & other.releases


def _fit(ones: Iterable[str], others: Iterable[str]) -> bool:
    return any(is_within(a, b) or is_within(b, a) for a in ones for b in others)


def _possible(told: Mapping[str, _Told], release: str, issued: str, signatories: set[str]) -> Iterator[str]:
    """Yield the years of the papers that an undated one may be: known by its time, signed by the same."""
    for when, paper in told.items():
        later = bool(issued) and when[-4:] > issued and not when.startswith("until")
        others = bool(signatories) and not signatories & paper.signatories
        if not later and not others and release not in paper.releases:
            yield when


def _issued(extraction: Extraction) -> str:
    issued = extraction.release.issued
    return f"{issued.year:04d}" if issued else ""


def _dates(extraction: Extraction) -> dict[str, dict[str, set[str]]]:
    """Return the dates of each subject of a release by predicate."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for fact in extraction.facts:
        if fact.predicate in _DATES and isinstance(fact.object, Literal):
            found[fact.subject][fact.predicate].add(fact.object.lexical)
    return found


def _signatories(extraction: Extraction, iris: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the IRIs of those who signed each agreement of a release."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity in extraction.entities:
        if entity.kind == "Signature":
            agreement, person = (part.removeprefix("@") for part in entity.key[:2])
            found[agreement].add(iris.get(person, person))
    return found
