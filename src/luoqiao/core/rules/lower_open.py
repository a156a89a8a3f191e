"""降低缺项的行: the same judgment as `judge.py`, as terms, for rows in which the same inputs are missing.

Each amount is a span whose ends are terms, each test is surely or possibly true, and the missing choices and stretches
are gone through cell by cell, exactly as *explain* does; a backend that can write terms then answers such rows too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoqiao.core.rules import spans as s
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.open_cells import Cell, cells_of
from luoqiao.core.rules.resolve import Straight, resolve
from luoqiao.core.rules.spans import Span, Test
from luoqiao.core.rules.term_walk import names_of
from luoqiao.core.rules.terms import Bin, Column, Const, Has, If, SumItems, Term, Var, earlier_name


@dataclass(frozen=True, slots=True)
class OpenProgram:
    """降好的缺项条款: columns that are read, assignments in order, verdict, and the span of each share and of the total.

    `shares` and `total` are in fen; where `open` holds there is no upper end and `high` says nothing.
    """

    clause: t.Clause
    columns: tuple[Column, ...]
    assignments: tuple[tuple[str, Term], ...]
    entitled: Test
    shares: tuple[tuple[str, Span], ...]
    total: Span


def lower_open(
    clause: t.Clause, letters: Mapping[str, str], on: date, missing: frozenset[str], basis: Basis = PLAIN
) -> OpenProgram:
    """Lower a clause for rows in which the inputs `missing` (identifiers) are not known.

    An optional input that is missing is named too; the columns that remain are known in every such row, apart from
    grants and approved rates, which may come and go.
    """
    line = resolve(clause, letters, on, tuple(tier.label for tier in basis.tiers))
    labels = frozenset(i.label for i in clause.inputs if i.identifier in missing)
    columns: dict[str, Column] = {}
    names = _Names()
    outcomes = []
    for number, cell in enumerate(cells_of(line, labels, names.keep)):
        names.prefix = f"{number}."
        outcomes.append((cell.exists, _Walk(line, letters, basis, labels, cell, columns, names).run()))
    names.prefix = ""
    used = {name for _, term in names.assignments for name in names_of(term)}
    for label in (i.label for i in clause.inputs if i.kind is t.Kind.DATE and i.label not in labels and i.identifier in used):
        one = clause.get_input(label)
        columns.setdefault(one.identifier, Column(one.identifier, one.kind))
    entitled = _verdict([(exists, one.entitled) for exists, one in outcomes])
    shares = []
    for tier in basis.tiers:
        shares.append((tier.code, s.hull([(exists, one.shares[tier.label]) for exists, one in outcomes], names.keep)))
    total = s.hull([(exists, one.total) for exists, one in outcomes], names.keep)
    return OpenProgram(clause, tuple(columns.values()), tuple(names.assignments), entitled, tuple(shares), total)


class _Names:
    """Names terms, so that each is worked out once."""

    def __init__(self) -> None:
        self.assignments: list[tuple[str, Term]] = []
        self.prefix = "格."

    def keep(self, term: Term, name: str = "合") -> Term:
        """The term under a name of its own; constants and columns need none."""
        if isinstance(term, Const | Var):
            return term
        full = f"{self.prefix}{name}.{len(self.assignments)}"
        self.assignments.append((full, term))
        return Var(full)


def _verdict(tests: list[tuple[Term, Test]]) -> Test:
    """Sure where it is sure in every cell, possible where it is in one."""
    surely: Term = s.YES
    possibly: Term = s.NO
    for exists, test in tests:
        surely = s.both(surely, s.either(s.negated(exists), test.surely))
        possibly = s.either(possibly, s.both(exists, test.possibly))
    return Test(surely, possibly)


@dataclass(frozen=True, slots=True)
class _Outcome:
    entitled: Test
    shares: Mapping[str, Span]
    total: Span


class _Walk:
    """One cell of one clause."""

    def __init__(
        self, line: Straight, letters: Mapping[str, str], basis: Basis, missing: frozenset[str], cell: Cell,
        columns: dict[str, Column], names: _Names,
    ) -> None:  # fmt: skip
        self.line, self.letters, self.basis = line, letters, basis
        self.missing, self.cell = missing, cell
        self.columns, self.naming = columns, names
        self.tiers = {tier.label: tier.code for tier in basis.tiers}
        self.inputs = {i.label: i for i in line.clause.inputs}
        self.names: dict[str, Span] = {}
        self.conditions: list[Test] = []
        self.fields: Mapping[str, t.Input] = {}
        self.defining = ""

    def run(self) -> _Outcome:
        """Every statement, then the shares that the verdict leaves."""
        for statement in self.line.steps:
            match statement:
                case t.Condition(test=test):
                    self.conditions.append(self.test(test))
                case t.Define():
                    self.define(statement)
                case t.Split():
                    self.split(statement)
        entitled = s.all_of([Test(s.YES, s.YES), *self.conditions])
        entitled = Test(self.keep("符合.必", entitled.surely), self.keep("符合.可", entitled.possibly))
        shares = {}
        for label in self.tiers:
            share = self.names.get(label, s.ZERO)
            if label in self.line.grants and label not in self.names:
                share = self.settled(label, s.ZERO)
            shares[label] = self.named(label + ".终", s.only(share, entitled))
        total = s.ZERO
        for share in shares.values():
            total = s.add(total, share)
        return _Outcome(entitled, shares, total)

    # names

    def keep(self, name: str, term: Term) -> Term:
        """The term under a name."""
        return self.naming.keep(term, name)

    def named(self, name: str, span: Span) -> Span:
        low = self.keep(f"{name}.低", span.low)
        high = low if span.low is span.high else self.keep(f"{name}.高", span.high)
        return Span(low, high, self.keep(f"{name}.开", span.open), span.den)

    def define(self, statement: t.Define) -> None:
        value = statement.value
        if isinstance(value, t.ByRange | t.ByChoice):
            results = []
            for index, name in enumerate(statement.names):
                self.defining = name
                results.append((name, self.branching(value, index)))
        else:
            self.defining = statement.names[0]
            results = [(self.defining, self.expr(value))]
        for name, span in results:
            self.names[name] = self.named(name, self.settled(name, span) if name in self.tiers else span)

    def settled(self, tier: str, span: Span) -> Span:
        """A tier's share: to the fen, or what was granted where that is known."""
        share = s.round_fen(span)
        if tier not in self.line.grants:
            return share
        grant = self.grant(tier)
        given = Has(grant)
        low: Term = If(given, Var(grant), share.low)
        high = low if share.low is share.high else If(given, Var(grant), share.high)
        return Span(low, high, s.both(s.negated(given), share.open))

    def split(self, statement: t.Split) -> None:
        total = self.named("总额到分", s.round_fen(self.read(statement.total)))
        whole = sum(statement.parts)
        rest = total
        parts: dict[str, Span] = {}
        for part, tier in zip(statement.parts, statement.tiers, strict=True):
            if tier != statement.rest_to:
                share = self.named(tier + ".份", s.round_fen(s.scale(total, part, whole)))
                parts[tier] = share
                low: Term = Bin("-", rest.low, share.low)
                high = low if rest.low is rest.high else Bin("-", rest.high, share.high)
                rest = Span(low, high, rest.open)
        if not total.point and len(statement.tiers) > 2:
            unsure = s.either(total.open, s.negated(Bin("==", total.low, total.high)))
            low = If(unsure, Bin("max", Bin("-", rest.low, Const(1)), s.NOTHING), rest.low)
            rest = Span(low, If(unsure, Bin("+", rest.high, Const(1)), rest.high), rest.open)
        parts[statement.rest_to] = rest
        for tier, span in parts.items():
            self.names[tier] = self.named(tier, self.settled(tier, span))

    def branching(self, node: t.ByRange | t.ByChoice, index: int) -> Span:
        spans = [self.expr(arm.values[index]) for arm in node.arms]
        live = [self.keep(f"{self.defining}.{n}", one) for n, one in enumerate(self.live_arms(node))]
        found = [(one, span) for one, span in zip(live, spans, strict=True) if one != s.NO]
        return s.hull(found, self.naming.keep)

    def live_arms(self, node: t.ByRange | t.ByChoice) -> list[Term]:
        """For each arm whether it can apply."""
        arms: tuple[t.RangeArm | t.ChoiceArm, ...] = node.arms
        if isinstance(node, t.ByChoice):
            tests = [self.options(node.subject, arm.options).possibly for arm in node.arms]
            unsure: Term = Const(int(self.unknown_choice(node.subject)))
        else:
            value = self.read(node.subject)
            tests = [self.inside(value, arm).possibly for arm in node.arms]
            unsure = s.NO if value.point else s.either(value.open, s.negated(Bin("==", value.low, value.high)))
        named: Term = s.NO
        for arm, test in zip(arms, tests, strict=True):
            named = named if arm.rest else s.either(named, test)
        rest = s.either(s.negated(named), unsure)
        return [rest if arm.rest else test for arm, test in zip(arms, tests, strict=True)]

    @staticmethod
    def inside(value: Span, arm: t.RangeArm) -> Test:
        tests = [Test(s.YES, s.YES)]
        if arm.low is not None:
            tests.append(s.compare(value, ">=" if arm.low_in else ">", s.exact(Const(arm.low))))
        if arm.high is not None:
            tests.append(s.compare(value, "<=" if arm.high_in else "<", s.exact(Const(arm.high))))
        return s.all_of(tests)

    # inputs

    def column(self, name: str, kind: t.Kind, *, optional: bool = False, options: tuple[str, ...] = ()) -> str:
        self.columns.setdefault(name, Column(name, kind, optional, options))
        return name

    def grant(self, tier: str) -> str:
        return self.column(f"granted_{self.tiers[tier]}", t.Kind.MONEY, optional=True)

    def read(self, name: str) -> Span:
        if name in self.fields:
            field = self.fields[name]
            column = f"item.{field.identifier}"
            den = t.RATE_SCALE if field.kind is t.Kind.RATE else 1
            value = If(Has(column), Var(column), s.NOTHING)
            return Span(value, value, s.negated(Has(column)), den)
        if name in self.names:
            return self.names[name]
        if name in self.cell.spans:
            return self.cell.spans[name]
        if name in self.missing:
            return s.UNKNOWN
        one = self.inputs[name]
        return s.exact(Var(self.column(one.identifier, one.kind)), t.RATE_SCALE if one.kind is t.Kind.RATE else 1)

    def unknown_choice(self, name: str) -> bool:
        return name in self.missing and not self.inputs[name].default and name not in self.cell.options

    def options(self, name: str, wanted: tuple[str, ...]) -> Test:
        """Whether the choice is one of these."""
        one = self.inputs[name]
        if self.unknown_choice(name):
            return Test(s.NO, s.YES)
        label = self.cell.options.get(name) or (one.default if name in self.missing else "")
        if label:
            sure = Const(int(label in wanted))
            return Test(sure, sure)
        options = ("否", "是") if one.kind is t.Kind.YES_NO else tuple(o.label for o in one.options)
        code = Var(self.column(one.identifier, one.kind, options=options))
        test: Term = s.NO
        for option in wanted:
            test = s.either(test, Bin("==", code, Const(options.index(option))))
        return Test(test, test)

    def used(self, unit: t.CapUnit) -> Term:
        if unit is t.CapUnit.ENTERPRISE_OPEN:
            programme = self.letters.get(self.basis.cap_period_question, "A") == "B"
            unit = t.CapUnit.ENTERPRISE if programme else t.CapUnit.ENTERPRISE_YEAR
        return s.NOTHING if unit is t.CapUnit.CASE else Var(self.column(earlier_name(self.defining, unit.value), t.Kind.MONEY))

    # expressions

    def expr(self, node: t.Expr) -> Span:
        return _EXPR[type(node)](self, node)

    def granted(self, node: t.Granted) -> Span:
        return self.names[node.tier] if node.tier in self.names else self.settled(node.tier, s.ZERO)

    def rate_of(self, node: t.RateOf) -> Span:
        base = self.expr(node.base)
        if isinstance(node.rate, str):
            result = s.multiply(base, self.read(node.rate))
        elif node.approved and node.how is not t.RateHow.FIXED:
            name = self.column(self.inputs[node.approved].identifier, t.Kind.RATE, optional=True)
            chosen = If(Has(name), Var(name), Const(node.rate))
            result = s.multiply(base, s.exact(chosen, t.RATE_SCALE))
        else:
            result = s.scale(base, node.rate, t.RATE_SCALE)
        return s.scale(s.multiply(result, self.read(node.months)), 1, 12) if node.months else result

    def sum(self, node: t.Sum) -> Span:
        total = self.expr(node.first)
        for minus, term in node.rest:
            value = self.expr(term)
            total = s.subtract(total, value) if minus else s.add(total, value)
        return total

    def sum_over(self, node: t.SumOver) -> Span:
        one = self.inputs[node.items]
        if one.label in self.missing:
            return s.UNKNOWN
        self.column(one.identifier, t.Kind.LIST)
        self.fields = {f.label: f for f in one.fields}
        body = s.round_fen(self.expr(node.body))
        self.fields = {}
        low = SumItems(one.identifier, body.low)
        opened = Bin(">", SumItems(one.identifier, body.open), s.NOTHING) if body.open != s.NO else s.NO
        return Span(low, low if body.low is body.high else SumItems(one.identifier, body.high), opened)

    def whole_months(self, node: t.WholeMonths) -> Span:
        first, until = self.expr(node.first), self.expr(node.until)
        low = s.chosen(first.open, s.NOTHING, _months(until.low, first.high))
        return s.made(first, until, low, _months(until.high, first.low), until.open, 1)

    def cap(self, node: t.Cap) -> Span:
        value, limit = self.expr(node.value), self.expr(node.limit)
        used = self.used(node.unit)
        left = limit if used == s.NOTHING else s.subtract(limit, s.exact(used))
        return s.least(value, left)

    def once(self, node: t.Once) -> Span:
        value = self.expr(node.value)
        used = self.used(node.unit)
        fresh = s.YES if used == s.NOTHING else Bin("<=", used, s.NOTHING)
        return s.only(value, Test(fresh, fresh))

    def only_if(self, node: t.OnlyIf) -> Span:
        value = self.expr(node.value)
        return s.only(value, self.test(node.test))

    def after_grant(self, node: t.AfterGrant) -> Span:
        value = self.expr(node.value)
        grant = self.grant(node.tier)
        something = s.negated(Bin("and", Has(grant), Bin("==", Var(grant), s.NOTHING)))
        return s.only(value, Test(something, something))

    # tests

    def test(self, node: t.Test) -> Test:
        match node:
            case t.Compare(left=left, op=op, right=right):
                return s.compare(self.expr(left), op.value, self.expr(right))
            case t.Is(name=name, option=option, negated=negated):
                test = self.options(name, (option,))
                return s.opposite(test) if negated else test
            case t.Within(day=day, first=first, last=last, months=months):
                when, begin = self.expr(day), self.expr(first)
                end = self.expr(last) if last is not None else s.shifted(begin, 31 * months)
                return s.all_of([s.compare(when, ">=", begin), s.compare(when, "<=", end)])
            case t.AllOf(tests=tests):
                return s.all_of([self.test(one) for one in tests])
            case t.AnyOf(tests=tests):
                return s.any_of([self.test(one) for one in tests])


def _months(until: Term, first: Term) -> Term:
    return Bin("//", Bin("max", Bin("-", until, first), s.NOTHING), Const(31))


_EXPR: Mapping[type, Callable[[_Walk, Any], Span]] = {
    t.Literal: lambda _, node: s.exact(Const(node.value)),
    t.Ref: lambda walk, node: walk.read(node.name),
    t.Granted: _Walk.granted,
    t.RateOf: _Walk.rate_of,
    t.UpTo: lambda walk, node: walk.expr(node.limit),
    t.Sum: _Walk.sum,
    t.SumOver: _Walk.sum_over,
    t.AddMonths: lambda walk, node: s.shifted(walk.expr(node.day), 31 * node.months),
    t.WholeMonths: _Walk.whole_months,
    t.Floor: lambda walk, node: s.most(walk.expr(node.value), walk.expr(node.least)),
    t.Cap: _Walk.cap,
    t.Once: _Walk.once,
    t.OnlyIf: _Walk.only_if,
    t.AfterGrant: _Walk.after_grant,
}
