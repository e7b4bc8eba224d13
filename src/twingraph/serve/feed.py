"""The data versions as an Atom feed (RFC 4287), for who wants to hear of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

from twingraph.serve.links import address
from twingraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.store.base import Generation

_UNKNOWN = "1970-01-01T00:00:00+00:00"  # of a store that tells no date


def answer_feed(site: Site, request: Request) -> Response:
    """Return an entry for each generation that the store keeps, the served one first."""
    history = site.live.history() if isinstance(site.live, EmbeddedStore) else []
    words = site.words(request)
    host = f"{request.url.scheme}://{request.url.netloc}"
    page = host + address(request, "/changes")
    entries = "".join(_entry(words("footer.generation"), page, one) for one in history)
    updated = _created(history[0]) if history else _UNKNOWN
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f"xml:lang={quoteattr(words.language)}>\n<title>twingraph: {escape(words('changes.title'))}</title>\n"
        f"<id>{escape(host)}{escape(address(request, '/changes.atom'))}</id><updated>{updated}</updated>\n"
        f"<author><name>twingraph</name></author><link href={quoteattr(page)}/>\n{entries}</feed>\n"
    )
    return Response(body, media_type="application/atom+xml", headers={"Vary": "Accept-Language"})


def _entry(name: str, page: str, generation: Generation) -> str:
    title = f"{name} {generation.id}"
    return (
        f"<entry><title>{escape(title)}</title><id>urn:twingraph:generation:{generation.id}</id>"
        f"<updated>{_created(generation)}</updated><link href={quoteattr(page)}/></entry>\n"
    )


def _created(generation: Generation) -> str:
    created = generation.meta.get("created")
    return escape(created) if isinstance(created, str) else _UNKNOWN
