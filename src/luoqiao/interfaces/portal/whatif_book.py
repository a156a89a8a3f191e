"""试算的工作簿: 摘要, 读法, 谁受益, 企业, 曲线, 总体参数, with exact yuan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.core.parties.population_edit import Figure, figures_of
from luoqiao.core.parties.trial_takers import LABELS
from luoqiao.core.rules.basis import ReadingUsed
from luoqiao.core.rules.parameter import show_value
from luoqiao.core.rules.tiers import Tier
from luoqiao.core.rules.trial_result import Cost
from luoqiao.interfaces.portal.checkup_rows import moment_said
from luoqiao.interfaces.portal.whatif_answer import CostCurve
from luoqiao.interfaces.portal.whatif_page import WhatIfPage
from luoqiao.interfaces.portal.whatif_tables import reading_label
from luoqiao.policies.pack import Pack

NOT_A_DECISION = "本表是按所列总体和读法的测算，不是政策决定。金额单位：元。"


def whatif_book(pack: Pack, shown: WhatIfPage, curve: CostCurve | None, address: str, at: datetime) -> Book:
    """The workbook of one scenario."""
    tiers = pack.meta.tiers
    sheets = [_summary(pack, shown, address, at), _readings(shown, tiers), _groups(shown), _firms(shown)]
    sheets += [_curve(curve, tiers)] if curve is not None else []
    sheets += [_figures(shown)] if shown.population.plan is not None else []
    footer = f"洛桥 · {pack.meta.number} · {shown.population.title}"
    return Book(tuple(sheets), f"政策试算 {shown.clause.title}", pack.meta.title, footer)


def _summary(pack: Pack, shown: WhatIfPage, address: str, at: datetime) -> Sheet:
    compared = shown.answer.compared
    rows: list[tuple[Value, ...]] = [("结论", shown.headline)]
    rows += [("说明", text) for text in (shown.unread, *shown.notes) if text]
    for one, value in shown.answer.turned:
        rows.append((f"改动：{one.label}", f"{one.shown} → {show_value(one.kind, value)}"))
    rows += [(f"原文（{quote.anchor}）", f"「{quote.text}」") for quote in shown.quotes]
    for row in shown.cost_rows:
        rows += [(f"{row.name}，现行（元）", Money(row.before)), (f"{row.name}，设想（元）", Money(row.after))]
        rows.append((f"{row.name}，变化（元）", Money(row.after - row.before)))
    change = compared.change
    rows += [
        ("受益（家）", change.winners), ("多得合计（元）", Money(change.gained)), ("减少（家）", change.losers),
        ("少得合计（元）", Money(change.lost)), ("享受，现行（家）", compared.reached[0]),
        ("享受，设想（家）", compared.reached[1]),
        ("参加（家）", compared.after.taking_part), ("总体", shown.population.title), ("总体的依据", shown.population.basis),
        ("读法", "、".join(f"{one}{_state(one)}" for one in shown.answer.readings) or "没有涉及读法"),
        ("方案", f"{pack.meta.title}（{pack.meta.number}）"), ("规则版本", pack.meta.version), ("测算日", shown.answer.on),
        ("计算时间", moment_said(at)), ("网址", address),
    ]  # fmt: skip
    return Sheet(
        "摘要", (Column("项目", 34), Column("内容", 80)), tuple(rows), title=f"政策试算　{shown.clause.title}",
        above=(NOT_A_DECISION, f"{shown.population.title}{'：不是真实企业' if shown.population.synthetic else ''}"),
    )  # fmt: skip


def _state(used: ReadingUsed) -> str:
    return "（未裁定，按默认）" if used.default else ""


def _cost_columns(tiers: tuple[Tier, ...], word: str) -> tuple[Column, ...]:
    return tuple(Column(f"{tier.label}，{word}（元）", 18, "money") for tier in tiers)


def _amounts(cost: Cost, tiers: tuple[Tier, ...]) -> tuple[Value, ...]:
    return tuple(Money(cost.by_tier[tier.code]) for tier in tiers)


def _readings(shown: WhatIfPage, tiers: tuple[Tier, ...]) -> Sheet:
    columns = (
        Column("读法", 30), *_cost_columns(tiers, "现行"), Column("合计，现行（元）", 18, "money"),
        *_cost_columns(tiers, "设想"), Column("合计，设想（元）", 18, "money"), Column("享受（家）", 12, "count"), Column("", 10),
    )  # fmt: skip
    rows = tuple(
        (
            reading_label(row), *_amounts(row.before, tiers), Money(row.before.total), *_amounts(row.after, tiers),
            Money(row.after.total), row.after.helped, "默认" if row.default else "",
        )
        for row in shown.answer.by_readings.rows
    )  # fmt: skip
    below = tuple(f"{one.question}　{one.words}" for one in shown.reading_words)
    return Sheet("读法", columns, rows, title="按不同读法的费用", below=below)


def _groups(shown: WhatIfPage) -> Sheet:
    columns = (
        Column("按", 10), Column("名称", 20), Column("参加（家）", 12, "count"), Column("受益（家）", 12, "count"),
        Column("减少（家）", 12, "count"), Column("多得合计（元）", 18, "money"), Column("少得合计（元）", 18, "money"),
        Column("中位（元）", 18, "money"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for group in shown.answer.compared.groups:
        median = dict(group.change.quantiles).get(50)
        rows.append((
            LABELS[group.label], group.name or "未填", group.after.taking_part, group.change.winners, group.change.losers,
            Money(group.change.gained), Money(group.change.lost), None if median is None else Money(median),
        ))  # fmt: skip
    return Sheet("谁受益", columns, tuple(rows), title="谁受益", above=("与现行相比，一年多得或少得。",))


def _firms(shown: WhatIfPage) -> Sheet:
    columns = (
        Column("企业", 24), *(Column(word, 16) for word in LABELS.values()), Column("现行（元）", 18, "money"),
        Column("设想（元）", 18, "money"), Column("变化（元）", 18, "money"),
    )  # fmt: skip
    firms = shown.population.firms
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (firms[key].name, *firms[key].labels, Money(was), Money(gets), Money(gets - was))
        for key, was, gets in sorted(shown.answer.gains, key=lambda one: (-(one[2] - one[1]), one[0]))
    )
    return Sheet("企业", columns, rows, title="参加的企业", above=(shown.population.title,))


def _curve(curve: CostCurve, tiers: tuple[Tier, ...]) -> Sheet:
    columns = (
        Column(curve.parameter.label, 30), *_cost_columns(tiers, "一年"), Column("合计（元）", 18, "money"),
        Column("享受（家）", 12, "count"), Column("", 10),
    )  # fmt: skip
    rows = tuple(
        (
            show_value(curve.parameter.kind, point.value), *_amounts(point.cost, tiers), Money(point.cost.total),
            point.cost.helped, "现行" if point.value == curve.now else "设想" if point.value == curve.then else "",
        )
        for point in curve.points
    )  # fmt: skip
    return Sheet("曲线", columns, rows, title=f"费用随“{curve.parameter.label}”变化")


def _figures(shown: WhatIfPage) -> Sheet:
    plan, usual = shown.population.plan, shown.population.original
    columns = (Column("参数", 40), Column("数", 16), Column("原来的数", 16), Column("依据", 80))
    if plan is None or usual is None:
        return Sheet("总体参数", columns, ())
    before = {figure.name: figure for figure in figures_of(usual, shown.clause.identifier)}
    rows = tuple(_figure_rows(figures_of(plan, shown.clause.identifier), before))
    return Sheet("总体参数", columns, rows, title="合成总体的参数", above=(plan.basis,))


def _figure_rows(figures: tuple[Figure, ...], before: dict[str, Figure]) -> Iterator[tuple[Value, ...]]:
    for figure in figures:
        was = before[figure.name].shown
        yield figure.name, figure.shown, "" if was == figure.shown else was, figure.basis
