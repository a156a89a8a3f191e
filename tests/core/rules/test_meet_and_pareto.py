"""凑预算与取舍: the last value that fits, and the scenarios that nothing beats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.rules.meet import CannotMeet, meet
from luoqiao.core.rules.pareto import front

POINTS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=60), st.integers(0, 300), st.booleans())
def test_the_value_met_is_the_last_that_fits(steps: list[int], budget: int, rising: bool) -> None:
    costs = [sum(steps[:n]) for n in range(1, len(steps) + 1)]
    costs = costs if rising else costs[::-1]
    fitting = [value for value, cost in enumerate(costs) if cost <= budget]
    if not fitting:
        with pytest.raises(CannotMeet):
            meet(costs.__getitem__, 0, len(costs) - 1, budget)
        return
    found = meet(costs.__getitem__, 0, len(costs) - 1, budget)
    assert found.cost == costs[found.value] == max(costs[value] for value in fitting)
    assert found.tried <= 16
    near = meet(costs.__getitem__, 0, len(costs) - 1, budget, near=len(costs) // 2)
    equal = [value for value, cost in enumerate(costs) if cost == found.cost]
    assert abs(near.value - len(costs) // 2) == min(abs(value - len(costs) // 2) for value in equal)


def test_a_cost_that_goes_up_and_down_is_refused() -> None:
    costs = [0, 50, 10, 60, 5, 70, 6, 90]
    with pytest.raises(CannotMeet, match="有升有降"):
        meet(costs.__getitem__, 0, 7, 55)


@given(POINTS)
def test_nothing_beats_a_point_of_the_front(points: list[tuple[int, int]]) -> None:
    kept = front(points)
    for place in kept:
        cost, reach = points[place]
        assert not any(c <= cost and r >= reach and (c, r) != (cost, reach) for c, r in points)


@given(POINTS)
def test_every_other_point_is_beaten_or_equalled(points: list[tuple[int, int]]) -> None:
    kept = [points[place] for place in front(points)]
    assert len(set(kept)) == len(kept)
    assert all(any(c <= cost and r >= reach for c, r in kept) for cost, reach in points)
