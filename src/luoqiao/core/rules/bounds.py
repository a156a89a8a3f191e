"""值域: the least and greatest value of every term, from what is known of the columns.

Every backend asks here whether a step can leave the numbers it calculates with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from luoqiao.core.kernel.money import MOST
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.build import MOST_MONTHS

Bounds = tuple[int, int]
"""Least and greatest value, both included."""

LAST_DAY = 10_000 * 12 * 31
BY_KIND: Mapping[t.Kind, Bounds] = {
    t.Kind.MONEY: (0, MOST), t.Kind.RATE: (0, t.RATE_SCALE), t.Kind.COUNT: (0, 999_999_999),
    t.Kind.MONTHS: (0, MOST_MONTHS), t.Kind.DATE: (0, LAST_DAY), t.Kind.YES_NO: (0, 1), t.Kind.CHOICE: (0, 254),
}  # fmt: skip
"""What a value of this kind can be at all."""


class Lowered(Protocol):
    """A lowered clause, whatever it answers: its clause and the columns that it reads."""

    @property
    def clause(self) -> t.Clause: ...

    @property
    def columns(self) -> tuple[w.Column, ...]: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the columns: bounds by name, and which optional columns every row has, or none has."""

    bounds: Mapping[str, Bounds]
    has: Mapping[str, bool]
    most_items: int = 1000


def column_bounds(program: Lowered) -> dict[str, Bounds]:
    """The bounds of every column by its kind; items of lists too."""
    found = {c.name: BY_KIND[c.kind] for c in program.columns if c.kind is not t.Kind.LIST}
    for one in program.clause.inputs:
        found |= {f"item.{f.identifier}": BY_KIND[f.kind] for f in one.fields}
    return found


class Ranges:
    """The bounds of every name so far, and of terms that speak of them."""

    def __init__(self, program: Lowered, known: Known) -> None:
        self.known = known
        self.bounds = {**column_bounds(program), **known.bounds}
        self.ranges: dict[int, tuple[w.Term, Bounds]] = {}

    def range(self, term: w.Term) -> Bounds:
        """Least and greatest value of a term; a term that stands in several places is looked at once."""
        if id(term) not in self.ranges:
            self.ranges[id(term)] = term, self._range(term)
        return self.ranges[id(term)][1]

    def _range(self, term: w.Term) -> Bounds:
        match term:
            case w.Const(value=value):
                return value, value
            case w.Var(name=name):
                return self.bounds[name]
            case w.If(then=then, otherwise=otherwise):
                a, b = self.range(then), self.range(otherwise)
                return min(a[0], b[0]), max(a[1], b[1])
            case w.SumItems(body=body):
                low, high = self.range(body)
                return min(low, 0) * self.known.most_items, max(high, 0) * self.known.most_items
            case w.Bin(op="+" | "-" | "*" | "//" | "min" | "max" as op, left=left, right=right):
                return combined(op, self.range(left), self.range(right))
            case _:
                return 0, 1


def combined(op: str, a: Bounds, b: Bounds) -> Bounds:
    """What an operation on values within these bounds can give."""
    match op:
        case "+":
            return a[0] + b[0], a[1] + b[1]
        case "-":
            return a[0] - b[1], a[1] - b[0]
        case "min":
            return min(a[0], b[0]), min(a[1], b[1])
        case "max":
            return max(a[0], b[0]), max(a[1], b[1])
        case "*":
            products = [x * y for x in a for y in b]
            return min(products), max(products)
        case _:
            quotients = [x // y for x in a for y in b if y]
            return min(quotients), max(quotients)


def decided(op: str, a: Bounds, b: Bounds) -> bool | None:
    """Whether a comparison is certain, impossible, or open."""
    match op:
        case ">":
            return True if a[0] > b[1] else False if a[1] <= b[0] else None
        case ">=":
            return True if a[0] >= b[1] else False if a[1] < b[0] else None
        case "<":
            return True if a[1] < b[0] else False if a[0] >= b[1] else None
        case "<=":
            return True if a[1] <= b[0] else False if a[0] > b[1] else None
        case _:
            return False if a[1] < b[0] or b[1] < a[0] else True if a == b and a[0] == a[1] else None
