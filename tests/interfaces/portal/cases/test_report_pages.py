"""进度的页：the enterprise reports, the overview says who has not, the officer confirms what is done."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from luoqiao.apps.cases.models import ProgressReport
from luoqiao.apps.cases.services.reporting import record_missed_reports
from luoqiao.apps.clock.services import set_demonstration_clock
from tests.apps.cases.report_stories import a_listed_project, moment, state_of
from tests.apps.cases.stories import OFFICER
from tests.interfaces.portal.cases.office import Office

FORM = {"month_amount": "120万元", "total_amount": "320万元", "stage": "installing", "problems": "变压器未到货"}


@pytest.fixture
def project(office: Office) -> str:
    return listed(office)


def listed(office: Office) -> str:
    people = (office.clerk.actor, office.officer.actor, office.head.actor)
    return a_listed_project(office.agent.actor, people=people)


def on(month: int, day: int) -> datetime:
    at = moment(month, day)
    set_demonstration_clock(at)
    return at


def hidden(client: Client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    form = page[page.index('class="section-body report-form"') :]
    return dict(re.findall(r'<input type="hidden" name="(key|seen_seq|month)" value="([^"]*)">', form))


def test_the_form_of_the_month_is_reported_and_the_next_begins_with_it(office: Office, project: str) -> None:
    client, address = office.agent.client, f"/cases/{project}/report/"
    on(7, 3)
    page = client.get(address).content.decode()
    assert "报2023年6月进度" in page
    answer = client.post(address, {**hidden(client, address), **FORM}, follow=True)
    assert "2023年6月的进度已报送" in answer.content.decode()
    assert "6.4%" in answer.content.decode()
    assert ProgressReport.objects.get().total_amount == 320_000_000
    on(7, 28)
    page = client.get(address).content.decode()
    assert 'value="3200000.00"' in page
    assert re.search(r'value="installing" checked', page)


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(office: Office, project: str) -> None:
    client, address = office.agent.client, f"/cases/{project}/report/"
    on(7, 3)
    answer = client.post(address, {**hidden(client, address), **FORM, "total_amount": "一些"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "LQ-5801" in page
    assert 'value="一些"' in page
    assert "变压器未到货</textarea>" in page
    assert not ProgressReport.objects.exists()


def test_my_projects_say_what_is_due(office: Office, project: str) -> None:
    on(7, 3)
    page = office.agent.client.get("/my/reports/").content.decode()
    assert "报2023年6月进度" in page
    assert "2023-07-05 前报" in page
    assert "没有要报进度的项目" in office.other_agent.client.get("/my/reports/").content.decode()


def test_a_missed_month_is_red_and_may_be_made_up(office: Office, project: str) -> None:
    record_missed_reports(on(7, 6))
    page = office.agent.client.get(f"/cases/{project}/report/").content.decode()
    assert "补报2023年6月进度" in page
    assert 'class="tag late">未报' in page


def test_the_overview_says_who_has_not_reported(office: Office, project: str) -> None:
    on(7, 3)
    page = office.officer.client.get("/key-projects/").content.decode()
    assert "2023年6月进度：应报 1 个，已报 0 个，还没有报 1 个（7月5日前报）" in page
    assert "「铁拓信息化系统升级项目」" in page
    client, address = office.agent.client, f"/cases/{project}/report/"
    client.post(address, {**hidden(client, address), **FORM})
    assert "应报 1 个，已报 1 个" in office.leader.client.get("/key-projects/").content.decode()
    assert "年产 25 万双鞋技改" not in office.commerce.client.get("/key-projects/").content.decode()


def test_the_workbook_has_the_exact_yuan_and_no_figure_beside_named_projects(office: Office, project: str) -> None:
    on(7, 3)
    client, address = office.agent.client, f"/cases/{project}/report/"
    client.post(address, {**hidden(client, address), **FORM})
    answer = office.auditor.client.get("/key-projects/xlsx/")
    book = load_workbook(BytesIO(answer.content))
    cells = {str(cell.value) for row in book["重点项目"].iter_rows() for cell in row}
    assert {"年产 25 万双鞋技改", "3200000", "50000000"} <= cells
    named = [[cell.value for cell in row] for row in book["文件点名的项目"].iter_rows()]
    assert sum(str(row[0]).startswith("J-") for row in named) == 19


def test_the_officer_confirms_what_the_enterprise_says_is_done(office: Office, project: str) -> None:
    on(7, 3)
    client, address = office.agent.client, f"/cases/{project}/report/"
    client.post(address, {**hidden(client, address), **FORM, "stage": "producing"})
    assert "确认完成" not in client.get(address).content.decode()
    assert "确认完成" in office.head.client.get("/key-projects/").content.decode()
    page = office.officer.client.get(address).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(key|seen_seq)" value="([^"]*)">', page[page.index("/finish/") :]))
    assert client.post(f"/cases/{project}/finish/", sent).status_code == 403
    office.officer.client.post(f"/cases/{project}/finish/", {**sent, "reason": "现场核验"})
    assert state_of(project, OFFICER).ending == "granted"


def test_other_cases_have_no_report_page(office: Office) -> None:
    number = office.claim()
    assert office.agent.client.get(f"/cases/{number}/report/").status_code == 404
    assert office.other_agent.client.get("/cases/LQ-2023-9999/report/").status_code == 404
