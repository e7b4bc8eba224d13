"""Text as read -> a normalised copy for matching, with a map back to the text as read.

The copy has composed letters, plain spaces, whole words (soft hyphens, ligatures, hyphens at line ends and
page furniture inside sentences are gone), one line a paragraph, and the commonest scan and character-set
damage repaired.  Every character of the copy knows where it comes from.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from twingraph.extract.mending import mend
from twingraph.extract.scan_repair import repair_scan
from twingraph.extract.traced import Traced, Tracing

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_SPACES = "\u00a0\u202f\u2007\u2009\u2002\u2003\u2008\u200a\u3000\t"
_RULE = re.compile(r"^[\s_=~*–—|-]{4,}$")
_PAGE = re.compile(
    r"^\s*(?:[-–—|\s]*)(?:Seite|Page|S\.|p\.|Blatt)\s*\d+(?:\s*(?:/|von|of|sur|de)\s*\d+)?[-–—|\s]*$", re.I
)
_PAGE_IN_LINE = re.compile(r"\b(?:Seite|Page|Blatt)\s+\d+(?:\s*(?:/|von|of|sur)\s*\d+)?\s*$", re.I)
_CONNECTORS = re.compile(r"(?:und|oder|bzw\.|sowie|and|or|et|ou|bis)\b")
_FUNCTION_WORD = re.compile(
    r"(?:^|\s)(?:der|die|das|des|dem|den|und|von|mit|zu|zur|zum|für|in|im|an|am|of|the|and|with|for|de|"
    r"du|des|la|le|les|et|à|avec)$"
)
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00e2\u00c5][\u0080-\u00ff\u20ac\u0152\u0153\u0160\u0161\u017d\u017e\u0178"
    "\u0192\u02c6\u02dc\u2010-\u203a\u2122]{1,2}"
)
Line = tuple[int, int]  # its bounds
_BULLET = re.compile(r"^\s*(?:[-–—•*▪►✓]|\d{1,2}\)|\(?[a-z]\))\s+")


_UNUSUAL = re.compile(
    "[^\x00-\x08\n\x0e-\x9f\u00a1-\u00ac\u00ae-\u00c1\u00c4\u00c6-\u00e1\u00e3-\u02ff\u0388-\u0482"
    "\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2122\u2190-\u2200\u2500-\u27ff]"
)
"""Characters that may not stay as they are; all others do, unless a combining character follows."""


def normalise(text: str) -> Traced:
    """Return the normalised copy of *text*, traced to it.

    >>> normalise("Heidel-\\nberg und Je\u00adna").text
    'Heidelberg und Jena'
    """
    composed = _compose(text)
    joined = _join(composed, _drop_furniture(composed.text, _lines(composed.text)))
    return mend(repair_scan(joined))


def _compose(text: str) -> Traced:
    """Return the composed, visible characters; CR LF counts as one line end."""
    out = Tracing()
    at = 0
    while match := _UNUSUAL.search(text, at):
        start = match.start()
        if start > at and unicodedata.combining(text[start]):
            start -= 1
        if start > at:
            out.add(text[at:start], at, start)
        at = _compose_one(text, start, out)
    if at < len(text):
        out.add(text[at:], at, len(text))
    return out.done()


def _compose_one(text: str, start: int, out: Tracing) -> int:
    """Write what the character at *start* and those that combine with it become; return where they end."""
    c = text[start]
    following = text[start + 1 : start + 2]
    if c == "\r":
        end = start + 1 + (following == "\n")
        out.add("\n", start, end)
        return end
    if c in "\t\f\v" and following.isascii():
        out.add(" " if c == "\t" else "\n", start, start + 1)
        return start + 1
    damaged = _MOJIBAKE.match(text, start)
    if damaged and (repaired := _unmangle(damaged.group())):
        out.add(repaired[0], start, damaged.end())
        return start + repaired[1]
    end = start + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    for plain in _plain(text[start:end]):
        out.add(plain, start, end)
    return end


@lru_cache(maxsize=10_000)
def _plain(characters: str) -> str:
    """Return a character and what combines with it composed, as a plain blank, or as nothing."""
    if characters[0] in _INVISIBLE:
        return ""
    if characters[0] in _SPACES:
        return " "
    composed = unicodedata.normalize("NFC", characters)
    return unicodedata.normalize("NFKC", composed) if "\ufb00" <= characters[0] <= "\ufb06" else composed


def _unmangle(damaged: str) -> tuple[str, int] | None:
    """Return what UTF-8 read as cp1252 stood for and its length as read: "â€™" is ’.

    >>> _unmangle("â€™"), _unmangle("Ã¼b")
    (('’', 3), ('ü', 2))
    """
    for length in range(len(damaged), 1, -1):
        try:
            repaired = damaged[:length].encode("cp1252").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(repaired) == 1:
            return repaired, length
    if damaged.startswith("â€"):  # the closing quotation mark's third byte is undefined in cp1252
        return "”", 2
    return None


def _lines(text: str) -> list[Line | None]:
    lines: list[Line | None] = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _drop_furniture(text: str, lines: list[Line | None]) -> list[Line | None]:
    """Replace headers and footers that stand around a page break by None, so that sentences close over them.

    Furniture is a rule, a page number, or a line that comes again elsewhere but for its numbers, next to one
    of these.
    """
    words = [text[slice(*line)].strip() if line else "" for line in lines]
    if not any(map(_is_page, words)):
        return lines
    shapes = [re.sub(r"\d+", "#", line) for line in words]
    often = {shape for shape, n in Counter(shapes).items() if n > 1 and len(shape) > 12}
    marks = [_furniture_mark(line, shape, often) for line, shape in zip(words, shapes, strict=True)]
    result = list(lines)
    for first, last in _runs(marks, shapes):
        if first and any(marks[i] == "page" for i in range(first, last + 1)):
            for i in range(first, last + 1):
                result[i] = None
    return result


def _is_page(words: str) -> bool:
    """True for a line that is or ends in the number of a page."""
    if _PAGE.match(words):
        return True
    return len(words) < 100 and words[-1:].isdigit() and _PAGE_IN_LINE.search(words) is not None


def _furniture_mark(words: str, shape: str, often: set[str]) -> str:
    if not words:
        return "blank"
    if _is_page(words):
        return "page"
    return "again" if _RULE.match(words) or shape in often else ""


def _runs(marks: list[str], shapes: list[str]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each run of furniture and blank lines that holds a line of furniture."""
    i = 0
    while i < len(marks):
        if not marks[i]:
            i += 1
            continue
        j = i
        while j + 1 < len(marks) and marks[j + 1]:
            j += 1
        if any(shapes[k] and marks[k] != "blank" for k in range(i, j + 1)):
            yield i, j
        i = j + 1


