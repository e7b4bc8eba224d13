"""Papers and their signatures -> facts."""

from __future__ import annotations

from twingraph.extract.agreement_facts import Refs, agreement_ref, describe_agreement, party_names
from twingraph.extract.facts import FactWriter
from twingraph.extract.labels import agreement_title
from twingraph.extract.paper_eras import era_of
from twingraph.extract.paper_renewals import has_own_subject
from twingraph.extract.records import Found, Paper, Signer, Words
from twingraph.iris import slug
from twingraph.model import PartialDate


def write_papers(
    writer: FactWriter,
    papers: list[Paper],
    relationships: Refs,
    people: dict[str, str],
    towns: dict[str, int | None],
) -> dict[int, str]:
    """Say what was signed; a founding paper is told of its relationship itself.  Return the refs by index."""
    refs: dict[int, str] = {}
    for index, paper in enumerate(papers):
        founded = relationships.get((paper.kind, paper.parties)) if paper.founding else None
        founded = founded or _long_founded(writer, paper, relationships)
        makes = founded is not None or (paper.founding and paper.kind in _LASTING)
        founded = founded or _planned_relationship(writer, paper, relationships)
        refs[index] = founded or _write_paper(writer, paper, relationships)
        if makes and not _is_begun(writer, refs[index]) and (begun := _beginning(writer, paper)):
            writer.say(refs[index], "tg:validFrom", writer.date(begun.value), begun.words, "inferred")
        _write_signing(writer, paper, refs[index], people, towns)
    _write_replacements(writer, papers, refs, set(relationships.values()))
    return refs


_LASTING = frozenset({"twinning", "friendship", "solidarity", "contact", "climate"})
"""Kinds of relationships: what founds one is told by the paper alone, where no other words do."""

_LONG_AGO = 1_000
"""Days after which a signing is history."""


def _long_founded(writer: FactWriter, paper: Paper, relationships: Refs) -> str | None:
    """Return the one relationship that "the agreement" of years ago made, where only loose words tell it."""
    issued = writer.reading.document.release.issued
    loose = all(w.noun.group in ("weak_instrument", "weak_founding") for w in paper.windows)
    if issued is None or not loose or paper.renewal or paper.valid_until:
        return None
    if has_own_subject(writer.reading, paper.windows[0]):
        return None
    same = [ref for (_, parties), ref in sorted(relationships.items(), key=str) if parties == paper.parties]
    if paper.signed is None:
        long_ago = era_of(writer.reading, paper.windows[0]) == "then"  # "unterzeichnet hatten ihn seinerzeit"
    else:
        long_ago = (issued.first_day() - paper.signed.value.last_day()).days > _LONG_AGO
    return same[0] if len(same) == 1 and long_ago else None


def _planned_relationship(writer: FactWriter, paper: Paper, relationships: Refs) -> str | None:
    """Return the planned relationship that "the agreement" means, which loose words only plan too."""
    if not paper.planned or not all(w.noun.is_weak for w in paper.windows):
        return None
    same = [ref for (_, parties), ref in sorted(relationships.items(), key=str) if parties == paper.parties]
    return next((ref for ref in same if _is_planned(writer, ref)), None)


def _is_planned(writer: FactWriter, ref: str) -> bool:
    return any(f.subject == ref and f.object == "status:planned" for f in writer.facts.values())


def _write_paper(writer: FactWriter, paper: Paper, relationships: Refs) -> str:
    """Say what the paper is, between whom, under which relationship; return its ref."""
    key = [paper.kind, _year(paper), paper.qualifier, "planned" if paper.planned else ""]
    ref = agreement_ref(writer, [part for part in key if part], paper.parties)
    window = paper.windows[0]
    words = paper.party_words or Words(window.start, window.end, "paper")
    describe_agreement(
        writer, ref, paper.kind, _title(writer, paper), paper.parties, words, _modality(paper, "asserted")
    )
    if paper.planned:
        writer.say(ref, "tg:status", "status:planned", words, "planned")
    if paper.time == "previous":
        expired = Words(window.start, window.end, "status-expired", 0.85)
        writer.say(ref, "tg:status", "status:expired", expired)
    above = _relationship_of(paper, relationships)
    if above:
        writer.say(ref, "tg:under", f"@{above}", words, "inferred")
    return ref


_FRESH = 60
"""Days for which a signing is the news itself, not the beginning of something that stands."""


def _beginning(writer: FactWriter, paper: Paper) -> Found[PartialDate] | None:
    """Return when a relationship began that was founded by a paper signed long before the release."""
    issued = writer.reading.document.release.issued
    if paper.signed is None or issued is None or paper.planned:
        return None
    age = issued.first_day() - paper.signed.value.last_day()
    return paper.signed if age.days > _FRESH else None


