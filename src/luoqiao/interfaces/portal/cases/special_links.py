"""案件页通往专项的链接: where the experts, the monthly reports, the milestones and the bids of a case have their pages."""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.apps.cases.queries.challenges import COMPARES
from luoqiao.core.cases.challenge import BID, DEMAND
from luoqiao.core.cases.follow_up import pending
from luoqiao.core.cases.milestones import at_task_book
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.milestone_words import turn_link_words
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.parts import Link


def special_links(file: CaseFile, actor: Actor) -> tuple[Link, ...]:
    """The pages that this case has beside its own, for whoever may enter them."""
    found = [(label, address(route, file.row.number)) for label, route in _routes(file, actor)]
    return tuple(Link(label, href) for label, href in found if href)


def board_links(file: CaseFile, actor: Actor) -> tuple[Link, ...]:
    """The challenge that a demand became, or that a bid answers; for the unit the bids side by side."""
    challenge = file.row.number if file.row.procedure == DEMAND and file.row.granted else ""
    challenge = file.parent if file.row.procedure == BID else challenge
    found = [("榜单上的难题", address("cases:challenge", challenge))] if challenge else []
    found += [("遴选对照", address("cases:bids", challenge))] if challenge and actor.has(*COMPARES) else []
    return tuple(Link(label, href) for label, href in found if href)


def _routes(file: CaseFile, actor: Actor) -> Iterator[tuple[str, str]]:
    own = actor.holds(Role.ENTERPRISE_AGENT, file.row.uscc) is not None
    if _reached(file, StepKind.REPORTING):
        yield ("报进度" if own and file.matter.step.kind is StepKind.REPORTING else "各月进度"), "cases:report"
    if _reached(file, StepKind.MILESTONES):
        yield _task_book_words(file, actor, own=own), "cases:milestones"
    if file.told_of_experts and _reached(file, StepKind.SCORING) and not _organises(file, actor):
        yield "专家评审", "cases:experts"
    if pending(file.state) and actor.holds(Role.UNIT_HEAD, file.row.lead_unit) is not None:
        yield "整改差评", "cases:follow_up"


def _task_book_words(file: CaseFile, actor: Actor, *, own: bool) -> str:
    if not at_task_book(file.matter):
        return "任务书与里程碑"
    officer = any(post.desk in file.matter.waiting for post in actor.posts)
    return turn_link_words(file.matter, applicant=own, officer=officer)


def _organises(file: CaseFile, actor: Actor) -> bool:
    """Whether the way to the experts is offered already as the work of this step (`elsewhere.py`)."""
    running = file.state.stage is Stage.RUNNING and file.matter.step.kind is StepKind.SCORING
    return running and any(post.desk in file.matter.waiting for post in actor.posts)


def _reached(file: CaseFile, kind: StepKind) -> bool:
    """Whether the case is at a step of that kind, or has gone beyond it."""
    state, steps = file.state, file.procedure.steps
    at = next((place for place, step in enumerate(steps) if step.kind is kind), None)
    if at is None or state.round == 0:
        return False
    return state.ending is Ending.GRANTED or file.procedure.position(state.step) >= at
