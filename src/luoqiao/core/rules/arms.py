"""各档是否接得上: the arms of a 分档 leave no gap, do not overlap, and can each be reached.

An amount that was worked out by a rate may lie between two fen. For such a name arms must meet at the same number
(0.02元以下、超过0.02元); for an input, or a sum of inputs, the next fen will do (0.02元以下、0.03元以上).
"""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.problems import Problem
from luoqiao.core.rules.resolve import Straight


def check_arms(clause: t.Clause, lines: list[Straight]) -> Iterator[Problem]:
    """Gaps, overlaps and arms out of reach on these straight lines; what is wrong on several is said once."""
    seen: set[tuple[int, str]] = set()
    reached: set[int] = set()
    arms: dict[int, t.RangeArm] = {}
    for line in lines:
        whole = whole_names(line)
        for step in line.steps:
            if not isinstance(step, t.Define) or not isinstance(step.value, t.ByRange):
                continue
            node = step.value
            marks = Marks(node.subject in whole)
            least, beyond = from_conditions(line, step, node.subject, marks)
            for problem in _one_range(node, marks, least):
                if (problem.at.line, problem.message) not in seen:
                    seen.add((problem.at.line, problem.message))
                    yield problem
            for arm in node.arms:
                arms[arm.at.line] = arm
                after = marks.after(arm)
                below = after is not None and after <= least
                above = beyond is not None and marks.first(arm) >= beyond
                if arm.rest or not (below or above):
                    reached.add(arm.at.line)
    for number, arm in arms.items():
        if number not in reached:
            yield Problem("LQ-1501", "这一档永远到不了：前面的条件已经把它排除", arm.at)


