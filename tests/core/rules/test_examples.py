"""算例的读法: heads, unknowns, ranges, refusals, and the side of each limit a row falls on."""

from datetime import date

import pytest

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Outcome, Range
from luoqiao.core.rules.basis import TIERS, Basis
from luoqiao.core.rules.examples import BadExample, ExampleResult, read_example, run_example
from luoqiao.core.rules.limits import Side
from luoqiao.core.rules.parse import parse_clause

HEADER = "对象 企业 ｜ 牵头 区工信局 ｜ 期限 2022-06-30 至 2023-12-31 ｜ 方式 申报 ｜ 依据 三（一）1"
RULE = """输入 年度服务费 annual_service_fee：金额
输入 工业APP apps：清单
    支出 spent：金额
    人数 people：个数
条件 年度服务费 超过 5万元 ←「原文」
市级 = 年度服务费 的 30%，单家年度最高 10万元 ←「原文」
支出合计 = 逐个 工业APP 相加：支出，最高 1万元 ←「原文」
区级 = 按 年度服务费 分档： ←「原文」
    5万元以上、不满20万元：1元
    20万元以上：支出合计
人数合计 = 逐个 工业APP 相加：支出 ←「原文」
省级 = 市级实拨 的 10%，待 市级 兑现 ←「原文」
"""
HEADS = "| 年度服务费 | 工业APP | 市级实拨 | 日期 | 此前 | 读法 | 结果 | 省级 | 市级 | 区级 | 合计 | 待答 | 说明 |"


def a_clause(*rows: str, heads: str = HEADS) -> t.Clause:
    line = "|".join("---" for _ in heads.strip("|").split("|"))
    table = "\n".join([heads, f"|{line}|", *rows])
    return parse_clause(f"# 甲 · jia\n{HEADER}\n```规则\n{RULE}```\n```算例\n{table}\n```\n", "jia.md")


def run(row: str) -> ExampleResult:
    clause = a_clause(row)
    return run_example(clause, clause.examples[0], Basis())


def test_a_row_that_holds_passes() -> None:
    result = run("| 10万元 | 3元、1；4元、2 | | | | | 符合 | 3000元 | 3万元 | 1元 | 33001元 | | 常见 |")
    assert result.passed, result.message
    assert result.answer is not None
    assert result.answer.outcome is Outcome.ENTITLED


def test_what_differs_is_said_tier_by_tier() -> None:
    result = run("| 10万元 | | | | | | 符合 | 3000元 | 2万元 | 1元 | | | |")
    assert not result.passed
    assert result.message == "市级应为 20,000.00 元，得到 30,000.00 元"


def test_a_blank_tier_of_a_decided_row_is_nothing() -> None:
    assert "区级应为 0.00 元" in run("| 10万元 | | | | | | 符合 | 3000元 | 3万元 | | | | |").message


def test_the_wrong_outcome_is_said_in_the_words_of_the_table() -> None:
    assert run("| 5万元 | | | | | | 符合 | | | | | | |").message.startswith("结果应为 符合，得到 不符合")


def test_a_blank_tier_of_an_open_row_is_not_compared() -> None:
    result = run("| ？ | 1元、1 | | | | | 待定 | | 0元至10万元 | | | 年度服务费 | |")
    assert result.passed, result.message


def test_the_questions_of_an_open_row_are_compared() -> None:
    assert (
        "待答应为 工业APP，得到 年度服务费"
        in run("| ？ | 1元、1 | | | | | 待定 | | | | | 工业APP | |").message
    )


def test_a_list_item_may_be_unknown() -> None:
    result = run("| 30万元 | 3元、1；？、？ | | | | | 待定 | 9000元 | 9万元 | 3元至10003元 | | | |")
    assert result.passed, result.message


def test_a_refused_input_is_expected_or_reported() -> None:
    assert run("| -1元 | | | | | | 错误 | | | | | | |").passed
    assert run("| -1元 | | | | | | 符合 | | | | | | |").message.startswith("输入被拒绝")
    assert not run("| 10万元 | | | | | | 错误 | | | | | | |").passed


def test_an_earlier_grant_and_a_day_are_read() -> None:
    clause = a_clause(
        "| 10万元 | | 2万元 | 2023年1月2日 | 市级 单家年度 7万元；区级 对象 1元 | | 符合 | | | | | | |"
    )
    case = read_example(clause, clause.examples[0], date(2022, 7, 1), TIERS)
    assert case.on == date(2023, 1, 2)
    assert case.facts == {"年度服务费": "10万元", "市级实拨": "2万元"}
    assert case.earlier == {"市级": {"单家年度": "7万元"}, "区级": {"对象": "1元"}}


def test_without_a_day_the_given_one_is_meant() -> None:
    clause = a_clause("| ？ | | | | | X-01=B X-03=C | 待定 | | | | 5元以上 | | |")
    case = read_example(clause, clause.examples[0], date(2022, 7, 1), TIERS)
    assert (case.on, case.facts) == (date(2022, 7, 1), {"年度服务费": None})
    assert case.readings == {"X-01": "B", "X-03": "C"}
    assert case.expected.total == Range(500, None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| 1元 | | | | | | 也许 | | | | | | |", "结果要写"),
        ("| 1元 | | | 去年 | | | 符合 | | | | | | |", "不是日期"),
        ("| 1元 | | | | 市级 7万元 | | 符合 | | | | | | |", "此前写成"),
        ("| 1元 | | | | | X-01 | 符合 | | | | | | |", "读法写成"),
        ("| 1元 | 3元 | | | | | 符合 | | | | | | |", "支出、人数"),
        ("| 1元 | | | | | | 符合 | 很多 | | | | | |", "很多"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(row: str, said: str) -> None:
    result = run(row)
    assert not result.passed
    assert said in result.message


def test_a_head_that_the_clause_does_not_have_is_named() -> None:
    clause = a_clause("| 1元 | 符合 |", heads="| 服务费 | 结果 |")
    with pytest.raises(BadExample, match="服务费"):
        read_example(clause, clause.examples[0], date(2023, 1, 1), TIERS)


@pytest.mark.parametrize(
    ("fee", "threshold", "boundary", "cap"),
    [
        ("5万元", Side.AT, Side.BELOW, None),
        ("200000元", Side.ABOVE, Side.AT, Side.BELOW),
        ("333333.33元", Side.ABOVE, Side.ABOVE, Side.AT),
        ("333333.35元", Side.ABOVE, Side.ABOVE, Side.ABOVE),
    ],
)
def test_the_side_of_each_limit(fee: str, threshold: Side, boundary: Side, cap: Side | None) -> None:
    result = run(f"| {fee} | 0元、1 | | | | | 符合 | | | | | | |")
    met = {(m.limit, m.at.line): m.side for m in result.met}
    by_limit = {limit: side for (limit, _), side in met.items()}
    condition_line = min(line for _, line in met)
    assert met[5_000_000, condition_line] is threshold
    assert by_limit[20_000_000] is boundary
    assert by_limit.get(10_000_000) is cap


def test_an_unknown_amount_meets_no_limit() -> None:
    assert [m for m in run("| ？ | | | | | | 待定 | | | | | | |").met if m.limit == 5_000_000] == []
