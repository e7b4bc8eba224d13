"""Normalised text -> mentions of persons, joined to one person each, with the roles that the text gives them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from twingraph.extract.layout import ADDRESS, Document
from twingraph.extract.spelling import distance
from twingraph.lexicon import Gazetteer, Lexicon

_CAP = r"(?:[dD][’']|[OL][’'])?[A-ZÀ-ÖØ-ÞĀ-ŽŁŚŻŹĆŠČŘŽ][\w’]*[a-zß-ÿā-ž][\w’]*(?:-[A-ZÀ-ÖØ-ÞĀ-Ž]?[\w’]+)*"
_UPPER = r"[A-ZÀ-ÖØ-Þ]{2,}(?:-[A-ZÀ-ÖØ-Þ]{2,})*"
_INITIAL = r"(?:[A-ZÄÖÜ]\.(?:-[A-Z]\.)? ?)"
_PARTICLE = r"(?:von der|von dem|von den|van der|van den|van de|de la|de los|von|van|vom|zu|zur|zum|de|del|della|di|da|dos|das|du|den|ten|ter|el|al|bin|ben|Le|La|Mc|Mac|St\.)"
_NAME = re.compile(
    rf"(?P<first>{_CAP})(?P<middle>(?: (?:{_INITIAL}|{_CAP}))*?) ?(?P<particle>{_PARTICLE} )?(?<= )(?P<last>{_CAP}|{_UPPER})"
)
_TOKEN = re.compile(rf"{_CAP}|{_UPPER}|[A-ZÄÖÜ]\.")
_TITLE = (
    r"(?:(?:Prof|Dr|Dipl|Ing|Mag|PhD|h\. ?c|med|jur|phil|rer|nat|e\. ?h|Sir|Dame|Dr-Ing)\.? ?(?:-?Ing\. ?)?)+"
)
_ADDRESSED = re.compile(
    rf"\b(?:Herrn?|Frau|Mr\.?|Mrs\.?|Ms\.?|M\.|Mme|Monsieur|Madame|Dr\.|Prof\.(?: Dr\.)?|Sir|Dame|Lord) (?P<name>(?:{_CAP} ){{0,2}}(?:{_PARTICLE} )?{_CAP})"
)
_SURNAME_FIRST = re.compile(
    rf"(?<![A-Za-zÀ-ž.] )(?<![\w-])(?P<last>(?:{_PARTICLE} )?(?:{_CAP}|{_UPPER}))(?:, (?:{_TITLE})?| )(?P<first>{_CAP})(?=[\s,;·.)\]]|$)(?! [A-ZÄÖÜ][a-zäöüß]+\b)"
)
_CREDIT = re.compile(
    r"(?:©|\bfotos?:|\bphotos?:|\bphoto by|\bbild(?:er)?:|\bbildnachweis:|\bcourtesy:?|\bpicture:|\bcrédit(?: photo)?\s?:|\bby:|\btext:|\breport by)\s*"
    r"(?:[^/:\n]{0,60}/ ?)?$",
    re.I,
)
_HOLY = re.compile(r"\b(?:heilige[nrsm]?|hl\.|sankt|st\.|sainte?|saint|kaiser(?:in)?|könig(?:in)?|papst|pope|pape|king|queen|baron|admiral|general|"
                   r"général|hetman|herzog(?:in)?|graf|gräfin|fürst(?:in)?|dichters?|komponist(?:en)?|poet|composer|"
                   r"werke?n? von|musik von|œuvres? de|works? (?:of|by)|benannt nach|(?:wege?s?|straßen?|platz(?:es)?|schule) nach|namens|named after|geborene[nr]?|frères?|brothers|gebrüder|chancelier|bundeskanzler|kanzler|chancellor)"
                   r"(?: [A-ZÄÖÜ][\w-]+){0,2} $", re.I)  # fmt: skip
_BUILDING = re.compile(
    r"[ -](?:Theat(?:re|er)|Museum|School|College|Library|Hall|Park|Foundation|Stiftung|Schule|Gymnasium|Halle|Haus|Platz|Stadium|Society)\b"
)
_CENTURY = re.compile(
    r"\b(?:hundert jahre (?:zuvor|vorher)|\w+hundert jahre (?:zuvor|vorher)|centuries (?:ago|earlier)|\d{1,2}\. jahrhundert|\d{1,2}th century|[XVI]+e siècle|(?:1[0-8]\d\d|19[0-3]\d)\b)", re.I
)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name in the normalised text."""

    start: int
    end: int
    name: str
    rule: str


