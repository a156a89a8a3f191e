"""接口的自我描述: the API keeps what its OpenAPI description promises, whatever it is sent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from luoqiao.interfaces.api.urls import api
from luoqiao.policies import open_pack

CLAUSES = list(open_pack("luojiang_2022_31").clauses)


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def one_connection(loaded: str) -> Iterator[None]:
    """The real application closes connections between requests; a test lives in one transaction of one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_address_keeps_its_description(one_connection: None, case: Any) -> None:
    # a random fact is rightly refused, so that acceptance of generated data is no promise here
    plain = {"Accept-Encoding": "identity"}  # this caller cannot unpack
    case.call_and_validate(headers=plain, excluded_checks=[positive_data_acceptance])


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
    assert len(names) == len(set(names)) == 11
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
