"""Spans that are taken: asked by bisection, they answer as if each were looked at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twingraph.extract.layout import overlaps
from twingraph.extract.spans import Spans

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))))


@given(SPANS, SPANS, st.integers(0, 45), st.integers(1, 9))
def test_bisection_answers_as_a_look_at_each(
    first: list[tuple[int, int]], added: list[tuple[int, int]], start: int, length: int
) -> None:
    spans = Spans(first)
    for span in added:
        spans.add(*span)
    assert spans.overlaps(start, start + length) == overlaps(start, start + length, [*first, *added])
