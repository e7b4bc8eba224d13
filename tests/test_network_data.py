"""The network on the server: neighbourhoods, places that stay, and how short it is sent."""

from __future__ import annotations

import json
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from math import hypot

import numpy as np
import pytest

import made_world
import sample
from twingraph.iris import BASE
from twingraph.network_layout import lay_out, rings
from twingraph.serve.views.atlas import Atlas, read_atlas
from twingraph.serve.views.neighbourhood import partners_of
from twingraph.serve.views.network_data import place_all, read_around, read_whole, write_network
from twingraph.serve.views.network_svg import draw_network_svg
from twingraph.serve.views.pairs import pair_up

DUESSELDORF = made_world.city("duesseldorf-2934246")


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    store = sample.open_store(tmp_path_factory.mktemp("world"), made_world.quads())
    yield read_atlas(store)
    store.close()


@pytest.mark.parametrize(("depth", "parties"), [(1, 4), (2, 7), (3, 7)])
def test_a_neighbourhood_grows_with_its_depth(atlas: Atlas, depth: int, parties: int) -> None:
    data = read_around(atlas.pairs, atlas.near, DUESSELDORF, depth)
    assert len(data.parties) == parties
    assert data.parties[0].iri == DUESSELDORF
    assert data.parties[0].place == (0, 0)
    assert max(party.hops for party in data.parties) == min(depth, 2)


def test_several_agreements_of_a_pair_are_one_line(atlas: Atlas) -> None:
    data = read_around(atlas.pairs, atlas.near, DUESSELDORF, 1)
    moscow = next(pair for pair in data.pairs if pair.two.endswith("moscow-524901"))
    assert len(moscow.bonds) == 2


def test_who_has_few_partners_can_be_left_out(atlas: Atlas) -> None:
    data = read_around(atlas.pairs, atlas.near, DUESSELDORF, 1, least=2)
    assert not any(party.iri.endswith("simferopol-693805") for party in data.parties)


def test_a_city_without_agreements_stands_alone() -> None:
    data = read_around([], {}, DUESSELDORF, 3)
    assert [party.iri for party in data.parties] == [DUESSELDORF]
    assert data.pairs == ()


def test_the_whole_has_the_same_places_every_time(atlas: Atlas) -> None:
    places = place_all(atlas)
    assert places == place_all(atlas)
    whole = read_whole(atlas.pairs, atlas.near, places)
    three = pair_up(b for b in atlas.bonds.values() if len(b.parties) == 3)
    part = read_whole(three, partners_of(three), places)
    assert len(whole.parties) == 10
    assert {party.iri: party.place for party in part.parties}.items() <= places.items()
    assert all(hypot(*place) <= 1.0001 for place in places.values())


def test_what_is_sent_names_everybody_once(atlas: Atlas) -> None:
    told = json.loads(write_network(read_whole(atlas.pairs, atlas.near, place_all(atlas)), atlas, "de", BASE))
    assert len(told["nodes"]) == len({node[1] for node in told["nodes"]}) == 10
    assert "institution/aquazoo.duesseldorf-2934246" in {node[1] for node in told["nodes"]}
    assert told["total"] == len(made_world.AGREEMENTS) + 1


def test_the_file_is_a_picture_of_the_same(atlas: Atlas) -> None:
    data = read_around(atlas.pairs, atlas.near, DUESSELDORF, 2)
    root = ET.fromstring(draw_network_svg(data, atlas, "de", "Netz"))
    space = "{http://www.w3.org/2000/svg}"
    assert len(list(root.iter(f"{space}line"))) == len(data.pairs)
    assert (
        len(list(root.iter(f"{space}circle"))) + len(list(root.iter(f"{space}rect"))) == len(data.parties) + 1
    )


def ring_of(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.intp]]:
    return np.array([(i, (i + 1) % count) for i in range(count)], np.intp)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_any_number_of_nodes_finds_places_apart(count: int) -> None:
    start = np.zeros(count, np.complex64)
    places = lay_out(start, ring_of(count) if count > 1 else np.zeros((0, 2), np.intp))
    assert len(places) == count
    assert np.isfinite(places).all()
    assert len(set(places.tolist())) == count


def test_the_same_input_gives_the_same_bytes() -> None:
    start = np.linspace(-180, 180, 300).astype(np.complex64)
    assert lay_out(start, ring_of(300)).tobytes() == lay_out(start, ring_of(300)).tobytes()


def test_neighbours_come_closer_than_strangers() -> None:
    random = np.random.default_rng(1)
    start = (random.uniform(-180, 180, 400) + 1j * random.uniform(-60, 70, 400)).astype(np.complex64)
    groups = np.array([(i, i - i % 20) for i in range(400) if i % 20], np.intp)
    places = lay_out(start, groups)
    near = np.abs(places[groups[:, 0]] - places[groups[:, 1]]).mean()
    assert near < np.abs(places - np.roll(places, 20)).mean() / 2


def test_twelve_thousand_nodes_are_laid_out_in_time() -> None:
    random = np.random.default_rng(1)
    start = (random.uniform(-180, 180, 12_000) + 1j * random.uniform(-60, 70, 12_000)).astype(np.complex64)
    began = time.process_time()
    lay_out(start, random.integers(0, 12_000, (16_000, 2)))
    assert time.process_time() - began < 3  # 0.6 s on the machine where it was written


def test_rings_have_no_crossings_where_there_need_be_none() -> None:
    """Four branches of two leaves each, told in an order that mixes them."""
    ends = [(0, i) for i in (1, 2, 3, 4)] + [(i, j) for j, i in enumerate((1, 2, 3, 4, 1, 2, 3, 4), 5)]
    places = rings(0, ends, [0, 1, 1, 1, 1, *[2] * 8])
    angles = sorted((np.angle(complex(*places[j])), i) for i, j in ends if i)
    order = [branch for _, branch in angles]
    changes = sum(a != b for a, b in pairwise([*order, order[0]]))
    assert changes == 4
