"""The map on the server: what is on it, where, how short it is sent, and its file."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import made_world
import sample
from twingraph.iris import BASE, expand
from twingraph.serve.views.atlas import Atlas, read_atlas
from twingraph.serve.views.map_data import read_map, write_map
from twingraph.serve.views.map_svg import draw_map
from twingraph.serve.views.selection import Selection
from twingraph.serve.views.sphere import cut, equal_earth, great_circle


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    store = sample.open_store(tmp_path_factory.mktemp("world"), made_world.quads())
    yield read_atlas(store)
    store.close()


def test_the_world_is_countries_with_counts(atlas: Atlas) -> None:
    data = read_map(atlas, Selection())
    assert not data.has_arcs
    counts = {(tie.one, tie.two): len(tie.bonds) for tie in data.ties}
    assert counts[("DE", "RU")] == 3
    assert counts[("DE", "FR")] == 2
    assert {land.code: land.bonds for land in data.lands}["DE"] == 5
    assert [bond.iri for bond in data.placeless] == [expand("id:agreement/cooperation.aquazoo")]


def test_a_country_is_the_arcs_of_its_cities(atlas: Atlas) -> None:
    data = read_map(atlas, Selection(countries=("UA",)))
    assert data.has_arcs
    assert [(pair.one, pair.two) for pair in data.arcs] == [
        (made_world.city("duesseldorf-2934246"), made_world.city("simferopol-693805"))
    ]
    assert not data.ties


def test_three_parties_are_three_arcs(atlas: Atlas) -> None:
    data = read_map(atlas, Selection(cities=(made_world.city("koeln-2886242"),)))
    assert len(data.arcs) == 3
    assert len(data.bonds) == 1


def test_an_address_is_made_of_its_pieces(atlas: Atlas) -> None:
    asked = Selection(cities=(made_world.city("moscow-524901"),))
    told = json.loads(write_map(read_map(atlas, asked), atlas, "de", BASE, str))
    paths, one, addresses = [city[1] for city in told["cities"]], 0, set()
    for step, two, *numbers in told["links"]:
        one += step
        for at in range(0, len(numbers), 4):
            piece = told["pieces"][numbers[at + 1]]
            addresses.add(expand("id:agreement/" + piece.replace("~", f"{paths[one]}.{paths[two]}")))
    assert addresses == {bond.iri for bond in read_map(atlas, asked).bonds}


def test_the_shortest_way_over_the_pacific_is_cut_in_two() -> None:
    way = great_circle((139.69, 35.69), (-118.24, 34.05))
    pieces = cut(way)
    assert len(pieces) == 2
    assert pieces[0][-1][0] == 180
    assert pieces[1][0][0] == -180
    for piece in pieces:
        places = [equal_earth(point) for point in piece]
        assert all(abs(a[0] - b[0]) < 0.3 for a, b in pairwise(places))


@pytest.mark.parametrize("asked", [Selection(), Selection(countries=("US",)), Selection(signed=1900)])
def test_the_file_is_a_picture_of_the_same(atlas: Atlas, asked: Selection) -> None:
    data = read_map(atlas, asked)
    root = ET.fromstring(draw_map(data, atlas, "de", str, "Karte <1>"))
    titles = [title.text or "" for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles[0] == "Karte <1>"
    assert len(titles) == 1 + sum(len(pair.bonds) for pair in data.arcs) + len(data.spots) + (
        0 if data.has_arcs else len(data.lands) + sum(tie.one != tie.two for tie in data.ties)
    )


def test_nothing_of_it_needs_a_style_sheet(atlas: Atlas, tmp_path: Path) -> None:
    file = tmp_path / "map.svg"
    file.write_text(draw_map(read_map(atlas, Selection()), atlas, "en", str, "Map"), encoding="utf-8")
    assert "<style" not in file.read_text("utf-8")
    assert "style=" not in file.read_text("utf-8")
