"""Names of single releases -> one IRI per thing across releases (entity linking)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from twingraph.iris import expand, mint_iri, slug
from twingraph.lexicon import Gazetteer, city_iri
from twingraph.model import Entity, Extraction, Fact, LinkedFact, LinkedRelease, Literal, Place
from twingraph.resolve.papers import Papers, split_key
from twingraph.resolve.people import People

KIND_SEGMENT = {
    "City": "city",
    "Agreement": "agreement",
    "Person": "person",
    "Institution": "institution",
    "Project": "project",
    "Signature": "signature",
    "Membership": "membership",
}
_NAMED = ("City", "Institution", "Person")
_MADE = ("Agreement", "Project", "Signature", "Membership")


@dataclass
class _Linker:
    """Decides the IRI of each entity; what one release leaves open, the others may tell."""

    gazetteer: Gazetteer
    base: str
    people: People = field(default_factory=People)
    papers: Papers = field(default_factory=Papers)
    towns_of_house: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def learn(self, extractions: Sequence[Extraction]) -> None:
        """Look at all releases, first for persons and organisations, then for the papers they sign."""
        for extraction in extractions:
            towns = {e.ref: _last(self.town(e)) for e in extraction.entities if e.kind == "City"}
            self.people.learn(extraction, towns)
            for entity in extraction.entities:
                if entity.kind == "Institution" and len(entity.key) > 1:
                    self.towns_of_house[slug(entity.key[0])].add(towns[entity.key[1][1:]])
        self.people.settle()
        for extraction in extractions:
            self.papers.learn(extraction, self._named(extraction, _NAMED))
        self.papers.settle()

    def iris_of(self, extraction: Extraction) -> dict[str, str]:
        """Return the IRI of each ref of one release: towns first, then what is named by them."""
        iris = self._named(extraction, _NAMED)
        for entity in (e for kind in _MADE for e in extraction.entities if e.kind == kind):
            iris[entity.ref] = self._iri(entity, iris, extraction.release.id)
        return iris

    def town(self, entity: Entity) -> str:
        """Return the IRI of a town: by its GeoNames id, or by its name where GeoNames does not list it."""
        if entity.key[0] == "unlisted":
            return mint_iri("city", entity.key[1], base=self.base)
        return city_iri(self.gazetteer.place(int(entity.key[1])), self.base)

    def _named(self, extraction: Extraction, kinds: Iterable[str]) -> dict[str, str]:
        """Return the IRIs of what a name identifies."""
        iris: dict[str, str] = {}
        for entity in (e for kind in kinds for e in extraction.entities if e.kind == kind):
            iris[entity.ref] = self._iri(entity, iris, extraction.release.id)
        return iris

    def _iri(self, entity: Entity, iris: dict[str, str], release: str) -> str:
        if entity.kind == "City":
            return self.town(entity)
        parts = [_last(iris[part[1:]]) if part.startswith("@") else part for part in entity.key]
        if entity.kind == "Person":
            parts = self.people.parts(parts[0], parts[1] if len(parts) > 1 else "") + parts[2:]
        if entity.kind == "Institution" and len(parts) == 1:
            parts += _only(self.towns_of_house[slug(parts[0])])
        if entity.kind == "Agreement":
            parts = _agreement_parts(entity, self._dated(entity, parts, iris, release))
        return mint_iri(KIND_SEGMENT[entity.kind], *parts, base=self.base)

    def _dated(self, entity: Entity, parts: list[str], iris: dict[str, str], release: str) -> list[str]:
        """Return the parts of an agreement with the year under which all releases know it."""
        line, when = split_key(entity, iris)
        return [parts[0], self.papers.year(line, when, release), *parts[2:]] if when else parts


def _agreement_parts(entity: Entity, parts: list[str]) -> list[str]:
    """Put kind and year first, then the parties by name, and what else tells it apart last."""
    named = list(zip(parts, entity.key, strict=True))
    own = [part for part, key in named if not key.startswith("@")]
    parties = sorted(part for part, key in named if key.startswith("@"))
    return [*own[:2], *parties, *own[2:]]


def _last(iri: str) -> str:
    """Return the last segment of an IRI; its dots become hyphens when it is a part of another."""
    return iri.rsplit("/", 1)[1]


def _only(towns: set[str]) -> list[str]:
    """Return the one town known for a name, or nothing where there is none or more than one."""
    return list(towns) if len(towns) == 1 else []


def link_releases(
    extractions: Iterable[Extraction], gazetteer: Gazetteer, base: str
) -> tuple[list[LinkedRelease], dict[str, Place]]:
    """Return the releases with facts over IRIs, and the gazetteer's place of each town's IRI.

    A person is a name at a town, however transliterated, and a name without a town joins the one person so
    called; likewise an organisation.  A paper that one release dates and another does not is one, where only
    one can be meant.
    The order of *extractions* changes nothing but the order of the result.
    """
    everything = list(extractions)
    linker = _Linker(gazetteer, base)
    linker.learn(everything)
    places: dict[str, Place] = {}
    linked = []
    for extraction in everything:
        iris = linker.iris_of(extraction)
        for entity in extraction.entities:
            if entity.kind == "City" and entity.key[0] == "geonames":
                places[iris[entity.ref]] = gazetteer.place(int(entity.key[1]))
        facts = _link_facts(extraction, iris)
        ledger = extraction.unexplained, extraction.triggers
        linked.append(LinkedRelease(extraction.release, facts, *ledger))
    return linked, dict(sorted(places.items()))


def _link_facts(extraction: Extraction, iris: dict[str, str]) -> tuple[LinkedFact, ...]:
    """Return the facts over IRIs; facts that become equal all stay, for the mapping joins their evidence."""
    linked = (_link_fact(fact, iris) for fact in extraction.facts)
    return tuple(sorted(linked, key=lambda f: (f.subject, f.predicate, str(f.object), f.evidence.spans)))


def _link_fact(fact: Fact, iris: dict[str, str]) -> LinkedFact:
    value: str | Literal = fact.object
    if isinstance(value, str):
        value = iris[value[1:]] if value.startswith("@") else expand(value)
    return LinkedFact(iris[fact.subject], expand(fact.predicate), value, fact.evidence)
