"""公示: which cases may stand on one list, who may prepare and post it, how a row leaves it again.

A list is prepared by one person and posted by another. Posting is one deed for all its rows: when one of them may not be
posted, none is. A posted row is never edited: it is taken off and posted anew. Objections are in `objection.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import STAGES, Matter
from luoqiao.core.cases.procedure import NoticeRule, StepKind
from luoqiao.core.cases.refusals import FourEyes, NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.state import CaseState, Stage
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Post, Role

MOST_ROWS = 1000
LONGEST_TITLE = 120


class NoticeState(StrEnum):
    """一份公示: 拟稿 · 公示中 · 已期满 · 已撤销."""

    DRAFT = "draft"
    POSTED = "posted"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"draft": "待发布", "posted": "公示中", "ended": "公示期满", "withdrawn": "已撤销"}[self.value]


class RowState(StrEnum):
    """公示的一行: 在列 · 暂缓（有异议） · 期满无异议 · 已撤下."""

    LISTED = "listed"
    HELD = "held"
    PASSED = "passed"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """What the public page says of the row; of a row without more to say, nothing."""
        return {"listed": "", "held": "核实中，暂缓", "passed": "期满", "removed": "已撤下"}[self.value]


LIVE = (RowState.LISTED, RowState.HELD)
"""Rows whose case is still on the list."""


class NoSuchNotice(DomainError):
    """没有这份公示: not there, or not posted yet and not this person's to see."""

    code = "LQ-5601"

    def __init__(self, number: str) -> None:
        super().__init__(f"没有公示 {number[:40]}，或者它还没有发布")


class NothingPicked(DomainError):
    """没有选案件."""

    code = "LQ-5602"

    def __init__(self, many: int = 0) -> None:
        said = f"一份公示最多 {MOST_ROWS} 件，现在选了 {many} 件" if many else "还没有选要公示的案件；至少选一件"
        super().__init__(said)


class NotOneList(DomainError):
    """不能放在同一份公示里: another unit, or other days."""

    code = "LQ-5603"

    def __init__(self, first: str, other: str, why: str) -> None:
        super().__init__(f"{first} 和 {other} {why}，不能放在同一份公示里；请分开拟")


class CasesLeft(DomainError):
    """有案件已经不能公示: nothing of the list is posted."""

    code = "LQ-5604"

    def __init__(self, left: Sequence[tuple[str, str]]) -> None:
        told = "；".join(f"{number} {why}" for number, why in left[:5])
        more = f"等 {len(left)} 件" if len(left) > 5 else ""
        super().__init__(
            f"{told}{more}，整份公示没有发布；请把{'它' if len(left) == 1 else '它们'}从名单里拿掉，再发布",
            details={"cases": [number for number, _ in left]},
        )


class AlreadyListed(DomainError):
    """案件已在另一份公示里."""

    code = "LQ-5605"

    def __init__(self, case: str, notice: str) -> None:
        super().__init__(f"案件 {case} 已经在公示 {notice} 里；一件案件同时只在一份公示里")


class NoticeMovedOn(DomainError):
    """公示刚才已经变动: it is no longer in the state in which this can be done."""

    code = "LQ-5606"

    def __init__(self, deed: str, state: NoticeState, by: str = "") -> None:
        who = f"（{by}）" if by else ""
        super().__init__(f"这份公示现在是“{state.label}”{who}，不能{deed}；这一次没有算数")


class BadTitle(DomainError):
    """公示标题不合适."""

    code = "LQ-5607"

    def __init__(self) -> None:
        super().__init__(f"公示标题要写 1 到 {LONGEST_TITLE} 个字")


@dataclass(frozen=True, slots=True)
class Candidate:
    """待公示的一件: its number and how it stands."""

    number: str
    matter: Matter


@dataclass(frozen=True, slots=True)
class Span:
    """公示的起止: first and last day; 暂定 when a day of them lies in a year without a notice of the State Council."""

    first_on: date
    last_on: date
    provisional: bool = False


