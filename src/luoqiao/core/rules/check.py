"""检查一份条款: quotes, numbers, types, names, tiers, readings, periods, examples. Every finding, in file order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.bind import Citing, bind
from luoqiao.core.rules.declarations import check_inputs
from luoqiao.core.rules.document import Document
from luoqiao.core.rules.examples import ExampleResult, run_example
from luoqiao.core.rules.kinds import KindChecker
from luoqiao.core.rules.limits import Side
from luoqiao.core.rules.numbers import check_numbers
from luoqiao.core.rules.problems import Problem, as_findings
from luoqiao.core.rules.shape import check_shape
from luoqiao.core.rules.wording import show_limit

_SIDE_WORDS = {Side.BELOW: "低于它", Side.AT: "恰好", Side.ABOVE: "高于它"}


@dataclass(frozen=True, slots=True)
class Checked:
    """查过的条款: quotes anchored, what it cites, results of its worked examples, findings."""

    clause: t.Clause
    citing: tuple[Citing, ...]
    examples: tuple[ExampleResult, ...]
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Nothing serious was found."""
        return not any(f.serious for f in self.findings)


def check_clause(
    clause: t.Clause, document: Document, basis: Basis, letters: Mapping[str, tuple[str, ...]]
) -> Checked:
    """Check one clause against its document and the known readings; examples run only when the rule is sound."""
    tiers = tuple(tier.label for tier in basis.tiers)
    bound = bind(clause, document)
    problems = [*bound.problems]
    checker = KindChecker(bound.clause, tiers)
    checker.statements(bound.clause.statements)
    problems += checker.problems
    problems += check_inputs(bound.clause, checker.used, tiers)
    problems += check_shape(bound.clause, letters, tiers)
    problems += check_numbers(bound.clause.statements)
    problems += _uncited(bound.clause)
    results: tuple[ExampleResult, ...] = ()
    if not any(p.serious for p in problems if not p.code.startswith(("LQ-12", "LQ-13"))):
        results = tuple(run_example(bound.clause, example, basis) for example in bound.clause.examples)
        problems += _failed(results)
        problems += _limits(bound.clause, results)
    return Checked(bound.clause, bound.citing, results, as_findings(problems, clause.file, clause.source))


def _uncited(clause: t.Clause) -> Iterator[Problem]:
    """Every rule line cites: itself, or through the option or the arms around it."""
    for statement in clause.statements:
        match statement:
            case t.ReadingSwitch(options=options):
                for option in options:
                    if not option.quotes and not all(_cites(s) for s in option.statements):
                        yield Problem("LQ-1207", "这个选项没有引文；行末写 ←「…」", option.at)
            case t.During(statements=inner):
                for one in inner:
                    if not _cites(one):
                        yield Problem("LQ-1207", "这一行没有引文；行末写 ←「…」", one.at)
            case _:
                if not _cites(statement):
                    yield Problem("LQ-1207", "这一行没有引文；行末写 ←「…」", statement.at)


def _cites(statement: t.Statement) -> bool:
    """The line itself quotes, or each of its arms does."""
    match statement:
        case t.Define(value=t.ByRange(arms=arms)):
            return bool(statement.quotes) or all(arm.quotes for arm in arms)
        case t.Define(value=t.ByChoice(arms=choices)):
            return bool(statement.quotes) or all(arm.quotes for arm in choices)
        case _:
            return bool(statement.quotes)


def _failed(results: tuple[ExampleResult, ...]) -> Iterator[Problem]:
    if not results:
        yield Problem("LQ-1601", "没有算例；每个界限要有低于、恰好、高于三例", t.At(1))
    for result in results:
        if not result.passed:
            yield Problem("LQ-1602", f"算例不符：{result.message}", result.example.at)


def _limits(clause: t.Clause, results: tuple[ExampleResult, ...]) -> Iterator[Problem]:
    """A limit written in the rule needs an example below, at and above it.

    The options of one reading that write the same limit of the same name share their examples.
    """
    sides: dict[tuple[str, int], set[Side]] = {}
    places: dict[tuple[str, int], tuple[t.At, str]] = {}
    by_place: dict[t.At, str] = {}
    for owner, at, value, kind in _written_limits(clause):
        key = (owner, value)
        places.setdefault(key, (at, show_limit(value, kind)))
        by_place[at] = owner
        sides.setdefault(key, set())
    for result in results:
        for met in result.met:
            met_by = by_place.get(met.at, "")
            if (met_by, met.limit) in sides:
                sides[met_by, met.limit].add(met.side)
    for key, (at, shown) in places.items():
        missing = [side for side in Side if side not in sides[key]]
        if missing:
            words = "、".join(_SIDE_WORDS[side] for side in missing)
            yield Problem("LQ-1603", f"界限 {shown} 缺“{words}”的算例", at)


def _written_limits(clause: t.Clause) -> Iterator[tuple[str, t.At, int, t.Kind]]:
    """Literal limits: owner (the name left of `=`, or 条件), place, amount or day."""
    for statement in t.statements_of(clause):
        if not isinstance(statement, t.Define | t.Condition):
            continue
        owner = "、".join(statement.names) if isinstance(statement, t.Define) else f"条件 {statement.at.line}"
        for node in t.walk(statement):
            match node:
                case t.Cap(limit=t.Literal(kind=t.Kind.MONEY) as limit) | t.Floor(least=t.Literal(kind=t.Kind.MONEY) as limit):
                    yield owner, limit.at, limit.value, t.Kind.MONEY
                case t.Compare(left=left, right=t.Literal() as limit) if not isinstance(left, t.Literal):
                    yield owner, limit.at, limit.value, limit.kind
                case t.Compare(left=t.Literal() as limit):
                    yield owner, limit.at, limit.value, limit.kind
                case t.Within(first=t.Literal() as first, last=t.Literal() as last):
                    for day in (first, last):
                        yield owner, day.at, day.value, t.Kind.DATE
                case t.ByRange(arms=arms, at=at):
                    for bound in sorted({b for arm in arms for b in (arm.low, arm.high) if b}):
                        yield owner, at, bound, t.Kind.MONEY
