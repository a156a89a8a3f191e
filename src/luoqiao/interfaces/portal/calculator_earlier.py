"""此前所得的填写项: for which earlier grants a clause has room: those counted by its caps and its 一次性."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luoqiao.core.rules import tree as t
from luoqiao.policies.pack import Pack

UNIT_WORDS = {
    t.CapUnit.ENTERPRISE_YEAR: "本企业今年已得",
    t.CapUnit.ENTERPRISE: "本企业在方案期内已得",
    t.CapUnit.PROJECT: "本项目此前已得",
    t.CapUnit.SUBJECT: "同一对象此前已得",
}


@dataclass(frozen=True, slots=True)
class AskedEarlier:
    """一项此前所得: name of the field, name left of `=`, unit, and the words that ask for it."""

    name: str
    owner: str
    unit: t.CapUnit
    label: str


def asked_earlier(pack: Pack, clause: t.Clause) -> tuple[AskedEarlier, ...]:
    """What was received before and can still count, once each, in the order of the rule."""
    codes = {tier.label: tier.code for tier in pack.meta.tiers}
    found: dict[str, AskedEarlier] = {}
    for owner, unit in _counted(clause):
        name = f"earlier.{codes.get(owner, owner)}.{unit.value}"
        found.setdefault(name, AskedEarlier(name, owner, unit, f"{UNIT_WORDS[unit]}{owner}"))
    return tuple(found.values())


def _counted(clause: t.Clause) -> Iterator[tuple[str, t.CapUnit]]:
    for statement in t.statements_of(clause):
        if not isinstance(statement, t.Define):
            continue
        for node in t.walk(statement):
            if not isinstance(node, t.Cap | t.Once) or node.unit is t.CapUnit.CASE:
                continue
            open_period = node.unit is t.CapUnit.ENTERPRISE_OPEN
            units = (t.CapUnit.ENTERPRISE_YEAR, t.CapUnit.ENTERPRISE) if open_period else (node.unit,)
            for owner in statement.names:
                yield from ((owner, unit) for unit in units)
