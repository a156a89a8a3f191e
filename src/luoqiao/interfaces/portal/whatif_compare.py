"""比较方案: kept scenarios side by side, computed on today's rule and population; what changed since they were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from luoqiao.apps.whatif.queries import Saved
from luoqiao.core.kernel.money import yuan_text
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.whatif_page import WhatIfPage, assemble, read_trial
from luoqiao.interfaces.portal.whatif_tables import signed
from luoqiao.interfaces.portal.whatif_words import reading_words, turned_words
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Compared:
    """一个方案: as it was kept, and as it comes out now; None when its clause is no more."""

    saved: Saved
    shown: WhatIfPage | None


def comparison_of(pack: Pack, found: Iterable[Saved]) -> RuledTable | None:
    """The table with a column for each scenario; None when there is nothing to compare."""
    columns = [_computed(pack, saved) for saved in found]
    if len(columns) < 2:
        return None
    heads = (Column("", bare=True), *(Column(one.saved.name, number=True) for one in columns))
    rows = [
        _row("条款", [Cell(text=one.saved.clause_title) for one in columns]),
        _row("改了什么", [Cell(text=_turned(one)) for one in columns]),
        _row("读法", [Cell(text=reading_words(one.shown.answer) if one.shown else "—") for one in columns]),
    ]
    for at, tier in enumerate(pack.meta.tiers):
        rows.append(_row(f"{tier.label}（万元）", [_cost(one, at) for one in columns]))
    rows += [
        _row("合计（万元）", [_total(one) for one in columns]),
        _row("受益（家）", [Cell(text=str(_change(one)[0])) for one in columns]),
        _row("减少（家）", [Cell(text=str(_change(one)[1])) for one in columns]),
        _row("享受（家）", [Cell(text=str(_change(one)[2])) for one in columns]),
        _row("总体", [Cell(text=one.shown.population.title if one.shown else "—") for one in columns]),
        _row("打开", [Cell(text="方案", href=reverse("portal:whatif_saved", args=(one.saved.identifier,))) for one in columns]),
    ]
    return RuledTable("并排比较方案", heads, tuple(rows))


def result_data(shown: WhatIfPage) -> Mapping[str, object]:
    """What came out, for keeping with the scenario: amounts as strings of yuan."""
    compared = shown.answer.compared
    return {
        "headline": shown.headline,
        "before": {tier: yuan_text(fen) for tier, fen in compared.before.by_tier.items()},
        "after": {tier: yuan_text(fen) for tier, fen in compared.after.by_tier.items()},
        "winners": compared.change.winners,
        "losers": compared.change.losers,
    }


def drift_words(saved: Saved, shown: WhatIfPage) -> str:
    """What differs from when the scenario was kept; empty when it comes out the same."""
    kept = saved.result.get("after")
    now = result_data(shown)["after"]
    if kept == now:
        return ""
    return "规则或总体在存下之后变过，现在算出的金额与当时不同；当时：" + str(saved.result.get("headline", ""))


def _computed(pack: Pack, saved: Saved) -> Compared:
    clause = pack.clauses.get(saved.clause)
    if clause is None:
        return Compared(saved, None)
    typed, population = read_trial(pack, clause, QueryDict(saved.query))
    return Compared(saved, assemble(pack, clause, typed, population) if population is not None else None)


def _row(label: str, cells: list[Cell]) -> Row:
    return Row((Cell("key", label), *cells))


def _turned(one: Compared) -> str:
    if one.shown is None:
        return "这一条已经不在方案里"
    return turned_words(one.shown.answer) or "现行规定"


def _cost(one: Compared, at: int) -> Cell:
    if one.shown is None:
        return Cell("wan")
    row = one.shown.cost_rows[at]
    return Cell("wan", fen=row.after, below=signed(row.after - row.before) if row.after != row.before else "不变")


def _total(one: Compared) -> Cell:
    if one.shown is None:
        return Cell("wan")
    compared = one.shown.answer.compared
    return Cell("wan", fen=compared.after.total, below=one.shown.change, strong=True)


def _change(one: Compared) -> tuple[int, int, int]:
    if one.shown is None:
        return 0, 0, 0
    compared = one.shown.answer.compared
    return compared.change.winners, compared.change.losers, compared.reached[1]
