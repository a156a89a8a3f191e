"""What the checkup answers: money by tier with its sentences, what is still asked, what not and why."""

from __future__ import annotations

import pytest

from luoqiao.core.kernel.money import wan
from luoqiao.interfaces.portal.checkup_open import Open
from luoqiao.interfaces.portal.checkup_page import CheckupPage
from luoqiao.interfaces.portal.checkup_rows import Had, Refused
from luoqiao.policies.pack import Pack
from tests.interfaces.portal.checkup_builder import a_checkup

CLOUD = "cloud_adoption.annual_service_fee"
EQUIPMENT = "technology_upgrade.production_equipment_investment"
BASE = "technology_upgrade.provincial_base"


def had(page: CheckupPage, identifier: str) -> Had:
    return next(one for one in page.had if one.identifier == identifier)


def still_open(page: CheckupPage, identifier: str) -> Open:
    return next(one for one in page.open if one.identifier == identifier)


def refused(page: CheckupPage, identifier: str) -> Refused:
    return next(one for one in page.refused if one.identifier == identifier)


def test_a_finance_manager_finds_what_fee_and_equipment_bring(pack: Pack) -> None:
    page = a_checkup(pack, {CLOUD: "40", EQUIPMENT: "3000", BASE: "0"})
    assert [one.identifier for one in page.had] == ["technology_upgrade", "cloud_adoption"]
    assert [tier.fen for tier in page.tiers] == [0, wan(210), wan(42)]
    assert page.total == wan(252)
    assert page.total_tag is not None
    assert page.total_tag.label == "预估上限"


def test_what_is_certain_of_an_open_clause_is_in_the_headline(pack: Pack) -> None:
    page = a_checkup(pack, {CLOUD: "40", EQUIPMENT: "3000"})
    assert page.headline == "已确定至少"
    assert page.certain == wan(252)
    assert [tier.fen for tier in page.certain_tiers] == [0, wan(210), wan(42)]
    assert "240.00 万元属于还没答完的“技术改造投资补助”" in page.headline_note
    assert page.total == page.list.total == wan(12)
    row = still_open(page, "technology_upgrade")
    assert (row.least, row.most) == (wan(240), wan(1440))
    assert [(tier.fen, tier.most) for tier in row.tiers] == [
        (0, wan(1000)), (wan(200), wan(200)), (wan(40), wan(240)),
    ]  # fmt: skip


def test_nothing_is_certain_of_a_clause_that_may_not_concern_the_firm(pack: Pack) -> None:
    page = a_checkup(pack, {CLOUD: "40"})
    assert page.headline == "现在可以享受，合计"
    assert page.certain == page.total == wan(12)
    assert {row.least for row in page.open} == {0}


def test_the_sentence_beside_a_question_is_the_one_it_drives(pack: Pack) -> None:
    beside = {
        ask.field.name: [quote.text for quote in quotes]
        for row in a_checkup(pack, {EQUIPMENT: "3000", CLOUD: "x"}).open
        for ask, quotes in row.questions
    }
    assert beside[EQUIPMENT] == ["申请市级财政按项目生产设备投资额不高于 7% 的比例给予补助"]
    assert "不超过5%的比例" in beside[BASE][0]
    assert beside["technology_upgrade.provincial_leading_enterprise"] == ["对列入省级龙头企业的,最高补助1000万元"]
    assert "30%" in beside[CLOUD][0]
    first = beside["champion_national.newly_recognised"]
    assert first[0] == "对新认定的国家制造业单项冠军"
    assert len(first) == 2


def test_before_anything_is_answered_every_clause_asks_one_question(pack: Pack) -> None:
    page = a_checkup(pack)
    assert not page.started
    assert {len(one.asks.shown) for one in page.open} == {1}
    assert len(page.open) == len(pack.clauses)


def test_every_open_question_can_be_seen_at_once(pack: Pack) -> None:
    page = a_checkup(pack, {"every": "1"})
    assert sum(len(one.asks.shown) for one in page.open) == page.questions


def test_only_what_still_matters_is_asked(pack: Pack) -> None:
    page = a_checkup(pack, {EQUIPMENT: "3000", BASE: "2240"})
    assert "provincial_leading_enterprise" not in str(
        [ask.field.name for ask in had(page, "technology_upgrade").asks.all]
    )
    page = a_checkup(pack, {EQUIPMENT: "3000"})
    names = [ask.field.name for ask in still_open(page, "technology_upgrade").waiting]
    assert names == [BASE, "technology_upgrade.provincial_leading_enterprise"]


@pytest.mark.parametrize(
    ("typed", "unit", "fen"),
    [
        ("40", "万元", wan(40)),
        ("400,000.00", "元", wan(40)),
        ("40万", "元", wan(40)),
        ("４０", "万元", wan(40)),
        ("0.4亿元", "万元", wan(4000)),
    ],
)
def test_an_amount_is_read_with_its_unit(pack: Pack, typed: str, unit: str, fen: int) -> None:
    page = a_checkup(pack, {CLOUD: typed, f"unit:{CLOUD}": unit})
    assert had(page, "cloud_adoption").answer.facts["年度服务费"] == fen


