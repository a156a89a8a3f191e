"""审计的问题：each list names what was done and by whom, says what the rules forbid, and is silent about an honest year."""

from __future__ import annotations

from datetime import date, timedelta

import pgtrigger
import pytest

from luoqiao.apps.cases.models import Case, CaseEvent, PublicNotice
from luoqiao.apps.cases.queries.auditing.after_approval import changes_after_approval
from luoqiao.apps.cases.queries.auditing.finding import Grade
from luoqiao.apps.cases.queries.auditing.grant_totals import granted_years, list_grant_totals
from luoqiao.apps.cases.queries.auditing.notice_periods import notice_findings
from luoqiao.apps.cases.queries.auditing.overrides import manual_overrides
from luoqiao.apps.cases.queries.auditing.sampling import draw_sample
from luoqiao.apps.cases.queries.auditing.separation import one_person_at_two_steps
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.cases.services.notices import end_due_notices
from luoqiao.apps.evidence.models import Allocation
from luoqiao.core.cases.risk import Risk
from tests.apps.cases.notice_stories import objected, posted, waiting_claim
from tests.apps.cases.stories import (
    AT,
    AUDITOR,
    CLEAN,
    CLERK,
    COMMERCE,
    HEAD,
    OFFICER,
    SECOND_OFFICER,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
)

pytestmark = pytest.mark.usefixtures("firms")
YEAR = 2023


def a_submitted_claim(fee: int = 10_000_000) -> str:
    line = an_invoice(fee)
    return handed_in(a_claim({line: fee}, fee=f"{fee // 100}"))


def a_year_of_one() -> str:
    """One case from the claim to the end of its notice, everything as it should be."""
    case = waiting_claim()
    posted(case)
    end_due_notices(AT + timedelta(days=9))
    return case


def test_an_honest_year_gives_nothing_that_the_rules_forbid() -> None:
    a_year_of_one()
    for query in (one_person_at_two_steps, changes_after_approval, manual_overrides, notice_findings):
        assert [one for one in query(AUDITOR, year=YEAR) if one.grade is Grade.CHECK] == []


def test_two_steps_that_the_procedure_allows_one_person_are_shown_and_no_more() -> None:
    case = waiting_claim()
    found = {one.who: one for one in one_person_at_two_steps(AUDITOR, year=YEAR)}
    assert set(found) == {OFFICER.name}
    assert (found[OFFICER.name].case, found[OFFICER.name].grade) == (case, Grade.LOOK)


def test_preparing_and_posting_a_notice_for_somebody_else_is_one_person() -> None:
    """Delegation: who posted stands among the persons for whom the list was prepared."""
    number = posted(waiting_claim())
    PublicNotice.objects.filter(number=number).update(prepared_persons=[OFFICER.user, SECOND_OFFICER.user])
    forbidden = [one for one in one_person_at_two_steps(AUDITOR, year=YEAR) if one.grade is Grade.CHECK]
    assert [one.who for one in forbidden] == [SECOND_OFFICER.name]
    assert "“拟公示”、“发布公示”" in forbidden[0].said


def test_who_handed_in_and_decided_is_one_person() -> None:
    case = waiting_claim()
    with pgtrigger.ignore("cases.CaseEvent:cases_history_is_append_only"):
        CaseEvent.objects.filter(case__number=case, kind="submitted").update(for_user=CLERK.user)
    forbidden = [one for one in one_person_at_two_steps(AUDITOR, year=YEAR) if one.grade is Grade.CHECK]
    assert len(forbidden) == 1
    assert "“提交”" in forbidden[0].said


def test_a_fact_decided_behind_an_approval_is_listed_with_its_reason() -> None:
    case = approved(a_submitted_claim(), OFFICER, CLERK)
    deciding.decide_fact(press(case, OFFICER), fact="annual_service_fee", value="90000", reason="一张发票不属于本项目")
    (changed,) = changes_after_approval(AUDITOR, year=YEAR)
    assert (changed.case, changed.because, changed.who) == (case, "一张发票不属于本项目", OFFICER.name)
    assert changed.grade is Grade.CHECK
    approved(case, OFFICER)
    assert {one.grade for one in changes_after_approval(AUDITOR, year=YEAR)} == {Grade.LOOK, Grade.CHECK}
    (override,) = manual_overrides(AUDITOR, year=YEAR)
    assert override.said == "认定“年度服务费”为 90000"


