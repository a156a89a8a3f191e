"""谁能办什么: every deed on a case is allowed or refused here, and nowhere else; what is allowed becomes events.

Checked in this order: the step, the duty, four eyes, the contents. The person who submitted never decides, nor whoever was
asked as an expert; who decided a step does not confirm it; two persons of one desk are two persons. Persons for whom somebody
acts count as that somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.cases import events as e
from luoqiao.core.cases.credit_check import CREDIT, CreditCheck, CreditNotChecked
from luoqiao.core.cases.procedure import (
    LEAD_UNIT,
    Act,
    Parties,
    Procedure,
    Proposal,
    Seat,
    Step,
    StepKind,
)
from luoqiao.core.cases.refusals import (
    AmountAboveCeiling,
    FourEyes,
    NotAtThisStep,
    NothingToCorrect,
    NotYourDuty,
    ReasonMissing,
)
from luoqiao.core.cases.state import CaseState, Stage, open_desks
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor, Post, Role

STAGES = {Stage.DRAFT: "填报中", Stage.RUNNING: "办理中", Stage.CORRECTION: "待企业补正", Stage.CLOSED: "已办结"}


@dataclass(frozen=True, slots=True)
class Matter:
    """一件: the procedure it follows, whose it is, how it stands."""

    procedure: Procedure
    parties: Parties
    state: CaseState

    @property
    def step(self) -> Step:
        """The present step."""
        return self.procedure.step(self.state.step)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The desks that have something to do now."""
        return waiting_desks(self)


@dataclass(frozen=True, slots=True)
class Allowed:
    """可办: what the person may do now, in which post; `refusal` says why not, for a grey button."""

    acts: frozenset[Act] = frozenset()
    post: Post | None = None
    refusal: str = ""


def waiting_desks(matter: Matter) -> tuple[str, ...]:
    """Who has to act now: desks, none while only time has to pass."""
    state, step = matter.state, matter.step
    if state.stage is Stage.CLOSED:
        return ()
    if state.stage in (Stage.DRAFT, Stage.CORRECTION):
        return _submission_desks(matter)
    desks = step.desks(matter.parties)
    if step.kind is StepKind.REVIEW:
        return open_desks(step, state, desks)
    if step.kind is StepKind.REPORTING and state.says_done:
        return (lead_desk(matter.parties),)
    if step.kind is StepKind.NOTICE and state.notice and not state.notice.objections:
        return ()
    if step.kind is StepKind.SEALED:
        return ()
    if step.kind is StepKind.MILESTONES and state.task_book.turn.applicants:
        return (applicant_desk(matter.parties),)
    return desks


def applicant_desk(parties: Parties) -> str:
    """Everybody who acts for the enterprise."""
    return f"{Role.ENTERPRISE_AGENT.value}@{parties.uscc}"


def lead_desk(parties: Parties) -> str:
    """The officers of the lead unit."""
    return Seat(Role.OFFICER, LEAD_UNIT).desk(parties)


def may(matter: Matter, actor: Actor) -> Allowed:
    """What this person may decide now; the reason when it is their desk but not their turn."""
    state, step = matter.state, matter.step
    if state.stage is not Stage.RUNNING or step.kind is not StepKind.REVIEW:
        return Allowed()
    desks = open_desks(step, state, step.desks(matter.parties))
    post = _post_at(actor, desks)
    if post is None:
        return Allowed(refusal="" if not _post_at(actor, step.desks(matter.parties)) else "本席已经办过，等其他席位")
    try:
        _check_four_eyes(matter, actor, post)
    except FourEyes as refused:
        return Allowed(refusal=refused.message, post=post)
    return Allowed(_acts(matter), post)


def submit(matter: Matter, actor: Actor, *, snapshot: str, amounts: e.Amounts, note: str = "") -> tuple[e.Event, ...]:
    """提交 or 重新提交: by the applicant or, with consent, by a clerk for it."""
    if matter.state.stage not in (Stage.DRAFT, Stage.CORRECTION):
        raise NotAtThisStep("提交", STAGES[matter.state.stage])
    if actor.user and _post_at(actor, _submission_desks(matter)) is None:
        raise NotYourDuty("申报企业")
    return (e.Submitted(snapshot, dict(amounts), note.strip()),)


