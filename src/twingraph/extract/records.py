"""What is read of links and papers, before it becomes facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from twingraph.extract.institution_names import InstitutionMention
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.skeleton import Typed
from twingraph.model import PartialDate

Party = tuple[str, int | str]
"""("city", GeoNames id) or ("institution", name)."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that say something.

    Their bounds in the normalised text, the rule that read them, its confidence.
    """

    start: int
    end: int
    rule: str
    confidence: float = 0.95


Since = tuple[PartialDate, Words, int]
"""A beginning, the words that tell it, and where its date stands, so that no date is read twice."""


@dataclass(frozen=True, slots=True)
class Link:
    """One place where the text says that *parties* are linked.

    ``noun`` is the word for it, if there is one.
    """

    parties: frozenset[Party]
    noun: AgreementNoun | None
    words: Words
    sentence: int
    since: Since | None = None


def is_of_houses(link: Link) -> bool:
    """True for a link of two organisations of which one is a museum, a school, a utility."""
    public = any(is_public_house(str(name)) for _, name in link.parties)
    return public and link.words.rule.startswith(("link-house", "houses-"))


def is_public_house(name: str) -> bool:
    """True for a house such as towns have, not for a firm."""
    return _PUBLIC.search(name) is not None


_PUBLIC = re.compile(
    r"klinik|krankenhaus|spital|hôpital|hospital|universit|hochschule|museum|musée|museo|theat|théât|teatr|"
    r"feuerwehr|pompiers|fire|zoo|tierpark|werke?\b|betriebe?s?\b|wasser|water|utilit|entsorg|régie|college|school|"
    r"schule|gymnasium|liceo|lycée|collège|école|orchest|chor\b|choir|bibliothe|library|bücherei|médiathèque|"
    r"archiv|institut|istituto|galer|haus\b|port\b|hafen|verein|verband|club|associat|akademie|academy|"
    r"conservatoire|konservatorium|stiftung|fondation|foundation|empresa|agua|vodokanal|kirche|pfarr|church|paroisse",
    re.I,
)


@dataclass
class Relationship:
    """A lasting link of one kind, with all that the release says of it."""

    kind: str
    parties: frozenset[Party]
    links: list[Link] = field(default_factory=list)
    since: list[tuple[PartialDate, Words, str]] = field(default_factory=list)
    statuses: dict[str, Words] = field(default_factory=dict)
    planned: bool = False
    sentences: set[int] = field(default_factory=set)
    until: tuple[PartialDate, Words] | None = None


def party_of(mention: Typed) -> Party:
    """Return the town or organisation that a mention of a skeleton stands for."""
    record = mention.record
    if isinstance(record, InstitutionMention):
        return ("institution", record.name)
    return ("city", record.geonames_id)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a sentence that speaks of one noun: offsets of the normalised text."""

    sentence: int
    start: int
    end: int
    noun: AgreementNoun


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with the words that say it."""

    value: T
    words: Words
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class Signer:
    """Where the text names a signatory, the words that tell the signing, the town that they sign for.

    ``town`` is None where the text does not tell it beside the name: an office may.
    """

    start: int
    end: int
    words: Words
    town: int | None = None


@dataclass
class Paper:
    """One signed (or planned) paper.

    ``time`` is new, previous or running; ``qualifier`` a topic or ""; ``lane`` the pair that its words are
    about, None where the release has but one.
    """

    time: str
    qualifier: str
    lane: frozenset[Party] | None = None
    kind: str = "cooperation"
    founding: bool = False
    renewal: bool = False
    windows: list[Window] = field(default_factory=list)
    parties: frozenset[Party] = frozenset()
    party_words: Words | None = None
    signed: Found[PartialDate] | None = None
    place: Found[int] | None = None
    mode: Found[str] | None = None
    valid_from: Found[PartialDate] | None = None
    valid_until: Found[PartialDate] | None = None
    years: tuple[int, Words] | None = None
    signatories: dict[str, Signer] = field(default_factory=dict)
    planned: bool = False