def why_not(matter: Matter) -> str:
    """Why a case may not be posted now, in words; empty when it may."""
    state = matter.state
    if state.stage is not Stage.RUNNING:
        return f"现在是“{STAGES[state.stage]}”"
    if matter.step.kind is not StepKind.NOTICE:
        return f"已经不在公示环节（现在是“{matter.step.name}”）"
    if state.notice is not None:
        return f"正在公示 {state.notice.notice} 里"
    return ""


def rule_of(candidates: Sequence[Candidate]) -> tuple[NoticeRule, str]:
    """The days and the lead unit that hold for all of them; NothingPicked, CasesLeft, NotOneList."""
    if not candidates or len(candidates) > MOST_ROWS:
        raise NothingPicked(len(candidates))
    left = [(one.number, why) for one in candidates if (why := why_not(one.matter))]
    if left:
        raise CasesLeft(left)
    first = candidates[0]
    rule = first.matter.step.notice or NoticeRule(5)
    for one in candidates:
        if one.matter.parties.lead_unit != first.matter.parties.lead_unit:
            raise NotOneList(first.number, one.number, "由不同的部门牵头")
        if (one.matter.step.notice or NoticeRule(5)) != rule:
            raise NotOneList(first.number, one.number, "公示期限不同")
    return rule, first.matter.parties.lead_unit


def duty_to_prepare(actor: Actor, lead_unit: str) -> Post:
    """An officer of the lead unit prepares the list."""
    post = actor.holds(Role.OFFICER, lead_unit)
    if post is None:
        raise NotYourDuty("牵头部门的经办")
    return post


def duty_at(actor: Actor, lead_unit: str) -> Post:
    """The post of an officer or head of the lead unit: they post, hold, and take off."""
    post = actor.holds(Role.OFFICER, lead_unit) or actor.holds(Role.UNIT_HEAD, lead_unit)
    if post is None:
        raise NotYourDuty("牵头部门的经办或负责人")
    return post


def duty_to_post(actor: Actor, lead_unit: str, prepared_by: Iterable[int], states: Iterable[CaseState]) -> Post:
    """Another person than who prepared posts the list, and nobody posts what they decided alone. NotYourDuty, FourEyes."""
    post = duty_at(actor, lead_unit)
    persons = persons_of(actor)
    if persons & frozenset(prepared_by):
        raise FourEyes(actor.name, "拟公示")
    if any(_alone(state, persons) for state in states):
        raise FourEyes(actor.name, "审查")
    return post


def persons_of(actor: Actor) -> frozenset[int]:
    """The person and everybody for whom a post is held: four eyes count them as one."""
    return frozenset(actor.persons()) - {0}


def _alone(state: CaseState, persons: frozenset[int]) -> bool:
    return bool(state.approvals) and all(given.persons & persons for given in state.approvals)


def posted(matter: Matter, number: str, span: Span) -> tuple[e.Event, ...]:
    """公示开始 for one case; NotAtThisStep when it may not be posted."""
    why = why_not(matter)
    if why:
        raise NotAtThisStep("公示", why)
    return (e.NoticePosted(matter.step.id, number, span.first_on, span.last_on),)


def taken_off(matter: Matter, number: str, *, reason: str, back: bool) -> tuple[e.Event, ...]:
    """撤下 one posted case: `back` to be decided anew, else to be posted anew."""
    _on_notice(matter, number, "撤下")
    if not reason.strip():
        raise ReasonMissing("撤下公示")
    return (e.NoticeWithdrawn(number, reason.strip(), back),)


def ended(matter: Matter, number: str) -> tuple[e.Event, ...]:
    """公示期满 for one case that nobody objects to; none while an objection is open."""
    _on_notice(matter, number, "结束公示")
    on = matter.state.notice
    return () if on is None or on.objections else (e.NoticeEnded(number),)


def on_notice(matter: Matter, number: str) -> bool:
    """Whether the case stands on this notice now."""
    state = matter.state
    return state.stage is Stage.RUNNING and state.notice is not None and state.notice.notice == number


def _on_notice(matter: Matter, number: str, deed: str) -> None:
    if not on_notice(matter, number):
        raise NotAtThisStep(deed, why_not(matter) or matter.step.name)