def _is_begun(writer: FactWriter, ref: str) -> bool:
    return any(f.subject == ref and f.predicate == "tg:validFrom" for f in writer.facts.values())


def _title(writer: FactWriter, paper: Paper) -> str:
    year = _year(paper) if paper.signed else ""
    names = party_names(writer, paper.parties)
    return agreement_title(
        paper.kind, writer.language, names, year=year, renewal=paper.renewal, subject=paper.qualifier
    )


def _relationship_of(paper: Paper, relationships: Refs) -> str | None:
    """Return the relationship of the same parties, or the only one where it links two of them."""
    for (_, parties), ref in sorted(relationships.items(), key=str):
        only_two = parties < paper.parties and len(parties) == 2 and len(relationships) == 1
        if parties == paper.parties or only_two:
            return ref
    return None


def _year(paper: Paper) -> str:
    """Return the year that tells papers of one kind and parties apart: signed, else begun, else ended."""
    dated = (("", paper.signed), ("from-", paper.valid_from), ("until-", paper.valid_until))
    return next((f"{prefix}{found.value.year}" for prefix, found in dated if found), "undated")


def _write_signing(
    writer: FactWriter, paper: Paper, ref: str, people: dict[str, str], towns: dict[str, int | None]
) -> None:
    """Say when, where, how and until when; and who signed for whom."""
    for predicate, date in (
        ("tg:signedOn", paper.signed),
        ("tg:validFrom", paper.valid_from),
        ("tg:validUntil", paper.valid_until),
    ):
        if date:
            writer.say(ref, predicate, writer.date(date.value), date.words, _modality(paper, date.modality))
    if paper.place:
        place = f"@{writer.city(paper.place.value)}"
        writer.say(ref, "tg:signedIn", place, paper.place.words, paper.place.modality)
    if paper.mode:
        writer.say(ref, "tg:signingMode", f"mode:{paper.mode.value}", paper.mode.words, paper.mode.modality)
    sides = _sides(paper, towns)
    for name, signer in paper.signatories.items():
        _write_signature(writer, ref, people[name], sides[name], signer)


_TWO = 2


def _sides(paper: Paper, towns: dict[str, int | None]) -> dict[str, int | None]:
    """Return the town that each signatory signs for: told beside the name, else that of the office.

    Of two persons who sign for two towns, the second signs for the other one.
    """
    sides = {name: signer.town or towns.get(name) for name, signer in paper.signatories.items()}
    parties = {int(party) for kind, party in paper.parties if kind == "city"}
    if len(parties) == len(paper.parties) == _TWO:  # an office of elsewhere is but a guess
        sides = {n: t if t in parties or paper.signatories[n].town else None for n, t in sides.items()}
    told = {town for town in sides.values() if town}
    if len(sides) == len(parties) == len(paper.parties) == _TWO and len(told) == 1 and told <= parties:
        missing = [name for name, town in sides.items() if town is None]
        sides |= dict.fromkeys(missing, (parties - told).pop())
    return sides


def _modality(paper: Paper, told: str) -> str:
    return "planned" if paper.planned else told


def _write_signature(
    writer: FactWriter, agreement: str, person: str, town: int | None, signer: Signer
) -> None:
    ref = f"signature/{slug(agreement)}.{slug(person)}"
    writer.entity(ref, "Signature", "", f"@{agreement}", f"@{person}")
    told = signer.words
    words = Words(min(told.start, signer.start), max(told.end, signer.end), told.rule, told.confidence)
    writer.say(agreement, "tg:signature", f"@{ref}", words)
    writer.say(ref, "rdf:type", "tg:Signature", words)
    writer.say(ref, "tg:signatory", f"@{person}", words)
    if town:
        writer.say(ref, "tg:onBehalfOf", f"@{writer.city(town)}", words, "inferred")


def _write_replacements(
    writer: FactWriter, papers: list[Paper], refs: dict[int, str], bonds: set[str]
) -> None:
    """A new paper replaces the earlier one of the same line."""
    main = [(i, p) for i, p in enumerate(papers) if not p.qualifier]
    for new, paper in main:
        for old, earlier in main:
            follows = paper.time == "new" and earlier.time in ("previous", "running")
            follows = follows and (
                paper.founding or not earlier.founding
            )  # a memorandum replaces no twinning
            follows = follows and len(paper.parties & earlier.parties) >= _TWO
            follows = follows and (paper.founding or refs[old] not in bonds)
            if follows and refs[new] != refs[old]:
                window = earlier.windows[0]
                words = Words(window.start, window.end, "paper-replaces", 0.8)
                modality = _modality(paper, "inferred")
                writer.say(refs[new], "tg:replaces", f"@{refs[old]}", words, modality)
