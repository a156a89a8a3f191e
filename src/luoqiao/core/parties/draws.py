"""抽数: numbers that look random and are fixed for ever by a key, in whole-number and decimal arithmetic only.

The same key gives the same number on every machine and with every version of Python: no float and no state, so that
one more firm or another share moves nothing that was drawn under another key.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from hashlib import blake2b

SCALE = 1_000_000
"""A normal number and a logarithm are whole millionths."""
FIVE_IN_SIX = 967_422
"""Where five of six stay below: the normal quantile of 5/6, in millionths."""

_EXACT = Context(prec=20)
_WORDS = 12


def fraction(key: str) -> int:
    """A whole number from 0 to 2**64 - 1, every one as likely."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")


def part(key: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`, both included."""
    return least + (fraction(key) * (most - least + 1) >> 64)


def normal(key: str) -> int:
    """A number of the bell curve in millionths: twelve even numbers added, never beyond six."""
    raw = blake2b(key.encode(), digest_size=4 * _WORDS).digest()
    total = sum(int.from_bytes(raw[at : at + 4], "big") for at in range(0, 4 * _WORDS, 4))
    return (2 * total - _WORDS * (2**32 - 1)) * SCALE >> 33


@lru_cache(maxsize=4096)
def log_ratio(upper: int, lower: int) -> int:
    """The natural logarithm of upper / lower in millionths."""
    ratio = _EXACT.divide(Decimal(upper), Decimal(lower))
    return int((_EXACT.ln(ratio) * SCALE).to_integral_value(ROUND_HALF_EVEN))


def grown(amount: int, millionths: int) -> int:
    """amount × e^(millionths / 1,000,000), to the whole."""
    factor = _EXACT.exp(_EXACT.divide(Decimal(millionths), Decimal(SCALE)))
    return int(_EXACT.multiply(Decimal(amount), factor).to_integral_value(ROUND_HALF_EVEN))


def spread(median: int, upper: int, drawn: int, moved: int = 0) -> int:
    """An amount of the log-normal law whose half stay below `median` and five of six below `upper`.

    `drawn` is a normal number; `moved` shifts the whole law by a logarithm. Both are millionths.
    """
    return grown(median, log_ratio(upper, median) * drawn // FIVE_IN_SIX + moved)


def in_turn(weights: tuple[int, ...], count: int) -> tuple[int, ...]:
    """Which option each of `count` takes, so that any first few keep the weights as nearly as whole numbers can."""
    whole = sum(weights)
    given = [0] * len(weights)
    turns = []
    for number in range(1, count + 1):
        owed = [weight * number - held * whole for weight, held in zip(weights, given, strict=True)]
        chosen = owed.index(max(owed))
        given[chosen] += 1
        turns.append(chosen)
    return tuple(turns)
