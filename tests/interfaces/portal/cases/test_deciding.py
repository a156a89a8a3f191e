"""案件页的办理：what the buttons do, and what a refusal leaves on the page."""

from __future__ import annotations

from uuid import uuid4

import pytest

from luoqiao.apps.cases.models import CaseEvent
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.evidence.services import allocations as evidence
from luoqiao.apps.evidence.services.allocations import Wanted as Use
from luoqiao.core.cases.events import Approved
from luoqiao.core.parties.actor import Role
from tests.apps.cases.stories import AT, MINE, a_claim, an_invoice, approved, handed_in
from tests.interfaces.portal.cases.office import CREDIT, UNIT, Office, give_post


def test_the_page_shows_the_money_the_conditions_the_facts_and_the_invoices(office: Office) -> None:
    page = office.officer.opens(f"/cases/{office.reviewed()}/").content.decode()
    for said in (
        "泉州示例机械有限公司", "67,104.00", "「对年度服务费超过 5 万元的企业」", "186,400.00 元，超过 50,000.00 元", "满足",
        "2335 2000 0000 0481 2077", "云主机与对象存储", "拟同意，送部门复核", "一次性告知补正", "拟不予支持", "两人办理",
        "为什么是这一天", "还剩", "提交，按规则测算 67,104.00 元", "部门审查期限 10 个工作日",
    ):  # fmt: skip
        assert said in page, said


def test_the_officer_approves_and_the_head_confirms(office: Office) -> None:
    number = office.reviewed()
    answer = office.officer.presses(number, opinion="材料齐全", next_user=str(office.head.user.pk), **CREDIT)
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{number}/")
    event = get_case_file(number, office.officer.actor).history[-1].event
    assert isinstance(event, Approved)
    assert (event.opinion, event.next_user) == ("材料齐全", office.head.user.pk)
    assert event.credit == {"found": "none", "source": "信用中国", "on": "2023-06-13", "note": ""}
    page = office.head.opens(f"/cases/{number}/").content.decode()
    assert "复核同意，进入公示" in page
    assert page.count('<th scope="row">受理</th><td>同意</td><td>区工信局　陈知行') == 1
    assert "信用中国，2023-06-13 查" in page
    assert office.head.presses(number).status_code == 302
    assert get_case_file(number, office.head.actor).state.step == "notice"
    assert "选入公示名单" in office.officer.opens(f"/cases/{number}/").content.decode()


def test_without_a_credit_check_nothing_is_approved_and_the_opinion_stays(office: Office) -> None:
    number = office.reviewed()
    answer = office.officer.presses(number, opinion="我写了很久的意见")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "LQ-5512" in page
    assert "我写了很久的意见" in page
    assert get_case_file(number, office.officer.actor).state.step == "review"


def test_a_half_written_credit_check_says_all_that_is_missing(office: Office) -> None:
    half = {**CREDIT, "credit_found": "hit", "credit_source": "", "credit_on": "2030-01-01"}
    answer = office.officer.presses(office.reviewed(), **half)
    assert answer.status_code == 422
    page = answer.content.decode()
    for said in ("请写查了哪个平台", "核查日期应是今天或以前的一天", "请写明是什么记录"):
        assert page.count(said) == 2, said


def test_the_amount_is_lowered_with_a_reason_and_never_raised(office: Office) -> None:
    number = office.reviewed()
    raised = office.officer.presses(number, **{"amount-city": "55920.01", "because": "多给一分"}, **CREDIT)
    assert raised.status_code == 409
    assert "核定金额只能降，不能加" in raised.content.decode()
    assert 'value="55920.01"' in raised.content.decode()
    silent = office.officer.presses(number, **{"amount-city": "50000"}, **CREDIT)
    assert "降低金额要写明理由" in silent.content.decode()
    unreadable = office.officer.presses(number, **{"amount-city": "五万", "because": "x"}, **CREDIT)
    assert unreadable.status_code == 422
    assert "读不成金额" in unreadable.content.decode()
    done = office.officer.presses(number, **{"amount-city": "50000", "because": "一张发票不属于上云服务"}, **CREDIT)
    assert done.status_code == 302
    assert get_case_file(number, office.head.actor).state.amounts == {"province": 0, "city": 5_000_000, "district": 1_118_400}
    assert "降低理由：一张发票不属于上云服务" in office.head.opens(f"/cases/{number}/").content.decode()


def test_who_reviewed_finds_a_grey_button_with_the_reason(office: Office) -> None:
    number = approved(office.reviewed(), office.officer.actor)
    give_post(office.officer, Role.UNIT_HEAD, UNIT)
    page = office.officer.opens(f"/cases/{number}/").content.decode()
    assert "同一个人不能既经办又复核；请换一位同事</button>" in page
    assert "复核同意" not in page


