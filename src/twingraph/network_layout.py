"""Places for the nodes of a network: thousands by springs, a neighbourhood in rings around its middle.

Same input, same bytes: nothing is drawn by lot that the input does not decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi, sin

import numpy as np

Places = np.ndarray[tuple[int], np.dtype[np.complex64]]
"""Places in the plane as complex numbers: half the work of pairs."""

Ends = np.ndarray[tuple[int, int], np.dtype[np.intp]]
Axis = np.ndarray[tuple[int], np.dtype[np.float32]]
_ROUNDS = 400
_PUSHES = 8  # nodes that each node is held away from in a round, others every time
_PULL, _PUSH, _HOME = 0.24, 0.075, 0.05
_SWEEPS = 12


def lay_out(start: Places, ends: Ends, rounds: int = _ROUNDS) -> Places:
    """Return a place for each node near the unit circle: neighbours close, others apart.

    Args:
        start: First places; the picture keeps their order in the large, so degrees of longitude and latitude
            leave the east in the east.
        ends: Pairs of nodes that an edge joins.
    """
    count = len(start)
    if count < 2:
        return np.zeros(count, np.complex64)
    places, random = _spread(start), np.random.default_rng(count)
    ideal = np.float32(1 / np.sqrt(count))
    degrees = np.maximum(np.bincount(ends.ravel(), minlength=count), 1)
    weight = (_PULL / np.sqrt(degrees[ends[:, 0]] * degrees[ends[:, 1]])).astype(np.float32)
    for step in range(rounds):
        heat = np.float32(ideal * (2.5 * (1 - step / rounds) + 0.05))
        force = _pull(places, ends, weight) + _push(places, random, ideal) - np.float32(_HOME) * places
        places += force * np.minimum(1, heat / (np.abs(force) + np.float32(1e-9)))
    return places


def _spread(start: Places) -> Places:
    """Return places of one size in both directions, no two at the same."""
    random = np.random.default_rng(0)
    places = np.empty(len(start), np.complex64)
    places.real = _scaled(start.real) + random.normal(0, 0.01, len(start))
    places.imag = _scaled(start.imag)
    return places


def _scaled(values: Axis) -> Axis:
    return np.asarray((values - values.mean()) / (2 * max(float(values.std()), 1e-6)), np.float32)


def _pull(places: Places, ends: Ends, weight: Axis) -> Places:
    """Return the springs: a node of many gives way to each of them less."""
    one, two, count = ends[:, 0], ends[:, 1], len(places)
    gaps = (places[two] - places[one]) * weight
    force = np.empty(count, np.complex64)
    force.real = np.bincount(one, gaps.real, count) - np.bincount(two, gaps.real, count)
    force.imag = np.bincount(one, gaps.imag, count) - np.bincount(two, gaps.imag, count)
    return force


def _push(places: Places, random: np.random.Generator, ideal: np.float32) -> Places:
    """Return how each node is held off from a few others, which stand for all.

    The nodes stand in a row in an order by lot; each is held off from those at some distances in the row.
    """
    count = len(places)
    order = random.permutation(count)
    row, strength = places[order], np.float32(ideal**2 * _PUSH * count / _PUSHES)
    twice, force = np.concatenate([row, row]), np.zeros_like(row)
    for distance in random.integers(1, count, _PUSHES // 2):
        gaps = row - twice[distance : distance + count]
        gaps *= strength / (gaps.real**2 + gaps.imag**2 + ideal**2 / 4)
        force += gaps
        force[distance:] -= gaps[:-distance]
        force[:distance] -= gaps[-distance:]
    back = np.empty_like(force)
    back[order] = force
    return back


def rings(middle: int, ends: Iterable[tuple[int, int]], hops: Sequence[int]) -> list[tuple[float, float]]:
    """Return places around *middle*: a ring for each number of hops, in an order with few crossings.

    Args:
        hops: How many edges each node is away from the middle.
    """
    neighbours: dict[int, list[int]] = defaultdict(list)
    for one, two in ends:
        neighbours[one].append(two)
        neighbours[two].append(one)
    order = [[i for i, hop in enumerate(hops) if hop == ring] for ring in range(max(hops, default=0) + 1)]
    angles = _first_angles(middle, order, neighbours, hops)
    for _ in range(_SWEEPS):
        for ring in order[1:]:
            _sort_ring(ring, angles, neighbours)
    radii = _radii([len(ring) for ring in order])
    return [(radii[hop] * cos(angles[i]), radii[hop] * sin(angles[i])) for i, hop in enumerate(hops)]


def _radii(sizes: Sequence[int]) -> list[float]:
    """Return the radius of each ring: room for its nodes, and for a label between two rings."""
    radii = [0.0]
    for size in sizes[1:]:
        radii.append(max(radii[-1] + 1.0, size * 0.16 / (2 * pi) * 2))
    return [radius / radii[-1] if radii[-1] else 0.0 for radius in radii]


def _first_angles(
    middle: int, order: Sequence[Sequence[int]], neighbours: Mapping[int, list[int]], hops: Sequence[int]
) -> dict[int, float]:
    """Return angles by a walk through the tree from the middle: each branch has a slice of its own."""
    children: dict[int, list[int]] = defaultdict(list)
    for ring in order[1:]:
        for node in ring:
            parent = min(other for other in neighbours[node] if hops[other] == hops[node] - 1)
            children[parent].append(node)
    leaves: dict[int, int] = {}
    for ring in reversed(order):
        for node in ring:
            leaves[node] = max(1, sum(leaves[child] for child in children[node]))
    angles, slices = {middle: -pi / 2}, {middle: (-pi / 2, 2 * pi)}
    for ring in order:
        for node in ring:
            begin, wide = slices[node]
            for child in children[node]:
                share = wide * leaves[child] / leaves[node]
                slices[child], angles[child] = (begin, share), begin + share / 2
                begin += share
    return angles


def _sort_ring(ring: list[int], angles: dict[int, float], neighbours: Mapping[int, list[int]]) -> None:
    """Put the nodes of a ring where their neighbours are, then apart from each other."""
    wanted = {node: _mean_angle(node, angles, neighbours) for node in ring}
    ring.sort(key=lambda node: (wanted[node], node))
    if not ring:
        return
    step = 2 * pi / len(ring)
    turn = _mean([wanted[node] - step * number for number, node in enumerate(ring)], angles[ring[0]])
    for number, node in enumerate(ring):
        angles[node] = turn + step * number


def _mean_angle(node: int, angles: Mapping[int, float], neighbours: Mapping[int, list[int]]) -> float:
    """Return the middle of a node's own angle and those of its neighbours, from -pi to pi."""
    near = [angles[other] for other in neighbours[node]]
    return _mean([angles[node], angles[node], *near], angles[node])


def _mean(values: Sequence[float], otherwise: float) -> float:
    x, y = sum(map(cos, values)), sum(map(sin, values))
    return float(np.arctan2(y, x)) if abs(x) + abs(y) > 1e-9 else otherwise
