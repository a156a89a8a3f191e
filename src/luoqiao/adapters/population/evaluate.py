"""逐列求值: integer terms over whole arrays, step by step; for the rows that a compiled kernel leaves.

Slower than a kernel and always exact: 64-bit integers where no step can leave them, Python's own integers else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoqiao.core.rules import terms as w

Values = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class ItemRows:
    """Items of the chosen rows: offsets per row, the row of each item."""

    offsets: NDArray[np.int64]
    owner: NDArray[np.int64]


@dataclass(slots=True, eq=False)
class Env:
    """Values by name, whether an optional one is given, items by list."""

    rows: int
    exact: type[np.int64] | type[object]
    """The type of every array: 64-bit integers, or objects without limit."""
    values: dict[str, Values]
    given: Mapping[str, NDArray[np.bool_]]
    items: Mapping[str, ItemRows]

    def assign(self, name: str, term: w.Term) -> None:
        """Work out a term and give it a name."""
        self.values[name] = self.evaluate(term)

    def evaluate(self, term: w.Term) -> Values:
        """The value of a term in every row."""
        match term:
            case w.Const(value=value):
                return np.full(self.rows, value, dtype=self.exact)
            case w.Var(name=name):
                return self.values[name]
            case w.Has(name=name):
                return self.given[name]
            case w.Not(term=inner):
                return np.logical_not(self.flags(inner))
            case w.If(test=test, then=then, otherwise=otherwise):
                return np.where(self.flags(test), self.evaluate(then), self.evaluate(otherwise))
            case w.SumItems(items=items, body=body):
                return self.sum_items(self.items[items], items, body)
            case w.Bin(op="and", left=left, right=right):
                return np.logical_and(self.flags(left), self.flags(right))
            case w.Bin(op="or", left=left, right=right):
                return np.logical_or(self.flags(left), self.flags(right))
            case w.Bin(op=op, left=left, right=right):
                return _OPS[op](self.evaluate(left), self.evaluate(right))

    def flags(self, term: w.Term) -> NDArray[np.bool_]:
        """The value of a test in every row."""
        found = self.evaluate(term)
        return found if found.dtype == np.bool_ else found != 0

    def sum_items(self, rows: ItemRows, items: str, body: w.Term) -> Values:
        """Work out the body for every item and add up by row."""
        own = {name: value[rows.owner] for name, value in self.values.items() if not name.startswith("item.")}
        own |= {name: value for name, value in self.values.items() if name.startswith("item.")}
        given = {n: g if n.startswith("item.") else g[rows.owner] for n, g in self.given.items()}
        inner = Env(len(rows.owner), self.exact, own, given, {})
        found = inner.evaluate(body)
        amounts = found.astype(self.exact) if found.dtype == np.bool_ else found
        running = np.concatenate([np.zeros(1, dtype=self.exact), np.cumsum(amounts, dtype=self.exact)])
        total: Values = running[rows.offsets[1:]] - running[rows.offsets[:-1]]
        return total


_OPS: Mapping[str, Callable[[Values, Values], Values]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "//": lambda a, b: a // b,
    "min": np.minimum, "max": np.maximum, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, "==": lambda a, b: a == b,
}  # fmt: skip
