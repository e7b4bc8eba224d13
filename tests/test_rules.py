"""Every rule reads its example, with towns, dates and nouns typed by the stages, not its counter-example."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_texts import read
from twingraph.errors import LexiconError
from twingraph.extract.rules import Rule, read_rules, rules_for
from twingraph.extract.skeleton import TYPES, Typed, build_skeleton, expand_macros
from twingraph.lexicon import LANGUAGES
from twingraph.settings import resource_dir

RULES = read_rules()
GROUPS = {
    "link": {"parties", "partners", "others", "dated", "both"},
    "near": {"partners", "dated"},
    "since": {"date", "years"},
    "from": {"date"},
    "until": {"date"},
    "term": {"years"},
    "end": {"date"},
    "valid": {"range"},
    "place": {"place", "other"},
    "plan": set(),  # all that lies inside the match is planned
}
"""What a rule gives -> groups of which its pattern has at least one."""


def matches(rule: Rule, text: str) -> list[str]:
    """Return for each language of *rule* in which its pattern finds something in *text* the words found."""
    found = []
    for language in rule.languages:
        reading = read(text, language, issued="2021-05-07")
        for skeleton in reading.skeletons.values():
            match = rule.pattern.search(skeleton.text)
            groups = GROUPS[rule.gives] & set(match.groupdict()) if match else set()
            if match and (rule.gives == "plan" or any(match[group] for group in groups)):
                found.append(match.group())
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_reads_its_example(rule: Rule) -> None:
    assert matches(rule, rule.example), rule.example


@pytest.mark.parametrize("rule", [r for r in RULES if r.counter], ids=lambda rule: rule.id)
def test_a_rule_does_not_read_its_counter_example(rule: Rule) -> None:
    assert not matches(rule, rule.counter), rule.counter


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_gives_and_in_which_languages(rule: Rule) -> None:
    assert rule.gives in GROUPS
    assert rule.languages
    assert set(rule.languages) <= set(LANGUAGES)
    assert rule.example
    assert 0 < rule.confidence <= 1
    assert rule.gives == "plan" or GROUPS[rule.gives] & set(rule.pattern.groupindex)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_matches_no_empty_text(rule: Rule) -> None:
    assert not rule.pattern.search("")
    assert not rule.pattern.search("Ein Satz ohne alles, was hier zählt.")


def test_every_kind_of_rule_is_there_in_each_language() -> None:
    for gives in ("link", "since", "until", "place"):
        for language in LANGUAGES:
            assert rules_for(gives, language), (gives, language)


def test_rules_come_in_the_order_of_their_files() -> None:
    ids = []
    for path in sorted((resource_dir("data") / "rules").glob("*.toml")):
        ids += [
            line.split('"')[1] for line in path.read_text("utf-8").splitlines() if line.startswith("id = ")
        ]
    assert [rule.id for rule in RULES] == ids


RULE = 'id = "a"\ngives = "link"\nlanguage = "de"\npattern = \'{C}\'\nexample = "Köln"\n'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("[[rule", "rules.toml, line 0", id="no TOML"),
        pytest.param(
            "[[rule]]\n" + RULE.replace("example", "sample"), "rule a: KeyError\\('example'\\)", id="field"
        ),
        pytest.param("[[rule]]\n" + RULE.replace("{C}", "({C}"), "rule a: ", id="pattern"),
        pytest.param("[[rule]]\n" + RULE.replace("{C}", "{Q}"), "rule a: KeyError\\('Q'\\)", id="type"),
        pytest.param(("[[rule]]\n" + RULE) * 2, "ids that come twice: a", id="twice"),
    ],
)
def test_a_malformed_rule_is_named(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "rules.toml").write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=reason):
        read_rules(tmp_path)


def test_macros_stand_for_patterns_and_letters_for_mentions() -> None:
    assert expand_macros("{C} {pair}", {"pair": "{CI} und {D}"}) == (
        f"{TYPES['C']} (?:[{TYPES['C']}{TYPES['I']}] und {TYPES['D']})"
    )
    assert expand_macros(r"\d{1,3}", {}) == r"\d{1,3}"


def test_a_skeleton_knows_where_its_mentions_stand() -> None:
    text = "Vorher. Gera und Pilsen sind seit 1962 Partner."
    typed = [
        Typed(8, 12, "C", "Gera"),
        Typed(17, 23, "C", "Pilsen"),
        Typed(17, 20, "P", "x"),
        Typed(34, 38, "D", 1962),
    ]
    skeleton = build_skeleton(text, 8, len(text), typed)
    assert skeleton.text == f"{TYPES['C']} und {TYPES['C']} sind seit {TYPES['D']} Partner."
    assert [m.record for m in skeleton.mentions] == ["Gera", "Pilsen", 1962], (
        "of overlapping mentions the longest"
    )
    for mention, position in zip(skeleton.mentions, skeleton.positions, strict=True):
        assert skeleton.offset(position) == mention.start
        assert skeleton.offset(position + 1) == mention.end
    assert skeleton.offset(len(skeleton.text)) == len(text)
    assert [m.record for m in skeleton.every("C")] == ["Gera", "Pilsen"]
