"""分档、读法、分期是否周全: no gap, no overlap, no branch that can never be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.arms import Marks, check_arms, check_rests, from_conditions
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.bind import statements_below
from luoqiao.core.rules.declarations import options_of
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
    yield from check_arms(clause, lines)


def _lines(clause: t.Clause) -> Iterator[Straight]:
    """The straight line of every combination of readings in every stretch of days."""
    available = {q: ls for q, ls in switches(clause, "").items() if q}
    for combination in product(*available.values()):
        for day in _days(clause):
            yield resolve(clause, dict(zip(available, combination, strict=True)), day)


def _days(clause: t.Clause) -> list[date]:
    """The first day of the clause and every day within it on which a period begins or has just ended."""
    first, last = clause.header.first, clause.header.last
    periods = [s for s in t.statements_of(clause) if isinstance(s, t.During)]
    turns = {one.first for one in periods} | {one.last + timedelta(days=1) for one in periods if one.last < last}
    return [first, *sorted(day for day in turns if first < day <= last)]


# -- conditions and choices ---------------------------------------------------------------------------------


def _never_true(clause: t.Clause, lines: list[Straight]) -> Iterator[Problem]:
    """Conditions that exclude one another: nobody could ever be entitled."""
    for line in lines:
        for one in clause.inputs:
            least, beyond = from_conditions(line, None, one.label, Marks(whole=True))
            if beyond is not None and least >= beyond:
                at = next(s.at for s in line.steps if isinstance(s, t.Condition))
                yield Problem("LQ-1505", f"条件永远不能成立：{one.label}不能同时高于和低于这些界限", at)
                return


def _choices(clause: t.Clause, node: t.ByChoice) -> Iterator[Problem]:
    one = next((i for i in clause.inputs if i.label == node.subject), None)
    if one is None or one.kind not in (t.Kind.CHOICE, t.Kind.YES_NO):
        return
    options = options_of(one)
    yield from check_rests(node)
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
    expected = first.toordinal()  # as a number, for there is no day after 9999-12-31
    for block in ordered:
        if block.last < block.first:
            yield Problem("LQ-1510", "末日早于首日", block.at)
        if block.first.toordinal() > expected:
            message = f"{date.fromordinal(expected)} 到 {block.first} 之间没有规定；整个期限都要写到"
            yield Problem("LQ-1511", message, block.at)
        elif block.first.toordinal() < expected and block is not ordered[0]:
            yield Problem("LQ-1512", f"与上一段在 {block.first} 重叠", block.at)
        expected = max(expected, block.last.toordinal() + 1)
    if expected <= last.toordinal():
        message = f"{date.fromordinal(expected)} 到 {last} 没有规定；整个期限都要写到"
        yield Problem("LQ-1511", message, ordered[-1].at)
    if len({frozenset(_names(block.statements)) for block in group}) > 1:
        yield Problem("LQ-1513", "各段要定义同样的名称", group[0].at)
