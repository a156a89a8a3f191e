"""列名: what the head of a column means, and how a head that means nothing or too much is answered."""

import pytest

from luoqiao.core.rules.columns import columns_of, match_heads
from tests.core.rules.asking import clause_named, programme


def matched(*heads: str, only: tuple[str, ...] = (), labels: tuple[str, ...] = ()) -> dict[str, tuple[str, str]]:
    """The key of each head that is an input; no problem is allowed."""
    found = match_heads(heads, clauses(only), labels=labels)
    assert not found.problems, [p.message for p in found.problems]
    return {one.head: one.wanted.key for one in found.columns}


def clauses(only: tuple[str, ...] = ()):
    return [clause_named(name) for name in only] or list(programme().clauses.values())


def refused(*heads: str, only: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = match_heads(heads, clauses(only), others=tuple(programme().clauses))
    return [(p.code, p.message) for p in found.problems]


@pytest.mark.parametrize("head", [
    "cloud_adoption.annual_service_fee", "上云上平台补助.年度服务费", "cloud_adoption.年度服务费", "annual_service_fee",
    "年度服务费", "年度服务费（元）", " 年度服务费 ", "上云上平台补助．年度服务费",
])  # fmt: skip
def test_an_input_is_known_by_any_of_its_names(head):
    assert matched(head) == {head: ("cloud_adoption", "annual_service_fee")}


@pytest.mark.parametrize(("head", "unit"), [
    ("年度服务费", 0), ("年度服务费（元）", 100), ("年度服务费(万元)", 10**6), ("年度服务费（亿元）", 10**10),
    ("cloud_adoption.annual_service_fee[fen]", 1),
])  # fmt: skip
def test_a_head_may_name_the_unit_of_its_money(head, unit):
    assert [one.unit for one in match_heads([head], clauses()).columns] == [unit]


def test_a_unit_of_money_on_something_else_is_refused():
    assert refused("计息月数（万元）")[0][0] == "LQ-4314"


@pytest.mark.parametrize("head", ["cloud_adoption.granted_city", "上云上平台补助.市级实拨"])
def test_a_grant_is_a_column(head):
    assert matched("annual_service_fee", head)[head] == ("cloud_adoption", "granted_city")


@pytest.mark.parametrize("head", [
    "cloud_adoption.earlier.city.enterprise_year", "cloud_adoption.earlier.市级.单家年度", "上云上平台补助.此前.市级.单家年度",
])  # fmt: skip
def test_what_was_granted_before_is_a_column_under_its_program_name(head):
    assert matched(head) == {head: ("cloud_adoption", "earlier.市级.enterprise_year")}


def test_a_name_of_the_rule_may_have_been_granted_before():
    key = ("industrial_internet_demo", "earlier.补助总额.project")
    head = "industrial_internet_demo.earlier.补助总额.project"
    assert matched(head) == {head: key}


def test_a_bare_name_of_several_clauses_says_how_to_write_it():
    ((code, message),) = refused("newly_recognised")
    assert code == "LQ-4310"
    assert "champion_national.newly_recognised" in message
    assert "champion_provincial.newly_recognised" in message


def test_a_bare_name_is_enough_when_one_clause_is_asked_for():
    assert matched("newly_recognised", only=("champion_national",)) == {
        "newly_recognised": ("champion_national", "newly_recognised")
    }


def test_a_label_that_several_clauses_have_as_input_is_only_a_label():
    assert matched("annual_service_fee", "kind", labels=("kind",)) == {
        "annual_service_fee": ("cloud_adoption", "annual_service_fee")
    }


def test_an_unknown_input_of_a_known_clause_names_the_nearest():
    ((code, message),) = refused("cloud_adoption.annual_service_fees")
    assert code == "LQ-4311"
    assert "是不是“annual_service_fee”" in message


def test_a_misspelt_clause_names_the_nearest():
    ((code, message),) = refused("cloud_adpotion.annual_service_fee")
    assert code == "LQ-4311"
    assert "cloud_adoption.annual_service_fee" in message


def test_columns_of_a_clause_not_asked_for_are_passed_over():
    assert refused("cloud_adoption.annual_service_fee", "little_giant.event", only=("cloud_adoption",)) == []


def test_two_heads_of_one_input_are_refused_by_both_names():
    ((code, message),) = refused("年度服务费", "annual_service_fee")
    assert code == "LQ-4312"
    assert "年度服务费" in message
    assert "annual_service_fee" in message


def test_a_file_without_any_input_is_refused():
    assert [code for code, _ in refused("企业名称", "电话")] == ["LQ-4313"]


def test_other_columns_pass_and_one_that_is_nearly_an_input_is_remarked():
    found = match_heads(["企业名称", "annual_service_fee", "年服务费"], clauses())
    assert not found.problems
    assert len(found.remarks) == 1
    assert "年服务费" in found.remarks[0]


def test_every_head_that_a_clause_offers_is_read_back_as_its_column():
    for clause in clauses():
        offered = columns_of(clause)
        heads = [wanted.head for wanted in offered]
        found = match_heads(heads, clauses())
        assert not found.problems
        assert [one.wanted.key for one in found.columns] == [wanted.key for wanted in offered]
