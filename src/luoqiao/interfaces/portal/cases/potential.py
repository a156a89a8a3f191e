"""应享未享 `/potential/`: who could claim by what is known and has not, by clause, by township, firm by firm; as a workbook too.

The whole is worked out anew whenever anything was changed; until then the last result of the same scope is shown.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.audit.queries import get_last_number
from luoqiao.apps.cases.matching import match_all
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack, get_version
from luoqiao.core.cases.potential import Matched, Potential, places_of
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.words import industry_name, township_name
from luoqiao.interfaces.portal.checkup_book import MEDIA_TYPE
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Field, Row, RuledTable
from luoqiao.interfaces.portal.form_parts import Column as Head
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.page_links import page_links
from luoqiao.interfaces.portal.parts import Count, Link, TierAmount
from luoqiao.policies.pack import Pack

SEES_POTENTIAL = (
    Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.LEADER, Role.TOWN_CLERK, Role.PARK_MANAGER,
)  # fmt: skip
PAGE = 50
KEPT = 8
_kept: OrderedDict[tuple[object, ...], Matched] = OrderedDict()


@dataclass(frozen=True, slots=True)
class PotentialPage:
    """应享未享, ready to be laid out."""

    total: int
    tiers: tuple[TierAmount, ...]
    counts: tuple[Count, ...]
    clauses: RuledTable
    places: RuledTable | None
    rows: RuledTable | None
    count: int
    fields: tuple[Field, ...]
    pages: tuple[Link, ...]
    narrowed: bool
    book: str


@never_cache
def potential(request: HttpRequest) -> HttpResponse:
    """The page for the firms in scope, perhaps of one clause and township."""
    pack, on = get_pack(), clock.today()
    matched = matched_for(the_actor(request), on)
    clause, township = _asked(request, pack)
    shown = _page(pack, matched, clause, township, _number(request.GET.get("page", "")))
    context = {**page(pack, "register", "应享未享"), "shown": shown, "matched": matched, "here": reverse("cases:potential")}
    return render(request, "pages/cases/potential.html", context)


@never_cache
def potential_book(request: HttpRequest) -> HttpResponse:
    """The same list whole, as a workbook."""
    pack, at = get_pack(), clock.now()
    on = timezone.localdate(at)
    rows = _chosen(matched_for(the_actor(request), on), *_asked(request, pack))
    answer = HttpResponse(write_book(_book(pack, rows, on)), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename=potential.xlsx; filename*=UTF-8''{quote('应享未享')}-{on:%Y%m%d}.xlsx"
    return answer


def matched_for(actor: Actor, on: date) -> Matched:
    """Everything in the person's scope put to every clause; kept until something is changed."""
    scope = tuple(sorted((post.role.value, post.place) for post in actor.posts))
    mark = (str(connection.settings_dict["NAME"]), scope, on, get_version().digest, get_last_number())
    found = _kept.get(mark)
    if found is None:
        found = _kept[mark] = match_all(on, actor=actor)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _asked(request: HttpRequest, pack: Pack) -> tuple[str, str]:
    clause, township = request.GET.get("clause", ""), request.GET.get("township", "")
    known = {one.code for one in pack.townships.members}
    return clause if clause in pack.clauses else "", township if township in known else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1


def _chosen(matched: Matched, clause: str, township: str) -> tuple[Potential, ...]:
    return tuple(
        row for row in matched.left if clause in ("", row.clause) and township in ("", row.township)
    )  # fmt: skip


def _page(pack: Pack, matched: Matched, clause: str, township: str, number: int) -> PotentialPage:
    rows = _chosen(matched, clause, township)
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(1, number), pages)
    query = {name: value for name, value in (("clause", clause), ("township", township)) if value}
    firms = len({row.uscc for row in matched.left})
    lacking = sum(one.lacking for one in matched.clauses)
    tail = f"?{urlencode(query)}" if query else ""
    return PotentialPage(
        total=matched.left_amount, tiers=_tiers(pack, matched.left),
        counts=(
            Count("企业", firms, f"名录里共 {matched.enterprises:,} 家"),
            Count("事项", len(matched.left), "一家一条算一件"),
            Count("缺事实", lacking, "缺一项就算不出，不计入"),
        ),
        clauses=_clauses(matched, township), places=_places(pack, matched, clause),
        rows=_rows(pack, rows[(number - 1) * PAGE : number * PAGE]) if rows else None, count=len(rows),
        fields=_fields(pack, clause, township), pages=page_links(number, pages, query), narrowed=bool(query),
        book=f"{reverse('cases:potential_book')}{tail}",
    )  # fmt: skip


def _tiers(pack: Pack, rows: tuple[Potential, ...]) -> tuple[TierAmount, ...]:
    return tuple(
        TierAmount(tier.label, tier.label[0], sum(row.shares[at] for row in rows)) for at, tier in enumerate(pack.meta.tiers)
    )


