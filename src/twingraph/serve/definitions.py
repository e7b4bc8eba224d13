"""What the concepts of the vocabulary mean, for hints beside their names."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from twingraph.iris import expand
from twingraph.settings import resource_dir


@cache
def read_definitions(language: str) -> dict[str, str]:
    """Return the definition of each concept in *language*, by IRI.

    >>> read_definitions("en")["https://w3id.org/twingraph/kind/twinning"]
    'A formal partnership of two cities meant to last.'
    """
    predicate = ox.NamedNode(expand("skos:definition"))
    quads = ox.parse(path=resource_dir("ontology") / "concepts.ttl", format=ox.RdfFormat.TURTLE)
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if quad.predicate == predicate
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and quad.object.language == language
    }
