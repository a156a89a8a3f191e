"""按比例分配: a budget that is too small is shared in proportion to the claims, exact to the fen.

Every claim gets the whole fen of its part; the fen left over go to the largest remainders, among equal remainders to the
larger claim, among equal claims by key. So the sum is exactly the budget (or the demand, when that is smaller), nobody
gets more than was claimed, and the order of the claims does not matter. With a larger budget a claim may get one fen
less (a remainder that was largest may no longer be), never more than one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from luoqiao.core.kernel.errors import DomainError

Key = TypeVar("Key", bound=Hashable)
NO_LIMITS: Mapping[Any, int] = {}


class NegativeClaim(DomainError):
    """申请额小于零: a claim, a limit or a budget below zero is a mistake of the caller."""

    code = "LQ-4410"


def pro_rata(claims: Mapping[Key, int], budget: int, limits: Mapping[Key, int] = NO_LIMITS) -> dict[Key, int]:
    """What each claim is paid from a budget, in fen.

    `limits` are what single claims may get at most (what a cap leaves); what a limit cuts off goes to the others in
    proportion to their claims. Keys must have an order.
    """
    if budget < 0 or any(amount < 0 for amount in (*claims.values(), *limits.values())):
        raise NegativeClaim("申请额、限额和预算都不能小于 0 元")
    most = {key: min(claim, limits.get(key, claim)) for key, claim in claims.items()}
    if sum(most.values()) <= budget:
        return most
    full = _at_their_limit(claims, most, budget)
    paid = {key: most[key] for key in full}
    rest = {key: claim for key, claim in claims.items() if key not in full}
    return {key: (paid | _largest_remainder(rest, budget - sum(paid.values())))[key] for key in claims}


def _at_their_limit(claims: Mapping[Key, int], most: Mapping[Key, int], budget: int) -> set[Key]:
    """The claims whose limit is below their part, found from the tightest limit on."""
    ordered = sorted((key for key in claims if claims[key]), key=lambda key: Fraction(most[key], claims[key]))
    left, weight = budget, sum(claims.values())
    full: set[Key] = {key for key in claims if not claims[key]}
    for key in ordered:
        if most[key] == claims[key] or most[key] * weight > left * claims[key]:
            break
        full.add(key)
        left -= most[key]
        weight -= claims[key]
    return full


def _largest_remainder(claims: Mapping[Key, int], budget: int) -> dict[Key, int]:
    total = sum(claims.values())
    parts = {key: divmod(claim * budget, total) for key, claim in claims.items()}
    left = budget - sum(whole for whole, _ in parts.values())
    by_key: list[Any] = sorted(claims)
    first = sorted(by_key, key=lambda key: (-parts[key][1], -claims[key]))[:left]
    more = set(first)
    return {key: whole + (key in more) for key, (whole, _) in parts.items()}
