"""Windows -> papers: which windows speak of the same paper, and which of them is worth one."""

from __future__ import annotations

import re

from twingraph.extract.focus import Focus
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.paper_lanes import Lane, find_lanes
from twingraph.extract.paper_windows import (
    is_planned_window,
    signs_in_sentence,
)
from twingraph.extract.paper_worth import antecedents, may_found
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Paper, Party, Window

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
        _refer_back(reading, paper)
        _renewed_before(reading, paper)
        _renew_its_own(reading, paper, links, focus)
    for paper in table.values():
        main = table.get(("new", "", paper.lane, "paper")) or table.get(("new", "", paper.lane, "founding"))
        only_weak = all(w.noun.is_weak for w in paper.windows)
        if main and only_weak and not paper.renewal:
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
    for window in sorted(windows, key=lambda w: w.noun.is_weak):
        lane = lanes[window]
        if lane in firm and window.noun.group == "relationship":
            continue
        key = _key_of(reading, table, window, lane)
        joins = key in table and _is_near(reading, window, table[key])
        follows = key[0] == "new" and any(k[0] == "previous" and k[2] == lane for k in table)
        if window.noun.is_weak and not (joins or follows or may_found(reading, window, links, pair)):
            continue
        table.setdefault(key, Paper(*key[:3])).windows.append(window)
    return table


def _key_of(reading: Reading, table: dict[PaperKey, Paper], window: Window, lane: Lane) -> PaperKey:
    """Return the key of the paper in *table* that a window means, or of a new one."""
    noun = window.noun
    time, qualifier = _key(noun, reading.document.text)
    if noun.is_weak and time == "new" and is_planned_window(reading, window):
        return time, qualifier, lane, "plan"
    if noun.is_weak and time == "new" and not qualifier and not _stands_alone(reading, table, window, lane):
        near = _nearest(table, window, lane)
        if near:
            return near
    line = _line(reading, table, window, (time, qualifier, lane))
    if noun.group == "renewal" or (_renews(reading, window) and noun.group in ("weak_founding", "founding")):
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
    if window.noun.group != "weak_founding":
        return False
    skeleton = reading.skeletons[window.sentence]
    if skeleton.every("R") and signs_in_sentence(reading, window.sentence):
        return True
    near = _nearest(table, window, lane)
    own = signs_in_sentence(reading, window.sentence) and len(skeleton.every("P")) > 1
    firsts = [w.sentence for w in table[near].windows] if near and near[3] != "founding" else []
    return own and bool(firsts) and min(firsts) - window.sentence > _APART


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
    text = reading.document.text
    introduced = _INDEFINITE.search(text[max(window.start, noun.start - 40) : noun.start])
    apart = bool(kinds) and noun.kind not in kinds and not noun.is_weak and introduced is not None
    return noun.kind if apart else "paper"


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
_DEFINITE = re.compile(
    r"\b(?:der|die|das|den|dem|des|diese[rsmn]?|ihre[nr]?|the|this|their|la|le|cette|cet|ce|leur)"
    r"(?: [\w-]+)? $|\b[lL][’']$",
    re.I,
)


_FOUNDS = re.compile(
    r"besiegel\w*|begründet|gegründet|(?:nun|jetzt|fortan|offiziell|ganz amtlich)\b|\bmach(?:t|en|te)\b|"
    r"aus der taufe|"
    r"\bseal(?:s|ed)?\b|officially|\bmade (?:it )?official|\bnow\b|désormais|scell\w+|officiellement",
    re.I,
)
"""What a sentence says in which a paper makes the partnership that it names."""
_IS_SEALED = re.compile(
    r"\b(?:Partnerschaft|Freundschaft)\b[^.;]{0,60}\b(?:besiegelt|begründet|geschlossen|eingegangen)\b|"
    r"\b(?:partnership|twinning)\b[^.;]{0,60}\b(?:sealed|founded|formalised|formalized)\b"
)
_OWN_PARTIES = re.compile(r" (?:zwischen|between|entre)\b")


