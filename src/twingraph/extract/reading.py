"""All mentions of one release together: the towns that are its subject, and its sentences as skeletons."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from twingraph.extract.all_dates import find_all_dates
from twingraph.extract.cities import (
    CityMention,
    find_cities,
    without_parts_of_names,
    without_parts_of_regions,
)
from twingraph.extract.country_adjectives import find_adjectives
from twingraph.extract.dates import DateMention
from twingraph.extract.home_town import dateline_town, find_home, first_of_title
from twingraph.extract.institution_names import InstitutionMention
from twingraph.extract.institution_regions import REGION, find_regions
from twingraph.extract.institutions import find_institutions
from twingraph.extract.layout import Document, Sentence
from twingraph.extract.nouns import SKELETON_TYPE, AgreementNoun, cue_pattern, find_nouns
from twingraph.extract.orientation import oriented_towns
from twingraph.extract.persons import Person, find_persons
from twingraph.extract.plain_words import speaks_of_twinning
from twingraph.extract.projects import ProjectMention, find_projects
from twingraph.extract.role_countries import roles_with_towns
from twingraph.extract.roles import HEADS, RoleMention, find_roles
from twingraph.extract.skeleton import Skeleton, Typed, build_skeleton
from twingraph.extract.spans import Along, Spans
from twingraph.lexicon import Gazetteer, Lexicon

_OF = 5
"""Characters between "the German town" and its name: " of "."""
_TOWN_COUNCIL = re.compile(r"(?:(?<!County )(?<!Regional )\bCouncil|City and County Council)$")
"""A council that speaks for the town it is named after."""
_COUNCIL = re.compile(
    r"Council$|[Rr]at(?:s|es)?$|[Vv]erwaltung$|^[Cc]onseil (?:municipal|communal)|^(?:Stadtver|Magistr)"
)
_OWN_HOUSE = re.compile(
    r" (?:Museum|University|College|School|High School|Academy|Library|Hospital|Theatre|Theater|Orchestra|"
    r"Water Board|Water|Gallery|Port Authority|Zoo|Fire Service|Fire Department|Choir|Utilities)$"
)
"""Houses that bear a town's name and sign for themselves."""
_LONG_HEADING = 90
_READ_KINDS = frozenset({"headline", "body", "list", "caption"})


_IN_NAME = re.compile(r" [A-Z][a-z]+ [A-Z][a-z]+")


