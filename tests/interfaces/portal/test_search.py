"""搜索：what is typed finds cases and enterprises, and nothing that is not this person's to see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.cases.conftest import firms, programme  # noqa: F401 # fixtures, asked for by name
from tests.apps.cases.stories import AT, MINE, OTHERS, a_claim, an_invoice, handed_in


@pytest.fixture
def number(firms: None) -> str:  # noqa: F811 # the fixture of that name
    """A claim that was handed in."""
    set_demonstration_clock(AT + timedelta(hours=1))
    return handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))


def found(client: Client, text: str) -> str:
    return client.get("/search/", {"q": text}).content.decode()


def test_an_officer_finds_by_name_code_and_number(number: str) -> None:
    officer = signed_in(a_person("chen", (Role.OFFICER, "industry_information"), name="陈知行"))
    for text in ("示例机械", MINE[:10], number[:-1]):
        assert number in found(officer, text), text
    assert "泉州另例机械有限公司" in found(officer, "另例")


def test_another_firm_finds_neither_case_nor_firm(number: str) -> None:
    stranger = signed_in(a_person("xu", (Role.ENTERPRISE_AGENT, OTHERS), name="许一诺"))
    for text in ("示例机械", MINE[:14], number):
        page = found(stranger, text)
        assert "没有找到您看得到的案件" in page, text
        assert "示例机械有限公司" not in page


def test_nothing_typed_and_odd_things_typed_are_answered(number: str) -> None:
    officer = signed_in(a_person("chen", (Role.OFFICER, "industry_information"), name="陈知行"))
    for text in ("", "   ", "%", "_", "'; DROP TABLE", "𠮷" * 200):
        assert officer.get("/search/", {"q": text}).status_code == 200, text
    refused = officer.get("/search/", {"q": "\x00a"})
    assert refused.status_code == 400
    assert "读不懂" in refused.content.decode()


def test_a_stranger_signs_in_first(client: Client, number: str) -> None:
    assert client.get("/search/").status_code == 302


def test_more_hits_ask_the_database_no_more_often(number: str) -> None:
    officer = signed_in(a_person("chen", (Role.OFFICER, "industry_information"), name="陈知行"))
    found(officer, "示例机械")
    with CaptureQueriesContext(connection) as one:
        assert number in found(officer, "示例机械")
    for place in range(3):
        handed_in(a_claim({an_invoice(9_000_000, f"2335200000000481207{place}"): 9_000_000}, fee="90000", year=2020 + place))
    with CaptureQueriesContext(connection) as four:
        page = found(officer, "示例机械")
    assert page.count("上云上平台补助") == 4
    assert len(four) == len(one)


def test_parts_of_numbers_names_and_projects_are_found_in_any_case_of_letters(number: str) -> None:
    officer = signed_in(a_person("chen", (Role.OFFICER, "industry_information"), name="陈知行"))
    for text in (number.lower()[:-1], number[-4:], MINE.lower()[:9], "机", "示例 机械", "机械有限公司"):
        assert number in found(officer, text), text
    for text in ("械机", "示例皮鞋", "0000-9"):
        assert number not in found(officer, text), text
