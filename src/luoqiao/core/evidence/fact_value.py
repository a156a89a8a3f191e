"""事实的值: read into one canonical JSON form, shown in words, compared exactly. No value is ever a float.

Money is a string of yuan with two decimals, a rate a decimal string, a date ISO, a count an integer, a choice its
identifier (or, where there are no options, a short text), a list a list of objects.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from luoqiao.core.evidence.fact_key import FactKey
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money, show_yuan, yuan_text
from luoqiao.core.rules.dates import decode
from luoqiao.core.rules.facts import EXPECTED, MOST_ITEMS, read_value
from luoqiao.core.rules.tree import RATE_SCALE, Kind

Value: TypeAlias = "str | int | bool | list[dict[str, Value]] | None"
LONGEST_TEXT = 200


class BadFactValue(Invalid):
    """事实的值读不成: which fact, what was given, what is expected."""

    code = "LQ-5417"


def canonical_value(key: FactKey, raw: object) -> Value:
    """The one form of a value. Raises BadFactValue."""
    return _read(key, raw, key.id)


def _read(key: FactKey, raw: object, path: str) -> Value:
    match key.kind:
        case Kind.CHOICE:
            return _choice(key, raw, path)
        case Kind.LIST:
            return _list(key, raw, path)
    try:
        found = read_value(key.kind, raw)
        return _plain(key.kind, found)
    except NotMoney as refused:
        raise _bad(path, raw, f"{key.label}：{refused.message}") from None
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        raise _bad(path, raw, f"{key.label}写成“{str(raw)[:40]}”，读不成；应为 {EXPECTED[key.kind]}") from None


def _plain(kind: Kind, found: int) -> Value:
    match kind:
        case Kind.MONEY:
            return yuan_text(found)
        case Kind.RATE:
            return f"{(Decimal(found) / RATE_SCALE).normalize():f}"
        case Kind.DATE:
            return decode(found).isoformat()
    return found


def _choice(key: FactKey, raw: object, path: str) -> str:
    text = " ".join(raw.split()) if isinstance(raw, str) else ""
    if not key.options:
        unseen = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in text)
        if not text or unseen or len(text) > LONGEST_TEXT:
            raise _bad(path, raw, f"{key.label}应为 1 到 {LONGEST_TEXT} 个可以显示的字")
        return text
    for identifier, label in key.options:
        if text in (identifier, label):
            return identifier
    raise _bad(path, raw, f"{key.label}应为 {'、'.join(label for _, label in key.options)} 之一")


def _list(key: FactKey, raw: object, path: str) -> Value:
    if not isinstance(raw, list | tuple) or len(raw) > MOST_ITEMS:
        raise _bad(path, raw, f"{key.label}应为清单，最多 {MOST_ITEMS} 项")
    fields = {name: field for field in key.fields for name in (field.id, field.label)}
    items: list[dict[str, Value]] = []
    for number, item in enumerate(raw, 1):
        if not isinstance(item, Mapping) or not set(item) <= set(fields):
            raise _bad(path, item, f"{key.label}第 {number} 项应写明 {'、'.join(field.label for field in key.fields)}")
        items.append(
            {fields[name].id: _read(fields[name], value, f"{path}[{number}].{name}") for name, value in item.items()}
        )
    return items


def _bad(path: str, raw: object, message: str) -> BadFactValue:
    return BadFactValue((FieldProblem(path, str(raw)[:40], "", message, BadFactValue.code),))


def show_value(key: FactKey, value: Value) -> str:
    """A canonical value for people: `186,400.00 元`, `30 天`, `5.2%`, `是`, `3 项，合计 1,000.00 元`."""
    if value is None:
        return "—"
    match key.kind:
        case Kind.MONEY:
            return show_yuan(parse_money(str(value)))
        case Kind.RATE:
            return f"{(Decimal(str(value)) * 100).normalize():f}%"
        case Kind.COUNT | Kind.MONTHS:
            return f"{value:,} {key.unit}".rstrip() if isinstance(value, int) else str(value)
        case Kind.YES_NO:
            return "是" if value else "否"
        case Kind.CHOICE:
            return dict(key.options).get(str(value), str(value))
        case Kind.LIST:
            return _show_list(key, value if isinstance(value, list) else [])
    return str(value)


def _show_list(key: FactKey, items: list[dict[str, Value]]) -> str:
    sums = [
        f"{field.label}合计 {show_yuan(sum(parse_money(str(item[field.id])) for item in items if item.get(field.id)))}"
        for field in key.fields
        if field.kind is Kind.MONEY
    ]
    return "，".join([f"{len(items)} 项", *(sums if items else [])])


def say_difference(key: FactKey, first: Value, second: Value) -> str:
    """How far two values are apart: `差 14,400.00 元`, `差 3 人`, `差 1.2 个百分点`; empty where there is no such measure."""
    if first is None or second is None or first == second:
        return ""
    match key.kind:
        case Kind.MONEY:
            return f"差 {show_yuan(abs(parse_money(str(first)) - parse_money(str(second))))}"
        case Kind.RATE:
            apart = abs(Decimal(str(first)) - Decimal(str(second))) * 100
            return f"差 {apart.normalize():f} 个百分点"
        case Kind.COUNT | Kind.MONTHS if isinstance(first, int) and isinstance(second, int):
            return f"差 {abs(first - second):,} {key.unit}".rstrip()
        case Kind.DATE:
            return f"差 {abs((date.fromisoformat(str(first)) - date.fromisoformat(str(second))).days)} 天"
        case Kind.LIST:
            return _lists_apart(key, first, second)
    return ""


def _lists_apart(key: FactKey, first: Value, second: Value) -> str:
    if not isinstance(first, list) or not isinstance(second, list):
        return ""
    if len(first) != len(second):
        return f"差 {abs(len(first) - len(second))} 项"
    amounts = [
        sum(parse_money(str(item[field.id])) for item in items if item.get(field.id))
        for items in (first, second)
        for field in key.fields
        if field.kind is Kind.MONEY
    ]
    half = len(amounts) // 2
    apart = sum(abs(one - other) for one, other in zip(amounts[:half], amounts[half:], strict=True))
    return f"差 {show_yuan(apart)}" if apart else ""

