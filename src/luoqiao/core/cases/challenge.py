"""揭榜挂帅: a demand that was put on the list, the bids that answer it until its last day, and what they look like side by side.

Until the last day has passed nobody but the bidder compares bids: the unit and the auditors see how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.core.cases import events as e
from luoqiao.core.cases.state import Ending
from luoqiao.core.kernel.errors import DomainError, FieldProblem
from luoqiao.core.kernel.money import NotMoney, parse_money

DEMAND, BID = "challenge_demand", "challenge_bid"
"""The two procedures."""


class NotOnTheList(DomainError):
    """榜单上没有这道难题: never listed, or its time for bids has passed."""

    code = "LQ-5527"

    def __init__(self, number: str) -> None:
        what = f"榜单上没有 {number[:40]}" if number else "揭榜要先选榜单上的一道难题"
        super().__init__(f"{what}，或者揭榜已经截止；请从榜单里选")


class BidsClosed(DomainError):
    """揭榜已经截止: the last day has passed before the bid was handed in."""

    code = "LQ-5825"

    def __init__(self, until: date) -> None:
        super().__init__(f"这道难题的揭榜 {until} 已经截止，不能再提交")


class OwnChallenge(DomainError):
    """发榜方不能揭自己的榜."""

    code = "LQ-5826"

    def __init__(self) -> None:
        super().__init__("这道难题是贵企业自己发的榜，发榜方不能揭自己的榜")


class AlreadyBid(DomainError):
    """已经揭过这道榜: one open bid for enterprise and challenge."""

    code = "LQ-5827"

    def __init__(self, number: str) -> None:
        super().__init__(f"贵企业已经揭了这道榜，案件 {number}；请在那一件里办理")
        self.number = number


class NoSuchChallenge(DomainError):
    """没有这道难题."""

    code = "LQ-5828"

    def __init__(self, number: str) -> None:
        super().__init__(f"榜单上没有 {number[:40]}")


class BidsSealed(DomainError):
    """揭榜还没有截止: bids are not compared yet, by nobody."""

    code = "LQ-5829"

    def __init__(self, until: date) -> None:
        super().__init__(f"揭榜到 {until} 截止；截止以前不对照各家方案，只告知收到几份")


@dataclass(frozen=True, slots=True)
class Challenge:
    """榜单的一道难题: `budget` as typed by its owner, `problem` with the words by which it is checked."""

    number: str
    title: str
    owner: str
    budget: str
    bids_until: date | None
    problem: str = ""
    uscc: str = ""
    listed_on: date | None = None

    def open_on(self, on: date) -> bool:
        """Whether bids are taken on that day."""
        return self.bids_until is None or on <= self.bids_until

    def sealed_on(self, on: date) -> bool:
        """Whether bids may not be compared yet: as long as another may come in; without a last day they always may."""
        return self.bids_until is not None and on <= self.bids_until

    @property
    def budget_amount(self) -> int | None:
        """The owner's planned input in fen; None when it cannot be read."""
        try:
            return int(parse_money(self.budget))
        except NotMoney:
            return None


@dataclass(frozen=True, slots=True)
class Compared:
    """对照里的一份: the step that it stands at, how it ended, what it asks for (fen), whether it was selected."""

    number: str
    solver: str
    asked: int | None
    selected: bool
    ending: str = ""


def challenge_of(
    number: str, owner: str, form: Mapping[str, object], *, uscc: str = "", listed_on: date | None = None
) -> Challenge:
    """The challenge of a demand that was granted, from its form."""
    try:
        until = date.fromisoformat(str(form.get("bids_until", "")))
    except ValueError:
        until = None
    return Challenge(
        number, str(form.get("title", "")), owner, str(form.get("budget", "")), until, str(form.get("problem", "")),
        uscc, listed_on,
    )  # fmt: skip


def demand_problems(form: Mapping[str, object], on: date) -> tuple[FieldProblem, ...]:
    """发榜: a last day for bids that has passed leaves nobody time to bid."""
    until = challenge_of("", "", form).bids_until
    if until is None or until > on:
        return ()
    said = f"揭榜截止日 {until} 已经到了；请往后写，留出评审、公示和揭榜的时间"
    return (FieldProblem("bids_until", until.isoformat(), f"晚于 {on}", said, "LQ-5522"),)


def check_bid(challenge: Challenge | None, number: str, uscc: str, on: date, other: str) -> None:
    """揭榜: an enterprise may begin a bid on this day. `other`: its open or granted bid for the same challenge, if any."""
    if challenge is None or not challenge.open_on(on):
        raise NotOnTheList(number)
    if challenge.uscc == uscc:
        raise OwnChallenge
    if other:
        raise AlreadyBid(other)


def check_in_time(challenge: Challenge | None, on: date) -> None:
    """揭榜提交: handed in for the first time by the last day; corrections may come later."""
    if challenge is not None and challenge.bids_until is not None and not challenge.open_on(on):
        raise BidsClosed(challenge.bids_until)


def sealing(step: str, challenge: Challenge | None, on: date) -> e.Sealed | e.Unsealed:
    """封存到截止: a bid that is handed in while others may come is sealed until the last day; otherwise it is opened at once."""
    if challenge is None or challenge.bids_until is None or not challenge.sealed_on(on):
        return e.Unsealed(step)
    return e.Sealed(step, challenge.bids_until)


def warnings_of(bids: Iterable[Compared], most: int | None) -> tuple[str, ...]:
    """遴选提醒: more than one bid selected, or what the selected ones ask for above the ceiling (fen); never a refusal."""
    chosen = [one for one in bids if one.selected and one.ending in ("", Ending.GRANTED)]
    said = []
    if len(chosen) > 1:
        said.append(f"同一道难题有 {len(chosen)} 家通过遴选：{'、'.join(one.solver for one in chosen)}；通常只选一家，请核对")
    asked = sum(one.asked or 0 for one in chosen)
    if most is not None and asked > most:
        said.append(f"通过遴选的申请经费合计 {_wan(asked)} 万元，超过条款的上限 {_wan(most)} 万元；经费以任务书核定为准")
    return tuple(said)


def _wan(fen: int) -> str:
    """80 or 79.5: 万元 without needless zeros."""
    whole, rest = divmod(fen, 1_000_000)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".") if rest else str(whole)
