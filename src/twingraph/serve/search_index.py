"""The names of everything that has a page, in memory, so that they can be searched while a reader types."""

from __future__ import annotations

import csv
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import CONCEPTS, expand, slug
from twingraph.serve.ask import ask_rows
from twingraph.serve.exonyms import names_of_cities
from twingraph.serve.search_near import Letters, count_letters
from twingraph.serve.search_words import Passage, WordIndex, read_quotes
from twingraph.settings import resource_dir

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Atlas
    from twingraph.store.base import Dataset

KINDS = ("City", "Country", "Agreement", "Institution", "Project", "Person", "Concept", "Release")
"""What can be found, in the order of equally good hits."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a page: ``iri`` is its IRI, of a country its ISO code.

    ``weight`` counts its agreements; ``names`` are those it is shown by, by language; ``is_listed`` tells
    that no release names it, only a register of others.
    """

    kind: str
    iri: str
    country: str | None
    weight: int
    names: Mapping[str | None, str]
    is_listed: bool = False

    def name(self, language: str) -> str:
        """Return what to call it: in *language*, else without language, else English, else any."""
        for wanted in (language, None, "en"):
            if wanted in self.names:
                return self.names[wanted]
        return next(iter(self.names.values()))


@dataclass(frozen=True)
class SearchIndex:
    """Things and their names, those first that go first among equal hits.

    ``keys`` are what names are found by, ``owners`` says whose; ``text`` holds them all, each behind a line
    feed, ``starts`` says where.  ``whole`` has the numbers of each key, ``letters`` counts their letters, and
    ``words`` knows the words of names and quotes.
    """

    things: tuple[Thing, ...]
    names: tuple[str, ...]
    keys: tuple[str, ...]
    owners: array[int]
    text: str
    starts: array[int]
    whole: Mapping[str, tuple[int, ...]]
    letters: Letters
    words: WordIndex

    def named(self, key: str) -> Iterator[tuple[Thing, str]]:
        """Yield the things that have *key* for one of their keys, with that name."""
        return self.at(self.whole.get(key, ()))

    def at(self, numbers: Iterable[int]) -> Iterator[tuple[Thing, str]]:
        """Yield the things of names by their numbers, with the name."""
        for number in numbers:
            yield self.things[self.owners[number]], self.names[number]

    def matches(self, pattern: str, most: int) -> Iterator[tuple[Thing, str]]:
        """Yield the things one of whose keys holds *pattern*, with that name, each name once."""
        at, seen = self.text.find(pattern), -1
        while at >= 0 and most:
            number = bisect_right(self.starts, at) - 1
            if number != seen:
                yield self.things[self.owners[number]], self.names[number]
                seen, most = number, most - 1
            at = self.text.find(pattern, at + 1)


