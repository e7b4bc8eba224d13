"""What was read of a release -> its entities and facts, each with the words that say it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from twingraph.extract.cities import CityMention
from twingraph.extract.precision import measured_confidence
from twingraph.extract.reading import Reading
from twingraph.extract.records import Party, Words
from twingraph.iris import slug
from twingraph.model import Entity, Evidence, Extraction, Fact, Literal, PartialDate, Span

XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass
class FactWriter:
    """Collects the entities and facts of one release.

    Every fact gets its span, rule, confidence and modality.
    """

    reading: Reading
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: dict[tuple[str, str, str | Literal], Fact] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """de, en or fr."""
        return self.reading.language

    def entity(self, ref: str, kind: str, name: str, *key: str) -> str:
        """Register an entity once; return its ref."""
        self.entities.setdefault(ref, Entity(ref, kind, name, key))
        return ref

    def say(
        self, subject: str, predicate: str, value: str | Literal, words: Words, modality: str = "asserted"
    ) -> None:
        """Add a fact, or further words for one that stands already (three places at most)."""
        span = self.span(words)
        key = (subject, predicate, value)
        known = self.facts.get(key)
        if known is None:
            confidence = measured_confidence(words.rule, words.confidence)
            evidence = Evidence((span,), words.rule, confidence, modality)
            self.facts[key] = Fact(subject, predicate, value, evidence)
        elif span not in known.evidence.spans and len(known.evidence.spans) < 3:
            spans = tuple(sorted((*known.evidence.spans, span)))
            self.facts[key] = replace(known, evidence=replace(known.evidence, spans=spans))

    def span(self, words: Words) -> Span:
        """Return the span of *words* in the text as read, without blanks at its ends."""
        text = self.reading.document.text
        start, end = words.start, words.end
        while start < end - 1 and text[start] in " \n,;":
            start += 1
        while end > start + 1 and text[end - 1] in " \n,;":
            end -= 1
        return self.reading.document.span(start, end)

    def label(self, ref: str, name: str, words: Words, *, tagged: bool = True) -> None:
        """Say what a thing is called, in the language of the release unless the name has none."""
        self.say(ref, "rdfs:label", Literal(name, language=self.language) if tagged else Literal(name), words)

    def city(self, geonames_id: int) -> str:
        """Register a town and say what it is called; return its ref."""
        ref = f"city/{geonames_id}"
        if ref not in self.entities:
            mention = _city_mention(self.reading, geonames_id)
            name = self.city_name(geonames_id)
            key = ("geonames", str(geonames_id)) if geonames_id > 0 else ("unlisted", name)
            self.entity(ref, "City", name, *key)
            words = Words(mention.start, mention.end, f"city-{mention.form}", mention.confidence)
            self.say(ref, "rdf:type", "tg:City", words)
            self.label(ref, self.city_name(geonames_id), words)
        return ref

    def city_name(self, geonames_id: int) -> str:
        """Return the name of a town in base form.

        As the text has it, else the gazetteer's in the text's language.
        """
        mention = _city_mention(self.reading, geonames_id)
        if mention.form in ("name", "genitive"):
            return mention.name
        gazetteer = self.reading.gazetteer
        place = gazetteer.place(geonames_id)
        exonyms = [
            n for n, ids in gazetteer.exonyms.items() if geonames_id in ids and mention.name[:4] == n[:4]
        ]
        return min(exonyms, key=len, default=place.name)

    def institution(self, name: str) -> str:
        """Register an organisation that the text names; return its ref."""
        known = [i for i in (*self.reading.institutions, *self.reading.regions) if i.name == name]
        mention = known[0]
        key = institution_key(name)
        ref = f"institution/{key}"
        words = Words(mention.start, mention.end, mention.rule, 0.85)
        town = next((i.city for i in known if i.city), None)
        if ref not in self.entities:
            place = (f"@{self.city(town)}",) if town else ()
            self.entity(ref, "Institution", name, key, *place)
            self.say(ref, "rdf:type", "tg:Institution", words)
            self.label(ref, name, words)
        if town:
            self.say(ref, "tg:locatedIn", f"@{self.city(town)}", words)
        return ref

    def party(self, party: Party) -> str:
        """Register a town or organisation as a side of an agreement; return its ref."""
        return self.city(int(party[1])) if party[0] == "city" else self.institution(str(party[1]))

    def date(self, date: PartialDate) -> Literal:
        """Return a date as the literal of XML Schema that is as precise."""
        return Literal(date.iso, XSD + date.datatype)

    def extraction(self, unexplained: tuple[Span, ...]) -> Extraction:
        """Return everything, sorted so that the same text always gives the same record."""
        entities = tuple(sorted(self.entities.values(), key=lambda e: e.ref))
        facts = tuple(sorted(self.facts.values(), key=lambda f: (f.subject, f.predicate, str(f.object))))
        return Extraction(self.reading.document.release, entities, facts, unexplained)


_ARTICLES = frozenset("der die das des dem den von in im of the de la le du et und für".split())  # noqa: SIM905


def institution_key(name: str) -> str:
    """Return what identifies an organisation by its name: its words without articles.

    >>> institution_key("Archiv der Stadt Ulm") == institution_key("Archiv Stadt Ulm")
    True
    """
    return "-".join(w for w in slug(name).split("-") if w not in _ARTICLES) or slug(name)


def _city_mention(reading: Reading, geonames_id: int) -> CityMention:
    """Return the first mention of a town, by its own name where there is one."""
    own = [c for c in reading.cities if c.geonames_id == geonames_id]
    named = [c for c in own if c.form == "name"] or own
    return named[0]
