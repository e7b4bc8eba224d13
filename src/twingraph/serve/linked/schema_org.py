"""What a page is about in the words of schema.org, for search engines: JSON-LD inside the HTML.

An agreement has no class there that fits, so its page says of what class it is with us.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from markupsafe import Markup

from twingraph.iris import expand
from twingraph.serve.links import absolute, page_of, web_address

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.ask import Term
    from twingraph.serve.describe import Described, ShownFact

_CLASSES = {"City": "City", "Person": "Person", "Institution": "Organization", "Project": "Project"}
_CONCEPTS = {"Concept": "DefinedTerm", "Scheme": "DefinedTermSet"}
Document = dict[str, Any]
Known = Mapping[str, Sequence["Term"]]


def schema_of_thing(request: Request, thing: Described, known: Known, base: str) -> Markup:
    """Return the description of a thing; *known* holds what gazetteer and vocabulary say of it."""
    about: Document = {"@id": thing.iri, "@type": _type(thing.kind), "name": _text(thing.label)}
    if thing.kind not in _CLASSES and thing.kind not in _CONCEPTS:
        about["additionalType"] = expand(f"tg:{thing.kind}")
    about |= _of_city(known) if thing.kind == "City" else {}
    about |= dict(_facts(thing))
    about["subjectOf"] = [
        {"@type": "NewsArticle", "@id": row["release"].value} for row in thing.releases[:50]
    ]
    return _page(request, thing.iri, base, about)


def schema_of_release(request: Request, iri: str, described: Mapping[str, Term], base: str) -> Markup:
    """Return the description of a press release."""
    about: Document = {"@id": iri, "@type": "NewsArticle"}
    names = {
        "dcterms:title": "headline",
        "dcterms:issued": "datePublished",
        "dcterms:language": "inLanguage",
        "dcterms:identifier": "identifier",
    }
    about |= {name: described[key].value for key, name in names.items() if key in described}
    if "dcterms:publisher" in described:
        about["publisher"] = {"@type": "Organization", "name": described["dcterms:publisher"].value}
    source = web_address(described["dcterms:source"].value) if "dcterms:source" in described else None
    if source:
        about["url"] = source
    return _page(request, iri, base, about)


def schema_of_site(request: Request, title: str, description: str, licence: str, dataset: str) -> Markup:
    """Return the description of the whole: the site with its search, and the data set."""
    home = absolute(request, "/")
    search: Document = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": absolute(request, "/search?q={search_term_string}")},
        "query-input": "required name=search_term_string",
    }
    site: Document = {
        "@type": "WebSite",
        "@id": home,
        "url": home,
        "name": "twingraph",
        "potentialAction": search,
    }
    data: Document = {
        "@type": "Dataset",
        "@id": dataset,
        "url": absolute(request, "/dataset"),
        "name": title,
        "description": description,
        "license": licence,
        "isAccessibleForFree": True,
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/n-quads",
            "contentUrl": absolute(request, "/dumps/twingraph.nq"),
        },
    }
    return _script({"@context": "https://schema.org", "@graph": [site, data]})


def _page(request: Request, iri: str, base: str, about: Document) -> Markup:
    address = absolute(request, page_of(iri, base) or "/")
    page = {"@context": "https://schema.org", "@type": "WebPage", "@id": address, "url": address}
    return _script(
        {**page, "mainEntity": {name: value for name, value in about.items() if value not in ([], "")}}
    )


def _type(kind: str) -> str:
    return _CLASSES.get(kind) or _CONCEPTS.get(kind, "Thing")


def _of_city(known: Known) -> Document:
    found: Document = {}
    if known.get("geo:lat") and known.get("geo:long"):
        latitude, longitude = (float(known[name][0].value) for name in ("geo:lat", "geo:long"))
        found["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    if known.get("tg:country"):
        found["address"] = {"@type": "PostalAddress", "addressCountry": known["tg:country"][0].value}
    same = (*known.get("skos:exactMatch", ()), *known.get("owl:sameAs", ()))
    return found | ({"sameAs": sorted({term.value for term in same})} if same else {})


def _facts(thing: Described) -> Iterator[tuple[str, Any]]:
    """Yield what the facts of a person, an institution, a project or an agreement mean there."""
    facts = [fact for panel in thing.panels for item in panel.items for fact in item.facts]
    if thing.kind == "Person":
        yield "jobTitle", _unique(fact.value.value for fact in _of(facts, "tg:roleTitle"))
        yield "affiliation", _links(thing, _of(facts, "org:organization"))
    elif thing.kind == "Institution":
        yield "location", _links(thing, _of(facts, "tg:locatedIn"))
    elif thing.kind == "Project":
        yield "participant", _links(thing, _of(facts, "tg:participant"))
    elif thing.kind == "Agreement":
        parties = [thing.labels.get(fact.value.value, fact.value).value for fact in _of(facts, "tg:party")]
        yield "description", " – ".join(_unique(parties))


def _of(facts: Iterable[ShownFact], curie: str) -> list[ShownFact]:
    return [fact for fact in facts if fact.predicate == expand(curie)]


def _links(thing: Described, facts: Iterable[ShownFact]) -> list[Document]:
    iris = _unique(fact.value.value for fact in facts if isinstance(fact.value, ox.NamedNode))
    return [
        {"@id": iri, "name": _text(thing.labels[iri])} if iri in thing.labels else {"@id": iri}
        for iri in iris
    ]


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _text(label: ox.Literal) -> Any:
    return {"@value": label.value, "@language": label.language} if label.language else label.value


def _script(document: Document) -> Markup:
    """Return JSON that is safe inside a script element: nothing in it can end the element."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
