"""/calculate: the same answers as everywhere else, exact to the fen."""

import json
from datetime import date
from decimal import Decimal

import pytest

from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.present import as_data
from luoqiao.interfaces.api.schemas_answer import AnswerOut, CheckupOut
from luoqiao.policies import open_pack
from tests.interfaces.api.conftest import Post

PACK = open_pack("luojiang_2022_31")
ON = date(2023, 6, 30)


@pytest.mark.parametrize(
    ("clause", "facts"),
    [
        ("cloud_adoption", {"annual_service_fee": "50000.05"}),
        ("cloud_adoption", {}),
        ("industrial_app", {"apps": [{"last_year_service_expenditure": "333333.34"}, {}]}),
        ("little_giant", {"event": "new"}),
        ("upgrade_loan_interest", {"provincial_key_project": True, "partner_bank": False}),
    ],
)
def test_the_answer_is_the_one_of_the_rules(post: Post, clause: str, facts: dict[str, object]) -> None:
    answer = explain(PACK.clauses[clause], read_facts(PACK.clauses[clause], facts), on=ON, basis=PACK.basis)
    response = post(f"/clauses/{clause}/calculate", {"facts": facts, "on": ON.isoformat()})
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(as_data(answer)))


def test_every_clause_answers_with_the_described_fields(post: Post) -> None:
    for clause in PACK.clauses:
        AnswerOut.model_validate(post(f"/clauses/{clause}/calculate", {"on": "2023-06-30"}).json())


@pytest.mark.parametrize("written", ['"50000.05"', "50000.05", "5.000005e4", '"5万零"', "50000.050"])
def test_numbers_are_read_exactly_as_they_are_written(post: Post, written: str) -> None:
    response = post("/clauses/cloud_adoption/calculate", f'{{"facts": {{"annual_service_fee": {written}}}}}')
    if "零" in written:
        assert response.status_code == 422
    else:
        assert response.json()["shares"]["city"] == "15000.02"


def test_a_number_that_a_float_cannot_hold_keeps_its_fen(post: Post) -> None:
    body = '{"facts": {"annual_service_fee": 9007199254740.93}}'
    step = post("/clauses/cloud_adoption/calculate", body).json()["steps"][0]
    assert "9,007,199,254,740.93" in "".join(step["arithmetic"])


def test_readings_and_earlier_grants_take_part(post: Post) -> None:
    body = {"facts": {"annual_service_fee": 200000}, "earlier": {"city": {"enterprise_year": 70000.5}}}
    assert post("/clauses/cloud_adoption/calculate", body).json()["shares"]["city"] == "29999.50"
    other = {"facts": {"annual_service_fee": 80000}, "readings": {"X-12": "B"}}
    answer = post("/clauses/cloud_adoption/calculate", other).json()
    assert answer["shares"]["city"] == "9000.00"
    assert "X-12" not in answer["undecided_readings"]


def test_without_a_day_the_last_day_in_force_is_taken_and_said(post: Post) -> None:
    answer = post("/clauses/cloud_adoption/calculate", {}).json()
    assert (answer["on"], answer["in_force"]) == ("2023-12-31", True)


def test_a_day_outside_the_period_is_answered_not_refused(post: Post) -> None:
    answer = post("/clauses/srdi/calculate", {"facts": {"event": "new"}, "on": "2024-01-01"}).json()
    assert (answer["outcome"], answer["reasons"], answer["in_force"]) == (
        "not_entitled",
        ["不在期限内"],
        False,
    )


def test_all_clauses_are_answered_with_the_largest_money_first(post: Post) -> None:
    facts = {"annual_service_fee": "40万元", "srdi.event": "new", "champion_national.newly_recognised": False}
    checkup = post("/calculate", {"facts": facts, "on": "2023-06-30"}).json()
    CheckupOut.model_validate(checkup)
    outcomes = [one["outcome"] for one in checkup["clauses"]]
    assert outcomes == sorted(outcomes, key=["entitled", "undetermined", "not_entitled"].index)
    assert [one["clause"] for one in checkup["clauses"][:2]] == ["srdi", "cloud_adoption"]
    assert checkup["entitled"]["total"] == "420000.00"
    assert checkup["entitled"]["shares"] == {
        "province": "200000.00",
        "city": "100000.00",
        "district": "120000.00",
    }
    assert checkup["total"] is None
    assert checkup["range"] == {"low": checkup["range"]["low"], "high": None}


def test_the_totals_of_a_check_up_are_those_of_its_clauses(post: Post) -> None:
    checkup = post("/calculate", {"facts": {"annual_service_fee": "40万元"}}).json()
    lows = sum(Decimal(one["range"]["low"]) for one in checkup["clauses"])
    assert Decimal(checkup["range"]["low"]) == lows
    by_tier = sum(Decimal(one["low"]) for one in checkup["share_ranges"].values())
    assert by_tier <= lows


def test_a_check_up_agrees_with_each_clause_asked_alone(post: Post) -> None:
    facts = {
        "cloud_adoption.annual_service_fee": "12345.67",
        "industrial_internet_demo.it_investment": 9999999.9,
    }
    checkup = post("/calculate", {"facts": facts, "readings": {"X-06": "C"}}).json()
    by_clause = {one["clause"]: one for one in checkup["clauses"]}
    alone = post(
        "/clauses/industrial_internet_demo/calculate",
        {"facts": {"it_investment": "9999999.90"}, "readings": {"X-06": "C"}},
    )
    assert by_clause["industrial_internet_demo"] == alone.json()


def test_clauses_set_aside_are_not_asked_about(post: Post) -> None:
    checkup = post("/calculate", {"set_aside": ["srdi", "little_giant"]}).json()
    assert {one["clause"] for one in checkup["set_aside"]} == {"srdi", "little_giant"}
    assert not {"srdi", "little_giant"} & {one["clause"] for one in checkup["clauses"]}
    assert not {"srdi", "little_giant"} & {one["clause"] for one in checkup["open_questions"]}


def test_an_open_question_can_be_answered_by_its_key(post: Post) -> None:
    asked = post("/calculate", {}).json()["open_questions"]
    key = next(one["key"] for one in asked if one["clause"] == "srdi")
    answered = post("/calculate", {"facts": {key: "new"}}).json()
    assert key not in {one["key"] for one in answered["open_questions"]}
    assert answered["clauses"][0]["clause"] == "srdi"


def test_earlier_grants_of_a_clause_set_aside_are_read_as_well(post: Post) -> None:
    body = {"set_aside": ["srdi"], "earlier": {"srdi": {"city": {"decade": "1"}}}}
    response = post("/calculate", body)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["srdi.earlier.city.decade"]


def test_a_whole_number_may_be_written_with_a_zero_fraction(post: Post) -> None:
    loan = "/clauses/upgrade_loan_interest/calculate"
    plain, dotted = (post(loan, f'{{"facts": {{"months": {months}}}}}') for months in ("12", "12.0"))
    assert dotted.status_code == 200
    assert dotted.json() == plain.json()
    assert post(loan, '{"facts": {"months": 12.5}}').status_code == 422
