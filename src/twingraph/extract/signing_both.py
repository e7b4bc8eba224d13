"""Who signs where the words for a signing only say "both" or "I": two mayors, two persons, who writes."""

from __future__ import annotations

import re

from twingraph.extract.paper_windows import signs_in
from twingraph.extract.paper_worth import antecedents
from twingraph.extract.reading import Reading
from twingraph.extract.records import Paper, Signer, Window, Words
from twingraph.extract.skeleton import Skeleton, Typed, expand_macros

_TWO = 2
_BOTH_MAYORS = re.compile(
    r"\b(?i:beide|die beiden|die zwei|both|the two|les deux)(?: \w+)? "
    r"(?:(?:Ober)?[Bb]ürgermeister(?:innen)?|Stadtoberhäupter|Stadtpräsident(?:en|innen)|Gemeindeoberhäupter|"
    r"[Mm]ayors|maires|bourgmestres|syndics|Rathauschefs)\b"
)


def fill_both_mayors(reading: Reading, paper: Paper, signings: list[tuple[int, int, int]]) -> None:
    """Take the two mayors that the release names for what "the two mayors" sign."""
    heads = {r.person.name: r for r in reading.roles if r.concept in ("mayor", "counterpart")}
    for start, end, _ in signings:
        first = {name: r for name, r in heads.items() if r.start < start}
        held = heads if len(heads) == _TWO else first
        if len(held) == _TWO and _BOTH_MAYORS.search(reading.document.text, start, end):
            words = Words(start, end, "signatory-both-mayors", 0.8)
            for name, role in sorted(held.items()):
                paper.signatories.setdefault(name, Signer(role.start, role.end, words))


_I_SIGN = re.compile(
    r"\bI (?:have |had |also |then |gladly )*(?:signed|co-?signed|put my (?:name|hand)|"
    r"set my (?:name|hand))\b|"
    r"\b(?:habe|hatte|durfte|konnte) ich\b[^.;]{0,140}\b(?:unterzeichne(?:t|n)|"
    r"unterschr(?:ieben|eiben)|besiegel[tn])|"
    r"\bich\b[^.;]{0,140}\b(?:unterzeichnet|unterschrieben)\b|\b(?:[Uu]nterschrieb|[Uu]nterzeichnete) ich\b|"
    r"\b[Jj][’'](?:ai|avais)\b[^.;]{0,60}\b(?:sign(?:é|er)|paraph(?:é|er)|appos(?:é|er) ma signature)"
)
_QUOTE = re.compile(r"[\"„“«‹»”]")


def fill_writer(reading: Reading, paper: Paper, signings: list[tuple[int, int, int]]) -> None:
    """Take the one mayor of the issuing town for the "I" of a letter: "I put my name to a memorandum"."""
    text, own = reading.document.text, {}
    for role in reading.roles:
        if role.concept == "mayor" and role.city == reading.home and reading.home is not None:
            own[role.person.name] = role
    if written := [r for r in reading.roles if r.rule == "role-signature" and r.concept == "mayor"]:
        own = {r.person.name: r for r in written if r.city in (None, reading.home)}
    for start, end, _ in signings if len(own) == 1 else ():
        told = _I_SIGN.search(text, start, end)
        if told and not _QUOTE.search(text, start, told.end()):
            name, role = next(iter(own.items()))
            words = Words(start, end, "signatory-writer", 0.8)
            paper.signatories.setdefault(name, Signer(role.start, role.end, words, reading.home))


_BOTH_NAMED = re.compile(
    r"(?!(?:Beide|Die beiden|The two|Les deux) (?:Städte|Gemeinden|Kommunen|Orte|Seiten|"
    r"towns|cities|councils|"
    r"sides|villes|communes|parties)\b)(?:Beide|Die beiden|Gemeinsam|Anschließend|Danach|"
    r"Dabei|Both|The two|They|Together|Tous deux|Tous "
    r"les deux|Les deux|"
    r"Ils|Ensemble)\b|"
    r"[^.;]*?\b(?:(?:unterzeichneten|unterschrieben|besiegelten|paraphierten|unterfertigten|signierten) "
    r"(?:sie|beide|die beiden|die zwei)|(?:haben|hatten) (?:sie|beide|die beiden)|"
    r"(?:sie|beide|die beiden) [^.;,]{0,80}(?:unterzeichnet|unterschrieben|besiegelt|signiert|unterfertigt|"
    r"paraphiert|gezeichnet) (?:haben|hatten)|they (?:both |then |also |had )?signed|"
    r"both (?:men|women|mayors|leaders)? ?signed|(?:ils|elles|tous deux) (?:ont|avaient|"
    r"y ont) (?:signé|paraphé))\b"
)


