"""Normalised text -> mentions of persons' full names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.layout import Document
from twingraph.extract.name_guards import BUILDING, ELIDED, is_no_name, without_object
from twingraph.extract.name_words import (
    begins_name,
    is_first_name,
    is_name_word,
    is_office,
    may_hold_first_name,
    role_words,
)
from twingraph.extract.nicknames import drop_nickname, nickname_at
from twingraph.extract.spans import Spans
from twingraph.lexicon import Gazetteer, Lexicon

CAP = r"(?:[dD][’']|[OL][’'])?[A-ZÀ-ÖØ-ÞĀ-ŽŁŚŻŹĆŠČŘŽ][\w’]*[a-zß-ÿā-ž][\w’]*(?:-[A-ZÀ-ÖØ-ÞĀ-Ž]?[\w’]+)*"

_UPPER = r"[A-ZÀ-ÖØ-Þ]{2,}(?:-[A-ZÀ-ÖØ-Þ]{2,})*"

INITIAL = r"(?:[A-ZÄÖÜ]\.(?:-[A-Z]\.)? ?)"

PARTICLE = (
    r"(?:von der|von dem|von den|van der|van de|van ’t|van den|van de|de la|de los|de las|von|van|vom|zu|zur|"
    r"zum|de|del|della|di|da|d[’']|af|av|ibn|Ó|Ní|Nic|Ò|y|do|dos|das|des|du|dell[’']|degli|dei|dalla|dal|den|"
    r"ten|ter|el|al|bin|ben|tom|te|thor|Abdel|Abu|Ould|Le|La|Mc|Mac|St\.|Lo|Li|Di|Da|De|Del|Della|Dello|"
    r"Dalla|"
    r"Dal|Degli|Dei|Des|Du|Van der|Van den|Van de|Van|Von der|Von|Dos|Das|El|Ait|Aït|Ter|Ten)"
)

_TOKEN = re.compile(rf"{CAP}|{_UPPER}|[A-ZÄÖÜ]\.")

TITLE = (
    r"(?:(?:Prof|Dr|Dipl|Ing|Mag|Mgr|PhD|h\. ?c|med|jur|phil|rer|nat|e\. ?h|Sir|Dame|Dr-Ing|Cllr|Coun|Cr|"
    r"Rev|Hon)\.? ?(?:-?Ing\. ?)?)+"
)

_SURNAME_FIRST = re.compile(
    rf"(?<![A-Za-zÀ-ž.] )(?<![\w-])(?P<last>(?:(?:{PARTICLE}|LE|LA|DE|DU|VAN|VON) )?(?:{CAP}|"
    rf"{_UPPER}))(?:, (?:{TITLE})?| )"
    rf"(?P<first>{CAP})(?=[\s,;·.)\]]|$)(?! [A-ZÄÖÜ][a-zäöüß]+\b)"
)

_FIRST = re.compile(CAP)

_NEXT_WORD = re.compile(rf"(?: ?(?:{PARTICLE})(?= [A-ZÀ-Þ])| ?{INITIAL}| ?{CAP}| ?{_UPPER})")

_PARTICLE_ONLY, _INITIAL_ONLY = re.compile(PARTICLE), re.compile(INITIAL)

_FOLLOWING = re.compile(rf" (?:{PARTICLE} )?({CAP})")

_PHRASE_END = re.compile(r"[,.;)(]|$| \(| et | und| and| y ")
_VERB_BEHIND = re.compile(
    r" (?:hat|haben|hatten?|wurden?|unterzeichnet\w*|unterschrieb\w*|has|have|had|was|were|"
    r"said|signed|ont|avait)\b"
)

_COMPANY = re.compile(r" (?:Inc|Ltd|LLC|Corp|GmbH|AG|plc|SA|SE|KG)\.?$")

_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name in the normalised text."""

    start: int
    end: int
    name: str
    rule: str


