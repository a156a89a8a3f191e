"""读法: options, defaults, dated decisions, and every fault of a file said at once."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.rules.citations import Citation
from luoqiao.core.rules.readings import (
    UnknownOption,
    UnknownReading,
    UnreadableReadings,
    in_force,
    parse_readings,
)

TEXT = """<!-- 说明 -->
# 通则

- G1：从正文。

# 资金

## X-01 不高于还是不低于？

- 条款：technology_upgrade、first_set_national
- 涉及资金：是
- 不清之处：←三（一）2「不高于 7%」「7%」 ←附件4 技术改造·市级「不低于7%」
- A：不高于 ←三（一）2「不高于 7%」
- B：不低于
- 默认：A
- 通则：G1
- 外证：支持 A：市里如此。
- 裁定：A ｜ 裁定人 区政府常务会议 ｜ 文号 甲〔2023〕2号 ｜ 自 2023-06-01
- 裁定：B ｜ 裁定人 区工信局 ｜ 文号 甲〔2022〕1号 ｜ 自 2022-12-01
"""


def test_question_holds_options_quotes_and_what_it_is_about() -> None:
    readings = parse_readings(TEXT)
    question = readings["X-01"]
    assert question.question == "不高于还是不低于？"
    assert question.letters == ("A", "B")
    assert question.is_switch
    assert question.moves_money
    assert question.clauses == ("technology_upgrade", "first_set_national")
    assert question.unclear[1] == Citation("三（一）2", "7%")
    assert question.get_option("B").citations == ()
    assert question.evidence == "支持 A：市里如此。"
    assert [rule.id for rule in readings.rules] == ["G1"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2022, 11, 30), ("A", True)),
        (date(2022, 12, 1), ("B", False)),
        (date(2023, 5, 31), ("B", False)),
        (date(2023, 6, 1), ("A", False)),
    ],
)
def test_decision_holds_from_its_day_and_default_before(on: date, expected: tuple[str, bool]) -> None:
    assert in_force(parse_readings(TEXT)["X-01"], on) == expected


def test_unknown_question_and_option_are_refused() -> None:
    readings = parse_readings(TEXT)
    with pytest.raises(UnknownReading):
        readings.get_question("X-99")
    with pytest.raises(UnknownOption, match="可选 A、B"):
        readings["X-01"].get_option("C")


def test_every_fault_is_reported_with_its_line() -> None:
    bad = """# 资金
## X-01 问
- 涉及资金：也许
- A：甲 ←三「
- 默认：C
- 封顶：1
- 裁定：A ｜ 自 2023-01-01
- 裁定：A ｜ 裁定人 甲 ｜ 文号 乙 ｜ 自 2023-02-30
胡言
## X-01 又问
- A：甲
- 默认：A
- 通则：G7
"""
    with pytest.raises(UnreadableReadings) as refused:
        parse_readings(bad)
    lines = [f.place.line for f in refused.value.findings if f.place is not None]
    assert sorted(lines) == [2, 3, 4, 6, 7, 8, 9, 10, 10]
