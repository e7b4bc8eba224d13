"""Made-up records of all that pages can show, so that the page of components never lacks a state."""

from __future__ import annotations

import pyoxigraph as ox

from twingraph.contradictions import Contradiction, Passage, Reading
from twingraph.iris import PREFIXES, expand
from twingraph.serve.arrange import AgreementRow
from twingraph.serve.describe import ShownFact
from twingraph.serve.evidence import Piece, Quote
from twingraph.serve.views.atlas import Atlas, Bond, Place

KINDS = ("twinning", "friendship", "contact", "solidarity", "project-partnership", "communique")
CONCEPTS = tuple(map(expand, (*(f"kind:{name}" for name in KINDS), "status:active", "topic:culture")))
PREDICATES = tuple(expand(f"tg:{name}") for name in ("kind", "status", "topic", "validFrom", "activeFrom"))

_TWINNING, _FRIENDSHIP = CONCEPTS[:2]


def make_quote(base: str, modality: str = "asserted", confidence: str = "0.93") -> Quote:
    """Return the words of a release that nobody wrote, with two words marked."""
    pieces = (Piece("The towns of A and B have been ", False), Piece("twinned since 1987", True))
    return Quote(
        release=f"{base}id/release/example",
        release_id="example",
        title="Example of a release",
        language="en",
        issued="2026-01-31",
        issuer="Town of A",
        anchor="example",
        statement="",
        rule="example.rule",
        confidence=confidence,
        modality=expand(f"modality:{modality}"),
        sentences=((*pieces, Piece(", the mayor says.", False)),),
    )


def make_facts(base: str) -> tuple[ShownFact, ...]:
    """Return facts that are said, planned, doubtful and derived."""
    said, planned = make_quote(base), make_quote(base, "planned", "0.71")
    doubtful = make_quote(base, confidence="0.42")
    year, day = (
        ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + kind))
        for text, kind in (("1987", "gYear"), ("1987-05-03", "date"))
    )
    kind, status, topic = (ox.NamedNode(iri) for iri in (_TWINNING, *CONCEPTS[-2:]))
    return (
        ShownFact(PREDICATES[0], kind, None, (said,), derived=False),
        ShownFact(PREDICATES[3], year, None, (said,), derived=False),
        ShownFact(PREDICATES[1], status, None, (planned,), derived=False),
        ShownFact(PREDICATES[2], topic, None, (doubtful, said), derived=False),
        ShownFact(PREDICATES[4], day, None, (), derived=True),
    )


def make_rows(base: str) -> list[AgreementRow]:
    """Return rows of a table of agreements, under the names of kinds."""
    return [AgreementRow(iri, iri, make_facts(base)) for iri in CONCEPTS[:2]]


def make_contradiction() -> Contradiction:
    """Return two years, of which three releases say the one."""
    readings = (("1987", 3, 0.97, "asserted"), ("1989", 1, 0.7, "reported"))
    return Contradiction(
        _TWINNING,
        PREDICATES[3],
        tuple(
            Reading(year, releases, confidence, modality, (_passage(year, confidence, modality),))
            for year, releases, confidence, modality in readings
        ),
        (_FRIENDSHIP,),
    )


def _passage(year: str, confidence: float, modality: str) -> Passage:
    words = f"twinned since {year}"
    return Passage("example", 0, len(words), words, year, "example.rule", confidence, modality, "2026-01-31")


def make_atlas() -> Atlas:
    """Return agreements that last, ended, were never signed, are planned, or have no date."""
    bonds = {bond.iri: bond for bond in _bonds()}
    places = {iri: Place(iri, "City", "DE", 50.0, 8.0) for iri in CONCEPTS[:2]}
    return Atlas(None, bonds, places, {})


def _bonds() -> tuple[Bond, ...]:
    return (
        _bond(0, since=("1987-05-03",), status="active"),
        _bond(1, since=("1990",), until=("2008",), status="ended"),
        _bond(2, since=("1995-04",), until=("2022-03-01",), status="suspended"),
        _bond(3, since=("2022", "2023"), status="active"),
        _bond(4, since=("2028",), status="planned"),
        _bond(5, since=("2019-10-10",), status="active"),
        _bond(6, status="active"),
    )


def _bond(number: int, *, since: tuple[str, ...] = (), until: tuple[str, ...] = (), status: str) -> Bond:
    return Bond(
        iri=CONCEPTS[number],
        parties=(_TWINNING, _FRIENDSHIP),
        kinds=(CONCEPTS[min(number, len(KINDS) - 1)],),
        since=since,
        signed=(),
        until=until,
        first=since[0] if since else None,
        last=until[0] if until else None,
        statuses=(expand(f"status:{status}"),),
        topics=(CONCEPTS[-1],),
    )