def keys_of(name: str) -> tuple[str, ...]:
    """Return what a name is found by: its slug, and where it has umlauts the one of those who type none.

    >>> keys_of("Düsseldorf"), keys_of("Łódź")
    (('duesseldorf', 'dusseldorf'), ('lodz',))
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return tuple(dict.fromkeys(key for key in (slug(name), slug(bare)) if key))


def read_index(store: Dataset, atlas: Atlas) -> SearchIndex:
    """Return the names of everything in *store*."""
    named: dict[tuple[str, str], dict[str, str | None]] = {}
    for kind, pattern in _NAMED.items():
        for row in ask_rows(store, f"SELECT ?thing ?label {{ {pattern} }}"):
            label = row["label"]
            assert isinstance(label, ox.Literal)
            named.setdefault((kind, row["thing"].value), {}).setdefault(label.value, label.language)
    _add_gazetteer(store, named)
    found = [_thing(atlas, kind, iri, names) for (kind, iri), names in sorted(named.items())]
    found += _listed(store, named)
    found += _countries(atlas)
    found += _concepts(atlas)
    found.sort(key=lambda named: (KINDS.index(named[0].kind), -named[0].weight, named[0].iri))
    return _index(found, read_quotes(store))


_LABELS = "VALUES ?says { rdfs:label foaf:name skos:altLabel } ?thing ?says ?label"
_NAMED = {
    **{
        kind: f"?thing a tg:{kind} . {_LABELS}"
        for kind in ("City", "Agreement", "Institution", "Project", "Person")
    },
    "Release": "GRAPH ?graph { ?thing a tg:Release ; dcterms:title ?label }",
}
_GAZETTEER = (
    "SELECT ?thing ?label { GRAPH ?gazetteer { ?thing tg:country ?country\n"
    "VALUES ?says { skos:prefLabel skos:altLabel } ?thing ?says ?label } }"
)
# Several small queries: as one, the engine takes ten times as long.


def _add_gazetteer(store: Dataset, named: dict[tuple[str, str], dict[str, str | None]]) -> None:
    """Add what the gazetteer calls the cities that the graph knows."""
    for row in ask_rows(store, _GAZETTEER):
        names = named.get(("City", row["thing"].value))
        if names is not None:
            names.setdefault(row["label"].value, None)


_Named = tuple[Thing, Iterable[str]]


def _thing(atlas: Atlas, kind: str, iri: str, names: Mapping[str, str | None]) -> _Named:
    shown = dict(atlas.names.get(iri, ()))
    if not shown:
        for name, language in names.items():
            shown.setdefault(language, name)
    country = atlas.places[iri].country if iri in atlas.places else None
    weight = len(atlas.bonds_of.get(iri, ()))
    more = names_of_cities(iri.rpartition("-")[2]) if kind == "City" else ()
    return Thing(kind, iri, country, weight, shown), [*names, *shown.values(), *more]


def _listed(store: Dataset, known: Container[tuple[str, str]]) -> Iterator[_Named]:
    """Yield the cities that stand in imported registers and in no release."""
    called: dict[str, dict[str, str | None]] = {}
    countries: dict[str, str] = {}
    for row in ask_rows(store, _LISTED):
        iri, label = row["thing"].value, row["label"]
        if ("City", iri) not in known and isinstance(label, ox.Literal):
            called.setdefault(iri, {}).setdefault(label.value, label.language)
            if "country" in row:
                countries[iri] = row["country"].value
    for iri, names in sorted(called.items()):
        shown = {language: name for name, language in sorted(names.items(), reverse=True)}
        more = names_of_cities(iri.rpartition("-")[2])
        thing = Thing("City", iri, countries.get(iri), 0, shown, is_listed=True)
        yield thing, [*names, *more]


_LISTED = """SELECT DISTINCT ?thing ?label ?country
{ GRAPH ?register { ?thing a schema:City ; schema:name ?label
  OPTIONAL { ?thing schema:addressCountry ?country } } }"""


def _countries(atlas: Atlas) -> Iterator[_Named]:
    """Yield the countries that a city of the graph is in, by their names in three languages."""
    path = resource_dir("data") / "lexicon" / "countries.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row and row[0] in atlas.countries and len(row) > 5:
                names = {language: row[column] for language, column in (("de", 1), ("en", 3), ("fr", 5))}
                shown: dict[str | None, str] = {key: name.partition("|")[0] for key, name in names.items()}
                weight = sum(len(atlas.bonds_of.get(city.iri, ())) for city in atlas.countries[row[0]])
                every = [part for name in names.values() for part in name.split("|")]
                yield Thing("Country", row[0], None, weight, shown), [*every, row[0]]


def _concepts(atlas: Atlas) -> Iterator[_Named]:
    """Yield the kinds, topics and statuses."""
    for scheme in ("kind", "topic", "status"):
        for local in CONCEPTS[scheme]:
            iri = expand(f"{scheme}:{local}")
            if names := atlas.names.get(iri):
                yield Thing("Concept", iri, None, 0, names), names.values()


def _index(found: Iterable[_Named], quotes: Iterable[Passage]) -> SearchIndex:
    things, names, keys, owners = list[Thing](), list[str](), list[str](), array("L")
    for thing, called in found:
        seen: set[str] = set()
        for name in called:
            for key in keys_of(name):
                if key not in seen:
                    seen.add(key)
                    names.append(name)
                    keys.append(key)
                    owners.append(len(things))
        things.append(thing)
    starts, at = array("L"), 0
    for key in keys:
        starts.append(at)
        at += len(key) + 1
    whole: dict[str, tuple[int, ...]] = {}
    for number, key in enumerate(keys):
        whole[key] = (*whole.get(key, ()), number)
    return SearchIndex(
        things=tuple(things),
        names=tuple(names),
        keys=tuple(keys),
        owners=owners,
        text="".join(f"\n{key}" for key in keys) + "\n",
        starts=starts,
        whole=whole,
        letters=count_letters(keys),
        words=WordIndex(keys, quotes),
    )
