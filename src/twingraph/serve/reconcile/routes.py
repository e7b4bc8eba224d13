"""The addresses of reconciliation: manifest, batches, suggestions, previews, values; JSON or JSONP."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import Request

from twingraph.iris import expand
from twingraph.serve.asgi import Answer, Call, decode_form
from twingraph.serve.asked import FORM
from twingraph.serve.front import Route
from twingraph.serve.links import path_of
from twingraph.serve.problem import Problem
from twingraph.serve.reconcile import answers
from twingraph.serve.reconcile.asked import parse_extension, parse_queries
from twingraph.serve.reconcile.entities import Entities

if TYPE_CHECKING:
    from twingraph.serve.site import Site
    from twingraph.serve.state import State

PATH = answers.PATH
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*){0,8}", re.ASCII)
_LONGEST = 128
_MOST_BYTES = 4_000_000
_NO_LINES = {0x2028: "\\u2028", 0x2029: "\\u2029"}  # the ends of a line to a script, not to JSON
Fields = dict[str, str]
Make = Callable[[Entities, Fields, str], Any]


class Reconciliation:
    """Answers the API from the names and facts of the served generation."""

    def __init__(self, site: Site, state: State) -> None:
        self._site, self._state, self._most = site, state, state.settings.reconcile_batch

    def routes(self) -> dict[str, Route]:
        """Return the endpoints by path."""
        asked = self._json(self._answer)
        made: dict[str, Make] = {
            "/suggest/entity": self._suggest_entity,
            "/suggest/type": self._suggest_type,
            "/suggest/property": self._suggest_property,
            "/extend/propose": self._propose,
        }
        found = {path: Route("reconcile", {"GET": self._json(make)}) for path, make in made.items()}
        found |= {path: Route("reconcile", {"GET": asked, "POST": asked}) for path in ("", "/extend")}
        found |= {"/preview": Route("reconcile", {"GET": self._preview})}
        found |= {"/view": Route("reconcile", {"GET": self._view})}
        return {PATH + path: route for path, route in found.items()}

    def _json(self, make: Make) -> Callable[[Call], Any]:
        """Return a handler that answers with what *make* makes of the fields; it works in a thread."""

        async def answer(call: Call) -> Answer:
            fields = await self._fields(call)
            callback = checked_callback(fields)
            content = await asyncio.to_thread(lambda: make(self._entities(call), fields, call.base_url))
            return write_json(content, callback)

        return answer

    async def _fields(self, call: Call) -> Fields:
        """Return the fields of the address and, of a POST, of the form.

        Raises:
            Problem: 400, 413, 415.
        """
        fields = dict(call.parameters())
        if call.method == "POST":
            media_type = (call.header("content-type") or "").partition(";")[0].strip().lower()
            if media_type != FORM:
                raise Problem(415, f"send a form, {FORM}", rule="content-type")
            fields |= dict(decode_form(await call.body(_MOST_BYTES)))
            if not fields.keys() & {"queries", "extend"}:
                raise Problem(400, "send queries= or extend= as a form", rule="query")
        return fields

    def _entities(self, call: Call) -> Entities:
        self._state.generation()  # names of the newest
        site = self._site.pinned()
        return Entities(site, site.words(Request(call.scope)))

    def _answer(self, entities: Entities, fields: Fields, base_url: str) -> Any:
        if "queries" in fields:
            return answers.results(entities, parse_queries(fields["queries"], self._most))
        if "extend" in fields:
            return answers.extension(entities, parse_extension(fields["extend"], self._most))
        schema = expand("tg:")
        return answers.manifest(base_url, entities.space, schema, entities.words, self._most)

    def _suggest_entity(self, entities: Entities, fields: Fields, _: str) -> Any:
        kinds = [kind for kind in fields.get("type", "").split(",") if kind]
        return {"result": answers.suggest_entities(entities, *_prefix(fields), kinds)}

    def _suggest_type(self, entities: Entities, fields: Fields, _: str) -> Any:
        return {"result": answers.suggest_listed(answers.listed_types(entities), *_prefix(fields))}

    def _suggest_property(self, entities: Entities, fields: Fields, _: str) -> Any:
        return {"result": answers.suggest_listed(answers.listed_properties(entities), *_prefix(fields))}

    def _propose(self, entities: Entities, fields: Fields, _: str) -> Any:
        limit = _number(fields, "limit") if fields.get("limit") else None
        return answers.propose(entities, fields.get("type", ""), limit)

    async def _preview(self, call: Call) -> Answer:
        """Return a thing as a small page, for a frame in another one."""
        return await asyncio.to_thread(self._draw, call)

    def _draw(self, call: Call) -> Answer:
        entities = self._entities(call)
        thing = _known(entities, dict(call.parameters()))
        shown = answers.preview(entities, thing)
        name, path = thing.name(entities.words.language), path_of(thing.iri, self._site.settings.base)
        response = entities.site.page(Request(call.scope), "preview.html", name=name, path=path, **shown)
        return Answer(200, dict(response.headers), bytes(response.body))

    async def _view(self, call: Call) -> Answer:
        """Send a browser to the page of a thing."""
        entities = await asyncio.to_thread(self._entities, call)
        thing = _known(entities, dict(call.parameters()))
        path = path_of(thing.iri, self._site.settings.base) or "/"
        return Answer(303, {"Location": quote(call.scope.get("root_path", ""), safe="/") + path})


def _known(entities: Entities, fields: Fields) -> Any:
    thing = entities.find(fields.get("id", ""))
    if thing is None:
        raise Problem(404, f"there is nothing with the id {fields.get('id', '')!r}"[:300], rule="id")
    return thing


def _prefix(fields: Fields) -> tuple[str, int]:
    if "prefix" not in fields:
        raise Problem(400, "prefix= is missing", rule="prefix")
    return fields["prefix"].strip()[:200], _number(fields, "cursor") if fields.get("cursor") else 0


def _number(fields: Fields, name: str) -> int:
    if not re.fullmatch(r"\d{1,6}", fields[name], re.ASCII):
        raise Problem(400, f"{name}={fields[name]!r} is no number from 0 on"[:300], rule=name)
    return int(fields[name])


def checked_callback(fields: Fields) -> str:
    """Return the function of JavaScript that is to get the answer, empty where none is asked for.

    Raises:
        Problem: 400 for what is no name of one.
    """
    name = fields.get("callback", "")
    if "callback" in fields and (len(name) > _LONGEST or not _CALLBACK.fullmatch(name)):
        raise Problem(400, "callback= is no name of a function", rule="callback")
    return name


def write_json(content: Any, callback: str) -> Answer:
    """Return an answer in JSON, or as a call of *callback* with it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-cache"}
    if callback:  # the comment keeps the answer from being read as anything but a script
        text = f"/**/{callback}({text.translate(_NO_LINES)});"
        return Answer(
            200, {**headers, "Content-Type": "application/javascript; charset=utf-8"}, text.encode()
        )
    return Answer(200, {**headers, "Content-Type": "application/json"}, text.encode())
