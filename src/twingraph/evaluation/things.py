"""Cities, persons, organisations and projects of one release beside the annotated ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from twingraph.evaluation.gold import Gold
from twingraph.evaluation.names import is_same_role, plain
from twingraph.evaluation.tally import Tally
from twingraph.evaluation.verdicts import Verdict
from twingraph.evaluation.view import View, is_city, is_named, is_person, value_of

_OFFICE = re.compile(r"presse|kommunikation|offentlichkeit|communication|korrespondenz")


def _is_office(gold: Gold) -> bool:
    return bool(_OFFICE.search(plain(gold["name"])))


def compare_things(gold: Gold, view: View, tallies: dict[str, Tally]) -> list[Verdict]:
    """Count the things of one release; return what is said of each."""
    rows: tuple[tuple[str, str, str, Callable[[View, Gold, str], bool], Callable[[Gold], bool]], ...] = (
        ("city", "cities", "City", is_city, lambda g: g["role"] == "mentioned"),
        ("person", "persons", "Person", is_person, lambda g: bool(g.get("credit"))),
        (
            "institution",
            "institutions",
            "Institution",
            is_named,
            lambda g: bool(_OFFICE.search(plain(g["name"]))),
        ),
        ("project", "projects", "Project", is_named, lambda g: not g["named"]),
    )
    verdicts: list[Verdict] = []
    for name, key, kind, same, optional in rows:
        pairs = _match(gold, gold[key], view, kind, same, optional, tallies[name])
        due = [thing["name"] for i, thing in enumerate(gold[key]) if i not in pairs and not optional(thing)]
        verdicts += _judge(gold["id"], name, kind, view, set(pairs.values()), due)
        if name == "person":
            verdicts += _compare_roles(gold, pairs, view, tallies["person.role"])
    return verdicts


def _judge(
    release: str, name: str, kind: str, view: View, right: set[str], missed: list[str]
) -> Iterator[Verdict]:
    """Yield a verdict for each thing found, and for each that was not."""
    for ref in view.all(kind):
        yield Verdict(release, name, view.name(ref), view.naming(ref, kind), ref in right)
    yield from (Verdict(release, name, thing, None) for thing in missed)


def _match(
    gold: Gold,
    things: Sequence[Gold],
    view: View,
    kind: str,
    same: Callable[[View, Gold, str], bool],
    optional: Callable[[Gold], bool],
    tally: Tally,
) -> dict[int, str]:
    """Match annotated things and found ones one to one; return the ref of each thing by its index."""
    left, pairs = view.all(kind), dict[int, str]()
    for index, thing in enumerate(things):
        ref = next((r for r in left if same(view, thing, r)), None)
        if ref is not None:
            left.remove(ref)
            pairs[index] = ref
    due = [i for i, thing in enumerate(things) if i in pairs or not optional(thing)]
    tally.add(len(pairs), len(due), len(pairs) + len(left))
    tally.missed += [f"{gold['id']}: {things[i]['name']}" for i in due if i not in pairs]
    tally.extra += [f"{gold['id']}: {'/'.join(dict.fromkeys(view.names(r)))}" for r in left]
    return pairs


def _compare_roles(gold: Gold, pairs: Mapping[int, str], view: View, tally: Tally) -> Iterator[Verdict]:
    """Count the offices of persons; where one title is right, others of the person are not judged."""
    for index, ref in pairs.items():
        person = gold["persons"][index]
        if person.get("credit") or not person["role"]:
            continue
        facts = view.titles(ref)
        titles = [value_of(fact) for fact in facts]
        right = [fact for fact in facts if is_same_role(person["role"], [value_of(fact)])]
        tally.add(bool(right), 1, bool(titles))
        told = f"{person['name']}: {person['role']}"
        if not right:
            tally.missed.append(f"{gold['id']}: {told} (found {titles})")
            yield Verdict(gold["id"], "person.role", told, None)
        for fact in right or facts:
            told = f"{person['name']}: {value_of(fact)}"
            yield Verdict(gold["id"], "person.role", told, fact, bool(right))
