"""各档接得上: fractions of a fen, later periods, and readings are looked at, not only whole fen on the first day."""

from __future__ import annotations

import pytest

from tests.core.rules.test_check import FEE, check

Q = " ←「服务费」"
SHARE = "甲 = 年度服务费 的 30% ←「按照服务费的 30%」"
BY_SHARE, BY_FEE = f"市级 = 按 甲 分档：{Q}", f"市级 = 按 年度服务费 分档：{Q}"



def said(*lines: str) -> list[str]:
    """What is said about the arms; numbers without a quote and missing examples are not the matter here."""
    return [f.message for f in check(*lines).findings if not f.code.startswith(("LQ-13", "LQ-16"))]


def test_arms_a_fen_apart_leave_out_the_fractions_of_a_fen_of_a_name_that_has_them() -> None:
    assert said(FEE, SHARE, BY_SHARE, "    5万元以下：0元", "    50000.01元以上：0元") == [
        "超过 5万元、不满 50,000.01元 的没有档：“甲”由比例算出，可能带不足一分的零头；"
        "两档要在同一个数上接住，如 5万元以下、超过5万元"
    ]


@pytest.mark.parametrize(
    ("arms", "message"),
    [
        (["不满5万元：0元", "超过5万元：0元"], "恰为 5万元 的没有档"),
        (["不满50000.01元：0元", "超过5万元：0元"], "这一档与上一档在 5万元 处重叠；各档从低到高写"),
        (["5万元以下：0元", "10万元以上：0元"], "5万元 到 10万元 之间没有档"),
    ],
)
def test_gaps_and_overlaps_of_such_a_name_are_named(arms: list[str], message: str) -> None:
    assert said(FEE, SHARE, BY_SHARE, *(f"    {arm}" for arm in arms)) == [message]


@pytest.mark.parametrize("arms", [["5万元以下：0元", "超过5万元：0元"], ["不满5万元：0元", "5万元以上：0元"]])
def test_arms_that_meet_at_one_number_are_sound_for_every_name(arms: list[str]) -> None:
    below = [f"    {arm}" for arm in arms]
    assert said(FEE, SHARE, BY_SHARE, *below) == []
    assert said(FEE, BY_FEE, *below) == []


@pytest.mark.parametrize(
    "whole",
    [
        "年度服务费 加 年度服务费",
        "年度服务费，最高 年度服务费，单家一次性",
        "不超过 年度服务费",
        "逐个 设备 相加：价款 的 30%，仅限 年度服务费 超过 0元",
        "区级实拨，待 区级 兑现",
    ],
)
def test_arms_a_fen_apart_are_sound_where_the_name_is_always_whole_fen(whole: str) -> None:
    items = "输入 设备 equipment：清单\n    价款 price：金额"
    used = f"条件 （逐项 加 年度服务费） 达到 0元{Q}"
    lines = [FEE, items, f"逐项 = 逐个 设备 相加：价款{Q}", used, f"区级 = 年度服务费{Q}"]
    arms = ["    5万元以下：0元", "    50000.01元以上：0元"]
    found = said(*lines, f"甲 = {whole} ←「按照服务费的 30%」", BY_SHARE, *arms)
    assert found == []


def test_a_name_that_is_worked_out_by_one_reading_has_fractions_under_that_reading() -> None:
    switch = ["读法 X-12：", f"    A：甲 = 年度服务费{Q}", "    B：甲 = 年度服务费 的 30% ←「按照服务费的 30%」"]
    found = said(FEE, *switch, BY_SHARE, "    5万元以下：0元", "    50000.01元以上：0元")
    assert len(found) == 1
    assert "零头" in found[0]


def test_a_condition_just_above_a_number_begins_between_two_fen() -> None:
    above = f"条件 甲 超过 5万元{Q}"
    assert said(FEE, SHARE, above, BY_SHARE, "    超过5万元：0元") == []
    found = said(FEE, SHARE, above, BY_SHARE, "    50000.01元以上：0元")
    assert found == ["5万元 到 50,000.01元 之间没有档；从 0元 写起，或在前面写条件"]


def test_arms_of_a_later_period_are_looked_at() -> None:
    def period(first: str, last: str, high: str) -> list[str]:
        arms = ["        不满5万元：0元", f"        {high}以上：0元"]
        return [f"自 {first} 至 {last}：", f"    甲 = 按 年度服务费 分档：{Q}", *arms]

    early, late = ("2022-06-30", "2022-12-31"), ("2023-01-01", "2023-12-31")
    last = f"市级 = 甲{Q}"
    assert said(FEE, *period(*early, "5万元"), *period(*late, "5万元"), last) == []
    assert said(FEE, *period(*early, "5万元"), *period(*late, "6万元"), last) == ["5万元 到 6万元 之间没有档"]


def test_a_condition_of_one_period_does_not_excuse_the_arms_in_another() -> None:
    def period(first: str, last: str, *more: str) -> list[str]:
        return [f"自 {first} 至 {last}：", *(f"    {line}{Q}" for line in (*more, "乙 = 年度服务费"))]

    lines = [
        FEE,
        *period("2022-06-30", "2022-12-31", "条件 年度服务费 达到 5万元"),
        *period("2023-01-01", "2023-12-31"),
        f"区级 = 乙{Q}",
        BY_FEE,
        "    5万元以上：0元",
    ]
    assert said(*lines) == ["0元 到 5万元 之间没有档；从 0元 写起，或在前面写条件"]


def test_the_rest_stands_once() -> None:
    rests = ["    其余：0元", "    其余：年度服务费"]
    assert "“其余”写了两次" in said(FEE, BY_FEE, "    5万元以下：0元", *rests)
    new = "输入 规上 large：是否"
    assert said(FEE, new, f"市级 = 按 规上 分类：{Q}", "    是：0元", *rests) == ["“其余”写了两次"]
