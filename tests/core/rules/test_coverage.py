"""覆盖: status of each sentence, numbers about money, needless reasons."""

from __future__ import annotations

import pytest

from luoqiao.core.rules.citations import Citation
from luoqiao.core.rules.coverage import (
    Mark,
    MarkKind,
    Status,
    check_coverage,
    coverage,
    marks_of,
    money_mentions,
)
from luoqiao.core.rules.document import parse_document

DOCUMENT = parse_document("""# 甲 ｜ 第一节
## 一 ｜ 一
- `1.1` 按照服务费的 30% 补助，最高 10 万元。
- `1.2` 到 2023 年底，达 38 家以上。
# 乙 ｜ 第二节
## 二 ｜ 二
- `3.1` 加强领导。
- `3.2` 销售额突破 150 亿元。
""")


def _mark(kind: MarkKind, anchor: str, quote: str) -> Mark:
    (mark,) = marks_of(DOCUMENT, kind, "X", "名", [Citation(anchor, quote)])
    return mark


def _codes(*marks: Mark) -> list[tuple[str, str]]:
    return [(f.code, f.subject) for f in check_coverage(DOCUMENT, marks)]


def test_money_mentions_give_each_number_with_its_place() -> None:
    first, second = money_mentions(DOCUMENT)
    assert [n.text for n in first.numbers] == ["30%", "10 万元"]
    assert first.sentence.text[first.numbers[1].start : first.numbers[1].end] == "10 万元"
    assert (second.sentence.id, second.numbers[0].text) == ("3.2", "150 亿元")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("补助 1: 1 比例分摊", ["1: 1"]),
        ("对2023年1月1日至2023年12月31日提款的贴息1%", ["2023年1月1日", "2023年12月31日", "1%"]),
        ("3年内给予2%贴息", ["3年", "2%"]),
        ("500 万元(含)-1000 万元补助", ["500 万元", "1000 万元"]),
        ("5G 项目补助", []),
        ("到 2023 年底补助", []),
        ("培育 5 个车间", []),
    ],
)
def test_numbers_about_money_are_amounts_rates_shares_dates_and_terms(text: str, numbers: list[str]) -> None:
    mentions = money_mentions(parse_document(f"# 甲 ｜ 甲\n## 一 ｜ 一\n- `1.1` {text}\n"))
    assert [n.text for m in mentions for n in m.numbers] == numbers


def test_status_is_the_strongest_of_the_marks() -> None:
    both = (_mark(MarkKind.SYSTEM, "一", "服务费"), _mark(MarkKind.CLAUSE, "一", "30%"))
    found = coverage(DOCUMENT, (*both, _mark(MarkKind.TARGET, "一", "38 家")))
    assert [s.status for s in found.sentences] == [Status.CLAUSE, Status.TARGET, Status.OPEN, Status.OPEN]
    assert [s.total for s in found.sections] == [2, 2]
    assert found.sections[1].counts[Status.OPEN] == 2
    assert [m.kind for m in found.sentences[0].marks] == [MarkKind.SYSTEM, MarkKind.CLAUSE]


def test_reading_or_correction_alone_accounts_for_nothing() -> None:
    marks = (_mark(MarkKind.READING, "二", "加强"), _mark(MarkKind.CORRECTION, "二", "领导"))
    assert [s.id for s in coverage(DOCUMENT, marks).open_sentences] == ["1.1", "1.2", "3.1", "3.2"]


def test_every_number_about_money_needs_a_clause_or_a_target() -> None:
    rest = (_mark(MarkKind.TARGET, "一", "38 家"), _mark(MarkKind.UNCODED, "二", "加强领导。"))
    clause = _mark(MarkKind.CLAUSE, "一", "服务费的 30%")
    sales = _mark(MarkKind.TARGET, "二", "突破 150 亿元")
    assert _codes(*rest, clause, sales) == [("LQ-3302", "1.1")]
    capped = _mark(MarkKind.CLAUSE_UNCODED, "一", "最高 10 万元")
    assert _codes(*rest, clause, sales, capped) == []


def test_reason_given_by_a_clause_makes_the_list_needless() -> None:
    marks = (_mark(MarkKind.CLAUSE_UNCODED, "二", "加强"), _mark(MarkKind.UNCODED, "二", "加强领导。"))
    assert ("LQ-3303", "3.1") in _codes(*marks)


def test_needless_reason_is_said_but_is_not_serious() -> None:
    marks = (
        _mark(MarkKind.CLAUSE, "一", "按照服务费的 30% 补助，最高 10 万元"),
        _mark(MarkKind.TARGET, "一", "38 家"),
        _mark(MarkKind.TARGET, "二", "突破 150 亿元"),
        _mark(MarkKind.TASK, "二", "加强领导"),
        _mark(MarkKind.UNCODED, "二", "加强领导。"),
    )
    (finding,) = check_coverage(DOCUMENT, marks)
    assert (finding.code, finding.subject, finding.serious) == ("LQ-3303", "3.1", False)
