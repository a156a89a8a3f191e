"""案件的经过: each event as who did what, with the lines that belong to it; the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.cases import events as e
from luoqiao.core.cases.credit_check import from_values
from luoqiao.core.cases.procedure import Proposal
from luoqiao.core.cases.reporting import month_words
from luoqiao.core.cases.satisfaction import Grade
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.cases.score_words import average_words
from luoqiao.interfaces.portal.cases.words import desk_words, moment, tiers_words


@dataclass(frozen=True, slots=True)
class Happened:
    """经过的一条."""

    seq: int
    at: str
    place: str
    name: str
    what: str
    lines: tuple[str, ...] = ()


def history_rows(file: CaseFile, today: date) -> tuple[Happened, ...]:
    """Every event that the reader is told of, the newest first."""
    return tuple(happened(one, file, today) for one in reversed(file.history))


def happened(one: e.Recorded, file: CaseFile, today: date) -> Happened:
    """One event in words."""
    what, *lines = event_words(one.event, file)
    name = f"{one.name}（代{one.for_name}）" if one.for_name else one.name
    place = desk_words(one.post, file.pack) if one.post else ""
    if not one.user:
        place, name = "系统", ""
    return Happened(one.seq, moment(one.at, today), place, name, what, tuple(line for line in lines if line))


def event_words(event: e.Event, file: CaseFile) -> list[str]:
    """What happened, then the lines under it."""
    match event:
        case e.Opened() | e.Submitted() | e.Withdrawn() | e.Consented() | e.Declined() | e.Rated():
            return list(_by_applicant(event, file))
        case e.FactDecided() | e.Approved() | e.Returned() | e.SentBack() | e.Rejected():
            return list(_by_officers(event, file))
        case e.NoticePosted() | e.NoticeHeld() | e.ObjectionAnswered() | e.NoticeWithdrawn() | e.NoticeEnded():
            return list(_on_notice(event))
        case e.Reminded() | e.Escalated() | e.Supervised() | e.Migrated() | e.Sealed() | e.Unsealed() | e.Arranged():
            return list(_around(event, file))
    return list(_of_projects(event))


def origin_words(origin: str) -> str:
    """名单 MD-2023-0001 第 3 行: where a case that nobody applied for came from."""
    kind, _, where = origin.partition(":")
    number, _, place = where.partition(":")
    return f"名单 {number} 第 {place} 行" if kind == "list" and number and place else origin


def _by_applicant(event: e.Event, file: CaseFile) -> Iterator[str]:
    match event:
        case e.Opened():
            yield "由镇街代填" if event.assisted else "立案" if event.origin else "开始填报"
            yield f"依据：{origin_words(event.origin)}" if event.origin else ""
        case e.Submitted():
            total = sum(event.amounts.values())
            worked_out = f"，按规则测算 {show_yuan(total)}" if event.amounts else ""
            first = next((one.seq for one in file.history if isinstance(one.event, e.Submitted)), 0)
            again = any(one.event is event and one.seq != first for one in file.history)
            yield f"{'重新提交' if again else '提交'}{worked_out}"
            yield event.note
        case e.Withdrawn():
            yield "逾期没有补正，办结" if event.lapsed else "撤回"
            yield event.reason
        case e.Consented():
            yield "确认领取"
        case e.Declined():
            yield "放弃领取"
            yield event.reason
        case e.Rated():
            yield f"评价：{Grade(event.grade).label}"
            yield event.text


def _by_officers(event: e.Event, file: CaseFile) -> Iterator[str]:
    match event:
        case e.FactDecided():
            label = next((line.label for line in file.facts if line.key == event.key), _grant_label(event.key, file))
            yield f"认定“{label}”为 {event.value}" if event.value is not None else f"撤回对“{label}”的认定"
            yield event.reason
        case e.Approved():
            yield f"{file.step_name(event.step)}：{_agreed(event, file)}"
            if event.lowered_because:
                yield f"核定 {tiers_words(event.amounts, file.pack)}；降低理由：{event.lowered_because}"
            yield event.opinion
            yield from_values(event.credit).words if event.credit else ""
        case e.Returned():
            yield f"一次性告知补正 {len(event.items)} 项"
            yield from (f"{item.name}：{item.reason}" for item in event.items)
        case e.SentBack():
            yield f"退回“{file.step_name(event.to)}”重审"
            yield event.reason
        case e.Rejected():
            yield "拟不予支持"
            yield from event.reasons


def _grant_label(key: str, file: CaseFile) -> str:
    """市级实拨: what an upper tier granted is no input of the clause."""
    tiers = {f"granted_{tier.code}": f"{tier.label}实拨" for tier in file.pack.meta.tiers}
    return tiers.get(key, key)


def _agreed(event: e.Approved, file: CaseFile) -> str:
    """What was agreed to: the case, or the refusal or removal that somebody had proposed before."""
    step = file.find_step(event.step)
    if step is not None and Proposal.GRANT not in step.serves:
        return "确认移出名单"
    proposed = False
    for one in file.history:
        if one.event is event:
            break
        match one.event:
            case e.Rejected():
                proposed = True
            case e.SentBack() | e.Submitted():
                proposed = False
    return "确认不予支持" if proposed else "同意"


def _on_notice(event: e.Event) -> Iterator[str]:
    match event:
        case e.NoticePosted():
            yield f"公示 {event.first_on} 至 {event.last_on}"
        case e.NoticeHeld():
            yield "收到异议，本件暂停，其他各件照常公示"
        case e.ObjectionAnswered():
            yield "异议成立，重新审查" if event.upheld else "异议不成立"
            yield event.answer
        case e.NoticeWithdrawn():
            yield "从公示撤下，退回重审" if event.back else "从公示撤下，另行公示"
            yield event.reason
        case e.NoticeEnded():
            yield "公示期满"


def _around(event: e.Event, file: CaseFile) -> Iterator[str]:
    match event:
        case e.Reminded():
            yield f"催办{desk_words(event.desk, file.pack)}：{'已过期限' if event.overdue else '期限将到'}"
        case e.Escalated():
            yield f"逾期上报{desk_words(event.to, file.pack)}"
        case e.Supervised():
            yield f"督办{f'，要求 {event.due_on} 前办完' if event.due_on else ''}"
            yield event.text
        case e.Sealed():
            yield f"封存到 {event.until}"
        case e.Unsealed():
            yield "截止已过，打开"
        case e.Arranged():
            yield f"按预算安排，金额为 {tiers_words(event.amounts, file.pack)}"
            yield event.reason
        case e.Migrated():
            step = file.step_name(event.step)
            yield f"换用新流程，从“{step}”办起" if event.fresh else f"换用新流程，接着办“{step}”"
            yield event.reason


def _of_projects(event: e.Event) -> Iterator[str]:
    match event:
        case e.ScoringClosed():
            many = f"，{event.count} 位专家打分" if event.count else ""
            yield f"评审结束{many}，{average_words(event.average, passed=event.passed)}"
        case e.Reported():
            yield f"报告 {month_words(event.month)}进度{'，已竣工投产' if event.done else ''}"
        case e.ReportMissed():
            yield f"{month_words(event.month)}的进度没有报告"
        case e.Finished():
            yield "确认项目完成"
            yield event.reason
        case e.Continued():
            yield "没有确认完成，继续报进度"
            yield event.reason
        case e.FollowedUp():
            yield "差评整改和回访"
            yield from (event.text, event.answer)
        case _:
            yield from _of_task_book(event)


def _of_task_book(event: e.Event) -> Iterator[str]:
    match event:
        case e.MilestonesProposed():
            yield f"拟定任务书，{len(event.milestones)} 个里程碑，送企业确认"
            yield from (f"{one.name}：{one.due_on} 前" for one in event.milestones)
            yield event.note
        case e.MilestonesReturned():
            yield "退回任务书"
            yield event.reason
        case e.MilestonesAgreed():
            yield f"任务书约定 {len(event.milestones)} 个里程碑"
            yield from (f"{one.name}：{one.due_on} 前" for one in event.milestones)
        case e.MilestoneReported():
            yield f"报第 {event.number} 个里程碑已达到"
            yield event.words
        case e.MilestonePassed():
            yield f"第 {event.number} 个里程碑{'通过' if event.passed else '没有通过'}"
            yield event.note
