"""企业名下的东西: places of business, workshops, production lines and key equipment; their fields and how they are read.

Whether a line is digital or a machine networked is what the firm says; unknown is an answer. Evidence comes later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.parties.enterprise_fields import clean, find_named, read_day

MISSING, WRONG, TOO_LONG = "LQ-5371", "LQ-5372", "LQ-5373"
FieldKind = Literal["text", "flag", "date", "township", "workshop", "line"]
UNKNOWN = ""


class HoldingKind(StrEnum):
    """经营场所 · 车间 · 生产线 · 关键设备."""

    ESTABLISHMENT = "establishment"
    WORKSHOP = "workshop"
    LINE = "line"
    EQUIPMENT = "equipment"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"establishment": "经营场所", "workshop": "车间", "line": "生产线", "equipment": "关键设备"}[self.value]


@dataclass(frozen=True, slots=True)
class HoldingField:
    """栏目: its key, heading, kind, what to write, and the longest text that is kept."""

    key: str
    label: str
    kind: FieldKind = "text"
    hint: str = ""
    needed: bool = False
    most: int = 100


HOLDING_FIELDS: dict[HoldingKind, tuple[HoldingField, ...]] = {
    HoldingKind.ESTABLISHMENT: (
        HoldingField("name", "名称", hint="如 总部、二厂", needed=True),
        HoldingField("township", "所在镇街", "township"),
        HoldingField("address", "地址", needed=True, most=300),
    ),
    HoldingKind.WORKSHOP: (
        HoldingField("name", "名称", hint="如 注塑车间", needed=True),
        HoldingField("address", "地点", most=300),
    ),
    HoldingKind.LINE: (
        HoldingField("name", "名称", hint="如 2 号成型线", needed=True),
        HoldingField("workshop", "所在车间", "workshop"),
        HoldingField("product", "产品", most=120),
        HoldingField("digital", "是否数字化生产线", "flag", "企业自报；凭证以后再附"),
    ),
    HoldingKind.EQUIPMENT: (
        HoldingField("name", "名称", hint="如 五轴加工中心", needed=True),
        HoldingField("line", "所在生产线", "line"),
        HoldingField("maker", "制造商", most=120),
        HoldingField("model", "型号", most=80),
        HoldingField("serial_number", "出厂编号", hint="铭牌上的编号；同一台设备只登记一次", most=80),
        HoldingField("acquired_on", "购置日期", "date"),
        HoldingField("numerically_controlled", "是否数控", "flag"),
        HoldingField("networked", "是否联网", "flag"),
    ),
}

_YES, _NO = {"yes", "是", "true"}, {"no", "否", "false"}


def read_holding(
    kind: HoldingKind, given: Mapping[str, str], named: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, object], tuple[FieldProblem, ...]]:
    """The values of the fields, or what is wrong with them. `named` gives, for township, workshop and line, name by key."""
    found: dict[str, object] = {}
    problems: list[FieldProblem] = []
    for field in HOLDING_FIELDS[kind]:
        text = clean(given.get(field.key, ""))
        value, said, code = _read(field, text, named)
        if said:
            problems.append(FieldProblem(field.key, text[:40], field.hint or field.label, said, code))
        found[field.key] = value
    return found, tuple(problems)


def _read(field: HoldingField, text: str, named: Mapping[str, Mapping[str, str]]) -> tuple[object, str, str]:
    if not text:
        empty = "" if field.kind in {"text", "township"} else None
        return empty, f"请填{field.label}" if field.needed else "", MISSING
    if field.kind == "date":
        day, said = read_day(text, field.label)
        return day, said, WRONG
    if field.kind == "flag":
        answer = True if text.lower() in _YES else False if text.lower() in _NO else None
        return answer, "" if answer is not None else f"{field.label}请选是、否或还不清楚", WRONG
    if field.kind == "text":
        said = f"{field.label}有 {len(text)} 个字，最多 {field.most} 个" if len(text) > field.most else ""
        return text, said, TOO_LONG
    code = find_named(text, named.get(field.kind, {}))
    return code, "" if code else f"没有{field.label.removeprefix('所在')}“{text[:20]}”", WRONG


def shown(value: object) -> str:
    """A value in words: for a page, a form and the audit."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)
