"""Data files -> the words and places that extraction looks for."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from twingraph.errors import LexiconError
from twingraph.iris import mint_iri
from twingraph.model import Place
from twingraph.settings import resource_dir

LANGUAGES = ("de", "en", "fr")


def read_rows(path: Path, columns: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a TSV file of ours, comments and blank lines left out.

    Raises:
        LexiconError: If a row has not exactly *columns* fields, with file and line.
    """
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            row = tuple(line.split("\t"))
            if len(row) != columns:
                raise LexiconError(path, number, f"{len(row)} fields where {columns} belong")
            yield row


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that means something: ``values`` are the further columns of its row."""

    pattern: str
    languages: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, eq=False)  # compared and hashed by identity: it is a cache key
class Lexicon:
    """All word lists.  Cues are tried in the order of their file: the special stands before the general."""

    agreements: tuple[Cue, ...]
    roles: tuple[Cue, ...]
    topics: tuple[Cue, ...]
    cues: tuple[Cue, ...]
    institutions: tuple[Cue, ...]
    projects: tuple[Cue, ...]
    months: tuple[Cue, ...]
    feasts: tuple[Cue, ...]
    countries: tuple[tuple[str, ...], ...]
    first_names: frozenset[str]
    not_names: frozenset[str]
    surnames: frozenset[str]
    historical: frozenset[str]
    states: frozenset[str]
    regions: frozenset[str]
    heads: tuple[tuple[str, ...], ...]

    def patterns(self, cues: str, language: str, *values: str) -> str:
        """Return one alternation of the patterns of *cues* in *language*.

        Of those with one of *values* only.
        """
        found = [
            c.pattern
            for c in getattr(self, cues)
            if language in c.languages and (not values or c.values[0] in values)
        ]
        return "|".join(f"(?:{p})" for p in found) or r"(?!)"

    @cached_property
    def genders(self) -> tuple[tuple[str, str], ...]:
        """(ending of a noun in lower case, n, f or m), the longest first."""
        return tuple(sorted(((h[0], h[1]) for h in self.heads), key=lambda row: (-len(row[0]), row)))

    @cached_property
    def country_names(self) -> dict[str, str]:
        """Country name in any of the three languages -> ISO code."""
        return {name: row[0] for row in self.countries for i in (1, 3, 5) for name in row[i].split("|")}

    @cached_property
    def region_heads(self) -> frozenset[str]:
        """The last words of regions' names: the "Galles" of "Pays de Galles" is no town."""
        return frozenset(region.split()[-1] for region in self.regions)

    @cached_property
    def europe(self) -> frozenset[str]:
        """ISO codes of the countries of Europe: those that stand before the first of another continent."""
        codes = [row[0] for row in self.countries]
        return frozenset(codes[: codes.index("GE")])

    @cached_property
    def country_adjectives(self) -> tuple[tuple[str, str], ...]:
        """(adjective stem in lower case, ISO code), the longest first."""
        pairs = {
            (stem.lower(), row[0]) for row in self.countries for i in (2, 4, 6) for stem in row[i].split("|")
        }
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))

    def country_of_adjective(self, word: str) -> str | None:
        """Return the ISO code of an adjective of a country in lower case, whatever its ending, or None."""
        for length in range(len(word), max(2, len(word) - 4), -1):
            if word[:length] in self._adjective_codes:
                return self._adjective_codes[word[:length]]
        return None

    @cached_property
    def _adjective_codes(self) -> dict[str, str]:
        return dict(self.country_adjectives)


def read_cues(path: Path, values: int) -> tuple[Cue, ...]:
    """Return the cues of one file: pattern, languages joined by commas, then *values* columns.

    Raises:
        LexiconError: If a pattern is no regular expression or a language is unknown.
    """
    cues = []
    for number, (pattern, languages, *rest) in enumerate(read_rows(path, values + 2), 1):
        try:
            re.compile(pattern)
        except re.error as error:
            raise LexiconError(path, number, f"pattern {pattern!r}: {error}") from error
        known = tuple(languages.split(","))
        if not set(known) <= set(LANGUAGES):
            raise LexiconError(path, number, f"language {languages!r} is none of {', '.join(LANGUAGES)}")
        cues.append(Cue(pattern, known, tuple(rest)))
    return tuple(cues)


def read_words(*paths: Path) -> frozenset[str]:
    """Return the words of files that hold one a line."""
    return frozenset(row[0] for path in paths for row in read_rows(path, 1))