def test_the_same_form_sent_twice_is_one_deed(office: Office) -> None:
    number = office.claim()
    form = {**office.officer.form(number), "act": "approve"}
    first, second = office.officer.sends(number, "decide", **form), office.officer.sends(number, "decide", **form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert CaseEvent.objects.filter(case__number=number, kind="approved").count() == 1
    assert office.officer.opens(f"/cases/{number}/").content.decode().count("已同意") == 1


def test_two_officers_at_once_are_told_apart(office: Office) -> None:
    number = office.claim()
    seen = office.second.form(number)
    assert office.officer.presses(number).status_code == 302
    late = office.second.sends(number, "decide", **seen, act="approve", opinion="我也看过了")
    assert late.status_code == 409
    page = late.content.decode()
    assert "陈知行刚才已经办理" in page
    assert "现在由双阳街道办理" in page
    assert CaseEvent.objects.filter(case__number=number, kind="approved").count() == 1


def test_a_refusal_is_proposed_with_reasons_and_confirmed_by_the_head(office: Office) -> None:
    number = office.reviewed()
    silent = office.officer.presses(number, "reject")
    assert silent.status_code == 409
    assert "拟不予支持要写明理由" in silent.content.decode()
    done = office.officer.presses(number, "reject", reason=["不符合条款规定的条件"], other="付款晚于年度")
    assert done.status_code == 302
    page = office.head.opens(f"/cases/{number}/").content.decode()
    assert "确认不予支持" in page
    assert "付款晚于年度" in page
    assert office.head.presses(number).status_code == 302
    assert get_case_file(number, office.head.actor).row.ending == "rejected"
    assert "部门复核：确认不予支持" in office.officer.opens(f"/cases/{number}/").content.decode()


def test_the_head_sends_back(office: Office) -> None:
    number = approved(office.reviewed(), office.officer.actor)
    done = office.head.presses(number, "send_back", reason=["金额与凭证对不上，请重新核对"])
    assert done.status_code == 302
    assert get_case_file(number, office.head.actor).state.step == "review"


def test_another_value_is_adopted_with_a_reason_and_the_money_follows(office: Office) -> None:
    number = office.reviewed()
    asked = office.officer.form(number, "fact", "?decide=annual_service_fee")
    sent = {**asked, "deed": "adopt"}
    bad = office.officer.sends(number, "fact", **sent, value="许多", reason="只认云主机部分")
    assert bad.status_code == 422
    assert 'value="许多"' in bad.content.decode()
    assert office.officer.sends(number, "fact", **sent, value="100000", reason="只认云主机部分").status_code == 302
    page = office.officer.opens(f"/cases/{number}/").content.decode()
    assert "36,000.00" in page
    assert "陈知行认定：只认云主机部分" in page
    again = {**office.officer.form(number, "fact", "?decide=annual_service_fee"), "deed": "drop"}
    assert office.officer.sends(number, "fact", **again).status_code == 302
    assert "67,104.00" in office.officer.opens(f"/cases/{number}/").content.decode()


def test_what_does_not_agree_stands_in_a_band_with_the_difference(office: Office) -> None:
    number = office.reviewed(amounts=(10_000_000, 7_200_000))
    page = office.officer.opens(f"/cases/{number}/").content.decode()
    for said in ("不一致，差 14,400.00 元", "按凭证采用", "61,920.00", "按企业申报值为 67,104.00 元，少 5,184.00 元"):
        assert said in page, said


def test_a_line_that_another_case_uses_too_names_it(office: Office) -> None:
    agent = office.agent.actor
    line = an_invoice(20_000_000, "23352000000011740326", agent)
    first = handed_in(a_claim({line: 9_000_000}, fee="90000", agent=agent), agent)
    page = office.officer.opens(f"/cases/{first}/").content.decode()
    assert "可用" in page
    evidence.allocate_all(
        wanted=[Use(line, 3_000_000)], case_number="LQ-2023-0777", clause="industrial_app", year=2023, claimant=MINE,
        actor=agent, at=AT,
    )  # fmt: skip
    page = office.officer.opens(f"/cases/{first}/").content.decode()
    assert "同一行另有 30,000.00 元 占用于" in page
    assert "LQ-2023-0777" in page


def test_nobody_is_asked_to_go_on_who_may_not(office: Office) -> None:
    number = office.reviewed()
    answer = office.officer.presses(number, next_user=str(office.second.user.pk), **CREDIT)
    assert answer.status_code == 409
    assert "LQ-5514" in answer.content.decode()


@pytest.mark.parametrize("change", [{"key": ""}, {"seen_seq": "x"}, {"seen_seq": "9" * 40}, {"key": "nothing"}])
def test_a_damaged_form_is_told_and_nothing_is_done(office: Office, change: dict[str, str]) -> None:
    number = office.claim()
    answer = office.officer.presses(number, **change)
    assert answer.status_code == 409
    assert "LQ-5903" in answer.content.decode()
    assert CaseEvent.objects.filter(case__number=number, kind="approved").count() == 0


def test_a_case_of_others_is_not_there(office: Office) -> None:
    number = office.claim()
    for person in (office.other_clerk, office.commerce, office.other_agent):
        assert person.opens(f"/cases/{number}/").status_code == 404
    sent = {"key": str(uuid4()), "seen_seq": "2", "act": "approve"}
    assert office.commerce.sends(number, "decide", **sent).status_code == 404


def test_an_approval_is_for_the_amount_that_was_shown(office: Office) -> None:
    number = approved(office.reviewed(), office.officer.actor)
    answer = office.head.presses(number, **{"amount-city": "99999"})
    assert answer.status_code == 409
    assert get_case_file(number, office.head.actor).state.step == "approval"
