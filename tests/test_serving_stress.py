"""The long mixed load on a live server, for two minutes where CI is set, else not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "serving_stress.py"


@pytest.mark.skipif("CI" not in os.environ, reason="takes two minutes and all cores; set CI to run it")
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads /proc as Linux has it")
def test_a_mixed_load_with_killed_processes_builds_and_updates_loses_nothing() -> None:
    command = [sys.executable, str(SCRIPT), "--seconds", "120", "--clients", "50"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all is well" in done.stdout