def approve(
    matter: Matter, actor: Actor, *, opinion: str = "", snapshot: str = "", amounts: e.Amounts | None = None,
    ceiling: e.Amounts | None = None, lowered_because: str = "", next_user: int = 0,
    labels: Mapping[str, str] | None = None, credit: CreditCheck | None = None,
) -> tuple[e.Event, ...]:  # fmt: skip
    """同意: this step's decision. `ceiling` is what the rule gives now; `amounts` may only be lower, with a reason.

    A step that checks credit is not approved without `credit`; a proposal to refuse needs none.
    """
    post = _reviewing(matter, actor, Act.APPROVE, "同意")
    if CREDIT in matter.step.checks and credit is None and matter.state.proposal is Proposal.GRANT:
        raise CreditNotChecked(matter.step.name)
    most = most_now(matter, ceiling)
    if amounts is not None and most is None:
        raise NotAtThisStep("核定金额", matter.step.name)
    decided = most
    if amounts is not None and most is not None:
        _check_amounts(matter, amounts, most, lowered_because, labels or {})
        decided = {tier: amounts.get(tier, 0) for tier in most}
    lowered = lowered_because.strip() if decided != most else ""
    return (
        e.Approved(
            matter.step.id, post.desk, opinion.strip(), snapshot, None if decided is None else dict(decided),
            lowered, next_user, credit.as_values() if credit else None,
        ),
    )  # fmt: skip


def next_review(matter: Matter, amount: int) -> Step | None:
    """Whom an approval at this step leads to: this step again while approvals are missing, the next review else, or nobody."""
    state, step = matter.state, matter.step
    if state.stage is not Stage.RUNNING or step.kind is not StepKind.REVIEW or state.proposal is not Proposal.GRANT:
        return None
    if approvals_missing(matter) > 1:
        return step
    following = matter.procedure.after(step.id, amount)
    return following if following is not None and following.kind is StepKind.REVIEW else None


def approvals_missing(matter: Matter) -> int:
    """How many approvals the present step still needs, this one included."""
    step, desks = matter.step, matter.step.desks(matter.parties)
    given = [one.desk for one in matter.state.approvals if one.step == step.id]
    return sum(max(0, step.persons - given.count(desk)) for desk in desks)


def barred_at(matter: Matter, step: Step, acting: frozenset[int] = frozenset()) -> frozenset[int]:
    """The persons who may not act at a step (four eyes): who submitted, and who decided what it is kept apart from.

    `acting`: who is about to approve at the present step.
    """
    state, barred = matter.state, set(matter.state.makers | matter.state.experts)
    alone = step.persons == 1 and len(step.seats) == 1
    for given in state.approvals:
        if given.step in step.apart_from or (given.step == step.id and not alone):
            barred |= given.persons
    if matter.step.id in step.apart_from or matter.step.id == step.id:
        barred |= acting
    return frozenset(barred)


def decide_fact(matter: Matter, actor: Actor, *, key: str, value: str | None, reason: str) -> tuple[e.Event, ...]:
    """认定事实: where the amount may be lowered, the officer may adopt another value, with a reason."""
    post = _reviewing(matter, actor, Act.APPROVE, "认定事实")
    if not matter.step.lowers or matter.state.proposal is not Proposal.GRANT:
        raise NotAtThisStep("认定事实", matter.step.name)
    if not reason.strip():
        raise ReasonMissing("认定事实")
    return (e.FactDecided(matter.step.id, post.desk, key, value, reason.strip()),)


def return_for_correction(
    matter: Matter, actor: Actor, *, items: tuple[e.ReturnItem, ...], resume_at: str = ""
) -> tuple[e.Event, ...]:
    """一次性告知补正: every item with its reason; the clock of the step stands still until the new submission."""
    post = _reviewing(matter, actor, Act.RETURN, "告知补正")
    if not items or any(not item.reason.strip() for item in items):
        raise NothingToCorrect
    resume = resume_at or matter.step.id
    if matter.procedure.position(resume) > matter.procedure.position(matter.step.id):
        raise NotAtThisStep("补正后跳到后面的环节", matter.step.name)
    days = matter.procedure.correction_days
    return (e.Returned(matter.step.id, post.desk, items, resume, days),)


