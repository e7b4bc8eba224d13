"""JSON-LD as developers like it: a published context, a frame for each class, things framed by it.

Source: JSON-LD 1.1 and JSON-LD 1.1 Framing, W3C Recommendations of 2020; the work is PyLD's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from pyld import jsonld
from starlette.responses import Response

from twingraph.iris import CLASSES, CONCEPTS, PREFIXES, expand
from twingraph.serve.links import absolute
from twingraph.serve.problem import Problem
from twingraph.settings import resource_dir

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site

CONTEXT_PATH = "/context.jsonld"
PROFILE = "http://www.w3.org/ns/json-ld#framed"
FRAMED = "application/ld+json+framed"
"""What we call the type of framed JSON-LD while we choose; it is sent as :data:`FRAMED_TYPE`."""
FRAMED_TYPE = f'application/ld+json; profile="{PROFILE}"'
_CONTEXT_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/json-ld#context"'
_FRAME_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/json-ld#frame"'
Document = dict[str, Any]

_REUSED: Document = {
    "id": "@id",
    "type": "@type",
    "label": {"@id": "rdfs:label", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": "@set"},
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "name": "foaf:name",
    "title": "dcterms:title",
    "issued": "dcterms:issued",
    "role": {"@id": "org:role", "@type": "@id"},
    "member": {"@id": "org:member", "@type": "@id"},
    "organization": {"@id": "org:organization", "@type": "@id"},
    "sameAs": {"@id": "owl:sameAs", "@type": "@id"},
    "exactMatch": {"@id": "skos:exactMatch", "@type": "@id"},
}
_BACKWARDS: Document = {
    "agreements": {"@reverse": "tg:party", "@container": "@set"},
    "instruments": {"@reverse": "tg:under", "@container": "@set"},
    "institutions": {"@reverse": "tg:locatedIn", "@container": "@set"},
    "memberships": {"@reverse": "org:member", "@container": "@set"},
    "officers": {"@reverse": "org:organization", "@container": "@set"},
    "projects": {"@reverse": "tg:participant", "@container": "@set"},
    "signatures": {"@reverse": "tg:signatory", "@container": "@set"},
}
_NAME: Document = {"@explicit": True, "rdfs:label": {}}
_WHOLE: Document = {"@embed": "@once"}
_BETWEEN: Document = {**_WHOLE, "party": _NAME, "signedBy": _NAME, "under": _NAME, "replaces": _NAME}
_OFFICE: Document = {**_WHOLE, "member": _NAME, "organization": _NAME}
_JOINT: Document = {**_WHOLE, "participant": _NAME, "under": _NAME}
_SHOWN: dict[str, Document] = {
    "City": {
        "partnerOf": _NAME,
        "agreements": _BETWEEN,
        "institutions": _NAME,
        "officers": _OFFICE,
        "projects": _JOINT,
    },
    "Agreement": {
        **_BETWEEN,
        "signature": {**_WHOLE, "signatory": _NAME, "onBehalfOf": _NAME},
        "signedIn": _NAME,
        "instruments": _BETWEEN,
    },
    "Person": {"memberships": _OFFICE, "signatures": {**_WHOLE, "onBehalfOf": _NAME}},
    "Institution": {
        "locatedIn": _NAME,
        "agreements": _BETWEEN,
        "officers": _OFFICE,
        "projects": _JOINT,
    },
    "Project": _JOINT,
    "Signature": {"signatory": _NAME, "onBehalfOf": _NAME},
    "Release": {},
    "Statement": {},
}
"""Classes with a frame, and how far each goes: of what lies beyond, it shows class and label."""

FRAMES = tuple(_SHOWN)


@cache
def read_context() -> Document:
    """Return the context: prefixes, classes and properties of the ontology by their local names."""
    prefixes = {name: iri for name, iri in PREFIXES.items() if name not in CONCEPTS}
    terms: Document = {"@version": 1.1, **prefixes, **_REUSED}
    terms |= {name: f"tg:{name}" for name in CLASSES}
    for name, is_link in _read_properties().items():
        terms[name] = {"@id": f"tg:{name}", "@type": "@id"} if is_link else f"tg:{name}"
    return {"@context": terms | _BACKWARDS}


def _read_properties() -> dict[str, bool]:
    """Return the properties of the ontology by local name, and whether they point to things."""
    graph = (resource_dir("ontology") / "twingraph.ttl").read_bytes()
    kinds = {expand("owl:ObjectProperty"): True, expand("owl:DatatypeProperty"): False}
    return {
        quad.subject.value.removeprefix(PREFIXES["tg"]): kinds[quad.object.value]
        for quad in ox.parse(graph, ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and quad.object.value in kinds
    }


def frame_of(kind: str) -> Document:
    """Return the frame of a class.

    >>> frame_of("Project")["type"]
    'Project'
    """
    return {**read_context(), "type": kind, "@embed": "@once", **_SHOWN[kind]}


def frame_thing(triples: Iterable[ox.Triple], iri: str, kind: str, context: str) -> bytes:
    """Return a thing framed as its class is, as JSON.

    Args:
        context: Address of the context, which stands in the document instead of it.
    """
    expanded = jsonld.from_rdf((ox.serialize(triples, format=ox.RdfFormat.N_QUADS) or b"").decode())
    frame = {**frame_of(kind), "id": iri}
    framed = jsonld.frame(
        expanded, frame, {"documentLoader": _refuse, "omitGraph": True, "omitDefault": True}
    )
    return json.dumps({**framed, "@context": context}, ensure_ascii=False, indent=1).encode() + b"\n"


def answer_context(site: Site, request: Request) -> Response:
    """Return the context of all our JSON-LD."""
    del site, request
    return _send(read_context(), _CONTEXT_TYPE)


def answer_frame(site: Site, request: Request) -> Response:
    """Return the frame of a class.

    Raises:
        Problem: 404 for a class without one.
    """
    del site
    kind = request.path_params["kind"].removesuffix(".jsonld")
    if kind not in FRAMES:
        raise Problem(404, f"there is no frame {kind!r}; there are {', '.join(FRAMES)}")
    return _send({**frame_of(kind), "@context": absolute(request, CONTEXT_PATH)}, _FRAME_TYPE)


def _send(document: Document, media_type: str) -> Response:
    body = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Response(body, media_type=media_type, headers={"Cache-Control": "max-age=3600"})


def accept_with_frames(request: Request) -> str | None:
    """Return the Accept header of a request, where JSON-LD with the profile "framed" is a type of its own."""
    accept = request.headers.get("accept")
    if accept is None or PROFILE not in accept:
        return accept
    return ",".join(_frame_type(part) if PROFILE in part else part for part in accept.split(","))


def _frame_type(part: str) -> str:
    """Return a media range with our name of the type, and its weight.

    >>> _frame_type('application/ld+json; profile="http://www.w3.org/ns/json-ld#framed"; q=0.5')
    'application/ld+json+framed;q=0.5'
    """
    weights = [piece.strip() for piece in part.split(";")[1:] if piece.strip().lower().startswith("q=")]
    return ";".join([FRAMED, *weights])


def _refuse(url: str, options: Document) -> Document:
    """Load nothing: the one context that there is has been read from a file."""
    del options
    raise jsonld.JsonLdError(f"{url} is not loaded", "loading document failed")
