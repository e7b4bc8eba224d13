"""What changed between two generations: a page, an RDF patch, and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response

from twingraph.diff import MEDIA_TYPE, FactChanges, as_plain, read_changes, write_patch
from twingraph.errors import UnknownNameError
from twingraph.serve.about_page import published_on
from twingraph.serve.ask import read_labels
from twingraph.serve.changes import Changes, compare_agreements
from twingraph.serve.problem import Problem
from twingraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site

_SHOWN = 200


def answer_changes(site: Site, request: Request) -> Response:
    """Return what changed, from ``from=`` to ``to=``, else since the generation before.

    Raises:
        Problem: 404 where a generation that is named is not kept.
    """
    changes, facts, history = None, None, []
    two = _chosen(site, request)
    if two is not None and isinstance(site.live, EmbeddedStore):
        changes = _agreements(site, *two)
        facts, history = facts_between(site, *two), site.live.history()
    iris = (
        {iri for one in facts.corrected[:_SHOWN] for iri in (one.subject, one.predicate)} if facts else set()
    )
    return site.page(
        request,
        "changes.html",
        changes=changes,
        facts=facts,
        history=history,
        two=two,
        labels=read_labels(site.store, iris, site.words(request).language),
        published=published_on(site),
    )


def answer_patch(site: Site, request: Request) -> Response:
    """Return the changes as RDF patch: every quad that went or came.

    Raises:
        Problem: 404 where there are no two generations to compare.
    """
    old, new = _two(site, request)
    assert isinstance(site.live, EmbeddedStore)
    body = write_patch(site.live.versions.difference(old, new), old, new)
    headers = {"Content-Disposition": f'inline; filename="{old}-{new}.rdfp"'}
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


def answer_changes_json(site: Site, request: Request) -> Response:
    """Return the changes of facts and releases as JSON.

    Raises:
        Problem: 404 where there are no two generations to compare.
    """
    old, new = _two(site, request)
    content = {"from": old, "to": new, **as_plain(facts_between(site, old, new))}
    return Response(json.dumps(content, ensure_ascii=False), media_type="application/json")


def facts_between(site: Site, old: str, new: str) -> FactChanges:
    """Return what differs between two kept generations; it is kept."""
    live = site.live
    assert isinstance(live, EmbeddedStore)
    return site.fact_changes.get(new, old, lambda: read_changes(live.versions.difference(old, new)))


def _two(site: Site, request: Request) -> tuple[str, str]:
    two = _chosen(site, request)
    if two is None:
        raise Problem(404, "there are no two data versions to compare here")
    return two


def _chosen(site: Site, request: Request) -> tuple[str, str] | None:
    """Return the ids of the generations that are asked for; None where there are no two.

    Raises:
        Problem: 404 where one is named that is not kept.
    """
    asked = request.query_params.get("from"), request.query_params.get("to")
    if not isinstance(site.live, EmbeddedStore):
        return None
    try:
        return site.live.versions.two(asked[0] or None, asked[1] or site.store.generation)
    except UnknownNameError as error:
        if any(asked):
            raise Problem(404, str(error)) from error
        return None


def _agreements(site: Site, old: str, new: str) -> Changes | None:
    """Return the agreements that came, went or changed; None where a generation cannot be read."""
    assert isinstance(site.live, EmbeddedStore)
    before, after = site.live.at(old), site.live.at(new)
    if before is None or after is None:
        return None
    return site.changes.get(new, old, lambda: compare_agreements(before, after))
