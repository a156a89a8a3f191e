"""原文页的称呼: what each kind of mark is called, how it is drawn, how codes are listed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from luoqiao.core.rules.coverage import MarkKind, Status

Drawn = Literal["clause", "target", "task", "unit", "clause_uncoded", "uncoded", "plain"]

LINES: Mapping[MarkKind, Drawn] = {
    MarkKind.CLAUSE: "clause",
    MarkKind.TARGET: "target",
    MarkKind.TASK: "task",
    MarkKind.MECHANISM: "task",
    MarkKind.UNIT: "unit",
    MarkKind.SEAT: "unit",
    MarkKind.TOWNSHIP: "unit",
    MarkKind.INDUSTRY: "unit",
    MarkKind.ROADMAP: "unit",
    MarkKind.SYSTEM: "unit",
    MarkKind.DOCUMENT: "unit",
    MarkKind.CLAUSE_UNCODED: "clause_uncoded",
    MarkKind.UNCODED: "uncoded",
}
"""The line under the words, strongest first: where marks overlap the first of this order is drawn."""

NAMES: Mapping[MarkKind, str] = {
    MarkKind.CLAUSE: "条款",
    MarkKind.CLAUSE_UNCODED: "条款",
    MarkKind.TARGET: "目标",
    MarkKind.TASK: "任务",
    MarkKind.MECHANISM: "机制",
    MarkKind.UNIT: "单位",
    MarkKind.SEAT: "席位",
    MarkKind.TOWNSHIP: "镇街",
    MarkKind.INDUSTRY: "产业",
    MarkKind.ROADMAP: "路线图",
    MarkKind.SYSTEM: "系统",
    MarkKind.DOCUMENT: "文件事实",
    MarkKind.READING: "读法",
    MarkKind.CORRECTION: "更正",
    MarkKind.UNCODED: "无规则",
}

COUNTED: Mapping[Status, str] = {
    Status.CLAUSE: "条款",
    Status.TARGET: "目标",
    Status.TASK: "任务与机制",
    Status.RECORD: "单位与名录",
    Status.UNCODED: "无规则，已注明理由",
    Status.OPEN: "无人认领",
}


def accounted_for(counts: Mapping[Status, int]) -> str:
    """How the whole document is accounted for, the same words on every page."""
    idle, unclaimed = counts.get(Status.UNCODED, 0), counts.get(Status.OPEN, 0)
    used = sum(counts.values()) - idle - unclaimed
    return f"{used} 句驱动规则、目标、任务或名录，{idle} 句注明理由，{unclaimed} 句无人认领"


_CODE = re.compile(r"([A-Z])-(\d{2})")


def listed_codes(codes: Sequence[str]) -> str:
    """Codes in order; three or more that follow one another are shown by their ends: `T-03 … T-06`."""
    runs: list[list[str]] = []
    for code in sorted(dict.fromkeys(codes)):
        if runs and _follows(runs[-1][-1], code):
            runs[-1].append(code)
        else:
            runs.append([code])
    shown = (f"{run[0]} … {run[-1]}" if len(run) > 2 else " ".join(run) for run in runs)
    return " ".join(shown)


def _follows(one: str, other: str) -> bool:
    first, second = _CODE.fullmatch(one), _CODE.fullmatch(other)
    if first is None or second is None:
        return False
    return first[1] == second[1] and int(second[2]) == int(first[2]) + 1
