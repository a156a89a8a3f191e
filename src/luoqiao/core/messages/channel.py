"""通道: the ways out of the platform besides its own pages, what goes through them, and how one says no.

An adapter turns every fault of its library into one of two refusals: *unavailable* (try again) or *rejected* (do not).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError


class Channel(StrEnum):
    """通道."""

    EMAIL = "email"
    WEBHOOK = "webhook"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"email": "邮件", "webhook": "接口推送"}[self.value]


class DeliveryState(StrEnum):
    """送达的状态: not tried yet, delivered, failed and to be tried again, given up."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"waiting": "待发", "sent": "已送达", "failed": "没送成，会再试", "dead": "没送成，已停止"}[self.value]


class ChannelUnavailable(DomainError):
    """通道暂时不通: worth another try. `whole` says that nothing else will pass there now either."""

    code = "LQ-5701"

    def __init__(self, message: str, *, whole: bool = True) -> None:
        super().__init__(message)
        self.whole = whole


class ChannelRejected(DomainError):
    """对方不收: trying the same again is of no use until somebody changes something."""

    code = "LQ-5702"


@dataclass(frozen=True, slots=True)
class Parcel:
    """要送的一件: `identifier` stays the same over every attempt, so that a receiver can drop a repeat."""

    identifier: str
    kind: str
    label: str
    subject: str
    body: str
    link: str
    about: str
    created_at: datetime
