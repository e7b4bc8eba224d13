"""Windows -> papers: which windows speak of the same paper, and which of them is worth one."""

from __future__ import annotations

import re

from twingraph.extract.focus import Focus
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.paper_clauses import is_with_another_town
from twingraph.extract.paper_eras import era_of
from twingraph.extract.paper_lanes import Lane, find_lanes
from twingraph.extract.paper_plans import is_planned_window
from twingraph.extract.paper_renewals import (
    has_own_subject,
    refer_back,
    renew_its_own,
    renewed_before,
    renews,
)
from twingraph.extract.paper_windows import (
    signs_in_sentence,
)
from twingraph.extract.paper_worth import is_signed_by_heads, may_found
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Paper, Party, Window
from twingraph.extract.signing_both import signs_with_one

PaperKey = tuple[str, str, Lane, str]
"""Time (new, previous, running), qualifier, lane and line of a paper.

The line is "founding" for what makes a relationship, "paper" for the main instrument, else another's kind;
"plan" for what loose words only plan.
"""

_SUBJECTS = {
    "culture": ("kultur", "cultur"),
    "youth": ("jugend", "youth", "jeune"),
    "sport": ("sport",),
    "economy": ("wirtschaft", "econom", "économ"),
    "environment": ("umwelt",),
    "climate": ("klima",),
    "education": ("bildung",),
    "digital": ("digital",),
}
"""Stems behind a separate paper, by topic."""


def group_windows(
    reading: Reading, windows: list[Window], links: list[Link], focus: Focus, pair: frozenset[Party]
) -> list[Paper]:
    """Return the papers that *windows* speak of, new ones first; *pair* are those that the release is about.

    One with weak nouns only needs a signature.
    """
    table = _join_windows(reading, windows, links, find_lanes(windows, links, focus), pair)
    for paper in table.values():
        _describe(paper)
        refer_back(reading, paper)
        renewed_before(reading, paper)
        renew_its_own(reading, paper, links, focus)
    for (*_, line), paper in table.items():
        main = table.get(("new", "", paper.lane, "paper")) or table.get(("new", "", paper.lane, "founding"))
        only_weak = all(w.noun.is_weak for w in paper.windows)
        if main and only_weak and not paper.renewal and line != "plan":
            paper.kind = main.kind
        before = table.get(("previous", "", paper.lane, "paper"))
        if before and only_weak and paper.time == "new" and not before.windows[0].noun.is_weak:
            paper.kind, paper.founding = before.kind, False
    return sorted(table.values(), key=lambda p: (p.time != "new", p.qualifier != "", p.windows[0].start))


def _join_windows(
    reading: Reading,
    windows: list[Window],
    links: list[Link],
    lanes: dict[Window, Lane],
    pair: frozenset[Party],
) -> dict[PaperKey, Paper]:
    """Return one paper for each key, clear nouns read before weak ones."""
    table: dict[PaperKey, Paper] = {}
    loose = ("relationship", "weak_founding", "weak_instrument")
    firm = {lanes[w] for w in windows if w.noun.group not in loose}
    fresh = {lanes[w] for w in windows if _is_signed_now(reading, w)}
    for window in sorted(windows, key=lambda w: w.noun.is_weak):
        lane = lanes[window]
        if window.noun.is_weak and is_with_another_town(reading, window, lane or pair):
            continue
        if lane in firm and window.noun.group == "relationship" and era_of(reading, window) != "then":
            continue
        key = _key_of(reading, table, window, lane)
        if lane in fresh and key[0] == "new" and era_of(reading, window) == "then":
            key = ("previous", "", *key[2:])
        joins = key in table and _is_near(reading, window, table[key])
        follows = key[0] == "new" and any(k[0] == "previous" and k[2] == lane for k in table)
        worth = joins or follows or may_found(reading, window, links, pair)
        if window.noun.is_weak and not (worth or _is_deed_of_then(reading, window)):
            continue
        table.setdefault(key, Paper(*key[:3])).windows.append(window)
    return table


_THE = re.compile(r"\b(?:der|den|the|le|l[’'])(?: [\w-]+)? ?$", re.I)


def _is_deed_of_then(reading: Reading, window: Window) -> bool:
    """True for "der Vertrag" that two persons signed on a day of years ago, in a release about a twinning."""
    skeleton = reading.skeletons[window.sentence]
    two = len(skeleton.every("P")) > 1 and any(m.record.date.day for m in skeleton.every("D"))
    if not two or not reading.speaks_of_twinning or "foreign" in window.noun.flags:
        return False
    before = reading.document.text[max(window.start, window.noun.start - 30) : window.noun.start]
    houses = reading.strange_houses(window.sentence) or has_own_subject(reading, window)
    return _THE.search(before) is not None and not houses and era_of(reading, window) == "then"