def _clauses(matched: Matched, township: str) -> RuledTable:
    heads = (
        Head("条款", bare=True), Head("符合（家）", number=True, sortable=True), Head("已申报", number=True),
        Head("还没申报", number=True, sortable=True), Head("金额（万元）", number=True, sortable=True),
        Head("缺事实", number=True), Head("不符合", number=True),
    )  # fmt: skip
    known = [one for one in matched.clauses if one.entitled or one.lacking or one.refused]
    rows = tuple(
        Row((
            Cell("key", one.title, href=_address(clause=one.clause, township=township),
                 below="免申即享" if one.automatic else ""),
            Cell(text=f"{one.entitled:,}", sort=str(one.entitled)), Cell(text=f"{one.claimed:,}"),
            Cell(text=f"{one.left:,}", strong=True, sort=str(one.left)), Cell("wan", fen=one.left_amount, strong=True),
            Cell(text=f"{one.lacking:,}"), Cell(text=f"{one.refused:,}"),
        ))
        for one in sorted(known, key=lambda one: -one.left_amount)
    )  # fmt: skip
    return RuledTable("各条款的比对", heads, rows, stacking=True)


def _places(pack: Pack, matched: Matched, clause: str) -> RuledTable | None:
    places = places_of(row for row in matched.left if clause in ("", row.clause))
    if len(places) < 2:
        return None
    heads = (
        Head("镇街", bare=True), Head("企业（家）", number=True), Head("事项（件）", number=True),
        Head("金额（万元）", number=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell("key", township_name(one.township, pack) or "没有登记镇街", href=_address(clause=clause, township=one.township)),
            Cell(text=f"{one.firms:,}"), Cell(text=f"{one.left:,}"), Cell("wan", fen=one.left_amount, strong=True),
        ))
        for one in places
    )  # fmt: skip
    return RuledTable("各镇街", heads, rows, stacking=True)


def _rows(pack: Pack, rows: tuple[Potential, ...]) -> RuledTable:
    heads = (
        Head("企业", bare=True), Head("镇街"), Head("条款"),
        *(Head(f"{tier.label[0]}（元）", number=True) for tier in pack.meta.tiers), Head("合计（元）", number=True),
    )  # fmt: skip
    listed = tuple(
        Row((
            Cell("key", row.name, href=reverse("parties:enterprise", args=(row.uscc,)), below=row.uscc),
            Cell(text=township_name(row.township, pack)), Cell(text=pack.clauses[row.clause].title),
            *(Cell("yuan", fen=fen) for fen in row.shares), Cell("yuan", fen=row.total, strong=True),
        ))
        for row in rows
    )  # fmt: skip
    return RuledTable("可以申报还没申报的企业", heads, listed, stacking=True)


def _fields(pack: Pack, clause: str, township: str) -> tuple[Field, ...]:
    clauses = tuple(Choice(one.identifier, one.title) for one in pack.clauses.values())
    places = tuple(Choice(one.code, one.name) for one in pack.townships.members)
    return (
        Field("clause", "clause", "条款", "choice", clause, choices=clauses, placeholder="全部"),
        Field("township", "township", "镇街", "choice", township, choices=places, placeholder="全部"),
    )


def _address(**query: str) -> str:
    given: Mapping[str, str] = {name: value for name, value in query.items() if value}
    return f"{reverse('cases:potential')}?{urlencode(given)}#firms"


def _book(pack: Pack, rows: tuple[Potential, ...], on: date) -> Book:
    tiers = pack.meta.tiers
    columns = (
        Column("企业", 34), Column("统一社会信用代码", 22), Column("镇街", 12), Column("产业", 14), Column("条款", 26),
        *(Column(f"{tier.label}（元）", 16, "money") for tier in tiers), Column("合计（元）", 16, "money"),
    )  # fmt: skip
    listed: tuple[tuple[Value, ...], ...] = tuple(
        (
            row.name, row.uscc, township_name(row.township, pack), industry_name(row.industry, pack),
            pack.clauses[row.clause].title, *(Money(fen) for fen in row.shares), Money(row.total),
        )
        for row in rows
    )  # fmt: skip
    said = f"按 {on} 已知的事实测算，是预估，不是审批决定；缺事实的不在内"
    foot: tuple[Value, ...] = (f"共 {len(rows)} 件", *("" for _ in range(4 + len(tiers))), Money(sum(row.total for row in rows)))
    sheet = Sheet("应享未享", columns, listed, title="可以申报还没申报", above=(said,), foot=foot)
    return Book((sheet,), "应享未享", pack.meta.title, f"洛桥 · {pack.meta.number}")
