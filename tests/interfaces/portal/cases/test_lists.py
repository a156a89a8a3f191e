"""今天、案件、批量：what lies on whose desk, found by words and filters, approved in a row with a preview."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from luoqiao.apps.cases.models import CaseEvent
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.services import deciding
from luoqiao.core.parties.actor import Role
from tests.apps.cases.stories import MINE, OTHERS, a_claim, an_invoice, approved, handed_in, press
from tests.interfaces.portal.cases.office import Office, give_post


def two_claims(office: Office) -> tuple[str, str]:
    return office.claim(), another(office)


def another(office: Office) -> str:
    agent = office.other_agent.actor
    line = an_invoice(20_000_000, "23352000000011740326", agent, OTHERS, OTHERS)
    return handed_in(a_claim({line: 20_000_000}, fee="200000", agent=agent, uscc=OTHERS), agent)


def test_today_lists_what_lies_on_the_desk_by_deadline(office: Office) -> None:
    first, second = two_claims(office)
    page = office.officer.opens("/today/").content.decode()
    assert "2 件待办" in page
    assert "受理 <b>2</b>" in page
    assert first in page
    assert second in page
    assert "还剩 1 个工作日" in page
    assert "没有待办" in office.clerk.opens("/today/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_cases(office: Office) -> None:
    office.claim()
    office.officer.opens("/today/")
    with CaptureQueriesContext(connection) as one:
        office.officer.opens("/today/")
        office.officer.opens("/cases/")
    another(office)
    with CaptureQueriesContext(connection) as two:
        office.officer.opens("/today/")
        office.officer.opens("/cases/")
    assert len(one) == len(two)


def test_the_number_of_queries_does_not_grow_with_the_history(office: Office) -> None:
    number = office.reviewed(amounts=(18_640_000,))
    office.officer.opens(f"/cases/{number}/")
    with CaptureQueriesContext(connection) as one:
        office.officer.opens(f"/cases/{number}/")
    for text in ("请快办", "再催一次", "今天办完"):
        deciding.supervise(press(number, office.head.actor), text=text)
    with CaptureQueriesContext(connection) as two:
        page = office.officer.opens(f"/cases/{number}/").content.decode()
    assert "再催一次" in page
    assert len(one) == len(two)


def test_the_head_sees_the_load_of_the_unit(office: Office) -> None:
    two_claims(office)
    page = office.head.opens("/today/").content.decode()
    assert "本单位的工作量" in page
    assert re.search(r'区工信局 经办</th><td class="number">2</td>', page)


def test_cases_are_found_by_words_and_filters_with_exact_sums(office: Office) -> None:
    first, second = two_claims(office)
    page = office.officer.opens("/cases/").content.decode()
    assert "共 2 件，金额合计 139,104.00 元" in page
    narrow = f"q={OTHERS}&state=open&clause=cloud_adoption&year=2023&township=350504002"
    found = office.officer.opens(f"/cases/?{narrow}").content.decode()
    assert second in found
    assert first not in found
    assert "共 1 件，金额合计 72,000.00 元" in found
    assert "没有符合的案件" in office.officer.opens("/cases/?state=granted").content.decode()
    assert "没有符合的案件" in office.commerce.opens("/cases/").content.decode()
    assert office.officer.opens("/cases/?year=abc&page=-1&sort=no&state=what").status_code == 200


def test_the_list_is_a_workbook_with_exact_yuan(office: Office) -> None:
    first, _ = two_claims(office)
    answer = office.officer.opens(f"/cases/xlsx/?q={first}")
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    sheet = load_workbook(BytesIO(answer.content))["案件"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (row,) = [row for row in rows if row[0] == first]
    assert row[1:4] == ["泉州示例机械有限公司", MINE, "双阳街道"]
    assert 67104 in [cell for cell in row if isinstance(cell, int | float)]


def sent(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_several_cases_are_approved_after_a_preview_each_on_its_own(office: Office) -> None:
    first, second = two_claims(office)
    page = office.officer.opens(f"/today/batch/?n={first}&n={second}&n=LQ-2023-9999").content.decode()
    for said in ("可以办 2 件，合计 139,104.00 元", "同意，送镇街初审", "同意这 2 件"):
        assert said in page, said
    approved(first, office.second.actor)
    answer = office.officer.client.post("/today/batch/", sent(page))
    done = answer.content.decode()
    assert "已办 1 件，没有办成 1 件" in done
    assert "郑立群刚才已经办理" in done
    assert "已同意，现在是“镇街初审”" in done
    again = office.officer.client.post("/today/batch/", sent(page)).content.decode()
    assert "已办 1 件，没有办成 1 件" in again
    assert CaseEvent.objects.filter(kind="approved").count() == 2


def test_what_cannot_be_done_in_a_row_says_why(office: Office) -> None:
    first, second = two_claims(office)
    approved(second, office.officer.actor, office.clerk.actor)
    page = office.officer.opens(f"/today/batch/?n={first}&n={second}").content.decode()
    assert "这一步要逐件核查并记录，不能批量" in page
    approved(first, office.officer.actor)
    page = office.officer.opens(f"/today/batch/?n={first}").content.decode()
    assert "现在不归您办" in page
    assert "同意这" not in page


def test_four_eyes_hold_in_a_row_too(office: Office) -> None:
    first, _ = two_claims(office)
    approved(first, office.officer.actor, office.clerk.actor, office.officer.actor)
    give_post(office.officer, Role.UNIT_HEAD, "industry_information")
    page = office.officer.opens(f"/today/batch/?n={first}").content.decode()
    assert "同一个人不能既经办又复核" in page
    seen = str(get_case_file(first, office.head.actor).state.seq)
    forged = {"number": first, f"key-{first}": str(uuid4()), f"seq-{first}": seen}
    assert "没有办成 1 件" in office.officer.client.post("/today/batch/", forged).content.decode()


def test_an_empty_choice_and_a_damaged_form_are_told(office: Office) -> None:
    assert "没有选案件" in office.officer.opens("/today/batch/").content.decode()
    answer = office.officer.client.post("/today/batch/", {"number": ["LQ-2023-0001"]})
    assert "LQ-5903" in answer.content.decode()
