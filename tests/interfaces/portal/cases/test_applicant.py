"""企业看自己的案件：where it is and what to do; nothing of what officials keep to themselves."""

from __future__ import annotations

from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.services import deciding
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.state import Ending
from tests.apps.cases.stories import CLEAN, approved, press
from tests.interfaces.portal.cases.office import CREDIT, Office

SECRETS = ("内部意见，不对外", "疑似关联交易", "先压一压", "请再核一遍发票", "信用中国", "陈知行认定")


def test_the_enterprise_sees_where_its_case_is_and_until_when(office: Office) -> None:
    page = office.agent.opens(f"/cases/{office.reviewed()}/").content.decode()
    for said in ("在区工信局办“部门审查”", "应在 2023-06-27（周二） 前办完", "67,104.00", "申报时测算，以核定为准", "撤回申报"):
        assert said in page, said
    for kept in ("拟同意", "另行认定", "督办", "逐步重放"):
        assert kept not in page, kept


def test_opinions_and_proposals_stay_inside(office: Office) -> None:
    number = office.reviewed()
    officer, head = office.officer.actor, office.head.actor
    deciding.decide_fact(press(number, officer), fact="annual_service_fee", value="100000", reason="疑似关联交易")
    deciding.supervise(press(number, head), text="先压一压")
    deciding.approve(press(number, officer), opinion="内部意见，不对外", credit=CLEAN)
    deciding.send_back(press(number, head), reason="请再核一遍发票")
    deciding.reject(press(number, officer), reasons=["疑似关联交易"])
    page = office.agent.opens(f"/cases/{number}/").content.decode()
    assert [secret for secret in SECRETS if secret in page] == []
    assert "拟不予支持" not in page
    assert "36,000.00" not in page
    file = get_case_file(number, office.agent.actor)
    kinds = {one.event.kind for one in file.history}
    assert kinds == {"opened", "submitted", "approved"}
    assert (file.state.proposal, file.state.reasons, file.row.amount) == ("grant", (), 6_710_400)


def test_once_refused_the_reasons_and_the_remedy_are_told(office: Office) -> None:
    number = office.reviewed()
    deciding.reject(press(number, office.officer.actor), reasons=["不符合条款规定的条件"])
    deciding.approve(press(number, office.head.actor), opinion="内部意见，不对外")
    page = office.agent.opens(f"/cases/{number}/").content.decode()
    for said in ("不予支持", "不符合条款规定的条件", "申请行政复议"):
        assert said in page, said
    assert "内部意见" not in page


def test_what_to_correct_stands_first_with_the_way_to_the_form(office: Office) -> None:
    number = office.reviewed()
    items = [ReturnItem("document", "合同", "缺盖章页"), ReturnItem("field", "年度服务费", "与发票不一致")]
    deciding.return_for_correction(press(number, office.officer.actor), items=items)
    page = office.agent.opens(f"/cases/{number}/").content.decode()
    for said in ("请补正后重新提交", "合同", "缺盖章页", "与发票不一致", f'href="/cases/{number}/form/">去补正'):
        assert said in page, said


def test_the_enterprise_takes_its_application_back(office: Office) -> None:
    number = office.reviewed()
    form = office.agent.form(number, "withdraw")
    silent = office.agent.sends(number, "withdraw", **form, reason=" ")
    assert silent.status_code == 409
    assert "撤回要写明理由" in silent.content.decode()
    assert office.agent.sends(number, "withdraw", **form, reason="改到下一年度申报").status_code == 302
    assert get_case_file(number, office.agent.actor).state.ending is Ending.WITHDRAWN
    assert "已放开" in office.agent.opens(f"/cases/{number}/").content.decode()


def test_the_amount_lowered_is_told_with_its_reason_once_decided(office: Office) -> None:
    number = office.reviewed()
    lower = {"province": 0, "city": 5_000_000, "district": 1_000_000}
    deciding.approve(press(number, office.officer.actor), amounts=lower, lowered_because="一张发票不属于上云服务", credit=CLEAN)
    before = office.agent.opens(f"/cases/{number}/").content.decode()
    assert "67,104.00" in before
    assert "不属于上云服务" not in before
    approved(number, office.head.actor)
    after = office.agent.opens(f"/cases/{number}/").content.decode()
    assert "60,000.00" in after
    assert "降低理由：一张发票不属于上云服务" in after


def test_nobody_of_the_enterprise_decides_or_replays(office: Office) -> None:
    number = office.reviewed()
    sent = {**office.officer.form(number), "act": "approve", **CREDIT}
    assert office.agent.sends(number, "decide", **sent).status_code == 403
    assert office.agent.opens(f"/cases/{number}/replay/").status_code == 403
    assert office.agent.opens(f"/cases/{number}/return/").status_code == 403
