"""界限: on which side of each limit of a rule a calculated case falls: below, at or above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.rules import tree as t
from luoqiao.core.rules import values as v
from luoqiao.core.rules.answer import Answer, Traced
from luoqiao.core.rules.resolve import resolve
from luoqiao.core.rules.values import Val


class Side(StrEnum):
    """在界限以下、恰好、以上."""

    BELOW = "below"
    AT = "at"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Met:
    """碰到的界限: where it is written, its amount (fen, or the code of a day), the side of the case."""

    at: t.At
    limit: int
    side: Side


def limits_met(answer: Answer) -> Iterator[Met]:
    """Every threshold, cap, floor and boundary that the calculation met with known amounts.

    A case that fails a condition still falls on a side of the boundaries after it: below 5亿元 is below the
    first of the steps that begin there.
    """
    if not answer.in_force:
        return
    known = {name: Val(fact, fact) for name, fact in answer.facts.items() if type(fact) is int}
    for step in answer.steps:
        known.update(step.results)
        for traced in step.traced:
            yield from _met(traced)
    letters = {used.question: used.letter for used in answer.readings}
    for statement in resolve(answer.clause, letters, answer.on).steps:
        if isinstance(statement, t.Define) and isinstance(statement.value, t.ByRange):
            yield from _boundaries(statement.value, known)


def _met(traced: Traced) -> Iterator[Met]:
    match traced.node, traced.operands:
        case t.Cap(limit=limit), (value, most, used):
            yield from _side(limit.at, v.round_fen(value), v.subtract(most, used))
        case t.Floor(least=least), (value, bound):
            yield from _side(least.at, v.round_fen(value), bound)
        case t.Compare(left=left, right=right), (first, second):
            if isinstance(left, t.Literal):
                yield from _side(left.at, second, first)
            else:
                yield from _side(right.at, first, second)
        case t.Within(at=at, first=start, last=end), (day, first, last):
            yield from _side(start.at, day, first)
            yield from _side(end.at if end is not None else at, day, last)
        case _:
            return


def _boundaries(node: t.ByRange, known: dict[str, Val]) -> Iterator[Met]:
    bounds = {bound for arm in node.arms for bound in (arm.low, arm.high) if bound}
    if node.subject in known:
        for bound in sorted(bounds):
            yield from _side(node.at, known[node.subject], Val(bound, bound))


def _side(at: t.At, value: Val, limit: Val) -> Iterator[Met]:
    if not (value.known and limit.known):
        return
    here, there = value.low * limit.den, limit.low * value.den
    side = Side.BELOW if here < there else Side.AT if here == there else Side.ABOVE
    yield Met(at, limit.low // limit.den, side)
