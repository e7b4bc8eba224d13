"""What trusted proxies in front say of a request: who asked, by which scheme, host and prefix.

X-Forwarded-For and -Proto are uvicorn's work; X-Forwarded-Host and -Prefix are read here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from twingraph.errors import SettingsError
from twingraph.serve.asgi import App, Receive, Scope, Send

_HOST = re.compile(rb"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?")
_PREFIX = re.compile(rb"(/[\w.~-]+)+")
Network = IPv4Network | IPv6Network


class Proxies:
    """Puts what trusted proxies tell into the scope of each request.

    Args:
        app: What answers.
        trusted: Addresses and networks, separated by commas; empty: none is trusted.
    Raises:
        SettingsError: If one of them is neither.
    """

    def __init__(self, app: App, trusted: str) -> None:
        self._networks = read_networks(trusted)
        self._app = app
        self._inner = ProxyHeadersMiddleware(app, trusted_hosts=[str(one) for one in self._networks])  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not is_trusted(scope.get("client"), self._networks):
            return await self._app(scope, receive, send)
        return await self._inner(with_forwarded(scope), receive, send)  # type: ignore[arg-type]


def read_networks(text: str) -> tuple[Network, ...]:
    """Return the networks that *text* names.

    >>> read_networks("127.0.0.1, 10.0.0.0/8")
    (IPv4Network('127.0.0.1/32'), IPv4Network('10.0.0.0/8'))
    """
    found: list[Network] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        try:
            found.append(ip_network(part, strict=False))
        except ValueError as error:
            cure = "give addresses such as 127.0.0.1, or networks such as 10.0.0.0/8"
            raise SettingsError("TWINGRAPH_TRUSTED_PROXIES", part, cure) from error
    return tuple(found)


def is_trusted(client: Sequence[object] | None, networks: Sequence[Network]) -> bool:
    """Return whether the address of a client lies in one of *networks*."""
    try:
        address = ip_address(str(client[0])) if client else None
    except ValueError:
        return False
    return address is not None and any(address in network for network in networks)


def with_forwarded(scope: Scope) -> Scope:
    """Return the scope with the host and the prefix that a proxy tells, where they are well-formed."""
    given = dict(scope["headers"])
    host, prefix = given.get(b"x-forwarded-host", b""), given.get(b"x-forwarded-prefix", b"").rstrip(b"/")
    scope = dict(scope)
    if _HOST.fullmatch(host):
        scope["headers"] = [(b"host", host), *(pair for pair in scope["headers"] if pair[0] != b"host")]
    if _PREFIX.fullmatch(prefix):
        text = prefix.decode("ascii")
        own = scope.get("root_path", "")
        scope["root_path"], scope["path"] = text, text + scope["path"].removeprefix(own)
        raw = (scope.get("raw_path") or b"").removeprefix(own.encode())
        scope["raw_path"] = prefix + raw if raw else None
    return scope