def find_full_names(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> list[PersonMention]:
    """Return the full names in *document*, in order.

    Contact lines first, then behind an office, then by first name.
    """
    closed = Spans(document.closed("navigation", "elsewhere"))
    found: list[PersonMention] = []
    for mention in (
        *_surname_first(document, lexicon),
        *_after_role(document, lexicon, gazetteer),
        *_by_first_name(document, lexicon, gazetteer),
    ):
        if not closed.overlaps(mention.start, mention.end):
            found.append(mention)
            closed.add(mention.start, mention.end)
    return sorted(found, key=lambda m: m.start)


def _surname_first(document: Document, lexicon: Lexicon) -> Iterable[PersonMention]:
    """Yield names of contact lines that begin with the surname: "Mester, Annika", "GUÉRIN Sophie"."""
    for match in _surnames_first(document):
        last, first = match["last"], match["first"]
        if not is_first_name(first, lexicon) or not is_name_word(last, lexicon):
            continue
        if document.text[match.end("last")] == ",":
            contact = document.block_at(match.start()).kind in ("contact", "caption")
            sure = contact and not is_first_name(last, lexicon)
        else:
            sure = last.isupper() and len(last) > 3 and first.istitle()
        if sure:
            name = f"{first} {last.title() if last.isupper() else last}"
            yield PersonMention(match.start(), match.end(), name, "person-surname-first")


def _surnames_first(document: Document) -> Iterator[re.Match[str]]:
    """Yield the matches in lines that can hold such a name: contacts, captions, words in capitals."""
    text = document.text
    shouted = [start for start, word in document.capitals if _has_capitals(word)]
    for block in document.blocks:
        index = bisect_left(shouted, block.start)
        shouts = index < len(shouted) and shouted[index] < block.end
        if shouts or block.kind in ("contact", "caption") or "÷" in text:
            yield from _SURNAME_FIRST.finditer(text, block.start, min(block.end + 2, len(text)))


@lru_cache(maxsize=100_000)
def _has_capitals(word: str) -> bool:
    return any(len(part) > 3 and part[:2].isupper() for part in word.split("'"))


def _by_first_name(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> Iterable[PersonMention]:
    """Yield names that begin with a known first name."""
    text, done = document.text, 0
    issuer = (document.release.issuer or "").split()[1:]
    english = document.release.language == "en"
    chunks = document.chunks(lambda word: may_hold_first_name(word, lexicon))
    for token in (token for bounds in chunks for token in _TOKEN.finditer(text, *bounds)):
        start = token.start() + 2 * bool(ELIDED.match(token.group()))
        if start < done or not begins_name(text[start : token.end()], document.release.language, lexicon):
            continue
        read = None if is_no_name(text, start) else _read_name(text, start, lexicon)
        if read and _COMPANY.search(read[1]):
            continue
        if read and (read[1].split()[-1] in issuer or (english and text.endswith(" the ", 0, start))):
            continue  # "eine Delegation aus Mateh Asher Oldenburg besucht", "on board the Ann Roe"
        if read and not _is_place_name(read[1], gazetteer):
            done = read[0]
            yield PersonMention(start, *read, "person-first-name")


def _read_name(text: str, start: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """Return end and spelling of the full name that begins at *start* with a first name, or None."""
    end = _end_of_name(text, start, lexicon)
    if end is None or BUILDING.match(text, end):
        return None
    name = drop_nickname(text[start:end])
    if possessive := _POSSESSIVE.search(name):
        end, name = end - len(possessive.group()), name[: possessive.start()]
    if name.endswith("s") and _stands_alone(text, name[:-1]):  # a genitive
        return end - 1, name[:-1]
    return end, " ".join(w.title() if w.isupper() and len(w) > 3 else w for w in name.split())


@lru_cache(maxsize=1_000)
def _stands_alone(text: str, name: str) -> bool:
    """True where a name stands somewhere without an s behind it."""
    return any(not rest.startswith("s") for rest in text.split(name)[1:])


def _end_of_name(text: str, start: int, lexicon: Lexicon) -> int | None:
    """Return where the name that begins with a first name at *start* ends, or None where no surname follows.

    Further first names and initials may follow, then a particle, then the surname, and a second one at most.
    """
    first = _FIRST.match(text, start)
    end, count, surname = nickname_at(text, first.end(), lexicon.first_names) if first else start, 1, False
    for word in _NEXT_WORD.finditer(text, end):
        plain = word.group().strip()
        between = _PARTICLE_ONLY.fullmatch(plain) or _INITIAL_ONLY.fullmatch(plain)
        apart = word.start() != end or (text[end] != " " and text[end - 1] not in ". ")
        if apart or (between and surname):
            break
        if not between:
            further = count < 3 and _may_follow(text, word.end(), plain, lexicon)
            nameable = is_name_word(plain, lexicon) or (not surname and _may_be_surname(plain, lexicon))
            if not nameable or (surname and not further):
                break
            first_name = is_first_name(plain, lexicon) and _name_goes_on(text, word.end(), lexicon)
            surname = surname or not first_name
        end, count = word.end(), count + 1
    return end if surname else None


_PARTNER_WORD = re.compile(r"(?:Partner|Städte|Schwester|Gemeinde|Freundschafts)[a-zäöüß]+$")  # end no name


def _may_be_surname(word: str, lexicon: Lexicon) -> bool:
    """True for surnames that are words too (Winzer, Schüler): right behind a first name no office stands."""
    if _PARTNER_WORD.match(word):
        return False
    return word in lexicon.surnames or (word not in lexicon.not_names and word not in lexicon.country_names)


def _name_goes_on(text: str, end: int, lexicon: Lexicon) -> bool:
    following = _FOLLOWING.match(text, end)
    return following is not None and is_name_word(following.group(1), lexicon)


def _may_follow(text: str, end: int, word: str, lexicon: Lexicon) -> bool:
    """True where a second surname may stand (García Márquez): it ends the phrase."""
    ends = _PHRASE_END.match(text[end : end + 5]) or _VERB_BEHIND.match(text, end)
    return bool(ends) and word not in lexicon.first_names


def _is_place_name(name: str, gazetteer: Gazetteer) -> bool:
    return " " in name and bool(gazetteer.find(name))


def is_known_town(word: str, gazetteer: Gazetteer) -> bool:
    """True for a town that our languages have a name for, or a large one: not for a surname of a hamlet."""
    people = max((gazetteer.place(i).population for i in gazetteer.find(word)), default=0)
    return people > (_FAMOUS if word in gazetteer.exonyms else _LARGE)


_FAMOUS, _LARGE = 30_000, 200_000
"""People of a town whose name is hardly a surname."""


@lru_cache(maxsize=4)
def _behind_role(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:{role_words(lexicon)})|\b{TITLE})(?: a\. ?D\.| i\. ?R\.)?"
        rf"(?: (?:de la|de|du|von|der Stadt|of|aus) [A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w-]+)?,|"
        r"(?P<of> (?:der|des|vom|of the|of our|for the|de la|du|de l[’']|des) ?[^,;:.()\n–]{2,50},))?"
        r",? (?:(?:M|"
        rf"Mme|Me|Mr|Mrs|Ms|Frau|Herrn?)\.? )?(?:{TITLE})?"
        rf"(?P<name>{CAP}(?: {INITIAL}| {CAP}){{0,2}} (?:{PARTICLE} )?{CAP})"
        rf"(?=[\s,.;:)(“”\"’'/]|$)"
    )


def _cut(name: str, lexicon: Lexicon, gazetteer: Gazetteer) -> str:
    """Leave out what is no name at the end of a run of capital words: "Ann Roe City", "Ann Roe Lille"."""
    words = without_object(name).split()
    while len(words) > 2 and (not is_name_word(words[-1], lexicon) or is_known_town(words[-1], gazetteer)):
        words.pop()
    while len(words) > 2 and (_PARTICLE_ONLY.fullmatch(words[-1]) or words[-1].endswith(".")):
        words.pop()
    return name[: len(" ".join(words))]


def _after_role(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> Iterable[PersonMention]:
    """Yield two or three capital words that follow a role or a title, whatever the first name."""
    for match in document.finditer(_behind_role(lexicon)):
        name = _cut(_without_office(match["name"], lexicon), lexicon, gazetteer)
        words = [w for w in name.split() if not _PARTICLE_ONLY.fullmatch(w)]
        if not all(is_name_word(w, lexicon) for w in words) or _is_place_name(name, gazetteer):
            continue
        if match["of"] and (len(words) < 2 or not _PHRASE_END.match(document.text, match.end("name"))):
            continue  # "die Leiterin des Hauses, Ida Roth,": behind a phrase the name stands alone
        start = match.start("name") + match["name"].index(name)
        read = start + len(name), name
        if is_first_name(words[0], lexicon):
            read = _read_name(document.text, start, lexicon) or read
        elif _begins_with_town(words, lexicon, gazetteer) or is_known_town(words[-1], gazetteer):
            continue  # "Bürgermeister Bonner Straße": a town's adjective, or a town
        yield PersonMention(start, *read, "person-after-role")


def _without_office(name: str, lexicon: Lexicon) -> str:
    """Leave out an office at the beginning: "vertreten durch Konsulin Ida Roth"."""
    first, _, rest = name.partition(" ")
    return rest if " " in rest and is_office(first, lexicon) else name


def _begins_with_town(words: list[str], lexicon: Lexicon, gazetteer: Gazetteer) -> bool:
    """True where a town or its adjective comes first, and no first name follows: "Bonner Platz"."""
    adjective = words[0].endswith("er") and bool(
        gazetteer.find(words[0][:-2]) or gazetteer.find(words[0][:-1])
    )
    return (adjective or is_known_town(words[0], gazetteer)) and not is_first_name(words[1], lexicon)
