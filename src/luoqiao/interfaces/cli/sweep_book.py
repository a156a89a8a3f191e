"""结果的工作簿: every scenario, its marginal costs and its groups, money exact to the fen."""

from __future__ import annotations

from pathlib import Path

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.system_words import system_words
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.parameter import show_value
from luoqiao.core.rules.parameters import parameters_of
from luoqiao.core.rules.scenario import words_of
from luoqiao.interfaces.cli.sweep_result import Result
from luoqiao.policies.pack import Pack


def write_result(path: Path, result: Result, pack: Pack) -> None:
    """Write the workbook beside its name and put it there whole. Raises Invalid when the place cannot be written."""
    if path.suffix.lower() != ".xlsx":
        message = f"结果写成 xlsx，不能写成“{path.name[:40]}”"
        raise Invalid((FieldProblem("out", path.name[:60], "以 .xlsx 结尾的文件", message, "LQ-4429"),))
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(write_book(book_of(result, pack)))
        half.replace(path)
    except OSError as fault:
        half.unlink(missing_ok=True)
        message = f"写不了 {str(path)[:60]}（{system_words(fault)}）；请换一个地方"
        raise Invalid((FieldProblem("out", str(path)[:60], "可写的文件", message, "LQ-4429"),)) from None


def book_of(result: Result, pack: Pack) -> Book:
    """The result as sheets."""
    basis = pack.basis
    sheets = [_scenarios(result, basis)]
    if any(result.marginal):
        sheets.append(_marginal(result, basis))
    if any(result.groups):
        sheets.append(_groups(result, basis))
    return Book(tuple(sheets), f"政策试算：{pack.meta.short_title}", result.crowd.title, result.crowd.title)


def _above(result: Result) -> tuple[str, ...]:
    crowd = result.crowd
    lines = [f"{crowd.title}，{crowd.enterprises:,} 家，参加 {result.today.taking_part:,} 件；按 {crowd.on} 的规则"]
    if result.laid.left_out:
        lines.append(f"略去 {result.laid.left_out:,} 个不成立的组合：{result.laid.reason}")
    return tuple(lines)


def _scenarios(result: Result, basis: Basis) -> Sheet:
    money = tuple(Column(tier.label, 16, "money") for tier in basis.tiers)
    paid = tuple(Column(f"{tier.label}实付", 16, "money") for tier in basis.tiers) if result.budgets else ()
    columns = (
        Column("设想", 32), Column("调了什么", 44), *money, Column("合计", 16, "money"), Column("比较对象", 18),
        Column("比它多", 16, "money"), Column("受益家数", 10, "count"), Column("受益合计", 16, "money"),
        Column("减少家数", 10, "count"), Column("减少合计", 16, "money"), Column("得到的家数", 12, "count"),
        Column("还不能判定", 12, "count"), *paid,
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for place, row in enumerate(result.rows):
        words = "；".join(words_of(row.scenario, result.crowd.runner.clauses, basis))
        rest: tuple[Value, ...] = ()
        if result.budgets:
            rest = tuple(Money(result.funded[place].paid[tier.code]) for tier in basis.tiers)
        rows.append((
            row.scenario.name, words, *(Money(row.cost.by_tier[tier.code]) for tier in basis.tiers),
            Money(row.cost.total), row.against.name, Money(row.cost.total - row.before.total), row.change.winners,
            Money(row.change.gained), row.change.losers, Money(row.change.lost), row.reached, row.cost.undetermined,
            *rest,
        ))  # fmt: skip
    return Sheet("设想", columns, tuple(rows), "政策试算", _above(result))


def _marginal(result: Result, basis: Basis) -> Sheet:
    clauses = result.crowd.runner.clauses
    columns = (
        Column("设想", 32), Column("条款", 22), Column("参数", 34), Column("一步", 12),
        *(Column(f"{tier.label}多付", 16, "money") for tier in basis.tiers), Column("多受益", 10, "count"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for place, found in enumerate(result.marginal):
        for one in found:
            parameter = next(p for p in parameters_of(clauses[one.clause], basis.tiers) if p.id == one.parameter)
            rows.append((
                result.rows[place].scenario.name, clauses[one.clause].title, parameter.label,
                f"+{show_value(parameter.kind, one.step)}",
                *(Money(one.by_tier[tier.code]) for tier in basis.tiers), one.helped,
            ))  # fmt: skip
    return Sheet("再进一步", columns, tuple(rows), "每个参数再进一步要多少钱")


def _groups(result: Result, basis: Basis) -> Sheet:
    columns = (
        Column("设想", 32), Column("标签", 12), Column("组", 20), Column("参加", 8, "count"),
        Column("原来", 16, "money"), Column("现在", 16, "money"), Column("受益家数", 10, "count"),
        Column("受益合计", 16, "money"), Column("减少家数", 10, "count"), Column("减少合计", 16, "money"),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for place, found in enumerate(result.groups):
        for group in found:
            rows.append((
                result.rows[place].scenario.name, result.crowd.labels.get(group.label, group.label), group.name or "未填",
                group.after.taking_part, Money(group.before.total), Money(group.after.total), group.change.winners,
                Money(group.change.gained), group.change.losers, Money(group.change.lost),
            ))  # fmt: skip
    return Sheet("谁受益", columns, tuple(rows), "按标签看谁受益")