class Marks:
    """刻度: where a stretch of amounts begins, two marks a fen; the odd one is what lies above a fen and below the next."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        """Whether the name is always a whole number of fen, so that above 2 fen begins at 3."""

    def at(self, fen: int, *, above: bool) -> int:
        """The mark at which the amounts from here on begin, or those above it."""
        return 2 * fen + above * (1 + self.whole)

    def first(self, arm: t.RangeArm) -> int:
        """Where an arm begins."""
        return 0 if arm.low is None else self.at(arm.low, above=not arm.low_in)

    def after(self, arm: t.RangeArm) -> int | None:
        """Where what follows an arm begins; None where it has no upper end."""
        return None if arm.high is None else self.at(arm.high, above=arm.high_in)


def from_conditions(line: Straight, before: t.Define | None, subject: str, marks: Marks) -> tuple[int, int | None]:
    """Where the amounts of `subject` begin and end that pass the conditions written before this statement."""
    least, beyond = 0, None
    for step in line.steps:
        if before is not None and step.at == before.at:
            break
        if isinstance(step, t.Condition):
            tests = step.test.tests if isinstance(step.test, t.AllOf) else (step.test,)
            for test in tests:
                match test:
                    case t.Compare(left=t.Ref(name=name), op=t.Op.GT | t.Op.GE as op, right=t.Literal(value=value)):
                        least = max(least, marks.at(value, above=op is t.Op.GT)) if name == subject else least
                    case t.Compare(left=t.Ref(name=name), op=op, right=t.Literal(value=value)) if name == subject:
                        end = marks.at(value, above=op is t.Op.LE)
                        beyond = end if beyond is None else min(beyond, end)
    return least, beyond


def _one_range(node: t.ByRange, marks: Marks, least: int) -> Iterator[Problem]:
    arms = [arm for arm in node.arms if not arm.rest]
    has_rest = len(arms) < len(node.arms)
    if has_rest and not node.arms[-1].rest:
        yield Problem("LQ-1502", "“其余”写在最后一档", node.at)
    yield from check_rests(node)
    if has_rest and not _gaps(arms, marks, least):
        yield Problem("LQ-1501", "“其余”永远到不了：前面各档已经写全", node.arms[-1].at)
    expected: int | None = None
    for index, arm in enumerate(arms):
        first, after = marks.first(arm), marks.after(arm)
        if after is not None and after <= first:
            yield Problem("LQ-1502", "这一档是空的：上限低于下限", arm.at)
        if index == 0 and first > least and not has_rest:
            message = f"{_shown(least)} 到 {_shown(first)} 之间没有档；从 0元 写起，或在前面写条件"
            yield Problem("LQ-1503", message, arm.at)
        if index and expected is None:
            yield Problem("LQ-1504", "上一档没有上限，这一档与它重叠", arm.at)
        elif index and expected is not None and first > expected and not has_rest:
            yield Problem("LQ-1503", _gap(node, marks, expected, first), arm.at)
        elif index and expected is not None and first < expected:
            yield Problem("LQ-1504", f"这一档与上一档在 {_shown(first)} 处重叠；各档从低到高写", arm.at)
        expected = after
    if expected is not None and not has_rest:
        yield Problem("LQ-1503", f"{_shown(expected)} 以上没有档；最后一档不写上限", arms[-1].at)


def check_rests(node: t.ByRange | t.ByChoice) -> Iterator[Problem]:
    """其余 stands once."""
    for arm in [arm for arm in node.arms if arm.rest][1:]:
        yield Problem("LQ-1504", "“其余”写了两次", arm.at)


def _gap(node: t.ByRange, marks: Marks, expected: int, first: int) -> str:
    """A gap between two arms; where it is narrower than a fen, that amounts can fall into it."""
    low, high = _shown(expected), _shown(first)
    if marks.whole or first - expected > 1:
        return f"{low} 到 {high} 之间没有档"
    if low == high:
        return f"恰为 {low} 的没有档"
    reason = f"“{node.subject}”由比例算出，可能带不足一分的零头"
    return f"超过 {low}、不满 {high} 的没有档：{reason}；两档要在同一个数上接住，如 {low}以下、超过{low}"


def _shown(mark: int) -> str:
    return show_short(mark // 2)


def _gaps(arms: list[t.RangeArm], marks: Marks, least: int) -> bool:
    """Whether some amount from `least` on falls in none of these arms."""
    reached = least
    for arm in sorted(arms, key=marks.first):
        if marks.first(arm) > reached:
            return True
        after = marks.after(arm)
        if after is None:
            return False
        reached = max(reached, after)
    return True


# -- fractions of a fen --------------------------------------------------------------------------------------


def whole_names(line: Straight) -> frozenset[str]:
    """The names that are always a whole number of fen: inputs, shares of tiers, and what is only added and compared."""
    found = {one.label for one in line.clause.inputs}
    for step in line.steps:
        match step:
            case t.Split(tiers=tiers):
                found.update(tiers)
            case t.Define(names=names, value=t.ByRange(arms=arms) | t.ByChoice(arms=arms)):
                for index, name in enumerate(names):
                    if all(_is_whole(arm.values[index], found) for arm in arms if index < len(arm.values)):
                        found.add(name)
            case t.Define(names=names, value=value) if not isinstance(value, t.ByRange | t.ByChoice):
                if _is_whole(value, found):
                    found.update(names)
    return frozenset(found)


def _is_whole(node: t.Expr, names: set[str]) -> bool:
    """Whether an amount has no fraction of a fen; only a rate makes one."""
    match node:
        case t.Ref(name=name):
            return name in names
        case t.SumOver() | t.Granted() | t.Literal():
            return True
        case t.RateOf():
            return False
        case _:
            return all(_is_whole(one, names) for one in _parts(node))


def _parts(node: t.Expr) -> Iterator[t.Expr]:
    match node:
        case t.UpTo(limit=limit):
            yield limit
        case t.Sum(first=first, rest=rest):
            yield from (first, *(term for _, term in rest))
        case t.Floor(value=value, least=limit) | t.Cap(value=value, limit=limit):
            yield from (value, limit)
        case t.Once(value=value) | t.OnlyIf(value=value) | t.AfterGrant(value=value):
            yield value
