"""What scanners misread -> what stood there, where the neighbours leave no doubt."""

from __future__ import annotations

import re

from twingraph.extract.traced import Traced, Tracing

# Each begins with the letter that is wrong and looks around from there: a search for a letter is fast.
_DIGIT_O = re.compile(r"[Oo](?:(?<=\d.)(?=[\dOo])|(?<=\d[Oo].)(?=\d|\W|$))")
_LETTER_L = re.compile(
    r"[1lI](?:(?<=[a-zäöüß]1)(?=[a-zäöüß])|(?<=\b[lI])(?=\d(?:\.? |, (?:1\d|20)\d\d)|\d{3}\b))"
)
_LETTER_O = re.compile(r"0(?<=\b0)(?=[a-zäöüß]{3})")
_ARN = re.compile(
    r"arn(?<=\barn)(?= (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|\d))"
)
_RN = re.compile(r"r(?<=rr)(?=n[aeiouäöü])")
_RN_BESIDE_M = re.compile(
    r"rn(?:(?<=[a-zäöü]mrn)(?=[aeiouäöü])|(?:(?<=\bkorn)|(?<=kkorn)|(?<=lkorn)|(?<=gekorn))(?=men))"
)
_RN_WORD = re.compile(r"rn(?:(?<=\birn)|(?<=\bIrn)|(?<=\bbeirn)|(?<=\bBeirn)|(?<=\bzurn)|(?<=\bZurn))(?= )")
_O_IN_WORD = re.compile(r"0(?<=[A-ZÄÖÜa-zäöüß]0)(?=[a-zäöüß])")
_YEAR = re.compile(r"(?<![\w.,])(?:[1lI][89](?=[\dlIO]*[lIO]|(?<=[lI]\d))[\dlIO]{2})(?![\w])")
_DIGITS = {"l": "1", "I": "1", "O": "0"}
_SPECK = re.compile(r"\.(?<=\s\.)(?=[A-ZÄÖÜ][a-zäöü]{3})")


def repair_scan(traced: Traced) -> Traced:
    """Mend what scanners misread where the neighbours leave no doubt.

    2OO5, l3., Garwo1in, .Jugend, Bürgerrneister.
    """
    text = traced.text
    changes = {m.start(): "0" for m in _DIGIT_O.finditer(text)}
    changes |= {m.start(): "1" if m.group() in "lI" else "l" for m in _LETTER_L.finditer(text)}
    changes |= {m.start(): " " for m in _SPECK.finditer(text)}
    changes |= {m.start(): "O" for m in _LETTER_O.finditer(text)}
    for m in _ARN.finditer(text):
        changes |= {m.start() + 1: "m", m.start() + 2: ""}
    changes |= {m.start(): "o" for m in _O_IN_WORD.finditer(text)}
    for m in _YEAR.finditer(text):  # "l99l"
        changes |= {m.start() + i: _DIGITS[c] for i, c in enumerate(m.group()) if c in _DIGITS}
    for m in (*_RN_BESIDE_M.finditer(text), *_RN_WORD.finditer(text)):  # "zusamrnen", "beirn Fest"
        changes |= {m.start(): "m", m.start() + 1: ""}
    for m in _RN.finditer(text):  # no German word has "rrn": it is a misread "rm", as in Bürgerrneister
        changes |= {m.start(): "m", m.start() + 1: ""}
    return _changed(traced, changes) if changes else traced


def _changed(traced: Traced, changes: dict[int, str]) -> Traced:
    """Return *traced* with some characters replaced, or left out where the new one is empty."""
    out = Tracing()
    at = 0
    for offset in sorted(changes):
        out.copy(traced, at, offset)
        if changes[offset]:
            out.add(changes[offset], traced.start_of(offset), traced.end_of(offset))
        at = offset + 1
    out.copy(traced, at, len(traced.text))
    return out.done()