_BOTH_MAYORS = re.compile(
    r"\b(?:[Ll]es deux maires|[Tt]he two mayors|[Bb]oth mayors|[Dd]ie beiden (?:[A-ZÄÖÜ]\w+|"
    r"Ober)?[Bb]ürgermeister\w*|"
    r"[Bb]eide (?:Stadtoberhäupter|(?:Ober)?[Bb]ürgermeister\w*)|[Dd]ie beiden Stadtoberhäupter)\b"
)


def _is_signed_now(reading: Reading, window: Window) -> bool:
    """True for a new paper that is signed: what was signed years ago is another one."""
    era = era_of(reading, window)
    skeleton = reading.skeletons[window.sentence]
    two = len(skeleton.every("P")) > 1 or _BOTH_MAYORS.search(skeleton.text) or signs_with_one(skeleton)
    issued = reading.document.release.issued
    told = [m.record for m in skeleton.every("D") if m.record.until is None]  # a term is no day
    days = any(issued is None or d.date.first_day() <= issued.last_day() for d in told)
    undated = bool(two) and not days and _is_introduced(reading, window)
    fresh = "new" in window.noun.flags or undated
    fresh = (fresh and signs_in_sentence(reading, window.sentence)) or is_planned_window(reading, window)
    return era == "now" or (fresh and era != "then")


def _key_of(reading: Reading, table: dict[PaperKey, Paper], window: Window, lane: Lane) -> PaperKey:
    """Return the key of the paper in *table* that a window means, or of a new one."""
    noun = window.noun
    time, qualifier = _key(noun, reading.document.text)
    if noun.is_weak and time == "new" and is_planned_window(reading, window):
        return time, qualifier, lane, "plan"
    if time == "new" and is_signed_by_heads(reading, window):
        return time, qualifier, lane, "houses"
    if noun.is_weak and time == "new" and not qualifier and not _stands_alone(reading, table, window, lane):
        near = _nearest(table, window, lane)
        if near:
            return near
    line = _line(reading, table, window, (time, qualifier, lane))
    if noun.group == "renewal" or (renews(reading, window) and noun.group in ("weak_founding", "founding")):
        qualifier = "renewal"
    if time == "running" and ("previous", qualifier, lane, line) in table:
        time = "previous"
    return time, qualifier, lane, line


def _nearest(table: dict[PaperKey, Paper], window: Window, lane: Lane) -> PaperKey | None:
    """Return the key of the new paper of the lane whose words stand nearest, rather before the window."""

    def gap(key: PaperKey) -> tuple[int, bool]:
        gaps = [(abs(window.sentence - w.sentence), w.start > window.start) for w in table[key].windows]
        return min(gaps)

    keys = [key for key in table if key[0] == "new" and key[2] == lane and key[3] != "plan"]
    return min(keys, key=gap, default=None)


def _stands_alone(reading: Reading, table: dict[PaperKey, Paper], window: Window, lane: Lane) -> bool:
    """True for a deed with a signing of its own: beside its relationship, or far from any other paper."""
    skeleton = reading.skeletons[window.sentence]
    if window.noun.group == "weak_instrument":
        signed = signs_in_sentence(reading, window.sentence) and len(skeleton.every("P")) > 1
        if signed and _SIGNED_BY.match(reading.document.text, window.noun.end):
            return True
        before = _nearest(table, window, lane)
        others = [w.sentence for w in table[before].windows] if before else []
        told = any(signs_in_sentence(reading, i) or reading.has_cue("renew", i) for i in others)
        return signed and not told and _is_introduced(reading, window)
    if window.noun.group != "weak_founding":
        return False
    if skeleton.every("R") and signs_in_sentence(reading, window.sentence):
        return True
    near = _nearest(table, window, lane)
    own = signs_in_sentence(reading, window.sentence) and len(skeleton.every("P")) > 1
    firsts = [w.sentence for w in table[near].windows] if near and near[3] != "founding" else []
    return own and bool(firsts) and min(firsts) - window.sentence > _APART


