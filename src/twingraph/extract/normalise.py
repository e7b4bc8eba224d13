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
from dataclasses import dataclass

from twingraph.model import Span

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
_BULLET = re.compile(r"^\s*(?:[-–—•*▪►✓]|\d{1,2}\)|\(?[a-z]\))\s+")


@dataclass(frozen=True, slots=True)
class NormalText:
    """A normalised copy; ``starts[i]`` and ``ends[i]`` bound what became ``text[i]`` in the text as read."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the text as read behind ``text[start:end]`` (not empty)."""
        return Span(self.starts[start], self.ends[end - 1])


Char = tuple[str, int, int]


def normalise(text: str) -> NormalText:
    """Return the normalised copy of *text*.

    >>> normalise("Heidel-\\nberg und Je\u00adna").text
    'Heidelberg und Jena'
    """
    lines = _drop_furniture(_lines(_characters(text)))
    joined = _repair_scan(_join(lines))
    return NormalText(
        "".join(c for c, _, _ in joined), tuple(s for _, s, _ in joined), tuple(e for _, _, e in joined)
    )


def _characters(text: str) -> list[Char]:
    """Return composed, visible characters with their bounds; CR LF counts as one line end."""
    found: list[Char] = []
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        if c.isascii():
            if c == "\r":
                j = i + 2 if text.startswith("\n", i + 1) else i + 1
                found.append(("\n", i, j))
                i = j
                continue
            if i + 1 >= n or text[i + 1].isascii():
                found.append((" " if c == "\t" else "\n" if c in "\f\v" else c, i, i + 1))
                i += 1
                continue
        damaged = _MOJIBAKE.match(text, i)
        if damaged and (repaired := _unmangle(damaged.group())):
            found.extend((r, i, damaged.end()) for r in repaired[0])
            i += repaired[1]
            continue
        j = i + 1
        while j < n and unicodedata.combining(text[j]):
            j += 1
        if c not in _INVISIBLE:
            plain = " " if c in _SPACES else unicodedata.normalize("NFC", text[i:j])
            if "\ufb00" <= c <= "\ufb06":
                plain = unicodedata.normalize("NFKC", plain)
            found.extend((p, i, j) for p in plain)
        i = j
    return found


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


