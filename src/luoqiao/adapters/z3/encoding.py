"""写成算式: a program of integer terms as Z3 integer arithmetic, one variable a column, one a name.

All of it is linear but for products of two unknowns (an approved rate times a base, a principal times months). Those
become a fresh number held between the base times the least and the base times the greatest of the other factor, and two
products with the same factor keep the order of their bases. What is proved of the fresh number is proved of the product;
what is refuted is asked again with the factor fixed (`pinned`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luoqiao.adapters.z3.inputs import MOST_ITEMS, Inputs, bounds_of
from luoqiao.adapters.z3.library import number, z3
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.bounds import combined
from luoqiao.core.rules.term_walk import names_of


@dataclass(slots=True)
class Encoded:
    """一段写好的程序: names by their variables, what defines them, whether the conditions hold, shares where they do."""

    program: w.Program
    names: Mapping[str, Any]
    defined: Mapping[str, Any]
    bounded: tuple[Any, ...]
    entitled: Any
    admissible: Any
    shares: Mapping[str, Any]
    computed: Mapping[str, Any]

    @property
    def definitions(self) -> tuple[Any, ...]:
        """All that ties the names to the columns."""
        return (*self.defined.values(), *self.bounded)

    def term(self, term: w.Term, inputs: Inputs) -> Any:
        """A term over the names of the program."""
        return _Writer(self.program, inputs, dict(self.names)).integer(term)

    def test(self, term: w.Term, inputs: Inputs) -> Any:
        """A test over the names of the program."""
        return _Writer(self.program, inputs, dict(self.names)).truth(term)


def encode_program(
    program: w.Program, inputs: Inputs, mark: str = "", instead: Mapping[str, Any] | None = None
) -> Encoded:
    """Write a program; `mark` tells its names from those of another.

    `instead` puts variables for columns, and for names that are then not defined again.
    """
    inputs.add(program)
    writer = _Writer(program, inputs, dict(instead or {}))
    defined: dict[str, Any] = {}
    computed: dict[str, Any] = {}
    admissible = z3().And(*(_within(inputs, name, how, limit) for name, how, limit in program.approved))
    for name, term in program.assignments:
        writer.bounds[name] = writer.range(term)
        if instead and name in instead:
            continue
        variable = z3().Int(f"{mark}{name}")
        defined[name] = variable == writer.integer(term)
        if isinstance(term, w.If) and isinstance(term.test, w.Has) and term.then == w.Var(term.test.name):
            computed[name] = writer.integer(term.otherwise)
        writer.names[name] = variable
    entitled = writer.truth(program.entitled)
    shares = {code: z3().If(entitled, writer.integer(term), number(0)) for code, term in program.shares}
    bounded = tuple(z3().Implies(admissible, one) for one in writer.tighter)
    return Encoded(program, writer.names, defined, bounded, entitled, admissible, shares, computed)


def unchanged(program: w.Program, base: Encoded) -> dict[str, Any]:
    """The names that mean in a program what they mean in one that is written already, with their variables."""
    before = dict(base.program.assignments)
    changed: set[str] = set()
    same = {}
    for name, term in program.assignments:
        if before.get(name) == term and not changed.intersection(names_of(term)):
            same[name] = base.names[name]
        else:
            changed.add(name)
    return same


def _within(inputs: Inputs, name: str, how: t.RateHow, limit: int) -> Any:
    rate = inputs.values[name]
    inputs.rates.add(limit)
    return z3().Implies(inputs.has(name), rate >= limit if how is t.RateHow.FLOOR else rate <= limit)


class _Writer:
    def __init__(self, program: w.Program, inputs: Inputs, names: dict[str, Any]) -> None:
        self.program, self.inputs, self.names = program, inputs, names
        self.bounds: dict[str, tuple[int, int]] = {}
        self.tighter: list[Any] = []
        self.item = ""
        self.within_limits = False

    def variable(self, name: str) -> Any:
        if name.startswith("item."):
            name = f"{self.item}.{name.removeprefix('item.')}"
        return self.names[name] if name in self.names else self.inputs.values[name]

    def integer(self, term: w.Term) -> Any:
        match term:
            case w.Const(value=value):
                self.inputs.numbers.add(value)
                return number(value)
            case w.Var(name=name):
                return self.variable(name)
            case w.If(test=test, then=then, otherwise=otherwise):
                return z3().If(self.truth(test), self.integer(then), self.integer(otherwise))
            case w.SumItems(items=items, body=body):
                return self.sum_items(items, body)
            case w.Bin(op="*"):
                return self.times(term)
            case w.Bin(op=op, left=left, right=right) if op in ("+", "-", "//", "min", "max"):
                return self.arithmetic(op, self.integer(left), self.integer(right))
            case _:
                return z3().If(self.truth(term), number(1), number(0))

    @staticmethod
    def arithmetic(op: str, a: Any, b: Any) -> Any:
        match op:
            case "+":
                return a + b
            case "-":
                return a - b
            case "//":
                return a / b  # of integers: rounds down for a positive divisor, as floor division does
            case "min":
                return z3().If(a < b, a, b)
            case _:
                return z3().If(a > b, a, b)

    def times(self, term: w.Bin) -> Any:
        left, right = term.left, term.right
        a, b = self.integer(left), self.integer(right)
        for one in (left, right):
            if isinstance(one, w.Const):
                self.inputs.factors.add(one.value)
                return a * b
        wide, narrow = self.range(left), self.range(right)
        if wide[1] < narrow[1]:
            left, right, a, b, narrow = right, left, b, a, wide
        result = self.inputs.product(a, b, narrow)
        self.within_limits = True
        least, most = self.range(right)
        self.within_limits = False
        if (least, most) != narrow:
            self.tighter += [result >= a * least, result <= a * most]
        return result

    def sum_items(self, items: str, body: w.Term) -> Any:
        _, count = self.inputs.lists[items]
        total = number(0)
        for index in range(1, MOST_ITEMS + 1):
            self.item = f"{items}[{index}]"
            total = total + z3().If(count >= index, self.integer(body), number(0))
        self.item = ""
        return total

    def truth(self, term: w.Term) -> Any:
        match term:
            case w.Const(value=value):
                return z3().BoolVal(value != 0)
            case w.Has(name=name):
                return self.inputs.has(name)
            case w.Not(term=inner):
                return z3().Not(self.truth(inner))
            case w.Bin(op="and", left=left, right=right):
                return z3().And(self.truth(left), self.truth(right))
            case w.Bin(op="or", left=left, right=right):
                return z3().Or(self.truth(left), self.truth(right))
            case w.Bin(op=">" | ">=" | "<" | "<=" | "==" as op, left=left, right=right):
                a, b = self.integer(left), self.integer(right)
                return {">": a > b, ">=": a >= b, "<": a < b, "<=": a <= b, "==": a == b}[op]
            case w.If(test=test, then=then, otherwise=otherwise):
                return z3().If(self.truth(test), self.truth(then), self.truth(otherwise))
            case _:
                return self.integer(term) != 0

    # what is known of the size of a factor

    def range(self, term: w.Term) -> tuple[int, int]:
        match term:
            case w.Const(value=value):
                return value, value
            case w.Var(name=name):
                return self.range_of(name)
            case w.If(then=then, otherwise=otherwise):
                return _hull(self.range(then), self.range(otherwise))
            case w.Bin(op=op, left=left, right=right) if op in ("+", "-", "*", "//", "min", "max"):
                return combined(op, self.range(left), self.range(right))
            case w.SumItems(body=body):
                low, high = self.range(body)
                return min(0, low * MOST_ITEMS), max(0, high * MOST_ITEMS)
            case _:
                return 0, 1

    def range_of(self, name: str) -> tuple[int, int]:
        if name in self.bounds:
            return self.bounds[name]
        for column, how, limit in self.program.approved:
            if column == name and self.within_limits:
                return (limit, t.RATE_SCALE) if how is t.RateHow.FLOOR else (0, limit)
        if name.startswith("item."):
            fields = (f for one, _ in self.inputs.lists.values() for f in one.fields)
            kind = next(f.kind for f in fields if f.identifier == name.removeprefix("item."))
            return bounds_of(w.Column(name, kind))
        return bounds_of(self.inputs.columns[name])


def _hull(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    return min(a[0], b[0]), max(a[1], b[1])
