"""Load a question from a ``.rq`` file, bind its parameters as terms, run it on a GraphStore."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from twingraph.errors import QueryError, UnknownNameError
from twingraph.iris import CONCEPTS, PREFIXES, compact, expand, slug
from twingraph.settings import resource_dir

if TYPE_CHECKING:
    from twingraph.store.base import Dataset, QueryResult

Term = ox.NamedNode | ox.Literal

GROUPS = ("partners", "time", "people", "topics", "evidence")
"""What questions are about, in the order in which they are listed."""

_HEADER = re.compile(r"#\s*(title|question|group)(?:@(\w+))?:\s*(.+)")
_PARAMETER = re.compile(r"#\s*parameter\s+(\w+):\s*(\w+)(\?)?\s*(?:=\s*(.*?)\s*)?\|\s*(.+?)\s*\|\s*(.+)")
MARKER = "# values of the parameters"
"""The line of a query where its values go."""

_MARKER = re.compile(r"^[ \t]*# values of the parameters[ \t]*$", re.MULTILINE)
_XSD = PREFIXES["xsd"]
_EXAMPLES = {
    "city": "Düsseldorf, id:city/moscow-524901 or an IRI",
    "iri": "https://w3id.org/twingraph/id/city/moscow-524901",
    "date": "2020-07-01",
    "integer": "12",
    "string": "any text",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question: ``type`` is city, iri, date, integer, string or a scheme of concepts."""

    name: str
    type: str
    default: str | None
    optional: bool
    text: Mapping[str, str]

    @property
    def example(self) -> str:
        """A value that fits, in words for an error message."""
        return _EXAMPLES.get(self.type) or ", ".join(CONCEPTS[self.type][:3])


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One question: texts by language ("en", "de"), its parameters in order, its SPARQL, and its group."""

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    sparql: str
    parameters: tuple[Parameter, ...] = field(default=())
    group: str = ""


def load_queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """Return the questions of *folder* by name, in order; default: those of twingraph."""
    paths = sorted((folder or resource_dir("queries")).glob("*.rq"))
    return {path.stem: read_query(path) for path in paths}


def load_query(name_or_path: str, folder: Path | None = None) -> NamedQuery:
    """Return the question of that name, or the one in the file of that path.

    Raises:
        UnknownNameError: If there is neither.
    """
    folder = folder or resource_dir("queries")
    named = folder / f"{name_or_path}.rq"
    if re.fullmatch(r"\w+", name_or_path) and named.is_file():
        return read_query(named)
    if name_or_path.endswith(".rq") and Path(name_or_path).is_file():
        return read_query(Path(name_or_path))
    known = ", ".join(path.stem for path in sorted(folder.glob("*.rq")))
    raise UnknownNameError(f"no query named {name_or_path!r}; give the path of a .rq file or one of: {known}")


def read_query(path: Path) -> NamedQuery:
    """Return the question in a file; one without a header has its name as title and no parameters."""
    return parse_query(path.stem, path.read_text(encoding="utf-8-sig"), str(path))


def parse_query(name: str, text: str, where: str = "") -> NamedQuery:
    """Return the question that *text* is, header and SPARQL; *where* it stands is told of mistakes."""
    texts: dict[str, dict[str, str]] = {"title": {}, "question": {}, "group": {}}
    parameters = []
    for line in text.splitlines():
        if match := _HEADER.fullmatch(line):
            texts[match[1]][match[2] or "en"] = match[3].strip()
        elif line.startswith("# parameter "):
            parameters.append(_read_parameter(where or name, line))
    title, group = texts["title"] or {"en": name}, texts["group"].get("en", "")
    return NamedQuery(name, title, texts["question"], text, tuple(parameters), group)


def _read_parameter(where: str, line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if not match or (match[2] not in _EXAMPLES and match[2] not in CONCEPTS):
        raise QueryError(
            f"{where}: cannot read {line!r}; write '# parameter name: type = default | text | Text'"
        )
    name, kind, optional, default, english, german = match.groups()
    return Parameter(name, kind, default or None, bool(optional), {"en": english, "de": german})


def run_query(store: Dataset, query: NamedQuery, values: Mapping[str, str]) -> QueryResult:
    """Return the answer of *store* to *query* with *values* by name of parameter; empty text is not given.

    Raises:
        QueryError: If a value does not fit, one is unknown, or one is missing.
    """
    return store.query(bind_query(store, query, values))


def bind_query(store: Dataset, query: NamedQuery, values: Mapping[str, str]) -> str:
    """Return the SPARQL of *query* with its parameters bound as terms in a VALUES clause.

    The clause trails the query.  SPARQL joins such a clause after WHERE, where no FILTER sees it; a query
    that reads one in a FILTER marks with ``# values of the parameters`` where in WHERE the clause goes.
    """
    known = {parameter.name for parameter in query.parameters}
    if unknown := sorted(set(values) - known):
        takes = ", ".join(sorted(known)) or "none"
        raise QueryError(f"{query.name}: unknown parameter {unknown[0]!r}; it takes: {takes}")
    terms = {parameter.name: _term(store, query, parameter, values) for parameter in query.parameters}
    return place_terms(query.sparql, {name: term for name, term in terms.items() if term is not None})


def place_terms(sparql: str, terms: Mapping[str, Term]) -> str:
    """Return *sparql* with its variables bound to *terms*: where the marker stands, else behind the query.

    >>> place_terms("SELECT * { ?s ?p ?o }", {"s": ox.NamedNode("x:a"), "o": ox.Literal(1)}).splitlines()[-1]
    'VALUES (?s ?o) { (<x:a> "1"^^<http://www.w3.org/2001/XMLSchema#integer>) }'
    """
    block = "\n".join(f"VALUES ?{name} {{ {term} }}" for name, term in terms.items())
    if _MARKER.search(sparql):
        return _MARKER.sub(lambda _: block, sparql, count=1)
    if len(terms) > 1:  # at the end of a query only one clause may stand
        names, values = (
            " ".join(parts) for parts in ([f"?{name}" for name in terms], map(str, terms.values()))
        )
        block = f"VALUES ({names}) {{ ({values}) }}"
    return f"{sparql.rstrip()}\n{block}\n" if block else sparql


def _term(store: Dataset, query: NamedQuery, parameter: Parameter, values: Mapping[str, str]) -> Term | None:
    text = (values.get(parameter.name) or "").strip(" \t\r\n") or parameter.default
    if text is None:
        if parameter.optional:
            return None
        raise QueryError(f"{query.name}: parameter {parameter.name!r} is missing, e.g. {parameter.example}")
    try:
        return parse_value(store, parameter.type, text)
    except ValueError as error:
        message = (
            f"{query.name}: parameter {parameter.name!r}: {text!r} {error}; give e.g. {parameter.example}"
        )
        raise QueryError(message) from error


def parse_value(store: Dataset, kind: str, text: str) -> Term:
    """Return the term that *text* means as a value of type *kind*.

    Raises:
        ValueError: If it means none; its text says why.
    """
    parsers: dict[str, Callable[[str], Term]] = {
        "city": lambda value: find_city(store, value),
        "iri": _parse_iri,
        "date": _parse_date,
        "integer": _parse_integer,
        "string": ox.Literal,
    }
    return parsers[kind](text) if kind in parsers else _parse_concept(kind, text)


def _parse_date(text: str) -> ox.Literal:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError("is no date")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("is no day of the calendar") from error
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(_XSD + "date"))


def _parse_integer(text: str) -> ox.Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError("is no whole number")
    return ox.Literal(int(text))


def _parse_iri(text: str) -> ox.NamedNode:
    """Return the IRI that *text* spells in full or as a CURIE."""
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    prefix = bare.partition(":")[0]
    full = expand(bare) if prefix in PREFIXES and not bare.startswith(f"{prefix}://") else bare
    if not re.fullmatch(r'[A-Za-z][\w+.-]*:[^\s<>"{}|\\^`\x00-\x20]+', full):
        raise ValueError("is no IRI")
    return ox.NamedNode(full)


def _parse_concept(scheme: str, text: str) -> ox.NamedNode:
    local = compact(_parse_iri(text).value).partition(":")[2] if ":" in text else text.casefold()
    if local not in CONCEPTS[scheme]:
        raise ValueError(f"is no {scheme}")
    return ox.NamedNode(expand(f"{scheme}:{local}"))


def find_city(store: Dataset, text: str) -> ox.NamedNode:
    """Return the city that *text* names: an IRI, a CURIE or a name in any language, accents and case aside.

    Raises:
        ValueError: If no city of the graph has that name, or several have.
    """
    if ":" in text:
        return _parse_iri(text)
    wanted = slug(text)
    found = sorted({iri for iri, name in _city_names(store) if slug(name) == wanted})
    if not found:
        raise ValueError("names no city of the graph")
    if len(found) > 1:
        raise ValueError(f"names several cities: {', '.join(compact(iri) for iri in found)}")
    return ox.NamedNode(found[0])


def _city_names(store: Dataset) -> list[tuple[str, str]]:
    rows = store.query(
        f"PREFIX rdfs: <{PREFIXES['rdfs']}> PREFIX skos: <{PREFIXES['skos']}> PREFIX tg: <{PREFIXES['tg']}>\n"
        "SELECT ?city ?name WHERE { ?city a tg:City\n"
        "  { ?city rdfs:label|skos:altLabel ?name } UNION\n"
        "  { GRAPH ?reference { ?city skos:prefLabel|skos:altLabel ?name } } }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return [(row["city"].value, row["name"].value) for row in rows]
