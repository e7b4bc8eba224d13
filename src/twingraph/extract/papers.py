"""Skeletons -> the papers that towns sign: what they are, who signed them, when, where, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from twingraph.extract.dates import DateMention, parse_number
from twingraph.extract.layout import Sentence
from twingraph.extract.nouns import AgreementNoun, cue_pattern
from twingraph.extract.persons import Person
from twingraph.extract.reading import Reading
from twingraph.extract.relations import Link, Party, Words
from twingraph.extract.skeleton import Skeleton
from twingraph.model import PartialDate


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a sentence that speaks of one noun: offsets of the normalised text."""

    sentence: int
    start: int
    end: int
    noun: AgreementNoun


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with the words that say it."""

    value: T
    words: Words
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class Signer:
    """Where the text names a signatory, and the words that tell the signing."""

    start: int
    end: int
    words: Words


@dataclass
class Paper:
    """One signed (or planned) paper.  ``time`` is new, previous or running; ``qualifier`` a topic or ""."""

    time: str
    qualifier: str
    kind: str = "cooperation"
    founding: bool = False
    renewal: bool = False
    windows: list[Window] = field(default_factory=list)
    parties: frozenset[Party] = frozenset()
    party_words: Words | None = None
    signed: Found[PartialDate] | None = None
    place: Found[int] | None = None
    mode: Found[str] | None = None
    valid_from: Found[PartialDate] | None = None
    valid_until: Found[PartialDate] | None = None
    signatories: dict[str, Signer] = field(default_factory=dict)
    planned: bool = False


def find_papers(reading: Reading, links: list[Link], partner: Party | None) -> list[Paper]:
    """Return the papers of the release, the main one first where there is one."""
    if partner is None or reading.home_party is None:
        return []
    windows = [w for w in _windows(reading) if _is_ours(reading, w)]
    papers = _group(reading, windows, links)
    pair: frozenset[Party] = frozenset({reading.home_party, partner})
    for paper in papers:
        _fill(reading, paper, links, pair)
    _share_occasion(papers)
    return [p for p in papers if _is_worth(p)]


def _windows(reading: Reading) -> Iterator[Window]:
    """Yield for each noun for a paper the part of its sentence that speaks of it: up to the clause of the next one."""
    for index, skeleton in reading.skeletons.items():
        sentence = reading.document.sentences[index]
        nouns = [m.record for m in skeleton.every("AFNV")] or _sealed(reading, skeleton, sentence)
        bounds = [
            sentence.start,
            *(_clause_start(reading, a, b) for a, b in zip(nouns, nouns[1:], strict=False)),
            sentence.end,
        ]
        for noun, start, end in zip(nouns, bounds, bounds[1:], strict=False):
            yield Window(index, start, end, noun)


_SEALED = re.compile(r"\b(?:besiegel|unterzeichne|unterschrieben|unterfertig|ratifizier|sealed|signed|signée?s?|scellée?s?)", re.I)


def _sealed(reading: Reading, skeleton: Skeleton, sentence: Sentence) -> list[AgreementNoun]:
    """Return the relationship that a sentence without a paper says was sealed on a day: "am Samstag … besiegelt"."""
    nouns: list[AgreementNoun] = [m.record for m in skeleton.every("R")]
    days = [m for m in skeleton.every("D") if m.record.date.day]
    return nouns[:1] if nouns and days and _SEALED.search(reading.document.words(sentence)) else []


def _clause_start(reading: Reading, one: AgreementNoun, other: AgreementNoun) -> int:
    """Return where the clause of *other* begins: behind the last comma or semicolon between the two nouns."""
    between = reading.document.text[one.end : other.start]
    cut = max(between.rfind(","), between.rfind(";"))
    return one.end + cut + 1 if cut >= 0 else other.start


def _is_ours(reading: Reading, window: Window) -> bool:
    """Leave out treaties between states, denied papers, and contracts about other business."""
    noun = window.noun
    if noun.flags & {"states", "denied"}:
        return False
    weak = noun.group.startswith("weak")
    return not (weak and "foreign" in noun.flags)


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
    topics = (("kultur", "culture"), ("cultur", "culture"), ("jugend", "youth"), ("youth", "youth"), ("jeune", "youth"), ("sport", "sport"),
              ("wirtschaft", "economy"), ("econom", "economy"), ("économ", "economy"), ("umwelt", "environment"), ("klima", "climate"),
              ("bildung", "education"), ("digital", "digital"))  # fmt: skip
    lower = behind.lower()
    return next((topic for stem, topic in topics if stem in lower), "separate")


def _group(reading: Reading, windows: list[Window], links: list[Link]) -> list[Paper]:
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
        paper.founding = best.group in ("founding", "weak_founding", "relationship") and paper.qualifier != "renewal"
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


def _renews(reading: Reading, window: Window) -> bool:
    text = reading.document.text[window.start : window.end]
    near = text[max(0, window.noun.start - window.start - 40) : window.noun.end - window.start + 40]
    return bool(cue_pattern(reading.lexicon, reading.language, "renew").search(near))


_PARTNERS = re.compile(
    r"städtepartner|partnerstädt|partnerschaft|verschwister|twin|sister|jumel|both (?:cities|towns)|beide[rn]? städte|deux (?:villes|communes)", re.I
)


def _may_found(reading: Reading, window: Window, links: list[Link]) -> bool:
    """True where a weak noun ("Vertrag", "document") stands beside a signature or a term and beside partner towns."""
    if "ended" in window.noun.flags or "running" in window.noun.flags or _is_draft(reading, window):
        return _is_about_partners(reading, window, links)
    near = [window.sentence, *_followers(reading, window)]
    signs = cue_pattern(reading.lexicon, reading.language, "sign")
    signed = any(signs.search(reading.document.words(reading.document.sentences[i])) for i in near)
    return signed and (_is_about_partners(reading, window, links) or len(_towns_of_signers(reading, near)) > 1)


def _is_about_partners(reading: Reading, window: Window, links: list[Link]) -> bool:
    skeleton = reading.skeletons[window.sentence]
    words = reading.document.words(reading.document.sentences[window.sentence])
    linked = any(k.sentence == window.sentence for k in links)
    return linked or bool(skeleton.every("RTFAN")) or bool(_PARTNERS.search(words))


def _followers(reading: Reading, window: Window) -> list[int]:
    """Return the next sentences of the block, three at most, up to one that names another paper."""
    found = []
    block = reading.document.sentences[window.sentence].block
    for index in range(window.sentence + 1, window.sentence + 4):
        skeleton = reading.skeletons.get(index)
        if skeleton is None or reading.document.sentences[index].block != block or skeleton.every("AFNV"):
            break
        found.append(index)
    return found


def _towns_of_signers(reading: Reading, sentences: list[int]) -> set[int]:
    """Return the towns for which the persons in *sentences* hold an office; without a word of another, the home town."""
    towns: set[int] = set()
    for index in sentences:
        sentence = reading.document.sentences[index]
        for role in reading.roles:
            if sentence.start <= role.start < sentence.end and role.concept in SIGNING_OFFICES:
                town = role.city or (None if role.counterpart else reading.home)
                towns |= {town} if town else set()
    return towns


SIGNING_OFFICES = frozenset({"counterpart", "mayor", "deputy-mayor", "department-head", "councillor", "governor", "minister"})
_DRAFT = re.compile(r"\b(?:entwurf|draft|projet)\b (?:eine[rs]|of an?|d[’'])", re.I)
_FORESEEN = re.compile(
    r"\b(?:ist|sind) (?:für|am|im)[^.;]{2,40}(?:vorgesehen|geplant)|\b(?:in vorbereitung|en préparation|being prepared|in preparation|under negotiation)\b",
    re.I,
)


def _is_draft(reading: Reading, window: Window) -> bool:
    """True where the text has only a draft of the paper, or says that it is being prepared."""
    start = max(window.start, window.noun.start - 40)
    near = reading.document.text[start : window.end]
    return bool(_DRAFT.search(near) or _FORESEEN.search(near))


def _fill(reading: Reading, paper: Paper, links: list[Link], pair: frozenset[Party]) -> None:
    paper.planned = _is_planned(reading, paper)
    _fill_parties(reading, paper, links, pair)
    for window in paper.windows:
        _fill_validity(reading, paper, window)
        for index in _followers(reading, window):
            sentence = reading.document.sentences[index]
            if _PRONOUN.match(reading.document.words(sentence)):
                _fill_validity(reading, paper, Window(index, sentence.start, sentence.end, window.noun))
    for start, end, index in _signings(reading, paper):
        _fill_signing(reading, paper, index, start, end)


_PRONOUN = re.compile(r"^(?:Es|Sie|Er|Dieses?|Dieser|It|This|The (?:agreement|document)|Il|Elle|Celui-ci|Celle-ci)\b")
_PLAN_SIGN = re.compile(
    r"\b(?:soll|sollen|wird|werden|will|wollen|möchte\w*)\b[^.;]{0,140}\b(?:unterzeichnet|unterschrieben|geschlossen|besiegelt|abgeschlossen|unterzeichnen)\b(?! worden)|"
    r"\b(?:to be signed|will be signed|will sign|is due to sign|plan(?:s|ned)? to sign|expected to sign|hopes? to sign|intend\w* to sign)\b|"
    r"\b(?:sera|seront|devrai\w+ être|doit être|va être|vont) (?:signée?s?|signer)\b|\b(?:geplante|vorgesehene|künftige|projet d[e’'])[nrsm]? ?$",
    re.I,
)


def _is_planned(reading: Reading, paper: Paper) -> bool:
    """True where the paper is a draft, or the first sentences that speak of signing it put that into the future."""
    if any(_is_draft(reading, w) for w in paper.windows):
        return True
    text = reading.document.text
    marks = [bool(_PLAN_SIGN.search(text[w.start : w.end])) for w in paper.windows if _signs_in(reading, w)]
    return bool(marks) and all(marks)


def _signs_in_sentence(reading: Reading, index: int) -> bool:
    signs = cue_pattern(reading.lexicon, reading.language, "sign")
    return bool(signs.search(reading.document.words(reading.document.sentences[index])))


def _signs_in(reading: Reading, window: Window) -> bool:
    pattern = cue_pattern(reading.lexicon, reading.language, "sign")
    return bool(pattern.search(reading.document.text[window.start : window.end]))


def _fill_parties(reading: Reading, paper: Paper, links: list[Link], pair: frozenset[Party]) -> None:
    """Take the parties that a rule ties to one of the paper's nouns, the largest set first; else the main pair."""
    nouns = {w.noun for w in paper.windows}
    named = [k for k in links if k.noun in nouns]
    if paper.time == "new" and not paper.qualifier:
        spread = [k for k in links if k.noun and k.noun.group == "relationship" and len(k.parties) > 2]
        named += spread if any(k.parties == s.parties for k in named for s in spread) else []
    if paper.time != "new":
        named = [k for k in named if len(k.parties) > 2 or k.parties != pair]
    if not named and paper.time == "new" and not paper.planned and not _all_towns(reading, paper):
        near = [i for w in paper.windows for i in (w.sentence, *_followers(reading, w)) if _signs_in_sentence(reading, i)]
        towns = _towns_of_signers(reading, near)
        if len(towns) > 1:
            first = paper.windows[0]
            paper.parties = frozenset(("city", t) for t in towns)
            paper.party_words = Words(first.start, first.end, "paper-signatories", 0.8)
            return
    best = max(named, key=lambda k: (len(k.parties), -k.words.start), default=None)
    if best is None or (len(best.parties) == 2 and paper.time != "new"):
        first = paper.windows[0]
        paper.parties = best.parties if best else _all_towns(reading, paper) or pair
        paper.party_words = Words(first.start, first.end, "paper-main-pair", 0.8)
    else:
        paper.parties = best.parties
        paper.party_words = best.words


