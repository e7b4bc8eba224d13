"""Relationships, papers, organisations and projects -> facts."""

from __future__ import annotations

from collections.abc import Iterable

from twingraph.extract.facts import FactWriter
from twingraph.extract.papers import Paper, Signer
from twingraph.extract.persons import Person
from twingraph.extract.projects import ProjectMention
from twingraph.extract.relations import Party, Relationship, Words
from twingraph.extract.topics import TopicMention, find_topics, topics_of_papers, topics_of_relationship
from twingraph.iris import slug
from twingraph.model import PartialDate

_NOUNS = {
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
_RENEWAL = {"de": "Erneuerung der ", "en": "Renewal: ", "fr": "Renouvellement : "}


def write_relationships(
    writer: FactWriter, relationships: list[Relationship]
) -> dict[tuple[str, frozenset[Party]], str]:
    """Say which lasting links stand, since when; return their refs by kind and parties."""
    refs = {}
    for relationship in relationships:
        parties = sorted(writer.party(p) for p in relationship.parties)
        ref = writer.entity(
            "agreement/" + ".".join([relationship.kind, *map(slug, parties)]),
            "Agreement", relationship.kind, relationship.kind, *(f"@{p}" for p in parties),
        )  # fmt: skip
        refs[relationship.kind, relationship.parties] = ref
        modality = "planned" if relationship.planned else "asserted"
        for link in relationship.links[:3]:
            _describe(writer, ref, relationship.kind, relationship.parties, link.words, modality)
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


def _describe(
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
    title = f"{prefix}{label or _NOUNS[kind][writer.language]} {' – '.join(names)}"
    writer.say(ref, "rdf:type", "tg:Agreement", words, modality)
    writer.label(ref, title, words)
    writer.say(ref, "tg:kind", f"kind:{kind}", words, modality)
    for party in parties:
        writer.say(ref, "tg:party", f"@{writer.party(party)}", words, modality)


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
    label = f"{_NOUNS[paper.kind][writer.language]}{' ' + year if year.isdigit() else ''}"
    _describe(
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


def _write_signature(writer: FactWriter, agreement: str, person: str, town: int | None, signer: Signer) -> None:
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


def write_topics(
    writer: FactWriter,
    papers: list[Paper],
    refs: dict[int, str],
    relationships: list[Relationship],
    main: str | None,
) -> None:
    """Say what the new papers are about; where nothing is signed, what the main relationship is about."""
    if any(p.time == "new" and not p.renewal for p in papers):
        for index, topics in topics_of_papers(writer.reading, papers).items():
            for topic, mention in topics.items():
                writer.say(
                    refs[index],
                    "tg:topic",
                    f"topic:{topic}",
                    _topic_words(writer, mention),
                    "planned" if papers[index].planned else "asserted",
                )
    elif main and len(relationships) <= 2:
        for topic, mention in topics_of_relationship(writer.reading).items():
            writer.say(main, "tg:topic", f"topic:{topic}", _topic_words(writer, mention))


_LONGEST_QUOTE = 320


def _topic_words(writer: FactWriter, mention: TopicMention) -> Words:
    """Return the sentence that proves a topic, or of a long one the part around the word."""
    text = writer.reading.document.text
    sentence = writer.reading.document.sentences[writer.reading.document.sentence_at(mention.start)]
    start, end = sentence.start, sentence.end
    if end - start > _LONGEST_QUOTE:
        start = max(start, text.rfind(" ", 0, max(start, mention.start - 100)) + 1)
        cut = text.find(" ", min(end, mention.end + 100), end)
        end = cut if cut >= 0 else end
    return Words(start, end, f"topic-{mention.topic}", 0.75)


def write_projects(writer: FactWriter, main: str | None, partner: Party | None) -> None:
    """Say which named programmes and events there are, and who takes part."""
    for project in writer.reading.projects:
        ref = f"project/{slug(project.name)}"
        home = (f"@{writer.city(writer.reading.home)}",) if writer.reading.home else ()
        writer.entity(ref, "Project", project.name, project.name, *home)
        words = Words(project.start, project.end, project.rule, 0.8)
        writer.say(ref, "rdf:type", "tg:Project", words)
        writer.label(ref, project.name, words)
        _write_participants(writer, ref, project, partner)
        sentence = _sentence(writer, project.start)
        for topic in find_topics(writer.reading, sentence.start, sentence.end)[:4]:
            writer.say(ref, "tg:topic", f"topic:{topic.topic}", _topic_words(writer, topic))
        if main:
            writer.say(ref, "tg:under", f"@{main}", sentence, "inferred")


def _sentence(writer: FactWriter, offset: int) -> Words:
    sentence = writer.reading.document.sentences[writer.reading.document.sentence_at(offset)]
    return Words(sentence.start, sentence.end, "project-sentence", 0.7)


def _write_participants(writer: FactWriter, ref: str, project: ProjectMention, partner: Party | None) -> None:
    """Those who take part are named in the sentence; where none is, both towns of the release do."""
    sentence = _sentence(writer, project.start)
    inside = [i.name for i in writer.reading.institutions if sentence.start <= i.start < sentence.end]
    towns = [
        c.geonames_id
        for c in writer.reading.cities
        if sentence.start <= c.start < sentence.end and not project.start <= c.start < project.end
    ]
    for name in dict.fromkeys(inside):
        writer.say(ref, "tg:participant", f"@{writer.institution(name)}", sentence)
    for town in dict.fromkeys(towns):
        writer.say(ref, "tg:participant", f"@{writer.city(town)}", sentence)
    if not inside and not towns:
        both = [writer.reading.home_party, partner]
        for party in both:
            if party:
                writer.say(ref, "tg:participant", f"@{writer.party(party)}", sentence, "inferred")


def signs_for(people: list[Person], towns: dict[str, tuple[int | None, str]]) -> dict[str, int | None]:
    """Return the town that each person signs for."""
    return {p.name: towns[p.name][0] for p in people}
