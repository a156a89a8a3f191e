"""在别处办的环节: where the work of a step is done that is no review: notices, marks, reports, milestones. One table."""

from __future__ import annotations

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Stage
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.parts import Link

WORK: dict[StepKind, tuple[str, str]] = {StepKind.NOTICE: ("选入公示名单", "cases:notice_prepare")}
"""What whoever has to act is offered, by the kind of the step: words and route."""


def elsewhere_link(file: CaseFile, actor: Actor) -> Link | None:
    """The page on which the present step is worked on, or on which it can be followed."""
    state, step = file.state, file.matter.step
    if state.stage is not Stage.RUNNING:
        return None
    mine = any(post.desk in file.matter.waiting for post in actor.posts)
    if step.kind is StepKind.NOTICE and state.notice is not None:
        if state.notice.objections and mine:
            return _link("处理异议", "cases:objection_desk")
        return _link("看公示", "cases:notice", state.notice.notice)
    if step.kind is StepKind.SCORING and mine:
        return _link("请专家、结束评审", "cases:experts", file.row.number)
    if not mine or step.kind not in WORK:
        return None
    return _link(*WORK[step.kind])


def _link(label: str, route: str, *parts: str) -> Link | None:
    href = address(route, *parts)
    return Link(label, href) if href else None
