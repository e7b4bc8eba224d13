"""Towns in spellings that lists lack: "St Brieuc", "Bad Kötzting", "Limburg/Lahn", "Halle a. d. Saale"."""

from __future__ import annotations

import re

from twingraph.lexicon import Gazetteer

Spelt = tuple[int, str, tuple[int, ...]]
"""Where a name ends, how it is called in full, and the GeoNames ids of the towns called so."""


def other_spelling(text: str, start: int, first: str, gazetteer: Gazetteer) -> Spelt | None:
    """Return the town that the words at *start* name in another spelling than lists have.

    *first* is the first of them; what cannot be such a spelling is told from it and the three signs behind.
    """
    behind = text[start + len(first) : start + len(first) + 3]
    if first in ("St", "Ste") or first.startswith(("St-", "Ste-")):
        return _saint(text, start, gazetteer)
    if first == "Bad":
        return _spa(text, start, gazetteer)
    if "/" in behind[:2]:
        return _slashed(text, start, gazetteer)
    if behind[:1] == " " and behind[2:] == "." and behind[1] in "aiov":
        return _abbreviated(text, start, gazetteer)
    return None


_SAINT = re.compile(r"(?P<saint>St|Ste)\.?[ -](?P<rest>[A-ZÀ-Þ][\w’'-]+)")


def _saint(text: str, start: int, gazetteer: Gazetteer) -> Spelt | None:
    """Return the French town that "St Brieuc" names, where no town is called so itself."""
    match = _SAINT.match(text, start)
    if match is None:
        return None
    name = f"{'Sainte' if match['saint'] == 'Ste' else 'Saint'}-{match['rest']}"
    ids = gazetteer.find(name)
    return (match.end(), name, ids) if ids else None


_SPA = re.compile(r"Bad (?P<rest>[A-ZÄÖÜ][\w-]{2,})")
_SPAS = frozenset({"DE", "AT", "CH"})


def _spa(text: str, start: int, gazetteer: Gazetteer) -> Spelt | None:
    """Return the town that "Bad Kötzting" names, where lists have it from before it was a spa."""
    match = _SPA.match(text, start)
    if match is None:
        return None
    ids = tuple(i for i in gazetteer.find(match["rest"]) if gazetteer.place(i).country in _SPAS)
    return (match.end(), match.group(), ids) if ids else None


_SLASHED = re.compile(r"(?P<town>[A-ZÄÖÜ][\wäöüß-]+) ?/ ?(?P<by>[A-ZÄÖÜ][\wäöüß-]+)")
_JOINTS = ("an der", "am", "in der", "im", "ob der", "vor der")


def _slashed(text: str, start: int, gazetteer: Gazetteer) -> Spelt | None:
    """Return the town that "Limburg/Lahn" or "Neustadt/Weinstraße" names by river or region."""
    match = _SLASHED.match(text, start)
    if match is None:
        return None
    town, by = match["town"], match["by"]
    names = (f"{town}/{by}", f"{town} ({by})", *(f"{town} {joint} {by}" for joint in _JOINTS))
    return next(((match.end(), name, ids) for name in names if (ids := gazetteer.find(name))), None)


_ABBREVIATED = re.compile(
    r"(?P<town>[A-ZÄÖÜ][\wäöüß-]+) (?P<joint>[aiov]\. ?d\.|[aio]\.) ?(?P<by>[A-ZÄÖÜ][\wäöüß-]*\.?)"
)
_FULL = {"a": "am", "i": "im", "o": "ob", "ad": "an der", "id": "in der", "od": "ob der", "vd": "vor der"}
_BY = {
    "M.": "Main",
    "Br.": "Breisgau",
    "T.": "Tauber",
    "Rh.": "Rhein",
    "R.": "Ruhr",
    "OPf.": "Oberpfalz",
    "Opf.": "Oberpfalz",
    "Pf.": "Pfalz",
    "W.": "Weinstraße",
    "H.": "Höhe",
    "S.": "Saale",
    "D.": "Donau",
    "N.": "Neckar",
    "E.": "Enns",
}
"""What the first letters of rivers and regions stand for in names of towns."""


def _abbreviated(text: str, start: int, gazetteer: Gazetteer) -> Spelt | None:
    """Return the town that "Halle a. d. Saale" or "Weiden i. d. OPf." names."""
    match = _ABBREVIATED.match(text, start)
    if match is None:
        return None
    joint = _FULL[match["joint"].replace(".", "").replace(" ", "")]
    by = _BY.get(match["by"], match["by"].rstrip("."))
    end = match.end() if match["by"] in _BY else match.start("by") + len(by)
    names = (f"{match['town']} {joint} {by}", f"{match['town']} ({by})")
    return next(((end, name, ids) for name in names if (ids := gazetteer.find(name))), None)


_NEAR = 0.12
"""Degrees between two places that are one municipality: about 13 km."""


def merged_town(word: str, gazetteer: Gazetteer) -> int | None:
    """Return the id of the municipality that two neighbours formed: "Rapperswil-Jona"; None for others."""
    one, _, other = word.partition("-")
    beside = any(
        a.country == b.country
        and abs(a.latitude - b.latitude) < _NEAR
        and abs(a.longitude - b.longitude) < _NEAR
        for a in map(gazetteer.place, gazetteer.find(one))
        for b in map(gazetteer.place, gazetteer.find(other))
        if a != b
    )
    return gazetteer.unlisted(word) if beside else None
