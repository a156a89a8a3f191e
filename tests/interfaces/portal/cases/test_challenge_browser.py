"""揭榜挂帅走一遍，在浏览器里：board, bid, task book proposed, confirmed, a milestone refused once, acceptance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.services import deciding
from tests.adapters.document_preview.documents import a_pdf
from tests.apps.cases.challenge_stories import BID, DEMAND, ROWS, day, notice_over, scored
from tests.apps.cases.stories import press
from tests.chromium import fits
from tests.interfaces.portal.cases.challenge_office import ChallengeOffice, on
from tests.interfaces.portal.cases.office import Person

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (390, 844))


@pytest.fixture
def goes(live_server: LiveServer) -> Callable[[Page, Person | None, str], Page]:
    """Open a page as somebody; it never scrolls sideways."""

    def go(page: Page, person: Person | None, path: str) -> Page:
        page.context.clear_cookies()
        if person is not None:
            session = person.client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        assert fits(page), path
        return page

    return go


def selected_by_the_unit(office: ChallengeOffice, number: str) -> None:
    """What other pages and other tests are about: form, experts, selection, approval, public notice."""
    scored(number, office.officer.actor, at=day(7, 17))
    deciding.approve(press(number, office.officer.actor))
    deciding.approve(press(number, office.head.actor))
    notice_over(number, day(7, 31), office.officer.actor)


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_from_the_board_to_the_acceptance(
    browser_page: Page, science: ChallengeOffice, goes: Callable[[Page, Person | None, str], Page], tmp_path: Path
) -> None:
    cache.clear()
    page = browser_page
    challenge = science.challenge()
    on(day(7, 4))

    # 谁都看得到榜单；揭榜方从榜单开一份，填好交上去，封存
    goes(page, None, "/challenges/")
    page.get_by_role("link", name=DEMAND["title"]).click()
    expect(page.locator("h1")).to_have_text(DEMAND["title"])
    assert fits(page)
    goes(page, science.solver, f"/challenges/{challenge}/")
    page.get_by_role("button", name="揭榜", exact=True).dblclick()
    page.wait_for_url("**/form/")
    assert fits(page)
    for label, text in (("揭榜方", BID["solver"]), ("解决方案", BID["plan"]), ("申请项目经费", BID["asked_fund"])):
        page.get_by_label(label).first.fill(text)
        page.get_by_label(label).first.press("Tab")
    page.wait_for_load_state("networkidle")
    paper = tmp_path / "揭榜申报书.pdf"
    paper.write_bytes(a_pdf((595, 842)))
    page.locator('input[name="file:揭榜申报书"]').set_input_files(str(paper))
    expect(page.locator(".requirement").first).to_contain_text("已附 1 份", timeout=30_000)
    page.get_by_role("button", name="提交").last.click()
    expect(page.locator("main")).to_contain_text("已交，封存到揭榜截止")
    number = Case.objects.get(procedure="challenge_bid").number
    goes(page, science.officer, f"/challenges/{challenge}/bids/")
    expect(page.locator(".sealed")).to_contain_text("1 份揭榜")

    # 截止以后打开、评审、遴选、公示；经办看对照
    selected_by_the_unit(science, number)
    on(day(8, 1))
    goes(page, science.officer, f"/challenges/{challenge}/bids/")
    expect(page.locator(".selected-so-far")).to_contain_text("已通过遴选")

    # 拟任务书：写错一处，改好；企业退回一次，再确认
    goes(page, science.officer, f"/cases/{number}/")
    page.get_by_role("link", name="拟定任务书").click()
    for place, row in enumerate(ROWS):
        for part, text in row.items():
            page.locator(f"#{part}-{place}").fill(text if part != "due_on" or place else "2023-07-01")
    page.get_by_role("button", name="再加一行").click()
    expect(page.locator("#name-3")).to_be_visible()
    page.get_by_role("button", name="送企业确认").last.click()
    expect(page.locator("#due_on-0-error")).to_contain_text("已经过去")
    expect(page.locator("#words-1")).to_have_value(ROWS[1]["words"])
    assert fits(page)
    page.locator("#due_on-0").fill(ROWS[0]["due_on"])
    page.get_by_role("button", name="送企业确认").last.click()
    expect(page.get_by_role("status")).to_contain_text("任务书已送企业确认")
    goes(page, science.solver, f"/cases/{number}/milestones/")
    page.get_by_text("不同意，退回").click()
    page.get_by_label("不同意什么，怎样才行").fill("样机周期不够，请延到四月")
    page.get_by_role("button", name="退回任务书").click()
    goes(page, science.officer, f"/cases/{number}/milestones/")
    expect(page.locator(".remark").first).to_contain_text("样机周期不够")
    for place, row in enumerate(ROWS):
        for part, text in row.items():
            page.locator(f"#{part}-{place}").fill(text.replace("2024-03-31", "2024-04-30"))
    page.get_by_role("button", name="送企业确认").last.click()
    goes(page, science.solver, "/my/cases/")
    page.get_by_role("link", name="确认任务书").click()
    page.get_by_role("button", name="确认任务书").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("任务书已确认")

    # 到期没有报：两边都是红的；报了不通过一次，再报通过
    on(day(11, 2))
    for person in (science.solver, science.officer):
        goes(page, person, f"/cases/{number}/milestones/")
        expect(page.locator("#milestone-1 .tag.late")).to_contain_text("过了约定日 2 天")
    for words, passed, note in (("图纸已审", False, "缺专家签字"), ("已补签字", True, ""), ("样机已测", True, "现场核验")):
        goes(page, science.solver, f"/cases/{number}/milestones/")
        page.get_by_label("怎样达到的").fill(words)
        page.get_by_role("button", name="报里程碑").click()
        goes(page, science.officer, f"/cases/{number}/milestones/")
        page.get_by_label("核验意见").fill(note)
        page.locator(f'button[name="passed"][value="{"yes" if passed else "no"}"]').click()
        expect(page.get_by_role("status")).to_be_visible()
        assert fits(page)
    expect(page.locator("#now")).to_contain_text("里程碑全部通过，进入验收")

    # 验收在案件页办；审计重放与库内一致
    goes(page, science.officer, f"/cases/{number}/")
    expect(page.locator(".review-side")).to_contain_text("验收")
    goes(page, science.auditor, f"/cases/{number}/replay/")
    expect(page.locator("main")).to_contain_text("与库内一致")


def test_a_task_book_needs_no_script(browser: Browser, live_server: LiveServer, science: ChallengeOffice) -> None:
    number = science.selected()
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 390, "height": 844})
    session = science.officer.client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/cases/{number}/milestones/")
    for place, row in enumerate(ROWS):
        for part, text in row.items():
            page.locator(f"#{part}-{place}").fill(text)
    page.get_by_role("button", name="再加一行").click()
    assert page.locator("#name-1").input_value() == ROWS[1]["name"]
    page.get_by_role("button", name="送企业确认").last.click()
    assert "任务书已送企业确认" in page.content()
    context.close()
