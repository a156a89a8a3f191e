"""凑预算: the value of a number at which the cost just fits a budget, found exactly by halving.

Halving is right where the cost only rises, or only falls, with the value; both ends and every value tried are held
against that, and a cost that goes up and down is refused rather than answered wrongly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_short


class CannotMeet(DomainError):
    """预算凑不成: no value fits, or the cost does not go one way."""

    code = "LQ-4409"


@dataclass(frozen=True, slots=True)
class Met:
    """凑成的值: the value, its cost, whether a larger value costs more, and how many values were tried."""

    value: int
    cost: int
    rising: bool
    tried: int
    dearest: int
    """What it costs at the dearer end: less than the budget where the number alone cannot use it up."""
    cheapest: int


def meet(cost_of: Callable[[int], int], least: int, most: int, budget: int, near: int | None = None) -> Met:
    """The value from `least` to `most` with the largest cost that fits the budget; of equal ones the one next to `near`.

    Raises CannotMeet where even the cheapest value costs more, or the cost goes up and down.
    """
    tried: dict[int, int] = {}

    def cost(value: int) -> int:
        if value not in tried:
            tried[value] = cost_of(value)
        return tried[value]

    rising = cost(most) >= cost(least)
    cheap, dear = (least, most) if rising else (most, least)
    if cost(cheap) > budget:
        raise CannotMeet(f"最少也要 {show_short(cost(cheap))}，预算 {show_short(budget)} 不够")
    last = dear if cost(dear) <= budget else last_that(lambda value: cost(value) <= budget, cheap, dear)
    reached = cost(last)
    first = cheap
    if cost(cheap) != reached:
        first = last_that(lambda value: cost(value) < reached, cheap, last) + (1 if rising else -1)
    low, high = min(first, last), max(first, last)
    chosen = last if near is None else min(max(near, low), high)
    cost(chosen)
    _check_one_way(tried, rising)
    return Met(chosen, reached, rising, len(tried), cost(dear), cost(cheap))


def last_that(holds: Callable[[int], bool], good: int, bad: int) -> int:
    """The last value from `good` towards `bad` at which something holds that holds at the one and not at the other."""
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good


def _check_one_way(tried: dict[int, int], rising: bool) -> None:
    costs = [tried[value] for value in sorted(tried, reverse=not rising)]
    if any(later < earlier for earlier, later in pairwise(costs)):
        raise CannotMeet("这个数变大时花费有升有降，不能用对分来凑；请用 --set 写范围逐个试算")
