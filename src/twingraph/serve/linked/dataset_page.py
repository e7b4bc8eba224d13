"""The dataset as a whole: its page with files, versions and citation, and its description in RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import RedirectResponse, Response

from twingraph.engine.formats import GRAPHS, content_type, rdf_format
from twingraph.serve.about_page import published_on
from twingraph.serve.accept import negotiate
from twingraph.serve.linked.catalogue import dataset_iri, describe_dataset
from twingraph.serve.linked.dumps import DUMPS
from twingraph.serve.linked.signposts import FORMATS, LINKSET, Signpost, write_links, write_linkset
from twingraph.serve.linked.triples import NAMESPACES
from twingraph.serve.links import absolute
from twingraph.serve.networks.formats import offered
from twingraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site

_PAGE = "/dataset"


def answer_dataset(site: Site, request: Request) -> Response:
    """Return the dataset as a page, or its description.

    Raises:
        Problem: 406.
    """
    formats = {"html": "text/html"} | GRAPHS | {"linkset": LINKSET}
    media_type = negotiate(request.headers.get("accept"), request.query_params.get("format"), formats)
    links = dataset_signposts(site, request)
    if media_type == "text/html":
        answer = _draw(site, request)
    elif media_type == LINKSET:
        answer = Response(write_linkset(absolute(request, _PAGE), links), media_type=LINKSET)
    else:
        answer = _describe(site, request, media_type)
        links = [links[0], Signpost("describes", absolute(request, _PAGE), "text/html")]
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Link"] = write_links(links)
    return answer


def answer_void(site: Site, request: Request) -> Response:
    """Return the description of the dataset where VoID wants it found; a browser goes on to the page.

    Raises:
        Problem: 406.
    """
    formats = GRAPHS | {"html": "text/html"}
    media_type = negotiate(request.headers.get("accept"), request.query_params.get("format"), formats)
    if media_type == "text/html":
        return RedirectResponse(absolute(request, _PAGE), 303, headers={"Vary": "Accept"})
    answer = _describe(site, request, media_type)
    answer.headers["Vary"] = "Accept"
    return answer


def _describe(site: Site, request: Request, media_type: str) -> Response:
    triples = describe_dataset(site, absolute(request, ""))
    body = ox.serialize(triples, format=rdf_format(media_type), prefixes=NAMESPACES) or b""
    return Response(body, headers={"Content-Type": content_type(media_type)})


def dataset_signposts(site: Site, request: Request) -> list[Signpost]:
    """Return the links of the dataset's page: what it is called, described by, made of and licensed under."""
    page = absolute(request, _PAGE)
    kinds = ("https://schema.org/Dataset", "https://schema.org/AboutPage")
    return [
        Signpost("cite-as", dataset_iri(site.settings.base)),
        *(Signpost("type", kind) for kind in kinds),
        *(Signpost("describedby", f"{page}?format={name}", kind) for name, kind in FORMATS.items()),
        *(
            Signpost("item", absolute(request, f"/dumps/{dump.name}"), dump.media_type)
            for dump in DUMPS.values()
        ),
        Signpost("license", site.settings.data_licence),
        Signpost("linkset", f"{page}?format=linkset", LINKSET),
    ]


def _draw(site: Site, request: Request) -> Response:
    history = site.live.history() if isinstance(site.live, EmbeddedStore) else []
    return site.page(
        request,
        "dataset.html",
        iri=dataset_iri(site.settings.base),
        dumps=list(DUMPS.values()),
        networks=sorted(offered()),
        history=history,
        published=published_on(site),
        formats=("turtle", "trig", "jsonld", "ntriples", "rdfxml"),
    )
