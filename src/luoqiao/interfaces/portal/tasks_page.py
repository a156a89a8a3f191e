"""任务表 `/tasks/`: tasks with the units that answer for them, mechanisms, systems, units, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.policy import queries
from luoqiao.core.parties.unit import UnitKind
from luoqiao.core.rules.citations import Citation
from luoqiao.interfaces.portal.document_address import Address
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link, Quote
from luoqiao.interfaces.portal.targets_page import reading_links
from luoqiao.policies.pack import Pack

KINDS = {
    UnitKind.GOVERNMENT: "政府",
    UnitKind.BUREAU: "部门",
    UnitKind.COMMITTEE: "管委会",
    UnitKind.ENTERPRISE: "企业",
    UnitKind.TOWNSHIPS: "各镇街合称",
}
_CODE = Column("号", sortable=True, bare=True)
_QUOTE = Column("原文", bare=True)


def tasks_page(request: HttpRequest) -> HttpResponse:
    """Four tables."""
    pack = queries.get_pack()
    names = {unit.id: unit.name for unit in pack.units}
    context = page(pack, "source", "任务表") | {
        "eyebrow": f"{pack.meta.number} · 任务",
        "tasks": _tasks(pack, names),
        "mechanisms": _mechanisms(pack, names),
        "systems": _systems(pack),
        "units": _units(pack),
        "counts": {
            "tasks": len(pack.tasks),
            "mechanisms": len(pack.mechanisms),
            "systems": len(pack.systems),
            "units": len(pack.units),
        },
        "source_link": Link("在原文中查看", reverse("portal:source")),
    }
    return render(request, "pages/tasks.html", context)


def _document() -> Address:
    return Address(reverse("portal:source"))


def _quote(pack: Pack, citations: Iterable[Citation]) -> Cell:
    """The first quotation with a link to its sentence, and how many more there are."""
    held = tuple(citations)
    span = held[0].span(pack.document)
    href = _document().with_place(span.pieces[0][0]) if span else ""
    more = f"另有 {len(held) - 1} 处" if len(held) > 1 else ""
    return Cell("quote", quote=Quote(held[0].quote, held[0].anchor, href), below=more)


def _code(kind: str, key: str) -> Cell:
    return Cell(text=key, href=_document().with_thing(f"{kind}:{key}"))


def _named(units: Iterable[str], names: dict[str, str]) -> str:
    return "、".join(names.get(unit, unit) for unit in units) or "—"


def _tasks(pack: Pack, names: dict[str, str]) -> RuledTable:
    columns = (_CODE, Column("任务", bare=True), Column("牵头"), Column("配合"), Column("读法"), _QUOTE)
    rows = (
        Row(
            (
                _code("task", task.id),
                Cell("key", task.name, below=task.anchor),
                Cell(text=_named(task.lead_units, names)),
                Cell(text=_named(task.supporting_units, names)),
                reading_links(task.readings),
                _quote(pack, task.actions[1:] or task.actions),
            ),
            identifier=task.id,
        )
        for task in pack.tasks
    )
    return RuledTable("任务", columns, tuple(rows), stacking=True, dense=True)


def _mechanisms(pack: Pack, names: dict[str, str]) -> RuledTable:
    columns = (
        _CODE,
        Column("机制", bare=True),
        Column("原文写明的单位"),
        Column("建议单位（文件未明确）"),
        _QUOTE,
    )
    rows = (
        Row(
            (
                _code("mechanism", one.id),
                Cell("key", one.name),
                Cell(text=_named(one.units, names)),
                Cell(text=_named(one.proposed_units, names)),
                _quote(pack, one.citations),
            ),
            identifier=one.id,
        )
        for one in pack.mechanisms
    )
    return RuledTable("机制", columns, tuple(rows), stacking=True, dense=True)


def _systems(pack: Pack) -> RuledTable:
    columns = (_CODE, Column("系统或平台", bare=True), Column("原文对它的要求"), _QUOTE)
    rows = (
        Row(
            (
                _code("system", one.id),
                Cell("key", one.name),
                Cell(text=one.asks),
                _quote(pack, one.citations),
            ),
            identifier=one.id,
        )
        for one in pack.systems
    )
    return RuledTable("系统和平台", columns, tuple(rows), stacking=True, dense=True)


def _units(pack: Pack) -> RuledTable:
    columns = (
        Column("单位", bare=True),
        Column("性质"),
        Column("牵头任务"),
        Column("配合任务"),
        Column("领导小组席位"),
        Column("文件分送"),
        _QUOTE,
    )
    rows = (
        Row(
            (
                Cell("key", unit.name),
                Cell(text=KINDS[unit.kind]),
                Cell(text="、".join(t.id for t in pack.tasks if unit.id in t.lead_units) or "—"),
                Cell(text="、".join(t.id for t in pack.tasks if unit.id in t.supporting_units) or "—"),
                Cell(text="、".join(s.post for s in pack.seats if s.unit == unit.id) or "—"),
                Cell(text="是" if unit.addressed else "—"),
                _quote(pack, unit.citations),
            ),
            identifier=unit.id,
        )
        for unit in pack.units
    )
    return RuledTable("单位", columns, tuple(rows), stacking=True, dense=True)
