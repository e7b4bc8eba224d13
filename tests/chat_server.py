"""A small chat completion server on a real socket that replays recorded answers and remembers questions."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "fixtures" / "llm"


@dataclass
class Reply:
    """What the server does with one question; *drip* sends a byte at a time until the reader goes away."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: bool = False
    silent: bool = False


def recorded(name: str) -> Reply:
    """Return a recorded answer of ``fixtures/llm``."""
    return Reply((FOLDER / f"{name}.json").read_bytes())


class ChatServer(ThreadingHTTPServer):
    """Answers with ``replies`` in turn, the last one again and again; ``asked`` holds the questions."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, replies: list[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = replies
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.over = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that goes away is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        question = json.loads(self.rfile.read(length))
        self.server.asked.append(question)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.server.paths.append(self.path)
        reply = self.server.replies[min(len(self.server.asked), len(self.server.replies)) - 1]
        if reply.silent:
            self.server.over.wait(30)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        if not reply.drip:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if reply.drip:
            while not self.server.over.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()
            return
        self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def chat_server(*replies: Reply) -> Iterator[ChatServer]:
    """Serve *replies* on a free port of this machine."""
    server = ChatServer(list(replies))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()
