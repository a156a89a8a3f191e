"""揭榜挂帅: a demand that was put on the list, and the bids that answer it until its last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.errors import DomainError

DEMAND, BID = "challenge_demand", "challenge_bid"
"""The two procedures."""


class NotOnTheList(DomainError):
    """榜单上没有这道难题: never listed, or its time for bids has passed."""

    code = "LQ-5527"

    def __init__(self, number: str) -> None:
        what = f"榜单上没有 {number[:40]}" if number else "揭榜要先选榜单上的一道难题"
        super().__init__(f"{what}，或者揭榜已经截止；请从榜单里选")


@dataclass(frozen=True, slots=True)
class Challenge:
    """榜单的一道难题: `budget` as typed by its owner."""

    number: str
    title: str
    owner: str
    budget: str
    bids_until: date | None

    def open_on(self, on: date) -> bool:
        """Whether bids are taken on that day."""
        return self.bids_until is None or on <= self.bids_until


def challenge_of(number: str, owner: str, form: Mapping[str, object]) -> Challenge:
    """The challenge of a demand that was granted, from its form."""
    try:
        until = date.fromisoformat(str(form.get("bids_until", "")))
    except ValueError:
        until = None
    return Challenge(number, str(form.get("title", "")), owner, str(form.get("budget", "")), until)