def fill_both_named(reading: Reading, paper: Paper) -> None:
    """Take the two persons of the sentence before for what "both" sign: "Beide unterzeichneten …"."""
    for window in paper.windows:
        takes_up = _BOTH_NAMED.match(reading.words(window.sentence)) and signs_in(reading, window)
        if not takes_up or reading.skeletons[window.sentence].every("P"):
            continue
        people = _last_named(reading, window)
        if len(people) != _TWO:
            continue
        words = Words(window.start, window.end, "signatory-both-named", 0.8)
        for name, mention in sorted(people.items()):
            paper.signatories.setdefault(name, Signer(mention.start, mention.end, words))


def _last_named(reading: Reading, window: Window) -> dict[str, Typed]:
    """Return the persons of the last sentence before a window that names any, in its section."""
    for index in antecedents(reading, window.sentence)[1:]:
        if people := {m.record.name: m for m in reading.skeletons[index].every("P")}:
            return people
    return {}


_WITH_ONE = re.compile(
    expand_macros(
        r"(?:(?:[Aa]vec|[Mm]it|[Tt]ogether with|[Aa]longside|[Zz]usammen mit|"
        r"[Gg]emeinsam mit) [^.;{P}]{0,60}{P}"
        r"[^.;]{0,60}?\b(?:il|elle|er|sie|he|she)\b|"
        r"\b(?:[Ii]l|[Ee]lle|[Ee]r|[Ss]ie|[Hh]e|[Ss]he) (?:and|und|et) [^.;{P}]{0,40}{P}|"
        r"{P} (?:and|und|et) (?:he|she|er|sie|lui|elle)\b|"
        r"\b(?:[Ii]l|[Ee]lle|[Ee]r|[Ss]ie|[Hh]e|[Ss]he)\b[^.;{P}]{0,80}\b(?:avec|mit|with|alongside)\b[^.;{P}]{0,60}{P})",
        {},
    )
)


def signs_with_one(skeleton: Skeleton) -> bool:
    """True for a sentence in which "he" signs with somebody who is named."""
    return _WITH_ONE.search(skeleton.text) is not None


_SPEAKER = re.compile(
    expand_macros(
        r"{P}[^.;{P}]{0,60}\b(?:nachdem|als|bevor|when|after|before|whom|quand|lorsque|après que) "
        r"(?:er|sie|he|she|il|elle|lui) (?:und|and|et) [^.;{P}]{0,40}{P}",
        {},
    )
)


def fill_speaker(reading: Reading, paper: Paper) -> None:
    """Add the head of a town who speaks of his own signing: "…, sagte X, nachdem er und Y unterschrieben"."""
    heads = {r.person.name for r in reading.roles if r.concept in ("mayor", "deputy-mayor")}
    for window in paper.windows:
        skeleton = reading.skeletons[window.sentence]
        told = _SPEAKER.search(skeleton.text) if signs_in(reading, window) else None
        person = skeleton.inside((told.start(), told.start() + 1), "P")[0] if told else None
        if person is not None and person.record.name in heads:
            words = Words(person.start, window.end, "signatory-speaker", 0.8)
            paper.signatories.setdefault(person.record.name, Signer(person.start, person.end, words))


def fill_other_half(reading: Reading, paper: Paper) -> None:
    """Add the head of a town named first in the sentence before one that says with whom "he" signs."""
    for window in paper.windows:
        if not (signs_in(reading, window) and signs_with_one(reading.skeletons[window.sentence])):
            continue
        heads = {r.person.name: r for r in reading.roles if r.concept in ("mayor", "deputy-mayor")}
        before = _last_named(reading, window)
        first = next((name for name in sorted(before, key=lambda n: before[n].start) if name in heads), None)
        if first is None and len(before) == 1:
            first = next((r.person.name for r in reading.roles if r.person.name in before and r.city), None)
        if first is not None:
            words = Words(window.start, window.end, "signatory-he", 0.8)
            paper.signatories.setdefault(first, Signer(before[first].start, before[first].end, words))
        return
