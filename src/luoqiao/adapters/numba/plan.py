"""内核的打算: how one clause will run over a population: which columns, what they can be, which arithmetic is exact.

Values are doubles where every step provably stays a whole number below 2^53, 64-bit integers where it stays below 2^63,
and Python's own integers else; so nothing can overflow, whatever a file holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from luoqiao.adapters.numba.grouping import can_group
from luoqiao.adapters.population.columns import Column, Items, Population
from luoqiao.adapters.population.presence import skipped_lists
from luoqiao.core.kernel.money import MOST
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.bounds import BY_KIND, Bounds, Known
from luoqiao.core.rules.simplify import Folding, simplify
from luoqiao.core.rules.term_walk import terms_below

EXACT_DOUBLE = 2**53
EXACT_QUOTIENT = 2**50
"""Below this a product with the reciprocal, taken half a unit higher, rounds down to the exact quotient."""
EXACT_INT64 = 2**63
_STEPS: Mapping[t.Kind, tuple[int, ...]] = {
    t.Kind.MONEY: (10**11, 10**12, 10**13), t.Kind.COUNT: (10**6,), t.Kind.MONTHS: (60,),
}  # fmt: skip
"""Bounds are taken in steps, so that one compiled kernel serves every ordinary file."""


class Arithmetic(StrEnum):
    """In what a clause is calculated."""

    DOUBLE = "double"
    INT64 = "int64"
    UNLIMITED = "unlimited"


@dataclass(frozen=True, slots=True)
class Plan:
    """打算: the simplified program, what is known of its columns, its arithmetic, and which columns a row must have."""

    program: w.Program
    known: Known
    arithmetic: Arithmetic
    needed: tuple[str, ...]
    """Columns without which a row is not calculated here: what the program still reads, once absent options are gone."""
    may_miss: frozenset[str]
    """Columns in which some row has no value."""
    share_bounds: Mapping[str, Bounds]
    some_stay_out: bool
    """Whether a row can have everything needed and yet state nothing: where no input at all is needed."""

    part_apart: bool
    """Whether taking part shows elsewhere than in the needed columns: in other inputs, or in a list."""
    grouped: frozenset[str] = frozenset()
    """Columns of earlier amounts that the rows of one group add to as they are calculated, in order."""

    @property
    def has_items(self) -> bool:
        """Whether it adds over a list."""
        return any(column.kind is t.Kind.LIST for column in self.program.columns)


def optional_names(program: w.Program) -> frozenset[str]:
    """Columns that may be absent: every reading of them asks first whether they are there."""
    asked = {one.name for term in _terms(program) for one in terms_below(term) if isinstance(one, w.Has)}
    return frozenset(asked)


def make_plan(program: w.Program, population: Population, parameters: Mapping[str, Bounds] | None = None) -> Plan:
    """The plan of a lowered clause over a population; `parameters` are variables given with each run."""
    grouped = frozenset(name for name, _ in program.counted if can_group(name, population))
    program = replace(program, counted=tuple((name, term) for name, term in program.counted if name in grouped))
    clause = program.clause.identifier
    optional = optional_names(program)
    bounds: dict[str, Bounds] = dict(parameters or {})
    has: dict[str, bool] = {}
    may_miss: set[str] = set()
    most_items = 0
    for column in program.columns:
        data = population.columns.get((clause, column.name))
        if column.name in bounds:
            continue
        if column.kind is t.Kind.LIST:
            if isinstance(data, Items):
                most_items = max(most_items, _longest(data))
                for name, field in data.fields.items():
                    bounds[f"item.{name}"] = _bounds(field, _kind_of(program, column.name, name))
                if skipped_lists(data) is not None:
                    may_miss.add(column.name)
            continue
        absent = not isinstance(data, Column)
        if column.name.startswith("earlier."):
            low, high = (0, 0) if absent else _bounds(data, column.kind)
            bounds[column.name] = low, high + (MOST if column.name in grouped else 0)
            continue
        if column.name in optional:
            if isinstance(data, Column) and not _all_missing(data):
                has |= {} if data.missing else {column.name: True}
            else:
                has[column.name] = False
        bounds[column.name] = (0, 0) if absent and column.name in optional else _bounds(data, column.kind)
        if isinstance(data, Column) and data.missing:
            may_miss.add(column.name)
    known = Known(bounds, has, most_items=_step(most_items))
    simple = simplify(program, known)
    arithmetic, share_bounds = _arithmetic(simple, known)
    free = optional | set(parameters or {})
    needed = [c.name for c in simple.columns if c.name not in free and not c.name.startswith("earlier.")]
    stay_out = not needed
    kept = {i.identifier for i in program.clause.inputs if i.need is not t.Need.KEPT}
    stated = {name for name in kept if (clause, name) in population.columns}
    part_apart = not stated.issubset(needed) or any(c.kind is t.Kind.LIST for c in simple.columns)
    return Plan(simple, known, arithmetic, tuple(needed), frozenset(may_miss), share_bounds, stay_out, part_apart, grouped)


def _kind_of(program: w.Program, items: str, field: str) -> t.Kind:
    one = program.clause.get_input(items)
    return next(f.kind for f in one.fields if f.identifier == field)


def _longest(items: Items) -> int:
    if len(items.offsets) < 2:
        return 0
    return int((items.offsets[1:] - items.offsets[:-1]).max())


def _step(number: int) -> int:
    """The next power of eight: list lengths in steps too."""
    step = 8
    while step < number:
        step *= 8
    return step


def _all_missing(column: Column) -> bool:
    return column.missing and column.most == 0 and not bool((column.values == 0).any())


def _bounds(data: Column | Items | None, kind: t.Kind) -> Bounds:
    low, high = BY_KIND[kind]
    if not isinstance(data, Column):
        return low, high
    for step in _STEPS.get(kind, ()):
        if data.most <= step:
            return low, step
    return low, max(high, data.most)


def _terms(program: w.Program) -> Iterator[w.Term]:
    yield from (term for _, term in program.assignments)
    yield program.entitled
    yield from (term for _, term in program.shares)


def _arithmetic(program: w.Program, known: Known) -> tuple[Arithmetic, dict[str, Bounds]]:
    """The fastest arithmetic in which every step is exact, and the range of each share."""
    folding = Folding(program, known)
    largest = 0
    for name, term in program.assignments:
        largest = max(largest, _largest(folding, term))
        folding.bounds[name] = folding.range(term)
    for term in (program.entitled, *(term for _, term in (*program.shares, *program.counted))):
        largest = max(largest, _largest(folding, term))
    ranges = {code: folding.range(term) for code, term in program.shares}
    total = sum(max(abs(low), abs(high)) for low, high in ranges.values())
    largest = max(largest, total)
    if largest < EXACT_DOUBLE:
        return Arithmetic.DOUBLE, ranges
    return (Arithmetic.INT64 if largest < EXACT_INT64 else Arithmetic.UNLIMITED), ranges


def _largest(folding: Folding, term: w.Term) -> int:
    """The largest magnitude of any step; a division needs room for its divisor too."""
    largest = 0
    for one in terms_below(term):
        low, high = folding.range(one)
        room = one.right.value if isinstance(one, w.Bin) and one.op == "//" and isinstance(one.right, w.Const) else 0
        if isinstance(one, w.Bin) and one.op == "//":
            inner = folding.range(one.left)
            low, high = min(low, inner[0]), max(high, inner[1])
        largest = max(largest, abs(low) + room, abs(high) + room)
    return largest
