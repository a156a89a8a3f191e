"""事实: what a case states, read from JSON form into exact values; every problem listed, nothing half-read.

Absent or null is unknown, never zero. Money is a string of yuan (`"50000.05"`, `"5万元"`) or a whole number of yuan,
dates are ISO, rates decimal strings (`"0.052"` or `"5.2%"`), lists are lists of objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.kernel.text import fold_width, nearest
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS, Tier
from luoqiao.core.rules.build import MOST_MONTHS
from luoqiao.core.rules.dates import encode, read_date
from luoqiao.core.rules.resolve import grants_of

FactValue = int | bool | str | tuple["Mapping[str, FactValue]", ...]
MOST_ITEMS = 1000
_YES = {"是", "有", "true", "yes", "y", "1"}
_NO = {"否", "无", "没有", "false", "no", "n", "0"}
_UNKNOWN = {"", "?", "？", "不清楚", "还不清楚", "unknown"}

EXPECTED = {
    t.Kind.MONEY: "以元计的金额，如 \"50000.05\" 或 \"5万元\"",
    t.Kind.RATE: "不大于 1 的小数或百分比，最多四位小数，如 \"0.052\" 或 \"5.2%\"",
    t.Kind.COUNT: "不小于 0 的整数",
    t.Kind.MONTHS: f"0 到 {MOST_MONTHS} 的整数个月，如 6",
    t.Kind.DATE: "日期，如 \"2023-06-30\"",
    t.Kind.YES_NO: "true 或 false（是 或 否）",
    t.Kind.LIST: "清单，如 [{…}, {…}]",
}


class BadFacts(Invalid):
    """事实读不成: which field, what was given, what is expected."""

    code = "LQ-2001"


@dataclass(frozen=True, slots=True)
class Facts:
    """Exact values by Chinese label; unknown inputs are absent; grants by tier label in fen."""

    values: Mapping[str, FactValue] = field(default_factory=dict)
    granted: Mapping[str, int] = field(default_factory=dict)


def read_facts(clause: t.Clause, given: Mapping[str, object], tiers: tuple[Tier, ...] = TIERS) -> Facts:
    """Read JSON-form facts for a clause. Keys are identifiers or Chinese labels. Raises BadFacts."""
    problems: list[FieldProblem] = []
    values: dict[str, FactValue] = {}
    granted: dict[str, int] = {}
    names, grants = _names(clause, tiers)
    seen: set[str] = set()
    for key, raw in given.items():
        meant = names[key].label if key in names else f"{grants[key].label}实拨" if key in grants else ""
        if meant in seen:
            problems.append(FieldProblem(key, key, "只写一次", f"“{meant}”写了两次；标识和中文名称只写一个", "LQ-2016"))
            continue
        seen.update({meant} - {""})
        if key in names:
            one = names[key]
            value = _read(one, raw, one.identifier, problems)
            if value is not None:
                values[one.label] = value
        elif key in grants:
            amount = _attempt(_money, raw, str(key), t.Kind.MONEY, f"{grants[key].label}实拨", problems)
            if isinstance(amount, int):
                granted[grants[key].label] = amount
        else:
            problems.append(_unknown_field(clause, str(key), [*names, *grants]))
    if problems:
        raise BadFacts(tuple(problems))
    return Facts(values, granted)


@lru_cache(maxsize=256)
def _names(clause: t.Clause, tiers: tuple[Tier, ...]) -> tuple[dict[str, t.Input], dict[str, Tier]]:
    """What a fact of the clause may be called: its inputs and the grants that it speaks of, by identifier and by label."""
    spoken_of = set(grants_of(clause))
    names = {name: one for one in clause.inputs for name in (one.identifier, one.label)}
    grants = {
        name: tier for tier in tiers if tier.label in spoken_of for name in (f"granted_{tier.code}", f"{tier.label}实拨")
    }
    return names, grants


def _unknown_field(clause: t.Clause, key: str, known: list[str]) -> FieldProblem:
    near = nearest(key, known)
    listed = "、".join(n for n in known if n.isascii())
    hint = f"；是不是“{near}”？" if near else "。"
    shown = key[:40]
    return FieldProblem(shown, shown, listed, f"{clause.title}没有“{shown}”这一项{hint}可填：{listed}", "LQ-2002")


def _read(one: t.Input, raw: object, path: str, problems: list[FieldProblem]) -> FactValue | None:
    if raw is None or (isinstance(raw, str) and raw.strip() in _UNKNOWN):
        return None
    match one.kind:
        case t.Kind.LIST:
            return _read_list(one, raw, path, problems)
        case t.Kind.CHOICE:
            for option in one.options:
                if isinstance(raw, str) and raw.strip() in (option.label, option.identifier):
                    return option.label
            expected = "、".join(f"{o.identifier}（{o.label}）" for o in one.options)
            problems.append(_problem(path, one.label, raw, expected))
            return None
    return _attempt(_READERS[one.kind], raw, path, one.kind, one.label, problems)


def _read_list(one: t.Input, raw: object, path: str, problems: list[FieldProblem]) -> FactValue | None:
    if not isinstance(raw, list | tuple) or len(raw) > MOST_ITEMS:
        problems.append(_problem(path, one.label, raw, f"{EXPECTED[t.Kind.LIST]}，最多 {MOST_ITEMS} 项"))
        return None
    fields = {name: f for f in one.fields for name in (f.identifier, f.label)}
    items: list[Mapping[str, FactValue]] = []
    for index, item in enumerate(raw, 1):
        where = f"{path}[{index}]"
        if item is None:
            item = {}
        if not isinstance(item, Mapping):
            problems.append(_problem(where, one.label, item, "{" + "、".join(f.identifier for f in one.fields) + "}"))
            continue
        read: dict[str, FactValue] = {}
        for key, value in item.items():
            if key not in fields:
                expected = "、".join(f.identifier for f in one.fields)
                problems.append(_problem(f"{where}.{str(key)[:40]}", one.label, key, expected))
                continue
            got = _read(fields[key], value, f"{where}.{fields[key].identifier}", problems)
            if got is not None:
                read[fields[key].label] = got
        items.append(read)
    return tuple(items)


def _attempt(
    reader: Callable[[object], int | bool], raw: object, path: str, kind: t.Kind, label: str,
    problems: list[FieldProblem],
) -> int | bool | None:  # fmt: skip
    if raw is None or (isinstance(raw, str) and raw.strip() in _UNKNOWN):
        return None
    try:
        return reader(raw)
    except NotMoney as error:
        problems.append(FieldProblem(path, _shown(raw), EXPECTED[kind], f"{label}：{error.message}", "LQ-2011"))
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        problems.append(_problem(path, label, raw, EXPECTED[kind]))
    return None


def _problem(path: str, label: str, raw: object, expected: str) -> FieldProblem:
    given = _shown(raw)
    return FieldProblem(path, given, expected, f"{label}写成“{given}”，读不成；应为 {expected}", "LQ-2012")


def _shown(raw: object) -> str:
    """What was given, short; an integer too long to be written out is only named."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return "很长的整数" if isinstance(raw, int) and raw.bit_length() > 256 else str(raw)[:40]


