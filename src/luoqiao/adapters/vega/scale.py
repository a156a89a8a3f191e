"""刻度: units, round steps and which marks on an axis stand clear of each other.

Amounts stay integer fen until here; a drawing's coordinates are numbers of the screen, not money.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoqiao.core.kernel.money import WAN, YI, YUAN

_STEPS = (10, 20, 25, 40, 50)


@dataclass(frozen=True, slots=True)
class Scale:
    """一根轴: its end in fen, the unit it is marked in, and its marks in fen (`strong` are the rule's own)."""

    end: int
    unit: int
    unit_name: str
    marks: tuple[int, ...]
    strong: tuple[int, ...]

    def at(self, fen: int) -> float:
        """An amount as a number on the axis."""
        return fen / self.unit


def scale(
    end: int, most_steps: int, strong: Iterable[int] = (), apart: float = 0.07, covered: int | None = None
) -> Scale:
    """An axis from zero to `end`: round marks up to `covered`, and the strong ones with room around them."""
    unit, name = unit_of(end)
    step = _step(covered or end, most_steps)
    room = int(end * apart)
    kept: list[int] = []
    for mark in sorted(set(strong)):
        if mark <= end and (not kept or mark - kept[-1] >= room // 2):
            kept.append(mark)
    rounds = [
        mark for mark in range(0, (covered or end) + 1, step) if all(abs(mark - s) >= room for s in kept)
    ]
    return Scale(end, unit, name, tuple(sorted({0, *rounds, *kept})), tuple(kept))


def unit_of(end: int) -> tuple[int, str]:
    """亿元 from ten of them, 元 below one 万元, else 万元."""
    if end >= 10 * YI:
        return YI, "亿元"
    return (WAN, "万元") if end >= WAN else (YUAN, "元")


def _step(end: int, most: int) -> int:
    power = 1
    while True:
        for tenths in _STEPS:
            if tenths * power // 10 * most >= end and tenths * power % 10 == 0:
                return tenths * power // 10
        power *= 10
