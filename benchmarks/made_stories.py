"""The facts of made-up releases: partnerships of real towns, their instruments, signatories and projects."""

from __future__ import annotations

import csv
import gzip
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twingraph.iris import BASE, CONCEPTS, PREFIXES, RELATIONSHIPS, mint_iri
from twingraph.settings import resource_dir

Fact = tuple[str, str, str]
"""Subject, predicate and object as N-Quads writes them."""

_TG, _XSD, _ORG = (PREFIXES[name] for name in ("tg", "xsd", "org"))
_TYPE, _LABEL = f"<{PREFIXES['rdf']}type>", f"<{PREFIXES['rdfs']}label>"
_INSTRUMENTS = ("communique", "cooperation", "letter-of-intent", "memorandum")
_FIRST = (
    "Anna",
    "Boris",
    "Clara",
    "David",
    "Elena",
    "Farid",
    "Greta",
    "Henri",
    "Ines",
    "Jan",
    "Karla",
    "Luis",
)
_LAST = ("Berg", "Fischer", "Ivanova", "Keller", "Lefèvre", "Moudenc", "Novak", "Rossi", "Schmidt", "Tanaka")


@dataclass(frozen=True, slots=True)
class City:
    """A town of the gazetteer; its names are escaped as N-Quads wants them."""

    iri: str
    local: str
    name: str
    geonames_id: str
    country: str
    latitude: str
    longitude: str
    population: int
    names: tuple[str, ...]


def line(subject: str, predicate: str, value: str, graph: str = "") -> str:
    """Return a quad as N-Quads has it, in the default graph where none is named."""
    return f"{subject} {predicate} {value} {graph} .\n" if graph else f"{subject} {predicate} {value} .\n"


def read_cities(count: int) -> list[City]:
    """Return the *count* most populous towns of Europe, the largest first."""
    path = resource_dir("data") / "gazetteer" / "places.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        towns = [row for row in rows if row[0].isdigit() and row[2] in _COUNTRIES]
    towns.sort(key=lambda row: (-int(row[5]), row[0]))
    return [_city(row) for row in towns[:count]]


_COUNTRIES = re.findall("..", "ATBEBGCHCZDEDKEEESFIFRGBGRHRHUIEITLTLULVNLNOPLPTRORSSESISKUA")


def _city(row: list[str]) -> City:
    iri = f"{mint_iri('city', row[1])}-{row[0]}"
    escaped = [text.replace("\\", "\\\\").replace('"', '\\"') for text in (row[1], *row[6].split("|")[:18])]
    names = tuple(name for name in escaped[1:] if name)
    return City(
        f"<{iri}>", iri.rpartition("/")[2], escaped[0], row[0], row[2], row[3], row[4], int(row[5]), names
    )


