"""Values that cannot all be right: found, weighed and shown with their words, and both kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import run
from made_releases import Writer
from test_pages import Serve
from twingraph.contradictions import QUESTIONS, Contradiction, find_contradictions
from twingraph.iris import BASE, compact
from twingraph.mapping import map_facts, map_release
from twingraph.model import LinkedRelease
from twingraph.query import load_query
from twingraph.settings import Settings
from twingraph.store import EmbeddedStore
from twingraph.support import Claim, is_within, weigh

KINDS = {"twinning": "Städtepartnerschaft", "friendship": "Städtefreundschaft", "communique": "Kommuniqué"}


def told(
    stem: str,
    value: str,
    *,
    kind: str = "twinning",
    predicate: str = "tg:validFrom",
    confidence: float = 0.9,
    modality: str = "asserted",
) -> LinkedRelease:
    """Return a release that says one thing of one agreement between Köln and Lille."""
    writer = Writer(stem, f"Köln und Lille, {KINDS[kind]}: {value}, Turin.")
    cities = [writer.city("Köln"), writer.city("Lille")]
    key = "2019" if kind == "communique" else ""
    agreement = writer.agreement(kind, cities, KINDS[kind], key=key)
    if predicate == "tg:signedIn":
        writer.say(agreement, predicate, writer.city(value), value)
    else:
        writer.date(agreement, predicate, value, confidence=confidence, modality=modality)
    return writer.linked()


def publish(folder: Path, releases: Iterable[LinkedRelease]) -> EmbeddedStore:
    known = list(releases)
    store = EmbeddedStore(folder, create=True)
    store.publish([*map_facts(known), *(quad for release in known for quad in map_release(release))])
    return store


def find(store: EmbeddedStore) -> list[Contradiction]:
    return find_contradictions(store, [load_query(name).sparql for name in QUESTIONS])


def values(found: Contradiction) -> list[tuple[str, int]]:
    return [(compact(reading.value), reading.releases) for reading in found.readings]


CASES = [
    pytest.param([told("a", "1987"), told("b", "1987-05-03")], [], id="a finer date is none"),
    pytest.param([told("a", "1987-05"), told("b", "1987"), told("c", "1987-05-03")], [], id="three in one"),
    pytest.param([told("a", "1987"), told("b", "1987")], [], id="the same is none"),
    pytest.param(
        [told("a", "1987"), told("b", "1990"), told("c", "1990")], [("1990", 2), ("1987", 1)], id="more first"
    ),
    pytest.param(
        [told("a", "1987", confidence=0.7), told("b", "1990", confidence=0.8)],
        [("1990", 1), ("1987", 1)],
        id="then the surer",
    ),
    pytest.param(
        [told("a", "1987", modality="inferred"), told("b", "1990")],
        [("1990", 1), ("1987", 1)],
        id="then what is said",
    ),
    pytest.param(
        [told("a", "1987-05-03"), told("b", "1987-06-01"), told("c", "1987-06")],
        [("1987-06-01", 2), ("1987-05-03", 1)],
        id="a month that fits one",
    ),
    pytest.param(
        [told(s, v, predicate="tg:validUntil") for s, v in (("a", "2030"), ("b", "2031-01"))],
        [("2030", 1), ("2031-01", 1)],
        id="ends",
    ),
    pytest.param(
        [told(s, v, kind="communique", predicate="tg:signedIn") for s, v in (("a", "Köln"), ("b", "Turin"))],
        [("id:city/koeln-2886242", 1), ("id:city/torino-3165524", 1)],
        id="places",
    ),
    pytest.param(
        [told("a", "1990", kind="friendship"), told("b", "1990-05"), told("c", "1990")],
        [("kind:twinning", 2), ("kind:friendship", 1)],
        id="kinds",
    ),
    pytest.param([told("a", "1990", kind="friendship"), told("b", "1997")], [], id="a friendship, then more"),
]


@pytest.mark.parametrize(("releases", "expected"), CASES)
def test_contradictions(
    releases: list[LinkedRelease], expected: list[tuple[str, int]], tmp_path: Path
) -> None:
    with publish(tmp_path / "store", releases) as store:
        found = find(store)
        assert [values(one) for one in found] == ([expected] if expected else [])


def test_a_release_that_knows_both_kinds_means_two(tmp_path: Path) -> None:
    writer = Writer("c", "Köln und Lille: Städtefreundschaft und Städtepartnerschaft.")
    cities = [writer.city("Köln"), writer.city("Lille")]
    for kind in ("twinning", "friendship"):
        writer.agreement(kind, cities, KINDS[kind])
    releases = [told("a", "1990", kind="friendship"), told("b", "1990"), writer.linked()]
    with publish(tmp_path / "store", releases) as store:
        assert find(store) == []


def test_the_words_behind_each_value_are_shown(tmp_path: Path) -> None:
    releases = [told("a", "1987"), told("b", "1990"), told("c", "1990-02")]
    with publish(tmp_path / "store", releases) as store:
        [found] = find(store)
    shown = [[(p.release, p.words) for p in reading.passages] for reading in found.readings]
    assert shown == [[("c", "1990-02"), ("b", "1990")], [("a", "1987")]]
    texts = {release.release.id: release.release.text for release in releases}
    passages = [p for reading in found.readings for p in reading.passages]
    assert all(texts[p.release][p.start : p.end] == p.words for p in passages)


def test_both_values_are_facts_and_what_follows_follows_the_better_supported() -> None:
    lines = list(map(str, map_facts([told("a", "1987"), told("b", "1990"), told("c", "1990-02")])))
    begun = [line for line in lines if "validFrom" in line]
    assert [[v for v in ("1987", "1990", "1990-02") if f'"{v}"' in line] for line in begun] == [
        ["1987"], ["1990"], ["1990-02"]
    ]  # fmt: skip
    assert [line for line in lines if "activeFrom" in line and '"1990-02-01"' in line]
    assert not [line for line in lines if "activeFrom" in line and '"1987-01-01"' in line]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_releases_changes_nothing(order: tuple[int, ...], tmp_path: Path) -> None:
    releases = [told("a", "1987"), told("b", "1990"), told("c", "1990-02")]
    with publish(tmp_path / "store", [releases[i] for i in order]) as store:
        assert [values(one) for one in find(store)] == [[("1990-02", 2), ("1987", 1)]]


CLAIMS = st.lists(
    st.builds(
        Claim,
        st.sampled_from(["1987", "1987-05", "1987-05-03", "1987-06", "1990", "1990-01-01"]),
        st.sampled_from("abcd"),
        st.sampled_from([0.5, 0.9]),
        st.sampled_from(["asserted", "inferred", "planned"]),
    ),
    max_size=6,
)


@given(CLAIMS, st.randoms())
def test_weighing_knows_no_order_and_loses_no_claim(claims: list[Claim], chance: st.DataObject) -> None:
    sides = weigh(claims)
    shuffled = list(claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh(shuffled) == sides
    assert {claim for side in sides for claim in side.claims} == set(claims)
    assert not [(a, b) for a in sides for b in sides if a != b and is_within(a.value, b.value)]


def test_the_command_prints_tables_and_json(tmp_path: Path) -> None:
    publish(tmp_path / "store", [told("a", "1987"), told("b", "1990"), told("c", "1990")]).close()
    shown = run("contradictions", "--store", tmp_path / "store")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[0].endswith("tg:validFrom")
    assert shown.stdout.index("1990  2 releases") < shown.stdout.index("1987  1 release,")
    assert "“1987”" in shown.stdout
    [found] = json.loads(run("contradictions", "--store", tmp_path / "store", "-f", "json").stdout)
    assert [reading["value"] for reading in found["readings"]] == ["1990", "1987"]
    wrong = run("contradictions", "--store", tmp_path / "store", "-f", "xml")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "choose one of table, json" in wrong.stderr


def test_the_page_shows_both_values_and_their_words(tmp_path: Path, serve: Serve) -> None:
    with publish(tmp_path / "store", [told("a", "1987"), told("b", "1990"), told("c", "1990")]) as store:
        url = serve(store, Settings())
        page = httpx.get(f"{url}/contradictions", headers={"Accept-Language": "en"})
        [found] = find(store)
        only = httpx.get(f"{url}/contradictions", params={"about": found.agreement})
        none = httpx.get(f"{url}/contradictions", params={"about": "x"}, headers={"Accept-Language": "en"})
    assert page.status_code == only.status_code == none.status_code == 200
    assert page.text.index("<strong>1990</strong>") < page.text.index("<strong>1987</strong>")
    assert "<q>1987</q>" in only.text
    assert "do not contradict each other" in none.text


def test_an_agreement_and_its_pair_show_both_values_side_by_side(tmp_path: Path, serve: Serve) -> None:
    with publish(tmp_path / "store", [told("a", "1987"), told("b", "1990"), told("c", "1990")]) as store:
        url = serve(store, Settings())
        [found] = find(store)
        iri, accept = found.agreement.replace(BASE, f"{url}/"), {"Accept": "text/html"}
        agreement = httpx.get(iri, headers=accept, follow_redirects=True).text
        pair = re.search(r'href="(/pair/[^"?]+)', agreement)
        assert pair
        pages = [agreement, httpx.get(url + pair[1], headers={"Accept": "text/html"}).text]
    for page in pages:
        told_here = page[page.index('class="panel contradicted"') :]
        assert told_here.index("<strong>1990</strong>") < told_here.index("<strong>1987</strong>")
        assert "<q>1987</q>" in told_here
