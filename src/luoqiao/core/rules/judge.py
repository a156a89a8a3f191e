"""判: one walk over a straight line with exact intervals; the heart of *explain*.

Conditions refuse first. Each tier is rounded to the fen as soon as it is known; lower tiers use the rounded
upper share, or what the upper tier actually granted. Everything that was computed is kept for the explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules import values as v
from luoqiao.core.rules.answer import Reason, Step, Traced
from luoqiao.core.rules.approved import check_approved
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.resolve import Straight
from luoqiao.core.rules.values import Picked, Truth, Val


@dataclass(slots=True)
class Result:
    """What one walk found: shares by tier label, verdict of the conditions, steps, flags."""

    shares: dict[str, Val] = field(default_factory=dict)
    computed: dict[str, Val] = field(default_factory=dict)
    entitled: Truth = field(default=v.SURE)
    steps: list[Step] = field(default_factory=list)
    estimates: set[str] = field(default_factory=set)
    ceilings: set[str] = field(default_factory=set)
    awaiting: dict[str, str] = field(default_factory=dict)
    cut_by: set[Reason] = field(default_factory=set)
    defaulted: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Setting:
    """What a walk is given: facts (with the cell of an enumeration laid over), earlier grants, cap period, tiers."""

    facts: Facts
    earlier: Earlier
    open_cap_unit: str
    tiers: frozenset[str]
    cells: Mapping[str, Any] = field(default_factory=dict)


class Walk:
    """One walk; `run()` once."""

    def __init__(self, line: Straight, setting: Setting) -> None:
        self.line, self.setting = line, setting
        self.clause = line.clause
        self.names: dict[str, Val] = {}
        self.result = Result()
        self.trace: list[Traced] = []
        self.defining = ""
        self.path = ""
        self.item: Mapping[str, Any] | None = None
        self.item_fields: Mapping[str, t.Input] = {}
        self.inputs = {i.label: i for i in self.clause.inputs}
        self.flag_estimate = self.flag_ceiling = False
        self.branch: object | None = None

    def run(self) -> Result:
        """Walk the line; a false condition ends it at once and every share is zero."""
        result = self.result
        verdicts: list[Truth] = []
        for statement in self.line.steps:
            self.trace, self.branch = [], None
            if isinstance(statement, t.Condition):
                verdict = self.test(statement.test)
                verdicts.append(verdict)
                result.steps.append(Step(statement, tuple(self.trace), (), verdict.value))
                if verdict.value is False:
                    break
            elif isinstance(statement, t.Define):
                self.define(statement)
            else:
                self.split(statement)
        result.entitled = v.all_of(verdicts)
        if result.entitled.value is False:
            result.shares = dict.fromkeys(result.shares, v.ZERO)
            return result
        for tier in self.setting.tiers:
            granted = self.setting.facts.granted.get(tier)
            if granted is not None and tier in self.line.grants:
                result.computed.setdefault(tier, v.ZERO)
                result.shares[tier] = Val(granted, granted)
        if result.entitled.value is None:
            needs = result.entitled.needs
            result.shares = {
                k: s if s.high == 0 else Val(0, s.high, 1, s.needs | needs) for k, s in result.shares.items()
            }
        return result

    # statements

    def define(self, statement: t.Define) -> None:
        results: list[tuple[str, Val]] = []
        self.flag_estimate = self.flag_ceiling = False
        value = statement.value
        if isinstance(value, t.ByRange | t.ByChoice):
            found = self.branching(value, statement.names)
        else:
            self.defining = statement.names[0]
            found = [self.expr(value)]
        for name, one in zip(statement.names, found, strict=True):
            results.append((name, self.settle(name, one) if name in self.setting.tiers else self.keep(name, one)))
            self.names[name] = results[-1][1]
        self.result.steps.append(Step(statement, tuple(self.trace), tuple(results), branch=self.branch))

    def keep(self, name: str, value: Val) -> Val:
        """An intermediate value; that it rests on an estimate or a ceiling goes with it."""
        if self.flag_estimate:
            self.result.estimates.add(name)
        if self.flag_ceiling:
            self.result.ceilings.add(name)
        return value

    def settle(self, tier: str, value: Val) -> Val:
        """A tier's share: rounded to the fen; the actual grant when it is known."""
        rounded = v.round_fen(value)
        self.result.computed[tier] = rounded
        granted = self.setting.facts.granted.get(tier) if tier in self.line.grants else None
        if granted is None:
            waits = tier in self.result.awaiting and rounded.high != 0
            if self.flag_estimate or waits:
                self.result.estimates.add(tier)
            if self.flag_ceiling:
                self.result.ceilings.add(tier)
            share = rounded
        else:
            share = Val(granted, granted)
        self.result.shares[tier] = share
        return share

    def split(self, statement: t.Split) -> None:
        """总额 to the fen, each tier half up, the named one takes the rest."""
        total = v.round_fen(self.read(statement.total))
        whole = sum(statement.parts)
        results: list[tuple[str, Val]] = []
        rest = total
        for part, tier in zip(statement.parts, statement.tiers, strict=True):
            if tier == statement.rest_to:
                continue
            share = v.round_fen(v.scale(total, part, whole))
            rest = Val(rest.low - share.low, None if rest.high is None or share.high is None else rest.high - share.high,
                       1, rest.needs)  # fmt: skip
            results.append((tier, share))
        if not total.known and len(statement.tiers) > 2:
            # three parts: the remainder need not grow with the total; half a fen a rounded part either way
            rest = Val(max(0, rest.low - 1), None if rest.high is None else rest.high + 1, 1, rest.needs)
        results.append((statement.rest_to, Val(rest.low, rest.high, 1, v.NOBODY if rest.known else rest.needs)))
        order = {tier: index for index, tier in enumerate(statement.tiers)}
        results.sort(key=lambda pair: order[pair[0]])
        self.flag_ceiling = statement.total in self.result.ceilings
        self.flag_estimate = statement.total in self.result.estimates
        for tier, share in results:
            self.names[tier] = self.settle(tier, share)
        self.result.steps.append(Step(statement, (Traced(statement, (total,), None),), tuple(results)))

    def branching(self, node: t.ByRange | t.ByChoice, names: tuple[str, ...]) -> list[Val]:
        live, needs = self.live_arms(node)
        columns: list[list[Val]] = [[] for _ in names]
        for arm in live:
            for index, value in enumerate(arm.values):
                self.defining = names[index]
                columns[index].append(self.expr(value))
        self.branch = live[0] if len(live) == 1 else None
        if len(live) == 1:
            return [column[0] for column in columns]
        return [v.hull(column, needs) for column in columns]

    def live_arms(self, node: t.ByRange | t.ByChoice) -> tuple[list[Any], frozenset[str]]:
        if isinstance(node, t.ByChoice):
            picked = self.picked(node.subject)
            if picked.label is None:
                return list(node.arms), picked.needs
            named = [a for a in node.arms if picked.label in a.options]
            return named or [a for a in node.arms if a.rest], v.NOBODY
        value = self.read(node.subject)
        low = value.low
        live = []
        for arm in node.arms:
            if arm.rest:
                continue
            below = value.high is not None and arm.low is not None and (
                value.high < arm.low * value.den if arm.low_in else value.high <= arm.low * value.den)  # fmt: skip
            above = arm.high is not None and (
                low > arm.high * value.den if arm.high_in else low >= arm.high * value.den)  # fmt: skip
            if not below and not above:
                live.append(arm)
        rest = next((a for a in node.arms if a.rest), None)
        if rest is not None and (not live or not value.known):
            live.append(rest)
        return live, value.needs

    # names and inputs

    def read(self, name: str) -> Val:
        """The value of an input or of an earlier name."""
        if self.item is not None and name in self.item_fields:
            return self.from_fact(self.item_fields[name], self.item.get(name), f"{self.path}.{self.item_fields[name].identifier}")
        if name in self.names:
            return self.names[name]
        one = self.inputs[name]
        if one.label in self.setting.cells:
            cell: Val = self.setting.cells[one.label]
            return cell
        return self.from_fact(one, self.setting.facts.values.get(name), one.identifier)

    @staticmethod
    def from_fact(one: t.Input, fact: Any, path: str) -> Val:
        if fact is None:
            return v.unknown(path)
        number = int(fact)
        return Val(number, number, t.RATE_SCALE if one.kind is t.Kind.RATE else 1)

    def picked(self, name: str) -> Picked:
        """The option of a yes/no or choice input."""
        one = self.inputs[name]
        fact = self.setting.cells.get(name, self.setting.facts.values.get(name))
        if fact is None and one.default:
            self.result.defaulted.add(name)
            return Picked(one.default)
        if fact is None:
            return Picked(None, frozenset((one.identifier,)))
        if isinstance(fact, bool):
            return Picked("是" if fact else "否")
        return Picked(str(fact))

    # expressions

    def expr(self, node: t.Expr) -> Val:
        return _EXPR[type(node)](self, node)

    def literal(self, node: t.Literal) -> Val:
        return Val(node.value, node.value)

    def ref(self, node: t.Ref) -> Val:
        if node.name in self.result.ceilings:
            self.flag_ceiling = True
        if node.name in self.result.estimates:
            self.flag_estimate = True
        if node.name in self.result.awaiting:
            self.result.awaiting[self.defining] = self.result.awaiting[node.name]
        return self.read(node.name)

    def granted(self, node: t.Granted) -> Val:
        if node.tier not in self.setting.facts.granted:
            self.flag_estimate = True
            return self.result.shares.get(node.tier, v.ZERO)
        amount = self.setting.facts.granted[node.tier]
        return Val(amount, amount)

    def rate_of(self, node: t.RateOf) -> Val:
        base = self.expr(node.base)
        if isinstance(node.rate, str):
            rate = self.read(node.rate)
        else:
            rate = Val(node.rate, node.rate, t.RATE_SCALE)
        if node.how is not t.RateHow.FIXED:
            rate = self.approved(node, rate)
        result = v.multiply(base, rate) if not rate.known else v.scale(base, rate.low, rate.den)
        operands = [base, rate]
        if node.months:
            months = self.read(node.months)
            result = v.scale(v.multiply(result, months), 1, 12)
            operands.append(months)
        self.trace.append(Traced(node, tuple(operands), result))
        return result

    def approved(self, node: t.RateOf, limit: Val) -> Val:
        """Ceiling or floor rate: the approved rate when given, else the limit stands in."""
        rate = self.setting.facts.values.get(node.approved) if node.approved else None
        if not isinstance(rate, int):
            self.flag_ceiling = True
            return limit
        check_approved(self.inputs[node.approved], rate, node.how, limit.low)
        return Val(rate, rate, t.RATE_SCALE)

    def up_to(self, node: t.UpTo) -> Val:
        self.flag_ceiling = True
        return self.expr(node.limit)

    def sum(self, node: t.Sum) -> Val:
        total = self.expr(node.first)
        operands = [total]
        for minus, term in node.rest:
            value = self.expr(term)
            operands.append(value)
            total = v.subtract(total, value) if minus else v.add(total, value)
        self.trace.append(Traced(node, tuple(operands), total))
        return total

    def sum_over(self, node: t.SumOver) -> Val:
        one = self.inputs[node.items]
        items: Any = self.setting.facts.values.get(node.items)
        self.item_fields = {f.label: f for f in one.fields}
        if items is None:
            return v.unknown(one.identifier, *self.needs_of_any_item(node, one))
        total = v.ZERO
        rounded = []
        for index, item in enumerate(items, 1):
            self.item, self.path = item, f"{one.identifier}[{index}]"
            rounded.append(v.round_fen(self.expr(node.body)))
            total = v.add(total, rounded[-1])
        self.item, self.path = None, ""
        self.trace.append(Traced(node, tuple(rounded), total))
        return total

    def needs_of_any_item(self, node: t.SumOver, one: t.Input) -> Iterator[str]:
        """What an item of an unknown list would ask beside its own fields, so that one round of questions is enough."""
        traced, self.item, self.path = len(self.trace), {}, one.identifier
        yield from (need for need in self.expr(node.body).needs if not need.startswith(f"{one.identifier}."))
        del self.trace[traced:]
        self.item, self.path = None, ""

    def add_months(self, node: t.AddMonths) -> Val:
        day = self.expr(node.day)
        shift = 31 * node.months
        result = Val(day.low + shift, None if day.high is None else day.high + shift, 1, day.needs)
        self.trace.append(Traced(node, (day,), result))
        return result

    def whole_months(self, node: t.WholeMonths) -> Val:
        first, until = self.expr(node.first), self.expr(node.until)
        low = 0 if first.high is None else max(0, (until.low - first.high) // 31)
        high = None if until.high is None else max(0, (until.high - first.low) // 31)
        needs = v.NOBODY if low == high else first.needs | until.needs
        result = Val(low, high, 1, needs)
        self.trace.append(Traced(node, (first, until), result))
        return result

    def floor(self, node: t.Floor) -> Val:
        value, least = self.expr(node.value), self.expr(node.least)
        result = v.most(value, least)
        self.trace.append(Traced(node, (value, least), result))
        return result

    def cap(self, node: t.Cap) -> Val:
        value, limit = self.expr(node.value), self.expr(node.limit)
        used = self.used(node.unit)
        left = v.subtract(limit, Val(used, used)) if used else limit
        result = v.least(value, left)
        if used and left.high == 0 and value.high != 0:
            self.result.cut_by.add(Reason.CAP_USED_UP)
        self.trace.append(Traced(node, (value, limit, Val(used, used)), result))
        return result

    def used(self, unit: t.CapUnit) -> int:
        """What counts against this cap already."""
        if unit is t.CapUnit.CASE:
            return 0
        name = self.setting.open_cap_unit if unit is t.CapUnit.ENTERPRISE_OPEN else unit.value
        return self.setting.earlier.get((self.defining, name), 0)

    def once(self, node: t.Once) -> Val:
        value = self.expr(node.value)
        used = self.used(node.unit)
        if used and value.high != 0:
            self.result.cut_by.add(Reason.ALREADY_RECEIVED)
        result = v.ZERO if used else value
        self.trace.append(Traced(node, (value, Val(used, used)), result))
        return result

    def only_if(self, node: t.OnlyIf) -> Val:
        value = self.expr(node.value)
        truth = self.test(node.test)
        if truth.value is None and value.high != 0:
            result = Val(0, value.high, value.den, value.needs | truth.needs)
        else:
            result = value if truth.value else v.ZERO
        self.trace.append(Traced(node, (value,), result, {True: "是", False: "否", None: ""}[truth.value]))
        return result

    def after_grant(self, node: t.AfterGrant) -> Val:
        value = self.expr(node.value)
        granted = self.setting.facts.granted.get(node.tier)
        if granted is None:
            if value.high != 0:
                self.result.awaiting[self.defining] = node.tier
            result = value
        else:
            result = v.ZERO if granted == 0 else value
        self.trace.append(Traced(node, (value,), result, show_yuan(granted) if granted is not None else ""))
        return result

    # tests

    def test(self, node: t.Test) -> Truth:
        return _TEST[type(node)](self, node)

    def compare(self, node: t.Compare) -> Truth:
        left, right = self.expr(node.left), self.expr(node.right)
        truth = v.compare(left, node.op.value, right)
        self.trace.append(Traced(node, (left, right), None, _word(truth)))
        return truth

    def is_test(self, node: t.Is) -> Truth:
        picked = self.picked(node.name)
        truth = Truth(None, picked.needs) if picked.label is None else Truth((picked.label == node.option) != node.negated)
        self.trace.append(Traced(node, (), None, picked.label or ""))
        return truth

    def within(self, node: t.Within) -> Truth:
        day, first = self.expr(node.day), self.expr(node.first)
        if node.last is not None:
            last = self.expr(node.last)
        else:
            shift = 31 * node.months
            last = Val(first.low + shift, None if first.high is None else first.high + shift, 1, first.needs)
        truth = v.all_of([v.compare(day, ">=", first), v.compare(day, "<=", last)])
        self.trace.append(Traced(node, (day, first, last), None, _word(truth)))
        return truth

    def all_tests(self, node: t.AllOf) -> Truth:
        return v.all_of([self.test(one) for one in node.tests])

    def any_test(self, node: t.AnyOf) -> Truth:
        return v.any_of([self.test(one) for one in node.tests])


def _word(truth: Truth) -> str:
    return {True: "是", False: "否", None: ""}[truth.value]


_EXPR: dict[type, Callable[[Walk, Any], Val]] = {
    t.Literal: Walk.literal, t.Ref: Walk.ref, t.Granted: Walk.granted, t.RateOf: Walk.rate_of, t.UpTo: Walk.up_to,
    t.Sum: Walk.sum, t.SumOver: Walk.sum_over, t.AddMonths: Walk.add_months, t.WholeMonths: Walk.whole_months,
    t.Floor: Walk.floor, t.Cap: Walk.cap, t.Once: Walk.once, t.OnlyIf: Walk.only_if, t.AfterGrant: Walk.after_grant,
}  # fmt: skip
_TEST: dict[type, Callable[[Walk, Any], Truth]] = {
    t.Compare: Walk.compare, t.Is: Walk.is_test, t.Within: Walk.within, t.AllOf: Walk.all_tests, t.AnyOf: Walk.any_test,
}  # fmt: skip
