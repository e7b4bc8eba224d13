"""The words that tell a signing -> the persons who sign, those who only watch or speak left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twingraph.extract.paper_plans import PLAN_SIGN
from twingraph.extract.reading import Reading
from twingraph.extract.skeleton import Skeleton, Typed, expand_macros

_WITNESS = re.compile(
    r"\b(?:im beisein|in anwesenheit|in gegenwart|unter den augen|in the presence|witnessed by|"
    r"en présence|sous les yeux|years after|Jahre nachdem|ans après que|begleitet von|accompanied by|"
    r"empfangen von|überreichte\w*|dankte\w*|laut|sagte|sagt|said|says|according to|selon|"
    r"erläuterte|erklärte|"
    r"berichtete|betonte|explained|a expliqué|a précisé|a rappelé|a souligné|"
    r"a déclaré|letter)\b[^.;]{0,25}$|\b(?:danke|dankt|thanks?|thanked|"
    r"remercie\w*)\b[^.;]{0,200}$|, so (?:[A-ZÄÖÜ][\w-]+ ){0,2}$",
    re.I,
)


_PRESENT = re.compile(
    r"\b(?:im beisein|in anwesenheit|in gegenwart|unter den augen|in the presence|witnessed by|en présence|"
    r"sous les yeux)\b(?![^;]*\b(?:unterz|unterschr|besiegel|sign|setz|haben|hat\b|hatten|"
    r"wurde|paraph|have\b|has\b|put\b|ont\b|"
    r"appos|leistete|tausch))[^;]*$",
    re.I,
)
"""Before those who only watch, however many they are."""

_SIGNED_BY = re.compile(
    r"\b(?:erinnerte\w*|gedachte\w*|verwies|recalled|remembered|rappelé|rappelle|évoqué)\b[^.;]{0,60}"
    r"\b(?:Unterzeichnung|Abschluss|Besiegelung|Unterschrift|signing|signature)\b"
)
"""Who recalls a signing has not signed: those behind have."""

ABSENT = re.compile(
    r",? (?:being on leave|being absent|could not|was absent|was unable|konnte nicht|war verhindert|"
    r"fehlte|absente?|"
    r"empêchée?|en congé)\b|"
    r",? (?:(?:die|der) (?:bei )?der (?:Unterzeichnung|Zeremonie|Feier) (?:bei|zu|an)\w+|"
    r"who (?:attended|watched|witnessed)|who [^.;]{4,70}?, (?:witnessed|watched|attended|looked on)|"
    r"qui assistai(?:t|ent))\b|"
    r"s (?:Amts)?(?:[Vv]orgänger|[Nn]achfolger|Stellvertreter|Amtskolleg)|"
    r"[’']s? (?:predecessor|successor|deputy|counterpart)\b"
)


_INSTEAD = re.compile(
    r"\b(?:[Ss]tellvertretend für|[Ii]n Vertretung|[Aa]nstelle|[Aa]n Stelle|[Ff]ür (?:den|"
    r"die) (?:erkrankte|verhinderte|"
    r"verreiste|abwesende)n?|"
    r"[Ss]tanding in for|[Ii]n place of|[Dd]eputi[sz]ing for|"
    r"[Oo]n behalf of (?:the )?(?:Lord )?(?:Mayor|President|Provost)|"
    r"[Ee]n remplacement d|[Àà] la place d|[Ss]uppléant|[Rr]emplaçant)(?:(?!unterschr|"
    r"unterz|sign)[^.;,]){0,70}$"
)
"""Before somebody in whose place another signs."""

_AS_WITNESSES = re.compile(
    r"\b(?:with|mit|avec) (?:(?!\b(?:with|mit|avec|sign\w*|unterz\w+|unterschr\w+)\b)[^.;]){3,160}?\b"
    r"(?:as (?:a )?witness(?:es)?|als Zeug(?:innen|in|en|e)|comme témoins?|(?:en qualité|"
    r"à titre) de témoins?)\b"
)
"""Those who sign that others have signed: "with Ann Reed and Joe Hart as witnesses"."""


def find_signers(reading: Reading, index: int, start: int, end: int) -> Iterator[Typed]:
    """Yield the persons in ``text[start:end]``, of the sentence *index*, unless it only plans a signing."""
    if PLAN_SIGN.search(reading.document.text, start, end):
        return
    by_whom = _SIGNED_BY.search(reading.document.text, start, end)
    witnesses = [m.span() for m in _AS_WITNESSES.finditer(reading.document.text, start, end)]
    by_whom = by_whom or _agent(reading, index, start, end)
    for mention in reading.skeletons[index].every("P"):
        if by_whom is not None and mention.start < by_whom.start():
            continue
        if any(a <= mention.start < b for a, b in witnesses):
            continue
        before = reading.document.flat[max(start, mention.start - 200) : mention.start]
        behind = reading.document.text[mention.end : mention.end + 110]
        if _WITNESS.search(before) or _PRESENT.search(before) or _INSTEAD.search(before):
            continue
        if start <= mention.start < end and not ABSENT.match(behind):
            yield mention


_AGENT = re.compile(
    r"(?<!\bco-)(?<!\bcounter)(?<!also )(?:signed|sealed|concluded|initialled)(?: [^.;,]{2,40}?)? "
    r"by [^.;,]{3,}|"
    r"(?<!co)(?<!contre)(?:signée?s?|conclue?s?|scellée?s?|paraphée?s?)(?: [^.;,]{2,40}?)? par [^.;,]{3,}"
)
_SIGNS = re.compile(r"\b(?:signed|signs|sign|put|set|ont signé|a signé|avaient signé|signent)\b")


def _agent(reading: Reading, index: int, start: int, end: int) -> re.Match[str] | None:
    """Return the words that name who signed: "X shows the oath, signed in 1984 by A and B"."""
    told = _AGENT.search(reading.document.text, start, end)
    if told is None or _SIGNS.search(reading.document.text, start, told.start()):
        return None
    behind = any(told.start() < m.start < told.end() for m in reading.skeletons[index].every("P"))
    return told if behind else None


_FOR = (
    r"(?:[Ff]ür (?:die (?:(?:Stadt|Gemeinde) )?|den Kreis )?|(?:[Ii]m Namen|namens) (?:von |der Stadt |der "
    r"Gemeinde )|"
    r"[Ff]or |[Oo]n behalf of (?:the (?:city|town) of )?|[Pp]our (?:la (?:ville|commune) d(?:e |[’']))?|"
    r"[Aa]u nom d(?:e |u |[’'])(?:la (?:[Vv]ille|[Cc]ommune) d(?:e |[’']))?)"
)
_BEFORE = re.compile(expand_macros(_FOR + r"(?P<town>{C})(?:[^;.{C}{P}]{0,90})$", {}))
_BEHIND = re.compile(
    expand_macros(
        r"(?:, [^;.{P}]{2,60},)? ?\(?(?:(?:unterzeichnete|unterschrieb|signed|a signé|signing) )?"
        + _FOR
        + r"(?P<town>{C})(?! {P}| (?:unterz\w+|unterschr\w+|signed|signait|a signé|was|"
        r"war)[^.;,{C}]{0,40}{P})",
        {},
    )
)


_BOTH_OF_BOTH = re.compile(
    expand_macros(
        r"(?P<one>{P}) (?:und|et|and) (?P<two>{P}), (?:[^.;,{P}{C}]{2,40}) (?P<first>{C}) (?:und|et|and) "
        r"(?:[a-zäöü’']{1,4} ?)?(?P<second>{C})",
        {},
    )
)


def _respectively(skeleton: Skeleton, at: int) -> int | None:
    """Return the town of one of two persons who are "les maires de Vitré et de Helmstedt", in this order."""
    for match in _BOTH_OF_BOTH.finditer(skeleton.text):
        group = "first" if match.start("one") == at else "second" if match.start("two") == at else None
        if group:
            town: int = skeleton.inside(match.span(group), "C")[0].record.geonames_id
            return town
    return None


def side_of(skeleton: Skeleton, signer: Typed) -> int | None:
    """Return the town that the words beside a signatory say they sign for: "for Leeds, Mayor Ann Reed"."""
    at = next(p for p, m in zip(skeleton.positions, skeleton.mentions, strict=True) if m is signer)
    if told := _respectively(skeleton, at):
        return told
    match = _BEHIND.match(skeleton.text, at + 1) or _BEFORE.search(skeleton.text, 0, at)
    towns = skeleton.inside(match.span("town"), "C") if match else []
    return towns[0].record.geonames_id if towns else None