_SIGNED_BY = re.compile(
    r",? (?:signée?|paraphée?|conclue?|signed|concluded|sealed|unterzeichnete?n?) (?:(?:le|"
    r"on|am) [^,;.]{3,30} )?"
    r"(?:par|by|von|durch) "
)
"""Behind a paper that says itself by whom and when it was signed: "la convention signée le 9 mai par …"."""
_APART = 2
"""Sentences between two signings that tell of two papers."""

_INDEFINITE = re.compile(r"\b(?:eine?[rnsm]?|an?|une?)(?: [\w-]+){0,2} $", re.I)


def _line(reading: Reading, table: dict[PaperKey, Paper], window: Window, key: tuple[str, str, Lane]) -> str:
    """Return the line of a noun: a charter of twinning is not the memorandum signed under it.

    A second instrument of another kind is one of its own where the text introduces it ("a memorandum").
    """
    noun = window.noun
    if noun.group == "founding":
        known = {w.noun.kind for w in _windows(table, (*key, "founding")) if w.noun.group == "founding"}
        return f"founding {noun.kind}" if known and noun.kind not in known else "founding"
    if noun.group in ("relationship", "renewal", "weak_founding"):
        return "founding"
    main = table.get((*key, "paper"))
    kinds = {w.noun.kind for w in main.windows if not w.noun.is_weak} if main else set()
    apart = bool(kinds) and noun.kind not in kinds and not noun.is_weak and _is_introduced(reading, window)
    return noun.kind if apart else "paper"


def _is_introduced(reading: Reading, window: Window) -> bool:
    """True for a noun behind an indefinite article: "a memorandum"."""
    first = reading.document.sentences[window.sentence].start
    before = reading.document.text[max(first, window.noun.start - 40) : window.noun.start]
    return _INDEFINITE.search(before) is not None


def _windows(table: dict[PaperKey, Paper], key: PaperKey) -> list[Window]:
    return table[key].windows if key in table else []


_NEAR = 4


def _is_near(reading: Reading, window: Window, paper: Paper) -> bool:
    """True where a loose word ("Vertrag") may mean *paper*: near its words, or where it tells no signing."""
    if not signs_in_sentence(reading, window.sentence):
        return True
    return any(
        abs(window.sentence - w.sentence) <= _NEAR or _section(reading, w) == _section(reading, window)
        for w in paper.windows
    )


def _section(reading: Reading, window: Window) -> int:
    """Return the block of the last heading above a window, -1 where there is none."""
    block = reading.document.sentences[window.sentence].block
    headed = (i for i in range(block, 0, -1) if reading.document.blocks[i - 1].kind == "headline")
    return next(headed, -1)


def _describe(paper: Paper) -> None:
    """Say what kind of paper the first clear noun makes it."""
    paper.windows.sort(key=lambda w: w.start)
    nouns = [w.noun for w in paper.windows]
    loose = next((n for n in nouns if n.group == "weak_instrument"), nouns[0])
    if nouns[0].group == "weak_founding" and not _ANY_PAPER.fullmatch(nouns[0].text):
        loose = nouns[0]  # "der Vertrag über die Partnerschaft", further down "der Vertrag"
    best = next((n for n in nouns if not n.is_weak), loose)
    paper.kind = best.kind
    paper.renewal = paper.qualifier == "renewal"
    paper.founding = best.group in ("founding", "weak_founding", "relationship") and not paper.renewal


_ANY_PAPER = re.compile(
    r"dokuments?|schriftstücks?|papiers?|erklärung|deklaration|documents?|declarations?|pergaments?|texte|"
    r"parchments?|parchemins?|scrolls?|proclamation|actes?(?: officiels?)?",
    re.I,
)
"""Words for any paper: a clearer one further down says which."""


def _key(noun: AgreementNoun, text: str) -> tuple[str, str]:
    """Return what tells papers of one release apart.

    Their time, and the topic of a paper beside the main one.
    """
    qualifier = noun.qualifier
    if not qualifier and "separate" in noun.flags:
        qualifier = _subject(text[noun.end : noun.end + 80])
    return _time(noun), qualifier


def _time(noun: AgreementNoun) -> str:
    if noun.flags & {"previous", "ended"} and "new" not in noun.flags:
        return "previous"
    return "running" if "running" in noun.flags else "new"


def _subject(behind: str) -> str:
    """Return the topic that a separate paper names behind it.

    "über die kulturelle Zusammenarbeit" is culture.
    """
    lower = behind.lower()
    return next((topic for topic, stems in _SUBJECTS.items() if any(s in lower for s in stems)), "separate")
