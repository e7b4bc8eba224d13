"""Messages (.eml): the text of a message, and the releases attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.message import Message as Part
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path, PurePath

from twingraph.errors import ReadError
from twingraph.read.document import Document, issuer_of, one_line, titled
from twingraph.read.html import read_html
from twingraph.read.kinds import BY_SUFFIX, HTML, MAIL, MARKDOWN, PDF, TEXT, media_type

_SUFFIX = {TEXT: ".txt", MARKDOWN: ".md", PDF: ".pdf", HTML: ".html", MAIL: ".eml"}
_SIGNATURE = re.compile(r"^-- ?$", re.M)
_REPLY = re.compile(
    r"^(?:-{2,} ?(?:Ursprüngliche Nachricht|Original[ -]?(?:Message|Nachricht)|Message d'origine) ?-{2,}"
    r"|(?:Am|On|Le) .{5,120}(?:schrieb|wrote|a écrit).{0,80}:)[ \t]*$",
    re.M | re.I,
)
_QUOTED = re.compile(r"^>.*(?:\n|\Z)", re.M)
_PREFIX = re.compile(r"^(?:(?:AW|WG|Re|Fwd?|TR)\s*:\s*)+", re.I)


def read_mail(data: bytes, path: Path) -> Document:
    """Return the text of a message under its subject: its plain text, else its HTML.

    What it quotes of other messages and the signature after ``-- `` are cut off.

    Raises:
        ReadError: If it has no text.
    """
    message = _parse(data)
    body = _body(message, path)
    if not body.strip():
        raise ReadError(path, "a message without text", "give the release that it speaks of")
    title = _PREFIX.sub("", one_line(_header(message, "Subject")))
    sender = parseaddr(_header(message, "From"))[0]
    given = {"title": title, "date": _date(message), "issuer": issuer_of(sender)}
    return Document(titled(body, title), {key: value for key, value in given.items() if value})


class Message:
    """A message as what holds releases: its own text, and what is attached to it.

    The N-th attached text, PDF, page or message is named STEM.N with the ending of its kind.
    """

    def __init__(self, data: bytes, path: Path) -> None:
        message = _parse(data)
        attached = enumerate(_attachments(message), start=1)
        self._path = path
        self._parts = {f"{path.stem}.{n}{suffix}": content for n, (suffix, content) in attached}
        self.has_text = not self._parts or bool(_body(message, path).strip())

    def names(self) -> list[str]:
        """Return the names of what is attached and can be a release."""
        return list(self._parts)

    def has(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return an attached release; it is no longer than the message, which was measured."""
        if name not in self._parts or len(self._parts[name]) > max_bytes:
            raise ReadError(self._path / name, "no such attachment", "check the name")
        return self._parts[name]


def _parse(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def _header(message: EmailMessage, name: str) -> str:
    """Return a header, empty where it is missing or too damaged to be parsed."""
    try:
        return str(message[name] or "")
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _date(message: EmailMessage) -> str:
    """Return the day on which the message was sent, as its sender counts days."""
    try:
        sent = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError):
        return ""
    return sent.date().isoformat() if datetime(1990, 1, 1, tzinfo=UTC).year <= sent.year else ""


def _body(message: EmailMessage, path: Path) -> str:
    part = message.get_body(("plain", "html"))
    if part is None or part.get_content_disposition() == "attachment":
        return ""
    text = _content(part)
    if part.get_content_type() == HTML:
        text = _html_text(text, path)
    return _cut(text.replace("\r\n", "\n"))


def _html_text(html: str, path: Path) -> str:
    try:
        return read_html(html.encode(), path, "utf-8").text
    except ReadError:
        return ""


def _content(part: Part) -> str:
    """Return the text of a part; a character set that is unknown or wrong costs the letters, not the part."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return data.decode(charset)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def _cut(text: str) -> str:
    """Return a text without what it quotes and its signature; all of it where nothing else is left."""
    own = _SIGNATURE.split(text, maxsplit=1)[0]
    own = _QUOTED.sub("", _REPLY.split(own, maxsplit=1)[0])
    return (own if own.strip() else text).strip() + "\n" if text.strip() else ""


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Yield ending and content of what is attached and can be a release."""
    body = message.get_body(("plain", "html"))
    for part in _leaves(message):
        suffix = "" if part is body else _suffix(part)
        content = _attached(part) if suffix else b""
        kind = media_type(content, PurePath(f"x{suffix}")) if content else ""
        if kind in _SUFFIX:
            yield _SUFFIX[kind], content


def _leaves(message: Part) -> Iterator[Part]:
    """Yield the parts of a message in their order; a message inside it is one part."""
    waiting: list[Part] = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and (part is message or part.get_content_type() != MAIL):
            waiting += [sub for sub in reversed(inner) if isinstance(sub, Part)]
        elif part is not message:
            yield part


def _suffix(part: Part) -> str:
    """Return the ending that an attachment has by its name, else by its type, if it is one that we read."""
    named = PurePath(part.get_filename() or "").suffix.lower()
    attached = part.get_content_disposition() == "attachment" or part.get_filename()
    by_type = _SUFFIX.get(part.get_content_type(), "")
    if named in BY_SUFFIX:
        return named
    return by_type if attached or part.get_content_type() in (PDF, MAIL) else ""


def _attached(part: Part) -> bytes:
    if part.get_content_type() == MAIL:
        inner = part.get_payload()
        whole = inner[0] if isinstance(inner, list) and inner else None
        return whole.as_bytes() if isinstance(whole, Part) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
