"""得失的分布: every gain falls into one step, steps meet, none is wider than it need be."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.rules.gain_bins import gain_bins


@given(st.lists(st.integers(-(10**13), 10**13)))
def test_every_change_is_counted_once(gains: list[int]) -> None:
    bins = gain_bins(gains)
    assert sum(one.count for one in bins) == sum(1 for gain in gains if gain)
    assert len(bins) <= 12
    assert all(left.high == right.low for left, right in pairwise(bins))
    for one in bins:
        assert one.count == sum(1 for gain in gains if gain and one.low <= gain < one.high)


def test_nobody_who_stays_is_drawn() -> None:
    assert gain_bins([0, 0]) == ()
    assert [(one.low, one.high, one.count) for one in gain_bins([100, 150, 0, -100])] == [
        (-100, 0, 1), (0, 100, 0), (100, 200, 2),
    ]  # fmt: skip
