"""验算自身的例子: the hand calculation gives what the worked examples of the fourteen clauses say.

The engine under test is not used here; this file checks the checker. One line an example: facts, readings,
date and earlier grants in yuan on the left, the shares of province, city and district on the right.
"""

from datetime import date
from decimal import Decimal

import pytest

from tests.oracle.luojiang import NotAllowedError, NotKnownError, judge

NOT_STATED: dict[str, dict[str, object]] = {
    "technology_upgrade": {"provincial_base": "0", "provincial_leading_enterprise": False},
    "upgrade_loan_interest": {
        "provincial_key_project": True,
        "partner_bank": True,
        "first_drawdown_on": "2022-09-01",
        "principal": "6000000",
        "months": 6,
    },
    "open_challenge": {"district_entity_succeeded": False},
}
"""What an example leaves out."""

EXAMPLES = """
cloud_adoption
    annual_service_fee=49999.99 → 不符合
    annual_service_fee=50000 granted_city=15000 → 不符合
    annual_service_fee=50000.15 → 0 15000.05 3000.01
    annual_service_fee=50000.05 → 0 15000.02 3000.00
    annual_service_fee=333333.31 → 0 99999.99 20000
    annual_service_fee=333333.33 → 0 100000 20000
    annual_service_fee=333333.34 → 0 100000 20000
    annual_service_fee=200000 此前·市级·单家年度=70000 → 0 30000 6000
    annual_service_fee=80000 X-12=B → 0 9000 1800
    annual_service_fee=80000 X-11=B 此前·区级·单家累计=0.01 → 0 24000 0
technology_upgrade
    production_equipment_investment=1000.07 → 0 70 14
    production_equipment_investment=30000000 provincial_base=99990000 → 4999500 2000000 1399900
    production_equipment_investment=28570000 provincial_base=100000001 → 5000000 1999900 1399980
    production_equipment_investment=15000000 city_approved_rate=0.07 → 0 1050000 210000
    production_equipment_investment=15000000 city_approved_rate=0.08 X-01=B → 0 1200000 240000
    production_equipment_investment=1 granted_province=600000 granted_city=880000 → 600000 880000 296000
    production_equipment_investment=0 granted_province=60e4 granted_city=88e4 X-03=C → 600000 880000 176000
    production_equipment_investment=15000000 此前·市级·单家年度=1500000 → 0 500000 100000
    production_equipment_investment=15000000 此前·市级·单家年度=1500000 X-22=B → 0 1050000 210000
    production_equipment_investment=15000000 此前·市级·单家累计=1500000 X-22=B → 0 500000 100000
    production_equipment_investment=0 provincial_leading_enterprise=是 provincial_base=2e8 → 1e7 0 2e6
    production_equipment_investment=0 production_investment=15000000 X-02=B → 0 1050000 210000
upgrade_loan_interest
    drawdown_on=2022-12-31 → 60000 0 0
    drawdown_on=2023-01-01 → 60000 30000 0
    drawdown_on=2023-12-31 → 60000 30000 0
    drawdown_on=2023-12-31 X-03=B → 60000 30000 18000
    drawdown_on=2024-01-01 months:60 → 200000 0 0
    drawdown_on=2023-09-15 first_drawdown_on=2020-09-15 → 不符合
    drawdown_on=2023-09-16 first_drawdown_on=2020-09-15 → 不符合
    drawdown_on=2023-08-15 first_drawdown_on=2020-09-15 → 10000 5000 0
    drawdown_on=2022-08-31 → 不符合
    drawdown_on=2023-01-01 partner_bank=否 → 不符合
    drawdown_on=2023-01-01 granted_province=0 → 不符合
first_set_national
    kind=complete market_unit_price=3333333.30 → 1999999.98 2000000 300000
    kind=complete market_unit_price=3333400 → 2000000 2000000 300000
    kind=complete market_unit_price=1000000 granted_city=0 → 600000 0 0
    kind=key_component batch_contract_price=500000 → 300000 0 0
    kind=key_component batch_contract_price=490000 X-16=B → 294000 2000000 300000
    kind=complete market_unit_price=1000000 premium_subsidy=否 X-13=B → 600000 0 0
    kind=complete market_unit_price=1000000 premium_subsidy=是 X-13=B → 600000 2000000 300000
    kind=complete market_unit_price=1000000 provincial_grade=provincial X-14=B → 300000 2000000 300000
    kind=complete market_unit_price=1000000 granted_city=0 X-26=B → 600000 0 300000
first_set_provincial
    kind=key_component batch_contract_price=490000 provincial_grade=domestic X-14=B → 294000 0 0
    kind=complete market_unit_price=3333300 → 999990 500000 100000
    kind=complete market_unit_price=3333333.34 → 1000000 500000 100000
    kind=key_component batch_contract_price=666666.65 → 200000 0 0
    kind=key_component batch_contract_price=700000 → 200000 0 0
open_challenge
    approved_project_fund=1999900 solver_in_district=是 → 0 1999900 0
    approved_project_fund=2000000 → 0 2000000 0
    approved_project_fund=2000000.01 district_entity_succeeded=是 → 0 2000000 100000
    approved_project_fund=1200000 district_entity_succeeded=是 此前·市级·单个项目=1000000 → 0 1000000 100000
industrial_internet_demo
    it_investment=0.04 → 不符合
    it_investment=0.10 → 0 0.01 0
    it_investment=9999999.90 → 0 500000 499999.99
    it_investment=10000000 → 0 500000 500000
    it_investment=10000100 X-06=C → 0 1000000 1000000
    it_investment=10000100 X-06=B → 0 1000000 0
    it_investment=8000000 此前·补助总额·单个项目=600000 → 0 200000 200000
industrial_app
    apps=0.05 → 0 0.01 0.01
    apps=333333.34 → 0 50000 50000
    apps=500000；3；0.10 → 0 50000.47 50000.46
    apps= → 不符合
five_g_demo
    completed_investment=4990000 it_investment=1000000 → 不符合
    completed_investment=4990000 it_investment=500000 X-10=B → 0 150000 0
    completed_investment=5000000 it_investment=0 granted_province=888800 → 888800 0 44440
    completed_investment=9999999.99 it_investment=660000 → 1000000 198000 50000
    completed_investment=10000000 it_investment=666666.65 → 2000000 200000 100000
    completed_investment=19999999.98 it_investment=700000 → 2000000 200000 100000
    completed_investment=20000000 it_investment=100000 → 3000000 30000 150000
    completed_investment=1 it_investment=1 provincial_iot_demo=是 granted_province=500000 → 500000 0 25000
    completed_investment=1 it_investment=1 provincial_iot_demo=是 provincial_iot_subsidy=1.10 → 1.10 0 0.06
    completed_investment=1 it_investment=1 provincial_iot_demo=是 granted_province=500000 X-08=B → 不符合
supply_chain_platform
    annual_transaction=500000000 granted_city=0 → 不符合
    annual_transaction=500000000 granted_city=0 X-26=B → 0 0 50000
    annual_transaction=499999999.99 → 不符合
    annual_transaction=500000000 X-04=B → 0 150000 0
    annual_transaction=999999999.99 → 0 150000 50000
    annual_transaction=1000000000 此前·市级·单家累计=150000 此前·区级·单家累计=50000 → 0 150000 50000
    annual_transaction=1000000000 此前·市级·单家累计=150000 此前·区级·单家累计=50000 X-05=B → 0 300000 100000
    annual_transaction=1000000000 此前·市级·单家累计=150000 此前·区级·单家累计=50000 X-05=C → 不符合
    annual_transaction=2999999999.99 → 0 300000 100000
    annual_transaction=3100000000 → 0 900000 300000
champion_national
    newly_recognised=否 → 不符合
    newly_recognised=是 日期=2022-06-29 → 不符合
    newly_recognised=是 日期=2022-06-30 此前·省级·对象=1000000 → 0 0 300000
    newly_recognised=是 日期=2024-01-01 → 不符合
    newly_recognised=是 此前·省级·对象=1000000 此前·区级·对象=300000 → 不符合
champion_provincial
    newly_recognised=是 → 500000 0 100000
    newly_recognised=否 → 不符合
little_giant
    event=recheck_passed → 0 50000 0
    event=new → 500000 0 300000
    event=new 日期=2024-01-01 → 不符合
srdi
    event=new 日期=2023-12-31 → 200000 0 100000
    event=new 此前·省级·对象=200000 此前·区级·对象=100000 → 不符合
"""

