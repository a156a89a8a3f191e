"""降到整数: cases in which the walk over the tree and the integer terms once differed; the law is in test_laws_random."""

from __future__ import annotations

from datetime import date

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.compile_python import compile_clause
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.parse import parse_clause

ON = date(2023, 6, 30)
HEAD = "# 试行补助 · trial\n对象 企业 ｜ 牵头 区工信局 ｜ 期限 2022-06-30 至 2023-12-31 ｜ 方式 申报 ｜ 依据 三（一）1\n"


def clause(*lines: str) -> t.Clause:
    rule = "\n".join(lines)
    return parse_clause(f"{HEAD}```规则\n{rule}\n```\n", "trial.md")


def shares(rule: t.Clause, given: dict[str, object]) -> dict[str, int]:
    """The shares that both runs give."""
    facts = read_facts(rule, given)
    explained = {tier: share.amount.exact for tier, share in explain(rule, facts, on=ON).shares.items()}
    found = compile_clause(rule, on=ON).calculate(facts)
    assert found == explained
    return found


def test_an_input_may_be_split_as_it_stands() -> None:
    rule = clause("输入 核定金额 approved_amount：金额", "核定金额 按 1:1 由 市级、区级 分摊，余分归 区级")
    assert shares(rule, {"approved_amount": "0.03"}) == {"province": 0, "city": 2, "district": 1}


def test_a_rate_of_an_item_is_a_rate() -> None:
    rule = clause(
        "输入 设备 equipment：清单", "    价款 price：金额", "    补率 rate：比例",
        "市级 = 逐个 设备 相加：价款 的 补率，最高 100元",
    )  # fmt: skip
    items = [
        {"price": "300", "rate": "0.3"},
        {"price": "300", "rate": "0.5"},
        {"price": "0.05", "rate": "10%"},
    ]
    assert shares(rule, {"equipment": items})["city"] == 19_001


def test_the_total_of_a_split_takes_no_name_from_the_rule() -> None:
    rule = clause(
        "输入 价款 price：金额", "总额到分 = 价款 的 10%", "补助总额 = 价款",
        "补助总额 按 1:1 由 市级、区级 分摊，余分归 区级", "省级 = 总额到分",
    )  # fmt: skip
    assert shares(rule, {"price": "100"}) == {"province": 1000, "city": 5000, "district": 5000}


def test_a_name_may_be_written_like_the_identifier_of_an_input() -> None:
    rule = clause("输入 价款 price：金额", "price = 价款 的 50%", "市级 = price", "区级 = 价款 的 10%")
    assert shares(rule, {"price": "100"}) == {"province": 0, "city": 5000, "district": 1000}


def test_an_amount_that_the_case_does_not_come_to_may_be_missing() -> None:
    rule = clause(
        "输入 龙头 leading：是否；选填 补差额 difference：金额",
        "市级 = 按 龙头 分类：", "    是：补差额 的 30%，最高 5万元", "    否：7元",
    )  # fmt: skip
    assert shares(rule, {"leading": False})["city"] == 700


def test_a_long_subtraction_over_items_stays_short() -> None:
    less = " 减 1元" * 24
    rule = clause(
        "输入 设备 equipment：清单", "    价款 price：金额", f"市级 = 逐个 设备 相加：价款{less}，最高 50元"
    )
    assert shares(rule, {"equipment": [{"price": "30"}, {"price": "3"}, {"price": "100"}]})["city"] == 5600
    assert len(compile_clause(rule, on=ON).source) < 5000
