"""Agreements of one release beside the annotated ones, slot by slot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from twingraph.evaluation.gold import Gold
from twingraph.evaluation.tally import Tally
from twingraph.evaluation.view import View, is_city, is_named, is_person

Same = Callable[[str], bool]
"""Says whether the entity with this ref is the annotated thing."""


def _is_within(gold: str | None, found: str) -> bool:
    """True where *found* is the annotated date or a finer one within it."""
    return bool(gold) and (found == gold or found.startswith(f"{gold}-"))


def _tests(gold: Gold, view: View) -> dict[str, Same]:
    """Return for each name of the annotation what recognises its bearer: cities go before organisations."""
    rows = (("persons", is_person), ("institutions", is_named), ("cities", is_city))
    return {thing["name"]: partial(same, view, thing) for key, same in rows for thing in gold[key]}


def _overlap(names: Iterable[str], refs: Iterable[str], tests: Mapping[str, Same]) -> tuple[int, int, int]:
    """Return hits, names and refs of two lists."""
    wanted, left = list(names), list(dict.fromkeys(refs))
    found = len(left)
    for name in wanted:
        ref = next((r for r in left if name in tests and tests[name](r)), None)
        if ref is not None:
            left.remove(ref)
    return found - len(left), len(wanted), found


def _kind(view: View, ref: str) -> str:
    """Return the kind as annotations write it; they know no climate partnership but as one of projects."""
    kind = view.first(ref, "tg:kind").removeprefix("kind:").replace("-", "_")
    return "project_partnership" if kind == "climate" else kind


def _likeness(view: View, gold: Gold, ref: str, tests: Mapping[str, Same]) -> float:
    """Return how much a found agreement looks like the annotated one; 0 where they share no two parties."""
    hits, wanted, found = _overlap(gold["parties"], view.values(ref, "tg:party"), tests)
    if hits < min(2, wanted):
        return 0.0
    begun = gold["since"] or gold["valid_from"]
    return float(
        2 * hits / max(wanted, found)
        + (_kind(view, ref) == gold["kind"])
        + _is_within(gold["signed"], view.first(ref, "tg:signedOn"))
        + _is_within(begun, view.first(ref, "tg:validFrom"))
        + _is_within(gold["valid_until"], view.first(ref, "tg:validUntil")) / 2
    )


def compare_agreements(gold: Gold, view: View, tallies: dict[str, Tally]) -> None:
    """Pair the likest first, then compare the slots of each pair."""
    tests, golds, refs = _tests(gold, view), gold["agreements"], view.all("Agreement")
    likeness_of = ((_likeness(view, g, r, tests), i, r) for i, g in enumerate(golds) for r in refs)
    pairs: dict[int, str] = {}
    for likeness, index, ref in sorted(likeness_of, reverse=True):
        if likeness > 0 and index not in pairs and ref not in pairs.values():
            pairs[index] = ref
    tally = tallies["agreement"]
    tally.add(len(pairs), len(golds), len(refs))
    missed = [g for i, g in enumerate(golds) if i not in pairs]
    extra = [r for r in refs if r not in pairs.values()]
    tally.missed += [f"{gold['id']}: {g['kind']}, {g['label']}" for g in missed]
    tally.extra += [f"{gold['id']}: {_kind(view, r)}, {view.first(r, 'rdfs:label')}" for r in extra]
    for index, ref in pairs.items():
        _compare_slots(gold["id"], golds[index], ref, view, tests, tallies)


Slot = tuple[str, list[str], list[str], Callable[[list[str], list[str]], tuple[int, int, int]]]
"""Name, annotated values, found values, and what counts hits, annotated and found ones."""


def _compare_slots(
    release: str, gold: Gold, ref: str, view: View, tests: Mapping[str, Same], tallies: dict[str, Tally]
) -> None:
    """Count the slots of one agreement; where they differ, both sides are listed as missed."""
    for slot, wanted, found, count in _slots(gold, ref, view, tests):
        figures = count(wanted, found)
        tally = tallies[f"agreement.{slot}"]
        tally.add(*figures)
        if len(set(figures)) > 1 or figures[0] < figures[1]:
            tally.missed.append(f"{release}: {gold['label']}: annotated {wanted}, found {found}")


def _slots(gold: Gold, ref: str, view: View, tests: Mapping[str, Same]) -> Iterator[Slot]:
    """Yield the slots of an agreement: lists count by their members, single values as right or wrong."""
    topics: dict[str, Same] = {topic: f"topic:{topic}".__eq__ for topic in gold["topics"]}
    named, topical = partial(_overlap, tests=tests), partial(_overlap, tests=topics)
    yield "parties", gold["parties"], view.values(ref, "tg:party"), named
    yield "signatories", gold["signatories"], view.signatories(ref), named
    yield "place", _listed(gold["place"]), view.values(ref, "tg:signedIn"), named
    yield "topics", gold["topics"], view.values(ref, "tg:topic"), topical
    yield "kind", [gold["kind"]], _listed(_kind(view, ref)), _agree
    begun = gold["since"] or gold["valid_from"]
    for slot, wanted, predicate in (
        ("signed", gold["signed"], "tg:signedOn"),
        ("from", begun, "tg:validFrom"),
        ("until", gold["valid_until"], "tg:validUntil"),
    ):
        yield slot, _listed(wanted), _listed(view.first(ref, predicate)), _agree


def _listed(value: str | None) -> list[str]:
    return [value] if value else []


def _agree(wanted: list[str], found: list[str]) -> tuple[int, int, int]:
    """Return hits, annotated and found of a single value."""
    hit = bool(wanted and found) and _is_within(wanted[0], found[0])
    return int(hit), len(wanted), len(found)
