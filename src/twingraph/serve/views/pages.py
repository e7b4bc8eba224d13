"""The pages of the views that are drawn here: the table of agreements and the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from twingraph.serve.problem import Problem
from twingraph.serve.views.files import FILES, file_name
from twingraph.serve.views.shown import Shown, show
from twingraph.serve.views.table import COLUMNS, count_sources, cut_page
from twingraph.serve.views.timeline import draw_both, write_svg

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site


def answer_agreements(site: Site, request: Request) -> Response:
    """Return a selection as table, or as the file that ``?format=`` names.

    Raises:
        Problem: 406 for another format, 422.
    """
    shown, asked = show(site, request), request.query_params
    if asked.get("format"):
        return _file(shown, "agreements", asked["format"])
    page = cut_page(shown, asked.get("sort", ""), asked.get("page") or "1")
    sources = count_sources(site.store, page.rows)
    return site.page(
        request, "agreements.html", shown=shown, page=page, sources=sources, columns=COLUMNS, files=FILES
    )


def answer_timeline(site: Site, request: Request) -> Response:
    """Return a selection as life lines, or as the file that ``?format=`` names.

    Raises:
        Problem: 406 for another format, 422.
    """
    shown, asked = show(site, request), request.query_params
    if asked.get("format") == "svg":
        return _attachment(write_svg(shown), "image/svg+xml", file_name(shown, "timeline", "svg"))
    if asked.get("format"):
        return _file(shown, "timeline", asked["format"])
    page = cut_page(shown, asked.get("sort", ""), "1")
    sources = count_sources(site.store, page.rows)
    return site.page(
        request,
        "timeline.html",
        shown=shown,
        drawings=draw_both(shown),
        page=page,
        sources=sources,
        columns=COLUMNS,
        files=FILES,
    )


def _file(shown: Shown, view: str, name: str) -> Response:
    if name not in FILES:
        raise Problem(406, f"format={name!r} is none of {', '.join(FILES)}", rule="format")
    media_type, ending, write = FILES[name]
    return _attachment(write(shown), media_type, file_name(shown, view, ending))


def _attachment(body: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": media_type}
    return Response(body, headers=headers | {"Vary": "Accept-Language"})
