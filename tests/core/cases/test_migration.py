"""换用新流程：it spares nothing, decides nothing, takes no day away that has begun to count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoqiao.core.cases import decide, migration
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import deadline_of
from luoqiao.core.cases.event_values import decode, encode
from luoqiao.core.cases.migration import NothingLeft, plan
from luoqiao.core.cases.procedure import Procedure, Seat
from luoqiao.core.cases.refusals import NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.state import Ending, Stage, replay
from luoqiao.core.parties.actor import Role
from luoqiao.policies.calendar_reader import open_calendar
from tests.core.cases.case_builder import AMOUNTS, START, ZONE, CaseBuilder, a_case, the_pack
from tests.core.cases.changed_procedures import renamed, with_step, with_step_before, without
from tests.core.cases.people import AGENT, CLERK, FINANCE, HEAD, LEADER, OFFICER, SECOND_OFFICER

NEW = "a" * 64


def claim() -> Procedure:
    found = the_pack().get_procedure("claim")
    assert found is not None
    return found


def at_approval() -> CaseBuilder:
    """A claim that only the head has still to approve."""
    return a_case().submitted().approved(OFFICER).approved(CLERK).approved(OFFICER)


def due(case: CaseBuilder) -> str:
    found = deadline_of(case.matter.procedure, case.state, open_calendar(), ZONE)
    return str(found.last_on) if found else ""


def test_the_same_step_goes_on_with_the_days_that_have_passed() -> None:
    case = a_case().submitted().approved(OFFICER).approved(CLERK)
    before, entered = due(case), case.state.entered
    case.on(6, 20).migrated(HEAD, with_step(claim(), "review", days=12))
    assert (case.state.step, case.state.entered) == ("review", entered)
    assert before < due(case)
    assert [one.step for one in case.state.approvals] == ["accept", "prescreen"]


def test_a_step_that_is_new_before_the_present_one_is_not_spared() -> None:
    case = at_approval().migrated(HEAD, with_step_before(claim(), "approval"))
    assert (case.state.step, case.state.stage) == ("budget", Stage.RUNNING)
    assert decide.waiting_desks(case.matter) == ("finance_officer@finance",)
    case.approved(FINANCE).approved(HEAD)
    assert case.state.step == "notice"


def test_a_step_that_is_new_before_what_was_approved_is_done_and_what_came_after_is_done_again() -> None:
    case = at_approval()
    move = plan(case.matter, with_step_before(claim(), "review"))
    assert [one.id for one in move.again] == ["budget", "review"]
    assert [one.step for one in move.void] == ["review"]
    case.migrated(HEAD, with_step_before(claim(), "review")).approved(FINANCE)
    assert case.state.step == "review"
    assert case.state.approvals[-1].step != "review"


def test_a_step_that_is_gone_is_not_waited_for() -> None:
    case = a_case().submitted().approved(OFFICER).migrated(HEAD, without(claim(), "prescreen"))
    assert case.state.step == "review"
    case.approved(SECOND_OFFICER).approved(HEAD)
    assert case.state.step == "notice"


def test_a_step_of_another_name_is_another_step() -> None:
    case = at_approval().migrated(HEAD, renamed(claim(), "review", "examination"))
    assert case.state.step == "examination"
    assert [one.step for one in case.state.approvals] == ["accept", "prescreen"]


def test_another_desk_or_one_more_person_is_asked_again() -> None:
    other_desk = with_step(claim(), "prescreen", seats=(Seat(Role.UNIT_HEAD, "lead_unit"),))
    assert at_approval().migrated(HEAD, other_desk).state.step == "prescreen"
    two = at_approval().migrated(HEAD, with_step(claim(), "prescreen", persons=2))
    assert (two.state.step, decide.waiting_desks(two.matter)) == ("prescreen", ("town_clerk@350504001",))


def test_a_check_that_nobody_made_is_made() -> None:
    case = at_approval().migrated(HEAD, with_step(claim(), "accept", checks=("credit",)))
    assert case.state.step == "accept"


def test_who_prepared_does_not_confirm_under_the_new_rule_either() -> None:
    case = at_approval()
    stricter = with_step(claim(), "review", apart_from=("accept",))
    case.migrated(HEAD, stricter)
    assert case.state.step == "review"
    with pytest.raises(decide.FourEyes):
        decide.approve(case.matter, OFFICER)


def test_a_draft_stays_a_draft_and_a_correction_a_correction() -> None:
    draft = a_case().migrated(HEAD, renamed(claim(), "fill", "form"))
    assert (draft.state.stage, draft.state.step) == (Stage.DRAFT, "form")
    draft.submitted()
    assert draft.state.step == "accept"
    case = a_case().submitted().approved(OFFICER).approved(CLERK).returned(OFFICER)
    asked = due(case)
    case.migrated(HEAD, with_step_before(claim(), "review"))
    assert (case.state.stage, due(case)) == (Stage.CORRECTION, asked)
    assert decide.waiting_desks(case.matter) == decide.waiting_desks(a_case().matter)
    case.submitted()
    assert case.state.step == "budget"
    assert case.state.pauses[0].until is not None


def test_a_correction_at_the_same_step_goes_on_with_the_days_left() -> None:
    case = a_case().submitted().approved(OFFICER).approved(CLERK).on(6, 20).returned(OFFICER)
    case.on(6, 27).migrated(HEAD, with_step_before(claim(), "notice"))
    case.on(6, 30).submitted()
    plain = a_case().submitted().approved(OFFICER).approved(CLERK).on(6, 20).returned(OFFICER).on(6, 30).submitted()
    assert (case.state.step, due(case)) == ("review", due(plain))


def test_what_runs_its_days_or_waits_to_be_confirmed_is_not_moved() -> None:
    posted = at_approval().approved(HEAD).posted(OFFICER, START, START + timedelta(days=5))
    with pytest.raises(NotAtThisStep, match="公示期满后再换"):
        plan(posted.matter, claim())
    refused = a_case().submitted().approved(OFFICER).approved(CLERK).rejected(OFFICER)
    with pytest.raises(NotAtThisStep, match="退回以后再换"):
        plan(refused.matter, claim())
    done = posted.notice_ended()
    assert done.state.ending is Ending.GRANTED
    with pytest.raises(NotAtThisStep, match="已办结"):
        plan(done.matter, claim())


def test_no_move_closes_a_case() -> None:
    case = at_approval().approved(HEAD)
    assert case.state.step == "notice"
    with pytest.raises(NothingLeft):
        plan(case.matter, without(claim(), "notice"))


def test_the_head_of_the_lead_unit_does_it_with_a_reason() -> None:
    case = at_approval()
    for who in (AGENT, CLERK, OFFICER, LEADER):
        with pytest.raises(NotYourDuty):
            migration.migrate(case.matter, who, claim(), digest=NEW, reason="改了流程")
    with pytest.raises(ReasonMissing):
        migration.migrate(case.matter, HEAD, claim(), digest=NEW, reason=" ")


def test_money_and_facts_stay_and_the_history_alone_gives_the_state() -> None:
    new = with_step_before(claim(), "review")
    case = at_approval().migrated(HEAD, new)
    assert (case.state.amounts, case.state.snapshot) == (AMOUNTS, "0" * 64)
    assert replay(claim(), case.history, {NEW: new}) == case.state
    kept = case.history[-1].event
    assert decode("migrated", encode(kept)) == kept


def test_moves_recorded_before_it_was_said_what_holds_are_read() -> None:
    old = decode("migrated", {"pack_digest": NEW, "step": "accept", "reason": "改了流程"})
    assert old == e.Migrated(NEW, "accept", "改了流程")
