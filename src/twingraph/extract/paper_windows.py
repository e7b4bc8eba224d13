"""Sentences -> windows: the parts that speak of one paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from twingraph.extract.layout import Sentence
from twingraph.extract.loose_bonds import is_with_others
from twingraph.extract.nouns import AgreementNoun
from twingraph.extract.paper_clauses import is_of_unnamed_houses, is_signed_by_house, start_of_clause
from twingraph.extract.reading import Reading
from twingraph.extract.records import Window
from twingraph.extract.skeleton import Skeleton


def find_windows(reading: Reading) -> Iterator[Window]:
    """Yield for each noun for a paper the part of its sentence up to the clause of the next one.

    Treaties between states, denied papers, and contracts about other business are left out.
    """
    for index, skeleton in reading.skeletons.items():
        sentence = reading.document.sentences[index]
        nouns = [m.record for m in skeleton.every("AFNV")] or _sealed(reading, index, skeleton, sentence)
        nouns = nouns or _signed_next(reading, skeleton, index) or _renewed_here(reading, skeleton, index)
        nouns = _without_complements(reading, nouns)
        bounds = [
            sentence.start,
            *(_clause_start(reading, a, b) for a, b in pairwise(nouns)),
            sentence.end,
        ]
        for noun, (start, whole) in zip(nouns, pairwise(bounds), strict=False):
            end = _end_of_then(reading, noun, whole)
            start = start_of_clause(skeleton, noun, start)
            others = is_signed_by_house(reading, skeleton, noun) or is_of_unnamed_houses(skeleton, noun)
            others = others or (noun.is_weak and is_with_others(reading, noun))
            unnamed = _OF_TWO_HOUSES.match(reading.document.text, noun.end) is not None
            unnamed = unnamed and len(reading.strange_houses(index)) < _BOTH
            replaced = _REPLACED.search(reading.document.text, sentence.start, noun.start) is not None
            if _is_ours(noun) and not others and not unnamed and not replaced:
                yield Window(index, start, end, noun)


_REPLACED = re.compile(
    r"\b(?:an die Stelle|anstelle|statt|in place|instead|au lieu|en remplacement) (?:der|"
    r"des|of the|de la|du|de l[’'])"
    r" ?(?:bisherigen |alten |previous |old )?$"
)
"""Before a paper that another takes the place of: of that the sentence tells nothing."""
_OF_TWO_HOUSES = re.compile(
    r" (?:der|zwischen den|beider|of the|between the|des|entre les) (?:beiden|zwei|two|deux)? ?"
    r"(?i:[a-zäöü]*(?:theater|schulen|museen|kliniken|krankenhäuser|universitäten|hochschulen|vereine|feuerwehren|"
    r"unternehmen|firmen|stadtwerke|chöre|orchester|bibliotheken)|"
    r"theatres|schools|museums|hospitals|universities|clubs|choirs|libraries|companies|"
    r"théâtres|écoles|musées|hôpitaux|universités|lycées|entreprises)\b"
)
"""Behind a contract of two houses that nobody names: it is none of the towns."""
_TO_THE = re.compile(r" (?:zum|zur|zu dem|zu der|to the|to its|to their|à la|au|à l[’'])(?: [\w-]+)? ?")


def _without_complements(reading: Reading, nouns: list[AgreementNoun]) -> list[AgreementNoun]:
    """Leave out the paper that another is an addition to: "eine Zusatzvereinbarung zum Vertrag von 1994"."""
    text = reading.document.text
    added = {
        two
        for one, two in pairwise(nouns)
        if "instrument" in one.group and _TO_THE.fullmatch(text, one.end, two.start)
    }
    return [noun for noun in nouns if noun not in added]


_NOW = re.compile(
    r"; (?:nun|jetzt|heute|now|today|this time|maintenant|cette fois|aujourd[’']hui)\b|"
    r"; (?:(?:die|der|das) (?:erste|alte|ursprüngliche)|the (?:first|original|old)|(?:la|"
    r"le) (?:premi[eè]re?|premier))\b"
)


def _end_of_then(reading: Reading, noun: AgreementNoun, end: int) -> int:
    """Return where the words about a paper end: before "; now, 40 years on, …"."""
    now = _NOW.search(reading.document.text, noun.end, end)
    return now.start() if now else end


_SEALED = re.compile(
    r"\b(?:besiegel|unterzeichne|unterschrieb|unterfertig|ratifizier|sealed|signed|signée?s?|scellée?s?|"
    r"scellaient|scellèrent|signature|Unterschrift)",
    re.I,
)


def _sealed(reading: Reading, index: int, skeleton: Skeleton, sentence: Sentence) -> list[AgreementNoun]:
    """Return the relationship that a sentence without a paper says was sealed on a day.

    "am 1. Mai besiegelt".  Where it names both towns and no noun, the noun stands before it, in the headline.
    """
    days = [m for m in skeleton.every("D") if m.record.date.day]
    by_hand = bool(skeleton.every("D")) and len(skeleton.every("P")) >= _BOTH
    if not (days or by_hand) or not _SEALED.search(reading.document.words(sentence)):
        return []
    if _BOOK.search(reading.document.words(sentence)):
        return []
    nouns: list[AgreementNoun] = [m.record for m in skeleton.every("RT" if by_hand else "R")]
    if by_hand and not nouns:  # "Die jüngste Partnerschaft … wurde 2010 durch … und … besiegelt"
        nouns = [m.record for m in skeleton.every("W") if _OF_TOWNS.match(m.record.text)]
    if not nouns and len({m.record.geonames_id for m in skeleton.every("C")}) == _BOTH:
        above = (reading.skeletons[i] for i in (index - 1, index - 2) if i in reading.skeletons)
        nouns = [m.record for before in above for m in before.every("R")]
    return nouns[:1]


_BOOK = re.compile(
    r"\b(?:goldene[nsm]? buch|gästebuch|golden book|(?:visitors?[’']?|guest) ?book|livre d[’']or)",
    re.I,
)
"""What guests sign who found nothing."""
_BOTH = 2
_OF_TOWNS = re.compile(r"partnerschaft|partnership|jumelage|twinning|freundschaft|verbindung|link", re.I)

_PRONOUN_SIGNED = re.compile(
    r"(?:Es|Sie|It|This|Elle|Il|Celle-ci|Celui-ci)\b[^.;,]{0,40}\b(?:signed|concluded|agreed|sealed|"
    r"unterzeichnet|"
    r"unterschrieben|besiegelt|geschlossen|signée?s?|conclue?s?|scellée?s?)\b"
)


def _signed_next(reading: Reading, skeleton: Skeleton, index: int) -> list[AgreementNoun]:
    """Return the relationship of a sentence that the next one takes up: "The twinning … It was signed …"."""
    nouns: list[AgreementNoun] = [m.record for m in skeleton.every("R")]
    following = reading.skeletons.get(index + 1)
    if not nouns or following is None:
        return []
    by_hand = _AGREED.search(skeleton.text) and skeleton.every("D") and _is_signed_by(reading, index + 1)
    return nouns[-1:] if by_hand or _PRONOUN_SIGNED.match(reading.words(index + 1)) else []


_PRONOUN_RENEWED = re.compile(
    r"\b(?:sie|es|ihn|diese[nrs]?|it|this|them|l[’']\w*|la|le|les|elle|celle-ci|celui-ci)\b", re.I
)


def _renewed_here(reading: Reading, skeleton: Skeleton, index: int) -> list[AgreementNoun]:
    """Return the paper of the sentence before, where persons renew it in this one: "l'ont prolongée"."""
    before = reading.skeletons.get(index - 1)
    cue = reading.cue("renew").search(reading.words(index)) if reading.has_cue("renew", index) else None
    by_hand = len(skeleton.every("P")) >= _BOTH or (skeleton.every("P") and skeleton.every("D"))
    if before is None or cue is None or not by_hand or not _PRONOUN_RENEWED.search(reading.words(index)):
        return []
    if _THE_ONE.match(reading.words(index)):
        return []
    nouns: list[AgreementNoun] = [m.record for m in before.every("FANV")]
    start = reading.document.sentences[index].start + cue.start()
    end = start + len(cue.group())
    return [replace(n, start=start, end=end, group="renewal", flags=frozenset({"new"})) for n in nouns[-1:]]


_AGREED = re.compile(
    r"\b(?:vereinbart|geschlossen|begründet|eingegangen|besiegelt|agreed|concluded|"
    r"entered into|conclu|sealed|"
    r"scellé|noué)"
)


def _is_signed_by(reading: Reading, index: int) -> bool:
    """True for a sentence that only says who signed: "Für Gera unterschrieb …, für Pilsen …"."""
    skeleton = reading.skeletons[index]
    people = len(skeleton.every("P")) >= _BOTH and not skeleton.every("AFNVRD")
    return people and signs_in_sentence(reading, index)


def _clause_start(reading: Reading, one: AgreementNoun, other: AgreementNoun) -> int:
    """Return where the clause of *other* begins.

    Behind the last colon or semicolon between the two nouns, else behind the last comma.
    """
    between = reading.document.text[one.end : other.start]
    cut = max(between.rfind(": "), between.rfind(";"))
    cut = cut if cut >= 0 else between.rfind(",")
    return one.end + cut + 1 if cut >= 0 else other.start


_ANY_CONTRACT = re.compile(r"rahmen|zusatz|folge|anschluss|verlängerungs|mehrjahres|\w+jahres|jahres", re.I)
"""Contracts that anybody makes."""


def _is_ours(noun: AgreementNoun) -> bool:
    loose = noun.is_weak or _ANY_CONTRACT.match(noun.text) is not None
    other_business = loose and "foreign" in noun.flags
    return not other_business and not noun.flags & {"states", "denied"}


def followers_of(reading: Reading, window: Window) -> list[int]:
    """Return the next sentences, three at most, up to one that names another paper.

    One that speaks of a bond with another town ends them too.  They stand in the same paragraph, or open
    the next one with what takes the paper up: "Signed by …".
    """
    found: list[int] = []
    block = reading.document.sentences[window.sentence].block
    towns = {reading.home} | _towns(reading.skeletons[window.sentence])
    for index in range(window.sentence + 1, window.sentence + 4):
        skeleton = reading.skeletons.get(index)
        if skeleton is None or skeleton.every("AFNV") or _OTHER_PAPER.search(skeleton.text):
            break
        another = skeleton.every("RTW") or _THE_ONE.match(reading.words(index))
        if len(towns) > 1 and another and _towns(skeleton) - towns:
            break
        own = reading.document.sentences[index].block
        if own != block and not (own == block + 1 and _takes_up(reading, index)):
            break
        block = own
        found.append(index)
    return found


_THE_ONE = re.compile(r"(?:Celui|Celle|Jene[rs]?|Derjenige|D(?:er|ie|as) (?:mit|zu)|The one|That with)\b")
"""How a sentence begins that goes on about another paper or bond without naming it again."""


def _towns(skeleton: Skeleton) -> set[int | None]:
    return {m.record.geonames_id for m in skeleton.every("C")}


_OTHER_PAPER = re.compile(
    r"\b(?!Partnerschaft|Städte)[A-ZÄÖÜ]\w{3,}(?:vertrag|vertrags|abkommen|vereinbarung)s?\b"
)
"""A contract of another kind, which is no agreement of towns: what follows is told of it."""

TAKES_UP = re.compile(
    r"^(?:Es|Sie|Er|Dieses?|Dieser|It|This|The (?:agreement|document|text|deal)|Il|Elle|Celui-ci|Celle-ci|"
    r"(?:Le|Ce|Cet|Cette) (?:texte|document|charte|accord|convention|protocole|pacte)|"
    r"(?:Das|Dieses) (?:Papier|Dokument|Werk|Schriftstück)|"
    r"Die (?:neue Fassung|Neufassung|Neuauflage)|The new (?:version|text|term)|"
    r"La nouvelle (?:version|mouture)|"
    r"(?:Gültig|Befristet|Angelegt|Geschlossen|Vereinbart|Ausgelegt) (?:ist|sind|wurde) (?:es|sie|er|das)|"
    r"(?:Conclue?|Signée?|Entrée?|Concluded|Signed|Agreed|Due)\b[^.;]{2,50}, (?:il|elle|"
    r"celui-ci|celle-ci|it)\b|"
    r"Bis (?:Ende |Anfang |Mitte |zum )?(?:\w+ )?(?:19|20)\d\d (?:soll|sollen|werden|wird)|"
    r"From [^.;]{2,20}(?:19|20)\d\d (?:until|to|till)|D[’']une durée|Mit einer Laufzeit|With a term|"
    r"(?:Seine|Ihre|Deren|Dessen|Die) (?:Laufzeit|Geltungsdauer|Dauer))\b"
)
"""How a sentence begins that goes on about a paper without naming it."""


def _takes_up(reading: Reading, index: int) -> bool:
    """True for a sentence that opens a paragraph and goes on about a paper: who signed it, for how long."""
    kind = reading.document.blocks[reading.document.sentences[index].block].kind
    signed = signs_in_sentence(reading, index) and bool(reading.skeletons[index].every("P"))
    return kind in ("body", "list") and (signed or bool(TAKES_UP.match(reading.words(index))))


def signs_in_sentence(reading: Reading, index: int) -> bool:
    """True where the sentence has a word for signing, and does not say that nothing was signed."""
    return reading.has_cue("sign", index) and not _NOTHING.search(reading.words(index))


_NOTHING = re.compile(
    r"\b(?:nichts|niemand\w*|nothing|nobody|no one|rien n|personne n)\b[^.;]{0,60}"
    r"\b(?:sign|unterzeichn|unterschr|unterschrieben)\w*|\b(?:sign\w*|unterzeichnet|unterschrieben)"
    r"(?: wurde| was| a été)? (?:nichts|nothing|rien)\b",
    re.I,
)


def signs_in(reading: Reading, window: Window) -> bool:
    """True where the window has a word for signing."""
    return bool(reading.cue("sign").search(reading.document.text[window.start : window.end]))


_SIGNING_OFFICES = frozenset(
    {"counterpart", "mayor", "deputy-mayor", "department-head", "councillor", "governor", "minister"}
)


_OF_A_COUNCIL = re.compile(
    r"municipal|communal|der (?:[Ss]tadt|[Gg]emeinde|[Kk]ommune)\b|of the (?:municipality|"
    r"commune)|de la commune|"
    r"[Gg]emeinderat|[Ss]tadtrat|exekutiv|[Mm]agistrat|[Cc]ouncil|"
    r"conseil (?:de ville|général)"
)
"""What the head of a town may preside over: "président de la Câmara municipale"."""


def towns_of_signers(reading: Reading, sentences: list[int]) -> set[int]:
    """Return the towns for which the persons in *sentences* hold an office.

    Where none is named, the home town.
    """
    towns: set[int] = set()
    for index in sentences:
        sentence = reading.document.sentences[index]
        for role in reading.roles:
            acts = role.concept in _SIGNING_OFFICES or (role.city and _OF_A_COUNCIL.search(role.title))
            if sentence.start <= role.start < sentence.end and acts:
                town = role.city or (None if role.counterpart else reading.home)
                towns |= {town} if town else set()
    return towns
