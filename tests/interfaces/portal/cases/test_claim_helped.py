"""申报表的另几种情形：by a clerk with consent, sent back for correction, filled in from what is known, another procedure."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from django.test import Client

from luoqiao.apps.cases.models import Case, Draft, Snapshot
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.evidence.services import record_fact
from luoqiao.apps.parties.services import record_titles
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel
from tests.apps.cases.challenge_stories import on_the_board
from tests.apps.cases.stories import (
    AT,
    MINE,
    OFFICER,
    OTHER_AGENT,
    OTHERS,
    a_claim,
    an_invoice,
    handed_in,
    press,
)
from tests.interfaces.portal.cases.claim_builder import begun, sent, stage_of, with_documents

CONSENT = {"consent_agreed": "yes", "consent_who": "法定代表人 王某", "consent_how": "电话"}


def test_a_clerk_fills_in_for_a_firm_that_agreed_and_it_says_so_everywhere(clerk: Client, agent: Client) -> None:
    line = an_invoice(18_640_000)
    assert "泉州示例机械有限公司" in clerk.get("/my/claims/new/?q=示例").text
    assert "须先得到企业同意" in clerk.get(f"/my/claims/new/?uscc={MINE}").text
    number = begun(clerk)
    filled = {"annual_service_fee": "186400", "lines": {line: ""}}
    refused = sent(clerk, number, "submit", **filled)
    assert refused.status_code == 422
    assert "代填要先得到企业同意" in refused.text
    with_documents(number)
    assert sent(clerk, number, "submit", **filled, **CONSENT).status_code == 302
    assert Case.objects.get().assisted
    assert Snapshot.objects.get().content["form"]["consent_who"] == "法定代表人 王某"
    assert number in agent.get("/my/claims/new/").text


def test_the_firm_itself_is_not_asked_for_consent_to_its_own_form(clerk: Client, agent: Client) -> None:
    number = begun(clerk)
    page = agent.get(f"/cases/{number}/form/").text
    assert "企业已同意代填" not in page
    assert "代填</span>" in page


def test_what_was_sent_back_stands_at_the_head_and_beside_its_field_with_the_deadline(agent: Client) -> None:
    line = an_invoice(18_640_000)
    number = handed_in(a_claim({line: 18_640_000}))
    items = [
        ReturnItem("field", "annual_service_fee", "合同写的是 17.2 万元"), ReturnItem("document", "合同", "缺盖章页"),
    ]  # fmt: skip
    deciding.return_for_correction(press(number, OFFICER), items=items)
    page = agent.get(f"/cases/{number}/form/").text
    assert "请补正 2 项，2023-06-27 止" in page
    assert page.count("合同写的是 17.2 万元") == page.count("缺盖章页") == 2
    assert 'value="186400"' in page
    assert sent(agent, number, "submit", annual_service_fee="172000", lines={line: "172000"}).status_code == 302
    assert stage_of(number) == "running"


def test_known_facts_of_the_year_are_filled_in_and_say_where_they_are_from(agent: Client) -> None:
    fact = NewFact(enterprise_subject(MINE), "cloud_adoption.annual_service_fee", "172000", year_period(2023),
                   Source.DOCUMENT, "发票 4 张，合计")  # fmt: skip
    record_fact(fact=fact, actor=OFFICER, at=AT)
    page = agent.get(f"/cases/{begun(agent)}/form/").text
    assert 'value="172000.00"' in page
    assert "来自凭证：发票 4 张，合计，2023 年度" in page
    assert 'value="172000.00"' not in agent.get(f"/cases/{begun(agent, year=2022)}/form/").text


def test_last_year_s_fee_is_offered_and_not_filled_in(agent: Client) -> None:
    first = begun(agent, year=2022)
    sent(agent, first, annual_service_fee="120000")
    number = begun(agent)
    page = agent.get(f"/cases/{number}/form/").text
    assert "annual_service_fee" not in Draft.objects.get(case__number=number).form
    assert f"另有记录 120,000.00 元（2022 年度申报 {first}）" in page
    sent(agent, number, "take:annual_service_fee")
    assert Draft.objects.get(case__number=number).form["annual_service_fee"] == "120000"


def test_a_title_of_the_register_answers_the_question_about_it(agent: Client) -> None:
    title = HeldTitle(TitleKind.LEADING_ENTERPRISE, TitleLevel.PROVINCIAL, date(2022, 11, 1), source="名单")
    record_titles(titles=[(MINE, title)], actor=OFFICER, at=AT)
    number = begun(agent, "technology_upgrade", subject="三号车间改造")
    assert Draft.objects.get(case__number=number).form == {"subject": "三号车间改造", "provincial_leading_enterprise": "yes"}
    assert "来自登记：省级龙头企业，2022-11-01 认定" in agent.get(f"/cases/{number}/form/").text


def test_one_line_may_count_for_two_inputs_of_a_clause(agent: Client) -> None:
    line = an_invoice(100_000_000)
    number = begun(agent, "technology_upgrade", subject="三号车间改造")
    filled = {"production_equipment_investment": "100万", "provincial_base": "100万", "provincial_leading_enterprise": "no",
              "subject": "三号车间改造", "lines": {line: ""}}  # fmt: skip
    both = ["production_equipment_investment", "provincial_base"]
    live = sent(agent, number, live=True, **filled, **{f"for-{line}": both}).text
    assert live.count("1,000,000.00") >= 4
    one = sent(agent, number, live=True, **filled, **{f"for-{line}": both[:1]}).text
    assert "还没有选发票" in one
    assert Draft.objects.get().invoices[0]["inputs"] == both[:1]


def test_a_recognition_is_filled_in_with_the_fields_of_its_procedure(agent: Client) -> None:
    number = begun(agent, clause="", procedure="recognition_workshop")
    refused = sent(agent, number, "submit", equipment_count="二十", execution_system="yes")
    assert refused.status_code == 422
    assert "主要设备台数写成“二十”；应为" in refused.text
    assert "车间名称还没有填" in refused.text
    filled = {"workshop_name": "三号车间", "equipment_count": "20", "controlled_count": "12", "networked_count": "8",
              "execution_system": "yes", "description": "按标准说明"}  # fmt: skip
    with_documents(number, "设备清单")
    assert sent(agent, number, "submit", **filled).status_code == 302
    assert stage_of(number) == "running"


def test_a_bid_answers_a_challenge_on_the_list_and_nothing_else(agent: Client, other_agent: Client) -> None:
    assert "榜单上现在没有可揭的难题" in agent.get("/my/claims/new/").text
    refused = agent.post(
        "/my/claims/new/", {"key": str(uuid4()), "uscc": MINE, "year": "2023", "procedure": "challenge_bid", "parent": ""}
    )
    assert refused.status_code == 409
    assert "LQ-5527" in refused.text
    demand = on_the_board(OTHER_AGENT, OTHERS, title="纸机断纸预测", bids_until=str(AT.date() + timedelta(days=30)))
    assert "纸机断纸预测" in agent.get("/my/claims/new/").text
    own = {"key": str(uuid4()), "uscc": OTHERS, "year": "2023", "procedure": "challenge_bid", "parent": demand}
    assert "发榜方不能揭自己的榜" in other_agent.post("/my/claims/new/", own).text
    number = begun(agent, clause="", procedure="challenge_bid", parent=demand)
    assert Case.objects.get(number=number).parent_id == Case.objects.get(number=demand).pk


def test_a_draft_is_withdrawn_and_may_be_begun_anew(agent: Client) -> None:
    number = begun(agent)
    done = agent.post(f"/cases/{number}/form/", {"do": "withdraw", "withdraw_key": str(uuid4())})
    assert done.status_code == 302
    assert Case.objects.get(number=number).ending == "withdrawn"
    assert begun(agent) != number
