"""从申报到公示：the whole story in a real browser, told by the people of the demonstration, one after another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.walker import Walker

FIRST, SECOND = "23352000000099000001", "23352000000099000002"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A scanned contract."""
    file = tmp_path / "合同.pdf"
    Image.new("L", (620, 877), 250).save(file, "PDF")
    return file


def people(walker: Walker) -> list[tuple[str, str]]:
    """The enterprises that are offered: the agent's name and the enterprise's."""
    walker.go("/demo/")
    labels = walker.page.get_by_role("button", name=re.compile("企业经办")).all()
    found = [re.match(r"以(.+?)（(.+?) 企业经办）进入", one.get_attribute("aria-label") or "") for one in labels]
    return [(match[1], match[2]) for match in found if match]


def enter_invoice(walker: Walker, number: str, amount: str, *, buyer: tuple[str, str] | None = None) -> Walker:
    """登记一张发票 from the form of the claim, and come back to it."""
    walker.click(walker.page.get_by_role("link", name=re.compile("登记(新|第一张)发票")).first)
    walker.fill("发票号码", number).fill("开票日期", "2023-10-20")
    if buyer:
        walker.fill("购方代码", buyer[0]).fill("购方名称", buyer[1])
    walker.fill("销方代码", "91350504MA00004020").fill("销方名称", "泉州云栈信息技术有限公司")
    walker.fill("不含税金额", amount).fill("税额", "0")
    return walker.press("登记发票")


def begin(walker: Walker) -> str:
    """开始填报上云上平台补助; the address of its form."""
    walker.go("/my/claims/new/?clause=cloud_adoption").press("开始填报上云上平台补助")
    return walker.path


def choose_all_invoices(walker: Walker) -> None:
    for box in walker.page.locator("input[name=line]").all():
        box.check()


def attach(walker: Walker, paper: Path) -> None:
    """The same scanned paper for everything that is asked for."""
    for at in range(walker.page.locator("input[type=file]").count()):
        walker.page.locator("input[type=file]").nth(at).set_input_files(str(paper))
    walker.press("保存")


def decide(walker: Walker, person: str, number: str, button: str) -> Walker:
    """This person presses the button on the page of the case."""
    walker.enter(person).go(f"/cases/{number}/")
    no_record = walker.page.get_by_label("未见失信记录")
    if no_record.count():
        no_record.first.check(force=True)
        walker.fill("查询平台", "信用中国")
    return walker.click(walker.page.get_by_role("button", name=re.compile(button)).first)


CLERKS = {
    "万安街道": "张望舒", "双阳街道": "苏以宁", "罗溪镇": "庄建国", "马甲镇": "谢丽华", "河市镇": "许志强", "虹山乡": "郭秀英",
}  # fmt: skip


def test_a_claim_from_the_first_invoice_to_the_end_of_its_notice(
    browser_page: Page, demonstration_site: str, paper: Path
) -> None:
    walker = Walker(browser_page, demonstration_site)
    (agent, firm), (other_agent, _) = people(walker)[:2]

    # 企业：两张发票，提交
    form = begin(walker.enter(agent))
    number = form.split("/")[2]
    walker.go(form).fill("服务费", "186400").press("保存")
    enter_invoice(walker, FIRST, "100000")
    enter_invoice(walker.go(form), SECOND, "86400")
    walker.go(form)
    choose_all_invoices(walker)
    attach(walker, paper)
    walker.press("提交")
    walker.go(f"/cases/{number}/").sees("受理")

    # 部门受理，镇街初审，部门一次性告知补正
    town = next(name for name in CLERKS if name in _facts(walker, "陈知行", number))
    decide(walker, "陈知行", number, "受理|同意")
    decide(walker, CLERKS[town], number, "同意")
    walker.enter("陈知行").go(f"/cases/{number}/return/")
    pick = walker.page.locator("li", has_text="合同").locator("input[name=pick]").first
    pick.check()
    walker.page.locator("li", has_text="合同").locator("input[name^=other-]").first.fill("缺最后一页盖章页")
    walker.press("告知企业补正，停止计时")

    # 企业补正，重新提交
    walker.enter(agent).go(form).sees("缺最后一页盖章页")
    walker.press("补正好了，重新提交")

    # 部门审查，负责人复核
    decide(walker, "陈知行", number, "拟同意")
    decide(walker, "杨景行", number, "同意")

    # 拟公示，另一人发布，期满
    walker.enter("陈知行").go("/notices/new/")
    for box in walker.page.locator("input[name=case]").all():
        box.set_checked(box.get_attribute("value") == number)
    group = walker.page.locator("section", has=walker.page.locator(f"input[value='{number}']"))
    walker.click(group.get_by_role("button", name="核对名单"))
    walker.click(walker.page.get_by_role("button", name=re.compile("交.*发布|拟好|送")).first)
    notice = re.search(r"GS-2023-\d{4}", walker.page.url + walker.page.content())
    assert notice is not None
    walker.enter("郑立群").go(f"/notices/{notice[0]}/").press("发布")
    walker.next_days().go(f"/notices/{notice[0]}/").sees(firm)
    walker.next_days().go(f"/cases/{number}/").sees("予以支持")

    # 第二家企业用同一张发票：告诉它为什么不行
    own = _enterprise(walker, agent)
    form = begin(walker.enter(other_agent))
    walker.go(form).fill("服务费", "100000").press("保存")
    enter_invoice(walker, FIRST, "100000", buyer=(own, firm))
    walker.go(form)
    expect(walker.page.get_by_text(re.compile("已用完|另一家企业的案件")).first).to_be_visible()

    # 审计：逐步重放
    walker.enter("刘清和").go(f"/cases/{number}/replay/").sees("与库内一致", "一次性告知补正")


def _facts(walker: Walker, officer: str, number: str) -> str:
    walker.enter(officer).go(f"/cases/{number}/")
    return walker.page.locator("main").inner_text()


def _enterprise(walker: Walker, agent: str) -> str:
    """The credit code of the agent's enterprise."""
    walker.enter(agent).go("/my/claims/new/")
    found = re.search(r'name="uscc" value="([0-9A-Z]{18})"', walker.page.content())
    assert found is not None
    return found[1]
