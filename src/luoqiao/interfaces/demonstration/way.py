"""案件怎样走: how long each step takes and how it ends, drawn under the case's own key, as far as the demonstration's day.

What would happen after that day has not happened yet: there the story stops, and the case lies on somebody's desk.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from luoqiao.apps.cases.queries.progress import planned_of
from luoqiao.apps.cases.telling import Telling
from luoqiao.core.cases import decide
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import next_month_to_report, notice_days, report_due_on
from luoqiao.core.cases.procedure import Act, Proposal, Step, StepKind
from luoqiao.core.cases.reporting import finish
from luoqiao.core.cases.state import Stage
from luoqiao.core.cases.task_book import Turn
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.core.parties.draws import part
from luoqiao.interfaces.demonstration.names import pick
from luoqiao.interfaces.demonstration.project_months import next_month
from luoqiao.interfaces.demonstration.scoring import score_case
from luoqiao.interfaces.demonstration.task_books import reported_on, task_book_deed
from luoqiao.interfaces.demonstration.world import ZONE, World, working_moment

MOST_DEEDS = 60
RETURNS = (
    ("document", "合同", "缺最后一页盖章页"), ("document", "付款凭证", "银行回单看不清，请重新上传"),
    ("document", "发票", "销方名称与合同不一致，请说明"),
    ("field", "年度服务费", "填报数与发票合计不一致"),
)  # fmt: skip
REFUSALS = ("服务不在上云上平台范围内", "付款不在申报年度内", "购方不是申报企业")
NOT_CHOSEN = "综合评审意见、方案可行性和经费，本难题选定另一家"
CREDIT_PLATFORM = "信用中国"
LOWERED = ("一张发票不属于本项目，不计入", "设备清单中两台未到厂，不计入")
OPINIONS = ("材料齐全，属实", "已到企业核实，情况属实", "经核，符合条件", "同意", "")


def go_on(case: Telling, world: World, key: str) -> None:
    """Let the case go on until it is closed, or until the next deed would be after today."""
    for deed in range(MOST_DEEDS):
        if not case.state.open or not _next(case, world, f"{key}/{deed}"):
            return


def _next(case: Telling, world: World, key: str) -> bool:
    """One more deed; false when it would be after today."""
    match case.state.stage:
        case Stage.CORRECTION:
            return _correct(case, world, key)
        case Stage.RUNNING:
            return _STEPS[case.matter.step.kind](case, world, key)
    return False


def _review(case: Telling, world: World, key: str) -> bool:
    step = case.matter.step
    desk = decide.waiting_desks(case.matter)[0]
    late = part(f"{key}/late", 1, 100) <= 8
    days = step.days + part(f"{key}/over", 1, 9) if late else part(f"{key}/days", 0, max(step.days, 1))
    at = working_moment(world.calendar, case.last_at, days, key)
    if at > world.now:
        return False
    actor = _who_may(case, world.desks.at(desk), key)
    if actor is None:
        return False
    _decide(case, world, step, actor, at, key)
    return True


def _who_may(case: Telling, people: list[Actor], key: str) -> Actor | None:
    able = [one for one in people if decide.may(case.matter, one).acts]
    return able[part(f"{key}/who", 0, len(able) - 1)] if able else None


def _decide(case: Telling, world: World, step: Step, actor: Actor, at: datetime, key: str) -> None:
    drawn = part(f"{key}/how", 1, 100)
    proposal = case.state.proposal
    if proposal is Proposal.GRANT and Act.RETURN in step.acts and case.state.round == 1 and drawn <= 11:
        kind, name, reason = RETURNS[part(f"{key}/item", 0, len(RETURNS) - 1)]
        items = (e.ReturnItem(kind, name, reason),)
        case.happen(actor, *decide.return_for_correction(case.matter, actor, items=items), at=at)
    elif proposal is Proposal.GRANT and case.row.number in world.losing and case.state.score and Act.REJECT in step.acts:
        case.happen(actor, *decide.reject(case.matter, actor, reasons=(NOT_CHOSEN,)), at=at)
    elif proposal is Proposal.GRANT and Act.REJECT in step.acts and drawn in (12, 13, 14, 15):
        case.happen(actor, *decide.reject(case.matter, actor, reasons=(pick(f"{key}/why", REFUSALS),)), at=at)
    elif Act.SEND_BACK in step.acts and drawn in (16, 17):
        case.happen(actor, *decide.send_back(case.matter, actor, reason="请再核一遍发票"), at=at)
    elif step.lowers and drawn in (18, 19, 20, 21) and (most := case.most()):
        lowered = {tier: fen * 9 // 10 for tier, fen in most.items()}
        case.approve(actor, at=at, lowered=lowered, because=pick(f"{key}/low", LOWERED), credit_from=CREDIT_PLATFORM)
    else:
        case.approve(actor, at=at, opinion=pick(f"{key}/opinion", OPINIONS), credit_from=CREDIT_PLATFORM)


def _correct(case: Telling, world: World, key: str) -> bool:
    if part(f"{key}/never", 1, 100) <= 6:
        return _lapse(case, world, key)
    at = working_moment(world.calendar, case.last_at, part(f"{key}/days", 1, 8), key)
    agent = world.desks.at(f"enterprise_agent@{case.row.uscc}")
    if at > world.now or not agent:
        return False
    return case.hand_in(agent[0], at=at)


def _lapse(case: Telling, world: World, key: str) -> bool:
    returned = case.state.returned
    at = working_moment(world.calendar, case.last_at, (returned.days if returned else 10) + 3, key)
    officers = [one for one in world.desks.at(returned.desk if returned else "") if one.user]
    if at > world.now or not officers:
        return False
    events = decide.lapse(case.matter, officers[0], reason="逾期未补正，企业同意撤回", overdue=True)
    case.happen(officers[0], *events, at=at)
    return True


def posting_day(calendar: Calendar, after: date) -> date:
    """公示日: notices are posted on Wednesdays, or on the first working day after."""
    day = after + timedelta(days=(2 - after.weekday()) % 7 or 7)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def _notice(case: Telling, world: World, key: str) -> bool:
    step = case.matter.step
    if step.notice is None:
        return False
    if case.state.notice is None:
        day = posting_day(world.calendar, case.last_at.astimezone(ZONE).date())
        at = datetime.combine(day, time(10, 0), ZONE)
        poster = world.desks.at(decide.waiting_desks(case.matter)[0])
        if at > world.now or not poster:
            return False
        first, last, _ = notice_days(step.notice, day, world.calendar)
        number = f"{case.row.lead_unit}/{case.row.procedure}/{day.isoformat()}"
        case.happen(poster[0], e.NoticePosted(step.id, number, first, last), at=at)
        return True
    at = datetime.combine(case.state.notice.last_on + timedelta(days=1), time(0, 30), ZONE)
    if at > world.now:
        return False
    case.happen(SYSTEM, e.NoticeEnded(case.state.notice.notice), at=at)
    return True


def _consent(case: Telling, world: World, key: str) -> bool:
    at = working_moment(world.calendar, case.last_at, part(f"{key}/days", 0, 7), key)
    agent = world.desks.at(f"enterprise_agent@{case.row.uscc}")
    if at > world.now or not agent:
        return False
    wants = part(f"{key}/wants", 1, 100) > 3
    case.happen(agent[0], *decide.answer_consent(case.matter, agent[0], wants=wants, reason="" if wants else "企业已迁出"), at=at)
    return True


def _reporting(case: Telling, world: World, key: str) -> bool:
    step = case.matter.step
    month = next_month_to_report(step, case.state, ZONE)
    agent = world.desks.at(f"enterprise_agent@{case.row.uscc}")
    if month is None or not agent or step.report is None:
        return False
    if case.state.says_done:
        return _confirm_done(case, world, key)
    due = report_due_on(step, month)
    careless = part(f"{case.row.number}/careless", 1, 100) <= 12
    if part(f"{key}/missed", 1, 100) <= (70 if careless else 4):
        at = datetime.combine(due + timedelta(days=1), time(0, 30), ZONE)
        if at <= world.now:
            case.happen(SYSTEM, e.ReportMissed(month), at=max(at, case.last_at + timedelta(minutes=1)))
        return at <= world.now
    at = datetime.combine(due - timedelta(days=part(f"{key}/early", 0, 3)), time(9 + part(f"{key}/hour", 0, 7), 12), ZONE)
    if at <= world.now:
        planned = planned_of(case.given.form).total
        progress = next_month(key, planned, case.last_report())
        case.report(agent[0], month, progress, at=max(at, case.last_at + timedelta(minutes=1)))
    return at <= world.now


def _confirm_done(case: Telling, world: World, key: str) -> bool:
    at = working_moment(world.calendar, case.last_at, part(f"{key}/days", 2, 12), key)
    officers = world.desks.at(decide.waiting_desks(case.matter)[0])
    if at > world.now or not officers:
        return False
    case.happen(officers[0], *finish(case.matter, officers[0], reason="现场核验，已投产"), at=at)
    return True


def _sealed(case: Telling, world: World, key: str) -> bool:
    until = case.state.sealed_until
    if until is None:
        return False
    at = datetime.combine(until + timedelta(days=1), time(0, 30), ZONE)
    if at <= world.now:
        case.happen(SYSTEM, e.Unsealed(case.matter.step.id), at=at)
    return at <= world.now


def _milestones(case: Telling, world: World, key: str) -> bool:
    people = world.desks.at(decide.waiting_desks(case.matter)[0])
    book = case.state.task_book
    if not people:
        return False
    if book.turn is Turn.REACH:
        due = datetime.combine(reported_on(book, case.row.subject, key), time(10, 20), ZONE)
        at = working_moment(world.calendar, max(due, case.last_at), 0, key)
    else:
        at = working_moment(world.calendar, case.last_at, part(f"{key}/days", 2, 9), key)
    if at > world.now:
        return False
    case.happen(people[0], *task_book_deed(case.matter, people[0], at.date(), key), at=at)
    return True


_STEPS = {
    StepKind.REVIEW: _review, StepKind.NOTICE: _notice, StepKind.CONSENT: _consent, StepKind.SCORING: score_case,
    StepKind.REPORTING: _reporting, StepKind.MILESTONES: _milestones, StepKind.SEALED: _sealed,
    StepKind.SUBMISSION: lambda *_: False,
}  # fmt: skip
