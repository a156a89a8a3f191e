"""免申即享：a list of little giants arrives, a second person confirms it, and the award comes without application."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page

from tests.journeys.test_claim_to_notice import _enterprise, people
from tests.journeys.walker import Walker


def test_a_list_of_little_giants_becomes_awards_without_application(
    browser_page: Page, demonstration_site: str, tmp_path: Path
) -> None:
    walker = Walker(browser_page, demonstration_site)
    agent, firm = people(walker)[2]
    code = _enterprise(walker, agent)
    file = tmp_path / "小巨人名单.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["企业名称", "统一社会信用代码"])
    sheet.append([firm, code])
    book.save(file)

    # 经办导入，逐行核对
    walker.enter("陈知行").go("/lists/new/")
    kinds = walker.page.get_by_label("这是什么名单")
    little_giants = next(text for text in kinds.locator("option").all_inner_texts() if "小巨人" in text)
    kinds.select_option(label=little_giants)
    walker.fill("文号", "工信部企业函〔2023〕219号").fill("发文日期", "2023-11-10").fill("发文单位", "工业和信息化部")
    walker.page.locator("input[type=file]").set_input_files(str(file))
    walker.press("上传并核对").sees(firm)
    number = walker.path.split("/")[2]
    walker.press("核对完毕，交另一人确认")

    # 另一人确认，案件自己立起来
    walker.enter("郑立群").go(f"/lists/{number}/")
    walker.press("确认名单")
    case = re.search(r"LQ-2023-\d{4}", walker.page.content())
    assert case is not None

    # 企业没有申报，奖补已经在路上
    walker.enter(agent).go(f"/cases/{case[0]}/").sees("小巨人", "名单比对")