@dataclass
class Person:
    """One person of a release: the fullest name, and every place where it stands; ``credit`` for photographers,
    press contacts and reporters."""

    name: str
    mentions: list[PersonMention] = field(default_factory=list)
    credit: bool = False
    historical: bool = False

    @property
    def surname(self) -> str:
        return self.name.split(" ")[-1]


@lru_cache(maxsize=4)
def _role_words(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{c.pattern})" for c in lexicon.roles))


def find_persons(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Person]:
    """Return the persons of *document* in the order of their first mention; figures of history are marked as such."""
    mentions = _full_names(document, lexicon, gazetteer)
    people = _join(mentions)
    for person in people:
        person.historical = _is_historical(document, person, lexicon)
    _add_short_mentions(document, [p for p in people if not p.historical])
    for person in people:
        person.mentions.sort(key=lambda m: m.start)
        person.credit = all(_is_credit(document, m) for m in person.mentions)
    return sorted(people, key=lambda p: p.mentions[0].start)


def _is_name_word(word: str, lexicon: Lexicon) -> bool:
    stem = word.rstrip("’'")
    return (
        stem not in lexicon.not_names
        and not _role_words(lexicon).fullmatch(stem)
        and stem not in lexicon.country_names
    )


def _is_first_name(word: str, lexicon: Lexicon) -> bool:
    if word in lexicon.first_names:
        return word not in lexicon.not_names
    parts = word.split("-")
    return len(parts) > 1 and all(p.capitalize() in lexicon.first_names for p in parts)


