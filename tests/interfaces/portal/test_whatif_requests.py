"""试算政策的请求: methods, tokens, addresses that lead nowhere, and whatever stands in a query."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from luoqiao.apps.policy.services import load_packs
from luoqiao.apps.whatif.models import Scenario

CLOUD = "/what-if/cloud_adoption/"
READ_ONLY = ("/what-if/", "/what-if/compare/", CLOUD, f"{CLOUD}curve.svg", f"{CLOUD}gains.svg", f"{CLOUD}xlsx/", f"{CLOUD}docx/")


@pytest.fixture
def reader(db: None) -> Client:
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def officer(db: None) -> Client:
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))
    return Client()


@pytest.mark.parametrize("address", READ_ONLY)
def test_what_is_only_read_refuses_to_be_written(reader: Client, address: str) -> None:
    assert reader.options(address)["Allow"] == "GET, HEAD, OPTIONS"
    assert reader.post(address).status_code == 405


def test_saving_needs_a_form_with_its_token(reader: Client) -> None:
    assert reader.get(f"{CLOUD}save/").status_code == 405
    refused = reader.post(f"{CLOUD}save/", {"name": "甲", "key": str(uuid4()), "query": ""})
    assert refused.status_code == 403
    assert not Scenario.objects.exists()


def test_the_same_form_sent_twice_leads_to_the_same_scenario(officer: Client) -> None:
    form = {"name": "区级三成", "key": str(uuid4()), "query": "district.rate=30"}
    first, second = officer.post(f"{CLOUD}save/", form), officer.post(f"{CLOUD}save/", form)
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert Scenario.objects.count() == 1
    cookie = first.cookies["luoqiao_browser"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Scenario.objects.get().owner not in cookie.value
    stranger = Client().post(f"{CLOUD}save/", form)
    assert stranger.status_code == 422
    assert "LQ-4505" in stranger.content.decode()


@pytest.mark.parametrize("key", ["", "x", "0" * 5000])
def test_a_form_without_its_mark_is_not_saved(officer: Client, key: str) -> None:
    answer = officer.post(f"{CLOUD}save/", {"name": "甲", "key": key, "query": "district.rate=30"})
    assert answer.status_code == 422
    assert "提到 30%" in answer.content.decode(), "the scenario is still there"
    assert not Scenario.objects.exists()


def test_what_is_saved_comes_from_the_fields_not_from_the_sender(officer: Client) -> None:
    form = {"name": "甲", "key": str(uuid4()), "query": "district.rate=30&city.rate=30&_x=<script>&nonsense=1"}
    officer.post(f"{CLOUD}save/", form)
    assert Scenario.objects.get().query == "district.rate=30"


def test_deleting_asks_first_and_only_the_owner_may(officer: Client) -> None:
    form = {"name": "<b>甲</b>", "key": str(uuid4()), "query": "district.rate=30"}
    address = officer.post(f"{CLOUD}save/", form)["Location"]
    asked = officer.get(f"{address}delete/")
    assert asked.status_code == 200
    assert "&lt;b&gt;甲&lt;/b&gt;" in asked.content.decode()
    assert Client().post(f"{address}delete/").status_code == 403
    assert Scenario.objects.count() == 1
    assert officer.post(f"{address}delete/").status_code == 302
    assert officer.post(f"{address}delete/").status_code == 404
    assert officer.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/what-if/cloud_adoptoin/", "上云上平台补助"), ("/what-if/saved/1/", "没有这个方案"),
        ("/what-if/saved/00000000-0000-4000-8000-000000000000/", "没有这个方案"), ("/what-if/nothing/xlsx/", "没有"),
        ("/what-if/nothing/curve.svg", "没有这张图"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(reader: Client, address: str, said: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert said in answer.content.decode()


def test_comparing_takes_two_to_four(officer: Client) -> None:
    addresses = [
        officer.post(f"{CLOUD}save/", {"name": f"第{n}", "key": str(uuid4()), "query": f"district.rate={20 + n}"})["Location"]
        for n in range(1, 6)
    ]
    names = [address.split("/")[-2] for address in addresses]
    whole = officer.get("/what-if/compare/", {"s": names}).content.decode()
    assert "最多并排 4 个" in whole
    assert "第4" in whole
    assert "第5" not in whole
    alone = officer.get("/what-if/compare/", {"s": names[:1]}).content.decode()
    assert "请选 2 到 4 个方案" in alone


@pytest.mark.parametrize(
    "query",
    [
        "district.rate=" + "9" * 5000, "district.rate=%00", "city.cap=-5", "X-12=%F0%9F%98%80", "along=nonsense",
        "pop.seed=" + "9" * 30, "pop.takers.machinery=99999999", "pop.above.machinery=10000", "pop.=1", "population=x",
        "condition.annual_service_fee=0&city.cap=0&district.cap=0", "term.last=2022-01-01", "term.first=2030-01-01",
        "district.rate=1e3", "district.rate=３０％", "city.cap=99万亿元", "district.rate=30&district.rate=40",
    ],
)  # fmt: skip
def test_whatever_is_asked_is_answered(reader: Client, query: str) -> None:
    for address in (CLOUD, f"{CLOUD}curve.svg", f"{CLOUD}gains.svg"):
        answer = reader.get(f"{address}?{query}")
        assert answer.status_code in (200, 302, 404), address
    live = reader.get(f"{CLOUD}?{query}", headers={"HX-Request": "true"})
    assert live.status_code == 200
    assert live["HX-Replace-Url"].startswith(CLOUD)


def test_a_form_is_led_to_the_shortest_address(reader: Client) -> None:
    answer = reader.get(f"{CLOUD}?condition.annual_service_fee=5&district.rate=30&X-11=&along=district.rate")
    assert (answer.status_code, answer["Location"]) == (302, f"{CLOUD}?district.rate=30")
    assert reader.get(answer["Location"]).status_code == 200


def test_a_trial_with_a_slip_of_the_pen_is_not_saved_and_files_say_so(officer: Client) -> None:
    query = "district.rate=abc&city.cap=12"
    answer = officer.post(f"{CLOUD}save/", {"name": "甲", "key": str(uuid4()), "query": query})
    assert answer.status_code == 422
    assert "请先改好红字处" in answer.content.decode()
    assert not Scenario.objects.exists()
    note = Document(BytesIO(officer.get(f"{CLOUD}docx/?{query}").content))
    assert any("有 1 项填写没有用上" in paragraph.text for paragraph in note.paragraphs)
    book = load_workbook(BytesIO(officer.get(f"{CLOUD}xlsx/?{query}").content))
    assert any("有 1 项填写没有用上" in str(row[1]) for row in book["摘要"].iter_rows(values_only=True))


def test_who_looks_for_a_deleted_scenario_is_led_to_those_kept(officer: Client) -> None:
    gone = officer.get(f"/what-if/saved/{uuid4()}/")
    assert gone.status_code == 404
    assert "看存下的方案" in gone.content.decode()
