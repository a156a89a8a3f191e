"""示例的资金: what happened to the money of the told cases, in the order of time, through the real services.

Budgets of two years, reservations and debts as cases went, what the city and the province granted, a batch a month with the
bank's answers, one payment that came back, one claw-back that is being paid in instalments, one purse that is too small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from uuid import NAMESPACE_URL, UUID, uuid5

from luoqiao.apps.cases.bulk import open_decided
from luoqiao.apps.cases.money import tell_money
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.funds.services import budgets
from luoqiao.apps.funds.services.following import Standing
from luoqiao.core.cases.state import Ending
from luoqiao.core.funds.budget import LineKey, OrderKind
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.interfaces.demonstration.money_payments import Payments
from luoqiao.interfaces.demonstration.people import Desks
from luoqiao.interfaces.demonstration.world import ZONE
from luoqiao.policies.pack import Pack

YEARS = (2022, 2023)
SHORT = "srdi"
"""Whose purse of the last year is too small: what waits for it is divided in proportion, once somebody confirms."""
SPARE = 12
"""A purse holds so many tenths of what was decided under it."""


@dataclass(frozen=True, slots=True)
class Finance:
    """财政的人: two officers and their head, and an officer and the head of the bureau that proposes claw-backs."""

    one: Actor
    other: Actor
    head: Actor
    officer: Actor
    unit_head: Actor


@dataclass(order=True)
class _Moment:
    at: datetime
    place: int
    what: object = field(compare=False)


def tell_all_money(numbers: Sequence[str], pack: Pack, desks: Desks, now: datetime) -> None:
    """Everything up to `now`; nothing for a district without people of finance."""
    finance = finance_of(desks)
    opened = open_decided(numbers)
    if finance is None or not opened:
        return
    moments: list[_Moment] = []
    places = count()

    def then(at: datetime, what: object) -> None:
        if at <= now:
            heappush(moments, _Moment(at, next(places), what))

    for year in YEARS:
        begins = datetime(year, 1 if year > YEARS[0] else 7, 10, 9, 30, tzinfo=ZONE)
        then(begins, lambda at, year=year: _budget(year, pack, opened, finance, at))
    for one in opened:
        decided_at = _decided_at(one)
        then(decided_at, lambda at, one=one: tell_money(one, Standing.DECIDED, actor=SYSTEM, at=at))
        if one.matter.state.ending is Ending.GRANTED and one.row.closed_at:
            then(one.row.closed_at, lambda at, one=one: tell_money(one, Standing.GRANTED, actor=SYSTEM, at=at))
    payments = Payments(pack, finance.one, finance.other, finance.head, finance.officer, finance.unit_head)
    for at, what in payments.moments(now):
        then(at, what)
    while moments:
        moment = heappop(moments)
        moment.what(moment.at)  # type: ignore[operator] # each is a deed that takes its time


def finance_of(desks: Desks) -> Finance | None:
    """The people of finance and of the leading bureau, if they are all there."""
    officers, heads = desks.at("finance_officer@finance"), desks.at("unit_head@finance")
    bureau, its_heads = desks.at("officer@industry_information"), desks.at("unit_head@industry_information")
    if len(officers) < 2 or not heads or not bureau or not its_heads:
        return None
    return Finance(officers[0], officers[1], heads[0], bureau[0], its_heads[0])


def key_of(name: str) -> UUID:
    """The same key for the same deed whenever the district is told."""
    return uuid5(NAMESPACE_URL, f"demonstration/money/{name}")


def _decided_at(one: Opened) -> datetime:
    """When the last person agreed; of a case from a list, when the list handed it in."""
    agreed = [event.at for event in one.history if event.event.kind in ("approved", "submitted")]
    return max(agreed)


def _budget(year: int, pack: Pack, opened: Iterable[Opened], finance: Finance, at: datetime) -> None:
    """Open the purses of a year and fill them: a little more than was decided under each, but for one."""
    needs: dict[tuple[str, str], int] = {}
    for one in opened:
        if one.row.year == year:
            for tier, fen in (one.matter.state.amounts or {}).items():
                clause = one.row.clause if tier == pack.basis.tiers[-1].code else ""
                needs[tier, clause] = needs.get((tier, clause), 0) + fen
    for (tier, clause), fen in sorted(needs.items()):
        if not fen:
            continue
        own = tier == pack.basis.tiers[-1].code
        short = own and clause == SHORT and year == YEARS[-1]
        rule = QueueRule.PRO_RATA if short else QueueRule.FIRST_COME
        settlement = Settlement.OWN if own else Settlement.TRANSFER
        key = LineKey(pack.meta.name, year, tier, clause)
        line = budgets.open_line(key, rule=rule, settlement=settlement, actor=finance.one, at=at).id
        amount = fen * 6 // 10 if short else -(-fen * SPARE // 10 // 1_000_000) * 1_000_000
        wanted = budgets.WantedOrder(OrderKind.APPROPRIATE, line, amount, f"泉洛财指〔{year}〕{line}号")
        number = budgets.propose_order(wanted, actor=finance.one, at=at, key=key_of(f"{year}/{tier}/{clause}"))
        budgets.confirm_order(number, actor=finance.other, at=at + timedelta(minutes=20))
