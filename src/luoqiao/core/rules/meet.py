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


def meet(cost_of: Callable[[int], int], least: int, most: int, budget: int) -> Met:
    """The value from `least` to `most` whose cost is the largest that fits the budget.

    Where the cost rises with the value it is the largest such value, where it falls the smallest. Raises CannotMeet.
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
    if cost(dear) <= budget:
        return Met(dear, cost(dear), rising, len(tried))
    fits, over = cheap, dear
    while abs(over - fits) > 1:
        middle = (fits + over) // 2
        if cost(middle) <= budget:
            fits = middle
        else:
            over = middle
    _check_one_way(tried, rising)
    return Met(fits, cost(fits), rising, len(tried))


def _check_one_way(tried: dict[int, int], rising: bool) -> None:
    costs = [tried[value] for value in sorted(tried, reverse=not rising)]
    if any(later < earlier for earlier, later in pairwise(costs)):
        raise CannotMeet("这个数变大时花费有升有降，不能用对分来凑；请用 --set 写范围逐个试算")