def test_a_lowered_amount_and_a_case_sent_back_are_overrides() -> None:
    case = approved(a_submitted_claim(), OFFICER, CLERK)
    deciding.approve(
        press(case, OFFICER), amounts={"city": 2_000_000, "district": 600_000}, lowered_because="两台未到厂", credit=CLEAN
    )
    deciding.send_back(press(case, HEAD), reason="请再核一遍发票")
    assert [(one.said, one.because) for one in manual_overrides(AUDITOR, year=YEAR)] == [
        ("金额降低为 26,000.00 元", "两台未到厂"), ("退回重审", "请再核一遍发票"),
    ]  # fmt: skip


def test_an_invoice_let_go_after_the_approval_is_named() -> None:
    case = waiting_claim()
    Allocation.objects.filter(case_number=case).update(state="released", moved_at=AT + timedelta(days=30))
    (found,) = [one for one in changes_after_approval(AUDITOR, year=YEAR) if one.grade is Grade.CHECK]
    assert found.said.startswith("同意以后放开了 100,000.00 元")


def test_a_notice_of_too_few_days_is_named_with_the_days_it_should_have() -> None:
    number = posted(waiting_claim())
    with pgtrigger.ignore("cases.PublicNotice:cases_notice_days_stand"):
        PublicNotice.objects.filter(number=number).update(last_on=date(2023, 6, 16))
    (found,) = notice_findings(AUDITOR, year=YEAR)
    assert (found.notice, found.grade) == (number, Grade.CHECK)
    assert found.said == "按日历应公示 2023-06-14 至 2023-06-20，实际 2023-06-14 至 2023-06-16"


def test_a_notice_that_ended_before_its_last_day_is_named() -> None:
    case = a_year_of_one()
    with pgtrigger.ignore("cases.CaseEvent:cases_history_is_append_only"):
        CaseEvent.objects.filter(case__number=case, kind="notice_ended").update(at=AT + timedelta(days=4))
    (found,) = notice_findings(AUDITOR, year=YEAR)
    assert found.case == case
    assert "才满" in found.said


def test_a_case_closed_while_an_objection_is_open_is_named() -> None:
    case = waiting_claim()
    objected(posted(case))
    assert notice_findings(AUDITOR, year=YEAR) == ()
    Case.objects.filter(number=case).update(ending="granted", closed_at=AT + timedelta(days=9))
    said = [one.said for one in notice_findings(AUDITOR, year=YEAR)]
    assert any("还没有办结，案件已经办结" in one for one in said)
    assert any("没有公示期满的记录" in one for one in said)


def test_nobody_is_told_who_objected() -> None:
    case = waiting_claim()
    objected(posted(case))
    Case.objects.filter(number=case).update(ending="granted", closed_at=AT)
    assert "蔡明远" not in str(notice_findings(AUDITOR, year=YEAR))


def test_a_sample_tells_the_signs_and_can_be_drawn_again() -> None:
    line = an_invoice(5_100_000)
    case = approved(handed_in(a_claim({line: 5_100_000}, fee="51000")), OFFICER, CLERK, OFFICER, HEAD)
    sizes = {Risk.THRESHOLD: 3, Risk.RANDOM: 3}
    found = draw_sample(AUDITOR, year=YEAR, seed="甲", sizes=sizes)
    assert [(one.number, one.risk) for one in found.drawn] == [(case, Risk.THRESHOLD)]
    assert found.drawn[0].signs[0].said == "年度服务费 51,000.00 元，刚过 5万元"
    assert draw_sample(AUDITOR, year=YEAR, seed="甲", sizes=sizes) == found


def test_totals_are_by_year_and_clause_and_within_the_scope() -> None:
    waiting_claim()
    (one,) = list_grant_totals(AUDITOR)
    assert (one.year, one.clause, one.cases, one.amount) == (2023, "cloud_adoption", 1, 3_600_000)
    assert granted_years(AUDITOR) == (2023,)
    assert list_grant_totals(COMMERCE) == ()
