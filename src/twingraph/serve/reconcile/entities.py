"""The things that are reconciled: their types, their ids for clients, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from twingraph.errors import UnknownNameError
from twingraph.explain import parse_name
from twingraph.serve.search import Hit, search
from twingraph.serve.search_index import SearchIndex, Thing

if TYPE_CHECKING:
    from twingraph.serve.site import Site
    from twingraph.serve.views.atlas import Atlas
    from twingraph.serve.words import Words

TYPES = ("City", "Institution", "Person", "Agreement", "Project")
"""What can be reconciled, by the local names of the ontology."""

_MOST_NAMED = 200


class Entities:
    """The things of one generation, for one client.

    An id is what follows ``id/`` in the IRI, as ``city/moscow-524901``: with the identifier space before it,
    it is the IRI.
    """

    def __init__(self, site: Site, words: Words) -> None:
        self.site, self.words, self.space = site, words, f"{site.settings.base}id/"
        self.index: SearchIndex = site.search_index()
        self.atlas: Atlas = site.atlas()

    @property
    def things(self) -> Mapping[str, Thing]:
        """All things that have one of the types, by IRI."""
        return self.site.once(
            "reconcile", lambda: {thing.iri: thing for thing in self.index.things if thing.kind in TYPES}
        )

    def find(self, id: str) -> Thing | None:
        """Return the thing of an id, which may be its IRI or a CURIE too."""
        try:
            return self.things.get(parse_name(id, self.site.settings.base).value)
        except UnknownNameError:
            return None

    def id_of(self, iri: str) -> str:
        """Return the id of a thing."""
        return iri.removeprefix(self.space)

    def name(self, iri: str) -> str:
        """Return what to call a thing in the client's language."""
        thing = self.things.get(iri)
        return thing.name(self.words.language) if thing else self.atlas.name(iri, self.words.language)

    def type_of(self, kind: str) -> dict[str, str]:
        """Return a type as clients get it."""
        return {"id": kind, "name": self.words(f"class.{kind}")}

    def reference(self, iri: str) -> dict[str, str]:
        """Return a thing as clients get it within other answers."""
        return {"id": self.id_of(iri), "name": self.name(iri)}

    def describe(self, thing: Thing, found_by: str = "") -> str:
        """Return what tells a thing from others of its name: type, country, other name, agreements."""
        words = self.words
        parts = [words(f"class.{thing.kind}")]
        parts += [self.site.country(thing.country, words.language)] if thing.country else []
        parts += [words("reconcile.known-as", name=found_by)] if found_by else []
        parts += [words("agreements", n=thing.weight)] if thing.weight else []
        return ", ".join(parts)

    def hits(self, text: str, limit: int) -> list[Hit]:
        """Return what has a name like *text*, of the types that are reconciled."""
        return [hit for hit in search(self.index, text, limit=limit) if hit.thing.kind in TYPES]

    def named(self, text: str) -> set[str]:
        """Return the IRIs of all things with exactly this name, in any language, or with this id."""
        found = {hit.thing.iri for hit in self.hits(text, _MOST_NAMED) if hit.rank == 0}
        one = self.find(text)
        return found | ({one.iri} if one else set())

    def geonames(self, thing: Thing) -> str | None:
        """Return the GeoNames id of a city, which its IRI ends with."""
        number = thing.iri.rpartition("-")[2]
        return number if thing.kind == "City" and number.isascii() and number.isdecimal() else None
