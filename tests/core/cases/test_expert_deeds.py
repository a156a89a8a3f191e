"""一轮评审：who may be asked, declare, score, be released; when it may be closed; and that whoever scored decides nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from luoqiao.core.cases import decide
from luoqiao.core.cases import events as e
from luoqiao.core.cases import expert_deeds as deeds
from luoqiao.core.cases.disclosure import history_for_applicant, state_for_applicant
from luoqiao.core.cases.event_values import decode, encode
from luoqiao.core.cases.expert_deeds import (
    CannotAssign,
    CannotRelease,
    NoScoringTable,
    NotDeclared,
    NotReadyToClose,
    StoodDown,
)
from luoqiao.core.cases.expert_round import Candidate, ExpertState, Round, may_read, round_number
from luoqiao.core.cases.refusals import FourEyes, NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.scoring import recompute
from luoqiao.core.cases.state import Stage, replay
from luoqiao.core.parties.actor import Actor
from tests.core.cases.case_builder import START, CaseBuilder, a_case
from tests.core.cases.people import (
    AGENT,
    CLERK,
    FINANCE,
    HEAD,
    OFFICER,
    SECOND_OFFICER,
    STRANGER,
    USCC,
    person,
    standing_in,
)
from tests.core.cases.scoring_tables import EXPERTS, a_round, an_expert, at_scoring, scored

FIRST, SECOND, THIRD = EXPERTS[:3]


def closed(case: CaseBuilder, *totals: int, by: Actor = SECOND_OFFICER) -> CaseBuilder:
    events, _, _ = deeds.close(case.matter, scored(case, *totals), by, "d" * 64)
    return case.happen(by, *events)


def test_a_round_belongs_to_one_entering_of_the_step() -> None:
    case = at_scoring()
    assert round_number(case.matter) == case.state.seq
    case.happen(OFFICER, e.Reminded("scoring", "officer@industry_information"))
    assert round_number(case.matter) == case.state.seq - 1
    assert round_number(closed(case, 80, 80, 80).matter) == 0


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (person(80), "今天不是评审专家"), (person(CLERK.user, "expert@"), "办过这件案件"),
        (person(81, "expert@", "unit_head@industry_information"), "在本案“部门复核”的席位上"),
        (person(82, "expert@", f"enterprise_agent@{USCC}"), "在本案“填报”的席位上"),
        (Actor(83, "人83", (*person(83, "expert@").posts, *standing_in(83, 4, "officer@industry_information").posts)),
         "在本案“受理”的席位上"),
        (person(AGENT.user, "expert@"), "办过这件案件"), (person(61, "expert@"), "这一轮已经请过"),
    ],
)  # fmt: skip
def test_who_has_to_do_with_the_case_is_not_asked(who: Actor, why: str) -> None:
    case = at_scoring()
    held = a_round(case, an_expert(FIRST))
    with pytest.raises(CannotAssign, match=why):
        deeds.assign(case.matter, case.history, held, SECOND_OFFICER, Candidate(who))


def test_who_is_near_a_firm_is_not_asked() -> None:
    case = at_scoring()
    for candidate, why in ((Candidate(FIRST, agent_once=True), "经办人"), (Candidate(FIRST, contact=True), "联系人")):
        with pytest.raises(CannotAssign, match=why):
            deeds.assign(case.matter, case.history, a_round(case), SECOND_OFFICER, candidate)
    assert deeds.assign(case.matter, case.history, a_round(case), SECOND_OFFICER, Candidate(FIRST)).desk.startswith("officer@")


def test_nobody_asks_himself_nor_for_whom_he_stands_in() -> None:
    case = at_scoring()
    both = person(90, "officer@industry_information", "expert@")
    with pytest.raises(CannotAssign, match="是您自己"):
        deeds.assign(case.matter, case.history, a_round(case), both, Candidate(both))
    helper = standing_in(91, 92, "officer@industry_information")
    with pytest.raises(CannotAssign, match="是您自己"):
        deeds.assign(case.matter, case.history, a_round(case), helper, Candidate(person(92, "expert@")))


def test_only_the_seat_of_the_step_organises() -> None:
    case = at_scoring()
    for actor in (AGENT, CLERK, HEAD, FINANCE, STRANGER, FIRST):
        with pytest.raises(NotYourDuty):
            deeds.assign(case.matter, case.history, a_round(case), actor, Candidate(SECOND))
        with pytest.raises(NotYourDuty):
            deeds.close(case.matter, scored(case, 80, 80, 80), actor, "")
    expert_too = person(FIRST.user, "officer@industry_information", "expert@")
    with pytest.raises(FourEyes, match="专家"):
        deeds.close(case.matter, scored(case, 80, 80, 80), expert_too, "")
    submitter = person(AGENT.user, "officer@industry_information")
    with pytest.raises(FourEyes, match="提交"):
        deeds.close(case.matter, scored(case, 80, 80, 80), submitter, "")


def test_elsewhere_there_is_nothing_to_organise() -> None:
    case = a_case("recognition_workshop").submitted({})
    with pytest.raises(NotAtThisStep):
        deeds.assign(case.matter, case.history, Round(0), OFFICER, Candidate(FIRST))


def test_before_declaring_nobody_reads_or_scores() -> None:
    held = a_round(at_scoring(), an_expert(FIRST), an_expert(SECOND, conflict=False), an_expert(THIRD, conflict=True))
    assert [may_read(held, one.user) for one in EXPERTS[:4]] == [False, True, False, False]
    with pytest.raises(NotDeclared):
        deeds.score(held, FIRST)
    assert deeds.score(held, SECOND).user == SECOND.user
    with pytest.raises(StoodDown, match="回避"):
        deeds.score(held, THIRD)
    with pytest.raises(StoodDown):
        deeds.score(held, EXPERTS[4])


def test_a_conflict_has_a_reason_and_is_not_taken_back() -> None:
    held = a_round(at_scoring(), an_expert(FIRST), an_expert(SECOND, 70))
    with pytest.raises(ReasonMissing):
        deeds.declare(held, FIRST, conflict=True, reason="  ")
    assert deeds.declare(held, FIRST, conflict=False, reason="不用写") == ""
    assert deeds.declare(held, SECOND, conflict=True, reason=" 师生 ") == "师生"
    after = a_round(at_scoring(), an_expert(SECOND, 70, conflict=True, conflict_reason="师生"))
    assert (after.scored, after.experts[0].state) == ((), ExpertState.CONFLICTED)
    with pytest.raises(StoodDown):
        deeds.declare(after, SECOND, conflict=False, reason="")


def test_released_is_only_who_has_not_scored() -> None:
    case = at_scoring()
    held = a_round(case, an_expert(FIRST), an_expert(SECOND, 70), an_expert(THIRD, released_at=START, released_because="出差"))
    one, told, post = deeds.release(case.matter, held, OFFICER, user=FIRST.user, reason=" 出差 ")
    assert (one.user, told, post.desk) == (FIRST.user, "出差", "officer@industry_information")
    with pytest.raises(ReasonMissing):
        deeds.release(case.matter, held, OFFICER, user=FIRST.user, reason="")
    for user in (SECOND.user, THIRD.user):
        with pytest.raises(CannotRelease):
            deeds.release(case.matter, held, OFFICER, user=user, reason="出差")
    with pytest.raises(CannotAssign):
        deeds.release(case.matter, held, OFFICER, user=999, reason="出差")


def test_a_round_is_closed_when_enough_have_scored_and_nobody_is_waited_for() -> None:
    case = at_scoring()
    with pytest.raises(NotReadyToClose, match="还差 1 位"):
        deeds.close(case.matter, scored(case, 80, 80), OFFICER, "")
    waiting = a_round(case, *scored(case, 80, 70, 60).experts, an_expert(EXPERTS[4]), an_expert(EXPERTS[5], conflict=False))
    with pytest.raises(NotReadyToClose, match="人65、人66还没有打分"):
        deeds.close(case.matter, waiting, OFFICER, "")
    settled = a_round(
        case, *scored(case, 80, 70, 60).experts, an_expert(EXPERTS[4], conflict=True, conflict_reason="亲属"),
        an_expert(EXPERTS[5], conflict=False, released_at=START, released_because="出差"),
    )  # fmt: skip
    (event,), average, _ = deeds.close(case.matter, settled, OFFICER, "d" * 64)
    assert event == e.ScoringClosed("scoring", 7000, 3, True, "d" * 64, (61, 62, 63, 65, 66))
    assert average.value == recompute(deeds.round_content(case.matter, settled)).value


def test_five_scores_are_trimmed_by_the_table_of_the_step() -> None:
    case = closed(at_scoring(), 0, 70, 71, 72, 100)
    assert case.state.score is not None
    assert (case.state.score.average, case.state.score.count, case.state.score.passed) == (7100, 5, True)


def test_sheets_that_were_not_read_are_never_averaged() -> None:
    case = at_scoring()
    sealed = a_round(case, *(replace(one, sheet=None) for one in scored(case, 80, 80, 80).experts))
    with pytest.raises(ValueError, match="were not read"):
        deeds.close(case.matter, sealed, OFFICER, "")


def test_the_case_goes_on_to_review_whatever_the_average() -> None:
    for totals, passed in (((80, 80, 80), True), ((20, 20, 20), False)):
        case = closed(at_scoring(), *totals)
        assert (case.state.stage, case.state.step) == (Stage.RUNNING, "review")
        assert case.state.score is not None
        assert case.state.score.passed is passed


def test_who_was_asked_decides_nothing_on_the_case_any_more() -> None:
    case = closed(at_scoring(), 80, 80, 80)
    expert_and_officer = person(FIRST.user, "officer@industry_information")
    with pytest.raises(FourEyes, match="专家评审"):
        decide.approve(case.matter, expert_and_officer)
    assert not decide.may(case.matter, expert_and_officer).acts
    assert FIRST.user in decide.barred_at(case.matter, case.matter.procedure.step("approval"))


def test_a_version_without_a_table_cannot_be_scored() -> None:
    case = at_scoring()
    bare = replace(case.matter.step, scoring=None)
    steps = tuple(bare if one.id == "scoring" else one for one in case.matter.procedure.steps)
    matter = replace(case.matter, procedure=replace(case.matter.procedure, steps=steps))
    with pytest.raises(NoScoringTable):
        deeds.assign(matter, case.history, a_round(case), OFFICER, Candidate(FIRST))


def test_the_applicant_is_told_the_average_and_no_expert() -> None:
    case = closed(at_scoring(), 80, 81, 80)
    (event,) = [one.event for one in history_for_applicant(case.history, case.state, decided=False)
                if isinstance(one.event, e.ScoringClosed)]  # fmt: skip
    assert event == e.ScoringClosed("scoring", 8033, 0, True)
    told = state_for_applicant(case.state, decided=False)
    assert (told.score, told.experts) == (event, frozenset())


def test_events_of_before_there_were_sheets_are_still_read() -> None:
    old = decode("scoring_closed", {"step": "scoring", "average": 8600, "count": 3, "passed": True})
    assert old == e.ScoringClosed("scoring", 8600, 3, True)
    case = closed(at_scoring(), 80, 80, 80)
    told = [replace(one, event=decode(one.event.kind, json.loads(json.dumps(encode(one.event))))) for one in case.history]
    assert replay(case.matter.procedure, told) == case.state
