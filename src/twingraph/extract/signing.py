"""When, where, how and by whom a paper is signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twingraph.extract.paper_windows import followers_of, signs_in, signs_in_sentence
from twingraph.extract.reading import Reading
from twingraph.extract.records import Found, Paper, Signer, Window, Words
from twingraph.extract.signers import find_signers, side_of
from twingraph.extract.signing_both import (
    fill_both_mayors,
    fill_both_named,
    fill_other_half,
    fill_speaker,
    fill_writer,
)
from twingraph.extract.signing_dates import fill_date, fill_from_own_words
from twingraph.extract.signing_guests import fill_guests
from twingraph.extract.signing_places import fill_own_venue, fill_place, fill_told_place
from twingraph.extract.skeleton import Typed
from twingraph.model import PartialDate


def fill_signings(reading: Reading, paper: Paper) -> None:
    """Note when, where, how and by whom *paper* was signed, as far as the text tells."""
    for start, end, index in _signings(reading, paper):
        _fill_signing(reading, paper, index, start, end)
    if paper.time == "new" and (paper.signed is None or paper.place is None):
        _fill_ceremony(reading, paper)
    if not paper.signatories:
        fill_both_mayors(reading, paper, list(_signings(reading, paper)))
    if not paper.signatories and paper.time == "new":
        fill_both_named(reading, paper)
    fill_writer(reading, paper, list(_signings(reading, paper)))
    if len(paper.signatories) == 1 and paper.time == "new":
        fill_speaker(reading, paper)
        fill_other_half(reading, paper)
    apart = paper.time == "new" and paper.signatories and paper.mode is None
    if apart and paper.place is None:
        fill_told_place(reading, paper)
    if apart and paper.place is None:
        fill_own_venue(reading, paper, list(_signings(reading, paper)))
    if paper.signed is None:
        fill_from_own_words(reading, paper)
    if paper.time == "new" and (paper.signatories or paper.place) and paper.signed is None:
        _fill_from_before(reading, paper)
    if apart and paper.place is None:
        fill_guests(reading, paper)


_CEREMONY = re.compile(
    r"\b(?:Zeremonie|Feierstunde|Festakt|Feier|Akt|Unterzeichnung\w*|ceremony|event|signing|cérémonie)\b"
    r"[^.;]{0,80}\b(?:statt|stattgefunden|took place|was held|s[’']est (?:déroulée|tenue)|a eu lieu)\b|"
    r"\b(?:fand|found|took place)\b[^.;]{0,60}\b(?:Zeremonie|Feierstunde|Festakt)\b",
    re.I,
)


def _fill_ceremony(reading: Reading, paper: Paper) -> None:
    """Take day and place from a sentence behind the paper that says where the ceremony was held."""
    for window in paper.windows:
        for index in followers_of(reading, window):
            if _CEREMONY.search(reading.words(index)) and (paper.signatories or signs_in(reading, window)):
                sentence = reading.document.sentences[index]
                if paper.signed is None:
                    fill_date(reading, paper, index, sentence.start, sentence.end)
                fill_place(reading, paper, index, sentence.start, sentence.end)


_TWO = 2

_BACK = 3
"""Sentences before a signing in which its day may stand."""


def _fill_from_before(reading: Reading, paper: Paper) -> None:
    """Take the day, and the place, that the words before the signing tell in its paragraph or headline."""
    window = paper.windows[0]
    if _LONG_BEFORE.search(reading.words(window.sentence)):
        # "Den Vertrag hatten damals … unterzeichnet": not on the day of the news
        before = reading.skeletons.get(window.sentence - 1)
        old = (
            [m for m in before.every("D") if m.record.date.day and _is_history(reading, m)] if before else []
        )
        if len(old) == 1:
            words = Words(old[0].start, old[0].end, "signed-then", 0.7)
            paper.signed = Found(old[0].record.date, words, "inferred")
        return
    block = reading.document.sentences[window.sentence].block
    for index in range(window.sentence, max(-1, window.sentence - _BACK - 1), -1):
        if reading.document.sentences[index].block not in (block, block - 1):
            break
        if index in reading.skeletons and _take_day(reading, paper, index):
            return
    for index in range(min(_HEAD, window.sentence)):
        kind = reading.document.blocks[reading.document.sentences[index].block].kind
        if kind == "headline" and index in reading.skeletons and _take_day(reading, paper, index):
            return


_HEAD = 12
"""Sentences at the top of a release among which the headlines are."""


def _take_day(reading: Reading, paper: Paper, index: int) -> bool:
    """Note the last day that a sentence names before the paper as that of the signing; False without one.

    A day of years ago counts right before the paper only: further up it is the story of another.
    """
    days = [m for m in reading.skeletons[index].every("D") if m.record.date.day and m.record.until is None]
    days = [m for m in days if m.record.rule != _SEVERAL]
    days = days or [m for m in reading.skeletons[index].every("D") if m.record.rule == "date-last-year"]
    days = [m for m in days if m.start < paper.windows[0].noun.start and not _is_other_day(reading, m)]
    if paper.windows[0].sentence - index > 1:
        days = [m for m in days if not _is_history(reading, m)]
    if days:
        start, end = reading.document.sentences[index].start, reading.document.sentences[index].end
        words = Words(start, end, "signed-before-" + days[-1].record.rule, 0.7)
        paper.signed = Found(days[-1].record.date, words, "inferred")
        fill_place(reading, paper, index, start, end)
    return bool(days)


_LONG = 3


def _is_history(reading: Reading, day: Typed) -> bool:
    """True for a day years before the release."""
    issued: PartialDate | None = reading.document.release.issued
    return issued is not None and issued.year - day.record.date.year >= _LONG


_SEVERAL = "date-days"
"""Several days ("du 10 au 14 août") are those of a visit; on which of them was signed nobody knows."""


def _is_other_day(reading: Reading, day: Typed) -> bool:
    """True for a day behind the release's own, when nothing was signed, and for the day in its dateline."""
    issued: PartialDate | None = reading.document.release.issued
    head = reading.document.release.issued_span
    in_head = head is not None and reading.document.span(day.start, day.end).start == head.start
    own = in_head or (day.record.date == issued and day.record.rule == "date-day-month-year")
    return own or (issued is not None and day.record.date.first_day() > issued.last_day())


