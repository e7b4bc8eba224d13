"""The questions of ``queries/`` as data: their list as JSON, and each answered in every format."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from twingraph.engine.formats import GRAPHS, TABLES
from twingraph.errors import QueryError
from twingraph.query import NamedQuery, Parameter, bind_query, load_queries
from twingraph.serve.accept import choose_type
from twingraph.serve.asgi import Answer, Call
from twingraph.serve.asked import asked_of
from twingraph.serve.problem import Problem
from twingraph.serve.sparql import Endpoint

if TYPE_CHECKING:
    from twingraph.serve.state import State

RESERVED = ("format", "lang", "run", "timeout")
"""Parameters of the service itself; no question has one of these names."""
_FORMATS = ("text/html", *TABLES.values(), *GRAPHS.values())


def wants_data(call: Call) -> bool:
    """Return whether the client asks for data; else it gets the page."""
    try:
        asked = dict(call.parameters()).get("format")
    except Problem:
        return True  # whoever answers says what is wrong with them
    if asked is not None:
        return asked.lower() not in ("html", "text/html")
    return choose_type(call.header("accept"), _FORMATS) != "text/html"


class Questions:
    """Answers ``/queries`` and ``/queries/NAME`` to who wants data."""

    def __init__(self, state: State, endpoint: Endpoint) -> None:
        self._state, self._endpoint = state, endpoint

    async def list_all(self, call: Call) -> Answer:
        """Return the list of all questions."""
        content = {"queries": [describe_question(query, call.base_url) for query in known().values()]}
        headers = {"Content-Type": "application/json", "Vary": "Accept, Accept-Language"}
        return Answer(200, headers, json.dumps(content, ensure_ascii=False).encode())

    async def answer(self, call: Call) -> Answer:
        """Return the answer to one question.

        Raises:
            Problem: 404 for no such question, 422 for values that do not fit, and those of the endpoint.
        """
        name, fields = call.path.rstrip("/").rpartition("/")[2], call.parameters()
        query = known().get(name)
        if query is None:
            raise Problem(404, f"there is no question named {name!r}; /queries lists them")
        self._state.generation()  # bind to the newest names
        sparql = await asyncio.to_thread(self._bind, query, _values(query, fields))
        asked = replace(asked_of(call, sparql, fields), for_spreadsheet=True)
        return await self._endpoint.answer(call, asked)

    def _bind(self, query: NamedQuery, values: dict[str, str]) -> str:
        try:
            bound = bind_query(self._state.store.snapshot(), query, values)
        except QueryError as error:
            raise Problem(422, str(error), rule="parameters") from error
        return _COMMENT.sub("", bound)  # of no use to the engine, and of many words


_COMMENT = re.compile(r"^#.*\n", re.MULTILINE)


@cache
def known() -> dict[str, NamedQuery]:
    """Return the questions by name."""
    return load_queries()


def _values(query: NamedQuery, fields: list[tuple[str, str]]) -> dict[str, str]:
    given = [(name, value) for name, value in fields if name not in RESERVED]
    values = dict(given)
    if len(values) != len(given):
        raise Problem(422, f"{query.name}: a parameter is given twice", rule="parameters")
    return values


def describe_question(query: NamedQuery, base_url: str) -> dict[str, Any]:
    """Return what a program needs to know to ask a question."""
    return {
        "name": query.name,
        "title": dict(query.title),
        "question": dict(query.question),
        "url": f"{base_url}/queries/{query.name}",
        "parameters": [_describe_parameter(parameter) for parameter in query.parameters],
        "sparql": query.sparql,
    }


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "required": parameter.default is None and not parameter.optional,
        "default": parameter.default,
        "example": parameter.example,
        "text": dict(parameter.text),
    }
