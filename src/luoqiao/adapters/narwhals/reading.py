"""读项: the terms of one lowered program as nodes of a graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.adapters.narwhals.graph import Graph, Node, Operator
from luoqiao.core.rules import terms as w
from luoqiao.core.rules.bounds import Bounds


@dataclass(frozen=True, slots=True)
class Leaves:
    """What is known of one clause's columns: the graph's name of each, its range, whether a row can lack it.

    Keys are names in the program; `items.<list>.<field>` are the fields of a list. A column that no row has is left out.
    """

    names: Mapping[str, str]
    bounds: Mapping[str, Bounds]
    lacking: frozenset[str]
    most_items: int = 0


class Reading:
    """Reads the terms of one program into a graph; shared terms are read once."""

    def __init__(self, graph: Graph, leaves: Leaves) -> None:
        self.graph, self.leaves = graph, leaves
        self.names: dict[str, int] = {}
        self.items = ""
        self.seen: dict[tuple[int, str], tuple[w.Term, int]] = {}

    def assign(self, name: str, term: w.Term) -> None:
        """Give a term a name; terms read later may speak of it."""
        self.names[name] = self.read(term)

    def read(self, term: w.Term) -> int:
        """The node of a term."""
        known = self.seen.get((id(term), self.items))
        if known is not None and known[0] is term:
            return known[1]
        number = self._read(term)
        self.seen[id(term), self.items] = (term, number)
        return number

    def _read(self, term: w.Term) -> int:
        graph = self.graph
        match term:
            case w.Const(value=value):
                return graph.constant(value)
            case w.Var(name=name):
                return self.variable(name)
            case w.Has(name=name):
                return self.has(name)
            case w.Not(term=inner):
                return graph.negation(self.read(inner))
            case w.If(test=test, then=then, otherwise=otherwise):
                return graph.choice(self.read(test), lambda: self.read(then), lambda: self.read(otherwise))
            case w.Bin(op="and", left=left, right=right):
                first = self.read(left)
                return first if graph.value_of(first) == 0 else graph.binary("and", first, self.read(right))
            case w.Bin(op=op, left=left, right=right):
                return graph.binary(_operator(op), self.read(left), self.read(right))
            case w.SumItems(items=items, body=body):
                return self.over_items(items, body)

    def over_items(self, items: str, body: w.Term) -> int:
        if items not in self.leaves.names:
            return self.graph.constant(0)
        self.items = items
        number = self.read(body)
        self.items = ""
        return self.graph.total(self.leaves.names[items], number, self.leaves.most_items)

    def variable(self, name: str) -> int:
        """A name assigned before, a column, or nothing at all where no row has the column."""
        if name in self.names:
            return self.names[name]
        return self._leaf(name, "input", "field", self.leaves.bounds.get(self._full(name), (0, 0)))

    def has(self, name: str) -> int:
        """Whether a row has the column."""
        full = self._full(name)
        if full not in self.leaves.names:
            return self.graph.constant(0)
        if full not in self.leaves.lacking:
            return self.graph.constant(1)
        return self._leaf(name, "has", "fieldhas", (0, 1))

    def _leaf(self, name: str, plain: Operator, field: Operator, bounds: Bounds) -> int:
        full = self._full(name)
        if full not in self.leaves.names or (bounds[0] == bounds[1] and plain == "input"):
            return self.graph.constant(bounds[0])
        inside = full != name
        items = self.leaves.names[self.items] if inside else ""
        node = Node(field if inside else plain, name=self.leaves.names[full])
        return self.graph.add(node, bounds, is_test=plain == "has", items=items)

    def _full(self, name: str) -> str:
        return f"items.{self.items}.{name.removeprefix('item.')}" if name.startswith("item.") else name


def _operator(op: str) -> Operator:
    found: Operator = op  # type: ignore[assignment]  # a term's operators are among the graph's
    return found
