"""事实的名称: what can be known about an enterprise or a project, in one table: label, kind, unit.

Inputs of clauses are named `<clause>.<input>` and come from the pack; the others stand here. A key says what is meant,
never how it was found out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luoqiao.core.rules.basis import TIERS, Tier
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.tree import Clause, Input, Kind

GENERAL = "企业情况"


@dataclass(frozen=True, slots=True)
class FactKey:
    """事实的名称: `kind` as in the policy language. A choice without options is a short text.

    `options` are (identifier, label); `fields` describe the items of a list. `group` is the heading under which it is shown:
    the title of its clause, or 企业情况.
    """

    id: str
    label: str
    kind: Kind
    unit: str = ""
    group: str = GENERAL
    options: tuple[tuple[str, str], ...] = ()
    fields: tuple[FactKey, ...] = ()
    yearly: bool = True

    @property
    def clause(self) -> str:
        """The clause whose input it is; empty for the others."""
        return self.id.partition(".")[0] if "." in self.id else ""

    @property
    def input(self) -> str:
        """The identifier within the clause."""
        return self.id.partition(".")[2] or self.id


def _key(identifier: str, label: str, kind: Kind, unit: str = "", *, yearly: bool = True) -> FactKey:
    return FactKey(identifier, label, kind, unit, yearly=yearly)


_SIZES = (("large", "大型"), ("medium", "中型"), ("small", "小型"), ("micro", "微型"))
GENERAL_KEYS = (
    _key("registered_address", "登记住所", Kind.CHOICE, yearly=False),
    _key("township", "所在镇街", Kind.CHOICE, yearly=False),
    _key("programme_industry", "方案产业", Kind.CHOICE, yearly=False),
    _key("established_on", "成立日期", Kind.DATE, yearly=False),
    _key("above_designated_size", "规上企业", Kind.YES_NO, yearly=False),
    FactKey("size_class", "企业划型", Kind.CHOICE, options=_SIZES),
    _key("staff", "从业人员", Kind.COUNT, "人"),
    _key("revenue", "营业收入", Kind.MONEY, "元"),
    _key("main_business_revenue", "主营业务收入", Kind.MONEY, "元"),
    _key("output_value", "产值", Kind.MONEY, "元"),
    _key("online_sales", "网络销售额", Kind.MONEY, "元"),
    _key("tax_paid", "实缴税额", Kind.MONEY, "元"),
    _key("rd_expense", "研发费用", Kind.MONEY, "元"),
    _key("main_business_share", "主营业务收入占比", Kind.RATE),
    _key("debt_ratio", "资产负债率", Kind.RATE),
    _key("production_lines", "生产线", Kind.COUNT, "条", yearly=False),
    _key("digital_lines", "数字化生产线", Kind.COUNT, "条", yearly=False),
    _key("key_equipment", "主要生产设备", Kind.COUNT, "台", yearly=False),
    _key("networked_equipment", "联网设备", Kind.COUNT, "台", yearly=False),
    _key("electricity_use", "用电量", Kind.COUNT, "千瓦时"),
    _key("digital_level", "数字化水平等级", Kind.COUNT, "级"),
    _key("dishonest_debtor", "失信被执行人", Kind.YES_NO, yearly=False),
)


def clause_keys(clauses: Iterable[Clause], tiers: tuple[Tier, ...] = TIERS) -> tuple[FactKey, ...]:
    """The keys of every input of the clauses, and of the grants that they ask about."""
    return tuple(key for clause in clauses for key in _of_clause(clause, tiers))


def _of_clause(clause: Clause, tiers: tuple[Tier, ...]) -> Iterable[FactKey]:
    for one in clause.inputs:
        yield _of_input(one, f"{clause.identifier}.{one.identifier}", clause.title)
    named = set(grants_of(clause))
    for tier in tiers:
        if tier.label in named:
            label = f"{tier.label}实拨"
            yield FactKey(f"{clause.identifier}.granted_{tier.code}", label, Kind.MONEY, "元", clause.title)


_UNITS = {Kind.MONEY: "元", Kind.MONTHS: "个月"}


def _of_input(one: Input, identifier: str, group: str) -> FactKey:
    options = tuple((option.identifier, option.label) for option in one.options)
    fields = tuple(_of_input(field, field.identifier, group) for field in one.fields)
    return FactKey(identifier, one.label, one.kind, _UNITS.get(one.kind, ""), group, options, fields)


def write_key(key: FactKey) -> dict[str, object]:
    """A key as plain JSON, so that what was frozen can be read when the key is long gone."""
    told: dict[str, object] = {"id": key.id, "label": key.label, "kind": key.kind.name, "unit": key.unit, "group": key.group}
    if key.options:
        told["options"] = [list(option) for option in key.options]
    if key.fields:
        told["fields"] = [write_key(field) for field in key.fields]
    return told | ({} if key.yearly else {"yearly": False})


def read_key(told: Mapping[str, Any]) -> FactKey:
    """The key that was written."""
    return FactKey(
        told["id"], told["label"], Kind[told["kind"]], told["unit"], told["group"],
        tuple((identifier, label) for identifier, label in told.get("options", ())),
        tuple(read_key(field) for field in told.get("fields", ())), told.get("yearly", True),
    )  # fmt: skip
