"""An answer comes from one generation, even where the next one is published while it is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

import sample
from twingraph.settings import Settings
from twingraph.store.base import GraphStore, QueryResult
from twingraph.store.embedded import EmbeddedStore

COUNT = "SELECT (COUNT(*) AS ?n) { ?city a <https://w3id.org/twingraph/ns#City> }"
TEXTS = ({"a": "one"}, {"a": "two"})


def cities(number: int) -> list[ox.Quad]:
    nodes = [sample.node(f"id:city/c-{index:02}") for index in range(number)]
    labels = [ox.Quad(node, sample.node("rdfs:label"), ox.Literal(node.value[-4:])) for node in nodes]
    return [*labels, *(ox.Quad(node, sample.node("rdf:type"), sample.node("tg:City")) for node in nodes)]


class RestlessStore(EmbeddedStore):
    """A store to which one more city is published before every answer of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, create=True)
        self.sizes: dict[str, int] = {}
        self.grow()

    def grow(self) -> None:
        number = len(self.sizes) + 1
        self.sizes[self.publish(cities(number))] = number

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> QueryResult:
        self.grow()
        return super().query(sparql, default_graphs=default_graphs, named_graphs=named_graphs)


@pytest.fixture(scope="module")
def restless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RestlessStore]:
    with RestlessStore(tmp_path_factory.mktemp("restless") / "store") as store:
        yield store


def count(result: QueryResult) -> int:
    assert isinstance(result, ox.QuerySolutions)
    return int(next(result)["n"].value)


def test_a_snapshot_stays_what_it_is(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store", create=True) as store:
        first = store.publish(cities(1), TEXTS[0])
        pinned = store.snapshot()
        second = store.publish(cities(2), TEXTS[1])
        assert (pinned.generation, store.generation) == (first, second)
        assert (count(pinned.query(COUNT)), count(store.query(COUNT))) == (1, 2)
        assert (len(list(pinned.quads())), len(list(store.quads()))) == (2, 4)
        assert (pinned.text("a"), store.text("a")) == ("one", "two")


@pytest.mark.parametrize(
    ("path", "city"),
    [
        pytest.param("/", r"(\d+) cit(?:y|ies)\b", id="home"),
        pytest.param("/cities", r'href="/doc/city/(c-\d+)', id="list"),
    ],
)
def test_a_page_shows_one_generation(
    restless: RestlessStore, serve: Callable[[GraphStore, Settings], str], path: str, city: str
) -> None:
    url = serve(restless, Settings())
    seen = set()
    for _ in range(3):
        restless.grow()
        page = httpx.get(url + path, headers={"Accept": "text/html", "Accept-Language": "en"}).text
        named = re.findall(city, page)
        cities_told = int(named[0]) if path == "/" else len(set(named))
        generation = re.search(r"<code>([0-9a-f]{16})</code>", page)
        assert generation
        assert cities_told == restless.sizes[generation[1]]
        seen.add(generation[1])
    assert len(seen) == 3


def test_an_answer_of_the_endpoint_names_its_generation(
    restless: RestlessStore, serve: Callable[[GraphStore, Settings], str]
) -> None:
    url = serve(restless, Settings())
    for _ in range(3):
        restless.grow()
        answer = httpx.get(f"{url}/sparql", params={"query": COUNT, "format": "csv"})
        assert int(answer.text.split()[1]) == restless.sizes[answer.headers["Twingraph-Generation"]]
