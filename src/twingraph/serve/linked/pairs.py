"""Two parties as a thing of its own: an IRI, what ties them in RDF, and the links of their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.iris import expand
from twingraph.serve.linked.about import read_about
from twingraph.serve.linked.signposts import FORMATS, Signpost
from twingraph.serve.linked.triples import say
from twingraph.serve.links import absolute, pair_path
from twingraph.serve.views.selection import Selection, select

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.serve.views.atlas import Place


def pair_iri(base: str, first: str, second: str) -> str:
    """Return the IRI of two parties, given theirs in any order.

    >>> pair_iri("https://e.example/", "https://e.example/id/city/b-2", "https://e.example/id/city/a-1")
    'https://e.example/id/pair/a-1/b-2'
    """
    return f"{base}id/pair/" + "/".join(sorted(iri.rpartition("/")[2] for iri in (first, second)))


def read_pair(site: Site, first: Place, second: Place) -> list[ox.Quad]:
    """Return what is said of the agreements between two parties, which are a collection with their IRI."""
    iri = pair_iri(site.settings.base, first.iri, second.iri)
    bonds = select(site.atlas(), Selection(cities=(first.iri, second.iri)))
    said = [say(iri, "rdf:type", "skos:Collection")]
    said += [say(iri, "dcterms:subject", party.iri) for party in (first, second)]
    said += [say(iri, "skos:member", bond.iri) for bond in bonds]
    quads = {ox.Quad(triple.subject, triple.predicate, triple.object) for triple in said}
    return sorted(quads.union(*(read_about(site.store, bond.iri) for bond in bonds)), key=str)


def pair_signposts(site: Site, request: Request, first: Place, second: Place) -> list[Signpost]:
    """Return the links of the page of two parties."""
    page = absolute(request, pair_path(first.iri, second.iri))
    return [
        Signpost("cite-as", pair_iri(site.settings.base, first.iri, second.iri)),
        Signpost("type", expand("schema:AboutPage")),
        *(Signpost("describedby", f"{page}?format={name}", kind) for name, kind in FORMATS.items()),
        Signpost("license", site.settings.data_licence),
    ]
