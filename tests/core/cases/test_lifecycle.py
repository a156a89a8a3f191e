"""案件的路：who may do what, in which order, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoqiao.core.cases import decide
from luoqiao.core.cases import events as e
from luoqiao.core.cases.refusals import (
    AmountAboveCeiling,
    FourEyes,
    NotAtThisStep,
    NothingToCorrect,
    NotYourDuty,
    ReasonMissing,
)
from luoqiao.core.cases.state import Ending, Stage
from tests.core.cases.case_builder import AMOUNTS, START, CaseBuilder, a_case
from tests.core.cases.people import (
    AGENT,
    CLERK,
    FINANCE,
    HEAD,
    LEADER,
    OFFICER,
    PLANNER,
    SECOND_OFFICER,
    STRANGER,
    USCC,
    person,
    standing_in,
)


def reviewed(amounts: dict[str, int] | None = None) -> CaseBuilder:
    """A claim that the bureau's officer has to review."""
    return a_case().submitted(amounts).approved(OFFICER).approved(CLERK)


def test_a_small_claim_goes_through_reviews_and_notice_to_support() -> None:
    case = reviewed().approved(OFFICER).approved(HEAD)
    assert case.state.step == "notice"
    case.posted(OFFICER, START, START + timedelta(days=5))
    assert decide.waiting_desks(case.matter) == ()
    case.notice_ended()
    assert (case.state.stage, case.state.ending, case.state.amounts) == (Stage.CLOSED, Ending.GRANTED, AMOUNTS)


def test_a_large_claim_needs_three_units_together() -> None:
    large = {"province": 0, "city": 40_000_000, "district": 20_000_000}
    case = reviewed(large).approved(OFFICER).approved(HEAD)
    assert case.state.step == "joint"
    case.approved(FINANCE).approved(PLANNER)
    assert case.state.step == "joint"
    assert decide.waiting_desks(case.matter) == ("officer@industry_information",)
    case.approved(SECOND_OFFICER)
    assert case.state.step == "notice"


def test_who_reviewed_does_not_sit_in_the_joint_review() -> None:
    large = {"province": 0, "city": 40_000_000, "district": 20_000_000}
    case = reviewed(large).approved(OFFICER).approved(HEAD)
    with pytest.raises(FourEyes):
        case.approved(OFFICER)


def test_who_reviewed_does_not_confirm_even_with_the_post_of_the_head() -> None:
    both = person(3, "officer@industry_information", "unit_head@industry_information")
    case = a_case().submitted().approved(both).approved(CLERK).approved(both)
    with pytest.raises(FourEyes):
        case.approved(both)


def test_who_stands_in_for_the_reviewer_does_not_confirm() -> None:
    case = reviewed().approved(OFFICER)
    deputy = standing_in(10, OFFICER.user, "unit_head@industry_information")
    with pytest.raises(FourEyes):
        case.approved(deputy)


def test_who_reviewed_for_another_does_not_confirm_and_neither_does_the_other() -> None:
    deputy = standing_in(10, 11, "officer@industry_information")
    case = a_case().submitted().approved(OFFICER).approved(CLERK).approved(deputy)
    for same in (person(10, "unit_head@industry_information"), person(11, "unit_head@industry_information")):
        with pytest.raises(FourEyes):
            case.approved(same)


def test_a_clerk_who_filled_it_in_does_not_check_it() -> None:
    case = a_case().submitted(by=CLERK).approved(OFFICER)
    with pytest.raises(FourEyes):
        case.approved(CLERK)
    case.approved(person(12, "town_clerk@350504001"))
    assert case.state.step == "review"


def test_a_stranger_and_the_applicant_decide_nothing() -> None:
    case = reviewed()
    for actor in (STRANGER, AGENT, LEADER, HEAD):
        with pytest.raises(NotYourDuty):
            case.approved(actor)


