"""试算的起点: what each clause costs a year today over the population, for choosing what to turn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from luoqiao.apps.clock.queries import today
from luoqiao.core.rules.tiers import Tier
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import TierAmount
from luoqiao.interfaces.portal.whatif_answer import today_of, trial_of
from luoqiao.interfaces.portal.whatif_population import Population, population_of
from luoqiao.interfaces.portal.whatif_query import Turning, Typed
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Overview:
    """全部条款的费用: the population, the table, the sum by tier, when it was taken."""

    population: Population
    table: RuledTable
    tiers: tuple[TierAmount, ...]
    total: int
    count: int


def overview_of(pack: Pack) -> Overview | None:
    """Every clause under today's rule; None when there is no population to run over."""
    population = population_of(pack, "", Typed())
    if population is None:
        return None
    rows = _rows(pack, pack.default_day(today()).isoformat(), population.file)
    tiers = pack.meta.tiers
    sums = [sum(costs[at] for _, _, _, costs, _ in rows) for at in range(len(tiers))]
    shown = tuple(_row(pack, *row) for row in rows)
    foot = (Cell("key", "合计"), Cell(text="—"), *(Cell("wan", fen=one) for one in sums), Cell("wan", fen=sum(sums), strong=True))
    table = RuledTable("各条政策一年的费用", _columns(tiers), shown, (*foot, Cell(text="—")), stacking=True)
    amounts = tuple(TierAmount(tier.label, tier.label[:1], one) for tier, one in zip(tiers, sums, strict=True))
    return Overview(population, table, amounts, sum(sums), len(population.firms))


def _columns(tiers: tuple[Tier, ...]) -> tuple[Column, ...]:
    return (
        Column("条款", bare=True), Column("参加（家）", number=True),
        *(Column(f"{tier.label}（万元）", number=True) for tier in tiers), Column("合计（万元）", number=True, sortable=True),
        Column("享受（家）", number=True),
    )  # fmt: skip


def _row(pack: Pack, identifier: str, title: str, taking: int, costs: tuple[int, ...], helped: int) -> Row:
    address = reverse("portal:whatif", args=(identifier,))
    return Row((
        Cell("key", title, href=address), Cell("text", str(taking)), *(Cell("wan", fen=one) for one in costs),
        Cell("wan", fen=sum(costs), strong=True), Cell("text", str(helped)),
    ))  # fmt: skip


@lru_cache(maxsize=8)
def _rows(pack: Pack, day: str, file: int) -> tuple[tuple[str, str, int, tuple[int, ...], int], ...]:
    """Identifier, title, who takes part, cost by tier, who gets something; kept for the day and the file."""
    population = population_of(pack, "", Typed())
    if population is None:
        return ()
    found = []
    plain = Turning({}, {}, "")
    for clause in pack.clauses.values():
        cost = trial_of(pack, clause, population).cost_of(clause.identifier, today_of(clause, plain))
        costs = tuple(cost.by_tier[tier.code] for tier in pack.meta.tiers)
        found.append((clause.identifier, clause.title, cost.taking_part, costs, cost.helped))
    return tuple(found)