def _join(traced: Traced, lines: list[Line | None]) -> Traced:
    """Join hard-wrapped lines into paragraphs of one line each; a blank line or a line cut short ends one."""
    text = traced.text
    widths = _column_widths(text, lines, _wrap_width(text, lines))
    out = Tracing()
    previous: Line | None = None
    gap = page = False
    for raw, width in zip(lines, widths, strict=True):
        line = _strip(text, raw) if raw else None
        if line is None or _RULE.match(text[slice(*line)].strip()):
            gap, page = True, page or raw is None
            continue
        if previous is not None:
            over_gap = gap and _goes_on(text[slice(*previous)], text[line[0]], page=page)
            _glue(
                out, traced, previous, line, blank=gap and not over_gap, width=10_000 if over_gap else width
            )
        out.copy(traced, *line)
        previous, gap, page = line, False, False
    return out.done()


def _strip(text: str, line: Line) -> Line | None:
    """Return the bounds of *line* without blanks at its ends, None where nothing else is in it."""
    words = text[slice(*line)]
    plain = words.strip(" ")
    start = line[0] + len(words) - len(words.lstrip(" "))
    return (start, start + len(plain)) if plain else None


_NARROWEST = 40
_FEW, _EACH_ITS_OWN = 3, 999
"""Characters of a wrapped line; more than a few lines that are all shorter are a list, not a column."""


def _wrap_width(text: str, lines: list[Line | None]) -> int:
    """Return the width at which the text is wrapped, or 0 where each line is a paragraph."""
    lengths = sorted(len(words) for line in lines if line and (words := text[slice(*line)].strip()))
    if not lengths or lengths[-1] > 130:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    return _EACH_ITS_OWN if width < _NARROWEST and len(lengths) > _FEW else width


_COLUMN, _RAGGED = 4, 12
"""Lines that make a column, and the characters by which all but its last differ."""


def _column_widths(text: str, lines: list[Line | None], width: int) -> list[int]:
    """Return for each line the width of its paragraph, where that is a column narrower than *width*."""
    widths = [width] * len(lines)
    lengths = [len(text[slice(*line)].strip()) if line else 0 for line in lines]
    first = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and lengths[i]:
            continue
        run = lengths[first:i]
        if len(run) >= _COLUMN and _NARROWEST <= max(run) < width and min(run[:-1]) >= max(run) - _RAGGED:
            widths[first:i] = [max(run)] * len(run)
        first = i + 1
    return widths


def _goes_on(previous: str, head: str, *, page: bool) -> bool:
    """True where a page break or a gap cut a sentence before the letter *head*.

    No stop before it, a small letter or a cut word after it.
    """
    tail = previous[-1]
    cut_word = tail == "-" and previous[-2:-1].isalpha()
    cut_sentence = page and len(previous) > 60 and tail.isalnum() and head.isalpha()
    return (head.islower() and tail not in ".!?:;") or cut_word or tail == "," or cut_sentence


def _glue(out: Tracing, traced: Traced, previous: Line, line: Line, *, blank: bool, width: int) -> None:
    """Write what stands between two lines: a paragraph end, a space, or nothing where a word was cut."""
    before = traced.text[slice(*previous)]
    text = traced.text[line[0] : min(line[1], line[0] + 60)]
    between = (traced.end_of(previous[1] - 1), traced.start_of(line[0]))
    if blank:
        out.add("\n", *between)
        out.add("\n", *between)
    elif before[-1] == "-" and before[-2:-1].isalpha() and not _CONNECTORS.match(text):
        if text[0].islower():
            out.drop_last()
    elif _ends_here(before, text, width) or _BULLET.match(text):
        out.add("\n", *between)
    else:
        out.add(" ", *between)


def _ends_here(previous: str, text: str, width: int) -> bool:
    """True where the next line's first word would have fitted on this one: the break was meant."""
    tail = previous[-14:]
    open_ended = (text[0].islower() and tail[-1] not in ".!?") or _FUNCTION_WORD.search(tail)
    fitted = len(previous) + 1 + len(text.split(" ", 1)[0]) + 4 <= width
    return not width or (width < 1_000 and fitted and not open_ended)
