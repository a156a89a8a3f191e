"""试算接口: the numbers that may be turned, and what turning them would cost, as the command line says it."""

from __future__ import annotations

import pytest
from django.test import Client

from luoqiao.core.rules.parameters import parameters_of
from luoqiao.policies import open_pack
from tests.interfaces.api.conftest import Post

PACK = open_pack("luojiang_2022_31")
ASK = "/clauses/cloud_adoption/what-if"


def test_the_parameters_of_a_clause_are_listed_with_their_quotes(loaded: str, client: Client) -> None:
    served = client.get("/api/v1/clauses/cloud_adoption/parameters")
    found = {one["id"]: one for one in served.json()["parameters"]}
    assert list(found) == [p.id for p in parameters_of(PACK.clauses["cloud_adoption"])]
    rate = found["district.rate"]
    assert (rate["value"], rate["shown"], rate["step"]) == ("0.2", "20%", "0.01")
    assert rate["slider"] == {"from": "0", "to": "0.4"}
    assert rate["quotes"][0]["text"] == "区级财政再按照市级年度补助资金的 20%"
    again = client.get("/api/v1/clauses/cloud_adoption/parameters", headers={"If-None-Match": served["ETag"]})
    assert again.status_code == 304


def test_the_question_of_the_budget_officer_is_answered(post: Post) -> None:
    """区级上云补助比例从 20% 提到 30%，按不同读法，今年要多少钱，谁受益."""
    found = post(ASK, {"values": {"district.rate": "0.3"}, "on": "2023-06-30"}).json()
    assert found["words"] == ["区级：市级实拨的比例 20% → 30%"]
    assert found["population"]["synthetic"] is True
    more = round(100 * float(found["scenario"]["tiers"]["district"])) - round(100 * float(found["today"]["tiers"]["district"]))
    assert f"{more // 100}.{more % 100:02d}" == found["change"]["gained"]
    assert {question for row in found["by_readings"] for question in row["readings"]} <= {"X-11", "X-12"}
    costs = {row["readings"]["X-12"]: row["scenario"]["total"] for row in found["by_readings"]}
    assert float(costs["B"]) < float(costs["A"])
    assert sum(row["chosen"] for row in found["by_readings"]) == 1
    by_label: dict[str, int] = {}
    for group in found["groups"]:
        by_label[group["label"]] = by_label.get(group["label"], 0) + group["change"]["winners"]
    assert set(by_label) == {"industry", "township", "size"}
    assert set(by_label.values()) == {found["change"]["winners"]}
    assert {one["parameter"] for one in found["marginal"]} >= {"district.rate", "district.cap"}


def test_nothing_turned_changes_nothing(post: Post) -> None:
    found = post(ASK, {"on": "2023-06-30"}).json()
    assert found["today"] == found["scenario"]
    assert found["change"]["net"] == "0.00"
    assert found["change"]["quantiles"] == {}


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ({"values": {"district.rte": "0.3"}}, "LQ-4401", "是不是“district.rate”"),
        ({"values": {"district.rate": "5万"}}, "LQ-4402", "读不成"),
        ({"values": {"district.rate": 0.3, "区级.比例": "0.3"}}, "LQ-2016", "写了两次"),
        ({"readings": {"X-04": "A"}}, "LQ-2030", "没有读法 X-04"),
        ({"values": {"term.last": "2020-01-01"}}, "LQ-4404", "末日早于首日"),
    ],
)
def test_what_cannot_stand_is_a_problem_document(post: Post, body: object, code: str, said: str) -> None:
    served = post(ASK, body)
    assert served.status_code == 422
    assert served["Content-Type"] == "application/problem+json"
    (error,) = served.json()["errors"]
    assert error["code"] == code
    assert said in error["message"]


@pytest.mark.parametrize("clause", list(PACK.clauses))
def test_every_clause_can_be_tried(post: Post, clause: str) -> None:
    served = post(f"/clauses/{clause}/what-if", {"on": "2023-06-30"})
    assert served.status_code == 200
    assert served.json()["today"] == served.json()["scenario"]


def test_an_unknown_clause_is_not_found(post: Post, client: Client) -> None:
    assert post("/clauses/cloud/what-if", {}).status_code == 404
    assert client.get("/api/v1/clauses/cloud/parameters").status_code == 404
