"""The pages about the site, and about what changed since the generation before."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import feedparser
import httpx
import pytest

from made_writes import ONE, TWO
from twingraph.serve.about_page import read_quality
from twingraph.serve.words import LANGUAGES, Words
from twingraph.settings import Settings
from twingraph.store.base import GraphStore
from twingraph.store.embedded import EmbeddedStore

Serve = Callable[[GraphStore, Settings], str]


def page(url: str, path: str) -> str:
    answer = httpx.get(url + path, headers={"Accept": "text/html", "Accept-Language": "en"}, timeout=30)
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_words(language: str) -> None:
    words = Words(language)
    for name, (_, rows) in read_quality().items():
        assert words.has(f"about.set.{name}")
        assert all(words.has(f"about.fact.{row.fact}") for row in rows)


def test_it_tells_what_was_measured_and_what_was_read(sample_url: str) -> None:
    text = page(sample_url, "/about")
    for _, rows in read_quality().values():
        for row in rows:
            assert f'<td class="n">{row.f1 * 100:.0f}%</td>' in text
    assert "This graph was read from 2 press releases." in text
    assert "Who runs this server has not said so here." in text


@pytest.mark.parametrize(
    ("imprint", "shown"),
    [
        ("Archive of Somewhere", "<p>Archive of Somewhere</p>"),
        ("https://a.example/imprint", 'href="https://a.example/imprint"'),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ],
)
def test_the_imprint_is_a_setting(serve: Serve, store: EmbeddedStore, imprint: str, shown: str) -> None:
    assert shown in page(serve(store, Settings(imprint=imprint)), "/about")


def test_what_changed_since_the_generation_before(serve: Serve, store: EmbeddedStore) -> None:
    url = serve(store, Settings())
    assert "There is no earlier data version" in page(url, "/changes")
    first = store.generation
    store.publish([*ONE, *TWO])
    text = page(url, "/changes")
    assert f"From data version {first} to {store.generation}" in text
    assert "Releases: 1 new, 0 withdrawn." in text
    added = text.partition('id="added"')[2]
    links = re.findall(r'<li><a href="(/doc/agreement/[^"]+)"', added)
    assert links
    assert all(page(url, link) for link in links)
    store.publish(TWO)
    gone = page(url, "/changes").partition('id="removed"')[2]
    assert "<li>" in gone
    assert "<a" not in gone.partition("</section>")[0], "what is gone has no page"


def test_the_data_versions_are_a_feed(serve: Serve, store: EmbeddedStore) -> None:
    store.publish([*ONE, *TWO])
    url = serve(store, Settings())
    feed = feedparser.parse(page(url, "/changes.atom"))
    assert not feed.bozo
    assert [entry.title.split()[-1] for entry in feed.entries] == [one.id for one in store.history()]
    assert page("", feed.entries[0].link)


def test_a_generation_that_is_damaged_does_no_harm(serve: Serve, store: EmbeddedStore) -> None:
    first = store.generation
    store.publish([*ONE, *TWO])
    for file in Path(store.folder, "generations", str(first), "db").iterdir():
        file.unlink()
    assert "<h1>" in page(serve(store, Settings()), "/changes")
