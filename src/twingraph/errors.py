"""The exceptions of twingraph: each says what happened, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class TwingraphError(Exception):
    """Base of every exception that twingraph raises on purpose."""


class ReadError(TwingraphError):
    """A press release, or a folder of them, cannot be read."""

    def __init__(self, path: Path | str, reason: str, cure: str) -> None:
        self.path, self.reason, self.cure = str(path), reason, cure
        super().__init__(f"{path}: {reason}; {cure}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str]]:
        """Return what makes it anew, so that it comes whole from another process."""
        return type(self), (self.path, self.reason, self.cure)


class FetchError(TwingraphError):
    """An address cannot be fetched, or may not be."""

    def __init__(self, url: str, reason: str, cure: str) -> None:
        self.url, self.reason, self.cure = url, reason, cure
        super().__init__(f"{url}: {reason}; {cure}")


class SecondReaderError(TwingraphError):
    """The second reader gives no answer of use; *final* where asking again would be of no use either."""

    def __init__(self, reason: str, cure: str = "", *, final: bool = False) -> None:
        self.reason, self.cure, self.final = reason, cure, final
        super().__init__(f"{reason}; {cure}" if cure else reason)


class LexiconError(TwingraphError):
    """A data file (lexicon, gazetteer, rule table) is malformed."""

    def __init__(self, path: Path | str, line: int, reason: str) -> None:
        self.path, self.line, self.reason = str(path), line, reason
        super().__init__(f"{path}, line {line}: {reason}")


class SettingsError(TwingraphError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, value: str, cure: str) -> None:
        self.name, self.value, self.cure = name, value, cure
        super().__init__(f"{name}={value!r}: {cure}")


class AddressError(TwingraphError):
    """The server cannot listen at an address."""

    def __init__(self, host: str, port: int, reason: str, cure: str) -> None:
        self.host, self.port, self.reason, self.cure = host, port, reason, cure
        super().__init__(f"cannot serve at {host}, port {port}: {reason}; {cure}")


class RegisterError(TwingraphError):
    """A list of sister cities cannot be imported: a column, or what must be said of the list, is missing."""


class WikidataError(TwingraphError):
    """Wikidata's query service gives no answer, or a file of its links cannot be used; *where* names it."""

    def __init__(self, where: str, reason: str, cure: str) -> None:
        self.where, self.reason, self.cure = where, reason, cure
        super().__init__(f"{where}: {reason}; {cure}")


class StoreError(TwingraphError):
    """The store cannot be opened, read or published to."""


class BusyError(StoreError):
    """A server has no place now; it may in *retry_after* seconds, None where it does not say when."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        self.reason, self.retry_after = reason, retry_after
        super().__init__(reason)


class EngineError(StoreError):
    """The engine of a remote store cannot do what was asked; another one could."""


class ValidationError(TwingraphError):
    """A graph breaks the SHACL shapes; nothing was published."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        shown = "\n  ".join(problems[:10])
        rest = f"\n  … and {len(problems) - 10} more" if len(problems) > 10 else ""
        super().__init__(
            f"the graph breaks {len(problems)} shape(s), nothing was published:\n  {shown}{rest}"
        )


class MappingError(TwingraphError):
    """A linked fact cannot be written as RDF: a date that is none, a span outside its text, a broken IRI."""

    def __init__(self, release: str, reason: str) -> None:
        self.release, self.reason = release, reason
        super().__init__(f"release {release}: {reason}")


class QueryError(TwingraphError):
    """A query cannot be parsed, or asks for what is not allowed; or a parameter does not fit."""


class QuerySyntaxError(QueryError, SyntaxError):
    """A query does not follow the grammar of SPARQL; a :class:`SyntaxError` too, as engines raise it."""


class QueryRefused(QueryError):  # noqa: N818 - it says what happened to the query
    """A well-formed request that this service does not permit (SERVICE, updates, foreign files)."""


class ExtraError(TwingraphError):
    """A library is missing that only some users need; *extra* of twingraph brings it."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        self.library, self.extra = library, extra
        super().__init__(
            f"{what} needs {library}, which is not installed; run pip install 'twingraph[{extra}]'"
        )


class UnknownNameError(TwingraphError):
    """A query, format or IRI was asked for that does not exist here."""
