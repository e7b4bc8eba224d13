"""Which loose words ("Vertrag", "document") are worth a paper of their own."""

from __future__ import annotations

import re

from twingraph.extract.hits import find_hits
from twingraph.extract.main_partner import is_abroad
from twingraph.extract.paper_parties import houses_told_before
from twingraph.extract.paper_plans import is_draft
from twingraph.extract.paper_windows import followers_of, signs_in_sentence, towns_of_signers
from twingraph.extract.reading import Reading
from twingraph.extract.records import Link, Party, Window, is_public_house, party_of
from twingraph.extract.roles import HEADS
from twingraph.extract.skeleton import expand_macros

_PARTNERS = re.compile(
    r"städtepartner|partnerstädt|partnerschaft|verschwister|twin|sister|jumel|(?:both|two) (?:cities|towns)|"
    r"beide[rn]? (?:städte|gemeinden|kommunen)|(?:deux|trois|quatre|cinq) (?:villes|communes|cités|"
    r"municipalités)|"
    r"(?:drei|vier|fünf|sechs|sieben) (?:städte|gemeinden|kommunen)|"
    r"(?:three|four|five|six|seven) (?:cities|towns|communities)",
    re.I,
)


def may_found(reading: Reading, window: Window, links: list[Link], pair: frozenset[Party]) -> bool:
    """True where a weak noun ("Vertrag") stands beside a signature or a term and partner towns."""
    about = _is_about_partners(reading, window, links)
    if window.noun.flags & {"ended", "running"} or is_draft(reading, window):
        return about
    near = [window.sentence, *followers_of(reading, window)]
    signed = any(signs_in_sentence(reading, i) for i in near) or _is_renewed_by_two(reading, window)
    if any(k.noun == window.noun for k in links) and any(_ends(reading, i) for i in near):
        return True
    both = about or len(towns_of_signers(reading, near)) > 1 or _names_both(reading, window)
    both = both or _signs_for_both(reading, window, pair) or _signs_with_counterpart(reading, window, pair)
    return signed and (both or is_signed_by_heads(reading, window) or bool(houses_told_before(reading, near)))


_MUNICIPAL = HEADS | {"councillor", "governor", "minister", "department-head"}


def is_signed_by_heads(reading: Reading, window: Window) -> bool:
    """True where the heads of two houses such as universities sign a loosely named paper, no mayor does."""
    if window.noun.group != "weak_instrument" or "foreign" in window.noun.flags:
        return False
    sentence = reading.document.sentences[window.sentence]
    people = {m.record.name for m in reading.skeletons[window.sentence].every("P")}
    held = [r for r in reading.roles if sentence.start <= r.start < sentence.end and r.person.name in people]
    public = any(r.institution and is_public_house(r.institution.name) for r in held)
    heads = {r.person.name for r in held if r.concept not in _MUNICIPAL}
    return public and len(people) == _TWO and heads == people and signs_in_sentence(reading, window.sentence)


def _signs_for_both(reading: Reading, window: Window, pair: frozenset[Party]) -> bool:
    """True where two heads of towns are named before the words that say that they sign: "besiegelten sie"."""
    if "foreign" in window.noun.flags or len(pair) != _TWO:
        return False
    near = [window.sentence, *antecedents(reading, window.sentence)[1:]]
    named = {m.record.name for i in near for m in reading.skeletons[i].every("P")}
    heads = {r.person.name for r in reading.roles if r.person.name in named and r.concept in HEADS}
    return len(heads) == _TWO


_COUNTERPART = re.compile(
    r"\b(?:[Aa]mtskolleg(?:e|en|in)|counterpart|homologue)\b|\b(?:seinem|ihrem|seiner|ihrer) "
    r"(?:[a-zäöüß]+en )?Kolleg(?:en|in)\b"
)


_OTHER_MAYOR = re.compile(
    expand_macros(
        r"\b(?:[Mm]aire(?:sse)?|[Mm]ayor|[Bb]ourgmestre|[Bb]ürgermeister(?:in)?) (?:de |d[’']|of |von )?{C}",
        {},
    )
)


def _signs_with_counterpart(reading: Reading, window: Window, pair: frozenset[Party]) -> bool:
    """True where somebody signs with the mayor of the other town, whom the text need not name."""
    if "foreign" in window.noun.flags or len(pair) != _TWO:
        return False
    sentence = reading.document.sentences[window.sentence]
    near = reading.document.text[sentence.start : sentence.end]
    meets = _COUNTERPART.search(near) or _OTHER_MAYOR.search(reading.skeletons[window.sentence].text)
    return meets is not None and bool(reading.heads_between(sentence.start, sentence.end))


_TWO = 2


def _ends(reading: Reading, index: int) -> bool:
    """True for a sentence that says until when something holds."""
    return next(find_hits(reading, index, "until"), None) is not None


_MAYORS_OF = re.compile(
    expand_macros(
        r"\b(?:[Bb]ürgermeister\w*|(?:Stadt|Gemeinde)präsident\w*|Stadtoberhäupter|"
        r"[Mm]aires|[Mm]ayors)(?: \w+)?"
        r" (?:von |der Städte |de |d[’']|of )?{C},?(?: und| and| et)(?: von| of| de)? ?{C}",
        {},
    )
)
"""Those who sign without a name: "die Bürgermeister von Hamm und Turin"."""


def _names_both(reading: Reading, window: Window) -> bool:
    """True where the mayors or two persons stand beside the issuing town and the only one abroad named."""
    skeleton = reading.skeletons[window.sentence]
    towns = {party_of(m) for m in skeleton.every("C")}
    others = towns - {reading.home_party}
    abroad = len(others) == 1 and is_abroad(reading, next(iter(others)))
    signers = len(skeleton.every("P")) > 1 or _MAYORS_OF.search(skeleton.text) is not None
    return abroad and reading.home_party in towns and signers


def _is_renewed_by_two(reading: Reading, window: Window) -> bool:
    """True for a deed with which two persons renew a bond: "bekräftigten … mit einer Urkunde"."""
    people = len(reading.skeletons[window.sentence].every("P"))
    return window.noun.group == "weak_founding" and people > 1 and reading.has_cue("renew", window.sentence)


def _is_about_partners(reading: Reading, window: Window, links: list[Link]) -> bool:
    """True where the sentence or one of the two before it speaks of partner towns."""
    near = [*antecedents(reading, window.sentence), *followers_of(reading, window)[:1]]
    return any(_speaks_of_partners(reading, i, links) for i in near)


def _speaks_of_partners(reading: Reading, index: int, links: list[Link]) -> bool:
    linked = any(k.sentence == index for k in links)
    nouns = reading.skeletons[index].every("RTFAN")
    return linked or bool(nouns) or bool(_PARTNERS.search(reading.words(index)))


def antecedents(reading: Reading, index: int) -> list[int]:
    """Return a sentence and the two before it, as far as they belong to the same section."""
    found = [index]
    for before in (index - 1, index - 2):
        sentence = reading.document.sentences[before] if before >= 0 else None
        if sentence is None or before not in reading.skeletons:
            break
        found.append(before)
        if reading.document.blocks[sentence.block].kind == "headline":
            break
    return found
