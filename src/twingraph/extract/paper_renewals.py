"""Which papers renew a bond: by their own words, by the sentence before, by what they are of."""

from __future__ import annotations

import re

from twingraph.extract.focus import Focus
from twingraph.extract.paper_windows import signs_in_sentence
from twingraph.extract.paper_worth import antecedents
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Paper, Window

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
_OWN_PARTIES = re.compile(
    r" (?:zwischen|between|entre)\b|"
    r" (?:sur|relative à|portant sur|on|über) (?:les? |la |l[’']|the |den |die |"
    r"das )?(?!jumel|twin|sister|partner|Partner)\w"
)
"""Behind a paper that is not the one about the partnership told before: "la convention sur les échanges"."""


def has_own_subject(reading: Reading, window: Window) -> bool:
    """True for a paper that says what or whom it is about: it is not the one about the bond told before."""
    return _OWN_PARTIES.match(reading.document.text, window.noun.end) is not None


def refer_back(reading: Reading, paper: Paper) -> None:
    """Read "die Vereinbarung" behind a sentence about a partnership as the paper that makes or renews it."""
    window = paper.windows[0]
    text = reading.document.text
    loose = all(w.noun.group == "weak_instrument" for w in paper.windows)
    if not loose or not _DEFINITE.search(text[max(window.start, window.noun.start - 30) : window.noun.start]):
        return
    if has_own_subject(reading, window):
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
        told = [reading.words(i) for i in (window.sentence, *before)]
        again = any(reading.cue("renew").search(t) and not NOT_RENEWED.search(t) for t in told)
        paper.renewal = again and paper.time != "previous"
        paper.founding = not paper.renewal
        paper.qualifier = paper.qualifier or ("renewal" if paper.renewal else "")


NOT_RENEWED = re.compile(
    r"\b(?:not|never|nicht|kein\w*|ne|n[’'](?:a|est|ont))\b[^.;]{0,40}(?:renew|erneuer|renouvel|verläng|prolong|recondui)",
    re.I,
)
"""What was not done: "had not sought its renewal"."""


def renewed_before(reading: Reading, paper: Paper) -> None:
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
    r"\b(?:erneuert|bekräftigt|aufgefrischt|renewed|reaffirmed|rededicated|renouvelé\w*|réaffirmé\w*)\b|"
    r"\bto (?:renew|reaffirm) |\bzu erneuern\b|\bpour renouveler ",
    re.I,
)


def renew_its_own(reading: Reading, paper: Paper, links: list[Link], focus: Focus) -> None:
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


def renews(reading: Reading, window: Window) -> bool:
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
