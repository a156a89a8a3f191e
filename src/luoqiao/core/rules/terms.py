"""整数项: the few terms a lowered clause is made of, and the program that a backend writes in its own language.

Constants, variables, sums, products, floor division, least, most, choice, comparison, and/or/not, a sum over items.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

from luoqiao.core.rules import tree as t


@dataclass(frozen=True, slots=True)
class Const:
    value: int


@dataclass(frozen=True, slots=True)
class Var:
    """An input column, a grant, an earlier amount or a name assigned before."""

    name: str


@dataclass(frozen=True, slots=True)
class Has:
    """Whether an optional variable is given."""

    name: str


@dataclass(frozen=True, slots=True)
class Bin:
    """op is one of + - * // min max and or > >= < <= ==."""

    op: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Not:
    term: Term


@dataclass(frozen=True, slots=True)
class If:
    test: Term
    then: Term
    otherwise: Term


@dataclass(frozen=True, slots=True)
class SumItems:
    """Sum of `body` over the items of a list input; item fields are variables `item.<identifier>`."""

    items: str
    body: Term


Term = Const | Var | Has | Bin | Not | If | SumItems


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the program: identifier, kind, whether it may be absent, option codes of a choice."""

    name: str
    kind: t.Kind
    optional: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """降好的条款: columns, assignments in order, whether conditions hold, tiers; approved rates with their limits.

    A backend refuses an approved rate beyond its limit (column, ceiling or floor, limit), it never calculates with it.
    Where the limit is itself a parameter it stands in `approved_by` (column, ceiling or floor, parameter's column).
    """

    clause: t.Clause
    columns: tuple[Column, ...]
    assignments: tuple[tuple[str, Term], ...]
    entitled: Term
    shares: tuple[tuple[str, Term], ...]
    approved: tuple[tuple[str, t.RateHow, int], ...] = ()
    approved_by: tuple[tuple[str, t.RateHow, str], ...] = ()
    counted: tuple[tuple[str, Term], ...] = ()
    """For each column of an earlier amount, what this case adds to it in fen when it is entitled."""

    @property
    def parameters(self) -> tuple[Column, ...]:
        """The columns that are numbers of the rule left open, the same for every row."""
        return tuple(column for column in self.columns if column.name.startswith(PARAMETER))


@dataclass(frozen=True, slots=True)
class Scaled:
    """term / den."""

    term: Term
    den: int = 1


PARAMETER = "param."
"""What the columns of parameters begin with."""


def parameter_name(parameter: str) -> str:
    """The variable of a parameter of the rule."""
    return f"{PARAMETER}{parameter}"


def earlier_name(name: str, unit: str) -> str:
    """The variable of an earlier grant."""
    return f"earlier.{name}.{unit}"


def align(values: list[Scaled]) -> tuple[list[Term], int]:
    """Bring values to one denominator."""
    den = lcm(*(x.den for x in values))
    return [times(x.term, den // x.den) for x in values], den


def times(term: Term, factor: int) -> Term:
    """A term times a whole number, folded where it can be."""
    if factor == 1:
        return term
    if isinstance(term, Const):
        return Const(term.value * factor)
    return Bin("*", term, Const(factor))


def rounded(value: Scaled) -> Term:
    """Half up to the fen: (2n + d) // (2d)."""
    if value.den == 1:
        return value.term
    return Bin("//", Bin("+", times(value.term, 2), Const(value.den)), Const(2 * value.den))
