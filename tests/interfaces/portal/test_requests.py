"""请求不成: methods that a page does not serve, and bodies that are no form."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from luoqiao.apps.policy.services import load_packs

CLOUD = "cloud_adoption.annual_service_fee"
FORM = "application/x-www-form-urlencoded"
PAGES = (
    "/", "/policies/", "/policies/srdi/", "/policies/srdi/print/", "/policies/srdi/chart.svg", "/document/",
    "/document/panel/", "/targets/", "/tasks/", "/readings/", "/readings/X-01/", "/api/",
)  # fmt: skip


@pytest.fixture
def reader(db: None) -> Client:
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_tells_its_methods_and_refuses_others(reader: Client, address: str) -> None:
    told = reader.options(address)
    assert (told.status_code, told.content, told["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = reader.generic(method, address)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert f"不能用 {method}" in answer.content.decode()


def test_the_checkup_takes_a_form_as_well(reader: Client) -> None:
    for address in ("/checkup/", "/checkup/xlsx/"):
        assert reader.options(address)["Allow"] == "GET, HEAD, OPTIONS, POST"
        assert reader.put(address).status_code == 405


def test_who_opens_the_workbook_without_a_form_comes_to_the_form(reader: Client) -> None:
    answer = reader.get("/checkup/xlsx/")
    assert (answer.status_code, answer["Location"]) == (302, "/checkup/")


@pytest.mark.parametrize("address", ["/checkup/", "/checkup/xlsx/"])
@pytest.mark.parametrize(
    ("body", "content_type", "status", "said"),
    [
        (b'{"a": 1}', "application/json", 415, "不是表单"),
        (b"a=1", "text/plain", 415, "不是表单"),
        (b"a=1", "", 415, "不是表单"),
        (b"nothing like it", "multipart/form-data; boundary=x", 400, "残缺"),
        (b"--x\r\n", "multipart/form-data", 400, "残缺"),
        (b"&&&", FORM, 400, "残缺"),
        (b"a=1", f"{FORM}; charset=gbk", 400, "残缺"),
    ],
)
def test_a_body_that_is_no_form_is_refused(
    reader: Client, address: str, body: bytes, content_type: str, status: int, said: str
) -> None:
    answer = reader.generic("POST", address, body, content_type)
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_an_empty_form_is_a_form(reader: Client) -> None:
    assert reader.generic("POST", "/checkup/", b"", FORM).status_code == 200
    assert reader.post("/checkup/", {"every": "1"}).status_code == 200


@pytest.mark.parametrize("name", ["甲\x01乙", "甲\uffff乙", "甲\x0b乙"])
def test_a_name_that_a_workbook_cannot_hold_is_written_without_it(reader: Client, name: str) -> None:
    answer = reader.post("/checkup/xlsx/", {"firm.name": name, CLOUD: "40"})
    assert answer.status_code == 200
    cells = [cell.value for line in load_workbook(BytesIO(answer.content))["汇总"].iter_rows() for cell in line]
    assert "甲乙" in cells


def test_a_field_answered_twice_is_told_and_nothing_is_lost(reader: Client) -> None:
    page = reader.post("/checkup/", {CLOUD: ["40", "50"], "srdi.event": "new"}).content.decode()
    assert "这一项有 2 个不同的回答：“40”、“50”；请只留一个（LQ-2051）" in page
    assert 'value="40；50"' in page
    assert "1 处填写" in page
