"""Relationships -> facts; how agreements of all kinds are described."""

from __future__ import annotations

from collections.abc import Iterable

from twingraph.extract.facts import FactWriter
from twingraph.extract.records import Party, Relationship, Words
from twingraph.iris import slug
from twingraph.model import PartialDate

KIND_LABELS = {
    "twinning": {"de": "Städtepartnerschaft", "en": "Twinning", "fr": "Jumelage"},
    "friendship": {"de": "Städtefreundschaft", "en": "Friendship", "fr": "Amitié"},
    "contact": {"de": "Städtekontakt", "en": "Contact", "fr": "Contact"},
    "solidarity": {
        "de": "Solidaritätspartnerschaft",
        "en": "Solidarity partnership",
        "fr": "Partenariat de solidarité",
    },
    "climate": {"de": "Klimapartnerschaft", "en": "Climate partnership", "fr": "Partenariat pour le climat"},
    "project-partnership": {
        "de": "Projektpartnerschaft",
        "en": "Project partnership",
        "fr": "Partenariat de projet",
    },
    "communique": {"de": "Kommuniqué", "en": "Communiqué", "fr": "Communiqué"},
    "cooperation": {
        "de": "Kooperationsvertrag",
        "en": "Cooperation agreement",
        "fr": "Accord de coopération",
    },
    "letter-of-intent": {"de": "Absichtserklärung", "en": "Letter of intent", "fr": "Lettre d’intention"},
    "memorandum": {"de": "Memorandum", "en": "Memorandum", "fr": "Mémorandum"},
    "other": {"de": "Vereinbarung", "en": "Agreement", "fr": "Accord"},
}


def write_relationships(
    writer: FactWriter, relationships: list[Relationship]
) -> dict[tuple[str, frozenset[Party]], str]:
    """Say which lasting links stand, since when; return their refs by kind and parties."""
    refs = {}
    for relationship in relationships:
        parties = sorted(writer.party(p) for p in relationship.parties)
        ref = writer.entity(
            "agreement/" + ".".join([relationship.kind, *map(slug, parties)]),
            "Agreement",
            relationship.kind,
            relationship.kind,
            *(f"@{p}" for p in parties),
        )
        refs[relationship.kind, relationship.parties] = ref
        modality = "planned" if relationship.planned else "asserted"
        for link in relationship.links[:3]:
            describe_agreement(writer, ref, relationship.kind, relationship.parties, link.words, modality)
        for date, words, how in _best_beginnings(relationship):
            writer.say(ref, "tg:validFrom", writer.date(date), words, how)
        if relationship.until:
            date, words = relationship.until
            writer.say(ref, "tg:validUntil", writer.date(date), words)
        for status, words in relationship.statuses.items():
            writer.say(ref, "tg:status", f"status:{status}", words)
        if relationship.planned:
            writer.say(ref, "tg:status", "status:planned", relationship.links[0].words, "planned")
    return refs


def _best_beginnings(relationship: Relationship) -> list[tuple[PartialDate, Words, str]]:
    """Return the one beginning that the release gives, with all its words: a written year before a counted one."""
    if not relationship.since or relationship.planned:
        return []
    dates = [s[0] for s in relationship.since]
    best = max(relationship.since, key=lambda s: (s[2] == "asserted", dates.count(s[0]), -s[1].start))
    return [s for s in relationship.since if s[0] == best[0]]


def describe_agreement(
    writer: FactWriter,
    ref: str,
    kind: str,
    parties: Iterable[Party],
    words: Words,
    modality: str,
    label: str = "",
    prefix: str = "",
) -> None:
    """Say type, label, kind and parties of an agreement."""
    parties = list(parties)
    names = sorted((writer.entities[writer.party(p)].name for p in parties), key=slug)
    home = writer.reading.home_party
    if home is not None and home in parties:
        own = writer.entities[writer.party(home)].name
        names = [own, *(n for n in names if n != own)]
    title = f"{prefix}{label or KIND_LABELS[kind][writer.language]} {' – '.join(names)}"
    writer.say(ref, "rdf:type", "tg:Agreement", words, modality)
    writer.label(ref, title, words)
    writer.say(ref, "tg:kind", f"kind:{kind}", words, modality)
    for party in parties:
        writer.say(ref, "tg:party", f"@{writer.party(party)}", words, modality)
