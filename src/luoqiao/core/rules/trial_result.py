"""试算的结果: what a scenario costs and whom it reaches, and what changes against another scenario.

Amounts are whole fen. Where facts are missing the certain low end counts, `high` says how far it could go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

QUANTILES = (10, 25, 50, 75, 90)
"""Per cent of those whose amount changes; nearest rank, so that each is an amount somebody gets."""


@dataclass(frozen=True, slots=True)
class Cost:
    """要花多少: by tier in fen, how many cases take part, how many of them get something, how many are undetermined."""

    by_tier: Mapping[str, int]
    taking_part: int
    helped: int
    undetermined: int = 0
    high: Mapping[str, int | None] = field(default_factory=dict)
    """Upper ends by tier where something is undetermined; None is open upwards. Empty when everything is settled."""

    @property
    def total(self) -> int:
        """All tiers together."""
        return sum(self.by_tier.values())


@dataclass(frozen=True, slots=True)
class Change:
    """谁受益: enterprises that gain, lose or keep what they get, and how much; `quantiles` over those that change."""

    winners: int
    gained: int
    losers: int
    lost: int
    unchanged: int
    quantiles: tuple[tuple[int, int], ...] = ()

    @property
    def net(self) -> int:
        """Gains less losses."""
        return self.gained - self.lost


@dataclass(frozen=True, slots=True)
class Group:
    """按标签: the enterprises of one label (an industry, a township, a size) before and after."""

    label: str
    name: str
    before: Cost
    after: Cost
    change: Change


@dataclass(frozen=True, slots=True)
class Moved:
    """一家企业的变化: its key, what it got and what it gets."""

    key: str
    before: int
    after: int

    @property
    def gain(self) -> int:
        """What it gets more; negative when it gets less."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Marginal:
    """边际成本: what one step of a parameter costs, by tier, from the scenario as it stands."""

    clause: str
    parameter: str
    step: int
    by_tier: Mapping[str, int]
    helped: int
    """How many more get something."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """与现行相比: before and after, by clause, who gains, by label, the largest changes."""

    before: Cost
    after: Cost
    by_clause: Mapping[str, tuple[Cost, Cost]]
    reached: tuple[int, int]
    """How many enterprises get something before and after, each counted once."""
    change: Change
    groups: tuple[Group, ...] = ()
    largest: tuple[Moved, ...] = ()


def change_of(gains: Sequence[int]) -> Change:
    """The change from the gain of each enterprise; order does not matter."""
    moved = sorted(gain for gain in gains if gain)
    plus, minus = [g for g in moved if g > 0], [g for g in moved if g < 0]
    ranks = tuple((q, moved[-(-len(moved) * q // 100) - 1]) for q in QUANTILES) if moved else ()
    return Change(len(plus), sum(plus), len(minus), -sum(minus), len(gains) - len(moved), ranks)


def together(costs: Sequence[Cost], tiers: Sequence[str]) -> Cost:
    """Costs of several clauses as one."""
    by_tier = {tier: sum(cost.by_tier[tier] for cost in costs) for tier in tiers}
    high: dict[str, int | None] = {}
    if any(cost.high for cost in costs):
        for tier in tiers:
            ends = [cost.high.get(tier, cost.by_tier[tier]) for cost in costs]
            high[tier] = None if None in ends else sum(end or 0 for end in ends)
    taking_part, helped, undetermined = (
        sum(getattr(cost, name) for cost in costs) for name in ("taking_part", "helped", "undetermined")
    )
    return Cost(by_tier, taking_part, helped, undetermined, high)
