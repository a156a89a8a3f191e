"""检查条款: each fault that would let money leave the document is found, at its place, in plain words."""

from __future__ import annotations

import pytest

from luoqiao.core.rules.check import Checked, check_clause
from luoqiao.core.rules.parse import parse_clause
from luoqiao.policies import open_pack
from luoqiao.policies.pack_rules import check_all

PACK = open_pack("luojiang_2022_31")
HEAD = """# 试行补助 · trial
对象 企业 ｜ 牵头 区工信局 ｜ 期限 2022-06-30 至 2023-12-31 ｜ 方式 申报 ｜ 依据 {anchors}
{passages}
```规则
"""
FEE = "输入 年度服务费 annual_service_fee：金额"
SET = "选填 龙头 leading：是否，缺省 否"
WHOLE = "市级 = 年度服务费 的 30% ←「按照服务费的 30%」"


def check(*lines: str, anchors: str = "三（一）1；附件4 上云上平台", passages: str = "") -> Checked:
    rule = "\n".join(lines)
    source = f"{HEAD.format(anchors=anchors, passages=passages)}{rule}\n```\n"
    letters = {q.id: q.letters for q in PACK.readings.questions}
    return check_clause(parse_clause(source, "trial.md"), PACK.document, PACK.basis, letters)


def said(*lines: str, **head: str) -> list[str]:
    """Messages about the rule; a trial without examples is always told so."""
    return [f.message for f in check(*lines, **head).findings if not f.code.startswith("LQ-16")]


def test_the_whole_pack_is_sound() -> None:
    report = check_all(PACK)
    assert [str(f) for f in report.findings] == []
    assert len(report.clauses) == 14
    assert not report.coverage.open_sentences


def test_a_sound_rule_has_no_finding_but_the_missing_examples() -> None:
    assert said(FEE, WHOLE) == []
    assert [f.code for f in check(FEE, WHOLE).findings] == ["LQ-1601"]


def test_a_quote_may_differ_from_the_document_in_white_space_only() -> None:
    assert said(FEE, "市级 = 年度服务费 的 30% ←「按照服务费的30%」") == []


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        (["市级 = 年度服务费 的 30% ←「按照服务费的 30％」"], "全角半角不同，原文是「按照服务费的 30%」"),
        (["市级 = 年度服务费 的 30% ←「按照服务费用的 30%」"], "最接近的是 三（一）1「按照服务费的 30%」"),
        (["市级 = 年度服务费 的 30% ←附件9「按照服务费的 30%」"], "原文没有“附件9”"),
        (["市级 = 年度服务费 的 30% ←附件4 技术改造·市级「200万元」"], "不在本条的依据里"),
        (["市级 = 年度服务费 的 31% ←「按照服务费的 30%」"], "“31%”不在这一行的引文里"),
        (["市级 = 年度服务费 的 30%，最高 11万元 ←「按照服务费的 30%」"], "“11万元”不在这一行的引文里"),
        (["市级 = 年度服务费 的 30%"], "这一行没有引文"),
        (["市级 = 年度服务贵 的 30% ←「按照服务费的 30%」"], "是不是“年度服务费”"),
        (["市级 = 年度服务费 的 30% ←「按照服务费的 30%」", "区级 = 市级 的 30% ←「按照服务费的 30%」"], "写“市级实拨”"),
        (["区级 = 市级实拨 的 30% ←「按照服务费的 30%」", WHOLE], "先写市级"),
        (["区级 = 镇级实拨 的 30% ←「按照服务费的 30%」"], "没有“镇级”这一级"),
        ([WHOLE, WHOLE], "已经定义过"),
        (["年度服务费 = 0元 ←「服务费」", WHOLE], "已经是输入"),
        (["市级 = 补助额 ←「服务费」", "补助额 = 年度服务费 ←「服务费」"], "还没有定义"),
        (["条件 年度服务费 超过 5个 ←「服务费」"], "金额要写元、万元或亿元"),
        (["条件 年度服务费 为 是 ←「服务费」"], "“为”前面要选项或是否"),
        (["市级 = 年度服务费 加 3年 ←「服务费」"], "两边的类型要一样"),
        (["市级 = 0元 ←「服务费」"], "“年度服务费”没有用到"),
        (["甲、乙 = 年度服务费 ←「服务费」"], "右边只有一个值"),
    ],
)
def test_a_fault_is_found_and_said(lines: list[str], hint: str) -> None:
    found = said(FEE, *lines)
    assert any(hint in one for one in found), found


@pytest.mark.parametrize(
    ("arms", "hint"),
    [
        (["5万元以上：0元"], "0元 到 5万元 之间没有档"),
        (["不满5万元：0元", "10万元以上：0元"], "5万元 到 10万元 之间没有档"),
        (["不满5万元：0元", "5万元以下：0元"], "重叠"),
        (["不满5万元：0元", "5万元以上、不满10万元：0元"], "最后一档不写上限"),
        (["5万元以下：0元", "5万元以上：0元"], "重叠"),
        (["不满5万元：0元", "5万元以上：0元、0元"], "要 1 个值"),
    ],
)
def test_tiers_have_no_gap_and_no_overlap(arms: list[str], hint: str) -> None:
    found = said(FEE, "市级 = 按 年度服务费 分档： ←「服务费」", *(f"    {arm}" for arm in arms))
    assert any(hint in one for one in found), found


def test_an_arm_that_a_condition_excludes_can_never_be_reached() -> None:
    lines = [
        FEE, "条件 年度服务费 达到 5万元 ←「超过 5 万元」", "市级 = 按 年度服务费 分档： ←「超过 5 万元」",
        "    不满5万元：0元", "    5万元以上：0元",
    ]  # fmt: skip
    assert said(*lines) == ["这一档永远到不了：前面的条件已经把它排除"]


