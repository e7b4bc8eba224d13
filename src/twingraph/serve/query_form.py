"""The form for who knows no SPARQL: agreements between two sides, with or without this and that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twingraph.iris import CONCEPTS, PREFIXES
from twingraph.query import find_city
from twingraph.serve.problem import Problem
from twingraph.serve.site import country_names
from twingraph.serve.words import LANGUAGES

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

FIELDS = ("one", "other", "kind", "has_topic", "topic", "after", "before", "signatories", "end")
_EITHER = ("", "with", "without")


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked for; what is empty does not restrict.

    A side is the IRI of a city or the code of a country, ``kind`` and ``topic`` are local names of concepts,
    ``after`` and ``before`` days, ``signatories`` and ``end`` are "with", "without" or "".
    """

    sides: tuple[str, ...] = ()
    kind: str = ""
    has_topic: str = "with"
    topic: str = ""
    after: str = ""
    before: str = ""
    signatories: str = ""
    end: str = ""


def read_form(store: Dataset, given: Mapping[str, str]) -> Form:
    """Return the form as it was filled in.

    Raises:
        Problem: 422 for a value that cannot be; ``field`` names it.
    """
    values = {name: given.get(name, "").strip() for name in FIELDS}
    sides = [_side(store, name, values[name]) for name in ("one", "other") if values[name]]
    for name, known in (("kind", CONCEPTS["kind"]), ("topic", CONCEPTS["topic"])):
        _check(name, values[name], ("", *known))
    for name in ("has_topic", "signatories", "end"):
        _check(name, values[name], _EITHER)
    return Form(
        tuple(sides),
        values["kind"],
        values["has_topic"] or "with",
        values["topic"],
        _day("after", values["after"], "12-31"),
        _day("before", values["before"], "01-01"),
        values["signatories"],
        values["end"],
    )


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise Problem(422, f"{value!r} is none of {', '.join(filter(None, known))}", rule="form", field=name)


def _side(store: Dataset, name: str, text: str) -> str:
    """Return the code of the country, or else the IRI of the city, that *text* names in any language."""
    for language in LANGUAGES:
        for code, country in country_names(language).items():
            if text.casefold() in (country.casefold(), code.casefold()):
                return code
    try:
        return find_city(store, text).value
    except ValueError as error:
        raise Problem(422, f"{text!r} {error}", rule="form", field=name) from error


def _day(name: str, text: str, rest: str) -> str:
    if not text or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", text):
        return text
    if re.fullmatch(r"\d{4}", text):
        return f"{text}-{rest}"
    raise Problem(422, f"{text!r} is no day and no year, like 1990", rule="form", field=name)


def write_form(form: Form, comment: str = "") -> str:
    """Return the query that a form asks.

    >>> print(write_form(Form(sides=("FR",), kind="twinning", end="without")).partition("WHERE ")[2])
    {
      ?agreement a tg:Agreement .
      OPTIONAL { ?agreement tg:activeFrom ?from }
      ?agreement tg:party ?one .
      GRAPH ?gazetteer1 { ?one tg:country "FR" }
      ?agreement tg:kind kind:twinning .
      FILTER NOT EXISTS { ?agreement tg:activeUntil ?until }
    }
    ORDER BY ?from ?agreement
    <BLANKLINE>
    """
    body = "\n".join(f"  {line}" for line in _patterns(form))
    columns = "?agreement ?from ?until" if form.end != "without" else "?agreement ?from"
    text = f"SELECT DISTINCT {columns}\nWHERE {{\n{body}\n}}\nORDER BY ?from ?agreement\n"
    used = sorted(prefix for prefix in PREFIXES if re.search(rf"(?<!\w){prefix}:", text))
    prefixes = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)
    return (f"# {comment}\n" if comment else "") + f"{prefixes}\n{text}"


def _patterns(form: Form) -> Iterator[str]:
    yield "?agreement a tg:Agreement ."
    if form.after or form.before:
        yield "?agreement tg:activeFrom ?from ."
    else:
        yield "OPTIONAL { ?agreement tg:activeFrom ?from }"
    if form.after:
        yield f'FILTER(?from > "{form.after}"^^xsd:date)'
    if form.before:
        yield f'FILTER(?from < "{form.before}"^^xsd:date)'
    yield from _parties(form.sides)
    if form.kind:
        yield f"?agreement tg:kind kind:{form.kind} ."
    if form.topic or form.has_topic == "without":
        pattern = f"?agreement tg:topic {f'topic:{form.topic}' if form.topic else '?topic'}"
        yield f"{pattern} ." if form.has_topic == "with" else _absent(pattern)
    if form.signatories:
        pattern = "?agreement tg:signedBy ?person"
        yield f"FILTER EXISTS {{ {pattern} }}" if form.signatories == "with" else _absent(pattern)
    pattern = "?agreement tg:activeUntil ?until"
    yield {"with": f"{pattern} .", "without": _absent(pattern)}.get(form.end, f"OPTIONAL {{ {pattern} }}")


def _absent(pattern: str) -> str:
    return f"FILTER NOT EXISTS {{ {pattern} }}"


def _parties(sides: tuple[str, ...]) -> Iterator[str]:
    names = ("one", "other")
    for number, side in enumerate(sides, 1):
        name = names[number - 1]
        if len(side) == 2:
            yield f"?agreement tg:party ?{name} ."
            yield f'GRAPH ?gazetteer{number} {{ ?{name} tg:country "{side}" }}'
        else:
            yield f"?agreement tg:party <{side}> ."
    countries = [name for name, side in zip(names, sides, strict=False) if len(side) == 2]
    if len(countries) == 2:
        yield "FILTER(?one != ?other)"
    elif len(sides) == 2 and countries:
        city = next(side for side in sides if len(side) != 2)
        yield f"FILTER(?{countries[0]} != <{city}>)"
