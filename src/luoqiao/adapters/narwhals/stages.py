"""分步: the nodes of a graph as columns of a frame, in as few steps as their dependence allows.

A node that is read more than once becomes a column of its own; the others stand inside the expression that reads them.
Sums over the items of a list are taken on the exploded list, grouped by the row's key and joined back by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw

from luoqiao.adapters.narwhals.graph import LEAVES, Graph, Node

Frame = nw.LazyFrame[Any]
Encode = Callable[[nw.Expr], nw.Expr]
"""From a field of an item as it stands in the frame to its code; null where it is missing."""
CHEAP = 2
"""Operations that are repeated rather than kept in a column."""
LARGEST_INLINE = 60
"""Operations in one expression before a column is made all the same."""
EXACT_IN_DOUBLE = 2**52
"""Up to here a quotient of doubles, rounded down, is the quotient of the whole numbers."""


class Stages:
    """Writes the wanted nodes of a graph over a frame."""

    def __init__(
        self, graph: Graph, wanted: Sequence[int], fields: Mapping[str, Encode], *, exact_division: bool, key: str
    ) -> None:
        """`exact_division`: whether `//` of this engine is exact for 64 bits; `key`: the column of row keys, for lists."""
        self.graph, self.wanted, self.encode, self.key = graph, wanted, fields, key
        self.exact_division = exact_division
        self.uses = self._count()
        self.columns: dict[int, str] = {}
        self.size: dict[int, int] = {}
        self.level: dict[int, int] = {}

    def write(self, frame: Frame) -> Frame:
        """The frame with a column for every node that needs one."""
        steps: dict[int, list[int]] = {}
        for number in self.graph.below(self.wanted):
            self.level[number] = level = self._level(number)
            self.size[number] = self._size(number)
            if self._own_column(number):
                steps.setdefault(level, []).append(number)
                self.level[number], self.size[number] = level + 1, 0
                self.columns[number] = f"lq_v{number}"
        for level in sorted(steps):
            plain = [n for n in steps[level] if self.graph.nodes[n].op != "sum"]
            if plain:
                frame = frame.with_columns(*(self._inner(n).alias(self.columns[n]) for n in plain))
            for name in sorted({self.graph.nodes[n].name for n in steps[level]} - {""}):
                sums = [n for n in steps[level] if self.graph.nodes[n].name == name]
                frame = self._sum(frame, name, sums)
        return frame

    def number(self, number: int) -> nw.Expr:
        """A node as a whole number over the written frame."""
        return _Inside(self, self.columns, {}).number(number)

    # which nodes become columns

    def _count(self) -> Counter[int]:
        uses = Counter(self.wanted)
        for number in self.graph.below(self.wanted):
            uses.update(self.graph.nodes[number].parts)
            if self.graph.nodes[number].op == "//" and not self.plain_division(number):
                uses[self.graph.nodes[number].parts[0]] += 1
        return uses

    def _level(self, number: int) -> int:
        node = self.graph.nodes[number]
        if node.op == "sum":
            return max((self.level[n] for n in self._outside(number)), default=0)
        return max((self.level[n] for n in node.parts), default=0)

    def _size(self, number: int) -> int:
        node = self.graph.nodes[number]
        return 0 if node.op in LEAVES else 1 + sum(self.size[n] for n in node.parts)

    def _own_column(self, number: int) -> bool:
        node = self.graph.nodes[number]
        if node.op in LEAVES or self.graph.list_of[number]:
            return False
        if node.op == "sum":
            return True
        return (self.uses[number] > 1 and self.size[number] > CHEAP) or self.size[number] > LARGEST_INLINE

    def _outside(self, number: int) -> Iterator[int]:
        """What the body of a sum reads from outside its list."""
        pending = list(self.graph.nodes[number].parts)
        while pending:
            one = pending.pop()
            if self.graph.list_of[one]:
                pending += self.graph.nodes[one].parts
            else:
                yield one

    # lists

    def _sum(self, frame: Frame, name: str, sums: list[int]) -> Frame:
        """Join the sums over one list; a list without items sums to nothing."""
        outside = sorted({n for one in sums for n in self._outside(one) if self.graph.value_of(n) is None})
        read = [_Inside(self, self.columns, {}).read(n).alias(f"lq_o{n}") for n in outside]
        opened = frame.select(nw.col(self.key), nw.col(name), *read)
        opened = opened.filter(nw.col(name).list.len() > 0).explode(name)
        fields = {f: f"lq_f{i}" for i, f in enumerate(sorted(self._fields_of(name)))}
        opened = opened.select(
            nw.all(), *(self.encode[f](nw.col(name).struct.field(f.removeprefix(f"{name}."))).alias(c) for f, c in fields.items())
        )
        inside = _Inside(self, {n: f"lq_o{n}" for n in outside}, fields)
        bodies = (inside.number(self.graph.nodes[n].parts[0]).alias(self.columns[n]) for n in sums)
        opened = opened.select(nw.col(self.key), *bodies)
        totals = opened.group_by(self.key).agg(*(nw.col(self.columns[n]).sum() for n in sums))
        joined = frame.join(totals, on=self.key, how="left")
        return joined.with_columns(
            *(nw.col(self.columns[n]).cast(nw.Int64).fill_null(0).alias(self.columns[n]) for n in sums)
        )

    def _fields_of(self, name: str) -> set[str]:
        nodes = self.graph.nodes
        return {
            nodes[n].name for n in range(len(nodes)) if self.graph.list_of[n] == name and nodes[n].op in ("field", "fieldhas")
        }

    # expressions

    def _inner(self, number: int) -> nw.Expr:
        return _Inside(self, self.columns, {}).inner(number)

    def plain_division(self, number: int) -> bool:
        low, high = self.graph.ranges[self.graph.nodes[number].parts[0]]
        return self.exact_division or max(-low, high) < EXACT_IN_DOUBLE


class _Inside:
    """Expressions over one frame: the main one, or that of the items of a list."""

    def __init__(self, stages: Stages, columns: Mapping[int, str], fields: Mapping[str, str]) -> None:
        self.stages, self.graph, self.columns, self.fields = stages, stages.graph, columns, fields

    def number(self, number: int) -> nw.Expr:
        """A node as a whole number; a test counts 1."""
        found = self.read(number)
        if self.graph.is_test[number]:
            return nw.when(found).then(_whole(1)).otherwise(_whole(0))
        return found

    def test(self, number: int) -> nw.Expr:
        """A node as a test."""
        node = self.graph.nodes[number]
        if node.op == "value":
            return nw.lit(bool(node.value))
        return self.read(number)

    def read(self, number: int) -> nw.Expr:
        return nw.col(self.columns[number]) if number in self.columns else self.inner(number)

    def inner(self, number: int) -> nw.Expr:
        """A node from its parts."""
        node = self.graph.nodes[number]
        match node.op:
            case "value":
                return _whole(node.value)
            case "input":
                return nw.col(node.name)
            case "has":
                return nw.col(f"{node.name}_has")
            case "field":
                return nw.col(self.fields[node.name]).fill_null(0)
            case "fieldhas":
                return ~nw.col(self.fields[node.name]).is_null()
            case "not":
                return ~self.test(node.parts[0])
            case "if":
                return self.choice(node)
            case "and" | "or":
                return reduce(and_ if node.op == "and" else or_, (self.test(n) for n in node.parts))
            case "//":
                return self.divided(number, node)
            case _:
                left, right = (self.number(n) for n in node.parts)
                return _BINARY[node.op](left, right)

    def choice(self, node: Node) -> nw.Expr:
        test, then, otherwise = node.parts
        return nw.when(self.test(test)).then(self.number(then)).otherwise(self.number(otherwise))

    def divided(self, number: int, node: Node) -> nw.Expr:
        top, bottom = (self.number(n) for n in node.parts)
        return divided(top, bottom, exact=self.stages.plain_division(number))


def divided(top: nw.Expr, bottom: nw.Expr, *, exact: bool) -> nw.Expr:
    """Floor division; where the engine divides doubles, what is left over is divided once more."""
    quotient = top // bottom
    return quotient if exact else quotient + (top - quotient * bottom) // bottom


def _whole(value: int) -> nw.Expr:
    return nw.lit(value, dtype=nw.Int64)


_BINARY: Mapping[str, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "min": nw.min_horizontal, "max": nw.max_horizontal,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
}  # fmt: skip
