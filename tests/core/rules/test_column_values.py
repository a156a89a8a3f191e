"""单元格的值: cells are read as the facts of a single case are."""

import pytest

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.column_values import Limit, bounds_of, read_cell, show_value
from luoqiao.core.rules.columns import columns_of
from tests.core.rules.asking import clause_named


def wanted(clause: str, name: str):
    return next(one for one in columns_of(clause_named(clause)) if one.name == name)


FEE = ("cloud_adoption", "annual_service_fee")


@pytest.mark.parametrize(("text", "fen"), [("50000.05", 5000005), ("5万元", 5000000), ("1,234.56", 123456), ("５０", 5000),
                                           ("", None), ("?", None), ("不清楚", None)])  # fmt: skip
def test_money_is_yuan_or_says_its_unit(text, fen):
    assert read_cell(wanted(*FEE), text) == fen


def test_the_unit_of_the_head_counts_for_plain_numbers_only():
    assert read_cell(wanted(*FEE), "5.25", unit=10**6) == 5250000
    assert read_cell(wanted(*FEE), "5万元", unit=10**6) == 5000000


@pytest.mark.parametrize("text", ["-5", "abc", "0.001", "99999999999999", "1e5"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        read_cell(wanted(*FEE), text)
    assert refusal.value.problems[0].given


def test_choices_and_answers_are_codes():
    assert [read_cell(wanted("little_giant", "event"), text) for text in ("新认定", "recheck_passed")] == [0, 1]
    assert [read_cell(wanted("champion_national", "newly_recognised"), text) for text in ("否", "true", "1")] == [0, 1, 1]


def test_an_approved_rate_beyond_its_ceiling_is_refused():
    rate = wanted("technology_upgrade", "city_approved_rate")
    limit = Limit(t.RateHow.CEILING, 700)
    assert read_cell(rate, "7%", limit=limit) == 700
    with pytest.raises(Invalid, match="不能高于 7%"):
        read_cell(rate, "7.01%", limit=limit)
    assert bounds_of(rate, limit) == (0, 700)


def test_a_list_may_be_written_as_json():
    apps = wanted("industrial_app", "apps")
    assert read_cell(apps, '[{"last_year_service_expenditure":"3.05"},{}]') == (
        {"last_year_service_expenditure": 305}, {"last_year_service_expenditure": None},
    )  # fmt: skip
    with pytest.raises(Invalid):
        read_cell(apps, "[{")


def test_what_was_granted_before_is_read_as_money():
    assert read_cell(wanted("cloud_adoption", "earlier.市级.enterprise_year"), "7万元") == 7000000
    assert read_cell(wanted("cloud_adoption", "granted_city"), "0.10") == 10


@pytest.mark.parametrize(("clause", "name", "text"), [
    (*FEE, "50000.05"), ("technology_upgrade", "city_approved_rate", "0.0701"), ("upgrade_loan_interest", "months", "6"),
    ("upgrade_loan_interest", "drawdown_on", "2023-01-31"), ("little_giant", "event", "recheck_passed"),
    ("champion_national", "newly_recognised", "是"),
])  # fmt: skip
def test_a_code_is_written_as_it_was_read(clause, name, text):
    one = wanted(clause, name)
    code = read_cell(one, text)
    assert isinstance(code, int)
    assert show_value(one.kind, one.input, code) == text
