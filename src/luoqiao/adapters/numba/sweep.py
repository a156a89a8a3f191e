"""很多设想 × 很多企业: one compiled kernel serves every scenario that turns numbers only; a row is an enterprise.

Scenarios that read otherwise or move a term have a kernel of their own. Who gains is worked out in the kernel, against
what each row has today, so that nothing is written but sums; where rows lack facts every row is looked at instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.numba.engine import prepare
from luoqiao.adapters.numba.outcomes import ENTITLED, UNDETERMINED, ClauseOutcomes
from luoqiao.adapters.numba.plan import optional_names
from luoqiao.adapters.numba.prepared import Prepared
from luoqiao.adapters.numba.write_kernel import Want
from luoqiao.adapters.population.columns import Column, Items, Key, Population
from luoqiao.adapters.population.presence import absent_rows, takes_part
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, choose
from luoqiao.core.rules.lower import lower
from luoqiao.core.rules.parameters import approved_limits, check_values, parameters_of, with_parameters
from luoqiao.core.rules.scenario import Scenario, Turned, one_step_further
from luoqiao.core.rules.sweep import Row, against
from luoqiao.core.rules.trial_result import QUANTILES, Change, Cost, Group, Marginal, together

Fen = NDArray[np.int64]
Names = Mapping[str, tuple[str, ...]]
"""Parameters left open, by clause."""
LOOK = Want(shares=True, clause_sums=True)
MOST_KEPT = 64_000_000
"""Rows of clauses already looked at that are kept: half a gigabyte."""


@dataclass(frozen=True, slots=True)
class Rule:
    """一条政策在一个设想里: the clause (rebuilt where that decides the rule), its readings, the values left open."""

    clause: t.Clause
    letters: tuple[tuple[str, str], ...]
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """逐行看过的一条政策: its cost, and what every row gets, all tiers together."""

    cost: Cost
    totals: Fen


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """分成两半的内核: rows that get something from other clauses anyway, and rows that do not."""

    halves: tuple[Prepared, ...]
    anyway: int


class Fast:
    """用内核来算: the clauses that the population states something of, on a day."""

    def __init__(
        self, population: Population, clauses: Mapping[str, t.Clause], *, on: date, basis: Basis, cache_folder: Path
    ) -> None:
        self.population, self.on, self.basis, self.cache_folder = population, on, basis, cache_folder
        part = {name: takes_part(clause, population) for name, clause in clauses.items()}
        self.clauses: Mapping[str, t.Clause] = {name: clauses[name] for name, rows in part.items() if rows.any()}
        self.part = {name: part[name] for name in self.clauses}
        self.anybody = np.logical_or.reduce([np.zeros(population.rows, np.bool_), *self.part.values()])
        self.anybodies = int(self.anybody.sum())
        self.tiers = tuple(tier.code for tier in basis.tiers)
        self.known = {name: {p.id: p for p in parameters_of(one, basis.tiers)} for name, one in self.clauses.items()}
        self.limits = {name: approved_limits(one, basis.tiers) for name, one in self.clauses.items()}
        self._fixed: dict[object, Rule] = {}
        self._whole: dict[object, bool] = {}
        self._kernels: dict[object, Prepared] = {}
        self._splits: dict[object, Split] = {}
        self._seen: dict[object, Seen] = {}

    # scenarios against today

    def rows(self, scenarios: Sequence[Scenario]) -> Iterator[Row]:
        """Every scenario against today, in order."""
        names = self._names(scenarios)
        for scenario in scenarios:
            yield self._row(scenario, names)

    def _row(self, scenario: Scenario, names: Names) -> Row:
        """Only the clauses that the scenario turns are calculated again."""
        before, on = against(scenario), scenario.on or self.on
        old, new = self._rules(before), self._rules(scenario)
        turned = tuple(name for name, rule in new.items() if rule != old[name])
        costs = {name: self.see(name, rule, on).cost for name, rule in old.items()}
        if turned and self._can_compare({name: new[name] for name in turned}, on, names):
            split = self._split(old, new, turned, on, names)
            cost, change, reached = self._compared(split, {name: new[name] for name in turned}, costs, names)
        else:
            was = sum_of([self.see(name, rule, on).totals for name, rule in old.items()], self.population.rows)
            more = sum_of([self.see(name, new[name], on).totals for name in turned], self.population.rows)
            less = sum_of([self.see(name, old[name], on).totals for name in turned], self.population.rows)
            cost = together([self.see(name, new[name], on).cost for name in new], self.tiers)
            change = change_of_rows((more - less)[self.anybody])
            reached = int((was - less + more > 0).sum())
        return Row(scenario, before, cost, together(list(costs.values()), self.tiers), change, reached)

    def _compared(
        self, split: Split, new: Mapping[str, Rule], costs: Mapping[str, Cost], names: Names
    ) -> tuple[Cost, Change, int]:
        """One turned clause at a time is added up by tier; several by clause too."""
        values = {name: {one: self._value(name, one, rule.values) for one in names[name]} for name, rule in new.items()}
        said: Counter[str] = Counter()
        sums: dict[str, Counter[str]] = {name: Counter() for name in new}
        reached = split.anyway
        for place, half in enumerate(split.halves):
            found = half.run(values)
            said.update(found.compared)
            reached += found.compared["helped"] if place else 0
            if not found.clauses:
                sums[next(iter(new))].update({**found.totals, "helped": found.compared["helped"]})
            for name, one in found.clauses.items():
                sums[name].update({**one.low, "helped": one.counts[ENTITLED]})
        after = dict(costs)
        for name, summed in sums.items():
            after[name] = Cost({tier: summed[tier] for tier in self.tiers}, costs[name].taking_part, summed["helped"])
        unchanged = self.anybodies - said["winners"] - said["losers"]
        change = Change(said["winners"], said["gain"], said["losers"], said["loss"], unchanged)
        return together(list(after.values()), self.tiers), change, reached

    def _split(
        self, old: Mapping[str, Rule], new: Mapping[str, Rule], turned: tuple[str, ...], on: date, names: Names
    ) -> Split:
        """The kernel of the turned clauses over both kinds of rows, with what they give today."""
        rules = {name: new[name] for name in turned}
        key = (self._key(old, on, True), self._key(rules, on), tuple((name, names[name]) for name in turned))
        if key not in self._splits:
            was = sum_of([self.see(name, old[name], on).totals for name in turned], self.population.rows)
            others = [self.see(name, rule, on).totals for name, rule in old.items() if name not in turned]
            anyway = sum_of(others, self.population.rows) > 0
            touched = np.logical_or.reduce([self.part[name] for name in turned])
            halves = []
            for rows in (np.flatnonzero(anyway & touched), np.flatnonzero(~anyway & touched)):
                want = Want(tier_sums=True, against=True) if len(turned) == 1 else Want(clause_sums=True, against=True)
                half = self._prepare(rules, on, want, names, was[rows], taken(self.population, rows))
                halves.append(replace(half, tasks=()) if len(turned) == 1 else half)
            self._splits[key] = Split(tuple(halves), int(anyway.sum()))
        return self._splits[key]

    # every row of a clause

    def see(self, name: str, rule: Rule, on: date) -> Seen:
        """What every row gets under a rule; the last ones are kept."""
        key = self._key({name: rule}, on, True)
        if key not in self._seen:
            while len(self._seen) * self.population.rows > MOST_KEPT:
                self._seen.pop(next(iter(self._seen)))
            found = self._one(name, rule, on)
            totals = np.zeros(self.population.rows, np.int64)
            for tier in self.tiers if found is not None else ():
                totals += found.shares[tier].low if found is not None else 0
            self._seen[key] = Seen(self._cost(name, found, int((totals > 0).sum())), totals)
        return self._seen[key]

    def _one(self, name: str, rule: Rule, on: date) -> ClauseOutcomes | None:
        names = {name: tuple(sorted({*rule.values, *self.limits[name]}))}
        key = (self._key({name: rule}, on), names[name])
        if key not in self._kernels:
            self._kernels[key] = self._prepare({name: rule}, on, LOOK, names, None, self.population)
        values = {one: self._value(name, one, rule.values) for one in names[name]}
        return self._kernels[key].run({name: values}).clauses.get(name)

    def _cost(self, name: str, found: ClauseOutcomes | None, helped: int) -> Cost:
        taking_part = int(self.part[name].sum())
        if found is None:
            return Cost(dict.fromkeys(self.tiers, 0), taking_part, 0)
        still_open = found.counts[UNDETERMINED]
        high = dict(found.high) if still_open else {}
        return Cost(dict(found.low), taking_part, helped, still_open, high)

    # marginal cost, groups

    def marginal(self, scenario: Scenario, names: Sequence[str] = ()) -> tuple[Marginal, ...]:
        """What one more step of each parameter costs from here."""
        on, rules = scenario.on or self.on, self._rules(scenario)
        found = []
        for name, parameter, further in one_step_further(scenario, self.clauses, list(names or self.clauses), self.basis):
            before = self.see(name, rules[name], on).cost
            after = self.see(name, self._rules(further)[name], on).cost
            more = {tier: after.by_tier[tier] - before.by_tier[tier] for tier in self.tiers}
            found.append(Marginal(name, parameter.id, parameter.step, more, after.helped - before.helped))
        return tuple(found)

    def groups(self, scenario: Scenario, before: Scenario, labels: Sequence[str]) -> tuple[Group, ...]:
        """Who gains and loses, by label; rows that take part in nothing are left out."""
        was, gets = self._by_tier(before), self._by_tier(scenario)
        gains = sum_of(list(gets.values()), self.population.rows) - sum_of(list(was.values()), self.population.rows)
        found = []
        for label in labels:
            codes, names = self.population.labels[label].codes, self.population.labels[label].names
            for code, name in [*enumerate(names), (-1, "")]:
                rows = np.flatnonzero(self.anybody & (codes == code))
                if rows.size:
                    costs = self._group_cost(was, rows), self._group_cost(gets, rows)
                    found.append(Group(label, name, costs[0], costs[1], change_of_rows(gains[rows])))
        return tuple(found)

    def _by_tier(self, scenario: Scenario) -> dict[str, Fen]:
        found = {tier: np.zeros(self.population.rows, np.int64) for tier in self.tiers}
        for name, rule in self._rules(scenario).items():
            one = self._one(name, rule, scenario.on or self.on)
            if one is not None:
                for tier in self.tiers:
                    found[tier] += one.shares[tier].low
        return found

    def _group_cost(self, by_tier: Mapping[str, Fen], rows: NDArray[np.int64]) -> Cost:
        sums = {tier: int(by_tier[tier][rows].sum()) for tier in self.tiers}
        cases = sum(int(part[rows].sum()) for part in self.part.values())
        helped = int((sum_of([by_tier[tier][rows] for tier in self.tiers], rows.size) > 0).sum())
        return Cost(sums, cases, helped)

    # rules and kernels

    def _rules(self, scenario: Scenario) -> dict[str, Rule]:
        on = scenario.on or self.on
        return {name: self._rule(name, scenario.turned(name), on) for name in self.clauses}

    def _rule(self, name: str, turned: Turned, on: date) -> Rule:
        """The rule of a clause in a scenario; what does not move is worked out once."""
        clause, known = self.clauses[name], self.known[name]
        check_values(clause, turned.values, self.basis.tiers)
        changed = {n: v for n, v in turned.values.items() if v != known[n].value}
        fixed = tuple(sorted((n, v) for n, v in changed.items() if not known[n].symbolic))
        key = (name, tuple(sorted(turned.readings.items())), fixed, on)
        if key not in self._fixed:
            letters = tuple((r.question, r.letter) for r in choose(clause, self.basis, turned.readings, on))
            self._fixed[key] = Rule(with_parameters(clause, dict(fixed), self.basis.tiers), letters, {})
        rule = self._fixed[key]
        return replace(rule, values={n: v for n, v in changed.items() if known[n].symbolic}) if changed else rule

    def _names(self, scenarios: Sequence[Scenario]) -> Names:
        """The numbers that any of the scenarios turns."""
        turned = {name: set(self.limits[name]) for name in self.clauses}
        for scenario in scenarios:
            for name in self.clauses:
                turned[name].update(scenario.turned(name).values)
        return {
            name: tuple(p.id for p in self.known[name].values() if p.symbolic and p.id in turned[name])
            for name in self.clauses
        }

    def _value(self, clause: str, parameter: str, values: Mapping[str, int]) -> int:
        if parameter in values:
            return values[parameter]
        return self.known[clause][parameter].value

    def _key(self, rules: Mapping[str, Rule], on: date, valued: bool = False) -> tuple[object, ...]:
        return (on, *(
            (name, rule.clause.digest, rule.letters, tuple(sorted(rule.values.items())) if valued else ())
            for name, rule in rules.items()
        ))  # fmt: skip

    def _can_compare(self, rules: Mapping[str, Rule], on: date, names: Names) -> bool:
        """Whether one kernel can say it all: no row lacks a fact, no question is read in two ways, no list beside others."""
        read: dict[str, str] = {}
        for name, rule in rules.items():
            if any(read.setdefault(question, letter) != letter for question, letter in rule.letters):
                return False
            if not rule.clause.header.first <= on <= rule.clause.header.last:
                return False
            if len(rules) > 1 and any(i.kind is t.Kind.LIST for i in rule.clause.inputs):
                return False
            key = (self._key({name: rule}, on), names[name])
            if key not in self._whole:
                program = lower(rule.clause, dict(rule.letters), on, self.basis, names[name])
                self._whole[key] = self._is_whole(name, program)
            if not self._whole[key]:
                return False
        return True

    def _is_whole(self, name: str, program: w.Program) -> bool:
        optional = optional_names(program)
        for column in program.columns:
            if column.name.startswith((w.PARAMETER, "earlier.")) or column.name in optional:
                continue
            absent = absent_rows(self.population, (name, column.name))
            if absent is not None and bool((absent & self.part[name]).any()):
                return False
        return True

    def _prepare(
        self, rules: Mapping[str, Rule], on: date, want: Want, names: Names, today: Fen | None, population: Population
    ) -> Prepared:
        readings = {question: letter for rule in rules.values() for question, letter in rule.letters}
        return prepare(
            population, [rule.clause for rule in rules.values()], on=on, readings=readings, basis=self.basis,
            cache_folder=self.cache_folder, want=want, symbols=names, today=today,
        )  # fmt: skip


def taken(population: Population, rows: NDArray[np.int64]) -> Population:
    """Some rows of a population, in their order."""
    columns: dict[Key, Column | Items] = {}
    for key, one in population.columns.items():
        if isinstance(one, Column):
            columns[key] = Column(one.values[rows], one.least, one.most, one.missing)
            continue
        sizes = one.offsets[rows + 1] - one.offsets[rows]
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        items = np.repeat(one.offsets[rows] - offsets[:-1], sizes) + np.arange(offsets[-1])
        fields = {name: Column(f.values[items], f.least, f.most, f.missing) for name, f in one.fields.items()}
        columns[key] = Items(offsets, fields, None if one.absent is None else one.absent[rows])
    return Population(int(rows.size), columns)


def sum_of(arrays: Sequence[Fen], rows: int) -> Fen:
    """The sum of some columns."""
    total = np.zeros(rows, np.int64)
    for one in arrays:
        total += one
    return total


def change_of_rows(gains: Fen) -> Change:
    """The change from the gain of each row, as `trial_result.change_of` has it."""
    moved = np.sort(gains[gains != 0])
    plus, minus = moved[moved > 0], moved[moved < 0]
    ranks = tuple((q, int(moved[-(-moved.size * q // 100) - 1])) for q in QUANTILES) if moved.size else ()
    return Change(plus.size, int(plus.sum()), minus.size, -int(minus.sum()), gains.size - moved.size, ranks)
