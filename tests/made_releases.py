"""Small releases made by hand, already linked, for the tests of everything behind the resolving."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from twingraph.iris import BASE, expand, mint_iri
from twingraph.model import (
    Evidence,
    LinkedFact,
    LinkedRelease,
    Literal,
    PartialDate,
    Place,
    PressRelease,
    Span,
)

PLACES = {
    "Köln": Place(2886242, "Köln", "DE", 50.93333, 6.95, 963395, ("Cologne", "Keulen", "Köln")),
    "Lille": Place(2998324, "Lille", "FR", 50.63297, 3.05858, 234475, ("Rijsel", "Ryssel")),
    "Turin": Place(3165524, "Torino", "IT", 45.07049, 7.68682, 870456, ("Turin",)),
}


def city_iri(name: str, base: str = BASE) -> str:
    place = PLACES[name]
    return mint_iri("city", f"{place.name}-{place.geonames_id}", base=base)


def make_release(stem: str, text: str, *, language: str = "de", title: str | None = None) -> PressRelease:
    return PressRelease(
        id=stem, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), language=language,
        title=title or f"Mitteilung {stem}", issued=PartialDate(2020, 5, 4), issuer="Stadt Köln",
        source=f"https://stadt.example/{stem}",
    )  # fmt: skip


class Writer:
    """Collects facts about one release; the words of each fact are looked up in its text."""

    def __init__(self, stem: str, text: str, *, language: str = "de") -> None:
        self.release = make_release(stem, text, language=language)
        self.facts: list[LinkedFact] = []

    def say(
        self,
        subject: str,
        predicate: str,
        value: str | Literal,
        words: str,
        *,
        rule: str = "made",
        **how: object,
    ) -> None:
        start = self.release.text.index(words)
        evidence = Evidence((Span(start, start + len(words)),), rule, **how)  # type: ignore[arg-type]
        target = expand(value) if isinstance(value, str) and not value.startswith("http") else value
        self.facts.append(LinkedFact(subject, expand(predicate), target, evidence))

    def city(self, name: str, words: str | None = None) -> str:
        iri = city_iri(name)
        self.say(iri, "rdf:type", "tg:City", words or name)
        self.say(iri, "rdfs:label", Literal(name, language=self.release.language), words or name)
        return iri

    def agreement(self, kind: str, parties: list[str], words: str, *, key: str = "", **how: object) -> str:
        names = [iri.rpartition("/")[2] for iri in sorted(parties)]
        iri = mint_iri("agreement", kind, *([key] if key else []), *names)
        self.say(iri, "rdf:type", "tg:Agreement", words, **how)  # type: ignore[arg-type]
        self.say(iri, "rdfs:label", Literal(words, language=self.release.language), words, **how)  # type: ignore[arg-type]
        self.say(iri, "tg:kind", f"kind:{kind}", words, **how)  # type: ignore[arg-type]
        for party in parties:
            self.say(iri, "tg:party", party, words, **how)  # type: ignore[arg-type]
        return iri

    def person(self, name: str, city: str) -> str:
        iri = mint_iri("person", name, city.rpartition("/")[2])
        self.say(iri, "rdf:type", "tg:Person", name)
        for predicate in ("rdfs:label", "foaf:name"):
            self.say(iri, predicate, Literal(name), name)
        return iri

    def membership(self, person: str, city: str, title: str) -> str:
        iri = mint_iri("membership", person.rpartition("/")[2], city.rpartition("/")[2], title)
        self.say(iri, "rdf:type", "org:Membership", title)
        self.say(iri, "org:member", person, title)
        self.say(iri, "org:organization", city, title)
        self.say(iri, "tg:roleTitle", Literal(title, language=self.release.language), title)
        self.say(iri, "org:role", "role:mayor", title)
        return iri

    def signature(self, agreement: str, person: str, city: str, words: str) -> str:
        iri = mint_iri("signature", agreement.rpartition("/")[2], person.rpartition("/")[2])
        self.say(iri, "rdf:type", "tg:Signature", words)
        self.say(agreement, "tg:signature", iri, words)
        self.say(iri, "tg:signatory", person, words)
        self.say(iri, "tg:onBehalfOf", city, words)
        return iri

    def date(self, subject: str, predicate: str, iso: str, words: str | None = None, **how: object) -> None:
        datatype = ("gYear", "gYearMonth", "date")[iso.count("-")]
        self.say(subject, predicate, Literal(iso, expand(f"xsd:{datatype}")), words or iso, **how)  # type: ignore[arg-type]

    def linked(self) -> LinkedRelease:
        return LinkedRelease(self.release, tuple(self.facts))


def twinning(stem: str = "koeln-lille", since: str = "1958", **how: object) -> LinkedRelease:
    """A twinning since a year, a communiqué of 2019 under it, two signatories with roles, a project."""
    text = (
        f"Köln und Lille verbindet seit {since} eine Städtepartnerschaft. Am 2019-03-07 unterzeichneten "
        "Oberbürgermeisterin Ada Muster und maire Luc Modèle ein Kommuniqué zur Jugend. "
        "Das Projekt Rheinbrücke läuft bis 2024-06."
    )
    w = Writer(stem, text)
    cities = [w.city("Köln"), w.city("Lille")]
    bond = w.agreement("twinning", cities, "Städtepartnerschaft", **how)
    w.date(bond, "tg:validFrom", since, **how)
    paper = w.agreement("communique", cities, "Kommuniqué", key="2019")
    w.say(paper, "tg:under", bond, "Kommuniqué")
    w.say(paper, "tg:topic", "topic:youth", "zur Jugend")
    w.date(paper, "tg:signedOn", "2019-03-07")
    w.date(paper, "tg:validUntil", "2024-06", "bis 2024-06")
    for name, home, title in (
        ("Ada Muster", cities[0], "Oberbürgermeisterin"),
        ("Luc Modèle", cities[1], "maire"),
    ):
        person = w.person(name, home)
        w.membership(person, home, title)
        w.signature(paper, person, home, f"{title} {name}")
    project = mint_iri("project", "Rheinbrücke")
    w.say(project, "rdf:type", "tg:Project", "Projekt Rheinbrücke")
    w.say(project, "rdfs:label", Literal("Rheinbrücke", language="de"), "Rheinbrücke")
    w.say(project, "tg:participant", cities[0], "Projekt Rheinbrücke")
    return w.linked()


def planned(stem: str = "koeln-turin") -> LinkedRelease:
    """A friendship that is only planned."""
    w = Writer(stem, "Köln und Turin wollen eine Städtefreundschaft schließen.")
    cities = [w.city("Köln"), w.city("Turin")]
    bond = w.agreement("friendship", cities, "Städtefreundschaft", modality="planned")
    w.say(bond, "tg:status", "status:planned", "wollen", modality="planned")
    return w.linked()


def many(count: int) -> Iterator[LinkedRelease]:
    """*count* releases of the first kind, each with its own year of the beginning."""
    return (twinning(f"r{number:04d}", str(1900 + number % 100)) for number in range(count))
