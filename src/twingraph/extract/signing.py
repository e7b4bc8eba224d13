"""When, where, how and by whom a paper is signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twingraph.extract.dates import parse_number
from twingraph.extract.nouns import cue_pattern
from twingraph.extract.paper_windows import followers_of, signs_in
from twingraph.extract.persons import Person
from twingraph.extract.reading import Reading
from twingraph.extract.records import Found, Paper, Signer, Window, Words
from twingraph.extract.skeleton import Skeleton
from twingraph.model import PartialDate


def fill_signings(reading: Reading, paper: Paper) -> None:
    """Note when, where, how and by whom *paper* was signed, as far as the text tells."""
    for start, end, index in _signings(reading, paper):
        _fill_signing(reading, paper, index, start, end)


def _signings(reading: Reading, paper: Paper) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, sentence) of the words that tell the signing: windows with such a word, else the sentences behind."""
    signs = cue_pattern(reading.lexicon, reading.language, "sign")
    for window in paper.windows:
        if signs_in(reading, window) or _noun_signs(reading, window):
            yield window.start, window.end, window.sentence
            continue
        followers = followers_of(reading, window)
        telling = [
            i for i in followers if signs.search(reading.document.words(reading.document.sentences[i]))
        ]
        if telling:
            yield window.start, window.end, window.sentence
        for index in telling:
            sentence = reading.document.sentences[index]
            yield sentence.start, sentence.end, index


def _noun_signs(reading: Reading, window: Window) -> bool:
    """True for headings and captions such as "Vertragsunterzeichnung"."""
    return "unterzeichn" in window.noun.text.lower()


def _fill_signing(reading: Reading, paper: Paper, index: int, start: int, end: int) -> None:
    """Note what ``text[start:end]``, of the sentence *index*, tells of the signing of *paper*."""
    skeleton = reading.skeletons[index]
    _fill_date(reading, paper, skeleton, start, end)
    _fill_mode(reading, paper, start, end)
    _fill_place(reading, paper, skeleton, start, end)
    for person, mention_start, mention_end in _signers(reading, skeleton, start, end):
        words = Words(min(start, mention_start), end, "signatory-in-signing", 0.9)
        paper.signatories.setdefault(person.name, Signer(mention_start, mention_end, words))


def _fill_date(reading: Reading, paper: Paper, skeleton: Skeleton, start: int, end: int) -> None:
    """Take the date nearest to the word for signing: not the end of a term, not a beginning ("seit …")."""
    taken = {f.words.end for f in (paper.valid_until, paper.valid_from) if f}
    since = {
        skeleton.offset(m.end()) for r in reading.rules("since") for m in r.pattern.finditer(skeleton.text)
    }
    dates = [m for m in skeleton.every("D") if start <= m.start < end]
    free = [
        m
        for m in dates
        if m.end not in taken
        and m.end not in since
        and m.record.until is None
        and not _is_term(reading, m.start, m.end)
    ]
    signs = [
        m.start() + start
        for m in cue_pattern(reading.lexicon, reading.language, "sign").finditer(
            reading.document.text[start:end]
        )
    ]
    best = min(free, key=lambda m: (min((abs(m.start - s) for s in signs), default=0), m.start), default=None)
    if best and (paper.signed is None or (paper.signed.value.day is None and best.record.date.day)):
        paper.signed = Found(best.record.date, Words(start, end, "signed-" + best.record.rule, 0.95))
    elif best is None and paper.signed is None:
        _fill_years_ago(reading, paper, start, end)


def _is_term(reading: Reading, start: int, end: int) -> bool:
    """True for dates that the words around tie to something else: an end, a start, a season to come."""
    before, after = reading.document.text[max(0, start - 22) : start], reading.document.text[end : end + 16]
    return bool(
        re.search(
            r"\b(?:bis|ab|seit|für das|until|since|from|jusqu[’']\w+|depuis|dès)\s(?:\w+\s)?$", before, re.I
        )
    ) or bool(re.match(r"\s(?:ausgelaufen|abgelaufen|gegründet)", after))


_AGO = {
    "de": re.compile(r"\bvor (?:genau |nunmehr )?(?P<n>[\wäöüß-]+) Jahren\b"),
    "en": re.compile(r"\b(?P<n>[\w-]+) years ago\b"),
    "fr": re.compile(r"\bil y a (?P<n>[\w-]+) ans\b"),
}


def _fill_years_ago(reading: Reading, paper: Paper, start: int, end: int) -> None:
    issued = reading.document.release.issued
    match = _AGO[reading.language].search(reading.document.text, start, end)
    years = parse_number(match["n"]) if match else None
    if issued and match and years:
        paper.signed = Found(
            PartialDate(issued.year - years), Words(start, end, "signed-years-ago", 0.8), "inferred"
        )


def _fill_mode(reading: Reading, paper: Paper, start: int, end: int) -> None:
    for cue, mode in (("video", "video-conference"), ("correspondence", "by-correspondence")):
        match = cue_pattern(reading.lexicon, reading.language, cue).search(reading.document.text, start, end)
        if match and paper.mode is None:
            paper.mode = Found(mode, Words(match.start(), match.end(), f"mode-{cue}", 0.9))


def _fill_place(reading: Reading, paper: Paper, skeleton: Skeleton, start: int, end: int) -> None:
    for rule in reading.rules("place"):
        for match in rule.pattern.finditer(skeleton.text):
            group = "place" if match.groupdict().get("place") else "other"
            mentions = skeleton.inside(match.span(group), "CY")
            if mentions and start <= mentions[0].start < end and paper.place is None:
                words = Words(skeleton.offset(match.start()), mentions[0].end, rule.id, rule.confidence)
                paper.place = Found(mentions[0].record.geonames_id, words)


_WITNESS = re.compile(
    r"\b(?:im beisein|in anwesenheit|in gegenwart|unter den augen|in the presence|witnessed by|"
    r"en présence|sous les yeux|begleitet von|accompanied by|"
    r"empfangen von|überreichte\w*|dankte\w*|laut|sagte|sagt|said|says|according to|selon|"
    r"a déclaré)\b[^.;]{0,25}$",
    re.I,
)


def _signers(reading: Reading, skeleton: Skeleton, start: int, end: int) -> Iterator[tuple[Person, int, int]]:
    """Yield the persons of the signing, those who only watch, speak or take the picture left out."""
    for mention in skeleton.every("P"):
        before = reading.document.text[max(start, mention.start - 90) : mention.start]
        if start <= mention.start < end and not _WITNESS.search(before):
            yield mention.record, mention.start, mention.end
