"""Answers of the pages without a server, and their links as links between files."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Match

from twingraph.engine.formats import TABLES, results_format
from twingraph.serve.links import DOCUMENTS, iri_of_page
from twingraph.serve.pages import HANDLERS, page_routes
from twingraph.serve.policy import content_policy
from twingraph.serve.problem import Problem
from twingraph.serve.publishing.plan import Plan, picture_file, relative

if TYPE_CHECKING:
    from twingraph.serve.site import Site
    from twingraph.store.base import Dataset

HOST = "published.invalid"
"""The host of the requests; no address of it is left in what is written."""

_ORIGIN = f"http://{HOST}"
_LINK = re.compile(r'\b(href|src|action)="([/?][^"]*)"')
_SCHEMA = re.compile(r'<script type="application/ld\+json">.*?</script>\n?', re.DOTALL)
_SUGGEST = re.compile(r'\bdata-suggest="[^"]*"')
_ADDRESS = re.compile(re.escape(_ORIGIN) + r"[^\s\"'<>}]*")


class Renderer:
    """Answers requests for the paths of one site, in turn.

    Args:
        address: Where the files will stand, with a slash at the end; empty where that is not known.
    """

    def __init__(self, site: Site, plan: Plan, address: str) -> None:
        self._site, self._plan, self._address = site, plan, address
        self._routes = page_routes(site)
        self.pictures: set[str] = set()

    def answer(self, link: str, accept: str, language: str) -> Response:
        """Return the answer of the site to a request for an encoded path with its query."""
        parts = urlsplit(link)
        headers = [(b"host", HOST.encode()), (b"accept", accept.encode())]
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "server": (HOST, 80),
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [*headers, (b"accept-language", language.encode())],
            "root_path": "",
        }
        for route in self._routes:
            match, more = route.matches(scope)
            if match == Match.FULL:
                return HANDLERS[route.path](self._site, Request({**scope, **more}))
        raise Problem(404, f"{link} is no page")

    def page(self, path: str, language: str) -> bytes:
        """Return a page as a file: its links lead to files, or nowhere where there is none."""
        asked = "" if language == self._plan.languages[0] else f"?lang={language}"
        text = bytes(self.answer(path + asked, "text/html", language).body).decode()
        return self.as_file(text, path, language).encode()

    def as_file(self, text: str, path: str, language: str) -> str:
        """Return the HTML of a page as it is to stand in its file."""
        page = self._plan.page_file(path, language)
        text = _LINK.sub(lambda match: self._link(match, path, page, language), text)
        index = html.escape(relative(f"search-{language}.json", page))
        text = _SUGGEST.sub(f'data-index="{index}"', text)
        text = text.replace("<html ", '<html class="published" ', 1)
        policy = html.escape(content_policy(path).rpartition("; frame-ancestors")[0])
        text = text.replace(
            "<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1
        )
        return self.with_addresses(text if self._address else _SCHEMA.sub("", text), language)

    def _link(self, match: re.Match[str], path: str, page: str, language: str) -> str:
        name, link = match[1], html.unescape(match[2])
        if link.startswith("?"):
            link = path + link
        target = self._plan.file(link.partition("#")[0], language)
        if target is None:
            return ""
        if target.startswith("pictures/"):
            self.pictures.add(link.partition("#")[0])
        fragment = f"#{link.partition('#')[2]}" if "#" in link else ""
        return f'{name}="{html.escape(relative(target, page) + fragment)}"'

    def with_addresses(self, text: str, language: str) -> str:
        """Return *text* with the addresses of the host of requests replaced: by those to be, or by IRIs."""
        return _ADDRESS.sub(lambda match: self.public(match[0], language), text)

    def public(self, address: str, language: str) -> str:
        """Return what to call an address: where it will stand, else the IRI of what it is about."""
        link = address.removeprefix(_ORIGIN) or "/"
        target = self._plan.file(link.partition("#")[0], language)
        if self._address and target is not None:
            fragment = f"#{link.partition('#')[2]}" if "#" in link else ""
            return self._address + quote(target) + fragment
        path, base = urlsplit(link).path, self._site.settings.base
        if path.startswith(f"{DOCUMENTS}/"):
            return iri_of_page(unquote(path), base)
        return f"{base}id/dataset"

    def body(self, link: str) -> bytes:
        """Return the bytes of a file that is no page."""
        answer = self.answer(link, "*/*", self._plan.languages[0])
        if isinstance(answer, FileResponse):
            return Path(answer.path).read_bytes()
        return bytes(answer.body)

    def picture(self, link: str) -> tuple[str, bytes]:
        """Return the file of a picture, and its bytes."""
        return picture_file(link), self.body(link)


def ask_store(store: Callable[[], Dataset]) -> Callable[[str, str, int], bytes]:
    """Return what the pages of questions ask with, where no pool of processes is needed."""

    def ask(query: str, client: str, cap: int) -> bytes:
        del client, cap
        solutions = store().query(query)
        if not isinstance(solutions, ox.QuerySolutions):
            return b'{"head":{"vars":[]},"results":{"bindings":[]}}'
        return solutions.serialize(format=results_format(TABLES["json"])) or b""

    return ask
