"""问题文书: every refusal says in Chinese what is wrong, where, and what is expected."""

import re
from typing import Any

import pytest
from django.test import Client

from luoqiao.apps.policy import queries
from luoqiao.interfaces.api.guard import MOST_BYTES
from luoqiao.interfaces.api.schemas_answer import ProblemOut
from tests.interfaces.api.conftest import Post

CLOUD = "/clauses/cloud_adoption/calculate"


def _problem(response: Any, status: int, code: str) -> ProblemOut:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    problem = ProblemOut.model_validate(response.json())
    assert problem.status == status
    assert code in {problem.code, *(error.code for error in problem.errors)}
    assert re.search("[\u4e00-\u9fff]", problem.detail)
    return problem


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"annual_service_fee": "-1"}, "LQ-2011"),
        ({"annual_service_fee": "0.001"}, "LQ-2011"),
        ({"annual_service_fee": "100000000000000"}, "LQ-2011"),
        ({"annual_service_fee": True}, "LQ-2012"),
        ({"annual_service_fee": [1]}, "LQ-2012"),
        ({"annual_service_fees": "1"}, "LQ-2002"),
    ],
)
def test_facts_that_cannot_be_used(post: Post, facts: dict[str, object], code: str) -> None:
    problem = _problem(post(CLOUD, {"facts": facts}), 422, code)
    (error,) = problem.errors
    assert error.field == next(iter(facts))
    assert error.expected


def test_every_problem_is_listed_none_hides_the_next(post: Post) -> None:
    facts = {
        "production_equipment_investment": "x",
        "provincial_base": "-1",
        "provincial_leading_enterprise": "perhaps",
    }
    problem = _problem(post("/clauses/technology_upgrade/calculate", {"facts": facts}), 422, "LQ-2012")
    assert [error.field for error in problem.errors] == list(facts)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"readings": {"X-99": "A"}}, "reading", "LQ-2030"),
        ({"readings": {"X-11": "Z"}}, "reading", "LQ-2031"),
        ({"readings": {"X-11": "AB"}}, "readings.X-11", "LQ-4110"),
        ({"on": "2023-02-30"}, "on", "LQ-4110"),
        ({"on": 20230630}, "on", "LQ-4110"),
        ({"facts": []}, "facts", "LQ-4110"),
        ({"fact": {}}, "fact", "LQ-4110"),
        ({"earlier": {"city": {"enterprise_year": True}}}, "earlier.city.enterprise_year", "LQ-2011"),
        ({"earlier": {"town": {}}}, "earlier.town", "LQ-2013"),
    ],
)
def test_the_rest_of_the_body(post: Post, body: dict[str, object], field: str, code: str) -> None:
    problem = _problem(post(CLOUD, body), 422, code)
    assert [error.field for error in problem.errors] == [field]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{", "LQ-2015"),
        ("[]", "LQ-2015"),
        ("null", "LQ-2015"),
        ('{"facts": {"annual_service_fee": NaN}}', "LQ-2015"),
        ('{"facts": {}, "facts": {}}', "LQ-2016"),
        (b"\xff\xfe", "LQ-2018"),
        ("[" * 100_000, "LQ-2015"),
        ('{"facts": {"annual_service_fee": ' + "[" * 30 + "]" * 30 + "}}", "LQ-2015"),
        ('{"facts": {"annual_service_fee": 1e999999999}}', "LQ-2011"),
        ('{"facts": {"annual_service_fee": ' + "9" * 5000 + "}}", "LQ-2011"),
        ('{"facts": {"\\ud800": 1}}', "LQ-2002"),
        ("", "LQ-4110"),
    ],
)
def test_a_body_that_is_not_such_json(post: Post, body: str | bytes, code: str) -> None:
    _problem(post(CLOUD, body), 422, code)


