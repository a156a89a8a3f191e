"""分档、读法、分期是否周全: no gap, no overlap, no branch that can never be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.bind import statements_below
from luoqiao.core.rules.kinds import options_of
from luoqiao.core.rules.problems import Problem
from luoqiao.core.rules.resolve import Straight, resolve

Letters = Mapping[str, tuple[str, ...]]


def check_shape(clause: t.Clause, letters: Letters, tiers: tuple[str, ...]) -> Iterator[Problem]:
    """Everything that needs more than one line to be seen. `letters`: the options of each known reading."""
    yield from _readings(clause, letters, tiers)
    for statement in t.statements_of(clause):
        if isinstance(statement, t.Define) and isinstance(statement.value, t.ByChoice):
            yield from _choices(clause, statement.value)
    yield from check_ranges(clause, tiers)


def check_ranges(clause: t.Clause, tiers: tuple[str, ...]) -> Iterator[Problem]:
    """What the numbers alone can break: conditions that exclude one another, arms with gaps or overlaps, periods."""
    yield from _periods(clause, tiers)
    lines = list(_lines(clause))
    yield from _never_true(clause, lines)
    yield from _ranges(clause, lines)


def _lines(clause: t.Clause) -> Iterator[Straight]:
    """The straight line of every combination of readings, on the first day of the clause."""
    available = {q: ls for q, ls in switches(clause, "").items() if q}
    for combination in product(*available.values()):
        yield resolve(clause, dict(zip(available, combination, strict=True)), clause.header.first)


# -- ranges ------------------------------------------------------------------------------------------------


def _first_fen(arm: t.RangeArm) -> int:
    return 0 if arm.low is None else arm.low if arm.low_in else arm.low + 1


def _last_fen(arm: t.RangeArm) -> int | None:
    return None if arm.high is None else arm.high if arm.high_in else arm.high - 1


def _from_conditions(line: Straight, before: t.Define | None, subject: str) -> tuple[int, int | None]:
    """The smallest and largest amount of `subject` that pass the conditions written before this statement."""
    least, most = 0, None
    for step in line.steps:
        if before is not None and step.at == before.at:
            break
        if isinstance(step, t.Condition):
            tests = step.test.tests if isinstance(step.test, t.AllOf) else (step.test,)
            for test in tests:
                match test:
                    case t.Compare(left=t.Ref(name=name), op=t.Op.GT | t.Op.GE as op, right=t.Literal(value=value)):
                        bound = value + 1 if op is t.Op.GT else value
                        least = max(least, bound) if name == subject else least
                    case t.Compare(left=t.Ref(name=name), op=op, right=t.Literal(value=value)) if name == subject:
                        bound = value - 1 if op is t.Op.LT else value
                        most = bound if most is None else min(most, bound)
    return least, most


def _never_true(clause: t.Clause, lines: list[Straight]) -> Iterator[Problem]:
    """Conditions that exclude one another: nobody could ever be entitled."""
    for line in lines:
        for one in clause.inputs:
            least, most = _from_conditions(line, None, one.label)
            if most is not None and least > most:
                at = next(s.at for s in line.steps if isinstance(s, t.Condition))
                yield Problem("LQ-1505", f"条件永远不能成立：{one.label}不能同时高于和低于这些界限", at)
                return


def _ranges(clause: t.Clause, lines: list[Straight]) -> Iterator[Problem]:
    seen: set[tuple[int, str]] = set()
    reached: set[int] = set()
    arms: dict[int, t.RangeArm] = {}
    for line in lines:
        for step in line.steps:
            if not isinstance(step, t.Define) or not isinstance(step.value, t.ByRange):
                continue
            least, most = _from_conditions(line, step, step.value.subject)
            for problem in _one_range(step.value, least):
                if (problem.at.line, problem.message) not in seen:
                    seen.add((problem.at.line, problem.message))
                    yield problem
            for arm in step.value.arms:
                arms[arm.at.line] = arm
                last = _last_fen(arm)
                below = last is not None and last < least
                above = most is not None and _first_fen(arm) > most
                if arm.rest or not (below or above):
                    reached.add(arm.at.line)
    for number, arm in arms.items():
        if number not in reached:
            yield Problem("LQ-1501", "这一档永远到不了：前面的条件已经把它排除", arm.at)


def _one_range(node: t.ByRange, least: int) -> Iterator[Problem]:
    arms = [arm for arm in node.arms if not arm.rest]
    has_rest = len(arms) < len(node.arms)
    if has_rest and not node.arms[-1].rest:
        yield Problem("LQ-1502", "“其余”写在最后一档", node.at)
    if has_rest and not _gaps(arms, least):
        yield Problem("LQ-1501", "“其余”永远到不了：前面各档已经写全", node.arms[-1].at)
    expected: int | None = None
    for index, arm in enumerate(arms):
        first, last = _first_fen(arm), _last_fen(arm)
        if last is not None and last < first:
            yield Problem("LQ-1502", "这一档是空的：上限低于下限", arm.at)
        if index == 0 and first > least and not has_rest:
            message = f"{show_short(least)} 到 {show_short(first)} 之间没有档；从 0元 写起，或在前面写条件"
            yield Problem("LQ-1503", message, arm.at)
        if index and expected is None:
            yield Problem("LQ-1504", "上一档没有上限，这一档与它重叠", arm.at)
        elif index and expected is not None and first > expected and not has_rest:
            yield Problem("LQ-1503", f"{show_short(expected)} 到 {show_short(first)} 之间没有档", arm.at)
        elif index and expected is not None and first < expected:
            yield Problem("LQ-1504", f"这一档与上一档在 {show_short(first)} 处重叠；各档从低到高写", arm.at)
        expected = None if last is None else last + 1
    if expected is not None and not has_rest:
        yield Problem("LQ-1503", f"{show_short(expected)} 以上没有档；最后一档不写上限", arms[-1].at)


def _gaps(arms: list[t.RangeArm], least: int) -> bool:
    """Whether some amount from `least` on falls in none of these arms."""
    reached = least
    for arm in sorted(arms, key=_first_fen):
        if _first_fen(arm) > reached:
            return True
        last = _last_fen(arm)
        if last is None:
            return False
        reached = max(reached, last + 1)
    return True


def _choices(clause: t.Clause, node: t.ByChoice) -> Iterator[Problem]:
    one = next((i for i in clause.inputs if i.label == node.subject), None)
    if one is None or one.kind not in (t.Kind.CHOICE, t.Kind.YES_NO):
        return
    options = options_of(one)
    named = [option for arm in node.arms for option in arm.options]
    for arm in node.arms:
        for option in arm.options:
            if option not in options:
                yield Problem("LQ-1412", f"“{node.subject}”没有选项“{option}”；可选 {'、'.join(options)}", arm.at)
            elif named.count(option) > 1:
                yield Problem("LQ-1504", f"选项“{option}”写了两次", arm.at)
    missing = [option for option in options if option not in named]
    rest = [arm for arm in node.arms if arm.rest]
    if missing and not rest:
        yield Problem("LQ-1503", f"没有写选项 {'、'.join(missing)}；写全，或加一行“其余”", node.at)
    if rest and not missing:
        yield Problem("LQ-1501", "“其余”永远到不了：选项已经写全", rest[0].at)


# -- readings and periods ----------------------------------------------------------------------------------


def _names(statements: Iterable[t.Statement]) -> set[str]:
    found: set[str] = set()
    for statement in statements:
        for one in statements_below(statement):
            if isinstance(one, t.Define):
                found.update(one.names)
            elif isinstance(one, t.Split):
                found.update(one.tiers)
    return found


def _readings(clause: t.Clause, letters: Letters, tiers: tuple[str, ...]) -> Iterator[Problem]:
    for statement in t.statements_of(clause):
        if not isinstance(statement, t.ReadingSwitch):
            continue
        if statement.question not in letters:
            yield Problem("LQ-1421", f"读法表里没有 {statement.question}", statement.at)
            continue
        named = [letter for option in statement.options for letter in option.letters]
        for letter in sorted(set(named)):
            if letter not in letters[statement.question]:
                expected = "、".join(letters[statement.question])
                yield Problem("LQ-1421", f"{statement.question} 没有选项 {letter}；有 {expected}", statement.at)
            if named.count(letter) > 1:
                yield Problem("LQ-1422", f"选项 {letter} 写了两次", statement.at)
        missing = [letter for letter in letters[statement.question] if letter not in named]
        if missing:
            yield Problem("LQ-1422", f"{statement.question} 没有写选项 {'、'.join(missing)}", statement.at)
        sets = {frozenset(_names(option.statements) - set(tiers)) for option in statement.options}
        if len(sets) > 1:
            listed = "；".join("、".join(sorted(s)) or "无" for s in sets)
            yield Problem("LQ-1423", f"各选项要定义同样的中间名称：{listed}", statement.at)


def _periods(clause: t.Clause, tiers: tuple[str, ...]) -> Iterator[Problem]:
    """Blocks that follow one another are one group: no overlap, the whole 期限 covered, the same names."""
    group: list[t.During] = []
    for statement in [*clause.statements, None]:
        if isinstance(statement, t.During):
            group.append(statement)
            continue
        if group:
            yield from _group(group, clause.header.first, clause.header.last)
        group = []


def _group(group: list[t.During], first: date, last: date) -> Iterator[Problem]:
    ordered = sorted(group, key=lambda block: block.first)
    expected = first
    for block in ordered:
        if block.last < block.first:
            yield Problem("LQ-1510", "末日早于首日", block.at)
        if block.first > expected:
            yield Problem("LQ-1511", f"{expected} 到 {block.first} 之间没有规定；整个期限都要写到", block.at)
        elif block.first < expected and block is not ordered[0]:
            yield Problem("LQ-1512", f"与上一段在 {block.first} 重叠", block.at)
        expected = max(expected, block.last + timedelta(days=1))
    if expected <= last:
        yield Problem("LQ-1511", f"{expected} 到 {last} 没有规定；整个期限都要写到", ordered[-1].at)
    if len({frozenset(_names(block.statements)) for block in group}) > 1:
        yield Problem("LQ-1513", "各段要定义同样的名称", group[0].at)
