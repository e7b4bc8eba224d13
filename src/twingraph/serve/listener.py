"""The socket that the server listens on, bound before anything is promised."""

from __future__ import annotations

import errno
import os
import socket
from typing import TYPE_CHECKING

from twingraph.errors import AddressError

if TYPE_CHECKING:
    from twingraph.settings import Settings

_CURES = {
    errno.EADDRINUSE: ("another program listens there", "give another --port, or end that program"),
    errno.EADDRNOTAVAIL: ("this machine has no such address", "give one of its own as --host"),
    errno.EACCES: ("permission denied", "give a --port of 1024 or more"),
}


def open_listener(settings: Settings) -> socket.socket:
    """Return a socket that is bound to host and port of *settings*, and listens.

    Raises:
        AddressError: If the name of the host is unknown, or it cannot be bound to.
    """
    host, port = settings.host, settings.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, address = min(found)  # of a name with two addresses (localhost) that of IPv4
        return socket.create_server(address[:2], family=family, backlog=2048)
    except (socket.gaierror, UnicodeError) as error:
        raise AddressError(host, port, "this host is not known", "give an address as --host") from error
    except OSError as error:
        words = os.strerror(error.errno) if error.errno else str(error)
        reason, cure = _CURES.get(error.errno or 0, (words, "give another --host or --port"))
        raise AddressError(host, port, reason, cure) from error


def url_of(settings: Settings) -> str:
    """Return the address of the first page.

    >>> from twingraph.settings import Settings
    >>> url_of(Settings(host="::1"))
    'http://[::1]:8000/'
    """
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"
