"""重复享受查找 `/audit/double-funding/`: what stands behind more than one case, both sides of each, and as a workbook."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Column, Money, Sheet
from luoqiao.apps.cases.queries.double_funding import Hit, HitKind, Strength, find_doubles
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.rules.tiers import TIERS
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.funds.files import workbook_answer
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.page_links import page_links
from luoqiao.policies.pack import Pack

PAGE = 40
KINDS = (("", "全部"), *((one.value, one.label) for one in HitKind))


@never_cache
def double_funding(request: HttpRequest) -> HttpResponse:
    """The hits, of one kind, one year or all, about one case or all; `?format=xlsx` gives every one as a workbook."""
    actor, pack = the_actor(request), get_pack()
    asked, case = request.GET.get("kind", ""), request.GET.get("case", "").strip()[:40]
    kind, year = HitKind(asked) if asked in set(HitKind) else None, _year(request.GET.get("year", ""))
    every = find_doubles(actor, kind=kind, case=case)
    found = tuple(one for one in every if not year or any(side.year == year for side in one.sides))
    if request.GET.get("format") == "xlsx":
        return _workbook(found, pack)
    query = {name: value for name, value in (("kind", kind or ""), ("year", str(year or "")), ("case", case)) if value}
    pages = max(1, -(-len(found) // PAGE))
    at = min(max(1, _whole(request.GET.get("page", ""))), pages)
    years = sorted({side.year for one in every for side in one.sides} | ({year} if year else set()), reverse=True)
    context = page(pack, "auditor", "重复享受查找") | {
        "found": found[(at - 1) * PAGE : at * PAGE], "many": len(found), "case": case, "pages": page_links(at, pages, query),
        "look": sum(one.strength is Strength.LOOK for one in found), "xlsx": _link(query, format="xlsx"),
        "kinds": [(label, _link(query, kind=value), value == (kind or "")) for value, label in KINDS],
        "years": [(str(one or "全部"), _link(query, year=str(one or "")), one == year) for one in (0, *years)],
        "grades": [(one.label, one.explained) for one in Strength],
    }  # fmt: skip
    return render(request, "pages/auditor/double_funding.html", context)


def _link(query: dict[str, str], **other: str) -> str:
    """The same question with one part of it changed."""
    return "?" + urlencode({name: value for name, value in (query | other).items() if value})


def _workbook(found: tuple[Hit, ...], pack: Pack) -> HttpResponse:
    columns = (
        Column("第几处", 8, "count"), Column("同一个什么", 18), Column("是什么", 36), Column("多要紧", 8), Column("案件号", 16),
        Column("企业", 34), Column("统一社会信用代码", 22), Column("政策", 26), Column("年度", 8, "count"),
        Column("金额（元）", 16, "money"), *(Column(f"{tier.label}（元）", 16, "money") for tier in TIERS),
        Column("怎样用的", 24), Column("看不到的另有几件", 12, "count"),
    )  # fmt: skip
    rows: tuple[tuple[str | int | date | Money | None, ...], ...] = tuple(
        (place, hit.kind.label, hit.shared, hit.strength.label, side.case, side.enterprise, side.uscc, side.title, side.year,
         Money(side.amount or 0), *(Money(dict(side.tiers).get(tier.label, 0)) for tier in TIERS), side.said, hit.hidden)
        for place, hit in enumerate(found, 1) for side in hit.sides
    )  # fmt: skip
    said = f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M} 查找，{len(found)} 处；查到不等于违规，请核对两边"
    return workbook_answer((Sheet("重复享受", columns, rows, "重复享受查找", (said,)),), "重复享受查找", pack, "重复享受查找")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _year(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
