"""Cities, persons, organisations and projects of one release beside the annotated ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from twingraph.evaluation.gold import Gold
from twingraph.evaluation.names import is_same_role, plain
from twingraph.evaluation.tally import Tally
from twingraph.evaluation.view import View, is_city, is_named, is_person

_OFFICE = re.compile(r"presse|kommunikation|offentlichkeit|communication|korrespondenz")


def _is_office(gold: Gold) -> bool:
    return bool(_OFFICE.search(plain(gold["name"])))


def compare_things(gold: Gold, view: View, tallies: dict[str, Tally]) -> None:
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
    for name, key, kind, same, optional in rows:
        pairs = _match(gold, gold[key], view, kind, same, optional, tallies[name])
        if name == "person":
            _compare_roles(gold, pairs, view, tallies["person.role"])


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


def _compare_roles(gold: Gold, pairs: Mapping[int, str], view: View, tally: Tally) -> None:
    for index, ref in pairs.items():
        person = gold["persons"][index]
        if person.get("credit") or not person["role"]:
            continue
        titles = view.titles(ref)
        hit = is_same_role(person["role"], titles)
        tally.add(hit, 1, bool(titles))
        if not hit:
            tally.missed.append(f"{gold['id']}: {person['name']}: {person['role']} (found {titles})")
