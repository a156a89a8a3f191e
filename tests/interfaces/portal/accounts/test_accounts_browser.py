"""从一个空站到有人办事，in a real browser: the first administrators from the command line, codes computed from the secret shown,
an official made by two of them, the forced change and the forced second factor; the pages hold on a phone and by keyboard.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from luoqiao.adapters.postgres.cluster import Cluster
from tests.live_site import DATABASE

pytestmark = pytest.mark.browser
OWN = "Luoqiao-4417-own"
PHONE = (390, 844)


def made_admin(cluster: Cluster, role: str, folder: Path) -> tuple[str, str]:
    """Username and one-time password of a first administrator, from the command line beside the running site."""
    username = f"{role}-{time.time_ns()}"
    command = [sys.executable, "-m", "luoqiao.interfaces.cli.main", "account", "create-admin", role, "--json",
               "--username", username, "--name", "第一位"]  # fmt: skip
    environment = {**os.environ, "DATABASE_URL": cluster.url(DATABASE), "DATA": str(folder),
                   "PYTHONPATH": os.pathsep.join(sys.path), "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings"}  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return username, told["password"]


def fill_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("账号", exact=True).fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def code_of(secret: str) -> str:
    """What an app shows; waits for a step that was not used yet when the old one is about to end."""
    if time.time() % 30 > 27:
        time.sleep(4)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def first_sign_in(page: Page, site: str, username: str, password: str) -> str:
    """Sign in for the first time: password changed, second factor set up; the secret."""
    page.goto(f"{site}/account/login/")
    fill_in(page, username, password)
    expect(page.get_by_role("heading", name="先改密码")).to_be_visible()
    page.get_by_label("现在的密码").fill(password)
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("再输一次新密码").fill(OWN)
    page.get_by_role("button", name="改密码").click()
    page.goto(f"{site}/")
    expect(page.get_by_role("heading", name="先绑定验证器")).to_be_visible()
    picture = page.get_by_alt_text("绑定用的二维码，内容与密钥相同")
    assert picture.evaluate("one => one.complete && one.naturalWidth > 50")
    secret = page.locator("#secret").inner_text()
    page.get_by_label("动态码").fill(code_of(secret))
    page.get_by_role("button", name="绑定").click()
    expect(page.get_by_role("heading", name="备用码")).to_be_visible()
    return secret


@pytest.fixture
def no_admins(live_site: str, test_cluster: Cluster) -> None:
    """A site whose administrators of other tests were disabled."""
    with psycopg.connect(test_cluster.url(DATABASE)) as connection:
        connection.execute("UPDATE accounts_user SET is_active = false WHERE id IN (SELECT user_id FROM accounts_postheld)")


@pytest.mark.usefixtures("no_admins")
def test_from_the_first_administrators_to_an_official(
    live_site: str, browser: Browser, browser_page: Page, test_cluster: Cluster, tmp_path: Path
) -> None:
    system, password = made_admin(test_cluster, "system", tmp_path)
    secret = first_sign_in(browser_page, live_site, system, password)
    browser_page.get_by_role("link", name="抄好了，继续").click()
    expect(browser_page.locator(".account")).to_contain_text("系统管理员")
    browser_page.goto(f"{live_site}/accounts/new/")
    official = f"zhang-{time.time_ns()}"
    browser_page.get_by_label("账号").fill(official)
    browser_page.get_by_label("姓名").fill("张三")
    browser_page.get_by_role("button", name="建账号").click()
    given = browser_page.locator(".told-once code").inner_text()

    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    first_sign_in(page, live_site, *made_admin(test_cluster, "security", tmp_path))
    page.goto(f"{live_site}/accounts/?q={official}")
    page.get_by_role("link", name="张三").click()
    page.get_by_label("岗位", exact=True).select_option(label="部门经办")
    page.get_by_label("所在").select_option(label="区工信局（单位）")
    page.get_by_role("button", name="设岗").click()
    expect(page.get_by_role("status")).to_have_text("岗位已设")
    expect(page.get_by_role("table", name="岗位")).to_contain_text("区工信局 经办")
    context.close()

    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    first_sign_in(page, live_site, official, given)
    page.goto(f"{live_site}/account/")
    expect(page.locator(".account")).to_contain_text("张三")
    expect(page.locator(".account")).to_contain_text("区工信局 经办")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="登录", exact=True)).to_be_visible()
    context.close()

    browser_page.get_by_role("button", name="退出").click()
    browser_page.goto(f"{live_site}/account/login/")
    fill_in(browser_page, system, OWN)
    expect(browser_page.get_by_role("heading", name="输入动态码")).to_be_visible()
    browser_page.get_by_label("动态码").fill("000000")
    browser_page.get_by_role("button", name="登录", exact=True).click()
    expect(browser_page.locator(".wrong")).to_contain_text("动态码不对")
    time.sleep(30 - time.time() % 30)  # the code of this step was used to set it up
    browser_page.get_by_label("动态码").fill(code_of(secret))
    browser_page.get_by_role("button", name="登录", exact=True).click()
    expect(browser_page.locator(".account")).to_contain_text("系统管理员")


@pytest.mark.parametrize("browser_page", [(1280, 900), PHONE, (320, 700)], indirect=True)
@pytest.mark.parametrize("address", ["account/login/", "account/register/", ""])
def test_pages_for_strangers_fit_and_their_targets_are_large_enough(live_site: str, browser_page: Page, address: str) -> None:
    browser_page.goto(f"{live_site}/{address}")
    width = browser_page.viewport_size["width"]  # type: ignore[index]
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width
    least = 40 if width > 640 else 44
    heights = browser_page.locator("main .button, main .box, .account a").evaluate_all(
        "all => all.filter(one => one.offsetParent).map(one => one.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= least


def test_signing_in_works_by_keyboard_alone_and_says_what_is_wrong(live_site: str, browser_page: Page) -> None:
    browser_page.goto(f"{live_site}/account/login/")
    browser_page.get_by_label("账号", exact=True).focus()
    browser_page.keyboard.type("nobody")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.type("Wrong-password-1")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("alert")).to_contain_text("账号或密码不对")
    expect(browser_page.get_by_label("账号", exact=True)).to_have_value("nobody")
    expect(browser_page.get_by_label("密码", exact=True)).to_have_value("")