YES_NO: dict[str, object] = {"是": True, "否": False}


def _rows() -> list[tuple[str, str]]:
    clause, rows = "", []
    for line in EXAMPLES.strip().splitlines():
        if line.startswith(" "):
            rows.append((clause, line.strip()))
        else:
            clause = line
    return rows


def _fen(yuan: str) -> int:
    fen = Decimal(yuan) * 100
    assert fen == int(fen)
    return int(fen)


@pytest.mark.parametrize(("clause", "row"), _rows())
def test_the_hand_calculation_gives_the_worked_example(clause: str, row: str) -> None:
    """验算与算例一致."""
    given, expected = row.split(" → ")
    facts = dict(NOT_STATED.get(clause, {}))
    readings: dict[str, str] = {}
    earlier: dict[tuple[str, str], int] = {}
    on = date(2023, 6, 30)
    for word in given.split(" "):
        name, sign, value = word.partition("=") if "=" in word else word.partition(":")
        if name.startswith("X-"):
            readings[name] = value
        elif name.startswith("此前"):
            _, what, unit = name.split("·")
            earlier[what, unit] = _fen(value)
        elif name == "日期":
            on = date.fromisoformat(value)
        elif name == "apps":
            facts[name] = [{"last_year_service_expenditure": spent} for spent in value.split("；") if spent]
        else:
            facts[name] = int(value) if sign == ":" else YES_NO.get(value, value)
    verdict = judge(clause, facts, on=on, readings=readings, earlier=earlier)
    refused = expected == "不符合"
    assert verdict.outcome == ("not_entitled" if refused else "entitled")
    assert [*verdict.shares.values()] == (
        [0, 0, 0] if refused else [_fen(yuan) for yuan in expected.split(" ")]
    )


UPGRADE = {"production_equipment_investment": "15000000", **NOT_STATED["technology_upgrade"]}


@pytest.mark.parametrize(("rate", "reading"), [("0.0701", "A"), ("0.0699", "B")])
def test_an_approved_rate_beyond_its_limit_is_refused(rate: str, reading: str) -> None:
    """核定比例越限."""
    facts = {**UPGRADE, "city_approved_rate": rate}
    with pytest.raises(NotAllowedError):
        judge("technology_upgrade", facts, on=date(2023, 6, 30), readings={"X-01": reading})


def test_a_missing_fact_is_not_guessed() -> None:
    """缺事实不猜."""
    with pytest.raises(NotKnownError):
        judge("cloud_adoption", {}, on=date(2023, 6, 30))


def test_a_fact_of_another_clause_is_refused() -> None:
    """别的条款的事实不收."""
    with pytest.raises(NotAllowedError):
        judge("srdi", {"event": "new", "granted_city": "1"}, on=date(2023, 6, 30))
