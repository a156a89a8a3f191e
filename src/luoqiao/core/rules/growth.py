"""只增不减: terms that can be seen to grow with an amount from how they are made, without asking a solver.

Sums, positive multiples, floor division, least, most and choices that do not look at the amount all keep the order.
Where this says no, the term may still grow: then the solver is asked.
"""

from __future__ import annotations

from luoqiao.core.rules import terms as w
from luoqiao.core.rules.term_walk import names_of


def grows(program: w.Program, column: str) -> bool:
    """Whether every share can be seen to grow, or to stay, with a column; the conditions must not look at it.

    `apps.fee` is the fee of one item of the list `apps`.
    """
    items, dot, item_field = column.partition(".")
    growing = _Growing({f"item.{item_field}" if dot else items})
    for name, term in program.assignments:
        growing.assign(name, term)
    if growing.touched(program.entitled):
        return False
    return all(growing.term(term) for _, term in program.shares)


class _Growing:
    def __init__(self, changed: set[str]) -> None:
        self.changed = changed
        self.up = set(changed)
        self.positive: set[str] = set()
        self.named: set[str] = set()

    def assign(self, name: str, term: w.Term) -> None:
        self.named.add(name)
        if self.at_least_nothing(term):
            self.positive.add(name)
        if self.touched(term):
            grown = self.term(term)
            self.changed.add(name)
            if grown:
                self.up.add(name)

    def touched(self, term: w.Term) -> bool:
        """Whether a term depends on the column at all."""
        return not self.changed.isdisjoint(names_of(term))

    def term(self, term: w.Term) -> bool:
        """Whether a term grows or stays."""
        match term:
            case w.Var(name=name):
                return name in self.up or name not in self.changed
            case w.Bin(op="+" | "min" | "max", left=left, right=right):
                return self.term(left) and self.term(right)
            case w.Bin(op="-", left=left, right=right):
                return self.term(left) and not self.touched(right)
            case w.Bin(op="//", left=left, right=w.Const(value=value)):
                return value > 0 and self.term(left)
            case w.Bin(op="*", left=left, right=right):
                return any(self.term(a) and not self.touched(b) and self.at_least_nothing(b)
                           for a, b in ((left, right), (right, left)))  # fmt: skip
            case w.If(test=test, then=then, otherwise=otherwise):
                return not self.touched(test) and self.term(then) and self.term(otherwise)
            case w.SumItems(body=body):
                return self.term(body)
            case _:
                return not self.touched(term)

    def at_least_nothing(self, term: w.Term) -> bool:
        """Whether a term can be seen never to be negative; columns never are."""
        match term:
            case w.Const(value=value):
                return value >= 0
            case w.Var(name=name):
                return name not in self.named or name in self.positive
            case w.Bin(op="+" | "*" | "min", left=left, right=right):
                return self.at_least_nothing(left) and self.at_least_nothing(right)
            case w.Bin(op="max", left=left, right=right):
                return self.at_least_nothing(left) or self.at_least_nothing(right)
            case w.Bin(op="//", left=left, right=w.Const(value=value)):
                return value > 0 and self.at_least_nothing(left)
            case w.If(then=then, otherwise=otherwise):
                return self.at_least_nothing(then) and self.at_least_nothing(otherwise)
            case w.SumItems(body=body):
                return self.at_least_nothing(body)
            case _:
                return False
