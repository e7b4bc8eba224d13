"""Accept header (RFC 9110, section 12.5.1) -> media type; names of formats -> media types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from twingraph.serve.problem import Problem

_Q = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")


def parse_accept(header: str) -> list[tuple[str, float]]:
    """Return the media ranges of *header* with their weights; a range that is malformed is left out.

    >>> parse_accept("text/turtle;q=0.5, */*;q=0.1, text/html; charset=utf-8, nonsense, a/b;q=7")
    [('text/turtle', 0.5), ('*/*', 0.1), ('text/html', 1.0)]
    """
    return [
        (name, weight) for name, weight in parse_weights(header) if re.fullmatch(r"[^\s/]+/[^\s/]+", name)
    ]


def parse_weights(header: str) -> list[tuple[str, float]]:
    """Return the names in a header of preferences, in lower case, with their weights.

    >>> parse_weights("gzip;q=0.5, BR, *;q=2")
    [('gzip', 0.5), ('br', 1.0)]
    """
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights = [
            p.partition("=")[2].strip() for p in parameters if p.partition("=")[0].strip().lower() == "q"
        ]
        if name and all(_Q.fullmatch(weight) for weight in weights):
            found.append((name.lower(), float(weights[0]) if weights else 1.0))
    return found


def choose_type(header: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that *header* likes most, the first of equals, None where it takes none.

    The most specific range that fits an offer decides its weight.

    >>> choose_type("text/*, text/csv;q=0", ["text/csv", "text/turtle"])
    'text/turtle'
    """
    if header is None or not header.strip():
        return offers[0]
    ranges = parse_accept(header)
    best, best_weight = None, 0.0
    for offer in offers:
        weight = _weight(offer, ranges)
        if weight > best_weight:
            best, best_weight = offer, weight
    return best


def _weight(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    for wanted in (offer, offer.partition("/")[0] + "/*", "*/*"):
        weights = [weight for name, weight in ranges if name == wanted]
        if weights:
            return max(weights)
    return 0.0


def negotiate(header: str | None, asked: str | None, formats: Mapping[str, str]) -> str:
    """Return the media type to answer in: ``?format=`` (*asked*, a name or media type) goes before Accept.

    Args:
        formats: Media type by name of format, the preferred one first; several names may share a type.
    Raises:
        Problem: 406 with the types that there are.
    """
    offers = list(dict.fromkeys(formats.values()))
    if asked is not None:
        chosen = formats.get(asked.lower()) or (asked.lower() if asked.lower() in offers else None)
    else:
        chosen = choose_type(header, offers)
    if chosen is None:
        raise Problem(406, f"there is no such format here; ask for one of: {', '.join(offers)}")
    return chosen