def test_a_refusal_is_proposed_by_one_and_confirmed_by_another() -> None:
    case = reviewed().rejected(OFFICER)
    assert (case.state.stage, case.state.step) == (Stage.RUNNING, "approval")
    with pytest.raises(FourEyes):
        case.approved(person(3, "unit_head@industry_information"))
    case.approved(HEAD)
    assert (case.state.ending, case.state.reasons) == (Ending.REJECTED, ("发票不是本企业的",))


def test_the_head_who_disagrees_sends_back_and_earlier_approvals_stay() -> None:
    case = reviewed().rejected(OFFICER).sent_back(HEAD)
    assert (case.state.step, case.state.reasons) == ("review", ())
    assert [given.step for given in case.state.approvals] == ["accept", "prescreen"]
    case.approved(OFFICER).approved(HEAD)
    assert case.state.step == "notice"


def test_a_return_asks_for_everything_at_once_and_resumes_where_it_was() -> None:
    case = reviewed().returned(OFFICER)
    assert (case.state.stage, decide.waiting_desks(case.matter)) == (
        Stage.CORRECTION, (f"enterprise_agent@{USCC}", "town_clerk@350504001"),
    )  # fmt: skip
    case.submitted()
    assert (case.state.stage, case.state.step, case.state.round) == (Stage.RUNNING, "review", 2)
    assert [given.step for given in case.state.approvals] == ["accept", "prescreen"]


def test_a_return_may_start_again_earlier_and_later_approvals_are_void() -> None:
    case = reviewed().returned(OFFICER, resume_at="prescreen").submitted()
    assert case.state.step == "prescreen"
    assert [given.step for given in case.state.approvals] == ["accept"]


def test_a_return_without_a_reason_is_refused() -> None:
    with pytest.raises(NothingToCorrect):
        decide.return_for_correction(reviewed().matter, OFFICER, items=())
    with pytest.raises(NothingToCorrect):
        decide.return_for_correction(reviewed().matter, OFFICER, items=(e.ReturnItem("document", "合同", "  "),))


def test_the_amount_is_lowered_with_a_reason_never_raised() -> None:
    lower = AMOUNTS | {"district": 1_000_000}
    with pytest.raises(ReasonMissing):
        reviewed().approved(OFFICER, ceiling=AMOUNTS, amounts=lower)
    with pytest.raises(AmountAboveCeiling, match="只能降"):
        reviewed().approved(OFFICER, ceiling=AMOUNTS, amounts=AMOUNTS | {"district": 1_032_001}, lowered_because="多给")
    case = reviewed().approved(OFFICER, ceiling=AMOUNTS, amounts=lower, lowered_because="一张发票不属于服务费")
    case.approved(HEAD, ceiling=AMOUNTS)
    assert case.state.amounts == lower


def test_the_clerk_does_not_lower_the_amount() -> None:
    case = a_case().submitted().approved(OFFICER)
    with pytest.raises(NotAtThisStep):
        case.approved(CLERK, ceiling=AMOUNTS, amounts=AMOUNTS | {"city": 0}, lowered_because="少给")


def test_an_upheld_objection_leads_back_to_review_and_to_a_new_notice() -> None:
    case = reviewed().approved(OFFICER).approved(HEAD).posted(OFFICER, START, START + timedelta(days=5))
    case.happen(OFFICER, e.NoticeHeld("YY-1"))
    assert decide.waiting_desks(case.matter) == ("officer@industry_information",)
    case.happen(OFFICER, e.ObjectionAnswered("YY-1", upheld=True, answer="属实"))
    assert (case.state.step, case.state.notice) == ("review", None)
    assert [given.step for given in case.state.approvals] == ["accept", "prescreen"]


def test_an_objection_that_fails_leaves_the_notice_running() -> None:
    case = reviewed().approved(OFFICER).approved(HEAD).posted(OFFICER, START, START + timedelta(days=5))
    case.happen(OFFICER, e.NoticeHeld("YY-1"), e.ObjectionAnswered("YY-1", upheld=False))
    assert case.state.notice is not None
    assert case.state.notice.objections == ()


