"""申报兑现：from the draft to the decision, on a real database."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.models import Case, CaseEvent, Snapshot, Todo
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.inbox import inbox
from luoqiao.apps.cases.queries.listing import Sought, list_cases
from luoqiao.apps.cases.queries.replaying import replay_case
from luoqiao.apps.cases.services import deciding, filing
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.evidence.errors import AlreadyUsed
from luoqiao.apps.evidence.queries import fact_sheet
from luoqiao.apps.evidence.services import record_fact
from luoqiao.apps.parties.errors import NoSuchEnterprise
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.refusals import (
    AlreadyClaimed,
    AmountAboveCeiling,
    CaseMovedOn,
    FourEyes,
    KeyUsedForAnother,
    NoSuchCase,
    NotForThisClause,
)
from luoqiao.core.cases.state import Stage
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.kernel.period import year_period
from tests.apps.cases.stories import (
    AGENT,
    AT,
    AUDITOR,
    CLEAN,
    CLERK,
    COMMERCE,
    HEAD,
    MINE,
    OFFICER,
    OTHER_AGENT,
    OTHER_CLERK,
    OTHERS,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
)

pytestmark = pytest.mark.usefixtures("firms")


def two_invoices() -> dict[int, int]:
    first, second = an_invoice(10_000_000, "23352000000004812077"), an_invoice(8_640_000, "23352000000011740326")
    return {first: 10_000_000, second: 8_640_000}


def test_a_claim_is_worked_out_from_its_invoices_and_put_on_the_bureau_s_desk() -> None:
    number = handed_in(a_claim(two_invoices()))
    assert number == "LQ-2023-0001"
    file = get_case_file(number, OFFICER)
    assert file.state.amounts == {"province": 0, "city": 5_592_000, "district": 1_118_400}
    assert [row.case.number for row in inbox(OFFICER, AT.date()).rows] == [number]
    assert file.row.deadline_on == date(2023, 6, 14)


def test_documents_win_over_what_was_declared_and_the_difference_is_shown() -> None:
    lines = two_invoices()
    last = list(lines)[1]
    number = handed_in(a_claim({**lines, last: 7_200_000}))
    (fee,) = get_case_file(number, OFFICER).facts
    assert (fee.adopted, fee.conflict, fee.difference) == ("172000.00", True, 1_440_000)
    assert get_case_file(number, OFFICER).state.total == 6_192_000


def test_everything_that_is_missing_is_said_at_once_and_the_draft_stays() -> None:
    number = open_application(wanted=Wanted(MINE, 2023, "cloud_adoption"), actor=AGENT, at=AT, key=uuid4())
    filing.save_draft(number=number, form={}, invoices=[], actor=AGENT, at=AT)
    with pytest.raises(Invalid) as refused:
        handed_in(number)
    assert [one.field for one in refused.value.problems] == [
        "annual_service_fee", "document:合同", "document:发票", "document:付款凭证",
    ]  # fmt: skip
    assert get_case_file(number, AGENT).state.stage is Stage.DRAFT


def test_what_does_not_meet_the_clause_is_not_handed_in() -> None:
    line = an_invoice(5_000_000)
    number = a_claim({line: 5_000_000}, fee="50000")
    with pytest.raises(Invalid, match="条件不符"):
        handed_in(number)
    assert get_case_file(number, AGENT).state.stage is Stage.DRAFT


def test_a_return_stops_the_clock_and_the_new_submission_goes_on() -> None:
    number = approved(handed_in(a_claim(two_invoices())), OFFICER, CLERK)
    before = get_case_file(number, OFFICER).row.deadline_on
    items = [ReturnItem("document", "合同", "缺盖章页"), ReturnItem("field", "年度服务费", "与发票不一致")]
    deciding.return_for_correction(press(number, OFFICER), items=items)
    file = get_case_file(number, AGENT)
    assert (file.state.stage, file.row.step_name) == (Stage.CORRECTION, "待补正")
    desks = [todo.desk for todo in Todo.objects.filter(case__number=number)]
    assert desks == [f"enterprise_agent@{MINE}", "town_clerk@350504002"]
    filing.save_draft(number=number, form={"annual_service_fee": "186400"}, invoices=None, actor=AGENT, at=AT)
    later = AT.replace(month=6, day=26)
    handed_in(number, at=later)
    file = get_case_file(number, OFFICER)
    assert (file.state.step, file.state.round) == ("review", 2)
    assert before is not None
    assert file.deadline is not None
    assert file.deadline.last_on > before
    assert len(file.deadline.reasons) == 2


def test_the_whole_way_and_every_step_is_in_the_audit() -> None:
    number = approved(handed_in(a_claim(two_invoices())), OFFICER, CLERK, OFFICER, HEAD)
    file = get_case_file(number, OFFICER)
    assert (file.state.step, file.row.amount) == ("notice", 6_710_400)
    actions = [entry.action for entry in list_entries(f"case:{number}")]
    assert [action for action in actions if action.startswith("case.") and "document" not in action] == [
        "case.opened", "case.submitted", "case.approved", "case.approved", "case.approved", "case.approved",
    ]  # fmt: skip
    steps = replay_case(number, AUDITOR)
    assert [one.recorded.event.kind for one in steps][-1] == "approved"
    assert steps[-1].state == file.state


def test_the_officer_lowers_with_a_reason_and_nobody_raises() -> None:
    number = approved(handed_in(a_claim(two_invoices())), OFFICER, CLERK)
    lower = {"province": 0, "city": 5_000_000, "district": 1_000_000}
    with pytest.raises(AmountAboveCeiling):
        deciding.approve(press(number, OFFICER), amounts=lower | {"city": 5_592_001}, lowered_because="多给一分", credit=CLEAN)
    deciding.approve(press(number, OFFICER), amounts=lower, lowered_because="一张发票不属于上云服务", credit=CLEAN)
    deciding.approve(press(number, HEAD))
    assert get_case_file(number, OFFICER).state.amounts == lower


def test_a_fact_decided_by_the_officer_changes_the_money() -> None:
    number = approved(handed_in(a_claim(two_invoices())), OFFICER, CLERK)
    deciding.decide_fact(press(number, OFFICER), fact="annual_service_fee", value="100000", reason="只认云主机部分")
    file = get_case_file(number, OFFICER)
    assert file.facts[0].source is not None
    assert (file.facts[0].source.value, file.facts[0].adopted) == ("decided", "100000")
    deciding.approve(press(number, OFFICER), credit=CLEAN)
    assert get_case_file(number, OFFICER).state.total == 3_600_000


def test_nobody_decides_alone() -> None:
    both = type(OFFICER)(31, "陈知行", (*OFFICER.posts, *HEAD.posts))
    number = approved(handed_in(a_claim(two_invoices())), OFFICER, CLERK, OFFICER)
    with pytest.raises(FourEyes):
        deciding.approve(press(number, both))


def test_a_second_firm_with_the_same_invoice_is_told_why_not() -> None:
    lines = two_invoices()
    handed_in(a_claim(lines))
    an_invoice(10_000_000, "23352000000004812077", OTHER_AGENT, OTHERS)
    line = next(iter(lines))
    number = a_claim({line: 10_000_000}, fee="100000", agent=OTHER_AGENT, uscc=OTHERS)
    with pytest.raises(AlreadyUsed, match="另一家企业的案件"):
        handed_in(number, OTHER_AGENT)
    assert get_case_file(number, OTHER_AGENT).state.stage is Stage.DRAFT


def test_the_same_form_sent_twice_is_one_deed() -> None:
    number = a_claim(two_invoices())
    key = uuid4()
    handed_in(number, key=key)
    handed_in(number, key=key)
    assert CaseEvent.objects.filter(case__number=number, kind="submitted").count() == 1
    again = press(number, OFFICER)
    deciding.approve(again)
    deciding.approve(again)
    assert CaseEvent.objects.filter(case__number=number, kind="approved").count() == 1
    with pytest.raises(KeyUsedForAnother):
        deciding.approve(again, opinion="另一个意见")


def test_who_decides_on_what_has_moved_on_is_told() -> None:
    number = handed_in(a_claim(two_invoices()))
    seen = get_case_file(number, OFFICER).state.seq
    deciding.approve(press(number, OFFICER))
    with pytest.raises(CaseMovedOn, match="陈知行"):
        deciding.approve(Press(number, CLERK, AT, uuid4(), seen))


def test_the_same_claim_cannot_be_opened_twice() -> None:
    a_claim(two_invoices())
    with pytest.raises(AlreadyClaimed, match="LQ-2023-0001"):
        open_application(wanted=Wanted(MINE, 2023, "cloud_adoption"), actor=AGENT, at=AT, key=uuid4())


def test_an_award_without_application_is_not_applied_for() -> None:
    with pytest.raises(NotForThisClause):
        open_application(wanted=Wanted(MINE, 2023, "little_giant"), actor=AGENT, at=AT, key=uuid4())


def test_each_sees_what_is_theirs() -> None:
    number = handed_in(a_claim(two_invoices()))
    for actor in (AGENT, CLERK, OFFICER, HEAD, AUDITOR):
        assert [row.number for row in list_cases(actor, Sought(), AT.date()).rows] == [number]
    for stranger in (OTHER_AGENT, OTHER_CLERK, COMMERCE):
        assert list_cases(stranger, Sought(), AT.date()).count == 0
        with pytest.raises(NoSuchCase):
            get_case_file(number, stranger)


def test_a_draft_is_seen_by_nobody_else() -> None:
    number = a_claim(two_invoices())
    for stranger in (CLERK, OFFICER):
        with pytest.raises(NoSuchCase):
            get_case_file(number, stranger)


def test_a_clerk_fills_in_for_a_firm_of_the_own_township_only() -> None:
    wanted = Wanted(MINE, 2023, "cloud_adoption")
    number = open_application(wanted=wanted, actor=CLERK, at=AT, key=uuid4())
    assert Case.objects.get(number=number).assisted
    with pytest.raises(NoSuchEnterprise):
        open_application(wanted=Wanted(MINE, 2022, "cloud_adoption"), actor=OTHER_CLERK, at=AT, key=uuid4())


def test_history_and_snapshots_cannot_be_changed() -> None:
    number = handed_in(a_claim(two_invoices()))
    for rows in (CaseEvent.objects.filter(case__number=number), Snapshot.objects.filter(case__number=number)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_what_a_withdrawn_case_held_is_free_again() -> None:
    lines = two_invoices()
    number = handed_in(a_claim(lines))
    deciding.withdraw(press(number, AGENT), reason="改到明年申报")
    again = handed_in(a_claim(lines))
    assert again != number


def test_searching_finds_by_number_name_and_code() -> None:
    number = handed_in(a_claim(two_invoices()))
    for text in (number, "0001", "示例机械", MINE[:12], "lq-2023"):
        assert [row.number for row in list_cases(OFFICER, Sought(text=text), AT.date()).rows] == [number], text
    assert list_cases(OFFICER, Sought(text="没有这家"), AT.date()).count == 0


def test_what_was_declared_and_proved_is_known_of_the_enterprise_from_now_on() -> None:
    handed_in(a_claim(two_invoices()))
    sheet = fact_sheet(enterprise_subject(MINE), AT.date(), AT, OFFICER)
    (row,) = [one for one in sheet.rows if one.key.id == "cloud_adoption.annual_service_fee"]
    assert {source.label: fact.value for source, fact in row.facts.items()} == {"凭证": "186400.00", "申报": "186400.00"}


def test_what_the_register_says_stands_beside_and_before_what_is_declared() -> None:
    fact = NewFact(
        enterprise_subject(MINE), "cloud_adoption.annual_service_fee", "150000", year_period(2023), Source.REGISTER
    )
    record_fact(fact=fact, actor=OFFICER, at=AT)
    number = handed_in(a_claim(two_invoices()))
    (line,) = get_case_file(number, OFFICER).facts
    assert (line.adopted, line.source, line.conflict) == ("150000.00", Source.REGISTER, True)
    assert get_case_file(number, OFFICER).state.total == 5_400_000


def test_what_an_officer_decides_must_be_readable_and_is_kept_as_a_fact() -> None:
    number = approved(handed_in(a_claim(two_invoices())), OFFICER, CLERK)
    with pytest.raises(Invalid):
        deciding.decide_fact(press(number, OFFICER), fact="annual_service_fee", value="很多", reason="看着多")
    deciding.decide_fact(press(number, OFFICER), fact="annual_service_fee", value="10万元", reason="只认云主机")
    sheet = fact_sheet(enterprise_subject(MINE), AT.date(), AT.replace(month=12), OFFICER)
    (row,) = [one for one in sheet.rows if one.key.id == "cloud_adoption.annual_service_fee"]
    assert (row.adopted.source, row.adopted.value) == (Source.DECIDED, "100000.00")
