"""Names and quotes by their words, in any order: a full-text index of one generation in SQLite (FTS5).

The tables lie in a temporary file that SQLite removes with the connection.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from twingraph.iris import slug
from twingraph.serve.ask import Row, ask_rows

if TYPE_CHECKING:
    from twingraph.store.base import Dataset

_TABLES = """
CREATE VIRTUAL TABLE names USING fts5(key, tokenize='unicode61', content='', prefix='2 3');
CREATE VIRTUAL TABLE quotes USING fts5(key, tokenize='unicode61', content='', prefix='3 4');
"""
_ENDINGS = re.compile(r"(?:innen|ungen|ung|en|er|es|em|in|ns|e|n|s|x)\Z")
_SHORT = 5  # letters that a word keeps when its ending is cut
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a release that support a fact; ``title`` and ``language`` are those of the release."""

    statement: str
    release: str
    title: str
    text: str
    language: str | None


class WordIndex:
    """The words of names and of quotes; one query at a time, from any thread."""

    def __init__(self, keys: Sequence[str], quotes: Iterable[Passage]) -> None:
        self.quotes, self._lock = tuple(quotes), Lock()
        self._db = sqlite3.connect("", check_same_thread=False)
        self._db.executescript(_TABLES)
        self._db.executemany("INSERT INTO names(rowid, key) VALUES (?, ?)", enumerate(keys))
        texts = ((number, slug(quote.text)) for number, quote in enumerate(self.quotes))
        self._db.executemany("INSERT INTO quotes(rowid, key) VALUES (?, ?)", texts)

    def find_names(self, text: str, most: int) -> list[int]:
        """Return the numbers of the names that hold each word of *text*, or a word that starts so."""
        return self._match("names", [f'"{word}"*' for word in _words(text)], most)

    def find_quotes(self, text: str, most: int) -> list[Passage]:
        """Return the quotes that hold each word of *text* in some form, the best first.

        Umlauts may be written out, accents left away; an ending of German, English or French may differ.
        """
        wanted = [f'"{_stem(word)}"*' for word in _words(text)]
        return [self.quotes[number] for number in self._match("quotes", wanted, most)]

    def _match(self, table: str, words: list[str], most: int) -> list[int]:
        if not words:
            return []
        query = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank, rowid LIMIT ?"
        with self._lock:
            return [row[0] for row in self._db.execute(query, (" ".join(words), most))]


def _words(text: str) -> list[str]:
    return slug(text).split("-")[:_MOST_WORDS] if slug(text) else []


def _stem(word: str) -> str:
    """Return a word without its ending, where enough of it is left.

    >>> _stem("partnerschaften"), _stem("jumelages"), _stem("rat")
    ('partnerschaft', 'jumelag', 'rat')
    """
    bare = _ENDINGS.sub("", word)
    return bare if len(bare) >= _SHORT else word


def read_quotes(store: Dataset) -> list[Passage]:
    """Return the words that each statement of *store* rests on, each passage of a release once."""
    found: dict[tuple[str, str], str] = {}
    for row in ask_rows(store, _QUOTES):
        key, statement = (row["release"].value, row["exact"].value), row["statement"].value
        found[key] = min(statement, found.get(key, statement))
    releases = {row["release"].value: row for row in ask_rows(store, _RELEASES)}
    return [_passage(releases.get(key[0], {}), *key, found[key]) for key in sorted(found)]


def _passage(said: Row, release: str, text: str, statement: str) -> Passage:
    title = said["title"].value if "title" in said else release.rpartition("/")[2]
    language = said["language"].value if "language" in said else None
    return Passage(statement, release, title, text, language)


_QUOTES = """SELECT ?statement ?release ?exact
{ GRAPH ?g { ?statement tg:source ?release ; tg:span ?span . ?span oa:exact ?exact } }"""
_RELEASES = """SELECT ?release ?language ?title { GRAPH ?g { ?release a tg:Release
  OPTIONAL { ?release dcterms:language ?language } OPTIONAL { ?release dcterms:title ?title } } }"""
