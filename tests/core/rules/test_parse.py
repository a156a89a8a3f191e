"""读条款文件: what a writer of rules may rely on — both widths are read, every error is listed with its place."""

from __future__ import annotations

import logging
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, logger

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.money import MOST, show_short
from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.dates import encode, read_date
from luoqiao.core.rules.parse import STARTS, parse_clause
from luoqiao.core.rules.problems import ClauseUnreadable
from luoqiao.core.rules.words import terminals

HEAD = """# 试行补助 · trial
对象 企业 ｜ 牵头 区工信局 ｜ 期限 2022-06-30 至 2023-12-31 ｜ 方式 申报 ｜ 依据 三（一）1
"""
FEE = "输入 年度服务费 annual_service_fee：金额"


def clause(*lines: str) -> t.Clause:
    rule = "\n".join(lines)
    return parse_clause(f"{HEAD}```规则\n{rule}\n```\n", "trial.md")


def refused(*lines: str) -> list[str]:
    with pytest.raises(ClauseUnreadable) as caught:
        clause(*lines)
    return [f"{f.place} {f.message}" for f in caught.value.findings]


def value_of(expression: str) -> t.Expr | t.Branching:
    statement = clause(FEE, f"市级 = {expression}").statements[0]
    assert isinstance(statement, t.Define)
    return statement.value


def test_grammar_has_no_conflict_that_is_settled_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    grammar = files("luoqiao.core.rules").joinpath("grammar.lark").read_text("utf-8") + "\n" + terminals()
    with caplog.at_level(logging.DEBUG, logger=logger.name):
        Lark(grammar, parser="lalr", start=STARTS, debug=True, maybe_placeholders=False)
    assert "conflict" not in caplog.text.lower()


def test_full_width_and_half_width_are_read_alike() -> None:
    half = clause(FEE, "条件 年度服务费 超过 50,000.05元", "市级 = 年度服务费 的 30%,最高 10万元")
    full = clause(FEE, "条件　年度服务费　超过　５０,０００．０５元", "市级　＝　年度服务费　的　３０％，最高　１０万元")
    values = [[n.value for s in c.statements for n in t.walk(s) if isinstance(n, t.Literal)] for c in (half, full)]
    assert values[0] == values[1] == [5_000_005, 10_000_000]


def test_no_space_is_needed_between_a_word_and_a_number() -> None:
    value = value_of("年度服务费 的30%，最高10万元")
    assert isinstance(value, t.Cap)
    assert isinstance(value.value, t.RateOf)
    assert value.value.rate == 3000


@given(fen=st.integers(0, MOST))
def test_an_amount_written_as_the_document_would_is_read_exactly(fen: int) -> None:
    literal = value_of(show_short(fen))
    assert isinstance(literal, t.Literal)
    assert literal.value == fen


@given(day=st.dates())
def test_both_ways_of_writing_a_day_are_the_same_day(day: date) -> None:
    chinese = f"{day.year:04d}年{day.month}月{day.day}日"
    assert encode(read_date(chinese)) == encode(read_date(day.isoformat())) == encode(day)


@given(first=st.dates(), second=st.dates())
def test_coded_days_keep_their_order(first: date, second: date) -> None:
    assert (first < second) == (encode(first) < encode(second))


@given(text=st.text(max_size=60))
def test_folding_keeps_every_column(text: str) -> None:
    assert len(fold_width(text)) == len(text)


@given(junk=st.text(st.sampled_from("年度服务费超过的按分档：A、5万元%（）「」←；=且或市级\n \t@"), max_size=60))
def test_whatever_is_written_is_read_or_refused_with_a_place(junk: str) -> None:
    found: tuple[Finding, ...] = ()
    try:
        clause(FEE, junk)
    except ClauseUnreadable as error:
        found = error.findings
    assert all(f.place and f.place.line for f in found)
    assert all(f.message for f in found)


def test_every_error_is_listed_and_none_hides_the_next() -> None:
    said = refused(FEE, "条件 年度服务费 大于 5万元", "市级 = 年度服务费 的 30%，最多 10万元", "区级 = 市级实拨 的")
    assert len(said) == 3
    assert said[0].startswith("trial.md:5:10 ")
    assert "是不是“超过”" in said[0]
    assert "是不是“最高”" in said[1]
    assert "没有写完" in said[2]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("条件 年度服务费超过5万元", "词与词之间空一格：年度服务费 超过"),
        ("市级 = 年度服务费 30%", "少写了“的”"),
        ("市级 = 年度服务费 加 年度服务费 的 20%", "（年度服务费 加 年度服务费） 的"),
        ("条件 年度服务费 超过 5", "金额要写元、万元或亿元"),
        ("条件 年度服务费 超过 5万元 且 年度服务费 不满 9万元 或 年度服务费 达到 8万元", "用括号分开"),
        ("市级 = 年度服务费 的 30%，一次性，最高 10万元", "要写在“一次性”前面"),
        ("市级 = 年度服务费 的 30%，核定取 年度服务费", "只能紧跟在"),
        ("市级 = 0.001元", "细于分"),
        ("市级 = 11万亿元", "超过 10 万亿元"),
        ("市级 = 年度服务费 的 7.125%", "最多写到万分之一"),
        ("条件 提款日 在 2023-02-30 至 2023-03-01 期间", "没有 2023-02-30 这一天"),
        ("市级 = 5万元 ←三（一）1", "引文放在「」里"),
        ("市级 = 年度服务费\n    区级 = 0元", "上一行不能带下级行"),
        ("←「按照服务费的 30%」", "没有"),
        ("读法 X-12：", "没有选项"),
        ("市级 = 按 年度服务费 分档：", "没有各档"),
    ],
)
def test_a_mistake_is_answered_with_what_was_probably_meant(line: str, hint: str) -> None:
    lines = [line] if line.startswith("←") else [FEE, line]
    said = refused(*lines)
    assert any(hint in one for one in said), said


def test_statements_of_a_line_share_its_quotes() -> None:
    found = clause(FEE, "市级 = 200万元，一次性；区级 = 30万元 ←「甲」「乙」").statements
    assert [[q.text for q in s.quotes] for s in found] == [["甲", "乙"], ["甲", "乙"]]


def test_a_line_that_begins_with_an_arrow_continues_the_quotes_above() -> None:
    found = clause(FEE, "市级 = 年度服务费 ←「甲」", "    ←附件4 上云上平台·区级「乙」").statements
    assert [(q.anchor, q.text) for q in found[0].quotes] == [("", "甲"), ("附件4 上云上平台·区级", "乙")]


def test_quotes_are_never_read_as_rule() -> None:
    assert clause(FEE, "市级 = 年度服务费 ←「最多 @#￥ 30％；A：」").statements


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("", "缺标题"),
        ("# 试 · t\n```规则\n市级 = 1元\n```\n", "缺条款头"),
        (HEAD, "缺 ```规则 块"),
        (HEAD.replace("2023-12-31", "2023-02-30") + "```规则\n市级 = 1元\n```\n", "期限"),
        (HEAD + "```规则\n市级 = 1元\n", "没有结束的"),
        (HEAD + "```规则\n市级 = 1元\n```\n```算例\n| 市级 | 结果 |\n|---|---|\n| 1元 |\n```\n", "有 1 格，表头有 2 格"),
    ],
)
def test_a_file_without_its_parts_is_refused(source: str, hint: str) -> None:
    with pytest.raises(ClauseUnreadable) as caught:
        parse_clause(source, "t.md")
    assert any(hint in f.message for f in caught.value.findings), caught.value.findings
