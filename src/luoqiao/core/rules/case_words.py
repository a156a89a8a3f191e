"""例子的话: a case that a prover found, as facts in JSON form, put to *explain* again and said in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan, yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.basis import Basis, Tier
from luoqiao.core.rules.dates import show_code
from luoqiao.core.rules.earlier import UNIT_WORDS, read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.resolve import resolve
from luoqiao.core.rules.wording import show_rate

Values = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Case:
    """一个案子: facts and earlier grants in JSON form, and what a person reads of them."""

    facts: Mapping[str, object]
    earlier: Mapping[str, Mapping[str, str]]
    words: str


def read_case(clause: t.Clause, values: Values, tiers: tuple[Tier, ...], live: frozenset[str]) -> Case:
    """The case of a model: values by column name, codes for options and days; only inputs in `live` (labels) are told."""
    facts: dict[str, object] = {}
    said: list[str] = []
    nothing = False
    for one in clause.inputs:
        if one.kind is t.Kind.LIST:
            if f"{one.identifier}#" in values:
                facts[one.identifier], words = _items(one, values)
                said.append(words)
        elif (value := values.get(one.identifier)) is not None and one.label in live:
            facts[one.identifier], words = _written(one, value)
            nothing = nothing or (one.kind is t.Kind.MONEY and not value)
            said += [] if one.kind is t.Kind.MONEY and not value else [f"{one.label} {words}"]
    for tier in tiers:
        amount = values.get(f"granted_{tier.code}")
        if amount is not None:
            facts[f"granted_{tier.code}"] = yuan_text(amount)
            said.append(f"{tier.label}实拨 {show_yuan(amount)}")
    said += ["其余金额为 0 元" if said else "各项金额都为 0 元"] if nothing else []
    earlier: dict[str, dict[str, str]] = {}
    units = {unit.value: word for word, unit in UNIT_WORDS.items()}
    for name, amount in values.items():
        if name.startswith("earlier.") and amount:
            _, owner, unit = name.split(".")
            earlier.setdefault(owner, {})[unit] = yuan_text(amount)
            said.append(f"此前{owner}（{units.get(unit, unit)}）已得 {show_yuan(amount)}")
    return Case(facts, earlier, "，".join(said))


def _written(one: t.Input, value: int) -> tuple[object, str]:
    match one.kind:
        case t.Kind.MONEY:
            return yuan_text(value), show_yuan(value)
        case t.Kind.RATE:
            return show_rate(value), show_rate(value)
        case t.Kind.DATE:
            return show_code(value), show_code(value)
        case t.Kind.YES_NO:
            return bool(value), "是" if value else "否"
        case t.Kind.CHOICE:
            option = one.options[value]
            return option.identifier, option.label
        case t.Kind.MONTHS:
            return value, f"{value}个月"
        case _:
            return value, str(value)


def _items(one: t.Input, values: Values) -> tuple[list[dict[str, object]], str]:
    items, said = [], []
    for index in range(1, (values[f"{one.identifier}#"] or 0) + 1):
        item: dict[str, object] = {}
        for field in one.fields:
            value = values.get(f"{one.identifier}[{index}].{field.identifier}") or 0
            item[field.identifier], words = _written(field, value)
            said.append(f"第 {index} 项{field.label} {words}")
        items.append(item)
    return items, "，".join(said) or f"没有一项{one.label}"


def ask_again(
    clause: t.Clause, case: Case, letters: Mapping[str, str], on: date, basis: Basis
) -> Answer | None:
    """What *explain* answers to the case; None where it refuses it, or where an amount falls in no arm."""
    try:
        facts = read_facts(clause, case.facts, basis.tiers)
        earlier = read_earlier(clause, case.earlier, basis.tiers)
        return explain(clause, facts, on=on, readings=dict(letters), earlier=earlier, basis=basis)
    except (DomainError, IndexError):
        return None


def exact_shares(answer: Answer | None) -> Mapping[str, int] | None:
    """Shares by tier code in fen; None unless every one is certain."""
    if answer is None:
        return None
    found = {code: share.amount.exact for code, share in answer.shares.items()}
    return None if None in found.values() else {code: amount or 0 for code, amount in found.items()}


def say_shares(shares: Mapping[str, int], tiers: tuple[Tier, ...]) -> str:
    """The tiers that pay, in a sentence; nothing paid is said too."""
    paid = [f"{tier.label} {show_yuan(shares[tier.code])}" for tier in tiers if shares.get(tier.code)]
    return "、".join(paid) if paid else "一分也没有"


def live_inputs(clause: t.Clause, letters: Mapping[str, str], on: date, basis: Basis) -> frozenset[str]:
    """Labels of the inputs that the rule reads under these readings."""
    return resolve(clause, letters, on, tuple(tier.label for tier in basis.tiers)).live
