"""资金 `/funds/`: what waits for a second person or for money first, then how every budget line of a year stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.balances import LineBalance, list_balances
from luoqiao.apps.funds.queries.batches import list_payable, list_returned
from luoqiao.apps.funds.queries.budgets import list_arrangements, list_orders
from luoqiao.apps.funds.queries.clawbacks import list_clawbacks
from luoqiao.apps.funds.queries.results import list_waiting_rows
from luoqiao.apps.funds.queries.shares import list_upstream, sum_by_state
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.clawback import ClawbackState
from luoqiao.core.funds.duty import FundsDeed, find_duty
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.budget_words import balance_table, tier_name
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Count, Link, TierAmount

STANDING = (ShareState.QUEUED, ShareState.UNBUDGETED, ShareState.AWAITING)
"""Shares that wait for money, each said plainly."""


@never_cache
def funds_home(request: HttpRequest) -> HttpResponse:
    """Everything about money on one page."""
    pack, on = get_pack(), clock.today()
    known = sorted({one.line.key.year for one in list_balances(pack=pack.meta.name)}, reverse=True)
    year = whole(request.GET.get("year", "")) or (known[0] if known else on.year)
    found = list_balances(pack=pack.meta.name, year=year)
    sums = sum_by_state(pack=pack.meta.name, year=year)
    context = page(pack, "funds", "资金") | {
        "year": year, "years": tuple((str(one), f"?year={one}", one == year) for one in known),
        "table": balance_table(found, pack),
        "many": len(found), "desk": tuple(_desk()), "counts": tuple(_counts(sums, year)),
        "budget": sum(one.budget for one in found), "paid": sum(one.paid for one in found),
        "available": sum(one.available for one in found), "committed": sum(one.committed for one in found),
        "tiers": tuple(_tiers(found)), "ways": _ways(year),
        "opens": find_duty(pack.funds, FundsDeed.OPEN_LINE, the_actor(request)) is not None,
    }  # fmt: skip
    return render(request, "pages/funds/home.html", context)


def _tiers(found: tuple[LineBalance, ...]) -> list[TierAmount]:
    pack = get_pack()
    sums: dict[str, int] = {one.code: 0 for one in pack.basis.tiers}
    for one in found:
        sums[one.line.key.tier] = sums.get(one.line.key.tier, 0) + one.paid
    return [TierAmount(tier_name(tier, pack), tier_name(tier, pack)[0], fen) for tier, fen in sums.items()]


def _counts(sums: dict[ShareState, tuple[int, int]], year: int) -> list[Count]:
    here = reverse("funds:shares")
    return [
        Count(state.label, sums[state][0], show_yuan(sums[state][1]), f"{here}?year={year}&state={state.value}")
        for state in STANDING if state in sums
    ]  # fmt: skip


def _desk() -> list[Link]:
    """What waits for a person, the most pressing first; nothing when nothing waits."""
    orders, arranged, upstream = list_orders(waiting=True), list_arrangements(waiting=True), list_upstream(waiting=True)
    found = [Link(f"指标文 {one.document} 待确认", reverse("funds:line", args=(one.line.id,))) for one in orders[:5]]
    found += [Link(f"预算安排 {one.number} 待确认", reverse("funds:line", args=(one.line.id,))) for one in arranged[:5]]
    if upstream:
        found.append(Link(f"上级兑现待复核 {len(upstream)} 笔", reverse("funds:upstream")))
    payable, returned, rows = list_payable(), list_returned(), list_waiting_rows()
    if payable:
        many, fen = sum(one.count for one in payable), sum(one.sum for one in payable)
        found.append(Link(f"待拨付 {many} 份 {show_yuan(fen)}", reverse("funds:batches")))
    if returned:
        found.append(Link(f"银行退回 {len(returned)} 份", reverse("funds:returned")))
    if rows:
        found.append(Link(f"回执对不上 {len(rows)} 行", reverse("funds:results")))
    proposed = list_clawbacks(state=ClawbackState.PROPOSED)
    return [*found, *([Link(f"追回待决定 {len(proposed)} 件", reverse("funds:clawbacks"))] if proposed else [])]


def _ways(year: int) -> tuple[Link, ...]:
    """Where else money is worked with."""
    routes = (
        ("拨付", "funds:batches"), ("银行回执", "funds:results"), ("上级兑现", "funds:upstream"), ("追回", "funds:clawbacks"),
        ("贴息登记", "funds:interest"), ("各级资金", "funds:shares"), ("已付名单", "funds:paid"),
    )  # fmt: skip
    found = [Link(label, reverse(route)) for label, route in routes]
    found.insert(0, Link("资金预测", reverse("funds:forecast")))
    found.insert(0, Link("资金流向", f"{reverse('funds:flow')}?year={year}"))
    return (*found, Link(f"{year} 年终表格", f"{reverse('funds:year_end')}?year={year}"))
