"""One extraction, asked by ref, and whether a thing in it is an annotated one."""

from __future__ import annotations

from collections import defaultdict

from twingraph.evaluation.gold import Gold
from twingraph.evaluation.names import is_same_name, person_name, plain
from twingraph.lexicon import Gazetteer
from twingraph.model import Entity, Extraction, Literal


class View:
    """One extraction, asked by ref; ``gazetteer`` lends the towns their other names."""

    def __init__(self, extraction: Extraction, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.entities: dict[str, Entity] = {entity.ref: entity for entity in extraction.entities}
        self.said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for fact in extraction.facts:
            value = fact.object.lexical if isinstance(fact.object, Literal) else fact.object.removeprefix("@")
            self.said[fact.subject][fact.predicate].append(value)

    def all(self, kind: str) -> list[str]:
        return sorted(ref for ref in self.said if f"tg:{kind}" in self.said[ref]["rdf:type"])

    def values(self, ref: str, predicate: str) -> list[str]:
        return sorted(self.said[ref][predicate])

    def first(self, ref: str, predicate: str) -> str:
        return next(iter(self.values(ref, predicate)), "")

    def names(self, ref: str) -> list[str]:
        return self.values(ref, "rdfs:label") + self.values(ref, "foaf:name")

    def signatories(self, ref: str) -> list[str]:
        return [p for node in self.values(ref, "tg:signature") for p in self.values(node, "tg:signatory")]

    def titles(self, person: str) -> list[str]:
        held = (said for said in self.said.values() if person in said.get("org:member", ()))
        return sorted(title for said in held for title in said.get("tg:roleTitle", ()))


def is_city(view: View, gold: Gold, ref: str) -> bool:
    if ref not in view.entities or view.entities[ref].kind != "City":
        return False
    place = view.gazetteer.place(int(view.entities[ref].key[1]))
    called = {plain(name) for name in (*view.names(ref), place.name, *place.names)}
    return place.country == gold["country"] and bool(called & {plain(gold["name"]), plain(gold["canonical"])})


def is_person(view: View, gold: Gold, ref: str) -> bool:
    return person_name(gold["name"]) in {person_name(name) for name in view.names(ref)}


def is_named(view: View, gold: Gold, ref: str) -> bool:
    return any(is_same_name(gold["name"], name) for name in view.names(ref))
