"""试算的运行: one clause over many enterprises by the generated function, today's rule and turned ones alike.

What an enterprise states is read once; each rule that is tried is compiled once. Who gains is said in `trial_effect`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.compile_python import Compiled, FactMissing, compile_clause
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts

Shares = tuple[int, ...] | None
"""Amounts in fen in the order of the tiers; None where facts are missing that matter."""


@dataclass(frozen=True, slots=True)
class Taker:
    """参加的一家: its number in the population, what it states and what it had before."""

    firm: int
    facts: Facts
    earlier: Earlier


@dataclass(slots=True)
class Takers:
    """参加一条政策的全部企业; arguments for a generated function are encoded once for each set of columns."""

    clause: str
    all: tuple[Taker, ...]
    _encoded: dict[tuple[object, ...], tuple[list[Any] | None, ...]] = field(default_factory=dict)

    def arguments(self, compiled: Compiled, basis: Basis) -> tuple[list[Any] | None, ...]:
        """Positional arguments for each enterprise; None where something it needs is missing."""
        key = compiled.program.columns
        if key not in self._encoded:
            self._encoded[key] = tuple(_arguments(compiled, one, basis) for one in self.all)
        return self._encoded[key]


@dataclass(frozen=True, slots=True)
class Outcome:
    """一次运行的结果: what each enterprise gets, in the order of the takers."""

    shares: tuple[Shares, ...]
    tiers: int

    @property
    def cost(self) -> tuple[int, ...]:
        """What each tier pays; enterprises with missing facts are left out."""
        known = [one for one in self.shares if one is not None]
        return tuple(sum(one[tier] for one in known) for tier in range(self.tiers))

    @property
    def helped(self) -> int:
        """How many get anything."""
        return sum(one is not None and any(one) for one in self.shares)

    @property
    def unknown(self) -> int:
        """How many cannot be said for want of facts."""
        return sum(one is None for one in self.shares)


def run(clause: t.Clause, takers: Takers, *, on: date, readings: Mapping[str, str], basis: Basis) -> Outcome:
    """What every enterprise gets under this rule on a day. Raises Invalid for a reading the clause does not have."""
    count = len(basis.tiers)
    if not clause.header.first <= on <= clause.header.last:
        return Outcome(tuple((0,) * count for _ in takers.all), count)
    compiled = compile_clause(clause, on=on, readings=readings, basis=basis)
    function = compiled.function
    found: list[Shares] = []
    for taker, arguments in zip(takers.all, takers.arguments(compiled, basis), strict=True):
        try:
            shares = None if arguments is None else function(*arguments)
        except TypeError:  # an optional fact that this case does need was not given
            shares = None
        if shares is None or None in shares:
            shares = _explained(clause, taker, on, readings, basis)
        found.append(shares)
    return Outcome(tuple(found), count)


def _arguments(compiled: Compiled, taker: Taker, basis: Basis) -> list[Any] | None:
    try:
        arguments = compiled.arguments(taker.facts, taker.earlier)
    except FactMissing:
        return None
    granted = {f"granted_{tier.code}": taker.facts.granted.get(tier.label) for tier in basis.tiers}
    columns = compiled.program.columns
    return [
        granted.get(column.name, value) for column, value in zip(columns, arguments, strict=True)
    ]  # fmt: skip


def _explained(clause: t.Clause, taker: Taker, on: date, readings: Mapping[str, str], basis: Basis) -> Shares:
    """By the reference answer: facts may be missing and yet not matter."""
    try:
        answer = explain(clause, taker.facts, on=on, readings=readings, earlier=taker.earlier, basis=basis)
    except Invalid:
        return None
    exact = [answer.shares[tier.code].amount.exact for tier in basis.tiers]
    return None if None in exact else tuple(amount for amount in exact if amount is not None)


def by_tier(costs: Sequence[int], basis: Basis) -> dict[str, int]:
    """Costs by tier code."""
    return {tier.code: cost for tier, cost in zip(basis.tiers, costs, strict=True)}
