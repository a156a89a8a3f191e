"""事实的变量: one variable a column within the bounds of its kind, lists to a stated length, products of two unknowns.

A product is replaced by a fresh number between the base times the least and the base times the greatest of the other
factor; two products with the same factor keep the order of their bases. `pinned` makes it the product itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luoqiao.adapters.z3.library import z3
from luoqiao.core.kernel.money import MOST
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.build import MOST_MONTHS
from luoqiao.core.rules.dates import encode

MOST_ITEMS = 3
"""Lists are proved for up to so many items; what holds for each item does not depend on how many there are."""

MOST_COUNT = 999_999_999
_DAYS = (encode(date(1949, 10, 1)), encode(date(2199, 12, 31)))


def bounds_of(column: w.Column) -> tuple[int, int]:
    """The least and greatest value a column can have."""
    match column.kind:
        case t.Kind.RATE:
            return 0, t.RATE_SCALE
        case t.Kind.COUNT:
            return 0, MOST_COUNT
        case t.Kind.MONTHS:
            return 0, MOST_MONTHS
        case t.Kind.DATE:
            return _DAYS
        case t.Kind.YES_NO:
            return 0, 1
        case t.Kind.CHOICE:
            return 0, max(0, len(column.options) - 1)
        case _:
            return 0, int(MOST)


@dataclass(slots=True)
class Product:
    """A product of two unknowns that was replaced by a fresh number."""

    base: Any
    factor: Any
    least: int
    most: int
    result: Any


@dataclass(slots=True)
class Inputs:
    """The variables of the columns, shared by every program that is asked about together."""

    values: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, w.Column] = field(default_factory=dict)
    lists: dict[str, tuple[t.Input, Any]] = field(default_factory=dict)
    limits: list[Any] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    made: dict[tuple[int, int], Any] = field(default_factory=dict)
    rates: set[int] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    factors: set[int] = field(default_factory=set)
    fresh: int = 0

    def add(self, program: w.Program) -> None:
        """Make the variables of a program's columns, each within the bounds of its kind."""
        for column in program.columns:
            if column.name not in self.columns:
                self.columns[column.name] = column
                if column.kind is t.Kind.LIST:
                    self._add_list(program.clause.get_input(column.name))
                else:
                    self.values[column.name] = self._variable(column.name, bounds_of(column))

    def _variable(self, name: str, bounds: tuple[int, int]) -> Any:
        variable = z3().Int(name)
        self.limits += [variable >= bounds[0], variable <= bounds[1]]
        return variable

    def _add_list(self, one: t.Input) -> None:
        self.lists[one.identifier] = (one, self._variable(f"{one.identifier}#", (0, MOST_ITEMS)))
        for index in range(MOST_ITEMS):
            for item in one.fields:
                name = f"{one.identifier}[{index + 1}].{item.identifier}"
                self.values[name] = self._variable(name, bounds_of(w.Column(name, item.kind)))

    def has(self, name: str) -> Any:
        """Whether an optional column is given."""
        if name not in self.given:
            self.given[name] = z3().Bool(f"{name}?")
        return self.given[name]

    def product(self, base: Any, factor: Any, bounds: tuple[int, int]) -> Any:
        """A fresh number for base × factor, kept between what the bounds of the factor allow."""
        key = (base.get_id(), factor.get_id())
        if key in self.made:
            return self.made[key]
        self.fresh += 1
        result = z3().Int(f"×{self.fresh}")
        least, most = bounds
        self.limits += [result >= base * least, result <= base * most]
        for other in self.products:
            if other.factor.get_id() == factor.get_id():
                more, change = base - other.base, result - other.result
                self.limits.append(z3().Implies(more >= 0, z3().And(change >= more * least, change <= more * most)))
                self.limits.append(z3().Implies(more <= 0, z3().And(change <= more * least, change >= more * most)))
        self.products.append(Product(base, factor, least, most, result))
        self.made[key] = result
        return result

    def pinned(self, product: Product, factor: int) -> tuple[Any, ...]:
        """What makes a fresh number the product itself, for one value of the factor."""
        return product.factor == factor, product.result == product.base * factor


def simple_case(inputs: Inputs) -> Iterator[Any]:
    """The plainest cases: nothing granted yet, nothing received earlier, no approved rate."""
    for name in inputs.given:
        yield z3().Not(inputs.has(name))
    for name, variable in inputs.values.items():
        if name.startswith("earlier."):
            yield variable == 0
