"""The data versions as an Atom feed (RFC 4287), each with what it brought."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

from twingraph.diff import MEDIA_TYPE, FactChanges
from twingraph.errors import StoreError, UnknownNameError
from twingraph.iris import compact
from twingraph.serve.changes_page import facts_between
from twingraph.serve.links import absolute, address, version_address
from twingraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site
    from twingraph.store.base import Generation

_UNKNOWN = "1970-01-01T00:00:00+00:00"  # of a store that tells no date
_NAMED = 100  # things that an entry names


def answer_feed(site: Site, request: Request) -> Response:
    """Return an entry for each generation that the store keeps, the served one first."""
    history = site.live.history() if isinstance(site.live, EmbeddedStore) else []
    words, page = site.words(request), absolute(request, "/changes")
    changes = {new.id: (old.id, _between(site, old.id, new.id)) for new, old in pairwise(history)}
    entries = "".join(
        _entry(words("footer.generation"), request, one, changes.get(one.id)) for one in history
    )
    updated = max(map(_created, history), default=_UNKNOWN)
    own = f"{request.url.scheme}://{request.url.netloc}{address(request, '/changes.atom')}"
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f"xml:lang={quoteattr(words.language)}>\n<title>twingraph: {escape(words('changes.title'))}</title>\n"
        f'<id>{escape(own)}</id><updated>{updated}</updated>\n<link rel="self" href={quoteattr(own)}/>\n'
        f"<author><name>twingraph</name></author><link href={quoteattr(page)}/>\n{entries}</feed>\n"
    )
    return Response(body, media_type="application/atom+xml", headers={"Vary": "Accept-Language"})


def _between(site: Site, old: str, new: str) -> FactChanges | None:
    try:
        return facts_between(site, old, new)
    except (StoreError, UnknownNameError):
        return None  # swept or damaged meanwhile: the entry says no more than that it was


def _entry(
    name: str, request: Request, generation: Generation, told: tuple[str, FactChanges | None] | None
) -> str:
    version = version_address(request, generation.id)
    links = f"<link href={quoteattr(version)}/>"
    content = ""
    if told is not None and told[1] is not None:
        asked = f"from={told[0]}&to={generation.id}"
        patch, page = (absolute(request, f"/{path}?{asked}") for path in ("changes.rdfp", "changes"))
        links += f'<link rel="related" type="{MEDIA_TYPE}" href={quoteattr(patch)}/>'
        links += f'<link rel="related" type="text/html" href={quoteattr(page)}/>'
        content = f'<content type="text">{escape(_tell(told[1]))}</content>'
    return (
        f"<entry><title>{escape(f'{name} {generation.id}')}</title>"
        f"<id>urn:twingraph:generation:{generation.id}</id>"
        f"<updated>{_created(generation)}</updated>{links}{content}</entry>\n"
    )


def _tell(changes: FactChanges) -> str:
    """Return changes as lines: counts, then releases and things."""
    counts = len(changes.added), len(changes.withdrawn), len(changes.corrected)
    lines = ["{} facts added, {} withdrawn, {} corrected".format(*counts)]
    for what in ("added", "withdrawn", "changed"):
        lines += _named(f"release {what}", getattr(changes, f"releases_{what}"))
    things = changes.things()
    for what in ("added", "withdrawn", "corrected"):
        lines += _named(what, (iri for iri, became in things.items() if became == what))
    return "\n".join(lines)


def _named(what: str, iris: Iterable[str]) -> list[str]:
    found = [f"{what}: {compact(iri)}" for iri in iris]
    rest = [f"{what}: and {len(found) - _NAMED} more"] if len(found) > _NAMED else []
    return found[:_NAMED] + rest


def _created(generation: Generation) -> str:
    created = generation.meta.get("created")
    return escape(created) if isinstance(created, str) else _UNKNOWN
