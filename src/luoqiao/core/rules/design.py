"""设想的网: which values and readings to go through, as a grid, a random or a Latin design; always the same for a seed.

A combination in which arms would overlap is left out and counted; nothing is silently changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from itertools import product
from math import prod

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.parameter import show_value
from luoqiao.core.rules.parameters import parameters_of
from luoqiao.core.rules.scenario import Scenario, Turned, check_scenario

MOST_SCENARIOS = 10_000
MOST_VALUES = 10_000


class Method(StrEnum):
    """全部组合 · 随机 · 拉丁方."""

    GRID = "grid"
    RANDOM = "random"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Axis:
    """一个方向: a parameter (or a reading, then `question` is set) of a clause and the values it goes through.

    An open stretch has no list of values: any whole number from `least` to `most`, for random and Latin designs.
    """

    clause: str
    name: str
    values: tuple[int, ...] = ()
    letters: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    @property
    def count(self) -> int:
        """How many values there are."""
        return len(self.values) or len(self.letters) or self.most - self.least + 1

    @property
    def listed(self) -> bool:
        """Whether the values can be gone through one by one."""
        return bool(self.values or self.letters)

    def at(self, index: int) -> int | str:
        """The value of an index."""
        if self.letters:
            return self.letters[index]
        return self.values[index] if self.values else self.least + index


@dataclass(frozen=True, slots=True)
class Design:
    """一组设想怎样来: axes, method, how many, seed, day; `base` is what every scenario shares."""

    axes: tuple[Axis, ...]
    method: Method = Method.GRID
    count: int = 0
    seed: int = 1
    base: Scenario = field(default_factory=lambda: Scenario("设想"))

    @property
    def size(self) -> int:
        """How many combinations the axes have."""
        return prod(axis.count for axis in self.axes)


@dataclass(frozen=True, slots=True)
class Laid:
    """铺开的设想, and how many combinations were left out because their arms would overlap, with the first reason."""

    scenarios: tuple[Scenario, ...]
    left_out: int = 0
    reason: str = ""


def lay_out(
    design: Design, clauses: Mapping[str, t.Clause], basis: Basis, on: date, *, most: int = MOST_SCENARIOS
) -> Laid:
    """The scenarios of a design. Raises Invalid when there would be too many or an open stretch stands in a grid."""
    _check_size(design, most)
    found: list[Scenario] = []
    left_out, reason = 0, ""
    for choice in _choices(design):
        scenario = _scenario(design, choice, clauses, basis)
        try:
            check_scenario(scenario, clauses, basis, on)
        except Invalid as refused:
            if any(p.code != "LQ-4404" for p in refused.problems):
                raise
            left_out, reason = left_out + 1, reason or refused.message
            continue
        found.append(scenario)
    return Laid(tuple(found), left_out, reason)


def _check_size(design: Design, most: int) -> None:
    asked = design.size if design.method is Method.GRID else design.count
    if design.method is Method.GRID:
        for axis in design.axes:
            if not axis.listed:
                message = f"“{axis.name}”只写了从多少到多少；全部组合要写步长，如 0.2..0.3/0.05"
                raise Invalid((FieldProblem(axis.name, "", "带步长的范围或清单", message, "LQ-4408"),))
    if asked > most:
        message = f"共 {asked:,} 个设想，最多 {most:,} 个；加大步长，或用 --random 抽一部分"
        raise Invalid((FieldProblem("design", f"{asked}", f"最多 {most}", message, "LQ-4408"),))
    if design.method is not Method.GRID and asked < 1:
        raise Invalid((FieldProblem("count", f"{asked}", f"1 到 {most}", "随机的设想至少 1 个", "LQ-4408"),))


def _choices(design: Design) -> Iterator[tuple[int, ...]]:
    """The index on every axis of each scenario, each combination once."""
    if design.method is Method.GRID or (design.size <= design.count and all(a.listed for a in design.axes)):
        yield from product(*(range(axis.count) for axis in design.axes))
        return
    seen: set[tuple[int, ...]] = set()
    rows = _random(design) if design.method is Method.RANDOM else _latin(design)
    for row in rows:
        if row not in seen:
            seen.add(row)
            yield row


def _random(design: Design) -> Iterator[tuple[int, ...]]:
    """As many different combinations as were asked for."""
    seen: set[tuple[int, ...]] = set()
    wanted, number = min(design.count, design.size), 0
    while len(seen) < wanted:
        number += 1
        row = tuple(_drawn(f"{design.seed}/{number}/{place}", axis.count) for place, axis in enumerate(design.axes))
        if row not in seen:
            seen.add(row)
            yield row


def _latin(design: Design) -> Iterator[tuple[int, ...]]:
    """Each axis is cut into as many equal stretches as there are scenarios, and each stretch is met once."""
    columns = []
    for number, axis in enumerate(design.axes):
        keys = [f"{design.seed}/{number}/{stretch}" for stretch in range(design.count)]
        order = sorted(range(design.count), key=lambda stretch: _drawn(f"{keys[stretch]}/order", _WHOLE))
        inside = {stretch: (stretch * _WHOLE + _drawn(keys[stretch], _WHOLE)) * axis.count for stretch in order}
        columns.append([inside[stretch] // (design.count * _WHOLE) for stretch in order])
    return zip(*columns, strict=True)


_WHOLE = 2**64


def _drawn(key: str, count: int) -> int:
    """A whole number from 0 to count - 1, every one as likely; the same key gives the same number for ever."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") * count >> 64


def _scenario(
    design: Design, choice: tuple[int, ...], clauses: Mapping[str, t.Clause], basis: Basis
) -> Scenario:
    turned = {name: (dict(one.readings), dict(one.values)) for name, one in design.base.clauses.items()}
    words = []
    for axis, index in zip(design.axes, choice, strict=True):
        readings, values = turned.setdefault(axis.clause, ({}, {}))
        value = axis.at(index)
        if isinstance(value, str):
            readings[axis.name] = value
            words.append(f"{axis.name}={value}")
        else:
            values[axis.name] = value
            kind = next(p.kind for p in parameters_of(clauses[axis.clause], basis.tiers) if p.id == axis.name)
            words.append(f"{axis.name}={show_value(kind, value)}")
    name = " ".join(words) or design.base.name
    return Scenario(name, {key: Turned(r, v) for key, (r, v) in turned.items()}, design.base.on)
