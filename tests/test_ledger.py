"""The ledger of writes as an algebra of sets, and the comparison of canonical lines."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twingraph.store.base import generation_id
from twingraph.store.ledger import Ledger, read_ledger
from twingraph.store.nquads import (
    Difference,
    Disagreement,
    as_stored,
    canonical,
    changed,
    difference,
    join_lines,
    lines_of,
    offset,
)

LINES = [b"<a:%d> <a:p> <a:o> ." % number for number in range(12)]
some = st.frozensets(st.sampled_from(LINES))


def apply(lines: frozenset[bytes], by: Difference) -> frozenset[bytes]:
    return (lines | by.added) - by.removed


@st.composite
def histories(draw: st.DrawFn) -> tuple[frozenset[bytes], list[Difference], frozenset[bytes]]:
    """What a build made, the writes after it, and what they led to; a write tells what it changed indeed."""
    built = now = draw(some)
    steps = []
    for wanted in draw(st.lists(some, max_size=5)):
        steps.append(Difference(wanted - now, now - wanted))
        now = wanted
    return built, steps, now


def ledger_of(steps: list[Difference]) -> Ledger:
    ledger = Ledger()
    for step in steps:
        ledger = ledger.after(step)
    return ledger


@given(histories())
def test_the_same_build_after_the_writes_gives_what_they_left(
    history: tuple[frozenset[bytes], list[Difference], frozenset[bytes]],
) -> None:
    built, steps, now = history
    kept = ledger_of(steps).kept_in(join_lines(built))
    assert changed(join_lines(built), kept) == join_lines(now)


@given(histories(), some)
def test_another_build_keeps_and_withdraws(
    history: tuple[frozenset[bytes], list[Difference], frozenset[bytes]], other: frozenset[bytes]
) -> None:
    ledger = ledger_of(history[1])
    assert ledger.written.isdisjoint(ledger.withdrawn)
    made = frozenset(lines_of(changed(join_lines(other), ledger.kept_in(join_lines(other)))))
    assert made == (other - ledger.withdrawn) | ledger.written
    assert ledger.written <= made
    assert made.isdisjoint(ledger.withdrawn)
    assert not any(ledger.kept_in(join_lines(made)))


@given(histories())
def test_a_line_is_kept_by_the_last_write_that_touched_it(
    history: tuple[frozenset[bytes], list[Difference], frozenset[bytes]],
) -> None:
    ledger = ledger_of(history[1])
    for line in LINES:
        last = next((step for step in reversed(history[1]) if line in step.added | step.removed), None)
        assert (line in ledger.written) == (last is not None and line in last.added)
        assert (line in ledger.withdrawn) == (last is not None and line in last.removed)


@given(some, some, st.integers(1, 4))
def test_the_difference_is_that_of_the_sets(old: frozenset[bytes], new: frozenset[bytes], chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("twingraph.store.nquads._CHUNK", chunk)
        assert difference(join_lines(old), sorted(new)) == Difference(new - old, old - new)


@given(some, some, st.booleans())
def test_what_is_changed_is_what_was_to_come(
    old: frozenset[bytes], new: frozenset[bytes], many: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("twingraph.store.nquads._FEW", -1 if many else 100)
        assert changed(join_lines(old), Difference(new - old, old - new)) == join_lines(new)


@pytest.mark.parametrize("few", [-1, 100])
@pytest.mark.parametrize("by", [({b"b"}, set()), (set(), {b"x"}), (set(), {b"bb"})])
def test_what_cannot_be_is_told(
    monkeypatch: pytest.MonkeyPatch, few: int, by: tuple[set[bytes], set[bytes]]
) -> None:
    monkeypatch.setattr("twingraph.store.nquads._FEW", few)
    with pytest.raises(Disagreement):
        changed(b"a\nb\nc\n", Difference(*map(frozenset, by)))


@given(st.lists(st.binary(min_size=1, max_size=3).filter(lambda line: b"\n" not in line), unique=True),
       st.binary(max_size=3).filter(lambda line: b"\n" not in line))  # fmt: skip
def test_the_place_of_a_line(lines: list[bytes], line: bytes) -> None:
    nquads = join_lines(lines)
    place = offset(nquads, line)
    assert all(other < line for other in lines_of(nquads[:place]))
    assert all(other >= line for other in lines_of(nquads[place:]))


_VALUES = [
    "1",
    "01",
    "-1",
    "-0",
    "0",
    "+1",
    "0.20",
    "0.2",
    "-0.5",
    ".5",
    "5.",
    "1234567890123456789012",
    "1.12345678901234567890",
    "true",
    "1e3",
    "x",
    "2020-01-01",
    "2020-02-30",
    "2020-02-29",
    "2021-02-29",
    "0000-01-01",
    "2020-01-01Z",
    "2020",
    "0000",
    "-0044",
    "2020-05",
    "2020-13",
    "2020-01-01T00:00:00Z",
    "2020-01-01T24:00:00Z",
    "2020-01-01T10:00:00.50Z",
    "2020-01-01T10:00:00+01:00",
]
literals = st.one_of(
    st.tuples(st.text(max_size=5), st.none()),
    st.tuples(
        st.sampled_from(_VALUES),
        st.sampled_from(
            [
                "integer",
                "int",
                "decimal",
                "double",
                "boolean",
                "date",
                "gYear",
                "gYearMonth",
                "dateTime",
                "anyURI",
            ]
        ),
    ),
)


@settings(deadline=None)
@given(st.lists(literals))
def test_lines_read_as_the_engine_gives_them_back(values: list[tuple[str, str | None]]) -> None:
    terms = [
        ox.Literal(text, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"))
        if kind
        else ox.Literal(text)
        for text, kind in values
    ]
    quads = [ox.Quad(ox.BlankNode("b"), ox.NamedNode("a:p"), term) for term in terms]
    nquads = join_lines(lines_of(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""))
    store = ox.Store()
    store.extend(quads)
    assert canonical(nquads) == join_lines(lines_of(store.dump(format=ox.RdfFormat.N_QUADS) or b""))
    assert as_stored(lines_of(canonical(nquads))) == set(lines_of(canonical(nquads)))


@given(some, some, st.sets(st.sampled_from(["a:g", "a:h", "_:b"])), some)
def test_the_id_covers_everything(
    written: frozenset[bytes], withdrawn: frozenset[bytes], empty: set[str], provenance: frozenset[bytes]
) -> None:
    ledger = Ledger(written, withdrawn, tuple(sorted(empty)), join_lines(provenance))
    assert (ledger.identify(b"x\n") == generation_id(b"x\n")) == (not ledger)
    generation = ledger.identify(b"x\n")
    assert ledger.is_of(generation, b"x\n")
    assert not ledger.is_of(generation, b"y\n")


def test_the_ledger_reads_back(tmp_path: Path) -> None:
    ledger = Ledger(frozenset(LINES[:2]), frozenset(LINES[2:]), ("_:b", "a:ö"), join_lines(LINES))
    for name, content in ledger.files().items():
        (tmp_path / name).write_bytes(content)
    assert read_ledger(tmp_path) == ledger
    assert Ledger().files() == {}
