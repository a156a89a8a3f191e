"""降到整数: one lowering of a straight line to integer terms that every backend can run exactly.

Each value is an integer term over a denominator known when it is lowered. The terms are few on purpose: constants,
variables, sums, products, floor division, least, most, choice, comparison, and/or/not, and a sum over items. A
backend (generated Python here; kernels, dataframes and provers as adapters) only has to write these.

A lowered clause expects every needed fact; what is missing is the business of *explain*.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.parameter import Parameter, Place
from luoqiao.core.rules.parameters import symbolic_places
from luoqiao.core.rules.resolve import Straight, resolve
from luoqiao.core.rules.terms import (
    Bin,
    Column,
    Const,
    Has,
    If,
    Not,
    Program,
    Scaled,
    SumItems,
    Term,
    Var,
    align,
    earlier_name,
    parameter_name,
    rounded,
    times,
)


def lower(
    clause: t.Clause, letters: Mapping[str, str], on: date, basis: Basis = PLAIN, symbols: Collection[str] = ()
) -> Program:
    """Lower a clause for these readings on a day inside its period.

    The parameters named in `symbols` become columns `param.<identifier>`, so that one program serves every value of them.
    """
    line = resolve(clause, letters, on, tuple(tier.label for tier in basis.tiers))
    return _Lowering(line, letters, basis, symbolic_places(clause, symbols, basis.tiers)).program()


@dataclass(slots=True)
class _Lowering:
    line: Straight
    letters: Mapping[str, str]
    basis: Basis
    symbols: Mapping[Place, Parameter] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    assignments: list[tuple[str, Term]] = field(default_factory=list)
    names: dict[str, Scaled] = field(default_factory=dict)
    conditions: list[Term] = field(default_factory=list)
    approved: list[tuple[str, t.RateHow, int]] = field(default_factory=list)
    approved_by: list[tuple[str, t.RateHow, str]] = field(default_factory=list)
    counted: dict[str, str] = field(default_factory=dict)
    defining: str = ""
    fields: Mapping[str, t.Input] = field(default_factory=dict)

    @property
    def tiers(self) -> dict[str, str]:
        return {tier.label: tier.code for tier in self.basis.tiers}

    def program(self) -> Program:
        for statement in self.line.steps:
            match statement:
                case t.Condition(test=test):
                    self.conditions.append(self.test(test))
                case t.Define():
                    self.define(statement)
                case t.Split():
                    self.split(statement)
        for label in sorted(self.line.grants):
            if label in self.tiers and label not in self.names:
                self.assign(label, Scaled(Const(0)))
        entitled: Term = Const(1)
        for index, one in enumerate(self.conditions):
            entitled = one if index == 0 else Bin("and", entitled, one)
        shares = tuple(
            (tier.code, self.names[tier.label].term if tier.label in self.names else Const(0)) for tier in self.basis.tiers
        )
        columns = tuple(self.columns.values())
        approved, approved_by = tuple(self.approved), tuple(self.approved_by)
        counted = tuple((c, rounded(self.names[name])) for c, name in self.counted.items() if name in self.names)
        return Program(self.line.clause, columns, tuple(self.assignments), entitled, shares, approved, approved_by, counted)

    # statements

    def define(self, statement: t.Define) -> None:
        value = statement.value
        if isinstance(value, t.ByRange | t.ByChoice):
            for index, name in enumerate(statement.names):
                self.defining = name
                self.assign(name, self.branching(value, index))
        else:
            self.defining = statement.names[0]
            self.assign(self.defining, self.expr(value))

    def assign(self, name: str, value: Scaled) -> None:
        """Name a value; a tier is rounded, and replaced by the actual grant where that is given."""
        term, den = value.term, value.den
        if name in self.tiers:
            term, den = rounded(value), 1
            if name in self.line.grants:
                grant = self.column(f"granted_{self.tiers[name]}", t.Kind.MONEY, optional=True)
                term = If(Has(grant), Var(grant), term)
        variable = self.variable(name)
        self.assignments.append((variable, term))
        self.names[name] = Scaled(Var(variable), den)

    def variable(self, name: str) -> str:
        """A name of the rule as a variable, told apart from a column that is written alike: `price` beside 价款 price."""
        alike = any(name == one.identifier for one in self.line.clause.inputs)
        return f"名0{name}" if alike else name

    def split(self, statement: t.Split) -> None:
        to_fen = f"总额到分{len(self.assignments)}"  # a digit: no name of a rule can be this
        self.assign(to_fen, Scaled(rounded(self.read(statement.total))))
        total, whole = self.names[to_fen].term, sum(statement.parts)
        rest = total
        parts: dict[str, Term] = {}
        for part, tier in zip(statement.parts, statement.tiers, strict=True):
            if tier != statement.rest_to:
                parts[tier] = rounded(Scaled(times(total, part), whole))
                rest = Bin("-", rest, parts[tier])
        parts[statement.rest_to] = rest
        for tier, term in parts.items():
            self.assign(tier, Scaled(term))

    def branching(self, node: t.ByRange | t.ByChoice, index: int) -> Scaled:
        values = [self.expr(arm.values[index]) for arm in node.arms]
        terms, den = align(values)
        arms: tuple[t.RangeArm | t.ChoiceArm, ...] = node.arms
        ordered = sorted(zip(arms, terms, strict=True), key=lambda pair: pair[0].rest)
        result = ordered[-1][1]
        for arm, term in reversed(ordered[:-1]):
            result = If(self.arm_test(node, arm), term, result)
        return Scaled(result, den)

    def arm_test(self, node: t.ByRange | t.ByChoice, arm: t.RangeArm | t.ChoiceArm) -> Term:
        if isinstance(arm, t.ChoiceArm):
            tests = [self.is_option(node.subject, option) for option in arm.options]
        else:
            value = self.read(node.subject)
            tests = []
            if arm.low is not None:
                low = times(self.number(arm.at, "low", arm.low), value.den)
                tests.append(Bin(">=" if arm.low_in else ">", value.term, low))
            if arm.high is not None:
                high = times(self.number(arm.at, "high", arm.high), value.den)
                tests.append(Bin("<=" if arm.high_in else "<", value.term, high))
        result = tests[0]
        for one in tests[1:]:
            result = Bin("or" if isinstance(arm, t.ChoiceArm) else "and", result, one)
        return result

    # inputs

    def column(self, name: str, kind: t.Kind, *, optional: bool = False, options: tuple[str, ...] = ()) -> str:
        self.columns.setdefault(name, Column(name, kind, optional, options))
        return name

    def number(self, at: t.At, slot: str, value: int) -> Term:
        """A number of the rule: as it is written, or a column where it is left open."""
        parameter = self.symbols.get(Place(at, slot))
        if parameter is None:
            return Const(value)
        return Var(self.column(parameter_name(parameter.id), parameter.kind))

    def input(self, name: str) -> t.Input:
        return self.line.clause.get_input(name)

    def read(self, name: str) -> Scaled:
        if name in self.fields:
            of_item = self.fields[name]
            return Scaled(Var(f"item.{of_item.identifier}"), t.RATE_SCALE if of_item.kind is t.Kind.RATE else 1)
        if name in self.names:
            return self.names[name]
        one = self.input(name)
        column = self.column(one.identifier, one.kind, optional=one.need is t.Need.OPTIONAL)
        return Scaled(Var(column), t.RATE_SCALE if one.kind is t.Kind.RATE else 1)

    def is_option(self, name: str, option: str) -> Term:
        one = self.input(name)
        options = ("否", "是") if one.kind is t.Kind.YES_NO else tuple(o.label for o in one.options)
        column = Var(self.column(one.identifier, one.kind, optional=bool(one.default), options=options))
        code: Term = column
        if one.default:
            code = If(Has(one.identifier), column, Const(options.index(one.default)))
        return Bin("==", code, Const(options.index(option)))

    # expressions

    def expr(self, node: t.Expr) -> Scaled:  # noqa: C901 - one arm a kind of node
        match node:
            case t.Literal(value=number, at=at):
                return Scaled(self.number(at, "value", number))
            case t.Ref(name=name):
                return self.read(name)
            case t.Granted(tier=tier):
                return self.upper(tier)
            case t.RateOf():
                return self.rate_of(node)
            case t.UpTo(limit=limit):
                return self.expr(limit)
            case t.Sum(first=first, rest=rest):
                return self.sum(first, rest)
            case t.SumOver(items=items, body=body):
                one = self.input(items)
                self.column(one.identifier, t.Kind.LIST)
                self.fields = {f.label: f for f in one.fields}
                term = rounded(self.expr(body))
                self.fields = {}
                return Scaled(SumItems(one.identifier, term))
            case t.AddMonths(day=day, months=months, at=at):
                return Scaled(Bin("+", self.expr(day).term, times(self.number(at, "months", months), 31)))
            case t.WholeMonths(first=begin, until=until):
                days = Bin("-", self.expr(until).term, self.expr(begin).term)
                return Scaled(Bin("//", Bin("max", days, Const(0)), Const(31)))
            case t.Floor(value=inner, least=least):
                return self.pair("max", self.expr(inner), self.expr(least))
            case t.Cap(value=inner, limit=limit, unit=unit):
                return self.pair("min", self.expr(inner), self.left(self.expr(limit), unit))
            case t.Once(value=inner, unit=unit):
                value = self.expr(inner)
                return Scaled(If(Bin(">", Var(self.used(unit)), Const(0)), Const(0), value.term), value.den)
            case t.OnlyIf(value=inner, test=test):
                value = self.expr(inner)
                return Scaled(If(self.test(test), value.term, Const(0)), value.den)
            case t.AfterGrant(value=inner, tier=tier):
                value = self.expr(inner)
                grant = self.grant(tier)
                nothing = Bin("and", Has(grant), Bin("==", Var(grant), Const(0)))
                return Scaled(If(nothing, Const(0), value.term), value.den)

    def grant(self, tier: str) -> str:
        return self.column(f"granted_{self.tiers[tier]}", t.Kind.MONEY, optional=True)

    def upper(self, tier: str) -> Scaled:
        if tier in self.names:
            return self.names[tier]
        grant = self.grant(tier)
        return Scaled(If(Has(grant), Var(grant), Const(0)))

    def pair(self, op: str, left: Scaled, right: Scaled) -> Scaled:
        (a, b), den = align([left, right])
        return Scaled(Bin(op, a, b), den)

    def used(self, unit: t.CapUnit) -> str:
        if unit is t.CapUnit.ENTERPRISE_OPEN:
            programme = self.letters.get(self.basis.cap_period_question, "A") == "B"
            unit = t.CapUnit.ENTERPRISE if programme else t.CapUnit.ENTERPRISE_YEAR
        column = self.column(earlier_name(self.defining, unit.value), t.Kind.MONEY)
        self.counted[column] = self.defining
        return column

    def left(self, limit: Scaled, unit: t.CapUnit) -> Scaled:
        if unit is t.CapUnit.CASE:
            return limit
        used = times(Var(self.used(unit)), limit.den)
        return Scaled(Bin("max", Bin("-", limit.term, used), Const(0)), limit.den)

    def sum(self, first: t.Expr, rest: tuple[tuple[bool, t.Expr], ...]) -> Scaled:
        total = self.expr(first)
        for minus, term in rest:
            total = self.pair("-" if minus else "+", total, self.expr(term))
            if minus:
                total = Scaled(Bin("max", total.term, Const(0)), total.den)
        return total

    def rate_of(self, node: t.RateOf) -> Scaled:
        base = self.expr(node.base)
        if isinstance(node.rate, str):
            rate = self.read(node.rate)
            value = Scaled(Bin("*", base.term, rate.term), base.den * rate.den)
        elif node.approved:
            name = self.column(self.input(node.approved).identifier, t.Kind.RATE, optional=True)
            limit = self.number(node.at, "rate", node.rate)
            given: Term = Var(name)
            if isinstance(limit, Var):
                self.approved_by.append((name, node.how, limit.name))
                given = Bin("min" if node.how is t.RateHow.CEILING else "max", given, limit)
            else:
                self.approved.append((name, node.how, node.rate))
            value = Scaled(Bin("*", base.term, If(Has(name), given, limit)), base.den * t.RATE_SCALE)
        else:
            number = self.number(node.at, "rate", node.rate)
            term = times(base.term, number.value) if isinstance(number, Const) else Bin("*", base.term, number)
            value = Scaled(term, base.den * t.RATE_SCALE)
        if node.months:
            value = Scaled(Bin("*", value.term, self.read(node.months).term), value.den * 12)
        return value

    # tests

    def test(self, node: t.Test) -> Term:
        match node:
            case t.Compare(left=left, op=op, right=right):
                (a, b), _ = align([self.expr(left), self.expr(right)])
                return Bin(op.value, a, b)
            case t.Is(name=name, option=option, negated=negated):
                term = self.is_option(name, option)
                return Not(term) if negated else term
            case t.Within(day=day, first=first, last=last, months=months, at=at):
                begin = self.expr(first).term
                span = times(self.number(at, "months", months), 31)
                end = self.expr(last).term if last is not None else Bin("+", begin, span)
                when = self.expr(day).term
                return Bin("and", Bin(">=", when, begin), Bin("<=", when, end))
            case t.AllOf(tests=tests) | t.AnyOf(tests=tests):
                word = "and" if isinstance(node, t.AllOf) else "or"
                result = self.test(tests[0])
                for one in tests[1:]:
                    result = Bin(word, result, self.test(one))
                return result
