"""Files of every kind that is read, written for a test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from reportlab.pdfgen.canvas import Canvas

HEADLINE = "Köln und Turin erneuern ihren Vertrag"
BODY = (
    "Oberbürgermeisterin Henriette Reker und Bürgermeister Stefano Rossi haben am 2. Juni 2023 in Turin",
    "den Vertrag erneuert. Köln und Turin sind seit 1958 Partnerstädte, der Vertrag gilt bis 2028.",
)
TEXT = f"{HEADLINE}\n\n{BODY[0]} {BODY[1]}\n"


def pdf(*pages: Sequence[str], title: str = "", password: str = "") -> bytes:
    """Return a PDF of pages of lines; an empty line is a gap."""
    content = io.BytesIO()
    canvas = Canvas(content, invariant=1, encrypt=password or None)
    canvas.setTitle(title)
    for lines in pages:
        canvas.setFont("Helvetica", 9)
        for number, line in enumerate(lines):
            if line:
                canvas.drawString(60, 800 - 13 * number, line)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def scan() -> bytes:
    """Return a PDF that shows something and has no text layer."""
    content = io.BytesIO()
    canvas = Canvas(content, invariant=1)
    canvas.rect(100, 100, 300, 500, fill=1)
    canvas.showPage()
    canvas.save()
    return content.getvalue()


def page(article: str, head: str = "", language: str = "de") -> bytes:
    """Return an HTML page with navigation and footer around *article*."""
    menu = "".join(f'<li><a href="/{n}">Rathaus und Service {n}</a></li>' for n in range(12))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{head}</head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article>{article}</article></main>"
        "<footer><p>Impressum, Datenschutz, Kontakt</p></footer></body></html>"
    ).encode()


def mail(
    text: str = TEXT, *, html: str = "", attached: Mapping[str, bytes] | None = None, **headers: str
) -> bytes:
    """Return a message; *headers* go before those that every message here has."""
    message = EmailMessage()
    for name, value in {"Subject": HEADLINE, "Date": "Fri, 02 Jun 2023 00:30:00 +0200", **headers}.items():
        message[name] = value
    if text:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html") if text else message.set_content(html, subtype="html")
    for name, data in (attached or {}).items():
        kind = {"pdf": "application/pdf", "html": "text/html", "txt": "text/plain"}.get(
            name.rpartition(".")[2]
        )
        major, minor = (kind or "application/octet-stream").split("/")
        message.add_attachment(data, maintype=major, subtype=minor, filename=name)
    return message.as_bytes()


def archive(members: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()
