"""Links -> the partner that each sentence is about, where it names none itself."""

from __future__ import annotations

from dataclasses import dataclass

from twingraph.extract.listed import lead_town
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Party, party_of


@dataclass(frozen=True, slots=True)
class Focus:
    """Who the release and each of its sentences is about.

    ``main`` is the issuing side and the main partner; ``partners`` the other side by index of sentence.
    """

    home: Party | None
    main: frozenset[Party] | None
    partners: dict[int, Party]

    def pair_at(self, index: int) -> frozenset[Party] | None:
        """Return the issuing side and the partner that a sentence is about, None where it tells none."""
        partner = self.partners.get(index)
        return frozenset({self.home, partner}) if self.home and partner else None


def find_focus(reading: Reading, links: list[Link], partner: Party | None) -> Focus:
    """Return which partner each sentence is about: the one that it names, else the one last named.

    *partner* is the main one of the release.

    What a sentence names holds to the end of its paragraph; what a small heading or the first word of a
    paragraph names ("Lille: …") holds up to the next heading.  Only sides that a link or such a lead names
    count, so that a town in passing does not take the floor.
    """
    headed = _headed(reading)
    known = {p for link in links for p in link.parties} | set(headed.values()) | _told_in_paragraphs(reading)
    known |= {partner} if partner is not None else set()
    linked: dict[int, set[Party]] = {}
    for link in links:
        linked.setdefault(link.sentence, set()).update(link.parties)
    partners: dict[int, Party] = {}
    last, is_heading = -1, False
    section: Party | None = None
    current: Party | None = None
    for index in reading.skeletons:
        block = reading.document.sentences[index].block
        lead = _lead(reading, index) or headed.get(index) if block != last else None
        if block != last:
            is_heading = reading.document.blocks[block].kind == "headline"
            section = lead or (None if is_heading else section)
            current = section
        named = {lead} if lead else _named(reading, linked.get(index, set()), index, known)
        if named:
            current = named.pop() if len(named) == 1 else None
            section = current if is_heading else section
        if current:
            partners[index] = current
        last = block
    home = reading.home_party
    return Focus(home, frozenset({home, partner}) if home and partner else None, partners)


def _headed(reading: Reading) -> dict[int, Party]:
    """Return the one other town of each small heading by its sentence, where headings name several towns.

    One heading alone is the title, and may name a town for any reason.
    """
    found: dict[int, Party] = {}
    title = reading.document.release.title_span
    for index, skeleton in reading.skeletons.items():
        sentence = reading.document.sentences[index]
        is_title = title is not None and reading.document.span(sentence.start, sentence.end).start < title.end
        if reading.document.blocks[sentence.block].kind == "headline" and not is_title:
            towns = {party_of(m) for m in skeleton.every("C")} - {reading.home_party}
            if len(towns) == 1:
                found[index] = towns.pop()
    return found if len(set(found.values())) > 1 else {}


_SEVERAL, _TWO = 3, 2


def _told_in_paragraphs(reading: Reading) -> set[Party]:
    """Return the other towns that paragraphs of their own tell of, with a word for a link or a paper.

    Only a chronicle, minutes or a newsletter has several of them; two are enough where each is the only one
    abroad of its paragraph.
    """
    towns: dict[int, set[Party]] = {}
    named: set[int] = set()
    for index, skeleton in reading.skeletons.items():
        block = reading.document.sentences[index].block
        towns.setdefault(block, set()).update(party_of(m) for m in skeleton.every("C"))
        if skeleton.every("RFAN"):
            named.add(block)
    alone = {next(iter(t)) for b in named if len(t := towns[b] - {reading.home_party}) == 1}
    home = reading.gazetteer.place(reading.home).country if reading.home is not None else ""
    far = {p for b in named for p in towns[b] if p[0] == "city" and _country(reading, p) not in ("", home)}
    lone = {p for b in named for p in towns[b] & far if len(towns[b] & far) == 1}
    return alone if len(alone) >= _SEVERAL else lone if len(lone) >= _TWO else set()


def _country(reading: Reading, party: Party) -> str:
    return reading.gazetteer.place(int(party[1])).country


def _lead(reading: Reading, index: int) -> Party | None:
    town = lead_town(reading.skeletons[index])
    return party_of(town) if town and party_of(town) != reading.home_party else None


def _named(reading: Reading, linked: set[Party], index: int, known: set[Party]) -> set[Party]:
    """Return the partners that a sentence names: linked in it, else mentioned."""
    own = {reading.home_party, ("city", reading.home)}
    mentioned = {party_of(m) for m in reading.skeletons[index].every("CYI")}
    return linked - own or (mentioned & known) - own