def test_a_check_up_names_the_clause_of_each_problem(post: Post) -> None:
    facts = {"it_investment": 1, "cloud_adoption.annual_service_fee": "x", "nowhere.x": 1, "annual_fee": 1}
    problem = _problem(post("/calculate", {"facts": facts, "set_aside": ["srd"]}), 422, "LQ-2040")
    by_field = {error.field: error for error in problem.errors}
    assert set(by_field) == {*facts, "set_aside.srd"}
    assert "five_g_demo.it_investment" in by_field["it_investment"].expected


def test_an_approved_rate_beyond_its_limit(post: Post) -> None:
    facts = {"production_equipment_investment": 1, "city_approved_rate": "0.08"}
    problem = _problem(post("/clauses/technology_upgrade/calculate", {"facts": facts}), 422, "LQ-2020")
    assert problem.errors[0].field == "city_approved_rate"
    both = _problem(post("/calculate", {"facts": facts}), 422, "LQ-2020")
    assert both.errors[0].field == "technology_upgrade.city_approved_rate"


def test_names_that_are_not_there_with_the_nearest(post: Post, client: Client) -> None:
    assert "cloud_adoption" in _problem(post("/clauses/cloud_adoptoin/calculate", {}), 404, "LQ-2003").detail
    assert "cloud_adoption" in _problem(client.get("/api/v1/clauses/cloud_adoptoin"), 404, "LQ-2003").detail
    _problem(client.get("/api/v1/clauses/cloud_adoptoin/schema"), 404, "LQ-2003")
    _problem(client.get("/api/v1/readings/X-99"), 404, "LQ-3122")
    _problem(client.get("/api/v1/packs/luojiang"), 404, "LQ-4001")
    _problem(client.get("/api/v1/clauses?pack=luojiang"), 404, "LQ-4001")
    _problem(client.get("/api/v1/nothing"), 404, "LQ-4105")
    _problem(client.get("/api/v1/"), 404, "LQ-4105")


@pytest.mark.parametrize(
    "address", ["clauses?tier=town", "clauses?industry=mining", "clauses?manner=gift", "readings?on=x"]
)
def test_filters_that_mean_nothing(loaded: str, client: Client, address: str) -> None:
    problem = client.get(f"/api/v1/{address}")
    assert problem.status_code == 422
    assert problem.json()["errors"][0]["field"] == address.partition("?")[2].partition("=")[0]


def test_another_method(loaded: str, client: Client) -> None:
    response = client.delete("/api/v1/clauses")
    _problem(response, 405, "LQ-4104")
    assert response["Allow"] == "GET, HEAD"
    assert client.get(f"/api/v1{CLOUD}")["Allow"] == "POST"


def test_another_kind_of_content(loaded: str, client: Client) -> None:
    _problem(client.post(f"/api/v1{CLOUD}", "a=1", content_type="text/plain"), 415, "LQ-4103")
    _problem(client.post(f"/api/v1{CLOUD}", {"facts": "{}"}), 415, "LQ-4103")


def test_too_much_content_is_not_read(post: Post) -> None:
    _problem(post(CLOUD, '{"facts": {"annual_service_fee": "' + "9" * MOST_BYTES + '"}}'), 413, "LQ-4102")


def test_content_in_chunks_has_no_length_to_check(loaded: str, client: Client) -> None:
    sent = {"PATH_INFO": f"/api/v1{CLOUD}", "REQUEST_METHOD": "POST", "HTTP_TRANSFER_ENCODING": "chunked"}
    _problem(client.request(**sent), 411, "LQ-4106")


def test_no_programme_loaded(db: None, client: Client) -> None:
    assert "luoqiao run" in _problem(client.get("/api/v1/clauses"), 503, "LQ-4001").detail


def test_a_fault_of_ours_tells_a_number_and_nothing_else(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(pack: str | None = None) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(queries, "get_pack", broken)
    problem = _problem(post(CLOUD, {}), 500, "LQ-4199")
    number = problem.detail.split()[-1]
    assert "secret" not in problem.model_dump_json()
    assert number in caplog.text
    assert "secret inside" in caplog.text
