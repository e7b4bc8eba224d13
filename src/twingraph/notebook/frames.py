"""A table as Arrow, and from there as a data frame of pandas or polars."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from twingraph.errors import ExtraError
from twingraph.iris import compact
from twingraph.model import PartialDate
from twingraph.notebook.values import Kind, Term, Text, read_term, written

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from twingraph.notebook.table import Table

_LONGEST = 38  # digits of a decimal of Arrow
_LARGEST = 2**63


def need(library: str, what: str) -> Any:
    """Return a library that only notebooks need.

    Raises:
        ExtraError: If it is not installed.
    """
    try:
        return importlib.import_module(library)
    except ImportError as error:
        raise ExtraError(what, library, "notebook") from error


def as_arrow(table: Table, *, bounds: bool, languages: bool) -> pyarrow.Table:
    """Return *table* as Arrow, every column of one type."""
    pa = need("pyarrow", "to_arrow()")
    fields, arrays = [], []
    for name in table.columns:
        terms = table.column(name)
        for own, array, about in _columns(pa, name, terms, table.kinds[name], bounds, languages):
            fields.append(pa.field(own, array.type, metadata=about))
            arrays.append(array)
    told = {"generation": table.generation} if table.generation else None
    made: pyarrow.Table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=told))
    return made


def _columns(
    pa: Any, name: str, terms: Sequence[Term | None], kind: Kind, bounds: bool, languages: bool
) -> Iterator[tuple[str, Any, dict[str, str]]]:
    """Yield a column, and those beside it that are asked for: name, array, what it came as."""
    yield name, _array(pa, terms, kind), _about(terms, kind)
    if bounds and kind == "partial":
        for side in ("first", "last"):
            yield f"{name}_{side}", pa.array([_bound(term, side) for term in terms], pa.date32()), {}
    if languages and any(map(_language, terms)):
        yield f"{name}_language", pa.array(list(map(_language, terms)), pa.string()), {}


def _about(terms: Sequence[Term | None], kind: Kind) -> dict[str, str]:
    literals = [term for term in terms if isinstance(term, ox.Literal)]
    told: dict[str, list[str]] = {
        "kind": [kind],
        "datatypes": sorted({compact(literal.datatype.value) for literal in literals}),
        "languages": sorted({literal.language for literal in literals if literal.language}),
    }
    return {name: " ".join(values) for name, values in told.items() if values}


def _array(pa: Any, terms: Sequence[Term | None], kind: Kind) -> Any:
    values: list[Any] = [None if term is None else read_term(term)[1] for term in terms]
    texts = [None if term is None else written(term) for term in terms]
    if kind == "integer" and all(-_LARGEST <= value < _LARGEST for value in _known(values)):
        return pa.array(values, pa.int64())
    if kind in ("integer", "decimal"):
        exact = [None if value is None else Decimal(value) for value in values]
        size = _size(_known(exact))
        return pa.array(exact, pa.decimal128(*size)) if size else pa.array(texts, pa.string())
    if kind == "double":
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if kind == "datetime":
        return _moments(pa, values, texts)
    types = {"boolean": pa.bool_(), "date": pa.date32()}
    return pa.array(values, types[kind]) if kind in types else pa.array(texts, pa.string())


def _known(values: Sequence[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def _size(values: Sequence[Decimal]) -> tuple[int, int] | None:
    """Return digits in all and behind the point that hold every value, None where Arrow has no room."""
    parts = [value.as_tuple() for value in values]
    scale = max((-int(part.exponent) for part in parts), default=0)
    whole = max((len(part.digits) + int(part.exponent) for part in parts), default=1)
    digits = max(scale, 0) + max(whole, 1)
    return (digits, max(scale, 0)) if digits <= _LONGEST else None


def _moments(pa: Any, values: Sequence[Any], texts: Sequence[str | None]) -> Any:
    """Return moments in UTC; where none has a zone, as they are; where only some have, the texts."""
    zoned = {moment.tzinfo is not None for moment in _known(values)}
    if len(zoned) > 1:
        return pa.array(texts, pa.string())
    if zoned == {True}:
        in_utc = [m.astimezone(UTC) if isinstance(m, datetime) else None for m in values]
        return pa.array(in_utc, pa.timestamp("us", tz="UTC"))
    return pa.array(values, pa.timestamp("us"))


def _bound(term: Term | None, side: str) -> Any:
    value = None if term is None else read_term(term)[1]
    if isinstance(value, PartialDate):
        return value.first_day() if side == "first" else value.last_day()
    return value


def _language(term: Term | None) -> str | None:
    value = None if term is None else read_term(term)[1]
    return value.language if isinstance(value, Text) else None


def as_polars(table: Table, *, bounds: bool, languages: bool) -> polars.DataFrame:
    """Return *table* as a data frame of polars."""
    pl = need("polars", "to_polars()")
    made: polars.DataFrame = pl.from_arrow(as_arrow(table, bounds=bounds, languages=languages))
    return made


def as_pandas(table: Table, *, bounds: bool, languages: bool) -> pandas.DataFrame:
    """Return *table* as a data frame of pandas, whose ``attrs`` name the generation and the kinds."""
    pd, pa = need("pandas", "to_pandas()"), need("pyarrow", "to_pandas()")
    arrow = as_arrow(table, bounds=bounds, languages=languages)
    for place, field in enumerate(arrow.schema):
        if pa.types.is_decimal(field.type):
            arrow = arrow.set_column(place, field.name, arrow.column(place).cast(pa.float64(), safe=False))
    types = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype()}
    frame: pandas.DataFrame = arrow.to_pandas(types_mapper=types.get, date_as_object=False)
    frame.attrs |= {"generation": table.generation, "kinds": dict(table.kinds)}
    return frame