@dataclass(frozen=True)
class Reading:
    """The mentions of one release by type, before anything is said about how they hang together."""

    document: Document
    lexicon: Lexicon
    gazetteer: Gazetteer
    people: tuple[Person, ...]
    cities: tuple[CityMention, ...]
    projects: tuple[ProjectMention, ...]
    institutions: tuple[InstitutionMention, ...]
    regions: tuple[InstitutionMention, ...]
    roles: tuple[RoleMention, ...]
    nouns: tuple[AgreementNoun, ...]
    dates: tuple[DateMention, ...]

    @property
    def language(self) -> str:
        """de, en or fr."""
        return self.document.release.language

    @cached_property
    def home(self) -> int | None:
        """GeoNames id of the town that speaks: the issuer's, the dateline's, or the one named most."""
        ranked = [town for town, _ in self.salience.most_common()]
        return find_home(self.document, self.cities, ranked, self.gazetteer)

    @cached_property
    def speaks_of_twinning(self) -> bool:
        """True where the release has a plain word for a partnership, if only to deny one."""
        return speaks_of_twinning(self)

    @cached_property
    def home_party(self) -> tuple[str, int | str] | None:
        """The side that speaks: the county that issues the release, or the first town its title joins."""
        issuer = self.document.release.issuer or ""
        first = self.document.blocks[0].end if self.document.blocks else 0
        for house in (*self.institutions, *self.regions):
            heads = not issuer and house.end <= first and first < _LONG_HEADING
            heads = heads and dateline_town(self.document, self.cities) is None
            own = _TOWN_COUNCIL.search(house.name) and self.home is not None
            if REGION.search(house.name) and not own and (house.name in issuer or heads):
                first_town = first_of_title(self.document, self.cities)
                return ("city", first_town) if first_town else ("institution", house.name)
        return ("city", self.home) if self.home is not None else None

    def section_town(self, index: int) -> int | None:
        """Return the one other town that the section around a sentence names; None where none or several."""
        block = self.document.sentences[index].block
        first = block
        while first > 0 and self.document.blocks[first].kind not in ("headline",):
            first -= 1
        sentences, start, end = self.document.sentences, index, index + 1
        while start > 0 and sentences[start - 1].block >= first:
            start -= 1
        while end < len(sentences) and sentences[end].block == block:
            end += 1
        inside = (self.skeletons[i] for i in range(start, end) if i in self.skeletons)
        towns = {m.record.geonames_id for skeleton in inside for m in skeleton.every("C")} - {self.home}
        return towns.pop() if len(towns) == 1 else None

    @cached_property
    def salience(self) -> Counter[int]:
        """How much the release is about each town.

        Mentions, those in the headline and first sentences thrice.
        """
        counts: Counter[int] = Counter()
        title = self.document.release.title_span
        for city in self.cities:
            span = self.document.span(city.start, city.end)
            in_title = title is not None and title.start <= span.start < title.end
            kind = self.document.block_at(city.start).kind
            counts[city.geonames_id] += 0 if kind == "contact" else 3 if in_title else 1
        return counts

    @cached_property
    def oriented(self) -> frozenset[int]:
        """Towns that the text names for orientation only ("60 km from Warsaw")."""
        return oriented_towns(self.document, self.cities)

    @cached_property
    def typed(self) -> tuple[Typed, ...]:
        """Every mention as the skeletons show it."""
        found = [
            Typed(n.start, n.end, SKELETON_TYPE[n.group], n)
            for n in self.nouns
            if not n.flags & {"states", "denied"}
        ]
        found += [
            Typed(c.start, c.end, "Y" if c.form == "demonym" or self._is_attribute(c) else "C", c)
            for c in self.cities
            if c.geonames_id not in self.oriented
        ]
        found += [
            Typed(i.start, i.end, "I" if REGION.search(i.name) else "H", i)
            for i in self.institutions
            if REGION.search(i.name) or self._is_house(i)
        ]
        found += [Typed(r.start, r.end, "I", r) for r in self.regions]
        found += [Typed(d.start, d.end, "D", d) for d in self.dates]
        found += [Typed(m.start, m.end, "P", p) for p in self.people for m in p.mentions if not p.credit]
        found += [Typed(c.start, c.end, "C", c) for c in self.towns_named_by_country]
        return tuple(sorted(found, key=lambda t: (t.start, -t.end)))

    def _is_attribute(self, city: CityMention) -> bool:
        """True for a town inside another name: "the Pudong Software Park"."""
        text = self.document.text
        return self.language == "en" and bool(
            text[max(0, city.start - 4) : city.start].lower() == "the " and _IN_NAME.match(text, city.end)
        )

    def _is_house(self, institution: InstitutionMention) -> bool:
        """True for an organisation, unless it hosts something, or its name begins with its town."""
        if institution.rule == "institution-venue":
            return False
        if self.language == "en" and _OWN_HOUSE.search(institution.name):
            return True
        return not self.towns_along.between(institution.start, institution.start + 1)

    @cached_property
    def towns_along(self) -> Along[CityMention]:
        """The towns in the order of the text."""
        return Along(self.cities)

    @cached_property
    def houses_along(self) -> Along[InstitutionMention]:
        """The organisations in the order of the text."""
        return Along(self.institutions)

    def strange_houses(self, index: int) -> list[InstitutionMention]:
        """Return the organisations of a sentence that are no councils, which speak for their towns."""
        sentence = self.document.sentences[index]
        houses = self.houses_along.between(sentence.start, sentence.end)
        return [h for h in houses if not _COUNCIL.search(h.name)]

    @cached_property
    def towns_of_countries(self) -> dict[str, set[int]]:
        """The towns of each country that the release is about, the home town left out."""
        found: dict[str, set[int]] = defaultdict(set)
        for town in {c.geonames_id for c in self.cities} - self.oriented - {self.home}:
            found[self.gazetteer.place(town).country].add(town)
        return found

    @cached_property
    def towns_named_by_country(self) -> list[CityMention]:
        """Read "die polnische Partnerstadt" as the one Polish town that the release names."""
        codes = dict(self.lexicon.country_adjectives)
        found = []
        for start, end, stem in find_adjectives(self.document, self.lexicon):
            towns = self.towns_of_countries[codes[stem]]
            named = self.towns_along.between(end, end + _OF)  # "the German town of Jena"
            if len(towns) == 1 and not named:
                words = self.document.text[start:end]
                found.append(CityMention(start, end, next(iter(towns)), words, "adjective", 0.8))
        return found

    @cached_property
    def skeletons(self) -> dict[int, Skeleton]:
        """Skeleton of each sentence that is read, by its index."""
        kept = {}
        for index, sentence in enumerate(self.document.sentences):
            if self.document.blocks[sentence.block].kind in _READ_KINDS:
                kept[index] = self._skeleton(sentence)
        return kept

    def _skeleton(self, sentence: Sentence) -> Skeleton:
        first = bisect_left(self._typed_starts, sentence.start)
        inside = self.typed[first : bisect_left(self._typed_starts, sentence.end, first)]
        return build_skeleton(self.document.flat, sentence.start, sentence.end, inside)

    @cached_property
    def capital_names(self) -> Spans:
        """Where persons are named, and organisations whose names begin with no small letter."""
        found = [(m.start, m.end) for p in self.people for m in p.mentions]
        found += [(i.start, i.end) for i in self.institutions if not i.name[:1].islower()]
        return Spans(found)

    @cached_property
    def _typed_starts(self) -> list[int]:
        return [mention.start for mention in self.typed]

    def heads_between(self, start: int, end: int) -> list[RoleMention]:
        """Return the offices of those who act for towns that are named between two offsets."""
        return [r for r in self.roles if start <= r.start < end and r.concept in HEADS]

    def words(self, index: int) -> str:
        """Return the words of a sentence, given its index; only full stops at the end of one are such."""
        sentence = self.document.sentences[index]
        return self.document.flat[sentence.start : sentence.end]

    def has_cue(self, name: str, index: int) -> bool:
        """True where a sentence has a cue of one class of cues.tsv, given its index."""
        cue, sentence = self.cue(name), self.document.sentences[index]
        may_hold = self.document.may_hold(cue, sentence.start, sentence.end)
        return may_hold and cue.search(self.words(index)) is not None

    def cue(self, name: str) -> re.Pattern[str]:
        """Return the cues of one class of cues.tsv in the language of the release."""
        return cue_pattern(self.lexicon, self.language, name)


