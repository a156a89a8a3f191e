"""示例项目的进度: how a made-up project goes on from month to month: amounts, stage, difficulties; drawn under its own key."""

from __future__ import annotations

from luoqiao.core.cases.progress import Progress, ProjectStage
from luoqiao.core.kernel.money import WAN
from luoqiao.core.parties.draws import part
from luoqiao.interfaces.demonstration.names import pick

PROBLEMS = ("", "", "", "变压器增容还没有批下来", "进口设备到货推迟", "厂房消防验收在办", "熟练操作工不够", "配套贷款还在审批")
STAGES = ((100, ProjectStage.PREPARING), (400, ProjectStage.BUILDING), (800, ProjectStage.INSTALLING), (1000, ProjectStage.TRIAL))
"""Up to which share of the plan, in tenths of a percent, a project is at a stage."""


def next_month(key: str, planned: int, before: Progress | None) -> Progress:
    """The report after `before`: some of what is left of the plan, in whole 万元; done when nothing is left."""
    total = before.total_amount if before else 0
    left = max(planned - total, 0)
    drawn = planned * part(f"{key}/share", 20, 130) // 1000
    amount = min(left, drawn - drawn % WAN or left)
    total += amount
    share = total * 1000 // planned if planned else 1000
    stage = next((stage for most, stage in STAGES if share < most), ProjectStage.PRODUCING)
    problems = "" if stage.done else pick(f"{key}/problem", PROBLEMS)
    return Progress(amount, total, stage, problems)
