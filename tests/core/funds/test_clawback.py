"""追回的算法：simple interest half up, interest before principal, instalments that add up."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.funds.clawback import (
    BadInstalments,
    Instalment,
    TooMuch,
    check_instalments,
    count,
    interest_of,
    next_due,
    overdue,
)

DAY = date(2023, 9, 1)
FEN = st.integers(0, 10**12)


def test_a_year_at_four_point_three_five_percent() -> None:
    assert interest_of(10_000_00, Fraction("0.0435"), DAY, DAY + timedelta(days=365)) == 435_00
    assert interest_of(10_000_00, Fraction("0.0435"), DAY, DAY) == 0
    assert interest_of(10_000_00, Fraction("0.0435"), DAY, DAY - timedelta(days=5)) == 0


def test_half_a_fen_is_rounded_up() -> None:
    assert interest_of(73, Fraction(1, 2), DAY, DAY + timedelta(days=5)) == 1


@given(FEN, FEN, FEN)
def test_interest_is_paid_first_and_every_fen_is_counted(interest: int, principal: int, came: int) -> None:
    if came > interest + principal:
        with pytest.raises(TooMuch):
            count(came, interest_left=interest, principal_left=principal)
        return
    counted = count(came, interest_left=interest, principal_left=principal)
    assert counted.interest + counted.principal == came
    assert counted.interest == min(came, interest)
    assert counted.principal <= principal


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12), st.integers(0, 10**10))
def test_what_is_due_next_and_what_is_missing_add_up(parts: list[int], received: int) -> None:
    instalments = [Instalment(DAY + timedelta(days=30 * place), fen) for place, fen in enumerate(parts)]
    check_instalments(instalments, sum(parts), DAY)
    following = next_due(instalments, received)
    assert (following is None) == (received >= sum(parts))
    end = DAY + timedelta(days=30 * len(parts))
    assert overdue(instalments, received, end) == max(0, sum(parts) - received)
    assert overdue(instalments, received, DAY) == 0


@pytest.mark.parametrize(
    ("instalments", "said"),
    [((), "至少一期"), ((Instalment(DAY, 0),), "大于 0"), ((Instalment(DAY - timedelta(days=1), 100),), "决定之后"),
     ((Instalment(DAY, 50), Instalment(DAY, 50)), "一期比一期晚"), ((Instalment(DAY, 99),), "相差")],
)  # fmt: skip
def test_instalments_that_do_not_fit_are_refused(instalments: tuple[Instalment, ...], said: str) -> None:
    with pytest.raises(BadInstalments, match=said):
        check_instalments(instalments, 100, DAY)
