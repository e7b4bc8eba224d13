"""The first bank, which holds nothing: started by the server, and started again where it was killed."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys

from twingraph.engine.vault import Vault


class Nursery:
    """Forks the banks, and the processes that write."""

    def __init__(self) -> None:
        self._vault: Vault | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._start_one = asyncio.Lock()

    async def open(self) -> Vault:
        """Return the nursery as it runs."""
        async with self._start_one:
            if self._vault is None or self._vault.is_lost:
                await self.close()
                self._vault = self._start()
        return self._vault

    def _start(self) -> Vault:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "twingraph.engine.bank", str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], start_new_session=True)
        return Vault(ours, None)

    async def close(self) -> None:
        """End it, and what it forked but the banks, which end when they are let go."""
        if self._vault:
            self._vault.close()
        if self._process:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
