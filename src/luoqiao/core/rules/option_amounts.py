"""各种情形的金额: what each option of a choice brings, for clauses that no amount of money moves (认定 or 复核)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.money import show_wan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, Tier
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import PLAIN, explain
from luoqiao.core.rules.facts import Facts, FactValue
from luoqiao.core.rules.typical import complete


@dataclass(frozen=True, slots=True)
class OptionAmount:
    """一种情形: the option's label and what each tier pays, in fen."""

    label: str
    shares: tuple[int, ...]
    chosen: bool

    @property
    def total(self) -> int:
        """All tiers together."""
        return sum(self.shares)


@dataclass(frozen=True, slots=True)
class OptionAmounts:
    """各种情形: the choice, the tiers, and each option that brings money."""

    clause: t.Clause
    input: t.Input
    tiers: tuple[Tier, ...]
    options: tuple[OptionAmount, ...]


def option_amounts(
    clause: t.Clause,
    facts: Facts,
    *,
    on: date,
    readings: Mapping[str, str] | None = None,
    earlier: Earlier | None = None,
    basis: Basis = PLAIN,
) -> OptionAmounts | None:
    """What each option of the first choice (or yes and no) brings; None when there is none or nothing is paid."""
    choice = next((one for one in clause.inputs if _cells(one) and one.need is t.Need.NEEDED), None)
    if choice is None or not clause.header.first <= on <= clause.header.last:
        return None
    found = []
    for label, value in _cells(choice):
        moved = Facts({**facts.values, choice.label: value}, facts.granted)
        whole = complete(clause, moved, readings or {}, basis).facts
        answer = explain(clause, whole, on=on, readings=readings, earlier=earlier, basis=basis)
        shares = [share.amount.exact for share in answer.shares.values()]
        if None not in shares and any(shares):
            chosen = facts.values.get(choice.label) == value
            found.append(OptionAmount(label, tuple(amount or 0 for amount in shares), chosen))
    return OptionAmounts(clause, choice, basis.tiers, tuple(found)) if found else None


def describe_options(amounts: OptionAmounts) -> str:
    """The same in a sentence."""
    parts = [
        f"{option_name(amounts, one)}得 {show_wan(one.total)} 万元（{_parts(amounts, one)}）"
        for one in amounts.options
    ]
    return "；".join(parts) + "。"


def option_name(amounts: OptionAmounts, one: OptionAmount) -> str:
    """新认定 for a yes, the option's own label for a choice."""
    return amounts.input.label if one.label == "是" else one.label


def _parts(amounts: OptionAmounts, one: OptionAmount) -> str:
    paid = [(tier.label, share) for tier, share in zip(amounts.tiers, one.shares, strict=True) if share]
    return " + ".join(f"{label} {show_wan(share)}" for label, share in paid)


def _cells(one: t.Input) -> tuple[tuple[str, FactValue], ...]:
    match one.kind:
        case t.Kind.YES_NO:
            return ("是", True), ("否", False)
        case t.Kind.CHOICE:
            return tuple((option.label, option.label) for option in one.options)
        case _:
            return ()
