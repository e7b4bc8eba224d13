"""Wordings in which only a town can stand: "mit X verschwistert", "Partnerstädte: X, Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twingraph.extract.layout import Document

_NAME = r"[A-ZÀ-ÖØ-ÞĀ-Ž][^,;:.()\n/]{1,40}?"
_MORE = r"(?: ?\([^()\n]{2,30}\))?(?:(?:,| und| sowie|, und) [A-ZÀ-ÖØ-ÞĀ-Ž][^,;:.()\n]{1,30}?){0,4}"
_TIED = r"(?:verschwistert|befreundet|verpartnert|verbrüdert|verbunden)"
_FRAMES = (
    re.compile(rf"\b(?:mit|und|sowie|,) (?=(?P<name>{_NAME}){_MORE} (?:[a-zäöüß]+ )?{_TIED}\b)"),
    re.compile(
        rf"\b[Mm]it (?=(?P<name>{_NAME})(?: ?\([^()\n]{{2,30}}\))? "
        r"(?:verbinde[tn]|verband|pflegt|unterhält|unterhalten|bestehen|besteht)\b)"
    ),
    re.compile(
        r"\b(?:[Pp]artnerschaft(?:en)?|[Ff]reundschaft|[Vv]erbindung|[Bb]eziehung(?:en)?|[Bb]ande?|"
        r"[Ss]chüleraustausch|[Aa]ustausch|[Kk]ontakte?n?|[Jj]ubiläum|[Vv]erschwisterung|[Jj]umelage)"
        rf"(?: [a-zäöüß]+| der Stadt){{0,3}}? (?:mit|zu|nach) (?=(?P<name>{_NAME})\b)"
    ),
    re.compile(
        r"\b(?:[Dd]elegation|[Gg]ästen?|[Bb]esuch(?:er)?|[Ff]reunden?|[Aa]bordnung|[Ss]chülern?|[Jj]ugendlichen?|"
        r"[Mm]usikern?|[Cc]hor|[Gg]ruppe|[Kk]inder|[Ff]euerwehrleute|[Pp]artnern?|[Aa]mtskolleg(?:e|en|in)|"
        rf"[Bb]ürgermeister(?:in)?)(?: [a-zäöüß]+){{0,2}} aus (?=(?P<name>{_NAME})\b)"
    ),
    re.compile(
        r"\b(?:twinned|paired|linked|partnered)(?: since \d{4}| for [a-z0-9 ]{2,20} years)?(?: us)? "
        r"(?:with|to) "
        rf"(?=(?P<name>{_NAME})\b)|"
        r"\b(?:[Dd]elegation|[Vv]isitors?|[Gg]uests?|[Ff]riends?|[Pp]upils|[Ss]tudents|[Cc]hoir|[Tt]wins?|"
        r"[Pp]arty|[Gg]roup|[Cc]ounterparts?|[Mm]ayor)(?: [a-z]+){0,2} (?:from|in|of) "
        rf"(?=(?P<other>{_NAME})\b)"
    ),
    re.compile(
        r"\bjumelée?s?(?: depuis \d{4}| officiellement| aujourd[’']hui)? (?:avec|à) "
        rf"(?:la (?:ville|commune) (?:[a-zà-ÿ]+ )?(?:de |d[’']))?(?=(?P<name>{_NAME})\b)|"
        r"\b(?:[Dd]élégation|[Vv]isiteurs|[Ii]nvités|[Aa]mis|[Éé]lèves|[Cc]horale|[Jj]eunes|[Cc]omité|[Mm]aire|"
        rf"[Hh]omologue)(?: [a-zà-ÿ]+){{0,2}} (?:d[e’']) ?(?=(?P<other>{_NAME})\b)"
    ),
)
_LIST = re.compile(
    r"\b(?:(?:[Pp]artner|[Ss]chwester)(?:städten?|gemeinden?|kommunen?)|[Ff]reundschaftsstädten?|"
    r"(?:[Tt]win|[Ss]ister|[Pp]artner)(?: towns| cities)|"
    r"(?:[Vv]illes|[Cc]ommunes) (?:jumelles|jumelées|partenaires|sœurs|amies)|"
    r"(?:[Ss]tädte)?[Pp]artnerschaften (?:mit|zu)|[Jj]umelages avec|(?:partnerships|links|twinnings) with)"
    r"(?: (?:und|oder) -(?:regionen|kreise|landkreise|"
    r"gemeinden))?(?: [a-zà-ÿ]+){0,3}?(?: ?:| –|,)? (?=[A-ZÀ-Þ])(?P<list>[^.:!?\n]{5,300})"
)
_ITEM = re.compile(
    r"(?:^|, |; | und | and | et | sowie |, und |, and )"
    r"(?=[A-ZÀ-ÖØ-ÞĀ-Ž][^,;()]{1,30}(?:,|;|\)|\(| und | and | et | sowie |$| \())"
)
_SIGNER = re.compile(
    r"(?:[A-ZÀ-Þ][\w’-]+ ){1,2}[A-ZÀ-Þ][\w’-]+ \((?=(?P<name>[A-ZÀ-Þ][^()\n,]{0,30}[a-zß-ž][^()\n,]{0,30})\))"
)


def lists_of_twins(document: Document) -> Iterator[list[str]]:
    """Yield the names that stand in one list behind a word such as "Partnerstädte"."""
    for match in document.finditer(_LIST):
        starts = [item.end() for item in _ITEM.finditer(match["list"])]
        items = (_HEAD_OF_ITEM.match(match["list"], at) for at in starts)
        yield [item["name"] for item in items if item]


_HEAD_OF_ITEM = re.compile(
    r"(?P<name>[^,;()]+?)(?= ?\(|,|;|\)| und | and | et | sowie | seit | since | depuis |$)"
)


def framed_starts(document: Document) -> frozenset[int]:
    """Return where names begin that stand as only towns do."""
    return frozenset(_starts(document))


def _starts(document: Document) -> Iterator[int]:
    for pattern in _FRAMES:
        for match in document.finditer(pattern):
            yield match.end()
    for match in document.finditer(_LIST):
        for item in _ITEM.finditer(match["list"]):
            yield match.start("list") + item.end()
    yield from _of_signers(document)


def _of_signers(document: Document) -> Iterator[int]:
    """Yield the towns in brackets behind persons of one sentence: "Ann Roe (York) and Jan Nowak (Łask)"."""
    before = None
    for match in document.finditer(_SIGNER):
        sentence = document.sentence_at(match.start())
        if before is not None and before[0] == sentence:
            yield before[1]
            yield match.end()
        before = (sentence, match.end())
