"""Every IRI that twingraph writes is spelled out here and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

BASE = "https://w3id.org/twingraph/"
"""Default base of instances (``id/…``); the vocabulary and the concepts always live under it."""

PREFIXES: dict[str, str] = {
    "tg": BASE + "ns#",
    "id": BASE + "id/",
    "kind": BASE + "kind/",
    "topic": BASE + "topic/",
    "status": BASE + "status/",
    "mode": BASE + "mode/",
    "modality": BASE + "modality/",
    "role": BASE + "role/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gn": "https://sws.geonames.org/",
    "gno": "http://www.geonames.org/ontology#",
    "wd": "http://www.wikidata.org/entity/",
    "pav": "http://purl.org/pav/",
}

WIKIDATA: dict[str, str] = {
    "wd": PREFIXES["wd"],
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wds": "http://www.wikidata.org/entity/statement/",
    "p": "http://www.wikidata.org/prop/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "wikibase": "http://wikiba.se/ontology#",
    "rdfs": PREFIXES["rdfs"],
    "skos": PREFIXES["skos"],
}
"""What queries to Wikidata need; nothing of it stands in data of ours."""

CLASSES = ("City", "Agreement", "Person", "Institution", "Project", "Signature", "Release", "Statement")

PROPERTIES = (
    "party", "kind", "under", "replaces", "signedOn", "signedIn", "signingMode", "validFrom", "validUntil",
    "activeFrom", "activeUntil", "status", "topic", "signature", "signatory", "onBehalfOf", "signedBy",
    "partnerOf", "roleTitle", "attestedOn", "locatedIn", "participant", "source", "span", "confidence",
    "modality", "rule", "country", "population", "textDigest", "originalDigest", "triggers",
    "unexplained", "registeredPartner",
)  # fmt: skip

CONCEPTS: dict[str, tuple[str, ...]] = {
    "kind": (
        "twinning", "friendship", "contact", "solidarity", "climate",
        "communique", "cooperation", "letter-of-intent", "memorandum",
        "project-partnership", "other",
    ),
    "topic": (
        "youth", "sport", "culture", "economy", "education", "science", "environment", "climate", "digital",
        "administration", "health", "social", "tourism", "integration", "equality", "humanitarian",
        "mobility", "other",
    ),
    "status": ("planned", "active", "expired", "suspended", "ended", "renewed"),
    "mode": ("in-person", "video-conference", "by-correspondence"),
    "modality": ("asserted", "reported", "inferred", "planned", "wished", "denied"),
    "role": (
        "mayor", "deputy-mayor", "department-head", "councillor", "minister", "governor", "head-of-state",
        "ambassador", "president", "chair", "director", "manager", "officer", "professor", "teacher",
        "artist", "clergy", "interpreter", "press-contact", "photographer", "author", "other",
    ),
}  # fmt: skip

RELATIONSHIPS = ("twinning", "friendship", "contact", "solidarity", "climate")
"""Kinds that are lasting relationships; the others are signed instruments (or both ways)."""

_TRANSLITERATION = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "oe",
        "ł": "l",
        "đ": "d",
        "ı": "i",
    }
)

VOCABULARY_GRAPH = BASE + "ns"
"""The named graph of the ontology and the concept schemes."""


def expand(curie: str) -> str:
    """Return the IRI of a CURIE.

    >>> expand("kind:twinning")
    'https://w3id.org/twingraph/kind/twinning'

    Raises:
        KeyError: If the prefix is not one of :data:`PREFIXES`.
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """Return the CURIE of an IRI, or the IRI itself where no prefix fits.

    >>> compact("https://w3id.org/twingraph/kind/twinning")
    'kind:twinning'
    """
    prefix, namespace = max(
        ((p, n) for p, n in PREFIXES.items() if iri.startswith(n)),
        key=lambda pair: len(pair[1]),
        default=("", ""),
    )
    return f"{prefix}:{iri[len(namespace) :]}" if prefix else iri


@lru_cache(maxsize=50_000)
def slug(text: str) -> str:
    """Return *text* as one readable IRI segment: letters and digits of any script joined by hyphens.

    >>> slug("Köln am Rhein"), slug("Jelenia Góra"), slug("Kyjiw/Київ")
    ('koeln-am-rhein', 'jelenia-gora', 'kyjiw-київ')
    """
    folded = unicodedata.normalize("NFC", text).casefold().translate(_TRANSLITERATION)
    plain = folded if folded.isascii() else "".join(map(_without_marks, folded))
    return "-".join(re.findall(r"[^\W_]+", plain))


@lru_cache(maxsize=2_000)
def _without_marks(character: str) -> str:
    """Return a Latin letter without its accents; in other scripts a mark makes another letter."""
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(c for c in decomposed if c.isascii()) or character


def mint_iri(kind: str, *parts: str, base: str = BASE) -> str:
    """Return the IRI of the thing of *kind* that *parts* identify.

    Parts are slugged and joined by a dot, which no slug contains, so ("ab", "c") never meets ("a", "bc").

    >>> mint_iri("person", "Thomas Geisel", "duesseldorf-2934246")
    'https://w3id.org/twingraph/id/person/thomas-geisel.duesseldorf-2934246'
    >>> mint_iri("x", "ab", "c") == mint_iri("x", "a", "bc")
    False
    """
    return f"{base}id/{kind}/{'.'.join(slug(part) or '_' for part in parts)}"


def mint_local(kind: str, name: str, base: str = BASE) -> str:
    """Return the IRI of the thing that twingraph itself names: a release, a graph or a statement.

    *name* is a file's stem and the like: kept as it is, but for characters that no IRI may hold.

    >>> mint_local("release", "20191010-240_15")
    'https://w3id.org/twingraph/id/release/20191010-240_15'
    >>> mint_local("graph", "a b%20c")
    'https://w3id.org/twingraph/id/graph/a%20b%2520c'
    """
    kept = re.sub(r"[^\w.~-]", lambda match: quote(match[0], safe=""), unicodedata.normalize("NFC", name))
    return f"{base}id/{kind}/{kept}"


def register_graph(name: str, base: str = BASE) -> str:
    """Return the named graph of what a register says, which is the IRI of the register too.

    >>> register_graph("Wikidata 2016")
    'https://w3id.org/twingraph/id/graph/register.wikidata-2016'
    """
    return mint_local("graph", f"register.{slug(name)}", base)


def is_register(graph: str) -> bool:
    """Return whether a named graph is that of a register.

    >>> is_register(register_graph("x")), is_register("https://w3id.org/twingraph/id/graph/gazetteer")
    (True, False)
    """
    return "/id/graph/register." in graph


def links_graph(name: str, base: str = BASE) -> str:
    """Return the named graph of the links to what others have of the same things.

    >>> links_graph("wikidata")
    'https://w3id.org/twingraph/id/graph/links.wikidata'
    """
    return mint_local("graph", f"links.{slug(name)}", base)
