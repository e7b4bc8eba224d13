"""A selection as life lines: a row for each set of parties, a bar for what lasts, a sign for each paper.

A year without day is as long as the year; an end that nobody says is drawn as open. Dates are the releases';
the axis ends with the last year that any of them names, so the same graph gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from twingraph.iris import RELATIONSHIPS, expand
from twingraph.serve.views.atlas import years_of
from twingraph.serve.views.pairs import is_planned

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Bond
    from twingraph.serve.views.shown import Shown

MOST_ROWS = 80
_LASTING = {expand(f"kind:{name}") for name in RELATIONSHIPS}
_STOPPED = {expand(f"status:{name}") for name in ("ended", "suspended", "expired")}


@dataclass(frozen=True, slots=True)
class Frame:
    """Sizes in units of the drawing; ``names`` is the width left of the bars, 0: names stand above.

    ``row`` is the height of a row of one lane, ``first`` the middle of that lane from the top of the row.
    """

    width: float
    names: float
    row: float
    first: float


WIDE, NARROW = Frame(1120, 330, 30, 15), Frame(340, 0, 46, 31)
LANE = 18
"""From the middle of one lane of a row to that of the next."""
_TOP = 34


@dataclass(frozen=True, slots=True)
class Mark:
    """One agreement on its row: a bar from ``x`` on, or a sign where ``width`` is 0.

    ``soft_start`` and ``soft_end`` are the widths of what is dated by a year or a month alone; ``is_open``
    tells that no end is said.
    """

    iri: str
    kind: str
    title: str
    x: float
    width: float
    soft_start: float
    soft_end: float
    is_open: bool
    is_planned: bool
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Parties with the marks of their agreements by lane; ``y`` is the middle of the first lane."""

    name: str
    y: float
    top: float
    lanes: tuple[tuple[Mark, ...], ...]

    @property
    def marks(self) -> Iterator[tuple[Mark, float]]:
        """Each mark with the middle of its lane."""
        for number, lane in enumerate(self.lanes):
            yield from ((mark, self.y + number * LANE) for mark in lane)


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    year: int
    x: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing; ``left_out`` counts rows beyond the first, ``undated`` holds agreements without a date."""

    frame: Frame
    height: float
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    left_out: int
    undated: tuple[Bond, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Years to units: ``first`` is at ``left``, the end of ``last`` at ``right``."""

    first: int
    last: int
    left: float
    right: float

    def at(self, years: float) -> float:
        """Return where a moment stands.

        >>> Scale(1990, 1999, 0, 100).at(1995.0)
        50.0
        """
        share = (years - self.first) / (self.last + 1 - self.first)
        return round(self.left + share * (self.right - self.left), 1)


def stretch(day: str) -> tuple[float, float]:
    """Return the years between which a date lies, however precise it is.

    >>> stretch("1990"), stretch("1990-07"), stretch("1990-01-01")
    ((1990.0, 1991.0), (1990.5, 1990.583), (1990.0, 1990.003))
    """
    year, month, date = (*map(int, day.split("-")), 0, 0)[:3]
    start = year + max(0, month - 1) / 12 + max(0, date - 1) / 365.25
    length = 1 / 365.25 if date else 1 / 12 if month else 1.0
    return round(start, 3), round(start + length, 3)


def draw_timeline(shown: Shown, frame: Frame) -> Timeline:
    """Return the dated agreements of a selection as rows, the earliest first."""
    dated = [bond for bond in shown.bonds if bond.since or bond.until]
    undated = tuple(bond for bond in shown.bonds if not (bond.since or bond.until))
    groups: dict[tuple[str, ...], list[Bond]] = {}
    for bond in dated:
        groups.setdefault(bond.parties, []).append(bond)
    scale = _scale(shown, dated, frame)
    kept = list(groups.items())[:MOST_ROWS]
    rows, y = list[Row](), float(_TOP)
    for parties, bonds in kept:
        lanes = pack_lanes([_mark(shown, scale, bond) for bond in bonds])
        name = " – ".join(shown.name(party) for party in parties)
        rows.append(Row(name, round(y + frame.first, 1), y, lanes))
        y += frame.row + (len(lanes) - 1) * LANE
    ticks = tuple(_ticks(scale))
    return Timeline(frame, round(y + 8, 1), ticks, tuple(rows), len(groups) - len(kept), undated)


def pack_lanes(marks: Sequence[Mark]) -> tuple[tuple[Mark, ...], ...]:
    """Return *marks* in as few lanes as keep them from covering each other: what lasts first."""
    lanes: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (not mark.is_open, mark.x)):
        free = next((lane for lane in lanes if not any(_overlap(mark, other) for other in lane)), None)
        if free is None:
            lanes.append([mark])
        else:
            free.append(mark)
    return tuple(tuple(lane) for lane in lanes)


