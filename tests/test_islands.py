"""The scripts of the pages: when they are bundled, with what, what failure says, and who carries them."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from twingraph.serve.bundles import Bundles

ROOT = Path(__file__).resolve().parents[1]
ISLANDS = ROOT / "src" / "twingraph" / "serve" / "islands"
DEAD = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}

if importlib.util.find_spec("hatchling") is None:
    pytest.skip("hatchling builds the packages and is not installed", allow_module_level=True)


def load(folder: Path) -> ModuleType:
    """Return the build hook of a folder of islands."""
    spec = importlib.util.spec_from_file_location("a_build_hook", folder / "build_hook.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def hook(tmp_path: Path) -> ModuleType:
    """The build hook in a checkout of its own, where nothing was bundled yet."""
    folder = tmp_path / "serve" / "islands"
    shutil.copytree(ISLANDS, folder, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    return load(folder)


def put_bundles(hook: ModuleType) -> Path:
    """Write what bundling leaves behind."""
    folder: Path = hook.BUNDLES
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"a.js": {"file": "a-12345678.js", "css": ["a-12345678.css"]}}')
    for name in ("a-12345678.js", "a-12345678.css"):
        (folder / name).touch()
    (folder / "stamp").write_text(hook.stamp())
    return folder


def asked_for(hook: ModuleType) -> list[str]:
    """Return what the hook wants of PyPI."""
    wanted: list[str] = hook.IslandsHook.dependencies(hook.IslandsHook.__new__(hook.IslandsHook))
    return wanted


def test_bundles_are_fresh_until_a_source_changes(hook: ModuleType) -> None:
    assert not hook.is_fresh()
    put_bundles(hook)
    assert hook.is_fresh()
    (hook.HERE / "search.js").write_text("// changed", encoding="utf-8")
    assert not hook.is_fresh()


def test_a_new_module_or_a_lost_bundle_makes_them_stale(hook: ModuleType) -> None:
    folder = put_bundles(hook)
    (folder / "a-12345678.css").unlink()
    assert not hook.is_fresh()
    (folder / "a-12345678.css").touch()
    assert hook.is_fresh()
    (hook.HERE / "parts").mkdir()
    (hook.HERE / "parts" / "new.js").touch()
    assert not hook.is_fresh()


def test_node_is_asked_for_only_where_there_is_none(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(hook.SWITCH, raising=False)
    monkeypatch.setattr(hook, "has_node_wheel", lambda: True)
    monkeypatch.setenv("PATH", "")
    assert asked_for(hook) == [hook.NODE_WHEEL]
    put_bundles(hook)
    assert asked_for(hook) == []


def test_node_is_not_asked_for_where_it_could_not_be_used(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(hook, "has_node_wheel", lambda: False)
    assert asked_for(hook) == []
    monkeypatch.setattr(hook, "has_node_wheel", lambda: True)
    monkeypatch.setenv(hook.SWITCH, "1")
    assert asked_for(hook) == []
    assert hook.main([]) == 0


@pytest.mark.parametrize(("version", "wanted"), [("v20.20.1", 0), ("v18.19.0", 1)])
def test_the_node_of_the_machine_is_taken_where_it_is_new_enough(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, wanted: int
) -> None:
    monkeypatch.delenv(hook.SWITCH, raising=False)
    monkeypatch.setattr(hook, "has_node_wheel", lambda: True)
    node, npm = tmp_path / "bin" / "node", tmp_path / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for path in (node, npm):
        path.parent.mkdir(parents=True)
    node.write_text(f"#!/bin/sh\necho {version}\n")
    node.chmod(0o755)
    npm.touch()
    monkeypatch.setenv("PATH", str(node.parent))
    assert len(asked_for(hook)) == wanted


def test_without_any_node_one_line_says_what_to_do(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(hook.SWITCH, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(hook, "_node_of_wheel", lambda: None)
    assert hook.main([]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "install one" in told
    assert hook.SWITCH in told


@pytest.mark.skipif(not load(ISLANDS).find_node(), reason="asks npm, and there is none")
def test_a_dead_registry_ends_with_one_line(hook: ModuleType, tmp_path: Path) -> None:
    environ = {**os.environ, **DEAD, "npm_config_cache": str(tmp_path / "cache")}
    environ.pop(hook.SWITCH, None)
    command = [sys.executable, str(hook.HERE / "build_hook.py")]
    run = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "registry cannot be reached (ECONNREFUSED)" in run.stderr
    assert hook.SWITCH in run.stderr


def test_the_lock_file_serves_every_system_and_names_no_registry() -> None:
    text = (ISLANDS / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert len([name for name in packages if name.startswith("node_modules/@rolldown/binding-")]) == 16
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all(package.get("integrity") for name, package in packages.items() if name)


def test_no_code_of_others_is_in_git() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    run = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert not re.search(r"node_modules/|static/islands/|\.min\.", run.stdout)


def test_tags_name_script_styles_and_what_is_imported(tmp_path: Path) -> None:
    (tmp_path / "islands").mkdir()
    manifest = {
        "map.js": {"file": "map-11111111.js", "imports": ["_zoom.js"], "css": ["map-22222222.css"]},
        "_zoom.js": {"file": "zoom-33333333.js"},
    }
    (tmp_path / "islands" / "manifest.json").write_text(json.dumps(manifest))
    bundles = Bundles(tmp_path)
    assert bundles.tags("map", "/under").splitlines() == [
        '<link rel="stylesheet" href="/under/static/islands/map-22222222.css">',
        '<script type="module" src="/under/static/islands/zoom-33333333.js"></script>',
        '<script type="module" src="/under/static/islands/map-11111111.js"></script>',
    ]
    at_once = bundles.tags("map", "", {"label": 'a "b"'})
    assert at_once == '<script src="/static/islands/map-11111111.js" data-label="a &#34;b&#34;"></script>'
    assert bundles.tags("nothing", "") == ""


def test_without_bundles_there_are_no_tags(tmp_path: Path) -> None:
    assert Bundles(tmp_path).tags("map", "") == ""


def test_what_is_named_by_its_digest_is_kept_for_ever(sample_url: str) -> None:
    page = httpx.get(sample_url, headers={"Accept": "text/html"}).text
    script = re.findall(r'src="(/static/islands/theme-[^"]+)"', page)[0]
    answer = httpx.get(sample_url + script)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    for path in ("/static/twingraph.css", "/static/islands/manifest.json"):
        assert httpx.get(sample_url + path).headers["cache-control"] == "no-cache"
