"""Questions to Wikidata's query service: polite, patient, and each answer kept on disk.

Source: Wikidata Query Service user manual, "Query limits"; Wikimedia's User-Agent policy; RFC 9110, 10.2.3.
"""

from __future__ import annotations

import hashlib
import http.client
import math
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.error import HTTPError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, SELECT, URLENCODED, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from twingraph import __version__
from twingraph.errors import WikidataError
from twingraph.iris import WIKIDATA
from twingraph.settings import Settings
from twingraph.waiting import seconds_until

TERMS = (ox.NamedNode, ox.Literal)
Row = Mapping[str, ox.NamedNode | ox.Literal]

_TRIES = 5
_LONGEST_WAIT = 300.0
"""Seconds.  A service that wants a longer pause is asked in another run."""
_SECONDS = 90.0
"""The service itself ends a query after 60 seconds."""
_AGAIN = (429, 500, 502, 503, 504)
_CURES = {
    400: "this is a mistake of twingraph's, please report it",
    403: "the service wants to know whom to write to; set TWINGRAPH_CONTACT",
}
_PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in WIKIDATA.items())


class _RefusedError(Exception):
    """One request that brought nothing: its status (0 where there was none), why, and when to come back."""

    def __init__(self, status: int, reason: str, wait: float | None = None) -> None:
        self.status, self.reason, self.wait = status, reason, wait
        super().__init__(reason)


def agent_of(settings: Settings) -> str:
    """Return how requests name themselves: what, which version, and whom to write to.

    >>> agent_of(Settings(contact="mail@example.org")).partition(" ")[2]
    '(https://w3id.org/twingraph/; mail@example.org)'
    """
    if settings.user_agent:
        return settings.user_agent
    contact = "".join(sign for sign in settings.contact if sign.isascii() and sign.isprintable()).strip()
    told = f"https://w3id.org/twingraph/; {contact}" if contact else "https://w3id.org/twingraph/"
    return f"twingraph/{__version__} ({told})"


class Wikidata:
    """Asks one service, one request at a time; a run that was cut off goes on where it stopped.

    Args:
        refresh: Ask for what is kept, too.
        tell: Told in words when there is a wait.
        sleep: What lets seconds pass.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        refresh: bool = False,
        tell: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url, self._folder = settings.wikidata_url, settings.wikidata_cache
        self._agent = agent_of(settings)
        self._oldest = math.inf if refresh else time.time() - settings.wikidata_days * 86_400
        self._tell, self._sleep = tell, sleep
        self.asked = self.kept = 0

    def ask_each(self, query: str, values: Iterable[str], size: int) -> Iterator[Row]:
        """Yield the rows of *query* for *values*, *size* of them a request.

        Args:
            query: With ``{values}`` where the terms go; each is written as SPARQL writes it.
        """
        terms = sorted(set(values))
        for start in range(0, len(terms), size):
            yield from self.ask(query.replace("{values}", " ".join(terms[start : start + size])))

    def ask(self, query: str) -> list[Row]:
        """Return the rows of one query, from disk where its answer is kept.

        Raises:
            WikidataError: If there is no answer.
        """
        text = _PROLOGUE + query
        digest = hashlib.sha256("\n".join((self._url, text)).encode()).hexdigest()
        path = self._folder / f"{digest}.json"
        rows = self._read(path)
        if rows is not None:
            self.kept += 1
            return rows
        content, rows = self._fetch(text)
        self.asked += 1
        self._keep(path, content)
        return rows

    def _read(self, path: Path) -> list[Row] | None:
        """Return what is kept, None where that is nothing, too old, or broken."""
        try:
            if path.stat().st_mtime < self._oldest:
                return None
            return read_rows(path.read_bytes())
        except (OSError, SyntaxError):
            return None

    def _keep(self, path: Path, content: bytes) -> None:
        """Write an answer so that no run ever finds half of it."""
        part = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            reason = f"cannot be written ({error.strerror})"
            raise WikidataError(str(self._folder), reason, "set TWINGRAPH_WIKIDATA_CACHE") from error

    def _fetch(self, text: str) -> tuple[bytes, list[Row]]:
        """Return one answer, as it came and as rows; come back where the service is busy or broke off."""
        attempt = 1
        while True:
            try:
                return self._send(text)
            except _RefusedError as refused:
                wait = 2.0**attempt if refused.wait is None else refused.wait
                self._check(refused, wait, is_last=attempt == _TRIES)
                self._tell(f"{self._url}: {refused.reason}; asked again in {wait:.0f} s")
            self._sleep(wait)
            attempt += 1

    def _check(self, refused: _RefusedError, wait: float, *, is_last: bool) -> None:
        """Raise what is told to people, where another try would bring nothing or has to wait too long."""
        if refused.status and refused.status not in _AGAIN:
            cure = _CURES.get(refused.status, "check TWINGRAPH_WIKIDATA_URL")
            raise WikidataError(self._url, refused.reason, cure) from refused
        if is_last or wait > _LONGEST_WAIT:
            when = f"in {wait:.0f} seconds" if wait > _LONGEST_WAIT else "later"
            cure = f"run it again {when}: it goes on where it stopped"
            raise WikidataError(self._url, refused.reason, cure) from refused

    def _send(self, text: str) -> tuple[bytes, list[Row]]:
        """Return one answer and its rows.

        Raises:
            _RefusedError: If there is none, or not all of it.
        """
        try:
            response = self._prepare(text).query().response
            media_type, content = response.headers.get_content_type(), response.read()
        except HTTPError as error:
            raise _refused(error) from error
        except SPARQLWrapperException as error:
            if isinstance(error.__context__, HTTPError):
                raise _refused(error.__context__) from error
            raise _RefusedError(400, " ".join(str(error).split())[:200]) from error
        except (OSError, http.client.HTTPException) as error:
            raise _RefusedError(
                0, f"no answer ({' '.join(str(error).split()) or type(error).__name__})"
            ) from error
        if not media_type.endswith("json"):
            raise _RefusedError(404, f"answers in {media_type}, which is no table of SPARQL")
        try:
            return content, read_rows(content)
        except SyntaxError as error:
            raise _RefusedError(0, "an answer that breaks off") from error

    def _prepare(self, text: str) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(self._url, returnFormat=JSON, agent=self._agent)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(math.ceil(_SECONDS))
        with warnings.catch_warnings():  # it reads the text with a parser of its own, which knows less
            warnings.simplefilter("ignore", RuntimeWarning)
            wrapper.setQuery(text)
        wrapper.queryType = SELECT
        return wrapper


def read_rows(content: bytes) -> list[Row]:
    """Return the rows of a table in SPARQL's JSON: IRIs and literals by name, what is unbound is not there.

    Raises:
        SyntaxError: If it is none, or not whole.
    """
    table = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    if not isinstance(table, ox.QuerySolutions):
        raise SyntaxError("no table")
    names = [variable.value for variable in table.variables]
    return [{name: row[name] for name in names if isinstance(row[name], TERMS)} for row in table]


def _refused(error: HTTPError) -> _RefusedError:
    """Return what an answer with an error says, in one line."""
    with error:
        try:
            words = " ".join(error.read(2_000).decode("utf-8", "replace").split())[:200]
        except (OSError, http.client.HTTPException, ValueError):  # it was read already, or broke off
            words = ""
    reason = f"status {error.code}" + (f", {words}" if words else "")
    return _RefusedError(error.code, reason, seconds_until(error.headers.get("Retry-After")))
