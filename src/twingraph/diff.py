"""What changed from one generation to another: facts added, withdrawn, corrected, and releases.

A fact is corrected where the same subject has another value of the same property.

Source of the patch: RDF Patch of Apache Jena, https://afs.github.io/rdf-patch/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from twingraph.iris import compact, expand
from twingraph.store.nquads import Difference, quads_of

MEDIA_TYPE = "application/rdf-patch"
_TYPE, _RELEASE, _DIGEST = (expand(curie) for curie in ("rdf:type", "tg:Release", "tg:textDigest"))
_NAMES = "kind signedOn signedIn signingMode validFrom validUntil under locatedIn"
_SINGLE = frozenset(expand(f"tg:{name}") for name in _NAMES.split())
"""Properties of which a thing has one value: another one is a correction."""

FORMATS = ("text", "rdfpatch", "json")
Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the default graph."""

    subject: str
    predicate: str
    value: Term


@dataclass(frozen=True, slots=True)
class Correction:
    """What a fact said before, and what it says now; several values where releases contradict each other."""

    subject: str
    predicate: str
    before: tuple[Term, ...]
    after: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class FactChanges:
    """How the facts of two generations differ, each sorted; releases by their IRI."""

    added: tuple[Fact, ...]
    withdrawn: tuple[Fact, ...]
    corrected: tuple[Correction, ...]
    releases_added: tuple[str, ...]
    releases_withdrawn: tuple[str, ...]
    releases_changed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of this changed; statements and vocabulary may have."""
        releases = self.releases_added, self.releases_withdrawn, self.releases_changed
        return not any((self.added, self.withdrawn, self.corrected, *releases))

    def things(self) -> dict[str, str]:
        """Return by IRI what became of each thing: added, withdrawn, or corrected."""
        changed: tuple[Fact | Correction, ...] = (*self.added, *self.withdrawn, *self.corrected)
        found = {one.subject: "corrected" for one in changed}
        for name, facts in (("added", self.added), ("withdrawn", self.withdrawn)):
            found |= {fact.subject: name for fact in facts if fact.predicate == _TYPE}
        return dict(sorted(found.items()))


def read_changes(by: Difference) -> FactChanges:
    """Return what a difference of datasets means."""
    added, withdrawn = (set(_facts(lines)) for lines in by)
    corrected = list(_corrections(added, withdrawn))
    told = {(one.subject, one.predicate) for one in corrected}
    new, old = (dict(_releases(lines)) for lines in by)
    return FactChanges(
        added=_sorted(fact for fact in added if (fact.subject, fact.predicate) not in told),
        withdrawn=_sorted(fact for fact in withdrawn if (fact.subject, fact.predicate) not in told),
        corrected=tuple(corrected),
        releases_added=tuple(sorted(iri for iri in new if new[iri] and iri not in old)),
        releases_withdrawn=tuple(sorted(iri for iri in old if old[iri] and iri not in new)),
        releases_changed=tuple(sorted(iri for iri in new if iri in old)),
    )


def _facts(lines: Iterable[bytes]) -> Iterator[Fact]:
    for quad in quads_of(lines):
        if quad.graph_name == ox.DefaultGraph() and not isinstance(quad.subject, ox.BlankNode):
            assert isinstance(quad.subject, ox.NamedNode)
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                yield Fact(quad.subject.value, quad.predicate.value, quad.object)


def _corrections(added: set[Fact], withdrawn: set[Fact]) -> Iterator[Correction]:
    before, after = (_by_property(facts) for facts in (withdrawn, added))
    for key in sorted(before.keys() & after.keys()):
        if key[1] in _SINGLE or len(before[key]) == len(after[key]) == 1:
            yield Correction(*key, before=before[key], after=after[key])


def _by_property(facts: Iterable[Fact]) -> dict[tuple[str, str], tuple[Term, ...]]:
    found: dict[tuple[str, str], list[Term]] = {}
    for fact in facts:
        found.setdefault((fact.subject, fact.predicate), []).append(fact.value)
    return {key: tuple(sorted(values, key=str)) for key, values in found.items()}


def _sorted(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(facts, key=lambda fact: (fact.subject, fact.predicate, str(fact.value))))


def _releases(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """Yield the releases that lines tell of, with whether that is the whole release, not its text alone."""
    whole, digest = (f" <{iri}> ".encode() for iri in (_RELEASE, _DIGEST))
    told = [line for line in lines if whole in line or digest in line]
    kinds = {quad.subject.value for quad in quads_of(told) if quad.predicate.value == _TYPE}  # type: ignore[union-attr]
    for quad in quads_of(told):
        assert isinstance(quad.subject, ox.NamedNode)
        yield quad.subject.value, quad.subject.value in kinds


def as_plain(changes: FactChanges) -> dict[str, Any]:
    """Return changes as plain lists and strings, for JSON; terms as N-Triples has them."""
    facts = {name: getattr(changes, name) for name in ("added", "withdrawn")}
    return {
        **{
            name: [{"subject": f.subject, "predicate": f.predicate, "value": str(f.value)} for f in found]
            for name, found in facts.items()
        },
        "corrected": [
            {
                "subject": one.subject,
                "predicate": one.predicate,
                "before": [str(term) for term in one.before],
                "after": [str(term) for term in one.after],
            }
            for one in changes.corrected
        ],
        "releases": {
            "added": list(changes.releases_added),
            "withdrawn": list(changes.releases_withdrawn),
            "changed": list(changes.releases_changed),
        },
    }


def as_text(changes: FactChanges, old: str, new: str) -> str:
    """Return changes as lines for people: what went, what came, what is said otherwise."""
    lines = [f"from {old} to {new}"]
    for name in ("added", "withdrawn", "changed"):
        lines += [f"release {name:9}  {compact(iri)}" for iri in getattr(changes, f"releases_{name}")]
    for sign, facts in (("-", changes.withdrawn), ("+", changes.added)):
        lines += [f"{sign} {compact(f.subject)}  {compact(f.predicate)}  {_shown(f.value)}" for f in facts]
    for one in changes.corrected:
        before, after = (", ".join(map(_shown, terms)) for terms in (one.before, one.after))
        lines.append(f"~ {compact(one.subject)}  {compact(one.predicate)}  {before} -> {after}")
    counts = (len(changes.added), len(changes.withdrawn), len(changes.corrected))
    lines.append("{} facts added, {} withdrawn, {} corrected".format(*counts))
    return "".join(f"{line}\n" for line in lines)


def _shown(term: Term) -> str:
    return compact(term.value) if isinstance(term, ox.NamedNode) else term.value


def write_patch(by: Difference, old: str, new: str) -> bytes:
    """Return a difference as RDF patch: applied to generation *old*, it gives *new*."""
    heads = {"id": new, "prev": old}
    head = [f"H {name} <urn:twingraph:generation:{one}> .".encode() for name, one in heads.items()]
    rows = [b"D " + line for line in sorted(by.removed)] + [b"A " + line for line in sorted(by.added)]
    return b"\n".join([*head, b"TX .", *rows, b"TC .", b""])
