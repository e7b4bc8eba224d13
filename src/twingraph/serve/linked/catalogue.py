"""What there is to say of the dataset as a whole: DCAT and VoID, PROV of the run, DQV of its quality.

Sources: DCAT 3, VoID, PROV-O, Data Quality Vocabulary, all of the W3C.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph import __version__
from twingraph.iris import BASE, mint_local
from twingraph.serve.about_page import read_quality
from twingraph.serve.ask import ask_rows
from twingraph.serve.linked.dumps import DUMPS
from twingraph.serve.linked.triples import moment, say, text
from twingraph.serve.networks.formats import offered
from twingraph.serve.words import LANGUAGES, Words
from twingraph.store.base import Generation
from twingraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from twingraph.serve.site import Site

_EXAMPLES = 3
_FIGURES = ("precision", "recall", "f1")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a description stands: the address of the server, and the IRI of the dataset."""

    host: str
    dataset: str


def dataset_iri(base: str) -> str:
    """Return the IRI of the dataset.

    >>> dataset_iri("https://e.example/")
    'https://e.example/id/dataset'
    """
    return f"{base}id/dataset"


def describe_dataset(site: Site, host: str) -> list[ox.Triple]:
    """Return the description of the dataset that *site* serves at the address *host*, sorted."""
    place = Place(host, dataset_iri(site.settings.base))
    triples = [
        *_dataset(site, place),
        *_distributions(site, place),
        *_void(site, place),
        *_run(site, place),
        *_quality(place),
    ]
    return sorted(set(triples), key=str)


def _dataset(site: Site, place: Place) -> Iterator[ox.Triple]:
    it, generation = place.dataset, site.store.generation
    for kind in ("dcat:Dataset", "void:Dataset", "prov:Entity", "schema:Dataset"):
        yield say(it, "rdf:type", kind)
    for language in LANGUAGES:
        words = Words(language)
        yield say(it, "dcterms:title", text(words("home.title"), language))
        yield say(it, "dcterms:description", text(words("about.lead"), language))
        yield say(it, "dcat:keyword", text(words("views.network"), language))
    yield say(it, "dcat:landingPage", f"{place.host}/dataset")
    yield say(it, "foaf:homepage", f"{place.host}/")
    yield say(it, "dcterms:license", site.settings.data_licence)
    yield say(it, "dcterms:conformsTo", f"{BASE}ns")
    yield say(it, "dcterms:publisher", f"{place.host}/about#imprint")
    yield say(f"{place.host}/about#imprint", "rdf:type", "foaf:Agent")
    yield say(f"{place.host}/about#imprint", "foaf:name", ox.Literal(site.settings.imprint or "twingraph"))
    if generation:
        yield say(it, "dcat:version", ox.Literal(generation))
        yield say(it, "dcat:hasCurrentVersion", mint_local("generation", generation, site.settings.base))
    for version in _history(site):
        yield from _version(site, place, version)


def _version(site: Site, place: Place, version: Generation) -> Iterator[ox.Triple]:
    iri = mint_local("generation", version.id, site.settings.base)
    yield say(place.dataset, "dcat:hasVersion", iri)
    yield say(iri, "rdf:type", "dcat:Dataset")
    yield say(iri, "dcterms:isVersionOf", place.dataset)
    yield say(iri, "dcat:version", ox.Literal(version.id))
    yield say(iri, "dcat:landingPage", f"{place.host.partition('/versions/')[0]}/versions/{version.id}/")
    created = version.meta.get("created")
    if isinstance(created, str):
        yield say(iri, "dcterms:issued", moment(created))
        if version.id == site.store.generation:
            yield say(place.dataset, "dcterms:modified", moment(created))


def _distributions(site: Site, place: Place) -> Iterator[ox.Triple]:
    files = {f"dumps/{name}": dump.media_type for name, dump in DUMPS.items()}
    files |= {f"network.{name}": media_type for name, media_type in offered().items()}
    for path, media_type in files.items():
        iri = f"{place.host}/dataset#{path.rpartition('/')[2]}"
        yield say(place.dataset, "dcat:distribution", iri)
        yield say(iri, "rdf:type", "dcat:Distribution")
        yield say(iri, "dcterms:title", ox.Literal(path.rpartition("/")[2]))
        yield say(iri, "dcat:downloadURL", f"{place.host}/{path}")
        yield say(iri, "dcat:accessURL", f"{place.host}/dataset")
        yield say(iri, "dcat:mediaType", f"media:{media_type.partition(';')[0]}")
        yield say(iri, "dcterms:license", site.settings.data_licence)
    endpoint = f"{place.host}/dataset#sparql"
    yield say(endpoint, "rdf:type", "dcat:DataService")
    yield say(endpoint, "dcterms:title", ox.Literal("SPARQL"))
    yield say(endpoint, "dcat:endpointURL", f"{place.host}/sparql")
    yield say(endpoint, "dcat:endpointDescription", f"{place.host}/sparql")
    yield say(endpoint, "dcat:servesDataset", place.dataset)


