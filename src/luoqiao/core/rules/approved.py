"""核定比例: an officer may approve a rate below a ceiling or above a floor rate, never beyond it."""

from __future__ import annotations

from decimal import Decimal

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.facts import BadFacts


def check_approved(one: t.Input, rate: int, how: t.RateHow, limit: int) -> None:
    """Refuse an approved rate beyond its limit, in ten-thousandths; raises BadFacts naming the field."""
    beyond = rate > limit if how is t.RateHow.CEILING else rate < limit
    if beyond:
        word = "不能高于" if how is t.RateHow.CEILING else "不能低于"
        given, expected = f"{Decimal(rate) / 100:f}%", f"{word} {Decimal(limit) / 100:f}%"
        message = f"{one.label} {given} 超出规则，{expected}"
        raise BadFacts((FieldProblem(one.identifier, given, expected, message, "LQ-2020"),))