def send_back(matter: Matter, actor: Actor, *, reason: str) -> tuple[e.Event, ...]:
    """退回重审: the confirming person does not agree with what was proposed."""
    post = _reviewing(matter, actor, Act.SEND_BACK, "退回重审")
    if not reason.strip():
        raise ReasonMissing("退回重审")
    return (e.SentBack(matter.step.id, post.desk, matter.step.sends_back_to, reason.strip()),)


def reject(matter: Matter, actor: Actor, *, reasons: tuple[str, ...]) -> tuple[e.Event, ...]:
    """拟不予支持: proposed here, confirmed by somebody else."""
    post = _reviewing(matter, actor, Act.REJECT, "拟不予支持")
    told = tuple(reason.strip() for reason in reasons if reason.strip())
    if not told:
        raise ReasonMissing("拟不予支持")
    return (e.Rejected(matter.step.id, post.desk, told),)


def withdraw(matter: Matter, actor: Actor, *, reason: str = "") -> tuple[e.Event, ...]:
    """撤回: by the applicant, at any time before the case is closed; after a draft it needs a reason."""
    if matter.state.stage is Stage.CLOSED:
        raise NotAtThisStep("撤回", STAGES[matter.state.stage])
    if actor.holds(Role.ENTERPRISE_AGENT, matter.parties.uscc) is None:
        raise NotYourDuty("申报企业")
    if matter.state.stage is not Stage.DRAFT and not reason.strip():
        raise ReasonMissing("撤回")
    return (e.Withdrawn(reason.strip()),)


def lapse(matter: Matter, actor: Actor, *, reason: str, overdue: bool) -> tuple[e.Event, ...]:
    """逾期未补正: an officer of the returning desk closes the case after the time for correction has passed."""
    returned = matter.state.returned
    if matter.state.stage is not Stage.CORRECTION or returned is None:
        raise NotAtThisStep("按逾期未补正办结", STAGES[matter.state.stage])
    if _post_at(actor, (returned.desk,)) is None:
        raise NotYourDuty("告知补正的经办")
    if not overdue:
        raise NotAtThisStep("按逾期未补正办结", "补正期限未满")
    if not reason.strip():
        raise ReasonMissing("按逾期未补正办结")
    return (e.Withdrawn(reason.strip(), lapsed=True),)


def answer_consent(matter: Matter, actor: Actor, *, wants: bool, reason: str = "") -> tuple[e.Event, ...]:
    """意愿确认: the enterprise takes the award or leaves it."""
    _at(matter, StepKind.CONSENT, "确认意愿")
    if _post_at(actor, matter.step.desks(matter.parties)) is None:
        raise NotYourDuty("获得奖补的企业")
    return (e.Consented(matter.step.id),) if wants else (e.Declined(matter.step.id, reason.strip()),)


def supervise(matter: Matter, actor: Actor, *, text: str) -> tuple[e.Event, ...]:
    """督办: the lead unit's head or a district leader asks in writing; it moves nothing by itself."""
    if matter.state.stage is Stage.CLOSED:
        raise NotAtThisStep("督办", STAGES[matter.state.stage])
    if not supervises(matter, actor):
        raise NotYourDuty("牵头部门负责人或区领导")
    if not text.strip():
        raise ReasonMissing("督办")
    return (e.Supervised(matter.step.id, text.strip()),)


def supervises(matter: Matter, actor: Actor) -> bool:
    """Whether somebody stands above the work on this case: the lead unit's head, or a district leader."""
    return actor.has(Role.LEADER) or actor.holds(Role.UNIT_HEAD, matter.parties.lead_unit) is not None


def may_lapse(matter: Matter, actor: Actor, *, overdue: bool) -> bool:
    """Whether this person may close the case because the time for correction has passed."""
    returned = matter.state.returned
    waiting = matter.state.stage is Stage.CORRECTION and returned is not None and overdue
    return waiting and returned is not None and _post_at(actor, (returned.desk,)) is not None