def test_tiers_may_begin_at_a_condition_on_the_same_name() -> None:
    lines = [
        FEE, "条件 年度服务费 超过 5万元 ←「超过 5 万元」", "市级 = 按 年度服务费 分档： ←「超过 5 万元」",
        "    超过5万元：0元",
    ]  # fmt: skip
    assert said(*lines) == []


def test_every_option_of_a_choice_is_named_once() -> None:
    lines = [FEE, SET, "市级 = 按 龙头 分类： ←「服务费」", "    是：年度服务费"]
    assert said(*lines) == ["没有写选项 否；写全，或加一行“其余”"]


@pytest.mark.parametrize(
    ("switch", "hint"),
    [
        (["读法 X-12：", "    A：市级 = 年度服务费 ←「服务费」"], "X-12 没有写选项 B"),
        (["读法 X-88：", "    A：市级 = 年度服务费 ←「服务费」"], "读法表里没有 X-88"),
        (["读法 X-12：", "    A、B：市级 = 年度服务费 ←「服务费」", "    C：无此项 ←「服务费」"], "没有选项 C"),
        (["读法 X-12：", "    A：甲 = 年度服务费 ←「服务费」", "    B：乙 = 年度服务费 ←「服务费」"], "同样的中间名称"),
    ],
)
def test_a_switch_names_every_option_of_its_question_once(switch: list[str], hint: str) -> None:
    found = said(FEE, *switch)
    assert any(hint in one for one in found), found


def test_periods_cover_the_whole_term_without_overlap() -> None:
    first, second = "自 2022-06-30 至 {}： ←「服务费」", "自 2023-01-01 至 2023-12-31： ←「服务费」"
    body = "    市级 = 年度服务费 ←「服务费」"
    assert said(FEE, first.format("2022-12-31"), body, second, body) == []
    assert any("2023-01-01 之间没有规定" in m for m in said(FEE, first.format("2022-12-30"), body, second, body))
    assert any("重叠" in m for m in said(FEE, first.format("2023-02-01"), body, second, body))


def test_a_passage_stands_word_for_word_at_its_anchor() -> None:
    right = "> 对年度服务费超过 5 万元的企业 —— 三（一）1"
    assert said(FEE, WHOLE, passages=right) == []
    wrong = "> 对年度服务费满 5 万元的企业 —— 三（一）1"
    assert any("与原文不一致" in m for m in said(FEE, WHOLE, passages=wrong))


def test_an_unknown_basis_is_named() -> None:
    assert any("原文没有“三（一）9”" in m for m in said(FEE, WHOLE, anchors="三（一）9；三（一）1"))


def test_a_limit_needs_an_example_below_at_and_above_it() -> None:
    source = HEAD.format(anchors="三（一）1；附件4 上云上平台", passages="") + "\n".join([
        FEE, "条件 年度服务费 超过 5万元 ←「超过 5 万元」", WHOLE, "```", "```算例",
        "| 年度服务费 | 结果 | 市级 |", "|---|---|---|", "| 5万元 | 不符合 | |", "| 10万元 | 符合 | 3万元 |",
        "| 20万元 | 符合 | 7万元 |", "```", "",
    ])  # fmt: skip
    letters = {q.id: q.letters for q in PACK.readings.questions}
    checked = check_clause(parse_clause(source, "trial.md"), PACK.document, PACK.basis, letters)
    found = [f.message for f in checked.findings]
    assert "界限 5万元 缺“低于它”的算例" in found
    assert any("市级应为 70,000.00 元，得到 60,000.00 元" in one for one in found), found


def test_a_tier_beyond_an_upper_condition_can_never_be_reached() -> None:
    lines = [
        FEE, "条件 年度服务费 不满 5万元 ←「超过 5 万元」", "市级 = 按 年度服务费 分档： ←「超过 5 万元」",
        "    不满5万元：0元", "    5万元以上：0元",
    ]  # fmt: skip
    assert said(*lines) == ["这一档永远到不了：前面的条件已经把它排除"]


def test_a_rest_after_complete_tiers_can_never_be_reached() -> None:
    lines = [FEE, "市级 = 按 年度服务费 分档： ←「超过 5 万元」", "    不满5万元：0元", "    5万元以上：0元", "    其余：0元"]
    assert said(*lines) == ["“其余”永远到不了：前面各档已经写全"]


def test_conditions_that_exclude_one_another_are_named() -> None:
    lines = [FEE, "条件 年度服务费 超过 5万元 且 年度服务费 不满 5万元 ←「超过 5 万元」", WHOLE]
    assert any("条件永远不能成立" in one for one in said(*lines))


def test_the_limits_of_two_conditions_need_examples_of_their_own() -> None:
    source = HEAD.format(anchors="三（一）1", passages="") + "\n".join([
        FEE, "输入 乙费 b_fee：金额", "条件 年度服务费 超过 5万元 ←「超过 5 万元」",
        "条件 乙费 超过 5万元 ←「超过 5 万元」", WHOLE, "```", "```算例", "| 年度服务费 | 乙费 | 结果 | 市级 |",
        "|---|---|---|---|", "| 4万元 | 9万元 | 不符合 | |", "| 5万元 | 9万元 | 不符合 | |",
        "| 6万元 | 9万元 | 符合 | 1.8万元 |", "```", "",
    ])  # fmt: skip
    letters = {q.id: q.letters for q in PACK.readings.questions}
    checked = check_clause(parse_clause(source, "trial.md"), PACK.document, PACK.basis, letters)
    assert [f.message for f in checked.findings] == ["界限 5万元 缺“低于它、恰好”的算例"]
