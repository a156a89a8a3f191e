"""消息的页在浏览器里: opening reads, keyboard works, nothing runs over the edge of a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.accounts.models import User
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.outbox.models import Delivery, Message
from luoqiao.apps.outbox.queries import count_unread
from luoqiao.apps.outbox.services import post
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import person
from luoqiao.core.parties.actor import SYSTEM, Role
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.outbox.outbox_builder import SUBMITTED, a_notice
from tests.chromium import fits

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (390, 844))
CORRECTIONS = {
    **SUBMITTED.values, "deadline": "2023-03-15（周三）", "note": "",
    "corrections": "1. 年度服务费：与发票合计差 14,400.00 元\n2. 合同：第 3 页缺签章",
}  # fmt: skip
OVERDUE = {**SUBMITTED.values, "step": "部门复审", "deadline": "2023-02-27（周一）", "days_over": "2"}

Enter = Callable[[User], None]


@pytest.fixture
def enter(browser_page: Page, live_server: LiveServer) -> Enter:
    """登录: the session of this person in the browser."""

    def come_in(user: User) -> None:
        session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        address = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        browser_page.context.add_cookies([address])  # type: ignore[list-item] # a cookie as the driver takes it

    return come_in


@pytest.fixture
def officer() -> User:
    officer = a_person("lin", (Role.OFFICER, "industry_information"), name="林晓")
    now = timezone.now()
    with transaction.atomic():
        post(at=now - timedelta(days=1), actor=SYSTEM, notices=(a_notice(),))
        post(at=now, actor=SYSTEM, notices=(
            a_notice(kind=Kind.OVERDUE, values=OVERDUE),
            a_notice(person(officer.pk), kind=Kind.RETURN_FOR_CORRECTION, values=CORRECTIONS),
        ))  # fmt: skip
    return officer


def _unread(user: User) -> int:
    return count_unread(get_actor(user.pk, timezone.localdate()))


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_a_message_is_read_by_opening_it(browser_page: Page, live_server: LiveServer, enter: Enter, officer: User) -> None:
    enter(officer)
    browser_page.goto(f"{live_server.url}/messages/")
    expect(browser_page.locator(".unread-count")).to_contain_text("3")
    first = browser_page.locator(".message").first
    with browser_page.expect_response(lambda answer: answer.url.endswith("/read/")):
        first.locator("summary").click()
    expect(first.locator(".body")).to_contain_text("第 3 页缺签章")
    assert _unread(officer) == 2
    assert fits(browser_page)
    browser_page.reload()
    expect(browser_page.locator(".unread-count")).to_contain_text("2")
    expect(browser_page.locator(".message").first.locator(".new")).to_have_count(0)


def test_the_keyboard_alone_reads_and_opens(browser_page: Page, live_server: LiveServer, enter: Enter, officer: User) -> None:
    enter(officer)
    browser_page.goto(f"{live_server.url}/messages/?unread=1")
    browser_page.locator(".message summary").nth(1).focus()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator(".message .body").nth(1)).to_contain_text("期限过了不会自动通过")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.textContent") == "打开"
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/messages/?unread=1")
    expect(browser_page.locator(".message")).to_have_count(2)


@pytest.mark.parametrize("browser_page", SIZES, indirect=True)
def test_preferences_and_what_administrators_see_fit_their_frame(
    browser_page: Page, live_server: LiveServer, enter: Enter, officer: User
) -> None:
    message = Message.objects.earliest("pk")
    Delivery.objects.create(
        message=message, channel="email", user=officer, state="dead", attempts=16, ended_at=timezone.now(),
        last_error="邮件服务器 mail.example.gov.cn:587 连不上：没有程序在那里应答",
    )  # fmt: skip
    enter(a_person("admin", (Role.SYSTEM_ADMIN, ""), name="系统管理员"))
    browser_page.goto(f"{live_server.url}/messages/preferences/")
    browser_page.get_by_label("快到期限").uncheck()
    browser_page.get_by_role("button", name="保存").click()
    expect(browser_page.get_by_role("status")).to_contain_text("邮件设置已保存")
    expect(browser_page.get_by_label("快到期限")).not_to_be_checked()
    assert fits(browser_page)
    browser_page.goto(f"{live_server.url}/messages/endpoints/")
    browser_page.get_by_label("名称").fill("区政务协同办公")
    browser_page.get_by_label("地址").fill("https://oa.example.gov.cn/luoqiao")
    browser_page.get_by_label("超过期限").check()
    browser_page.get_by_role("button", name="加上").click()
    expect(browser_page.locator(".endpoints")).to_contain_text("超过期限 · 国密 SM3")
    assert fits(browser_page)
    browser_page.get_by_role("button", name="看密钥").click()
    assert len(browser_page.locator(".secret code").inner_text()) == 64
    assert fits(browser_page)
    browser_page.goto(f"{live_server.url}/messages/deliveries/")
    expect(browser_page.locator("tbody tr")).to_contain_text("已停止")
    assert fits(browser_page)
    browser_page.get_by_role("button", name="再发给 林晓").click()
    expect(browser_page.get_by_role("status")).to_contain_text("已重新排队")


def test_without_scripts_everything_still_works(browser_page: Page, live_server: LiveServer, enter: Enter, officer: User) -> None:
    enter(officer)
    plain = browser_page.context.browser
    assert plain is not None
    context = plain.new_context(java_script_enabled=False, storage_state=browser_page.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/messages/")
    page.locator(".message").get_by_role("button", name="标为已读").first.click()
    assert urlsplit(page.url).path == "/messages/"
    assert _unread(officer) == 2
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_role("status")).to_contain_text("2 条消息已标为已读")
    context.close()
