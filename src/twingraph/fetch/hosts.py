"""Which hosts may be asked: public ones, and a private one only where it is the one that was given."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urldefrag, urljoin, urlsplit

from twingraph.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Guard:
    """Resolves hosts and refuses what a page could use to reach into the network of its reader.

    The addresses that it returns are the ones to connect to: a name resolved twice may change meanwhile.

    Raises:
        FetchError: If *url* is no web address, or its host is unknown.
    """

    def __init__(self, url: str) -> None:
        self._trusted = ""
        host = _host(url)
        if not all(is_public(address) for address in resolve(host, url)):
            self._trusted = host

    def addresses(self, url: str) -> list[str]:
        """Return the addresses of the host of *url*.

        Raises:
            FetchError: If it is no web address, its host is unknown, or lies in a private network.
        """
        host = _host(url)
        found = resolve(host, url)
        if host != self._trusted and not all(is_public(address) for address in found):
            raise FetchError(url, "the host lies in a private network", "give its own address to reach it")
        return [str(address) for address in found]


def is_public(address: Address) -> bool:
    """True where an address is reached from everywhere.

    >>> is_public(ipaddress.ip_address("169.254.169.254")), is_public(ipaddress.ip_address("::ffff:10.0.0.1"))
    (False, False)
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def site_of(url: str) -> str:
    """Return scheme and host of *url*: what has a robots.txt of its own.

    Raises:
        FetchError: If it is no web address.
    """
    _host(url)
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def absolute(base: str, link: str) -> str:
    """Return where *link* leads from *base*, without a fragment; what is no address stays as it is."""
    try:
        return urldefrag(urljoin(base, link))[0]
    except ValueError:
        return link


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(url, f"no address ({error})", "check it") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(url, "no web address", "give one that starts with http:// or https://")
    if "@" in parts.netloc:
        raise FetchError(url, "it holds a user name, which would be written down", "leave that out")
    return host


def resolve(host: str, url: str) -> list[Address]:
    """Return the addresses of a host; *url* is named where it is unknown.

    Raises:
        FetchError: If the host is unknown.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(url, f"the host {host} is unknown", "check the address and the network") from error
    return list(dict.fromkeys(ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found))
