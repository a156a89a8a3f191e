"""重复享受查找 `/audit/double-funding/`: what stands behind more than one case, both sides of each, and as a workbook."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Column, Money, Sheet
from luoqiao.apps.cases.queries.double_funding import Hit, HitKind, Strength, find_doubles
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.funds.files import workbook_answer
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.page_links import page_links
from luoqiao.policies.pack import Pack

PAGE = 40


@never_cache
def double_funding(request: HttpRequest) -> HttpResponse:
    """The hits, of one kind or all, about one case or all; `?format=xlsx` gives every one as a workbook."""
    actor, pack = the_actor(request), get_pack()
    asked, case = request.GET.get("kind", ""), request.GET.get("case", "").strip()[:40]
    kind = HitKind(asked) if asked in set(HitKind) else None
    found = find_doubles(actor, kind=kind, case=case)
    if request.GET.get("format") == "xlsx":
        return _workbook(found, pack)
    query = {name: value for name, value in (("kind", kind.value if kind else ""), ("case", case)) if value}
    number = _whole(request.GET.get("page", ""))
    pages = max(1, -(-len(found) // PAGE))
    at = min(max(1, number), pages)
    context = page(pack, "auditor", "重复享受查找") | {
        "found": found[(at - 1) * PAGE : at * PAGE], "many": len(found), "case": case, "pages": page_links(at, pages, query),
        "look": sum(one.strength is Strength.LOOK for one in found), "xlsx": f"?{urlencode({**query, 'format': 'xlsx'})}",
        "kinds": (("全部", f"?{urlencode({'case': case} if case else {})}", kind is None), *(
            (one.label, f"?{urlencode({**({'case': case} if case else {}), 'kind': one.value})}", one is kind) for one in HitKind
        )),
    }  # fmt: skip
    return render(request, "pages/auditor/double_funding.html", context)


def _workbook(found: tuple[Hit, ...], pack: Pack) -> HttpResponse:
    columns = (
        Column("第几处", 8, "count"), Column("同一个什么", 18), Column("是什么", 36), Column("多要紧", 8), Column("案件号", 16),
        Column("企业", 34), Column("统一社会信用代码", 22), Column("政策", 26), Column("年度", 8, "count"),
        Column("金额（元）", 16, "money"), Column("怎样用的", 24),
    )  # fmt: skip
    rows = tuple(
        (place, hit.kind.label, hit.shared, hit.strength.label, side.case, side.enterprise, side.uscc, side.title, side.year,
         Money(side.amount or 0), side.said)
        for place, hit in enumerate(found, 1) for side in hit.sides
    )  # fmt: skip
    said = f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M} 查找，{len(found)} 处；查到不等于违规，请核对两边"
    return workbook_answer((Sheet("重复享受", columns, rows, "重复享受查找", (said,)),), "重复享受查找", pack, "重复享受查找")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


