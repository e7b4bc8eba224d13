"""Releases of mixed size, made up from templates, to measure the extraction on.

The mix: 45 % short releases of 500 to 3,000 characters, 35 % of 3,000 to 9,000, and 20 % newsletters of
9,000 to 40,000.  Of the items of a short release a third speak of a partnership, of a middle one a tenth, of
a newsletter one in thirty, as in real ones: the rest is about road works, councils, pools and libraries.
Sixty per cent are German, 25 English, 15 French.  Towns, persons, streets, dates, numbers and most nouns are
drawn anew for each item, so few sentences come twice; two texts in a hundred carry 1 % of damaged characters,
one in five has wrapped lines.  Same seed, same texts.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter_items import Language, read_languages

from twingraph.lexicon import Gazetteer, Lexicon
from twingraph.model import PressRelease


@dataclass(frozen=True)
class Size:
    """How many characters a release has, and the share of its items that are about partnerships."""

    least: int
    most: int
    about: float


_SIZES = (Size(500, 3_000, 1 / 3), Size(3_000, 9_000, 1 / 10), Size(9_000, 40_000, 1 / 30))
_LANGUAGES = read_languages()
_DAMAGE = "aeinrstABE 0159.,;-\n'’\u00ad|"


class Maker:
    """Draws names and numbers for the slots of the templates."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer, seed: int) -> None:
        self.random = random.Random(seed)
        self.first_names = sorted(
            n for n in lexicon.first_names if n.isalpha() and n not in lexicon.not_names
        )
        self.towns = {language.code: list(_towns(gazetteer, language.country)) for language in _LANGUAGES}

    def release(self, number: int) -> PressRelease:
        """Return the release with this *number*."""
        language = self.random.choices(_LANGUAGES, (60, 25, 15))[0]
        size = self.random.choices(_SIZES, (45, 35, 20))[0]
        text = self._text(language, self.random.randint(size.least, size.most), size.about)
        if self.random.random() < 0.02:
            text = "".join(self._damaged(c) for c in text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return PressRelease(f"made-{number:05d}", text, digest, "")

    def _text(self, language: Language, size: int, about: float) -> str:
        home = self.random.choice(self.towns[language.code])
        items = [self._fill(language.head, language, home)]
        length = len(items[0])
        while length < size:
            kind = language.about if self.random.random() < about else language.other
            items.append(self._fill(self.random.choice(kind), language, home))
            length += len(items[-1]) + 2
        text = "\n\n".join(items) + "\n"
        return _wrapped(text, 76) if self.random.random() < 0.2 else text

    def _fill(self, template: str, language: Language, home: str) -> str:
        pick = self.random.choice
        slots = {
            "home": home,
            **{f"town{i}": pick(self.towns[language.code]) for i in (1, 2, 3)},
            "away": pick(self.towns[pick(_LANGUAGES).code]),
            **{f"person{i}": f"{pick(self.first_names)} {pick(language.surnames)}" for i in (1, 2)},
            **{f"thing{i}": language.thing(self.random) for i in (1, 2, 3, 4)},
            "street": pick(language.surnames) + language.street,
            "day": language.day(self.random),
            "year": str(self.random.randint(1951, 2023)),
            "hour": str(self.random.randint(8, 21)),
            "number": str(self.random.randint(2, 950)),
        }
        return template.format(**slots)

    def _damaged(self, character: str) -> str:
        return self.random.choice(_DAMAGE) if self.random.random() < 0.01 else character


def _towns(gazetteer: Gazetteer, country: str) -> Iterator[str]:
    """Yield the towns of a country with more than 15,000 people."""
    for row in gazetteer.rows.values():
        _, name, code, _, _, population, _ = row.split("\t")
        if code == country and int(population) > 15_000:
            yield name


def _wrapped(text: str, width: int) -> str:
    """Break lines as a typewriter does."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return "\n".join(lines)


def make_releases(
    lexicon: Lexicon, gazetteer: Gazetteer, count: int, *, seed: int = 7
) -> Iterator[PressRelease]:
    """Yield *count* releases, always the same ones."""
    maker = Maker(lexicon, gazetteer, seed)
    for number in range(count):
        yield maker.release(number)
