"""还差多少: distance to the next threshold, tier or cap, and the cliffs that must be said out loud (X-12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from luoqiao.core.kernel.money import show_short, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome, Reason, Step
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.cells import thresholds
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import PLAIN, explain
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.judge import Setting, Walk
from luoqiao.core.rules.resolve import Straight, resolve
from luoqiao.core.rules.values import Val


class Near(StrEnum):
    """What is near."""

    THRESHOLD = "threshold"
    TIER = "tier"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Distance:
    """再投入多少: how much more of an input, in fen, until a threshold, tier or cap."""

    kind: Near
    input: t.Input
    more: int
    target: str
    limit: int

    @property
    def text(self) -> str:
        """One sentence: 再投入 1,234.56 元即达封顶."""
        step = f"{self.input.label}再增 {show_yuan(self.more)}"
        match self.kind:
            case Near.CAP:
                return f"{step}，{self.target}即达 {show_short(self.limit)}封顶"
            case Near.TIER:
                return f"{step}，即进入“{self.target}”一档"
            case Near.THRESHOLD:
                return f"{step}，即满足“{self.target}”"


@dataclass(frozen=True, slots=True)
class Cliff:
    """断崖: at `start` fen of an input the total jumps from `before` to `after`."""

    input: t.Input
    start: int
    before: int
    after: int

    @property
    def text(self) -> str:
        """Both sides of the edge, said out loud."""
        below, word = self.start - 1, "差 1 分"
        edge = show_short(self.start)
        if self.start % 100 == 1:
            below, edge, word = self.start - 1, f"{show_short(self.start - 1)}再多 1 分", show_short(below)
            return f"{self.input.label}恰为 {word} 得 {show_yuan(self.before)}，多 1 分即得 {show_yuan(self.after)}"
        return f"{self.input.label}到 {edge} 得 {show_yuan(self.after)}，{word}只得 {show_yuan(self.before)}"


def _line(answer: Answer) -> Straight:
    return resolve(answer.clause, {r.question: r.letter for r in answer.readings}, answer.on)


def distances(answer: Answer) -> tuple[Distance, ...]:
    """How far the known money inputs are from what would change the answer, nearest first within a kind."""
    if not answer.in_force:
        return ()
    line = _line(answer)
    found = [*_thresholds(line, answer), *_tiers(line, answer), *_caps(answer)]
    return tuple(sorted(found, key=lambda d: (list(Near).index(d.kind), d.more)))


def _known_money(clause: t.Clause, name: str, facts: Mapping[str, object]) -> tuple[t.Input, int] | None:
    value = facts.get(name)
    one = next((i for i in clause.inputs if i.label == name and i.kind is t.Kind.MONEY), None)
    return (one, value) if one is not None and isinstance(value, int) else None


def _thresholds(line: Straight, answer: Answer) -> Iterator[Distance]:
    """Promised only where it holds: one fen short every condition together refuses, at the threshold none does."""
    if Reason.CONDITION not in answer.reasons:
        return
    for step in line.steps:
        if not isinstance(step, t.Condition):
            continue
        for node in t.walk(step):
            match node:
                case t.Compare(left=t.Ref(name=name), op=t.Op.GT | t.Op.GE as op, right=t.Literal() as limit):
                    known = _known_money(line.clause, name, answer.facts)
                    need = limit.value + (1 if op is t.Op.GT else 0)
                    if known and known[1] < need and _opens(line, answer, name, need):
                        target = f"{name}{node.word} {show_short(limit.value)}"
                        yield Distance(Near.THRESHOLD, known[0], need - known[1], target, limit.value)


def _opens(line: Straight, answer: Answer, name: str, need: int) -> bool:
    """Whether the conditions refuse one fen below `need` and no longer refuse at it."""
    held = {k: f for k, f in answer.facts.items() if isinstance(f, int | str | tuple)}
    verdicts = []
    for amount in (need - 1, need):
        facts = Facts({**held, name: amount})
        setting = Setting(facts, {}, t.CapUnit.ENTERPRISE_YEAR.value, frozenset())
        verdicts.append(Walk(line, setting).run().entitled.value)
    return verdicts[0] is False and verdicts[1] is not False


def _tiers(line: Straight, answer: Answer) -> Iterator[Distance]:
    if answer.outcome is Outcome.NOT_ENTITLED:
        return
    for step in line.steps:
        if isinstance(step, t.Define) and isinstance(step.value, t.ByRange):
            known = _known_money(line.clause, step.value.subject, answer.facts)
            if known is None:
                continue
            starts = [(arm.low if arm.low_in else arm.low + 1, arm) for arm in step.value.arms if arm.low is not None]
            later = [(start, arm) for start, arm in starts if start > known[1]]
            if later:
                start, arm = min(later, key=lambda pair: pair[0])
                target = arm.text.replace("：", ":").split(":")[0].strip()
                yield Distance(Near.TIER, known[0], start - known[1], target, start)


@dataclass(frozen=True, slots=True)
class _Linear:
    """(a × input + b) / den, the input known by name."""

    name: str
    a: int
    b: int
    den: int


def _caps(answer: Answer) -> Iterator[Distance]:
    """For each cap not yet reached whose base grows with one known input: how much more reaches it."""
    if answer.outcome is Outcome.NOT_ENTITLED:
        return
    forms: dict[str, _Linear] = {}
    money = {i.label: i for i in answer.clause.inputs if i.kind is t.Kind.MONEY and isinstance(answer.facts.get(i.label), int)}
    for name in money:
        forms[name] = _Linear(name, 1, 0, 1)
    reach = _reach(answer)
    for step in answer.steps:
        statement = step.statement
        if not isinstance(statement, t.Define):
            continue
        payers = reach.get(statement.names[0], ())
        for traced in step.traced if payers else ():
            if isinstance(traced.node, t.Cap):
                target = payers[0] if len(payers) == 1 else statement.names[0]
                found = _cap_distance(traced.node, traced.operands, target, forms, answer.facts, money)
                if found is not None:
                    yield found
        if isinstance(statement.value, t.ByRange | t.ByChoice):
            continue
        form = _linear(statement.value, forms)
        if form is not None:
            forms[statement.names[0]] = form


def _reach(answer: Answer) -> Mapping[str, tuple[str, ...]]:
    """Names whose value ends in a share that pays by the rule, with the labels of these tiers; found from the end."""
    paying = {s.tier.label for s in answer.shares.values() if s.granted is None and s.amount.high != 0}
    found: dict[str, tuple[str, ...]] = {label: (label,) for label in paying}
    for step in reversed(answer.steps):
        statement = step.statement
        if isinstance(statement, t.Split):
            payers = tuple(tier for tier in statement.tiers if tier in paying)
            if payers:
                found[statement.total] = payers
        elif isinstance(statement, t.Define):
            payers = tuple(dict.fromkeys(p for name in statement.names for p in found.get(name, ())))
            for name in _carried(step) if payers else ():
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *payers)))
    return found


def _carried(step: Step) -> Iterator[str]:
    """The names whose value a step carries on: those of the arm taken, tests and limits left out."""
    pending: list[object] = []
    if isinstance(step.branch, t.RangeArm | t.ChoiceArm):
        pending = list(step.branch.values)
    elif isinstance(step.statement, t.Define) and not isinstance(step.statement.value, t.ByRange | t.ByChoice):
        pending = [step.statement.value]
    while pending:
        match pending.pop():
            case t.Ref(name=name):
                yield name
            case t.Floor(value=inner) | t.Cap(value=inner) | t.Once(value=inner):
                pending.append(inner)
            case t.OnlyIf(value=inner) | t.AfterGrant(value=inner):
                pending.append(inner)


def _cap_distance(
    node: t.Cap, operands: tuple[Val, ...], target: str, forms: Mapping[str, _Linear], facts: Mapping[str, object],
    money: Mapping[str, t.Input],
) -> Distance | None:  # fmt: skip
    value, limit, used = operands
    form = _linear(node.value, forms)
    if form is None or form.a <= 0 or not (value.known and limit.known):
        return None
    left = limit.low // limit.den - used.low
    current = (value.low * 2 + value.den) // (2 * value.den)
    now = facts[form.name]
    if left <= 0 or current <= 0 or current >= left or not isinstance(now, int):
        return None
    need = -((form.b * 2 - (2 * left - 1) * form.den) // (2 * form.a))
    return Distance(Near.CAP, money[form.name], need - now, target, left) if need > now else None


def _linear(node: object, forms: Mapping[str, _Linear]) -> _Linear | None:
    match node:
        case t.Ref(name=name):
            return forms.get(name)
        case t.RateOf(rate=int() as rate, months="", approved="") if (base := _linear(node.base, forms)) is not None:
            return _Linear(base.name, base.a * rate, base.b * rate, base.den * t.RATE_SCALE)
        case t.Sum(first=first, rest=((minus, t.Literal(value=value)),)) if (base := _linear(first, forms)) is not None:
            return replace(base, b=base.b + (-value if minus else value) * base.den)
        case _:
            return None


def cliffs(
    clause: t.Clause, facts: Facts, answer: Answer, *, earlier: Earlier | None = None, basis: Basis = PLAIN
) -> tuple[Cliff, ...]:
    """Every edge at which one more fen changes the total by a yuan or more, other facts as they are.

    Grants are left out: what a tier gave for this case says nothing about another amount.
    """
    if not answer.in_force:
        return ()
    readings = {r.question: r.letter for r in answer.readings}
    found = []
    for name, starts in thresholds(_line(answer)).items():
        one = clause.get_input(name)
        for start in starts:
            totals = []
            for amount in (start - 1, start):
                moved = Facts({**facts.values, name: amount})
                totals.append(explain(clause, moved, on=answer.on, readings=readings, earlier=earlier, basis=basis).total)
            before, after = totals[0].exact, totals[1].exact
            if before is not None and after is not None and abs(after - before) >= 100:
                found.append(Cliff(one, start, before, after))
    return tuple(found)
