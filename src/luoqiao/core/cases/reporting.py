"""报进度: which months may be reported on a day, when a month counts as missed, and how the reporting of a project ends.

A report is due by the stated day of the month after (重点技改项目: the 5th). The day after, the month is missed for good; its
report may still be given until the next one is due. So many misses in a row lead to the removal of the project from the
list, which two officers confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import next_month, next_month_to_report, report_due_on
from luoqiao.core.cases.decide import STAGES, Matter, lead_desk
from luoqiao.core.cases.procedure import Procedure, StepKind
from luoqiao.core.cases.refusals import FourEyes, NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.state import CaseState, Stage
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Post, Role


class NotToReport(DomainError):
    """这个月现在不能报."""

    code = "LQ-5802"

    def __init__(self, month: date, why: str) -> None:
        super().__init__(f"{month_words(month)}的进度现在不能报：{why}")


@dataclass(frozen=True, slots=True)
class ReportableMonth:
    """可以报的月份: by when it is due; `late`: it counts as missed already; `again`: it was reported and may be corrected."""

    month: date
    due_on: date
    late: bool = False
    again: bool = False


def month_words(month: date) -> str:
    """2023年5月."""
    return f"{month.year}年{month.month}月"


def reporting(matter: Matter) -> bool:
    """Whether the case is at the step at which its project reports."""
    return matter.state.stage is Stage.RUNNING and matter.step.kind is StepKind.REPORTING


def reportable_months(matter: Matter, on: date, zone: tzinfo) -> tuple[ReportableMonth, ...]:
    """The months that may be reported on this day, the one that is due next first."""
    if not reporting(matter) or matter.step.report is None:
        return ()
    step, state = matter.step, matter.state
    following = next_month_to_report(step, state, zone)
    found = []
    if following is not None and on >= following.replace(day=matter.step.report.open_day):
        found.append(ReportableMonth(following, report_due_on(step, following)))
    last = _last_known(state, following)
    if last is not None and following is not None:
        due, due_next = report_due_on(step, last), report_due_on(step, following)
        if last in state.reported and last not in state.missed and on <= due:
            found.append(ReportableMonth(last, due, again=True))
        if last in state.missed and on <= due_next:
            found.append(ReportableMonth(last, due, late=True, again=last in state.reported))
    return tuple(found)


def report(
    matter: Matter, actor: Actor, *, month: date, on: date, zone: tzinfo, snapshot: str, done: bool
) -> tuple[e.Event, ...]:
    """报进度: by the enterprise, for a month that may be reported now."""
    _at_reporting(matter, "报进度")
    if actor.holds(Role.ENTERPRISE_AGENT, matter.parties.uscc) is None:
        raise NotYourDuty("列入名单的企业")
    if month not in {one.month for one in reportable_months(matter, on, zone)}:
        raise NotToReport(month, _why_not(matter, month, zone))
    return (e.Reported(month, snapshot, done),)


def next_missed(matter: Matter, on: date, zone: tzinfo) -> e.ReportMissed | None:
    """未报: the month whose due day has passed without a report; none while an officer looks whether the project is done."""
    if not reporting(matter) or matter.state.says_done:
        return None
    month = next_month_to_report(matter.step, matter.state, zone)
    if month is None or on <= report_due_on(matter.step, month):
        return None
    return e.ReportMissed(month)


def finish(matter: Matter, actor: Actor, *, reason: str) -> tuple[e.Event, ...]:
    """确认完成: the enterprise said that the project is done, an officer of the lead unit confirms it."""
    duty_to_answer(matter, actor, "确认项目完成")
    return (e.Finished(reason.strip()),)


def continue_reporting(matter: Matter, actor: Actor, *, reason: str) -> tuple[e.Event, ...]:
    """尚未完成: the officer does not confirm; the enterprise is told why and goes on reporting."""
    duty_to_answer(matter, actor, "退回完成申请")
    if not reason.strip():
        raise ReasonMissing("退回完成申请")
    return (e.Continued(reason.strip()),)


def duty_to_answer(matter: Matter, actor: Actor, deed: str) -> Post:
    """The post in which this person answers that a project is done; refuses another desk, the same person, another moment."""
    _at_reporting(matter, deed)
    if not matter.state.says_done:
        raise NotAtThisStep(deed, f"{matter.step.name}，企业还没有报竣工投产")
    post = next((one for one in actor.posts if one.desk == lead_desk(matter.parties)), None)
    if post is None:
        raise NotYourDuty("牵头部门经办")
    if {actor.user, post.for_user} & matter.state.makers - {0}:
        raise FourEyes(actor.name, "申请列入")
    return post


def _last_known(state: CaseState, following: date | None) -> date | None:
    """The latest month that was reported or missed in this run of reporting."""
    known = [month for month in (*state.reported, *state.missed) if following is None or month < following]
    last = max(known, default=None)
    return last if last is not None and following is not None and next_month(last) == following else None


def _why_not(matter: Matter, month: date, zone: tzinfo) -> str:
    step, state = matter.step, matter.state
    following = next_month_to_report(step, state, zone)
    if following is not None and month >= following and step.report is not None:
        opens = following.replace(day=step.report.open_day)
        return f"接下来该报{month_words(following)}，{opens:%Y-%m-%d} 起可以报"
    if month in state.missed:
        return "补报的时间已经过了，这个月按未报记"
    if month in state.reported:
        return "已经报过，报送期已过，不能再改"
    return "这个月不用报"


def _at_reporting(matter: Matter, deed: str) -> None:
    if matter.state.stage is not Stage.RUNNING:
        raise NotAtThisStep(deed, STAGES[matter.state.stage])
    if matter.step.kind is not StepKind.REPORTING:
        raise NotAtThisStep(deed, matter.step.name)


def missed_in_row(procedure: Procedure, state: CaseState) -> int:
    """How many months were missed in a row; at the removal, all that led to it."""
    return state.missed_in_row or next((step.report.most_missed for step in procedure.steps if step.report), 0)