def _lines(characters: list[Char]) -> list[list[Char]]:
    lines: list[list[Char]] = [[]]
    for character in characters:
        if character[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(character)
    return lines


def _words(line: list[Char]) -> str:
    return "".join(c for c, _, _ in line).strip()


def _drop_furniture(lines: list[list[Char]]) -> list[list[Char] | None]:
    """Replace headers and footers that stand around a page break by None, so that sentences close over them.

    Furniture is a rule, a page number, or a line that comes again elsewhere but for its numbers, next to one
    of these.
    """
    shapes = [re.sub(r"\d+", "#", _words(line)) for line in lines]
    often = {shape for shape, n in Counter(shapes).items() if n > 1 and len(shape) > 12}
    marks = [_furniture_mark(_words(line), shape, often) for line, shape in zip(lines, shapes, strict=True)]
    result: list[list[Char] | None] = list(lines)
    for first, last in _runs(marks, shapes):
        if first and any(marks[i] == "page" for i in range(first, last + 1)):
            for i in range(first, last + 1):
                result[i] = None
    return result


def _furniture_mark(words: str, shape: str, often: set[str]) -> str:
    if not words:
        return "blank"
    if _PAGE.match(words) or (_PAGE_IN_LINE.search(words) and len(words) < 100):
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


def _join(lines: list[list[Char] | None]) -> list[Char]:
    """Join hard-wrapped lines into paragraphs of one line each; a blank line or a line cut short ends one."""
    width = _wrap_width(lines)
    out: list[Char] = []
    previous: list[Char] | None = None
    gap = page = False
    for raw in lines:
        line = _strip(raw or [])
        if not line or _RULE.match(_words(line)):
            gap, page = True, page or raw is None
            continue
        if previous is not None:
            over_gap = gap and _goes_on(previous, line, page=page)
            _glue(out, previous, line, blank=gap and not over_gap, width=10_000 if over_gap else width)
        out.extend(line)
        previous, gap, page = line, False, False
    return out


def _strip(line: list[Char]) -> list[Char]:
    first, last = 0, len(line)
    while first < last and line[first][0] == " ":
        first += 1
    while last > first and line[last - 1][0] == " ":
        last -= 1
    return line[first:last]


_NARROWEST = 40
"""Characters of a wrapped line.  Shorter lines are a list, not a column."""


def _wrap_width(lines: list[list[Char] | None]) -> int:
    """Return the width at which the text is wrapped, or 0 where each line is a paragraph."""
    lengths = sorted(len(words) for line in lines if line and (words := _words(line)))
    if not lengths or lengths[-1] > 130:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    return width if width >= _NARROWEST else 0


def _goes_on(previous: list[Char], line: list[Char], *, page: bool) -> bool:
    """True where a page break or a gap cut a sentence.

    No stop before it, a small letter or a cut word after it.
    """
    tail, head = previous[-1][0], line[0][0]
    cut_word = tail == "-" and len(previous) > 1 and previous[-2][0].isalpha()
    cut_sentence = page and len(previous) > 60 and tail.isalnum() and head.isalpha()
    return (head.islower() and tail not in ".!?:;") or cut_word or tail == "," or cut_sentence


def _glue(out: list[Char], previous: list[Char], line: list[Char], *, blank: bool, width: int) -> None:
    """Write what stands between two lines: a paragraph end, a space, or nothing where a word was cut."""
    text = "".join(c for c, _, _ in line[:60])
    at = previous[-1][2]
    if blank:
        out.append(("\n", at, line[0][1]))
        out.append(("\n", at, line[0][1]))
    elif (
        previous[-1][0] == "-"
        and len(previous) > 1
        and previous[-2][0].isalpha()
        and not _CONNECTORS.match(text)
    ):
        if text[0].islower():
            out.pop()
    elif _ends_here(previous, text, width) or _BULLET.match(text):
        out.append(("\n", at, line[0][1]))
    else:
        out.append((" ", at, line[0][1]))


def _ends_here(previous: list[Char], text: str, width: int) -> bool:
    """True where the next line's first word would have fitted on this one: the break was meant."""
    tail = "".join(c for c, _, _ in previous[-14:])
    open_ended = (text[0].islower() and tail[-1] not in ".!?") or _FUNCTION_WORD.search(tail)
    fitted = len(previous) + 1 + len(text.split(" ", 1)[0]) + 4 <= width
    return not width or (width < 1_000 and fitted and not open_ended)


_DIGIT_O = re.compile(r"(?<=\d)[Oo](?=[\dOo])|(?<=\d[Oo])[Oo](?=\d)")
_LETTER_L = re.compile(r"\b[lI](?=\d\.? |\d{3}\b)|(?<=[a-zäöüß])1(?=[a-zäöüß])")
_LETTER_O = re.compile(r"\b0(?=[a-zäöüß]{3})")
_ARN = re.compile(r"\barn(?= (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|\d))")
_RN = re.compile(r"(?<=r)r(?=n[aeiouäöü])")
_SPECK = re.compile(r"(?<=\s)\.(?=[A-ZÄÖÜ][a-zäöü]{3})")


def _repair_scan(characters: list[Char]) -> list[Char]:
    """Mend what scanners misread where the neighbours leave no doubt.

    2OO5, l3., Garwo1in, .Jugend, Bürgerrneister.
    """
    text = "".join(c for c, _, _ in characters)
    changes = {m.start(): "0" for m in _DIGIT_O.finditer(text)}
    changes |= {m.start(): "1" if m.group() in "lI" else "l" for m in _LETTER_L.finditer(text)}
    changes |= {m.start(): " " for m in _SPECK.finditer(text)}
    changes |= {m.start(): "O" for m in _LETTER_O.finditer(text)}
    for m in _ARN.finditer(text):
        changes |= {m.start() + 1: "m", m.start() + 2: ""}
    for m in _RN.finditer(text):  # no German word has "rrn": it is a misread "rm", as in Bürgerrneister
        changes |= {m.start(): "m", m.start() + 1: ""}
    if not changes:
        return characters
    mended = [(changes.get(i, c), s, e) for i, (c, s, e) in enumerate(characters)]
    return [character for character in mended if character[0]]
