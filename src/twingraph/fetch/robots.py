"""What a host's robots.txt permits, by RFC 9309."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from twingraph.errors import FetchError

_LONGEST_DELAY = 120.0
_MOST = 512 * 1024
"""Bytes of a robots.txt that count, as RFC 9309 says at least."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host; *parsed* is None where it has none, *failure* says why they are unknown."""

    parsed: Protego | None
    agent: str
    failure: str = ""

    def check(self, url: str) -> float:
        """Return the seconds that the host wants between two requests.

        Raises:
            FetchError: If robots.txt forbids *url*, or wants so long a time that nothing would come of it.
        """
        if self.failure:
            raise FetchError(url, f"robots.txt cannot be had ({self.failure})", "try again later")
        if self.parsed is None:
            return 0.0
        if not self.parsed.can_fetch(url, self.agent):
            raise FetchError(url, "robots.txt forbids it", "ask its owner, or get it by hand")
        delay = float(self.parsed.crawl_delay(self.agent) or 0)
        if delay > _LONGEST_DELAY:
            reason = f"robots.txt wants {delay:g} seconds between two requests"
            raise FetchError(url, reason, "get it by hand")
        return delay


def read_rules(site: str, agent: str, get: Callable[[str], tuple[int, bytes]]) -> Rules:
    """Return the rules of a site, named by scheme and host.

    A host that has none, or refuses to show them, forbids nothing; one that fails forbids everything.

    Args:
        agent: The name of the program, without version.
        get: Gives status and content of an address.
    """
    try:
        status, content = get(f"{site}/robots.txt")
    except FetchError as error:
        return Rules(None, agent, error.reason)
    if status >= 500:
        return Rules(None, agent, f"status {status}")
    text = content[:_MOST].decode("utf-8-sig", "replace")
    return Rules(Protego.parse(text) if status == 200 else None, agent)
