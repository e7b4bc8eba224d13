"""What a build tells of itself."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class BuildReport:
    """What a build did; *skipped* holds file and reason of each release that is not in the graph.

    ``generation`` is None where no release could be used: then nothing was published.  ``kept`` counts the
    quads that are there because others wrote them, ``withdrawn`` those that the build made and that are not
    there because others removed them.
    """

    releases: int = 0
    extracted: int = 0
    from_cache: int = 0
    facts: int = 0
    quads: int = 0
    triggers: int = 0
    unexplained: int = 0
    generation: str | None = None
    is_new: bool = False
    skipped: list[tuple[str, str]] = field(default_factory=list)
    kept: int = 0
    withdrawn: int = 0
