"""还差多少: distance to the next threshold, tier or cap, and the cliffs that must be said out loud (X-12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from luoqiao.core.kernel.money import show_short, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.cells import thresholds
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import PLAIN, explain
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.resolve import Straight, resolve


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
    for step in line.steps:
        if not isinstance(step, t.Condition):
            continue
        for node in t.walk(step):
            match node:
                case t.Compare(left=t.Ref(name=name), op=t.Op.GT | t.Op.GE as op, right=t.Literal() as limit):
                    known = _known_money(line.clause, name, answer.facts)
                    need = limit.value + (1 if op is t.Op.GT else 0)
                    if known and known[1] < need:
                        target = f"{name}{node.word} {show_short(limit.value)}"
                        yield Distance(Near.THRESHOLD, known[0], need - known[1], target, limit.value)


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
    for step in answer.steps:
        statement = step.statement
        if not isinstance(statement, t.Define):
            continue
        settled = any(s.granted is not None for s in answer.shares.values() if s.tier.label in statement.names)
        for traced in () if settled else step.traced:
            if isinstance(traced.node, t.Cap) and traced.result is not None:
                found = _cap_distance(traced.node, traced.operands, statement, forms, money)
                if found is not None:
                    yield found
        if isinstance(statement.value, t.ByRange | t.ByChoice):
            continue
        form = _linear(statement.value, forms)
        if form is not None:
            forms[statement.names[0]] = form


def _cap_distance(
    node: t.Cap, operands: tuple[object, ...], statement: t.Define, forms: Mapping[str, _Linear],
    money: Mapping[str, t.Input],
) -> Distance | None:  # fmt: skip
    value, limit, used = operands
    form = _linear(node.value, forms)
    if form is None or form.a <= 0:
        return None
    if not (value.known and limit.known):  # type: ignore[attr-defined]
        return None
    left = limit.low // limit.den - used.low  # type: ignore[attr-defined]
    current = (value.low * 2 + value.den) // (2 * value.den)  # type: ignore[attr-defined]
    if left <= 0 or current <= 0 or current >= left:
        return None
    need = -((form.b * 2 - (2 * left - 1) * form.den) // (2 * form.a))
    now = (value.low * form.den // value.den - form.b) // form.a  # type: ignore[attr-defined]
    if need <= now:
        return None
    target = statement.names[0] if len(statement.names) == 1 else "、".join(statement.names)
    return Distance(Near.CAP, money[form.name], need - now, target, left)


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
    """Every edge at which one more fen changes the total by a yuan or more, other facts as they are."""
    if not answer.in_force:
        return ()
    readings = {r.question: r.letter for r in answer.readings}
    found = []
    for name, starts in thresholds(_line(answer)).items():
        one = clause.get_input(name)
        for start in starts:
            totals = []
            for amount in (start - 1, start):
                moved = Facts({**facts.values, name: amount}, facts.granted)
                totals.append(explain(clause, moved, on=answer.on, readings=readings, earlier=earlier, basis=basis).total)
            before, after = totals[0].exact, totals[1].exact
            if before is not None and after is not None and abs(after - before) >= 100:
                found.append(Cliff(one, start, before, after))
    return tuple(found)