def may_submit(matter: Matter, actor: Actor) -> bool:
    """Whether the form is open to this person: the applicant, or a clerk who fills it in for it."""
    return matter.state.stage in (Stage.DRAFT, Stage.CORRECTION) and _post_at(actor, _submission_desks(matter)) is not None


def duty_on(matter: Matter, actor: Actor, kind: StepKind, deed: str) -> Post:
    """The post in which this person does the work of a step of this kind; refuses another step or another's desk."""
    _at(matter, kind, deed)
    post = _post_at(actor, matter.step.desks(matter.parties))
    if post is None:
        raise NotYourDuty(desk_words(matter.step.desks(matter.parties)))
    return post


def _reviewing(matter: Matter, actor: Actor, act: Act, deed: str) -> Post:
    _at(matter, StepKind.REVIEW, deed)
    if act not in _acts(matter):
        raise NotAtThisStep(deed, matter.step.name)
    post = _post_at(actor, open_desks(matter.step, matter.state, matter.step.desks(matter.parties)))
    if post is None:
        raise NotYourDuty(desk_words(waiting_desks(matter)))
    _check_four_eyes(matter, actor, post)
    return post


def _acts(matter: Matter) -> frozenset[Act]:
    """A proposal to refuse is confirmed or sent back, nothing else."""
    acts = matter.step.acts
    if matter.state.proposal is not Proposal.GRANT:
        acts &= {Act.APPROVE, Act.SEND_BACK}
    return acts


def _at(matter: Matter, kind: StepKind, deed: str) -> None:
    if matter.state.stage is not Stage.RUNNING:
        raise NotAtThisStep(deed, STAGES[matter.state.stage])
    if matter.step.kind is not kind:
        raise NotAtThisStep(deed, matter.step.name)


def _check_four_eyes(matter: Matter, actor: Actor, post: Post) -> None:
    persons = {actor.user, post.for_user} - {0}
    if persons & matter.state.makers:
        raise FourEyes(actor.name, "提交")
    if persons & matter.state.experts:
        raise FourEyes(actor.name, "专家评审")
    step = matter.step
    for given in matter.state.approvals:
        same_step = given.step == step.id and (step.persons > 1 or len(step.seats) > 1)
        if (same_step or given.step in step.apart_from) and persons & given.persons:
            raise FourEyes(actor.name, matter.procedure.step(given.step).name)


def most_now(matter: Matter, ceiling: e.Amounts | None) -> e.Amounts | None:
    """最多可核定多少: what the rule gives, and no more than what was lowered to before by a decision that still holds."""
    state = matter.state
    lowered = any(matter.procedure.step(given.step).lowers for given in state.approvals)
    if ceiling is None or not lowered or state.amounts is None:
        return state.amounts if ceiling is None else ceiling
    return {tier: min(fen, state.amounts.get(tier, 0)) for tier, fen in ceiling.items()}


def _check_amounts(
    matter: Matter, decided: e.Amounts, most: e.Amounts, because: str, labels: Mapping[str, str]
) -> None:
    for tier, fen in decided.items():
        if fen < 0 or fen > most.get(tier, 0):
            raise AmountAboveCeiling(labels.get(tier, tier), show_yuan(fen), show_yuan(most.get(tier, 0)))
    if any(decided.get(tier, 0) != fen for tier, fen in most.items()):
        if not matter.step.lowers:
            raise NotAtThisStep("降低金额", matter.step.name)
        if not because.strip():
            raise ReasonMissing("降低金额")


def _submission_desks(matter: Matter) -> tuple[str, ...]:
    first = next((s for s in matter.procedure.steps if s.kind is StepKind.SUBMISSION), None)
    return first.desks(matter.parties) if first else (applicant_desk(matter.parties),)


def _post_at(actor: Actor, desks: tuple[str, ...]) -> Post | None:
    """One's own post before a delegated one."""
    found = [post for post in actor.posts if post.desk in desks]
    return min(found, key=lambda post: post.for_user, default=None)


def desk_words(desks: tuple[str, ...]) -> str:
    """镇街经办、部门负责人: the roles of desks in words."""
    roles = dict.fromkeys(Role(desk.partition("@")[0]).label for desk in desks)
    return "、".join(roles) or "别人"
