"""此前已得: what the same enterprise, project or subject was granted before, for caps over several cases.

Keys are (name left of `=`, unit): `("市级", "enterprise_year")`; amounts in fen.
"""

from __future__ import annotations

from collections.abc import Mapping

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS, Tier

UNIT_WORDS = {
    "单家年度": t.CapUnit.ENTERPRISE_YEAR, "单家累计": t.CapUnit.ENTERPRISE, "单个项目": t.CapUnit.PROJECT,
    "对象": t.CapUnit.SUBJECT,
}  # fmt: skip
Earlier = Mapping[tuple[str, str], int]


def read_earlier(
    clause: t.Clause, given: Mapping[str, object], tiers: tuple[Tier, ...] = TIERS
) -> dict[tuple[str, str], int]:
    """Read `{"city": {"enterprise_year": "70000"}}` (or 市级, 单家年度; or a name such as 补助总额)."""
    names = {n: tier.label for tier in tiers for n in (tier.code, tier.label)}
    names |= {n: n for s in t.statements_of(clause) if isinstance(s, t.Define) for n in s.names if n not in names}
    units = {u.value: u for u in UNIT_WORDS.values()} | UNIT_WORDS
    found: dict[tuple[str, str], int] = {}
    problems = []
    for name, by_unit in given.items():
        if name not in names:
            problems.append(_problem(f"earlier.{name}", name, "、".join(names)))
            continue
        if not isinstance(by_unit, Mapping):
            problems.append(_problem(f"earlier.{name}", by_unit, "按单位写的金额，如 {\"enterprise_year\": \"70000\"}"))
            continue
        for unit, amount in by_unit.items():
            path = f"earlier.{name}.{unit}"
            if unit not in units:
                problems.append(_problem(path, unit, "、".join(u.value for u in UNIT_WORDS.values())))
                continue
            try:
                if not isinstance(amount, str | int) or isinstance(amount, bool):
                    raise NotMoney("应为以元计的金额")
                key = (names[name], units[unit].value)
                if key in found:
                    message = f"{names[name]}的此前已得写了两次；标识和中文名称只写一个"
                    problems.append(FieldProblem(path, str(unit)[:40], "只写一次", message, "LQ-2016"))
                    continue
                written = amount if isinstance(amount, str) else str(min(amount, 10**15))
                found[key] = parse_money(written)
            except NotMoney as error:
                problems.append(FieldProblem(path, str(amount)[:40], "以元计的金额", f"此前已得：{error.message}", "LQ-2011"))
    if problems:
        raise Invalid(tuple(problems))
    return found


def _problem(path: str, given: object, expected: str) -> FieldProblem:
    shown = str(given)[:40]
    return FieldProblem(path[:80], shown, expected, f"此前已得里的“{shown}”看不懂；可用 {expected}", "LQ-2013")