def read_document(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> Reading:
    """Return all mentions of *document*.

    Persons first, then towns, projects, organisations, offices, nouns and dates.
    """
    everybody = find_persons(document, lexicon, gazetteer)
    names = [(m.start, m.end) for p in everybody for m in p.mentions]
    cities = find_cities(document, gazetteer, lexicon, names)
    projects = find_projects(document, lexicon, names)
    taken = names + [(p.start, p.end) for p in projects]
    institutions = find_institutions(document, lexicon, cities, taken)
    # a county's town is part of its name even at the end: "Landkreis Fulda" does not name the town
    counties = (
        (i.start, i.end + bool(REGION.search(i.name)))
        for i in institutions
        if not (_TOWN_COUNCIL.search(i.name) and i.name == document.release.issuer)
    )
    bounds = [*((p.start, p.end) for p in projects), *counties]
    towns = without_parts_of_names(cities, bounds)
    towns = without_parts_of_regions(towns, document.text, lexicon.regions)
    if len(towns) < len(cities):
        cities, institutions = towns, find_institutions(document, lexicon, towns, taken)
    people = [p for p in everybody if not p.historical]
    reading = Reading(
        document=document,
        lexicon=lexicon,
        gazetteer=gazetteer,
        people=tuple(people),
        cities=tuple(cities),
        projects=tuple(projects),
        institutions=tuple(institutions),
        regions=tuple(find_regions(document, lexicon, [*taken, *((i.start, i.end) for i in institutions)])),
        roles=tuple(find_roles(document, lexicon, people, cities, institutions)),
        nouns=tuple(find_nouns(document, lexicon)),
        dates=find_all_dates(document, lexicon),
    )
    named, by_country = reading.towns_named_by_country, reading.towns_of_countries
    placed = roles_with_towns(document, lexicon, reading.roles, named, by_country)
    return reading if placed == reading.roles else replace(reading, roles=placed)
