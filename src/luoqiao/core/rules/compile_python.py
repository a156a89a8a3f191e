"""生成函数: a clause as one generated Python function over plain integers, for calculation without explanation.

It answers fully known cases only and returns the shares by tier in fen; equal to *explain* to the fen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.approved import check_approved
from luoqiao.core.rules.basis import Basis, Tier, choose
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.lower import lower
from luoqiao.core.rules.resolve import has_periods

NO_VALUES: Mapping[str, int] = MappingProxyType({})


class FactMissing(KeyError):
    """A needed fact is not known: ask *explain* instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """生成的函数: `function(*arguments)` gives the shares in the order of `tiers`; `source` can be read."""

    program: w.Program
    function: Callable[..., tuple[int, ...]]
    source: str
    tiers: tuple[str, ...]

    def arguments(
        self, facts: Facts, earlier: Earlier | None = None, values: Mapping[str, int] = NO_VALUES
    ) -> list[Any]:
        """Facts, and values of the parameters left open, as the function's positional arguments. Raises FactMissing."""
        found: list[Any] = []
        by_identifier = {i.identifier: i for i in self.program.clause.inputs}
        for column in self.program.columns:
            if column.name.startswith("earlier."):
                _, name, unit = column.name.split(".")
                found.append((earlier or {}).get((name, unit), 0))
            elif column.name.startswith("granted_"):
                found.append(None)
            elif column.name.startswith(w.PARAMETER):
                found.append(values[column.name.removeprefix(w.PARAMETER)])
            else:
                found.append(_encode(column, by_identifier[column.name], facts))
        return found

    def calculate(
        self, facts: Facts, earlier: Earlier | None = None, basis: Basis = PLAIN, values: Mapping[str, int] = NO_VALUES
    ) -> dict[str, int]:
        """Shares by tier code for fully known facts. Raises FactMissing, or BadFacts for an approved rate beyond its limit."""
        arguments = self.arguments(facts, earlier, values)
        codes = {f"granted_{tier.code}": tier.label for tier in basis.tiers}
        for index, column in enumerate(self.program.columns):
            if column.name in codes:
                arguments[index] = facts.granted.get(codes[column.name])
        open_limits = ((name, how, values[by.removeprefix(w.PARAMETER)]) for name, how, by in self.program.approved_by)
        for name, how, limit in (*self.program.approved, *open_limits):
            one = self.program.clause.get_input(name)
            rate = facts.values.get(one.label)
            if isinstance(rate, int):
                check_approved(one, rate, how, limit)
        try:
            shares = dict(zip(self.tiers, self.function(*arguments), strict=True))
        except TypeError:  # an optional fact that this case does need was not given
            shares = {}
        if not shares or None in shares.values():
            raise FactMissing(self.program.clause.identifier)
        return shares


def _encode(column: w.Column, one: t.Input, facts: Facts) -> Any:
    value: Any = facts.values.get(one.label)
    if value is None:
        if column.optional:
            return None
        raise FactMissing(one.identifier)
    if column.kind is t.Kind.YES_NO:
        return int(value)
    if column.kind is t.Kind.CHOICE:
        return column.options.index(value)
    if column.kind is t.Kind.LIST:
        rows = []
        for item in value:
            row = [item.get(f.label) for f in one.fields]
            if None in row:
                raise FactMissing(one.identifier)
            rows.append(tuple(row))
        return tuple(rows)
    return value


def compile_clause(
    clause: t.Clause, *, on: date, readings: Mapping[str, str] | None = None, basis: Basis = PLAIN,
    symbols: Collection[str] = (),
) -> Compiled:  # fmt: skip
    """The generated function of a clause for these readings on a day inside its period (cached).

    The parameters in `symbols` are left open: the function takes their values as further arguments.
    """
    letters = tuple(sorted((r.question, r.letter) for r in choose(clause, basis, readings or {}, on)))
    tiers = tuple((tier.code, tier.label) for tier in basis.tiers)
    segment = on if has_periods(clause) else clause.header.first
    return _compile(clause, letters, segment, tiers, basis.cap_period_question, tuple(sorted(symbols)))


@lru_cache(maxsize=1024)
def _compile(
    clause: t.Clause, letters: tuple[tuple[str, str], ...], on: date, tiers: tuple[tuple[str, str], ...], question: str,
    symbols: tuple[str, ...],
) -> Compiled:  # fmt: skip
    basis = Basis(tuple(Tier(code, label) for code, label in tiers), cap_period_question=question)
    program = lower(clause, dict(letters), on, basis, symbols)
    source = _Writer(program).function()
    scope: dict[str, Any] = {}
    exec(compile(source, f"<{clause.identifier}>", "exec"), {"__builtins__": {"sum": sum}}, scope)  # noqa: S102 - source is written from the checked tree, never from input
    return Compiled(program, scope["calculate"], source, tuple(code for code, _ in program.shares))


class _Writer:
    """Writes a program as Python source with numbered local names."""

    def __init__(self, program: w.Program) -> None:
        self.program = program
        self.locals: dict[str, str] = {column.name: f"a{n}" for n, column in enumerate(program.columns)}
        self.lines: list[str] = []
        self.temps = 0

    def function(self) -> str:
        program = self.program
        head = f"def calculate({', '.join(self.locals.values())}):"
        for name, term in program.assignments:
            text = self.term(term)
            self.locals[name] = self.temp(text, comment=name)
        entitled = self.term(program.entitled)
        shares = ", ".join(self.term(term) for _, term in program.shares)
        zeros = ", ".join("0" for _ in program.shares)
        if entitled != "1":
            self.lines.append(f"if not ({entitled}): return ({zeros},)")
        self.lines.append(f"return ({shares},)")
        return "\n    ".join([head, *self.lines]) + "\n"

    def temp(self, text: str, *, comment: str = "") -> str:
        self.temps += 1
        name = f"v{self.temps}"
        self.lines.append(f"{name} = {text}" + (f"  # {comment}" if comment else ""))
        return name

    def term(self, term: w.Term) -> str:
        match term:
            case w.Const(value=value):
                return str(value)
            case w.Var(name=name):
                return self.locals[name]
            case w.Has(name=name):
                return f"{self.locals[name]} is not None"
            case w.Not(term=inner):
                return f"(not {self.term(inner)})"
            case w.If(test=test, then=then, otherwise=otherwise):
                return f"({self.term(then)} if {self.term(test)} else {self.term(otherwise)})"
            case w.Bin(op="min" | "max" as op, left=left, right=right):
                (first, a), (second, b) = self.twice(left), self.twice(right)
                return f"({a} if {first} {'<' if op == 'min' else '>'} {second} else {b})"
            case w.Bin(op=op, left=left, right=right):
                return f"({self.term(left)} {op} {self.term(right)})"
            case w.SumItems(items=items, body=body):
                return self.sum_items(items, body)

    def twice(self, term: w.Term) -> tuple[str, str]:
        """How a term is written where it stands first, and how it is named there for a second time.

        It is named inside the expression, so that it is worked out only where it is wanted, item by item in a list.
        """
        text = self.term(term)
        if text.isdigit() or text.isidentifier():
            return text, text
        self.temps += 1
        return f"(v{self.temps} := {text})", f"v{self.temps}"

    def sum_items(self, items: str, body: w.Term) -> str:
        one = next(i for i in self.program.clause.inputs if i.identifier == items)
        for field in one.fields:
            self.locals[f"item.{field.identifier}"] = f"item_{field.identifier}"
        names = ", ".join(f"item_{f.identifier}" for f in one.fields)
        return f"sum([{self.term(body)} for ({names},) in {self.locals[items]}])"
