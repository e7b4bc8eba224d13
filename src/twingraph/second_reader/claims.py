"""Facts that a text bears out, beside those that the rules read: added, or further words for one of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from twingraph.model import Entity, Evidence, Extraction, Fact, Literal, Span

RULE = "llm"
CONFIDENCE = 0.5
"""Below that of a rule whose facts are mostly right: nobody measured this model on texts like these."""
ONE_VALUE = frozenset(
    f"tg:{name}"
    for name in ("signedOn", "signedIn", "validFrom", "validUntil", "kind", "signingMode", "locatedIn")
)
"""Properties of one value: where the rules have read it, another one is not added."""


@dataclass(slots=True)
class Merged:
    """What became of the claims of a model; ``unproven`` counts those that the text does not bear out."""

    extraction: Extraction
    added: int = 0
    confirmed: int = 0
    unproven: int = 0


class Claims:
    """Collects entities and facts over those of one extraction."""

    def __init__(self, extraction: Extraction) -> None:
        self.release = extraction.release
        self.entities = {entity.ref: entity for entity in extraction.entities}
        self._extraction = extraction
        self._facts = {(f.subject, f.predicate, f.object): f for f in extraction.facts}
        self._own = set(self._facts)
        self._said: dict[tuple[str, str], set[str]] = defaultdict(set)
        for fact in extraction.facts:
            self._note(fact)
        self._confirmed: set[tuple[str, str, str | Literal]] = set()
        self.unproven = 0

    def values(self, ref: str, predicate: str) -> set[str]:
        """Return what is said of a thing: refs without their mark, CURIEs, the words of literals."""
        return self._said.get((ref, predicate), set())

    def entity(self, ref: str, kind: str, name: str, *key: str) -> str:
        """Register an entity once; return its ref."""
        self.entities.setdefault(ref, Entity(ref, kind, name, key))
        return ref

    def say(
        self, subject: str, predicate: str, value: str | Literal, span: Span, modality: str = "asserted"
    ) -> None:
        """Add a fact; of one that the rules read, only its further words."""
        key = (subject, predicate, value)
        known = self._facts.get(key)
        if known is not None:
            spans = tuple(sorted({*known.evidence.spans, span}))
            self._facts[key] = replace(known, evidence=replace(known.evidence, spans=spans))
            self._confirmed |= {key} & self._own
        elif predicate not in ONE_VALUE or not self.values(subject, predicate):
            fact = Fact(subject, predicate, value, Evidence((span,), RULE, CONFIDENCE, modality))
            self._facts[key] = fact
            self._note(fact)

    def merged(self) -> Merged:
        """Return everything, in the order in which extractions have it."""
        facts = tuple(sorted(self._facts.values(), key=lambda f: (f.subject, f.predicate, str(f.object))))
        entities = tuple(sorted(self.entities.values(), key=lambda e: e.ref))
        extraction = replace(self._extraction, entities=entities, facts=facts)
        return Merged(extraction, len(self._facts) - len(self._own), len(self._confirmed), self.unproven)

    def _note(self, fact: Fact) -> None:
        value = fact.object.lexical if isinstance(fact.object, Literal) else fact.object.removeprefix("@")
        self._said[fact.subject, fact.predicate].add(value)
