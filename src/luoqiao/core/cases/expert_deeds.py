"""评审里谁能办什么: the step's seat asks, releases and closes; an expert declares first and then scores, nobody else.

What is allowed becomes rows of the round, and at its end the event that moves the case on; what a round is stands in
`expert_round.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import Matter, duty_on
from luoqiao.core.cases.expert_round import Candidate, Expert, ExpertState, Round, totals_of
from luoqiao.core.cases.procedure import ScoringRule, StepKind
from luoqiao.core.cases.refusals import FourEyes, ReasonMissing
from luoqiao.core.cases.scoring import Average, average_of, points_words, rule_content
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Post, Role

LONGEST_REASON = 500


class NoScoringTable(DomainError):
    """这一版流程没有评分表."""

    code = "LQ-5842"

    def __init__(self, step: str) -> None:
        super().__init__(f"这件案件按较早版本的流程办，“{step}”没有评分表，不能打分；请先换用新流程")


class CannotAssign(DomainError):
    """不能请这个人评审."""

    code = "LQ-5843"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"不能请{name}评审：{why}；请另请一位")


class NobodyChosen(DomainError):
    """没有选人."""

    code = "LQ-5848"

    def __init__(self) -> None:
        super().__init__("还没有选要请谁；请在名单里勾选")


class NotDeclared(DomainError):
    """还没有声明利害关系."""

    code = "LQ-5844"

    def __init__(self) -> None:
        super().__init__("先声明与申报企业有没有利害关系，再看材料、打分")


class StoodDown(DomainError):
    """已不参加这一轮评审: declared a conflict, or released."""

    code = "LQ-5845"

    def __init__(self, state: ExpertState) -> None:
        said = "您声明过利害关系，已经回避" if state is ExpertState.CONFLICTED else "您已不再参加这件案件的评审"
        super().__init__(f"{said}，不能再看材料、打分")


class CannotRelease(DomainError):
    """不能解除这位专家."""

    code = "LQ-5846"

    def __init__(self, name: str, state: ExpertState) -> None:
        why = "已经打分，打了的分不能拿掉" if state is ExpertState.SCORED else state.label
        super().__init__(f"不能解除{name}：{why}")


class NotReadyToClose(DomainError):
    """还不能结束评审."""

    code = "LQ-5847"

    def __init__(self, why: Iterable[str]) -> None:
        super().__init__(f"还不能结束评审：{'；'.join(why)}")


def scoring_rule(matter: Matter) -> ScoringRule:
    """The scoring table of the present step; NoScoringTable in versions from before there were any."""
    rule = matter.step.scoring
    if rule is None:
        raise NoScoringTable(matter.step.name)
    return rule


def duty_to_organise(matter: Matter, actor: Actor, held: Round, deed: str) -> Post:
    """The post in which this person asks experts, releases them and closes; never one who scores or who submitted."""
    post = duty_on(matter, actor, StepKind.SCORING, deed)
    acting = frozenset({actor.user, post.for_user}) - {0}
    if acting & matter.state.makers:
        raise FourEyes(actor.name, "提交")
    if acting & held.persons:
        raise FourEyes(actor.name, f"{matter.step.name}（专家）")
    return post


def why_not(matter: Matter, history: Iterable[e.Recorded], held: Round, candidate: Candidate) -> str:
    """Why this person cannot be asked to score; empty when nothing stands against it."""
    actor = candidate.actor
    if not actor.has(Role.EXPERT):
        return "今天不是评审专家"
    if held.find(actor.user) is not None:
        return "这一轮已经请过"
    if any(actor.user in one.persons for one in history):
        return "办过这件案件"
    if candidate.agent_once:
        return "是或曾是有关企业的经办人"
    if candidate.contact:
        return "与有关企业登记的联系人同名或同号"
    desks = {desk: step.name for step in reversed(matter.procedure.steps) for desk in step.desks(matter.parties)}
    held_desk = next((desks[post.desk] for post in actor.posts if post.desk in desks), "")
    return f"在本案“{held_desk}”的席位上" if held_desk else ""


def assign(
    matter: Matter, history: Iterable[e.Recorded], held: Round, actor: Actor, candidate: Candidate
) -> Post:
    """请专家: by the step's seat, somebody who is an expert that day and has nothing to do with the case."""
    post = duty_to_organise(matter, actor, held, "请专家")
    scoring_rule(matter)
    why = "是您自己" if candidate.actor.user in {actor.user, post.for_user} else why_not(matter, history, held, candidate)
    if why:
        raise CannotAssign(candidate.actor.name, why)
    return post


