"""年终导出 `/funds/year-end/`: the balances of every budget line on the last day of a year, its orders, what each firm was given.

Each sheet says whether its sums agree with the ledger, worked out from the postings at that instant.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Column, Money, Sheet, Value
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.balances import balances_at
from luoqiao.apps.funds.queries.budgets import list_orders
from luoqiao.apps.funds.queries.shares import list_shares
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.budget import OrderState
from luoqiao.core.funds.share import ShareState
from luoqiao.core.funds.stage import Stage
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.budget_words import line_name, serves, tier_name
from luoqiao.interfaces.portal.funds.files import workbook_answer
from luoqiao.interfaces.portal.funds.share_page import waits_words
from luoqiao.policies.pack import Pack

SHOWN = tuple(stage for stage in Stage if not stage.is_source)
AGREES, DIFFERS = "与台账相符。", "与台账不符，请先运行 luoqiao ledger check。"


@never_cache
def year_end(request: HttpRequest) -> HttpResponse:
    """The workbook of a year; of the running one as it is now."""
    year = whole(request.GET.get("year", "")) or clock.today().year
    year, pack = min(max(year, 2000), 2100), get_pack()
    return workbook_answer(year_end_sheets(pack, year), f"{year} 年资金年终", pack, f"{year}年资金年终")


def year_end_sheets(pack: Pack, year: int) -> tuple[Sheet, ...]:
    """Balances, orders and shares."""
    end = datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.get_default_timezone())
    return _balances(pack, year, end), _orders(pack, year), _shares(pack, year)


def _balances(pack: Pack, year: int, end: datetime) -> Sheet:
    found = balances_at(pack=pack.meta.name, year=year, at=end)
    columns = (
        Column("层级", 8), Column("条款、产业", 32), Column("预算", 16, "money"),
        *(Column(stage.label, 16, "money") for stage in SHOWN),
    )  # fmt: skip
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (tier_name(line.key.tier, pack), serves(line, pack), Money(-stages[Stage.APPROPRIATION]),
         *(Money(stages[stage]) for stage in SHOWN))
        for line, stages in found
    )  # fmt: skip
    sums = [sum(stages[stage] for _, stages in found) for stage in Stage]
    foot: tuple[Value, ...] = (
        "合计", "", Money(-sum(stages[Stage.APPROPRIATION] for _, stages in found)),
        *(Money(sum(stages[stage] for _, stages in found)) for stage in SHOWN),
    )  # fmt: skip
    said = f"{year}-12-31 24:00 的余额，单位：元；各步合计为零，{AGREES if sum(sums) == 0 else DIFFERS}"
    return Sheet("余额", columns, rows, f"{year} 年末余额", (said,), foot)


def _orders(pack: Pack, year: int) -> Sheet:
    posted = [one for one in list_orders(most=100_000) if one.line.key.year == year and one.state is OrderState.POSTED]
    columns = (
        Column("编号", 16), Column("文号", 24), Column("种类", 12), Column("预算项", 36), Column("对方预算项", 36),
        Column("金额（元）", 18, "money"), Column("拟办", 12), Column("确认", 12), Column("确认日期", 14, "date"),
    )  # fmt: skip
    rows = tuple(
        (one.number, one.document, one.kind.label, line_name(one.line, pack), line_name(one.other, pack) if one.other else "",
         Money(one.amount), one.proposed_name, one.settled_name, timezone.localdate(one.settled_at) if one.settled_at else None)
        for one in reversed(posted)
    )  # fmt: skip
    return Sheet("指标文", columns, rows, f"{year} 年指标文", (f"已确认 {len(posted)} 份",))


def _shares(pack: Pack, year: int) -> Sheet:
    found = [one for one in list_shares(pack=pack.meta.name, year=year) if one.state is not ShareState.RELEASED]
    columns = (
        Column("案件号", 16), Column("企业", 34), Column("统一社会信用代码", 22), Column("事项", 26), Column("层级", 8),
        Column("审定（元）", 16, "money"), Column("应付（元）", 16, "money"), Column("状态", 14), Column("说明", 30),
    )  # fmt: skip
    rows = tuple(
        (one.case, one.name, one.uscc, one.title, one.tier_label, Money(one.wanted), Money(one.amount), one.state.label,
         waits_words(one))
        for one in found
    )  # fmt: skip
    foot = ("合计", "", "", "", "", Money(sum(one.wanted for one in found)), Money(sum(one.amount for one in found)), "", "")
    said = f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M} 导出时的状态"
    return Sheet("各级资金", columns, rows, f"{year} 年各级资金", (said,), foot)
