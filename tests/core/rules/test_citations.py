"""引证: written form, place in the document, and what is said when the words are not there."""

from __future__ import annotations

from luoqiao.core.rules.citations import Citation, check_citations, parse_citations
from luoqiao.core.rules.corrections import check_corrections, parse_corrections
from luoqiao.core.rules.document import parse_document
from luoqiao.core.rules.uncoded import check_uncoded, parse_uncoded

DOCUMENT = parse_document("""# 正文 ｜ 正文
## 一 ｜ 一
- `1.1` 按照服务费的 30%⏎给予补助，最高 10 万元。
## 二 ｜ 二
- `3.1` 暂无（含）
""")


def test_one_anchor_may_hold_several_quotes() -> None:
    assert parse_citations("←一「甲」「乙」 ←附件4 首台(套)·市级「丙」") == (
        Citation("一", "甲"),
        Citation("一", "乙"),
        Citation("附件4 首台(套)·市级", "丙"),
    )
    assert parse_citations("") == ()
    assert parse_citations("一「甲」") is None
    assert parse_citations("←「甲」") is None
    assert parse_citations("←一「甲") is None


def _say(anchor: str, quote: str) -> str:
    return check_citations(DOCUMENT, [("T-01", Citation(anchor, quote))])[0].message


def test_a_miss_says_what_the_document_says_instead() -> None:
    assert check_citations(DOCUMENT, [("T-01", Citation("一", "服务费的30%"))]) == ()
    assert _say("三", "暂无") == "原文没有“三”这一处"
    assert "在换页处分成两段" in _say("一", "30%给予补助")
    assert _say("二", "暂无(含)") == "“二”里没有「暂无(含)」；全角半角不同，原文是「暂无（含）」"
    assert _say("二", "最高10万元") == "“二”里没有「最高10万元」；这句话在“一”"
    assert _say("一", "按照服务费的20%") == "“一”里没有「按照服务费的20%」；最接近的是「按照服务费的 30%」"
    assert _say("一", "天气晴朗无云") == "“一”里没有「天气晴朗无云」"


def _correction(kind: str, quote: str) -> dict[str, object]:
    return {"id": "C-01", "kind": kind, "anchor": "一", "quote": quote, "corrected": "改", "reading": "X-47"}


def test_corrections_must_meet_the_print() -> None:
    def findings(kind: str, quote: str) -> int:
        rows = parse_corrections({"corrections": [_correction(kind, quote)]})
        return len(check_corrections(DOCUMENT, rows))

    assert findings("slip", "最高 10 万元") == 0
    assert findings("slip", "最高 20 万元") == 1
    assert findings("page_break", "30%给予补助") == 0
    assert findings("page_break", "最高 10 万元") == 1


def test_uncoded_sentences_must_exist_and_stand_once() -> None:
    groups = [
        {"kind": "标题", "reason": "甲", "sentences": ["1.1", "9.9"]},
        {"kind": "表头", "reason": "乙", "sentences": ["1.1"]},
    ]
    found = check_uncoded(DOCUMENT, parse_uncoded({"uncoded": groups}))
    assert [f.subject for f in found] == ["9.9", "1.1"]
