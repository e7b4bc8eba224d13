"""One question to a chat completion server, with patience and limits."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any, Self

import httpx

from twingraph.errors import SecondReaderError
from twingraph.second_reader.prompt import SCHEMA

_TRIES = 3
_LONGEST_WAIT = 60.0
"""Seconds.  A server that wants a longer pause is not waited for."""
_MOST_BYTES = 4_000_000
_AGAIN = (408, 429, 500, 502, 503, 504)
_FINAL = {
    401: "check TWINGRAPH_LLM_KEY",
    403: "check TWINGRAPH_LLM_KEY",
    404: "check TWINGRAPH_LLM_URL and TWINGRAPH_LLM_MODEL",
}
_FORM = {"type": "json_schema", "json_schema": {"name": "release", "strict": True, "schema": SCHEMA}}


class ChatClient:
    """Asks ``{url}/chat/completions``; the key goes to that address and nowhere else.

    Args:
        timeout: Seconds until an answer must be there as a whole.
        clock, sleep: What counts the seconds and lets them pass.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: str,
        timeout: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url, self._model, self._timeout = f"{url.rstrip('/')}/chat/completions", model, timeout
        self._clock, self._sleep = clock, sleep
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        limit = httpx.Timeout(timeout, connect=min(10.0, timeout))
        self._http = httpx.Client(timeout=limit, headers=headers, follow_redirects=False, trust_env=False)
        self._has_form = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, messages: list[dict[str, str]]) -> str:
        """Return the words of the answer.

        Raises:
            SecondReaderError: If there is none, or it was cut off or refused.
        """
        for attempt in range(1, _TRIES + 1):
            status, headers, body = self._post(messages)
            if status in (400, 422) and self._has_form:  # a server that knows no forms
                self._has_form = False
                status, headers, body = self._post(messages)
            if status == 200:
                return _words_of(body)
            if status not in _AGAIN:
                raise SecondReaderError(f"status {status}", _FINAL.get(status, ""), final=status in _FINAL)
            wait = _pause(headers, attempt)
            if attempt < _TRIES and wait <= _LONGEST_WAIT:
                self._sleep(wait)
            elif attempt < _TRIES:
                break
        raise SecondReaderError(f"status {status}", "try again later")

    def _post(self, messages: list[dict[str, str]]) -> tuple[int, httpx.Headers, bytes]:
        question: dict[str, Any] = {"model": self._model, "messages": messages, "temperature": 0}
        if self._has_form:
            question["response_format"] = _FORM
        end = self._clock() + self._timeout
        try:
            with self._http.stream("POST", self._url, json=question) as response:
                body = bytearray()
                for data in response.iter_bytes():
                    body += data
                    if self._clock() > end:
                        raise SecondReaderError(f"no whole answer within {self._timeout:g} seconds")
                    if len(body) > _MOST_BYTES:
                        raise SecondReaderError(f"an answer of more than {_MOST_BYTES} bytes")
                return response.status_code, response.headers, bytes(body)
        except httpx.TimeoutException as error:
            raise SecondReaderError(f"no answer within {self._timeout:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            cure = "check TWINGRAPH_LLM_URL"
            raise SecondReaderError(f"cannot be asked ({type(error).__name__})", cure) from error


def _pause(headers: httpx.Headers, attempt: int) -> float:
    """Return the seconds that the server wants to be left alone, else 1, 2, 4 …"""
    told = headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError):
        return float(2 ** (attempt - 1))


def _words_of(body: bytes) -> str:
    """Return the content of the first choice.

    Raises:
        SecondReaderError: If the answer is none, or the model says that it did not finish or will not.
    """
    try:
        choice = json.loads(body)["choices"][0]
        message = choice["message"]
        content, refusal = message.get("content"), message.get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise SecondReaderError("the answer has no message") from error
    if refusal or choice.get("finish_reason") == "content_filter":
        raise SecondReaderError("the model refused")
    if choice.get("finish_reason") == "length":
        raise SecondReaderError("the answer was cut off", "allow the server longer answers")
    if not isinstance(content, str) or not content.strip():
        raise SecondReaderError("the answer is empty")
    return content
