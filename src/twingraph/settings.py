"""Settings with a default and a help text each; the only reader of the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from twingraph.errors import SettingsError
from twingraph.iris import BASE


def resource_dir(name: str) -> Path:
    """Return the folder *name* (ontology, queries, data): inside the installed package, else the checkout."""
    packed = Path(str(files("twingraph"))) / "resources" / name
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2] / name


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


def _secret(default: Any, help_text: str) -> Any:
    return field(default=default, repr=False, metadata={"help": help_text})


_COUNTS = (
    "keep", "port", "max_rows", "max_queries", "queue", "query_memory", "max_query_bytes",
    "max_update_bytes", "max_release_bytes", "max_file_bytes", "reconcile_batch",
    "llm_timeout", "wikidata_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set, by argument or by the variable ``TWINGRAPH_`` + the field's name in capitals."""

    store: Path = _setting(  # noqa: RUF009 - a path does not change
        Path("twingraph-store"), "Folder of the embedded store, or URL of a SPARQL endpoint."
    )
    graph_store: str = _setting(
        "", "Graph Store Protocol URL of a remote store; empty: `store` beside its endpoint."
    )
    update_url: str = _setting("", "Update URL of a remote store; empty: `update` beside its endpoint.")
    remote_default_graph: str = _setting(
        "", "IRI of the graph that stands for the default graph in an engine without one; empty: one of ours."
    )
    remote_user: str = _setting("", "User who writes to a remote store, where that asks for one.")
    remote_password: str = _secret("", "Password of that user.")
    base: str = _setting(BASE, "Base of the IRIs of instances; ends with a slash.")
    keep: int = _setting(5, "How many generations the store keeps.")
    host: str = _setting("127.0.0.1", "Address that the server binds to.")
    port: int = _setting(8000, "Port that the server binds to.")
    contact: str = _setting(
        "", "Where readers report mistakes: a mail address, or the address of a form; empty: nowhere."
    )
    imprint: str = _setting("", "Who runs the server, a line or the address of a page; empty: not said.")
    data_licence: str = _setting(
        "https://creativecommons.org/licenses/by/4.0/",
        "Address of the licence of the data; that of the places, by GeoNames, asks to be named.",
    )
    trusted_proxies: str = _setting(
        "127.0.0.1",
        "Addresses or networks, separated by commas, whose X-Forwarded-For, -Proto, -Host and -Prefix count.",
    )
    root_path: str = _setting("", "Path under which a proxy publishes the server.")
    max_rows: int = _setting(100_000, "Rows of one answer; a longer one is cut and says so.")
    max_queries: int = _setting(
        4, "SPARQL queries that run at a time, each in a process of its own; one more waits."
    )
    queue: int = _setting(
        32, "SPARQL queries that wait at a time, of one client half as many; more are told to come back."
    )
    patience: float = _setting(10.0, "Seconds that a SPARQL query waits for its turn.")
    timeout: float = _setting(30.0, "Seconds that a SPARQL query runs; `timeout=` may lower it.")
    query_memory: int = _setting(1_000_000_000, "Bytes of memory that a SPARQL query takes beside the data.")
    data_memory: int = _setting(
        0,
        "Bytes of memory in which the data are kept for queries; larger data are read from disk. "
        "0: a quarter of the machine's.",
    )
    cache_bytes: int = _setting(64_000_000, "Bytes of memory that keep answers.")
    max_update_bytes: int = _setting(50_000_000, "Bytes of one update, or of one graph that is written.")
    write_timeout: float = _setting(600.0, "Seconds that an update runs, or waits for others.")
    service_hosts: str = _setting(
        "", "Hosts, separated by commas, that SERVICE may ask; with a port where one is given. Empty: none."
    )
    write_token: str = _secret("", "Whoever sends this token may write; empty: nobody may.")
    reconcile_batch: int = _setting(
        50, "Queries, or things whose values are asked for, in one request to /reconcile."
    )
    max_query_bytes: int = _setting(262_144, "Bytes of one SPARQL query.")
    max_release_bytes: int = _setting(
        5_000_000, "Bytes of the text of one release; what has more is skipped."
    )
    max_file_bytes: int = _setting(
        100_000_000, "Bytes of one PDF, page, message or archive; what has more is skipped."
    )
    workers: int = _setting(
        0, "Processes that read releases at a time; 0: one a core where there is enough to read."
    )
    user_agent: str = _setting("", "How `fetch` and `link` name themselves; empty: twingraph, its version.")

    wikidata_url: str = _setting(
        "https://query.wikidata.org/sparql", "SPARQL endpoint that `link` and `compare wikidata` ask."
    )
    wikidata_cache: Path = _setting(  # noqa: RUF009 - a path does not change
        Path("twingraph-wikidata"), "Folder that keeps its answers, so that a run goes on where it stopped."
    )
    wikidata_days: int = _setting(7, "Days for which an answer is kept.")

    llm_url: str = _setting("", "Base address of an OpenAI-compatible server that `--reader llm` asks.")
    llm_model: str = _setting("", "Model that `--reader llm` asks for.")
    llm_key: str = _secret("", "Key that is sent to the address of the model.")
    llm_timeout: int = _setting(120, "Seconds until an answer of the model must be there.")
    llm_cache: Path = _setting(  # noqa: RUF009 - a path does not change
        Path("twingraph-answers"), "Folder that keeps the answers of the model."
    )

    def __post_init__(self) -> None:
        if not self.base.endswith("/"):
            raise SettingsError("TWINGRAPH_BASE", self.base, "end it with a slash")
        if not (self.user_agent.isascii() and self.user_agent.isprintable()):
            raise SettingsError("TWINGRAPH_USER_AGENT", self.user_agent, "use letters of ASCII, in one line")
        for name in _COUNTS:
            if getattr(self, name) < 1:
                raise SettingsError(f"TWINGRAPH_{name.upper()}", str(getattr(self, name)), "give 1 or more")
        for name in ("patience", "timeout", "write_timeout"):
            if not 0 < getattr(self, name) < 1e9:
                raise SettingsError(f"TWINGRAPH_{name.upper()}", str(getattr(self, name)), "give seconds")
        for name in ("data_memory", "cache_bytes"):
            if getattr(self, name) < 0:
                raise SettingsError(f"TWINGRAPH_{name.upper()}", str(getattr(self, name)), "give 0 or more")
        if self.workers < 0:
            raise SettingsError("TWINGRAPH_WORKERS", str(self.workers), "give 0 or more")
        if self.port > 65_535:
            raise SettingsError("TWINGRAPH_PORT", str(self.port), "give a port from 1 to 65535")


def load_settings(environ: Mapping[str, str], **given: Any) -> Settings:
    """Return the settings: *given* values (None means not given), else the environment's, else the defaults.

    >>> load_settings({"TWINGRAPH_PORT": "9000"}, host=None).port
    9000

    Raises:
        SettingsError: If a value does not fit its field.
    """
    values: dict[str, Any] = {}
    for f in fields(Settings):
        variable = f"TWINGRAPH_{f.name.upper()}"
        if given.get(f.name) is not None:
            values[f.name] = given[f.name]
        elif variable in environ:
            values[f.name] = _convert(variable, environ[variable], type(f.default))
    return Settings(**values)


def _convert(variable: str, text: str, kind: type[Any]) -> Any:
    try:
        return Path(text) if issubclass(kind, Path) else kind(text)
    except ValueError as error:
        raise SettingsError(variable, text, f"give a value of type {kind.__name__}") from error
