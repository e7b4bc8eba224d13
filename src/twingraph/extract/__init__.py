"""Press release -> entities and facts with their evidence."""

from __future__ import annotations

import re
from dataclasses import replace

from twingraph.extract.agreement_facts import best_beginnings, write_relationships
from twingraph.extract.facts import FactWriter
from twingraph.extract.focus import Focus, find_focus
from twingraph.extract.header import read_header
from twingraph.extract.ledger import trigger_sentences, unexplained_sentences
from twingraph.extract.links import find_links
from twingraph.extract.main_partner import main_partner
from twingraph.extract.paper_facts import write_papers
from twingraph.extract.papers import find_papers
from twingraph.extract.people_facts import write_people
from twingraph.extract.people_towns import towns_of_people
from twingraph.extract.project_facts import write_projects, write_topics
from twingraph.extract.reading import Reading, read_document
from twingraph.extract.records import Found, Paper, Party, Relationship, Words
from twingraph.extract.relations import find_relationships
from twingraph.lexicon import Gazetteer, Lexicon
from twingraph.model import Extraction, PartialDate, PressRelease


def extract_release(release: PressRelease, lexicon: Lexicon, gazetteer: Gazetteer) -> Extraction:
    """Return what *release* says: its entities, its facts with their words, the sentences nobody explained.

    Same text, same result: no clock, no network, no chance.
    """
    reading = read_document(read_header(release, lexicon), lexicon, gazetteer)
    links = find_links(reading)
    partner = main_partner(reading, links)
    focus = find_focus(reading, links, partner)
    relationships = find_relationships(reading, links, focus)
    papers = _settle_kinds(reading, find_papers(reading, links, focus), relationships)
    relationships = [r for r in relationships if not _is_told_by_paper(r, papers)]
    writer = FactWriter(reading)
    _write(writer, partner, focus, relationships, papers)
    triggers = trigger_sentences(reading)
    unexplained = unexplained_sentences(triggers, writer.facts.values())
    return replace(writer.extraction(unexplained), triggers=len(triggers))


def _is_told_by_paper(relationship: Relationship, papers: list[Paper]) -> bool:
    """True for a cooperation without a beginning of its own, which a signed paper of the same sides tells."""
    loose = relationship.kind == "cooperation" and not relationship.since and not relationship.statuses
    same = (p for p in papers if p.parties == relationship.parties and p.kind == "cooperation" and p.signed)
    return loose and next(same, None) is not None


def _settle_kinds(reading: Reading, papers: list[Paper], relationships: list[Relationship]) -> list[Paper]:
    """A paper that only prepares a partnership, as the text says, is a letter of intent."""
    denied = [
        reading.document.sentence_at(n.start)
        for n in reading.nouns
        if n.group == "relationship" and "denied" in n.flags
    ]
    standing = {r.parties for r in relationships if not r.planned}
    for paper in papers:
        own = {r.kind for r in relationships if r.parties == paper.parties}
        if paper.founding and len(own) == 1 and all(w.noun.is_weak for w in paper.windows):
            paper.kind = own.pop()
        near = any(abs(i - w.sentence) <= 3 for i in denied for w in paper.windows)
        named = any(_COOPERATES.search(reading.document.text[w.noun.start :][:_ABOUT]) for w in paper.windows)
        loose = near and paper.kind == "cooperation" and paper.time == "new" and not named
        if loose and paper.parties not in standing:
            paper.kind = "letter-of-intent"
        if paper.founding and paper.signatories and paper.signed is None and not paper.planned:
            paper.signed = _day_of_bond(paper, relationships)
        _found_firmly(reading, paper, relationships)
        if paper.founding and _stood_before(reading, paper, relationships, papers):
            paper.founding, paper.renewal, paper.qualifier = False, True, "renewal"
    return papers


_ABOUT = 45
"""Characters of a noun for a paper and what says behind it what it is about."""
_COOPERATES = re.compile(r"kooperation|co-?operation|coopération|zusammenarbeit", re.I)
"""In the name of a paper that is one of cooperation, whatever else is denied."""


def _day_of_bond(paper: Paper, relationships: list[Relationship]) -> Found[PartialDate] | None:
    """Return the day on which the bond began that a signed deed founds: "sind seit Samstag Partnerstädte"."""
    same = (r for r in relationships if (r.kind, r.parties) == (paper.kind, paper.parties))
    days = [(date, words) for r in same for date, words, _ in best_beginnings(r) if date.day]
    return Found(days[0][0], days[0][1], "inferred") if days else None


def _found_firmly(reading: Reading, paper: Paper, relationships: list[Relationship]) -> None:
    """Forget loose beginnings of a bond that a clear deed founds: "ties that have grown since 1997"."""
    clear = any(w.noun.group == "founding" for w in paper.windows) and paper.signed is not None
    if not (clear and paper.founding and paper.time == "new"):
        return
    for relationship in relationships:
        if (relationship.kind, relationship.parties) == (paper.kind, paper.parties):
            relationship.since = [s for s in relationship.since if not _is_loose(reading, s[1])]


def _is_loose(reading: Reading, words: Words) -> bool:
    """True for a beginning in a sentence that only speaks of contacts or a relationship."""
    skeleton = reading.skeletons[reading.document.sentence_at(words.start)]
    loose = bool(skeleton.every("W")) or _CONTACTS.search(skeleton.text) is not None
    return loose and not skeleton.every("RTF")


_CONTACTS = re.compile(r"\b(?:[Kk]ontakte?|[Cc]ontacts?|[Ee]xchanges?|[Aa]ustausch\w*|[ÉéEe]changes?)\b")


_YEARS_APART = 2
"""Years after its beginning from which a signing does not found a bond any more."""


def _founds(earlier: Paper, paper: Paper) -> bool:
    """True where an earlier paper founds the bond that a later one of the same kind speaks of."""
    return earlier.founding and (earlier.kind, earlier.parties) == (paper.kind, paper.parties)


def _stood_before(
    reading: Reading, paper: Paper, relationships: list[Relationship], papers: list[Paper]
) -> bool:
    """True for a deed signed years after the beginning of the bond that it speaks of: it renews that."""
    issued = reading.document.release.issued
    year = issued.year if paper.planned and issued else paper.signed.value.year if paper.signed else 0
    if paper.time != "new" or not year:
        return False
    kin = (r for r in relationships if r.kind == paper.kind and not r.planned)
    same = (r for r in kin if r.parties == paper.parties)
    begun = [date.year for r in same for date, _, _ in best_beginnings(r)]
    begun += [p.signed.value.year for p in papers if p is not paper and _founds(p, paper) and p.signed]
    return bool(begun) and min(begun) + _YEARS_APART <= year


def _write(
    writer: FactWriter,
    partner: Party | None,
    focus: Focus,
    relationships: list[Relationship],
    papers: list[Paper],
) -> None:
    """Say all that was read, towns and organisations first."""
    reading = writer.reading
    for city in reading.cities:
        if city.form != "demonym" or reading.salience[city.geonames_id] > 1:
            writer.city(city.geonames_id)
    for institution in reading.institutions:
        writer.institution(institution.name)
    people = write_people(writer, partner)
    bonds = write_relationships(writer, relationships)
    towns = {name: town for name, (town, _) in towns_of_people(reading, partner).items()}
    refs = write_papers(writer, papers, bonds, people, towns)
    main = next(
        (r for (_, parties), r in bonds.items() if partner in parties and reading.home_party in parties),
        None,
    )
    write_topics(writer, papers, refs, bonds, focus, main)
    write_projects(writer, refs.get(0) or main, partner)
