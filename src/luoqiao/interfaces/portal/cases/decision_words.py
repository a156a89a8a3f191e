"""办理按钮的话: what a button will do, said on it; who has the case now; why two persons are needed."""

from __future__ import annotations

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.cases.decide import Matter, approvals_missing
from luoqiao.core.cases.procedure import Procedure, Proposal, Step, StepKind
from luoqiao.core.cases.state import Stage
from luoqiao.interfaces.portal.cases.milestone_words import turn_sentence
from luoqiao.interfaces.portal.cases.words import desks_words

CONFIRMS = {Proposal.REJECT: "确认不予支持", Proposal.REMOVE: "确认移出名单"}


def approve_words(matter: Matter, amount: int) -> str:
    """同意，送镇街初审 · 拟同意，送部门复核 · 复核同意，进入公示 · 确认不予支持."""
    step, state = matter.step, matter.state
    missing = approvals_missing(matter)
    if state.proposal is not Proposal.GRANT:
        said = CONFIRMS[state.proposal]
        return f"{said}，还要一人" if missing > 1 else said
    if missing > 1:
        return "同意，还要其他席位" if len(step.seats) > 1 else "同意，还要一人确认"
    following = matter.procedure.after(step.id, amount)
    if following is None:
        return "同意，办结"
    said = "拟同意" if step.id in following.apart_from and step.lowers else "复核同意" if step.apart_from else "同意"
    return f"{said}，{'送' if following.kind is StepKind.REVIEW else '进入'}{following.name}"


def whose_turn(file: CaseFile) -> str:
    """现在由谁办: one sentence; what is waited for when nobody has to act."""
    state, step = file.state, file.matter.step
    if state.stage is Stage.CLOSED:
        return f"已办结：{state.ending.label if state.ending else ''}"
    if state.stage is Stage.DRAFT:
        return "企业正在填报，还没有提交"
    if state.stage is Stage.CORRECTION:
        return "等企业补正"
    if step.kind is StepKind.SEALED:
        return "已封存，截止以前谁也看不到内容"
    if step.kind is StepKind.MILESTONES:
        return turn_sentence(file.matter, file.pack, own=False)
    waiting = desks_words(file.matter.waiting, file.pack)
    if not waiting:
        return f"{step.name}中，等期满"
    return f"现在由{waiting}办理“{step.name}”"


def four_eyes_words(matter: Matter, amount: int) -> str:
    """Why somebody else has to act before or after; empty where this step stands alone."""
    step, procedure = matter.step, matter.procedure
    apart = [procedure.step(name).name for name in step.apart_from]
    if apart:
        return f"办过{'、'.join(f'“{name}”' for name in apart)}的人不能办“{step.name}”，提交人也不能。"
    if step.persons > 1:
        return f"“{step.name}”要 {step.persons} 个人分别确认。"
    here = procedure.position(step.id)
    later = [one for one in procedure.way(amount) if procedure.position(one.id) > here and step.id in one.apart_from]
    if not later:
        return ""
    after = _after(procedure, later[0], amount)
    return f"您是经办人，不能办“{later[0].name}”；须由另一个人办。{f'之后{after}。' if after else ''}"


def _after(procedure: Procedure, step: Step, amount: int) -> str:
    following = procedure.after(step.id, amount)
    if following is None:
        return ""
    if following.kind is StepKind.NOTICE and following.notice:
        return f"公示 {following.notice.days} 个{'工作日' if following.notice.working else '自然日'}"
    return f"进入“{following.name}”"