@lru_cache(maxsize=4)
def read_lexicon(folder: Path | None = None) -> Lexicon:
    """Return the lexicon of *folder* (default: the one that comes with the program)."""
    root = folder or resource_dir("data") / "lexicon"
    return Lexicon(
        agreements=read_cues(root / "agreements.tsv", 2),
        roles=read_cues(root / "roles.tsv", 1),
        topics=read_cues(root / "topics.tsv", 1),
        cues=read_cues(root / "cues.tsv", 1),
        institutions=read_cues(root / "institutions.tsv", 1),
        projects=read_cues(root / "projects.tsv", 1),
        months=read_cues(root / "months.tsv", 1),
        feasts=read_cues(root / "feasts.tsv", 1),
        countries=tuple(read_rows(root / "countries.tsv", 7)),
        first_names=read_words(root / "first_names.tsv", root / "first_names_extra.tsv"),
        not_names=read_words(root / "not_names.tsv"),
        surnames=read_words(root / "surnames.tsv"),
        historical=read_words(root / "historical.tsv"),
        states=read_words(root / "states.tsv"),
        regions=read_words(root / "regions.tsv"),
        heads=tuple(read_rows(root / "heads.tsv", 2)),
    )


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Towns by name.  Rows stay text until they are asked for: most of the 141,107 never are."""

    rows: dict[int, str]
    by_name: dict[str, tuple[int, ...]]
    exonyms: dict[str, tuple[int, ...]]
    demonyms: dict[str, int]
    common: dict[str, tuple[str, ...]]
    languages: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    """Languages in which a town has an exonym."""
    _places: dict[int, Place] = field(default_factory=dict)

    def place(self, geonames_id: int) -> Place:
        """Return the place with this GeoNames id (KeyError where there is none)."""
        if geonames_id not in self._places:
            self._places[geonames_id] = _parse_place(self.rows[geonames_id])
        return self._places[geonames_id]

    def unlisted(self, name: str) -> int:
        """Return the id of a town that GeoNames does not list: negative, the same for the same name."""
        number = -1 - zlib.crc32(name.encode())
        self._places.setdefault(number, Place(number, name, "", 0.0, 0.0, 0))
        return number

    def find(self, name: str) -> tuple[int, ...]:
        """Return the GeoNames ids of the towns called *name*, by main name, other name or exonym."""
        found = tuple(dict.fromkeys(self.exonyms.get(name, ()) + self.by_name.get(name, ())))
        if found:
            return found
        plain = name.replace("’", "'")
        plain = plain if plain != name and plain in self.by_name else without_apostrophe(name)
        return self.find(plain) if plain != name else ()

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The first two words of each name of several words, marks at their end left out too."""
        names = (*self.by_name, *self.exonyms)
        pairs = {" ".join(name.split(" ", 2)[:2]) for name in names if " " in name}
        return frozenset(pairs | {pair.rstrip(".,;:!?»“”\"')") for pair in pairs})

    @cached_property
    def longest(self) -> dict[str, int]:
        """First word of a name of several words -> how many words the longest such name has."""
        found: dict[str, int] = {}
        for name in (*self.by_name, *self.exonyms):
            if " " in name:
                words = name.split(" ")
                found[words[0]] = max(found.get(words[0], 0), len(words))
        return found


_APOSTROPHE = re.compile(r"(?<=\w)[’'](?=s[ -])|(?<=^[A-Z])[’'](?P<next>[A-Z])")


def without_apostrophe(name: str) -> str:
    """Return a name as lists of towns have it that leave apostrophes out.

    >>> without_apostrophe("King’s Langley"), without_apostrophe("N'Dali"), without_apostrophe("York's")
    ('Kings Langley', 'Ndali', "York's")
    """
    return _APOSTROPHE.sub(lambda mark: (mark["next"] or "").lower(), name)


def _parse_place(row: str) -> Place:
    number, name, country, latitude, longitude, population, names = row.split("\t")
    others = tuple(names.split("|")) if names else ()
    return Place(int(number), name, country, float(latitude), float(longitude), int(population), others)


@lru_cache(maxsize=2)
def read_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Return the gazetteer of *folder* (default: the one that comes with the program)."""
    root = folder or resource_dir("data")
    rows, by_name = _read_places(root / "gazetteer" / "places.tsv.gz")
    exonyms: dict[str, list[int]] = {}
    languages: dict[tuple[str, int], set[str]] = {}
    for exonym, language, _, _, _, number in read_rows(root / "lexicon" / "exonyms.tsv", 6):
        exonyms.setdefault(exonym, []).append(int(number))
        languages.setdefault((exonym, int(number)), set()).update(language.split(","))
    common = read_rows(root / "gazetteer" / "common_words.tsv", 2)
    demonyms = read_rows(root / "lexicon" / "demonyms.tsv", 3)
    return Gazetteer(
        rows=rows,
        by_name=by_name,
        exonyms={name: tuple(dict.fromkeys(numbers)) for name, numbers in exonyms.items()},
        demonyms={form: int(number) for form, _, number in demonyms},
        common={name: tuple(told.split(",")) for name, told in common},
        languages={key: frozenset(told) for key, told in languages.items()},
    )


def city_iri(place: Place, base: str) -> str:
    """Return the IRI of a town: its main name and its GeoNames id."""
    return mint_iri("city", f"{place.name} {place.geonames_id}", base=base)


_COMMA_BELOW = str.maketrans("şţŞŢ", "șțȘȚ")
"""Romanian writes a comma below where GeoNames has a cedilla; Turkish has the cedilla."""
_CEDILLA = frozenset("şţŞŢ")


def _read_places(path: Path) -> tuple[dict[int, str], dict[str, tuple[int, ...]]]:
    """Return the rows of the file by GeoNames id, and the ids by each of their names."""
    rows: dict[int, str] = {}
    names: dict[str, list[int]] = {}
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        if line[0] == "#":
            continue
        number, name, rest = line.split("\t", 2)
        key = int(number)
        rows[key] = line
        names.setdefault(name, []).append(key)
        others = rest.rsplit("\t", 1)[1]
        for other in others.split("|") if others else ():
            names.setdefault(other, []).append(key)
    for name in [n for n in names if not _CEDILLA.isdisjoint(n)]:
        names.setdefault(name.translate(_COMMA_BELOW), []).extend(names[name])
    return rows, {name: tuple(numbers) for name, numbers in names.items()}
