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


def open_inputs(line: Straight, missing: frozenset[str]) -> Iterator[t.Input]:
    """The missing inputs (Chinese labels) worth cutting into cells; at most 64 cells together.

    Which they are depends only on what is missing, never on the values that are there: every run cuts alike.
    """
    size = 1
    for one in _choices(line):
        count = 2 if one.kind is t.Kind.YES_NO else len(one.options)
        if one.label in missing and not one.default and size * count <= MOST_CELLS:
            size *= count
            yield one
    for label, edges in (*thresholds(line).items(), *day_edges(line, missing).items()):
        if label in missing and size * (len(edges) + 1) <= MOST_CELLS:
            size *= len(edges) + 1
            yield line.clause.get_input(label)


def open_axes(line: Straight, facts: Facts) -> list[tuple[t.Input, tuple[Any, ...]]]:
    """The unknown inputs worth enumerating, each with its cells."""
    missing = frozenset(i.label for i in line.clause.inputs if i.label not in facts.values)
    axes: list[tuple[t.Input, tuple[Any, ...]]] = []
    for one in open_inputs(line, missing):
        if one.kind is t.Kind.YES_NO:
            axes.append((one, (True, False)))
        elif one.kind is t.Kind.CHOICE:
            axes.append((one, tuple(option.label for option in one.options)))
        elif one.kind is t.Kind.DATE:
            starts = {_known_day(name, facts) + shift for name, shift in day_edges(line, missing)[one.label]}
            axes.append((one, tuple(_stretches(tuple(sorted(starts)), one.identifier))))
        else:
            axes.append((one, tuple(_stretches(thresholds(line)[one.label], one.identifier))))
    return axes


Edge = tuple[str, int]
"""A day at which a stretch begins: the label of a day that is known (or none) and what is added to its code."""


@lru_cache(maxsize=4096)
def day_edges(line: Straight, missing: frozenset[str]) -> Mapping[str, tuple[Edge, ...]]:
    """For each missing day the window edges that are known when these inputs are missing."""
    found: dict[str, dict[Edge, None]] = {}
    days = {i.label for i in line.clause.inputs if i.kind is t.Kind.DATE}
    for step in line.steps:
        for node in t.walk(step):
            if isinstance(node, t.Within) and isinstance(node.day, t.Ref) and node.day.name in missing:
                first, last = (_edge(edge, days - missing) for edge in (node.first, node.last))
                if node.last is None and first is not None:
                    last = (first[0], first[1] + 31 * node.months)
                edges = found.setdefault(node.day.name, {})
                edges |= {first: None} if first is not None else {}
                edges |= {(last[0], last[1] + 1): None} if last is not None else {}
    return {name: tuple(edges) for name, edges in found.items() if name in days}


def _edge(edge: t.Expr | None, known: set[str]) -> Edge | None:
    match edge:
        case t.Literal(value=value):
            return "", value
        case t.Ref(name=name) if name in known:
            return name, 0
        case _:
            return None


def _known_day(name: str, facts: Facts) -> int:
    day = facts.values[name] if name else 0
    if not isinstance(day, int):
        raise TypeError(name)
    return day


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