def _full_names(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> list[PersonMention]:
    text = document.text
    closed = [(m.start(), m.end()) for m in ADDRESS.finditer(text)]
    closed += [(b.start, b.end) for b in document.blocks if b.kind in ("navigation", "elsewhere")]
    found: list[PersonMention] = []

    def free(start: int, end: int) -> bool:
        return all(end <= s or e <= start for s, e in closed)

    for mention in (
        *_surname_first(document, lexicon),
        *_after_role(document, lexicon, gazetteer),
        *_by_first_name(document, lexicon, gazetteer),
    ):
        if free(mention.start, mention.end):
            found.append(mention)
            closed.append((mention.start, mention.end))
    return sorted(found, key=lambda m: m.start)


def _surname_first(document: Document, lexicon: Lexicon) -> Iterable[PersonMention]:
    """Yield names of contact lines that begin with the surname: "Mester, Annika", "GUÉRIN Sophie"."""
    for match in _SURNAME_FIRST.finditer(document.text):
        last, first = match["last"], match["first"]
        comma = document.text[match.end("last")] == ","
        contact = document.block_at(match.start()).kind in ("contact", "caption")
        if not _is_first_name(first, lexicon) or not _is_name_word(last, lexicon):
            continue
        if (comma and contact and not _is_first_name(last, lexicon)) or (
            last.isupper() and len(last) > 3 and not comma and first.istitle()
        ):
            name = f"{first} {last.title() if last.isupper() else last}"
            yield PersonMention(match.start(), match.end(), name, "person-surname-first")


def _by_first_name(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> Iterable[PersonMention]:
    """Yield names that begin with a known first name."""
    text, done = document.text, 0
    for token in _TOKEN.finditer(text):
        if token.start() < done or not _starts_name(token.group(), lexicon):
            continue
        match = _read_name(text, token.start(), lexicon)
        if match is None or _is_place_name(match[1], gazetteer):
            continue
        end, name = match
        done = end
        yield PersonMention(token.start(), end, name, "person-first-name")


def _starts_name(word: str, lexicon: Lexicon) -> bool:
    return _is_first_name(word, lexicon)


def _read_name(text: str, start: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """Return end and spelling of the full name that begins at *start* with a first name, or None.

    Further first names and initials may follow, then a particle, then the surname.
    """
    match = re.compile(rf"({_CAP})((?: (?:{_INITIAL}|{_CAP}|{_UPPER}))*)").match(text, start)
    words = re.compile(rf"(?: ?(?:{_PARTICLE})(?= [A-ZÀ-Þ])| ?{_INITIAL}| ?{_CAP}| ?{_UPPER})").finditer(
        text, match.end(1) if match else start
    )
    end, count, surname = match.end(1) if match else start, 1, False
    for word in words:
        if word.start() != end or (text[end] != " " and not text[end - 1] == "."):
            break
        plain = word.group().strip()
        particle = bool(re.fullmatch(_PARTICLE, plain))
        initial = bool(re.fullmatch(_INITIAL, plain + " ")) or bool(re.fullmatch(_INITIAL, plain))
        if not particle and not initial:
            if not _is_name_word(plain, lexicon) or (
                surname and not _may_follow(text, word.end(), plain, lexicon)
            ):
                break
            if surname and count >= 3:
                break
            surname = (
                surname or not _is_first_name(plain, lexicon) or not _name_goes_on(text, word.end(), lexicon)
            )
        elif surname:
            break
        end, count = word.end(), count + 1
    if not surname or _BUILDING.match(text, end):
        return None
    name = text[start:end]
    if possessive := re.search(r"[’']s?$", name):
        end, name = end - len(possessive.group()), name[: possessive.start()]
    if name.endswith("s") and name[:-1] in text.replace(name, ""):
        return end - 1, name[:-1]
    return end, " ".join(w.title() if w.isupper() and len(w) > 3 else w for w in name.split())


def _name_goes_on(text: str, end: int, lexicon: Lexicon) -> bool:
    following = re.compile(rf" (?:{_PARTICLE} )?({_CAP})").match(text, end)
    return following is not None and _is_name_word(following.group(1), lexicon)


def _may_follow(text: str, end: int, word: str, lexicon: Lexicon) -> bool:
    """True where a second surname may stand (García Márquez): it ends the phrase."""
    return bool(re.match(r"[,.;)(]|$| \(", text[end : end + 2])) and word not in lexicon.first_names


def _is_place_name(name: str, gazetteer: Gazetteer) -> bool:
    return " " in name and bool(gazetteer.find(name))


def _after_role(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> Iterable[PersonMention]:
    """Yield two or three capital words that follow a role or a title, whatever the first name."""
    role = "|".join(
        f"(?:{c.pattern})" for c in lexicon.roles if c.values[0] not in ("counterpart", "other") or True
    )
    pattern = re.compile(
        rf"(?:\b(?:{role})|\b{_TITLE.rstrip()})(?: a\. ?D\.| i\. ?R\.)?,? (?:{_TITLE})?(?P<name>{_CAP}(?: {_INITIAL.strip()}| {_CAP}){{0,2}}? (?:{_PARTICLE} )?{_CAP})(?=[\s,.;:)(“”\"’'/]|$)"
    )
    for match in pattern.finditer(document.text):
        words = [w for w in match["name"].split() if not re.fullmatch(_PARTICLE, w)]
        if not all(_is_name_word(w, lexicon) for w in words) or _is_place_name(match["name"], gazetteer):
            continue
        known_first = _is_first_name(words[0], lexicon)
        town = bool(gazetteer.find(words[0])) or bool(gazetteer.find(words[-1]))
        if known_first or (not town and not words[0].endswith("er")):
            start = match.start("name")
            better = _read_name(document.text, start, lexicon) if known_first else None
            end, name = better or (match.end("name"), match["name"])
            yield PersonMention(start, end, name, "person-after-role")


def _join(mentions: list[PersonMention]) -> list[Person]:
    """Join mentions of one person: the same name, or one that a scanner or a typist bent."""
    people: list[Person] = []
    for mention in mentions:
        person = next((p for p in people if same_person(p.name, mention.name)), None)
        if person is None:
            people.append(person := Person(mention.name))
        person.mentions.append(mention)
        votes = [m.name for m in person.mentions]
        person.name = max(sorted(set(votes), key=votes.index), key=votes.count)
    return people


def same_person(one: str, other: str) -> bool:
    """True where two full names differ by nothing, by a middle initial, or by a slip in the surname.

    >>> same_person("Igor Strajin", "Igor Staiin"), same_person("Pierre Brun", "Philippe Brun")
    (True, False)
    """
    if one == other:
        return True
    a, b = one.split(), other.split()
    if a[0] != b[0]:
        return False
    return distance(a[-1].lower(), b[-1].lower()) <= (
        2 if min(len(a[-1]), len(b[-1])) > 5 else 1 if min(len(a[-1]), len(b[-1])) > 4 else 0
    )


def _add_short_mentions(document: Document, people: list[Person]) -> None:
    """Add surnames that stand alone and refer back to the one person who bears them."""
    bearers: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        bearers[person.surname].append(person)
    taken = [(m.start, m.end) for p in people for m in p.mentions]
    for surname in sorted(bearers):
        people_so_called = [p for p in bearers[surname] if not _only_credit(document, p)] or bearers[surname]
        for match in re.finditer(rf"(?<![\w-]){re.escape(surname)}s?(?![\w-])", document.text):
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            if len(people_so_called) == 1:
                mention = PersonMention(
                    match.start(), match.start() + len(surname), surname, "person-surname"
                )
                people_so_called[0].mentions.append(mention)


def _only_credit(document: Document, person: Person) -> bool:
    return all(_is_credit(document, m) for m in person.mentions)


def _is_credit(document: Document, mention: PersonMention) -> bool:
    """True for photographers, press contacts and reporters."""
    block = document.block_at(mention.start)
    before = document.text[block.start : mention.start]
    if block.kind == "contact" or (_CREDIT.search(before[-90:]) is not None):
        return True
    after = document.text[mention.end : mention.end + 1]
    return block.kind == "caption" and before.endswith("(") and after == ")"


def _is_historical(document: Document, person: Person, lexicon: Lexicon) -> bool:
    """True for saints, poets and figures of the past, by list or by the words before the first mention."""
    if person.name in lexicon.historical or (
        person.surname in lexicon.historical and not _has_office(document, person, lexicon)
    ):
        return True
    first = person.mentions[0]
    before = document.text[max(0, first.start - 40) : first.start]
    sentence = document.sentences[document.sentence_at(first.start)]
    words = ADDRESS.sub("", document.words(sentence))
    return (bool(_HOLY.search(before)) and not _has_office(document, person, lexicon)) or (
        bool(_CENTURY.search(words))
        and len(person.mentions) == 1
        and not _has_office(document, person, lexicon)
        and not re.search(r"\b(?:19[4-9]\d|20\d\d)\b", words)
    )


def _has_office(document: Document, person: Person, lexicon: Lexicon) -> bool:
    """True where an office of a town stands right before one of the mentions."""
    offices = "|".join(
        f"(?:{c.pattern})"
        for c in lexicon.roles
        if c.values[0] in ("mayor", "deputy-mayor", "department-head", "councillor")
    )
    pattern = re.compile(rf"(?:{offices}),? (?:{_TITLE})?$")
    return any(pattern.search(document.text[max(0, m.start - 60) : m.start]) for m in person.mentions)
