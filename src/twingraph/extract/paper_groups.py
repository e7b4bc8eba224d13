"""Windows -> papers: which windows speak of the same paper, and which of them is worth one."""

from __future__ import annotations

import re

from twingraph.extract.nouns import AgreementNoun, cue_pattern
from twingraph.extract.paper_windows import followers_of, is_draft, towns_of_signers
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Paper, Window


def group_windows(reading: Reading, windows: list[Window], links: list[Link]) -> list[Paper]:
    """Join the windows that speak of the same paper; a paper with weak nouns only needs a signature."""
    table: dict[tuple[str, str], Paper] = {}
    strong = [w for w in windows if not w.noun.group.startswith("weak")]
    weak = [w for w in windows if w.noun.group.startswith("weak")]
    firm = any(w.noun.group not in ("relationship", "weak_founding", "weak_instrument") for w in windows)
    for window in (*strong, *weak):
        if firm and window.noun.group == "relationship":
            continue
        key = _key(window.noun, reading.document.text)
        if window in weak and key not in table and not _may_found(reading, window, links):
            continue
        if window.noun.group == "renewal" or (
            _renews(reading, window) and window.noun.group in ("weak_founding", "founding")
        ):
            key = (key[0], "renewal")
        if window in weak and key[1] == "" and key not in table and window.noun.group == "weak_founding":
            key = next((k for k in table if k[0] == key[0]), key)
        if key[0] == "running" and ("previous", key[1]) in table:
            key = ("previous", key[1])
        paper = table.setdefault(key, Paper(*key))
        paper.windows.append(window)
    for paper in table.values():
        paper.windows.sort(key=lambda w: w.start)
        best = next(
            (w.noun for w in paper.windows if not w.noun.group.startswith("weak")), paper.windows[0].noun
        )
        paper.kind = best.kind
        paper.founding = (
            best.group in ("founding", "weak_founding", "relationship") and paper.qualifier != "renewal"
        )
        paper.renewal = paper.qualifier == "renewal"
    main = next((p for p in table.values() if p.time == "new" and not p.qualifier), None)
    for paper in table.values():
        if (
            main
            and paper is not main
            and all(w.noun.group.startswith("weak") for w in paper.windows)
            and not paper.renewal
        ):
            paper.kind = main.kind
    return sorted(table.values(), key=lambda p: (p.time != "new", p.qualifier != "", p.windows[0].start))


def _key(noun: AgreementNoun, text: str) -> tuple[str, str]:
    time = (
        "previous"
        if noun.flags & {"previous", "ended"} and "new" not in noun.flags
        else "running"
        if "running" in noun.flags
        else "new"
    )
    qualifier = noun.qualifier
    if not qualifier and "separate" in noun.flags:
        qualifier = _subject(text[noun.end : noun.end + 80])
    return time, qualifier


def _subject(behind: str) -> str:
    """Return the topic that a separate paper names behind it: "über die kulturelle Zusammenarbeit" is culture."""
    topics = (
        ("kultur", "culture"),
        ("cultur", "culture"),
        ("jugend", "youth"),
        ("youth", "youth"),
        ("jeune", "youth"),
        ("sport", "sport"),
        ("wirtschaft", "economy"),
        ("econom", "economy"),
        ("économ", "economy"),
        ("umwelt", "environment"),
        ("klima", "climate"),
        ("bildung", "education"),
        ("digital", "digital"),
    )
    lower = behind.lower()
    return next((topic for stem, topic in topics if stem in lower), "separate")


def _renews(reading: Reading, window: Window) -> bool:
    text = reading.document.text[window.start : window.end]
    near = text[max(0, window.noun.start - window.start - 40) : window.noun.end - window.start + 40]
    return bool(cue_pattern(reading.lexicon, reading.language, "renew").search(near))


_PARTNERS = re.compile(
    r"städtepartner|partnerstädt|partnerschaft|verschwister|twin|sister|jumel|both (?:cities|towns)|"
    r"beide[rn]? städte|deux (?:villes|communes)",
    re.I,
)


def _may_found(reading: Reading, window: Window, links: list[Link]) -> bool:
    """True where a weak noun ("Vertrag", "document") stands beside a signature or a term and beside partner towns."""
    if "ended" in window.noun.flags or "running" in window.noun.flags or is_draft(reading, window):
        return _is_about_partners(reading, window, links)
    near = [window.sentence, *followers_of(reading, window)]
    signs = cue_pattern(reading.lexicon, reading.language, "sign")
    signed = any(signs.search(reading.document.words(reading.document.sentences[i])) for i in near)
    return signed and (_is_about_partners(reading, window, links) or len(towns_of_signers(reading, near)) > 1)


def _is_about_partners(reading: Reading, window: Window, links: list[Link]) -> bool:
    skeleton = reading.skeletons[window.sentence]
    words = reading.document.words(reading.document.sentences[window.sentence])
    linked = any(k.sentence == window.sentence for k in links)
    return linked or bool(skeleton.every("RTFAN")) or bool(_PARTNERS.search(words))
