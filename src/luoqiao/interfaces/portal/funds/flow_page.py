"""资金流向 `/funds/flow/`: from the tiers through the clauses to where the money is; every band opens its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.balances import list_balances
from luoqiao.apps.funds.queries.shares import sum_by_tier_clause_state
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.flow import UNITS, Band, Box, Drawing, Flow, lay_out
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.money import show_wan, show_yuan
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.budget_words import tier_name
from luoqiao.interfaces.portal.page import page
from luoqiao.policies.pack import Pack

WIDTH, HEIGHT, BOX, THINNEST = 1180, 620, 14, 0.6
ENDS: Mapping[str, tuple[ShareState, ...]] = {
    "已到账": (ShareState.PAID, ShareState.RECORDED), "在途、退回": (ShareState.SENT, ShareState.RETURNED),
    "待拨付": (ShareState.PAYABLE, ShareState.LISTED), "已占用": (ShareState.RESERVED,),
    "待上级兑现": (ShareState.AWAITING, ShareState.OUTSIDE), "等预算": (ShareState.QUEUED, ShareState.UNBUDGETED),
}  # fmt: skip
"""Where money stands, in the words of the drawing; every state but 已放开."""
END_OF = {state: end for end, states in ENDS.items() for state in states}
SUMS = Mapping[tuple[str, str, ShareState], int]


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """一格 in the units of the drawing."""

    x: int
    y: float
    height: float
    label: str
    amount: str
    side: str
    label_x: int
    label_y: float


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """一条带: the outline, what it says, where it leads, which tier's shade it has."""

    path: str
    said: str
    href: str
    shade: str


@never_cache
def money_flow(request: HttpRequest) -> HttpResponse:
    """The drawing of a year and the table beside it."""
    pack = get_pack()
    years = sorted({one.line.key.year for one in list_balances(pack=pack.meta.name)}, reverse=True)
    year = whole(request.GET.get("year", "")) or (years[0] if years else clock.today().year)
    sums = sum_by_tier_clause_state(pack=pack.meta.name, year=year)
    drawing = drawing_of(sums, pack)
    context = page(pack, "funds", "资金流向") | {
        "year": year, "years": tuple((str(one), f"?year={one}", one == year) for one in years), "width": WIDTH, "height": HEIGHT,
        "boxes": tuple(_box(one, pack) for one in drawing.boxes), "box": BOX,
        "bands": tuple(_band(one, year, pack) for one in drawing.bands), "table": _table(sums, pack, year),
        "total": sum(sums.values()),
    }  # fmt: skip
    return render(request, "pages/funds/flow.html", context)


def drawing_of(sums: SUMS, pack: Pack) -> Drawing:
    """Tiers, clauses and ends as columns, in the order of the programme."""
    first: dict[tuple[str, str], int] = {}
    second: dict[tuple[str, str], int] = {}
    for (tier, clause, state), fen in sums.items():
        first[tier, clause] = first.get((tier, clause), 0) + fen
        pair = clause, END_OF[state]
        second[pair] = second.get(pair, 0) + fen
    clauses = [*(one for one in pack.clauses if any(pair[0] == one for pair in second)),
               *sorted({pair[0] for pair in second} - set(pack.clauses))]  # fmt: skip
    columns = ([one.code for one in pack.basis.tiers], clauses, list(ENDS))
    flows = [Flow(0, *pair, fen) for pair, fen in first.items()] + [Flow(1, *pair, fen) for pair, fen in second.items()]
    return lay_out(columns, flows)


def _x(column: int) -> int:
    return (130, WIDTH // 2 - BOX // 2, WIDTH - 150 - BOX)[column]


def _box(one: Box, pack: Pack) -> DrawnBox:
    x, y, height = _x(one.column), one.top * HEIGHT / UNITS, one.height * HEIGHT / UNITS
    label = (tier_name(one.key, pack), _clause(one.key, pack), one.key)[one.column]
    side = "start" if one.column else "end"
    at = x + BOX + 8 if one.column else x - 8
    amount, middle = f"{show_wan(one.fen)} 万元", round(y + height / 2, 2)
    return DrawnBox(x, round(y, 2), round(max(height, 1), 2), label, amount, side, at, middle)


def _band(one: Band, year: int, pack: Pack) -> DrawnBand:
    flow = one.flow
    x1, x2 = _x(flow.column) + BOX, _x(flow.column + 1)
    mid = (x1 + x2) / 2
    top1, top2 = one.left * HEIGHT / UNITS, one.right * HEIGHT / UNITS
    end1 = top1 + max(one.left_height * HEIGHT / UNITS, THINNEST)
    end2 = top2 + max(one.right_height * HEIGHT / UNITS, THINNEST)
    path = (
        f"M{x1} {top1:.2f}C{mid} {top1:.2f} {mid} {top2:.2f} {x2} {top2:.2f}"
        f"L{x2} {end2:.2f}C{mid} {end2:.2f} {mid} {end1:.2f} {x1} {end1:.2f}Z"
    )
    if flow.column == 0:
        said = f"{tier_name(flow.source, pack)} → {_clause(flow.target, pack)}"
        query = {"tier": flow.source, "clause": flow.target}
        tiers = [tier.code for tier in pack.basis.tiers]
        shade = f"tier-{tiers.index(flow.source)}" if flow.source in tiers else ""
    else:
        states = ",".join(state.value for state in ENDS[flow.target])
        said, query = f"{_clause(flow.source, pack)} → {flow.target}", {"clause": flow.source, "state": states}
        shade = f"end-{list(ENDS).index(flow.target)}"
    href = f"{reverse('funds:shares')}?{urlencode({'year': year, **query})}"
    return DrawnBand(path, f"{said}：{show_yuan(flow.fen)}", href, shade)


def _clause(code: str, pack: Pack) -> str:
    return pack.clauses[code].title if code in pack.clauses else code


def _table(sums: SUMS, pack: Pack, year: int) -> RuledTable:
    """The same in figures: a row for each tier and clause, a column for each end."""
    columns = (
        Column("层级、政策", bare=True), *(Column(f"{end}（元）", number=True) for end in ENDS),
        Column("合计（元）", number=True),
    )  # fmt: skip
    rows = []
    for tier in pack.basis.tiers:
        for clause in dict.fromkeys([*pack.clauses, *(one for _, one, _ in sums)]):
            here = {end: sum(sums.get((tier.code, clause, state), 0) for state in states) for end, states in ENDS.items()}
            if any(here.values()):
                query = urlencode({"year": year, "tier": tier.code, "clause": clause})
                rows.append(Row((
                    Cell("link", f"{tier.label} {_clause(clause, pack)}", href=f"{reverse('funds:shares')}?{query}"),
                    *(Cell("yuan", fen=fen or None) for fen in here.values()), Cell("yuan", fen=sum(here.values()), strong=True),
                )))  # fmt: skip
    ends = [sum(fen for (_, _, state), fen in sums.items() if END_OF[state] == end) for end in ENDS]
    foot = (Cell("key", "合计"), *(Cell("yuan", fen=fen, strong=True) for fen in (*ends, sum(ends))))
    return RuledTable("资金流向", columns, tuple(rows), foot, stacking=True, dense=True)
