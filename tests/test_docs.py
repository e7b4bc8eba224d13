"""The documents name what there is, and what they name is there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import typer

from twingraph.cli import app
from twingraph.export import FORMATS
from twingraph.query import load_queries
from twingraph.serve.app import create_app
from twingraph.settings import Settings
from twingraph.store.embedded import EmbeddedStore

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "queries/README.md", "data/releases/README.md")
README = (ROOT / "README.md").read_text("utf-8")
_TOPS = "src|tests|data|ontology|queries|benchmarks|examples"
_PATH = re.compile(rf"(?:(?:{_TOPS})/[\w./*<>{{}},-]*|\.ci/run|[A-Z]+\.md|LICENSE|Makefile|pyproject\.toml)")


def code(document: str) -> Iterator[str]:
    """Yield what a document shows as code, within lines."""
    text = re.sub(r"^(```|~~~).*?^\1", "", (ROOT / document).read_text("utf-8"), flags=re.M | re.S)
    yield from re.findall(r"`([^`\n]+)`", text)


def paths(document: str) -> Iterator[str]:
    """Yield the paths of the project that a document names, as code or as a link."""
    yield from (name for name in code(document) if _PATH.fullmatch(name) and "<" not in name)
    links = re.findall(r"\]\(([^)#]+)", (ROOT / document).read_text("utf-8"))
    yield from (link for link in links if "://" not in link)


def alternatives(name: str) -> list[str]:
    """Return the paths that a name with braces stands for.

    >>> alternatives("data/{lexicon,rules}")
    ['data/lexicon', 'data/rules']
    """
    match = re.search(r"\{([^}]*)\}", name)
    return [name.replace(match[0], part) for part in match[1].split(",")] if match else [name]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_exists(document: str) -> None:
    folder = (ROOT / document).parent
    named = [part for name in paths(document) for part in alternatives(name)]
    missing = [name for name in named if not any(ROOT.glob(name)) and not (folder / name).exists()]
    assert missing == []
    assert named or document not in ("README.md", "CONTRIBUTING.md")


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_in_the_table_with_its_default(field: object) -> None:
    name, default = field.name, field.default  # type: ignore[attr-defined]
    row = re.search(rf"^\| `TWINGRAPH_{name.upper()}` \| ([^|]*) \|", README, re.M)
    assert row, name
    assert row[1].strip().strip("`") == (str(default) if default != "" else "none")


COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_table(command: str) -> None:
    assert re.search(rf"^\| `twingraph {command}\b", README, re.M)


def test_every_command_of_the_table_exists() -> None:
    assert re.findall(r"^\| `twingraph (\w+)", README, re.M) != []
    assert set(re.findall(r"`twingraph (\w+)", README)) <= set(COMMANDS)


def test_every_route_is_documented(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store", create=True) as store:
        known = {path.rstrip("/") or "/" for path in create_app(store, Settings()).paths}
    named = set(re.findall(r"`(/[^`\s]*)`", README))
    assert known - named == set()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_export_format_is_named(name: str) -> None:
    assert f"`{name}`" in README


def test_the_questions_of_the_readme_exist() -> None:
    asked = set(re.findall(r"twingraph query (\w+)(?![\w.])|/queries/(\w+)", README))
    names = {command or path for command, path in asked}
    assert names
    assert names <= set(load_queries())


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_targets_of_make_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for document in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"`make ([a-z]+)", (ROOT / document).read_text("utf-8")))
        assert named
        assert named <= targets, document
