"""未知的分格: unknown choices are enumerated and unknown money is cut at its thresholds.

Intervals alone forget that two shares depend on the same unknown; within a cell they do not need to remember.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.resolve import Straight, names_in
from luoqiao.core.rules.values import Val

MOST_CELLS = 64


@lru_cache(maxsize=4096)
def thresholds(line: Straight) -> Mapping[str, tuple[int, ...]]:
    """For each money input the amounts at which a new stretch begins (first fen of the stretch)."""
    found: dict[str, set[int]] = {}
    for step in line.steps:
        for node in t.walk(step):
            match node:
                case t.Compare(left=t.Ref(name=name), op=op, right=t.Literal(value=value)):
                    found.setdefault(name, set()).add(value + 1 if op in (t.Op.GT, t.Op.LE) else value)
                case t.ByRange(subject=subject, arms=arms):
                    for arm in arms:
                        if arm.low is not None:
                            found.setdefault(subject, set()).add(arm.low if arm.low_in else arm.low + 1)
                        if arm.high is not None:
                            found.setdefault(subject, set()).add(arm.high + 1 if arm.high_in else arm.high)
    money = {i.label for i in line.clause.inputs if i.kind is t.Kind.MONEY}
    return {name: tuple(sorted(starts - {0})) for name, starts in found.items() if name in money}


@lru_cache(maxsize=4096)
def _choices(line: Straight) -> tuple[t.Input, ...]:
    used = {name for step in line.steps for name in names_in(step)}
    kinds = (t.Kind.YES_NO, t.Kind.CHOICE)
    return tuple(i for i in line.clause.inputs if i.kind in kinds and i.label in used)


def open_axes(line: Straight, facts: Facts) -> list[tuple[t.Input, tuple[Any, ...]]]:
    """The unknown inputs worth enumerating, each with its cells; at most 64 cells together."""
    axes: list[tuple[t.Input, tuple[Any, ...]]] = []
    size = 1
    for one in _choices(line):
        if one.label not in facts.values and not one.default:
            cells: tuple[Any, ...] = (True, False) if one.kind is t.Kind.YES_NO else tuple(o.label for o in one.options)
            if size * len(cells) <= MOST_CELLS:
                axes.append((one, cells))
                size *= len(cells)
    for label, starts in (*thresholds(line).items(), *day_starts(line, facts)):
        if label in facts.values:
            continue
        if size * (len(starts) + 1) <= MOST_CELLS:
            one = line.clause.get_input(label)
            axes.append((one, tuple(_stretches(starts, one.identifier))))
            size *= len(starts) + 1
    return axes


def day_starts(line: Straight, facts: Facts) -> Iterator[tuple[str, tuple[int, ...]]]:
    """For each unknown day the coded days at which a new stretch begins: window edges that are known."""
    found: dict[str, set[int]] = {}
    for step in line.steps:
        for node in t.walk(step):
            if isinstance(node, t.Within) and isinstance(node.day, t.Ref) and node.day.name not in facts.values:
                first, last = (_known_day(edge, facts) for edge in (node.first, node.last))
                if node.last is None and first is not None:
                    last = first + 31 * node.months
                edges = {first, None if last is None else last + 1} - {None}
                found.setdefault(node.day.name, set()).update(e for e in edges if e is not None)
    days = {i.label for i in line.clause.inputs if i.kind is t.Kind.DATE}
    return ((name, tuple(sorted(starts))) for name, starts in found.items() if name in days)


def _known_day(edge: t.Expr | None, facts: Facts) -> int | None:
    match edge:
        case t.Literal(value=value):
            return value
        case t.Ref(name=name) if isinstance(day := facts.values.get(name), int):
            return day
        case _:
            return None


def _stretches(starts: tuple[int, ...], identifier: str) -> Iterator[Val]:
    needs = frozenset((identifier,))
    low = 0
    for start in starts:
        yield Val(low, start - 1, 1, needs)
        low = start
    yield Val(low, None, 1, needs)


def combinations(axes: list[tuple[t.Input, tuple[Any, ...]]]) -> Iterator[tuple[tuple[int, ...], dict[str, Any]]]:
    """Each combination of cells with its index on every axis."""
    for index in product(*(range(len(cells)) for _, cells in axes)):
        yield index, {one.label: cells[i] for (one, cells), i in zip(axes, index, strict=True)}
