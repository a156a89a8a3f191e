"""名录身份: dated facts that somebody else decides and the register imports: 规上 and the like.

规上 comes from the statistics bureau's list, month by month; one year's revenue decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StandingKind(StrEnum):
    """哪一种: 规上工业企业 · 严重失信主体."""

    ABOVE_DESIGNATED_SIZE = "above_designated_size"
    SERIOUS_DISHONESTY = "serious_dishonesty"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"above_designated_size": "规上工业企业", "serious_dishonesty": "严重失信主体"}[self.value]


@dataclass(frozen=True, slots=True)
class HeldStanding:
    """一段身份: half-open; `until_on` is the first day on which it no longer holds."""

    kind: StandingKind
    from_on: date
    until_on: date | None
    source: str

    def holds_on(self, on: date) -> bool:
        """Whether it holds on that day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)
