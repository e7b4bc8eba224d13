"""A normalised copy -> blocks with a kind, and the sentences of the blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from twingraph.extract.gates import gate_of
from twingraph.extract.normalise import normalise
from twingraph.extract.pattern_words import fold
from twingraph.extract.scan import Scan
from twingraph.extract.traced import Traced
from twingraph.model import PressRelease, Span

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}|\S+\.(?:jpe?g|png|pdf|html?|txt|JPG)\b", re.I)
_NAVIGATION = re.compile(
    r"(?:\|.*){2,}|(?: [›»>] .*){2,}|\bcookies?\b|^(?:zum inhalt|aller au contenu|skip to)|(?: {3,}\S+){3,}|"
    r"\b(?:impressum|mentions légales|privacy policy|terms of use|datenschutzerklärung)\b|"
    r"^(?:teilen mit|share:|partager)|"
    r"^(?:anzeige|advertisement|publicité|nach oben|e-mail|whatsapp)\b|newsroom abonnieren",
    re.I,
)
_ELSEWHERE = re.compile(
    r"^(?:mehr (?:aus|zum|nachrichten)|weitere (?:meldungen|artikel|nachrichten|themen)|lesen sie auch|"
    r"das könnte sie|related (?:stories|"
    r"articles|news)|more (?:from|news|stories)|you may also|read (?:next|more)|dans la même rubrique|"
    r"à lire aussi|voir aussi|"
    r"articles? liés?|auch interessant|aus dem (?:archiv|polizeibericht)|« vorheriger|"
    r"vorheriger beitrag|archiv:)",
    re.I,
)
_CAPTION = re.compile(
    r"^\[?(?:foto|fotos|bild|bilder|bildunterschrift|bildtext|photo|photos|légende|caption|picture|"
    r"image|v\. ?l\.|v\. ?i\.|"
    r"von links|from left|de gauche)\b[^.]{0,60}?(?:[:)]|\d|,)|©|^\[bild|\(foto:|\bfoto: ",
    re.I,
)
_CONTACT = re.compile(
    r"^(?:kontakt|ansprechpartner(?:in)?|rückfragen|pressekontakt|medienkontakt|contact|"
    r"media (?:contact|enquiries)|press contact|"
    r"contact presse|herausgeber(?:in)?|herausgegeben|auskünfte?|auskunft|weitere informationen|"
    r"telefon|tel\.|notes? to editors?|v\.i\.s\.d\.p)\b",
    re.I,
)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?\r?\n---[ \t]*(?:\r?\n|$)", re.S)
_BULLET = re.compile(r"^\s*(?:[-–—•*▪►✓]|\d{1,2}\))\s+")
_QUOTE_END = "\"'”“’‘»«)]"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mgr|Mag|lic|RNDr|JUDr|Bc|Prof|Nr|St|Str|Mio|Mrd|ca|bzw|z\. ?B|u\. ?a|d\. ?h|o\. ?ä|"
    r"vgl|inkl|evtl|ggf|usw|v\. ?l|v|l|r|Mr|Mrs|Ms|Jr|Sr|M|MM|Mme|No|"
    r"vs|etc|Inc|Co|approx|Sept|Oct|Nov|Dec|Jan|Feb|Aug|Apr|av|env|p|S|geb|ehem|stellv|Abs|Art|Dipl|"
    r"Ing|h|c|Hon|Rev|Cllr|Coun|Cr|Sr|Col|Capt|Gen|Sen|Gov|Md|"
    r"S\.D|U\.S|D\.C|e\. ?V|i\. ?d|Tel)|\b[A-ZÄÖÜÉ])\.$"
)
_INNER_STOP = re.compile(
    r"\b(\d{1,2}(?=\. ?(?:\d|Jan|Feb|Mär|Apr|Mai\b|Jun|Jul|Aug|Sep|Okt|Nov|Dez))|"
    r"Dr|Prof|Mr|Mrs|Ms|St|Rev|Hon|Cllr|Coun|Cr|Mme|MM|M|Ing|Dipl|h|c|med|jur|phil|rer|nat|Nr|ca|bzw|No)\."
)
_CHUNK_END = re.compile(r"[ \n]")
_SPACED, _SPACED_ON = re.compile(r"(?:^|[\s(])[a-z]\.$"), re.compile(r"[A-ZÄÖÜ]\.")
"""An abbreviation in two parts: "e. V.", "z. B."."""

_ORDINAL = re.compile(r"(?<![\d.])\d{1,2}\.$")
_BOUNDARY = re.compile(r"[.!?…:]+[" + re.escape(_QUOTE_END) + r"]*(?=\s)|\n")


CAPITAL_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’']*(?:-[\w’']+)*")


_CAPTION_GATE, _NAVIGATION_GATE = gate_of(_CAPTION), gate_of(_NAVIGATION)


def overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """True where one of *spans* shares a character with the span from *start* to *end*.

    >>> overlaps(3, 5, [(0, 3), (5, 9)]), overlaps(3, 5, [(4, 9)])
    (False, True)
    """
    return any(s < end and start < e for s, e in spans)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, headline, caption … between ``start`` and ``end`` of the normalised text."""

    start: int
    end: int
    kind: str  # headline, body, caption, contact, navigation, elsewhere, list


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block, in offsets of the normalised text."""

    start: int
    end: int
    block: int


@dataclass(frozen=True)
class Document:
    """One release, ready to be read: all offsets are of ``text``, the normalised copy."""

    release: PressRelease
    normal: Traced
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    scan: Scan | None = None

    @property
    def text(self) -> str:
        """The normalised copy."""
        return self.normal.text

    def may_hold(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """True unless *pattern* can match nowhere between two offsets."""
        return self.scan is None or self.scan.holds(pattern, start, end)

    def search_in(self, pattern: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
        """Return the first match of *pattern* in ``text[start:end]``, as if there were no other text."""
        start = max(0, start)
        return pattern.search(self.text[start:end]) if self.may_hold(pattern, start, end) else None

    def with_release(self, release: PressRelease) -> Document:
        """Return the same text with more known of its release; what was found in it stays found."""
        other = replace(self, release=release)
        other.__dict__.update({name: value for name, value in self.__dict__.items() if name != "release"})
        return other

    def span(self, start: int, end: int) -> Span:
        """Return the span, in the text as read, of what stands between two offsets of the normalised copy."""
        return self.normal.span(start, end)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds *offset*."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def block_at(self, offset: int) -> Block:
        """Return the block that holds *offset*."""
        return self.blocks[self.sentences[self.sentence_at(offset)].block]

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of *pattern* in the normalised copy, in order."""
        return iter(self.scan.finditer(pattern)) if self.scan else pattern.finditer(self.text)

    @cached_property
    def capitals(self) -> list[tuple[int, str]]:
        """The words that begin with a capital letter, and where they do."""
        return [(match.start(), match.group()) for match in CAPITAL_WORD.finditer(self.text)]

    def chunks(self, wanted: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
        """Yield the bounds of what stands between blanks and holds a *wanted* word with a capital letter."""
        end = -1
        for start, word in self.capitals:
            if start >= end and wanted(word):
                first = max(self.text.rfind(" ", 0, start), self.text.rfind("\n", 0, start)) + 1
                match = _CHUNK_END.search(self.text, start)
                end = match.start() if match else len(self.text)
                yield first, end

    def words(self, sentence: Sentence) -> str:
        """Return the words of *sentence*."""
        return self.text[sentence.start : sentence.end]

    @cached_property
    def flat(self) -> str:
        """The text with U+2024 for full stops inside a sentence, so that "up to the next stop" finds its end.

        As long as the text itself: offsets hold.
        """
        return _INNER_STOP.sub("\\1\u2024", self.text)

    def closed(self, *kinds: str) -> list[tuple[int, int]]:
        """Return the bounds in which no name is read: addresses, and the blocks of *kinds*."""
        return [*self._addresses, *((b.start, b.end) for b in self.blocks if b.kind in kinds)]

    @cached_property
    def _addresses(self) -> list[tuple[int, int]]:
        return [(m.start(), m.end()) for m in self.finditer(ADDRESS)]

    @property
    def addresses(self) -> str:
        """All addresses, a blank between them."""
        return " ".join(self.text[start:end] for start, end in self._addresses)


def lay_out(release: PressRelease) -> Document:
    """Return *release* with its blocks and sentences."""
    normal = normalise(release.text)
    head = _FRONT_MATTER.match(release.text)
    blocks = _blocks(normal.text)
    if head:
        blocks = [
            replace(b, kind="navigation") if normal.span(b.start, b.end).start < head.end() else b
            for b in blocks
        ]
    sentences = [
        Sentence(start, end, i)
        for i, block in enumerate(blocks)
        for start, end in _sentences(normal.text, block, ordinals=release.language in ("", "de"))
    ]
    return Document(release, normal, tuple(blocks), tuple(sentences))


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    elsewhere = False
    folded = fold(text)
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        elsewhere = elsewhere or (match.start() > len(text) * 0.4 and bool(_ELSEWHERE.match(line)))
        kind = "elsewhere" if elsewhere else _kind(line, folded[match.start() : match.end()])
        low = match.start() > len(text) * 0.5
        if kind == "headline" and low and len(line) < 60 and blocks and blocks[-1].kind == "contact":
            kind = "contact"  # name, telephone and address below "Kontakt"
        blocks.append(Block(match.start(), match.end(), kind))
    return blocks


def _kind(line: str, folded: str) -> str:
    if len(line) < 600 and _CAPTION_GATE.lets(folded) and _CAPTION.search(line):
        return "caption"
    if len(line) < 700 and _NAVIGATION_GATE.lets(folded) and _NAVIGATION.search(line):
        return "navigation"
    if _CONTACT.match(line) and len(line) < 300:
        return "contact"
    if _BULLET.match(line):
        return "list"
    return "headline" if len(line) < 160 and line[-1] not in '.!?"”“»:;,' else "body"


def _sentences(text: str, block: Block, *, ordinals: bool) -> list[tuple[int, int]]:
    """Return the bounds of the sentences of *block*; dates, initials and abbreviations end none.

    Where *ordinals* are written with a full stop ("3. Oktober"), a small number ends none either.
    """
    bounds: list[tuple[int, int]] = []
    start = block.start
    for match in _BOUNDARY.finditer(text, block.start, block.end):
        ordinal = ordinals and _ORDINAL.search(text[max(start, match.start() - 3) : match.start() + 1])
        if not ordinal and _ends_sentence(text, start, match, block.end):
            bounds.append((start, match.end()))
            start = match.end() + 1
    if start < block.end:
        bounds.append((start, block.end))
    return [part for bound in bounds for part in _cut(text, *bound)]


_LONGEST = 2_000
"""Characters of a sentence.  What is longer is no prose (a table, damage); rules would take for ever."""


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence whole, or one beyond measure in parts that end at a blank."""
    while end - start > _LONGEST:
        blank = text.rfind(" ", start + 1, start + _LONGEST)
        cut = blank if blank > start else start + _LONGEST
        yield start, cut
        start = cut + (blank > start)
    if start < end:
        yield start, end


def _ends_sentence(text: str, start: int, match: re.Match[str], limit: int) -> bool:
    before = text[max(start, match.start() - 11) : match.start() + 1]
    following = text[match.end() : min(limit, match.end() + 9)].lstrip() or text[match.end() : limit].lstrip()
    if not following or following[0].islower():
        return False
    if match.group()[0] == ":" or match.group().startswith("...."):  # dots that lead to the next column
        return False
    if match.group() == "." and _SPACED.search(before[-4:]) and _SPACED_ON.match(following):
        return False
    return not (match.group() == "." and _ABBREVIATION.search(before[-12:]))
