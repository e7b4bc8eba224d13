"""The network of a selection as a file, over HTTP."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.responses import Response

from twingraph.errors import ExtraError
from twingraph.serve.networks.ask import make_network, parse_network
from twingraph.serve.networks.formats import FORMATS
from twingraph.serve.problem import Problem
from twingraph.serve.site import route_path

if TYPE_CHECKING:
    from starlette.requests import Request

    from twingraph.serve.site import Site

PATHS = {f"/network.{ending}": ending for ending in FORMATS}


def answer_file(site: Site, request: Request) -> Response:
    """Return the network as the file that the path ends like.

    Raises:
        Problem: 422 for a value that cannot be, 501 where a library is missing.
    """
    route, language = route_path(request), site.words(request).language
    media_type, write = FORMATS[PATHS[route]]
    asked, atlas = parse_network(request.query_params.multi_items(), site.settings.base), site.atlas()
    key = f"{atlas.generation} {route}?{request.url.query} {language}"
    etag = f'W/"{hashlib.sha256(key.encode()).hexdigest()[:24]}"'
    name = f"network-{asked.project}-{(atlas.generation or 'empty')[:8]}.{PATHS[route]}"
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-cache"}
    headers |= {"ETag": etag} if atlas.generation else {}
    if atlas.generation and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    try:
        body = write(make_network(atlas, asked, language))
    except ExtraError as error:
        raise Problem(501, str(error), rule="extra") from error
    headers |= {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers)
