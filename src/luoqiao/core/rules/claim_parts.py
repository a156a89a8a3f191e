"""主张的零件: what claims need to know of the shape of a rule: arms as tests, limits, bases and rates, in words.

Nothing here says what is claimed; that is `claims.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.stated import stated_rates


def defined_by(step: object) -> tuple[str, ...]:
    """The names that a step defines."""
    match step:
        case t.Define(names=names):
            return names
        case t.Split(tiers=tiers):
            return tiers
    return ()


def all_hold(terms: Iterator[w.Term]) -> w.Term:
    """Several tests as one."""
    found = list(terms)
    goal = found[0]
    for one in found[1:]:
        goal = w.Bin("and", goal, one)
    return goal


def not_flagged(flag: w.Term) -> w.Term:
    """One where a flag is not set."""
    return w.If(w.Bin("==", flag, w.Const(0)), w.Const(1), w.Const(0))


def arm_test(node: t.ByRange | t.ByChoice, arm: t.RangeArm | t.ChoiceArm) -> t.Test | None:
    """The test under which an arm holds, in the language; None for 其余."""
    tests: list[t.Test] = []
    if isinstance(arm, t.ChoiceArm):
        tests = [t.Is(node.subject, option, False, arm.at) for option in arm.options]
    else:
        subject = t.Ref(node.subject, arm.at)
        for bound, op in ((arm.low, t.Op.GE if arm.low_in else t.Op.GT), (arm.high, t.Op.LE if arm.high_in else t.Op.LT)):
            if bound is not None:
                tests.append(t.Compare(subject, op, t.Literal(bound, t.Kind.MONEY, "", arm.at), "", arm.at))
    if arm.rest or not tests:
        return None
    joined = t.AnyOf if isinstance(arm, t.ChoiceArm) else t.AllOf
    return tests[0] if len(tests) == 1 else joined(tuple(tests), arm.at)


def arm_words(arm: t.RangeArm | t.ChoiceArm) -> str:
    """An arm as it is written, without its value."""
    return "其余" if arm.rest else arm.text.partition("：")[0].partition(":")[0].strip()


def limits_of(value: t.Expr) -> Iterator[t.Expr]:
    """What a value can never be above, written in its suffixes."""
    match value:
        case t.Cap(value=inner, limit=limit):
            yield from limits_of(inner)
            yield limit
        case t.Once(value=inner) | t.OnlyIf(value=inner) | t.AfterGrant(value=inner):
            yield from limits_of(inner)
        case t.UpTo(limit=limit):
            yield limit


def caps_of(value: t.Expr) -> Iterator[t.Cap]:
    """The caps among a value's suffixes."""
    match value:
        case t.Cap(value=inner):
            yield from caps_of(inner)
            yield value
        case t.Once(value=inner) | t.OnlyIf(value=inner) | t.AfterGrant(value=inner):
            yield from caps_of(inner)


def core_of(value: t.Expr) -> t.Expr:
    """A value without the suffixes that can only lower it."""
    match value:
        case t.Cap(value=inner) | t.Once(value=inner) | t.OnlyIf(value=inner) | t.AfterGrant(value=inner):
            return core_of(inner)
        case _:
            return value


def stated_rate(core: t.RateOf, quotes: tuple[t.Quote, ...]) -> int | None:
    """The rate that must not be exceeded: the rule's own where the quotes have it, else the largest they have."""
    if isinstance(core.rate, str) or core.how is t.RateHow.FLOOR:
        return None
    stated = stated_rates(quotes)
    return core.rate if core.rate in stated or not stated else max(stated)


def words_of(expr: t.Expr) -> str:
    """A base or a limit in the words of the rule."""
    match expr:
        case t.Granted(tier=tier):
            return f"{tier}实拨"
        case t.Ref(name=name):
            return name
        case t.Literal(value=value, kind=t.Kind.MONEY):
            return show_short(value)
        case t.Sum(first=first, rest=rest):
            return "（" + words_of(first) + "".join(f" {'减' if m else '加'} {words_of(x)}" for m, x in rest) + "）"
        case _:
            return "它的基数"
