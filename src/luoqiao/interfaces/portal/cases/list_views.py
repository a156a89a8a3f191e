"""到达的名单的页: what came, which enterprises it means, who confirms it, which cases it began."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.lists import ListFile, ListLine, ListSummary, get_list, list_lists
from luoqiao.apps.cases.services import lists as services
from luoqiao.apps.cases.services.list_rows import carry_out_lists
from luoqiao.apps.clock.queries import now
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.list_match import MatchState
from luoqiao.core.cases.notice import persons_of
from luoqiao.core.cases.recognition_list import EVENTS, BadList, ListKind, ListState, RowResult
from luoqiao.core.kernel.errors import DomainError, FieldProblem
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.enterprise_fields import checked_uscc
from luoqiao.core.rules.tiers import Tier
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.parts import Tag, Trouble

AT_ONCE = 40
"""So many rows are carried out while the page waits; the worker does the rest."""
SHOWN_ELSEWHERE = 300


@never_cache
def lists(request: HttpRequest) -> HttpResponse:
    """Every list, the newest first."""
    actor = the_actor(request)
    rows = list_lists(actor)
    context = {
        "section": "lists", "page_title": "名单", "rows": rows, "table": _summary_table(rows),
        "imports": actor.has(Role.OFFICER),
    }  # fmt: skip
    return render(request, "pages/cases/lists.html", context)


@never_cache
def recognition_list(request: HttpRequest, number: str) -> HttpResponse:
    """One list; its buttons come back here."""
    actor = the_actor(request)
    file = get_list(number, actor)
    if request.method != "POST":
        return _shown(request, file, actor)
    deed = _deeds(request, number, actor).get(request.POST.get("do", ""))
    if deed is None:
        return _shown(request, file, actor)
    try:
        deed[0]()
    except DomainError as refused:
        trouble = Trouble(f"{refused.message}。", "没有改动任何数据。", "", refused.code)
        return _shown(request, get_list(number, actor), actor, trouble)
    messages.info(request, deed[1])
    anchor = "#decide" if request.POST.get("do") == "resolve" else ""
    return HttpResponseRedirect(f"{reverse('cases:recognition_list', args=(number,))}{anchor}")


def _deeds(request: HttpRequest, number: str, actor: Actor) -> dict[str, tuple[Callable[[], object], str]]:
    at, reason = now(), request.POST.get("reason", "")[:500]
    place = request.POST.get("place", "")
    row = int(place) if place.isascii() and place.isdigit() and len(place) < 7 else 0

    def confirm() -> None:
        services.confirm_list(number=number, actor=actor, at=at)
        carry_out_lists(at, number=number, most=AT_ONCE)

    return {
        "resolve": (
            lambda: services.resolve_row(number=number, place=row, uscc=_code(request), actor=actor, at=at), f"第 {row} 行已定"
        ),
        "check": (
            lambda: services.check_list(
                number=number, actor=actor, at=at, good_rows_only=request.POST.get("good") == "1"
            ),
            "核对完毕，等另一位同事确认",
        ),
        "confirm": (confirm, "已经确认，逐行办理；没有办完的由后台接着办"),
        "reopen": (lambda: services.reopen_list(number=number, actor=actor, at=at, reason=reason), "已退回核对"),
        "cancel": (lambda: services.cancel_list(number=number, actor=actor, at=at, reason=reason), "名单已作废"),
    }


def _code(request: HttpRequest) -> str:
    """The code that was chosen or typed; empty sets the row aside."""
    chosen, typed = request.POST.get("uscc", ""), request.POST.get("typed", "").strip()
    if chosen == "skip":
        return ""
    code = typed if chosen == "typed" else chosen
    if not code:
        said = "请选一家，或选“这一行不办”"
        raise BadList((FieldProblem("uscc", "", "一家企业", said, "LQ-5656"),))
    return checked_uscc(code).code or code[:18]


def _shown(request: HttpRequest, file: ListFile, actor: Actor, trouble: Trouble | None = None) -> HttpResponse:
    pack = get_pack(file.pack)
    clause = pack.clauses.get(file.clause)
    works = file.lead_unit in actor.places(Role.OFFICER, Role.UNIT_HEAD)
    open_now = file.state is ListState.IMPORTED
    bad, doubtful = file.of(MatchState.BAD), file.of(MatchState.AMBIGUOUS)
    context = {
        "section": "lists", "page_title": f"名单 {file.number}", "file": file, "clause": clause, "trouble": trouble,
        "event": EVENTS.get(file.lines[0].event, "") if file.lines else "", "tag": _tag(file.state), "works": works,
        "recognition": file.kind is ListKind.RECOGNITION, "bad": _bad_table(bad) if bad else None, "doubtful": doubtful,
        "matched": _matched_table(file, pack.meta.tiers) if file.matched else None,
        "elsewhere": file.of(MatchState.NONE, MatchState.SKIPPED)[:SHOWN_ELSEWHERE],
        "elsewhere_many": len(file.of(MatchState.NONE, MatchState.SKIPPED)), "deciding": works and open_now,
        "checking": open_now and actor.holds(Role.OFFICER, file.lead_unit) is not None,
        "confirming": works and file.state is ListState.CHECKED, "same": bool(persons_of(actor) & file.makers),
        "bad_many": len(bad), "cases": sum(line.result is RowResult.CASE for line in file.lines),
        "cancelling": works and file.state in (ListState.IMPORTED, ListState.CHECKED),
        "reason": Field("reason", "reason", "理由", "text"),
        "typed": Field("typed", "typed", "信用代码", "text"), "place": Field("place", "place", "第几行", "number", short=True),
    }  # fmt: skip
    return render(request, "pages/cases/recognition_list.html", context, status=409 if trouble else 200)


def _tag(state: ListState) -> Tag:
    return Tag(state.label, "entitled" if state is ListState.CONFIRMED else "plain")


def _summary_table(rows: tuple[ListSummary, ...]) -> RuledTable:
    columns = (
        Column("名单", bare=True), Column("发文"), Column("行数", number=True), Column("对到", number=True),
        Column("立案", number=True), Column("状态", end=True),
    )  # fmt: skip
    listed = tuple(
        Row((
            Cell("key", one.title, href=reverse("cases:recognition_list", args=(one.number,)),
                 below=f"{one.number}　{one.kind.label}　{one.imported_name} {one.imported_at:%Y-%m-%d}"),
            Cell(text=one.source_unit, below=f"{one.issued_on}"), Cell(text=str(one.rows)), Cell(text=str(one.matched)),
            Cell(text=str(one.cases) if one.kind is ListKind.RECOGNITION else "—"), Cell("tag", tag=_tag(one.state)),
        ))
        for one in rows
    )  # fmt: skip
    return RuledTable("到达的名单", columns, listed, stacking=True)


def _bad_table(lines: tuple[ListLine, ...]) -> RuledTable:
    rows = tuple(Row((Cell(text=str(one.place)), Cell("key", one.name or "—"), Cell(text=one.said))) for one in lines)
    return RuledTable(
        "读不成的行", (Column("行", number=True), Column("企业", bare=True), Column("哪里不对", bare=True)), rows, stacking=True
    )


def _matched_table(file: ListFile, tiers: tuple[Tier, ...]) -> RuledTable:
    granted = tuple(tier for tier in tiers if any(tier.code in line.grants for line in file.matched))
    products = any(line.product for line in file.matched)
    events = file.kind is ListKind.RECOGNITION
    columns = [Column("行", number=True, bare=True), Column("企业", bare=True), Column("怎样对到的")]
    columns += [Column("认定事项")] if events else [Column("年度")]
    columns += [Column("产品或项目")] if products else []
    columns += [Column(f"{tier.label}实拨（元）", number=True) for tier in granted] + [Column("结果", end=True)]
    rows = []
    for line in file.matched:
        cells = [
            Cell(text=str(line.place)), Cell("key", line.matched_name, below=line.matched),
            Cell(text=line.match.label, below=_how(line)),
        ]  # fmt: skip
        cells += [Cell(text=EVENTS.get(line.event, "—"))] if events else [Cell(text=str(line.year))]
        cells += [Cell(text=line.product or "—")] if products else []
        cells += [Cell("yuan", fen=line.grants.get(tier.code)) for tier in granted]
        rows.append(Row((*cells, _result(line))))
    return RuledTable("对到企业的行", tuple(columns), tuple(rows), stacking=True)


def _how(line: ListLine) -> str:
    printed = f"印的是“{line.name}”" if line.name and line.name != line.matched_name else ""
    who = f"{line.decided_name}定" if line.decided_name else ""
    return "，".join(one for one in (who, printed) if one)


def _result(line: ListLine) -> Cell:
    if line.case:
        href = reverse("cases:case", args=(line.case,))
        return Cell(text=line.case, href=href, below=line.result_said or line.result.label)
    if line.result is RowResult.NONE:
        return Cell(text="—")
    return Cell(text=line.result.label, below=line.result_said)