def _void(site: Site, place: Place) -> Iterator[ox.Triple]:
    it = place.dataset
    yield say(it, "void:sparqlEndpoint", f"{place.host}/sparql")
    yield say(it, "void:uriSpace", ox.Literal(f"{site.settings.base}id/"))
    yield say(it, "void:vocabulary", f"{BASE}ns#")
    yield say(it, "void:openSearchDescription", f"{place.host}/opensearch.xml")
    yield say(it, "void:rootResource", f"{place.host}/")
    for dump in DUMPS:
        yield say(it, "void:dataDump", f"{place.host}/dumps/{dump}")
    for name in _FEATURES:
        yield say(it, "void:feature", f"http://www.w3.org/ns/formats/{name}")
    for key, predicate in (("quads", "void:triples"), ("releases", "void:documents")):
        if isinstance(count := _meta(site).get(key), int):
            yield say(it, predicate, count)
    for number, row in enumerate(ask_rows(site.store, _CLASSES)):
        part = f"{place.host}/dataset#class-{number}"
        yield say(it, "void:classPartition", part)
        yield say(part, "void:class", row["class"].value)
        yield say(part, "void:entities", int(row["n"].value))
    for row in ask_rows(site.store, _SAMPLES):
        yield say(it, "void:exampleResource", row["thing"].value)


_FEATURES = ("Turtle", "TriG", "N-Triples", "N-Quads", "RDF_XML", "JSON-LD")
_CLASSES = "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class ORDER BY ?class"
_SAMPLES = f"SELECT ?thing {{ ?thing a tg:Agreement }} ORDER BY ?thing LIMIT {_EXAMPLES}"


def _run(site: Site, place: Place) -> Iterator[ox.Triple]:
    """Yield who made the generation that is served, from what, and when."""
    if site.store.generation is None:
        return
    made = mint_local("generation", site.store.generation, site.settings.base)
    run, program = f"{place.host}/dataset#run", f"{place.host}/dataset#program"
    yield say(made, "rdf:type", "prov:Entity")
    yield say(made, "prov:wasGeneratedBy", run)
    yield say(run, "rdf:type", "prov:Activity")
    yield say(run, "prov:wasAssociatedWith", program)
    yield say(program, "rdf:type", "prov:SoftwareAgent")
    yield say(program, "foaf:name", ox.Literal("twingraph"))
    yield say(program, "schema:softwareVersion", ox.Literal(__version__))
    if isinstance(created := _meta(site).get("created"), str):
        yield say(made, "prov:generatedAtTime", moment(created))
        yield say(run, "prov:endedAtTime", moment(created))
    yield say(run, "rdfs:seeAlso", f"{place.host}/provenance")
    for row in ask_rows(
        site.store, "SELECT ?release { GRAPH ?g { ?release a tg:Release } } ORDER BY ?release"
    ):
        yield say(run, "prov:used", row["release"].value)


def _quality(place: Place) -> Iterator[ox.Triple]:
    """Yield how well facts are read, measured on annotated releases (data/quality.tsv)."""
    for name, (releases, rows) in read_quality().items():
        for row in rows:
            for figure in _FIGURES:
                iri = f"{place.host}/dataset#quality-{name}-{row.fact}-{figure}"
                metric = f"{place.host}/dataset#metric-{row.fact}-{figure}"
                yield say(place.dataset, "dqv:hasQualityMeasurement", iri)
                yield say(iri, "rdf:type", "dqv:QualityMeasurement")
                yield say(iri, "dqv:computedOn", place.dataset)
                yield say(iri, "dqv:isMeasurementOf", metric)
                yield say(iri, "dqv:value", float(getattr(row, figure)))
                yield say(
                    iri, "rdfs:comment", text(f"measured on {releases} annotated releases, set {name!r}")
                )
                yield say(metric, "rdf:type", "dqv:Metric")
                yield say(metric, "rdfs:label", text(f"{figure} of {row.fact}"))
                yield say(metric, "dqv:expectedDataType", "xsd:decimal")


def _history(site: Site) -> list[Generation]:
    return site.live.history() if isinstance(site.live, EmbeddedStore) else []


def _meta(site: Site) -> Mapping[str, object]:
    return next((one.meta for one in _history(site) if one.id == site.store.generation), {})
