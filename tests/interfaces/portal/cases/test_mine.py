"""我的政策：the sum first; what is known is used, what is asked is answered in place, what is claimed is not counted twice."""

from __future__ import annotations

from datetime import date

from django.test import Client

from luoqiao.apps.cases.models import Case
from luoqiao.apps.evidence.queries import fact_sheet
from luoqiao.apps.evidence.services import record_fact
from luoqiao.apps.parties.services import record_titles
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel
from tests.apps.cases.stories import (
    AGENT,
    AT,
    HEAD,
    MINE,
    OFFICER,
    OTHERS,
    a_claim,
    an_invoice,
    handed_in,
)

FEE = "cloud_adoption.annual_service_fee"


def known_fee(amount: str, source: Source = Source.DOCUMENT) -> None:
    fact = NewFact(enterprise_subject(MINE), FEE, amount, year_period(2023), source, "发票 4 张，合计")
    record_fact(fact=fact, actor=OFFICER, at=AT)


def total_of(page: str) -> str:
    """The figure at the head."""
    return page.partition('<p class="figure"><span>')[2].partition("</span>")[0]


def test_the_sum_of_what_is_known_answers_first_with_its_origin(agent: Client) -> None:
    known_fee("186400")
    page = agent.get("/my/").text
    assert total_of(page) == "6.71"
    assert "发票 4 张，合计，2023 年度" in page
    assert "申请市级财政按照服务费的" in page
    assert page.index("泉州示例机械有限公司") < page.index("现在可以拿，合计") < page.index("还差几问")


def test_one_press_begins_the_claim_with_everything_filled_in(agent: Client) -> None:
    known_fee("186400")
    page = agent.get("/my/").text
    key = page.partition('name="key" value="')[2].partition('"')[0]
    for _ in range(2):
        done = agent.post("/my/claims/new/", {"key": key, "uscc": MINE, "year": "2023", "clause": "cloud_adoption"})
        assert done["Location"] == "/cases/LQ-2023-0001/form/"
    assert 'value="186400.00"' in agent.get(done["Location"]).text


def test_a_clause_with_a_case_of_the_year_is_not_offered_again(agent: Client) -> None:
    number = handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))
    page = agent.get("/my/").text
    assert total_of(page) == "0.00"
    assert number in page
    assert 'value="cloud_adoption"' not in page


def test_a_question_is_answered_in_place_and_kept_as_declared(agent: Client) -> None:
    assert total_of(agent.get("/my/").text) == "0.00"
    done = agent.post("/my/", {"uscc": MINE, FEE: "18.64", f"unit:{FEE}": "万元"}, follow=True)
    assert "记下了 1 项" in done.text
    assert total_of(done.text) == "6.71"
    (row,) = fact_sheet(enterprise_subject(MINE), date(2023, 6, 12), AT.replace(year=2030), AGENT, keys=[FEE]).rows
    assert (row.adopted.source, row.adopted.value, row.adopted.period.year) == (Source.DECLARED, "186400.00", 2023)


def test_an_answer_that_cannot_be_read_is_kept_on_the_page_and_not_recorded(agent: Client) -> None:
    page = agent.post("/my/", {"uscc": MINE, FEE: "很多"})
    assert page.status_code == 422
    assert 'value="很多"' in page.text
    assert "有填写读不懂，没有记" in page.text
    assert not fact_sheet(enterprise_subject(MINE), date(2023, 6, 12), AT, AGENT, keys=[FEE]).rows


def test_items_of_a_list_are_added_and_recorded_together(agent: Client) -> None:
    name = "industrial_app.apps"
    more = agent.post("/my/", {"uscc": MINE, f"items:{name}": "1", f"{name}[1].last_year_service_expenditure": "20",
                               "do": f"add:{name}"}).text  # fmt: skip
    assert f'name="{name}[2].last_year_service_expenditure"' in more
    both = {f"{name}[1].last_year_service_expenditure": "20", f"{name}[2].last_year_service_expenditure": "10"}
    done = agent.post("/my/", {"uscc": MINE, f"items:{name}": "2", **both}, follow=True)
    assert total_of(done.text) == "9.00"


def test_a_title_of_the_register_gives_its_award_without_an_application(agent: Client) -> None:
    assert "登记的名单里还没有本企业" in agent.get("/my/").text
    title = HeldTitle(TitleKind.SRDI, TitleLevel.PROVINCIAL, date(2023, 3, 1), document_number="闽工信〔2023〕1号", source="名单")
    record_titles(titles=[(MINE, title)], actor=OFFICER, at=AT)
    page = agent.get("/my/").text
    assert total_of(page) == "30.00"
    assert "不用申报，名单到了会请您确认" in page
    assert 'value="srdi"' not in page


def test_what_is_refused_names_the_condition_and_the_fact(agent: Client) -> None:
    known_fee("50000")
    page = agent.get("/my/").text
    refused = page.partition("现在拿不到")[2]
    assert "对年度服务费超过 5 万元的企业" in refused
    assert "50,000.00 元" in refused


def test_caps_that_are_used_up_are_counted(agent: Client) -> None:
    number = handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))
    Case.objects.filter(number=number).update(
        ending="granted", stage="closed", decided=True, subject="另一件", amounts={"city": 10_000_000, "district": 2_000_000}
    )
    page = agent.get("/my/").text
    assert total_of(page) == "0.00"
    assert "已予支持" in page


def test_only_the_own_firm_is_shown(agent: Client, other_agent: Client, clerk: Client) -> None:
    known_fee("186400")
    assert total_of(other_agent.get(f"/my/?uscc={MINE}").text) == "0.00"
    other_agent.post("/my/", {"uscc": MINE, FEE: "20"})
    assert not fact_sheet(enterprise_subject(MINE), date(2023, 6, 12), AT.replace(year=2030), HEAD, keys=[FEE]).rows[1:]
    assert total_of(agent.get(f"/my/?uscc={OTHERS}").text) == "6.71"
    assert clerk.get("/my/").status_code == 403
