"""The ontology, the concepts and the shapes say the same as ``iris``, in three languages."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import XSD

from twingraph.iris import BASE, CLASSES, CONCEPTS, PROPERTIES, expand
from twingraph.settings import resource_dir

LANGUAGES = {"en", "de", "fr"}
CONCEPT_IRIS = [expand(f"{scheme}:{name}") for scheme, names in CONCEPTS.items() for name in names]
TERM_IRIS = [expand(f"tg:{name}") for name in CLASSES + PROPERTIES]


def load(name: str) -> Graph:
    return Graph().parse(resource_dir("ontology") / name)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load("twingraph.ttl")


@pytest.fixture(scope="module")
def concepts() -> Graph:
    return load("concepts.ttl")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return load("shapes.ttl")


def languages(graph: Graph, iri: str, predicate: URIRef) -> list[str]:
    return sorted(label.language for label in graph.objects(URIRef(iri), predicate))


def test_classes_are_the_same_in_both(ontology: Graph) -> None:
    assert {str(c) for c in ontology.subjects(RDF.type, OWL.Class)} == {expand(f"tg:{c}") for c in CLASSES}


def test_properties_are_the_same_in_both(ontology: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    defined = {str(p) for kind in kinds for p in ontology.subjects(RDF.type, kind)}
    assert defined == {expand(f"tg:{p}") for p in PROPERTIES}


def test_every_term_of_ours_that_the_ontology_uses_is_defined(ontology: Graph) -> None:
    used = {str(node) for triple in ontology for node in triple if str(node).startswith(expand("tg:"))}
    assert used == set(TERM_IRIS)


@pytest.mark.parametrize("iri", TERM_IRIS)
def test_terms_are_labelled_and_explained_in_three_languages(ontology: Graph, iri: str) -> None:
    assert languages(ontology, iri, RDFS.label) == sorted(LANGUAGES)
    assert languages(ontology, iri, RDFS.comment) == sorted(LANGUAGES)


def test_concepts_are_the_same_in_both(concepts: Graph) -> None:
    assert {str(c) for c in concepts.subjects(RDF.type, SKOS.Concept)} == set(CONCEPT_IRIS)


@pytest.mark.parametrize("iri", CONCEPT_IRIS)
def test_concepts_are_labelled_in_three_languages_and_stand_in_their_scheme(
    concepts: Graph, iri: str
) -> None:
    assert languages(concepts, iri, SKOS.prefLabel) == sorted(LANGUAGES)
    assert languages(concepts, iri, SKOS.definition) == sorted(LANGUAGES)
    scheme = URIRef(iri.rpartition("/")[0])
    assert list(concepts.objects(URIRef(iri), SKOS.inScheme)) == [scheme]
    assert (scheme, RDF.type, SKOS.ConceptScheme) in concepts


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_two_concepts_of_a_scheme_share_a_label(concepts: Graph, language: str) -> None:
    for scheme, names in CONCEPTS.items():
        labels = {
            str(label)
            for name in names
            for label in concepts.objects(URIRef(expand(f"{scheme}:{name}")), SKOS.prefLabel)
            if label.language == language
        }
        assert len(labels) == len(names), scheme


@pytest.mark.parametrize(
    ("path", "scheme"),
    [("tg:kind", "kind"), ("tg:status", "status"), ("tg:topic", "topic"), ("tg:signingMode", "mode"),
     ("tg:modality", "modality"), ("org:role", "role")],
)  # fmt: skip
def test_shapes_admit_exactly_the_concepts(shapes: Graph, path: str, scheme: str) -> None:
    expected = {URIRef(expand(f"{scheme}:{name}")) for name in CONCEPTS[scheme]}
    nodes = list(shapes.subjects(SH.path, URIRef(expand(path))))
    admitted = [set(Collection(shapes, members)) for n in nodes for members in shapes.objects(n, SH["in"])]
    assert admitted
    assert all(members == expected for members in admitted)


def test_shapes_speak_of_terms_that_exist(shapes: Graph) -> None:
    used = {str(node) for triple in shapes for node in triple if str(node).startswith(expand("tg:"))}
    assert used <= set(TERM_IRIS)


def test_every_shape_says_what_to_do(shapes: Graph) -> None:
    top = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes.subjects(RDF.type, kind)}
    assert len(top) > 40
    assert [shape for shape in top if not shapes.value(shape, SH.message)] == []
    assert [shape for shape in top if not shapes.value(shape, SH.targetClass)] == []


def test_the_header_names_version_licence_and_creator(ontology: Graph) -> None:
    header = URIRef(f"{BASE}ns")
    assert (header, RDF.type, OWL.Ontology) in ontology
    assert str(ontology.value(header, OWL.versionInfo))
    assert str(ontology.value(header, URIRef(expand("dcterms:license")))).startswith("https://")
    assert str(ontology.value(header, URIRef(expand("dcterms:creator")))) == "twingraph"


def test_derived_bounds_are_plain_dates(ontology: Graph) -> None:
    for name in ("activeFrom", "activeUntil"):
        assert ontology.value(URIRef(expand(f"tg:{name}")), RDFS.range) == XSD.date
