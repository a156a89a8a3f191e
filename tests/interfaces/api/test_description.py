"""接口的自我描述: the API keeps what its OpenAPI description promises, whatever it is sent."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from luoqiao.interfaces.api.described_pack import described
from luoqiao.interfaces.api.urls import api
from luoqiao.policies import open_pack

PACK = open_pack("luojiang_2022_31")
CLAUSES = list(PACK.clauses)
DESCRIBED = described(api.get_openapi_schema(path_prefix="/api/v1/"), PACK)
BEYOND_A_SCHEMA = ("LQ-2020", "LQ-4404")
"""How high a rate may be approved depends on the reading chosen, where an arm may begin on the arms beside it."""

OF_EACH_KIND = ("technology_upgrade", "upgrade_loan_interest", "industrial_app")
"""Clauses that together ask for every kind of fact; the others differ in names only."""

FEW = replace(PACK, clauses={name: PACK.clauses[name] for name in OF_EACH_KIND})
schema = schemathesis.openapi.from_dict(described(api.get_openapi_schema(path_prefix="/api/v1/"), FEW))
schema.app = get_wsgi_application()


@pytest.fixture
def one_connection(loaded: str) -> Iterator[None]:
    """The real application closes connections between requests; a test lives in one transaction of one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_address_keeps_its_description(one_connection: None, case: Any) -> None:
    plain = {"Accept-Encoding": "identity"}  # this caller cannot unpack
    response = case.call(headers=plain)
    refused = response.json()["errors"] if response.status_code == 422 else []
    excused = bool(refused) and all(error["code"] in BEYOND_A_SCHEMA for error in refused)
    case.validate_response(response, excluded_checks=[positive_data_acceptance] if excused else [])


def test_the_description_served_knows_the_programme(loaded: str, client: Client) -> None:
    served = client.get("/api/v1/openapi.json")
    assert served.json() == json.loads(json.dumps(DESCRIBED))
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": served["ETag"]}).status_code == 304
    facts = served.json()["paths"]["/api/v1/clauses/cloud_adoption/calculate"]["post"]["requestBody"]["content"][
        "application/json"
    ]["schema"]["properties"]["facts"]
    assert list(facts["properties"]) == ["annual_service_fee", "granted_city"]
    assert facts["additionalProperties"] is False


def test_without_a_programme_the_api_is_described_in_general(db: None, client: Client) -> None:
    served = client.get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert "/api/v1/clauses/{clause}/calculate" in served.json()["paths"]


def test_every_operation_is_named_and_says_every_status(loaded: str, client: Client) -> None:
    description = client.get("/api/v1/openapi.json").json()
    names = []
    for operations in description["paths"].values():
        for method, operation in operations.items():
            names.append(operation["operationId"])
            expected = {"200", "404", "405", "422", "500", "503"} | (
                {"304"} if method == "get" else {"411", "413", "415"}
            )
            assert set(operation["responses"]) == expected
            refusals = [r for status, r in operation["responses"].items() if status >= "4"]
            assert all(list(refusal["content"]) == ["application/problem+json"] for refusal in refusals)
    assert len(names) == len(set(names)) == 11 + 2 * len(CLAUSES)
    assert not any("luoqiao" in name for name in names)


def test_the_description_is_the_same_each_time() -> None:
    assert api.get_openapi_schema(path_prefix="/api/v1/") is api.get_openapi_schema(path_prefix="/api/v1/")


def test_no_refusal_speaks_the_language_of_a_library(loaded: str, client: Client) -> None:
    bodies = [
        {"on": 1},
        {"facts": 3},
        {"readings": {"X-1": 3}},
        {"earlier": []},
        {"set_aside": "x"},
        {"set_aside": [1] * 300},
    ]
    for body in bodies:
        for clause in ("/calculate", f"/clauses/{CLAUSES[0]}/calculate"):
            text = json.dumps(
                client.post(f"/api/v1{clause}", body, content_type="application/json").json(),
                ensure_ascii=False,
            )
            assert "Input should" not in text
            assert "valid" not in text
