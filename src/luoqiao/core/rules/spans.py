"""区间项: exact intervals whose ends are terms; the arithmetic of `values.py` for many rows at once.

A span is `low/den … high/den`, open upwards where `open` holds. Tests become two terms: surely true, possibly true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import lcm

from luoqiao.core.rules.terms import Bin, Const, If, Not, Term, times

NO, YES, NOTHING = Const(0), Const(1), Const(0)


@dataclass(frozen=True, slots=True)
class Span:
    """From low to high, both included, over `den`; where `open` holds there is no upper end."""

    low: Term
    high: Term
    open: Term = NO
    den: int = 1

    @property
    def point(self) -> bool:
        """Whether it is one value in every row, as far as its making shows."""
        return self.low is self.high and self.open == NO


@dataclass(frozen=True, slots=True)
class Test:
    """是否成立: surely, possibly."""

    surely: Term
    possibly: Term


def exact(term: Term, den: int = 1) -> Span:
    """A known value."""
    return Span(term, term, NO, den)


ZERO = exact(NOTHING)
UNKNOWN = Span(NOTHING, NOTHING, YES)
"""Any amount from nothing upwards."""


def both(a: Term, b: Term) -> Term:
    """a and b, constants folded."""
    if isinstance(a, Const):
        return b if a.value else NO
    if isinstance(b, Const):
        return a if b.value else NO
    return a if a is b else Bin("and", a, b)


def either(a: Term, b: Term) -> Term:
    """a or b, constants folded."""
    if isinstance(a, Const):
        return YES if a.value else b
    if isinstance(b, Const):
        return YES if b.value else a
    return a if a is b else Bin("or", a, b)


def negated(a: Term) -> Term:
    """not a, constants folded."""
    return Const(int(not a.value)) if isinstance(a, Const) else Not(a)


def chosen(test: Term, then: Term, otherwise: Term) -> Term:
    """then or otherwise, constants folded."""
    if isinstance(test, Const):
        return then if test.value else otherwise
    return then if then is otherwise else If(test, then, otherwise)


def ends(a: Span, b: Span) -> tuple[Span, Span]:
    """Two spans over one denominator."""
    den = lcm(a.den, b.den)
    return over(a, den), over(b, den)


def over(a: Span, den: int) -> Span:
    """The same span over a multiple of its denominator."""
    if a.den == den:
        return a
    low = times(a.low, den // a.den)
    return Span(low, low if a.low is a.high else times(a.high, den // a.den), a.open, den)


def made(a: Span, b: Span, low: Term, high: Term, opened: Term, den: int) -> Span:
    """A result of two spans; one term for both ends where both were points."""
    return Span(low, low if a.point and b.point else high, opened, den)


def scale(a: Span, factor: int, den: int) -> Span:
    """a × factor / den for a factor known beforehand; zero times anything is zero."""
    if factor == 0:
        return ZERO
    low = times(a.low, factor)
    return Span(low, low if a.low is a.high else times(a.high, factor), a.open, a.den * den)


def multiply(a: Span, b: Span) -> Span:
    """Product; a known zero closes what is open."""
    low = Bin("*", a.low, b.low)
    opened = either(both(a.open, negated(_nothing(b))), both(b.open, negated(_nothing(a))))
    high = low if a.point and b.point else chosen(opened, NOTHING, Bin("*", a.high, b.high))
    return made(a, b, low, high, opened, a.den * b.den)


def _nothing(a: Span) -> Term:
    """Surely zero."""
    return both(negated(a.open), Bin("==", a.high, NOTHING))


def add(a: Span, b: Span) -> Span:
    """a 加 b."""
    a, b = ends(a, b)
    return made(a, b, Bin("+", a.low, b.low), Bin("+", a.high, b.high), either(a.open, b.open), a.den)


def subtract(a: Span, b: Span) -> Span:
    """a 减 b stops at zero."""
    a, b = ends(a, b)
    low = chosen(b.open, NOTHING, Bin("max", Bin("-", a.low, b.high), NOTHING))
    return made(a, b, low, Bin("max", Bin("-", a.high, b.low), NOTHING), a.open, a.den)


def least(a: Span, b: Span) -> Span:
    """The smaller."""
    a, b = ends(a, b)
    high = chosen(a.open, b.high, chosen(b.open, a.high, Bin("min", a.high, b.high)))
    return made(a, b, Bin("min", a.low, b.low), high, both(a.open, b.open), a.den)


def most(a: Span, b: Span) -> Span:
    """The larger."""
    a, b = ends(a, b)
    return made(a, b, Bin("max", a.low, b.low), Bin("max", a.high, b.high), either(a.open, b.open), a.den)


def only(a: Span, test: Test) -> Span:
    """a where the test holds, else nothing; from nothing to a where that is open."""
    low = chosen(test.surely, a.low, NOTHING)
    if a.point and test.surely is test.possibly:
        return Span(low, low, NO, a.den)
    return Span(low, chosen(test.possibly, a.high, NOTHING), both(test.possibly, a.open), a.den)


def round_fen(a: Span) -> Span:
    """To the fen, half up."""
    if a.den == 1:
        return a
    low = _round(a.low, a.den)
    return Span(low, low if a.low is a.high else _round(a.high, a.den), a.open)


def _round(term: Term, den: int) -> Term:
    return Bin("//", Bin("+", times(term, 2), Const(den)), Const(2 * den))


def hull(spans: list[tuple[Term, Span]], keep: Callable[[Term], Term]) -> Span:
    """The smallest span that holds all that are live; at least one is.

    `keep` names a term: each step speaks of the last one twice, and would double without a name.
    """
    den = lcm(*(span.den for _, span in spans))
    live, first = spans[0]
    found, any_live = over(first, den), live
    for live, one in spans[1:]:
        span = over(one, den)
        started, here = any_live, live
        low = keep(_joined("min", here, started, span.low, found.low))
        high = keep(_joined("max", here, started, span.high, found.high))
        found = Span(low, high, keep(either(both(here, span.open), both(started, found.open))), den)
        any_live = keep(either(any_live, live))
    return found


def _joined(op: str, here: Term, started: Term, new: Term, old: Term) -> Term:
    return chosen(here, chosen(started, new if new is old else Bin(op, new, old), new), old)


def compare(a: Span, op: str, b: Span) -> Test:
    """Three-valued comparison."""
    known = a.point and b.point
    a, b = ends(a, b)
    if op in ("<", "<="):
        a, b, op = b, a, {"<": ">", "<=": ">="}[op]
    if known:
        test = Bin(op, a.low, b.low)
        return Test(test, test)
    surely = both(negated(b.open), Bin(op, a.low, b.high))
    possibly = either(a.open, Bin(op, a.high, b.low))
    return Test(surely, possibly)


def all_of(tests: list[Test]) -> Test:
    """且."""
    result = tests[0]
    for one in tests[1:]:
        same = result.surely is result.possibly and one.surely is one.possibly
        surely = both(result.surely, one.surely)
        result = Test(surely, surely if same else both(result.possibly, one.possibly))
    return result


def any_of(tests: list[Test]) -> Test:
    """或."""
    result = tests[0]
    for one in tests[1:]:
        same = result.surely is result.possibly and one.surely is one.possibly
        surely = either(result.surely, one.surely)
        result = Test(surely, surely if same else either(result.possibly, one.possibly))
    return result


def opposite(test: Test) -> Test:
    """不."""
    same = test.surely is test.possibly
    surely = negated(test.possibly)
    return Test(surely, surely if same else negated(test.surely))


def shifted(a: Span, by: int) -> Span:
    """a plus a whole number."""
    low = Bin("+", a.low, Const(by * a.den))
    return replace(a, low=low, high=low if a.low is a.high else Bin("+", a.high, Const(by * a.den)))
