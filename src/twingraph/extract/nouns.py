"""Normalised text -> the nouns for partnerships and papers, with what the words before them say of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from twingraph.extract.denials import ANSWERED, ASKED, is_denied
from twingraph.extract.layout import Document
from twingraph.lexicon import Lexicon

SKELETON_TYPE = {
    "relationship": "R", "partner": "T", "founding": "F", "instrument": "A", "renewal": "N",
    "weak_relationship": "W", "weak_instrument": "V", "weak_founding": "V",
}  # fmt: skip
_QUALIFIER = re.compile(r"^(kultur|jugend|sport|wirtschafts|umwelt|bildungs|digital|klima)", re.I)
_QUALIFIER_TOPIC = {
    "kultur": "culture",
    "jugend": "youth",
    "sport": "sport",
    "wirtschafts": "economy",
    "umwelt": "environment",
    "bildungs": "education",
    "digital": "digital",
    "klima": "climate",
}
_STATES = re.compile(r"\b(?!deutsch-deutsche)[a-zäöü]+-(?:[a-zäöüß]+ische[nrsm]?|deutsche[nrsm]?) $", re.I)
_STATESMEN = re.compile(
    r"\b(?:zwischen|between|entre|von|by|par)\b[^.;]{0,20}(?:Bundeskanzler(?:in)?|Kanzler|"
    r"Staatspräsident|Adenauer|"
    r"Chancellor|President|chancelier|chancelière|général|président)\b[^.;]{0,90}$"
)


@dataclass(frozen=True, slots=True)
class AgreementNoun:
    """A noun for a link or a paper.

    ``kind`` is a concept of the scheme kind; ``qualifier`` a topic that sets the paper apart
    (Kulturkommuniqué), or ""; ``flags`` hold what is said of it: previous, new, separate, running, ended,
    denied, states, foreign.
    """

    start: int
    end: int
    group: str
    kind: str
    text: str
    qualifier: str
    flags: frozenset[str]

    @property
    def is_weak(self) -> bool:
        """True for everyday words that mean a link or a paper only beside others (Vertrag, document)."""
        return self.group.startswith("weak")


@lru_cache(maxsize=8)
def _pattern(lexicon: Lexicon, language: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    cues = [c for c in lexicon.agreements if language in c.languages]
    joined = "|".join(f"(?P<n{i}>{c.pattern})" for i, c in enumerate(cues))
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-]|-\w)", re.I), tuple(
        (c.values[0], c.values[1]) for c in cues
    )


@lru_cache(maxsize=64)
def cue_pattern(lexicon: Lexicon, language: str, name: str) -> re.Pattern[str]:
    """Return the compiled cues of one class of cues.tsv in *language*."""
    cues = lexicon.patterns("cues", language, name).replace("[^.;]", r"(?:[^.;]|(?<=\d)\.)")
    return re.compile(rf"(?<![\w-])(?:{cues})(?!\w)", re.I)


def find_nouns(document: Document, lexicon: Lexicon) -> list[AgreementNoun]:
    """Return the nouns for partnerships and papers in *document*, in order.

    Navigation and other articles left out.
    """
    language = document.release.language
    pattern, groups = _pattern(lexicon, language)
    found = []
    for match in document.finditer(pattern):
        if document.block_at(match.start()).kind in ("navigation", "elsewhere", "contact"):
            continue
        group, kind = groups[int((match.lastgroup or "n0")[1:])]
        qualifier = _QUALIFIER.match(match.group())
        flags = _flags(document, match.start(), match.end(), lexicon)
        topic = _QUALIFIER_TOPIC[qualifier.group(1).lower()] if qualifier and group == "instrument" else ""
        found.append(AgreementNoun(match.start(), match.end(), group, kind, match.group(), topic, flags))
    found = _without_aims(document.text, _replaced(document, found))
    found = [_founding(document.text, *pair) for pair in zip(found, [*found[1:], None], strict=False)]
    return [_owned(document.text, *pair) for pair in zip([None, *found], found, strict=False)]


_AIM = re.compile(
    r",? (?:zugestimmt|beschlossen|gebilligt)?,? ?(?:die|der|which|that|qui) (?:in|zu|into|"
    r"to|vers) (?:eine[rn]?|an?|une?) |"
    r",? (?:zu[rm]|über (?:die|den)|für (?:die|den)|mit dem Ziel|to|on|for|towards?|en vue|"
    r"visant|pour|sur)\b[^.;,:]{0,40}?"
    r"(?:einer|eines|eine|einen|a|an|the|d[’']une?|une?|la|le|ihrer|ihre|their) (?:[a-zäöüé-]+ )?"
)


def _without_aims(text: str, nouns: list[AgreementNoun]) -> list[AgreementNoun]:
    """Leave out the bond that a letter of intent only aims at: "Absichtserklärung zur Gründung einer …"."""
    aims = {
        b.start
        for a, b in pairwise(nouns)
        if a.kind == "letter-of-intent" and b.group == "relationship" and _AIM.fullmatch(text, a.end, b.start)
    }
    return [n for n in nouns if n.start not in aims]


def _replaced(document: Document, nouns: list[AgreementNoun]) -> list[AgreementNoun]:
    """Mark a paper that ran out as an earlier one, where the release goes on about a new one."""
    papers = [n for n in nouns if n.group in _PAPERS and "previous" not in n.flags]
    old = {n.start for n in papers if _ran_out(document, n)}
    if not any("new" in n.flags and n.start not in old for n in papers):
        return nouns
    return [replace(n, flags=(n.flags | {"previous"}) - {"new"}) if n.start in old else n for n in nouns]


_PAPERS = frozenset({"instrument", "weak_instrument", "founding", "weak_founding", "renewal"})


def _ran_out(document: Document, noun: AgreementNoun) -> bool:
    sentence = document.sentences[document.sentence_at(noun.start)]
    return _RAN_OUT.match(document.text, noun.end, sentence.end) is not None


_BY_WHICH = re.compile(
    r",? (?:mit (?:der|dem|denen)|durch (?:die|das|den)|(?:by|through|with) which|par (?:laquelle|lequel)|"
    r"that|which|qui|die|das|der)\b[^.;:]{0,80}"
)
_OVER = re.compile(
    r" (?:über|zur|for|on|establishing|creating|instituant|créant|portant)"
    r"(?: (?:eine?n?|die|das|den|a|an|the|une?|le|la|Begründung einer|Aufnahme einer))?(?: [a-zäöüéè]+)? "
)
"""Between a paper and the relationship that it makes: "Vertrag über eine Städtepartnerschaft"."""
_MAKES = re.compile(
    r"[^.;]{0,20}?\b(?:eingeh|eingegangen|begründe|besiegel|schlie(?:ß|ss)|geschlossen|aufnehm|"
    r"establish|found|form|creat|seal|établi|fond|scell|cré)"
)


def _founding(text: str, noun: AgreementNoun, following: AgreementNoun | None) -> AgreementNoun:
    """Read "die Urkunde, mit der beide eine Solidaritätspartnerschaft eingehen" as what founds it."""
    loose = noun.group in ("weak_instrument", "weak_founding")
    if not loose or following is None or following.group != "relationship" or following.flags & {"denied"}:
        return noun
    if _OVER.fullmatch(text, noun.end, following.start):
        return replace(noun, group="weak_founding", kind=following.kind)
    joined = _BY_WHICH.fullmatch(text, noun.end, following.start)
    makes = joined and (_MAKES.search(joined.group()) or _MAKES.match(text, following.end))
    return replace(noun, group="weak_founding", kind=following.kind) if makes else noun


_WHOSE = re.compile(r",? (?:dont (?:le |la |l[’'])|whose |deren |dessen )(?:\w+ )?")


def _owned(text: str, before: AgreementNoun | None, noun: AgreementNoun) -> AgreementNoun:
    """Read the paper of a relationship as the one that founds it: "le jumelage, dont le protocole …"."""
    loose = noun.group in ("weak_instrument", "weak_founding")
    if not loose or before is None or before.group != "relationship":
        return noun
    return (
        replace(noun, group="weak_founding", kind=before.kind)
        if _WHOSE.fullmatch(text, before.end, noun.start)
        else noun
    )


def _flags(document: Document, start: int, end: int, lexicon: Lexicon) -> frozenset[str]:
    language = document.release.language
    sentence = document.sentences[document.sentence_at(start)]
    before = document.text[max(sentence.start, start - 60) : start]
    phrase = _PHRASE_START.split(_TIME.sub(" ", before))[-1]
    near = " ".join(phrase.split()[-6:])
    flags = {
        name
        for name in ("previous", "new", "separate", "running")
        if any(
            not _OF_ANOTHER.match(near, m.end()) for m in cue_pattern(lexicon, language, name).finditer(near)
        )
    }
    if cue_pattern(lexicon, language, "ended").search(near):
        flags.add("ended")
    if _ELLIPTIC_NEW.match(document.text, start, end):
        flags.add("new")
    if _ELLIPTIC.match(document.text, start, end):
        flags = (flags | {"previous"}) - {"new"}
    if _REPLACED_BEFORE[language].search(before):
        flags = (flags | {"previous"}) - {"new"}
    told = document.text[sentence.start : sentence.end]
    if cue_pattern(lexicon, language, "rumour").search(told) or is_denied(
        document.text, before, end, sentence.end, language
    ):
        flags.add("denied")
    if ASKED.search(told) and ANSWERED.match(document.text, sentence.end):
        flags.add("denied")
    if cue_pattern(lexicon, language, "wish").search(before[-45:]):
        flags.add("denied")
    if (
        _STATES.search(before)
        or _STATESMEN.search(document.text, max(sentence.start, start - 160), start)
        or cue_pattern(lexicon, language, "states").search(
            _OTHER_CLAUSE.split(document.text[max(sentence.start, start - 30) : end + 40])[0]
        )
    ):
        flags.add("states")
    if cue_pattern(lexicon, language, "foreign").search(document.text[sentence.start : sentence.end]):
        flags.add("foreign")
    return frozenset(flags)


_OTHER_CLAUSE = re.compile(
    r", (?:\w+ )?(?:Jahre? (?:vor|nach)|(?:years?|months?) (?:before|after)|(?:ans?|mois) (?:avant|après)|"
    r"noch vor|even before|bien avant)\b"
)
"""What another treaty is only a date for: "la charte, quatre ans avant le traité de l’Élysée"."""

_OF_ANOTHER = re.compile(
    r" (?:Universität|Rathaus\w*|Stadt|Aula|Schloss\w*|Bürgermeister\w*|Mayor|[Tt]own [Hh]all|maire|"
    r"Jahr\w*|Bau\w*|Markt\w*)\b"
)
"""What an adjective before a paper may belong to instead: "in der Alten Universität … unter eine Urkunde"."""
_TIME = re.compile(
    r"\b(?:letzte[nrsm]?|vorige[nrsm]?) (?:\w*tage?s?|\w*abend|Sonnabend|Woche(?:nende)?|Monats?|"
    r"Jahre?s?|Sommer|"
    r"Herbst|Winter|Frühjahr|Frühling|Mal)\b|"
    r"\bJahre alte[nrsm]?\b|"
    r"\blast (?:\w+day|night|week(?:end)?|month|year|spring|summer|autumn|fall|winter|time)\b|"
    r"\b(?:\w+di|dimanche|semaine|week-end|mois|an|année|printemps|été|automne|hiver|soir) derni(?:er|ère)\b",
    re.I,
)
"""Words for time that hold a word for "earlier": the paper signed last Friday is not the last paper."""

_ELLIPTIC_NEW = re.compile(r"eine? neue|(?:a|its|the) successor|a (?:new|fresh|second) one|une? nouve", re.I)
_ELLIPTIC = re.compile(
    r"(?:la|le|the|die|der|das) (?:préc|previous|old|last|earlier|original|first|expired|vor|bisher|"
    r"alte|letzte)|"
    r"one$|celle|celui|vorgänger",
    re.I,
)
"""A noun left out: "la précédente, signée en 2011"."""

_PHRASE_START = re.compile(
    r"[;:(]|, (?:die|der|das|dass|wie|wo|und|aber|which|that|who|qui|que|dont)\b|"
    r" (?:mit|with|avec|für|zur|zu|und|and|et) "
)
_RAN_OUT = re.compile(
    r"[^.;:]{0,70}?\b(?:avait pris fin|a pris fin|était (?:arrivée? à échéance|échue?)|(?:avait|a) expiré|"
    r"had (?:expired|lapsed|run out|ended|come to an end)|expired|lapsed|ran out|"
    r"(?:has|had) (?:run its course|expired|lapsed)|est arrivée? à (?:échéance|son terme)|"
    r"came to an end|ended|run until|ran until|s[’']était (?:arrêtée?|achevée?)|s[’']est achevée?|"
    r"(?:ausgelaufen|abgelaufen|erloschen|geendet|ausgeschöpft) (?:war|ist|hatte|sei)|"
    r"(?:deren|dessen) (?:Laufzeit|Geltung\w*|Frist) [^.;,]{0,40}(?:endete|geendet|auslief|ablief)|"
    r"war (?:\w+ |\d+\. ){0,5}(?:ausgelaufen|abgelaufen)|lief (?:\w+ |\d+\. ){0,5}(?:aus|ab)\b)"
)
"""Behind a paper of before: "la convention … avait pris fin en 2021"."""
_REPLACED_BEFORE = {
    "de": re.compile(
        r"\b(?:löst|löste|ersetzt|ersetzte) (?:damit |somit |nun )?(?:ein|das|den|die|eine|einen)"
        r"(?: [a-zäöü]+)? $"
    ),
    "en": re.compile(r"\b(?:replaces|replaced|supersedes|succeeds) (?:a|an|the)(?: [a-z]+)? $"),
    "fr": re.compile(r"\b(?:remplace|succède à) (?:un|une|le|la|l[’'])(?: [a-z]+)? ?$"),
}
