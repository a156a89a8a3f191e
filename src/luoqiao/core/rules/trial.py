"""试算: scenarios over the enterprises that take part, with the generated functions of the clauses; needs no extra.

One function serves every value of the numbers it leaves open. Cases that lack a fact are left to *explain*: their
certain low end counts. An approved rate beyond the limit of a scenario is taken at the limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, choose
from luoqiao.core.rules.compile_python import Compiled, FactMissing, compile_clause
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import PLAIN, explain
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.parameters import check_values, parameters_of, with_parameters
from luoqiao.core.rules.scenario import TODAY, Scenario, one_step_further
from luoqiao.core.rules.terms import PARAMETER
from luoqiao.core.rules.trial_result import Comparison, Cost, Group, Marginal, Moved, change_of, together

Shares = tuple[int, ...]
"""One case: fen by tier, in the order of the tiers of the basis."""


MOST_KEPT = 500_000
"""Cases whose shares are kept for the next scenario that turns the same."""


@dataclass(frozen=True, slots=True)
class Taker:
    """参加的企业: its key (the same in every clause), its facts, labels such as industry, and earlier grants."""

    key: str
    facts: Facts
    labels: Mapping[str, str] = field(default_factory=dict)
    earlier: Earlier = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Amounts:
    """一条政策的结果: shares of each case, and the cases whose facts do not settle them, with their upper ends."""

    shares: tuple[Shares, ...]
    open: Mapping[int, tuple[int | None, ...]] = field(default_factory=dict)


class Trial:
    """试算一批企业: the clauses, who takes part in each, tiers and readings, the day."""

    def __init__(
        self, clauses: Mapping[str, t.Clause], takers: Mapping[str, Sequence[Taker]], *, on: date, basis: Basis = PLAIN
    ) -> None:
        self.clauses = {name: clauses[name] for name in clauses if name in takers}
        self.takers = {name: tuple(takers[name]) for name in self.clauses}
        self.on, self.basis = on, basis
        self.tiers = tuple(tier.code for tier in basis.tiers)
        self._kept: dict[object, Amounts] = {}

    # one clause

    def amounts(self, name: str, scenario: Scenario) -> Amounts:
        """The shares of every case of a clause under a scenario (kept for the next that turns the same)."""
        clause, turned, on = self.clauses[name], scenario.turned(name), scenario.on or self.on
        letters = {r.question: r.letter for r in choose(clause, self.basis, turned.readings, on)}
        known = {p.id: p for p in parameters_of(clause, self.basis.tiers)}
        check_values(clause, turned.values, self.basis.tiers)
        values = {n: v for n, v in turned.values.items() if v != known[n].value}
        key = (name, tuple(sorted(letters.items())), tuple(sorted(values.items())), on)
        found = self._kept.pop(key, None) or self._calculate(name, letters, values, on)
        self._kept[key] = found
        while len(self._kept) > 1 and len(self._kept) * len(found.shares) > MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        return found

    def _calculate(self, name: str, letters: Mapping[str, str], values: Mapping[str, int], on: date) -> Amounts:
        known = {p.id: p for p in parameters_of(self.clauses[name], self.basis.tiers)}
        rule = with_parameters(self.clauses[name], {n: v for n, v in values.items() if not known[n].symbolic}, self.basis.tiers)
        if not rule.header.first <= on <= rule.header.last:
            return Amounts(((0,) * len(self.tiers),) * len(self.takers[name]))
        left_open = {n: v for n, v in values.items() if known[n].symbolic}
        compiled = compile_clause(rule, on=on, readings=letters, basis=self.basis, symbols=left_open)
        shares: list[Shares] = []
        still_open: dict[int, tuple[int | None, ...]] = {}
        for index, taker in enumerate(self.takers[name]):
            facts = _within_limits(compiled, taker.facts, left_open)
            try:
                found = compiled.calculate(facts, taker.earlier, self.basis, left_open)
                shares.append(tuple(found[tier] for tier in self.tiers))
            except FactMissing:
                whole = with_parameters(self.clauses[name], values, self.basis.tiers)
                answer = explain(whole, facts, on=on, readings=letters, earlier=taker.earlier, basis=self.basis)
                ranges = [answer.shares[tier].amount for tier in self.tiers]
                shares.append(tuple(one.low for one in ranges))
                if any(one.exact is None for one in ranges):
                    still_open[index] = tuple(one.high for one in ranges)
        return Amounts(tuple(shares), still_open)

    # one scenario

    def cost(self, scenario: Scenario) -> Cost:
        """What a scenario costs, all clauses together."""
        return together([self.cost_of(name, scenario) for name in self.clauses], self.tiers)

    def cost_of(self, name: str, scenario: Scenario) -> Cost:
        """What one clause costs under a scenario."""
        return self._cost(self.amounts(name, scenario), range(len(self.takers[name])))

    def _cost(self, amounts: Amounts, rows: Iterable[int]) -> Cost:
        chosen = list(rows)
        sums = [sum(amounts.shares[row][place] for row in chosen) for place in range(len(self.tiers))]
        helped = sum(1 for row in chosen if any(amounts.shares[row]))
        still_open = [row for row in chosen if row in amounts.open]
        high: dict[str, int | None] = {}
        if still_open:
            for place, tier in enumerate(self.tiers):
                ends = [amounts.open[row][place] for row in still_open]
                more = sum((end or 0) - amounts.shares[row][place] for end, row in zip(ends, still_open, strict=True))
                high[tier] = None if None in ends else sums[place] + more
        return Cost(dict(zip(self.tiers, sums, strict=True)), len(chosen), helped, len(still_open), high)

    def compare(
        self, scenario: Scenario, before: Scenario | None = None, *, labels: Sequence[str] = (), most: int = 10
    ) -> Comparison:
        """Before and after; who gains and loses, per enterprise over all clauses; by label; the largest changes."""
        then = before or Scenario(TODAY)
        by_clause = {name: (self.cost_of(name, then), self.cost_of(name, scenario)) for name in self.clauses}
        was, gets = self.per_enterprise(then), self.per_enterprise(scenario)
        moved = [Moved(key, was[key], gets[key]) for key in was if was[key] != gets[key]]
        largest = sorted(moved, key=lambda one: (-abs(one.gain), one.key))[:most]
        groups = [group for label in labels for group in self._groups(label, then, scenario)]
        costs = [together([pair[i] for pair in by_clause.values()], self.tiers) for i in (0, 1)]
        reached = (sum(map(bool, was.values())), sum(map(bool, gets.values())))
        change = change_of([gets[key] - was[key] for key in was])
        return Comparison(costs[0], costs[1], by_clause, reached, change, tuple(groups), tuple(largest))

    def per_enterprise(self, scenario: Scenario) -> dict[str, int]:
        """What each enterprise gets in fen, all tiers and clauses together."""
        found: dict[str, int] = {}
        for name in self.clauses:
            for taker, shares in zip(self.takers[name], self.amounts(name, scenario).shares, strict=True):
                found[taker.key] = found.get(taker.key, 0) + sum(shares)
        return found

    def _groups(self, label: str, before: Scenario, after: Scenario) -> Iterable[Group]:
        rows: dict[str, dict[str, list[int]]] = {}
        keys: dict[str, dict[str, None]] = {}
        for name in self.clauses:
            for row, taker in enumerate(self.takers[name]):
                word = taker.labels.get(label, "")
                rows.setdefault(word, {}).setdefault(name, []).append(row)
                keys.setdefault(word, {})[taker.key] = None
        was, gets = self.per_enterprise(before), self.per_enterprise(after)
        for word in sorted(rows):
            costs = []
            for scenario in (before, after):
                parts = [self._cost(self.amounts(name, scenario), chosen) for name, chosen in rows[word].items()]
                costs.append(together(parts, self.tiers))
            gains = [gets[key] - was[key] for key in keys[word]]
            yield Group(label, word, costs[0], costs[1], change_of(gains))

    # marginal cost

    def marginal(self, scenario: Scenario, names: Sequence[str] = ()) -> tuple[Marginal, ...]:
        """What one more step of each parameter costs from here, by clause; a step that cannot be taken is left out."""
        before = {name: self.cost_of(name, scenario) for name in names or self.clauses}
        found = []
        for name, parameter, further in one_step_further(scenario, self.clauses, list(before), self.basis):
            after = self.cost_of(name, further)
            more = {tier: after.by_tier[tier] - before[name].by_tier[tier] for tier in self.tiers}
            found.append(Marginal(name, parameter.id, parameter.step, more, after.helped - before[name].helped))
        return tuple(found)


def _within_limits(compiled: Compiled, facts: Facts, values: Mapping[str, int]) -> Facts:
    """The facts with an approved rate drawn to the limit that the scenario turns or reads otherwise."""
    clause, changed = compiled.program.clause, {}
    turned_limits = ((c, how, values[by.removeprefix(PARAMETER)]) for c, how, by in compiled.program.approved_by)
    for column, how, turned in (*compiled.program.approved, *turned_limits):
        label = clause.get_input(column).label
        rate = facts.values.get(label)
        if isinstance(rate, int) and (rate > turned if how is t.RateHow.CEILING else rate < turned):
            changed[label] = turned
    return Facts({**facts.values, **changed}, facts.granted) if changed else facts