def _money(raw: object) -> int:
    if isinstance(raw, bool | float) or not isinstance(raw, str | int | Decimal):
        raise TypeError(raw)
    if isinstance(raw, int):
        return parse_money(str(raw) if raw.bit_length() <= 256 else "9" * 30)
    return parse_money(f"{raw:f}" if isinstance(raw, Decimal) and raw.is_finite() and raw.adjusted() < 40 else str(raw))


def _rate(raw: object) -> int:
    if isinstance(raw, bool | float) or not isinstance(raw, str | int | Decimal):
        raise TypeError(raw)
    text = fold_width(str(raw)).strip()
    if len(text) > 20 or not re.fullmatch(r"\d+(\.\d+)?\s*%?", text):
        raise ValueError(raw)
    exact = Decimal(text.rstrip("% ")) * (t.RATE_SCALE // 100 if text.endswith("%") else t.RATE_SCALE)
    if exact != exact.to_integral_value() or exact > t.RATE_SCALE:
        raise ValueError(raw)
    return int(exact)


def _count(raw: object) -> int:
    if isinstance(raw, bool | float) or not isinstance(raw, str | int):
        raise TypeError(raw)
    text = fold_width(str(raw)).strip().removesuffix("个")
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError(raw)
    return int(text)


def _months(raw: object) -> int:
    if isinstance(raw, str) and raw.strip().endswith("年"):
        months = _count(raw.strip().removesuffix("年")) * 12
    else:
        months = _count(raw.strip().removesuffix("月").removesuffix("个") if isinstance(raw, str) else raw)
    if months > MOST_MONTHS:
        raise ValueError(raw)
    return months


def _date(raw: object) -> int:
    if isinstance(raw, date):
        return encode(raw)
    if not isinstance(raw, str) or len(raw) > 20:
        raise TypeError(raw)
    return encode(read_date(fold_width(raw)))


def _yes_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = raw.strip().lower() if isinstance(raw, str) else None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(raw)


_READERS: Mapping[t.Kind, Callable[[object], int | bool]] = {
    t.Kind.MONEY: _money, t.Kind.RATE: _rate, t.Kind.COUNT: _count, t.Kind.MONTHS: _months, t.Kind.DATE: _date,
    t.Kind.YES_NO: _yes_no,
}  # fmt: skip


def read_value(kind: t.Kind, raw: object) -> int | bool:
    """Read one value of a plain kind in JSON form. Raises NotMoney, ValueError, TypeError or InvalidOperation."""
    return _READERS[kind](raw)