def _overlap(a: Mark, b: Mark) -> bool:
    """Return whether two marks touch; a sign takes seven units on either side."""
    ends = [(m.x, m.x + m.width) if m.width else (m.x - 7, m.x + m.soft_start / 2 + 7) for m in (a, b)]
    return ends[0][0] < ends[1][1] and ends[1][0] < ends[0][1]


def draw_both(shown: Shown) -> dict[str, Timeline]:
    """Return the drawings for a wide screen and for a narrow one."""
    return {"wide": draw_timeline(shown, WIDE), "narrow": draw_timeline(shown, NARROW)}


def _scale(shown: Shown, dated: Iterable[Bond], frame: Frame) -> Scale:
    first, last = years_of(dated) or (2000, 2000)
    latest = (shown.years or (last, last))[1]
    asked = shown.asked
    first = max(first, asked.since) if asked.since else first
    last = min(latest, asked.until) if asked.until else latest
    low = first // 10 * 10
    return Scale(low, max(last, low + 9), frame.names + 10, frame.width - 14)


def _ticks(scale: Scale) -> Iterator[Tick]:
    years = scale.last + 1 - scale.first
    room = (scale.right - scale.left) / 52
    step = next(
        step for step in (1, 2, 5, 10, 20, 50, 100, 500, 1000, 10_000) if years / step <= max(2, room)
    )
    yield from (Tick(year, scale.at(year)) for year in range(scale.first, scale.last + 1, step))


def _mark(shown: Shown, scale: Scale, bond: Bond) -> Mark:
    """Return a bar where the agreement lasts or says until when, else a sign at the day of signing."""
    begins, ends = _within(scale, bond.since), _within(scale, bond.until)
    is_lasting = bool(_LASTING & set(bond.kinds)) or bool(bond.until)
    start = begins[0] if begins else scale.left
    end = ends[1] if ends else scale.right
    return Mark(
        iri=bond.iri,
        kind=bond.kinds[0].rpartition("/")[2] if bond.kinds else "other",
        title=_title(shown, bond),
        x=start,
        width=round(max(end - start, 3), 1) if is_lasting else 0,
        soft_start=round(begins[1] - begins[0], 1) if begins else 0,
        soft_end=round(ends[1] - ends[0], 1) if ends else 0,
        is_open=is_lasting and not ends,
        is_planned=is_planned(bond),
        is_stopped=bool(_STOPPED & set(bond.statuses)),
    )


def _within(scale: Scale, days: Sequence[str]) -> tuple[float, float] | None:
    """Return where the dates lie, from the first that is said to the last; None where none is."""
    if not days:
        return None
    spans = [stretch(day) for day in days]
    low, high = scale.at(min(span[0] for span in spans)), scale.at(max(span[1] for span in spans))
    return min(max(low, scale.left), scale.right), min(max(high, scale.left), scale.right)


def _title(shown: Shown, bond: Bond) -> str:
    days = " / ".join(bond.since) or "?"
    until = " / ".join(bond.until)
    status = ", ".join(shown.name(iri) for iri in bond.statuses)
    parts = [shown.bond_name(bond), f"{days} – {until}" if until else days, status]
    return ", ".join(part for part in parts if part)


_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1d2427}.year{fill:#58646a}line{stroke:#dcdad2}"
    ".bar{fill:#0b5d66}.sign{fill:#b34c07}.planned{fill:none;stroke:#0b5d66;stroke-dasharray:3 2}"
)


def write_svg(shown: Shown) -> bytes:
    """Return the timeline as a file of its own."""
    drawn = draw_timeline(shown, WIDE)
    frame = drawn.frame
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {drawn.height}" '
        f'width="{frame.width}" height="{drawn.height}"><style>{_STYLE}</style>'
    ]
    for tick in drawn.ticks:
        parts.append(f'<line x1="{tick.x}" y1="24" x2="{tick.x}" y2="{drawn.height}"/>')
        parts.append(f'<text class="year" x="{tick.x}" y="16" text-anchor="middle">{tick.year}</text>')
    for row in drawn.rows:
        parts.append(f'<text x="{frame.names}" y="{row.y + 4.5}" text-anchor="end">{escape(row.name)}</text>')
        parts += (_svg_mark(mark, y) for mark, y in row.marks)
    return ("\n".join(parts) + "</svg>\n").encode()


def _svg_mark(mark: Mark, y: float) -> str:
    title = f"<title>{escape(mark.title)}</title>"
    if mark.width:
        kind = quoteattr("planned" if mark.is_planned else "bar")
        box = f'x="{mark.x}" y="{y - 5}" width="{mark.width}" height="10"'
        return f"<rect class={kind} {box}>{title}</rect>"
    return f'<path class="sign" d="M{mark.x} {y - 6}l6 6l-6 6l-6 -6z">{title}</path>'
