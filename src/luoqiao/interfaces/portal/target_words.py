"""目标的说法: how a target's number, comparison and time are said on the portal, in the words of the document."""

from __future__ import annotations

from luoqiao.core.targets.target import Comparison, Mode, Target

WHOLE_DISTRICT = "全区"


def asked(target: Target) -> str:
    """要求: the number as the document compares it: 超 78% · 38 家以上 · 1 至 2 家 · 只有文字."""
    value, goal = target.value, target.goal
    match target.comparison:
        case Comparison.MORE_THAN:
            return f"超过 {value}"
        case Comparison.AT_LEAST:
            return f"{value} 以上"
        case Comparison.RANGE:
            return f"{value} 至 {goal}"
        case Comparison.STATED:
            return str(value)
        case Comparison.QUALITATIVE:
            return "只有文字，没有数"


def short(target: Target) -> str:
    """要求的简写, for a cell of the matrix: `>78%` · `≥38 家` · `1–2 家` · `83%`."""
    value, goal = target.value, target.goal
    match target.comparison:
        case Comparison.MORE_THAN:
            return f"＞{value}"
        case Comparison.AT_LEAST:
            return f"≥{value}"
        case Comparison.RANGE:
            return f"{value} 至 {goal}"
        case Comparison.STATED:
            return str(value)
        case Comparison.QUALITATIVE:
            return "有文字"


def over_time(target: Target) -> str:
    """怎么算: over which time the number is counted."""
    years = "、".join(str(year) for year in target.years)
    match target.mode:
        case Mode.STOCK:
            return "到期那天的状态"
        case Mode.YEARLY:
            return f"{years} 年" if len(target.years) == 1 else f"{years} 每年各算"
        case Mode.CUMULATIVE:
            return "累计到期"
        case Mode.AVERAGE:
            return f"{years} 平均"


def qualifiers(target: Target) -> tuple[str, ...]:
    """附带的话: 力争 and 新增, where the document says so."""
    said = (("力争", target.best_effort), ("只算新增", target.only_new))
    return tuple(word for word, holds in said if holds)
