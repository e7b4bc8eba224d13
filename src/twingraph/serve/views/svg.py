"""Pictures as files: colours are written at each shape, for a file has no style sheet of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import escape

COLOURS = {
    "twinning": "#0069a8",
    "friendship": "#b84a00",
    "contact": "#a8447c",
    "project-partnership": "#8a6100",
    "solidarity": "#007a58",
    "climate": "#007a58",
}
PAPERS, OTHER = "#4b5560", "#6f777c"
"""Colours of a document that was signed, and of what is none of the kinds."""

INK, SOFT, LINE, CITY, INSTITUTION = "#1d2427", "#58646a", "#dcdad2", "#0b5d66", "#2b62a8"
FONT = 'font-family="system-ui, sans-serif"'
_PAPER_KINDS = ("communique", "cooperation", "letter-of-intent", "memorandum")


def colour_of(kind: str) -> str:
    """Return the colour of a kind of agreement."""
    return COLOURS.get(kind) or (PAPERS if kind in _PAPER_KINDS else OTHER)


def path(points: Sequence[tuple[float, float]]) -> str:
    """Return a line through *points* as data of a path.

    >>> path([(0, 0), (1.25, 2)])
    'M0 0L1.2 2'
    """
    return "M" + "L".join(f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in points)


def title(text: str) -> str:
    """Return what a pointer is told of a shape."""
    return f"<title>{escape(text)}</title>"


def text(x: float, y: float, content: str, size: float = 12, anchor: str = "start") -> str:
    """Return words that stand out from whatever is behind them."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{INK}" stroke="#fff" '
        f'stroke-width="3" stroke-linejoin="round" paint-order="stroke">{escape(content)}</text>'
    )


def mark(x: float, y: float, size: float, name: str, *, is_city: bool) -> str:
    """Return a dot for a city, a square for an institution."""
    if is_city:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{CITY}">{title(name)}</circle>'
    side, left, top = 2 * size * 0.85, x - size * 0.85, y - size * 0.85
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{side:.1f}" height="{side:.1f}" '
        f'fill="{INSTITUTION}">{title(name)}</rect>'
    )


def document(width: float, height: float, name: str, parts: Iterable[str]) -> str:
    """Return a picture of *parts*, on white, that says what it is."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
    head += f'width="{width:g}" height="{height:g}" role="img" {FONT}>'
    return "\n".join([head, title(name), '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>"])


class Labels:
    """Says where a label stands free of those before it; a letter is taken as 0.6 of its height in width."""

    def __init__(self, width: float, height: float) -> None:
        self._frame = width, height
        self._taken: list[tuple[float, float, float, float]] = []

    def place(self, x: float, y: float, words: str, size: float = 12, gap: float = 7) -> str | None:
        """Return a label right or left of a mark, None where there is no room."""
        wide = len(words) * size * 0.6
        for anchor, left in (("start", x + gap), ("end", x - gap - wide)):
            box = (left, y - size * 0.7, left + wide, y + size * 0.6)
            inside = box[0] >= 0 and box[2] <= self._frame[0] and box[1] >= 0 and box[3] <= self._frame[1]
            if inside and not any(_overlap(box, other) for other in self._taken):
                self._taken.append(box)
                return text(x + gap if anchor == "start" else x - gap, y + size * 0.35, words, size, anchor)
        return None


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
