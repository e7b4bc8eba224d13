"""The records that one stage hands to the next.  This module imports nothing of ours."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Start (included) and end (excluded), in code points of ``PressRelease.text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it is written.

    >>> PartialDate(2019, 10).iso, PartialDate(2019, 10).datatype
    ('2019-10', 'gYearMonth')
    >>> PartialDate(2024, 2).last_day()
    datetime.date(2024, 2, 29)
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """Lexical form of XML Schema 1.1 part 2: date, gYearMonth or gYear."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def datatype(self) -> str:
        """Local name of the XML Schema type of :attr:`iso`."""
        if self.month is None:
            return "gYear"
        return "gYearMonth" if self.day is None else "date"

    def first_day(self) -> date:
        """Return the earliest day that this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """Return the latest day that this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class Literal:
    """An RDF literal; *datatype* is a full IRI, and None where *language* is set or it is a plain string."""

    lexical: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PressRelease:
    """One release as it was read.

    ``text`` is what every span points into: of a text file, the decoded file without a byte order mark,
    otherwise unchanged (CR LF kept); of other files, the text that their reader found.  ``sha256`` is the
    digest of ``text`` in UTF-8; ``id`` is the file's stem.  ``title_span`` and ``issued_span`` point to
    where title and date stand in the text, None where a sidecar gave them or nothing did.  ``original`` is
    the SHA-256 of the bytes that were read, ``media_type`` what they are.
    """

    id: str
    text: str
    sha256: str
    language: str
    title: str | None = None
    title_span: Span | None = None
    issued: PartialDate | None = None
    issued_span: Span | None = None
    issuer: str | None = None
    source: str | None = None
    retrieved: str | None = None
    original: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a fact is believed: the words, the rule that read them, and how the text means it.

    ``spans`` is never empty; ``confidence`` lies in 0..1; ``modality`` is a concept name of the scheme
    ``modality`` (asserted, planned, wished, denied, reported, inferred).
    """

    spans: tuple[Span, ...]
    rule: str
    confidence: float = 1.0
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that one release names.

    ``ref`` is local to the release ("person/2"); ``kind`` is one of City, Agreement, Person, Institution,
    Project, Signature, Membership; ``name`` is the base form used as label; ``key`` says what identifies it
    across releases, and a part that starts with ``@`` is the ref of another entity of the same release.
    """

    ref: str
    kind: str
    name: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim of one release.

    ``subject`` is the ref of an :class:`Entity`; ``predicate`` a CURIE ("tg:party", "rdf:type");
    ``object`` is a ref ("@city/1"), a CURIE of a concept or class ("kind:twinning", "tg:City") or a literal.
    """

    subject: str
    predicate: str
    object: str | Literal
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one release.

    ``triggers`` counts the sentences with a trigger word, ``unexplained`` are those that no rule explained.
    """

    release: PressRelease
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    unexplained: tuple[Span, ...] = ()
    triggers: int = 0


@dataclass(frozen=True, slots=True)
class LinkedFact:
    """A :class:`Fact` whose names have become IRIs; ``object`` is an IRI (str) or a literal."""

    subject: str
    predicate: str
    object: str | Literal
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LinkedRelease:
    """A release with its facts over IRIs, and its ledger: what the mapping turns into quads."""

    release: PressRelease
    facts: tuple[LinkedFact, ...]
    unexplained: tuple[Span, ...] = ()
    triggers: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A town of the gazetteer (GeoNames); ``names`` holds its others, ``country`` is ISO 3166-1 alpha-2."""

    geonames_id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    names: tuple[str, ...] = ()