def _signings(reading: Reading, paper: Paper) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, sentence) of the words that tell the signing, in windows and behind them."""
    for window in paper.windows:
        if _YEARS_AFTER.search(reading.document.text, window.start, min(window.noun.end + 30, window.end)):
            continue
        told_here = signs_in(reading, window) or _noun_signs(window) or _renews_by_hand(reading, window)
        follows = followers_of(reading, window) if paper.time != "previous" else []
        telling = [
            i for i in follows if signs_in_sentence(reading, i) and not _QUOTED.match(reading.words(i))
        ]
        telling = [i for i in telling if not _tells_founding(reading, i) and not _tells_first(reading, i)]
        if paper.renewal:
            telling = [i for i in telling if not _LONG_AGO.search(reading.words(i))]
        if told_here or telling:
            yield window.start, window.end, window.sentence
        before = window.sentence - 1
        apart = not told_here and not telling and _leads_to(reading, window, before)
        if apart or (told_here and _names_who(reading, window, before)):
            sentence = reading.document.sentences[before]
            yield sentence.start, sentence.end, before
        if apart:
            yield window.start, window.end, window.sentence
        for index in telling:
            sentence = reading.document.sentences[index]
            yield sentence.start, sentence.end, index


_FIRST_ONE = re.compile(
    r"(?:The (?:original|first)|Its predecessor|Das (?:Original|erste)|Die (?:ursprüngliche|erste)|Der erste|"
    r"L[’']original|Le premier|La première)\b(?! signature| Unterschrift)"
)


def _tells_first(reading: Reading, index: int) -> bool:
    """True for a sentence that goes on about the paper before: "The original was signed in 1997 by …"."""
    return _FIRST_ONE.match(reading.words(index)) is not None


_QUOTED = re.compile(r"[\"„“«‹»]")
"""What somebody says behind the news tells who speaks, not who signs."""

_YEARS_AFTER = re.compile(
    r"\bJahre nach (?:der|dem|ihrer) (?:Unterzeichnung|Abschluss|Besiegelung|Unterschrift)|"
    r"\byears after (?:the |its )?signing|\bans après la signature|"
    r"\byears (?:to the \w+ )?after (?:the )?(?:original |first )?\w+ (?:was|had been) (?:first )?signed"
)
"""A signing that is but a date: "Zehn Jahre nach der Unterzeichnung des Vertrages vereinbarten …"."""

_LONG_AGO = re.compile(
    r"\b(?:war|waren|wurde|wurden|had been|was first|avait été)\b[^.;]{0,90}\b(?:geschlossen|besiegelt|"
    r"begründet|unterzeichnet|unterschrieben|eingegangen)\b|\bhad been (?:signed|sealed|concluded)|"
    r"\bavait été (?:signé|scellé|conclu)"
)
"""How one tells behind a renewal when that was founded which is renewed."""

_LONG_BEFORE = re.compile(
    r"\b(?:[Uu]nterzeichnet|[Uu]nterschrieben|[Bb]esiegelt|[Gg]eschlossen) (?:hatten?|worden war) |"
    r"\b(?:had|hatten?) [^.;]{0,90}\b(?:signed|sealed|unterzeichnet|unterschrieben|besiegelt|geschlossen)\b|"
    r"\bavai(?:t|ent) (?:signé|scellé|conclu|paraphé)"
)
"""How the signing of an earlier paper is told right before that of a new one."""


def _tells_founding(reading: Reading, index: int) -> bool:
    """True for a sentence that says who had signed the bond itself: "… hatten Berg und Roe unterzeichnet"."""
    return bool(reading.skeletons[index].every("R")) and _LONG_BEFORE.search(reading.words(index)) is not None


def _names_who(reading: Reading, window: Window, before: int) -> bool:
    """True where the sentence before says who signed, and the window only where and when: "Signing was …"."""
    skeleton = reading.skeletons.get(before)
    if skeleton is None or skeleton.every("AFNV") or not skeleton.every("P"):
        return False
    if _LONG_BEFORE.search(reading.words(before)):
        return False
    near = [window.sentence, *followers_of(reading, window)]
    if any(reading.skeletons[i].every("P") for i in near):
        return False
    same = reading.document.sentences[before].block == reading.document.sentences[window.sentence].block
    return same and (signs_in_sentence(reading, before) or _commit(reading, before))


_COMMITS = re.compile(
    r"\b(?:committed|agreed|pledged|vowed|vereinbart|verständigt|geeinigt|einigten|bekannten|verpflicht|"
    r"engagé|convenu)"
)


def _commit(reading: Reading, index: int) -> bool:
    """True where two persons bind their towns, and the sentence behind says that a paper was signed."""
    return len(reading.skeletons[index].every("P")) == _TWO and bool(_COMMITS.search(reading.words(index)))


def _leads_to(reading: Reading, window: Window, before: int) -> bool:
    """True where the sentence before tells a signing, and the window who put a name under what."""
    skeleton = reading.skeletons.get(before)
    people = len(skeleton.every("P")) if skeleton else 0
    if skeleton is None or skeleton.every("AFNV"):
        return False
    if people < _TWO and not reading.skeletons[window.sentence].every("P"):
        return False
    same = reading.document.sentences[before].block == reading.document.sentences[window.sentence].block
    return same and signs_in_sentence(reading, before)


def _renews_by_hand(reading: Reading, window: Window) -> bool:
    """True where persons renew a paper: "haben den Vertrag erneuert"."""
    words = reading.document.text[window.start : window.end]
    people = any(window.start <= m.start < window.end for m in reading.skeletons[window.sentence].every("P"))
    return people and window.noun.group != "relationship" and bool(reading.cue("renew").search(words))


def _noun_signs(window: Window) -> bool:
    """True for headings and captions such as "Vertragsunterzeichnung"."""
    return "unterzeichn" in window.noun.text.lower()


def _fill_signing(reading: Reading, paper: Paper, index: int, start: int, end: int) -> None:
    """Note what ``text[start:end]``, of the sentence *index*, tells of the signing of *paper*."""
    fill_date(reading, paper, index, start, end)
    _fill_mode(reading, paper, start, end)
    fill_place(reading, paper, index, start, end)
    for mention in find_signers(reading, index, start, end):
        words = Words(start, end, "signatory-in-signing", 0.9)
        side = side_of(reading.skeletons[index], mention)
        paper.signatories.setdefault(mention.record.name, Signer(mention.start, mention.end, words, side))


def _fill_mode(reading: Reading, paper: Paper, start: int, end: int) -> None:
    """Note that the signing took place over a distance."""
    for cue, mode in (("video", "video-conference"), ("correspondence", "by-correspondence")):
        match = reading.cue(cue).search(reading.document.text, start, end)
        if match and paper.mode is None:
            paper.mode = Found(mode, Words(match.start(), match.end(), f"mode-{cue}", 0.9))
