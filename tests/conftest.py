"""Fixtures that several test files use."""

from __future__ import annotations

import pytest

import sample
from memory_store import MemoryStore


@pytest.fixture(scope="session")
def sample_store() -> MemoryStore:
    """The two releases of ``fixtures/sample`` in memory; read it only."""
    return MemoryStore(sample.quads(), sample.texts())
