"""评分：a sheet is read whole, the average does not depend on the order, half is rounded up, extremes are left out."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.cases.procedure import ScoringRule
from luoqiao.core.cases.scoring import (
    BadScores,
    average_of,
    points_words,
    read_rule,
    read_sheet,
    rule_content,
)
from tests.core.cases.scoring_tables import ITEMS, RULE

totals = st.lists(st.integers(0, 100), min_size=1, max_size=15)
trims = st.sampled_from([0, 3, 4, 5, 7])
GOOD = {"plan": "50", "team": "30", "opinion": "路线可行"}


def ruled(trim: int) -> ScoringRule:
    return ScoringRule(2, 60, trim, ITEMS)


def test_a_sheet_adds_up() -> None:
    sheet = read_sheet(RULE, {**GOOD, "team": " ３０ "})
    assert (sheet.total, dict(sheet.points), sheet.opinion) == (80, {"plan": 50, "team": 30}, "路线可行")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("plan", "", "方案还没有打分"), ("plan", "61", "0 到 60 的整数"), ("plan", "-1", "0 到 60 的整数"),
        ("plan", "12.5", "0 到 60 的整数"), ("plan", "十", "0 到 60 的整数"), ("plan", "²", "0 到 60 的整数"),
        ("opinion", "  ", "评审意见还没有写"), ("opinion", "好" * 2001, "最多 2000 字"), ("opinion", "a\u0000b", "不能显示"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sheet_is_said(field: str, typed: str, said: str) -> None:
    with pytest.raises(BadScores, match=said) as refused:
        read_sheet(RULE, {**GOOD, field: typed})
    assert [one.field for one in refused.value.problems] == [field]


def test_every_problem_of_a_sheet_is_told_at_once() -> None:
    with pytest.raises(BadScores) as refused:
        read_sheet(RULE, {"plan": "99"})
    assert [one.field for one in refused.value.problems] == ["plan", "team", "opinion"]


typed = st.text(st.sampled_from("0123456789 .-+e０３²十好\x00\n"), max_size=8)


@given(st.dictionaries(st.sampled_from(["plan", "team", "opinion", "x"]), typed | st.integers()))
def test_whatever_is_sent_gives_a_sheet_within_the_points_or_a_refusal(sent: dict[str, object]) -> None:
    try:
        sheet = read_sheet(RULE, sent)
    except BadScores:
        return
    assert all(0 <= sheet.points[item.id] <= item.points for item in RULE.items)
    assert sheet.opinion


@given(totals, trims, st.randoms(use_true_random=False))
def test_the_order_of_the_sheets_makes_no_difference(given_totals: list[int], trim: int, dice: object) -> None:
    before = average_of(given_totals, ruled(trim))
    shuffled = list(given_totals)
    dice.shuffle(shuffled)  # type: ignore[attr-defined] # a Random
    after = average_of(shuffled, ruled(trim))
    assert (after.value, after.count, after.passed) == (before.value, before.count, before.passed)


@given(totals, trims)
def test_the_average_is_the_exact_mean_of_what_is_left_rounded_half_up(given_totals: list[int], trim: int) -> None:
    found = average_of(given_totals, ruled(trim))
    left = sorted(given_totals)
    if trim and len(left) >= trim:
        left = left[1:-1]
    mean = Fraction(sum(left), len(left))
    rounded = (Decimal(mean.numerator) * 100 / Decimal(mean.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    assert found.value == int(rounded)
    assert min(given_totals) * 100 <= found.value <= max(given_totals) * 100
    assert found.passed is (found.value >= 6000)


@given(totals, trims)
def test_what_is_left_out_are_one_highest_and_one_lowest(given_totals: list[int], trim: int) -> None:
    left_out = [given_totals[place] for place in average_of(given_totals, ruled(trim)).left_out]
    expected = [min(given_totals), max(given_totals)] if trim and len(given_totals) >= trim else []
    assert left_out == expected


def test_the_line_itself_passes_and_a_hundredth_below_does_not() -> None:
    assert average_of([60, 60, 60], RULE).passed
    found = average_of([60, 60, 59], RULE)
    assert (found.value, found.passed) == (5967, False)


def test_half_a_hundredth_goes_up() -> None:
    assert average_of([60, 61, 61, 61, 61, 61, 61, 61], ruled(0)).value == 6088  # 60.875
    assert points_words(6088) == "60.88"
    assert points_words(700) == "7.00"


def test_without_a_sheet_there_is_no_average() -> None:
    with pytest.raises(ValueError, match="nothing to average"):
        average_of([], RULE)


def test_the_rule_comes_back_from_what_is_kept() -> None:
    assert read_rule(rule_content(RULE)) == RULE
