"""The globe on paper: great circles, their cuts at the antimeridian, and the Equal Earth projection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import acos, asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

Point = tuple[float, float]
"""Longitude and latitude in degrees, or places on paper."""


def middle_of(points: Iterable[Point]) -> Point:
    """Return the mean of points on the sphere.

    >>> middle_of([(179.0, 0.0), (-179.0, 0.0)])
    (180.0, 0.0)
    """
    x, y, z = map(sum, zip(*(_vector(point) for point in points), strict=True))
    return round(degrees(atan2(y, x)), 2), round(degrees(atan2(z, hypot(x, y))), 2)


def _vector(point: Point) -> tuple[float, float, float]:
    longitude, latitude = radians(point[0]), radians(point[1])
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def great_circle(one: Point, two: Point) -> list[Point]:
    """Return points of the shortest way from one point to another, one every four degrees or less."""
    a, b = _vector(one), _vector(two)
    angle = acos(max(-1.0, min(1.0, sum(i * j for i, j in zip(a, b, strict=True)))))
    if angle < 1e-6 or pi - angle < 1e-6:
        return [one, two]
    steps = max(2, int(degrees(angle) / 4) + 1)
    shares = [
        (sin((1 - n / steps) * angle) / sin(angle), sin(n / steps * angle) / sin(angle))
        for n in range(steps + 1)
    ]
    vectors = [tuple(p * i + q * j for i, j in zip(a, b, strict=True)) for p, q in shares]
    return [(degrees(atan2(y, x)), degrees(asin(max(-1.0, min(1.0, z))))) for x, y, z in vectors]


def cut(line: Sequence[Point]) -> list[list[Point]]:
    """Return a line in pieces that do not cross the antimeridian.

    >>> [len(piece) for piece in cut([(170.0, 0.0), (-170.0, 0.0)])]
    [2, 2]
    """
    pieces = [[line[0]]]
    for before, after in pairwise(line):
        if abs(after[0] - before[0]) > 180:
            side = 180.0 if before[0] > 0 else -180.0
            to_side, rest = side - before[0], 360 - abs(after[0] - before[0])
            latitude = before[1] + (after[1] - before[1]) * (abs(to_side) / rest if rest else 0)
            pieces[-1].append((side, latitude))
            pieces.append([(-side, latitude)])
        pieces[-1].append(after)
    return pieces


_A = (1.340264, -0.081106, 0.000893, 0.003796)


def equal_earth(point: Point) -> Point:
    """Return the place of a point on paper, y downwards; the world is 5.41 wide and 2.63 high.

    Source: Šavrič, Patterson and Jenny, The Equal Earth map projection, 2018.

    >>> tuple(round(value, 3) for value in equal_earth((180.0, 0.0)))
    (2.707, -0.0)
    """
    t = asin(sqrt(3) / 2 * sin(radians(point[1])))
    t2, t6 = t * t, t**6
    x = (
        radians(point[0])
        * cos(t)
        / (sqrt(3) / 2 * (_A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)))
    )
    return x, -t * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))
