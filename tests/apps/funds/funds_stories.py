"""资金的故事: finance people, budget lines with money in them, and cases whose money follows them, each in one line."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from luoqiao.apps.funds.models import Account, Share
from luoqiao.apps.funds.services import budgets
from luoqiao.apps.funds.services.following import GrantOf, Standing, Wanted, follow
from luoqiao.core.funds.budget import LineKey, OrderKind
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.funds.stage import Stage
from luoqiao.core.parties.actor import Actor, Post, Role
from tests.apps.cases.stories import AT, MINE

FINANCE = Actor(71, "蔡文博", (Post(Role.FINANCE_OFFICER, "finance"),))
SECOND_FINANCE = Actor(72, "邱雅琴", (Post(Role.FINANCE_OFFICER, "finance"),))
FINANCE_HEAD = Actor(73, "林局长", (Post(Role.UNIT_HEAD, "finance"),))
PACK, YEAR = "luojiang_2022_31", 2023


def a_line(
    fen: int = 0, *, tier: str = "district", clause: str = "cloud_adoption", rule: QueueRule = QueueRule.FIRST_COME,
    settlement: Settlement = Settlement.OWN, industry: str = "", year: int = YEAR, at: datetime = AT,
) -> int:  # fmt: skip
    """A budget line with so many fen appropriated to it."""
    key = LineKey(PACK, year, tier, clause, industry)
    line = budgets.open_line(key, rule=rule, settlement=settlement, actor=FINANCE, at=at).id
    if fen:
        appropriate(line, fen, at=at)
    return line


def appropriate(line: int, fen: int, *, at: datetime = AT) -> str:
    """More money on a line."""
    return an_order(OrderKind.APPROPRIATE, line, fen, at=at)


def an_order(kind: OrderKind, line: int, fen: int, *, other: int | None = None, at: datetime = AT) -> str:
    """An order proposed by one and confirmed by another."""
    wanted = budgets.WantedOrder(kind, line, fen, "泉洛财指〔2023〕1号", other)
    number = budgets.propose_order(wanted, actor=FINANCE, at=at, key=uuid4())
    budgets.confirm_order(number, actor=SECOND_FINANCE, at=at)
    return number


def a_grant(
    number: str = "LQ-2023-0001", *, clause: str = "cloud_adoption", uscc: str = MINE, industry: str = "machinery"
) -> GrantOf:
    """What a case says about itself."""
    return GrantOf(number, "上云上平台补助", PACK, YEAR, clause, industry, uscc, "泉州示例机械有限公司")


def bring(
    standing: Standing, number: str = "LQ-2023-0001", *, minutes: int = 0, awaiting: str = "", **fen: int
) -> None:
    """The case stands there now, with so many fen by tier."""
    wanted = {tier: Wanted(amount, (awaiting,) if awaiting else ()) for tier, amount in fen.items()}
    with transaction.atomic():
        follow(a_grant(number), wanted, standing, actor=FINANCE, at=AT + timedelta(minutes=minutes))


def share_of(number: str = "LQ-2023-0001", tier: str = "district") -> Share:
    return Share.objects.get(case_number=number, tier=tier)


def balances(line: int) -> dict[str, int]:
    """What stands where on a line; what is zero is left out."""
    return {one.stage: one.balance for one in Account.objects.filter(line=line) if one.balance}


def stands(line: int, **fen: int) -> None:
    """The line holds exactly this, the appropriation being the other side of everything."""
    found = balances(line)
    assert {stage: amount for stage, amount in found.items() if stage != Stage.APPROPRIATION} == fen
    assert sum(found.values()) == 0
