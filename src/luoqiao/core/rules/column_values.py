"""单元格的值: one cell of a file as the whole number that a column holds; the same reading as a single case.

Money is fen, a rate ten-thousandths, a day its code, yes/no 0 or 1, a choice the place of its option; None is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.exact_json import read_json
from luoqiao.core.kernel.money import MOST, YUAN, yuan_text
from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.approved import check_approved
from luoqiao.core.rules.basis import TIERS, Tier
from luoqiao.core.rules.build import MOST_MONTHS
from luoqiao.core.rules.columns import UNITS, Wanted
from luoqiao.core.rules.dates import show_code
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import EXPECTED, BadFacts, Facts, read_facts

_PLAIN = re.compile(r"-?[0-9][0-9,]*(\.[0-9]*)?|-?\.[0-9]+")
_UNKNOWN = {"", "?", "？", "不清楚", "还不清楚", "unknown", "null", "NULL"}
MOST_COUNT = 999_999_999
Item = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Limit:
    """核定比例的限: an approved rate stays on its side of this."""

    how: t.RateHow
    rate: int


def bounds_of(wanted: Wanted, limit: Limit | None = None) -> tuple[int, int]:
    """Least and most code a cell of this column may hold, both included."""
    match wanted.kind:
        case t.Kind.MONEY:
            return 0, MOST
        case t.Kind.RATE:
            least, most = 0, t.RATE_SCALE
            if limit is not None and limit.how is t.RateHow.CEILING:
                most = min(most, limit.rate)
            if limit is not None and limit.how is t.RateHow.FLOOR:
                least = limit.rate
            return least, most
        case t.Kind.MONTHS:
            return 0, MOST_MONTHS
        case t.Kind.COUNT:
            return 0, MOST_COUNT
        case t.Kind.YES_NO:
            return 0, 1
        case t.Kind.CHOICE if wanted.input is not None:
            return 0, len(wanted.input.options) - 1
        case _:
            return 0, 2**31 - 1


def read_cell(
    wanted: Wanted, raw: object, *, unit: int = 0, limit: Limit | None = None, tiers: tuple[Tier, ...] = TIERS
) -> int | tuple[Item, ...] | None:
    """The code of one cell; a list gives its items by field identifier. Raises Invalid with what is expected."""
    if raw is None or (isinstance(raw, str) and raw.strip() in _UNKNOWN):
        return None
    if unit and isinstance(raw, str) and _PLAIN.fullmatch(plain := fold_width(raw).strip()):
        raw = plain + next(word for word, size in UNITS.items() if size == unit and word != "fen")
    clause, one = wanted.clause, wanted.input
    if wanted.name.startswith("earlier."):
        _, name, by = wanted.name.split(".")
        return read_earlier(clause, {name: {by: raw}}, tiers)[(name, by)]
    if one is None:
        return next(iter(read_facts(clause, {wanted.name: raw}, tiers).granted.values()), None)
    if one.kind is t.Kind.LIST:
        return _read_items(clause, one, raw, tiers)
    value = read_facts(clause, {one.identifier: raw}, tiers).values.get(one.label)
    code = code_of(one, value)
    if code is not None and limit is not None:
        check_approved(one, code, limit.how, limit.rate)
    return code


def code_of(one: t.Input, value: Any) -> int | None:
    """The code of a value as facts hold it."""
    if value is None:
        return None
    return tuple(o.label for o in one.options).index(value) if one.kind is t.Kind.CHOICE else int(value)


def _read_items(clause: t.Clause, one: t.Input, raw: object, tiers: tuple[Tier, ...]) -> tuple[Item, ...] | None:
    if isinstance(raw, str):
        raw = read_json(raw.encode(), one.label)
    facts: Facts = read_facts(clause, {one.identifier: raw}, tiers)
    items: Any = facts.values.get(one.label)
    if items is None:
        return None
    return tuple({f.identifier: code_of(f, item.get(f.label)) for f in one.fields} for item in items)


def show_value(kind: t.Kind, one: t.Input | None, code: int) -> str:
    """A code as one would write it in a text file."""
    match kind:
        case t.Kind.MONEY:
            return yuan_text(code)
        case t.Kind.RATE:
            return f"{code // t.RATE_SCALE}.{code % t.RATE_SCALE:04d}"
        case t.Kind.DATE:
            return show_code(code)
        case t.Kind.YES_NO:
            return "是" if code else "否"
        case t.Kind.CHOICE if one is not None:
            return one.options[code].identifier
        case _:
            return str(code)


def out_of_bounds(wanted: Wanted, given: str, limit: Limit | None = None) -> Invalid:
    """What is wrong with a number of a typed column that lies outside its bounds."""
    if wanted.kind is t.Kind.RATE and limit is not None and wanted.input is not None and given.isdigit():
        try:
            check_approved(wanted.input, int(given), limit.how, limit.rate)
        except BadFacts as beyond:
            return beyond
    expected = EXPECTED.get(wanted.kind, "")
    if wanted.kind is t.Kind.MONEY:
        expected = f"整数列按分计：0 到 {MOST} 分（10 万亿元），不能是负数"
        if given.lstrip("-").isdigit():
            given = f"{given} 分（{yuan_text(int(given))} 元）"
    message = f"{wanted.label}写成“{given}”，读不成；应为 {expected}"
    return Invalid((FieldProblem(wanted.name, given, expected, message, "LQ-2012"),))


def yuan_fen(units: int) -> int:
    """Fen of one unit a head ends in; yuan when it names none."""
    return units or YUAN
