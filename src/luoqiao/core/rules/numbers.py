"""规则里的数要在引文里: every number written in a rule occurs in the words it quotes.

A number found only elsewhere may not be written into a clause. 0元 is free. An arm may use the quotes of its head
and of the arms beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from luoqiao.core.kernel.money import WAN, YI, YUAN, show_short
from luoqiao.core.kernel.text import drop_blanks, fold_all_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.dates import encode, read_date, show_code
from luoqiao.core.rules.problems import Problem
from luoqiao.core.rules.wording import show_rate

_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万亿|亿|万)?(?=元)")
_BARE = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万亿|亿|万)?(?:元|(?=\(含\)|[、-]))")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_SPAN = re.compile(r"(\d+)(年|个月)")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}")
_RATIO = re.compile(r"\d+(?::\d+)+")
_SIZE = {"": YUAN, "万": WAN, "亿": YI, "万亿": 10_000 * YI}

Number = tuple[t.Kind, int | str]


def numbers_in(text: str) -> set[Number]:
    """Every number of a quoted passage: money in fen, rates, months, dates as codes, ratios as text."""
    flat = fold_all_width(drop_blanks(text))
    found: set[Number] = set()
    for match in _MONEY.finditer(flat):
        found.add((t.Kind.MONEY, int(Decimal(match[1].replace(",", "")) * _SIZE[match[2] or ""])))
    found |= {(t.Kind.RATE, int(Decimal(m[1]) * 100)) for m in _PERCENT.finditer(flat)}
    found |= {(t.Kind.MONTHS, int(m[1]) * (12 if m[2] == "年" else 1)) for m in _SPAN.finditer(flat)}
    for written in _DATE.findall(flat):
        try:
            found.add((t.Kind.DATE, encode(read_date(written))))
        except ValueError:
            continue
    found |= {(t.Kind.LIST, m) for m in _RATIO.findall(flat)}
    return found


def _written(node: object) -> Iterator[tuple[Number, str, t.At]]:
    """The numbers written in a rule below a node."""
    for one in t.walk(node):
        match one:
            case t.Literal(value=value, kind=kind, text=text, at=at) if value or kind is not t.Kind.MONEY:
                yield (kind, value), text, at
            case t.RateOf(rate=int() as rate, at=at):
                yield (t.Kind.RATE, rate), show_rate(rate), at
            case t.AddMonths(months=months, at=at) | t.Within(months=months, at=at) if months:
                text = f"{months // 12}年" if months % 12 == 0 else f"{months}个月"
                yield (t.Kind.MONTHS, months), text, at
            case t.Split(parts=parts, at=at):
                text = ":".join(map(str, parts))
                yield (t.Kind.LIST, text), text, at


def _bounds(arm: t.RangeArm) -> Iterator[tuple[Number, str, t.At]]:
    for bound in (arm.low, arm.high):
        if bound:
            yield (t.Kind.MONEY, bound), show_short(bound), arm.at


def check_numbers(statements: Iterable[t.Statement]) -> Iterator[Problem]:
    """A problem for each number that its quotes do not contain."""
    for statement in statements:
        yield from _check(statement, ())


def _check(statement: t.Statement, around: tuple[t.Quote, ...]) -> Iterator[Problem]:
    quotes = statement.quotes or around
    match statement:
        case t.ReadingSwitch(options=options):
            for option in options:
                for one in option.statements:
                    yield from _check(one, option.quotes)
        case t.During(statements=inner):
            for one in inner:
                yield from _check(one, quotes)
        case t.Define(value=t.ByRange(arms=arms) | t.ByChoice(arms=arms)):
            listed: tuple[t.RangeArm | t.ChoiceArm, ...] = arms
            for index, arm in enumerate(listed):
                beside = [q for other in listed[max(0, index - 1) : index + 2] for q in other.quotes]
                allowed = _allowed([*quotes, *beside])
                written = [w for value in arm.values for w in _written(value)]
                if isinstance(arm, t.RangeArm):
                    written += _bounds(arm)
                yield from _missing(written, allowed)
        case t.Payee() | t.Uncoded() | t.Nothing():
            return
        case _:
            yield from _missing(_written(statement), _allowed(quotes))


def _allowed(quotes: Iterable[t.Quote]) -> set[Number]:
    return {number for quote in quotes for number in numbers_in(quote.text)}


def _missing(written: Iterable[tuple[Number, str, t.At]], allowed: set[Number]) -> Iterator[Problem]:
    for number, text, at in written:
        if number not in allowed:
            shown = show_code(number[1]) if number[0] is t.Kind.DATE and isinstance(number[1], int) else text
            yield Problem("LQ-1301", f"“{shown}”不在这一行的引文里；规则里的数要有原文", at)
