"""Normalised text -> mentions of persons' full names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.layout import ADDRESS, Document
from twingraph.lexicon import Gazetteer, Lexicon

_CAP = r"(?:[dD][’']|[OL][’'])?[A-ZÀ-ÖØ-ÞĀ-ŽŁŚŻŹĆŠČŘŽ][\w’]*[a-zß-ÿā-ž][\w’]*(?:-[A-ZÀ-ÖØ-ÞĀ-Ž]?[\w’]+)*"

_UPPER = r"[A-ZÀ-ÖØ-Þ]{2,}(?:-[A-ZÀ-ÖØ-Þ]{2,})*"

_INITIAL = r"(?:[A-ZÄÖÜ]\.(?:-[A-Z]\.)? ?)"

_PARTICLE = (
    r"(?:von der|von dem|von den|van der|van den|van de|de la|de los|von|van|vom|zu|zur|zum|de|"
    r"del|della|di|da|dos|das|du|den|ten|ter|el|al|bin|ben|Le|La|Mc|Mac|St\.)"
)

_NAME = re.compile(
    rf"(?P<first>{_CAP})(?P<middle>(?: (?:{_INITIAL}|{_CAP}))*?) ?(?P<particle>{_PARTICLE} )?(?<= )"
    rf"(?P<last>{_CAP}|{_UPPER})"
)

_TOKEN = re.compile(rf"{_CAP}|{_UPPER}|[A-ZÄÖÜ]\.")

TITLE = (
    r"(?:(?:Prof|Dr|Dipl|Ing|Mag|PhD|h\. ?c|med|jur|phil|rer|nat|e\. ?h|Sir|Dame|Dr-Ing)\.? ?(?:-?Ing\. ?)?)+"
)

_ADDRESSED = re.compile(
    rf"\b(?:Herrn?|Frau|Mr\.?|Mrs\.?|Ms\.?|M\.|Mme|Monsieur|Madame|Dr\.|Prof\.(?: Dr\.)?|Sir|Dame|"
    rf"Lord) (?P<name>(?:{_CAP} ){{0,2}}(?:{_PARTICLE} )?{_CAP})"
)

_SURNAME_FIRST = re.compile(
    rf"(?<![A-Za-zÀ-ž.] )(?<![\w-])(?P<last>(?:{_PARTICLE} )?(?:{_CAP}|{_UPPER}))(?:, (?:{TITLE})?| )"
    rf"(?P<first>{_CAP})(?=[\s,;·.)\]]|$)(?! [A-ZÄÖÜ][a-zäöüß]+\b)"
)

_BUILDING = re.compile(
    r"[ -](?:Theat(?:re|er)|Museum|School|College|Library|Hall|Park|Foundation|Stiftung|Schule|"
    r"Gymnasium|Halle|Haus|Platz|Stadium|Society)\b"
)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name in the normalised text."""

    start: int
    end: int
    name: str
    rule: str


@lru_cache(maxsize=4)
def _role_words(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{c.pattern})" for c in lexicon.roles))


def find_full_names(document: Document, lexicon: Lexicon, gazetteer: Gazetteer) -> list[PersonMention]:
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
        rf"(?:\b(?:{role})|\b{TITLE.rstrip()})(?: a\. ?D\.| i\. ?R\.)?,? (?:{TITLE})?"
        rf"(?P<name>{_CAP}(?: {_INITIAL.strip()}| {_CAP}){{0,2}}? (?:{_PARTICLE} )?{_CAP})"
        rf"(?=[\s,.;:)(“”\"’'/]|$)"
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
