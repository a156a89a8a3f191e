"""What stands in the address of a clause page becomes facts; what cannot be read never hides the rest."""

from datetime import date

import pytest
from django.http import QueryDict

from luoqiao.core.rules.answer import Outcome
from luoqiao.interfaces.portal.calculator_input import Case, judge, read_query
from luoqiao.policies.pack import Pack

DAY = date(2023, 12, 31)


def asked(pack: Pack, clause: str, query: str) -> Case:
    one = pack.clauses[clause]
    return judge(pack, one, read_query(pack, one, QueryDict(query)), DAY)


def test_money_may_be_written_with_its_unit(pack: Pack) -> None:
    assert asked(pack, "cloud_adoption", "annual_service_fee=40万元").answer.total.exact == 1_200_000_0


def test_a_wrong_field_is_unknown_and_the_others_still_count(pack: Pack) -> None:
    case = asked(
        pack, "technology_upgrade",
        "production_equipment_investment=3000万元&provincial_base=许多&provincial_leading_enterprise=no",
    )  # fmt: skip
    assert set(case.errors) == {"provincial_base"}
    assert case.answer.shares["city"].amount.exact == 200_000_000
    assert case.typed.one("provincial_base") == "许多"


def test_an_approved_rate_above_the_ceiling_is_refused_beside_its_field(pack: Pack) -> None:
    case = asked(
        pack, "technology_upgrade",
        "production_equipment_investment=1500万元&provincial_base=0&provincial_leading_enterprise=no&city_approved_rate=7.01%25",
    )  # fmt: skip
    assert set(case.errors) == {"city_approved_rate"}
    assert case.answer.shares["city"].amount.exact == 105_000_000


def test_one_wrong_item_of_a_list_leaves_the_others(pack: Pack) -> None:
    field = "apps.last_year_service_expenditure"
    case = asked(pack, "industrial_app", f"{field}=20万元&{field}=很多&{field}=&{field}=8万元")
    assert set(case.errors) == {"apps[2].last_year_service_expenditure"}
    assert case.answer.total.low == 8_400_000
    assert case.answer.outcome is Outcome.UNDETERMINED


def test_a_reading_of_the_address_is_used(pack: Pack) -> None:
    assert asked(pack, "cloud_adoption", "annual_service_fee=80000&X-12=B").answer.total.exact == 1_080_000


def test_an_unknown_option_falls_back_to_the_default_and_says_so(pack: Pack) -> None:
    case = asked(pack, "cloud_adoption", "annual_service_fee=80000&X-12=Z")
    assert case.answer.total.exact == 2_880_000
    assert "Z" in case.reading_errors[0]


def test_earlier_grants_count_against_the_cap(pack: Pack) -> None:
    case = asked(pack, "cloud_adoption", "annual_service_fee=200000&earlier.city.enterprise_year=70000")
    assert case.answer.shares["city"].amount.exact == 3_000_000


def test_a_day_outside_the_period_is_an_answer_not_an_error(pack: Pack) -> None:
    case = asked(pack, "cloud_adoption", "annual_service_fee=400000&on=2024-01-01")
    assert case.answer.outcome is Outcome.NOT_ENTITLED
    assert not case.errors


@pytest.mark.parametrize("day", ["2023-02-30", "明天", "20230630x"])
def test_what_is_no_day_is_said_and_the_default_is_used(pack: Pack, day: str) -> None:
    case = asked(pack, "cloud_adoption", f"annual_service_fee=400000&on={day}")
    assert "on" in case.errors
    assert case.on == DAY


def test_names_that_the_clause_does_not_ask_are_named_not_used(pack: Pack) -> None:
    assert asked(pack, "cloud_adoption", "fee=400000").typed.ignored == ("fee",)


def test_a_very_long_value_is_cut_and_refused(pack: Pack) -> None:
    case = asked(pack, "cloud_adoption", "annual_service_fee=" + "9" * 100_000)
    assert len(case.typed.one("annual_service_fee")) == 200
    assert set(case.errors) == {"annual_service_fee"}


def test_every_worked_example_fills_the_page_with_the_same_answer(pack: Pack) -> None:
    from luoqiao.interfaces.portal.clause_examples import example_query, example_results

    for clause in pack.clauses.values():
        for result in example_results(pack, clause):
            if result.answer is not None:
                case = asked(pack, clause.identifier, example_query(pack, clause, result.example))
                assert not case.errors, (clause.identifier, result.example)
                assert case.answer.total == result.answer.total, (clause.identifier, result.example)