_ALL = re.compile(r"\b(?:aller (?P<n>drei|vier|fünf|sechs)|der (?P<m>drei|vier|fünf|sechs)|all (?P<e>three|four|five)|(?:les|des) (?P<f>trois|quatre|cinq)) "
                  r"(?:Städte|Partnerstädte|Kommunen|Partner|cities|towns|villes|communes)", re.I)  # fmt: skip
_COUNT = {
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "three": 3,
    "four": 4,
    "five": 5,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
}


def _all_towns(reading: Reading, paper: Paper) -> frozenset[Party]:
    """Return the parties of a paper "of all four towns": the signatories' towns, or the towns named with a link before."""
    for window in paper.windows:
        match = _ALL.search(reading.document.text[window.start : window.end])
        if match:
            count = _COUNT[next(g for g in match.groups() if g).lower()]
            before = [
                c for c in reading.cities if c.start < window.end and c.geonames_id not in reading.oriented
            ]
            towns = list(dict.fromkeys([reading.home, *(c.geonames_id for c in before)]))
            if len(towns) >= count:
                return frozenset(("city", t) for t in towns[:count] if t is not None)
    return frozenset()


def _fill_validity(reading: Reading, paper: Paper, window: Window) -> None:
    skeleton = reading.skeletons[window.sentence]
    for rule in reading.rules("until"):
        for match in rule.pattern.finditer(skeleton.text):
            dates = skeleton.inside(match.span("date"), "D")
            if dates and window.start <= dates[0].start < window.end and paper.valid_until is None:
                words = Words(skeleton.offset(match.start()), dates[0].end, rule.id, rule.confidence)
                paper.valid_until = Found(dates[0].record.date, words)
    _fill_start(reading, paper, window, skeleton)
    for mention in skeleton.every("D"):
        date: DateMention = mention.record
        if (
            date.until
            and window.start <= mention.start < window.end
            and mention.start - window.noun.end < 140
            and paper.valid_from is None
        ):
            words = Words(mention.start, mention.end, "valid-range", 0.9)
            paper.valid_from, paper.valid_until = Found(date.date, words), Found(date.until, words)


