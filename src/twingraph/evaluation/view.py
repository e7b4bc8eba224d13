"""One extraction, asked by ref, and whether a thing in it is an annotated one."""

from __future__ import annotations

from collections import defaultdict

from twingraph.evaluation.gold import Gold
from twingraph.evaluation.names import is_same_name, person_name, plain
from twingraph.lexicon import Gazetteer
from twingraph.model import Entity, Extraction, Fact, Literal


class View:
    """One extraction, asked by ref; ``gazetteer`` lends the towns their other names."""

    def __init__(self, extraction: Extraction, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.entities: dict[str, Entity] = {entity.ref: entity for entity in extraction.entities}
        self.said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._facts: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in extraction.facts:
            self.said[fact.subject][fact.predicate].append(value_of(fact))
            self._facts[fact.subject, fact.predicate].append(fact)

    def all(self, kind: str) -> list[str]:
        return sorted(ref for ref in self.said if f"tg:{kind}" in self.said[ref]["rdf:type"])

    def values(self, ref: str, predicate: str) -> list[str]:
        return sorted(self.said[ref][predicate])

    def facts(self, ref: str, predicate: str) -> list[Fact]:
        """Return the facts themselves, in the order of :meth:`values`."""
        return sorted(self._facts.get((ref, predicate), ()), key=value_of)

    def naming(self, ref: str, kind: str) -> Fact:
        """Return the fact that says that *ref* is a thing of *kind*."""
        return next(fact for fact in self.facts(ref, "rdf:type") if fact.object == f"tg:{kind}")

    def first(self, ref: str, predicate: str) -> str:
        return next(iter(self.values(ref, predicate)), "")

    def names(self, ref: str) -> list[str]:
        return self.values(ref, "rdfs:label") + self.values(ref, "foaf:name")

    def signatories(self, ref: str) -> list[Fact]:
        nodes = self.values(ref, "tg:signature")
        return [fact for node in nodes for fact in self.facts(node, "tg:signatory")]

    def titles(self, person: str) -> list[Fact]:
        held = sorted(ref for ref, said in self.said.items() if person in said.get("org:member", ()))
        return sorted((fact for ref in held for fact in self.facts(ref, "tg:roleTitle")), key=value_of)

    def name(self, value: str) -> str:
        """Return what a value is called: the name of a thing, else the value itself."""
        return self.entities[value].name if value in self.entities else value


def value_of(fact: Fact) -> str:
    """Return the object of a fact: a ref, a CURIE or the words of a literal."""
    return fact.object.lexical if isinstance(fact.object, Literal) else fact.object.removeprefix("@")


def is_city(view: View, gold: Gold, ref: str) -> bool:
    if ref not in view.entities or view.entities[ref].kind != "City":
        return False
    if view.entities[ref].key[0] != "geonames":  # a town that the gazetteer does not list has no country
        return bool(
            {plain(name) for name in view.names(ref)} & {plain(gold["name"]), plain(gold["canonical"])}
        )
    place = view.gazetteer.place(int(view.entities[ref].key[1]))
    called = {plain(name) for name in (*view.names(ref), place.name, *place.names)}
    return place.country == gold["country"] and bool(called & {plain(gold["name"]), plain(gold["canonical"])})


def is_person(view: View, gold: Gold, ref: str) -> bool:
    return person_name(gold["name"]) in {person_name(name) for name in view.names(ref)}


def is_named(view: View, gold: Gold, ref: str) -> bool:
    return any(is_same_name(gold["name"], name) for name in view.names(ref))
