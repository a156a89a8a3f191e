"""跟着案件走: the money of a case is brought to where the case stands: reserved when it is decided, owed when it is closed.

Called by whoever continues a case, in the same transaction and under the lock of the case. Doing it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from luoqiao.apps.funds.lines import list_views, paying_line
from luoqiao.apps.funds.models import Share
from luoqiao.apps.funds.posting import lock_accounts
from luoqiao.apps.funds.shares import change, lock_shares, lower, oblige, release, reserve
from luoqiao.core.funds.budget import LineView
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import ShareState
from luoqiao.core.funds.stage import Stage
from luoqiao.core.parties.actor import Actor


class Standing(StrEnum):
    """案件走到哪: nothing decided · decided, on its way to the end · closed and granted."""

    NONE = "none"
    DECIDED = "decided"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class GrantOf:
    """哪一件的资金: what the case says about itself."""

    number: str
    title: str
    pack: str
    year: int
    clause: str
    industry: str
    uscc: str
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """审定的一级: fen, the tiers above whose grants decide it and are not known yet; `through_bank`: recorded, not paid."""

    fen: int
    awaiting: tuple[str, ...] = ()
    through_bank: bool = False


def follow(
    grant: GrantOf, wanted: Mapping[str, Wanted], standing: Standing, *, actor: Actor, at: datetime, because: str = ""
) -> None:
    """Bring the shares of a case to what was decided, by tier. Never refuses for want of budget: then the share waits."""
    shares: dict[str, Share] = {row.tier: row for row in lock_shares(grant.number)}
    if standing is Standing.NONE:
        for share in shares.values():
            _give_back(share, actor, at, because)
        return
    lines = list_views(pack=grant.pack, year=grant.year)
    for tier, due in wanted.items():
        if tier not in shares and not due.fen:
            continue
        share = shares[tier] if tier in shares else _new(grant, tier, due, at)
        if share.state in _OPEN and share.amount > due.fen > 0:
            lower(share, due.fen, actor=actor, at=at, because=because)
        if share.state in _OPEN and share.amount != due.fen:
            _give_back(share, actor, at, because or "金额重新审定")
        if share.state == ShareState.RELEASED and due.fen:
            _begin(share, grant, due, paying_line(lines, tier, grant.clause, grant.industry), actor, at)
        if standing is Standing.GRANTED and share.granted_at is None and share.state != ShareState.RELEASED:
            _granted(share, actor, at)


_OPEN = (ShareState.UNBUDGETED, ShareState.QUEUED, ShareState.RESERVED, ShareState.OUTSIDE)


def _new(grant: GrantOf, tier: str, due: Wanted, at: datetime) -> Share:
    """The row of a share that nobody has begun yet; begun by two at once it is one."""
    row = Share(
        case_number=grant.number, title=grant.title, pack=grant.pack, year=grant.year, tier=tier, clause=grant.clause,
        industry=grant.industry, uscc=grant.uscc, name=grant.name, wanted=due.fen, amount=due.fen, awaiting=list(due.awaiting),
        state=ShareState.RELEASED.value, since=at, changed_at=at, rounds=0,
    )  # fmt: skip
    Share.objects.bulk_create([row], ignore_conflicts=True)
    return Share.objects.select_for_update().get(case_number=grant.number, tier=tier)


def _begin(
    share: Share, grant: GrantOf, due: Wanted, line: LineView | None, actor: Actor, at: datetime
) -> None:
    """Decided, for the first time or anew: it takes its place behind those who wait already."""
    share.wanted = share.amount = due.fen
    share.awaiting, share.since, share.title, share.name = list(due.awaiting), at, grant.title, grant.name
    share.line_id, share.through_bank = line.id if line else None, due.through_bank
    share.rounds += 1
    if due.through_bank or (line is not None and not line.settlement.paid_here):
        change(share, ShareState.OUTSIDE, at)
    elif line is None:
        change(share, ShareState.UNBUDGETED, at)
    elif _fits(line, due.fen):
        reserve(share, due.fen, actor=actor, at=at)
    else:
        change(share, ShareState.QUEUED, at, "预算不足，按先后等候" if line.rule is QueueRule.FIRST_COME else "等预算安排")


def _fits(line: LineView, fen: int) -> bool:
    """Whether it is served at once: first come, nobody waits before it, and there is enough. The line is locked then."""
    if line.rule is not QueueRule.FIRST_COME:
        return False
    available = lock_accounts([line.id], [Stage.AVAILABLE])[line.id, Stage.AVAILABLE]
    return fen <= available and not Share.objects.filter(line=line.id, state=ShareState.QUEUED.value).exists()


def _give_back(share: Share, actor: Actor, at: datetime, because: str) -> None:
    if share.state in _OPEN:
        release(share, actor=actor, at=at, because=because or "案件没有审定金额")


def _granted(share: Share, actor: Actor, at: datetime) -> None:
    share.granted_at = at
    if share.state == ShareState.RESERVED:
        oblige(share, actor=actor, at=at)
        return
    share.changed_at = at
    share.save(update_fields=["granted_at", "changed_at"])
