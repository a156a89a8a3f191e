"""推送: one signed POST of JSON; the answer decides whether it was taken, is to be tried again, or not."""

from __future__ import annotations

import http.client
import json
import ssl
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult

from luoqiao.adapters.tcp.fault_words import fault_words
from luoqiao.adapters.webhook.address import read_address
from luoqiao.adapters.webhook.signature import sign
from luoqiao.core.messages.channel import ChannelRejected, ChannelUnavailable, Parcel

TIMEOUT_SECONDS = 15.0
MOST_ANSWER = 4096
TRY_AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class PushTarget:
    """推给谁: address, secret that both sides know, and the digest agreed upon (`sm3`, `sha256`)."""

    url: str
    secret: str
    digest: str

    def __repr__(self) -> str:
        return f"PushTarget({self.url}, {self.digest})"


def push(parcel: Parcel, target: PushTarget, at: datetime, *, site_url: str = "", timeout: float = TIMEOUT_SECONDS) -> None:
    """Send one message; when this returns the receiver has taken it.

    Raises ChannelUnavailable (try again), ChannelRejected (do not), or BadEndpoint.
    """
    address = read_address(target.url)
    body = write_event(parcel, site_url)
    time = int(at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "luoqiao",
        "Idempotency-Key": parcel.identifier,
        "X-Luoqiao-Time": str(time),
        "X-Luoqiao-Signature": sign(target.secret, target.digest, time, body),
    }
    try:
        status = _ask(address, body, headers, timeout)
    except (OSError, http.client.HTTPException, UnicodeError) as fault:
        raise ChannelUnavailable(f"连不上：{fault_words(fault)}") from fault
    _judge(status)


def _ask(address: SplitResult, body: bytes, headers: dict[str, str], timeout: float) -> int:
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    if address.scheme == "https":
        asking: http.client.HTTPConnection = http.client.HTTPSConnection(
            address.hostname or "", address.port, timeout=timeout, context=ssl.create_default_context()
        )
    else:
        asking = http.client.HTTPConnection(address.hostname or "", address.port, timeout=timeout)
    with closing(asking):
        asking.request("POST", path, body, headers)
        answer = asking.getresponse()
        answer.read(MOST_ANSWER)
        return answer.status


def _judge(status: int) -> None:
    """2xx took it; what passes by itself and what an administrator can mend on either side is told apart."""
    if 200 <= status < 300:
        return
    if status >= 500 or status in TRY_AGAIN:
        raise ChannelUnavailable(f"对方暂时不收（{status}）")
    if 300 <= status < 400:
        raise ChannelRejected(f"对方说换了地址（{status}）；请改成新的地址后再发")
    raise ChannelRejected(f"对方不收（{status}）")


def write_event(parcel: Parcel, site_url: str) -> bytes:
    """The body: one JSON object in UTF-8."""
    event = {
        "id": parcel.identifier,
        "kind": parcel.kind,
        "label": parcel.label,
        "subject": parcel.subject,
        "body": parcel.body,
        "link": f"{site_url.rstrip('/')}{parcel.link}" if parcel.link else "",
        "about": parcel.about,
        "created_at": parcel.created_at.isoformat(),
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()

