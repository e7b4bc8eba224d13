"""Imports point one way: a stage knows the core, and only those that join stages know the stages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "twingraph"
CORE = ("model", "errors", "iris", "settings", "lexicon", "support", "waiting")
"""Every module may import these; of each other they import only those that stand before them."""
CORE_IMPORTS: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "iris": set(),
    "settings": {"errors", "iris"},
    "lexicon": {"model", "errors", "iris", "settings"},
    "support": set(),
    "waiting": set(),
}
JOINERS = {
    "pipeline",
    "cli",
    "cli_measure",
    "cli_network",
    "cli_options",
    "cli_output",
    "cli_publish",
    "cli_registers",
    "cli_reports",
    "cli_versions",
    "cli_wikidata",
    "notebook",
    "serve",
    "__main__",
}
LENDERS = {"engine": "store", "diff": "store"}
"""The engine answers from stores, and differences are told in their lines: these may import them."""
PROTOCOL_USERS = {"query", "explain", "contradictions", "coverage", "wikidata"}
"""Stages that ask a store; they know its protocol and no store."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "islands" not in path.parts)  # no part of it


def unit(module: str) -> str:
    """Return the part of twingraph that a module belongs to: "twingraph.store.remote" -> "store".

    >>> unit("twingraph.store.remote"), unit("twingraph")
    ('store', '')
    """
    return [*module.split("."), ""][1]


def name_of(path: Path) -> str:
    parts = ["twingraph", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Yield the modules of twingraph that a file imports, wherever in it."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = list(_from(node, package))
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == "twingraph")


def _from(node: ast.ImportFrom, package: str) -> Iterator[str]:
    above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    module = ".".join([*above, *([node.module] if node.module else [])])
    for alias in node.names:
        inner = f"{module}.{alias.name}"
        parts = inner.split(".")[1:]
        is_module = (PACKAGE.joinpath(*parts).with_suffix(".py")).is_file() or PACKAGE.joinpath(
            *parts
        ).is_dir()
        yield inner if is_module else module


def allowed(importer: str, imported: str) -> bool:
    """True where a module of the unit *importer* may import the module *imported*."""
    target = unit(imported)
    if importer in CORE:
        return target in CORE_IMPORTS[importer]
    if target in ("", importer, *CORE) or importer in ("", *JOINERS):  # twingraph.open is the notebook's
        return True
    if LENDERS.get(importer) == target:
        return True
    return importer in PROTOCOL_USERS and imported == "twingraph.store.base"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    importer = unit(name_of(path))
    assert [name for name in imports(path) if not allowed(importer, name)] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_nothing_below_imports_what_joins(path: Path) -> None:
    importer = unit(name_of(path))
    if importer and importer not in JOINERS:
        assert [name for name in imports(path) if unit(name) in JOINERS] == []


def test_the_server_and_the_command_line_do_not_build() -> None:
    for path in (PACKAGE / "serve").rglob("*.py"):
        assert "pipeline" not in {unit(name) for name in imports(path)}, path


def test_only_settings_reads_the_environment() -> None:
    readers = {
        name_of(path)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers <= {"twingraph.cli_options"}, "pass os.environ from the command line to load_settings"


@pytest.mark.parametrize(
    ("importer", "imported", "fine"),
    [
        ("mapping", "twingraph.model", True),
        ("mapping", "twingraph.mapping.terms", True),
        ("mapping", "twingraph.store.base", False),
        ("store", "twingraph.mapping", False),
        ("query", "twingraph.store.base", True),
        ("query", "twingraph.store.embedded", False),
        ("iris", "twingraph.model", False),
        ("brand_new_stage", "twingraph.mapping", False),
        ("serve", "twingraph.store", True),
        ("engine", "twingraph.store.snapshot", True),
        ("store", "twingraph.engine.pool", False),
    ],
)
def test_the_rule_itself(importer: str, imported: str, fine: bool) -> None:
    assert allowed(importer, imported) is fine
