"""规则旁的小字: what the boundary words, rates and caps of a rule line mean, said from the tree of the line."""

from __future__ import annotations

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.interfaces.portal.clause_parts import Part

CAP_WORDS = {
    t.CapUnit.CASE: "", t.CapUnit.ENTERPRISE_YEAR: "每家企业每年", t.CapUnit.ENTERPRISE: "每家企业整个方案期",
    t.CapUnit.ENTERPRISE_OPEN: "每家企业，没有写期间", t.CapUnit.PROJECT: "每个项目", t.CapUnit.SUBJECT: "同一对象",
}  # fmt: skip
RATE_WORDS = {
    t.RateHow.FIXED: "固定比例", t.RateHow.CEILING: "是上限，未核定时按上限预估", t.RateHow.FLOOR: "是下限，未核定时按下限预估",
}  # fmt: skip


def suffix_note(part: Part) -> str:
    """What a suffix means."""
    match part.node:
        case t.Cap(unit=unit):
            return CAP_WORDS[unit]
        case t.Floor():
            return "不足这个数的按这个数"
        case t.Once(unit=t.CapUnit.ENTERPRISE):
            return "每家企业整个方案期只给一次"
        case t.Once():
            return "同一对象只给一次"
        case t.OnlyIf():
            return "不在此限的，这一级为 0，其余照算"
        case t.AfterGrant(tier=tier):
            return f"{tier}没有给的，这一级也没有；未知时先预估"
        case _:
            return ""


def line_note(statement: t.Condition | t.Define | t.Split) -> str:
    """What the line itself means: its boundary, its kind of rate, what stands in for a grant."""
    notes: dict[str, None] = {}
    for node in t.walk(statement):
        match node:
            case t.Compare(op=op, right=t.Literal(kind=t.Kind.MONEY, value=value)):
                edge = show_short(value)
                notes[f"恰为 {edge} 的{'符合' if op in (t.Op.GE, t.Op.LE) else '不符合'}"] = None
            case t.RateOf(how=how, months=""):
                notes[RATE_WORDS[how]] = None
            case t.RateOf():
                notes["按年化计，每月十二分之一"] = None
            case t.UpTo():
                notes["是上限，未核定时按上限预估"] = None
            case t.Granted():
                notes["实拨未知时用预估"] = None
            case t.SumOver():
                notes["逐项取到分再相加"] = None
            case t.Within():
                notes["首日和末日都算在内"] = None
    if isinstance(statement, t.Split):
        notes[f"先取到分，余下的一分归{statement.rest_to}"] = None
    return "；".join(notes)
