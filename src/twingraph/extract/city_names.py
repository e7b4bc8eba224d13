"""Normalised text -> candidates: words that the gazetteer knows as names of towns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from twingraph.extract.city_spellings import merged_town, other_spelling
from twingraph.extract.layout import Document
from twingraph.lexicon import Gazetteer, Lexicon, without_apostrophe

_POSSESSIVE = re.compile(r"[’']s?$")


@lru_cache(maxsize=20_000)
def _without_marks(name: str) -> str:
    """Return a name without accents, which not every list of towns keeps: Céret, Ceret."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name a town, before it is settled which, or whether at all."""

    start: int
    end: int
    name: str
    ids: tuple[int, ...]
    form: str

    def population(self, gazetteer: Gazetteer) -> int:
        """Return how many people the largest town of this name has."""
        return max(gazetteer.place(i).population for i in self.ids)

    def is_main_name(self, gazetteer: Gazetteer) -> bool:
        """True where a town is mainly called so, in its own language or in one of ours."""
        if self.name in gazetteer.exonyms:
            return True
        plain = _without_marks(self.name)
        return any(_without_marks(gazetteer.place(i).name) == plain for i in self.ids)


def find_candidates(document: Document, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the longest names of towns, their genitives, and their demonyms."""
    done = 0
    for start, word in document.capitals:
        if start < done or not _may_begin(word, gazetteer):
            continue
        if "-" in word and not gazetteer.find(word) and _is_pair(word, gazetteer):
            if word in lexicon.country_names:
                continue
            if merged := merged_town(word, gazetteer):
                yield Candidate(start, start + len(word), word, (merged,), "name")
            else:
                yield from _pair(start, word, gazetteer)
            done = start + len(word)
            continue
        candidate = _longest(document.text, start, word, gazetteer) or _single(start, word, gazetteer)
        if candidate and _ends_country(document.text, candidate, lexicon):
            continue
        issues = candidate is not None and is_issuer(candidate.name, document.release.issuer or "")
        if candidate and (issues or not _is_banned(candidate, gazetteer, lexicon)):
            done = candidate.end
            yield candidate


def is_issuer(name: str, issuer: str) -> bool:
    """True for the town of an issuer that calls itself one: "City of Canton", "Kent City Council"."""
    told = re.escape(name)
    return name in issuer and bool(
        re.search(rf"{_BODY_OF}{told}(?![\w-])|^{told} (?:City|Town) Council\b", issuer)
    )


_BODY_OF = (
    r"\b(?:(?:City|Town|Village|Borough) of |(?:Stadt|Gemeinde|Marktgemeinde|Stadtgemeinde) |"
    r"(?:Ville|Commune|Mairie) (?:de |d[’']))"
)


_CONTRACTED = re.compile(r"\b(?:du|au|Du|Au|DU|AU) (?P<rest>[A-ZÀ-Þ][\w-]{2,})")


def find_contracted(document: Document, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield French towns whose article is hidden in a preposition: "la ville du Mans" is Le Mans."""
    if document.release.language != "fr":
        return
    for match in document.finditer(_CONTRACTED):
        rest = match["rest"].title() if match["rest"].isupper() else match["rest"]
        ids = gazetteer.find(f"Le {rest}")
        if ids and any(gazetteer.place(i).name == f"Le {rest}" for i in ids):
            yield Candidate(match.start("rest"), match.end("rest"), f"Le {rest}", ids, "name")


@lru_cache(maxsize=100_000)
def _may_begin(word: str, gazetteer: Gazetteer) -> bool:
    """True for a word that names a town, or with which the name of one may begin."""
    if "-" in word and _is_pair(word, gazetteer):
        return True
    return bool(_longest_from(word, gazetteer)) or _town_of(word, gazetteer) is not None


def _ends_country(text: str, candidate: Candidate, lexicon: Lexicon) -> bool:
    """True for the end of a country's name: "El Salvador"."""
    before = text[max(0, candidate.start - 12) : candidate.start].split(" ")
    return len(before) > 1 and f"{before[-2]} {candidate.name}" in lexicon.country_names


def _is_banned(candidate: Candidate, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """True for countries, everyday words, and by-names that begin with a function word ("Im Zentrum")."""
    name = candidate.name
    if candidate.form == "genitive" and (name + "s" in lexicon.regions or name + "s" in lexicon.states):
        return True  # "Massachusetts"
    if name in lexicon.country_names or name in lexicon.not_names:
        return True
    function_word = " " in name and name.split(" ")[0] in lexicon.not_names
    return function_word and not candidate.is_main_name(gazetteer)


def _longest_from(word: str, gazetteer: Gazetteer) -> int:
    """Return how many words the longest name has that begins with *word*, 0 where none does."""
    longest = gazetteer.longest
    plain = without_apostrophe(word + " ")[:-1]
    most = max(longest.get(word, 0), longest.get(plain, 0), longest.get(word + ".", 0))  # "St. Veit an …"
    return most or (longest.get(word.capitalize(), 0) if word.isupper() else 0)


def _longest(text: str, start: int, first: str, gazetteer: Gazetteer) -> Candidate | None:
    """Return a name of several words that begins at *start* with the word *first*."""
    words = _longest_from(first, gazetteer) if _goes_on(text, start, gazetteer) else 0
    pieces = list(_PIECE.finditer(text, start, start + 80))[:words] if words else []
    for n in range(len(pieces), 1, -1):
        name = text[start : pieces[n - 1].end()].rstrip(".,;:!?»“”\"'")
        name = name if "(" in name else name.rstrip(")")
        plain = in_title_case(name) if name.isupper() else name
        body = plain.endswith(" City") and _BODY.match(text, start + len(name)) is not None
        if body and gazetteer.find(plain.removesuffix(" City")):
            continue  # the City Council of Bristol, not Bristol City's
        if " " in name and (ids := gazetteer.find(plain)):
            return Candidate(start, start + len(name), plain, ids, "name")
        own = _OWNER.sub("", plain)
        if own != plain and " " in own and (ids := gazetteer.find(own)):
            return Candidate(start, start + len(own), own, ids, "genitive")
    spelt = other_spelling(text, start, first, gazetteer)
    return Candidate(start, spelt[0], spelt[1], spelt[2], "name") if spelt else None


_BODY = re.compile(r" (?i:Council|Hall|Mayor|Police|School|Library|Museum|Cent(?:re|er)|Football)\b")
"""What a city has: "Leeds City Council"."""

_OWNER = re.compile(r"(?:[’']s?|s)$")
"""The end of "San Marino's", "Bad Hersfelds"."""


def in_title_case(name: str) -> str:
    """Return a name in capitals as it is written otherwise.

    >>> in_title_case("BISHOP'S CASTLE"), in_title_case("SAINT-DENIS")
    ("Bishop's Castle", 'Saint-Denis')
    """
    return _WORD.sub(lambda word: word.group().capitalize(), name)


_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]\b)?")
_PIECE = re.compile(r"\S+")
_MARKS = ".,;:!?»“”\"')"


