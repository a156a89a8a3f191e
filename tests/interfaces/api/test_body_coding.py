"""内容的编码和主机名: what stands around a body is checked as well as what stands in it."""

import pytest
from django.test import Client

from luoqiao.interfaces.api.schemas_answer import ProblemOut

CLOUD = "/api/v1/clauses/cloud_adoption/calculate"


@pytest.mark.parametrize(
    ("content_type", "headers"),
    [
        ("application/json; charset=gbk", {}),
        ("application/json; charset=utf-16", {}),
        ("application/json; charset=nonsense", {}),
        ("application/json", {"Content-Encoding": "gzip"}),
        ("application/json", {"Content-Encoding": "br, identity"}),
    ],
)
def test_only_plain_utf8_is_read(
    loaded: str, client: Client, content_type: str, headers: dict[str, str]
) -> None:
    response = client.generic("POST", CLOUD, b'{"facts": {}}', content_type, headers=headers)
    problem = ProblemOut.model_validate(response.json())
    assert (response.status_code, problem.code) == (415, "LQ-4103")
    assert "UTF-8" in problem.detail


@pytest.mark.parametrize("content_type", ["application/json; charset=UTF-8", 'application/json; charset="utf8"'])
def test_utf8_may_be_said(loaded: str, client: Client, content_type: str) -> None:
    response = client.generic(
        "POST", CLOUD, b'{"facts": {}}', content_type, headers={"Content-Encoding": "identity"}
    )
    assert response.status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/clauses", CLOUD, "/api/v1/nothing"])
def test_a_host_name_that_is_not_ours(client: Client, address: str) -> None:
    response = client.get(address, headers={"Host": "evil.example"})
    assert response["Content-Type"] == "application/problem+json"
    problem = ProblemOut.model_validate(response.json())
    assert (response.status_code, problem.status) == (400, 400)
    assert (problem.type, problem.code) == ("urn:luoqiao:error:LQ-4210", "LQ-4210")
    assert problem.instance == address
    assert problem.detail.startswith("网址里的主机名不对")
