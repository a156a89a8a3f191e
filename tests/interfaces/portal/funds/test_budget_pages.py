"""预算的页：a purse is opened and filled by two persons, a short one divided as it was shown, and figures open to their rows."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from luoqiao.apps.funds.models import Arrangement, BudgetLine, BudgetOrder
from luoqiao.apps.funds.services.following import Standing
from luoqiao.core.funds.queue import QueueRule
from tests.apps.cases.stories import MINE, OTHERS, register_firm
from tests.apps.funds.funds_stories import a_line, bring, share_of, stands
from tests.interfaces.portal.cases.office import Person
from tests.interfaces.portal.funds.treasury import Treasury

ORDER = {"do": "order", "kind": "appropriate", "amount": "10", "document": "泉洛财指〔2023〕1号"}


def post(person: Person, address: str, **told: str) -> str:
    return str(person.client.post(address, {"key": str(uuid4()), **told}, follow=True).content.decode())


def text(person: Person, address: str) -> str:
    return str(person.opens(address).content.decode())


def test_a_purse_is_opened_and_filled_by_two_persons(treasury: Treasury) -> None:
    told = {"year": "2023", "tier": "district", "clause": "cloud_adoption", "rule": "pro_rata", "settlement": "own"}
    assert "预算项已设立" in post(treasury.one, "/funds/lines/new/", **told)
    line = BudgetLine.objects.get()
    page = f"/funds/lines/{line.pk}/"
    assert "要另一人确认以后才记账" in post(treasury.one, page, **ORDER)
    assert "拟办人不能确认，请换一人" in text(treasury.one, page)
    number = BudgetOrder.objects.get().number
    assert treasury.one.client.post(page, {"do": "confirm_order", "number": number}).status_code == 409
    stands(line.pk)
    assert "已确认并记账" in post(treasury.other, page, do="confirm_order", number=number)
    stands(line.pk, available=1000)
    home = text(treasury.head, "/funds/?year=2023")
    assert re.search(r"预算</dt><dd>10.00", home)


def test_a_short_purse_is_divided_as_it_was_shown(treasury: Treasury) -> None:
    line = a_line(1000, rule=QueueRule.PRO_RATA)
    bring(Standing.DECIDED, "LQ-2023-0001", district=1500)
    bring(Standing.DECIDED, "LQ-2023-0002", minutes=1, district=500)
    page = f"/funds/lines/{line}/"
    shown = text(treasury.one, page)
    assert "排队 2 份" in shown
    assert "7.50" in shown
    assert "要另一人确认" in post(treasury.one, page, do="arrange")
    number = Arrangement.objects.get().number
    assert "由部门负责人确认" in text(treasury.other, page)
    assert "已确认并记账" in post(treasury.head, page, do="confirm_arrangement", number=number)
    stands(line, reserved=1000)
    assert (share_of("LQ-2023-0001").amount, share_of("LQ-2023-0002").amount) == (750, 250)


def test_a_refused_order_and_one_with_mistakes_book_nothing(treasury: Treasury) -> None:
    line = a_line(rule=QueueRule.PRO_RATA)
    page = f"/funds/lines/{line}/"
    wrong = {**ORDER, "kind": "", "amount": "许多", "document": ""}
    answer = post(treasury.one, page, **wrong)
    assert "请选指标文的种类" in answer
    assert 'value="许多"' in answer
    post(treasury.one, page, **ORDER)
    number = BudgetOrder.objects.get().number
    assert "请写明为什么不确认" in post(treasury.other, page, do="refuse_order", number=number, reason="")
    assert "没有确认，没有记账" in post(treasury.other, page, do="refuse_order", number=number, reason="文号不对")
    stands(line)


def test_the_journal_and_the_balance_of_a_past_day_are_shown(treasury: Treasury) -> None:
    line = a_line(1000)
    bring(Standing.DECIDED, district=300)
    shown = text(treasury.auditor, f"/funds/lines/{line}/?on=2023-06-12")
    assert "占用预算" in shown
    assert re.search(r"2023-06-12 24:00", shown)
    assert "还没有记过账" in text(treasury.auditor, f"/funds/lines/{line}/?on=2022-06-12")
    assert "读不成日期" in text(treasury.auditor, f"/funds/lines/{line}/?on=昨天")


def test_every_figure_opens_to_the_shares_behind_it(treasury: Treasury) -> None:
    line = a_line(1000)
    bring(Standing.DECIDED, district=300)
    bring(Standing.DECIDED, "LQ-2023-0002", minutes=1, district=5000)
    home = text(treasury.one, "/funds/?year=2023")
    link = re.search(rf'href="(/funds/shares/\?line={line}&amp;state=reserved[^"]*)"', home)
    assert link
    rows = text(treasury.one, link[1].replace("&amp;", "&"))
    assert "LQ-2023-0001" in rows
    assert "LQ-2023-0002" not in rows
    assert "排队等预算" in text(treasury.one, "/funds/shares/?state=queued")
    book = treasury.one.opens("/funds/shares/?format=xlsx")
    assert book["Content-Type"].startswith("application/vnd.openxmlformats")


def test_an_enterprise_sees_its_own_money_and_no_other(treasury: Treasury) -> None:
    register_firm(MINE, "泉州示例机械有限公司")
    register_firm(OTHERS, "泉州另例机械有限公司")
    a_line(1000)
    bring(Standing.GRANTED, district=300)
    own = text(treasury.agent, "/my/money/")
    assert "待拨付" in own
    assert "3.00" in own
    assert "3.00" in text(treasury.agent, f"/my/money/?uscc={OTHERS}")
    assert treasury.agent.opens(f"/funds/firms/{OTHERS}/").status_code == 403
    assert treasury.officer.opens(f"/funds/firms/{MINE}/").status_code == 200
    assert treasury.officer.opens("/funds/firms/91350504MA2000777X/").status_code == 404


@pytest.mark.parametrize("address", ["/funds/", "/funds/lines/new/", "/funds/shares/", "/funds/upstream/"])
def test_enterprises_do_not_come_in(treasury: Treasury, address: str) -> None:
    assert treasury.agent.opens(address).status_code == 403


def test_an_upper_grant_is_entered_and_confirmed_by_another(treasury: Treasury) -> None:
    line = a_line(1000)
    bring(Standing.DECIDED, awaiting="city", district=300)
    bring(Standing.GRANTED, awaiting="city", district=300)
    assert "LQ-2023-0001" in text(treasury.officer, "/funds/upstream/")
    told = {"do": "enter", "case": "LQ-2023-0001", "tier": "city", "amount": "15", "document": "泉财企指〔2023〕8号",
            "granted_on": "2023-06-12"}  # fmt: skip
    assert "读不成金额" in post(treasury.officer, "/funds/upstream/", **{**told, "amount": "x"})
    assert "要另一人复核" in post(treasury.officer, "/funds/upstream/", **told)
    page = text(treasury.officer, "/funds/upstream/")
    assert "登记人不能复核" in page
    grant = re.search(r'name="grant" value="(\d+)"', page)
    assert grant
    assert "不能复核" in text(treasury.officer, "/funds/upstream/")
    answer = post(treasury.officer, "/funds/upstream/", do="refuse", grant=grant[1], reason="金额写错")
    assert "已退回" in answer
    stands(line, available=700, reserved=300)


def test_the_forecast_is_a_page_and_a_workbook(treasury: Treasury) -> None:
    line = a_line(1000)
    assert "没有在办的案件" in text(treasury.one, "/funds/forecast/")
    bring(Standing.DECIDED, district=5000)
    page = text(treasury.one, "/funds/forecast/")
    assert f'href="/funds/lines/{line}/"' in page
    assert "还差 40.00 元" in page
    assert treasury.one.opens("/funds/forecast/?format=xlsx").status_code == 200
    assert treasury.agent.opens("/funds/forecast/").status_code == 403
