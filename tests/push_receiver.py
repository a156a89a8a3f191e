"""收推送的服务器: a real HTTP server on this machine that keeps what it is sent and answers as told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.live_site import free_port


@dataclass
class PushReceiver:
    """收推送: `status` is the answer; `pause` keeps the sender waiting so many seconds."""

    port: int = field(default_factory=free_port)
    status: int = 204
    pause: float = 0.0
    events: list[tuple[str, Message, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/luoqiao?from=test"

    @contextmanager
    def up(self) -> Iterator[PushReceiver]:
        """The server answers inside, and only inside."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.events.append((self.path, self.headers, body))
                time.sleep(receiver.pause)
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
