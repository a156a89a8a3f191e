"""我的申报：what waits for me stands first; then who has each case and by when; nobody else's case is there."""

from __future__ import annotations

from django.test import Client

from luoqiao.apps.cases.queries.replaying import compare_row
from luoqiao.apps.cases.services import deciding
from luoqiao.core.cases.events import ReturnItem
from tests.apps.cases.stories import (
    AUDITOR,
    CLEAN,
    CLERK,
    HEAD,
    OFFICER,
    OTHER_AGENT,
    OTHERS,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
)
from tests.interfaces.portal.cases.claim_builder import begun


def test_a_firm_without_a_case_is_told_what_will_be_here(agent: Client) -> None:
    page = agent.get("/my/cases/").text
    assert "还没有申报" in page
    assert "办到哪一步、谁在办、何时到期" in page


def test_what_waits_for_me_stands_before_what_others_have(agent: Client) -> None:
    handed = approved(handed_in(a_claim({an_invoice(18_640_000): 18_640_000})), OFFICER)
    draft = begun(agent, "supply_chain_platform")
    page = agent.get("/my/cases/").text
    assert page.index("等您办") < page.index(draft) < page.index("在办") < page.index(handed)
    assert "双阳街道" in page
    assert "2023-06-15，还有 3 个工作日" in page
    assert "67,104.00" in page


def test_a_case_sent_back_says_so_with_its_deadline(agent: Client) -> None:
    number = handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))
    deciding.return_for_correction(press(number, OFFICER), items=[ReturnItem("document", "合同", "缺盖章页")])
    page = agent.get("/my/cases/").text
    assert "退回补正，一次列全" in page
    assert "2023-06-27，还有 10 个工作日" in page
    assert f'href="/cases/{number}/form/"' in page


def test_nobody_else_s_case_is_there(agent: Client, clerk: Client) -> None:
    line = an_invoice(18_640_000, agent=OTHER_AGENT, uscc=OTHERS, buyer=OTHERS)
    number = handed_in(a_claim({line: 18_640_000}, agent=OTHER_AGENT, uscc=OTHERS), OTHER_AGENT)
    assert number not in agent.get("/my/cases/").text
    assert clerk.get("/my/cases/").status_code == 403


def test_an_amount_that_is_not_decided_yet_is_told_nowhere(agent: Client) -> None:
    number = approved(handed_in(a_claim({an_invoice(18_640_000): 18_640_000})), OFFICER, CLERK)
    lower = {"province": 0, "city": 4_000_000, "district": 800_000}
    deciding.approve(press(number, OFFICER), credit=CLEAN, amounts=lower, lowered_because="有一笔不是服务费")
    for address in ("/my/cases/", "/search/?q=泉州", f"/cases/{number}/"):
        page = agent.get(address, follow=True).text
        assert "67,104.00" in page or "6.71" in page, address
        assert "48,000.00" not in page, address
    assert compare_row(number, AUDITOR) == ()
    approved(number, HEAD)
    assert "48,000.00" in agent.get("/my/cases/").text
