"""Papers and their signatures -> facts."""

from __future__ import annotations

from twingraph.extract.agreement_facts import KIND_LABELS, describe_agreement
from twingraph.extract.facts import FactWriter
from twingraph.extract.records import Paper, Party, Signer, Words
from twingraph.iris import slug

_RENEWAL = {"de": "Erneuerung der ", "en": "Renewal: ", "fr": "Renouvellement : "}


def write_papers(
    writer: FactWriter,
    papers: list[Paper],
    relationships: dict[tuple[str, frozenset[Party]], str],
    people: dict[str, str],
    towns: dict[str, int | None],
) -> dict[int, str]:
    """Say what was signed; a founding paper is told of its relationship itself.  Return the refs by index."""
    refs: dict[int, str] = {}
    for index, paper in enumerate(papers):
        founded = relationships.get((paper.kind, paper.parties)) if paper.founding else None
        refs[index] = founded or _write_paper(writer, paper, relationships)
        _write_signing(writer, paper, refs[index], people, towns)
    _write_replacements(writer, papers, refs)
    return refs


def _write_paper(
    writer: FactWriter, paper: Paper, relationships: dict[tuple[str, frozenset[Party]], str]
) -> str:
    parties = sorted(writer.party(p) for p in paper.parties)
    key = [
        paper.kind,
        _year(paper),
        *([paper.qualifier] if paper.qualifier else []),
        *(["planned"] if paper.planned else []),
    ]
    ref = writer.entity(
        "agreement/" + ".".join([*map(slug, key), *map(slug, parties)]),
        "Agreement",
        paper.kind,
        *key,
        *(f"@{p}" for p in parties),
    )
    modality = "planned" if paper.planned else "asserted"
    words = paper.party_words or Words(paper.windows[0].start, paper.windows[0].end, "paper")
    year = _year(paper)
    label = f"{KIND_LABELS[paper.kind][writer.language]}{' ' + year if year.isdigit() else ''}"
    describe_agreement(
        writer,
        ref,
        paper.kind,
        paper.parties,
        words,
        modality,
        label,
        _RENEWAL[writer.language] if paper.renewal else "",
    )
    if paper.planned:
        writer.say(ref, "tg:status", "status:planned", words, "planned")
    if paper.time == "previous":
        writer.say(
            ref,
            "tg:status",
            "status:expired",
            Words(paper.windows[0].start, paper.windows[0].end, "status-expired", 0.85),
        )
    above = next(
        (
            r
            for (_, p), r in sorted(relationships.items(), key=str)
            if p == paper.parties or (p < paper.parties and len(p) == 2 and len(relationships) == 1)
        ),
        None,
    )
    if above:
        writer.say(ref, "tg:under", f"@{above}", words, "inferred")
    return ref


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
    for name, signer in paper.signatories.items():
        _write_signature(writer, ref, people[name], towns.get(name), signer)


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


def _write_replacements(writer: FactWriter, papers: list[Paper], refs: dict[int, str]) -> None:
    """A new paper replaces the earlier one of the same line."""
    for new, paper in enumerate(papers):
        for old, earlier in enumerate(papers):
            same_line = paper.qualifier == earlier.qualifier == ""
            if (
                paper.time == "new"
                and earlier.time in ("previous", "running")
                and same_line
                and refs[new] != refs[old]
                and not paper.renewal
            ):
                window = earlier.windows[0]
                words = Words(window.start, window.end, "paper-replaces", 0.8)
                writer.say(
                    refs[new],
                    "tg:replaces",
                    f"@{refs[old]}",
                    words,
                    "planned" if paper.planned else "inferred",
                )
