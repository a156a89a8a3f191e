"""读评分办法: the scoring table of a step in `procedures/*.toml`: how many experts, the line, the items; every fault listed.

Versions of a pack from before there were scoring tables have none; cases pinned to them stay readable, so nothing at all is
read as None. A pack that is loaded now must have one for each scoring step: `steps_without_scoring` finds what lacks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from luoqiao.core.cases.procedure import Procedure, ScoreItem, ScoringRule, StepKind
from luoqiao.core.cases.scoring import OPINION
from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.tables import TWICE, Row

WHOLE = 100
"""The points of all items together."""
LEAST_EXPERTS, MOST_EXPERTS, MOST_ITEMS = 2, 15, 20
LEAST_TO_TRIM = 3
"""Of fewer scores nothing would be left without the highest and the lowest."""
NO_SCORING = "LQ-3017"
_KEYS = ("experts", "pass_points", "trim", "items")


def read_scoring(row: Row) -> ScoringRule | None:
    """The scoring table of a step; None when nothing of it is written."""
    if not any(row.has(key) for key in _KEYS):
        return None
    rule = ScoringRule(
        row.number("experts"), row.number("pass_points"), row.number("trim", 0), tuple(_item(one) for one in row.rows("items"))
    )
    _check(row, rule)
    return rule


def steps_without_scoring(procedures: Iterable[Procedure]) -> Iterator[Finding]:
    """Scoring steps by which nobody can score: a pack with such a step is not loaded."""
    for procedure in procedures:
        for step in procedure.steps:
            if step.kind is StepKind.SCORING and step.scoring is None:
                said = f"“{step.name}”没有评分办法：要写 experts、pass_points、trim 和 [[steps.items]]（各项分值合计 {WHOLE}）"
                yield Finding(NO_SCORING, said, subject=procedure.id)


def _item(row: Row) -> ScoreItem:
    item = ScoreItem(
        row.pattern("id", r"[a-z][a-z0-9_]*", "小写英文标识"), row.text("label"), row.number("points"), row.text("hint", "")
    )
    if item.id == OPINION:
        row.fault(f"“id”不能是 {OPINION}，它是评审意见")
    if item.points < 1:
        row.fault("“points”应是正整数")
    return item


def _check(row: Row, rule: ScoringRule) -> None:
    if not LEAST_EXPERTS <= rule.experts <= MOST_EXPERTS:
        row.fault(f"“experts”是 {rule.experts}；至少要有几位专家打分，应在 {LEAST_EXPERTS} 到 {MOST_EXPERTS} 之间")
    if not 1 <= rule.pass_points <= WHOLE:
        row.fault(f"“pass_points”是 {rule.pass_points}；入围线应在 1 到 {WHOLE} 之间")
    if rule.trim and rule.trim < LEAST_TO_TRIM:
        row.fault(f"“trim”是 {rule.trim}；满几人去掉最高、最低分，至少是 {LEAST_TO_TRIM}，不去写 0")
    if not 1 <= len(rule.items) <= MOST_ITEMS:
        row.fault(f"评分项（[[steps.items]]）有 {len(rule.items)} 项；应有 1 到 {MOST_ITEMS} 项")
        return
    total = sum(item.points for item in rule.items)
    if total != WHOLE:
        row.fault(f"各评分项的分值合计 {total}，应是 {WHOLE}")
    names = [item.id for item in rule.items]
    for name in sorted({one for one in names if names.count(one) > 1}):
        row.fault(f"评分项“{name}”写了两次", TWICE)