class Stories:
    """Draws what the releases of a city tell; the same partnership is told the same way each time, nearly."""

    def __init__(self, cities: list[City], pick: random.Random) -> None:
        self._cities, self._pick = cities, pick

    def release(self, home: City) -> list[Fact]:
        """Return the facts that one release of *home* states."""
        facts = [*_entity(home.iri, "City", home.name)]
        for number in range(9):
            kind, partner = self._partner(home)
            facts += self._partnership(home, partner, kind)
            if number < 2:
                facts += self._instrument(home, partner, kind)
        facts += self._project(home, partner)
        return facts

    def _partner(self, home: City) -> tuple[str, City]:
        """Return one of the dozen partners of a city, and of which kind."""
        rank = int(12 * self._pick.random())
        fixed = random.Random(f"{home.local} {rank}")
        other = self._cities[int(len(self._cities) * fixed.random() ** 1.5)]
        if other is home:
            other = self._cities[-1] if home is not self._cities[-1] else self._cities[0]
        return fixed.choices(RELATIONSHIPS, (70, 15, 5, 5, 5))[0], other

    def _partnership(self, home: City, partner: City, kind: str) -> Iterator[Fact]:
        iri, fixed = (
            _agreement(kind, "", home, partner),
            random.Random(f"{home.local} {partner.local} {kind}"),
        )
        year = fixed.randint(1950, 2020) + (self._pick.random() < 0.02)
        yield from _entity(partner.iri, "City", partner.name)
        yield from _entity(iri, "Agreement", f"{kind.title()} {home.name} – {partner.name}")
        yield iri, f"<{_TG}kind>", f"<{BASE}kind/{kind}>"
        yield iri, f"<{_TG}party>", home.iri
        yield iri, f"<{_TG}party>", partner.iri
        yield iri, f"<{_TG}validFrom>", f'"{year}"^^<{_XSD}gYear>'
        yield iri, f"<{_TG}topic>", f"<{BASE}topic/{fixed.choice(CONCEPTS['topic'])}>"
        if fixed.random() < 0.1:
            yield iri, f"<{_TG}validUntil>", f'"{year + 30}"^^<{_XSD}gYear>'
            yield iri, f"<{_TG}status>", f"<{BASE}status/ended>"

    def _instrument(self, home: City, partner: City, kind: str) -> Iterator[Fact]:
        year = self._pick.randint(1980, 2024)
        fixed = random.Random(f"{home.local} {partner.local} {year}")
        sort = fixed.choice(_INSTRUMENTS)
        iri = _agreement(sort, f"{year}.", home, partner)
        day = f'"{year}-{fixed.randint(1, 12):02d}-{fixed.randint(1, 28):02d}"^^<{_XSD}date>'
        yield from _entity(iri, "Agreement", f"{sort.title()} {year} {home.name} – {partner.name}")
        yield iri, f"<{_TG}kind>", f"<{BASE}kind/{sort}>"
        yield iri, f"<{_TG}party>", home.iri
        yield iri, f"<{_TG}party>", partner.iri
        yield iri, f"<{_TG}signedOn>", day
        yield iri, f"<{_TG}signedIn>", fixed.choice((home, home, partner)).iri
        yield iri, f"<{_TG}under>", _agreement(kind, "", home, partner)
        yield iri, f"<{_TG}signingMode>", f"<{BASE}mode/{fixed.choice(CONCEPTS['mode'])}>"
        if fixed.random() < 0.1:
            yield from _institution(year % 7, home)
            yield iri, f"<{_TG}party>", _institution_iri(year % 7, home)
        if fixed.random() < 0.2:
            yield iri, f"<{_TG}replaces>", _agreement(sort, f"{year - 5}.", home, partner)
        for city in (home, partner):
            yield from _signatory(iri, city, day, fixed)

    def _project(self, home: City, partner: City) -> Iterator[Fact]:
        number = self._pick.randint(1, 40)
        project = f"<{BASE}id/project/jugend-{number}.{home.local}>"
        yield from _institution(number % 7, home)
        yield from _entity(project, "Project", f"Jugend {number} in {home.name}")
        yield project, f"<{_TG}participant>", _institution_iri(number % 7, home)
        yield project, f"<{_TG}status>", f"<{BASE}status/{self._pick.choice(CONCEPTS['status'])}>"
        yield project, f"<{_TG}under>", _agreement("twinning", "", home, partner)

    def derived(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """Yield the facts that follow from others: partners, who signed, from which day to which."""
        parties: dict[str, list[str]] = {}
        for subject, predicate, value in facts:
            if predicate == f"<{_TG}party>":
                parties.setdefault(subject, []).append(value)
            elif predicate in (f"<{_TG}validFrom>", f"<{_TG}signedOn>"):
                yield subject, f"<{_TG}activeFrom>", _day(value, "01-01")
            elif predicate == f"<{_TG}validUntil>":
                yield subject, f"<{_TG}activeUntil>", _day(value, "12-31")
        for agreement, cities in parties.items():
            if any(f"/{kind}." in agreement for kind in RELATIONSHIPS):
                yield from ((one, f"<{_TG}partnerOf>", two) for one in cities for two in cities if one != two)


def _entity(iri: str, kind: str, label: str) -> Iterator[Fact]:
    yield iri, _TYPE, f"<{_TG}{kind}>"
    yield iri, _LABEL, f'"{label}"@de'


def _institution_iri(number: int, city: City) -> str:
    return f"<{BASE}id/institution/verein-{number}.{city.local}>"


def _institution(number: int, city: City) -> Iterator[Fact]:
    iri = _institution_iri(number, city)
    yield from _entity(iri, "Institution", f"Verein {number} {city.name}")
    yield iri, f"<{_TG}locatedIn>", city.iri


def _agreement(kind: str, year: str, home: City, partner: City) -> str:
    return f"<{BASE}id/agreement/{kind}.{year}{'.'.join(sorted((home.local, partner.local)))}>"


def _signatory(agreement: str, city: City, day: str, fixed: random.Random) -> Iterator[Fact]:
    name = f"{fixed.choice(_FIRST)} {fixed.choice(_LAST)}"
    local = f"{name.casefold().replace(' ', '-')}.{city.local}"
    person, signature = (
        f"<{BASE}id/person/{local}>",
        f"{agreement[:-1]}.{local}>".replace("agreement", "signature"),
    )
    role = fixed.choice(("mayor", "mayor", "department-head"))
    membership = f"<{BASE}id/membership/{local}.{role}>"
    yield from _entity(person, "Person", name)
    yield agreement, f"<{_TG}signature>", signature
    yield agreement, f"<{_TG}signedBy>", person
    yield signature, _TYPE, f"<{_TG}Signature>"
    yield signature, f"<{_TG}signatory>", person
    yield signature, f"<{_TG}onBehalfOf>", city.iri
    yield membership, _TYPE, f"<{_ORG}Membership>"
    yield membership, f"<{_ORG}member>", person
    yield membership, f"<{_ORG}organization>", city.iri
    yield membership, f"<{_ORG}role>", f"<{BASE}role/{role}>"
    yield membership, f"<{_TG}roleTitle>", f'"{role.title()} of {city.name}"@en'
    yield membership, f"<{_TG}attestedOn>", day


def _day(value: str, rest: str) -> str:
    """Return a date as a day: a year with *rest* as its month and day."""
    text = value.split('"')[1]
    return f'"{text if len(text) == 10 else f"{text}-{rest}"}"^^<{_XSD}date>'
