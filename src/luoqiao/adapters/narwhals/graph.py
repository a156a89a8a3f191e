"""图: the terms of many clauses as one graph in which every value stands once, with the range of each.

A term that is written twice, or shared by two patterns of missing facts, is calculated once. The range of every node
is known before anything runs, so that a number too large for 64 bits is refused beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import gcd
from typing import Literal

from luoqiao.core.rules.bounds import Bounds, combined, decided

Operator = Literal["value", "input", "has", "field", "fieldhas", "+", "-", "*", "//", "min", "max", "if", "and", "or",
                   "not", ">", ">=", "<", "<=", "==", "sum"]  # fmt: skip
LEAVES = frozenset({"value", "input", "has", "field", "fieldhas"})
TESTS = frozenset({"has", "fieldhas", "and", "or", "not", ">", ">=", "<", "<=", "=="})


@dataclass(frozen=True, slots=True)
class Node:
    """One value: operator, the nodes it is made of, or the constant or the name of the column it is read from."""

    op: Operator
    parts: tuple[int, ...] = ()
    value: int = 0
    name: str = ""


class Graph:
    """Nodes numbered by what they are; equal nodes have one number."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.ranges: list[Bounds] = []
        self.is_test: list[bool] = []
        self.list_of: list[str] = []
        self.numbers: dict[Node, int] = {}
        self.scaled: dict[tuple[int, int, int, int], int] = {}

    def add(self, node: Node, bounds: Bounds, *, is_test: bool = False, items: str = "") -> int:
        """The number of a node."""
        found = self.numbers.get(node)
        if found is not None:
            return found
        self.numbers[node] = len(self.nodes)
        self.nodes.append(node)
        self.ranges.append(bounds)
        self.is_test.append(is_test)
        self.list_of.append(items)
        return self.numbers[node]

    def below(self, wanted: Iterable[int]) -> list[int]:
        """The nodes that the wanted ones lean on, themselves too, parts first."""
        seen: set[int] = set()
        pending = list(wanted)
        while pending:
            number = pending.pop()
            if number not in seen:
                seen.add(number)
                pending += self.nodes[number].parts
        return sorted(seen)

    def constant(self, value: int) -> int:
        """A whole number."""
        return self.add(Node("value", value=value), (value, value))

    def value_of(self, number: int) -> int | None:
        """The constant that a node is, if it is one."""
        node = self.nodes[number]
        return node.value if node.op == "value" else None

    def binary(self, op: Operator, left: int, right: int) -> int:
        """An operation on two nodes, folded where ranges decide."""
        if op in ("and", "or"):
            return self._logic(op, left, right)
        a, b = self.ranges[left], self.ranges[right]
        if op in TESTS:
            certain = decided(op, a, b)
            if certain is not None:
                return self.constant(int(certain))
            return self.add(Node(op, (left, right)), (0, 1), is_test=True, items=self._items(left, right))
        if op in ("min", "max"):
            kept = self._kept(op, left, right)
            if kept is not None:
                return kept
        if op in ("+", "-") and b == (0, 0):
            return left
        if op == "+" and a == (0, 0):
            return right
        if op == "*":
            return self.product(left, right)
        if op == "//" and b[0] == b[1]:
            return self.quotient(left, b[0])
        return self._arithmetic(op, left, right)

    def _arithmetic(self, op: Operator, left: int, right: int) -> int:
        bounds = combined(op, self.ranges[left], self.ranges[right])
        if bounds[0] == bounds[1]:
            return self.constant(bounds[0])
        return self.add(Node(op, (left, right)), bounds, items=self._items(left, right))

    def _kept(self, op: Operator, left: int, right: int) -> int | None:
        """The one of two that is always the least, or the most."""
        a, b = self.ranges[left], self.ranges[right]
        if left == right:
            return left
        if a[1] <= b[0]:
            return left if op == "min" else right
        if b[1] <= a[0]:
            return right if op == "min" else left
        return None

    def product(self, left: int, right: int) -> int:
        """A product with its constant factor outside and on the right."""
        (c, x), (d, y) = self._factor(left), self._factor(right)
        if c * d == 0:
            return self.constant(0)
        core = x if y is None else y if x is None else self._arithmetic("*", x, y)
        if core is None or self.value_of(core) is not None:
            return self.constant(c * d * (1 if core is None else self.nodes[core].value))
        return core if c * d == 1 else self._arithmetic("*", core, self.constant(c * d))

    def _factor(self, number: int) -> tuple[int, int | None]:
        """The constant factor of a node and what it multiplies; None for nothing but the constant."""
        node = self.nodes[number]
        if node.op == "value":
            return node.value, None
        if node.op == "*" and (value := self.value_of(node.parts[1])) is not None:
            return value, node.parts[0]
        return 1, number

    def quotient(self, number: int, den: int) -> int:
        """Floor division by a positive constant, in its smallest form: inside least, most and choice."""
        factor, inner, rest = self._linear(number)
        return self._scaled(factor, inner, rest, den)

    def _linear(self, number: int) -> tuple[int, int, int]:
        """A node as factor · inner + rest."""
        factor, rest = 1, 0
        while True:
            node = self.nodes[number]
            value = self.value_of(node.parts[1]) if node.op in ("+", "-", "*") else None
            if value is None:
                return factor, number, rest
            if node.op == "*":
                factor *= value
            else:
                rest += factor * (value if node.op == "+" else -value)
            number = node.parts[0]

    def _scaled(self, factor: int, inner: int, rest: int, den: int) -> int:
        """(factor · inner + rest) // den; a positive factor keeps the order, so the division may go inside."""
        wanted = (factor, inner, rest, den)
        if wanted not in self.scaled:
            self.scaled[wanted] = self._scale(*wanted)
        return self.scaled[wanted]

    def _scale(self, factor: int, inner: int, rest: int, den: int) -> int:
        node = self.nodes[inner]
        if node.op == "value":
            return self.constant((factor * node.value + rest) // den)
        if (node.op in ("min", "max") and factor > 0) or node.op == "if":
            inside = [self._apart(factor, n, rest, den) for n in (node.parts if node.op != "if" else node.parts[1:])]
            if node.op != "if":
                return self.binary(node.op, *inside)
            return self.choice(node.parts[0], lambda: inside[0], lambda: inside[1])
        common = gcd(factor, den)
        top = self._plus(self.product(inner, self.constant(factor // common)), rest // common)
        if den == common:
            return top
        low, high = self.ranges[top]
        if low // (den // common) == high // (den // common):
            return self.constant(low // (den // common))
        return self._arithmetic("//", top, self.constant(den // common))

    def _apart(self, factor: int, number: int, rest: int, den: int) -> int:
        more, core, add = self._linear(number)
        return self._scaled(factor * more, core, factor * add + rest, den)

    def _plus(self, number: int, rest: int) -> int:
        return number if rest == 0 else self._arithmetic("+", number, self.constant(rest))

    def _logic(self, op: Operator, left: int, right: int) -> int:
        for one, other in ((left, right), (right, left)):
            value = self.value_of(one)
            if value is not None:
                return self.truth(other) if bool(value) == (op == "and") else self.constant(int(op == "or"))
        left, right = self.truth(left), self.truth(right)
        if left == right:
            return left
        return self.add(Node(op, (left, right)), (0, 1), is_test=True, items=self._items(left, right))

    def negation(self, number: int) -> int:
        """not."""
        value = self.value_of(number)
        if value is not None:
            return self.constant(int(not value))
        number = self.truth(number)
        return self.add(Node("not", (number,)), (0, 1), is_test=True, items=self.list_of[number])

    def truth(self, number: int) -> int:
        """A node as a test: other than zero."""
        value = self.value_of(number)
        if value is not None:
            return self.constant(int(bool(value)))
        return number if self.is_test[number] else self.negation(self.binary("==", number, self.constant(0)))

    def choice(self, test: int, then: Callable[[], int], otherwise: Callable[[], int]) -> int:
        """if test then … else …; only what can be chosen is looked at."""
        value = self.value_of(test)
        if value is not None:
            return then() if value else otherwise()
        test, a, b = self.truth(test), then(), otherwise()
        if a == b:
            return a
        bounds = (min(self.ranges[a][0], self.ranges[b][0]), max(self.ranges[a][1], self.ranges[b][1]))
        return self.add(Node("if", (test, a, b)), bounds, items=self._items(test, a, b))

    def total(self, items: str, body: int, most: int) -> int:
        """The sum of a node over the items of a list."""
        low, high = self.ranges[body]
        if low == high == 0:
            return body
        return self.add(Node("sum", (body,), name=items), (min(low, 0) * most, max(high, 0) * most))

    def _items(self, *numbers: int) -> str:
        return next((self.list_of[n] for n in numbers if self.list_of[n]), "")
