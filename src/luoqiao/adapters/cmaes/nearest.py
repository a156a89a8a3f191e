"""离现行最近的一组数: of all values at which something costs just a budget, those that move least from today.

The search only proposes; what it proposes is rounded to whole numbers and judged by the exact cost. Same seed, same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

GENERATIONS = 60
FIRST_STEP = 0.3
WEIGHT_OF_MONEY = 200.0
"""How much a part of the budget over or left weighs against a move of one scale."""


class OptimiserMissing(RuntimeError):
    """The package is not installed."""


@dataclass(frozen=True, slots=True)
class Span:
    """一个可动的数: today's value, from where to where it may go, what counts as a move of one."""

    today: int
    least: int
    most: int
    scale: int


def nearest(cost: Callable[[tuple[int, ...]], int | None], spans: Sequence[Span], budget: int, seed: int = 1) -> tuple[int, ...]:
    """Values near today at which the cost is about the budget; `cost` gives None where the values cannot stand.

    Raises OptimiserMissing when the package is not there.
    """
    try:
        import numpy as np
        from cmaes import CMA
    except ModuleNotFoundError as missing:
        raise OptimiserMissing(missing.name or "cmaes") from None
    bounds = np.array([[(s.least - s.today) / s.scale, (s.most - s.today) / s.scale] for s in spans])
    search = CMA(mean=np.zeros(len(spans)), sigma=FIRST_STEP, bounds=bounds, seed=seed)
    best, best_score = tuple(s.today for s in spans), float("inf")
    for _ in range(GENERATIONS):
        told = []
        for _ in range(search.population_size):
            point = search.ask()
            values = tuple(
                min(s.most, max(s.least, s.today + round(float(move) * s.scale))) for s, move in zip(spans, point, strict=True)
            )
            score = _score(cost(values), values, spans, budget)
            told.append((point, score))
            if score < best_score:
                best, best_score = values, score
        search.tell(told)
        if search.should_stop():
            break
    return best


def _score(found: int | None, values: tuple[int, ...], spans: Sequence[Span], budget: int) -> float:
    if found is None:
        return 1e9
    gap = (found - budget) / max(budget, 1)
    return distance(values, spans) + WEIGHT_OF_MONEY * gap * gap


def distance(values: Sequence[int], spans: Sequence[Span]) -> float:
    """How far values are from today, each in its own scale, squared."""
    return sum(((value - s.today) / s.scale) ** 2 for value, s in zip(values, spans, strict=True))
