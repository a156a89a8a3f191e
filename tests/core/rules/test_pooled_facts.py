"""汇总事实: each fact goes to the clause it belongs to, or is refused with the names that would do."""

import pytest

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.kernel.money import wan
from luoqiao.core.rules.pooled_facts import read_pooled
from tests.core.rules.asking import programme


def _read(facts: dict[str, object]) -> dict[str, object]:
    pack = programme()
    read = read_pooled(pack.clauses.values(), facts, pack.basis.tiers)
    return {
        f"{name}.{label}": value
        for name, one in read.items()
        for label, value in (*one.values.items(), *one.granted.items())
    }


def _refused(facts: dict[str, object]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        _read(facts)
    return {problem.field: problem.code for problem in refused.value.problems}


def test_names_with_and_without_the_clause_in_either_language() -> None:
    assert _read({"annual_service_fee": "1万元"}) == {"cloud_adoption.年度服务费": wan(1)}
    assert _read({"年度服务费": "1万元"}) == {"cloud_adoption.年度服务费": wan(1)}
    assert _read({"srdi.event": "new"}) == {"srdi.认定事项": "新认定"}
    assert _read({"cloud_adoption.市级实拨": 1}) == {"cloud_adoption.市级": 100}


def test_a_fact_of_one_clause_says_nothing_about_another() -> None:
    assert _read({"five_g_demo.it_investment": 1}) == {"five_g_demo.软硬件投资额": 100}


def test_a_name_that_several_clauses_have_must_say_which() -> None:
    assert _refused({"it_investment": 1, "granted_city": 1}) == {
        "it_investment": "LQ-2040",
        "granted_city": "LQ-2040",
    }


def test_names_that_no_clause_has() -> None:
    assert _refused({"fee": 1, "cloud.fee": 1, "cloud_adoption.fee": 1}) == {
        "fee": "LQ-2041", "cloud.fee": "LQ-2042", "cloud_adoption.fee": "LQ-2041",
    }  # fmt: skip


def test_the_same_fact_twice_under_two_names() -> None:
    assert _refused({"annual_service_fee": 1, "年度服务费": 1}) == {"年度服务费": "LQ-2043"}


def test_values_are_refused_under_the_full_name_and_all_at_once() -> None:
    assert _refused({"annual_service_fee": "x", "srdi.event": "y", "nothing": 1}) == {
        "cloud_adoption.annual_service_fee": "LQ-2011", "srdi.event": "LQ-2012", "nothing": "LQ-2041",
    }  # fmt: skip
