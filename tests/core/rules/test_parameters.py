"""规则的参数: which numbers of the rules can be turned, what they are called, and what turning them may not break."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.dates import encode
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.parameters import Role, check_values, parameters_of, read_values, with_parameters
from luoqiao.core.rules.parse import parse_clause
from tests.core.rules.asking import clause_named, programme

ON = date(2023, 6, 30)
WAN = 1_000_000


def _by_id(clause: str) -> dict[str, tuple[int, str]]:
    return {p.id: (p.value, p.label) for p in parameters_of(clause_named(clause))}


def test_the_numbers_of_the_cloud_clause_are_these_seven() -> None:
    assert _by_id("cloud_adoption") == {
        "condition.annual_service_fee": (5 * WAN, "条件：年度服务费超过多少"),
        "city.rate": (3000, "市级：计补基数的比例"),
        "city.cap": (10 * WAN, "市级：单家年度最高"),
        "district.rate": (2000, "区级：市级实拨的比例"),
        "district.cap": (2 * WAN, "区级：单家年度最高"),
        "term.first": (encode(date(2022, 6, 30)), "期限：首日"),
        "term.last": (encode(date(2023, 12, 31)), "期限：末日"),
    }


@pytest.mark.parametrize(
    ("clause", "parameter", "places"),
    [
        ("cloud_adoption", "condition.annual_service_fee", 2),  # 条件 and 减 5万元 under X-12 B: one number of one sentence
        ("cloud_adoption", "district.rate", 2),  # both options of X-11
        ("technology_upgrade", "市级测算.rate", 2),  # 不高于 7% and 不低于 7%
        ("upgrade_loan_interest", "drawdown_on.months", 2),  # 起 3年 内 and 满 3年
        ("five_g_demo", "condition.completed_investment", 3),  # the condition and both sides of the first boundary
        ("five_g_demo", "bracket.completed_investment.2", 2),
        ("supply_chain_platform", "condition.annual_transaction", 2),
    ],
)
def test_one_number_of_the_document_is_one_parameter(clause: str, parameter: str, places: int) -> None:
    found = {p.id: p for p in parameters_of(clause_named(clause))}[parameter]
    assert len(found.places) == places


@pytest.mark.parametrize("clause", sorted(programme().clauses))
def test_every_parameter_of_the_pack_can_be_named_and_quoted(clause: str) -> None:
    found = parameters_of(clause_named(clause))
    assert len({p.id for p in found}) == len({p.alias for p in found}) == len(found)
    for one in found:
        assert one.least <= one.value <= one.most
        assert one.quotes or one.role is Role.TERM
        assert one.slider[0] <= one.value <= one.slider[1]
        assert one.shown in one.line.replace(" ", "") or one.role in (Role.TERM, Role.PARTS) or one.kind is t.Kind.MONTHS


@pytest.mark.parametrize("clause", sorted(programme().clauses))
def test_no_number_written_in_a_rule_is_forgotten(clause: str) -> None:
    places = {place.at for one in parameters_of(clause_named(clause)) for place in one.places}
    for statement in t.statements_of(clause_named(clause)):
        for node in t.walk(statement):
            if isinstance(node, t.Literal) and node.value:
                assert node.at in places
            if isinstance(node, t.RateOf) and isinstance(node.rate, int):
                assert node.at in places


def test_a_turned_number_moves_the_answer_and_the_words_of_the_rule() -> None:
    clause = clause_named("cloud_adoption")
    turned = with_parameters(clause, read_values(clause, {"district.rate": "30%", "区级.最高": "3万元"}))
    answer = explain(turned, read_facts(turned, {"annual_service_fee": "30万"}), on=ON)
    assert answer.shares["district"].amount.exact == 27_000_00
    assert [s.text for s in t.statements_of(turned) if isinstance(s, t.Define)][-1] == (
        "区级 = 市级实拨 的 30%，单家年度最高 3万元，单家一次性"
    )
    assert turned.digest != clause.digest
    assert with_parameters(clause, {"district.rate": 2000}) is clause


def test_the_first_and_last_day_can_be_turned() -> None:
    clause = clause_named("champion_national")
    longer = with_parameters(clause, read_values(clause, {"term.last": "2024-12-31"}))
    facts = read_facts(clause, {"newly_recognised": True})
    assert explain(clause, facts, on=date(2024, 5, 1)).total.exact == 0
    assert explain(longer, facts, on=date(2024, 5, 1)).total.exact == 130 * WAN


PERIODS = """# 试 · trial
对象 企业 ｜ 牵头 区工信局 ｜ 期限 2022-06-30 至 2023-12-31 ｜ 方式 申报 ｜ 依据 三（一）1
```规则
输入 费用 fee：金额
自 2022-06-30 至 2022-12-31：
    市级 = 费用 的 30%
自 2023-01-01 至 2023-12-31：
    市级 = 费用 的 20%
```
"""


def test_periods_move_together_at_their_boundary_and_at_the_ends() -> None:
    clause = parse_clause(PERIODS, "trial.md")
    assert [p.id for p in parameters_of(clause)] == ["city.rate.1", "city.rate.2", "period", "term.first", "term.last"]
    turned = with_parameters(clause, read_values(clause, {"period": "2023-07-01", "term.last": "2024-06-30"}))
    facts = read_facts(clause, {"fee": "100"})
    totals = [explain(turned, facts, on=day).total.exact for day in (date(2023, 6, 30), date(2023, 7, 1), date(2024, 6, 30))]
    assert totals == [3000, 2000, 2000]
    with pytest.raises(Invalid) as refused:
        with_parameters(clause, read_values(clause, {"period": "2024-02-01"}))
    assert refused.value.problems[0].code == "LQ-4404"


@pytest.mark.parametrize(
    ("values", "code", "said"),
    [
        ({"district.rte": "0.3"}, "LQ-4401", "是不是“district.rate”（区级：市级实拨的比例）"),
        ({"district.cap": "30%"}, "LQ-4402", "区级：单家年度最高"),
        ({"district.rate": "5万元"}, "LQ-4402", "区级：市级实拨的比例写成“5万元”，读不成"),
        ({"district.rate": "130%"}, "LQ-4402", "读不成"),
        ({"district.rate": "0.3", "区级.比例": "0.4"}, "LQ-2016", "写了两次"),
        ({"term.last": "2023-02-29"}, "LQ-4402", "期限：末日"),
        ({"term.last": "3023-02-28"}, "LQ-4403", "可取 1990-01-01 到 2100-12-31"),
        ({"term.last": "2022-01-01"}, "LQ-4404", "期限的末日早于首日"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(values: dict[str, str], code: str, said: str) -> None:
    clause = clause_named("cloud_adoption")
    with pytest.raises(Invalid) as refused:
        with_parameters(clause, read_values(clause, values))
    assert [p.code for p in refused.value.problems] == [code]
    assert said in refused.value.message


def test_arms_may_not_overlap_or_change_places() -> None:
    clause = clause_named("supply_chain_platform")
    values = read_values(clause, {"bracket.annual_transaction.1": "30亿"})
    for attempt in (with_parameters, check_values):
        with pytest.raises(Invalid) as refused:
            attempt(clause, values)
        assert refused.value.problems[0].field == "bracket.annual_transaction.1"
        assert refused.value.message.startswith("年交易规模分档：第 2 档从多少起 30亿元：")
    moved = read_values(clause, {"condition.annual_transaction": "3亿", "bracket.annual_transaction.1": "4亿"})
    answer = explain(with_parameters(clause, moved), read_facts(clause, {"annual_transaction": "3.5亿"}), on=ON)
    assert answer.total.exact == 20 * WAN
