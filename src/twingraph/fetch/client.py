"""A polite client: robots.txt, a pause between requests, conditional requests, limits of size and time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Self
from urllib.parse import urldefrag, urlsplit

import httpx

from twingraph import __version__
from twingraph.errors import FetchError
from twingraph.fetch.hosts import Guard, absolute, site_of
from twingraph.fetch.robots import Rules, read_rules
from twingraph.settings import Settings
from twingraph.waiting import seconds_until

_TRIES = 3
_MOST_REDIRECTS = 5
_LONGEST_WAIT = 120.0
"""Seconds.  A server that wants a longer pause is asked in another run."""
_LONGEST_ANSWER = 300.0
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_AGAIN = (429, 502, 503, 504)
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,application/rss+xml,application/atom+xml,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; *url* is where redirects led, *data* is None where nothing changed."""

    url: str
    data: bytes | None
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: httpx.Headers
    data: bytes


class Client:
    """Asks servers one request at a time.

    Args:
        guard: Says which hosts may be asked, and at which addresses.
        delay: Seconds between the starts of two requests to one host.
        clock, sleep: What counts the seconds and lets them pass.
    """

    def __init__(
        self,
        guard: Guard,
        settings: Settings,
        delay: float = 1.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._guard, self._max_bytes, self._delay = guard, settings.max_file_bytes, delay
        self._clock, self._sleep = clock, sleep
        default = f"twingraph/{__version__} (+https://w3id.org/twingraph/)"
        self._agent = settings.user_agent or default
        # No proxy: the guard names the address to connect to, and a proxy would look it up once more.
        self._http = httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False)
        self._rules: dict[str, Rules] = {}
        self._asked: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, url: str, kept: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a request for *url*, redirects followed.

        Args:
            kept: ``etag`` and ``modified`` of the copy that is there; the server then says if it changed.
        Raises:
            FetchError: If nothing is there, or it may not be had.
        """
        conditions = {"If-None-Match": "etag", "If-Modified-Since": "modified"}
        headers = {name: kept[key] for name, key in conditions.items() if kept and kept.get(key)}
        at = urldefrag(url)[0]
        for _ in range(_MOST_REDIRECTS + 1):
            reply = self._ask(at, headers, self._permitted(at))
            if reply.status == 304 and headers:
                return Answer(at, None)
            if not (300 <= reply.status < 400 and "location" in reply.headers):
                return _answer(at, reply)
            at = absolute(at, reply.headers["location"])
        raise FetchError(url, f"more than {_MOST_REDIRECTS} redirects", "check the address")

    def _permitted(self, url: str) -> float:
        """Return the seconds between two requests that the host of *url* wants, once it permits this one."""
        site = site_of(url)
        if site not in self._rules:
            self._guard.addresses(url)
            self._rules[site] = read_rules(site, self._agent.partition("/")[0], self._get_robots)
        return self._rules[site].check(url)

    def _get_robots(self, url: str) -> tuple[int, bytes]:
        for _ in range(_MOST_REDIRECTS + 1):
            reply = self._ask(url, {}, 0.0)
            if not (300 <= reply.status < 400 and "location" in reply.headers):
                return reply.status, reply.data
            url = absolute(url, reply.headers["location"])
        return 404, b""

    def _ask(self, url: str, headers: Mapping[str, str], pause: float) -> _Reply:
        """Return the reply to one request; ask again where the server is busy or the connection breaks."""
        reason = ""
        for attempt in range(_TRIES):
            self._wait_turn(url, max(self._delay, pause))
            wait = self._delay * 2**attempt
            try:
                reply = self._send(url, headers)
            except httpx.HTTPError as error:
                reason = " ".join(str(error).split()) or type(error).__name__
            except httpx.InvalidURL as error:
                raise FetchError(url, f"no address ({error})", "check it") from error
            else:
                if reply.status not in _AGAIN:
                    return reply
                reason, wait = f"status {reply.status}", _wait_of(reply, wait)
                if wait > _LONGEST_WAIT:
                    raise FetchError(url, f"{reason}, come back in {wait:g} seconds", "run it again then")
            if attempt + 1 < _TRIES:
                self._sleep(wait)
        raise FetchError(url, f"{reason}, {_TRIES} times", "try again later")

    def _wait_turn(self, url: str, pause: float) -> None:
        host = urlsplit(url).netloc
        if host in self._asked:
            self._sleep(max(0.0, self._asked[host] + pause - self._clock()))
        self._asked[host] = self._clock()

    def _send(self, url: str, headers: Mapping[str, str]) -> _Reply:
        """Send one request to the first address of the host that takes the connection."""
        addresses = self._guard.addresses(url)
        for number, address in enumerate(addresses, start=1):
            try:
                return self._send_to(address, url, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise httpx.ConnectError("the host has no address")

    def _send_to(self, address: str, url: str, headers: Mapping[str, str]) -> _Reply:
        asked = httpx.URL(url)
        host = asked.netloc.decode("ascii")
        sent = {"Host": host, "User-Agent": self._agent, "Accept": _ACCEPT, **headers}
        target = asked.copy_with(host=address)
        extensions = {"sni_hostname": asked.raw_host.decode("ascii")}
        with self._http.stream("GET", target, headers=sent, extensions=extensions) as response:
            self._http.cookies.clear()
            data = b"".join(self._chunks(response, url)) if response.status_code == 200 else b""
            return _Reply(response.status_code, response.headers, data)

    def _chunks(self, response: httpx.Response, url: str) -> Iterator[bytes]:
        """Yield the content; stop at what is too much or takes too long."""
        size, end = 0, self._clock() + _LONGEST_ANSWER
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self._max_bytes:
                cure = "leave it out, or raise TWINGRAPH_MAX_FILE_BYTES"
                raise FetchError(url, f"more than {self._max_bytes:,} bytes", cure)
            if self._clock() > end:
                raise FetchError(url, f"not complete after {_LONGEST_ANSWER:g} seconds", "try again later")
            yield chunk


def _answer(url: str, reply: _Reply) -> Answer:
    if reply.status != 200:
        cure = "check the address" if reply.status in (404, 410) else "try it in a browser"
        raise FetchError(url, f"status {reply.status}", cure)
    if not reply.data:
        raise FetchError(url, "an empty answer", "check the address")
    content = Message()
    content["Content-Type"] = reply.headers.get("content-type", "application/octet-stream")
    return Answer(
        url=url,
        data=reply.data,
        media_type=content.get_content_type(),
        charset=str(content.get_content_charset() or ""),
        etag=reply.headers.get("etag", ""),
        modified=reply.headers.get("last-modified", ""),
    )


def _wait_of(reply: _Reply, otherwise: float) -> float:
    """Return the seconds to wait as the server wants it."""
    told = seconds_until(reply.headers.get("retry-after"))
    return otherwise if told is None else told
