"""随便怎么办：whatever anybody tries on any procedure, the promises hold. What is refused leaves no trace."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from luoqiao.core.cases import decide, expert_deeds, milestones
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import deadline_of
from luoqiao.core.cases.event_values import decode, encode
from luoqiao.core.cases.procedure import Begin, Parties, Procedure, Proposal, StepKind
from luoqiao.core.cases.state import Ending, Stage, replay
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.policies.calendar_reader import open_calendar
from tests.core.cases.case_builder import CLEAN, ZONE, CaseBuilder, the_pack
from tests.core.cases.changed_procedures import changes
from tests.core.cases.people import EVERYBODY, USCC, person, standing_in
from tests.core.cases.scoring_tables import a_round, an_expert, scored

LEADS = ("industry_information", "science_technology")
PEOPLE = (
    *EVERYBODY, person(3, "officer@industry_information", "unit_head@industry_information"),
    standing_in(20, 3, "unit_head@industry_information"), person(21, "officer@science_technology"),
    person(22, "unit_head@science_technology"), person(23, "officer@science_technology"),
    standing_in(4, 5, "unit_head@industry_information"), person(2, "town_clerk@350504001", "officer@industry_information"),
)  # fmt: skip
people = st.sampled_from(PEOPLE)
fen = st.integers(0, 120_000_000)


class AnyOrder(RuleBasedStateMachine):
    """Deeds of anybody in any order on one case of any procedure."""

    @initialize(procedure=st.sampled_from(the_pack().procedures), lead=st.sampled_from(LEADS))
    def begin(self, procedure, lead) -> None:  # type: ignore[no-untyped-def]
        self.case = CaseBuilder(procedure, Parties(USCC, "350504001", procedure.lead_unit or lead))
        self.began_with = procedure
        self.later: dict[str, Procedure] = {}

    def attempt(self, actor: Actor, deed) -> None:  # type: ignore[no-untyped-def]
        before = self.case.state
        try:
            happened = deed()
        except DomainError:
            happened = ()
        if happened:
            self.case.happen(actor, *happened)
        else:
            assert self.case.state == before

    @rule(actor=people, city=fen, district=fen)
    def submit(self, actor: Actor, city: int, district: int) -> None:
        who = SYSTEM if self.case.matter.procedure.begin is Begin.LIST else actor
        amounts = {"city": city, "district": district}
        self.attempt(who, lambda: decide.submit(self.case.matter, who, snapshot="0" * 64, amounts=amounts))

    @rule(actor=people, ceiling=st.none() | st.fixed_dictionaries({"city": fen, "district": fen}), lower=st.integers(0, 3),
          reason=st.sampled_from(["", "少一张发票"]))
    def approve(self, actor: Actor, ceiling, lower: int, reason: str) -> None:  # type: ignore[no-untyped-def]
        most = decide.most_now(self.case.matter, ceiling)
        amounts = None if lower == 0 or most is None else {tier: most[tier] // lower + (lower == 3) for tier in most}
        self.attempt(actor, lambda: decide.approve(
            self.case.matter, actor, ceiling=ceiling, amounts=amounts, lowered_because=reason, credit=CLEAN))  # fmt: skip

    @rule(actor=people, reason=st.sampled_from(["", "缺页"]), resume=st.sampled_from(["", "accept", "prescreen", "review"]))
    def give_back(self, actor: Actor, reason: str, resume: str) -> None:
        known = {step.id for step in self.case.matter.procedure.steps}
        items = (e.ReturnItem("document", "合同", reason),)
        self.attempt(actor, lambda: decide.return_for_correction(
            self.case.matter, actor, items=items, resume_at=resume if resume in known else ""))  # fmt: skip

    @rule(actor=people, reason=st.sampled_from(["", "不合条件"]))
    def refuse(self, actor: Actor, reason: str) -> None:
        self.attempt(actor, lambda: decide.reject(self.case.matter, actor, reasons=(reason,)))

    @rule(actor=people)
    def send_back(self, actor: Actor) -> None:
        self.attempt(actor, lambda: decide.send_back(self.case.matter, actor, reason="再核"))

    @rule(actor=people, wants=st.booleans())
    def consent(self, actor: Actor, wants: bool) -> None:
        self.attempt(actor, lambda: decide.answer_consent(self.case.matter, actor, wants=wants))

    @precondition(lambda self: self.running(StepKind.NOTICE))
    @rule(upheld=st.sampled_from([None, None, None, True, False]))
    def notice(self, upheld: bool | None) -> None:
        case = self.case
        if case.state.notice is None:
            case.posted(PEOPLE[2], case.at, case.at + timedelta(days=7))
        elif upheld is None and not case.state.notice.objections:
            case.notice_ended()
        elif upheld is not None:
            case.happen(PEOPLE[2], e.NoticeHeld("YY"), e.ObjectionAnswered("YY", upheld=upheld))

    @precondition(lambda self: self.running(StepKind.SEALED))
    @rule(days=st.integers(0, 3))
    def sealed(self, days: int) -> None:
        step, until = self.case.state.step, self.case.at.date() + timedelta(days=days)
        self.case.happen(SYSTEM, e.Unsealed(step) if self.case.state.sealed_until else e.Sealed(step, until))

    @precondition(lambda self: self.running(StepKind.SCORING))
    @rule(actor=people, totals=st.lists(st.integers(0, 100), min_size=0, max_size=6), asked=st.sampled_from([None, *PEOPLE]))
    def score(self, actor: Actor, totals: list[int], asked: Actor | None) -> None:
        """Closed by anybody; sometimes one of the people stood among the experts."""
        extra = [an_expert(asked, conflict=True, conflict_reason="同事")] if asked else []
        held = a_round(self.case, *scored(self.case, *totals).experts, *extra)
        self.attempt(actor, lambda: expert_deeds.close(self.case.matter, held, actor, "0" * 64)[0])

    @precondition(lambda self: self.running(StepKind.REPORTING))
    @rule(told=st.sampled_from(["reported", "missed", "missed", "done", "continued", "finished"]))
    def report(self, told: str) -> None:
        month = self.case.at.date().replace(day=1)
        events: dict[str, e.Event] = {
            "reported": e.Reported(month), "missed": e.ReportMissed(month), "done": e.Reported(month, done=True),
            "continued": e.Continued("还缺设备"), "finished": e.Finished(),
        }  # fmt: skip
        self.case.happen(SYSTEM, events[told])

    @precondition(lambda self: self.running(StepKind.MILESTONES))
    @rule(actor=people, days=st.lists(st.integers(-5, 90), min_size=0, max_size=3), keep=st.booleans())
    def propose_task_book(self, actor: Actor, days: list[int], keep: bool) -> None:
        on, book = self.case.at.date(), self.case.state.task_book
        left = [one for _, one in book.left] if keep else []
        rows = [{"name": one.name, "due_on": one.due_on.isoformat(), "words": one.words} for one in left]
        rows += [{"name": f"{self.case.state.seq}/{at}", "due_on": (on + timedelta(days=d)).isoformat(), "words": "可测"}
                 for at, d in enumerate(days)]  # fmt: skip
        self.attempt(actor, lambda: milestones.propose(self.case.matter, actor, rows=rows, on=on, note="另定"))

    @precondition(lambda self: self.running(StepKind.MILESTONES))
    @rule(actor=people, agrees=st.sampled_from([True, True, False]))
    def answer_task_book(self, actor: Actor, agrees: bool) -> None:
        matter = self.case.matter
        kept = matter.state.task_book.kept
        self.attempt(actor, lambda: milestones.confirm(matter, actor) if agrees
                     else milestones.give_back(matter, actor, reason="日期太紧"))  # fmt: skip
        if self.running(StepKind.MILESTONES):
            assert self.case.state.task_book.kept == kept

    @precondition(lambda self: self.running(StepKind.MILESTONES))
    @rule(actor=people, number=st.integers(0, 4))
    def report_milestone(self, actor: Actor, number: int) -> None:
        self.attempt(actor, lambda: milestones.report(self.case.matter, actor, number=number, words="样机已测"))

    @precondition(lambda self: self.running(StepKind.MILESTONES))
    @rule(actor=people, passed=st.booleans())
    def check_milestone(self, actor: Actor, passed: bool) -> None:
        number = self.case.state.task_book.claimed
        self.attempt(actor, lambda: milestones.check(
            self.case.matter, actor, number=number, passed=passed, note="现场看过"))  # fmt: skip

    @rule(actor=people, choice=st.integers(0, 1_000))
    def move(self, actor: Actor, choice: int) -> None:
        """To another version of the procedure, in which anything may have changed."""
        before, found = self.case.state, changes(self.case.matter.procedure)
        new, digest = found[choice % len(found)](), f"{len(self.later):064x}"
        try:
            self.case.migrated(actor, new, digest)
        except DomainError:
            assert self.case.state == before
            return
        self.later[digest] = new
        after = self.case.state
        assert (after.stage, after.amounts, after.makers) == (before.stage, before.amounts, before.makers)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.case.at += timedelta(days=days)

    def running(self, kind: StepKind) -> bool:
        return self.case.state.stage is Stage.RUNNING and self.case.matter.step.kind is kind

    @invariant()
    def nobody_decides_alone(self) -> None:
        state = self.case.state
        if state.ending in (Ending.GRANTED, Ending.REJECTED, Ending.REMOVED):
            valid = [given for given in state.approvals if given.persons]
            together = frozenset().union(*(given.persons for given in valid))
            assert len(together) >= 2
            assert not together & state.makers

    @invariant()
    def who_prepared_did_not_confirm(self) -> None:
        state = self.case.state
        for given in state.approvals:
            step = self.case.matter.procedure.step(given.step)
            for other in state.approvals:
                apart = other.step in step.apart_from or (other.step == step.id and other.seq != given.seq and step.persons > 1)
                if apart and other.seq < given.seq:
                    assert not given.persons & other.persons

    @invariant()
    def who_was_asked_as_an_expert_decided_nothing_afterwards(self) -> None:
        asked: set[int] = set()
        for one in self.case.history:
            match one.event:
                case e.ScoringClosed() as event:
                    assert not one.persons & set(event.experts)
                    asked |= set(event.experts)
                case e.Approved() | e.Rejected() | e.Returned() | e.SentBack():
                    assert not one.persons & asked

    @invariant()
    def the_history_alone_gives_the_state(self) -> None:
        told = [
            e.Recorded(one.seq, one.at, decode(one.event.kind, json.loads(json.dumps(encode(one.event)))), one.user,
                       one.name, one.post, one.for_user, one.for_name)
            for one in self.case.history
        ]  # fmt: skip
        assert replay(self.began_with, told, self.later) == self.case.state

    @invariant()
    def an_open_case_waits_for_somebody_or_for_a_day(self) -> None:
        state, matter = self.case.state, self.case.matter
        deadline = deadline_of(matter.procedure, state, open_calendar(), ZONE)
        if state.stage is Stage.CLOSED:
            assert decide.waiting_desks(matter) == ()
            assert deadline is None
        else:
            time_alone = matter.step.kind is StepKind.SEALED or (matter.step.kind is StepKind.NOTICE and state.notice is not None)
            assert decide.waiting_desks(matter) or time_alone

    @invariant()
    def amounts_never_grow_by_a_decision(self) -> None:
        last: dict[str, int] | None = None
        for one in self.case.history:
            if isinstance(one.event, e.Submitted | e.ObjectionAnswered | e.SentBack | e.Migrated):
                last = None
            elif isinstance(one.event, e.Approved) and one.event.amounts is not None:
                versions = (*self.later.values(), self.began_with)
                step = next(step for version in versions for step in version.steps if step.id == one.event.step)
                if last is not None:
                    assert all(one.event.amounts.get(tier, 0) <= most for tier, most in last.items())
                last = dict(one.event.amounts) if step.lowers else last

    @invariant()
    def a_proposal_lies_where_it_is_confirmed(self) -> None:
        state = self.case.state
        if state.stage is Stage.RUNNING and state.proposal is not Proposal.GRANT:
            assert state.proposal in self.case.matter.step.serves


AnyOrder.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestAnyOrder = AnyOrder.TestCase
