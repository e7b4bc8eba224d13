"""Agreements of one release beside the annotated ones, slot by slot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from twingraph.evaluation.gold import Gold
from twingraph.evaluation.tally import Tally
from twingraph.evaluation.verdicts import Verdict
from twingraph.evaluation.view import View, is_city, is_named, is_person, value_of
from twingraph.model import Fact

Same = Callable[[str], bool]
"""Says whether the entity with this ref is the annotated thing."""


def _is_within(gold: str | None, found: str) -> bool:
    """True where *found* is the annotated date or a finer one within it."""
    return bool(gold) and (found == gold or found.startswith(f"{gold}-"))


def _tests(gold: Gold, view: View) -> dict[str, Same]:
    """Return for each name of the annotation what recognises its bearer: cities go before organisations."""
    rows = (("persons", is_person), ("institutions", is_named), ("cities", is_city))
    return {thing["name"]: partial(same, view, thing) for key, same in rows for thing in gold[key]}


Pairs = list[tuple[str, str]]
"""Annotated values beside the found ones that they mean."""


def _pair(wanted: Iterable[str], found: Iterable[str], tests: Mapping[str, Same]) -> Pairs:
    """Return which annotated names and found refs mean the same, one to one."""
    left, pairs = list(dict.fromkeys(found)), []
    for name in wanted:
        ref = next((r for r in left if name in tests and tests[name](r)), None)
        if ref is not None:
            left.remove(ref)
            pairs.append((name, ref))
    return pairs


def _pair_dates(wanted: Iterable[str], found: Iterable[str]) -> Pairs:
    return [(one, other) for one in wanted for other in found if _is_within(one, other)]


def _kind(view: View, ref: str) -> str:
    """Return the kind as annotations write it; they know no climate partnership but as one of projects."""
    kind = view.first(ref, "tg:kind").removeprefix("kind:").replace("-", "_")
    return "project_partnership" if kind == "climate" else kind


def _likeness(view: View, gold: Gold, ref: str, tests: Mapping[str, Same]) -> float:
    """Return how much a found agreement looks like the annotated one; 0 where they share no two parties."""
    parties = list(dict.fromkeys(view.values(ref, "tg:party")))
    hits, wanted, found = len(_pair(gold["parties"], parties, tests)), len(gold["parties"]), len(parties)
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


def compare_agreements(gold: Gold, view: View, tallies: dict[str, Tally]) -> list[Verdict]:
    """Pair the likest first, then compare the slots of each pair; return what is said of each fact."""
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
    verdicts = [Verdict(gold["id"], "agreement", f"{g['kind']}, {g['label']}", None) for g in missed]
    for ref in refs:
        label = f"{_kind(view, ref)}, {view.first(ref, 'rdfs:label')}"
        fact = view.naming(ref, "Agreement")
        verdicts.append(Verdict(gold["id"], "agreement", label, fact, ref not in extra))
    for index, ref in pairs.items():
        verdicts += _compare_slots(gold["id"], golds[index], ref, view, tests, tallies)
    for ref in extra:  # nothing is right about an agreement that there is not
        for slot in _slots(_NOTHING, ref, view, tests):
            verdicts += _judge(gold["id"], view.first(ref, "rdfs:label"), slot, view)
    return verdicts


_NOTHING: Gold = {
    **dict.fromkeys(("kind", "place", "signed", "since", "valid_from", "valid_until"), ""),
    **dict.fromkeys(("parties", "signatories", "topics"), ()),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """What is annotated for one slot of an agreement, the facts found by their values, and how they pair."""

    name: str
    wanted: list[str]
    found: dict[str, Fact]
    pair: Callable[[list[str], Iterable[str]], Pairs]

    def pairs(self) -> Pairs:
        return self.pair(self.wanted, self.found)


def _compare_slots(
    release: str, gold: Gold, ref: str, view: View, tests: Mapping[str, Same], tallies: dict[str, Tally]
) -> Iterator[Verdict]:
    """Count the slots of one agreement; where they differ, both sides are listed as missed."""
    for slot in _slots(gold, ref, view, tests):
        figures = len(slot.pairs()), len(slot.wanted), len(slot.found)
        tally = tallies[f"agreement.{slot.name}"]
        tally.add(*figures)
        if len(set(figures)) > 1 or figures[0] < figures[1]:
            tally.missed.append(
                f"{release}: {gold['label']}: annotated {slot.wanted}, found {list(slot.found)}"
            )
        yield from _judge(release, gold["label"], slot, view)


def _judge(release: str, label: str, slot: Slot, view: View) -> Iterator[Verdict]:
    """Yield a verdict for each value found, and for each that was not."""
    kind, pairs = f"agreement.{slot.name}", slot.pairs()
    right = {found for _, found in pairs}
    for value, fact in slot.found.items():
        yield Verdict(release, kind, f"{label}: {view.name(value)}", fact, value in right)
    for value in slot.wanted:
        if value not in {wanted for wanted, _ in pairs}:
            yield Verdict(release, kind, f"{label}: {value}", None)


def _slots(gold: Gold, ref: str, view: View, tests: Mapping[str, Same]) -> Iterator[Slot]:
    """Yield the slots of an agreement: lists count by their members, single values as right or wrong."""
    topics: dict[str, Same] = {topic: f"topic:{topic}".__eq__ for topic in gold["topics"]}
    named, topical = partial(_pair, tests=tests), partial(_pair, tests=topics)
    yield Slot("parties", list(gold["parties"]), _by_value(view.facts(ref, "tg:party")), named)
    yield Slot("signatories", list(gold["signatories"]), _by_value(view.signatories(ref)), named)
    yield Slot("place", _listed(gold["place"]), _by_value(view.facts(ref, "tg:signedIn")), named)
    yield Slot("topics", list(gold["topics"]), _by_value(view.facts(ref, "tg:topic")), topical)
    kinds = {_kind(view, ref): fact for fact in view.facts(ref, "tg:kind")[:1]}
    yield Slot("kind", _listed(gold["kind"]), kinds, _pair_dates)
    begun = gold["since"] or gold["valid_from"]
    for name, wanted, predicate in (
        ("signed", gold["signed"], "tg:signedOn"),
        ("from", begun, "tg:validFrom"),
        ("until", gold["valid_until"], "tg:validUntil"),
    ):
        yield Slot(name, _listed(wanted), _by_value(view.facts(ref, predicate)[:1]), _pair_dates)


def _by_value(facts: Iterable[Fact]) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(value_of(fact), fact)
    return found


def _listed(value: str | None) -> list[str]:
    return [value] if value else []
