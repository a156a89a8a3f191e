"""审计的页：the auditor begins there, every question opens to its cases and exports, nobody else enters."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from luoqiao.apps.cases.models import Case
from luoqiao.interfaces.portal.auditor.questions import QUESTIONS
from luoqiao.interfaces.portal.navigation import home_of
from tests.apps.cases.stories import approved
from tests.interfaces.portal.cases.office import Office

pytestmark = pytest.mark.django_db


def decided(office: Office) -> str:
    return approved(office.reviewed(), office.officer.actor, office.head.actor)


def test_the_auditor_begins_at_the_home_of_the_audit(office: Office) -> None:
    assert home_of(office.auditor.actor) == "/audit/"
    page = office.auditor.opens("/audit/").content.decode()
    assert "还没有审定过的案件" in page
    case = decided(office)
    page = office.auditor.opens("/audit/").content.decode()
    assert "共审定 1 件，67,104.00 元" in page
    assert "clause=cloud_adoption&amp;year=2023&amp;state=decided" in page
    listed = office.auditor.opens("/cases/?clause=cloud_adoption&year=2023&state=decided").content.decode()
    assert case in listed


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.key)
def test_every_question_answers_and_exports(office: Office, question: object) -> None:
    decided(office)
    key, title = question.key, question.title  # type: ignore[attr-defined] # a Question
    answer = office.auditor.opens(f"/audit/findings/{key}/?year=2023")
    assert answer.status_code == 200
    assert title in answer.content.decode()
    book = load_workbook(BytesIO(office.auditor.opens(f"/audit/findings/{key}/xlsx/?year=2023").content))
    assert book.worksheets[0]["A1"].value == f"{title}（2023 年度）"


def test_a_difference_opens_to_its_case_and_stands_in_the_workbook(office: Office) -> None:
    case = decided(office)
    Case.objects.filter(number=case).update(amounts={"city": 1, "district": 0}, amount=1)
    page = office.auditor.opens("/audit/findings/recompute/").content.decode()
    assert f'href="/cases/{case}/"' in page
    assert "经过算出的审定金额是 67,104.00 元，列表里是 0.01 元" in page
    book = load_workbook(BytesIO(office.auditor.opens("/audit/findings/recompute/xlsx/").content))
    assert case in [cell.value for cell in book.worksheets[0]["B"]]


def test_an_honest_year_says_what_agrees(office: Office) -> None:
    decided(office)
    page = office.auditor.opens("/audit/findings/recompute/").content.decode()
    assert "重算 1 件，没有差异" in page
    assert "每一件都与审定时的快照" in page


def test_a_sample_says_its_seed_and_is_the_same_again(office: Office) -> None:
    case = decided(office)
    page = office.auditor.opens("/audit/sample/?year=2023&seed=甲&random=2&cap=x").content.decode()
    assert case in page
    assert "seed=%E7%94%B2" in page
    book = load_workbook(BytesIO(office.auditor.opens("/audit/sample/xlsx/?year=2023&seed=甲&random=2").content))
    assert any("种子 甲" in str(cell.value) for cell in book.worksheets[0]["A"])


@pytest.mark.parametrize("path", ["/audit/", "/audit/findings/recompute/", "/audit/sample/", "/audit/sample/xlsx/"])
def test_nobody_but_the_auditor_enters(office: Office, path: str) -> None:
    for person in (office.officer, office.leader, office.agent):
        assert person.opens(path).status_code == 403


@pytest.mark.parametrize(
    "query", ["year=abcd", "year=9999", "year=２０２３", "grade=none&page=x", "page=999999", "seed=" + "x" * 500]
)
def test_what_the_address_cannot_mean_is_left_out(office: Office, query: str) -> None:
    decided(office)
    for path in ("findings/recompute/", "findings/separation/", "sample/"):
        assert office.auditor.opens(f"/audit/{path}?{query}").status_code == 200


def test_a_question_that_nobody_asks_is_not_there(office: Office) -> None:
    assert office.auditor.opens("/audit/findings/nothing/").status_code == 404
    assert office.auditor.opens("/audit/findings/nothing/xlsx/").status_code == 404
