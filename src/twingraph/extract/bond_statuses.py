"""Bonds that the text says were ended or rest."""

from __future__ import annotations

import re

from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Relationship, Words, party_of

_NO_MORE = re.compile(
    r"\b(?:nicht mehr (?=ver|Partner)|keine (?=Partner\w+ mehr)|no longer (?=twin|link|partner|an? |sister)|"
    r"n[’']est plus (?=jumel|parten|li)|ne sont plus (?=jumel|parten))",
    re.I,
)


def _no_more(reading: Reading, link: Link) -> int:
    """Return where the sentence of a link says that it is one no more; its end where it does not."""
    words = reading.words(link.sentence)
    told = _NO_MORE.search(words)
    return told.start() if told else len(words)


def add_statuses(reading: Reading, relationships: list[Relationship]) -> None:
    """Note that a relationship was ended or suspended, where such a word stands in the same sentence."""
    for relationship in relationships:
        for link in relationship.links:
            named = link.noun is not None and link.noun.group in (
                "relationship",
                "weak_relationship",
                "partner",
            )
            gone = reading.cue("ended").match(reading.words(link.sentence), _no_more(reading, link))
            if named and (gone or not reading.skeletons[link.sentence].every("AVN")):
                _add_status(reading, relationship, link)


NOT_SO = re.compile(
    r"\bagainst (?:ending|dissolving|terminating|cutting|severing|scrapping)\b|"
    r"\bgegen (?:die|eine) (?:Kündigung|Auflösung|Beendigung)\b|"
    r"\bcontre (?:la|une) (?:dissolution|résiliation|fin)\b|"
    r"\bnicht\b(?! mehr)|\bnot\b|\bne\b(?! sont plus)|\bn[’'](?!est plus|existe plus)|"
    r"\b(?:abgelehnt|verworfen|zurückgewiesen|scheiterte|rejected|voted down|defeated|rejeté\w*|"
    r"repoussé\w*)\b",
    re.I,
)


_OTHERWISE = re.compile(
    r",[^.;]{0,30}?\b(?:aber|jedoch|dagegen|hingegen|während|wohingegen|but|while|whereas|"
    r"mais|tandis|alors que)\b"
)
"""What sets the next clause against the one before: there the bond is another."""


_IN_BRACKETS = re.compile(r"\([^()]*$")


EVENT = re.compile(
    r"\b(?:\w*[Bb]esuch\w*|\w*[Rr]eise\w*|\w*[Ff]ahrt\w*|\w*[Jj]ubiläum\w*|\w*[Ff]eier\w*|\w*[Ff]est|\w*[Ff]rist\w*|"
    r"[Pp]ause\w*|\w*[Kk]onzert\w*|\w*[Aa]usstellung\w*|\w*[Tt]urnier\w*|\w*[Aa]bend|\w*[Tt]ag|\w*[Ww]oche\w*|"
    r"Zurückhaltung|Streit|Amtszeit|Rundgang|Programm|Projekt|\w*[Aa]ustausch\w*|"
    r"visit|tour|trip|journey|stay|celebrations?|exhibition|festival|tournament|concert|evening|day|week|exchange|"
    r"deadline|dispute|ceremony|programme|program|project|term|"
    r"visite|voyage|séjour|fête|fêtes|tournée|exposition|tournoi|concert|soirée|journée|semaine|échange|délai|"
    r"cérémonie|projet|mandat)\b"
)
"""What may end while the bond goes on: "Der Besuch in der Partnerstadt endete mit einem Konzert"."""
_PART = re.compile(r"[,;:]| (?:und|and|et|aber|but|mais) ")


def _is_of_event(reading: Reading, link: Link, cue: re.Match[str]) -> bool:
    """True where the clause of the cue is about a visit, a feast or a deadline, not about the bond."""
    words = reading.words(link.sentence)
    start = max((m.end() for m in _PART.finditer(words, 0, cue.start())), default=0)
    following = _PART.search(words, cue.end())
    end = following.start() if following else len(words)
    if _IN_BRACKETS.search(words[max(0, cue.start() - 24) : cue.start()]):
        return False
    bonds = reading.skeletons[link.sentence].every("RW")
    first = reading.document.sentences[link.sentence].start
    own = any(start <= m.start - first < end for m in bonds)
    return EVENT.search(words, start, end) is not None and (not own or _ends_it(words, start, cue.start()))


_ENDS_IT = re.compile(r"\b(?:das|die|der|the|la|le|l[’'])[ ’']?(?:\w+ )?$", re.I)


def _ends_it(words: str, start: int, end: int) -> bool:
    """True where an event stands before the bond in the clause: "das Jubiläum der Partnerschaft …"."""
    event = EVENT.search(words, start, end)
    return event is not None and _ENDS_IT.search(words, start, event.start()) is not None


def _add_status(reading: Reading, relationship: Relationship, link: Link) -> None:
    index = link.sentence
    sentence = reading.document.sentences[index]
    for status in ("ended", "suspended"):
        words_of_it = reading.words(index)
        cue = reading.cue(status).search(words_of_it)
        at = sentence.start + cue.start() if cue else 0
        if cue and _IN_BRACKETS.search(reading.document.text[max(0, at - 24) : at]):
            before = [m for m in reading.skeletons[index].every("C") if m.end <= at]
            if not before or party_of(before[-1]) not in link.parties:
                continue  # "Porto, Volgograd (suspended)": of one of the list
        apart = cue and _OTHERWISE.search(reading.document.text, link.words.end, at) is not None
        if cue and not apart and not NOT_SO.search(words_of_it) and not _is_of_event(reading, link, cue):
            words = Words(sentence.start, sentence.end, f"status-{status}", 0.8)
            relationship.statuses.setdefault(status, words)
