"""生成的函数: what it refuses it refuses as *explain* does; the laws of its amounts are in test_laws_generated."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.rules.compile_python import FactMissing, compile_clause
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import BadFacts, read_facts
from luoqiao.core.rules.parse import parse_clause
from luoqiao.policies import open_pack

ON = date(2023, 6, 30)
CLAUSES = open_pack("luojiang_2022_31").clauses
UPGRADE = {
    "production_equipment_investment": "1000万", "provincial_base": "0", "provincial_leading_enterprise": False,
}  # fmt: skip


@pytest.mark.parametrize(("letter", "rate"), [("A", "0.0701"), ("A", "0.5"), ("B", "0.0699")])
def test_an_approved_rate_beyond_its_limit_is_refused_by_every_run(letter: str, rate: str) -> None:
    clause = CLAUSES["technology_upgrade"]
    facts = read_facts(clause, {**UPGRADE, "city_approved_rate": rate})
    with pytest.raises(BadFacts) as explained:
        explain(clause, facts, on=ON, readings={"X-01": letter})
    with pytest.raises(BadFacts) as calculated:
        compile_clause(clause, on=ON, readings={"X-01": letter}).calculate(facts)
    assert explained.value.message == calculated.value.message


def test_a_case_that_lacks_a_needed_fact_is_left_to_explain() -> None:
    clause = CLAUSES["five_g_demo"]
    compiled = compile_clause(clause, on=ON)
    assert compiled.calculate(read_facts(clause, {"completed_investment": "800万", "it_investment": "0"}))["province"]
    with pytest.raises(FactMissing):
        compiled.calculate(read_facts(clause, {"completed_investment": "800万"}))
    of_things = read_facts(clause, {"completed_investment": "0", "it_investment": "0", "provincial_iot_demo": True})
    with pytest.raises(FactMissing):
        compiled.calculate(of_things)


def test_a_clause_may_be_called_by_a_word_of_the_host_language() -> None:
    source = """# 试 · class
对象 企业 ｜ 牵头 区工信局 ｜ 期限 2022-06-30 至 2023-12-31 ｜ 方式 申报 ｜ 依据 三（一）1
```规则
输入 费用 import：金额
市级 = 费用 的 30%
```
"""
    clause = parse_clause(source, "class.md")
    assert compile_clause(clause, on=ON).calculate(read_facts(clause, {"import": "1"}))["city"] == 30
