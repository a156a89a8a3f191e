"""送消息: one run of the worker: new messages are routed, then every delivery that is due is sent and its outcome kept.

A channel that does not answer ends the run for that channel: what waits behind is not counted as tried.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import partial

from django.conf import settings
from django.utils import timezone

from luoqiao.adapters.smtp.mail_server import MailServer, read_mail_server
from luoqiao.adapters.smtp.sending import MailSession
from luoqiao.adapters.webhook.pushing import PushTarget, push
from luoqiao.apps.outbox import delivering
from luoqiao.apps.outbox.delivering import Claimed
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.messages.channel import Channel, ChannelRejected, ChannelUnavailable

Clock = Callable[[], datetime]


class Outcome(Enum):
    """What came of an attempt; `SILENT`: nothing else passes there now either."""

    SENT = "sent"
    FAILED = "failed"
    SILENT = "silent"


LONGEST_RUN_SECONDS = 300.0
"""Well within the lease of a delivery."""
log = logging.getLogger("luoqiao.worker")


def mail_server() -> MailServer | None:
    """The mail server of the settings; None when none is set. Raises BadMailServer."""
    return read_mail_server(settings.MAIL_URL, settings.MAIL_FROM)


def deliver(*, clock: Clock, server: MailServer | None, stop: Callable[[], bool] = lambda: False) -> int:
    """Route and send what is due now; how many deliveries were sent. `stop` tells whether to leave the rest."""
    ends = time.monotonic() + LONGEST_RUN_SECONDS

    def over() -> bool:
        return stop() or time.monotonic() > ends

    while not over() and delivering.route(at=clock(), on=timezone.localdate(clock()), mail=server is not None):
        pass
    pushed = _push_all(clock, over)
    return pushed + (_mail_all(server, clock, over) if server is not None else 0)


def _mail_all(server: MailServer, clock: Clock, over: Callable[[], bool]) -> int:
    sent = 0
    with MailSession(server, settings.SITE_URL) as session:
        while not over() and (claimed := delivering.claim(at=clock(), channel=Channel.EMAIL)):
            outcome = _attempt(claimed, clock, partial(_mail, session, claimed))
            sent += outcome is Outcome.SENT
            if outcome is Outcome.SILENT:
                break
    return sent


def _mail(session: MailSession, claimed: Claimed) -> None:
    if claimed.letter is None:
        raise ChannelRejected(delivering.NO_ADDRESS)
    session.send(claimed.parcel, claimed.letter.address, claimed.letter.name)


def _push_all(clock: Clock, over: Callable[[], bool]) -> int:
    sent = 0
    silent: set[int] = set()
    while not over() and (claimed := delivering.claim(at=clock(), channel=Channel.WEBHOOK, without=silent)):
        outcome = _attempt(claimed, clock, partial(_push, claimed, clock()))
        sent += outcome is Outcome.SENT
        if outcome is Outcome.SILENT and claimed.push is not None:
            silent.add(claimed.push.endpoint)
    return sent


def _push(claimed: Claimed, at: datetime) -> None:
    if claimed.push is None:
        raise LookupError("a push without an endpoint")
    target = PushTarget(claimed.push.url, claimed.push.secret, claimed.push.digest)
    push(claimed.parcel, target, at, site_url=settings.SITE_URL)


def _attempt(claimed: Claimed, clock: Clock, send: Callable[[], None]) -> Outcome:
    """Send one delivery and keep what came of it; a fault of our own is kept too and tried again."""
    try:
        send()
    except ChannelUnavailable as fault:
        delivering.record_failed(claimed, at=clock(), reason=fault.message, rejected=False)
        return Outcome.SILENT if fault.whole else Outcome.FAILED
    except DomainError as refusal:
        delivering.record_failed(claimed, at=clock(), reason=refusal.message, rejected=True)
        return Outcome.FAILED
    except Exception:
        log.exception("delivery %s broke down", claimed.delivery)
        delivering.record_failed(claimed, at=clock(), reason="程序出错，已记入日志", rejected=False)
        return Outcome.FAILED
    delivering.record_sent(claimed, at=clock())
    return Outcome.SENT