def declare(held: Round, actor: Actor, *, conflict: bool, reason: str) -> str:
    """声明利害关系, before anything is read; the reason as it is kept.

    Who said that there is none may find one later, as long as the round runs; then the own sheet counts no more.
    """
    one = _of_round(held, actor)
    if one.state in (ExpertState.CONFLICTED, ExpertState.RELEASED):
        raise StoodDown(one.state)
    told = reason.strip()[:LONGEST_REASON]
    if conflict and not told:
        raise ReasonMissing("回避")
    return told if conflict else ""


def score(held: Round, actor: Actor) -> Expert:
    """打分 (or again, until the round is closed): who may; NotDeclared or StoodDown else."""
    one = _of_round(held, actor)
    if one.state is ExpertState.ASKED:
        raise NotDeclared
    if one.state in (ExpertState.CONFLICTED, ExpertState.RELEASED):
        raise StoodDown(one.state)
    return one


def release(matter: Matter, held: Round, actor: Actor, *, user: int, reason: str) -> tuple[Expert, str, Post]:
    """解除 somebody who does not come to it: with a reason, and never one whose sheet is there."""
    post = duty_to_organise(matter, actor, held, "解除专家")
    one = held.find(user)
    if one is None:
        raise CannotAssign("这位专家", "这一轮没有请过")
    if one.state.settled:
        raise CannotRelease(one.name, one.state)
    told = reason.strip()[:LONGEST_REASON]
    if not told:
        raise ReasonMissing("解除专家")
    return one, told, post


def missing_to_close(rule: ScoringRule, held: Round) -> tuple[str, ...]:
    """What is still missing before the round may be closed; nothing when it may."""
    found = []
    short = rule.experts - len(held.scored)
    if short > 0:
        found.append(f"至少要 {rule.experts} 位专家打分，还差 {short} 位")
    waiting = [one.name for one in held.experts if not one.state.settled]
    if waiting:
        found.append(f"{'、'.join(waiting)}还没有打分；不再等的，先写明理由解除")
    return tuple(found)


def close(matter: Matter, held: Round, actor: Actor, snapshot: str) -> tuple[tuple[e.Event, ...], Average, Post]:
    """结束评审: the average is recorded with the digest of the sheets. `held` comes with every sheet."""
    post = duty_to_organise(matter, actor, held, "结束评审")
    rule = scoring_rule(matter)
    missing = missing_to_close(rule, held)
    if missing:
        raise NotReadyToClose(missing)
    average = average_of(totals_of(held), rule)
    asked = tuple(sorted(held.persons))
    event = e.ScoringClosed(matter.step.id, average.value, average.count, average.passed, snapshot, asked)
    return (event,), average, post


def round_content(matter: Matter, held: Round) -> dict[str, object]:
    """The whole round in the form that its digest is made from: the rule, every expert with sheet, conflict or release."""
    content: dict[str, object] = {
        "kind": "scoring", "step": matter.step.id, "round": held.number, "rule": rule_content(scoring_rule(matter)),
        "experts": [_expert_content(one) for one in held.experts],
    }  # fmt: skip
    totals = totals_of(held)
    return content | {"average": points_words(average_of(totals, scoring_rule(matter)).value)} if totals else content


def _expert_content(one: Expert) -> Mapping[str, object]:
    counts = one.state is ExpertState.SCORED and one.sheet is not None
    return {
        "user": one.user, "name": one.name, "state": one.state.value, "conflict": one.conflict_reason,
        "released": one.released_because, "points": dict(one.sheet.points) if counts and one.sheet else None,
        "opinion": one.sheet.opinion if counts and one.sheet else "",
        "scored_at": one.scored_at.isoformat() if counts and one.scored_at else "",
    }  # fmt: skip


def _of_round(held: Round, actor: Actor) -> Expert:
    one = held.find(actor.user)
    if one is None:
        raise StoodDown(ExpertState.RELEASED)
    return one
