"""Persons and their offices -> facts."""

from __future__ import annotations

from twingraph.extract.facts import FactWriter
from twingraph.extract.people_towns import towns_of_people
from twingraph.extract.persons import Person
from twingraph.extract.records import Party, Words
from twingraph.extract.roles import RoleMention
from twingraph.iris import slug
from twingraph.model import Literal

_CREDITS = {
    "press-contact": {"de": "Kontakt", "en": "press contact", "fr": "contact presse"},
    "photographer": {"de": "Foto", "en": "photo", "fr": "photo"},
    "author": {"de": "Text", "en": "by", "fr": "texte"},
}
"""Titles of those who only stand in the margin of a release."""


def write_people(writer: FactWriter, partner: Party | None) -> dict[str, str]:
    """Say who the persons are and which offices they hold; return the ref of each name."""
    towns = towns_of_people(writer.reading, partner)
    refs: dict[str, str] = {}
    for person in writer.reading.people:
        refs[person.name] = _write_person(writer, person, towns[person.name][0])
    for role in writer.reading.roles:
        _write_role(writer, role, refs[role.person.name], towns[role.person.name])
    for person in writer.reading.people:
        if person.credit:
            _write_credit(writer, person, refs[person.name])
    return refs


def _write_person(writer: FactWriter, person: Person, town: int | None) -> str:
    place = (f"@{writer.city(town)}",) if town else ()
    ref = writer.entity(f"person/{slug(person.name)}", "Person", person.name, person.name, *place)
    for mention in [m for m in person.mentions if m.rule != "person-surname"][:3]:
        words = Words(mention.start, mention.end, mention.rule, 0.95)
        writer.say(ref, "rdf:type", "tg:Person", words)
        writer.label(ref, person.name, words, tagged=False)
        writer.say(ref, "foaf:name", Literal(person.name), words)
    return ref


def _write_role(writer: FactWriter, role: RoleMention, person: str, town: tuple[int | None, str]) -> None:
    """Say that a person holds an office somewhere, attested on the release's date."""
    place, modality = (role.city, "asserted") if role.city else town
    if role.rule == "role-shared" and not role.city:
        place = town[0] if town[1] == "asserted" else None
    organisation = writer.city(place) if place and not role.institution else None
    if role.institution:
        organisation, modality = writer.institution(role.institution.name), "asserted"
    concept = role.concept if role.concept != "counterpart" else "other"
    parts = [p for p in (person, organisation or "", concept) if p]
    key = tuple(f"@{p}" if "/" in p else p for p in parts)
    ref = writer.entity("membership/" + ".".join(slug(p) for p in parts), "Membership", role.title, *key)
    words = Words(role.start, role.end, role.rule, 0.9)
    writer.say(ref, "rdf:type", "org:Membership", words)
    writer.say(ref, "org:member", f"@{person}", _with_name(role))
    writer.say(ref, "org:role", f"role:{concept}", words)
    writer.say(ref, "tg:roleTitle", Literal(role.title, language=writer.language), words)
    if organisation:
        writer.say(ref, "org:organization", f"@{organisation}", words, modality)
    issued = writer.reading.document.release.issued
    if issued:
        writer.say(ref, "tg:attestedOn", writer.date(issued), words, "inferred")


def _with_name(role: RoleMention) -> Words:
    """Return words that hold the office and the name nearest to it."""
    nearest = min(role.person.mentions, key=lambda m: abs(m.start - role.start))
    if abs(nearest.start - role.start) > 300:
        return Words(role.start, role.end, role.rule, 0.9)
    return Words(min(nearest.start, role.start), max(nearest.end, role.end), role.rule, 0.9)


def _write_credit(writer: FactWriter, person: Person, ref: str) -> None:
    """Say that someone is only the photographer, reporter or press contact of the release."""
    mention = person.mentions[0]
    block = writer.reading.document.block_at(mention.start)
    contact = block.kind == "contact"
    concept = "press-contact" if contact else "photographer" if block.kind == "caption" else "author"
    parts = (ref, concept)
    member = writer.entity(
        "membership/" + ".".join(slug(p) for p in parts), "Membership", concept, f"@{ref}", concept
    )
    start = max(block.start, mention.start - 60)
    words = Words(start, mention.end, "credit", 0.8)
    title = _CREDITS[concept][writer.language]
    writer.say(member, "rdf:type", "org:Membership", words)
    writer.say(member, "org:member", f"@{ref}", words)
    writer.say(member, "org:role", f"role:{concept}", words)
    writer.say(member, "tg:roleTitle", Literal(title, language=writer.language), words)
