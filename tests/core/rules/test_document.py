"""原文: anchors, sentence ids, quotations and near misses."""

from __future__ import annotations

import pytest

from luoqiao.core.rules.document import (
    Document,
    UnknownAnchor,
    UnknownSentence,
    UnreadableDocument,
    parse_document,
)

TEXT = """<!-- 说明：
两行 -->
# 正文 ｜ 正文

## 一 ｜ 补助

- `1.1` 对年度服务费超过 5 万元的企业，按 30%⏎给予补助；
- `3.1` 最高 10 万元。

# 附件4 ｜ 附件 4

## 附件4 上云·省级 ｜ 上云 · 省级

- `7.1` 暂无

## 附件4 上云·市级 ｜ 上云 · 市级

- `7.2` 最高 10 万元

## 附件4 上云·备注 ｜ 上云 · 备注
"""


@pytest.fixture
def document() -> Document:
    return parse_document(TEXT)


def test_sentence_keeps_its_text_line_and_page_break(document: Document) -> None:
    sentence = document.sentence("1.1")
    assert sentence.text == "对年度服务费超过 5 万元的企业，按 30%给予补助；"
    assert sentence.text[: sentence.breaks[0]].endswith("30%")
    assert (sentence.line, sentence.anchor) == (1, "一")


def test_row_expands_to_its_cells_in_order(document: Document) -> None:
    assert document.expand("附件4 上云") == ("附件4 上云·省级", "附件4 上云·市级", "附件4 上云·备注")
    assert document.expand("附件4 上云·省级、市级") == ("附件4 上云·省级", "附件4 上云·市级")
    assert document.expand("一") == ("一",)


def test_empty_cell_is_a_passage_without_sentences(document: Document) -> None:
    assert document.get_passage("附件4 上云·备注").text == ""


def test_cell_knows_row_and_column(document: Document) -> None:
    cell = document.get_passage("附件4 上云·市级")
    assert (cell.row, cell.column, cell.is_annex) == ("附件4 上云", "市级", True)
    assert (document.get_passage("一").row, document.get_passage("一").column) == ("", "")


def test_quote_is_compared_without_white_space_and_given_back_as_printed(document: Document) -> None:
    span = document.find("超过5万元的\u3000企业", ["一"])
    assert span is not None
    assert span.text == "超过 5 万元的企业"
    assert span.pieces == (("1.1", 6, 16),)


def test_body_is_searched_before_annex_whatever_the_order(document: Document) -> None:
    span = document.find("最高10万元", ["附件4 上云", "一"])
    assert span is not None
    assert span.anchor == "一"


def test_quote_may_run_over_sentences_but_not_over_a_page_break(document: Document) -> None:
    assert document.find("按30%给予补助", ["一"]) is None
    assert document.find("按30%给予补助", ["一"], over_breaks=True) is not None
    span = document.find("补助；最高", ["一"])
    assert span is not None
    assert [piece[0] for piece in span.pieces] == ["1.1", "3.1"]


def test_quote_may_not_run_over_a_cell_end(document: Document) -> None:
    assert document.find("暂无最高", ["附件4 上云"]) is None


def test_empty_quote_is_found_nowhere(document: Document) -> None:
    assert document.find(" ", ["一"]) is None


def test_near_miss_tells_width_page_break_and_wording_apart(document: Document) -> None:
    width = document.nearest("的企业,按", ["一"])
    assert width is not None
    assert width.width_only
    assert width.text == "的企业，按"
    page = document.nearest("按30%给予补助", ["一"])
    assert page is not None
    assert page.page_break
    assert not page.width_only
    words = document.nearest("对年度服务费不低于5万元的企业", ["一"])
    assert words is not None
    assert words.text == "对年度服务费超过 5 万元的企业"
    assert document.nearest("政府性融资担保", ["一"]) is None


def test_where_else_lists_every_place(document: Document) -> None:
    assert document.where_else("最高10万元") == ("一", "附件4 上云·市级")


def test_unknown_names_are_refused_with_a_suggestion(document: Document) -> None:
    with pytest.raises(UnknownAnchor, match="是不是“附件4 上云·市级”"):
        document.get_passage("附件4 上云·市")
    with pytest.raises(UnknownAnchor):
        document.expand("附件4 上云·省级、县级")
    with pytest.raises(UnknownSentence):
        document.sentence("9.9")


def test_every_unreadable_line_is_reported() -> None:
    bad = "- `1.1` 早\n# 正文 ｜ 正文\n## 一 ｜ 一\n- `2.2` 跳号\n胡言\n## 一 ｜ 又一\n"
    with pytest.raises(UnreadableDocument) as refused:
        parse_document(bad)
    assert [line for line, _ in refused.value.problems] == [1, 4, 5, 6]