def test_a_field_that_cannot_be_read_hides_nothing_else(pack: Pack) -> None:
    page = a_checkup(pack, {CLOUD: "四十", EQUIPMENT: "-1", "srdi.event": "new"})
    assert [one.identifier for one in page.had] == ["srdi"]
    assert len(page.wrong) == 2
    (ask,) = still_open(page, "cloud_adoption").asks.shown
    assert ask.field.value == "四十"
    assert "读不成金额" in ask.field.error
    assert "LQ-2011" in ask.field.error


def test_a_rate_above_the_ceiling_is_told_beside_its_field(pack: Pack) -> None:
    page = a_checkup(pack, {EQUIPMENT: "1500", BASE: "0", "technology_upgrade.city_approved_rate": "7.01"})
    row = had(page, "technology_upgrade")
    (wrong,) = [ask for ask in row.asks.all if ask.field.error]
    assert wrong.field.name == "technology_upgrade.city_approved_rate"
    assert row.asks.wrong
    page = a_checkup(pack, {EQUIPMENT: "1500", BASE: "0", "technology_upgrade.city_approved_rate": "5.2"})
    assert had(page, "technology_upgrade").row.tiers[1].fen == wan(78)


def test_a_refusal_quotes_the_condition_and_names_the_answer(pack: Pack) -> None:
    row = refused(a_checkup(pack, {CLOUD: "5"}), "cloud_adoption")
    assert row.refusal.reasons == ("年度服务费为 50,000.00 元，没有超过 5万元",)
    assert row.refusal.quotes[0].text == "对年度服务费超过 5 万元的企业"
    assert row.refusal.facts == (("年度服务费", "50,000.00 元"),)
    assert "0.01 元" in row.refusal.missing


def test_only_the_part_of_a_condition_that_fails_is_named(pack: Pack) -> None:
    sent = {"upgrade_loan_interest.provincial_key_project": "yes", "upgrade_loan_interest.partner_bank": "no"}
    row = refused(a_checkup(pack, sent), "upgrade_loan_interest")
    assert row.refusal.reasons == ("“合作银行贷款”答的是“否”",)


def test_outside_its_period_every_clause_says_so(pack: Pack) -> None:
    page = a_checkup(pack, {CLOUD: "40", "on": "2024-01-01"})
    assert len(page.refused) == len(pack.clauses)
    assert "2024-01-01 不在条款期限内" in page.refused[0].refusal.reasons[0]


def test_a_day_that_does_not_exist_is_told_and_the_rest_is_judged(pack: Pack) -> None:
    page = a_checkup(pack, {CLOUD: "40", "on": "2023-02-30"})
    assert page.wrong == ("day",)
    assert page.judged.checkup.on == pack.meta.in_force_until
    assert page.had


def test_a_list_with_an_item_still_unknown_waits_for_it(pack: Pack) -> None:
    name = "industrial_app.apps[{}].last_year_service_expenditure"
    page = a_checkup(pack, {name.format(1): "20"}, button="add:industrial_app.apps")
    row = still_open(page, "industrial_app")
    assert (row.least, row.most) == (wan(6), wan(16))
    assert [ask.field.name for ask in row.waiting] == [name.format(2)]


def test_every_quote_shown_stands_in_the_document(pack: Pack) -> None:
    every = {
        CLOUD: "40", EQUIPMENT: "3000", BASE: "0", "srdi.event": "new", "little_giant.event": "recheck_passed",
        "first_set_national.kind": "complete", "first_set_national.market_unit_price": "100",
        "open_challenge.approved_project_fund": "10", "open_challenge.district_entity_succeeded": "yes",
        "five_g_demo.completed_investment": "600", "five_g_demo.it_investment": "10",
        "supply_chain_platform.annual_transaction": "12亿", "industrial_internet_demo.it_investment": "80",
    }  # fmt: skip
    for page in (a_checkup(pack), a_checkup(pack, {"every": "1"}), a_checkup(pack, every)):
        quotes = [q for one in page.had for q in one.row.quotes] + [
            q for one in page.open for q in one.quotes
        ]
        assert quotes
        for quote in quotes:
            assert pack.document.find(quote.text, (quote.anchor,)) is not None, quote
            assert all(number in quote.text for number in quote.emphasis)


def test_each_tier_with_money_has_its_sentence(pack: Pack) -> None:
    row = had(a_checkup(pack, {CLOUD: "40"}), "cloud_adoption").row
    assert [(quote.tier, quote.emphasis) for quote in row.quotes] == [
        ("市", ("30%",)), ("", ()), ("区", ("20%",)), ("", ()),
    ]  # fmt: skip


def test_the_code_covers_facts_day_and_what_is_set_aside(pack: Pack) -> None:
    code = a_checkup(pack, {CLOUD: "40"}).code
    assert a_checkup(pack, {CLOUD: "400000", f"unit:{CLOUD}": "元"}).code == code
    assert a_checkup(pack, {CLOUD: "40", "firm.name": "甲"}).code == code
    others = [
        a_checkup(pack, {CLOUD: "41"}),
        a_checkup(pack, {CLOUD: "40", "on": "2023-06-30"}),
        a_checkup(pack, {CLOUD: "40"}, aside=["srdi"]),
        a_checkup(pack, {CLOUD: "40", "cloud_adoption.granted_city": "10"}),
    ]
    assert len({code, *(page.code for page in others)}) == 5
