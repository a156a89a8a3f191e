"""随机差错: slips of the pen in a clause text: another name, a bound a fen off, a day off, a line lost, moved or shifted.

Most are refused. What is not refused must be judged by every run alike, or the checker has a hole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from luoqiao.core.kernel.money import parse_money, show_short
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_expressions import COUNTS, DAYS, SPANS

_NAME = re.compile("[\u4e00-\u9fff]+")
_MONEY = re.compile(r"[\d.,]+(?:亿元|万元|元)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LITERAL = re.compile(rf"{_MONEY.pattern}|{_DAY.pattern}|\d+(?:个月|年|个)")
_DECLARED = re.compile("(?:输入|选填|记录|    )\\s*([\u4e00-\u9fff]+) [a-z_]+：|([\u4e00-\u9fff]+) =")


def faulty(text: str, choose: Choosing) -> str:
    """The clause text with one slip, sometimes two."""
    head, fence, rest = text.partition("```规则\n")
    rule, _, tail = rest.partition("\n```")
    lines = rule.split("\n")
    for _ in range(choose.one((1, 1, 2))):
        place = choose.number(len(lines) - 1)
        lines = choose.one(_SLIPS)(lines, place, choose) or lines
    return f"{head}{fence}{chr(10).join(lines)}\n```{tail}"


def _other_name(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """One name for another, of whatever kind."""
    known = [a or b for a, b in _DECLARED.findall("\n".join(lines))]
    spots = [one for one in _NAME.finditer(lines[place]) if one[0] in known or one[0].endswith(("级", "级实拨"))]
    return _put(lines, place, choose, spots, choose.one(known)) if known else lines


def _other_literal(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """An amount, a day, a count or months where another stood."""
    spots = list(_LITERAL.finditer(lines[place]))
    return _put(lines, place, choose, spots, choose.one((*COUNTS, *DAYS, *SPANS, "5万元", "0.03元")))


def _a_fen_off(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """An amount one fen more or less."""
    spots = list(_MONEY.finditer(lines[place]))
    if not spots:
        return lines
    spot = choose.one(spots)
    fen = max(0, parse_money(spot[0]) + choose.one((-1, 1)))
    return _put(lines, place, choose, [spot], show_short(fen))


def _a_day_off(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """A day one earlier or later."""
    spots = list(_DAY.finditer(lines[place]))
    if not spots:
        return lines
    spot = choose.one(spots)
    moved = date.fromisoformat(spot[0]) + timedelta(choose.one((-1, 1)))
    return _put(lines, place, choose, [spot], moved.isoformat())


def _other_bound(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """不满 written for 以下, 超过 for 以上."""
    line = lines[place]
    for word, instead in (("不满", "超过"), ("超过", "不满"), ("以上", "以下"), ("以下", "以上")):
        if word in line and choose.once_in(2):
            line = line.replace(word, instead, 1)
            break
    return [*lines[:place], line, *lines[place + 1 :]]


def _lost(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """A line left out."""
    return lines[:place] + lines[place + 1 :]


def _twice(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """A line written again elsewhere."""
    other = choose.number(len(lines))
    return [*lines[:other], lines[place], *lines[other:]]


def _moved(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """A line in another place."""
    rest = _lost(lines, place, choose)
    other = choose.number(len(rest))
    return [*rest[:other], lines[place], *rest[other:]]


def _shifted(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """A line, sometimes with all that follow, further in or out."""
    end = len(lines) if choose.once_in(3) else place + 1
    inward = choose.once_in(2)
    shifted = [f"    {line}" if inward else line.removeprefix("    ") for line in lines[place:end]]
    return [*lines[:place], *shifted, *lines[end:]]


def _block_within(lines: list[str], place: int, choose: Choosing) -> list[str]:
    """A block with its lines put under a line that takes lines."""
    heads = [n for n, line in enumerate(lines) if line.startswith(("自 ", "读法 "))]
    unders = [n for n, line in enumerate(lines) if re.search("^(?:自 .*|    [A-C、]+)：$", line)]
    if not heads or not unders:
        return lines
    head, under = choose.one(heads), choose.one(unders)
    end = next((n for n in range(head + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
    if head <= under < end:
        return lines
    deep = " " * (4 + len(lines[under]) - len(lines[under].lstrip()))
    block = [deep + line for line in lines[head:end]]
    kept = [None if head <= n < end else line for n, line in enumerate(lines)]
    return [line for line in [*kept[: under + 1], *block, *kept[under + 1 :]] if line is not None]


def _put(lines: list[str], place: int, choose: Choosing, spots: list[re.Match[str]], word: str) -> list[str]:
    if not spots:
        return lines
    spot = choose.one(spots)
    line = lines[place]
    return [*lines[:place], line[: spot.start()] + word + line[spot.end() :], *lines[place + 1 :]]


_SLIPS: tuple[Callable[[list[str], int, Choosing], list[str]], ...] = (
    _other_name, _other_name, _other_name, _other_literal, _a_fen_off, _a_fen_off, _a_day_off, _other_bound, _lost,
    _twice, _moved, _shifted, _block_within,
)  # fmt: skip
