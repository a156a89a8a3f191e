"""分格的降低: the cells of `cells.py` as terms, for rows in which the same inputs are missing.

Which inputs are cut, and into how many cells, depends only on which are missing; where a cut lies may depend on a day
that the row does state, so its ends are terms and a cell can be empty in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.cells import day_edges, open_inputs, thresholds
from luoqiao.core.rules.resolve import Straight
from luoqiao.core.rules.spans import NO, NOTHING, YES, Span, both
from luoqiao.core.rules.terms import Bin, Const, Term, Var


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination: option of each cut choice, span of each cut amount or day, and whether it exists in a row."""

    options: Mapping[str, str]
    spans: Mapping[str, Span]
    exists: Term


Axis = tuple[str, tuple[str | tuple[Span, Term], ...]]


def cells_of(line: Straight, missing: frozenset[str], keep: Callable[[Term], Term]) -> Iterator[Cell]:
    """Every combination of cells for rows that miss these inputs (Chinese labels); `keep` names a term."""
    axes = [_axis(line, one, missing, keep) for one in open_inputs(line, missing)]
    for combination in product(*(cells for _, cells in axes)):
        options: dict[str, str] = {}
        spans: dict[str, Span] = {}
        exists: Term = YES
        for (label, _), cell in zip(axes, combination, strict=True):
            if isinstance(cell, str):
                options[label] = cell
            else:
                spans[label] = cell[0]
                exists = both(exists, cell[1])
        yield Cell(options, spans, exists)


def _axis(line: Straight, one: t.Input, missing: frozenset[str], keep: Callable[[Term], Term]) -> Axis:
    if one.kind is t.Kind.YES_NO:
        return one.label, ("是", "否")
    if one.kind is t.Kind.CHOICE:
        return one.label, tuple(option.label for option in one.options)
    if one.kind is t.Kind.DATE:
        edges = day_edges(line, missing)[one.label]
        starts = _sorted([_day(line, name, shift) for name, shift in edges], keep)
    else:
        starts = [Const(start) for start in thresholds(line)[one.label]]
    return one.label, tuple(_stretches(starts))


def _day(line: Straight, name: str, shift: int) -> Term:
    if not name:
        return Const(shift)
    column = Var(line.clause.get_input(name).identifier)
    return Bin("+", column, Const(shift)) if shift else column


def _sorted(terms: list[Term], keep: Callable[[Term], Term]) -> list[Term]:
    """The same values in order, by comparing neighbours: there are a handful at most."""
    if all(isinstance(term, Const) for term in terms):
        return sorted(terms, key=lambda term: term.value if isinstance(term, Const) else 0)
    found = list(terms)
    for end in range(len(found) - 1, 0, -1):
        for i in range(end):
            a, b = found[i], found[i + 1]
            found[i], found[i + 1] = keep(Bin("min", a, b)), keep(Bin("max", a, b))
    return found


def _stretches(starts: list[Term]) -> Iterator[tuple[Span, Term]]:
    """From each start to the next; two equal starts leave nothing between them."""
    low: Term = NOTHING
    for start in starts:
        both_known = isinstance(start, Const) and isinstance(low, Const)
        exists = YES if both_known else Bin(">", start, low)
        last = Const(start.value - 1) if isinstance(start, Const) else Bin("-", start, Const(1))
        yield Span(low, last, NO), exists
        low = start
    yield Span(low, NOTHING, YES), YES
