"""单位与席位 `/register/units/`: units with the seats of the leading group, who holds them today, who did before."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.parties import queries
from luoqiao.apps.parties.queries import SeatView
from luoqiao.apps.parties.services import change_holder
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.duty import RegisterDeed, find_duty, get_duty
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.core.parties.seat import SeatRole
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.parties.form_page import SECTION, FormPage, posted, show_again, show_form
from luoqiao.interfaces.portal.parts import Link

ROLES = {SeatRole.LEADER.value: "组长", SeatRole.DEPUTY.value: "副组长", SeatRole.MEMBER.value: "成员"}


def units_page(request: HttpRequest) -> HttpResponse:
    """The leading group by seat, the other units, townships and parks."""
    on = today()
    may = find_duty(the_actor(request), RegisterDeed.KEEP_POSTS) is not None
    units = queries.list_unit_views(on)
    names = {unit.code: unit.name for unit in units}
    order = list(ROLES)
    seats = sorted((seat for unit in units for seat in unit.seats), key=lambda seat: order.index(seat.role))
    context = {
        "section": SECTION, "page_title": "单位与席位", "seats": _seats(seats, names, may=may), "on": on,
        "units": _units(tuple(unit for unit in units if not unit.seats and unit.kind != "townships")),
        "townships": queries.list_townships(), "parks": _parks(),
    }  # fmt: skip
    return render(request, "pages/parties/units.html", context)


def holder(request: HttpRequest, seat: str) -> HttpResponse:
    """登记继任者."""
    actor, typed = the_actor(request), posted(request)
    get_duty(actor, RegisterDeed.KEEP_POSTS)
    found = next(
        (one for unit in queries.list_unit_views(today()) for one in unit.seats if one.code == seat), None
    )
    form = FormPage(
        "登记继任者",
        (
            Field("name", "name", "姓名", value=typed.get("name", "")),
            Field("from_on", "from_on", "任职起日", "date", typed.get("from_on", "")),
            Field("source", "source", "依据", value=typed.get("source", ""), hint="如 任免文号"),
        ),
        "登记", Link("回到单位与席位", reverse("parties:units")), eyebrow=found.post if found else seat,
        lead=f"现任 {found.holder or '没有登记'}；从起日起由继任者担任，前任任期到那天前。" if found else "",
    )  # fmt: skip
    if request.method != "POST":
        return show_form(request, form)
    try:
        day, said = read_day(typed.get("from_on", ""), "任职起日")
        if day is None:
            raise Invalid(
                (FieldProblem("from_on", typed.get("from_on", "")[:20], "2023-06-30", said, "LQ-5327"),)
            )
        change_holder(seat, typed.get("name", ""), day, source=typed.get("source", ""), actor=actor, at=now())
    except DomainError as refused:
        return show_again(request, form, refused)
    messages.success(request, "已登记继任者")
    return HttpResponseRedirect(reverse("parties:units"))


def _seats(seats: list[SeatView], names: dict[str, str], *, may: bool) -> RuledTable:
    columns = (
        Column("席位", bare=True),
        Column("组内"),
        Column("今天的任职人"),
        Column("任期"),
        Column("单位"),
        Column("", end=True, bare=True),
    )
    return RuledTable(
        "领导小组",
        columns,
        tuple(
            Row(
                (
                    Cell("key", seat.post, below=_below(seat)),
                    Cell(text=ROLES[seat.role]),
                    Cell(text=seat.holder or "没有登记"),
                    Cell(text="；".join(_term(*term) for term in reversed(seat.holders)) or "—"),
                    Cell(text=names.get(seat.unit, seat.unit)),
                    Cell(
                        "link",
                        links=(Link("继任", reverse("parties:holder", args=(seat.code,))),) if may else (),
                        text="" if may else "—",
                    ),
                )
            )
            for seat in seats
        ),
        stacking=True,
        dense=True,
    )


def _below(seat: SeatView) -> str:
    told = [f"兼{seat.also}"] if seat.also else []
    return "；".join([*told, f"原文印作“{seat.printed_post}”"] if seat.printed_post != seat.post else told)


def _term(name: str, from_on: date, until_on: date | None, source: str) -> str:
    return f"{name} {from_on} 起{f'，到 {until_on} 前' if until_on else ''}（{source}）"


def _units(units: tuple[queries.UnitView, ...]) -> RuledTable | None:
    columns = (Column("单位", bare=True), Column("简称"), Column("文件分送"))
    rows = tuple(
        Row((Cell("key", one.name), Cell(text=one.short_name), Cell(text="是" if one.addressed else "不是")))
        for one in units
    )
    return RuledTable("其他单位", columns, rows, stacking=True, dense=True) if rows else None


def _parks() -> tuple[str, ...]:
    return tuple(park.name for park in queries.list_parks())
