"""Rule files -> compiled rules.

A rule is data: an id, languages, a pattern over skeletons, examples that are run as tests.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from twingraph.errors import LexiconError
from twingraph.extract.gates import Gate, gate_of
from twingraph.extract.skeleton import TYPES, expand_macros
from twingraph.settings import resource_dir


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``gives`` names what it reads (link, since, …), groups of ``pattern`` name the slots."""

    id: str
    gives: str
    languages: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str
    counter: str
    confidence: float
    gate: Gate


@lru_cache(maxsize=8)
def read_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules of *folder* (default: those that come with the program), in the order of its files.

    Raises:
        LexiconError: If a file is no TOML, a field is missing, a pattern fails or an id comes twice.
    """
    rules: list[Rule] = []
    for path in sorted((folder or resource_dir("data") / "rules").glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(path, 0, str(error)) from error
        rules += [
            _rule(path, number, row, content.get("macros", {}))
            for number, row in enumerate(content["rule"], 1)
        ]
    ids = [rule.id for rule in rules]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise LexiconError("rules", 0, f"ids that come twice: {', '.join(twice)}")
    return tuple(rules)


def _rule(path: Path, number: int, row: dict[str, str], macros: dict[str, str]) -> Rule:
    try:
        pattern = re.compile(expand_macros(row["pattern"], macros), re.I)
        languages = tuple(row["language"].split(","))
        return Rule(
            row["id"],
            row["gives"],
            languages,
            pattern,
            row["example"],
            row.get("counter", ""),
            float(row.get("confidence", 0.95)),
            gate_of(pattern),
        )
    except (KeyError, re.error) as error:
        raise LexiconError(path, number, f"rule {row.get('id', '?')}: {error!r}") from error


@lru_cache(maxsize=10_000)
def rules_for(gives: str, language: str, letters: frozenset[str] | None = None) -> tuple[Rule, ...]:
    """Return the rules that read *gives* in *language*, in the order of the files.

    Where *letters* are given, those that can match a skeleton with no other mentions.
    """
    rules = (r for r in read_rules() if r.gives == gives and language in r.languages)
    return tuple(r for r in rules if letters is None or _may_match(r, letters))


def _may_match(rule: Rule, letters: frozenset[str]) -> bool:
    """True unless each word of some need of *rule* holds a mention that is not among *letters*."""
    other = frozenset(TYPES.values()) - letters
    return all(any(other.isdisjoint(word) for word in need.words) for need in rule.gate.needs)
