"""The answer to a query as a table: rows of Python values, and data frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from twingraph.notebook.shown import show_table, write_table
from twingraph.notebook.values import Kind, Term, Value, kind_of_column, read_term

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Row(tuple[Value | None, ...]):
    """One row: values by place, by name in brackets, or by name behind a dot; None is unbound."""

    _names: tuple[str, ...]

    def __new__(cls, names: tuple[str, ...], values: Sequence[Value | None]) -> Row:
        row = super().__new__(cls, values)
        row._names = names
        return row

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self._place(key) if isinstance(key, str) else key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._names:
            raise AttributeError(f"this row has no {name!r}; it has: {', '.join(self._names)}")
        return self[name]

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self.as_dict().items())})"

    def __reduce__(self) -> tuple[type[Row], tuple[tuple[str, ...], tuple[Value | None, ...]]]:
        return type(self), (self._names, tuple(self))

    def as_dict(self) -> dict[str, Value | None]:
        """Return the values by name."""
        return dict(zip(self._names, self, strict=True))

    def _place(self, name: str) -> int:
        if name not in self._names:
            raise KeyError(f"this row has no {name!r}; it has: {', '.join(self._names)}")
        return self._names.index(name)


class Table(Sequence[Row]):
    """Rows in the order in which the query gives them.

    Args:
        columns: Names of the columns, those of the query's variables.
        terms: The rows as they came: terms of RDF, None where nothing is bound.
        generation: Id of the data that were asked, None where the endpoint does not say.
    """

    def __init__(
        self, columns: Sequence[str], terms: Sequence[Sequence[Term | None]], generation: str | None = None
    ) -> None:
        self.columns, self.terms, self.generation = tuple(columns), tuple(map(tuple, terms)), generation

    def __len__(self) -> int:
        return len(self.terms)

    @overload
    def __getitem__(self, key: int) -> Row: ...
    @overload
    def __getitem__(self, key: slice) -> Table: ...
    @overload
    def __getitem__(self, key: str) -> list[Value | None]: ...
    def __getitem__(self, key: int | slice | str) -> Row | Table | list[Value | None]:
        """Return a row by its number, some rows as a table, or a column by its name."""
        if isinstance(key, str):
            return [_value(term) for term in self.column(key)]
        if isinstance(key, slice):
            return Table(self.columns, self.terms[key], self.generation)
        return Row(self.columns, [_value(term) for term in self.terms[key]])

    def __eq__(self, other: object) -> bool:
        """Return whether another table has the same terms under the same names."""
        return isinstance(other, Table) and (self.columns, self.terms) == (other.columns, other.terms)

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[Row]:
        return (Row(self.columns, [_value(term) for term in terms]) for terms in self.terms)

    def column(self, name: str) -> list[Term | None]:
        """Return the terms of a column.

        Raises:
            KeyError: If there is none of that name.
        """
        if name not in self.columns:
            raise KeyError(f"there is no column {name!r}; there are: {', '.join(self.columns)}")
        place = self.columns.index(name)
        return [terms[place] for terms in self.terms]

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """What each column holds: iri, string, integer, decimal, double, boolean, date, partial, datetime."""
        return {name: kind_of_column(self.column(name)) for name in self.columns}

    def to_arrow(self, *, bounds: bool = False, languages: bool = False) -> pyarrow.Table:
        """Return an Arrow table; metadata of each field name the datatypes and languages it came with.

        A decimal stays exact.  A column with dates that are no full days holds them as they are written,
        "1992" or "1992-05"; they sort rightly.

        Args:
            bounds: Put ``NAME_first`` and ``NAME_last`` beside each such column: the days it can mean.
            languages: Put ``NAME_language`` beside each column with words in a language.
        Raises:
            ExtraError: If pyarrow is not installed.
        """
        from twingraph.notebook.frames import as_arrow

        return as_arrow(self, bounds=bounds, languages=languages)

    def to_pandas(self, *, bounds: bool = False, languages: bool = False) -> pandas.DataFrame:
        """Return a data frame: integers and truth values with gaps (Int64, boolean), dates as datetime64.

        Decimals become float64, with which pandas computes; dates as :meth:`to_arrow` has them.

        Raises:
            ExtraError: If pandas or pyarrow is not installed.
        """
        from twingraph.notebook.frames import as_pandas

        return as_pandas(self, bounds=bounds, languages=languages)

    def to_polars(self, *, bounds: bool = False, languages: bool = False) -> polars.DataFrame:
        """Return a data frame of polars, typed as :meth:`to_arrow` types it.

        Raises:
            ExtraError: If polars or pyarrow is not installed.
        """
        from twingraph.notebook.frames import as_polars

        return as_polars(self, bounds=bounds, languages=languages)

    def __repr__(self) -> str:
        return write_table(self.columns, self.terms)

    def _repr_html_(self) -> str:
        return show_table(self.columns, self.terms)


def _value(term: Term | None) -> Value | None:
    return None if term is None else read_term(term)[1]
