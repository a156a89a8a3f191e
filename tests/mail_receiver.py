"""收信的服务器: a real mail server on this machine that keeps what it takes, refuses on demand, and can be down."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.live_site import free_port


@dataclass
class MailReceiver:
    """收信: `answers` gives another answer to DATA or to a recipient's address; `hold` keeps the sender waiting."""

    port: int = field(default_factory=free_port)
    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hold: threading.Event | None = None
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            letter = message_from_bytes(envelope.original_content or b"", policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        self.arrived.set()
        if self.hold is not None:
            await server.loop.run_in_executor(None, self.hold.wait, 30)
        return answer

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @contextmanager
    def up(self, **settings: Any) -> Iterator[MailReceiver]:
        """The server answers inside, and only inside."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port, **settings)
        controller.start()
        try:
            yield self
        finally:
            if self.hold is not None:
                self.hold.set()
            controller.stop()
