"""Relationships -> facts; how agreements of all kinds are described."""

from __future__ import annotations

from collections.abc import Iterable

from twingraph.extract.facts import FactWriter
from twingraph.extract.labels import agreement_title
from twingraph.extract.records import Party, Relationship, Words
from twingraph.iris import slug
from twingraph.model import PartialDate

Refs = dict[tuple[str, frozenset[Party]], str]
"""Ref of each relationship by its kind and parties."""


def write_relationships(writer: FactWriter, relationships: list[Relationship]) -> Refs:
    """Say which lasting links stand, since when; return their refs by kind and parties."""
    refs = {}
    for relationship in relationships:
        ref = agreement_ref(writer, [relationship.kind], relationship.parties)
        refs[relationship.kind, relationship.parties] = ref
        modality = "planned" if relationship.planned else "asserted"
        title = agreement_title(relationship.kind, writer.language, party_names(writer, relationship.parties))
        for link in relationship.links[:3]:
            agreement = (ref, relationship.kind, title, relationship.parties)
            describe_agreement(writer, *agreement, link.words, modality)
        _write_times(writer, relationship, ref)
    return refs


def _write_times(writer: FactWriter, relationship: Relationship, ref: str) -> None:
    """Say since when and until when a relationship stands, and whether it does."""
    for date, words, how in best_beginnings(relationship):
        writer.say(ref, "tg:validFrom", writer.date(date), words, how)
    if relationship.until:
        date, words = relationship.until
        writer.say(ref, "tg:validUntil", writer.date(date), words)
    for status, words in relationship.statuses.items():
        writer.say(ref, "tg:status", f"status:{status}", words)
    if relationship.planned:
        writer.say(ref, "tg:status", "status:planned", relationship.links[0].words, "planned")


def best_beginnings(relationship: Relationship) -> list[tuple[PartialDate, Words, str]]:
    """Return the one beginning that the release gives, with all its words: rather written than counted."""
    if not relationship.since or relationship.planned:
        return []
    dates = [s[0] for s in relationship.since]
    best = max(relationship.since, key=lambda s: (s[2] == "asserted", dates.count(s[0]), -s[1].start))
    finer = [s for s in relationship.since if s[0] != best[0] and s[0].iso.startswith(best[0].iso)]
    best = max(finer, key=lambda s: (len(s[0].iso), -s[1].start), default=best)
    return [s for s in relationship.since if s[0] == best[0]]


def agreement_ref(writer: FactWriter, key: list[str], parties: Iterable[Party]) -> str:
    """Register the agreement that *key*, which begins with its kind, and its parties identify.

    Return its ref.
    """
    refs = sorted(writer.party(p) for p in parties)
    ref = "agreement/" + ".".join(map(slug, [*key, *refs]))
    return writer.entity(ref, "Agreement", key[0], *key, *(f"@{r}" for r in refs))


def party_names(writer: FactWriter, parties: Iterable[Party]) -> list[str]:
    """Return the names of parties, the side that speaks first, the others by alphabet."""
    home = writer.reading.home_party
    named = {party: writer.entities[writer.party(party)].name for party in parties}
    own = [named.pop(home)] if home is not None and home in named else []
    return own + sorted((name for name in named.values() if name not in own), key=slug)


def describe_agreement(
    writer: FactWriter,
    ref: str,
    kind: str,
    title: str,
    parties: Iterable[Party],
    words: Words,
    modality: str,
) -> None:
    """Say type, label, kind and parties of an agreement."""
    writer.say(ref, "rdf:type", "tg:Agreement", words, modality)
    writer.label(ref, title, words)
    writer.say(ref, "tg:kind", f"kind:{kind}", words, modality)
    for party in parties:
        writer.say(ref, "tg:party", f"@{writer.party(party)}", words, modality)
