"""应享未享：the bureau sees who could claim and has not, by clause and township; a clerk the own township; as a workbook too."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from luoqiao.apps.evidence.services import record_facts
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.cases.stories import AT, MINE, OFFICER, OTHERS


@pytest.fixture
def officer(on_the_day: None) -> Client:
    return signed_in(a_person("chen", (Role.OFFICER, "industry_information"), name="陈知行"))


def fees(**amounts: str) -> None:
    facts = [
        NewFact(enterprise_subject({"mine": MINE, "others": OTHERS}[who]), "cloud_adoption.annual_service_fee", amount,
                year_period(2023), Source.DOCUMENT)
        for who, amount in amounts.items()
    ]  # fmt: skip
    record_facts(facts=facts, actor=OFFICER, at=AT)


def test_the_sum_comes_first_then_clauses_then_firms(officer: Client) -> None:
    assert "还没有可以比对的事实" in officer.get("/potential/").text
    fees(mine="186400", others="50000")
    page = officer.get("/potential/").text
    assert page.index("可以申报还没申报，合计") < page.index("按条款") < page.index("泉州示例机械有限公司")
    assert "67,104.00 元" in page
    assert "泉州另例机械有限公司" not in page.partition('id="firms"')[2]


def test_it_is_narrowed_by_clause_and_township_and_survives_nonsense(officer: Client) -> None:
    fees(mine="186400")
    assert "泉州示例机械有限公司" in officer.get("/potential/?clause=cloud_adoption&township=350504002").text
    assert "没有符合的企业" in officer.get("/potential/?clause=srdi").text
    for query in ("clause=nothing&township=x&page=-1", "page=99999999999", "page=²"):
        assert officer.get(f"/potential/?{query}").status_code == 200


def test_a_change_shows_at_once(officer: Client) -> None:
    fees(mine="186400")
    assert "67,104.00 元" in officer.get("/potential/").text
    fees(others="400000")
    assert "187,104.00 元" in officer.get("/potential/").text


def test_the_workbook_has_every_row_with_the_money_by_tier(officer: Client) -> None:
    fees(mine="186400", others="400000")
    book = load_workbook(BytesIO(officer.get("/potential/xlsx/").content))
    texts = [[cell.value for cell in row] for row in book.active.iter_rows()]
    rows = [row for row in texts if row[1] in (MINE, OTHERS)]
    assert [(row[1], float(row[6]), float(row[7])) for row in rows] == [(OTHERS, 100000, 20000), (MINE, 55920, 11184)]


def test_a_clerk_sees_the_own_township_and_an_agent_nothing(clerk: Client, agent: Client) -> None:
    fees(mine="186400")
    assert "泉州示例机械有限公司" in clerk.get("/potential/").text
    elsewhere = signed_in(a_person("bie", (Role.TOWN_CLERK, "350504100"), name="别镇经办"))
    assert "泉州示例机械有限公司" not in elsewhere.get("/potential/").text
    assert agent.get("/potential/").status_code == 403


def test_the_page_of_a_firm_says_what_it_could_have_and_lets_its_clerk_fill_in(clerk: Client, officer: Client) -> None:
    fees(mine="186400")
    page = clerk.get(f"/register/{MINE}/").text
    assert "现在可以拿 <strong>6.71</strong> 万元" in page
    assert f'href="/my/claims/new/?uscc={MINE}"' in page
    assert "代填申报" not in officer.get(f"/register/{MINE}/").text
