"""离现行最近的一组数: about the budget, near to today, the same for the same seed."""

from __future__ import annotations

from luoqiao.adapters.cmaes.nearest import Span, nearest

SPANS = [Span(2000, 0, 10_000, 2000), Span(100, 0, 1000, 100)]


def _cost(values: tuple[int, ...]) -> int:
    return values[0] * 50 + values[1] * 300


def test_the_values_are_within_a_hundredth_of_the_budget_and_repeat() -> None:
    found = nearest(_cost, SPANS, 170_000)
    assert abs(_cost(found) - 170_000) < 1_700
    assert found == nearest(_cost, SPANS, 170_000)


def test_both_numbers_move_rather_than_one_far() -> None:
    found = nearest(_cost, SPANS, 170_000)
    assert all(1 < value / span.today < 1.6 for value, span in zip(found, SPANS, strict=True))


def test_values_that_cannot_stand_are_not_chosen() -> None:
    found = nearest(lambda v: None if v[0] > 2000 else _cost(v), SPANS, 170_000)
    assert found[0] <= 2000
