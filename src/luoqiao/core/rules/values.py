"""区间值: exact intervals with the set of inputs they still need.

A value is `low/den … high/den` with a denominator known beforehand, so it is exact without fractions; `high`
None is open upwards. When both ends meet, the need is dropped: a reached cap asks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

NOBODY: frozenset[str] = frozenset()


class Val(NamedTuple):
    """An exact rational interval; money in fen over `den`, dates as codes, months and rates as integers."""

    low: int
    high: int | None
    den: int = 1
    needs: frozenset[str] = NOBODY

    @property
    def known(self) -> bool:
        return self.low == self.high


class Truth(NamedTuple):
    """A test's answer: true, false, or unknown with the inputs that would tell."""

    value: bool | None
    needs: frozenset[str] = NOBODY


SURE = Truth(True)
ZERO = Val(0, 0)


def unknown(*needs: str) -> Val:
    """Any amount from nothing upwards."""
    return Val(0, None, 1, frozenset(needs))


def _settle(low: int, high: int | None, den: int, needs: frozenset[str]) -> Val:
    return Val(low, high, den, NOBODY if low == high else needs)


def scale(a: Val, factor: int, den: int) -> Val:
    """a × factor / den, with a non-negative factor; zero times anything is zero."""
    if factor == 0:
        return ZERO
    return Val(a.low * factor, None if a.high is None else a.high * factor, a.den * den, a.needs)


def multiply(a: Val, b: Val) -> Val:
    """Product of two non-negative values (interest is the one place where two unknowns meet)."""
    high = 0 if a.high == 0 or b.high == 0 else None if a.high is None or b.high is None else a.high * b.high
    return _settle(a.low * b.low, high, a.den * b.den, a.needs | b.needs)


def _align(a: Val, b: Val) -> tuple[int, int | None, int, int | None, int]:
    if a.den == b.den:
        return a.low, a.high, b.low, b.high, a.den
    return (a.low * b.den, None if a.high is None else a.high * b.den,
            b.low * a.den, None if b.high is None else b.high * a.den, a.den * b.den)  # fmt: skip


def add(a: Val, b: Val) -> Val:
    """a 加 b."""
    al, ah, bl, bh, den = _align(a, b)
    return _settle(al + bl, None if ah is None or bh is None else ah + bh, den, a.needs | b.needs)


def subtract(a: Val, b: Val) -> Val:
    """a 减 b stops at zero."""
    al, ah, bl, bh, den = _align(a, b)
    low = 0 if bh is None else max(0, al - bh)
    return _settle(low, None if ah is None else max(0, ah - bl), den, a.needs | b.needs)


def least(a: Val, b: Val) -> Val:
    """The smaller of two values."""
    al, ah, bl, bh, den = _align(a, b)
    high = bh if ah is None else ah if bh is None else min(ah, bh)
    low = min(al, bl)
    if ah is not None and ah <= bl:
        return Val(al, ah, den, a.needs)
    if bh is not None and bh <= al:
        return Val(bl, bh, den, b.needs)
    return _settle(low, high, den, a.needs | b.needs)


def most(a: Val, b: Val) -> Val:
    """The larger of two values."""
    al, ah, bl, bh, den = _align(a, b)
    high = None if ah is None or bh is None else max(ah, bh)
    if bh is not None and al >= bh:
        return Val(al, ah, den, a.needs)
    if ah is not None and bl >= ah:
        return Val(bl, bh, den, b.needs)
    return _settle(max(al, bl), high, den, a.needs | b.needs)


def hull(values: list[Val], needs: frozenset[str]) -> Val:
    """The smallest interval that holds all of them; needs what tells them apart as well."""
    low, high, den = values[0].low, values[0].high, values[0].den
    all_needs = needs | values[0].needs
    for value in values[1:]:
        al, ah, bl, bh, den = _align(Val(low, high, den), value)
        low = min(al, bl)
        high = None if ah is None or bh is None else max(ah, bh)
        all_needs |= value.needs
    return _settle(low, high, den, all_needs)


def round_fen(a: Val) -> Val:
    """To the fen, half up: (2n + d) // (2d)."""
    if a.den == 1:
        return a
    low = (2 * a.low + a.den) // (2 * a.den)
    high = None if a.high is None else (2 * a.high + a.den) // (2 * a.den)
    return _settle(low, high, 1, a.needs)


def compare(a: Val, op: str, b: Val) -> Truth:
    """Three-valued comparison."""
    al, ah, bl, bh, _ = _align(a, b)
    surely_more = bh is not None and (al > bh if op in (">", "<=") else al >= bh)
    surely_less = ah is not None and (ah < bl if op in (">=", "<") else ah <= bl)
    if op in (">", ">="):
        result = True if surely_more else False if surely_less else None
    else:
        result = True if surely_less else False if surely_more else None
    return Truth(result, NOBODY if result is not None else a.needs | b.needs)


def all_of(truths: list[Truth]) -> Truth:
    """且: one false answers at once and asks nothing."""
    if any(t.value is False for t in truths):
        return Truth(False)
    needs = frozenset[str]().union(*(t.needs for t in truths))
    return Truth(None, needs) if any(t.value is None for t in truths) else Truth(True)


def any_of(truths: list[Truth]) -> Truth:
    """或: one true answers at once and asks nothing."""
    if any(t.value is True for t in truths):
        return Truth(True)
    needs = frozenset[str]().union(*(t.needs for t in truths))
    return Truth(None, needs) if any(t.value is None for t in truths) else Truth(False)


@dataclass(frozen=True, slots=True)
class Picked:
    """A yes/no or choice input: the option label, or unknown."""

    label: str | None
    needs: frozenset[str] = NOBODY
