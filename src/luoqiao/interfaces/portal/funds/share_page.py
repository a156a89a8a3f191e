"""各级资金 `/funds/shares/`: what every tier gives under every case, filtered, as a list and as a workbook."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Column, Money, Sheet
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.shares import list_shares
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.share import ShareState, ShareView
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Field, Row, RuledTable
from luoqiao.interfaces.portal.form_parts import Column as Head
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.budget_words import tier_name
from luoqiao.interfaces.portal.funds.files import workbook_answer
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Tag, TagKind

MOST_SHOWN = 300
KINDS: dict[ShareState, TagKind] = {
    ShareState.PAID: "paid", ShareState.RECORDED: "paid", ShareState.RETURNED: "late", ShareState.RELEASED: "not_entitled",
    ShareState.QUEUED: "undetermined", ShareState.UNBUDGETED: "undetermined", ShareState.AWAITING: "undetermined",
}  # fmt: skip


def share_tag(share: ShareView) -> Tag:
    """The state in words; what it waits for is said with it."""
    return Tag(share.state.label, KINDS.get(share.state, "plain"))


def waits_words(share: ShareView) -> str:
    """等谁: the tiers whose grants decide it, or why it is as it is."""
    if share.awaiting and share.state in (ShareState.AWAITING, ShareState.RESERVED):
        pack = get_pack()
        return f"等{'、'.join(tier_name(tier, pack) for tier in share.awaiting)}兑现"
    return share.because


@never_cache
def shares(request: HttpRequest) -> HttpResponse:
    """The list; `?format=xlsx` gives the whole of it as a workbook."""
    pack, asked = get_pack(), request.GET
    states = [ShareState(one) for one in asked.get("state", "").split(",") if one in set(ShareState)]
    found = list_shares(
        pack=pack.meta.name, year=whole(asked.get("year", "")) or None, tier=asked.get("tier", "")[:20],
        clause=asked.get("clause", "")[:100], states=states or None, uscc=asked.get("uscc", "").strip()[:18],
        line=whole(asked.get("line", "")) or None,
    )  # fmt: skip
    if asked.get("format") == "xlsx":
        return _workbook(found)
    query = {name: value for name, value in asked.items() if value and name != "format"}
    context = page(pack, "funds", "各级资金") | {
        "fields": _fields(asked.dict(), pack.meta.name), "table": share_table(found[:MOST_SHOWN]), "many": len(found),
        "shown": min(len(found), MOST_SHOWN), "total": sum(one.amount for one in found),
        "xlsx": f"?{urlencode({**query, 'format': 'xlsx'})}",
        "kept": {key: query[key] for key in ("line", "uscc") if key in query},
    }  # fmt: skip
    return render(request, "pages/funds/shares.html", context)


def share_table(found: tuple[ShareView, ...]) -> RuledTable:
    """各级资金, one row a share."""
    columns = (
        Head("企业"), Head("案件"), Head("层级"), Head("审定（元）", number=True), Head("应付（元）", number=True),
        Head("状态", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=one.name, href=reverse("funds:firm", args=(one.uscc,)), below=one.uscc),
            Cell("link", one.title, href=reverse("cases:case", args=(one.case,)), below=one.case), Cell(text=one.tier_label),
            Cell("yuan", fen=one.wanted), Cell("yuan", fen=one.amount), Cell("tag", tag=share_tag(one), below=waits_words(one)),
        ))
        for one in found
    )  # fmt: skip
    return RuledTable("各级资金", columns, rows, stacking=True)


def _fields(asked: dict[str, str], pack_name: str) -> tuple[Field, ...]:
    pack = get_pack(pack_name)
    years = sorted({one.year for one in list_shares(pack=pack_name)}, reverse=True)

    def field(name: str, label: str, choices: tuple[Choice, ...]) -> Field:
        return Field(name, name, label, "choice", asked.get(name, ""), choices=choices, placeholder="全部")

    return (
        field("year", "年度", tuple(Choice(str(one), f"{one} 年") for one in years)),
        field("tier", "层级", tuple(Choice(one.code, tier_name(one.code, pack)) for one in pack.basis.tiers)),
        field("clause", "政策", tuple(Choice(one.identifier, one.title) for one in pack.clauses.values())),
        field("state", "状态", tuple(Choice(one.value, one.label) for one in ShareState)),
    )  # fmt: skip


def _workbook(found: tuple[ShareView, ...]) -> HttpResponse:
    columns = (
        Column("案件号", 16), Column("企业", 34), Column("统一社会信用代码", 22), Column("事项", 24),
        Column("年度", 8, "count"), Column("层级", 8), Column("审定（元）", 16, "money"), Column("应付（元）", 16, "money"),
        Column("状态", 14), Column("说明", 30),
    )  # fmt: skip
    rows = tuple(
        (one.case, one.name, one.uscc, one.title, one.year, one.tier_label, Money(one.wanted), Money(one.amount),
         one.state.label, waits_words(one))
        for one in found
    )  # fmt: skip
    foot = (f"共 {len(found)} 份", "", "", "", "", "", Money(sum(one.wanted for one in found)),
            Money(sum(one.amount for one in found)), "", "")  # fmt: skip
    said = f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M} 导出"
    pack = get_pack()
    sheet = Sheet("各级资金", columns, rows, "各级资金", (said,), foot)
    return workbook_answer((sheet,), "各级资金", pack, "各级资金")
