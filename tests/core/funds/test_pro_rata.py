"""按比例分配: to the fen, whatever the order, never above a claim."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.funds.pro_rata import NegativeClaim, pro_rata

CLAIMS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 10**9) | st.integers(0, 5), max_size=8)
BUDGETS = st.integers(0, 10**10) | st.integers(0, 20)
LIMITS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 10**9) | st.integers(0, 5), max_size=8)


def test_three_equal_claims_share_a_hundred_fen_by_key() -> None:
    assert pro_rata({"c": 50, "a": 50, "b": 50}, 100) == {"a": 34, "b": 33, "c": 33}


def test_what_a_limit_cuts_off_goes_to_the_others() -> None:
    assert pro_rata({"a": 100, "b": 100, "c": 200}, 200, {"a": 10}) == {"a": 10, "b": 63, "c": 127}


@given(CLAIMS, BUDGETS, LIMITS)
def test_the_sum_is_the_budget_or_the_demand(claims: dict[str, int], budget: int, limits: dict[str, int]) -> None:
    demand = sum(min(claim, limits.get(key, claim)) for key, claim in claims.items())
    assert sum(pro_rata(claims, budget, limits).values()) == min(budget, demand)


@given(CLAIMS, BUDGETS, LIMITS)
def test_nobody_gets_more_than_claimed_or_allowed(claims: dict[str, int], budget: int, limits: dict[str, int]) -> None:
    for key, paid in pro_rata(claims, budget, limits).items():
        assert 0 <= paid <= min(claims[key], limits.get(key, claims[key]))


@given(CLAIMS, BUDGETS, LIMITS, st.integers(0, 99))
def test_the_order_does_not_matter(claims: dict[str, int], budget: int, limits: dict[str, int], seed: int) -> None:
    items = list(claims.items())
    random.Random(seed).shuffle(items)
    assert pro_rata(dict(items), budget, limits) == pro_rata(claims, budget, limits)


@given(CLAIMS, BUDGETS)
def test_each_part_is_within_a_fen_of_its_proportion(claims: dict[str, int], budget: int) -> None:
    total = sum(claims.values())
    for key, paid in pro_rata(claims, budget).items():
        if total > budget:
            assert paid * total - total < claims[key] * budget < paid * total + total


@given(CLAIMS, BUDGETS, st.integers(0, 10**6))
def test_a_larger_budget_takes_at_most_a_fen_from_anybody(claims: dict[str, int], budget: int, more: int) -> None:
    less, larger = pro_rata(claims, budget), pro_rata(claims, budget + more)
    assert all(larger[key] >= less[key] - 1 for key in claims)


@given(CLAIMS, BUDGETS)
def test_a_larger_claim_never_gets_less(claims: dict[str, int], budget: int) -> None:
    paid = pro_rata(claims, budget)
    for one in claims:
        for other in claims:
            if claims[one] > claims[other]:
                assert paid[one] >= paid[other]


def test_a_fen_may_be_lost_when_the_budget_grows() -> None:
    """The known paradox of largest remainders, kept here so that nobody promises more than holds."""
    claims = {"a": 6, "b": 6, "c": 2}
    assert pro_rata(claims, 10)["c"] > pro_rata(claims, 11)["c"]


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(NegativeClaim):
        pro_rata({"a": -1}, 10)
