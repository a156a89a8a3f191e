"""金额曲线: what each tier pays as one money input grows, exact at every edge and kink.

Nothing is sampled: between two edges the same conditions hold, the same arms apply and the same caps bind, so that
the amounts are straight lines (but for the rounding to the fen). The edges are found by halving, to the fen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from luoqiao.core.kernel.money import MOST, YUAN
from luoqiao.core.rules import tree as t
from luoqiao.core.rules import values as v
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.basis import Basis, Tier
from luoqiao.core.rules.curve_edges import Scene, binds, turns
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.facts import Facts, FactValue
from luoqiao.core.rules.typical import complete

CLIFF = YUAN
"""A jump of less than a yuan is rounding, not a cliff."""


@dataclass(frozen=True, slots=True)
class Point:
    """一点: so much of the input, so much from each tier (in the order of the curve's tiers), all in fen."""

    x: int
    shares: tuple[int, ...]

    @property
    def total(self) -> int:
        """All tiers together."""
        return sum(self.shares)


@dataclass(frozen=True, slots=True)
class Cliff:
    """断崖: the last fen of input before the jump and the first after it."""

    before: Point
    after: Point

    @property
    def written_at(self) -> int:
        """The amount as the rule writes it: 超过 5万元 begins one fen later, 达到 5亿元 begins there."""
        return self.before.x if self.opens_above else self.after.x

    @property
    def opens_above(self) -> bool:
        """Whether the written amount itself still belongs to the lower side (超过, not 以上)."""
        return self.after.x % YUAN == 1


@dataclass(frozen=True, slots=True)
class Ceiling:
    """封顶: from this much input on a named amount no longer grows."""

    x: int
    name: str
    limit: int


@dataclass(frozen=True, slots=True)
class Curve:
    """金额曲线: pieces without a jump, the cliffs between them, the ceilings, and where the case given stands."""

    clause: t.Clause
    input: t.Input
    per_item: bool
    tiers: tuple[Tier, ...]
    pieces: tuple[tuple[Point, ...], ...]
    cliffs: tuple[Cliff, ...]
    ceilings: tuple[Ceiling, ...]
    right: int
    current: Point | None
    facts: Mapping[str, FactValue]
    assumed: tuple[t.Input, ...]
    on: date
    readings: tuple[tuple[str, str], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point in order of the input."""
        return tuple(point for piece in self.pieces for point in piece)

    @property
    def top(self) -> Point | None:
        """The first point of the last stretch when the total grows no further there."""
        last = self.pieces[-1]
        flat = [point for point in last if point.total == last[-1].total]
        return flat[0] if len(flat) > 1 and flat[0].total else None


def main_inputs(clause: t.Clause) -> tuple[t.Input, ...]:
    """The money inputs (or the money fields of a list) along which amounts can be drawn, in order of declaration."""
    needed = [one for one in clause.inputs if one.need is t.Need.NEEDED]
    plain = [one for one in needed if one.kind is t.Kind.MONEY]
    fields = [f for one in needed if one.kind is t.Kind.LIST for f in one.fields if f.kind is t.Kind.MONEY]
    return (*plain, *fields)


def amount_curve(
    clause: t.Clause,
    facts: Facts,
    *,
    on: date,
    readings: Mapping[str, str] | None = None,
    earlier: Earlier | None = None,
    basis: Basis = PLAIN,
    along: str = "",
) -> Curve | None:
    """The curve along an input (its identifier; else the first that moves the total), other facts as given.

    Facts that are not given are completed from a worked example. None when the clause has no such input or pays
    nothing along any of them. Raises Invalid as *explain* does.
    """
    if not clause.header.first <= on <= clause.header.last:
        return None
    asked = readings or {}
    whole = complete(clause, facts, asked, basis)
    for one in main_inputs(clause):
        if along in ("", one.identifier):
            scene = Scene(clause, one, whole.facts, on, asked, earlier or {}, basis)
            curve = _draw(scene, facts)
            if curve is not None:
                return replace(curve, assumed=tuple(i for i in whole.assumed if i.label != scene.slot))
    return None


def _draw(scene: Scene, given: Facts) -> Curve | None:
    edges = turns(scene)
    current = _current(scene, given)
    right = _right_end(scene, edges, current)
    starts = [0, *(edge for edge in edges if 0 < edge <= right)]
    ends = [*(start - 1 for start in starts[1:]), right]
    stretches = [[_point(scene, x) for x in dict.fromkeys(pair)] for pair in zip(starts, ends, strict=True)]
    whole = [[point for point in stretch if point is not None] for stretch in stretches]
    if any(len(found) < len(asked) for found, asked in zip(whole, stretches, strict=True)):
        return None
    totals = {point.total for stretch in whole for point in stretch}
    if len(totals) < 2:
        return None
    pieces = list(_joined(whole))
    cliffs = tuple(Cliff(a[-1], b[0]) for a, b in pairwise(pieces))
    letters = tuple((used.question, used.letter) for used in scene.answer(0).readings)
    return Curve(
        scene.clause, scene.input, scene.per_item, scene.basis.tiers, tuple(map(tuple, pieces)), cliffs,
        tuple(_ceilings(scene, starts[1:])), right, current, scene.facts.values, (), scene.on, letters,
    )  # fmt: skip


def _point(scene: Scene, x: int) -> Point | None:
    """The amounts there; None while another fact is missing."""
    exact = [share.amount.exact for share in scene.answer(x).shares.values()]
    return None if None in exact else Point(x, tuple(amount for amount in exact if amount is not None))


def _joined(stretches: list[list[Point]]) -> Iterator[list[Point]]:
    """Stretches put together where the total does not jump."""
    piece: list[Point] = []
    for stretch in stretches:
        if piece and any(
            abs(a - b) >= CLIFF for a, b in zip(piece[-1].shares, stretch[0].shares, strict=True)
        ):
            yield piece
            piece = []
        piece += stretch
    yield piece


def _ceilings(scene: Scene, starts: list[int]) -> Iterator[Ceiling]:
    """Caps that begin to bind at an edge, though they were reckoned with before it; named by what they cap."""
    for start in starts:
        free = {name for name, _, bound in _caps(scene.answer(start - 1)) if not bound}
        for name, limit, bound in _caps(scene.answer(start)):
            if bound and limit and name in free:
                yield Ceiling(start, name, limit)


def _caps(answer: Answer) -> Iterator[tuple[str, int, bool]]:
    """What is capped, what is left of the limit, and whether the cap binds."""
    for step in answer.steps:
        for traced in step.traced:
            if isinstance(traced.node, t.Cap) and step.results:
                value, limit, used = traced.operands
                left = v.round_fen(v.subtract(limit, used)).low
                yield "、".join(name for name, _ in step.results), left, binds(value, limit, used)


def _current(scene: Scene, given: Facts) -> Point | None:
    """Where the case given stands, when it says how much."""
    fact = given.values.get(scene.slot)
    if scene.per_item:
        items = fact if isinstance(fact, tuple) else ()
        fact = items[0].get(scene.input.label) if len(items) == 1 else None
    return _point(scene, fact) if isinstance(fact, int) else None


def _right_end(scene: Scene, edges: tuple[int, ...], current: Point | None) -> int:
    """A round amount a third beyond the last edge; without edges, half beyond the case or the worked example."""
    if edges:
        least = edges[-1] * 4 // 3
        if current is not None and current.x <= 2 * least:
            least = max(least, current.x * 11 // 10)
    else:
        fact = scene.facts.values.get(scene.slot)
        known = current.x if current is not None else fact if isinstance(fact, int) else 0
        least = max(known, YUAN) * 3 // 2
    return min(_round_up(least), MOST)


def _round_up(least: int) -> int:
    """The next amount of the form 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × a power of ten."""
    power = 10
    while True:
        for tenths in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80):
            if tenths * power // 10 >= least:
                return tenths * power // 10
        power *= 10
