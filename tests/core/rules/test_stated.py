"""引文里写的数: caps and rates as the words of the document state them."""

from __future__ import annotations

import pytest

from luoqiao.core.kernel.money import wan
from luoqiao.core.rules.stated import stated_cap, stated_rates
from luoqiao.core.rules.tree import At, Quote


def said(*texts: str) -> tuple[Quote, ...]:
    return tuple(Quote(text, At(1)) for text in texts)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("单家使用企业年度补助最高不超过 10 万元", 10),
        ("最高补助金额不超过200万元的标准给予补助", 200),
        ("单个企业最高补助500万元", 500),
        ("对项目揭榜方给予最高的 200 万元的项目经费支持", 200),
        ("分别安排不超过 100 万元、200 万元和 300 万元补助", 300),
        ("每个项目最高补贴不超过 20 万元", 20),
    ],
)
def test_a_limit_is_read_from_its_words(text: str, most: int) -> None:
    assert stated_cap(said(text)) == wan(most)


@pytest.mark.parametrize("text", ["对年度服务费超过 5 万元的企业", "给予100万元奖励", "按照服务费的 30%", "暂无"])
def test_thresholds_awards_and_rates_are_no_limits(text: str) -> None:
    assert stated_cap(said(text)) is None


def test_every_percentage_is_read() -> None:
    assert stated_rates(said("按照服务费的 30% 给予", "不高于 7.5% 的比例", "暂无")) == (3000, 750)
