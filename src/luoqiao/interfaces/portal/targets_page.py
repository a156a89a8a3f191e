"""目标表 `/targets/`: every target of the programme, by industry and one by one, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.policy import queries
from luoqiao.core.targets.sums import SumCheck, check_sums
from luoqiao.core.targets.target import Target
from luoqiao.interfaces.portal import target_words
from luoqiao.interfaces.portal.document_address import Address
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link, Quote
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """矩阵的一格: the targets of one indicator for one industry, each a link to its row; none when not set."""

    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """矩阵的一行: indicator, district, industries, and how the industries add up."""

    name: str
    cells: tuple[MatrixCell, ...]
    total: str
    verdict: str


@dataclass(frozen=True, slots=True)
class IndustryTargets:
    """一个产业的目标: a column of the matrix as a list for a narrow screen; sums stand with the whole district."""

    name: str
    entries: tuple[tuple[MatrixRow, MatrixCell], ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """一组目标: where they stand in the document."""

    title: str
    note: str
    table: RuledTable


def targets_page(request: HttpRequest) -> HttpResponse:
    """The matrix and the lists."""
    pack = queries.get_pack()
    rows = matrix(pack)
    context = page(pack, "source", "目标表") | {
        "eyebrow": f"{pack.meta.number} · 目标",
        "count": len(pack.targets),
        "industries": [i.name for i in pack.industries if i.has_target],
        "matrix": rows,
        "by_industry": by_industry(pack, rows),
        "groups": groups(pack),
        "source_link": Link("在原文中查看", reverse("portal:source")),
    }
    return render(request, "pages/targets.html", context)


def matrix(pack: Pack) -> tuple[MatrixRow, ...]:
    """Indicator by industry, in the order of the document, with the sum of the industries where they can be added."""
    columns = ("", *(i.id for i in pack.industries if i.has_target))
    sums = {check.indicator: check for check in check_sums(pack.targets)}
    indicators = dict.fromkeys(t.indicator for t in pack.targets)
    return tuple(_matrix_row(pack, indicator, columns, sums.get(indicator)) for indicator in indicators)


def by_industry(pack: Pack, rows: tuple[MatrixRow, ...]) -> tuple[IndustryTargets, ...]:
    """The same targets, one list for the district and one for each industry."""
    names = (target_words.WHOLE_DISTRICT, *(i.name for i in pack.industries if i.has_target))
    return tuple(
        IndustryTargets(
            name,
            tuple((r, r.cells[at]) for r in rows if r.cells[at].targets or (r.total and not at)),
            whole=not at,
        )
        for at, name in enumerate(names)
    )


def _matrix_row(pack: Pack, indicator: str, columns: tuple[str, ...], check: SumCheck | None) -> MatrixRow:
    held = [t for t in pack.targets if t.indicator == indicator]
    names = {i.id: i.name for i in pack.industries}
    cells = tuple(
        MatrixCell(tuple((t.id, target_words.short(t)) for t in held if t.industry == column))
        for column in columns
    )
    return MatrixRow(_indicator_name(held, names), cells, _total(check), _verdict(check))


def _indicator_name(held: list[Target], names: Mapping[str, str]) -> str:
    """The name of the district's target; else what the names of the industries' targets have in common."""
    first = held[0]
    return next(
        (t.name for t in held if not t.industry), first.name.removeprefix(names.get(first.industry, ""))
    )


def _total(check: SumCheck | None) -> str:
    if check is None or not check.rows or check.rows[0].value is None:
        return ""
    first = check.rows[0].value
    return str(type(first)(first.measure, check.total, first.unit))


def _verdict(check: SumCheck | None) -> str:
    if check is None or check.agrees is None:
        return ""
    return "与全区数一致" if check.agrees else "与全区数不同"


def groups(pack: Pack) -> tuple[Group, ...]:
    """The targets of the body, then those of each industry in the annex."""
    body = [t for t in pack.targets if not t.is_annex]
    found = [Group("正文", f"{len(body)} 项", _table(pack, "正文的目标", body))]
    for industry in pack.industries:
        held = [t for t in pack.targets if t.is_annex and t.industry == industry.id]
        if held:
            found.append(
                Group(f"附件 2 · {industry.name}", f"{len(held)} 项", _table(pack, industry.name, held))
            )
    return tuple(found)


def _table(pack: Pack, label: str, held: list[Target]) -> RuledTable:
    columns = (
        Column("号", sortable=True, bare=True),
        Column("目标", bare=True),
        Column("范围"),
        Column("要求", end=True),
        Column("怎么算"),
        Column("读法"),
        Column("原文", bare=True),
    )
    return RuledTable(label, columns, tuple(_row(pack, target) for target in held), stacking=True, dense=True)


def _row(pack: Pack, target: Target) -> Row:
    names = {i.id: i.name for i in pack.industries}
    document = Address(reverse("portal:source"))
    span = target.citation.span(pack.document)
    href = document.with_place(span.pieces[0][0]) if span else ""
    qualifiers = "、".join(target_words.qualifiers(target))
    due = f"到 {target.due_on}" if target.due_on else ""
    return Row(
        (
            Cell(text=target.id, href=document.with_thing(f"target:{target.id}")),
            Cell("key", target.name, below="；".join(part for part in (qualifiers, target.note) if part)),
            Cell(text=names.get(target.industry, target_words.WHOLE_DISTRICT)),
            Cell(text=target_words.asked(target), strong=True),
            Cell(text=target_words.over_time(target), below=due),
            reading_links(target.readings),
            Cell("quote", quote=Quote(target.citation.quote, target.citation.anchor, href)),
        ),
        identifier=target.id,
    )


def reading_links(codes: Iterable[str]) -> Cell:
    """The readings that something depends on, each with its page; “—” for none."""
    links = tuple(Link(code, reverse("portal:reading", args=[code])) for code in codes)
    return Cell(links=links) if links else Cell(text="—")