def test_an_automatic_award_needs_two_officers_and_the_enterprise_s_word() -> None:
    case = a_case("automatic")
    case.happen(person(0), *decide.submit(case.matter, person(0), snapshot="0" * 64, amounts={"district": 30_000_000}))
    case.approved(OFFICER).approved(OFFICER)
    assert case.state.step == "confirm"
    case.approved(OFFICER)
    with pytest.raises((FourEyes, NotYourDuty)):
        case.approved(OFFICER)
    case.approved(SECOND_OFFICER)
    assert case.state.step == "consent"
    with pytest.raises(NotYourDuty):
        decide.answer_consent(case.matter, OFFICER, wants=True)
    case.happen(AGENT, *decide.answer_consent(case.matter, AGENT, wants=True))
    assert case.state.step == "notice"


def test_an_award_that_is_declined_is_closed() -> None:
    case = a_case("automatic")
    case.happen(person(0), *decide.submit(case.matter, person(0), snapshot="0" * 64, amounts={"district": 1}))
    case.approved(OFFICER).approved(OFFICER).approved(OFFICER).approved(SECOND_OFFICER)
    case.happen(AGENT, *decide.answer_consent(case.matter, AGENT, wants=False, reason="不需要"))
    assert case.state.ending is Ending.DECLINED


def test_three_missed_reports_propose_removal_that_two_confirm() -> None:
    case = a_case("key_project").submitted({}).approved(CLERK).approved(OFFICER).approved(HEAD)
    case.posted(OFFICER, START, START + timedelta(days=5)).notice_ended()
    assert case.state.step == "reporting"
    months = [START.date().replace(month=month, day=1) for month in (7, 8, 9)]
    case.happen(person(0), e.ReportMissed(months[0]), e.Reported(months[1]), e.ReportMissed(months[2]))
    assert (case.state.step, case.state.missed_in_row) == ("reporting", 1)
    case.happen(person(0), *(e.ReportMissed(START.date().replace(month=month, day=1)) for month in (10, 11)))
    assert case.state.step == "removal"
    case.approved(OFFICER)
    with pytest.raises((FourEyes, NotYourDuty)):
        case.approved(OFFICER)
    case.approved(SECOND_OFFICER)
    assert case.state.ending is Ending.REMOVED


def test_removal_can_be_sent_back_and_the_count_begins_anew() -> None:
    case = a_case("key_project").submitted({}).approved(CLERK).approved(OFFICER).approved(HEAD)
    case.posted(OFFICER, START, START + timedelta(days=5)).notice_ended()
    case.happen(person(0), *(e.ReportMissed(START.date().replace(month=month, day=1)) for month in (7, 8, 9)))
    case.sent_back(OFFICER)
    assert (case.state.step, case.state.missed_in_row, case.state.ending) == ("reporting", 0, None)


def test_a_closed_case_takes_nothing_more() -> None:
    case = reviewed()
    case.happen(AGENT, *decide.withdraw(case.matter, AGENT, reason="不办了"))
    assert case.state.ending is Ending.WITHDRAWN
    for deed in (
        lambda: case.approved(OFFICER), lambda: case.submitted(), lambda: case.returned(OFFICER),
        lambda: decide.withdraw(case.matter, AGENT, reason="再撤"),
    ):  # fmt: skip
        with pytest.raises(NotAtThisStep):
            deed()


def test_only_the_officer_who_asked_closes_what_was_not_corrected_in_time() -> None:
    case = reviewed().returned(OFFICER)
    with pytest.raises(NotAtThisStep, match="未满"):
        decide.lapse(case.matter, OFFICER, reason="逾期", overdue=False)
    with pytest.raises(NotYourDuty):
        decide.lapse(case.matter, HEAD, reason="逾期", overdue=True)
    case.happen(OFFICER, *decide.lapse(case.matter, OFFICER, reason="逾期未补正", overdue=True))
    assert case.state.ending is Ending.WITHDRAWN


def test_supervision_moves_nothing() -> None:
    case = reviewed()
    before = case.state.step
    case.happen(LEADER, *decide.supervise(case.matter, LEADER, text="本周办结"))
    assert case.state.step == before
    with pytest.raises(NotYourDuty):
        decide.supervise(case.matter, OFFICER, text="快办")