def _goes_on(text: str, start: int, gazetteer: Gazetteer) -> bool:
    """True unless no name of several words begins with the two that stand at *start*."""
    pieces = text[start : start + 80].split(None, 2)[:2]
    plain = [*pieces[:-1], pieces[-1].rstrip(_MARKS)]
    owned = [*pieces[:-1], _OWNER.sub("", plain[-1])]
    written = [" ".join(words).replace("’", "'") for words in (pieces, plain, owned)]
    pairs = (*written, *map(without_apostrophe, written)) if "'" in written[0] else written
    return any(pair in gazetteer.pairs or in_title_case(pair) in gazetteer.pairs for pair in pairs)


def _single(start: int, word: str, gazetteer: Gazetteer) -> Candidate | None:
    """Return the town that one word names: by its name, its genitive or its demonym."""
    town = _town_of(word, gazetteer)
    if town is None:
        return None
    length, name, ids, form = town
    return Candidate(start, start + length, name, ids, form)


@lru_cache(maxsize=100_000)
def _town_of(capital_word: str, gazetteer: Gazetteer) -> tuple[int, str, tuple[int, ...], str] | None:
    """Return how much of a word names a town; its name, ids and form."""
    written = _POSSESSIVE.sub("", capital_word)
    length = len(written)
    if len(written) < 3 and written != "Au" and written.isascii():
        return None
    word = in_title_case(written) if written.isupper() and len(written) > 3 else written
    if (ids := gazetteer.find(word)) and not _is_rather_demonym(word, ids, gazetteer):
        return length, word, ids, "name"
    if "-" in word and len(word) > 6 and (ids := gazetteer.find(word.replace("-", " "))):
        return length, word, ids, "name"
    if word.endswith("s") and len(word) > 4 and (ids := gazetteer.find(word[:-1])):
        return length - 1, word[:-1], ids, "genitive"
    if town := demonym_town(word, gazetteer):
        return length, word, (town,), "demonym"
    return None


def _is_rather_demonym(word: str, ids: tuple[int, ...], gazetteer: Gazetteer) -> bool:
    """True for "Liller", a by-name of a hamlet somewhere but to every reader of or from Lille."""
    if (
        not word.endswith("er")
        or word in gazetteer.exonyms
        or any(gazetteer.place(i).name == word for i in ids)
    ):
        return False
    town = demonym_town(word, gazetteer)
    return town is not None and gazetteer.place(town).population > 10 * max(
        gazetteer.place(i).population for i in ids
    )


def _is_pair(word: str, gazetteer: Gazetteer) -> bool:
    """True for "Leeds-Dortmund": every part is a town, so the word joins towns and names no thing."""
    return all(gazetteer.find(part) for part in word.split("-"))


def _pair(start: int, word: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield each town of "Leeds-Dortmund"."""
    for part in word.split("-"):
        yield Candidate(start, start + len(part), part, gazetteer.find(part), "name")
        start += len(part) + 1


@lru_cache(maxsize=50_000)
def demonym_stems(word: str) -> tuple[str, ...]:
    """Return the names that a German demonym in -er may come from.

    >>> demonym_stems("Tübinger")[:3]
    ('Tübing', 'Tübingen', 'Tübinge')
    """
    if not word.endswith("er") or len(word) < 5:
        return ()
    stem = word[:-2]
    stems = [stem, stem + "en", stem + "e"]
    if stem.endswith("n"):
        stems.append(stem[:-1] + "en")
    if stem.endswith("an"):
        stems += [stem[:-2], stem[:-2] + "a", stem[:-2] + "o"]
    if stem.endswith("ens"):
        stems += [stem[:-3], stem[:-3] + "e", stem[:-3] + "a"]
    if stem.endswith("l"):
        stems.append(stem[:-1] + "el")
    if stem.endswith("städt"):
        stems.append(stem[:-5] + "stadt")
    return tuple(stems)


def demonym_town(word: str, gazetteer: Gazetteer) -> int | None:
    """Return the GeoNames id of the town whose people or things *word* names ("Düsseldorfer"), or None."""
    if word in gazetteer.demonyms:
        return gazetteer.demonyms[word]
    best: tuple[int, int] | None = None
    for stem in demonym_stems(word):
        if stem in gazetteer.common and "de" in gazetteer.common[stem]:
            continue
        for number in gazetteer.exonyms.get(stem, ()) or gazetteer.by_name.get(stem, ()):
            best = max(best or (0, 0), (gazetteer.place(number).population, number))
    return best[1] if best else None
