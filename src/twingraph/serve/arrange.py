"""Facts arranged for the eye: rows of a table, groups that rest on the same words, a few names of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from twingraph.iris import PREFIXES, compact
from twingraph.serve.ask import Term
from twingraph.serve.describe import Panel, ShownFact
from twingraph.serve.evidence import Quote
from twingraph.serve.exonyms import listed_names

_TABLES = ("city_partners", "city_agreements")
_SHOWN_NAMES = 8


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement in a table; ``thing`` is what the row is about: a partner, or the agreement itself."""

    thing: str
    agreement: str
    facts: tuple[ShownFact, ...]

    def first(self, *predicates: str) -> Term | None:
        """Return the value of the first of *predicates* that the agreement has."""
        return next((value for predicate in predicates for value in self.all(predicate)), None)

    def all(self, predicate: str) -> list[Term]:
        """Return every value of one predicate."""
        return [fact.value for fact in self.facts if compact(fact.predicate) == predicate]

    @property
    def sources(self) -> int:
        """How many releases say any of it."""
        return len({quote.release for fact in self.facts for quote in fact.quotes})


def agreement_tables(panels: Iterable[Panel]) -> dict[str, list[AgreementRow]]:
    """Return the rows of the panels that are tables, by name; what one table shows the next leaves out."""
    tables: dict[str, list[AgreementRow]] = {}
    shown: set[str] = set()
    for panel in panels:
        if panel.name in _TABLES:
            rows = [row for row in _agreement_rows(panel) if row.agreement not in shown]
            tables[panel.name] = rows
            shown |= {row.agreement for row in rows}
    return tables


def _agreement_rows(panel: Panel) -> list[AgreementRow]:
    """Return a row for each agreement of each item of *panel*."""
    rows: list[AgreementRow] = []
    for item in panel.items:
        by_agreement: dict[str, list[ShownFact]] = {}
        for fact in item.facts:
            by_agreement.setdefault(fact.about or item.iri or "", []).append(fact)
        rows += [AgreementRow(item.iri or "", iri, tuple(facts)) for iri, facts in by_agreement.items()]
    return rows


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that the same words say; ``quotes`` are those words, with the rules of all the facts."""

    facts: tuple[ShownFact, ...]
    quotes: tuple[Quote, ...]


def group_facts(facts: Iterable[ShownFact]) -> list[FactGroup]:
    """Return *facts* in the order in which their words come first."""
    groups: dict[tuple[Any, ...], list[ShownFact]] = {}
    for fact in facts:
        words = tuple((q.release, q.sentences, q.confidence, q.modality) for q in fact.quotes)
        groups.setdefault((fact.derived, *words), []).append(fact)
    return [FactGroup(tuple(group), tuple(_shared_quotes(group))) for group in groups.values()]


def _shared_quotes(group: Sequence[ShownFact]) -> Iterable[Quote]:
    for same in zip(*(fact.quotes for fact in group), strict=True):
        rules = dict.fromkeys(quote.rule for quote in same if quote.rule)
        yield replace(same[0], rule=", ".join(rules) or None)


def split_names(known: dict[str, Any], label: str) -> tuple[list[str], list[str]]:
    """Return the other names of a city: a few to show, those of our list of exonyms first, and the rest."""
    listed = known.get("skos:prefLabel", []) + known.get("skos:altLabel", [])
    names = sorted({name.value for name in listed} - {label})
    ids = {same.value.rstrip("/").removeprefix(PREFIXES["gn"]) for same in known.get("skos:exactMatch", [])}
    ranked = sorted(
        names, key=lambda name: (not any((i, name) in listed_names() for i in ids), _is_foreign(name))
    )
    return ranked[:_SHOWN_NAMES], sorted(ranked[_SHOWN_NAMES:])


def _is_foreign(name: str) -> bool:
    """True where a name has letters beyond those of western European languages."""
    return any(ord(letter) > 0x17F for letter in name)