def _refer_back(reading: Reading, paper: Paper) -> None:
    """Read "die Vereinbarung" behind a sentence about a partnership as the paper that makes or renews it."""
    window = paper.windows[0]
    text = reading.document.text
    loose = all(w.noun.group == "weak_instrument" for w in paper.windows)
    if not loose or not _DEFINITE.search(text[max(window.start, window.noun.start - 30) : window.noun.start]):
        return
    if _OWN_PARTIES.match(text, window.noun.end):
        return
    own = [window.sentence] if _FOUNDS.search(reading.words(window.sentence)) else []
    before = own + antecedents(reading, window.sentence)[1:]
    nouns = [m.record for i in before for m in reading.skeletons[i].every("RTFAN")]
    nouns = nouns or [
        m.record
        for i in before[:1]
        for m in reading.skeletons[i].every("W")
        if m.record.kind == "twinning" and _IS_SEALED.search(reading.words(i))
    ]
    if nouns and nouns[0].group in ("relationship", "partner", "weak_relationship"):
        paper.kind = nouns[0].kind
        paper.renewal = any(reading.cue("renew").search(reading.words(i)) for i in (window.sentence, *before))
        paper.founding = not paper.renewal
        paper.qualifier = paper.qualifier or ("renewal" if paper.renewal else "")


def _renewed_before(reading: Reading, paper: Paper) -> None:
    """Read the deed behind a sentence that says that a bond was renewed as that of the renewal."""
    window = paper.windows[0]
    index = window.sentence - 1
    text = reading.document.text
    deeds = all(w.noun.group == "weak_founding" for w in paper.windows)
    if not deeds or paper.time != "new" or index not in reading.skeletons:
        return
    if not _DEFINITE.search(text[max(window.start, window.noun.start - 30) : window.noun.start]):
        return
    nouns = [m.record for m in reading.skeletons[index].every("RTF")]
    words = reading.words(index)
    if nouns and _HAVE_RENEWED.search(words) and signs_in_sentence(reading, window.sentence):
        paper.kind, paper.renewal, paper.founding = nouns[0].kind, True, False
        paper.qualifier = paper.qualifier or "renewal"


_HAVE_RENEWED = re.compile(
    r"\b(?:haben|hat|wurde|erneuer(?:te)?n|bekräftig(?:te)?n|have|has|was|were|ont|a été)\b[^.;]{0,120}?"
    r"\b(?:erneuert|bekräftigt|aufgefrischt|renewed|reaffirmed|rededicated|renouvelé\w*|réaffirmé\w*)\b",
    re.I,
)


def _renew_its_own(reading: Reading, paper: Paper, links: list[Link], focus: Focus) -> None:
    """Let a renewal that no clear noun names be of the kind that it renews."""
    loose = all(w.noun.is_weak or w.noun.group == "renewal" for w in paper.windows)
    if not (paper.renewal and loose):
        return
    pair = paper.lane or focus.main
    nouns = (k.noun for k in links if k.parties == pair and k.noun)
    kinds = {n.kind for n in nouns if n.group in ("relationship", "founding", "partner")}
    kinds = kinds or {n.kind for n in reading.nouns if n.group == "relationship" and "denied" not in n.flags}
    if len(kinds) == 1:
        paper.kind = kinds.pop()


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


def _renews(reading: Reading, window: Window) -> bool:
    """True where a word for renewing stands near the noun, inside the window, or in a clause about it."""
    start, end = max(window.start, window.noun.start - 40), min(window.end, window.noun.end + 40)
    text = reading.document.text
    if reading.cue("renew").search(text[start:end]):
        return True
    clause = _BY_WHICH.match(text, window.noun.end, window.end)
    return clause is not None and bool(reading.cue("renew").search(clause["rest"]))


_BY_WHICH = re.compile(
    r"[^.;:,]{0,60}(?:, | (?=that|qui|par))(?:mit (?:der|dem)|durch (?:die|das)|by which|with which|"
    r"par (?:laquelle|lequel)|(?:die|das|which|that|qui) (?=[^.;,]{0,90}"
    r"(?:erneuer|bekräftig|verlänger|renew|reaffirm|extend|renouvel|réaffirm|prolong|reconduit)))"
    r"(?P<rest>[^.;]{0,160})"
)
"""A clause that says what a deed does: "die Urkunde, mit der die Freundschaft bekräftigt wird"."""
