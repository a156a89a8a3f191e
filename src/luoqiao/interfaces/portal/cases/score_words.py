"""评审的话: how far an expert is, when it is due, the average against the line, the scoring table in one line."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from luoqiao.apps.cases.queries.case_row import working_days_left
from luoqiao.apps.policy.queries import get_calendar
from luoqiao.core.cases.expert_round import ExpertState
from luoqiao.core.cases.procedure import ScoringRule
from luoqiao.core.cases.scoring import points_words
from luoqiao.interfaces.portal.cases.deadline_strip import days_left_words
from luoqiao.interfaces.portal.parts import Tag, TagKind

_KINDS: dict[ExpertState, TagKind] = {
    ExpertState.ASKED: "undetermined", ExpertState.READING: "undetermined", ExpertState.SCORED: "entitled",
    ExpertState.CONFLICTED: "not_entitled", ExpertState.RELEASED: "not_entitled",
}  # fmt: skip


def state_tag(state: ExpertState) -> Tag:
    """待声明 · 待打分 · 已打分 · 已回避 · 已解除."""
    return Tag(state.label, _KINDS[state])


def due_tag(due: date | None, on: date) -> Tag | None:
    """还剩 6 个工作日, red when it is past; nothing without a deadline."""
    if due is None:
        return None
    late = on > due
    return Tag(days_left_words(working_days_left(get_calendar(), on, due), late=late), "late" if late else "plain")


def average_words(average: int, *, passed: bool) -> str:
    """均分 85.33，达到入围线."""
    return f"均分 {points_words(average)}，{'达到' if passed else '低于'}入围线"


def rule_pairs(rule: ScoringRule) -> tuple[tuple[str, str], ...]:
    """The scoring table in a few words."""
    trim = f"满 {rule.trim} 份，去掉最高、最低各一份" if rule.trim else "不去掉最高、最低分"
    return (
        ("人数", f"至少 {rule.experts} 位打分"), ("入围线", f"{rule.pass_points} 分"), ("满分", "100 分"), ("均分", trim),
    )  # fmt: skip


def day_of(at: datetime | None) -> str:
    """2023-06-13."""
    return f"{timezone.localdate(at)}" if at else ""