def _fill_start(reading: Reading, paper: Paper, window: Window, skeleton: Skeleton) -> None:
    """Take the day on which the paper comes into force."""
    for rule in reading.rules("from"):
        for match in rule.pattern.finditer(skeleton.text):
            dates = skeleton.inside(match.span(), "D")
            if dates and window.start <= dates[0].start < window.end and paper.valid_from is None:
                words = Words(skeleton.offset(match.start()), dates[0].end, rule.id, rule.confidence)
                if dates[0].record.until is None:
                    paper.valid_from = Found(dates[0].record.date, words)


def _signings(reading: Reading, paper: Paper) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, sentence) of the words that tell the signing: windows with such a word, else the sentences behind."""
    signs = cue_pattern(reading.lexicon, reading.language, "sign")
    for window in paper.windows:
        if _signs_in(reading, window) or _noun_signs(reading, window):
            yield window.start, window.end, window.sentence
            continue
        followers = _followers(reading, window)
        telling = [i for i in followers if signs.search(reading.document.words(reading.document.sentences[i]))]
        if telling:
            yield window.start, window.end, window.sentence
        for index in telling:
            sentence = reading.document.sentences[index]
            yield sentence.start, sentence.end, index


def _noun_signs(reading: Reading, window: Window) -> bool:
    """True for headings and captions such as "Vertragsunterzeichnung"."""
    return "unterzeichn" in window.noun.text.lower()


def _fill_signing(reading: Reading, paper: Paper, index: int, start: int, end: int) -> None:
    if paper.planned:
        return
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


_WITNESS = re.compile(r"\b(?:im beisein|in anwesenheit|in gegenwart|unter den augen|in the presence|witnessed by|en présence|sous les yeux|begleitet von|accompanied by|"
                      r"empfangen von|überreichte\w*|dankte\w*|laut|sagte|sagt|said|says|according to|selon|a déclaré)\b[^.;]{0,25}$", re.I)  # fmt: skip


def _signers(reading: Reading, skeleton: Skeleton, start: int, end: int) -> Iterator[tuple[Person, int, int]]:
    """Yield the persons of the signing, those who only watch, speak or take the picture left out."""
    for mention in skeleton.every("P"):
        before = reading.document.text[max(start, mention.start - 90) : mention.start]
        if start <= mention.start < end and not _WITNESS.search(before):
            yield mention.record, mention.start, mention.end


def _share_occasion(papers: list[Paper]) -> None:
    """A separate paper that gives no day of its own was signed at the occasion of the main one."""
    main = next((p for p in papers if p.time == "new" and not p.qualifier and p.signed), None)
    for paper in papers:
        if main and main.signed and paper is not main and _shares(paper):
            paper.signed = Found(main.signed.value, main.signed.words, "inferred")
            if paper.place is None and main.place is not None:
                paper.place = Found(main.place.value, main.place.words, "inferred")
    for paper in papers:
        if paper.mode is not None:
            paper.place = None


def _shares(paper: Paper) -> bool:
    told_apart = paper.renewal or paper.planned or paper.signed is not None
    return paper.time == "new" and bool(paper.signatories) and not told_apart


def _is_worth(paper: Paper) -> bool:
    """A paper that nobody signs, that has no date and no term, is only a word."""
    facts = paper.signed or paper.signatories or paper.valid_from or paper.valid_until
    return bool(facts) or paper.planned
