"""When a server wants to be asked again."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds_until(text: str | None) -> float | None:
    """Return the seconds to wait until a Retry-After, which is a number or a date; None for what is neither.

    Source: RFC 9110, 10.2.3.

    >>> seconds_until(" 5 "), seconds_until("Wed, 21 Oct 2015 07:28:00 GMT"), seconds_until("soon")
    (5.0, 0.0, None)
    """
    written = (text or "").strip()
    if written.isascii() and written.isdigit():
        return float(written)
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
