"""申报表：what a firm types is kept and calculated at once; what it hands in is handed in once."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client

from luoqiao.apps.cases.models import Case, Draft
from tests.apps.cases.stories import MINE, OTHER_AGENT, OTHERS, a_claim, an_invoice, handed_in
from tests.interfaces.portal.cases.claim_builder import begun, sent, stage_of, with_documents


def test_a_firm_is_shown_what_it_may_claim_and_begins_it_once(agent: Client) -> None:
    page = agent.get("/my/claims/new/?clause=cloud_adoption").text
    assert "上云上平台补助" in page
    assert "最多 <strong>12.00</strong> 万元" in page
    assert "免申即享" in page
    key = str(uuid4())
    assert begun(agent, key=key) == begun(agent, key=key) == "LQ-2023-0001"
    again = agent.post("/my/claims/new/", {"key": str(uuid4()), "uscc": MINE, "year": "2023", "clause": "cloud_adoption"})
    assert again["Location"] == "/cases/LQ-2023-0001/form/"


def test_the_money_follows_what_is_typed_and_everything_is_kept(agent: Client) -> None:
    number = begun(agent)
    live = sent(agent, number, live=True, annual_service_fee="18.64万").text
    assert "6.71" in live
    assert "67,104.00 元" in live
    assert "<html" not in live
    page = agent.get(f"/cases/{number}/form/").text
    assert 'value="18.64万"' in page
    assert "即 18.64万元" in page
    assert "申请市级财政按照服务费的" in page


def test_what_cannot_be_read_is_kept_and_told_beside_its_field(agent: Client) -> None:
    number = begun(agent)
    sent(agent, number, annual_service_fee="很多钱")
    page = agent.get(f"/cases/{number}/form/").text
    assert 'value="很多钱"' in page
    assert 'id="annual_service_fee-error"' in page
    assert "有 1 项没有读懂" in page


def test_invoice_lines_are_chosen_and_their_sum_stands_beside_what_was_declared(agent: Client) -> None:
    first, second = an_invoice(10_000_000), an_invoice(7_200_000, "23352000000011740326")
    number = begun(agent)
    live = sent(agent, number, live=True, annual_service_fee="186400", lines={first: "", second: "72000"}).text
    assert "172,000.00" in live
    assert "发票比填的少 14,400.00 元；按发票算" in live
    assert "61,920.00 元" in live
    assert [use["amount"] for use in Draft.objects.get().invoices] == [7_200_000, 10_000_000] or [
        use["amount"] for use in Draft.objects.get().invoices
    ] == [10_000_000, 7_200_000]


def test_everything_that_is_missing_is_said_at_once_and_what_was_typed_stays(agent: Client) -> None:
    line = an_invoice(10_000_000)
    number = begun(agent)
    refused = sent(agent, number, "submit", note="请尽快", lines={line: "一万"})
    assert refused.status_code == 422
    for said in ("读不成金额", "还缺合同", "还缺付款凭证", 'value="一万"', "请尽快", "您填的都已保存"):
        assert said in refused.text, said
    assert stage_of(number) == "draft"
    assert "一万" in agent.get(f"/cases/{number}/form/").text


def test_a_whole_claim_is_handed_in_once_however_often_the_button_is_pressed(agent: Client) -> None:
    line = an_invoice(18_640_000)
    number = with_documents(begun(agent))
    key = str(uuid4())
    for _ in range(2):
        done = sent(agent, number, "submit", key, annual_service_fee="186400", lines={line: ""})
        assert (done.status_code, done["Location"]) == (302, f"/cases/{number}/")
    assert (stage_of(number), Case.objects.get().round) == ("running", 1)
    late = sent(agent, number, "submit", annual_service_fee="186400", lines={line: ""})
    assert late.status_code == 409
    assert agent.get(f"/cases/{number}/form/")["Location"] == f"/cases/{number}/"


def test_a_line_that_another_case_holds_stands_under_a_red_bar_with_who_holds_it(agent: Client) -> None:
    line = an_invoice(18_640_000)
    held = handed_in(a_claim({line: 12_000_000}))
    number = with_documents(begun(agent, year=2022))
    live = sent(agent, number, live=True, annual_service_fee="186400", lines={line: "186400"}).text
    assert f"120,000.00 元 已用于案件 {held}（2023 年度），还能用 66,400.00 元" in live
    refused = sent(agent, number, "submit", annual_service_fee="186400", lines={line: "186400"})
    assert refused.status_code == 409
    assert "LQ-5402" in refused.text
    assert f"已用于案件 {held}" in refused.text


def test_an_invoice_held_by_another_firm_is_not_told_by_name(agent: Client) -> None:
    taken = an_invoice(18_640_000, agent=OTHER_AGENT, uscc=OTHERS, buyer=OTHERS)
    held = handed_in(a_claim({taken: 18_640_000}, agent=OTHER_AGENT, uscc=OTHERS), OTHER_AGENT)
    line = an_invoice(18_640_000, buyer=OTHERS)
    page = agent.get(f"/cases/{begun(agent)}/form/").text
    assert line == taken
    assert "已用完" in page
    assert held not in page


def test_nobody_else_s_form_is_there(agent: Client, other_agent: Client) -> None:
    number = begun(agent)
    assert other_agent.get(f"/cases/{number}/form/").status_code == 404
    assert sent(other_agent, number, annual_service_fee="1").status_code == 404
    stolen = other_agent.post("/my/claims/new/", {"key": str(uuid4()), "uscc": MINE, "year": "2023", "clause": "srdi"})
    assert stolen.status_code == 404
    assert Case.objects.count() == 1
