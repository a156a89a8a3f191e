"""What a clause page says beside its figures, for cases in which the first version said something wrong."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from luoqiao.core.rules.catalogue import entry
from luoqiao.interfaces.portal.catalogue_rows import catalogue_row
from luoqiao.interfaces.portal.clause_assembly import ClausePage, assemble
from luoqiao.policies.pack import Pack

EQUIPMENT = "production_equipment_investment=3000万&provincial_base=3600万&provincial_leading_enterprise=no"


def shown(pack: Pack, clause: str, query: str = "") -> ClausePage:
    """The page of a clause for a query."""
    return assemble(pack, pack.clauses[clause], QueryDict(query))


def stake(page: ClausePage, reading: str) -> str:
    """What the page says beside a reading."""
    return next(one.stake for one in page.readings if one.identifier == reading)


@pytest.mark.parametrize(("rate", "refusal"), [
    ("city_approved_rate=0.05", "市级核定比例 5% 超出规则，不能低于 7%"),
    ("city_approved_rate=0.09&X-01=B", "市级核定比例 9% 超出规则，不能高于 7%"),
])  # fmt: skip
def test_a_rate_that_the_other_reading_refuses_is_said_beside_it(pack: Pack, rate: str, refusal: str) -> None:
    page = shown(pack, "technology_upgrade", f"{EQUIPMENT}&{rate}")
    assert f"这种读法下不成立：{refusal}" in stake(page, "X-01")
    assert not page.case.errors


def test_a_reading_that_asks_more_says_what_to_fill_in_first(pack: Pack) -> None:
    page = shown(pack, "technology_upgrade", EQUIPMENT)
    assert stake(page, "X-02") == "改为 B：先填生产投资额，才算得出差多少"


def said(page: ClausePage, tier: str) -> list[str]:
    """The sentences beside a tier's amount."""
    return [quote.text for row in page.result.tiers if row.name == tier for quote in row.quotes]


def test_the_words_beside_a_tier_come_from_the_lines_that_pay_it(pack: Pack) -> None:
    all_three = "分别安排不超过 100 万元、200 万元和 300 万元补助"
    assert said(shown(pack, "five_g_demo"), "省级") == [all_three]
    large = shown(pack, "five_g_demo", "completed_investment=2000万&it_investment=10万")
    assert said(large, "省级") == [all_three]
    assert said(large, "区级") == ["区级财政再按省级补助资金的 5% 给予补助"]
    medium = shown(pack, "five_g_demo", "completed_investment=600万&it_investment=10万")
    assert said(medium, "省级") == ["分别安排不超过 100 万元"]


@pytest.mark.parametrize("query", ["", "annual_transaction=30亿"])
def test_the_district_is_paid_by_its_own_sentence(pack: Pack, query: str) -> None:
    page = shown(pack, "supply_chain_platform", query)
    assert said(page, "区级") == ["区财政再分别给予 5 万元、10 万元、30 万元的奖励"]
    assert said(page, "市级") == ["在申请市级财政一次性分别给予 15 万元、30 万元、90 万元奖励"]
    day = date(2023, 12, 31)
    row = catalogue_row(pack, entry(page.clause, pack.basis, day), None, day)
    assert {quote.tier: quote.text for quote in row.quotes} == {"市": said(page, "市级")[0], "区": said(page, "区级")[0]}


def test_a_reason_stands_behind_exactly_the_words_it_is_given_for(pack: Pack) -> None:
    city = next(p for p in shown(pack, "technology_upgrade").passages if p.anchor == "附件4 · 技术改造 · 市级")
    assert [(piece.text, piece.remark) for piece in city.pieces if piece.remark] == [
        ("单个企业最高不超过200万元", "与正文一致")
    ]
    assert not city.note
