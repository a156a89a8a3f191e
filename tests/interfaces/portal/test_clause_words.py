"""What a clause page says beside its figures, for cases in which the first version said something wrong."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from luoqiao.core.rules.catalogue import entry
from luoqiao.interfaces.portal.catalogue_rows import catalogue_row
from luoqiao.interfaces.portal.clause_assembly import ClausePage, assemble
from luoqiao.policies.pack import Pack

LAST_DAY = date(2023, 12, 31)
EQUIPMENT = "production_equipment_investment=3000万&provincial_base=3600万&provincial_leading_enterprise=no"


def shown(pack: Pack, clause: str, query: str = "") -> ClausePage:
    """The page of a clause for a query."""
    return assemble(pack, pack.clauses[clause], QueryDict(query), LAST_DAY)


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


def nothing(page: ClausePage, tier: str) -> str:
    """The reason beside a tier that gets nothing."""
    return next(row.nothing for row in page.result.tiers if row.name == tier)


def test_a_zero_beside_a_sentence_about_money_says_why(pack: Pack) -> None:
    component = shown(pack, "first_set_national", "kind=key_component&batch_contract_price=50万")
    assert nothing(component, "市级") == "不在限定之内：只限装备类别为整机（读法 X-16）"
    assert nothing(component, "省级") == ""
    checked_again = shown(pack, "little_giant", "event=recheck_passed")
    assert nothing(checked_again, "省级") == "不在限定之内：只限认定事项为新认定"
    no_base = shown(pack, "technology_upgrade", EQUIPMENT.replace("3600万", "0"))
    assert nothing(no_base, "省级") == "省级基数是 0"


def test_what_is_certain_comes_before_what_is_open(pack: Pack) -> None:
    page = shown(pack, "technology_upgrade", "production_equipment_investment=3000万")
    assert page.result.certain
    assert page.result.low == 240_000_000
    assert not any("未知 ×" in step.arithmetic for step in page.result.steps)
    assert "先填省级基数" in next(step.arithmetic for step in page.result.steps if step.label == "省级")


def test_whom_to_ask_is_said_by_the_line_of_the_clause_itself(pack: Pack) -> None:
    (unit,) = shown(pack, "five_g_demo").contacts
    assert unit.source is not None
    assert unit.source.label == "三（二）3 责任单位"
    annex_only = shown(pack, "srdi")
    assert annex_only.unnamed
    assert annex_only.contacts[0].role == "区工信局局长是领导小组成员、领导小组办公室主任"


@pytest.mark.parametrize(("months", "told"), [(12, False), (13, True)])
def test_interest_over_a_year_tells_what_the_city_says_elsewhere(pack: Pack, months: int, told: bool) -> None:
    page = shown(pack, "upgrade_loan_interest", f"principal=600万&months={months}")
    assert any("最长不超过 1 年" in note and "外部材料" in note for note in page.result.notes) is told
