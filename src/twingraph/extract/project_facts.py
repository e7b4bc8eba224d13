"""Topics and projects -> facts."""

from __future__ import annotations

from twingraph.extract.agreement_facts import Refs
from twingraph.extract.facts import FactWriter
from twingraph.extract.focus import Focus
from twingraph.extract.projects import ProjectMention
from twingraph.extract.records import Paper, Party, Words
from twingraph.extract.topics import (
    TopicMention,
    find_topics,
    topics_by_focus,
    topics_of_papers,
    topics_of_relationship,
)
from twingraph.iris import slug


def write_topics(
    writer: FactWriter,
    papers: list[Paper],
    refs: dict[int, str],
    bonds: Refs,
    focus: Focus,
    main: str | None,
) -> None:
    """Say what the new papers are about, and the relationships under which none is signed.

    Where a release speaks of several partners, each gets what the sentences about it tell.
    """
    signed = [p for p in papers if p.time == "new"]
    if signed:
        for index, topics in topics_of_papers(writer.reading, papers, focus).items():
            modality = "planned" if papers[index].planned else "asserted"
            for mention in topics.values():
                _write_topic(writer, refs[index], mention, modality)
    if len(bonds) > 2 or any(p.lane for p in papers):
        others = {parties: ref for (_, parties), ref in bonds.items()}
        others = {
            parties: ref for parties, ref in others.items() if parties not in {p.parties for p in signed}
        }
        for parties, topics in topics_by_focus(writer.reading, focus, set(others)).items():
            for mention in topics.values():
                _write_topic(writer, others[parties], mention)
    elif main and not signed:
        for mention in topics_of_relationship(writer.reading).values():
            _write_topic(writer, main, mention)


def _write_topic(writer: FactWriter, ref: str, mention: TopicMention, modality: str = "asserted") -> None:
    words = _topic_words(writer, mention)
    writer.say(ref, "tg:topic", f"topic:{mention.topic}", words, modality)


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
            _write_topic(writer, ref, topic)
        if main:
            writer.say(ref, "tg:under", f"@{main}", sentence, "inferred")


def _sentence(writer: FactWriter, offset: int) -> Words:
    sentence = writer.reading.document.sentences[writer.reading.document.sentence_at(offset)]
    return Words(sentence.start, sentence.end, "project-sentence", 0.7)


def _write_participants(writer: FactWriter, ref: str, project: ProjectMention, partner: Party | None) -> None:
    """Those who take part are named in the sentence; where none is, both towns of the release do."""
    sentence = _sentence(writer, project.start)
    inside = [i.name for i in writer.reading.houses_along.between(sentence.start, sentence.end)]
    told = writer.reading.towns_along.between(sentence.start, sentence.end)
    towns = [c.geonames_id for c in told if not project.start <= c.start < project.end]
    for name in dict.fromkeys(inside):
        writer.say(ref, "tg:participant", f"@{writer.institution(name)}", sentence)
    for town in dict.fromkeys(towns):
        writer.say(ref, "tg:participant", f"@{writer.city(town)}", sentence)
    for party in () if inside or towns else (writer.reading.home_party, partner):
        if party:
            writer.say(ref, "tg:participant", f"@{writer.party(party)}", sentence, "inferred")
