"""The claims of a model -> facts, as far as their quotes stand in the text and name what they prove."""

from __future__ import annotations

from twingraph.iris import slug
from twingraph.lexicon import Gazetteer
from twingraph.model import Extraction, Literal, Span
from twingraph.second_reader.answer import Answer, Item, text_of
from twingraph.second_reader.claims import Claims, Merged
from twingraph.second_reader.papers import Papers
from twingraph.second_reader.quotes import find_quote, names


def merge_answer(extraction: Extraction, answer: Answer, gazetteer: Gazetteer) -> Merged:
    """Return *extraction* with the claims of *answer* that its text bears out."""
    claims = Claims(extraction)
    things = Things(claims, gazetteer)
    for item in answer.cities:
        things.city(item)
    for item in answer.institutions:
        things.institution(item)
    for item in answer.persons:
        things.person(item)
    papers = Papers(claims, things)
    for item in answer.agreements:
        papers.agreement(item)
    for item in answer.projects:
        things.project(item)
    return claims.merged()


class Things:
    """The towns, organisations, persons and projects of a release, by the names that the model uses."""

    def __init__(self, claims: Claims, gazetteer: Gazetteer) -> None:
        self._claims, self._gazetteer = claims, gazetteer
        self._refs: dict[tuple[str, str], str] = {}
        for ref, entity in sorted(claims.entities.items()):
            for name in {entity.name, *claims.values(ref, "rdfs:label"), *claims.values(ref, "foaf:name")}:
                if slug(name):
                    self._refs.setdefault((entity.kind, slug(name)), ref)

    def find(self, kind: str, name: str) -> str | None:
        """Return the ref of a thing of that name, if the release is known to speak of one."""
        return self._refs.get((kind, slug(name)))

    def proven(self, item: Item, name: str) -> Span | None:
        """Return where the quote of *item* stands, None (and counted) where it does not prove *name*."""
        quote = text_of(item, "quote")
        span = find_quote(self._claims.release.text, quote)
        if span is None or not names(quote, name):
            self._claims.unproven += 1
            return None
        return span

    def city(self, item: Item) -> None:
        """Take in a town that the gazetteer knows."""
        name = text_of(item, "name")
        span = self.proven(item, name)
        number = self._number(name, text_of(item, "country").upper()) if span else None
        if span is None or number is None:
            self._claims.unproven += span is not None
            return
        ref = self.find("City", name) or f"city/{number}"
        if ref not in self._claims.entities:
            self._claims.entity(ref, "City", name, "geonames", str(number))
            self._label(ref, name, span)
        self._claims.say(ref, "rdf:type", "tg:City", span)
        self._refs["City", slug(name)] = ref

    def _number(self, name: str, country: str) -> int | None:
        """Return the town of that name which the release speaks of, else the one of most people."""
        ids = self._gazetteer.find(name)
        fitting = [i for i in ids if not country or self._gazetteer.place(i).country == country]
        known = [i for i in fitting if f"city/{i}" in self._claims.entities]
        most = sorted(fitting, key=lambda i: (-self._gazetteer.place(i).population, i))
        return next(iter(known or most), None)

    def institution(self, item: Item) -> None:
        """Take in an organisation, with its town where that is known."""
        name = text_of(item, "name")
        span = self.proven(item, name)
        if span is None:
            return
        town = self.find("City", text_of(item, "city"))
        ref = self.find("Institution", name) or f"institution/{slug(name)}"
        if ref not in self._claims.entities:
            self._claims.entity(ref, "Institution", name, slug(name), *([f"@{town}"] if town else []))
            self._label(ref, name, span)
        self._claims.say(ref, "rdf:type", "tg:Institution", span)
        if town:
            self._claims.say(ref, "tg:locatedIn", f"@{town}", span)
        self._refs["Institution", slug(name)] = ref

    def person(self, item: Item) -> None:
        """Take in a person, and an office that the rules did not read."""
        name, role = text_of(item, "name"), text_of(item, "role")
        span = self.proven(item, name)
        if span is None or " " not in name:
            return
        side = self.find("City", text_of(item, "of")) or self.find("Institution", text_of(item, "of"))
        ref = self.find("Person", name) or f"person/{slug(name)}"
        if ref not in self._claims.entities:
            town = side if side and side.startswith("city/") else None
            self._claims.entity(ref, "Person", name, name, *([f"@{town}"] if town else []))
            self._claims.say(ref, "rdfs:label", Literal(name), span)
            self._claims.say(ref, "foaf:name", Literal(name), span)
        self._claims.say(ref, "rdf:type", "tg:Person", span)
        self._refs["Person", slug(name)] = ref
        if role and slug(role) in slug(text_of(item, "quote")) and not self._has_office(ref):
            self._office(ref, role, side, span)

    def _has_office(self, person: str) -> bool:
        return any(e.kind == "Membership" and f"@{person}" in e.key for e in self._claims.entities.values())

    def _office(self, person: str, role: str, side: str | None, span: Span) -> None:
        parts = [person, *([side] if side else []), slug(role)]
        ref = "membership/" + ".".join(map(slug, parts))
        key = [f"@{person}", *([f"@{side}"] if side else []), slug(role)]
        self._claims.entity(ref, "Membership", role, *key)
        self._claims.say(ref, "rdf:type", "org:Membership", span)
        self._claims.say(ref, "org:member", f"@{person}", span)
        self._claims.say(ref, "org:role", "role:other", span)
        self._claims.say(ref, "tg:roleTitle", Literal(role, language=self._claims.release.language), span)
        if side:
            self._claims.say(ref, "org:organization", f"@{side}", span)

    def project(self, item: Item) -> None:
        """Take in a programme or event."""
        name = text_of(item, "name")
        span = self.proven(item, name)
        if span is None:
            return
        ref = self.find("Project", name) or f"project/{slug(name)}"
        if ref not in self._claims.entities:
            self._claims.entity(ref, "Project", name, name)
            self._label(ref, name, span)
        self._claims.say(ref, "rdf:type", "tg:Project", span)
        self._refs["Project", slug(name)] = ref

    def _label(self, ref: str, name: str, span: Span) -> None:
        self._claims.say(ref, "rdfs:label", Literal(name, language=self._claims.release.language), span)
